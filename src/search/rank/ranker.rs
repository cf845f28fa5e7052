//! The second stage: passages scored from their own words.

use super::counts::Counts;
use super::feature::Feature;
use super::input::{CandidateWords, Collection, RankQuery};
use super::score::{Part, Score};
use super::terms::{QueryTerms, Term, TermId};
use super::words::{Memo, Words};
use crate::index::WordForms;

/// Scores passages for one query. Word ids mean the same in every passage that it is given.
///
/// Scores depend on the query, the statistics and the passage alone: neither on the other passages nor on their
/// order.
#[derive(Debug)]
pub struct Ranker {
    collection: Collection,
    terms: QueryTerms,
    memo: Memo,
    counts: Counts,
}

impl Ranker {
    /// Cost: a few look-ups for each letter of the query.
    #[must_use]
    pub fn new(query: &RankQuery, collection: Collection) -> Self {
        let terms = QueryTerms::new(query, &collection);
        Self { collection, terms, memo: Memo::default(), counts: Counts::default() }
    }

    /// The score of a passage, whose words `lookup` knows: it is asked once for each word.
    ///
    /// Cost: a look-up for each word of the passage, an addition for each term that it is an occurrence of, a
    /// division for each term of the query; a word not met before costs about its letters in look-ups more.
    pub fn score<'w>(&mut self, passage: &CandidateWords<'_>, lookup: impl Fn(u32) -> WordForms<'w>) -> f32 {
        self.count(passage, lookup);
        self.values().map(|(_, _, value)| value).sum()
    }

    /// The score with its parts; the total is that of [`score`](Self::score).
    ///
    /// Cost: for each part once more the passage's words.
    pub fn explain<'w>(
        &mut self,
        passage: &CandidateWords<'_>,
        lookup: impl Fn(u32) -> WordForms<'w> + Copy,
    ) -> Score {
        self.count(passage, lookup);
        let found: Vec<_> = self.values().map(|(id, term, value)| (id, term.clone(), value)).collect();
        let total = found.iter().map(|(_, _, value)| value).sum();
        let parts = found.into_iter().map(|(id, term, value)| Part {
            words: self.spellings(id, term.feature, passage, lookup),
            frequency: self.counts.frequencies.get(id).copied().unwrap_or_default(),
            feature: term.feature,
            term: term.text,
            weight: term.weight,
            idf: term.idf,
            value,
        });
        Score { total, parts: parts.collect() }
    }

    fn count<'w>(&mut self, passage: &CandidateWords<'_>, lookup: impl Fn(u32) -> WordForms<'w>) {
        let mut words = Words { memo: &mut self.memo, lookup };
        self.counts.count(passage, &self.collection, &self.terms, &mut words);
    }

    /// The terms that the passage at hand has, with their values.
    fn values(&self) -> impl Iterator<Item = (TermId, &Term, f32)> {
        let terms = self.terms.terms.iter().enumerate();
        terms.filter_map(|(id, term)| Some((id, term, self.counts.value(id, term)?)))
    }

    /// How the words of the passage at hand that count for a term are spelled, each once.
    fn spellings<'w>(
        &self,
        term: TermId,
        feature: Feature,
        passage: &CandidateWords<'_>,
        lookup: impl Fn(u32) -> WordForms<'w> + Copy,
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
            let spelling = lookup(*word).spelling;
            if self.memo.counts_for(*word, term) && !spellings.iter().any(|known| known == spelling) {
                spellings.push(spelling.to_owned());
            }
        }
        spellings
    }
}
