//! What is there near a source that nothing names, or a label that nothing cites.

use std::collections::{BTreeMap, BTreeSet};

use super::list::{NaturalKey, Sort, natural_key};
use super::source::Source;
use crate::document::label_key;
use crate::error::Result;
use crate::index::{Record, note_markers};
use crate::search::local::Local;
use crate::search::request::{Kind, SearchRequest};

/// How many names are told.
const NAMED: usize = 8;
/// How many known keys are compared with what was typed; those of most indexes all are.
const COMPARED: usize = 10_000;
/// How many labels are told: those of most articles all are.
const LABELS_NAMED: usize = 20;

impl Local {
    /// Sources of the index that resemble `source`: for an exact name (a domain, a number) those that share most of
    /// it, for words the containers, domains or texts of the references that match them best.
    ///
    /// # Errors
    /// `IndexDamaged`, `Io`.
    pub fn sources_near(&self, source: &Source) -> Result<Vec<String>> {
        match source {
            Source::Domain(domain) => self.keys_near("domain:", domain),
            Source::Isbn(isbn) => self.keys_near("isbn:", isbn),
            Source::Doi(doi) => self.keys_near("doi:", doi),
            Source::Years(_) => self.years_there_are(),
            Source::Name(name) => self.names_near(name),
        }
    }

    /// The labels of an article, or of all, that stand next to `label` as people count, each once, in natural order.
    ///
    /// # Errors
    /// `UnknownArticle`, `AmbiguousArticle`; `IndexDamaged`, `Io`.
    pub fn labels_near(&self, label: &str, article: Option<&str>) -> Result<Vec<String>> {
        let known = match article {
            Some(_) => self.labels(article, Sort::Label)?.into_iter().map(|known| known.label).collect(),
            None => self.labels_like(label)?,
        };
        let distinct: BTreeMap<NaturalKey, String> =
            known.into_iter().map(|label| (natural_key(&label), label)).collect();
        let mut near: Vec<(NaturalKey, String)> = distinct.into_iter().collect();
        let (letters, number, _) = natural_key(label);
        near.sort_by_key(|((other, n, _), _)| (*other != letters, number.abs_diff(*n)));
        near.truncate(LABELS_NAMED);
        near.sort();
        Ok(near.into_iter().map(|(_, label)| label).collect())
    }

    /// Labels that begin as `label` does, as far as any does, as they are written.
    fn labels_like(&self, label: &str) -> Result<Vec<String>> {
        let field = self.reader.fields().cites;
        let key = label_key(label);
        let ends = key.char_indices().map(|(byte, _)| byte).chain([key.len()]).collect::<Vec<_>>();
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        for end in ends.into_iter().rev() {
            for term in self.reader.terms_from(field, &key[..end], COMPARED)? {
                let known = term.split('\u{1f}').next().unwrap_or_default().to_owned();
                found.entry(known).or_insert(term);
            }
            if found.len() >= LABELS_NAMED {
                break;
            }
        }
        let mut labels = Vec::with_capacity(found.len());
        for (key, term) in found {
            labels.extend(self.written(&key, &term)?);
        }
        Ok(labels)
    }

    /// The label of that key as a document writes it that holds the term.
    fn written(&self, key: &str, term: &str) -> Result<Option<String>> {
        let Some(first) = self.reader.documents(self.reader.fields().cites, term)?.into_iter().next() else {
            return Ok(None);
        };
        let markers = match self.record(first)? {
            Record::Passage(stored) => stored.passage.markers,
            Record::Reference(stored) => note_markers(&stored.reference),
        };
        Ok(markers.into_iter().flat_map(|marker| marker.labels).find(|label| label_key(label) == key))
    }

    fn keys_near(&self, kind: &str, typed: &str) -> Result<Vec<String>> {
        let keys = self.reader.terms_from(self.reader.fields().source_key, kind, COMPARED)?;
        let mut near: Vec<(usize, &str)> = Vec::new();
        for key in &keys {
            let known = key.strip_prefix(kind).unwrap_or(key);
            near.push((distance(typed, known), known));
        }
        near.sort_unstable();
        Ok(near.into_iter().take(NAMED).map(|(_, known)| known.to_owned()).collect())
    }

    fn names_near(&self, name: &str) -> Result<Vec<String>> {
        let request =
            SearchRequest { query: name.to_owned(), kind: Kind::Reference, limit: 50, ..Default::default() };
        let references = self.search(&request)?.hits.into_iter().filter_map(|hit| hit.reference);
        let mut names = BTreeSet::new();
        for reference in references {
            names.extend(
                reference.container.or_else(|| reference.authors.first().cloned()).or(reference.publisher),
            );
        }
        Ok(names.into_iter().take(NAMED).collect())
    }

    /// The first and the last year of the references.
    fn years_there_are(&self) -> Result<Vec<String>> {
        let mut years = BTreeSet::new();
        for segment in self.reader.searcher().segment_readers() {
            let column = segment.fast_fields().u64("year").map_err(|e| self.reader.failed(e))?;
            let has_any = column.num_docs() > 0 && column.min_value() <= column.max_value();
            years.extend(
                [column.min_value(), column.max_value()].into_iter().filter(|year| has_any && *year > 0),
            );
        }
        let ends = [years.first(), years.last()].into_iter().flatten().map(u64::to_string);
        Ok(ends.collect::<BTreeSet<_>>().into_iter().collect())
    }
}

/// The edits from one text to the other, of which one that begins or goes on like the other needs none.
fn distance(typed: &str, known: &str) -> usize {
    if known.contains(typed) || typed.contains(known) {
        return 0;
    }
    let known: Vec<char> = known.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=known.len()).collect();
    for (i, c) in typed.chars().take(64).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, d) in known.iter().enumerate() {
            let substituted = diagonal + usize::from(c != *d);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}
