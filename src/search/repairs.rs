//! Words of a query that no passage has, and what is searched in their place.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::rank::{Replacement, repair};
use super::terms::{Matching, QueryTerms, QueryWord};
use crate::analysis::Analyzer;
use crate::index::Statistics;

/// A repair, as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Repaired {
    /// The word as typed.
    pub typed: String,
    /// What was searched in its place, the likeliest first.
    pub used: Vec<String>,
}

impl QueryTerms {
    /// Puts known words in the place of those that no passage has, where any is near.
    ///
    /// Cost: a look-up for each word; for each unknown one a walk through the forms that begin like it.
    pub(super) fn repair(
        &mut self,
        query: &str,
        statistics: &Statistics,
        analyzer: &mut Analyzer,
    ) -> io::Result<Vec<Repaired>> {
        let mut repairs = Vec::new();
        let mut searched = Vec::with_capacity(self.searched.len());
        for word in &self.searched {
            // Other matchings say themselves how far a word may be from what was typed.
            let used = match word.matching {
                Matching::Stem => replacements(word, statistics)?,
                _ => Vec::new(),
            };
            if used.is_empty() {
                searched.push(word.clone());
                continue;
            }
            searched.extend(used.iter().filter_map(|replacement| replaced(word, replacement, analyzer)));
            repairs.push(Repaired {
                typed: query.get(word.span.clone()).unwrap_or_default().to_owned(),
                used: used.iter().map(spelled_out).collect(),
            });
        }
        self.searched = searched;
        Ok(repairs)
    }
}

/// None for a word that some passage has, or whose stem some has: that is inflected, not mistyped.
fn replacements(word: &QueryWord, statistics: &Statistics) -> io::Result<Vec<Replacement>> {
    if statistics.form_df(&word.form)? > 0 || statistics.stem_df(&word.stem)? > 0 {
        return Ok(Vec::new());
    }
    let mut outcome = Ok(());
    let df = |form: &str| statistics.form_df(form).unwrap_or(0);
    let walk = |prefix: &str, show: &mut dyn FnMut(&str, usize) -> usize| {
        let walked = statistics.walk(prefix, &mut |met| Ok(show(met.form, met.shared)));
        if let Err(error) = walked {
            outcome = Err(error);
        }
    };
    let repair = repair(&word.form, df, walk);
    outcome.map(|()| repair.map(|repair| repair.used).unwrap_or_default())
}

/// The word that takes the place of another. Nothing is known of how its letters are accented.
fn replaced(word: &QueryWord, replacement: &Replacement, analyzer: &mut Analyzer) -> Option<QueryWord> {
    let found = QueryWord::new(&analyzer.analyze(&replacement.form).next()?);
    let typed = if word.content { word.weight } else { 1.0 };
    Some(QueryWord {
        span: word.span.clone(),
        spelling: String::new(),
        weight: found.weight * typed * replacement.weight,
        field: word.field,
        ..found
    })
}

/// With the elided article that was glued to it.
fn spelled_out(replacement: &Replacement) -> String {
    let article = replacement.elided.map(|article| format!("{article}'"));
    article.unwrap_or_default() + &replacement.form
}
