//! Which of the query's terms each word of the passages is an occurrence of.

use std::ops::Range;

use super::letters::prefix;
use super::terms::{QueryTerms, TermId};
use crate::index::{WordForms, grams};

/// The number of every word that is an occurrence of no term: there are fewer others.
pub const NO_MATCH: u32 = u32::MAX;

/// The words that were met, by the numbers that they were given.
#[derive(Debug, Default)]
pub(super) struct Met {
    words: Vec<Word>,
    /// The terms of all words, one word after the other.
    terms: Vec<TermId>,
}

/// A word that is an occurrence of some term.
#[derive(Debug)]
struct Word {
    places: Places,
    /// Its terms that count wherever it stands, among those of all words.
    anywhere: Range<usize>,
}

/// The terms that a word is an occurrence of in some places only.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Places {
    /// Its stem's, which begins or ends a pair.
    pub(super) pair: Option<TermId>,
    /// In the title.
    pub(super) title: Option<TermId>,
    /// In the best sentence.
    pub(super) sentence: Option<TermId>,
}

/// The terms that a word is an occurrence of, one at least.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence<'m> {
    pub(super) places: Places,
    /// Wherever it stands; one that it repeats, a gram, is repeated.
    pub(super) anywhere: &'m [TermId],
}

impl Met {
    /// A number for `word`. Cost: a look-up for each of its letters, most of which find nothing at once.
    pub(super) fn meet(&mut self, word: &WordForms<'_>, terms: &QueryTerms<'_>) -> u32 {
        let start = self.terms.len();
        let (stem, form) = (terms.stems.get(word.stem), terms.forms.get(word.form));
        let prefix = terms.prefixes.get(prefix(word.form));
        let whole =
            [stem.map(|s| s.coverage), form.map(|f| f.anywhere), prefix, terms.spellings.get(word.spelling)];
        self.terms.extend(whole.into_iter().flatten());
        self.terms.extend(grams(word.form).filter_map(|gram| terms.grams.get(gram)));
        if self.terms.len() == start {
            return NO_MATCH;
        }
        let places = Places {
            pair: stem.map(|stem| stem.coverage),
            title: stem.map(|stem| stem.title),
            sentence: form.map(|form| form.sentence),
        };
        self.words.push(Word { places, anywhere: start..self.terms.len() });
        self.words.len() as u32 - 1
    }

    /// What the word of a number is an occurrence of.
    #[inline]
    pub(super) fn get(&self, word: u32) -> Option<Occurrence<'_>> {
        let word = self.words.get(word as usize)?;
        Some(Occurrence { places: word.places, anywhere: self.terms.get(word.anywhere.clone())? })
    }

    /// Whether the word of a number counts for `term`, whatever the place.
    pub(super) fn counts_for(&self, word: u32, term: TermId) -> bool {
        let counts = |found: Occurrence<'_>| {
            let Places { title, sentence, .. } = found.places;
            [title, sentence].contains(&Some(term)) || found.anywhere.contains(&term)
        };
        self.get(word).is_some_and(counts)
    }
}
