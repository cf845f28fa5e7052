//! What answers: an index on this machine, or a cluster.

use std::time::Instant;

use super::articles::ArticleList;
use super::cite::{
    CiteRequest, Finding, LabelUses, PassageSources, Sort, Source, SourceFilter, SourceUses, Together,
    Unsourced,
};
use super::hit::Hit;
use super::local::Local;
use super::quote::Verdict;
use super::ranking::Level;
use super::request::{SearchRequest, SearchResponse};
use super::show::Context;
use super::suggest::Suggestion;
use crate::error::Result;
use crate::index::{Stats, stats};

/// What answers questions. Several threads may ask one engine.
///
/// All questions are written once, as methods of [`Local`]: an engine says on which index they are asked. Of what is kept
/// elsewhere that is an index of the part that a question needs, so that both answer alike.
pub trait Engine: Send + Sync {
    /// The index on which a question is asked first.
    ///
    /// # Errors
    /// Those of opening it, or of reaching what is kept elsewhere.
    fn local(&self) -> Result<Local>;

    /// An index that also holds what a question to `asked` looked for and did not find there; `None` where it had
    /// everything, so that its answer is the answer.
    ///
    /// # Errors
    /// Those of reaching what is kept elsewhere.
    fn more(&self, asked: &Local) -> Result<Option<Local>>;

    /// Whether what it was opened with is still the newest: else another that is opened now would know more.
    fn is_current(&self) -> bool;

    /// What the engine holds, in numbers.
    ///
    /// # Errors
    /// As [`stats`], and those of reaching what is kept elsewhere.
    fn stats(&self) -> Result<Stats>;
}

impl Engine for Local {
    fn local(&self) -> Result<Local> {
        Ok(self.clone())
    }

    /// Everything is here.
    fn more(&self, _: &Local) -> Result<Option<Local>> {
        Ok(None)
    }

    fn is_current(&self) -> bool {
        self.reader().is_current()
    }

    fn stats(&self) -> Result<Stats> {
        stats(self.reader())
    }
}

/// The questions; each has the errors of the method of [`Local`] that it names, and those of [`Engine`].
#[allow(clippy::missing_errors_doc, reason = "said once for all of them")]
impl dyn Engine + '_ {
    /// [`Local::search`]
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        let start = Instant::now();
        let response = self.answer(|local| local.search(request))?;
        Ok(SearchResponse { elapsed: start.elapsed(), ..response })
    }

    /// [`Local::ranking`]
    pub fn ranking(
        &self,
        query: &str,
        level: Level,
        depth: usize,
        candidates: usize,
    ) -> Result<Vec<(String, f32)>> {
        self.answer(|local| local.ranking(query, level, depth, candidates))
    }

    /// [`Local::holds`]
    pub fn holds(&self, ids: &[&str], level: Level) -> Result<Vec<bool>> {
        self.answer(|local| local.holds(ids, level))
    }

    /// [`Local::articles`]
    pub fn articles(&self, title: &str, offset: usize, limit: usize) -> Result<ArticleList> {
        self.answer(|local| local.articles(title, offset, limit))
    }

    /// [`Local::show`]
    pub fn show(&self, id: &str, around: usize) -> Result<Context> {
        self.answer(|local| local.show(id, around))
    }

    /// [`Local::suggest`]
    pub fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>> {
        self.answer(|local| local.suggest(typed, limit))
    }

    /// [`Local::cite`]
    pub fn cite(&self, request: &CiteRequest) -> Result<Vec<Hit>> {
        self.answer(|local| local.cite(request))
    }

    /// [`Local::cite_claim`]
    pub fn cite_claim(&self, request: &SearchRequest) -> Result<SearchResponse> {
        self.answer(|local| local.cite_claim(request))
    }

    /// [`Local::cite_source`]
    pub fn cite_source(
        &self,
        filter: &SourceFilter,
        article: Option<&str>,
        limit: usize,
    ) -> Result<SourceUses> {
        self.answer(|local| local.cite_source(filter, article, limit))
    }

    /// [`Local::references_from`]
    pub fn references_from(&self, filter: &SourceFilter, article: Option<&str>) -> Result<Vec<LabelUses>> {
        self.answer(|local| local.references_from(filter, article))
    }

    /// [`Local::sources_near`]
    pub fn sources_near(&self, source: &Source) -> Result<Vec<String>> {
        self.answer(|local| local.sources_near(source))
    }

    /// [`Local::labels_near`]
    pub fn labels_near(&self, label: &str, article: Option<&str>) -> Result<Vec<String>> {
        self.answer(|local| local.labels_near(label, article))
    }

    /// [`Local::sources_of`]
    pub fn sources_of(&self, id: &str) -> Result<PassageSources> {
        self.answer(|local| local.sources_of(id))
    }

    /// [`Local::labels`]
    pub fn labels(&self, article: Option<&str>, sort: Sort) -> Result<Vec<LabelUses>> {
        self.answer(|local| local.labels(article, sort))
    }

    /// [`Local::cited_together`]
    pub fn cited_together(&self, request: &CiteRequest) -> Result<Vec<Together>> {
        self.answer(|local| local.cited_together(request))
    }

    /// [`Local::unsourced`]
    pub fn unsourced(&self, article: Option<&str>, min_words: usize, limit: usize) -> Result<Unsourced> {
        self.answer(|local| local.unsourced(article, min_words, limit))
    }

    /// [`Local::check_references`]
    pub fn check_references(&self, article: Option<&str>) -> Result<Vec<Finding>> {
        self.answer(|local| local.check_references(article))
    }

    /// [`Local::quotes`]
    pub fn quotes(&self, text: &str, article: Option<&str>, limit: usize) -> Result<Vec<Hit>> {
        self.answer(|local| local.quotes(text, article, limit))
    }

    /// [`Local::verify`]
    pub fn verify(&self, text: &str, article: Option<&str>) -> Result<Verdict> {
        self.answer(|local| local.verify(text, article))
    }

    /// The answer to `question`: any that can be put to a [`Local`].
    pub fn answer<T>(&self, question: impl Fn(&Local) -> Result<T>) -> Result<T> {
        let mut local = self.local()?;
        loop {
            let answer = question(&local);
            match self.more(&local)? {
                Some(more) => local = more,
                None => return answer,
            }
        }
    }
}
