//! What is asked, and what is answered.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::cite::SourceFilter;
use super::facets::{Facet, FacetCount};
use super::hit::Hit;
use super::repairs::Repaired;
use crate::query::Warning;

/// How many candidates are ranked again unless more hits are asked for; docs/ranking.md says what more would gain.
pub const CANDIDATES: usize = 100;

/// Which documents of the index are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Units of text.
    #[default]
    Passage,
    /// Bibliographic entries.
    Reference,
}

/// In which order matches are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The best first.
    #[default]
    Score,
    /// As the sources stand in their folders and the passages in their sources.
    Document,
    /// Those first that cite the newest source; those without a dated one last.
    Date,
}

/// A search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest {
    /// As typed; see [`parse`](crate::query::parse).
    pub query: String,
    /// How many hits to answer with.
    pub limit: usize,
    /// How many of the best to pass over first.
    pub offset: usize,
    /// In which order.
    pub order: Order,
    /// How many hits of one article at most; all where nothing is said.
    pub per_article: Option<usize>,
    /// By what to count all that matches.
    pub facets: Vec<Facet>,
    /// Passages or references.
    pub kind: Kind,
    /// Only of this article: an id, a title, or the unambiguous beginning of an id.
    pub article: Option<String>,
    /// Only under a heading that has all these words.
    pub section: Option<String>,
    /// Only passages with a citation marker, or only those without.
    pub cited: Option<bool>,
    /// Only passages that cite such a reference; of references only these.
    pub sources: SourceFilter,
    /// Whether words side by side must all match; else any may.
    pub all_words: bool,
    /// Whether to search words as they are typed, also those that no passage has.
    pub exact_words: bool,
    /// Whether to say what each score is made of.
    pub explain: bool,
    /// How many candidates the first stage hands to the second, at least as many as hits are asked for; 0 leaves
    /// the second stage out.
    pub candidates: usize,
    /// Whether to count all that matches, which costs a visit to each.
    pub count: bool,
}

impl Default for SearchRequest {
    /// Ten passages of any article, counted.
    fn default() -> Self {
        Self {
            query: String::new(),
            limit: 10,
            offset: 0,
            order: Order::Score,
            per_article: None,
            facets: Vec::new(),
            kind: Kind::Passage,
            article: None,
            section: None,
            cited: None,
            sources: SourceFilter::default(),
            all_words: false,
            exact_words: false,
            explain: false,
            candidates: CANDIDATES,
            count: true,
        }
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResponse {
    /// In the order that was asked for.
    pub hits: Vec<Hit>,
    /// How many documents match; `None` when that was not asked.
    pub total: Option<usize>,
    /// Of all that match, in the order of the request's facets.
    pub facets: Vec<FacetCount>,
    /// What was searched in the place of words that no passage has.
    pub repairs: Vec<Repaired>,
    /// What may have been meant, of a query that found little.
    pub suggestion: Option<String>,
    /// What could not be taken as it was meant.
    pub warnings: Vec<Warning>,
    /// From query text to hits.
    pub elapsed: Duration,
}
