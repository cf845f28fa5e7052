//! The engine that answers from an index on this machine.

use std::path::Path;
use std::time::Instant;

use tantivy::DocAddress;
use tantivy::collector::{Count, TopDocs};

use super::highlight::Highlighter;
use super::hit::{Hit, References};
use super::lower::{Filters, Phrases, everything, lower};
use super::order::in_document_order;
use super::request::{SearchRequest, SearchResponse};
use super::resolve;
use super::terms::QueryTerms;
use crate::analysis::Analyzer;
use crate::error::Result;
use crate::index::Reader;
use crate::query::{self, Warning};

/// An index on this machine, open for questions. Questions may come from several threads.
pub struct Local {
    pub(super) reader: Reader,
}

/// Addresses with their scores, best first, and how many there are in all.
type Found = (Vec<(f32, DocAddress)>, Option<usize>);

impl Local {
    /// Opens the index in `folder`; see [`Reader::open`].
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn open(folder: &Path) -> Result<Self> {
        Reader::open(folder).map(|reader| Self { reader })
    }

    /// The index.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Answers a search.
    ///
    /// # Errors
    /// `UnknownArticle` and `AmbiguousArticle` for a filter that names none or several; `IndexDamaged`, `Io`.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        let start = Instant::now();
        let query = query::parse(&request.query);
        let mut warnings = query.warnings.clone();
        let mut analyzer = Analyzer::new();
        let terms = QueryTerms::new(&query, &mut analyzer, &mut warnings);
        let filters = self.filters(request, &mut analyzer)?;
        let (found, total) = self.find(request, &terms, &filters, &mut warnings)?;
        let hits = self.hits(&found, request.offset, &terms, &mut analyzer)?;
        Ok(SearchResponse { hits, total, warnings, elapsed: start.elapsed() })
    }

    /// The addresses and scores of a search's hits.
    pub(super) fn found(&self, request: &SearchRequest) -> Result<Vec<(f32, DocAddress)>> {
        let query = query::parse(&request.query);
        let mut analyzer = Analyzer::new();
        let terms = QueryTerms::new(&query, &mut analyzer, &mut Vec::new());
        let filters = self.filters(request, &mut analyzer)?;
        Ok(self.find(request, &terms, &filters, &mut Vec::new())?.0)
    }

    fn filters(&self, request: &SearchRequest, analyzer: &mut Analyzer) -> Result<Filters> {
        let article =
            request.article.as_deref().map(|name| resolve::article(&self.reader, name)).transpose()?;
        let section = request.section.as_deref().unwrap_or_default();
        let section = analyzer.analyze(section).map(|token| token.stem.to_owned()).collect();
        Ok(Filters { article, section })
    }

    fn find(
        &self,
        request: &SearchRequest,
        terms: &QueryTerms,
        filters: &Filters,
        warnings: &mut Vec<Warning>,
    ) -> Result<Found> {
        let fields = self.reader.fields();
        if terms.all {
            let all = in_document_order(&self.reader, &*everything(request.kind, filters, fields))?;
            let total = all.len();
            let page = all.into_iter().skip(request.offset).take(request.limit).map(|address| (0.0, address));
            return Ok((page.collect(), Some(total)));
        }
        let found = self.ranked(request, &*lower(terms, Phrases::Required, request.kind, filters, fields))?;
        if !found.0.is_empty() || request.offset > 0 || terms.phrases.is_empty() {
            return Ok(found);
        }
        let found = self.ranked(request, &*lower(terms, Phrases::AsWords, request.kind, filters, fields))?;
        if !found.0.is_empty() {
            let phrases = terms.phrases.iter().filter_map(|span| terms.typed(span, &request.query));
            warnings.extend(phrases.map(|phrase| Warning::PhraseNotFound { phrase: phrase.to_owned() }));
        }
        Ok(found)
    }

    fn ranked(&self, request: &SearchRequest, query: &dyn tantivy::query::Query) -> Result<Found> {
        let searcher = self.reader.searcher();
        let failed = |e| self.reader.failed(e);
        let page = TopDocs::with_limit(request.limit.max(1)).and_offset(request.offset).order_by_score();
        let mut found = searcher.search(query, &page).map_err(failed)?;
        found.truncate(request.limit);
        let total = request.count.then(|| searcher.search(query, &Count)).transpose().map_err(failed)?;
        Ok((found, total))
    }

    fn hits(
        &self,
        found: &[(f32, DocAddress)],
        offset: usize,
        terms: &QueryTerms,
        analyzer: &mut Analyzer,
    ) -> Result<Vec<Hit>> {
        let highlighter = Highlighter::new(terms);
        let mut references = References::new(&self.reader);
        let mut hits = Vec::with_capacity(found.len());
        for (rank, (score, address)) in (offset + 1..).zip(found) {
            let mut hit = Hit::new(self.reader.record(*address)?, &mut references)?;
            hit.highlights = highlighter.spans(&hit.text, analyzer);
            hits.push(Hit { rank, score: *score, ..hit });
        }
        Ok(hits)
    }
}
