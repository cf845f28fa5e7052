//! A query with operators as one of tantivy's: it says what matches. What scores is the same as without operators,
//! the words that may match.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::index::SegmentId;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{
    AllQuery, BooleanQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field as IndexField, IndexRecordOption};
use tantivy::{DocId, SegmentReader, Term};

use super::local::Local;
use super::matches::matches;
use super::pattern::{Pattern, Segments, WordTest};
use super::phrase::phrase;
use super::request::Kind;
use super::resolve;
use super::terms::{Matching, QueryTerms, QueryWord, words_of};
use super::widen::Widened;
use crate::analysis::Analyzer;
use crate::document::slug;
use crate::error::Result;
use crate::query::{self, Field, Node, NodeKind, Warning};

/// What a part of a query matches; nothing where it says nothing.
pub(super) type Matches = Option<Box<dyn Query>>;

/// Turns a tree into queries. What a passage may match by is looked up; nothing is scored.
pub(super) struct Operators<'a> {
    pub(super) engine: &'a Local,
    pub(super) query: &'a query::Query,
    pub(super) terms: &'a QueryTerms,
    pub(super) kind: Kind,
    /// Whether words side by side must all match.
    pub(super) all_words: bool,
    pub(super) analyzer: &'a mut Analyzer,
    pub(super) warnings: &'a mut Vec<Warning>,
    pub(super) segments: Arc<Segments>,
}

impl<'a> Operators<'a> {
    /// What `node` matches, its words looked for in `field` where one is given. The tree is not deeper than the
    /// parser lets it be.
    ///
    /// # Errors
    /// `UnknownArticle` and `AmbiguousArticle` for `article:`; `IndexDamaged`, `Io`.
    pub(super) fn lower(&mut self, node: &Node, field: Option<Field>) -> Result<Matches> {
        match &node.kind {
            NodeKind::Nothing => Ok(None),
            NodeKind::Everything => Ok(Some(Box::new(AllQuery))),
            NodeKind::Words => self.any_of(&[node], field),
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
            NodeKind::And(nodes) => self.all_of(nodes, field),
            NodeKind::Or(nodes) => self.one_of(nodes, field),
            NodeKind::Must(node) => self.lower(node, field),
            NodeKind::Not(node) => self.without(node, field),
        }
    }

    /// Passages of articles whose title has these words, and of the article that they are another title of.
    fn titled(&mut self, value: &Node) -> Result<Matches> {
        let of_words = self.lower(value, Some(Field::Title))?;
        let reader = self.engine.reader();
        let typed = self.query.text.get(value.span.clone()).unwrap_or_default();
        let named = if reader.has_redirects()? { resolve::titled(reader, slug(typed))? } else { Vec::new() };
        let article = |id: &String| Term::from_field_text(reader.fields().article, id);
        let of_name = (!named.is_empty()).then(|| any_term(named.iter().map(article)));
        let either: Vec<_> = of_words.into_iter().chain(of_name).map(|q| (Occur::Should, q)).collect();
        Ok((!either.is_empty()).then(|| of_clauses(either)))
    }

    fn all_of(&mut self, nodes: &[Node], field: Option<Field>) -> Result<Matches> {
        let mut clauses = Vec::new();
        for node in nodes {
            clauses.extend(self.lower(node, field)?.map(|q| (Occur::Must, q)));
        }
        Ok((!clauses.is_empty()).then(|| of_clauses(clauses)))
    }

    /// All passages but those that `node` matches, which are looked up at once: tantivy's own exclusion asks phrases
    /// for documents behind their last one, which they take for a fault.
    fn without(&mut self, node: &Node, field: Option<Field>) -> Result<Matches> {
        let Some(query) = self.lower(node, field)? else { return Ok(None) };
        let reader = self.engine.reader();
        let found = matches(reader, &*query)?;
        let mut excluded: HashMap<SegmentId, Arc<FxHashSet<DocId>>> = HashMap::new();
        for (ordinal, segment) in (0..).zip(reader.searcher().segment_readers()) {
            let own = found.iter().filter(|address| address.segment_ord == ordinal);
            excluded.insert(segment.segment_id(), Arc::new(own.map(|address| address.doc_id).collect()));
        }
        Ok(Some(Box::new(DocPredicateQuery::from(FunctionPredicate::from(
            move |segment: &SegmentReader| {
                let excluded = excluded.get(&segment.segment_id()).cloned().unwrap_or_default();
                Ok(move |document: DocId| !excluded.contains(&document))
            },
        )))))
    }

    fn one_of(&mut self, nodes: &[Node], field: Option<Field>) -> Result<Matches> {
        let mut clauses = Vec::new();
        for node in nodes {
            clauses.extend(self.lower(node, field)?.map(|query| (Occur::Should, query)));
        }
        Ok((!clauses.is_empty()).then(|| of_clauses(clauses)))
    }

    /// Fields and what has a `-` narrow. Of the rest phrases and what has a `+` must match; where there are none, one of the others must.
    fn beside(&mut self, nodes: &[Node], field: Option<Field>) -> Result<Matches> {
        let (mut words, mut others, mut clauses, mut narrow) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let quoted_words = nodes.iter().any(|node| self.asks_in_words(node));
        for node in nodes {
            match &node.kind {
                NodeKind::Words => words.push(node),
                NodeKind::Quoted if quoted_words => words.push(node),
                NodeKind::Field { .. } | NodeKind::Not(_) => {
                    narrow.extend(self.lower(node, field)?.map(|q| (Occur::Must, q)));
                }
                NodeKind::Phrase { .. } | NodeKind::Quoted | NodeKind::Must(_) => {
                    clauses.extend(self.lower(node, field)?.map(|q| (Occur::Must, q)));
                }
                _ => others.push(node),
            }
        }
        if self.all_words {
            clauses.extend(self.every_of(&words, field)?.map(|q| (Occur::Must, q)));
            for node in others {
                clauses.extend(self.lower(node, field)?.map(|q| (Occur::Must, q)));
            }
        } else if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
            let any: Vec<_> = others.iter().map(|node| self.lower(node, field)).collect::<Result<_>>()?;
            let any = any.into_iter().chain([self.any_of(&words, field)?]).flatten();
            let any: Vec<_> = any.map(|query| (Occur::Should, query)).collect();
            clauses.extend((!any.is_empty()).then(|| (Occur::Must, of_clauses(any))));
        }
        clauses.extend(narrow);
        Ok((!clauses.is_empty()).then(|| of_clauses(clauses)))
    }

    /// Whether a part of a query other than guillemets has a word with a meaning of its own.
    fn asks_in_words(&mut self, node: &Node) -> bool {
        matches!(node.kind, NodeKind::Words | NodeKind::Prefix | NodeKind::Fuzzy { .. } | NodeKind::Exact)
            && self.words(node).iter().any(|word| word.content)
    }

    /// Any of the words that decide: those with a meaning of their own, or all where none has.
    fn any_of(&mut self, nodes: &[&Node], field: Option<Field>) -> Result<Matches> {
        if self.all_words {
            return self.every_of(nodes, field);
        }
        let any = self.each_of(nodes, field)?;
        let any: Vec<_> = any.into_iter().map(|query| (Occur::Should, query)).collect();
        Ok((!any.is_empty()).then(|| of_clauses(any)))
    }

    fn every_of(&mut self, nodes: &[&Node], field: Option<Field>) -> Result<Matches> {
        let all = self.each_of(nodes, field)?;
        let all: Vec<_> = all.into_iter().map(|query| (Occur::Must, query)).collect();
        Ok((!all.is_empty()).then(|| of_clauses(all)))
    }

    fn each_of(&mut self, nodes: &[&Node], field: Option<Field>) -> Result<Vec<Box<dyn Query>>> {
        let words: Vec<QueryWord> = nodes.iter().flat_map(|node| self.words(node)).collect();
        let content = words.iter().any(|word| word.content);
        let mut each = Vec::new();
        for word in words.iter().filter(|word| word.content || !content) {
            each.extend(self.sequence(std::slice::from_ref(word), 0, field)?);
        }
        Ok(each)
    }

    fn words(&mut self, node: &Node) -> Vec<QueryWord> {
        words_of(node, &self.query.text, self.analyzer)
    }

    fn together(&mut self, node: &Node, slop: u32, field: Option<Field>) -> Result<Matches> {
        let words = self.words(node);
        self.sequence(&words, slop, field)
    }

    /// Words side by side, or one word.
    fn sequence(&mut self, words: &[QueryWord], slop: u32, field: Option<Field>) -> Result<Matches> {
        if words.is_empty() {
            return Ok(None);
        }
        if self.kind == Kind::Reference {
            return Ok(Some(in_reference(words, self.engine.reader().fields().reference_terms)));
        }
        let statistics = self.engine.reader().statistics()?;
        let widened = words
            .iter()
            .map(|word| self.terms.widened(word, statistics))
            .collect::<std::io::Result<Vec<_>>>();
        let widened = widened.map_err(|e| self.engine.reader().damaged(&e))?;
        let stems: Vec<BTreeSet<String>> =
            words.iter().zip(&widened).map(|(word, widened)| self.stems(word, widened)).collect();
        let fields = self.engine.reader().fields();
        let index_field = if field == Some(Field::Quoted) { fields.quoted } else { fields.terms };
        let by_stems = in_index(&stems, slop, index_field, field, &self.segments);
        let told_by_stems = words.iter().all(|word| word.matching == Matching::Stem);
        if told_by_stems && !matches!(field, Some(Field::Title | Field::Section)) {
            return Ok(Some(by_stems));
        }
        let tests = words.iter().zip(stems).zip(&widened).map(|((word, stems), widened)| {
            let typed = self.query.text.get(word.span.clone()).unwrap_or_default();
            WordTest::new(word, typed, stems, widened)
        });
        let (tests, segments) = (tests.collect(), Arc::clone(&self.segments));
        let pattern =
            Pattern { field, tests, slop, among: by_stems.into(), segments, answers: Arc::default() };
        Ok(Some(Box::new(DocPredicateQuery::from(pattern))))
    }

    /// The stems that a word is searched by: after repair other ones than its own.
    fn stems(&self, word: &QueryWord, widened: &Widened) -> BTreeSet<String> {
        if word.matching != Matching::Stem {
            return widened.stems.clone();
        }
        let searched = self.terms.searched.iter().filter(|searched| searched.span == word.span);
        let mut stems: BTreeSet<String> = searched.map(|searched| searched.stem.clone()).collect();
        if stems.is_empty() {
            stems.insert(word.stem.clone());
        }
        stems
    }
}

/// `clauses` as one query; a single one is itself.
fn of_clauses(mut clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    match (clauses.len(), clauses.pop()) {
        (1, Some((_, only))) => only,
        (_, last) => {
            clauses.extend(last);
            Box::new(BooleanQuery::new(clauses))
        }
    }
}

/// Passages that have one of each word's stems; side by side where the index field can tell.
fn in_index(
    stems: &[BTreeSet<String>],
    slop: u32,
    index: IndexField,
    field: Option<Field>,
    segments: &Arc<Segments>,
) -> Box<dyn Query> {
    let term = |stem: &String| Term::from_field_text(index, stem);
    let single: Option<Vec<&String>> =
        stems.iter().map(|stems| stems.first().filter(|_| stems.len() == 1)).collect();
    let anywhere = !matches!(field, Some(Field::Title | Field::Section));
    match single {
        Some(single) if single.len() > 1 && field.is_none() => {
            let single: Vec<String> = single.into_iter().cloned().collect();
            phrase(segments, index, &single, slop).unwrap_or_else(|| Box::new(EmptyQuery))
        }
        Some(single) if single.len() > 1 && anywhere => {
            let mut phrase = PhraseQuery::new(single.into_iter().map(term).collect());
            phrase.set_slop(slop);
            Box::new(phrase)
        }
        _ => of_clauses(stems.iter().map(|stems| (Occur::Must, any_term(stems.iter().map(term)))).collect()),
    }
}

fn any_term(terms: impl ExactSizeIterator<Item = Term>) -> Box<dyn Query> {
    let mut terms = terms;
    if terms.len() == 1
        && let Some(only) = terms.next()
    {
        return Box::new(TermQuery::new(only, IndexRecordOption::Basic));
    }
    Box::new(TermSetQuery::new(terms))
}

/// References are told by their words alone: where words stand, and how they are spelled, is not kept of them.
fn in_reference(words: &[QueryWord], field: IndexField) -> Box<dyn Query> {
    let clauses = words.iter().map(|word| {
        let query: Box<dyn Query> = match word.matching {
            Matching::Stem | Matching::Exact => {
                Box::new(TermQuery::new(Term::from_field_text(field, &word.stem), IndexRecordOption::Basic))
            }
            Matching::Prefix => {
                Box::new(FuzzyTermQuery::new_prefix(Term::from_field_text(field, &word.stem), 0, true))
            }
            Matching::Fuzzy(errors) => {
                Box::new(FuzzyTermQuery::new(Term::from_field_text(field, &word.stem), errors, true))
            }
        };
        (Occur::Must, query)
    });
    of_clauses(clauses.collect())
}
