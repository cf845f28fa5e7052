//! White space as this program compares and keeps it.

use std::borrow::Cow;

/// `text` trimmed, each run of characters that `is_space` accepts one space; all of them are white space in
/// Unicode's sense.
///
/// Cost: one look at each byte where there is nothing to collapse, else a copy.
#[must_use]
pub fn collapse_spaces(text: &str, is_space: impl Fn(char) -> bool + Copy) -> Cow<'_, str> {
    let text = text.trim();
    if holds_odd_space(text.as_bytes()) {
        return Cow::Owned(joined(text, is_space));
    }
    let mut collapsed = String::new();
    let mut from = 0;
    for at in memchr::memchr2_iter(LEADS[0], LEADS[1], text.as_bytes()) {
        let spaces = &text[at..];
        if at >= from && spaces.starts_with(is_space) {
            collapsed.push_str(&text[from..at]);
            if !collapsed.ends_with(' ') {
                collapsed.push(' ');
            }
            from = text.len() - spaces.trim_start_matches(is_space).len();
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    collapsed.push_str(&text[from..]);
    Cow::Owned(collapsed)
}

fn joined(text: &str, is_space: impl Fn(char) -> bool) -> String {
    let mut joined = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

/// As many bytes as are looked at in one step.
const CHUNK_BYTES: usize = 64;

/// What the white space of French beside the common one begins with: U+0085 and U+00A0, those from U+2000 on.
const LEADS: [u8; 2] = [0xC2, 0xE2];

/// Whether there may be white space that is seldom met: control characters, U+1680 (E1), U+3000 (E3), several common
/// spaces. Without an early end within a chunk, so that the compiler looks at many bytes at once.
fn holds_odd_space(bytes: &[u8]) -> bool {
    let is_odd = |byte: u8| (byte < b' ') | (byte == 0xE1) | (byte == 0xE3);
    let holds = |chunk: &[u8]| chunk.iter().fold(false, |found, byte| found | is_odd(*byte));
    bytes.chunks(CHUNK_BYTES).any(holds) || holds_two_spaces(bytes)
}

/// Whether two common spaces stand side by side. Without an early end within a chunk, as above.
pub(crate) fn holds_two_spaces(bytes: &[u8]) -> bool {
    let after = bytes.get(1..).unwrap_or_default();
    let both = |found: bool, (a, b): (&u8, &u8)| found | ((*a == b' ') & (*b == b' '));
    bytes.chunks(CHUNK_BYTES).zip(after.chunks(CHUNK_BYTES)).any(|(a, b)| a.iter().zip(b).fold(false, both))
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
        let rows = [
            ("«\u{a0}là \u{202f}:\u{a0}\u{2009}ici\u{a0}»", "« là : ici »"),
            ("a\u{3000} b", "a b"),
            ("é\u{85}b", "é b"),
        ];
        for (text, expected) in rows {
            assert_eq!(collapse_spaces(text, char::is_whitespace), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn as_by_words(text in "[a é\u{a0}\u{2009}\u{3000}\u{85}’\t\n]*") {
            let words: Vec<&str> = text.split_whitespace().collect();
            prop_assert_eq!(collapse_spaces(&text, char::is_whitespace), words.join(" "));
        }
    }
}
