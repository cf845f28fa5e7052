//! The only way from a block of text to a [`Passage`].

use std::borrow::Cow;

use super::claims::{Groups, Sentences, joins};
use super::prose::Prose;
use super::quotes::Quoted;
use crate::analysis::brackets::{Bracket, brackets, wants_source};
use crate::analysis::normalize;
use crate::document::{CitationMarker, Form, KeyMaker, Passage, Quote, Span, collapse_spaces};

/// The passage that the block `text` is, none if it is blank.
///
/// `text` is what a reader of the page sees, markers as written; `source` are the bytes it was read from.
pub(super) fn passage(
    text: &str,
    form: Form,
    source: Span,
    ordinal: u32,
    keys: &mut KeyMaker,
) -> Option<Passage> {
    let text = tidy(text);
    let brackets = brackets(&text);
    assemble(text, brackets, form, source, ordinal, keys)
}

/// As [`passage`], of text whose markup tells which brackets are markers: no others are, whatever they look like.
pub(super) fn prose_passage(
    prose: &Prose,
    form: Form,
    source: Span,
    ordinal: u32,
    keys: &mut KeyMaker,
) -> Option<Passage> {
    let text = prose.text().to_owned();
    let is_apart =
        |span: &Span| prose.markers().iter().all(|(m, _)| m.end <= span.start || span.end <= m.start);
    let mut known = brackets(&text);
    known.retain(|bracket| bracket.labels.is_empty() && is_apart(&bracket.span));
    let markers = prose.markers().iter();
    known.extend(markers.map(|(span, label)| Bracket { span: span.clone(), labels: vec![label.clone()] }));
    known.sort_by_key(|bracket| bracket.span.start);
    assemble(text, known, form, source, ordinal, keys)
}

fn assemble(
    text: String,
    brackets: Vec<Bracket>,
    form: Form,
    source: Span,
    ordinal: u32,
    keys: &mut KeyMaker,
) -> Option<Passage> {
    if text.is_empty() {
        return None;
    }
    let wants_source = remarks(&text, &brackets);
    let (markers, quotes) = marks(&text, form, brackets);
    let key = keys.key(&without_markers(&text, &markers));
    Some(Passage { key, form, ordinal, text, markers, quotes, wants_source, source_span: source })
}

/// The remarks of editors that a source is wanted.
fn remarks(text: &str, brackets: &[Bracket]) -> Vec<Span> {
    let remarks = brackets.iter().filter(|bracket| bracket.labels.is_empty());
    remarks.map(|bracket| bracket.span.clone()).filter(|span| wants_source(&text[span.clone()])).collect()
}

/// The citation markers and the quotes; sentences are looked for only where there are any.
fn marks(text: &str, form: Form, brackets: Vec<Bracket>) -> (Vec<CitationMarker>, Vec<Quote>) {
    let quoted = Quoted::new(text, form);
    if brackets.is_empty() && quoted.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let sentences = Sentences::new(text, &brackets);
    let groups = Groups::new(text, brackets, &sentences);
    let quotes = quoted.quotes(text, &groups, &sentences);
    (groups.markers(), quotes)
}

/// NFC; every run of white space one space, but the spaces that do not break are kept, since they belong to the
/// writing of « ! », numbers and units; trimmed.
pub(super) fn tidy(text: &str) -> String {
    collapse_spaces(&normalize(text), breaks).into_owned()
}

/// Whether a line may break at this white space.
pub(super) fn breaks(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// The text without its markers and what joins those of a group, so that a key changes neither with the numbers
/// nor with the number of references.
fn without_markers<'a>(text: &'a str, markers: &[CitationMarker]) -> Cow<'a, str> {
    if markers.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut words = String::with_capacity(text.len());
    let mut at = 0;
    for marker in markers {
        let between = &text[at..marker.span.start];
        if at == 0 || !joins(between) {
            words.push_str(between);
        }
        at = marker.span.end;
    }
    words.push_str(&text[at..]);
    Cow::Owned(words)
}
