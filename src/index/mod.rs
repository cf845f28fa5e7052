//! The index: passages and references with their terms, kept in one folder.
//!
//! A folder holds tantivy's segments, the manifest of what was indexed, and nothing of the process that wrote
//! it. One commit carries both: the commit's payload names the manifest that belongs to it, together with the
//! schema version and the analyzer, so that a reader knows before it opens a segment whether it can.
//!
//! Beside tantivy's files each segment has four of ours: the forward form of its passages, which is what ranking reads
//! (two files), its stems as a question looks them up, and what is stored of its documents.
//!
//! `schema.rs` is the only place that spells a field's name.

mod backlog;
mod beyond;
mod check;
mod checked;
mod directory;
mod document;
mod failures;
mod fetch;
mod fields;
mod folder;
mod forward;
mod given;
mod holder;
mod identity;
mod in_memory;
mod inverted;
mod links;
mod lookup;
mod making;
mod manifest;
mod merging;
mod note;
mod optimize;
mod pile;
mod reader;
mod record;
mod repair;
mod replacement;
mod salvage;
mod schema;
mod sealed;
mod sizes;
mod source;
mod statistics;
mod stats;
mod stems;
mod store;
mod tokens;
mod writer;

pub use beyond::{Answer, Beyond, Holds, Take, Wanted};
pub use check::{Contents, Damage, Inspection, Looked, Report, Subject, Unseen, check};
pub use checked::Checked;
pub use fields::{FieldKind, field_name, fields};
pub use forward::{
    Counted, Dictionary, FormMet, Forward, Gram, Grams, PassageWords, Tally, Totals, WordForms, WordRecord,
    ascii_grams, grams,
};
pub use given::Given;
pub use identity::SCHEMA;
pub use in_memory::{MemoryIndex, MemoryIndexers};
pub use links::{Links, among, citing};
pub use manifest::{Counts, Manifest, SourceEntry};
pub use note::note_markers;
pub use optimize::{Footprint, optimize};
pub use reader::Reader;
pub use record::{Record, StoredPassage, StoredReference, article, decode_record};
pub use repair::{Repaired, repair};
pub use replacement::{Replacement, tidy};
pub use schema::{
    Fields, REDIRECT, REFERENCES_FROM, Trait, cites_term, citing_term, form_term, label_term, link,
    title_term,
};
pub use sizes::{Part, Size, sizes};
pub use source::{described, isbn_13, names, source_keys};
pub use statistics::Statistics;
pub use stats::{Stats, stats};
pub use stems::{Block, Postings, Stems};
pub use store::Records;
pub use writer::{MIN_MEMORY, Writer};
