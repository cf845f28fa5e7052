//! Which of the query's terms each word of the passages is an occurrence of.

use rustc_hash::FxHashMap;

use super::letters::{grams, prefix};
use super::terms::{FormTerms, QueryTerms, StemTerms, TermId};
use crate::index::WordForms;

/// The terms that a word is an occurrence of.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Occurrence {
    pub(super) stem: Option<StemTerms>,
    pub(super) form: Option<FormTerms>,
    pub(super) prefix: Option<TermId>,
    pub(super) spelling: Option<TermId>,
    /// Repeated where the word repeats the gram.
    pub(super) grams: Vec<TermId>,
}

/// What was worked out for each word: passages share most of their words.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// From a word's id to its place in `occurrences`; `None` for a word that is no occurrence of anything.
    places: FxHashMap<u32, Option<usize>>,
    occurrences: Vec<Occurrence>,
}

/// The memo with the look-up that fills it.
pub(super) struct Words<'m, F> {
    pub(super) memo: &'m mut Memo,
    pub(super) lookup: F,
}

impl Memo {
    /// Whether a word that was met counts for `term`, whatever the place.
    pub(super) fn counts_for(&self, word: u32, term: TermId) -> bool {
        let place = self.places.get(&word).copied().flatten();
        place.and_then(|place| self.occurrences.get(place)).is_some_and(|found| found.counts_for(term))
    }
}

impl<'w, F: Fn(u32) -> WordForms<'w>> Words<'_, F> {
    /// What a word is an occurrence of. Cost: a look-up; for a word not met before one for each of its letters.
    pub(super) fn occurrence(&mut self, word: u32, terms: &QueryTerms) -> Option<&Occurrence> {
        let Memo { places, occurrences } = &mut *self.memo;
        let place = *places.entry(word).or_insert_with(|| {
            let occurrence = Occurrence::of(&(self.lookup)(word), terms);
            (occurrence != Occurrence::default()).then(|| {
                occurrences.push(occurrence);
                occurrences.len() - 1
            })
        });
        occurrences.get(place?)
    }
}

impl Occurrence {
    fn of(word: &WordForms<'_>, terms: &QueryTerms) -> Self {
        Self {
            stem: terms.stems.get(word.stem).copied(),
            form: terms.forms.get(word.form).copied(),
            prefix: terms.prefixes.get(prefix(word.form)).copied(),
            spelling: terms.spellings.get(word.spelling).copied(),
            grams: grams(word.form).filter_map(|gram| terms.grams.get(&gram).copied()).collect(),
        }
    }

    fn counts_for(&self, term: TermId) -> bool {
        let stem = self.stem.is_some_and(|stem| stem.coverage == term || stem.title == term);
        let form = self.form.is_some_and(|form| form.anywhere == term || form.sentence == term);
        stem || form || [self.prefix, self.spelling].contains(&Some(term)) || self.grams.contains(&term)
    }
}
