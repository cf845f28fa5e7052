//! What a person typed, as a tree. Nothing here knows an index.
//!
//! [`parse()`] reads in three steps: `marks` pairs quotation marks and parentheses, `lex` cuts out what carries a
//! sign and leaves the words between as they are, and the parser puts operators, the nearest first, over what is
//! left: what stands side by side, then SAUF, then ET, then OU. `docs/query.md` is the guide for those who type.

mod ast;
mod field;
mod lex;
mod marks;
mod operand;
mod parse;
mod spell;
mod warning;

#[cfg(test)]
mod tests;

pub use ast::{Node, NodeKind, Query};
pub use field::Field;
pub use parse::parse;
pub use warning::Warning;
