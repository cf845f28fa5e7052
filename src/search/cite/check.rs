//! What is wrong with the references of an article, as far as its own text shows it: nothing is looked up elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::list::natural_key;
use crate::document::{Reference, collapse_spaces, host, label_key, passage_id};
use crate::error::Result;
use crate::index::{Record, Trait, note_markers};
use crate::search::hit::{ArticleName, Uses};
use crate::search::local::Local;
use crate::search::order::sorted;
use crate::search::tagged::Tagged;

/// The most numbers that one gap names; a label like `[2019]` makes no gap of two thousand.
const MAX_GAP: u64 = 200;

/// What an entry says that could be read on the web: the words of French Wikipedia's templates.
const ONLINE: [&str; 6] =
    ["consulté le", "consultée le", "lire en ligne", "lu en ligne", "voir en ligne", "en ligne]"];

/// What an entry says of an address that no longer leads anywhere: the words of the template Lien brisé.
const DEAD: [&str; 4] = ["lien mort", "lien brisé", "lien rompu", "page introuvable"];

/// Something wrong with the references of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "type", rename = "finding")]
#[schemars(rename = "Finding", transform = Tagged("finding"))]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// Where.
    pub article: ArticleName,
    /// The labels that it is about, in natural order.
    pub labels: Vec<String>,
    /// The passages that it is about, in document order.
    pub passages: Vec<String>,
    /// The entry or the address that it is about.
    pub text: Option<String>,
}

/// What may be wrong with references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// Numbers below the largest one that no marker and no entry has.
    Gap,
    /// Two entries have the same label.
    DuplicateLabel,
    /// Two entries have the same text or the same address.
    DuplicateSource,
    /// An entry with a label that no marker has.
    Uncited,
    /// A marker whose label no entry has.
    Unresolved,
    /// An entry says that its address is dead, and names no copy of the page.
    DeadUrl,
    /// An address without a host.
    MalformedUrl,
    /// An entry says that it was read on the web, and gives no address.
    MissingUrl,
}

impl Local {
    /// What is wrong with the references of one article, or of all, article by article.
    /// Cost: every passage with a marker and every reference is read.
    ///
    /// # Errors
    /// `UnknownArticle`, `AmbiguousArticle`; `IndexDamaged`, `Io`.
    pub fn check_references(&self, article: Option<&str>) -> Result<Vec<Finding>> {
        let fields = self.reader.fields();
        let mut documents = self.reader.documents(fields.traits, Trait::Cites.term())?;
        documents.extend(self.reader.documents_with(fields.label)?);
        let mut apparatus: Vec<Apparatus> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for address in sorted(&self.reader, self.within(documents, article)?)? {
            let record = self.record(address)?;
            let head = match &record {
                Record::Passage(stored) => &stored.head,
                Record::Reference(stored) => &stored.head,
            };
            let place = *places.entry(head.id.clone()).or_insert_with(|| {
                apparatus.push(Apparatus::new(ArticleName::new(head.clone())));
                apparatus.len() - 1
            });
            if let Some(own) = apparatus.get_mut(place) {
                own.add(record);
            }
        }
        Ok(apparatus.iter().flat_map(Apparatus::findings).collect())
    }
}

/// The references of an article and the uses of its labels.
struct Apparatus {
    article: ArticleName,
    references: Vec<Reference>,
    /// By label key: as written, and its uses.
    uses: BTreeMap<String, (String, Uses)>,
    /// Keys of labels that references cite.
    noted: BTreeSet<String>,
}

impl Apparatus {
    fn new(article: ArticleName) -> Self {
        Self { article, references: Vec::new(), uses: BTreeMap::new(), noted: BTreeSet::new() }
    }

    fn add(&mut self, record: Record) {
        match record {
            Record::Reference(stored) => {
                let labels = note_markers(&stored.reference).into_iter().flat_map(|marker| marker.labels);
                self.noted.extend(labels.map(|label| label_key(&label)));
                self.references.push(stored.reference);
            }
            Record::Passage(stored) => {
                let id = passage_id(&stored.head.id, &stored.passage.key);
                for label in stored.passage.markers.iter().flat_map(|marker| &marker.labels) {
                    let new = || (label.clone(), Uses::default());
                    self.uses.entry(label_key(label)).or_insert_with(new).1.add(&id);
                }
            }
        }
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.gaps().into_iter().collect();
        findings.extend(self.duplicates());
        findings.extend(self.uncited());
        findings.extend(self.unresolved());
        findings.extend(self.references.iter().filter_map(|reference| {
            let kind = wrong_address(reference)?;
            Some(self.finding(
                kind,
                [&reference.label],
                Some(reference.url.as_ref().unwrap_or(&reference.raw)),
            ))
        }));
        findings
    }

    fn finding<'a>(
        &self,
        kind: FindingKind,
        labels: impl IntoIterator<Item = &'a String>,
        text: Option<&String>,
    ) -> Finding {
        let mut labels: Vec<String> = labels.into_iter().filter(|label| !label.is_empty()).cloned().collect();
        labels.sort_by_key(|label| natural_key(label));
        labels.dedup();
        let uses = labels.iter().filter_map(|label| self.uses.get(&label_key(label)));
        let mut passages: Vec<String> = uses.flat_map(|(_, uses)| uses.passages.clone()).collect();
        let mut seen = BTreeSet::new();
        passages.retain(|id| seen.insert(id.clone()));
        Finding { kind, article: self.article.clone(), labels, passages, text: text.cloned() }
    }

    /// One finding for all the numbers that are missing.
    fn gaps(&self) -> Option<Finding> {
        let entries = self.references.iter().map(|reference| label_key(&reference.label));
        let numbers: BTreeSet<u64> =
            entries.chain(self.uses.keys().cloned()).filter_map(|key| key.parse().ok()).collect();
        let last = *numbers.last()?;
        let missing: Vec<String> = (1..last)
            .filter(|n| !numbers.contains(n))
            .take(MAX_GAP as usize)
            .map(|n| n.to_string())
            .collect();
        (!missing.is_empty() && last <= numbers.len() as u64 + MAX_GAP)
            .then(|| self.finding(FindingKind::Gap, &missing, None))
    }

    fn duplicates(&self) -> Vec<Finding> {
        let label = |reference: &Reference| Some(label_key(&reference.label)).filter(|key| !key.is_empty());
        let text =
            |reference: &Reference| Some(collapse_spaces(&reference.raw, char::is_whitespace).into_owned());
        let address = |reference: &Reference| reference.url.clone();
        let mut found = self.alike(FindingKind::DuplicateLabel, label);
        let mut sources = self.alike(FindingKind::DuplicateSource, text);
        for alike in self.alike(FindingKind::DuplicateSource, address) {
            if !sources.iter().any(|known| known.labels == alike.labels) {
                sources.push(alike);
            }
        }
        found.extend(sources);
        found
    }

    /// References that are the same by `key`.
    fn alike(&self, kind: FindingKind, key: impl Fn(&Reference) -> Option<String>) -> Vec<Finding> {
        let mut groups: BTreeMap<String, Vec<&Reference>> = BTreeMap::new();
        for reference in &self.references {
            if let Some(key) = key(reference) {
                groups.entry(key).or_default().push(reference);
            }
        }
        let several = groups.into_iter().filter(|(_, group)| group.len() > 1);
        several
            .map(|(key, group)| {
                self.finding(kind, group.iter().map(|reference| &reference.label), Some(&key))
            })
            .collect()
    }

    /// A list of works, whose entries have no labels, is not there to be cited.
    fn uncited(&self) -> impl Iterator<Item = Finding> {
        let labelled = self.references.iter().filter(|reference| !reference.label.is_empty());
        let is_cited = |key: &String| self.uses.contains_key(key) || self.noted.contains(key);
        let uncited = labelled.filter(move |reference| !is_cited(&label_key(&reference.label)));
        uncited.map(|reference| self.finding(FindingKind::Uncited, [&reference.label], Some(&reference.raw)))
    }

    fn unresolved(&self) -> Vec<Finding> {
        let known: BTreeSet<String> =
            self.references.iter().map(|reference| label_key(&reference.label)).collect();
        let mut unknown: Vec<&String> =
            self.uses.iter().filter(|(key, _)| !known.contains(*key)).map(|(_, (label, _))| label).collect();
        unknown.sort_by_key(|label| natural_key(label));
        unknown.into_iter().map(|label| self.finding(FindingKind::Unresolved, [label], None)).collect()
    }
}

/// What is wrong with the address of an entry, by its form.
fn wrong_address(reference: &Reference) -> Option<FindingKind> {
    let raw = reference.raw.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| raw.contains(word));
    match &reference.url {
        Some(url) if host(url).is_none() => Some(FindingKind::MalformedUrl),
        _ if says(&DEAD) && reference.archive_url.is_none() => Some(FindingKind::DeadUrl),
        None if says(&ONLINE) && reference.archive_url.is_none() => Some(FindingKind::MissingUrl),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{FindingKind, wrong_address};
    use crate::document::Reference;

    #[test]
    fn addresses_are_judged_by_their_form() {
        for (raw, url, archive, kind) in [
            ("Le Monde, 2019", Some("https://lemonde.fr/a"), None, None),
            ("Le Monde, 2019", None, None, None),
            ("Le Monde, consulté le 3 mai 2020", None, None, Some(FindingKind::MissingUrl)),
            ("Le Monde [lien mort]", Some("https://lemonde.fr/a"), None, Some(FindingKind::DeadUrl)),
            ("Le Monde [lien mort]", Some("https://lemonde.fr/a"), Some("https://archive.is/x"), None),
            ("Le Monde", Some("http://"), None, Some(FindingKind::MalformedUrl)),
            ("Le Monde", Some("https://lemonde/a"), None, Some(FindingKind::MalformedUrl)),
        ] {
            let reference = Reference {
                raw: raw.into(),
                url: url.map(str::to_owned),
                archive_url: archive.map(str::to_owned),
                ..Reference::default()
            };
            assert_eq!(wrong_address(&reference), kind, "{raw} {url:?}");
        }
    }
}
