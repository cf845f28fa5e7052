//! `/api/cite`: who cites a source, what a passage rests on, what rests on nothing. What the command `cite` asks, by the
//! same names.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::search::{
    Bibliography, CiteRequest, Engine, ExportFormat, Finding, Hit, LabelUses, PassageSources, SearchRequest,
    SearchResponse, Sort, SourceFilter, SourceUses, Together, Unsourced,
};
use crate::serve::limits::{self, Cost, OFFSET, PAGE, QUERY_CHARS};
use crate::serve::parameters;
use crate::serve::problem::Problem;
use crate::serve::router::Shared;

/// A citation look-up: exactly one of `label`, `source`, `for`, `claim`, `together`, `list`, `unsourced` and `check`; the last
/// three, which read all of an article, with `in`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Asked {
    /// Passages that cite this label, as it stands in brackets.
    #[schemars(length(max = QUERY_CHARS))]
    label: Option<String>,
    /// Passages that rest on this source: a domain, a name, an ISBN, a DOI, or years.
    #[schemars(length(max = QUERY_CHARS))]
    source: Option<String>,
    /// Sources of this passage.
    #[schemars(length(max = QUERY_CHARS))]
    #[serde(rename = "for")]
    of: Option<String>,
    /// Passages that say this, and what they cite.
    #[schemars(length(max = QUERY_CHARS))]
    claim: Option<String>,
    /// Sources that are cited beside this label.
    #[schemars(length(max = QUERY_CHARS))]
    together: Option<String>,
    /// Every label with its uses and its source.
    list: bool,
    /// Passages without a marker, and those for which an editor wants a source.
    unsourced: bool,
    /// Gaps, duplicates, entries never cited, labels without an entry, addresses dead or missing by their form.
    check: bool,
    /// Only of this article: an id, a title, or the unambiguous beginning of an id.
    #[schemars(length(max = QUERY_CHARS))]
    #[serde(rename = "in")]
    article: Option<String>,
    /// In which order `list` stands.
    sort: Sort,
    /// Only passages of so many words, with `unsourced`.
    min_words: usize,
    /// Only references from this year on, with `source`.
    #[schemars(range(min = 1000, max = 2999))]
    since: Option<u16>,
    /// Only references up to this year, with `source`.
    #[schemars(range(min = 1000, max = 2999))]
    until: Option<u16>,
    /// How many hits, labels or findings to answer with.
    #[schemars(range(max = PAGE))]
    limit: usize,
    /// How many of the first to pass over, with `label`, `list` and `check`.
    #[schemars(range(max = OFFSET))]
    offset: usize,
    /// The sources of `for`, `list` or `source` as a bibliography: bibtex, csl-json or ris.
    export: Option<ExportFormat>,
}

impl Default for Asked {
    /// Nothing yet, and ten of it.
    fn default() -> Self {
        Self {
            label: None,
            source: None,
            of: None,
            claim: None,
            together: None,
            list: false,
            unsourced: false,
            check: false,
            article: None,
            sort: Sort::Label,
            min_words: 0,
            since: None,
            until: None,
            limit: 10,
            offset: 0,
            export: None,
        }
    }
}

/// What was found; which of these, what was asked says.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CiteAnswer")]
#[serde(untagged)]
pub(super) enum Answer {
    /// Of `label`: passages in document order, the marker highlighted.
    Label {
        /// As many as were asked for.
        hits: Vec<Hit>,
        /// How many there are.
        total: usize,
    },
    /// Of `source`.
    Source(SourceUses),
    /// Of `for`.
    Passage(Box<PassageSources>),
    /// Of `claim`.
    Claim(SearchResponse),
    /// Of `together`.
    Together {
        /// Those that share most claims with the label first.
        together: Vec<Together>,
    },
    /// Of `list`.
    List {
        /// As many as were asked for.
        references: Vec<LabelUses>,
        /// How many there are.
        total: usize,
    },
    /// Of `unsourced`.
    Unsourced(Unsourced),
    /// Of `check`.
    Check {
        /// As many as were asked for.
        findings: Vec<Finding>,
        /// How many there are.
        total: usize,
    },
}

/// A bibliography in a form that reference managers read.
enum Cited {
    Answer(Answer),
    Text(ExportFormat, String),
}

pub(super) async fn cite(
    State(shared): State<Arc<Shared>>,
    parameters::Asked(asked): parameters::Asked<Asked>,
) -> Result<Response, Problem> {
    asked.check()?;
    let cost = if asked.of.is_some() || asked.claim.is_some() { Cost::Usual } else { Cost::Long };
    let cited = shared.ask(cost, move |engine| {
        Ok(match asked.cited(engine)? {
            Cited::Answer(answer) => ("application/json", serde_json::to_vec(&answer)),
            Cited::Text(format, text) => (format.media_type(), Ok(text.into_bytes())),
        })
    });
    let (media_type, written) = cited.await?;
    let body = written.map_err(|_| Problem::internal())?;
    Ok(([(CONTENT_TYPE, HeaderValue::from_static(media_type))], body).into_response())
}

impl Asked {
    /// Refuses what is too much, nothing, or several things.
    fn check(&self) -> Result<(), Problem> {
        let texts = [
            ("label", &self.label),
            ("source", &self.source),
            ("for", &self.of),
            ("claim", &self.claim),
            ("together", &self.together),
            ("in", &self.article),
        ];
        for (name, text) in texts {
            limits::query(name, text.as_deref().unwrap_or_default())?;
        }
        limits::at_most("limit", self.limit, PAGE)?;
        limits::at_most("offset", self.offset, OFFSET)?;
        let of_article = [("list", self.list), ("unsourced", self.unsourced), ("check", self.check)];
        let looked_up = texts.iter().filter(|(name, text)| *name != "in" && text.is_some()).count();
        let number = looked_up + of_article.iter().filter(|(_, asked)| *asked).count();
        if number != 1 {
            let names = "label, source, for, claim, together, list, unsourced, check";
            return Err(Problem::bad_parameter("label", format!("exactly one of these is asked: {names}")));
        }
        if let Some((name, _)) = of_article.iter().find(|(_, asked)| *asked && self.article.is_none()) {
            let detail = format!("`{name}` reads all of an article; `in` says which");
            return Err(Problem::bad_parameter("in", detail));
        }
        if self.export.is_some() && self.of.is_none() && self.source.is_none() && !self.list {
            let detail = "sources are exported with `for`, `source` or `list`";
            return Err(Problem::bad_parameter("export", detail));
        }
        Ok(())
    }

    fn cited(&self, engine: &dyn Engine) -> Result<Cited> {
        match self.export {
            Some(format) => {
                let bibliography = Bibliography::new(&self.exported(engine)?);
                Ok(Cited::Text(format, bibliography.write(format)))
            }
            None => self.answer(engine).map(Cited::Answer),
        }
    }

    fn exported(&self, engine: &dyn Engine) -> Result<Vec<LabelUses>> {
        if let Some(id) = &self.of {
            return Ok(engine.sources_of(id)?.sources);
        }
        let references = if self.list {
            engine.labels(self.article.as_deref(), self.sort)?
        } else {
            engine.references_from(&self.filter()?, self.article.as_deref())?
        };
        Ok(self.page(references))
    }

    fn answer(&self, engine: &dyn Engine) -> Result<Answer> {
        let article = self.article.as_deref();
        Ok(match self {
            Self { label: Some(label), .. } => {
                let hits = engine.cite(&self.labelled(label))?;
                Answer::Label { total: hits.len(), hits: self.page(hits) }
            }
            Self { source: Some(_), .. } => {
                Answer::Source(engine.cite_source(&self.filter()?, article, self.limit)?)
            }
            Self { of: Some(id), .. } => Answer::Passage(Box::new(engine.sources_of(id)?)),
            Self { claim: Some(claim), .. } => Answer::Claim(engine.cite_claim(&self.claimed(claim))?),
            Self { together: Some(label), .. } => {
                Answer::Together { together: self.page(engine.cited_together(&self.labelled(label))?) }
            }
            Self { list: true, .. } => {
                let references = engine.labels(article, self.sort)?;
                Answer::List { total: references.len(), references: self.page(references) }
            }
            Self { unsourced: true, .. } => {
                Answer::Unsourced(engine.unsourced(article, self.min_words, self.limit)?)
            }
            _ => {
                let findings = engine.check_references(article)?;
                Answer::Check { total: findings.len(), findings: self.page(findings) }
            }
        })
    }

    fn page<T>(&self, all: Vec<T>) -> Vec<T> {
        all.into_iter().skip(self.offset).take(self.limit).collect()
    }

    fn filter(&self) -> Result<SourceFilter> {
        SourceFilter::typed(self.source.as_deref(), self.since, self.until)
    }

    fn labelled(&self, label: &str) -> CiteRequest {
        let label = label.trim().trim_matches(['[', ']']).to_owned();
        CiteRequest { label, article: self.article.clone(), all: false }
    }

    fn claimed(&self, claim: &str) -> SearchRequest {
        SearchRequest {
            query: claim.to_owned(),
            limit: self.limit,
            article: self.article.clone(),
            ..SearchRequest::default()
        }
    }
}
