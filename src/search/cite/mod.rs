//! Citations as things to look up: who cites a source, what a passage rests on, what rests on nothing.
//!
//! A source leads to references, a reference to its article and label, and these to passages: two look-ups, because
//! the reference list of a long article comes in another part of it than the passages that cite it.

mod by_claim;
mod by_label;
mod by_source;
mod check;
mod export;
mod list;
mod near;
mod of_passage;
mod source;
mod together;
mod unsourced;

use std::collections::BTreeSet;

use tantivy::DocAddress;

pub use by_label::CiteRequest;
pub use by_source::SourceUses;
pub use check::{Finding, FindingKind};
pub use export::{Bibliography, ExportFormat};
pub use list::{LabelUses, Sort};
pub use of_passage::PassageSources;
pub use source::{Source, SourceFilter};
pub use together::Together;
pub use unsourced::{ArticleCounts, Unsourced};

use super::hit::{Hit, References};
use super::local::Local;
use super::order::first_sorted;
use super::resolve;
use crate::document::Span;
use crate::error::Result;

impl Local {
    /// The documents of an article, by its id.
    pub(super) fn documents_of(&self, article: &str) -> Result<BTreeSet<DocAddress>> {
        self.reader.documents(self.reader.fields().article, article).map(|found| found.into_iter().collect())
    }

    /// Those of `documents` that belong to the article that `name` means, or all.
    pub(super) fn within(
        &self,
        mut documents: Vec<DocAddress>,
        name: Option<&str>,
    ) -> Result<Vec<DocAddress>> {
        if let Some(name) = name {
            let own = self.documents_of(&resolve::article(&self.reader, name)?)?;
            documents.retain(|address| own.contains(address));
        }
        Ok(documents)
    }

    /// The passages at `addresses` as hits, in document order, with the highlights that `marks` finds in each.
    fn hits_in_order(
        &self,
        addresses: Vec<DocAddress>,
        limit: usize,
        marks: impl Fn(&Hit) -> Vec<Span>,
    ) -> Result<Vec<Hit>> {
        let mut references = References::new(&self.reader);
        let mut hits = Vec::with_capacity(addresses.len().min(limit));
        for (rank, address) in (1..).zip(first_sorted(&self.reader, addresses, limit)?) {
            let hit = Hit::new(self.record(address)?, &mut references)?;
            hits.push(Hit { rank, highlights: marks(&hit), ..hit });
        }
        Ok(hits)
    }
}

/// The spans of the markers whose citations `cited` accepts, each once.
fn markers_of(hit: &Hit, cited: impl Fn(&super::Citation) -> bool) -> Vec<Span> {
    let mut spans: Vec<Span> = hit.citations.iter().filter(|c| cited(c)).map(|c| c.span.clone()).collect();
    spans.dedup();
    spans
}
