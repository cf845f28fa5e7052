//! What is stored of each document: its source, its id, its spans.

use std::collections::{BTreeMap, HashSet};

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::{Inspection, Subject};
use crate::document::{Passage, Span, passage_id};

use super::super::manifest::{Counts, Manifest};
use super::super::record::{Record, StoredPassage, StoredReference};
use super::super::schema::link;

/// What documents say of themselves and of each other.
pub(super) struct Documents {
    sources: BTreeMap<String, Source>,
    /// Hashes of the passages' ids, too long for two ids to have one.
    known: FxHashSet<u128>,
    ids: Inspection,
    spans: Inspection,
    pub(super) references: Inspection,
    /// The link of each marker, and of each reference.
    cited: Vec<u64>,
    held: FxHashSet<u64>,
}

/// What a source gave, by its documents.
#[derive(Default)]
struct Source {
    counts: Counts,
    articles: HashSet<u64>,
}

impl Documents {
    pub(super) fn new() -> Self {
        Self {
            sources: BTreeMap::new(),
            known: FxHashSet::default(),
            ids: Inspection::new(Subject::Ids),
            spans: Inspection::new(Subject::Spans),
            references: Inspection::new(Subject::References),
            cited: Vec::new(),
            held: FxHashSet::default(),
        }
    }

    /// Takes a document in; one of which nothing is stored is a redirect.
    pub(super) fn see(&mut self, source: &str, record: Option<&Record>) {
        let counts = self.counts_of(source, record);
        match record {
            None => counts.redirects += 1,
            Some(Record::Passage(stored)) => {
                counts.passages += 1;
                counts.markers += stored.passage.markers.len() as u64;
                counts.text_bytes += stored.passage.text.len() as u64;
                self.see_passage(stored);
            }
            Some(Record::Reference(stored)) => {
                counts.references += 1;
                self.see_reference(stored);
            }
        }
    }

    /// What a source gave so far, with the article of another record of it.
    fn counts_of(&mut self, source: &str, record: Option<&Record>) -> &mut Counts {
        let source = self.sources.entry(source.to_owned()).or_default();
        source.articles.extend(record.map(|record| xxh3_64(record.head().id.as_bytes())));
        &mut source.counts
    }

    fn see_passage(&mut self, stored: &StoredPassage) {
        self.ids.count += 1;
        let id = id(stored);
        if !self.known.insert(xxh3_128(id.as_bytes())) {
            self.ids.damage(id, "is the id of two passages");
        }
        self.see_spans(stored);
        for label in stored.passage.markers.iter().flat_map(|marker| &marker.labels) {
            self.references.count += 1;
            self.cited.push(link(&stored.head.id, label));
        }
    }

    fn see_reference(&mut self, stored: &StoredReference) {
        self.held.insert(link(&stored.head.id, &stored.reference.label));
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

    /// What was found of sources, ids, spans and references, and how many labels no reference has.
    pub(super) fn finish(mut self, manifest: &Manifest) -> ([Inspection; 4], u64) {
        let unresolved = self.cited.iter().filter(|link| !self.held.contains(link)).count() as u64;
        let sources = self.sources(manifest);
        ([sources, self.ids, self.spans, self.references], unresolved)
    }

    fn sources(&mut self, manifest: &Manifest) -> Inspection {
        let mut part = Inspection::new(Subject::Sources);
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
        part
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
