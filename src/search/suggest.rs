//! What the beginning of a query may go on to: words, titles and sources of the index.

use schemars::JsonSchema;
use serde::Serialize;

use super::local::Local;
use super::resolve;
use super::tagged::Tagged;
use crate::analysis::Analyzer;
use crate::document::slug;
use crate::error::Result;
use crate::index::title_term;

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "type", rename = "suggestion")]
#[schemars(rename = "Suggestion", transform = Tagged("suggestion"))]
pub struct Suggestion {
    /// `word`, `title` or `source`.
    pub kind: &'static str,
    /// For a word the query with the word that it ends in completed, for the others what they are called.
    pub text: String,
    /// Passages with the word; 0 where nothing is counted.
    pub passages: u64,
}

/// The fewest letters that are completed to words: one letter begins a twentieth of all words.
const MIN_LETTERS: usize = 2;

impl Local {
    /// Ways to go on from `typed`, at most `limit` of each kind: words by their frequency, titles and domains in
    /// alphabetical order.
    ///
    /// Cost: 10 ns for each form that begins like the last word, about 1 ms for the commonest two letters of 400,000
    /// passages; a look-up for each title.
    ///
    /// # Errors
    /// `IndexDamaged`, `Io`.
    pub fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>> {
        let mut found = self.suggested_words(typed, limit)?;
        found.extend(self.suggested_titles(typed, limit)?);
        found.extend(self.suggested_sources(typed, limit)?);
        Ok(found)
    }

    /// The last word completed, as it is mostly spelled; what stands before it, its article included, stays.
    fn suggested_words(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>> {
        let mut analyzer = Analyzer::new();
        let Some(last) = analyzer.analyze(typed).last() else { return Ok(Vec::new()) };
        if last.span.end < typed.len() || last.form.chars().count() < MIN_LETTERS {
            return Ok(Vec::new());
        }
        let damaged = |e: std::io::Error| self.reader.damaged(&e);
        let statistics = self.reader.statistics()?;
        let forms = statistics.most_frequent(last.form, limit).map_err(damaged)?;
        let mut words = Vec::new();
        for (form, passages) in forms {
            let spelling = statistics.spelling(&form).map_err(damaged)?.unwrap_or(form);
            words.push(Suggestion {
                kind: "word",
                text: typed[..last.span.start].to_owned() + &spelling,
                passages,
            });
        }
        Ok(words)
    }

    fn suggested_titles(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>> {
        let slug = slug(typed);
        let whole = title_term(typed, "");
        let beginning =
            if slug.is_empty() { return Ok(Vec::new()) } else { whole.trim_end_matches('\u{1f}') };
        let terms = self.reader.terms_from(self.reader.fields().title, beginning, limit)?;
        let mut titles = Vec::new();
        for article in terms.iter().filter_map(|term| term.split_once('\u{1f}')).map(|(_, article)| article) {
            if let Some(title) = resolve::title(&self.reader, article)? {
                titles.push(Suggestion { kind: "title", text: title, passages: 0 });
                titles.dedup();
            }
        }
        Ok(titles)
    }

    fn suggested_sources(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>> {
        let beginning = format!("domain:{}", typed.trim().to_lowercase());
        let terms = self.reader.terms_from(self.reader.fields().source_key, &beginning, limit)?;
        let domains = terms.iter().filter_map(|term| term.strip_prefix("domain:"));
        Ok(domains.map(|d| Suggestion { kind: "source", text: d.to_owned(), passages: 0 }).collect())
    }
}
