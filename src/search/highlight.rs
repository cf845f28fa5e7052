//! Which bytes of a text match: spans of its own tokens, never found by looking for a word in it again.

use std::collections::BTreeSet;
use std::io;

use rustc_hash::FxHashMap;

use super::hit::HitQuote;
use super::pattern::WordTest;
use super::rank::idf;
use super::snippet::Mark;
use super::terms::{Matching, QueryTerms, QueryWord};
use crate::analysis::{Analyzer, Beginnings, Token, Tokens};
use crate::document::Span;
use crate::index::Statistics;
use crate::query::Field;

/// A word of the query as marks name it, and what it counts: its weight in the query × how rare it is.
type Worth = (usize, f32);
/// The stems of a phrase's words, and how many others may stand between them.
type Phrase = (Vec<(String, Worth)>, usize);

/// Finds what to mark in the hits of one query.
pub(super) struct Highlighter {
    /// Stems that are marked wherever they stand.
    stems: FxHashMap<String, Worth>,
    /// Words that are told by more than their stem.
    tests: Vec<(WordTest, Worth)>,
    /// What is marked only inside a quote.
    in_quotes: Vec<(WordTest, Worth)>,
    phrases: Vec<Phrase>,
    /// Of all the words that any of these may mark.
    beginnings: Beginnings,
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
        Ok(Self::of(stems, [tests, in_quotes], phrases(terms, &worths)))
    }

    fn of(
        stems: FxHashMap<String, Worth>,
        [tests, in_quotes]: [Vec<(WordTest, Worth)>; 2],
        phrases: Vec<Phrase>,
    ) -> Self {
        let mut beginnings = Beginnings::default();
        let of_phrases = phrases.iter().flat_map(|(words, _)| words).map(|(stem, _)| stem);
        stems.keys().chain(of_phrases).for_each(|stem| beginnings.add(stem));
        tests.iter().chain(&in_quotes).for_each(|(test, _)| test.seek(&mut beginnings));
        Self { stems, tests, in_quotes, phrases, beginnings }
    }

    /// What matches in `text`, in order. Cost: one pass, and what it takes to analyse the words that begin as one of the
    /// query does.
    pub(super) fn marks(&self, text: &str, quotes: &[HitQuote], analyzer: &mut Analyzer) -> Vec<Mark> {
        let tokens = analyzer.analyze_for(text, &self.beginnings);
        let in_phrases = self.in_phrases(&tokens);
        let marks = tokens.enumerate().filter_map(|(place, token)| {
            let (word, weight) = self.worth(&token, quotes).or_else(|| in_phrases.get(&place).copied())?;
            Some(Mark { span: token.span, word, weight })
        });
        marks.collect()
    }

    /// Which of `tokens` belong to a phrase.
    fn in_phrases(&self, tokens: &Tokens<'_>) -> FxHashMap<usize, Worth> {
        let mut marked = FxHashMap::default();
        if !self.phrases.is_empty() {
            let stems: Vec<&str> = tokens.clone().map(|token| token.stem).collect();
            for (phrase, slop) in &self.phrases {
                mark_phrase(phrase, *slop, &stems, &mut marked);
            }
        }
        marked
    }

    fn worth(&self, token: &Token<'_>, quotes: &[HitQuote]) -> Option<Worth> {
        if token.stem.is_empty() {
            return None;
        }
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
fn phrases(terms: &QueryTerms, worths: &Worths) -> Vec<Phrase> {
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
fn mark_phrase(
    phrase: &[(String, Worth)],
    slop: usize,
    stems: &[&str],
    marked: &mut FxHashMap<usize, Worth>,
) {
    for first in 0..stems.len() {
        let mut places = Vec::with_capacity(phrase.len());
        let mut from = first;
        for (place, (stem, _)) in phrase.iter().enumerate() {
            let last = if place == 0 { first } else { first + place + slop };
            let window = from..(last + 1).min(stems.len());
            let Some(found) = window.clone().find(|at| stems[*at] == stem) else { break };
            places.push(found);
            from = found + 1;
        }
        if places.len() == phrase.len() {
            for (place, (_, worth)) in places.into_iter().zip(phrase) {
                marked.entry(place).or_insert(*worth);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::{battery, letters};

    /// A highlighter of words of `text`, told by all that words are told by.
    fn highlighter(text: &str, chosen: &[(prop::sample::Index, u8)]) -> Highlighter {
        let mut analyzer = Analyzer::new();
        let tokens: Vec<Token<'_>> = analyzer.analyze(text).collect();
        let (mut stems, mut tests, mut in_quotes, mut phrases) =
            (FxHashMap::default(), Vec::new(), Vec::new(), Vec::new());
        for (place, (index, kind)) in chosen.iter().enumerate().filter(|_| !tokens.is_empty()) {
            let at = index.index(tokens.len());
            let (token, worth) = (&tokens[at], (place, 1.0));
            let beginning = token.form.chars().take(2).collect();
            match kind % 6 {
                0 => drop(stems.insert(token.stem.to_owned(), worth)),
                1 => tests.push((WordTest::Prefix(beginning), worth)),
                2 => tests.push((WordTest::Forms([token.form.to_owned()].into()), worth)),
                3 => {
                    let (spelling, letters) = (String::new(), letters(token.raw));
                    tests.push((WordTest::Exact { spelling, letters }, worth));
                }
                4 => in_quotes.push((WordTest::Stems([token.stem.to_owned()].into()), worth)),
                _ => {
                    let words = tokens[at..].iter().step_by(2).take(2);
                    phrases.push((words.map(|word| (word.stem.to_owned(), worth)).collect(), place % 3));
                }
            }
        }
        Highlighter::of(stems, [tests, in_quotes], phrases)
    }

    proptest! {
        #[test]
        fn marks_are_those_of_all_words(
            asked in battery::any_text(),
            around in battery::french_text(),
            chosen in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 0..5),
        ) {
            let text = format!("{around} {asked}, {around}");
            let quotes = [HitQuote { span: 0..text.len() / 2, text: String::new(), speaker: None, verb: None, labels: Vec::new() }];
            let short = highlighter(&asked, &chosen);
            let mut all = highlighter(&asked, &chosen);
            all.beginnings.add("");
            let mut analyzer = Analyzer::new();
            let marks = short.marks(&text, &quotes, &mut analyzer);
            prop_assert_eq!(marks, all.marks(&text, &quotes, &mut analyzer));
        }
    }
}
