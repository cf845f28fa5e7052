//! A ranked passage as every output shows it.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::rank::Score;
use super::snippet::{Mark, SNIPPET_CHARS, snippet};
use super::tagged::Tagged;
use crate::document::{CitationMarker, Head, Quote, Reference, Span, passage_id};
use crate::error::Result;
use crate::index::{Reader, Record, StoredPassage, StoredReference, label_term, note_markers};

/// A passage, or a reference, with its place in the ranking and its sources.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename = "hit")]
#[schemars(rename = "Hit", transform = Tagged("hit"))]
pub struct Hit {
    /// From 1.
    pub rank: usize,
    /// Higher is better; only comparable within one answer. 0 where nothing was ranked.
    pub score: f32,
    /// What `show` takes.
    pub id: String,
    /// `passage` or `reference`.
    pub kind: &'static str,
    /// What it was in its page; null for a reference.
    pub form: Option<&'static str>,
    /// The article that it stands in.
    pub article: ArticleName,
    /// The headings that lead to it, outermost first.
    pub section: Vec<String>,
    /// Its place among the passages, or the references, of its article, from 0.
    pub ordinal: u32,
    /// What a reader of the page sees.
    pub text: String,
    /// Bytes of `text` that match.
    pub highlights: Vec<Span>,
    /// Bytes of `text` to show where it is too long to be shown whole; empty where nothing was searched for.
    pub snippet: Vec<Span>,
    /// One entry a label, in text order.
    pub citations: Vec<Citation>,
    /// In text order.
    pub quotes: Vec<HitQuote>,
    /// Bytes of `text` where an editor says that a source is wanted.
    pub wants_source: Vec<Span>,
    /// The entry itself, of a hit that is a reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// How often a hit that is a reference is cited, and where.
    #[serde(flatten)]
    pub uses: Option<Uses>,
    /// What its score is made of, when that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Score>,
    /// Where it was read.
    pub source: HitSource,
}

/// Which article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ArticleName {
    /// Unique in the index.
    pub id: String,
    /// As its page gives it.
    pub title: String,
    /// Where its page lives, when the source says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// One label of a marker, and what it resolves to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Citation {
    /// As written, without brackets.
    pub label: String,
    /// The marker's bytes in `text`.
    pub span: Span,
    /// The bytes of `text` that it vouches for.
    pub claim: Span,
    /// Null where the document does not hold it.
    pub reference: Option<Reference>,
}

/// A quote with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HitQuote {
    /// Its bytes in `text`, without guillemets.
    pub span: Span,
    /// Its words.
    pub text: String,
    /// Who said it, where the sentence tells.
    pub speaker: Option<String>,
    /// The word of its sentence that says that somebody speaks.
    pub verb: Option<String>,
    /// The labels that vouch for it.
    pub labels: Vec<String>,
}

/// Where a label is used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Uses {
    /// Markers that carry it.
    pub uses: usize,
    /// Passages that they stand in, in document order.
    pub passages: Vec<String>,
    /// References that they stand in: notes that cite.
    pub notes: Vec<String>,
}

impl Uses {
    /// One use more, in the passage `id`; those of one passage come one after the other.
    pub(super) fn add(&mut self, id: &str) {
        self.uses += 1;
        if self.passages.last().is_none_or(|last| last != id) {
            self.passages.push(id.to_owned());
        }
    }

    /// One use more, in the text of the reference `id`.
    pub(super) fn add_note(&mut self, id: &str) {
        self.uses += 1;
        if self.notes.last().is_none_or(|last| last != id) {
            self.notes.push(id.to_owned());
        }
    }
}

/// Where a hit was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HitSource {
    /// The file, as it was named when it was indexed.
    pub path: String,
    /// How it was read.
    pub format: &'static str,
    /// Bytes of that file; null for a reference.
    pub span: Option<Span>,
}

impl Hit {
    /// Builds a hit without rank, score and highlights. References are looked up in the article's list.
    pub(super) fn new(record: Record, references: &mut References<'_>) -> Result<Self> {
        match record {
            Record::Passage(stored) => Self::of_passage(stored, references),
            Record::Reference(stored) => Self::of_reference(stored, references),
        }
    }

    /// What to show of its text: all of it, or the parts that match best.
    #[must_use]
    pub fn shown(&self, whole: bool) -> Vec<Span> {
        match self.snippet.as_slice() {
            _ if whole => std::iter::once(0..self.text.len()).collect(),
            [] => snippet(&self.text, &Mark::alike(&self.highlights), SNIPPET_CHARS),
            shown => shown.to_vec(),
        }
    }

    fn of_passage(stored: StoredPassage, references: &mut References<'_>) -> Result<Self> {
        let StoredPassage { head, section, passage } = stored;
        let citations = citations(&head.id, &passage.markers, references)?;
        let quotes = passage.quotes.into_iter().map(|quote| HitQuote::new(quote, &passage.text)).collect();
        Ok(Self {
            rank: 0,
            score: 0.0,
            id: passage_id(&head.id, &passage.key),
            kind: "passage",
            form: Some(passage.form.name()),
            section,
            ordinal: passage.ordinal,
            highlights: Vec::new(),
            snippet: Vec::new(),
            citations,
            quotes,
            text: passage.text,
            wants_source: passage.wants_source,
            reference: None,
            uses: None,
            explanation: None,
            source: HitSource { span: Some(passage.source_span), ..HitSource::new(&head) },
            article: ArticleName::new(head),
        })
    }

    /// What its text cites are labels of its own list.
    fn of_reference(stored: StoredReference, references: &mut References<'_>) -> Result<Self> {
        let StoredReference { head, reference, ordinal } = stored;
        let mut citations = citations(&head.id, &note_markers(&reference), references)?;
        citations.retain(|citation| citation.reference.is_some());
        Ok(Self {
            rank: 0,
            score: 0.0,
            id: reference_id(&head.id, &reference.label),
            kind: "reference",
            form: None,
            section: Vec::new(),
            ordinal,
            highlights: Vec::new(),
            snippet: Vec::new(),
            citations,
            quotes: Vec::new(),
            text: reference.raw.clone(),
            wants_source: Vec::new(),
            reference: Some(reference),
            uses: None,
            explanation: None,
            source: HitSource::new(&head),
            article: ArticleName::new(head),
        })
    }
}

/// A reference's id: its article's, `#`, its label in brackets.
pub(super) fn reference_id(article: &str, label: &str) -> String {
    format!("{article}#[{label}]")
}

impl ArticleName {
    pub(super) fn new(head: Head) -> Self {
        Self { id: head.id, title: head.title, url: head.url }
    }
}

impl HitSource {
    pub(super) fn new(head: &Head) -> Self {
        Self { path: head.path.clone(), format: head.format.name(), span: None }
    }
}

impl HitQuote {
    fn new(quote: Quote, text: &str) -> Self {
        let words = text.get(quote.span.clone()).unwrap_or_default().to_owned();
        Self { span: quote.span, text: words, speaker: quote.speaker, verb: quote.verb, labels: quote.labels }
    }
}

fn citations(
    article: &str,
    markers: &[CitationMarker],
    references: &mut References<'_>,
) -> Result<Vec<Citation>> {
    let mut citations = Vec::new();
    for marker in markers {
        for label in &marker.labels {
            citations.push(Citation {
                label: label.clone(),
                span: marker.span.clone(),
                claim: marker.claim.clone(),
                reference: references.get(article, label)?,
            });
        }
    }
    Ok(citations)
}

/// The references of one answer, each looked up once.
pub(super) struct References<'a> {
    reader: &'a Reader,
    known: HashMap<String, Option<Reference>>,
}

impl<'a> References<'a> {
    pub(super) fn new(reader: &'a Reader) -> Self {
        Self { reader, known: HashMap::new() }
    }

    /// What `label` means in `article`; the first entry where its list has two of that label.
    pub(super) fn get(&mut self, article: &str, label: &str) -> Result<Option<Reference>> {
        let term = label_term(article, label);
        if let Some(known) = self.known.get(&term) {
            return Ok(known.clone());
        }
        let found = self.find(&term)?;
        self.known.insert(term, found.clone());
        Ok(found)
    }

    fn find(&self, term: &str) -> Result<Option<Reference>> {
        let mut first: Option<StoredReference> = None;
        for address in self.reader.documents(self.reader.fields().label, term)? {
            if let Record::Reference(stored) = self.reader.record(address)?
                && first.as_ref().is_none_or(|first| stored.ordinal < first.ordinal)
            {
                first = Some(stored);
            }
        }
        Ok(first.map(|stored| stored.reference))
    }
}
