//! A first look at a word, which tells most of those that the query says nothing of.

use super::table::Filter;
use crate::index::{Gram, ascii_grams};

/// What words have that are an occurrence of some term, by the letters of their forms.
///
/// A word is an occurrence of a gram that it holds, of a form or a prefix with which it begins alike, of a stem that
/// it begins with, unless its stem is irregular. So one of these holds: its form has a 4-gram of the query's; it begins
/// with the first three letters of a form or a stem of the query's; it is such a form, or has such a stem, of one or
/// two letters.
#[derive(Debug, Default)]
pub(super) struct Glance {
    grams: Filter,
    /// Forms and stems of one or two letters.
    short: Vec<Vec<u8>>,
    /// A word of the query is not in ASCII: nothing is told at a glance.
    blind: bool,
}

impl Glance {
    /// Words with `gram` matter.
    pub(super) fn gram(&mut self, gram: Gram) {
        self.grams.add(gram.slot());
    }

    /// Words that begin as `word` does, a form or a stem, matter.
    pub(super) fn beginning(&mut self, word: &str) {
        let first = ascii_grams(word.as_bytes()).map(|mut grams| grams.next());
        match first {
            Some(Some(gram)) if word.len() > 2 => self.gram(gram),
            Some(_) => self.short.push(word.as_bytes().to_vec()),
            None => self.blind = true,
        }
    }

    /// Whether a word may be an occurrence of some term. `stem` is known where it is a beginning of `form`.
    /// Cost: about a nanosecond a letter.
    #[inline]
    pub(super) fn may_matter(&self, form: &[u8], stem: Option<&[u8]>) -> bool {
        let (Some(mut grams), Some(stem)) = (ascii_grams(form), stem) else { return true };
        self.blind
            || grams.any(|gram| self.grams.has(gram.slot()))
            || stem.len() < 3 && self.short.iter().any(|short| short == form || short == stem)
    }
}
