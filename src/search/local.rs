//! The engine that answers from an index on this machine.

use std::path::Path;
use std::time::Instant;

use tantivy::DocAddress;
use tantivy::collector::{Count, TopDocs};

use super::depth::{TIES, rank_again};
use super::highlight::Highlighter;
use super::hit::{Hit, References};
use super::live::LiveStatistics;
use super::lower::{Filters, Phrases, everything, lower};
use super::order::in_document_order;
use super::repairs::Repaired;
use super::request::{Kind, SearchRequest, SearchResponse};
use super::resolve;
use super::second_stage::SecondStage;
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
        let mut question = Question::new(&self.reader, request)?;
        let (found, total) = question.find()?;
        let hits = question.hits(&found)?;
        let Question { repairs, warnings, .. } = question;
        Ok(SearchResponse { hits, total, repairs, warnings, elapsed: start.elapsed() })
    }

    /// The addresses and scores of a search's hits.
    pub(super) fn found(&self, request: &SearchRequest) -> Result<Vec<(f32, DocAddress)>> {
        Ok(Question::new(&self.reader, request)?.find()?.0)
    }
}

/// A search under way.
struct Question<'a> {
    reader: &'a Reader,
    request: &'a SearchRequest,
    analyzer: Analyzer,
    terms: QueryTerms,
    filters: Filters,
    repairs: Vec<Repaired>,
    warnings: Vec<Warning>,
}

impl<'a> Question<'a> {
    fn new(reader: &'a Reader, request: &'a SearchRequest) -> Result<Self> {
        let query = query::parse(&request.query);
        let mut warnings = query.warnings.clone();
        let mut analyzer = Analyzer::new();
        let mut terms = QueryTerms::new(&query, &mut analyzer, &mut warnings);
        let filters = filters(reader, request, &mut analyzer)?;
        let mut repairs = Vec::new();
        if !request.exact_words && request.kind == Kind::Passage {
            let repaired = terms.repair(&request.query, reader.statistics()?, &mut analyzer);
            repairs = repaired.map_err(|e| reader.damaged(&e))?;
        }
        Ok(Self { reader, request, analyzer, terms, filters, repairs, warnings })
    }

    /// What matches, ranked, the page that was asked for.
    fn find(&mut self) -> Result<Found> {
        if self.terms.all {
            return self.find_all();
        }
        let (mut found, mut total) = self.ranked(Phrases::Required)?;
        if found.is_empty() && !self.terms.phrases.is_empty() {
            (found, total) = self.ranked(Phrases::AsWords)?;
            if !found.is_empty() {
                let phrases = self.terms.phrases.iter();
                let phrases = phrases.filter_map(|span| self.terms.typed(span, &self.request.query));
                self.warnings.extend(phrases.map(|p| Warning::PhraseNotFound { phrase: p.to_owned() }));
            }
        }
        Ok((found.into_iter().skip(self.request.offset).take(self.request.limit).collect(), total))
    }

    fn find_all(&self) -> Result<Found> {
        let query = everything(self.request.kind, &self.filters, self.reader.fields());
        let all = in_document_order(self.reader, &*query)?;
        let total = all.len();
        let page = all.into_iter().skip(self.request.offset).take(self.request.limit);
        Ok((page.map(|address| (0.0, address)).collect(), Some(total)))
    }

    /// The first stage finds candidates; the second ranks them again.
    fn ranked(&self, phrases: Phrases) -> Result<Found> {
        let query = lower(&self.terms, phrases, self.request.kind, &self.filters, self.reader.fields());
        let failed = |e| self.reader.failed(e);
        let searcher = self.reader.searcher();
        let total =
            self.request.count.then(|| searcher.search(&query, &Count)).transpose().map_err(failed)?;
        let wanted = self.request.offset.saturating_add(self.request.limit);
        let depth = wanted.max(self.request.candidates);
        let best = TopDocs::with_limit(depth.saturating_add(TIES).min(self.documents())).order_by_score();
        if self.request.kind == Kind::Reference {
            return Ok((searcher.search(&query, &best).map_err(failed)?, total));
        }
        let statistics = self.reader.statistics()?;
        let live = LiveStatistics { statistics, searcher, fields: self.reader.fields() };
        let found = searcher.search_with_statistics_provider(&query, &best, &live).map_err(failed)?;
        if self.request.candidates == 0 {
            return Ok((found, total));
        }
        let second = SecondStage::new(self.reader, &self.terms)?;
        Ok((rank_again(second, &found, wanted, depth)?, total))
    }

    /// Documents of the index, at least one.
    fn documents(&self) -> usize {
        usize::try_from(self.reader.searcher().num_docs()).unwrap_or(usize::MAX).max(1)
    }

    fn hits(&mut self, found: &[(f32, DocAddress)]) -> Result<Vec<Hit>> {
        let highlighter = Highlighter::new(&self.terms);
        let explain = self.request.explain && self.request.kind == Kind::Passage && !self.terms.all;
        let mut explainer = explain.then(|| SecondStage::new(self.reader, &self.terms)).transpose()?;
        let mut references = References::new(self.reader);
        let mut hits = Vec::with_capacity(found.len());
        for (rank, (score, address)) in (self.request.offset + 1..).zip(found) {
            let hit = Hit::new(self.reader.record(*address)?, &mut references)?;
            let highlights = highlighter.spans(&hit.text, &mut self.analyzer);
            let explanation = explainer.as_mut().map(|second| second.explain(*address)).transpose()?;
            hits.push(Hit { rank, score: *score, highlights, explanation, ..hit });
        }
        Ok(hits)
    }
}

fn filters(reader: &Reader, request: &SearchRequest, analyzer: &mut Analyzer) -> Result<Filters> {
    let article = request.article.as_deref().map(|name| resolve::article(reader, name)).transpose()?;
    let section = request.section.as_deref().unwrap_or_default();
    let section = analyzer.analyze(section).map(|token| token.stem.to_owned()).collect();
    Ok(Filters { article, section })
}
