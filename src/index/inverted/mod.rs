//! Fields of the inverted index that we make ourselves, in tantivy's files.
//!
//! tantivy takes documents term by term: each is looked up in a hash table, and when a segment is written one thread sorts
//! and writes all of them while the others wait. Our documents know better: stems are counted from numbers of words
//! ([`PostingLists`](super::forward::PostingLists)), and the fields that name an article or a passage ([`Names`]) have one
//! value a document, most of them one of its own. So these are collected here, sorted side by side, and put into tantivy's
//! [`files`]; what reads and merges them cannot tell the difference.

mod files;
mod names;

pub(super) use files::write;
pub(super) use names::Names;
