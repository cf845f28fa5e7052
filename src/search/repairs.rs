//! Words of a query that no passage has, and what is searched in their place.

use std::collections::HashMap;
use std::io;

use serde::Serialize;

use super::rank::{Replacement, repair};
use super::terms::{QueryTerms, QueryWord};
use crate::analysis::Analyzer;
use crate::index::Statistics;

/// A repair, as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repaired {
    /// The word as typed.
    pub typed: String,
    /// What was searched in its place, the likeliest first.
    pub used: Vec<String>,
}

/// Forms with their document frequencies, by first letter.
type Forms = HashMap<char, Vec<(String, u64)>>;

impl QueryTerms {
    /// Puts known words in the place of those that no passage has, where any is near.
    ///
    /// Cost: a look-up for each word; for each unknown one a scan of the forms that begin like it.
    pub(super) fn repair(
        &mut self,
        query: &str,
        statistics: &Statistics,
        analyzer: &mut Analyzer,
    ) -> io::Result<Vec<Repaired>> {
        let mut repairs = Vec::new();
        let mut searched = Vec::with_capacity(self.words.len());
        let mut forms = Forms::new();
        for word in &self.words {
            let used = replacements(word, statistics, &mut forms)?;
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

/// None for a word that some passage has.
fn replacements(
    word: &QueryWord,
    statistics: &Statistics,
    forms: &mut Forms,
) -> io::Result<Vec<Replacement>> {
    if statistics.form_df(&word.form)? > 0 {
        return Ok(Vec::new());
    }
    for letter in word.form.chars().take(2) {
        if let std::collections::hash_map::Entry::Vacant(unknown) = forms.entry(letter) {
            unknown.insert(statistics.forms_from(letter.encode_utf8(&mut [0; 4]))?);
        }
    }
    let df = |form: &str| statistics.form_df(form).unwrap_or(0);
    let beginning = |letter| {
        let known = forms.get(&letter).into_iter().flatten();
        known.map(|(form, df)| (form.as_str(), *df))
    };
    Ok(repair(&word.form, df, beginning).map(|repair| repair.used).unwrap_or_default())
}

/// The word that takes the place of another. Nothing is known of how its letters are accented.
fn replaced(word: &QueryWord, replacement: &Replacement, analyzer: &mut Analyzer) -> Option<QueryWord> {
    let found = QueryWord::new(&analyzer.analyze(&replacement.form).next()?);
    let typed = if word.content { word.weight } else { 1.0 };
    Some(QueryWord {
        span: word.span.clone(),
        spelling: String::new(),
        weight: found.weight * typed * replacement.weight,
        ..found
    })
}

/// With the elided article that was glued to it.
fn spelled_out(replacement: &Replacement) -> String {
    let article = replacement.elided.map(|article| format!("{article}'"));
    article.unwrap_or_default() + &replacement.form
}
