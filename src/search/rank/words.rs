//! Which of the query's terms each word of the passages is an occurrence of.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::letters::prefix;
use super::terms::{FormTerms, QueryTerms, StemTerms, TermId};
use crate::index::{WordForms, grams};

/// The terms that a word is an occurrence of, one at least.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Occurrence<'m> {
    pub(super) shape: Shape,
    /// Repeated where the word repeats the gram.
    pub(super) grams: &'m [TermId],
}

/// The terms that a word is an occurrence of as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Shape {
    pub(super) stem: Option<StemTerms>,
    pub(super) form: Option<FormTerms>,
    pub(super) prefix: Option<TermId>,
    pub(super) spelling: Option<TermId>,
}

/// What was worked out for each word: passages share most of their words.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// From a word's id to its place in `occurrences`, or [`NOTHING`] for a word that is no occurrence.
    places: FxHashMap<u32, u32>,
    occurrences: Vec<(Shape, Range<usize>)>,
    /// The gram terms of all occurrences.
    grams: Vec<TermId>,
}

/// No place: there are fewer occurrences than word ids.
const NOTHING: u32 = u32::MAX;

impl Memo {
    /// Whether a word that was met counts for `term`, whatever the place.
    pub(super) fn counts_for(&self, word: u32, term: TermId) -> bool {
        let place = self.places.get(&word);
        place.and_then(|place| self.get(*place)).is_some_and(|found| found.counts_for(term))
    }

    fn get(&self, place: u32) -> Option<Occurrence<'_>> {
        let (shape, grams) = self.occurrences.get(place as usize)?;
        Some(Occurrence { shape: *shape, grams: self.grams.get(grams.clone())? })
    }

    /// The place of a word that was not met before.
    fn add(
        grams_of_all: &mut Vec<TermId>,
        occurrences: &mut Vec<(Shape, Range<usize>)>,
        word: &WordForms<'_>,
        terms: &QueryTerms,
    ) -> u32 {
        let start = grams_of_all.len();
        grams_of_all.extend(grams(word.form).filter_map(|gram| terms.grams.get(gram)));
        let shape = Shape::of(word, terms);
        if shape == Shape::default() && grams_of_all.len() == start {
            return NOTHING;
        }
        occurrences.push((shape, start..grams_of_all.len()));
        occurrences.len() as u32 - 1
    }
}

/// The memo with the look-up that fills it.
pub(super) struct Words<'m, F> {
    pub(super) memo: &'m mut Memo,
    pub(super) lookup: F,
}

impl<'w, F: Fn(u32) -> WordForms<'w>> Words<'_, F> {
    /// What a word is an occurrence of. Cost: a look-up; for a word not met before one for each of its letters.
    pub(super) fn occurrence(&mut self, word: u32, terms: &QueryTerms) -> Option<Occurrence<'_>> {
        let Memo { places, occurrences, grams } = &mut *self.memo;
        let place =
            *places.entry(word).or_insert_with(|| Memo::add(grams, occurrences, &(self.lookup)(word), terms));
        self.memo.get(place)
    }
}

impl Shape {
    fn of(word: &WordForms<'_>, terms: &QueryTerms) -> Self {
        Self {
            stem: terms.stems.get(word.stem),
            form: terms.forms.get(word.form),
            prefix: terms.prefixes.get(prefix(word.form)),
            spelling: terms.spellings.get(word.spelling),
        }
    }
}

impl Occurrence<'_> {
    fn counts_for(&self, term: TermId) -> bool {
        let Shape { stem, form, prefix, spelling } = self.shape;
        let stem = stem.is_some_and(|stem| stem.coverage == term || stem.title == term);
        let form = form.is_some_and(|form| form.anywhere == term || form.sentence == term);
        stem || form || [prefix, spelling].contains(&Some(term)) || self.grams.contains(&term)
    }
}
