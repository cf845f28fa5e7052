//! Queries in the language that clusters share.
//!
//! What a cluster cannot tell (how a word is written, what stands in a title) it is not asked for: then it finds more than
//! match, and the part that it sends is searched here, where all of it can be told.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tantivy::schema::Field as IndexField;

use super::document::{PASSAGE, REFERENCE};
use super::language::{any_of, anything, between, every, group, nothing, phrase, some};
use super::mapping::KIND;
use crate::analysis::Analyzer;
use crate::document::slug;
use crate::error::Result;
use crate::index::{Fields, Reader, Statistics, Take, Trait, Wanted, cites_term, field_name, form_term};
use crate::query::{Field, Node, NodeKind, Query};
use crate::search::cite::{Source, SourceFilter};
use crate::search::local::Local;
use crate::search::lower::Filters;
use crate::search::request::Kind;
use crate::search::resolve;
use crate::search::seek::Held;
use crate::search::terms::{Matching, QueryTerms, QueryWord, words_of};
use crate::search::values::form_named;

/// How many candidates are fetched for each that is to be ranked. Splits score by statistics of their own, so that what
/// is among the best of all may stand further behind in its split.
const DEPTH: usize = 3;
/// The most that is fetched for its score.
const DEEPEST: usize = 10_000;

/// What a cluster is asked for.
#[derive(Debug, Clone)]
pub(in crate::search) struct Asked {
    /// What matches, perhaps more.
    query: Value,
    /// Whether it finds no more than what matches.
    exact: bool,
    /// What scores, by its stems' weights.
    scored: Vec<(String, f32)>,
    field: IndexField,
}

/// A query under way from tree to JSON.
struct Lowering<'a> {
    engine: &'a Local,
    reader: &'a Reader,
    query: &'a Query,
    terms: &'a QueryTerms,
    kind: Kind,
    all_words: bool,
    analyzer: &'a mut Analyzer,
    exact: bool,
}

/// The deciding stems with their weights.
fn stems(terms: &QueryTerms) -> Vec<(String, f32)> {
    let mut weights: BTreeMap<&str, f32> = BTreeMap::new();
    for word in terms.deciding() {
        *weights.entry(&word.stem).or_default() += word.weight;
    }
    weights.into_iter().map(|(stem, weight)| (stem.to_owned(), weight)).collect()
}

fn field_of(kind: Kind, f: &Fields) -> IndexField {
    match kind {
        Kind::Passage => f.terms,
        Kind::Reference => f.reference_terms,
    }
}

/// A question without operators.
pub(in crate::search) fn plain(
    terms: &QueryTerms,
    held: Held,
    kind: Kind,
    filters: &Filters,
    reader: &Reader,
) -> Asked {
    let field = field_of(kind, reader.fields());
    let scored = stems(terms);
    let mut all = vec![of_kind(kind)];
    if held == Held::Strictly && kind == Kind::Passage {
        let typed = terms.phrases.iter().filter_map(|p| Some((terms.words.get(p.words.clone())?, p.slop)));
        all.extend(
            typed.map(|(words, slop)| phrase(field, words.iter().map(|word| word.stem.as_str()), slop)),
        );
    }
    all.push(any_of(field, scored.iter().map(|(stem, _)| stem)));
    all.extend(narrowing(filters, reader.fields()));
    Asked { query: every(all), exact: true, scored, field }
}

/// Everything of a kind.
pub(in crate::search) fn everything(kind: Kind, filters: &Filters, reader: &Reader) -> Asked {
    let mut all = vec![of_kind(kind)];
    all.extend(narrowing(filters, reader.fields()));
    let field = field_of(kind, reader.fields());
    Asked { query: every(all), exact: true, scored: Vec::new(), field }
}

/// A query with operators.
pub(in crate::search) fn operators(
    query: &Query,
    terms: &QueryTerms,
    (kind, all_words): (Kind, bool),
    filters: &Filters,
    engine: &Local,
    analyzer: &mut Analyzer,
) -> Result<Asked> {
    let reader = engine.reader();
    let mut lowering = Lowering { engine, reader, query, terms, kind, all_words, analyzer, exact: true };
    let found = lowering.lower(&query.root, None)?;
    let exact = lowering.exact;
    let mut all = vec![of_kind(kind), found.unwrap_or_else(nothing)];
    all.extend(narrowing(filters, reader.fields()));
    let field = field_of(kind, reader.fields());
    Ok(Asked { query: every(all), exact, scored: stems(terms), field })
}

impl Asked {
    /// Only what rests on such a source.
    pub(in crate::search) fn resting_on(
        self,
        engine: &Local,
        filter: &SourceFilter,
        kind: Kind,
    ) -> Result<Self> {
        if filter.is_empty() {
            return Ok(self);
        }
        let query = every(vec![self.query, resting_on(engine, filter, kind)?]);
        Ok(Self { query, ..self })
    }

    /// Everything that matches.
    pub(in crate::search) fn all(&self) -> Wanted {
        Wanted::Query(self.query.to_string(), Take::All)
    }

    /// The best `depth` by statistics of the whole collection, whatever the splits say; and everything where not all
    /// that is found matches.
    ///
    /// Each word counts twice: as its split scores it, and by how rare it is in the whole collection, however often a passage
    /// has it. So no passage stands behind because its split is small, and no record comes twice, as it did where these were
    /// two searches.
    pub(in crate::search) fn best(&self, depth: usize, statistics: &Statistics) -> std::io::Result<Wanted> {
        if !self.exact || self.scored.is_empty() {
            return Ok(self.all());
        }
        let name = field_name(self.field);
        let passages = statistics.totals().passages as f32;
        let mut should = Vec::new();
        for (stem, weight) in &self.scored {
            let df = statistics.stem_df(stem)? as f32;
            let rarity = (1.0 + (passages - df + 0.5).max(0.0) / (df + 0.5)).ln();
            should.push(json!({"term": {name: {"value": stem, "boost": weight}}}));
            should.push(json!({"terms": {name: [stem], "boost": weight * rarity}}));
        }
        let query = json!({"bool": {"filter": [self.query], "should": should}});
        Ok(Wanted::Query(query.to_string(), Take::Best(depth.saturating_mul(DEPTH).min(DEEPEST))))
    }

    /// How many match, where the cluster can tell.
    pub(in crate::search) fn counted(&self) -> Option<Wanted> {
        self.exact.then(|| Wanted::Query(self.query.to_string(), Take::Best(0)))
    }
}

impl Lowering<'_> {
    /// As [`Operators::lower`](crate::search::operators::Operators::lower), node by node.
    fn lower(&mut self, node: &Node, field: Option<Field>) -> Result<Option<Value>> {
        match &node.kind {
            NodeKind::Nothing => Ok(None),
            NodeKind::Everything => Ok(Some(anything())),
            NodeKind::Words => self.words(&[node], field),
            NodeKind::Word
            | NodeKind::Quoted
            | NodeKind::Prefix
            | NodeKind::Fuzzy { .. }
            | NodeKind::Exact => self.together(node, 0, field),
            NodeKind::Phrase { slop } => self.together(node, *slop, field),
            NodeKind::Field { field: Field::Title, value } => self.titled(value),
            NodeKind::Field { field, value } if field.has_words() => self.lower(value, Some(*field)),
            NodeKind::Field { field, value } => self.value(*field, value),
            NodeKind::Beside(nodes) => self.beside(nodes, field),
            NodeKind::And(nodes) => Ok(group(self.each(nodes, field)?, every)),
            NodeKind::Or(nodes) => Ok(group(self.each(nodes, field)?, some)),
            NodeKind::Must(node) => self.lower(node, field),
            NodeKind::Not(node) => self.without(node, field),
        }
    }

    fn each(&mut self, nodes: &[Node], field: Option<Field>) -> Result<Vec<Value>> {
        let mut found = Vec::new();
        for node in nodes {
            found.extend(self.lower(node, field)?);
        }
        Ok(found)
    }

    /// Where more is found than matches, nothing may be left out for it.
    fn without(&mut self, node: &Node, field: Option<Field>) -> Result<Option<Value>> {
        let before = std::mem::replace(&mut self.exact, true);
        let found = self.lower(node, field)?;
        let exact = std::mem::replace(&mut self.exact, before);
        self.exact &= exact;
        Ok(found.map(|found| {
            if exact { json!({"bool": {"must": [anything()], "must_not": [found]}}) } else { anything() }
        }))
    }

    fn titled(&mut self, value: &Node) -> Result<Option<Value>> {
        self.exact = false;
        let words = self.lower(value, None)?;
        let typed = self.query.text.get(value.span.clone()).unwrap_or_default();
        let named = if self.reader.has_redirects()? {
            resolve::titled(self.reader, slug(typed))?
        } else {
            Vec::new()
        };
        let named = (!named.is_empty()).then(|| any_of(self.reader.fields().article, &named));
        Ok(group(words.into_iter().chain(named).collect(), some))
    }

    fn value(&mut self, field: Field, value: &Node) -> Result<Option<Value>> {
        let typed = self.query.text.get(value.span.clone()).unwrap_or_default();
        let f = *self.reader.fields();
        let source = match field {
            Field::Article => {
                let article = resolve::article(self.reader, typed)?;
                return Ok(Some(any_of(f.article, [&article])));
            }
            Field::Cite => {
                let beginning = cites_term("", typed.trim_matches(['[', ']']));
                return Ok(Some(json!({"prefix": {field_name(f.cites): {"value": beginning}}})));
            }
            Field::Form => {
                let form = form_named(typed, self.analyzer).map(|form| form_term(form).to_owned());
                return Ok(form.map(|form| any_of(f.traits, [&form])));
            }
            Field::Kind => return Ok(Some(anything())),
            Field::Author => Source::Name(typed.to_owned()),
            Field::Source | Field::Date => match Source::parse(typed) {
                Ok(source) => source,
                // What is no source is told where the query is asked, and says nothing.
                Err(_) => return Ok(None),
            },
            Field::Title | Field::Section | Field::Quoted => return Ok(None),
        };
        resting_on(self.engine, &SourceFilter::of(source), self.kind).map(Some)
    }

    fn beside(&mut self, nodes: &[Node], field: Option<Field>) -> Result<Option<Value>> {
        let (mut words, mut others, mut held, mut narrow) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let quoted_words = nodes.iter().any(|node| self.asks_in_words(node));
        for node in nodes {
            match &node.kind {
                NodeKind::Words => words.push(node),
                NodeKind::Quoted if quoted_words => words.push(node),
                NodeKind::Field { .. } | NodeKind::Not(_) => narrow.extend(self.lower(node, field)?),
                NodeKind::Phrase { .. } | NodeKind::Quoted | NodeKind::Must(_) => {
                    held.extend(self.lower(node, field)?);
                }
                _ => others.push(node),
            }
        }
        if self.all_words {
            held.extend(self.words(&words, field)?);
            for node in others {
                held.extend(self.lower(node, field)?);
            }
        } else if held.is_empty() {
            let mut any = Vec::new();
            for node in others {
                any.extend(self.lower(node, field)?);
            }
            any.extend(self.words(&words, field)?);
            held.extend(group(any, some));
        }
        held.extend(narrow);
        Ok(group(held, every))
    }

    fn asks_in_words(&mut self, node: &Node) -> bool {
        matches!(node.kind, NodeKind::Words | NodeKind::Prefix | NodeKind::Fuzzy { .. } | NodeKind::Exact)
            && words_of(node, &self.query.text, self.analyzer).iter().any(|word| word.content)
    }

    fn words(&mut self, nodes: &[&Node], field: Option<Field>) -> Result<Option<Value>> {
        let words: Vec<QueryWord> =
            nodes.iter().flat_map(|node| words_of(node, &self.query.text, self.analyzer)).collect();
        let content = words.iter().any(|word| word.content);
        let mut found = Vec::new();
        for word in words.iter().filter(|word| word.content || !content) {
            found.extend(self.sequence(std::slice::from_ref(word), 0, field)?);
        }
        Ok(group(found, if self.all_words { every } else { some }))
    }

    fn together(&mut self, node: &Node, slop: u32, field: Option<Field>) -> Result<Option<Value>> {
        let words = words_of(node, &self.query.text, self.analyzer);
        self.sequence(&words, slop, field)
    }

    /// Words side by side, or one word.
    fn sequence(&mut self, words: &[QueryWord], slop: u32, field: Option<Field>) -> Result<Option<Value>> {
        if words.is_empty() {
            return Ok(None);
        }
        let f = self.reader.fields();
        if self.kind == Kind::Reference {
            return Ok(Some(self.in_reference(words)));
        }
        let index = match field {
            Some(Field::Quoted) => f.quoted,
            Some(Field::Section) => f.section,
            _ => f.terms,
        };
        let anywhere = !matches!(field, Some(Field::Title | Field::Section));
        self.exact &= anywhere && words.iter().all(|word| word.matching == Matching::Stem);
        let mut each = Vec::new();
        for word in words {
            each.push(self.stems(word)?);
        }
        let single: Option<Vec<&String>> =
            each.iter().map(|stems| stems.first().filter(|_| stems.len() == 1)).collect();
        Ok(Some(match single {
            Some(single) if single.len() > 1 && anywhere => {
                phrase(index, single.into_iter().map(String::as_str), slop)
            }
            _ => every(each.iter().map(|stems| any_of(index, stems)).collect()),
        }))
    }

    /// The stems that a word is searched by.
    fn stems(&self, word: &QueryWord) -> Result<BTreeSet<String>> {
        if word.matching != Matching::Stem {
            let widened = self.terms.widened(word, self.reader.statistics()?);
            return Ok(widened.map_err(|e| self.reader.damaged(&e))?.stems.clone());
        }
        let searched = self.terms.searched.iter().filter(|searched| searched.span == word.span);
        let mut stems: BTreeSet<String> = searched.map(|searched| searched.stem.clone()).collect();
        if stems.is_empty() {
            stems.insert(word.stem.clone());
        }
        Ok(stems)
    }

    fn in_reference(&mut self, words: &[QueryWord]) -> Value {
        let name = field_name(self.reader.fields().reference_terms);
        let mut all = Vec::new();
        for word in words {
            match word.matching {
                Matching::Stem | Matching::Exact => all.push(json!({"term": {name: word.stem}})),
                Matching::Prefix => all.push(json!({"prefix": {name: {"value": word.stem}}})),
                // Quickwit knows no words with errors.
                Matching::Fuzzy(_) => self.exact = false,
            }
        }
        group(all, every).unwrap_or_else(anything)
    }
}

/// What rests on a source: the passages that cite it, or its references.
fn resting_on(engine: &Local, filter: &SourceFilter, kind: Kind) -> Result<Value> {
    Ok(match kind {
        Kind::Reference => sources(filter, engine.reader()),
        Kind::Passage => any_of(engine.reader().fields().cites, &engine.cites_terms_of(filter)?),
    })
}

/// The references of a source.
pub(in crate::search) fn references(filter: &SourceFilter, reader: &Reader) -> Wanted {
    Wanted::Query(sources(filter, reader).to_string(), Take::All)
}

fn sources(filter: &SourceFilter, reader: &Reader) -> Value {
    let f = reader.fields();
    let key = |kind: &str, value: &str| any_of(f.source_key, [&format!("{kind}:{value}")]);
    let mut all = vec![of_kind(Kind::Reference)];
    all.extend(filter.source.as_ref().map(|source| match source {
        Source::Domain(domain) => key("domain", domain),
        Source::Isbn(isbn) => key("isbn", isbn),
        Source::Doi(doi) => key("doi", doi),
        Source::Years(years) => between(f.year, Some(*years.start()), Some(*years.end())),
        Source::Name(name) => {
            let stems: Vec<String> =
                Analyzer::new().analyze(name).map(|token| token.stem.to_owned()).collect();
            if stems.is_empty() {
                nothing()
            } else {
                phrase(f.source_name, stems.iter().map(String::as_str), 0)
            }
        }
    }));
    if filter.since.is_some() || filter.until.is_some() {
        all.push(between(f.year, filter.since, filter.until));
    }
    every(all)
}

/// The passages that cite with one of these terms.
pub(in crate::search) fn citing<'t>(terms: impl IntoIterator<Item = &'t String>, reader: &Reader) -> Wanted {
    Wanted::Query(any_of(reader.fields().cites, terms).to_string(), Take::All)
}

/// How many documents hold a term.
pub(in crate::search) fn holding(field: IndexField, term: &str) -> Wanted {
    Wanted::Query(any_of(field, [&term.to_owned()]).to_string(), Take::Best(0))
}

/// The best passages of a phrase, or of any of the words.
pub(in crate::search) fn quoted(field: IndexField, stems: &[String], together: bool, depth: usize) -> Wanted {
    let query = if together {
        phrase(field, stems.iter().map(String::as_str), 0)
    } else {
        let name = field_name(field);
        json!({"bool": {"should": stems.iter().map(|stem| json!({"term": {name: stem}})).collect::<Vec<_>>()}})
    };
    Wanted::Query(query.to_string(), Take::Best(depth.saturating_mul(DEPTH)))
}

fn narrowing(filters: &Filters, f: &Fields) -> Vec<Value> {
    let mut all: Vec<Value> = filters.article.iter().map(|article| any_of(f.article, [article])).collect();
    all.extend(filters.section.iter().map(|stem| any_of(f.section, [stem])));
    let cites = Trait::Cites.term().to_owned();
    all.extend(filters.cited.map(|cited| {
        let cites = any_of(f.traits, [&cites]);
        if cited { cites } else { json!({"bool": {"must": [anything()], "must_not": [cites]}}) }
    }));
    all
}

fn of_kind(kind: Kind) -> Value {
    json!({"term": {KIND: if kind == Kind::Passage { PASSAGE } else { REFERENCE }}})
}
