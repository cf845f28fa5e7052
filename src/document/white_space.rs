//! White space as this program compares and keeps it.

use std::borrow::Cow;

/// `text` trimmed, each run of characters that `is_space` accepts one space; all of them are white space in
/// Unicode's sense.
///
/// Cost: one look at each byte where there is nothing to collapse, else a copy.
#[must_use]
pub fn collapse_spaces(text: &str, is_space: impl Fn(char) -> bool + Copy) -> Cow<'_, str> {
    let mut rest = text.trim();
    let Some(mut run) = first_run(rest, is_space) else { return Cow::Borrowed(rest) };
    let mut collapsed = String::with_capacity(rest.len());
    loop {
        let (words, spaces) = rest.split_at(run);
        collapsed.push_str(words);
        if !collapsed.ends_with(' ') {
            collapsed.push(' ');
        }
        rest = spaces.trim_start_matches(is_space);
        let Some(next) = first_run(rest, is_space) else { break };
        run = next;
    }
    collapsed.push_str(rest);
    Cow::Owned(collapsed)
}

/// Where the first white space stands that is not one common space alone; of several common spaces the first.
fn first_run(text: &str, is_space: impl Fn(char) -> bool + Copy) -> Option<usize> {
    let bytes = text.as_bytes();
    for start in (0..bytes.len()).step_by(CHUNK_BYTES) {
        let chunk = bytes.get(start..bytes.len().min(start + CHUNK_BYTES)).unwrap_or_default();
        // A pair may stand on both sides of the chunk's end.
        let reach = bytes.get(start..bytes.len().min(start + CHUNK_BYTES + 1)).unwrap_or_default();
        if holds_rare_lead(chunk) || holds_two_spaces(reach) {
            let is_run = |at: &usize| {
                let rest = bytes.get(start + at..).unwrap_or_default();
                rest.starts_with(b"  ")
                    || (is_rare_lead(chunk[*at]) && text[start + at..].starts_with(is_space))
            };
            if let Some(found) = (0..chunk.len()).find(is_run) {
                return Some(start + found);
            }
        }
    }
    None
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
