//! What French Wikipedia's templates and languages are called.

pub(super) mod fields;
pub(super) mod languages;
pub(super) mod tags;
pub(super) mod templates;
