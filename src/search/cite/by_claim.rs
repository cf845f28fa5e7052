//! What backs a sentence.

use crate::analysis::Analyzer;
use crate::document::Span;
use crate::error::Result;
use crate::search::hit::Hit;
use crate::search::local::Local;
use crate::search::request::{SearchRequest, SearchResponse};
use crate::search::snippet::{Mark, SNIPPET_CHARS, snippet};

impl Local {
    /// The passages that cite something and say most of what `request` asks, the best first; highlighted is the
    /// claim in each that has most of its words, the shortest of several.
    ///
    /// # Errors
    /// As [`search`](Self::search).
    pub fn cite_claim(&self, request: &SearchRequest) -> Result<SearchResponse> {
        let request = SearchRequest { cited: Some(true), ..request.clone() };
        let mut response = self.search(&request)?;
        for hit in &mut response.hits {
            hit.highlights = best_claim(hit).into_iter().collect();
            hit.snippet = snippet(&hit.text, &Mark::alike(&hit.highlights), SNIPPET_CHARS);
        }
        Ok(response)
    }
}

/// The claim that holds most of the words found.
fn best_claim(hit: &Hit) -> Option<Span> {
    let mut analyzer = Analyzer::new();
    let mut stem = |span: &Span| {
        let token = analyzer.analyze(hit.text.get(span.clone())?).next()?;
        Some(token.stem.to_owned())
    };
    let words: Vec<Option<String>> = hit.highlights.iter().map(&mut stem).collect();
    let held = |claim: &Span| {
        let mut held: Vec<&Option<String>> = Vec::new();
        let spans = hit.highlights.iter().zip(&words);
        for (_, word) in spans.filter(|(span, _)| claim.start <= span.start && span.end <= claim.end) {
            if !held.contains(&word) {
                held.push(word);
            }
        }
        held.len()
    };
    let claims = hit.citations.iter().map(|citation| citation.claim.clone());
    claims.rev().max_by_key(|claim| (held(claim), std::cmp::Reverse(claim.len())))
}
