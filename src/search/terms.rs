//! The words of a query, weighted.

use std::collections::HashSet;
use std::sync::Arc;

use super::widen::Widened;
use crate::analysis::stopwords::{is_function_word, is_question_word};
use crate::analysis::{Analyzer, Token, elides, spelling};
use crate::document::Span;
use crate::query::{Field, Node, NodeKind, Query, Warning};

/// Function words are kept, since some questions hang on them, but never outweigh a content word.
const FUNCTION_WEIGHT: f32 = 0.2;
/// Question words (quel, comment …) say what kind of answer is wanted, seldom what it says.
const QUESTION_WEIGHT: f32 = 0.3;
/// A capital inside a sentence marks a name, which is rarely what can be left out.
const CAPITAL_WEIGHT: f32 = 1.2;
/// Above this share of words in capitals, a capital says nothing.
const CAPITALS_SHARE: f32 = 0.6;
/// Distinct words of a query that are searched; a whole pasted page has about that many.
const MAX_WORDS: usize = 512;

/// One word of a query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct QueryWord {
    /// Its bytes in the query's text.
    pub(super) span: Span,
    /// Lower case, accents kept.
    pub(super) spelling: String,
    /// Folded.
    pub(super) form: String,
    /// Stemmed: the dictionary term.
    pub(super) stem: String,
    /// How much a match counts; 1 for an ordinary word.
    pub(super) weight: f32,
    /// Whether it carries meaning of its own.
    pub(super) content: bool,
    /// Which words of a passage it stands for.
    pub(super) matching: Matching,
    /// The field of words that it was asked for in.
    pub(super) field: Option<Field>,
}

/// Which words of a passage a word of a query stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Matching {
    /// Those of its stem.
    #[default]
    Stem,
    /// Those that begin as its form does.
    Prefix,
    /// Those whose form is as far from its own at most.
    Fuzzy(u8),
    /// Those that are spelled as it is, capitals included.
    Exact,
}

/// Words that were typed as a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypedPhrase {
    /// Which of the words.
    pub(super) words: Span,
    /// How many places they may be moved by.
    pub(super) slop: u32,
}

/// The words of a query, and which of them must stand side by side.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct QueryTerms {
    /// Those that a passage may match, in the order typed; repeated words are repeated here.
    pub(super) words: Vec<QueryWord>,
    /// What is searched: the words as typed, or what takes their place after [`widen`](Self::widen) and
    /// [`repair`](Self::repair).
    pub(super) searched: Vec<QueryWord>,
    /// Stretches of `words` that were typed as phrases.
    pub(super) phrases: Vec<TypedPhrase>,
    /// The bytes of the query that are other names of articles; see [`add_named`](Self::add_named).
    pub(super) named: Vec<Span>,
    /// What words stand for that stand for more than their stem; see [`widened`](Self::widened).
    pub(super) widened: Vec<(String, Matching, Arc<Widened>)>,
}

impl QueryWord {
    pub(super) fn new(token: &Token<'_>) -> Self {
        let weight = weight_of(token.form);
        Self {
            span: token.span.clone(),
            spelling: spelling(token.raw),
            form: token.form.to_owned(),
            stem: token.stem.to_owned(),
            weight,
            content: weight == 1.0,
            matching: Matching::Stem,
            field: None,
        }
    }
}

/// The words of a stretch of a query; an article that lost its apostrophe (« l attaque ») is none. What was asked
/// for by a sign counts fully, whatever word it is.
pub(super) fn words_of(node: &Node, query: &str, analyzer: &mut Analyzer) -> Vec<QueryWord> {
    let span = &node.span;
    let text = query.get(span.clone()).unwrap_or_default();
    let mut words = Vec::new();
    let mut tokens = analyzer.analyze(text).peekable();
    while let Some(token) = tokens.next() {
        let next = tokens.peek().filter(|next| text[token.span.end..next.span.start].trim().is_empty());
        if !next.is_some_and(|next| elides(token.form, next.form)) {
            let word = QueryWord::new(&token);
            let span = span.start + word.span.start..span.start + word.span.end;
            words.push(QueryWord { span, ..word });
        }
    }
    match node.kind {
        NodeKind::Word if words.len() == 1 => words.iter_mut().for_each(|word| word.asked_as(Matching::Stem)),
        NodeKind::Exact => words.iter_mut().for_each(|word| word.asked_as(Matching::Exact)),
        NodeKind::Fuzzy { errors } => {
            words.iter_mut().for_each(|word| word.asked_as(Matching::Fuzzy(errors)));
        }
        // Of a word in several parts the last was not typed to its end.
        NodeKind::Prefix => words.iter_mut().rev().take(1).for_each(|word| word.asked_as(Matching::Prefix)),
        _ => {}
    }
    words
}

impl QueryWord {
    fn asked_as(&mut self, matching: Matching) {
        (self.matching, self.weight, self.content) = (matching, 1.0, true);
    }
}

impl QueryTerms {
    /// Analyses a query; what it cannot take in whole is added to `warnings`.
    pub(super) fn new(query: &Query, analyzer: &mut Analyzer, warnings: &mut Vec<Warning>) -> Self {
        let mut terms = Self::default();
        let mut quoted = Vec::new();
        terms.collect(&query.root, None, &query.text, analyzer, &mut quoted);
        terms.add_quoted(quoted);
        if terms.limit(MAX_WORDS) {
            warnings.push(Warning::TooManyWords { searched: MAX_WORDS });
        }
        terms.weigh_capitals(&query.text);
        terms.searched.clone_from(&terms.words);
        terms
    }

    /// Adds the words below `node` that a passage may match. A tree is not deeper than the parser lets it be.
    fn collect(
        &mut self,
        node: &Node,
        field: Option<Field>,
        query: &str,
        analyzer: &mut Analyzer,
        quoted: &mut Vec<Span>,
    ) {
        match &node.kind {
            NodeKind::Nothing | NodeKind::Everything | NodeKind::Not(_) => {}
            NodeKind::Beside(nodes) | NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                nodes.iter().for_each(|node| self.collect(node, field, query, analyzer, quoted));
            }
            NodeKind::Must(node) => self.collect(node, field, query, analyzer, quoted),
            NodeKind::Field { field, value } if field.has_words() => {
                self.collect(value, Some(*field), query, analyzer, quoted);
            }
            NodeKind::Field { .. } => {}
            _ => self.add(node, field, words_of(node, query, analyzer), quoted),
        }
    }

    fn add(&mut self, node: &Node, field: Option<Field>, words: Vec<QueryWord>, quoted: &mut Vec<Span>) {
        let first = self.words.len();
        self.words.extend(words.into_iter().map(|word| QueryWord { field, ..word }));
        let words = first..self.words.len();
        match node.kind {
            _ if words.is_empty() => {}
            NodeKind::Phrase { slop } => self.phrases.push(TypedPhrase { words, slop }),
            NodeKind::Word if words.len() > 1 => self.phrases.push(TypedPhrase { words, slop: 0 }),
            NodeKind::Quoted => quoted.push(words),
            _ => {}
        }
    }

    /// What stands in guillemets is a phrase where no word outside them has a meaning of its own.
    fn add_quoted(&mut self, quoted: Vec<Span>) {
        let typed = self.phrases.iter().map(|phrase| &phrase.words);
        let within: Vec<&Span> = quoted.iter().chain(typed).collect();
        let outside = |place: &usize| !within.iter().any(|span| span.contains(place));
        let question = (0..self.words.len()).filter(outside).any(|place| self.words[place].content);
        if !question {
            self.phrases.extend(quoted.into_iter().map(|words| TypedPhrase { words, slop: 0 }));
            self.phrases.sort_unstable_by_key(|phrase| phrase.words.start);
        }
    }

    /// Keeps the words up to the `most`th distinct one; whether any had to go.
    fn limit(&mut self, most: usize) -> bool {
        let mut distinct = HashSet::new();
        let kept = self.words.iter().take_while(|word| {
            distinct.insert(word.stem.as_str());
            distinct.len() <= most
        });
        let kept = kept.count();
        let cut = kept < self.words.len();
        self.words.truncate(kept);
        self.phrases.retain(|phrase| phrase.words.end <= kept);
        cut
    }

    fn weigh_capitals(&mut self, text: &str) {
        let capital = |word: &QueryWord| text[word.span.clone()].starts_with(char::is_uppercase);
        let shouted =
            |word: &&QueryWord| !text[word.span.clone()].contains(char::is_lowercase) && capital(word);
        let shouting =
            self.words.iter().filter(shouted).count() as f32 > CAPITALS_SHARE * self.words.len() as f32;
        if shouting {
            return;
        }
        for word in self.words.iter_mut().skip(1) {
            if capital(word) {
                word.weight *= CAPITAL_WEIGHT;
            }
        }
    }

    /// The bytes of the query that some of its words stand in.
    pub(super) fn typed(&self, words: &Span) -> Option<Span> {
        let words = self.words.get(words.clone())?;
        Some(words.first()?.span.start..words.last()?.span.end)
    }

    /// The words that decide what matches: those with a meaning of their own, or all where none has.
    pub(super) fn deciding(&self) -> impl Iterator<Item = &QueryWord> {
        let content = self.searched.iter().any(|word| word.content);
        self.searched.iter().filter(move |word| word.content || !content)
    }
}

fn weight_of(form: &str) -> f32 {
    if is_function_word(form) || form.chars().nth(1).is_none() {
        FUNCTION_WEIGHT
    } else if is_question_word(form) {
        QUESTION_WEIGHT
    } else {
        1.0
    }
}
