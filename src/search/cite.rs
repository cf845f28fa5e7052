//! Citations as things to look up: who cites a label, and which labels there are.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tantivy::DocAddress;

use super::hit::{ArticleName, Hit, References};
use super::local::Local;
use super::order::sorted;
use super::resolve;
use crate::document::{Reference, label_key, passage_id};
use crate::error::{Error, Result};
use crate::index::{Record, StoredPassage, StoredReference};

/// Which uses of a label are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CiteRequest {
    /// As typed, without brackets; case and spaces do not matter.
    pub label: String,
    /// Only in this article; see [`SearchRequest`](super::SearchRequest).
    pub article: Option<String>,
    /// In all articles that have the label, where that is several.
    pub all: bool,
}

/// A label of an article: what it means and where it is used.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename = "reference")]
pub struct LabelUses {
    /// The article.
    pub article: ArticleName,
    /// As written.
    pub label: String,
    /// Markers that carry it.
    pub uses: usize,
    /// Passages that they stand in, in document order.
    pub passages: Vec<String>,
    /// Null where the document does not hold it.
    pub reference: Option<Reference>,
}

impl Local {
    /// The passages that cite a label, in document order, with the marker highlighted; none where nothing does.
    ///
    /// # Errors
    /// `AmbiguousLabel` where several articles have the label and none was named; `UnknownArticle`,
    /// `AmbiguousArticle`; `IndexDamaged`, `Io`.
    pub fn cite(&self, request: &CiteRequest) -> Result<Vec<Hit>> {
        let key = label_key(&request.label);
        let mut citing = self.reader.documents(self.reader.fields().cites, &key)?;
        if let Some(name) = &request.article {
            let own = self.documents_of(&resolve::article(&self.reader, name)?)?;
            citing.retain(|address| own.contains(address));
        }
        let mut references = References::new(&self.reader);
        let mut hits = Vec::with_capacity(citing.len());
        for (rank, address) in (1..).zip(sorted(&self.reader, citing)?) {
            let hit = Hit::new(self.reader.record(address)?, &mut references)?;
            hits.push(Hit { rank, highlights: markers_of(&hit, &key), ..hit });
        }
        let articles: BTreeSet<&str> = hits.iter().map(|hit| hit.article.id.as_str()).collect();
        if articles.len() > 1 && request.article.is_none() && !request.all {
            let articles = articles.into_iter().map(str::to_owned).collect();
            return Err(Error::AmbiguousLabel { label: request.label.clone(), articles });
        }
        Ok(hits)
    }

    /// Every label of one article, or of all: those that are used, and those that a reference list defines.
    /// Articles come in document order, their labels in natural order. Cost: every passage with a marker and
    /// every reference is read.
    ///
    /// # Errors
    /// `UnknownArticle`, `AmbiguousArticle`; `IndexDamaged`, `Io`.
    pub fn labels(&self, article: Option<&str>) -> Result<Vec<LabelUses>> {
        let fields = self.reader.fields();
        let mut documents = self.reader.documents_with(fields.cites)?;
        documents.extend(self.reader.documents_with(fields.label)?);
        if let Some(name) = article {
            let own = self.documents_of(&resolve::article(&self.reader, name)?)?;
            documents.retain(|address| own.contains(address));
        }
        let mut table = Table::default();
        for address in sorted(&self.reader, documents)? {
            match self.reader.record(address)? {
                Record::Passage(stored) => table.uses(&stored),
                Record::Reference(stored) => table.defines(stored),
            }
        }
        Ok(table.labels.into_values().collect())
    }

    pub(super) fn documents_of(&self, article: &str) -> Result<BTreeSet<DocAddress>> {
        self.reader.documents(self.reader.fields().article, article).map(|found| found.into_iter().collect())
    }
}

fn markers_of(hit: &Hit, key: &str) -> Vec<crate::document::Span> {
    hit.citations.iter().filter(|c| label_key(&c.label) == key).map(|c| c.span.clone()).collect()
}

/// Labels by article, in the order in which the articles come, and then in natural order.
#[derive(Default)]
struct Table {
    articles: BTreeMap<String, usize>,
    labels: BTreeMap<(usize, NaturalKey), LabelUses>,
}

impl Table {
    fn uses(&mut self, stored: &StoredPassage) {
        let id = passage_id(&stored.head.id, &stored.passage.key);
        for label in stored.passage.markers.iter().flat_map(|marker| &marker.labels) {
            let entry = self.entry(stored.head.clone(), label);
            entry.uses += 1;
            if entry.passages.last() != Some(&id) {
                entry.passages.push(id.clone());
            }
        }
    }

    fn defines(&mut self, stored: StoredReference) {
        let entry = self.entry(stored.head, &stored.reference.label);
        entry.label.clone_from(&stored.reference.label);
        entry.reference.get_or_insert(stored.reference);
    }

    fn entry(&mut self, head: crate::document::Head, label: &str) -> &mut LabelUses {
        let next = self.articles.len();
        let article = *self.articles.entry(head.id.clone()).or_insert(next);
        self.labels.entry((article, natural_key(label))).or_insert_with(|| LabelUses {
            article: ArticleName::new(head),
            label: label.to_owned(),
            uses: 0,
            passages: Vec::new(),
            reference: None,
        })
    }
}

/// What stands before a label's number, the number, and the whole key to tell the rest apart.
type NaturalKey = (String, u64, String);

/// `[2]` stands before `[10]`, and numbers before `[note 1]`.
fn natural_key(label: &str) -> NaturalKey {
    let key = label_key(label);
    let letters = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = key[letters.len()..].parse().unwrap_or(0);
    (letters.to_owned(), number, key)
}

#[cfg(test)]
mod tests {
    use super::natural_key;

    #[test]
    fn labels_sort_as_people_count() {
        let mut labels = ["note 10", "10", "b", "note 2", "2", "1"];
        labels.sort_by_key(|label| natural_key(label));
        assert_eq!(labels, ["1", "2", "10", "b", "note 2", "note 10"]);
    }
}
