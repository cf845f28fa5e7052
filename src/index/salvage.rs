//! What can still be read of a segment, some of whose files may be damaged.

use std::collections::BTreeMap;

use tantivy::columnar::{ColumnarReader, DynamicColumn, StrColumn};
use tantivy::directory::FileSlice;
use tantivy::fastfield::AliveBitSet;
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::{Directory as _, DocId, Index, SegmentReader};

use super::directory::SharedDirectory;
use super::lookup::live_by_term;
use super::record::{Record, decode_record};
use super::schema::Fields;
use super::store::Records;

/// What a document may turn out to be.
pub(super) enum Salvaged {
    Record(Box<Record>),
    /// Its title, as a term has it, and its target.
    Redirect(String, String),
    Lost,
}

/// A segment whose records can be opened.
pub(super) struct Salvage {
    records: Records,
    alive: Option<AliveBitSet>,
    documents: DocId,
    sources: Option<StrColumn>,
    /// By document.
    redirects: BTreeMap<DocId, (String, String)>,
}

impl Salvage {
    /// Opens what can be opened; `None` where the records cannot, or where it is not known what was deleted.
    pub(super) fn open(
        index: &Index,
        directory: &SharedDirectory,
        fields: &Fields,
        segment: &SegmentMeta,
    ) -> Option<Self> {
        let file = |component| index.directory().open_read(&segment.relative_path(component));
        let records = Records::open(Records::map(directory, segment.id()).ok()?).ok()?;
        let alive = if segment.has_deletes() {
            let bytes = file(SegmentComponent::Delete).ok()?.read_bytes().ok()?;
            Some(AliveBitSet::open(bytes))
        } else {
            None
        };
        let sources = file(SegmentComponent::FastFields).ok().and_then(sources);
        let reader = SegmentReader::open(&index.segment(segment.clone())).ok();
        let redirects = reader.and_then(|reader| redirects(&reader, fields)).unwrap_or_default();
        Some(Self { records, alive, documents: segment.max_doc(), sources, redirects })
    }

    /// The documents that were not deleted.
    pub(super) fn live(&self) -> impl Iterator<Item = DocId> {
        let is_live = |document: &DocId| self.alive.as_ref().is_none_or(|alive| alive.is_alive(*document));
        (0..self.documents).filter(is_live)
    }

    pub(super) fn document(&self, document: DocId) -> Salvaged {
        let stored = self.records.with(document, |bytes| match bytes {
            [] => Some(None),
            bytes => decode_record(bytes).map(Some),
        });
        match stored {
            Ok(Some(Some(record))) => Salvaged::Record(Box::new(record)),
            Ok(Some(None)) => {
                let redirect = self.redirects.get(&document).cloned();
                redirect.map_or(Salvaged::Lost, |(title, target)| Salvaged::Redirect(title, target))
            }
            Ok(None) | Err(_) => Salvaged::Lost,
        }
    }

    /// The identity of the source that a document came from.
    pub(super) fn source(&self, document: DocId) -> Option<String> {
        let column = self.sources.as_ref()?;
        let mut source = String::new();
        let ordinal = column.term_ords(document).next()?;
        column.ord_to_str(ordinal, &mut source).ok().filter(|found| *found).map(|_| source)
    }
}

fn sources(file: FileSlice) -> Option<StrColumn> {
    let columns = ColumnarReader::open(file).ok()?.read_columns("source").ok()?;
    columns.into_iter().find_map(|column| match column.open().ok()? {
        DynamicColumn::Str(column) => Some(column),
        _ => None,
    })
}

/// Title and target of each live document that only names another: see [`title_term`](super::title_term).
fn redirects(segment: &SegmentReader, fields: &Fields) -> Option<BTreeMap<DocId, (String, String)>> {
    let mut redirects = BTreeMap::new();
    let mut visit = |term: &[u8], document| {
        if let Some((title, target)) =
            std::str::from_utf8(term).ok().and_then(|term| term.split_once('\u{1f}'))
        {
            redirects.insert(document, (title.to_owned(), target.to_owned()));
        }
    };
    live_by_term(segment, fields.title, &mut visit).ok()?;
    Some(redirects)
}
