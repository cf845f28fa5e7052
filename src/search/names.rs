//! Other names of articles in a query: where its words are the title of a redirect, those of the article that it leads
//! to are searched as well, since no passage of the article need hold the other name.

use std::collections::HashSet;

use super::resolve;
use super::terms::{QueryTerms, QueryWord};
use crate::analysis::Analyzer;
use crate::document::{Span, slug};
use crate::error::Result;
use crate::index::{Reader, Statistics};

/// Words of a name that is looked for. Each more is one more look-up for each word of a query; titles of more than
/// six words are those of works and of events, which people seldom type whole.
const MAX_WORDS: usize = 6;
/// Words of a query in which names are looked for: a question has fewer, and a pasted text is not about the names in it.
const MAX_LOOKED_AT: usize = 64;
/// What a word of the article's own title counts beside one that was typed, as much as the second guess of a repair:
/// it was not typed, and names mean several things.
const WEIGHT: f32 = 0.5;

impl QueryTerms {
    /// Adds the words of the articles' own titles to what is searched. Words of a name that no passage has are taken
    /// out of it: they are no mistakes.
    ///
    /// Cost: nothing for an index without redirects; else a look-up in the dictionary of titles for each word of the
    /// query and each length of a name.
    pub(super) fn add_named(&mut self, reader: &Reader, query: &str, analyzer: &mut Analyzer) -> Result<()> {
        if !reader.has_redirects()? {
            return Ok(());
        }
        let statistics = reader.statistics()?;
        let mut first = 0;
        while first < self.words.len().min(MAX_LOOKED_AT) {
            let Some((name, articles)) = self.longest_name(first, reader, query)? else {
                first += 1;
                continue;
            };
            first = name.end;
            let searched = self.searched.len();
            for article in articles {
                if let Some(title) = resolve::title(reader, &article)? {
                    self.add_title(&name, &title, analyzer);
                }
            }
            if self.searched.len() > searched {
                self.forget_unknown(&name, statistics).map_err(|e| reader.damaged(&e))?;
            }
        }
        Ok(())
    }

    /// The longest title that begins with the word `first`, and the articles that it means.
    fn longest_name(
        &self,
        first: usize,
        reader: &Reader,
        query: &str,
    ) -> Result<Option<(Span, Vec<String>)>> {
        let most = self.words.len().min(first + MAX_WORDS);
        for name in (first + 1..=most).rev().map(|end| first..end).filter(|name| self.may_name(name)) {
            let typed = self.typed(&name).and_then(|span| query.get(span)).unwrap_or_default();
            let articles = resolve::titled(reader, slug(typed))?;
            if !articles.is_empty() {
                return Ok(Some((name, articles)));
            }
        }
        Ok(None)
    }

    /// Whether words may be a name: a phrase is searched as it is typed, and « la » alone names nothing.
    fn may_name(&self, words: &Span) -> bool {
        let in_phrase =
            |phrase: &Span| phrase.start < words.end && words.start < phrase.end && !phrase.is_empty();
        let says_something = words.len() > 1 || self.words.get(words.start).is_some_and(|word| word.content);
        says_something && !self.phrases.iter().any(|phrase| in_phrase(&phrase.words))
    }

    fn add_title(&mut self, name: &Span, title: &str, analyzer: &mut Analyzer) {
        let Some(span) = self.typed(name) else { return };
        let mut known: HashSet<String> = self.searched.iter().map(|word| word.stem.clone()).collect();
        for token in analyzer.analyze(title) {
            let word = QueryWord::new(&token);
            if known.insert(word.stem.clone()) {
                self.searched.push(QueryWord { span: span.clone(), weight: word.weight * WEIGHT, ..word });
            }
        }
        self.named.push(span);
    }

    fn forget_unknown(&mut self, name: &Span, statistics: &Statistics) -> std::io::Result<()> {
        for word in self.words.get(name.clone()).unwrap_or_default() {
            if statistics.form_df(&word.form)? == 0 && statistics.stem_df(&word.stem)? == 0 {
                self.searched.retain(|searched| searched.span != word.span || searched.form != word.form);
            }
        }
        Ok(())
    }
}
