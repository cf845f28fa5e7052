//! Parts of words.

use std::str::Chars;

/// Letters of a prefix.
pub const PREFIX_CHARS: usize = 4;
/// What stands for the edge of a word in a gram; no form holds it.
const EDGE: char = '_';

/// The first four letters of `form`, or all of it.
#[must_use]
pub fn prefix(form: &str) -> &str {
    form.char_indices().nth(PREFIX_CHARS).map_or(form, |(end, _)| &form[..end])
}

/// The 4-grams of `_form_`, in order, repeated ones repeated; none for a form of one letter.
#[must_use]
pub fn grams(form: &str) -> Grams<'_> {
    let mut letters = form.chars();
    let first = [letters.next(), letters.next()];
    let [a, b] = first.map(|letter| letter.unwrap_or(EDGE));
    Grams { letters, window: [EDGE, EDGE, a, b], ended: first[1].is_none() }
}

/// What [`grams`] gives.
#[derive(Debug, Clone)]
pub struct Grams<'a> {
    letters: Chars<'a>,
    window: [char; 4],
    ended: bool,
}

impl Iterator for Grams<'_> {
    type Item = [char; 4];

    #[inline]
    fn next(&mut self) -> Option<[char; 4]> {
        if self.ended {
            return None;
        }
        let next = self.letters.next();
        self.ended = next.is_none();
        let [_, b, c, d] = self.window;
        self.window = [b, c, d, next.unwrap_or(EDGE)];
        Some(self.window)
    }
}

#[cfg(test)]
mod tests {
    use super::{grams, prefix};

    #[test]
    fn prefixes() {
        for (form, expected) in
            [("", ""), ("camp", "camp"), ("attaque", "atta"), ("ελληνικα", "ελλη"), ("annee", "anne")]
        {
            assert_eq!(prefix(form), expected);
        }
    }

    #[test]
    fn grams_of_words() {
        let joined = |form| grams(form).map(String::from_iter).collect::<Vec<_>>().join(" ");
        assert_eq!(joined("camp"), "_cam camp amp_");
        assert_eq!(joined("mer"), "_mer mer_");
        assert_eq!(joined("or"), "_or_");
        assert_eq!(joined("a"), "");
        assert_eq!(joined(""), "");
    }
}
