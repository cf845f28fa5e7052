//! Word lists, each with its source.

pub(super) mod editorial;
pub(super) mod function_words;
pub(super) mod irregular;
