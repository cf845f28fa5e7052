//! The unit that is indexed, ranked and shown.

use serde::{Deserialize, Serialize};

use super::{CitationMarker, Quote, Span};

/// A paragraph, a list item …: one answer.
///
/// Invariants: `text` is NFC, not blank, and what a reader of the page sees, markers included; all spans but
/// `source_span` address it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Eight letters and digits from the text without markers, `-2` … appended when the article repeats it;
    /// unique in its article. See [`KeyMaker`](super::KeyMaker).
    pub key: String,
    /// What it was in its page.
    pub form: Form,
    /// Its place among the passages of its article, from 0.
    pub ordinal: u32,
    /// What a reader sees, NFC.
    pub text: String,
    /// In text order; their spans do not overlap.
    pub markers: Vec<CitationMarker>,
    /// In text order; a quote inside a quote stands after the one that holds it.
    pub quotes: Vec<Quote>,
    /// Remarks of editors that a source is wanted here, `[réf. nécessaire]`, in text order.
    pub wants_source: Vec<Span>,
    /// The bytes of the source file that it was read from.
    pub source_span: Span,
}

impl Passage {
    /// What it holds of other people's words: each outermost quote.
    pub fn quoted_words(&self) -> impl Iterator<Item = &str> {
        self.quoted_spans().into_iter().filter_map(|span| self.text.get(span))
    }

    /// The spans of [`quoted_words`](Self::quoted_words), in text order; they do not overlap.
    #[must_use]
    pub fn quoted_spans(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for quote in &self.quotes {
            if spans.last().is_none_or(|outer| outer.end <= quote.span.start) {
                spans.push(quote.span.clone());
            }
        }
        spans
    }
}

/// What a passage was in its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A quotation set off as a block.
    Quote,
    /// The words under an image.
    Caption,
    /// A row of a table with its header words.
    TableRow,
    /// A term and what it means.
    Definition,
    /// The fields of an infobox.
    Infobox,
}

impl Form {
    /// The name used in JSON and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::ListItem => "list_item",
            Self::Quote => "quote",
            Self::Caption => "caption",
            Self::TableRow => "table_row",
            Self::Definition => "definition",
            Self::Infobox => "infobox",
        }
    }
}
