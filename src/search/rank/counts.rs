//! How often a passage has each of the query's terms: one pass over its words.

use std::ops::Range;

use super::bm25::{TEXT_B, TITLE_B, length_norm, saturation};
use super::feature::Feature;
use super::input::{CandidateWords, Collection};
use super::terms::{QueryTerms, Term, TermId};
use super::words::{Met, Occurrence};

/// Terms of a word of bits.
const BITS: usize = u64::BITS as usize;

/// What one passage has. It is kept from one passage to the next, so that nothing is allocated anew.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// By term; those of sentence terms are of the best sentence.
    pub(super) frequencies: Vec<f32>,
    /// The terms that it has, as bits: few of the query's.
    present: Vec<u64>,
    /// Which words of the text are the best sentence.
    pub(super) best_sentence: Range<usize>,
    norms: Norms,
    /// Of the sentence at hand.
    sentence: Vec<(TermId, f32)>,
    /// Of the best sentence so far.
    best: Vec<(TermId, f32)>,
}

/// The length norms of a passage, its title and its best sentence.
#[derive(Debug, Default, Clone, Copy)]
struct Norms {
    passage: f32,
    title: f32,
    sentence: f32,
}

impl Counts {
    /// Counts anew. Cost: a look-up for each word, and an addition for each term that it is an occurrence of.
    pub(super) fn count(
        &mut self,
        passage: &CandidateWords<'_>,
        collection: &Collection,
        terms: &QueryTerms<'_>,
        words: &Met,
    ) {
        self.clear(passage, collection, terms.terms.len());
        self.count_title(passage.title, terms, words);
        let mut previous = None;
        for word in passage.headings {
            self.add(words.get(*word), &mut previous, terms);
        }
        self.count_text(passage, collection, terms, words);
    }

    /// The terms that the passage has, in their order.
    pub(super) fn terms(&self) -> impl Iterator<Item = TermId> {
        (0..).step_by(BITS).zip(&self.present).flat_map(|(first, bits)| {
            let mut rest = *bits;
            std::iter::from_fn(move || {
                let next = (rest != 0).then(|| first + rest.trailing_zeros() as TermId);
                rest &= rest.wrapping_sub(1);
                next
            })
        })
    }

    /// What a term that the passage has adds to the score: its worth × the saturated frequency, which for coverage
    /// is 1.
    pub(super) fn value(&self, id: TermId, term: &Term<'_>) -> f32 {
        let norm = match term.feature {
            Feature::Coverage => return term.worth,
            Feature::Title => self.norms.title,
            Feature::Sentence => self.norms.sentence,
            _ => self.norms.passage,
        };
        term.worth * saturation(self.frequencies.get(id).copied().unwrap_or_default(), norm)
    }

    fn clear(&mut self, passage: &CandidateWords<'_>, collection: &Collection, terms: usize) {
        self.frequencies.clear();
        self.frequencies.resize(terms, 0.0);
        self.present.clear();
        self.present.resize(terms.div_ceil(BITS), 0);
        self.best.clear();
        self.best_sentence = 0..0;
        let words = passage.title.len() + passage.headings.len() + passage.text.len();
        self.norms = Norms {
            passage: length_norm(words, collection.mean_length, TEXT_B),
            title: length_norm(passage.title.len(), collection.mean_title, TITLE_B),
            sentence: 0.0,
        };
    }

    fn add_to(&mut self, term: TermId, times: f32) {
        self.frequencies[term] += times;
        self.present[term / BITS] |= 1 << (term % BITS);
    }

    /// One word; `previous` is the one before it, by its coverage term.
    fn add(&mut self, found: Option<Occurrence<'_>>, previous: &mut Option<TermId>, terms: &QueryTerms<'_>) {
        let Some(found) = found else {
            *previous = None;
            return;
        };
        let stem = found.places.pair;
        let pair = previous.zip(stem).and_then(|pair| terms.pairs.get(&pair));
        *previous = stem;
        for term in found.anywhere.iter().chain(pair) {
            self.add_to(*term, 1.0);
        }
    }

    fn count_title(&mut self, title: &[u32], terms: &QueryTerms<'_>, words: &Met) {
        let mut previous = None;
        for word in title {
            let found = words.get(*word);
            if let Some(term) = found.and_then(|found| found.places.title) {
                self.add_to(term, 1.0);
            }
            self.add(found, &mut previous, terms);
        }
    }

    fn count_text(
        &mut self,
        passage: &CandidateWords<'_>,
        collection: &Collection,
        terms: &QueryTerms<'_>,
        words: &Met,
    ) {
        let (mut previous, mut best, mut start) = (None, 0.0, 0);
        for end in ends(passage) {
            self.sentence.clear();
            for word in passage.text.get(start..end).unwrap_or_default() {
                let found = words.get(*word);
                if let Some(term) = found.and_then(|found| found.places.sentence) {
                    self.add_to_sentence(term);
                }
                self.add(found, &mut previous, terms);
            }
            self.compare_sentence(start..end, collection, terms, &mut best);
            start = end;
        }
        let mut best = std::mem::take(&mut self.best);
        best.drain(..).for_each(|(term, frequency)| self.add_to(term, frequency));
        self.best = best;
    }

    fn add_to_sentence(&mut self, term: TermId) {
        match self.sentence.iter_mut().find(|(other, _)| *other == term) {
            Some((_, frequency)) => *frequency += 1.0,
            None => self.sentence.push((term, 1.0)),
        }
    }

    /// Keeps the sentence at hand if none before it is as good.
    fn compare_sentence(
        &mut self,
        span: Range<usize>,
        collection: &Collection,
        terms: &QueryTerms<'_>,
        best: &mut f32,
    ) {
        let norm = length_norm(span.len(), collection.mean_sentence, TEXT_B);
        let value: f32 =
            self.sentence.iter().map(|(term, n)| terms.terms[*term].worth * saturation(*n, norm)).sum();
        if value > *best {
            *best = value;
            self.best_sentence = span;
            self.norms.sentence = norm;
            std::mem::swap(&mut self.best, &mut self.sentence);
        }
    }
}

/// Where the sentences end, the last of them at the end of the text.
fn ends(passage: &CandidateWords<'_>) -> impl Iterator<Item = usize> {
    let length = passage.text.len();
    let inner = passage.sentence_ends.iter().map(move |end| (*end as usize).min(length));
    inner.filter(move |end| *end < length).chain([length])
}
