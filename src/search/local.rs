//! The engine that answers from an index on this machine.

use std::path::Path;
use std::time::Instant;

use tantivy::DocAddress;
use tantivy::collector::{Collector, Count, TopDocs};
use tantivy::query::Query;

use super::depth::{TIES, ends_among_equals, worth_ranking};
use super::highlight::Highlighter;
use super::hit::{Hit, References};
use super::live::LiveStatistics;
use super::lower::{Filters, Phrases, Terms, everything, lower, lower_operators};
use super::meant::{LITTLE, meant};
use super::operators::Operators;
use super::order::in_document_order;
use super::repairs::Repaired;
use super::request::{Kind, SearchRequest, SearchResponse};
use super::resolve;
use super::second_stage::SecondStage;
use super::terms::QueryTerms;
use super::values::kind_of;
use crate::analysis::Analyzer;
use crate::document::Span;
use crate::error::Result;
use crate::index::Reader;
use crate::query::{self, NodeKind, Warning};

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
        let mut question = Question::new(self, request)?;
        let (found, total) = question.find()?;
        let hits = self.with_uses(question.hits(&found)?)?;
        let suggestion = question.suggestion(hits.len(), total)?;
        let Question { repairs, warnings, .. } = question;
        Ok(SearchResponse { hits, total, repairs, suggestion, warnings, elapsed: start.elapsed() })
    }

    /// The addresses and scores of a search's hits.
    pub(super) fn found(&self, request: &SearchRequest) -> Result<Vec<(f32, DocAddress)>> {
        Ok(Question::new(self, request)?.find()?.0)
    }
}

/// A search under way.
struct Question<'a> {
    engine: &'a Local,
    reader: &'a Reader,
    request: &'a SearchRequest,
    kind: Kind,
    query: query::Query,
    analyzer: Analyzer,
    terms: QueryTerms,
    filters: Filters,
    repairs: Vec<Repaired>,
    warnings: Vec<Warning>,
}

impl<'a> Question<'a> {
    fn new(engine: &'a Local, request: &'a SearchRequest) -> Result<Self> {
        let reader = &engine.reader;
        let query = query::parse(&request.query);
        let mut warnings = query.warnings.clone();
        let mut analyzer = Analyzer::new();
        let kind = kind_of(&query, &mut analyzer).map_or(request.kind, |(kind, _)| kind);
        let mut terms = QueryTerms::new(&query, &mut analyzer, &mut warnings);
        let filters = filters(engine, request, kind, &mut analyzer)?;
        let mut repairs = Vec::new();
        if kind == Kind::Passage {
            let statistics = reader.statistics()?;
            terms.widen(statistics).map_err(|e| reader.damaged(&e))?;
            if !request.exact_words {
                if query.root.is_plain() && !request.all_words {
                    terms.add_named(reader, &request.query, &mut analyzer)?;
                }
                let repaired = terms.repair(&request.query, statistics, &mut analyzer);
                repairs = repaired.map_err(|e| reader.damaged(&e))?;
            }
        }
        Ok(Self { engine, reader, request, kind, query, analyzer, terms, filters, repairs, warnings })
    }

    /// What matches, ranked, the page that was asked for.
    fn find(&mut self) -> Result<Found> {
        let fields = self.reader.fields();
        if self.query.root.kind == NodeKind::Everything {
            return self.find_all(&*everything(self.kind, &self.filters, fields));
        }
        if !self.query.root.is_plain() || self.request.all_words {
            return self.find_by_operators();
        }
        let lowered = |phrases| lower(&self.terms, phrases, self.kind, &self.filters, fields);
        let (mut found, mut total) = self.ranked(&*lowered(Phrases::Required))?;
        if found.is_empty() && !self.terms.phrases.is_empty() {
            (found, total) = self.ranked(&*lowered(Phrases::AsWords))?;
            if !found.is_empty() {
                self.warn_of_phrases();
            }
        }
        Ok((self.page(found), total))
    }

    fn find_by_operators(&mut self) -> Result<Found> {
        let Self { engine, request, kind, query, terms, analyzer, warnings, .. } = self;
        let options = (*kind, request.all_words);
        let mut operators = Operators::new(engine, query, terms, options, analyzer, warnings)?;
        let matches = operators.lower(&query.root, None)?;
        let lowered = lower_operators(matches, &self.terms, self.kind, &self.filters, self.reader.fields());
        if self.terms.searched.is_empty() {
            return self.find_all(&*lowered);
        }
        let (found, total) = self.ranked(&*lowered)?;
        Ok((self.page(found), total))
    }

    fn warn_of_phrases(&mut self) {
        let spans = self.terms.phrases.iter().filter_map(|phrase| self.terms.typed(&phrase.words));
        let phrase = |span: &Span| self.request.query.get(span.clone()).unwrap_or_default().to_owned();
        self.warnings.extend(spans.map(|span| Warning::PhraseNotFound { phrase: phrase(&span), span }));
    }

    fn page(&self, found: Vec<(f32, DocAddress)>) -> Vec<(f32, DocAddress)> {
        found.into_iter().skip(self.request.offset).take(self.request.limit).collect()
    }

    fn find_all(&self, query: &dyn Query) -> Result<Found> {
        let all = in_document_order(self.reader, query)?;
        let total = all.len();
        Ok((self.page(all.into_iter().map(|address| (0.0, address)).collect()), Some(total)))
    }

    /// The first stage finds candidates; the second ranks them again.
    fn ranked(&self, query: &dyn Query) -> Result<Found> {
        let failed = |e| self.reader.failed(e);
        let searcher = self.reader.searcher();
        let total = self.request.count.then(|| searcher.search(query, &Count)).transpose().map_err(failed)?;
        let wanted = self.request.offset.saturating_add(self.request.limit);
        let depth = wanted.max(self.request.candidates);
        if self.kind == Kind::Reference {
            return Ok((searcher.search(query, &self.best(depth)).map_err(failed)?, total));
        }
        let found = self.candidates(query, depth)?;
        if self.request.candidates == 0 {
            return Ok((found, total));
        }
        let candidates = &found[..worth_ranking(&found, wanted, self.request.candidates)];
        let ranked = SecondStage::new(self.reader, &self.terms)?.rank(candidates, wanted)?;
        Ok((ranked, total))
    }

    /// The best `depth` passages by the first stage, and those that score as the last of them does.
    fn candidates(&self, query: &dyn Query, depth: usize) -> Result<Vec<(f32, DocAddress)>> {
        let (searcher, statistics) = (self.reader.searcher(), self.reader.statistics()?);
        let live = LiveStatistics { statistics, searcher, fields: self.reader.fields() };
        let mut found = Vec::new();
        for ties in TIES {
            let best = self.best(depth.saturating_add(ties));
            let searched = searcher.search_with_statistics_provider(query, &best, &live);
            found = searched.map_err(|e| self.reader.failed(e))?;
            if !ends_among_equals(&found, depth) {
                break;
            }
        }
        Ok(found)
    }

    /// Collects the best `limit` documents; no more than the index has, for which room is made.
    fn best(&self, limit: usize) -> impl Collector<Fruit = Vec<(f32, DocAddress)>> {
        let documents = usize::try_from(self.reader.searcher().num_docs()).unwrap_or(usize::MAX);
        TopDocs::with_limit(limit.min(documents).max(1)).order_by_score()
    }

    fn hits(&mut self, found: &[(f32, DocAddress)]) -> Result<Vec<Hit>> {
        let highlighter = self.highlighter()?;
        let ranked = self.kind == Kind::Passage && !self.terms.searched.is_empty();
        let explain = self.request.explain && ranked;
        let mut explainer = explain.then(|| SecondStage::new(self.reader, &self.terms)).transpose()?;
        let mut references = References::new(self.reader);
        let mut hits = Vec::with_capacity(found.len());
        for (rank, (score, address)) in (self.request.offset + 1..).zip(found) {
            let hit = Hit::new(self.reader.record(*address)?, &mut references)?;
            let highlights = highlighter.spans(&hit.text, &hit.quotes, &mut self.analyzer);
            let explanation = explainer.as_mut().map(|second| second.explain(*address)).transpose()?;
            hits.push(Hit { rank, score: *score, highlights, explanation, ..hit });
        }
        Ok(hits)
    }

    /// What may have been meant where little was found and words may be taken for others.
    fn suggestion(&self, shown: usize, total: Option<usize>) -> Result<Option<String>> {
        let asked = self.kind == Kind::Passage && !self.request.exact_words;
        if !asked || self.request.offset > 0 || total.unwrap_or(shown) > LITTLE {
            return Ok(None);
        }
        let meant = meant(&self.request.query, &self.terms, self.reader.statistics()?);
        meant.map_err(|e| self.reader.damaged(&e))
    }

    fn highlighter(&self) -> Result<Highlighter> {
        let highlighter = Highlighter::new(&self.terms, &self.request.query, self.reader.statistics()?);
        highlighter.map_err(|e| self.reader.damaged(&e))
    }
}

/// The terms that a search for such sources is held to.
fn source_terms(engine: &Local, request: &SearchRequest, kind: Kind) -> Result<Option<Terms>> {
    if request.sources.is_empty() {
        return Ok(None);
    }
    let fields = engine.reader.fields();
    Ok(Some(match kind {
        Kind::Passage => (fields.cites, engine.terms_of(&request.sources)?),
        Kind::Reference => (fields.label, engine.labels_from(&request.sources)?),
    }))
}

fn filters(engine: &Local, request: &SearchRequest, kind: Kind, analyzer: &mut Analyzer) -> Result<Filters> {
    let article =
        request.article.as_deref().map(|name| resolve::article(&engine.reader, name)).transpose()?;
    let section = request.section.as_deref().unwrap_or_default();
    let section = analyzer.analyze(section).map(|token| token.stem.to_owned()).collect();
    Ok(Filters { article, section, cited: request.cited, terms: source_terms(engine, request, kind)? })
}
