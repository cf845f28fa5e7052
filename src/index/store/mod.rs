//! What is stored of a segment's documents, beside tantivy's files: passages and references as they are shown.
//!
//! tantivy's own store compresses each block by itself and makes a context of zstd for each. Here blocks share a
//! dictionary, a sample of the texts around them, and contexts are used again: blocks come out a seventh smaller and
//! are written and read in less time (docs/performance.md). Records come in from [`plugin`] and are [`mod@write`]n block
//! by block; a merge copies blocks as they stand where no document was deleted. They are read in place by [`read`].

mod plugin;
mod read;
mod sample;
mod write;

#[cfg(test)]
mod tests;

pub use read::Records;

pub(super) use plugin::{RECORDS, StorePlugin};
