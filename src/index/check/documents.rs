//! What is stored of each document: its source, its id, its spans.

use std::collections::{BTreeMap, HashSet};

use tantivy::DocAddress;
use xxhash_rust::xxh3::xxh3_64;

use super::references::References;
use super::{Part, Report, Subject};
use crate::document::{Passage, Span, passage_id};
use crate::error::Result;

use super::super::manifest::Counts;
use super::super::reader::Reader;
use super::super::record::{Record, StoredPassage};

/// What documents say of themselves and of each other.
pub(super) struct Documents<'a> {
    reader: &'a Reader,
    sources: BTreeMap<String, Source>,
    /// Hashes of the passages' ids.
    ids: Vec<(u64, DocAddress)>,
    spans: Part,
    references: References<'a>,
}

/// What a source gave, by its documents.
#[derive(Default)]
struct Source {
    counts: Counts,
    articles: HashSet<u64>,
}

impl<'a> Documents<'a> {
    pub(super) fn new(reader: &'a Reader) -> Result<Self> {
        Ok(Self {
            reader,
            sources: BTreeMap::new(),
            ids: Vec::new(),
            spans: Part::new(Subject::Spans),
            references: References::new(reader)?,
        })
    }

    /// Takes a document in; one of which nothing is stored is a redirect.
    pub(super) fn see(&mut self, address: DocAddress, record: Option<&Record>) -> Result<()> {
        let source = self.reader.source_at(address)?.unwrap_or_default();
        let source = self.sources.entry(source).or_default();
        match record {
            None => source.counts.redirects += 1,
            Some(Record::Passage(stored)) => {
                source.articles.insert(xxh3_64(stored.head.id.as_bytes()));
                source.counts.passages += 1;
                source.counts.markers += stored.passage.markers.len() as u64;
                source.counts.text_bytes += stored.passage.text.len() as u64;
                self.ids.push((xxh3_64(id(stored).as_bytes()), address));
                self.see_spans(stored);
                self.references.see_passage(address, stored)?;
            }
            Some(Record::Reference(stored)) => {
                source.articles.insert(xxh3_64(stored.head.id.as_bytes()));
                source.counts.references += 1;
                self.references.see_reference(address, stored)?;
            }
        }
        Ok(())
    }

    fn see_spans(&mut self, stored: &StoredPassage) {
        let text = stored.passage.text.as_str();
        for (what, span) in spans(&stored.passage) {
            self.spans.count += 1;
            if text.get(span.clone()).is_none() {
                let reason = format!("{what} {}..{} is no stretch of its text", span.start, span.end);
                self.spans.damage(id(stored), reason);
            }
        }
        let source = &stored.passage.source_span;
        if source.start > source.end {
            self.spans.damage(
                id(stored),
                format!("its place {}..{} ends before it begins", source.start, source.end),
            );
        }
    }

    /// Adds what was found to `report`.
    pub(super) fn finish(mut self, report: &mut Report) -> Result<()> {
        report.add(self.sources()?);
        report.add(self.ids()?);
        report.add(self.spans);
        let (part, unresolved) = self.references.finish();
        report.unresolved = unresolved;
        report.add(part);
        Ok(())
    }

    fn sources(&mut self) -> Result<Part> {
        let mut part = Part::new(Subject::Sources);
        let manifest = self.reader.manifest()?;
        part.count = manifest.sources.len() as u64;
        for (identity, source) in &mut self.sources {
            source.counts.articles = source.articles.len() as u64;
            if !manifest.sources.contains_key(identity) {
                part.damage(identity.clone(), "has documents and is not in the list of sources");
            }
        }
        for (identity, entry) in &manifest.sources {
            let found = self.sources.get(identity).map(|source| source.counts).unwrap_or_default();
            // An article without text and references is counted, and leaves no document.
            let articles = entry.counts.articles.max(found.articles);
            let found = Counts { articles, ..found };
            if found != entry.counts {
                part.damage(
                    identity.clone(),
                    format!("gave {:?}; its documents are {found:?}", entry.counts),
                );
            }
        }
        Ok(part)
    }

    fn ids(&mut self) -> Result<Part> {
        let mut part = Part::new(Subject::Ids);
        part.count = self.ids.len() as u64;
        self.ids.sort_unstable();
        for pair in self.ids.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let ids = [self.id_at(pair[0].1)?, self.id_at(pair[1].1)?];
            if ids[0] == ids[1] {
                part.damage(ids[0].clone(), "is the id of two passages");
            }
        }
        Ok(part)
    }

    fn id_at(&self, address: DocAddress) -> Result<String> {
        Ok(match self.reader.record(address)? {
            Record::Passage(stored) => id(&stored),
            Record::Reference(stored) => stored.head.id,
        })
    }
}

/// The id of a passage.
pub(super) fn id(stored: &StoredPassage) -> String {
    passage_id(&stored.head.id, &stored.passage.key)
}

/// Every span of a passage's text, with what it is.
fn spans(passage: &Passage) -> impl Iterator<Item = (&'static str, &Span)> {
    let markers =
        passage.markers.iter().flat_map(|marker| [("marker", &marker.span), ("claim", &marker.claim)]);
    let quotes = passage.quotes.iter().map(|quote| ("quote", &quote.span));
    markers.chain(quotes).chain(passage.wants_source.iter().map(|span| ("place without a source", span)))
}
