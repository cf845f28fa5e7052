//! Where a text that is too long for one passage is cut.

use crate::analysis::sentence::sentences;

/// How far back from the end a sentence's end is looked for, in bytes: longer than any sentence of prose.
const TAIL_BYTES: usize = 16 << 10;

/// Where to end a passage that holds all of `text` at most: after the last sentence that is whole, else after
/// the last white space, else at the end. Never 0 for a text that is not empty.
pub(super) fn cut(text: &str) -> usize {
    let tail_start = tail_start(text);
    let tail = &text[tail_start..];
    let sentence = match sentences(tail).as_slice() {
        [.., _, last] => last.start,
        _ => 0,
    };
    let space = tail
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + tail[at..].chars().next().map_or(0, char::len_utf8));
    [sentence, space].into_iter().find(|len| *len > 0).map_or(text.len(), |len| tail_start + len)
}

/// The first character boundary of the last [`TAIL_BYTES`].
fn tail_start(text: &str) -> usize {
    let earliest = text.len().saturating_sub(TAIL_BYTES);
    (earliest..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn after_a_sentence_else_a_word_else_at_the_end() {
        for (text, kept) in [
            ("Le camp est pris. Le pos", "Le camp est pris. "),
            ("le camp est pr", "le camp est "),
            ("anticonstitutionnel", "anticonstitutionnel"),
            ("", ""),
        ] {
            assert_eq!(&text[..cut(text)], kept);
        }
        let long = "é".repeat(40_000);
        assert_eq!(cut(&long), long.len());
    }
}
