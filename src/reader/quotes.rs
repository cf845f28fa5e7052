//! What stands between quotation marks.

use std::cmp::Reverse;

use super::claims::{Groups, Sentences, trimmed};
use super::speaker::speaker;
use crate::document::{Quote, Span};

/// How deep quotes nest at most; of more marks that nothing closes the oldest is forgotten.
const MAX_DEPTH: usize = 8;

/// The quotation marks: « » of French, “ ” for a quote inside one or alone, ‹ › for a quote inside one.
const PAIRS: [(char, char); 3] = [('«', '»'), ('“', '”'), ('‹', '›')];

/// The words of each quote of a passage, in text order, one inside another after it; a mark without its other
/// half opens none.
pub(super) fn quoted(text: &str) -> Vec<Span> {
    if text.is_ascii() || !PAIRS.iter().any(|(open, _)| text.contains(*open)) {
        return Vec::new();
    }
    let mut spans = pairs(text);
    spans.sort_by_key(|span| (span.start, Reverse(span.end)));
    spans
}

/// The quote whose words are `span`.
pub(super) fn quote(text: &str, span: Span, groups: &Groups, sentences: &Sentences) -> Quote {
    let labels = groups.labels_of_quote(&span, sentences);
    let speaker = speaker_of(text, &span, sentences);
    Quote { span, speaker, labels }
}

fn speaker_of(text: &str, quote: &Span, sentences: &Sentences) -> Option<String> {
    let start = sentences.span(sentences.before(quote.start)?).start;
    let end = sentences.span(sentences.before(quote.end)?).end;
    speaker(&text[start.min(quote.start)..quote.start], &text[quote.end..end.max(quote.end)])
}

/// The words between marks that belong together, without blank ones.
fn pairs(text: &str) -> Vec<Span> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut spans = Vec::new();
    for (at, mark) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
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
    spans.retain(|span| !span.is_empty());
    spans
}
