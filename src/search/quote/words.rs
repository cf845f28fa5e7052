//! The words of a quote, as verification compares them.
//!
//! They are not those of the analyzer, which leaves out what a search can do without: here « n'est » must not be
//! « est », and a minus or a percent sign is a word.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::analysis::brackets::{Bracket, brackets};
use crate::document::Span;

/// A word of a text, or a place where words were left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Its bytes.
    pub(super) span: Span,
    /// Equal for words that are the same but for case, accents and ligatures.
    pub(super) number: u32,
}

/// The number of a hole, `[…]`.
pub(super) const HOLE: u32 = 0;

/// Numbers words by their folded forms; one for the texts that are compared.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    known: HashMap<String, u32>,
}

impl Numbers {
    /// The words of `text` in order. Citation markers and editorial remarks are none; an ellipsis in brackets is a
    /// hole. Cost: linear.
    pub(super) fn words(&mut self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        let mut from = 0;
        for Bracket { span, labels } in brackets(text) {
            self.plain_words(text, from..span.start, &mut words);
            let remark = text.get(span.clone()).unwrap_or_default();
            if labels.is_empty() && !remark.contains(char::is_alphanumeric) && remark.contains(['…', '.']) {
                words.push(Word { span: span.clone(), number: HOLE });
            }
            from = span.end;
        }
        self.plain_words(text, from..text.len(), &mut words);
        words
    }

    fn plain_words(&mut self, text: &str, within: Span, words: &mut Vec<Word>) {
        let mut start = None;
        let slice = text.get(within.clone()).unwrap_or_default();
        for (at, c) in slice.char_indices().map(|(at, c)| (within.start + at, c)) {
            let part = c.is_alphanumeric() || (is_combining_mark(c) && start.is_some());
            match (part, start) {
                (true, None) => start = Some(at),
                (false, Some(first)) => {
                    words.push(self.word(text, first..at));
                    start = None;
                }
                _ => {}
            }
            if is_sign(c) || is_minus(c, &text[..at], &text[at + c.len_utf8()..]) {
                words.push(self.word(text, at..at + c.len_utf8()));
            }
        }
        words.extend(start.map(|first| self.word(text, first..within.end)));
    }

    fn word(&mut self, text: &str, span: Span) -> Word {
        let next = self.known.len() as u32 + 1;
        let number = *self.known.entry(folded(&text[span.clone()])).or_insert(next);
        Word { span, number }
    }
}

/// Signs that say something by themselves.
fn is_sign(c: char) -> bool {
    matches!(c, '%' | '‰' | '€' | '$' | '£' | '¥' | '°' | '+' | '=' | '<' | '>' | '×' | '÷' | '±')
}

/// Whether a hyphen is a minus: nothing that it could join stands before it, and a digit after it.
fn is_minus(c: char, before: &str, after: &str) -> bool {
    matches!(c, '-' | '−' | '–')
        && after.starts_with(|c: char| c.is_ascii_digit())
        && !before.ends_with(|c: char| c.is_alphanumeric() || c == '[')
        && !before.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// Lower case, no accents, ligatures and superscript letters spelled out. Raised and lowered digits stay apart from
/// plain ones: 10² is not 102.
fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            '−' | '–' => folded.push('-'),
            c if c.is_alphabetic() => {
                folded.extend([c].into_iter().nfkd().filter(|c| !is_combining_mark(*c)));
            }
            c => folded.push(c),
        }
    }
    folded
}

/// Whether byte `at` of `text` stands within a word or a number: « dix » ends within « dix-sept », 3 within 3,5.
pub(super) fn is_within_word(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return true };
    let joins = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}');
    let groups = |c: char| matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}');
    let mut left = before.chars().rev();
    let mut right = after.chars();
    match (left.next(), right.next()) {
        (Some(a), Some(b)) if is_part(a) && is_part(b) => true,
        (Some(a), Some(b)) if is_part(a) && joins(b) => right.next().is_some_and(is_part),
        (Some(a), Some(b)) if joins(a) && is_part(b) => left.next().is_some_and(is_part),
        (Some(a), Some(b)) if a.is_ascii_digit() && groups(b) => {
            right.next().is_some_and(|c| c.is_ascii_digit())
        }
        (Some(a), Some(b)) if groups(a) && b.is_ascii_digit() => {
            left.next().is_some_and(|c| c.is_ascii_digit())
        }
        (_, Some(b)) => is_combining_mark(b),
        _ => false,
    }
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// `span` as far as the words and numbers go that it begins and ends in.
pub(super) fn whole_words(text: &str, span: &Span) -> Span {
    let mut whole = span.clone();
    while is_within_word(text, whole.start) {
        let Some(c) = text.get(..whole.start).and_then(|before| before.chars().next_back()) else { break };
        whole.start -= c.len_utf8();
    }
    while is_within_word(text, whole.end) {
        let Some(c) = text.get(whole.end..).and_then(|after| after.chars().next()) else { break };
        whole.end += c.len_utf8();
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::{Numbers, whole_words};

    fn same(a: &str, b: &str) -> bool {
        let mut numbers = Numbers::default();
        let mut of = |text: &str| numbers.words(text).into_iter().map(|word| word.number).collect::<Vec<_>>();
        of(a) == of(b)
    }

    #[test]
    fn what_is_the_same_but_for_its_typography() {
        for (a, b) in [
            ("L’ÉTAT, c'est moi", "l'etat : c’est moi"),
            ("un cœur\u{a0}!", "Un coeur"),
            ("dix-sept", "dix sept"),
            ("pris[4],[1] et", "pris et"),
            ("XIXᵉ", "XIXe"),
            ("e\u{301}te\u{301}", "été"),
            ("a [...] b", "a […] b"),
        ] {
            assert!(same(a, b), "{a:?} {b:?}");
        }
    }

    #[test]
    fn what_changes_the_meaning_is_no_typography() {
        for (a, b) in [
            ("il n'est pas", "il est pas"),
            ("10²", "102"),
            ("à -5 degrés", "à 5 degrés"),
            ("5 %", "5 €"),
            ("a […] b", "a b"),
            ("dix", "douze"),
            ("l'un", "un"),
        ] {
            assert!(!same(a, b), "{a:?} {b:?}");
        }
    }

    #[test]
    fn words_are_whole() {
        for (text, part, whole) in [
            ("il y a dix-sept morts", "dix", "dix-sept"),
            ("dix-sept", "sept", "dix-sept"),
            ("3,5 millions", "5 m", "3,5 millions"),
            ("10\u{a0}000 hommes", "10", "10\u{a0}000"),
            ("l'armée", "armée", "armée"),
            ("en 2019, 10 morts", "2019", "2019"),
            ("campagne", "camp", "campagne"),
        ] {
            let at = text.find(part).unwrap();
            assert_eq!(&text[whole_words(text, &(at..at + part.len()))], whole, "{text}");
        }
    }
}
