//! What stands between quotation marks, or is a quotation as a whole.

use std::cmp::Reverse;

use super::claims::{Groups, Sentences, trimmed};
use super::speaker::{Attribution, attribution, goes_on, signature};
use crate::analysis::brackets::brackets;
use crate::document::{Form, Quote, Span};

/// How deep quotes nest at most; of more marks that nothing closes the oldest is forgotten.
const MAX_DEPTH: usize = 8;

/// The quotation marks: « » of French, “ ” for a quote inside one or alone, ‹ › for a quote inside one.
const PAIRS: [(char, char); 3] = [('«', '»'), ('“', '”'), ('‹', '›')];

/// The bytes that the marks begin with.
const LEADS: [u8; 2] = [0xC2, 0xE2];

/// The quotes of a passage, found before its sentences are: most passages have none.
pub(super) struct Quoted {
    /// The words of each, in text order, one inside another after it.
    spans: Vec<Span>,
    /// The words of a quotation block, and who signs it.
    block: Option<(Span, Option<String>)>,
}

impl Quoted {
    /// A mark without its other half opens no quote. A quotation block is one as a whole.
    pub(super) fn new(text: &str, form: Form) -> Self {
        let mut spans = pairs(text);
        let block = (form == Form::Quote).then(|| block(text, &spans));
        if let Some((block, _)) = &block {
            spans.retain(|span| span != block && span.end <= block.end);
            spans.push(block.clone());
        }
        spans.retain(|span| !span.is_empty());
        spans.sort_by_key(|span| (span.start, Reverse(span.end)));
        Self { spans, block }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Each quote with who says it and what vouches for it.
    pub(super) fn quotes(self, text: &str, groups: &Groups, sentences: &Sentences) -> Vec<Quote> {
        let Self { spans, block } = self;
        let signed = |span: &Span| block.as_ref().filter(|(block, _)| block == span);
        let mut quotes: Vec<Quote> = Vec::with_capacity(spans.len());
        for span in spans {
            let labels = groups.labels_of_quote(&span, sentences);
            let Attribution { speaker, verb } = match (signed(&span), continued(text, &span, &quotes)) {
                (Some((_, name)), _) => Attribution { speaker: name.clone(), verb: None },
                (None, Some(continued)) => continued,
                (None, None) => attribution_of(text, &span, sentences),
            };
            quotes.push(Quote { span, speaker, verb, labels });
        }
        quotes
    }
}

/// Who speaks in a quote that goes on with what the one before it says.
fn continued(text: &str, quote: &Span, before: &[Quote]) -> Option<Attribution> {
    let last = before.iter().rev().find(|known| known.span.end <= quote.start)?;
    last.speaker.as_ref().filter(|_| goes_on(&text[last.span.end..quote.start]))?;
    Some(Attribution { speaker: last.speaker.clone(), verb: last.verb.clone() })
}

fn attribution_of(text: &str, quote: &Span, sentences: &Sentences) -> Attribution {
    let (first, last) = (sentences.holding(quote.start), sentences.before(quote.end));
    let (Some(first), Some(last)) = (first.map(|at| sentences.span(at)), last.map(|at| sentences.span(at)))
    else {
        return Attribution::default();
    };
    let before = &text[first.start.min(quote.start)..quote.start];
    attribution(before, &text[quote.clone()], &text[quote.end..last.end.max(quote.end)])
}

/// The words of a quotation block, without its signature, the markers at its end and the marks around all of it;
/// and the name that signs.
fn block(text: &str, pairs: &[Span]) -> (Span, Option<String>) {
    let signature = signature(text);
    let mut span = trimmed(text, 0..signature.as_ref().map_or(text.len(), |(start, _)| *start));
    for bracket in brackets(text).into_iter().rev() {
        if bracket.span.end == span.end {
            span = trimmed(text, span.start..bracket.span.start);
        }
    }
    let inside = pairs.iter().find(|pair| is_all_but_marks(text, pair, &span)).cloned();
    (inside.unwrap_or(span), signature.map(|(_, name)| name))
}

fn is_all_but_marks(text: &str, pair: &Span, whole: &Span) -> bool {
    let mark = |text: &str| text.trim().chars().count() <= 1;
    whole.start <= pair.start
        && pair.end <= whole.end
        && mark(&text[whole.start..pair.start])
        && mark(&text[pair.end..whole.end])
}

/// The words between marks that belong together, some of them blank.
fn pairs(text: &str) -> Vec<Span> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut spans = Vec::new();
    let [lead, other] = LEADS;
    let marks = memchr::memchr2_iter(lead, other, text.as_bytes());
    for (at, mark) in marks.filter_map(|at| Some((at, text.get(at..)?.chars().next()?))) {
        if let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == mark) {
            if open.len() == MAX_DEPTH {
                open.remove(0);
            }
            open.push((*close, at + mark.len_utf8()));
        } else if let Some(i) = open.iter().rposition(|(close, _)| *close == mark) {
            spans.push(trimmed(text, open[i].1..at));
            open.truncate(i);
        }
    }
    spans
}
