//! What is asked, and what is answered.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::cite::SourceFilter;
use super::facets::{Facet, FacetCount};
use super::hit::Hit;
use super::repairs::Repaired;
use crate::error::Result;
use crate::query::Warning;

/// How many candidates are ranked again unless more hits are asked for; docs/ranking.md says what more would gain.
pub const CANDIDATES: usize = 100;

/// Which documents of the index are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Units of text.
    #[default]
    Passage,
    /// Bibliographic entries.
    Reference,
}

/// In which order matches are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The best first.
    #[default]
    Score,
    /// As the sources stand in their folders and the passages in their sources.
    Document,
    /// Those first that cite the newest source; those without a dated one last.
    Date,
}

/// A search. Its names outside are those of the command line's flags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SearchRequest {
    /// As typed: words, "phrases", +must, -not, ET, OU, SAUF, prefix*, titre:…; `*` for every passage. docs/query.md has
    /// the language.
    #[serde(rename = "q")]
    pub query: String,
    /// How many hits to answer with.
    pub limit: usize,
    /// How many of the best to pass over first.
    pub offset: usize,
    /// In which order.
    #[serde(rename = "sort")]
    pub order: Order,
    /// How many hits of one article at most; all where nothing is said.
    pub per_article: Option<usize>,
    /// By what to count all that matches: a list, or its items with commas between them.
    #[serde(deserialize_with = "listed")]
    pub facets: Vec<Facet>,
    /// Passages or references.
    pub kind: Kind,
    /// Only of this article: an id, a title, or the unambiguous beginning of an id.
    #[serde(rename = "in")]
    pub article: Option<String>,
    /// Only under a heading that has all these words.
    pub section: Option<String>,
    /// Only passages with a citation marker, or only those without.
    pub cited: Option<bool>,
    /// Only passages that cite such a source, or references of it: a domain, a name, an ISBN, a DOI, or years.
    pub cites: Option<String>,
    /// Only passages that cite a source from this year on; of references only these.
    #[schemars(range(min = 1000, max = 2999))]
    pub since: Option<u16>,
    /// Only passages that cite a source up to this year; of references only these.
    #[schemars(range(min = 1000, max = 2999))]
    pub until: Option<u16>,
    /// Whether words side by side must all match; else any may.
    pub all_words: bool,
    /// Whether to search words as they are typed, also those that no passage has.
    pub exact_words: bool,
    /// Whether to say what each score is made of.
    pub explain: bool,
    /// How many candidates the first stage hands to the second, at least as many as hits are asked for; 0 leaves
    /// the second stage out. It changes what a search costs, so it is not for everybody to say.
    #[serde(skip, default = "candidates")]
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
            cites: None,
            since: None,
            until: None,
            all_words: false,
            exact_words: false,
            explain: false,
            candidates: CANDIDATES,
            count: true,
        }
    }
}

impl SearchRequest {
    /// Which references a passage must cite one of.
    ///
    /// # Errors
    /// `BadSource`.
    pub fn sources(&self) -> Result<SourceFilter> {
        SourceFilter::typed(self.cites.as_deref(), self.since, self.until)
    }
}

fn candidates() -> usize {
    CANDIDATES
}

/// A list, or words with commas between them, as a query string has it.
fn listed<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Facet>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Listed {
        List(Vec<Facet>),
        Words(String),
    }
    match Listed::deserialize(from)? {
        Listed::List(facets) => Ok(facets),
        Listed::Words(words) => {
            let word = |word: &str| Facet::deserialize(de::value::StrDeserializer::new(word.trim()));
            words.split(',').filter(|word| !word.trim().is_empty()).map(word).collect()
        }
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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
    #[serde(serialize_with = "said")]
    #[schemars(with = "Vec<String>")]
    pub warnings: Vec<Warning>,
    /// From query text to hits, in milliseconds.
    #[serde(rename = "elapsed_ms", serialize_with = "milliseconds")]
    #[schemars(with = "f64")]
    pub elapsed: Duration,
}

fn said<S: Serializer>(warnings: &[Warning], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(warnings.iter().map(ToString::to_string))
}

fn milliseconds<S: Serializer>(elapsed: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64(elapsed.as_secs_f64() * 1000.0)
}
