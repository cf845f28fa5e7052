//! Which sources are cited with a source.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::by_label::CiteRequest;
use super::list::{LabelUses, natural_key};
use crate::document::{label_key, passage_id};
use crate::error::Result;
use crate::index::{Record, StoredPassage, cites_term, label_term};
use crate::search::hit::Uses;
use crate::search::local::Local;

/// A source that is cited with another.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Together {
    /// The source, with its uses beside the other: markers that share a claim or a passage with one of it, and the
    /// passages.
    #[serde(flatten)]
    pub label: LabelUses,
    /// Groups of markers that hold both: they vouch for the same words.
    pub claims: usize,
}

impl Local {
    /// The sources that share passages with a label, those that share most claims with it first.
    ///
    /// # Errors
    /// As [`cite`](Self::cite).
    pub fn cited_together(&self, request: &CiteRequest) -> Result<Vec<Together>> {
        let key = label_key(&request.label);
        let mut found = Vec::new();
        for term in self.citing_terms(request)? {
            let mut beside: BTreeMap<_, Beside> = BTreeMap::new();
            let mut article = None;
            for address in self.reader.documents(self.reader.fields().cites, &term)? {
                if let Record::Passage(stored) = self.record(address)? {
                    count(&stored, &key, &mut beside);
                    article = Some(stored.head.id);
                }
            }
            for (label, claims, uses) in
                beside.into_values().map(|beside| (beside.label, beside.claims, beside.uses))
            {
                let of = article.as_deref().unwrap_or_default();
                found.extend(
                    self.meaning(of, &label)?
                        .map(|known| Together { label: LabelUses { uses, ..known }, claims }),
                );
            }
        }
        found.sort_by_key(|together| (Reverse(together.claims), Reverse(together.label.uses.uses)));
        Ok(found)
    }

    /// The label of an article with all its uses.
    fn meaning(&self, article: &str, label: &str) -> Result<Option<LabelUses>> {
        let fields = self.reader.fields();
        let mut documents = self.reader.documents(fields.cites, &cites_term(article, label))?;
        documents.truncate(1);
        documents.extend(self.reader.documents(fields.label, &label_term(article, label))?);
        let labels = self.labels_among(documents)?;
        Ok(labels.into_iter().find(|known| label_key(&known.label) == label_key(label)))
    }
}

/// What stands beside the label that was asked for.
#[derive(Default)]
struct Beside {
    label: String,
    claims: usize,
    uses: Uses,
}

/// Adds the labels of a passage to those that stand beside `key`.
fn count(stored: &StoredPassage, key: &str, beside: &mut BTreeMap<super::list::NaturalKey, Beside>) {
    let id = passage_id(&stored.head.id, &stored.passage.key);
    let markers = &stored.passage.markers;
    let has_key = |labels: &[String]| labels.iter().any(|label| label_key(label) == key);
    let claims: HashSet<_> = markers.iter().filter(|m| has_key(&m.labels)).map(|m| m.claim.clone()).collect();
    for marker in markers {
        for label in marker.labels.iter().filter(|label| label_key(label) != key) {
            let entry = beside.entry(natural_key(label)).or_default();
            entry.label.clone_from(label);
            entry.claims += usize::from(claims.contains(&marker.claim));
            entry.uses.add(&id);
        }
    }
}
