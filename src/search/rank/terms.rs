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
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Term<'q> {
    pub(super) feature: Feature,
    key: Key<'q>,
    /// The weights of the query's words that made it, added up.
    pub(super) weight: f32,
    pub(super) idf: f32,
    /// The feature's weight × the words' weight × idf: what the saturated frequency is multiplied by.
    pub(super) worth: f32,
}

/// What a term of a feature is told by.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Key<'q> {
    Word(&'q str),
    Gram(Gram),
    /// The coverage terms of two words.
    Pair(TermId, TermId),
}

/// All terms of a query, and how a word of a passage finds those that it is an occurrence of.
#[derive(Debug, Default)]
pub(super) struct QueryTerms<'q> {
    /// Features one after another.
    pub(super) terms: Vec<Term<'q>>,
    pub(super) stems: WordTable<'q, StemTerms>,
    pub(super) forms: WordTable<'q, FormTerms>,
    pub(super) prefixes: WordTable<'q, TermId>,
    pub(super) grams: GramTable<TermId>,
    pub(super) spellings: WordTable<'q, TermId>,
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

impl<'q> QueryTerms<'q> {
    /// Cost: a few look-ups for each letter of the query.
    pub(super) fn new(query: &RankQuery<'q>, collection: &Collection) -> Self {
        let mut terms = Self::default();
        let (n, words) = (collection.passages as f32, &query.searched[..]);
        terms.add_stems(words, n);
        terms.add_forms(words, n, collection.sentences as f32);
        let prefixes = words.iter().map(|w| (prefix(w.form), w.weight, w.prefix_df as f32));
        terms.prefixes = terms.add(Feature::Prefix, n, prefixes, Key::Word).into_iter().collect();
        terms.grams = terms.add(Feature::Gram, n, weighted_grams(query), Key::Gram).into_iter().collect();
        let spellings = words.iter().map(|w| (w.spelling, w.weight, w.form_df as f32));
        terms.spellings = terms.add(Feature::Spelling, n, spellings, Key::Word).into_iter().collect();
        terms.add_pairs(words, n);
        terms.glance = glance(query);
        terms
    }

    /// How a term is written in an explanation.
    pub(super) fn text(&self, term: &Term<'_>) -> String {
        match term.key {
            Key::Word(word) => word.to_owned(),
            Key::Gram(gram) => gram.to_string(),
            Key::Pair(first, second) => {
                let word = |id: TermId| self.terms.get(id).map_or_else(String::new, |term| self.text(term));
                format!("{} {}", word(first), word(second))
            }
        }
    }

    fn add_stems(&mut self, words: &[SearchedWord<'q>], n: f32) {
        let stems = || words.iter().map(|w| (w.stem, w.weight, w.stem_df as f32));
        let coverage = self.add(Feature::Coverage, n, stems(), Key::Word);
        let title = self.add(Feature::Title, n, stems(), Key::Word);
        self.stems = joined(coverage, &title, |coverage, title| StemTerms { coverage, title });
    }

    fn add_forms(&mut self, words: &[SearchedWord<'q>], n: f32, sentences: f32) {
        let forms = |times: f32| words.iter().map(move |w| (w.form, w.weight, times * w.form_df as f32));
        let anywhere = self.add(Feature::Form, n, forms(1.0), Key::Word);
        let sentence = self.add(Feature::Sentence, sentences, forms(SENTENCES_PER_PASSAGE), Key::Word);
        self.forms = joined(anywhere, &sentence, |anywhere, sentence| FormTerms { anywhere, sentence });
    }

    /// Of words that follow one another, alternatives of a repair included. If words were independent, df₁ · df₂ ÷ n
    /// passages would have both; 1 is added for this one.
    fn add_pairs(&mut self, words: &[SearchedWord<'q>], n: f32) {
        let pairs: Vec<_> = words
            .windows(2)
            .filter_map(|pair| {
                let [first, second] = pair else { return None };
                let key = (self.stems.get(first.stem)?.coverage, self.stems.get(second.stem)?.coverage);
                Some((key, 1.0, first.stem_df as f32 * second.stem_df as f32 / n.max(1.0) + 1.0))
            })
            .collect();
        self.pairs = self.add(Feature::Pair, n, pairs, |(first, second)| Key::Pair(first, second));
    }

    /// Adds a feature's terms, a repeated one once with its weights summed; where each key's term stands.
    fn add<K: Hash + Eq + Copy>(
        &mut self,
        feature: Feature,
        n: f32,
        keys: impl IntoIterator<Item = (K, f32, f32)>,
        of: impl Fn(K) -> Key<'q>,
    ) -> FxHashMap<K, TermId> {
        let mut places = FxHashMap::default();
        for (key, weight, df) in keys {
            let next = self.terms.len();
            let place = *places.entry(key).or_insert(next);
            if place == next {
                self.terms.push(Term { feature, key: of(key), weight: 0.0, idf: idf(df, n), worth: 0.0 });
            }
            let term = &mut self.terms[place];
            term.weight += weight;
            term.worth = feature.weight() * term.weight * term.idf;
        }
        places
    }
}

/// What the words have in common that the query says something of.
fn glance(query: &RankQuery<'_>) -> Glance {
    let mut glance = Glance::default();
    query.typed.iter().flat_map(|word| grams(word.form)).for_each(|gram| glance.gram(gram));
    for word in &query.searched {
        // A spelling's form, and a prefix' forms, begin as this form does.
        glance.beginning(word.form);
        glance.beginning(word.stem);
    }
    glance
}

/// Two tables of the same keys as one.
fn joined<'q, T>(
    first: FxHashMap<&'q str, TermId>,
    second: &FxHashMap<&'q str, TermId>,
    join: impl Fn(TermId, TermId) -> T,
) -> WordTable<'q, T> {
    let both = first.into_iter().filter_map(|(key, id)| Some((key, join(id, *second.get(key)?))));
    both.collect()
}

/// The 4-grams of the words as typed with their weights. A word's weight is shared out by the square root of how
/// many it has, so that long words count more, though not in proportion.
fn weighted_grams(query: &RankQuery<'_>) -> Vec<(Gram, f32, f32)> {
    let mut weighted = Vec::new();
    for word in &query.typed {
        let grams: Vec<_> = grams(word.form).collect();
        let unknown = if word.known { 1.0 } else { UNKNOWN_WORD };
        let weight = word.weight * unknown / (grams.len().max(1) as f32).sqrt();
        let dfs = word.gram_dfs.iter().map(|df| *df as f32).chain(std::iter::repeat(0.0));
        weighted.extend(grams.into_iter().zip(dfs).map(|(gram, df)| (gram, weight, df)));
    }
    weighted
}
