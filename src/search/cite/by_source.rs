//! Which passages rest on a source, in any article.

use std::collections::HashSet;
use std::ops::Bound;

use schemars::JsonSchema;
use serde::Serialize;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery, TermSetQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::list::LabelUses;
use super::markers_of;
use super::source::{Source, SourceFilter};
use crate::analysis::Analyzer;
use crate::error::Result;
use crate::index::{Links, Record, among, citing, citing_term, link};
use crate::search::hit::Hit;
use crate::search::local::Local;
use crate::search::matches::matches;
use crate::search::order::sorted;
use crate::search::remote;
use crate::search::request::Kind;

/// As many markers can be looked at while one term is looked up: 1 µs and more against some 10 ns.
const MARKERS_A_LOOK_UP: usize = 200;

/// The passages that rest on a source.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SourceUses {
    /// In document order, its markers highlighted; as many as were asked for.
    pub hits: Vec<Hit>,
    /// How many passages there are in all.
    pub total: usize,
    /// References of that source, cited or not.
    pub references: usize,
}

impl Local {
    /// The passages that cite a reference of that source, the first `limit` of them in document order.
    ///
    /// Cost: a look-up for each of its references, or a look at every marker where that is less; the passages shown
    /// are read.
    ///
    /// # Errors
    /// `UnknownArticle`, `AmbiguousArticle`; `IndexDamaged`, `Io`.
    pub fn cite_source(
        &self,
        filter: &SourceFilter,
        article: Option<&str>,
        limit: usize,
    ) -> Result<SourceUses> {
        let references = self.references_of(filter)?;
        let links = self.reader.links_of(&references)?;
        let citing = self.within(self.passages_citing(&references, &links)?, article)?;
        let total = citing.len();
        let ours = |article: &str, label: &str| links.contains(&link(article, label));
        let hits =
            self.hits_in_order(citing, limit, |hit| markers_of(hit, |c| ours(&hit.article.id, &c.label)))?;
        Ok(SourceUses { hits, total, references: references.len() })
    }

    /// The references of that source, or all, with their uses, in document order; those that nothing cites too.
    ///
    /// # Errors
    /// As [`cite_source`](Self::cite_source).
    pub fn references_from(&self, filter: &SourceFilter, article: Option<&str>) -> Result<Vec<LabelUses>> {
        let references = self.within(self.references_of(filter)?, article)?;
        let links = self.reader.links_of(&references)?;
        let uses = self.uses_of(self.passages_citing(&references, &links)?)?;
        let mut found = Vec::with_capacity(references.len());
        for address in sorted(&self.reader, references)? {
            if let Record::Reference(stored) = self.record(address)? {
                found.push(LabelUses::of(stored, &uses));
            }
        }
        Ok(found)
    }

    /// What a search is held to that asks for such a source: the passages that cite it, or its references.
    pub(in crate::search) fn resting_on(&self, filter: &SourceFilter, kind: Kind) -> Result<Box<dyn Query>> {
        let references = self.references_of(filter)?;
        let links = || self.reader.links_of(&references);
        Ok(match kind {
            Kind::Reference => Box::new(among(links()?)),
            Kind::Passage if self.are_many(&references)? => Box::new(citing(links()?)),
            Kind::Passage => Box::new(self.with_one_of(&self.terms_citing(&references)?)),
        })
    }

    /// Where the references stand that `filter` accepts.
    fn references_of(&self, filter: &SourceFilter) -> Result<Vec<DocAddress>> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        clauses.extend(filter.source.as_ref().map(|source| (Occur::Must, self.source_query(source))));
        if filter.since.is_some() || filter.until.is_some() {
            clauses.push((Occur::Must, self.years(filter.since, filter.until)));
        }
        if clauses.is_empty() {
            return self.reader.documents_with(self.reader.fields().label);
        }
        self.reader.want(|| remote::references(filter, &self.reader));
        let query = BooleanQuery::new(clauses);
        matches(&self.reader, &query)
    }

    fn source_query(&self, source: &Source) -> Box<dyn Query> {
        let key = |kind: &str, value: &str| {
            let term = Term::from_field_text(self.reader.fields().source_key, &format!("{kind}:{value}"));
            Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>
        };
        match source {
            Source::Domain(domain) => key("domain", domain),
            Source::Isbn(isbn) => key("isbn", isbn),
            Source::Doi(doi) => key("doi", doi),
            Source::Years(years) => self.years(Some(*years.start()), Some(*years.end())),
            Source::Name(name) => self.name_query(name),
        }
    }

    /// The words of the name side by side.
    fn name_query(&self, name: &str) -> Box<dyn Query> {
        let field = self.reader.fields().source_name;
        let mut analyzer = Analyzer::new();
        let mut terms: Vec<Term> =
            analyzer.analyze(name).map(|token| Term::from_field_text(field, token.stem)).collect();
        match (terms.len(), terms.pop()) {
            (1, Some(only)) => Box::new(TermQuery::new(only, IndexRecordOption::Basic)),
            (_, None) => Box::new(tantivy::query::EmptyQuery),
            (_, Some(last)) => {
                terms.push(last);
                Box::new(PhraseQuery::new(terms))
            }
        }
    }

    fn years(&self, since: Option<u16>, until: Option<u16>) -> Box<dyn Query> {
        let bound = |year: Option<u16>| match year {
            Some(year) => Bound::Included(Term::from_field_u64(self.reader.fields().year, u64::from(year))),
            None => Bound::Unbounded,
        };
        match (since, until) {
            // Unbounded at both ends would be every document; a filter without years does not come here.
            (None, None) => Box::new(tantivy::query::AllQuery),
            _ => Box::new(RangeQuery::new(bound(since), bound(until))),
        }
    }

    /// The passages with one of `links`, which are those of `references`.
    fn passages_citing(&self, references: &[DocAddress], links: &Links) -> Result<Vec<DocAddress>> {
        if self.are_many(references)? {
            return self.reader.linked(links);
        }
        let terms = self.terms_citing(references)?;
        self.reader.want(|| remote::citing(&terms, &self.reader));
        matches(&self.reader, &self.with_one_of(&terms))
    }

    /// Whether a look at every marker costs less than a look-up for each of `references`.
    fn are_many(&self, references: &[DocAddress]) -> Result<bool> {
        Ok(references.len() > self.reader.markers()? / MARKERS_A_LOOK_UP)
    }

    /// The terms of the markers that cite what `filter` accepts.
    pub(in crate::search) fn cites_terms_of(&self, filter: &SourceFilter) -> Result<HashSet<String>> {
        self.terms_citing(&self.references_of(filter)?)
    }

    fn terms_citing(&self, references: &[DocAddress]) -> Result<HashSet<String>> {
        let labels = self.reader.labels_of(references)?;
        Ok(labels.iter().map(|label| citing_term(label)).collect())
    }

    fn with_one_of(&self, terms: &HashSet<String>) -> TermSetQuery {
        let field = self.reader.fields().cites;
        TermSetQuery::new(terms.iter().map(|term| Term::from_field_text(field, term)))
    }
}
