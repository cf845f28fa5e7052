//! The query's terms, feature by feature, each with its inverse document frequency.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::bm25::idf;
use super::feature::Feature;
use super::glance::Glance;
use super::input::{Collection, RankQuery, SearchedWord};
use super::letters::prefix;
use super::table::{GramTable, WordTable};
use crate::index::{Gram, grams};

/// Sentences that have a form, for each passage that has it: measured on 43,076 passages.
const SENTENCES_PER_PASSAGE: f32 = 1.3;
/// How much more the letters of a word count that no passage has: what it is a misspelling or an inflection of,
/// they alone can find.
const UNKNOWN_WORD: f32 = 3.0;

/// A term's place in [`QueryTerms::terms`].
pub(super) type TermId = usize;

/// One term of one feature.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    pub(super) feature: Feature,
    pub(super) text: String,
    /// The weights of the query's words that made it, added up.
    pub(super) weight: f32,
    pub(super) idf: f32,
    /// The feature's weight × the words' weight × idf: what the saturated frequency is multiplied by.
    pub(super) worth: f32,
}

/// All terms of a query, and how a word of a passage finds those that it is an occurrence of.
#[derive(Debug, Default)]
pub(super) struct QueryTerms {
    /// Features one after another.
    pub(super) terms: Vec<Term>,
    pub(super) stems: WordTable<StemTerms>,
    pub(super) forms: WordTable<FormTerms>,
    pub(super) prefixes: WordTable<TermId>,
    pub(super) grams: GramTable<TermId>,
    pub(super) spellings: WordTable<TermId>,
    pub(super) glance: Glance,
    /// By the coverage terms of the first and the second word.
    pub(super) pairs: FxHashMap<(TermId, TermId), TermId>,
}

/// The terms that a stem is an occurrence of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StemTerms {
    pub(super) coverage: TermId,
    /// In the title only.
    pub(super) title: TermId,
}

/// The terms that a form is an occurrence of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FormTerms {
    pub(super) anywhere: TermId,
    /// In a sentence of the text only.
    pub(super) sentence: TermId,
}

impl QueryTerms {
    /// Cost: a few look-ups for each letter of the query.
    pub(super) fn new(query: &RankQuery, collection: &Collection) -> Self {
        let mut terms = Self::default();
        let (n, words) = (collection.passages as f32, &query.searched[..]);
        terms.add_stems(words, n);
        terms.add_forms(words, n, collection.sentences as f32);
        let prefixes = words.iter().map(|w| (prefix(&w.form).to_owned(), w.weight, w.prefix_df as f32));
        terms.prefixes = terms.add(Feature::Prefix, n, prefixes, String::clone).into_iter().collect();
        terms.grams =
            terms.add(Feature::Gram, n, weighted_grams(query), Gram::to_string).into_iter().collect();
        let spellings = words.iter().map(|w| (w.spelling.clone(), w.weight, w.form_df as f32));
        terms.spellings = terms.add(Feature::Spelling, n, spellings, String::clone).into_iter().collect();
        terms.add_pairs(words, n);
        terms.glance = glance(query);
        terms
    }

    fn add_stems(&mut self, words: &[SearchedWord], n: f32) {
        let stems = || words.iter().map(|w| (w.stem.clone(), w.weight, w.stem_df as f32));
        let coverage = self.add(Feature::Coverage, n, stems(), String::clone);
        let title = self.add(Feature::Title, n, stems(), String::clone);
        self.stems = joined(coverage, &title, |coverage, title| StemTerms { coverage, title });
    }

    fn add_forms(&mut self, words: &[SearchedWord], n: f32, sentences: f32) {
        let forms =
            |times: f32| words.iter().map(move |w| (w.form.clone(), w.weight, times * w.form_df as f32));
        let anywhere = self.add(Feature::Form, n, forms(1.0), String::clone);
        let sentence = self.add(Feature::Sentence, sentences, forms(SENTENCES_PER_PASSAGE), String::clone);
        self.forms = joined(anywhere, &sentence, |anywhere, sentence| FormTerms { anywhere, sentence });
    }

    /// Of words that follow one another, alternatives of a repair included. If words were independent, df₁ · df₂ ÷ n
    /// passages would have both; 1 is added for this one.
    fn add_pairs(&mut self, words: &[SearchedWord], n: f32) {
        let pairs: Vec<_> = words
            .windows(2)
            .filter_map(|pair| {
                let [first, second] = pair else { return None };
                let key = (self.stems.get(&first.stem)?.coverage, self.stems.get(&second.stem)?.coverage);
                Some((key, 1.0, first.stem_df as f32 * second.stem_df as f32 / n.max(1.0) + 1.0))
            })
            .collect();
        let texts: Vec<String> = self.terms.iter().map(|term| term.text.clone()).collect();
        self.pairs = self.add(Feature::Pair, n, pairs, |(a, b)| format!("{} {}", texts[*a], texts[*b]));
    }

    /// Adds a feature's terms, a repeated one once with its weights summed; where each key's term stands.
    fn add<K: Hash + Eq + Clone>(
        &mut self,
        feature: Feature,
        n: f32,
        keys: impl IntoIterator<Item = (K, f32, f32)>,
        text: impl Fn(&K) -> String,
    ) -> FxHashMap<K, TermId> {
        let mut places = FxHashMap::default();
        for (key, weight, df) in keys {
            let next = self.terms.len();
            let place = *places.entry(key.clone()).or_insert(next);
            if place == next {
                self.terms.push(Term { feature, text: text(&key), weight: 0.0, idf: idf(df, n), worth: 0.0 });
            }
            let term = &mut self.terms[place];
            term.weight += weight;
            term.worth = feature.weight() * term.weight * term.idf;
        }
        places
    }
}

/// What the words have in common that the query says something of.
fn glance(query: &RankQuery) -> Glance {
    let mut glance = Glance::default();
    query.typed.iter().flat_map(|word| grams(&word.form)).for_each(|gram| glance.gram(gram));
    for word in &query.searched {
        // A spelling's form, and a prefix' forms, begin as this form does.
        glance.beginning(&word.form);
        glance.beginning(&word.stem);
    }
    glance
}

/// Two tables of the same keys as one.
fn joined<T>(
    first: FxHashMap<String, TermId>,
    second: &FxHashMap<String, TermId>,
    join: impl Fn(TermId, TermId) -> T,
) -> WordTable<T> {
    first
        .into_iter()
        .filter_map(|(key, id)| Some((join(id, *second.get(&key)?), key)))
        .map(|(t, key)| (key, t))
        .collect()
}

/// The 4-grams of the words as typed with their weights. A word's weight is shared out by the square root of how
/// many it has, so that long words count more, though not in proportion.
fn weighted_grams(query: &RankQuery) -> Vec<(Gram, f32, f32)> {
    let mut weighted = Vec::new();
    for word in &query.typed {
        let grams: Vec<_> = grams(&word.form).collect();
        let unknown = if word.known { 1.0 } else { UNKNOWN_WORD };
        let weight = word.weight * unknown / (grams.len().max(1) as f32).sqrt();
        let dfs = word.gram_dfs.iter().map(|df| *df as f32).chain(std::iter::repeat(0.0));
        weighted.extend(grams.into_iter().zip(dfs).map(|(gram, df)| (gram, weight, df)));
    }
    weighted
}
