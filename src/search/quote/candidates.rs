//! Passages that a quote may come from.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Term};

use crate::analysis::Analyzer;
use crate::analysis::brackets::brackets;
use crate::analysis::stopwords::is_function_word;
use crate::document::Span;
use crate::error::Result;
use crate::index::Fields;
use crate::search::local::Local;
use crate::search::pattern::Segments;
use crate::search::phrase::phrase;
use crate::search::remote;

/// Passages looked at for the words of a quote, the best by BM25.
const BY_WORDS: usize = 100;
/// Passages looked at for each stretch of a quote that stands in them as it is.
const BY_PHRASE: usize = 30;
/// Distinct words that are searched, the rarest: more find no better passages, and those of a page take long.
const MAX_WORDS: usize = 64;
/// Words of a stretch that are held together.
const MAX_STRETCH: usize = 512;

impl Local {
    /// Passages that hold the words of `text` in `field`, those first that hold it as it stands between its holes.
    pub(super) fn quote_candidates(&self, text: &str, field: Field) -> Result<Vec<DocAddress>> {
        let mut found = self.holding_stretches(text, &[field])?;
        found.extend(self.holding_words(text, &[field])?);
        Ok(once(found))
    }

    /// Passages that hold a stretch of `text` between two holes as it stands, but for typography; field by field.
    pub(super) fn holding_stretches(&self, text: &str, fields: &[Field]) -> Result<Vec<DocAddress>> {
        let mut found = Vec::new();
        let segments = Arc::new(Segments::new(&self.reader, &self.asker)?);
        let stretches: Vec<Vec<String>> =
            pieces(text).into_iter().map(|piece| stems(text.get(piece).unwrap_or_default())).collect();
        for field in fields {
            for stems in &stretches {
                if stems.len() > 1 {
                    self.reader.want(|| remote::quoted(*field, stems, true, BY_PHRASE));
                }
                found.extend(
                    self.best(side_by_side(&segments, self.reader.fields(), *field, stems), BY_PHRASE)?,
                );
            }
        }
        segments.sound(&self.reader)?;
        Ok(once(found))
    }

    /// Passages that hold most of the words of `text`, field by field.
    pub(super) fn holding_words(&self, text: &str, fields: &[Field]) -> Result<Vec<DocAddress>> {
        let words = self.rarest(content_words(text))?;
        let mut found = Vec::new();
        for field in fields {
            if !words.is_empty() {
                self.reader.want(|| remote::quoted(*field, &words, false, BY_WORDS));
            }
            found.extend(self.best(any_word(*field, &words), BY_WORDS)?);
        }
        Ok(once(found))
    }

    fn rarest(&self, words: BTreeSet<String>) -> Result<Vec<String>> {
        let statistics = self.reader.statistics()?;
        let counted = words.into_iter().map(|word| Ok((statistics.stem_df(&word)?, word)));
        let mut counted: Vec<(u64, String)> =
            counted.collect::<std::io::Result<_>>().map_err(|e| self.reader.damaged(&e))?;
        counted.sort();
        Ok(counted.into_iter().map(|(_, word)| word).take(MAX_WORDS).collect())
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
    Analyzer::new().analyze(text).take(MAX_STRETCH).map(|token| token.stem.to_owned()).collect()
}

/// Where quotes stand, their own field tells; of other words the forward form does.
fn side_by_side(
    segments: &Arc<Segments>,
    f: &Fields,
    field: Field,
    stems: &[String],
) -> Option<Box<dyn Query>> {
    if stems.len() < 2 {
        return None;
    }
    if field == f.terms {
        return phrase(segments, field, stems, 0);
    }
    let terms: Vec<Term> = stems.iter().map(|stem| Term::from_field_text(field, stem)).collect();
    Some(Box::new(PhraseQuery::new(terms)))
}

/// Stems. Function words are left out unless there are no others.
fn content_words(text: &str) -> BTreeSet<String> {
    let mut analyzer = Analyzer::new();
    let all: Vec<(bool, String)> =
        analyzer.analyze(text).map(|token| (is_function_word(token.form), token.stem.to_owned())).collect();
    let content = all.iter().any(|(function, _)| !function);
    all.into_iter().filter(|(function, _)| !(content && *function)).map(|(_, stem)| stem).collect()
}

fn any_word(field: Field, stems: &[String]) -> Option<Box<dyn Query>> {
    let clause = |stem: &String| {
        let term = Term::from_field_text(field, stem);
        (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>)
    };
    let clauses: Vec<_> = stems.iter().map(clause).collect();
    (!clauses.is_empty()).then(|| Box::new(BooleanQuery::new(clauses)) as Box<dyn Query>)
}

/// The first of each.
fn once(mut found: Vec<DocAddress>) -> Vec<DocAddress> {
    let mut seen = BTreeSet::new();
    found.retain(|address| seen.insert(*address));
    found
}
