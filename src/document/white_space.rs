//! White space as this program compares and keeps it.

use std::borrow::Cow;

/// `text` trimmed, each run of characters that `is_space` accepts one space; all of them are white space in
/// Unicode's sense.
///
/// Cost: one look at each byte where there is nothing to collapse, else a copy.
#[must_use]
pub fn collapse_spaces(text: &str, is_space: impl Fn(char) -> bool + Copy) -> Cow<'_, str> {
    let text = text.trim();
    if is_collapsed(text, is_space) {
        return Cow::Borrowed(text);
    }
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    Cow::Owned(collapsed)
}

fn is_collapsed(text: &str, is_space: impl Fn(char) -> bool + Copy) -> bool {
    let chunks = text.as_bytes().chunks(CHUNK_BYTES).enumerate();
    let mut suspects = chunks.filter(|(_, chunk)| holds_rare_lead(chunk)).flat_map(|(n, chunk)| {
        let leads = chunk.iter().enumerate().filter(|(_, byte)| is_rare_lead(**byte));
        leads.map(move |(at, _)| n * CHUNK_BYTES + at)
    });
    !holds_two_spaces(text.as_bytes()) && !suspects.any(|at| text[at..].starts_with(is_space))
}

/// Whether two common spaces stand side by side. Without an early end within a chunk, as below.
pub(crate) fn holds_two_spaces(bytes: &[u8]) -> bool {
    let after = bytes.get(1..).unwrap_or_default();
    let both = |found: bool, (a, b): (&u8, &u8)| found | ((*a == b' ') & (*b == b' '));
    bytes.chunks(CHUNK_BYTES).zip(after.chunks(CHUNK_BYTES)).any(|(a, b)| a.iter().zip(b).fold(false, both))
}

/// As many bytes as are looked at in one step.
const CHUNK_BYTES: usize = 64;

/// Without an early end, so that the compiler looks at many bytes at once.
fn holds_rare_lead(chunk: &[u8]) -> bool {
    chunk.iter().fold(false, |found, byte| found | is_rare_lead(*byte))
}

/// Whether a white space other than the common one can begin with this byte: control characters, U+0085 and
/// U+00A0 (C2), U+1680 (E1), those from U+2000 on (E2), U+3000 (E3).
fn is_rare_lead(byte: u8) -> bool {
    byte < b' ' || matches!(byte, 0xC2 | 0xE1 | 0xE2 | 0xE3)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::collapse_spaces;

    #[test]
    fn only_what_is_accepted_is_collapsed() {
        let ascii = |c: char| c.is_ascii_whitespace();
        for (text, expected) in [
            ("", ""),
            (" \u{a0} ", ""),
            (" un\t\r\n deux  ", "un deux"),
            ("où\u{a0}:\u{a0}« là »", "où\u{a0}:\u{a0}« là »"),
        ] {
            assert_eq!(collapse_spaces(text, ascii), expected, "{text:?}");
        }
        assert!(matches!(collapse_spaces("l’été « ici »", char::is_whitespace), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn as_by_words(text in "[a é\u{a0}\u{2009}\u{3000}\u{85}’\t\n]*") {
            let words: Vec<&str> = text.split_whitespace().collect();
            prop_assert_eq!(collapse_spaces(&text, char::is_whitespace), words.join(" "));
        }
    }
}
