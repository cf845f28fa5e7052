//! Which bytes of a text match: spans of its own tokens, never found by looking for a word in it again.

use std::collections::BTreeSet;
use std::io;

use rustc_hash::FxHashSet;

use super::hit::HitQuote;
use super::pattern::WordTest;
use super::terms::{Matching, QueryTerms, QueryWord};
use super::widen::Widened;
use crate::analysis::{Analyzer, Token};
use crate::document::Span;
use crate::index::Statistics;
use crate::query::Field;

/// Finds what to mark in the hits of one query.
pub(super) struct Highlighter {
    /// Stems that are marked wherever they stand.
    stems: FxHashSet<String>,
    /// Words that are told by more than their stem.
    tests: Vec<WordTest>,
    /// What is marked only inside a quote.
    in_quotes: Vec<WordTest>,
    phrases: Vec<(Vec<String>, usize)>,
}

impl Highlighter {
    /// Words that decide are marked wherever they stand, other words only inside a phrase of the query. What was asked
    /// for in titles and headings is not marked in texts.
    pub(super) fn new(terms: &QueryTerms, query: &str, statistics: &Statistics) -> io::Result<Self> {
        let mut tests = Vec::new();
        let mut in_quotes = Vec::new();
        for word in terms.words.iter().filter(|word| word.matching != Matching::Stem) {
            let test = test(word, query, &Widened::new(word, statistics)?);
            match word.field {
                None => tests.push(test),
                Some(Field::Quoted) => in_quotes.push(test),
                Some(_) => {}
            }
        }
        let deciding = || terms.deciding().filter(|word| word.matching == Matching::Stem);
        let stem = |word: &QueryWord| word.stem.clone();
        let quoted: BTreeSet<String> =
            deciding().filter(|word| word.field == Some(Field::Quoted)).map(stem).collect();
        in_quotes.push(WordTest::Stems(quoted));
        let stems = deciding().filter(|word| word.field.is_none()).map(stem).collect();
        Ok(Self { stems, tests, in_quotes, phrases: phrases(terms) })
    }

    /// The matching bytes of `text`, in order.
    pub(super) fn spans(&self, text: &str, quotes: &[HitQuote], analyzer: &mut Analyzer) -> Vec<Span> {
        let tokens: Vec<Token<'_>> = analyzer.analyze(text).collect();
        let quoted = |token: &Token<'_>| quotes.iter().any(|quote| holds(&quote.span, &token.span));
        let marks = |token: &Token<'_>| {
            self.stems.contains(token.stem)
                || self.tests.iter().any(|test| test.accepts_token(token))
                || (self.in_quotes.iter().any(|test| test.accepts_token(token)) && quoted(token))
        };
        let mut marked: Vec<bool> = tokens.iter().map(marks).collect();
        for (phrase, slop) in &self.phrases {
            mark_phrase(phrase, *slop, &tokens, &mut marked);
        }
        tokens.into_iter().zip(marked).filter(|(_, marked)| *marked).map(|(token, _)| token.span).collect()
    }
}

fn test(word: &QueryWord, query: &str, widened: &Widened) -> WordTest {
    WordTest::new(word, query.get(word.span.clone()).unwrap_or_default(), BTreeSet::new(), widened)
}

/// The phrases whose words all stand for their stems, which are the ones that may hold words not marked anyway.
fn phrases(terms: &QueryTerms) -> Vec<(Vec<String>, usize)> {
    let given = terms.phrases.iter().filter_map(|phrase| {
        let words = terms.words.get(phrase.words.clone())?;
        let plain = words.iter().all(|word| word.matching == Matching::Stem && word.field.is_none());
        plain.then(|| (words.iter().map(|word| word.stem.clone()).collect(), phrase.slop as usize))
    });
    given.collect()
}

fn holds(outer: &Span, inner: &Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Marks the words of a phrase where they follow one another with `slop` others between them at most.
fn mark_phrase(phrase: &[String], slop: usize, tokens: &[Token<'_>], marked: &mut [bool]) {
    for first in 0..tokens.len() {
        let mut places = Vec::with_capacity(phrase.len());
        let mut from = first;
        for (place, stem) in phrase.iter().enumerate() {
            let last = if place == 0 { first } else { first + place + slop };
            let window = from..(last + 1).min(tokens.len());
            let Some(found) = window.clone().find(|at| tokens[*at].stem == stem) else { break };
            places.push(found);
            from = found + 1;
        }
        if places.len() == phrase.len() {
            places.into_iter().for_each(|place| marked[place] = true);
        }
    }
}
