//! The document model: an article, its sections, their passages, and what stands in a passage.
//!
//! Plain data and its invariants; nothing here reads, parses or writes.

mod article;
mod citation;
mod id;
mod passage;
mod quote;
mod reference;
mod white_space;

pub use article::{Article, Format, Head, Section};
pub use citation::{CitationMarker, label_key};
pub use id::{KeyMaker, passage_id, slug};
pub use passage::{Form, Passage};
pub use quote::Quote;
pub use reference::{Reference, archived, host};
pub use white_space::collapse_spaces;
pub(crate) use white_space::holds_two_spaces;

/// A stretch of a named text, in bytes, always on character boundaries; `start <= end`.
pub type Span = std::ops::Range<usize>;
