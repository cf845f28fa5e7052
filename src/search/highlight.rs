//! Which bytes of a text match: spans of its own tokens, never found by looking for a word in it again.

use std::collections::BTreeSet;
use std::io;

use rustc_hash::FxHashMap;

use super::hit::HitQuote;
use super::pattern::WordTest;
use super::rank::idf;
use super::snippet::Mark;
use super::terms::{Matching, QueryTerms, QueryWord};
use crate::analysis::{Analyzer, Token};
use crate::document::Span;
use crate::index::Statistics;
use crate::query::Field;

/// A word of the query as marks name it, and what it counts: its weight in the query × how rare it is.
type Worth = (usize, f32);

/// Finds what to mark in the hits of one query.
pub(super) struct Highlighter {
    /// Stems that are marked wherever they stand.
    stems: FxHashMap<String, Worth>,
    /// Words that are told by more than their stem.
    tests: Vec<(WordTest, Worth)>,
    /// What is marked only inside a quote.
    in_quotes: Vec<(WordTest, Worth)>,
    phrases: Vec<(Vec<(String, Worth)>, usize)>,
}

impl Highlighter {
    /// Words that decide are marked wherever they stand, other words only inside a phrase of the query. What was asked
    /// for in titles and headings is not marked in texts.
    pub(super) fn new(terms: &QueryTerms, query: &str, statistics: &Statistics) -> io::Result<Self> {
        let worths = Worths::new(terms, statistics)?;
        let (mut tests, mut in_quotes) = (Vec::new(), Vec::new());
        for word in terms.words.iter().filter(|word| word.matching != Matching::Stem) {
            let typed = query.get(word.span.clone()).unwrap_or_default();
            let widened = terms.widened(word, statistics)?;
            let test = WordTest::new(word, typed, BTreeSet::new(), &widened);
            match word.field {
                None => tests.push((test, worths.of(word))),
                Some(Field::Quoted) => in_quotes.push((test, worths.of(word))),
                Some(_) => {}
            }
        }
        let mut stems = FxHashMap::default();
        for word in terms.deciding().filter(|word| word.matching == Matching::Stem) {
            match word.field {
                None => drop(stems.insert(word.stem.clone(), worths.of(word))),
                Some(Field::Quoted) => {
                    in_quotes.push((WordTest::Stems([word.stem.clone()].into()), worths.of(word)));
                }
                Some(_) => {}
            }
        }
        Ok(Self { stems, tests, in_quotes, phrases: phrases(terms, &worths) })
    }

    /// What matches in `text`, in order.
    pub(super) fn marks(&self, text: &str, quotes: &[HitQuote], analyzer: &mut Analyzer) -> Vec<Mark> {
        let tokens: Vec<Token<'_>> = analyzer.analyze(text).collect();
        let mut marked: Vec<Option<Worth>> = tokens.iter().map(|token| self.worth(token, quotes)).collect();
        for (phrase, slop) in &self.phrases {
            mark_phrase(phrase, *slop, &tokens, &mut marked);
        }
        let marked = tokens.into_iter().zip(marked);
        let marks = marked.filter_map(|(token, worth)| worth.map(|worth| (token.span, worth)));
        marks.map(|(span, (word, weight))| Mark { span, word, weight }).collect()
    }

    fn worth(&self, token: &Token<'_>, quotes: &[HitQuote]) -> Option<Worth> {
        let accepted = |tests: &[(WordTest, Worth)]| {
            tests.iter().find(|(test, _)| test.accepts_token(token)).map(|(_, worth)| *worth)
        };
        let quoted = || quotes.iter().any(|quote| holds(&quote.span, &token.span));
        let anywhere = self.stems.get(token.stem).copied().or_else(|| accepted(&self.tests));
        anywhere.or_else(|| accepted(&self.in_quotes).filter(|_| quoted()))
    }
}

/// What the words of a query count: those that stand in one place of it, as all that a word was widened or repaired to
/// do, are one word.
struct Worths(FxHashMap<usize, Worth>);

impl Worths {
    /// Cost: a look-up for each word that is searched.
    fn new(terms: &QueryTerms, statistics: &Statistics) -> io::Result<Self> {
        let passages = statistics.totals().passages as f32;
        let mut worths: FxHashMap<usize, Worth> = FxHashMap::default();
        for word in &terms.searched {
            let weight = word.weight * idf(statistics.stem_df(&word.stem)? as f32, passages);
            let worth = worths.entry(word.span.start).or_insert((word.span.start, weight));
            worth.1 = worth.1.min(weight);
        }
        Ok(Self(worths))
    }

    /// A word that is not searched counts nothing.
    fn of(&self, word: &QueryWord) -> Worth {
        self.0.get(&word.span.start).copied().unwrap_or((word.span.start, 0.0))
    }
}

/// The phrases whose words all stand for their stems, which are the ones that may hold words not marked anyway.
fn phrases(terms: &QueryTerms, worths: &Worths) -> Vec<(Vec<(String, Worth)>, usize)> {
    let given = terms.phrases.iter().filter_map(|phrase| {
        let words = terms.words.get(phrase.words.clone())?;
        let plain = words.iter().all(|word| word.matching == Matching::Stem && word.field.is_none());
        let worth = |word: &QueryWord| (word.stem.clone(), worths.of(word));
        plain.then(|| (words.iter().map(worth).collect(), phrase.slop as usize))
    });
    given.collect()
}

fn holds(outer: &Span, inner: &Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Marks the words of a phrase where they follow one another with `slop` others between them at most.
fn mark_phrase(phrase: &[(String, Worth)], slop: usize, tokens: &[Token<'_>], marked: &mut [Option<Worth>]) {
    for first in 0..tokens.len() {
        let mut places = Vec::with_capacity(phrase.len());
        let mut from = first;
        for (place, (stem, _)) in phrase.iter().enumerate() {
            let last = if place == 0 { first } else { first + place + slop };
            let window = from..(last + 1).min(tokens.len());
            let Some(found) = window.clone().find(|at| tokens[*at].stem == stem) else { break };
            places.push(found);
            from = found + 1;
        }
        if places.len() == phrase.len() {
            for (place, (_, worth)) in places.into_iter().zip(phrase) {
                marked[place].get_or_insert(*worth);
            }
        }
    }
}
