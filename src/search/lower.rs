//! A query's terms as one of tantivy's queries.

use std::collections::BTreeMap;
use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::first_stage::WeightedStem;
use super::request::Kind;
use super::terms::QueryTerms;
use crate::index::{Fields, REFERENCES_FROM, Trait};

/// The query for every document of a kind, within the filters.
pub(super) fn everything(kind: Kind, filters: &Filters, f: &Fields) -> Box<dyn Query> {
    let limit = Term::from_field_u64(f.order, REFERENCES_FROM);
    let range = match kind {
        Kind::Passage => RangeQuery::new(Bound::Unbounded, Bound::Excluded(limit)),
        Kind::Reference => RangeQuery::new(Bound::Included(limit), Bound::Unbounded),
    };
    let mut clauses = filter_clauses(filters, f);
    clauses.push((Occur::Must, Box::new(range)));
    Box::new(BooleanQuery::new(clauses))
}

/// The query for what `matches` within the filters, scored by the words that may match.
pub(super) fn lower_operators(
    matches: Option<Box<dyn Query>>,
    terms: &QueryTerms,
    kind: Kind,
    filters: &Filters,
    f: &Fields,
) -> Box<dyn Query> {
    let Some(matches) = matches else { return Box::new(EmptyQuery) };
    let held = [everything(kind, filters, f), matches];
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = held
        .into_iter()
        .map(|query| (Occur::Must, Box::new(ConstScoreQuery::new(query, 0.0)) as _))
        .collect();
    let words = any_of(field_of(kind, f), &stems(terms));
    clauses.extend(words.map(|words| (Occur::Should, words)));
    Box::new(BooleanQuery::new(clauses))
}

fn field_of(kind: Kind, f: &Fields) -> Field {
    match kind {
        Kind::Passage => f.terms,
        Kind::Reference => f.reference_terms,
    }
}

/// What narrows a search, already resolved and analysed.
#[derive(Debug, Default)]
pub(super) struct Filters {
    /// An article's id.
    pub(super) article: Option<String>,
    /// Stems that the section's headings must hold.
    pub(super) section: Vec<String>,
    /// Whether a passage must have a citation marker, or must have none.
    pub(super) cited: Option<bool>,
    /// What rests on a source that was asked for.
    pub(super) sources: Option<Box<dyn Query>>,
}

/// What is asked of the index.
pub(super) enum Lowered {
    /// Passages that have any of these stems: the first stage finds their best itself.
    AnyOf(Vec<WeightedStem>),
    /// What tantivy finds.
    Query(Box<dyn Query>),
}

impl Lowered {
    /// As one of tantivy's queries.
    pub(super) fn into_query(self, f: &Fields) -> Box<dyn Query> {
        match self {
            Self::AnyOf(stems) => any_of(f.terms, &stems).unwrap_or_else(|| Box::new(EmptyQuery)),
            Self::Query(query) => query,
        }
    }
}

/// What finds candidates: any of the deciding words, all the phrases, all the filters.
pub(super) fn lower(
    terms: &QueryTerms,
    phrases: Vec<Box<dyn Query>>,
    kind: Kind,
    filters: &Filters,
    f: &Fields,
) -> Lowered {
    let field = field_of(kind, f);
    let mut clauses = filter_clauses(filters, f);
    // A phrase adds no score of its own: its words are scored with the others.
    let phrases = phrases.into_iter().map(|phrase| Box::new(ConstScoreQuery::new(phrase, 0.0)) as _);
    clauses.extend(phrases.map(|phrase| (Occur::Must, phrase)));
    let stems = stems(terms);
    if clauses.is_empty() && kind == Kind::Passage {
        return Lowered::AnyOf(stems);
    }
    Lowered::Query(match any_of(field, &stems) {
        None => Box::new(EmptyQuery),
        Some(words) => {
            clauses.push((Occur::Must, words));
            Box::new(BooleanQuery::new(clauses))
        }
    })
}

fn filter_clauses(filters: &Filters, f: &Fields) -> Vec<(Occur, Box<dyn Query>)> {
    let article = filters.article.iter().map(|article| (f.article, article));
    let section = filters.section.iter().map(|stem| (f.section, stem));
    let clause = |(field, text): (Field, &String)| {
        (Occur::Must, Box::new(ConstScoreQuery::new(term(field, text), 0.0)) as Box<dyn Query>)
    };
    let mut clauses: Vec<_> = article.chain(section).map(clause).collect();
    clauses.extend(filters.cited.map(|cited| {
        let occur = if cited { Occur::Must } else { Occur::MustNot };
        (occur, Box::new(ConstScoreQuery::new(term(f.traits, Trait::Cites.term()), 0.0)) as Box<dyn Query>)
    }));
    clauses.extend(filters.sources.iter().map(|sources| {
        (Occur::Must, Box::new(ConstScoreQuery::new(sources.box_clone(), 0.0)) as Box<dyn Query>)
    }));
    clauses
}

/// The stems of the deciding words. A repeated word counts once for each time that it was typed.
fn stems(terms: &QueryTerms) -> Vec<WeightedStem> {
    let mut weights: BTreeMap<&str, f32> = BTreeMap::new();
    for word in terms.deciding() {
        *weights.entry(&word.stem).or_default() += word.weight;
    }
    weights.into_iter().map(|(stem, weight)| (stem.to_owned(), weight)).collect()
}

/// The passages that have any of `stems`; `None` where there are none.
pub(super) fn any_of(field: Field, stems: &[WeightedStem]) -> Option<Box<dyn Query>> {
    let mut clauses: Vec<_> =
        stems.iter().map(|(stem, weight)| (Occur::Should, weighted(field, stem, *weight))).collect();
    match clauses.len() {
        0 => None,
        1 => clauses.pop().map(|(_, only)| only),
        _ => Some(Box::new(BooleanQuery::new(clauses))),
    }
}

fn weighted(field: Field, stem: &str, weight: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(term(field, stem), weight))
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}
