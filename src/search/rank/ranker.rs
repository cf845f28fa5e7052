//! The second stage: passages scored from their own words.

use super::counts::Counts;
use super::feature::Feature;
use super::input::{CandidateWords, Collection, RankQuery};
use super::score::{Part, Score};
use super::terms::{QueryTerms, Term, TermId};
use super::words::Met;
pub use super::words::NO_MATCH;
use crate::index::WordForms;

/// Scores passages for one query. Their words are given by the numbers under which it has [met](Self::meet) them.
///
/// Scores depend on the query, the statistics and the passage alone: neither on the other passages nor on their
/// order.
#[derive(Debug)]
pub struct Ranker<'q> {
    collection: Collection,
    terms: QueryTerms<'q>,
    words: Met,
    counts: Counts,
}

impl<'q> Ranker<'q> {
    /// Cost: a few look-ups for each letter of the query.
    #[must_use]
    pub fn new(query: &RankQuery<'q>, collection: Collection) -> Self {
        let terms = QueryTerms::new(query, &collection);
        Self { collection, terms, words: Met::default(), counts: Counts::default() }
    }

    /// Whether the query may say something of a word, by its form, and its stem where that is a beginning of it.
    /// Where it says nothing the word's number is [`NO_MATCH`]. Cost: about a nanosecond a letter.
    #[inline]
    #[must_use]
    pub fn may_match(&self, form: &[u8], stem: Option<&[u8]>) -> bool {
        self.terms.glance.may_matter(form, stem)
    }

    /// A number for a word, for passages that hold it; [`NO_MATCH`] where the query says nothing of it.
    ///
    /// Cost: a look-up for each letter of the word, most of which find nothing at once.
    pub fn meet(&mut self, word: &WordForms<'_>) -> u32 {
        self.words.meet(word, &self.terms)
    }

    /// The score of a passage.
    ///
    /// Cost: a look for each word of the passage, an addition for each term that it is an occurrence of, a
    /// division for each term of the query.
    pub fn score(&mut self, passage: &CandidateWords<'_>) -> f32 {
        self.count(passage);
        self.values().map(|(_, _, value)| value).sum()
    }

    /// The score with its parts; the total is that of [`score`](Self::score). `spelling` knows how the word of a
    /// number is spelled.
    ///
    /// Cost: for each part once more the passage's words.
    pub fn explain<'w>(
        &mut self,
        passage: &CandidateWords<'_>,
        spelling: impl Fn(u32) -> &'w str + Copy,
    ) -> Score {
        self.count(passage);
        let found: Vec<_> = self.values().map(|(id, term, value)| (id, *term, value)).collect();
        let total = found.iter().map(|(_, _, value)| value).sum();
        let parts = found.into_iter().map(|(id, term, value)| Part {
            words: self.spellings(id, term.feature, passage, spelling),
            feature_weight: term.feature.weight(),
            frequency: self.counts.frequencies.get(id).copied().unwrap_or_default(),
            saturated: if term.worth > 0.0 { value / term.worth } else { 0.0 },
            feature: term.feature,
            term: self.terms.text(&term),
            weight: term.weight,
            idf: term.idf,
            value,
        });
        Score { total, parts: parts.collect() }
    }

    fn count(&mut self, passage: &CandidateWords<'_>) {
        self.counts.count(passage, &self.collection, &self.terms, &self.words);
    }

    /// The terms that the passage at hand has, in their order, with their values.
    fn values(&self) -> impl Iterator<Item = (TermId, &Term<'q>, f32)> {
        let terms = self.counts.terms().filter_map(|id| Some((id, self.terms.terms.get(id)?)));
        terms.map(|(id, term)| (id, term, self.counts.value(id, term)))
    }

    /// How the words of the passage at hand that count for a term are spelled, each once.
    fn spellings<'w>(
        &self,
        term: TermId,
        feature: Feature,
        passage: &CandidateWords<'_>,
        spelling: impl Fn(u32) -> &'w str,
    ) -> Vec<String> {
        let text = match feature {
            Feature::Title => &[],
            Feature::Sentence => passage.text.get(self.counts.best_sentence.clone()).unwrap_or_default(),
            _ => passage.text,
        };
        let outside = match feature {
            Feature::Sentence => [&[][..], &[]],
            Feature::Title => [passage.title, &[]],
            _ => [passage.title, passage.headings],
        };
        let mut spellings: Vec<String> = Vec::new();
        for word in outside.into_iter().flatten().chain(text) {
            if self.words.counts_for(*word, term) && !spellings.iter().any(|known| known == spelling(*word)) {
                spellings.push(spelling(*word).to_owned());
            }
        }
        spellings
    }
}
