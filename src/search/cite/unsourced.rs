//! What rests on nothing.

use std::collections::{HashMap, HashSet};

use schemars::JsonSchema;
use serde::Serialize;
use tantivy::DocAddress;

use crate::error::Result;
use crate::index::{PassageWords, Record, Trait};
use crate::search::hit::{ArticleName, Hit};
use crate::search::local::Local;
use crate::search::lower::{Filters, everything};
use crate::search::order::in_document_order;
use crate::search::remote;
use crate::search::request::Kind;
use crate::search::tagged::Tagged;

/// The passages without a source.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Unsourced {
    /// Those without any marker, and those for which an editor wants a source, in document order; highlighted is
    /// the editor's remark.
    pub hits: Vec<Hit>,
    /// How many passages that is in all.
    pub total: usize,
    /// One entry an article, in document order; also for those where every passage has a marker.
    pub articles: Vec<ArticleCounts>,
}

/// How much of an article has no source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "type", rename = "count")]
#[schemars(rename = "ArticleCounts", transform = Tagged("count"))]
pub struct ArticleCounts {
    /// Which.
    pub article: ArticleName,
    /// Its passages that are long enough to be asked for.
    pub passages: usize,
    /// Those of them without any marker.
    pub unsourced: usize,
    /// Those of them for which an editor wants a source, with a marker or without.
    pub flagged: usize,
}

impl Local {
    /// The passages of `min_words` words or more that have no marker, or for which an editor wants a source; the
    /// first `limit` of them.
    ///
    /// Cost: every passage is looked at, those that are answered are read.
    ///
    /// # Errors
    /// `UnknownArticle`, `AmbiguousArticle`; `IndexDamaged`, `Io`.
    pub fn unsourced(&self, article: Option<&str>, min_words: usize, limit: usize) -> Result<Unsourced> {
        self.reader.want(|| remote::everything(Kind::Passage, &Filters::default(), &self.reader).all());
        let all = everything(Kind::Passage, &Filters::default(), self.reader.fields());
        let mut passages = self.within(in_document_order(&self.reader, &*all)?, article)?;
        if min_words > 1 {
            passages = self.with_words(passages, min_words)?;
        }
        let citing = self.with_trait(Trait::Cites)?;
        let flagged = self.with_trait(Trait::WantsSource)?;
        let articles = self.counts(&passages, &citing, &flagged)?;
        passages.retain(|address| !citing.contains(address) || flagged.contains(address));
        let total = passages.len();
        let hits = self.hits_in_order(passages, limit, |hit| hit.wants_source.clone())?;
        Ok(Unsourced { hits, total, articles })
    }

    fn with_trait(&self, given: Trait) -> Result<HashSet<DocAddress>> {
        let found = self.reader.documents(self.reader.fields().traits, given.term())?;
        Ok(found.into_iter().collect())
    }

    fn with_words(&self, passages: Vec<DocAddress>, least: usize) -> Result<Vec<DocAddress>> {
        let mut words = PassageWords::default();
        let mut kept = Vec::new();
        for address in passages {
            let forward = self.reader.forward(address.segment_ord)?;
            forward.words(address.doc_id, &mut words).map_err(|e| self.reader.damaged(&e))?;
            if words.text.len() >= least {
                kept.push(address);
            }
        }
        Ok(kept)
    }

    /// Article by article, in the order in which their passages come.
    fn counts(
        &self,
        passages: &[DocAddress],
        citing: &HashSet<DocAddress>,
        flagged: &HashSet<DocAddress>,
    ) -> Result<Vec<ArticleCounts>> {
        let mut article_of: HashMap<DocAddress, usize> = HashMap::new();
        for (article, documents) in self.reader.articles()?.into_values().enumerate() {
            article_of.extend(documents.into_iter().map(|address| (address, article)));
        }
        let mut places: HashMap<usize, usize> = HashMap::new();
        let mut counts: Vec<ArticleCounts> = Vec::new();
        for address in passages {
            let Some(article) = article_of.get(address) else { continue };
            let place = match places.get(article) {
                Some(place) => *place,
                None => {
                    counts.push(ArticleCounts::new(self.article_at(*address)?));
                    *places.entry(*article).or_insert(counts.len() - 1)
                }
            };
            if let Some(count) = counts.get_mut(place) {
                count.add(citing.contains(address), flagged.contains(address));
            }
        }
        Ok(counts)
    }

    fn article_at(&self, address: DocAddress) -> Result<ArticleName> {
        Ok(ArticleName::new(match self.record(address)? {
            Record::Passage(stored) => stored.head,
            Record::Reference(stored) => stored.head,
        }))
    }
}

impl ArticleCounts {
    fn new(article: ArticleName) -> Self {
        Self { article, passages: 0, unsourced: 0, flagged: 0 }
    }

    fn add(&mut self, cites: bool, flagged: bool) {
        self.passages += 1;
        self.unsourced += usize::from(!cites);
        self.flagged += usize::from(flagged);
    }
}
