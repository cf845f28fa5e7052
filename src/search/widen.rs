//! Words of a query that stand for several of the index: prefixes, and words with some errors.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::rank::{Compared, Near};
use super::terms::{Matching, QueryTerms, QueryWord};
use crate::index::{Statistics, WordForms};

/// How many stems of a prefix are ranked by, the most frequent: each costs as much as a word of the query. All of
/// its words match, and are marked, whatever their number.
const RANKED: usize = 32;
/// What a word counts by its distance from the one that was typed, as repairs do.
const WEIGHTS: [f32; 3] = [1.0, 0.8, 0.5];

/// What a word of a query stands for in an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Widened {
    /// Each form with its distance and its stem. A form that the chain reads in two ways has one of its stems here.
    pub(super) forms: BTreeMap<String, (u8, String)>,
    /// All stems.
    pub(super) stems: BTreeSet<String>,
}

impl Widened {
    /// Reads the dictionaries. Cost: for a prefix 60 ns for each of its words; for a word with errors some nanoseconds for
    /// each word of the index, of which most are passed over.
    pub(super) fn new(word: &QueryWord, statistics: &Statistics) -> io::Result<Self> {
        let mut widened = Self::default();
        match word.matching {
            Matching::Stem | Matching::Exact => {
                widened.add(0, WordForms { spelling: "", form: &word.form, stem: &word.stem });
            }
            Matching::Prefix => statistics.walk(&word.form, &mut |met| {
                widened.add(0, met.word()?);
                Ok(usize::MAX)
            })?,
            Matching::Fuzzy(errors) => {
                let mut near = Near::new(&word.form, errors.into());
                statistics.walk("", &mut |met| {
                    let Compared { distance, far } = near.compare(met.form, met.shared);
                    if let Some(distance) = distance {
                        widened.add(distance as u8, met.word()?);
                    }
                    Ok(far)
                })?;
            }
        }
        Ok(widened)
    }

    fn add(&mut self, errors: u8, word: WordForms<'_>) {
        if !self.forms.contains_key(word.form) {
            self.forms.insert(word.form.to_owned(), (errors, word.stem.to_owned()));
        }
        if !self.stems.contains(word.stem) {
            self.stems.insert(word.stem.to_owned());
        }
    }

    /// The most frequent forms, one a stem, with their distances.
    fn ranked(&self, statistics: &Statistics) -> io::Result<Vec<(&str, &str, u8)>> {
        let mut counted = Vec::new();
        for (form, (errors, stem)) in &self.forms {
            counted.push((
                *errors,
                std::cmp::Reverse(statistics.form_df(form)?),
                form.as_str(),
                stem.as_str(),
            ));
        }
        counted.retain(|(_, df, ..)| df.0 > 0);
        counted.sort_unstable();
        let mut stems = BTreeSet::new();
        let kept = counted.into_iter().filter(|(_, _, _, stem)| stems.insert(*stem));
        Ok(kept.take(RANKED).map(|(errors, _, form, stem)| (form, stem, errors)).collect())
    }
}

impl QueryTerms {
    /// Puts what they stand for in the place of prefixes and of words with errors.
    pub(super) fn widen(&mut self, statistics: &Statistics) -> io::Result<()> {
        for word in self.searched.iter().filter(|word| !matches!(word.matching, Matching::Stem)) {
            let widened = Widened::new(word, statistics)?;
            self.widened.push((word.form.clone(), word.matching, Arc::new(widened)));
        }
        let mut searched = Vec::with_capacity(self.searched.len());
        for word in &self.searched {
            if matches!(word.matching, Matching::Stem | Matching::Exact) {
                searched.push(word.clone());
                continue;
            }
            let widened = self.widened(word, statistics)?;
            searched.extend(widened.ranked(statistics)?.into_iter().map(|(form, stem, errors)| QueryWord {
                // Nothing is known of how its letters are accented.
                spelling: String::new(),
                form: form.to_owned(),
                stem: stem.to_owned(),
                weight: word.weight * WEIGHTS.get(usize::from(errors)).copied().unwrap_or_default(),
                ..word.clone()
            }));
        }
        self.searched = searched;
        Ok(())
    }

    /// What `word` stands for, which is looked up once: it is asked for by what matches, what ranks and what marks.
    pub(super) fn widened(&self, word: &QueryWord, statistics: &Statistics) -> io::Result<Arc<Widened>> {
        let known = |(form, matching, _): &&(String, Matching, Arc<Widened>)| {
            *form == word.form && *matching == word.matching
        };
        match self.widened.iter().find(known) {
            Some((_, _, widened)) => Ok(Arc::clone(widened)),
            None => Widened::new(word, statistics).map(Arc::new),
        }
    }
}
