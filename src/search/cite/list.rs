//! The labels of an article, or of all: what each means and where it is used.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tantivy::DocAddress;

use crate::document::{CitationMarker, Head, Reference, host, label_key, passage_id};
use crate::error::Result;
use crate::index::{Record, StoredPassage, StoredReference, Trait, cites_term, note_markers};
use crate::search::hit::{ArticleName, Hit, Uses, reference_id};
use crate::search::local::Local;
use crate::search::order::sorted;
use crate::search::tagged::Tagged;

/// A label of an article: what it means and where it is used.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename = "reference")]
#[schemars(rename = "LabelUses", transform = Tagged("reference"))]
pub struct LabelUses {
    /// The article.
    pub article: ArticleName,
    /// As written.
    pub label: String,
    /// Where it is used.
    #[serde(flatten)]
    pub uses: Uses,
    /// Null where the document does not hold it.
    pub reference: Option<Reference>,
}

/// In which order a list of labels stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Articles in document order, labels in natural order.
    #[default]
    Label,
    /// The most used first.
    Uses,
    /// By the domain of the reference's address; those without one last.
    Domain,
    /// By the reference's date, the oldest first; those without one last.
    Date,
}

impl Local {
    /// Every label of one article, or of all: those that are used, and those that a reference list defines.
    /// Cost: every passage with a marker and every reference is read.
    ///
    /// # Errors
    /// `UnknownArticle`, `AmbiguousArticle`; `IndexDamaged`, `Io`.
    pub fn labels(&self, article: Option<&str>, sort: Sort) -> Result<Vec<LabelUses>> {
        let fields = self.reader.fields();
        let mut documents = self.reader.documents(fields.traits, Trait::Cites.term())?;
        documents.extend(self.reader.documents_with(fields.label)?);
        let mut labels = self.labels_among(self.within(documents, article)?)?;
        sort.apply(&mut labels);
        Ok(labels)
    }

    /// The labels that these passages use and these references define.
    pub(super) fn labels_among(&self, documents: Vec<DocAddress>) -> Result<Vec<LabelUses>> {
        let mut table = Table::default();
        for address in sorted(&self.reader, documents)? {
            match self.record(address)? {
                Record::Passage(stored) => table.uses(&stored),
                Record::Reference(stored) => table.defines(stored),
            }
        }
        Ok(table.finished())
    }

    /// Hits that are references with how often and where each is cited.
    pub(in crate::search) fn with_uses(&self, mut hits: Vec<Hit>) -> Result<Vec<Hit>> {
        for hit in &mut hits {
            if let Some(reference) = &hit.reference {
                let term = cites_term(&hit.article.id, &reference.label);
                let citing = self.reader.documents(self.reader.fields().cites, &term)?;
                hit.uses = Some(self.uses_of(citing)?.remove(&term).unwrap_or_default());
            }
        }
        Ok(hits)
    }

    /// How these passages use labels, by [`cites_term`].
    pub(in crate::search) fn uses_of(&self, passages: Vec<DocAddress>) -> Result<HashMap<String, Uses>> {
        let mut uses: HashMap<String, Uses> = HashMap::new();
        for address in sorted(&self.reader, passages)? {
            match self.record(address)? {
                Record::Passage(stored) => {
                    let id = passage_id(&stored.head.id, &stored.passage.key);
                    each_label(&stored.passage.markers, |label| {
                        uses.entry(cites_term(&stored.head.id, label)).or_default().add(&id);
                    });
                }
                Record::Reference(stored) => {
                    let id = reference_id(&stored.head.id, &stored.reference.label);
                    each_label(&note_markers(&stored.reference), |label| {
                        uses.entry(cites_term(&stored.head.id, label)).or_default().add_note(&id);
                    });
                }
            }
        }
        Ok(uses)
    }
}

impl LabelUses {
    /// A reference, used as `uses` has it by [`cites_term`].
    pub(super) fn of(stored: StoredReference, uses: &HashMap<String, Uses>) -> Self {
        let own = uses.get(&cites_term(&stored.head.id, &stored.reference.label));
        Self {
            label: stored.reference.label.clone(),
            uses: own.cloned().unwrap_or_default(),
            article: ArticleName::new(stored.head),
            reference: Some(stored.reference),
        }
    }

    fn domain(&self) -> Option<String> {
        host(self.reference.as_ref()?.url.as_deref()?)
    }

    fn date(&self) -> Option<&str> {
        self.reference.as_ref()?.date.as_deref()
    }
}

impl Sort {
    /// Equal ones stay in the order in which they come.
    pub(super) fn apply(self, labels: &mut [LabelUses]) {
        match self {
            Self::Label => {}
            Self::Uses => labels.sort_by_key(|label| Reverse(label.uses.uses)),
            Self::Domain => labels.sort_by_cached_key(|label| {
                let domain = label.domain();
                (domain.is_none(), domain)
            }),
            Self::Date => labels.sort_by_key(|label| {
                let date = label.date().map(str::to_owned);
                (date.is_none(), date)
            }),
        }
    }
}

/// Labels by article, in the order in which the articles come, and then in natural order. References without a label
/// are told apart by their places.
#[derive(Default)]
struct Table {
    articles: BTreeMap<String, usize>,
    labels: BTreeMap<(usize, NaturalKey, u32), LabelUses>,
    /// What the texts of references cite, as places among the labels, and the references.
    noted: Vec<((usize, NaturalKey, u32), String)>,
}

impl Table {
    fn uses(&mut self, stored: &StoredPassage) {
        let id = passage_id(&stored.head.id, &stored.passage.key);
        each_label(&stored.passage.markers, |label| self.entry(&stored.head, label, 0).uses.add(&id));
    }

    fn defines(&mut self, stored: StoredReference) {
        let place = if stored.reference.label.is_empty() { stored.ordinal } else { 0 };
        let id = reference_id(&stored.head.id, &stored.reference.label);
        let article = self.article(&stored.head);
        each_label(&note_markers(&stored.reference), |label| {
            self.noted.push(((article, natural_key(label), 0), id.clone()));
        });
        let entry = self.entry(&stored.head, &stored.reference.label, place);
        entry.label.clone_from(&stored.reference.label);
        entry.reference.get_or_insert(stored.reference);
    }

    /// The labels, with what notes cite of them; what only looks like one, because no label is called so, is none.
    fn finished(mut self) -> Vec<LabelUses> {
        for (place, id) in &self.noted {
            if let Some(label) = self.labels.get_mut(place) {
                label.uses.add_note(id);
            }
        }
        self.labels.into_values().collect()
    }

    /// The number of an article, by the order in which they come.
    fn article(&mut self, head: &Head) -> usize {
        let next = self.articles.len();
        match self.articles.get(&head.id) {
            Some(known) => *known,
            None => *self.articles.entry(head.id.clone()).or_insert(next),
        }
    }

    fn entry(&mut self, head: &Head, label: &str, place: u32) -> &mut LabelUses {
        let article = self.article(head);
        self.labels.entry((article, natural_key(label), place)).or_insert_with(|| LabelUses {
            article: ArticleName::new(head.clone()),
            label: label.to_owned(),
            uses: Uses::default(),
            reference: None,
        })
    }
}

fn each_label(markers: &[CitationMarker], visit: impl FnMut(&str)) {
    markers.iter().flat_map(|marker| &marker.labels).map(String::as_str).for_each(visit);
}

/// What stands before a label's number, the number, and the whole key to tell the rest apart.
pub(super) type NaturalKey = (String, u64, String);

/// `[2]` stands before `[10]`, and numbers before `[note 1]`.
pub(super) fn natural_key(label: &str) -> NaturalKey {
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
