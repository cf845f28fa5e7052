//! From many references to the passages that cite them, without a look-up for each.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::columnar::Column;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::{DocAddress, DocId, SegmentReader};

use super::reader::Reader;
use crate::error::Result;

/// [`link`](super::link)s, in no order.
pub type Links = FxHashSet<u64>;

impl Reader {
    /// The links of the references at `references`; what is no reference has none.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub fn links_of(&self, references: &[DocAddress]) -> Result<Links> {
        let columns: tantivy::Result<Vec<Column<u64>>> = self
            .searcher()
            .segment_readers()
            .iter()
            .map(|segment| segment.fast_fields().u64("link"))
            .collect();
        let columns = columns.map_err(|e| self.failed(e))?;
        let link = |at: &DocAddress| columns.get(at.segment_ord as usize)?.first(at.doc_id);
        Ok(references.iter().filter_map(link).collect())
    }

    /// How many markers the passages have, one for each label, deleted ones too.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub fn markers(&self) -> Result<usize> {
        if self.beyond().is_some() {
            // Those of the rest cannot be looked through.
            return Ok(usize::MAX);
        }
        let count = |segment: &SegmentReader| Ok(markers(segment)?.values.num_vals() as usize);
        let counts: tantivy::Result<Vec<usize>> =
            self.searcher().segment_readers().iter().map(count).collect();
        counts.map(|counts| counts.into_iter().sum()).map_err(|e| self.failed(e))
    }

    /// Live passages with one of `links`, segment by segment. Cost: a look at every marker of the index, some
    /// nanoseconds each.
    ///
    /// # Errors
    /// `Io` or `IndexDamaged`.
    pub fn linked(&self, links: &Links) -> Result<Vec<DocAddress>> {
        let mut found = Vec::new();
        for (ordinal, segment) in (0u32..).zip(self.searcher().segment_readers()) {
            let documents = linked_in(segment, links).map_err(|e| self.failed(e))?;
            let live = documents.into_iter().filter(|document| !segment.is_deleted(*document));
            found.extend(live.map(|document| DocAddress::new(ordinal, document)));
        }
        Ok(found)
    }
}

/// The passages with one of `links` as a query. It asks each document that the rest of a query finds, so with words beside it
/// it costs some 20 ns for each of theirs.
#[must_use]
pub fn citing(links: Links) -> DocPredicateQuery {
    held_in("links", links)
}

/// The references that are one of `links`; as [`citing`].
#[must_use]
pub fn among(links: Links) -> DocPredicateQuery {
    held_in("link", links)
}

fn held_in(field: &'static str, links: Links) -> DocPredicateQuery {
    let links = Arc::new(links);
    DocPredicateQuery::from(FunctionPredicate::from(move |segment: &SegmentReader| {
        let (column, links) = (segment.fast_fields().u64(field)?, Arc::clone(&links));
        Ok(move |document: DocId| column.values_for_doc(document).any(|link| links.contains(&link)))
    }))
}

fn linked_in(segment: &SegmentReader, links: &Links) -> tantivy::Result<Vec<u32>> {
    let column = markers(segment)?;
    let values = 0..column.values.num_vals();
    let mut found: Vec<u32> = values.filter(|n| links.contains(&column.values.get_val(*n))).collect();
    if !found.is_empty() {
        column.index.select_batch_in_place(0, &mut found);
    }
    Ok(found)
}

fn markers(segment: &SegmentReader) -> tantivy::Result<Column<u64>> {
    segment.fast_fields().u64("links")
}
