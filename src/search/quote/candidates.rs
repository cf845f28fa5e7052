//! Passages that a quote may come from.

use std::collections::BTreeSet;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Term};

use crate::analysis::Analyzer;
use crate::analysis::brackets::brackets;
use crate::analysis::stopwords::is_function_word;
use crate::document::Span;
use crate::error::Result;
use crate::search::local::Local;

/// Passages looked at for the words of a quote, the best by BM25.
const BY_WORDS: usize = 100;
/// Passages looked at for each stretch of a quote that stands in them as it is.
const BY_PHRASE: usize = 30;
/// Distinct words that are searched; as in a query.
const MAX_WORDS: usize = 512;

impl Local {
    /// Passages that hold the words of `text` in `field`, those first that hold it as it stands between its holes.
    pub(super) fn quote_candidates(&self, text: &str, field: Field) -> Result<Vec<DocAddress>> {
        let mut found = Vec::new();
        for piece in pieces(text) {
            let stems = stems(text.get(piece).unwrap_or_default());
            found.extend(self.best(phrase(field, &stems), BY_PHRASE)?);
        }
        found.extend(self.best(any_word(field, text), BY_WORDS)?);
        let mut seen = BTreeSet::new();
        found.retain(|address| seen.insert(*address));
        Ok(found)
    }

    fn best(&self, query: Option<Box<dyn Query>>, limit: usize) -> Result<Vec<DocAddress>> {
        let Some(query) = query else { return Ok(Vec::new()) };
        let best = TopDocs::with_limit(limit).order_by_score();
        let found = self.reader.searcher().search(&query, &best).map_err(|e| self.reader.failed(e))?;
        Ok(found.into_iter().map(|(_, address)| address).collect())
    }
}

/// What stands between the holes of a text, trimmed; holes are `[…]` and its like.
pub(super) fn pieces(text: &str) -> Vec<Span> {
    let holes =
        brackets(text).into_iter().filter(|bracket| bracket.labels.is_empty()).map(|bracket| bracket.span);
    let mut pieces = Vec::new();
    let mut from = 0;
    for hole in holes.chain(std::iter::once(text.len()..text.len())) {
        let slice = text.get(from..hole.start).unwrap_or_default();
        let start = from + (slice.len() - slice.trim_start().len());
        pieces.push(start..start + slice.trim().len());
        from = hole.end;
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn stems(text: &str) -> Vec<String> {
    Analyzer::new().analyze(text).take(MAX_WORDS).map(|token| token.stem.to_owned()).collect()
}

fn phrase(field: Field, stems: &[String]) -> Option<Box<dyn Query>> {
    let terms: Vec<Term> = stems.iter().map(|stem| Term::from_field_text(field, stem)).collect();
    (terms.len() > 1).then(|| Box::new(PhraseQuery::new(terms)) as Box<dyn Query>)
}

/// Function words are left out unless there are no others.
fn any_word(field: Field, text: &str) -> Option<Box<dyn Query>> {
    let mut analyzer = Analyzer::new();
    let all: Vec<(bool, String)> =
        analyzer.analyze(text).map(|token| (is_function_word(token.form), token.stem.to_owned())).collect();
    let content = all.iter().any(|(function, _)| !function);
    let stems: BTreeSet<&String> = all
        .iter()
        .filter(|(function, _)| !(content && *function))
        .map(|(_, stem)| stem)
        .take(MAX_WORDS)
        .collect();
    let clause = |stem: &String| {
        let term = Term::from_field_text(field, stem);
        (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>)
    };
    let clauses: Vec<_> = stems.into_iter().map(clause).collect();
    (!clauses.is_empty()).then(|| Box::new(BooleanQuery::new(clauses)) as Box<dyn Query>)
}
