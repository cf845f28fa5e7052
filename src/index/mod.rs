//! The index: passages and references with their terms, kept in one folder.
//!
//! A folder holds tantivy's segments, the manifest of what was indexed, and nothing of the process that wrote
//! it. One commit carries both: the commit's payload names the manifest that belongs to it, together with the
//! schema version and the analyzer, so that a reader knows before it opens a segment whether it can.
//!
//! [`schema`] is the only place that spells a field's name.

mod directory;
mod identity;
mod lookup;
mod manifest;
mod reader;
mod record;
mod schema;
mod stats;
mod writer;

pub use identity::SCHEMA;
pub use manifest::{Counts, Manifest, SourceEntry};
pub use reader::Reader;
pub use record::{Record, StoredPassage, StoredReference};
pub use schema::{Fields, REFERENCES_FROM, label_term, title_term};
pub use stats::{Stats, stats};
pub use writer::{MIN_MEMORY, Writer, clear};
