//! The engine that answers from an index on this machine.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use tantivy::DocAddress;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::Query;

use super::asker::Asker;
use super::depth::{TIES, ends_among_equals, worth_ranking};
use super::facets::{self, FacetCount};
use super::first_stage;
use super::highlight::Highlighter;
use super::hit::{Hit, References};
use super::live::{CountsBeyond, LiveStatistics};
use super::lower::{Filters, Lowered, everything, lower, lower_operators};
use super::meant::{LITTLE, meant};
use super::operators::Operators;
use super::order::{in_document_order, newest_first};
use super::pattern::Segments;
use super::phrase::phrase;
use super::remote;
use super::repairs::Repaired;
use super::request::{Kind, Order, SearchRequest, SearchResponse};
use super::resolve;
use super::second_stage::SecondStage;
use super::seek::{Held, Sought};
use super::snippet::{SNIPPET_CHARS, snippet};
use super::terms::{QueryTerms, QueryWord, TypedPhrase};
use super::values::kind_of;
use crate::analysis::Analyzer;
use crate::document::Span;
use crate::error::Result;
use crate::index::{Reader, Record};
use crate::query::{self, NodeKind, Warning};

/// How many times as many are ranked where too many of them were of one article.
const FURTHER: usize = 4;
/// How many are ranked for that at most, unless more hits are asked for: each costs up to 30 µs, since its article has to
/// be read.
const FARTHEST: usize = 10_000;

/// An index on this machine, open for questions. Questions may come from several threads. A clone is the same index.
#[derive(Clone)]
pub struct Local {
    pub(super) reader: Arc<Reader>,
    /// Where the index is only a part of a collection, which.
    part: Option<Arc<remote::Part>>,
    /// Who is answered.
    pub(super) asker: Asker,
}

/// What a query matches, as far as that was asked.
struct Found {
    /// The hits, with their scores.
    page: Vec<(f32, DocAddress)>,
    /// Whether there is anything at all, on this page or another.
    any: bool,
    /// Where there may be hits of other articles among those that were not ranked, how many were.
    cut_off: Option<usize>,
    total: Option<usize>,
    facets: Vec<FacetCount>,
}

impl Local {
    /// Opens the index in `folder`; see [`Reader::open`].
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn open(folder: &Path) -> Result<Self> {
        Reader::open(folder).map(|reader| Self {
            reader: Arc::new(reader),
            part: None,
            asker: Asker::default(),
        })
    }

    /// An index of a part of a collection.
    pub(super) fn of_part(reader: Reader, part: Arc<remote::Part>) -> Self {
        Self { reader: Arc::new(reader), part: Some(part), asker: Asker::default() }
    }

    /// The same index with another who asks.
    pub(super) fn asked_by(self, asker: Asker) -> Self {
        Self { asker, ..self }
    }

    pub(super) fn part(&self) -> Option<&Arc<remote::Part>> {
        self.part.as_ref()
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
        let Found { page, total, facets, cut_off, .. } = question.find()?;
        question.warnings.extend(cut_off.map(|ranked| Warning::OneArticle { ranked }));
        let hits = self.with_uses(question.hits(&page)?)?;
        let suggestion = question.suggestion(hits.len(), total)?;
        let Question { repairs, warnings, .. } = question;
        Ok(SearchResponse { hits, total, facets, repairs, suggestion, warnings, elapsed: start.elapsed() })
    }

    /// The addresses in [`reader`](Self::reader) of a search's hits, with their scores.
    ///
    /// # Errors
    /// As of [`search`](Self::search).
    pub fn found(&self, request: &SearchRequest) -> Result<Vec<(f32, DocAddress)>> {
        Ok(Question::new(self, request)?.find()?.page)
    }
}

/// A search under way.
pub(super) struct Question<'a> {
    pub(super) engine: &'a Local,
    pub(super) reader: &'a Reader,
    pub(super) request: &'a SearchRequest,
    pub(super) kind: Kind,
    pub(super) query: query::Query,
    pub(super) analyzer: Analyzer,
    pub(super) terms: QueryTerms,
    pub(super) filters: Filters,
    repairs: Vec<Repaired>,
    warnings: Vec<Warning>,
    /// What a larger collection is asked for.
    pub(super) sought: Option<remote::Asked>,
    segments: Option<Arc<Segments>>,
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
        Ok(Self {
            engine,
            reader,
            request,
            kind,
            query,
            analyzer,
            terms,
            filters,
            repairs,
            warnings,
            sought: None,
            segments: None,
        })
    }

    /// What matches, in the order and as much of it as was asked for.
    fn find(&mut self) -> Result<Found> {
        let found = self.find_any()?;
        self.segments.as_ref().map_or(Ok(()), |segments| segments.sound(self.reader))?;
        Ok(found)
    }

    /// What phrases and patterns are looked for in.
    fn segments(&mut self) -> Result<Arc<Segments>> {
        let segments = match self.segments.take() {
            Some(segments) => segments,
            None => Arc::new(Segments::new(self.reader, &self.engine.asker)?),
        };
        Ok(Arc::clone(self.segments.insert(segments)))
    }

    fn find_any(&mut self) -> Result<Found> {
        if self.query.root.kind == NodeKind::Everything {
            self.seek(Sought::Everything)?;
            return self.answer(Lowered::Query(everything(self.kind, &self.filters, self.reader.fields())));
        }
        if !self.query.root.is_plain() || self.request.all_words {
            return self.find_by_operators();
        }
        self.seek(Sought::Plain(Held::Strictly))?;
        let phrases = self.phrases()?;
        let fields = self.reader.fields();
        let mut found = self.answer(lower(&self.terms, phrases, self.kind, &self.filters, fields))?;
        if !found.any && !self.terms.phrases.is_empty() {
            self.seek(Sought::Plain(Held::Loosely))?;
            found = self.answer(lower(&self.terms, Vec::new(), self.kind, &self.filters, fields))?;
            if found.any {
                self.warn_of_phrases();
            }
        }
        Ok(found)
    }

    /// The phrases that were typed; references are not held to them.
    fn phrases(&mut self) -> Result<Vec<Box<dyn Query>>> {
        if self.terms.phrases.is_empty() || self.kind == Kind::Reference {
            return Ok(Vec::new());
        }
        let segments = self.segments()?;
        let field = self.reader.fields().terms;
        let words = |typed: &TypedPhrase| self.terms.words.get(typed.words.clone());
        let stems = |words: &[QueryWord]| words.iter().map(|word| word.stem.clone()).collect::<Vec<_>>();
        let phrases = self.terms.phrases.iter();
        Ok(phrases.filter_map(|typed| phrase(&segments, field, &stems(words(typed)?), typed.slop)).collect())
    }

    fn find_by_operators(&mut self) -> Result<Found> {
        self.seek(Sought::Operators)?;
        let segments = self.segments()?;
        let Self { engine, request, kind, query, terms, analyzer, warnings, .. } = self;
        let mut operators = Operators {
            engine,
            query,
            terms,
            kind: *kind,
            all_words: request.all_words,
            analyzer,
            warnings,
            segments,
        };
        let matches = operators.lower(&query.root, None)?;
        let query = lower_operators(matches, &self.terms, self.kind, &self.filters, self.reader.fields());
        self.answer(Lowered::Query(query))
    }

    fn warn_of_phrases(&mut self) {
        let spans = self.terms.phrases.iter().filter_map(|phrase| self.terms.typed(&phrase.words));
        let phrase = |span: &Span| self.request.query.get(span.clone()).unwrap_or_default().to_owned();
        self.warnings.extend(spans.map(|span| Warning::PhraseNotFound { phrase: phrase(&span), span }));
    }

    /// Nothing is ranked by a query that has no words, nor where another order was asked for.
    fn answer(&self, lowered: Lowered) -> Result<Found> {
        let Self { reader, request, .. } = self;
        let by_score = request.order == Order::Score && !self.terms.searched.is_empty();
        if by_score && request.facets.is_empty() {
            let total = request.count.then(|| self.count(&lowered)).transpose()?;
            return Ok(Found { total, ..self.best(&lowered)? });
        }
        self.seek_all();
        let query = lowered.into_query(reader.fields());
        let all = in_document_order(reader, &*query)?;
        let facets = facets::count(self.engine, &all, &request.facets)?;
        let total = all.len();
        if by_score {
            let best = self.best(&Lowered::Query(query))?;
            return Ok(Found { total: request.count.then_some(total), facets, ..best });
        }
        let all = if request.order == Order::Date { newest_first(self.engine, all)? } else { all };
        let page = self.page(all.into_iter().map(|address| (0.0, address)))?;
        Ok(Found { page, any: total > 0, cut_off: None, total: Some(total), facets })
    }

    fn count(&self, lowered: &Lowered) -> Result<usize> {
        if let Some(known) = self.counted_beyond() {
            return Ok(known);
        }
        match lowered {
            Lowered::AnyOf(stems) => first_stage::count(self.reader, &self.engine.asker, stems),
            Lowered::Query(query) => {
                self.reader.searcher().search(query, &Count).map_err(|e| self.reader.failed(e))
            }
        }
    }

    /// The page of the best. What has to be passed over because its article has enough is made up for by ranking more.
    fn best(&self, lowered: &Lowered) -> Result<Found> {
        let mut wanted = self.request.offset.saturating_add(self.request.limit);
        let farthest = wanted.max(FARTHEST);
        loop {
            let ranked = self.ranked(lowered, wanted)?;
            let (any, exhausted) = (!ranked.is_empty(), ranked.len() < wanted.max(1));
            let page = self.page(ranked)?;
            let done = exhausted || self.request.per_article.is_none() || page.len() >= self.request.limit;
            if done || wanted >= farthest {
                let cut_off = (!done).then_some(wanted);
                return Ok(Found { page, any, cut_off, total: None, facets: Vec::new() });
            }
            wanted = wanted.saturating_mul(FURTHER).min(farthest);
        }
    }

    /// The page that was asked for, of the first of each article that there may be.
    fn page(&self, found: impl IntoIterator<Item = (f32, DocAddress)>) -> Result<Vec<(f32, DocAddress)>> {
        let (mut seen, mut passed, mut page) = (HashMap::new(), 0, Vec::new());
        for (score, address) in found {
            if page.len() >= self.request.limit {
                break;
            }
            if let Some(most) = self.request.per_article {
                let seen: &mut usize = seen.entry(self.article_of(address)?).or_default();
                *seen += 1;
                if *seen > most {
                    continue;
                }
            }
            if passed < self.request.offset {
                passed += 1;
            } else {
                page.push((score, address));
            }
        }
        Ok(page)
    }

    fn article_of(&self, address: DocAddress) -> Result<String> {
        Ok(match self.engine.record(address)? {
            Record::Passage(stored) => stored.head.id,
            Record::Reference(stored) => stored.head.id,
        })
    }

    /// The first stage finds candidates; the second ranks them again, the first `wanted` in any case.
    fn ranked(&self, lowered: &Lowered, wanted: usize) -> Result<Vec<(f32, DocAddress)>> {
        let depth = wanted.max(self.request.candidates);
        self.seek_best(depth)?;
        let found = self.candidates(lowered, depth)?;
        if self.request.candidates == 0 || self.kind == Kind::Reference {
            return Ok(found);
        }
        let candidates = &found[..worth_ranking(&found, wanted, self.request.candidates)];
        SecondStage::new(self.reader, &self.terms)?.rank(candidates, wanted)
    }

    /// The best `depth` documents by the first stage; of passages also those that score as the last of them does.
    fn candidates(&self, lowered: &Lowered, depth: usize) -> Result<Vec<(f32, DocAddress)>> {
        if self.kind == Kind::Reference {
            return self.found(lowered, depth);
        }
        let mut found = Vec::new();
        for ties in TIES {
            found = self.found(lowered, depth.saturating_add(ties))?;
            if !ends_among_equals(&found, depth) {
                break;
            }
        }
        Ok(found)
    }

    /// The best `limit` documents; no more than the index has, for which room is made.
    fn found(&self, lowered: &Lowered, limit: usize) -> Result<Vec<(f32, DocAddress)>> {
        let Self { reader, .. } = self;
        let searcher = reader.searcher();
        let limit = limit.min(usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX)).max(1);
        let best = TopDocs::with_limit(limit).order_by_score();
        let found = match lowered {
            Lowered::AnyOf(stems) => return first_stage::best(reader, &self.engine.asker, stems, limit),
            Lowered::Query(query) if self.kind == Kind::Reference => match reader.beyond() {
                None => searcher.search(query, &best),
                Some(beyond) => {
                    searcher.search_with_statistics_provider(query, &best, &CountsBeyond { reader, beyond })
                }
            },
            Lowered::Query(query) => {
                let live =
                    LiveStatistics { statistics: reader.statistics()?, searcher, fields: reader.fields() };
                searcher.search_with_statistics_provider(query, &best, &live)
            }
        };
        found.map_err(|e| reader.failed(e))
    }

    fn hits(&mut self, found: &[(f32, DocAddress)]) -> Result<Vec<Hit>> {
        let highlighter = self.highlighter()?;
        let ranked = self.kind == Kind::Passage
            && self.request.order == Order::Score
            && !self.terms.searched.is_empty();
        let explain = self.request.explain && ranked;
        let mut explainer = explain.then(|| SecondStage::new(self.reader, &self.terms)).transpose()?;
        let mut references = References::new(self.reader);
        let mut hits = Vec::with_capacity(found.len());
        for (rank, (score, address)) in (self.request.offset + 1..).zip(found) {
            let hit = Hit::new(self.engine.record(*address)?, &mut references)?;
            let marks = highlighter.marks(&hit.text, &hit.quotes, &mut self.analyzer);
            let snippet = snippet(&hit.text, &marks, SNIPPET_CHARS);
            let highlights = marks.into_iter().map(|mark| mark.span).collect();
            let explanation = explainer.as_mut().map(|second| second.explain(*address)).transpose()?;
            hits.push(Hit { rank, score: *score, highlights, snippet, explanation, ..hit });
        }
        Ok(hits)
    }

    /// What may have been meant where little was found and words may be taken for others.
    fn suggestion(&self, shown: usize, total: Option<usize>) -> Result<Option<String>> {
        let asked = self.kind == Kind::Passage && !self.request.exact_words && self.request.offset == 0;
        // Little is found of what has not come yet.
        if !asked || self.reader.is_asking() || total.unwrap_or(shown) > LITTLE {
            return Ok(None);
        }
        let meant = meant(&self.query, &self.terms, self.reader.statistics()?);
        meant.map_err(|e| self.reader.damaged(&e))
    }

    fn highlighter(&self) -> Result<Highlighter> {
        let highlighter = Highlighter::new(&self.terms, &self.request.query, self.reader.statistics()?);
        highlighter.map_err(|e| self.reader.damaged(&e))
    }
}

fn filters(engine: &Local, request: &SearchRequest, kind: Kind, analyzer: &mut Analyzer) -> Result<Filters> {
    let article =
        request.article.as_deref().map(|name| resolve::article(&engine.reader, name)).transpose()?;
    let section = request.section.as_deref().unwrap_or_default();
    let section = analyzer.analyze(section).map(|token| token.stem.to_owned()).collect();
    let asked = Some(request.sources()?).filter(|sources| !sources.is_empty());
    let sources = asked.as_ref().map(|sources| engine.resting_on(sources, kind)).transpose()?;
    Ok(Filters { article, section, cited: request.cited, sources })
}
