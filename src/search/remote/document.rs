//! Articles as a cluster's documents, and documents as what they were made of.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tantivy::schema::Field;
use xxhash_rust::xxh3::xxh3_64;

use super::mapping::{BORN, ID, KIND, LOT, PLACE, RECORD};
use crate::analysis::Analyzer;
use crate::document::{Article, Head, Passage, Reference, label_key, passage_id, slug};
use crate::index::{
    Fields, REDIRECT, Record, StoredPassage, StoredReference, Trait, cites_term, described, field_name,
    form_term, label_term, names, note_markers, source_keys, title_term,
};
use crate::search::hit::reference_id;

/// The kinds of documents that hold what was indexed.
pub(super) const PASSAGE: &str = "passage";
pub(super) const REFERENCE: &str = "reference";
const REDIRECTED: &str = REDIRECT;
/// All of them.
pub(super) const CONTENT: [&str; 3] = [PASSAGE, REFERENCE, REDIRECTED];

/// What a document is made of, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The identity of its source.
    pub(super) source: String,
    #[serde(flatten)]
    pub(super) what: What,
}

/// One of the kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    Passage(StoredPassage),
    /// With the labels of its article's list that it cites, which it alone does not tell.
    Reference(StoredReference, Vec<String>),
    /// A title, and the id of the article that it leads to.
    Redirect(String, String),
}

impl Kept {
    /// As a local index takes it.
    pub(super) fn into_record(self) -> (String, crate::index::Given) {
        let given = match self.what {
            What::Passage(stored) => {
                crate::index::Given::Record(Box::new(Record::Passage(stored)), Vec::new())
            }
            What::Reference(stored, cites) => {
                crate::index::Given::Record(Box::new(Record::Reference(stored)), cites)
            }
            What::Redirect(title, target) => crate::index::Given::Redirect(title, target),
        };
        (self.source, given)
    }
}

/// Which lot documents come with, and which push publishes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lot {
    pub(super) number: u64,
    pub(super) born: u64,
}

/// Makes documents; one for each thread.
pub(super) struct Making<'a> {
    fields: &'a Fields,
    analyzer: Analyzer,
}

/// A document on its way: its number, its id and its line.
pub(super) struct Line {
    pub(super) place: u64,
    pub(super) id: String,
    pub(super) json: String,
    /// Words that a reference is ranked by.
    pub(super) reference_words: u64,
}

impl<'a> Making<'a> {
    pub(super) fn new(fields: &'a Fields) -> Self {
        Self { fields, analyzer: Analyzer::new() }
    }

    /// The documents of an article, or of a part of one.
    pub(super) fn lines(&mut self, source: &str, lot: Lot, article: &Article) -> Vec<Line> {
        let head = &article.head;
        if let Some(target) = &article.redirect {
            return vec![self.redirect(source, lot, &head.title, &slug(target))];
        }
        let mut lines: Vec<Line> = article
            .passages()
            .map(|(section, passage)| self.passage(source, lot, head, section, passage))
            .collect();
        let list: HashSet<String> = article.references.iter().map(|known| label_key(&known.label)).collect();
        lines.extend((0..).zip(&article.references).map(|(ordinal, reference)| {
            let cited = note_markers(reference).into_iter().flat_map(|marker| marker.labels);
            let cites = cited.filter(|label| list.contains(&label_key(label))).collect();
            self.reference(source, lot, head, reference, (ordinal, cites))
        }));
        lines
    }

    fn passage(
        &mut self,
        source: &str,
        lot: Lot,
        head: &Head,
        section: &[String],
        passage: &Passage,
    ) -> Line {
        let f = self.fields;
        let mut document = self.document(source, head, PASSAGE);
        put(&mut document, f.key, [passage.key.clone()]);
        let headings: Vec<String> = section.iter().map(|heading| self.stems(heading)).collect();
        let title = self.stems(&head.title);
        let text = self.stems(&passage.text);
        put(&mut document, f.terms, std::iter::once(title).chain(headings.clone()).chain([text]));
        put(&mut document, f.section, headings);
        let labels = passage.markers.iter().flat_map(|marker| &marker.labels);
        put(&mut document, f.cites, labels.map(|label| cites_term(&head.id, label)));
        let traits = Trait::of(passage).map(|given| given.term().to_owned());
        put(&mut document, f.traits, traits.chain([form_term(passage.form).to_owned()]));
        let quoted: Vec<String> = passage.quoted_words().map(|words| self.stems(words)).collect();
        put(&mut document, f.quoted, quoted);
        let stored =
            StoredPassage { head: head.clone(), section: section.to_vec(), passage: passage.clone() };
        let id = passage_id(&head.id, &passage.key);
        let place = format!("{source}\0{id}");
        line(document, lot, &id, &place, &Kept { source: source.to_owned(), what: What::Passage(stored) })
    }

    fn reference(
        &mut self,
        source: &str,
        lot: Lot,
        head: &Head,
        reference: &Reference,
        (ordinal, cites): (u32, Vec<String>),
    ) -> Line {
        let f = self.fields;
        let mut document = self.document(source, head, REFERENCE);
        put(&mut document, f.label, [label_term(&head.id, &reference.label)]);
        put(&mut document, f.cites, cites.iter().map(|label| cites_term(&head.id, label)));
        let described: Vec<String> = described(reference).iter().map(|words| self.stems(words)).collect();
        let words = described
            .iter()
            .map(|stems| stems.split(' ').filter(|stem| !stem.is_empty()).count())
            .sum::<usize>();
        put(&mut document, f.reference_terms, described);
        put(&mut document, f.source_key, source_keys(reference));
        let named: Vec<String> = names(reference).iter().map(|words| self.stems(words)).collect();
        put(&mut document, f.source_name, named);
        if let Some(year) = reference.year() {
            document.insert(field_name(f.year).to_owned(), json!(year));
        }
        let id = reference_id(&head.id, &reference.label);
        // A list may have two entries of one label.
        let place = format!("{source}\0{id}\0{ordinal}");
        let stored = StoredReference { head: head.clone(), reference: reference.clone(), ordinal };
        let kept = Kept { source: source.to_owned(), what: What::Reference(stored, cites) };
        Line { reference_words: words as u64, ..line(document, lot, &id, &place, &kept) }
    }

    fn redirect(&mut self, source: &str, lot: Lot, title: &str, target: &str) -> Line {
        let mut document = kind_of(source, self.fields, REDIRECTED);
        put(&mut document, self.fields.title, [title_term(title, target)]);
        put(&mut document, self.fields.traits, [REDIRECT.to_owned()]);
        let id = format!("{title}→{target}");
        let place = format!("{source}\0{id}");
        let what = What::Redirect(title.to_owned(), target.to_owned());
        line(document, lot, &id, &place, &Kept { source: source.to_owned(), what })
    }

    fn document(&self, source: &str, head: &Head, kind: &str) -> Map<String, Value> {
        let mut document = kind_of(source, self.fields, kind);
        put(&mut document, self.fields.article, [head.id.clone()]);
        put(&mut document, self.fields.title, [title_term(&head.title, &head.id)]);
        document
    }

    fn stems(&mut self, text: &str) -> String {
        let mut stems = String::with_capacity(text.len());
        for token in self.analyzer.analyze(text) {
            if !stems.is_empty() {
                stems.push(' ');
            }
            stems.push_str(token.stem);
        }
        stems
    }
}

fn kind_of(source: &str, fields: &Fields, kind: &str) -> Map<String, Value> {
    let mut document = Map::new();
    document.insert(KIND.to_owned(), json!(kind));
    put(&mut document, fields.source, [source.to_owned()]);
    document
}

/// Adds the values of a field that say something.
fn put(document: &mut Map<String, Value>, field: Field, values: impl IntoIterator<Item = String>) {
    let values: Vec<Value> =
        values.into_iter().filter(|value| !value.is_empty()).map(Value::String).collect();
    if !values.is_empty() {
        document.insert(field_name(field).to_owned(), Value::Array(values));
    }
}

fn line(mut document: Map<String, Value>, lot: Lot, id: &str, place: &str, kept: &Kept) -> Line {
    let place = place_of(place);
    document.insert(ID.to_owned(), json!(id));
    document.insert(LOT.to_owned(), json!(lot.number));
    document.insert(BORN.to_owned(), json!(lot.born));
    document.insert(PLACE.to_owned(), json!(place));
    document.insert(RECORD.to_owned(), json!(serde_json::to_string(kept).unwrap_or_default()));
    let id = format!("{:x}-{place:x}", lot.number);
    Line { place, id, json: Value::Object(document).to_string(), reference_words: 0 }
}

/// A number for what is called so: 53 bits, which every JSON reader keeps whole.
pub(super) fn place_of(name: &str) -> u64 {
    xxh3_64(name.as_bytes()) >> 11
}
