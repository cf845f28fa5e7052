//! The words of a query, weighted.

use std::collections::HashSet;

use crate::analysis::stopwords::{is_function_word, is_question_word};
use crate::analysis::{Analyzer, Token, elides, spelling};
use crate::document::Span;
use crate::query::{PartKind, Query, Warning};

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
}

/// The words of a query, and which of them must stand side by side.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct QueryTerms {
    /// In the order typed; repeated words are repeated here.
    pub(super) words: Vec<QueryWord>,
    /// What is searched: the words as typed, or after [`repair`](Self::repair) what takes their place.
    pub(super) searched: Vec<QueryWord>,
    /// Stretches of `words` that were typed as phrases.
    pub(super) phrases: Vec<Span>,
    /// Stretches of `words` that quoted text must hold: any word of each, or the phrase that it is.
    pub(super) in_quotes: Vec<Span>,
    /// Whether every passage was asked for.
    pub(super) all: bool,
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
        }
    }
}

impl QueryTerms {
    /// Analyses a query; what it cannot take in whole is added to `warnings`.
    pub(super) fn new(query: &Query, analyzer: &mut Analyzer, warnings: &mut Vec<Warning>) -> Self {
        let mut terms = Self::default();
        let mut quoted = Vec::new();
        for part in &query.parts {
            let first = terms.words.len();
            match part.kind {
                PartKind::All => terms.all = true,
                PartKind::Words | PartKind::Phrase | PartKind::Quoted => {
                    terms.add(query, &part.span, analyzer);
                }
            }
            let words = first..terms.words.len();
            if part.in_quotes && !words.is_empty() {
                terms.in_quotes.push(words.clone());
            }
            match part.kind {
                PartKind::Phrase if !words.is_empty() => terms.phrases.push(words),
                PartKind::Quoted if !words.is_empty() => quoted.push(words),
                _ => {}
            }
        }
        terms.add_quoted(quoted);
        if terms.limit(MAX_WORDS) {
            warnings.push(Warning::TooManyWords { searched: MAX_WORDS });
        }
        terms.weigh_capitals(&query.text);
        terms.searched.clone_from(&terms.words);
        terms
    }

    fn add(&mut self, query: &Query, span: &Span, analyzer: &mut Analyzer) {
        let text = query.text.get(span.clone()).unwrap_or_default();
        let mut tokens = analyzer.analyze(text).peekable();
        while let Some(token) = tokens.next() {
            let next = tokens.peek().filter(|next| text[token.span.end..next.span.start].trim().is_empty());
            if !next.is_some_and(|next| elides(token.form, next.form)) {
                let word = QueryWord::new(&token);
                let span = span.start + word.span.start..span.start + word.span.end;
                self.words.push(QueryWord { span, ..word });
            }
        }
    }

    /// What stands in guillemets is a phrase where no word outside them has a meaning of its own.
    fn add_quoted(&mut self, quoted: Vec<Span>) {
        let outside = |place: &usize| !quoted.iter().chain(&self.phrases).any(|span| span.contains(place));
        let question = (0..self.words.len()).filter(outside).any(|place| self.words[place].content);
        if !question {
            self.phrases.extend(quoted);
            self.phrases.sort_unstable_by_key(|span| span.start);
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
        self.phrases.retain(|phrase| phrase.end <= kept);
        self.in_quotes.retain(|words| words.end <= kept);
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

    /// Whether every word was asked for in quoted text.
    pub(super) fn all_in_quotes(&self) -> bool {
        !self.in_quotes.is_empty() && self.in_quotes.iter().map(Span::len).sum::<usize>() == self.words.len()
    }

    /// The bytes of the query that some of its words stand in.
    pub(super) fn typed<'q>(&self, words: &Span, query: &'q str) -> Option<&'q str> {
        let words = self.words.get(words.clone())?;
        query.get(words.first()?.span.start..words.last()?.span.end)
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
