//! The only way from a block of text to a [`Passage`].

use super::claims::{Groups, Sentences};
use super::quotes::quotes;
use crate::analysis::brackets::brackets;
use crate::analysis::normalize;
use crate::document::{CitationMarker, Form, KeyMaker, Passage, Span};

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
    if text.is_empty() {
        return None;
    }
    let brackets = if text.contains('[') { brackets(&text) } else { Vec::new() };
    let sentences = Sentences::new(&text, &brackets);
    let groups = Groups::new(&text, brackets, &sentences);
    let markers = groups.markers();
    let quotes = quotes(&text, &groups, &sentences);
    let key = keys.key(&without_markers(&text, &markers));
    Some(Passage { key, form, ordinal, text, markers, quotes, source_span: source })
}

/// NFC; every run of white space one space, but the spaces that do not break are kept, since they belong to the
/// writing of « ! », numbers and units; trimmed.
pub(super) fn tidy(text: &str) -> String {
    let text = normalize(text.trim());
    let mut tidy = String::with_capacity(text.len());
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    tidy.truncate(tidy.trim_end().len());
    let blank = tidy.len() - tidy.trim_start().len();
    tidy.drain(..blank);
    tidy
}

fn breaks(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// The text without its markers and what joins those of a group, so that a key changes neither with the numbers
/// nor with the number of references.
fn without_markers(text: &str, markers: &[CitationMarker]) -> String {
    let mut words = String::with_capacity(text.len());
    let mut at = 0;
    for marker in markers {
        let between = &text[at..marker.span.start];
        if at == 0 || !super::claims::joins(between) {
            words.push_str(between);
        }
        at = marker.span.end;
    }
    words.push_str(&text[at..]);
    words
}
