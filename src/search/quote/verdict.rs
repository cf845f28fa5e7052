//! What is said of a quote that was verified.

use schemars::JsonSchema;
use serde::Serialize;

use super::align::Step;
use super::words::{Word, whole_words};
use crate::document::Span;
use crate::search::hit::{ArticleName, HitQuote};
use crate::search::tagged::Tagged;

/// Whether a text stands in the index, and how faithfully it was quoted.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename = "verdict")]
#[schemars(rename = "Verdict", transform = Tagged("verdict"))]
pub struct Verdict {
    /// In one word.
    pub verdict: VerdictKind,
    /// The text as it was asked for.
    pub asked: String,
    /// The passage that it comes from; null where it comes from none, or from several.
    pub passage: Option<String>,
    /// Its article.
    pub article: Option<ArticleName>,
    /// The bytes of the passage's text that it stands in.
    pub span: Option<Span>,
    /// These bytes.
    pub found: Option<String>,
    /// The quote of the passage that it stands in, with its speaker; null where the passage says it in its own words.
    pub quote: Option<HitQuote>,
    /// What differs, in the order of the text.
    pub diff: Vec<Difference>,
    /// Where the pieces come from that a stitched text is made of.
    pub pieces: Vec<Piece>,
}

/// How faithful a quote is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictKind {
    /// The bytes of the text, trimmed and in NFC, stand in a passage, in whole words; with holes, the bytes between
    /// them, in order, in one passage.
    Exact,
    /// The words are the same; case, accents, ligatures, spaces, punctuation, markers in between differ.
    Typography,
    /// Half of the words at least stand in one place, and others differ.
    Altered,
    /// It is made of pieces from several places.
    Stitched,
    /// Nothing of the kind stands anywhere.
    Absent,
}

/// A difference between the text that was asked for and the passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// Which.
    pub kind: DifferenceKind,
    /// The words in the text that was asked for.
    pub asked: Option<Stretch>,
    /// The words in the passage.
    pub found: Option<Stretch>,
}

/// What a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// The same word, written otherwise.
    Spelling,
    /// Other words.
    Replaced,
    /// Words that the passage does not have.
    Missing,
    /// Words that only the passage has.
    Added,
    /// Words of the passage for which the text has a hole.
    Omitted,
}

/// Words and their bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stretch {
    /// In the text that was asked for, or in the passage's text.
    pub span: Span,
    /// The words.
    pub text: String,
}

/// A piece of a stitched text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Piece {
    /// Its words in the text that was asked for.
    pub asked: Stretch,
    /// The passage that has them.
    pub passage: String,
    /// Its words there.
    pub found: Stretch,
}

impl Stretch {
    /// The bytes `span` of `text`.
    pub(super) fn new(text: &str, span: Span) -> Self {
        Self { text: text.get(span.clone()).unwrap_or_default().to_owned(), span }
    }

    fn take_in(&mut self, text: &str, span: Span) {
        *self = Self::new(text, self.span.start.min(span.start)..self.span.end.max(span.end));
    }
}

/// A text with its words.
pub(super) struct Worded<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
}

impl Worded<'_> {
    fn span(&self, place: usize) -> Span {
        self.words.get(place).map_or(0..0, |word| word.span.clone())
    }
}

/// The differences that `steps` amount to; those of one kind that follow each other are one.
pub(super) fn differences(steps: &[Step], asked: &Worded<'_>, passage: &Worded<'_>) -> Vec<Difference> {
    let mut differences: Vec<Difference> = Vec::new();
    let mut previous = None;
    for step in steps {
        let (kind, a, p) = match *step {
            Step::Same(a, p) => (spelling(asked, passage, a, p), Some(a), Some(p)),
            Step::Replaced(a, p) => (Some(DifferenceKind::Replaced), Some(a), Some(p)),
            Step::Missing(a) => (Some(DifferenceKind::Missing), Some(a), None),
            Step::Added(p) => (Some(DifferenceKind::Added), None, Some(p)),
            Step::Omitted(p) => (Some(DifferenceKind::Omitted), None, Some(p)),
        };
        let spans = (a.map(|a| asked.span(a)), p.map(|p| passage.span(p)));
        match (kind, differences.last_mut()) {
            (None, _) => {}
            (Some(_), Some(last)) if kind == previous => last.take_in(asked.text, passage.text, spans),
            (Some(kind), _) => differences.push(Difference {
                kind,
                asked: spans.0.map(|span| Stretch::new(asked.text, span)),
                found: spans.1.map(|span| Stretch::new(passage.text, span)),
            }),
        }
        previous = kind;
    }
    differences
}

impl Difference {
    /// What a hole stands for.
    pub(super) fn omitted(passage: &str, span: Span) -> Self {
        Self { kind: DifferenceKind::Omitted, asked: None, found: Some(Stretch::new(passage, span)) }
    }

    fn take_in(&mut self, asked: &str, passage: &str, spans: (Option<Span>, Option<Span>)) {
        for (stretch, text, span) in [(&mut self.asked, asked, spans.0), (&mut self.found, passage, spans.1)]
        {
            if let (Some(stretch), Some(span)) = (stretch, span) {
                stretch.take_in(text, span);
            }
        }
    }
}

/// Whether the same word is written alike.
fn spelling(asked: &Worded<'_>, passage: &Worded<'_>, a: usize, p: usize) -> Option<DifferenceKind> {
    let (a, p) = (asked.span(a), passage.span(p));
    (asked.text.get(a) != passage.text.get(p)).then_some(DifferenceKind::Spelling)
}

/// The word that a stretch ends within: « dix » of « dix-sept ».
pub(super) fn cut_word(asked: &Worded<'_>, passage: &Worded<'_>, a: usize, p: usize) -> Difference {
    let ours = whole_words(asked.text, &asked.span(a));
    let theirs = whole_words(passage.text, &passage.span(p));
    Difference {
        kind: DifferenceKind::Replaced,
        asked: Some(Stretch::new(asked.text, ours)),
        found: Some(Stretch::new(passage.text, theirs)),
    }
}
