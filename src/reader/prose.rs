//! Running text in the making: words, and the citation markers that its markup sets.

use unicode_normalization::char::is_combining_mark;

use super::passages::breaks;
use crate::analysis::normalize;
use crate::document::{Span, holds_two_spaces};

/// What a reader of a block sees, with the markers that are known from its markup.
///
/// `text` is tidy at any time: NFC, trimmed at its start, each run of white space one space; only a space at its end
/// waits for what follows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Prose {
    text: String,
    /// In text order: each `[label]` with its brackets, and the label.
    markers: Vec<(Span, String)>,
}

impl Prose {
    /// Adds words; white space between them and around them is kept as one space.
    pub(super) fn push(&mut self, words: &str) {
        if is_tidy(words) {
            let begins_anew = self.text.is_empty() || self.text.ends_with(' ');
            let words = words.strip_prefix(' ').filter(|_| begins_anew).unwrap_or(words);
            return self.text.push_str(words);
        }
        if words.starts_with(is_combining_mark) && self.marker_end() < self.text.len() {
            return self.push_combining(words);
        }
        self.push_composed(&normalize(words));
    }

    /// Adds words in NFC, as much at a time as is tidy.
    fn push_composed(&mut self, words: &str) {
        let mut rest = words;
        while !rest.is_empty() {
            if rest.starts_with(breaks) {
                rest = rest.trim_start_matches(breaks);
                if !self.text.is_empty() && !self.text.ends_with(breaks) {
                    self.text.push(' ');
                }
            }
            let (tidy, after) = rest.split_at(tidy_end(rest));
            self.text.push_str(tidy);
            rest = after;
        }
    }

    /// Adds a citation marker, as `[label]`; it hangs on the word before it.
    pub(super) fn push_marker(&mut self, label: &str) {
        let label = super::passages::tidy(label);
        let start = self.text.len();
        self.text.push('[');
        self.text.push_str(&label);
        self.text.push(']');
        self.markers.push((start..self.text.len(), label));
    }

    /// Takes back the space at its end, before a sign that brings its own.
    pub(super) fn trim_end(&mut self) {
        self.text.truncate(self.text().len());
    }

    /// Adds other running text.
    pub(super) fn append(&mut self, other: &Self) {
        let text = other.text();
        let mut at = 0;
        for (span, label) in &other.markers {
            self.push(&text[at..span.start]);
            self.push_marker(label);
            at = span.end;
        }
        self.push(&text[at..]);
    }

    /// Forgets what was added; room for as much is kept.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.markers.clear();
    }

    /// The words without the markers among them.
    pub(super) fn without_markers(&self) -> String {
        let mut words = Self::default();
        let mut at = 0;
        for (span, _) in &self.markers {
            words.push(&self.text[at..span.start]);
            at = span.end;
        }
        words.push(&self.text[at..]);
        words.text().to_owned()
    }

    /// What was added, without a space at its end.
    pub(super) fn text(&self) -> &str {
        let ends = self.text.as_bytes().last().is_some_and(u8::is_ascii_graphic);
        if ends { &self.text } else { self.text.trim_end() }
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && self.text().is_empty()
    }

    /// The markers, `[` to `]`, each with its label.
    pub(super) fn markers(&self) -> &[(Span, String)] {
        &self.markers
    }

    /// The text and its markers cut at byte `at`, a boundary of a character.
    pub(super) fn split_at(&self, at: usize) -> (Self, Self) {
        // A marker is not cut in two: the first piece ends before it.
        let inside = self.markers.iter().find(|(span, _)| span.start > 0 && span.start < at && at < span.end);
        let at = inside.map_or(at, |(span, _)| span.start);
        let (mut before, mut after) = (Self::default(), Self::default());
        before.text.push_str(&self.text[..at]);
        let skipped = self.text[at..].len() - self.text[at..].trim_start_matches(breaks).len();
        after.text.push_str(&self.text[at + skipped..]);
        for (span, label) in &self.markers {
            if span.end <= at {
                before.markers.push((span.clone(), label.clone()));
            } else if span.start >= at + skipped {
                after.markers.push((span.start - at - skipped..span.end - at - skipped, label.clone()));
            }
        }
        (before, after)
    }

    fn marker_end(&self) -> usize {
        self.markers.last().map_or(0, |(span, _)| span.end)
    }

    /// Adds words whose first mark belongs to the letter before.
    fn push_combining(&mut self, words: &str) {
        let start = self.marker_end();
        let last = self.text[start..].char_indices().rfind(|(_, c)| !is_combining_mark(*c));
        let start = last.map_or(start, |(at, _)| start + at);
        let joined = format!("{}{words}", &self.text[start..]);
        self.text.truncate(start);
        self.push_composed(&normalize(&joined));
    }
}

/// Whether it needs no change but for a space at its start: most texts are. Each byte is looked at without an early end
/// within a chunk, so that the compiler looks at many at once.
fn is_tidy(words: &str) -> bool {
    // Control characters, the leads of what Unicode has of spaces, and of combining marks and all above.
    let is_suspect = |byte: u8| (byte < b' ') | (byte == 0xC2) | (byte >= 0xCC);
    let holds = |chunk: &[u8]| chunk.iter().fold(false, |found, byte| found | is_suspect(*byte));
    !words.as_bytes().chunks(64).any(holds) && !holds_two_spaces(words.as_bytes())
}

/// How much of a text without white space at its start needs no change: no white space but single spaces.
fn tidy_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| SUSPECTS[usize::from(*byte)]) {
        at += found;
        let is_single = bytes[at] == b' ' && bytes.get(at + 1) != Some(&b' ');
        if !is_single && (bytes[at] == b' ' || text[at..].starts_with(breaks)) {
            // The first of two spaces is kept.
            return at + usize::from(bytes[at] == b' ');
        }
        at += 1;
    }
    text.len()
}

/// The bytes that white space can begin with: the space, control characters, and the leads of what Unicode adds.
const SUSPECTS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte <= 0x20 {
        table[byte] = true;
        byte += 1;
    }
    (table[0xC2], table[0xE1], table[0xE2], table[0xE3]) = (true, true, true, true);
    table
};

impl From<&str> for Prose {
    fn from(words: &str) -> Self {
        let mut prose = Self::default();
        prose.push(words);
        prose
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Prose;
    use crate::reader::passages::tidy;

    #[test]
    fn markers_keep_their_places() {
        let mut prose = Prose::from("  Le camp \n est");
        prose.push("\tpris ");
        prose.push_marker("note\u{a0}2");
        prose.push(" e");
        prose.push("\u{301}te\u{301} ");
        assert_eq!(prose.text(), "Le camp est pris [note\u{a0}2] été");
        let [(span, label)] = prose.markers() else { panic!("{prose:?}") };
        assert_eq!((&prose.text()[span.clone()], label.as_str()), ("[note\u{a0}2]", "note\u{a0}2"));
    }

    #[test]
    fn a_cut_parts_the_markers_and_leaves_each_whole() {
        let mut prose = Prose::from("un");
        prose.push_marker("1");
        prose.push(" deux");
        prose.push_marker("2");
        for at in [2, 3, 4, 5, 6] {
            let (before, after) = prose.split_at(at);
            for half in [&before, &after] {
                assert!(
                    half.markers()
                        .iter()
                        .all(|(span, label)| half.text()[span.clone()] == format!("[{label}]"))
                );
            }
            assert_eq!(before.markers().len() + after.markers().len(), 2, "{at}");
        }
        assert_eq!(prose.split_at(5).1.text(), "deux[2]");
    }

    proptest! {
        #[test]
        fn pieces_make_what_the_whole_makes(pieces in prop::collection::vec("[a é\u{301}\u{a0}\n\u{2009}x]{0,6}", 0..6)) {
            let mut prose = Prose::default();
            pieces.iter().for_each(|piece| prose.push(piece));
            let whole = tidy(&pieces.concat());
            prop_assert_eq!(prose.text().trim(), whole.trim());
        }
    }
}
