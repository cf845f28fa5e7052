//! What a person typed, as a tree. Nothing here knows an index.

mod ast;
mod parse;

pub use ast::{Part, PartKind, Query, Warning};
pub use parse::parse;
