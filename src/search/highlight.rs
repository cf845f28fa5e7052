//! Which bytes of a text match: spans of its own tokens, never found by looking for a word in it again.

use std::collections::HashSet;

use super::terms::QueryTerms;
use crate::analysis::Analyzer;
use crate::document::Span;

/// Finds what to mark in the hits of one query.
pub(super) struct Highlighter<'a> {
    words: HashSet<&'a str>,
    phrases: Vec<Vec<&'a str>>,
}

impl<'a> Highlighter<'a> {
    /// Words that decide are marked wherever they stand, other words only inside a phrase of the query.
    pub(super) fn new(terms: &'a QueryTerms) -> Self {
        let phrase = |span: &Span| terms.words[span.clone()].iter().map(|word| word.stem.as_str()).collect();
        Self {
            words: terms.deciding().map(|word| word.stem.as_str()).collect(),
            phrases: terms.phrases.iter().map(phrase).collect(),
        }
    }

    /// The matching bytes of `text`, in order.
    pub(super) fn spans(&self, text: &str, analyzer: &mut Analyzer) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut stems = Vec::new();
        for token in analyzer.analyze(text) {
            spans.push(token.span);
            stems.push(token.stem);
        }
        let mut marked: Vec<bool> = stems.iter().map(|stem| self.words.contains(stem)).collect();
        for phrase in &self.phrases {
            for (start, window) in stems.windows(phrase.len()).enumerate() {
                if window == phrase.as_slice() {
                    marked[start..start + phrase.len()].fill(true);
                }
            }
        }
        spans.into_iter().zip(marked).filter(|(_, marked)| *marked).map(|(span, _)| span).collect()
    }
}
