//! What words begin with that may have one of a few terms: the chain need not run on any others.

use super::tokenize::LATIN_1;

/// The beginnings, of two letters or digits, of the words that may have a term that is sought. Whatever the chain does to a
/// word of plain letters, it leaves its first two as they are, but for what [`add`](Self::add) knows.
#[derive(Debug, Clone)]
pub(crate) struct Beginnings {
    sought: [[bool; LETTERS]; LETTERS],
}

/// The letters; digits share places with some of them, which makes more words sought than need be.
const LETTERS: usize = 32;
/// The place of a letter that may be any: an accented one, or none where the word ends.
const ANY: usize = 0;

/// Where a term begins in another way than the word that it was made of: how it begins, and how the word does.
const CHANGED: [(&str, [u8; 2]); 2] = [("oe", *b"ye"), ("sa", *b"st")]; // yeux, Ste
/// What Roman ordinals begin with, whose terms begin with a digit.
const ROMAN: [u8; 3] = [b'i', b'v', b'x'];

impl Default for Beginnings {
    /// No word is sought.
    fn default() -> Self {
        Self { sought: [[false; LETTERS]; LETTERS] }
    }
}

impl Beginnings {
    /// Seeks all words whose form, stem or spelling begins with `term`, and more.
    pub(crate) fn add(&mut self, term: &str) {
        match *term.as_bytes() {
            [] => self.sought = [[true; LETTERS]; LETTERS],
            [first] => self.sought[place(first)] = [true; LETTERS],
            [first, second, ..] => self.add_two([first, second]),
        }
        let changed =
            CHANGED.iter().filter(|(begins, _)| begins.starts_with(term) || term.starts_with(begins));
        changed.for_each(|(_, word)| self.add_two(*word));
        if term.starts_with(|c: char| c.is_ascii_digit()) {
            ROMAN.iter().for_each(|first| self.sought[place(*first)] = [true; LETTERS]);
        }
    }

    fn add_two(&mut self, [first, second]: [u8; 2]) {
        let of_first = &mut self.sought[place(first)];
        of_first[place(second)] = true;
        of_first[ANY] = true;
    }

    /// Whether `word`, as a text has it, may have a term that is sought; else it has a term.
    #[inline]
    pub(super) fn allow(&self, word: &str) -> bool {
        let letters = word.as_bytes();
        let Some(first) = letters.first().filter(|_| is_plain(letters)) else { return true };
        self.sought[place(*first)][letters.get(1).map_or(ANY, |second| place(*second))]
    }
}

/// The place of what begins with `byte`, in either case.
fn place(byte: u8) -> usize {
    if byte.is_ascii_alphanumeric() { usize::from(byte) % LETTERS } else { ANY }
}

/// Whether a word begins with a letter or digit of ASCII and goes on with these and with letters of U+00C0 to U+00FF: no
/// apostrophe may end an article, no sign stands for a word, and each character is folded by itself, to letters.
fn is_plain(word: &[u8]) -> bool {
    let may_follow = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(*byte, LATIN_1 | 0x80..=0xbf);
    word.first().is_some_and(u8::is_ascii_alphanumeric) && word.iter().all(may_follow)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::battery::any_text;
    use super::super::data::irregular::IRREGULAR;
    use super::super::{Analyzer, Token, letters};
    use super::Beginnings;

    /// What is sought may be a form, a stem, a beginning of either, or what is typed.
    fn terms<'t>(token: &Token<'t>) -> [&'t str; 3] {
        [token.form, token.stem, token.raw]
    }

    /// Seeks the beginning of `chars` characters of each term of `text`, one after the other, in `text`.
    fn check(text: &str, chars: usize) {
        let (mut one, mut other) = (Analyzer::new(), Analyzer::new());
        let tokens: Vec<_> = one.analyze(text).collect();
        for term in tokens.iter().flat_map(terms) {
            let term: String = letters(term).chars().take(chars).collect();
            let mut beginnings = Beginnings::default();
            beginnings.add(&term);
            let found: Vec<_> = other.analyze_for(text, &beginnings).collect();
            assert_eq!(found.len(), tokens.len(), "{text:?} {term:?}");
            for (found, token) in found.iter().zip(&tokens) {
                let terms_of = |token| terms(token).map(str::to_owned);
                let begins = [token.form.to_owned(), token.stem.to_owned(), letters(token.raw)]
                    .iter()
                    .any(|own| own.starts_with(&term));
                let whole = (&found.span, terms_of(found)) == (&token.span, terms_of(token));
                assert!(whole || !begins && found.stem.is_empty(), "{text:?} {term:?} {token:?} {found:?}");
            }
        }
    }

    #[test]
    fn words_that_begin_in_another_way_than_their_terms() {
        let saints = "St Ste Sts STES saint sainte N° n° № numéro";
        let ordinals =
            "Ier Ire la Ire République le Ie XIXe VIème siècle la vie au VIe siècle 19e 1er 6e IInd vie";
        let elided = "l’œil d'Étienne qu'ils l'« Union » [l]'un [L]a jusqu'à Quelqu'un O'Neill œuvre";
        let irregular: String = IRREGULAR.iter().map(|(form, stem)| format!("{form} {stem} ")).collect();
        for text in [saints, ordinals, elided, &irregular] {
            for chars in 1..5 {
                check(text, chars);
                check(&text.to_uppercase(), chars);
            }
        }
    }

    #[test]
    fn all_pairs_of_letters() {
        let letters: Vec<char> = ('a'..='z').chain("059".chars()).chain('\u{c0}'..='\u{ff}').collect();
        for first in &letters {
            let words: String =
                letters.iter().map(|second| format!("{first}{second} {first}{second}eaux ")).collect();
            check(&words, 2);
        }
    }

    #[test]
    fn most_words_are_passed_over() {
        let mut beginnings = Beginnings::default();
        beginnings.add("camp");
        let mut analyzer = Analyzer::new();
        let stems: Vec<_> =
            analyzer.analyze_for("Le Camp est pris, l'été ça", &beginnings).map(|token| token.stem).collect();
        assert_eq!(stems, ["", "camp", "", "", "ete", "ca"], "and no accented or elided ones");
    }

    proptest! {
        #[test]
        fn no_word_with_a_term_that_is_sought_is_passed_over(text in any_text(), chars in 1usize..6) {
            check(&text, chars);
        }

        #[test]
        fn all_words_begin_with_nothing(text in any_text()) {
            let mut beginnings = Beginnings::default();
            beginnings.add("");
            let (mut one, mut other) = (Analyzer::new(), Analyzer::new());
            prop_assert!(one.analyze_for(&text, &beginnings).map(|t| t.stem).eq(other.analyze(&text).map(|t| t.stem)));
        }
    }
}
