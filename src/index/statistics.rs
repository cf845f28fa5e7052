//! Statistics of all live passages of an index, whatever its segments and deletions are.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{Searcher, SegmentReader};

use super::forward::{Counted, FormMet, Forward, Gram, GramCounts, PassageWords, Totals};
use super::stems::Stems;

/// Counts over the live passages: those that deletions left, as if the index had been built of them in one go.
pub struct Statistics {
    segments: Vec<Forward>,
    stems: Vec<Stems>,
    /// Stems that were counted elsewhere.
    counted: Vec<Counted>,
    totals: Totals,
    deleted: Deleted,
}

/// What deleted passages still contribute to the segments' own counts.
#[derive(Default)]
struct Deleted {
    totals: Totals,
    forms: BTreeMap<String, u64>,
    stems: FxHashMap<String, u64>,
    grams: GramCounts,
}

impl Statistics {
    /// The statistics of `segments`, the forward forms and stems of the searcher's segments in their order.
    ///
    /// Cost: some microseconds a segment, and about 10 µs for each deleted document, whose words are read once.
    pub(super) fn new(searcher: &Searcher, segments: Vec<(Forward, Stems)>) -> tantivy::Result<Self> {
        let mut deleted = Deleted::default();
        let (segments, stems): (Vec<Forward>, _) = segments.into_iter().unzip();
        let mut all = Totals::default();
        for (reader, forward) in searcher.segment_readers().iter().zip(&segments) {
            deleted.read(reader, forward)?;
            all = all.zip(&forward.totals(), u64::saturating_add);
        }
        deleted.count_grams();
        let totals = all.zip(&deleted.totals, u64::saturating_sub);
        Ok(Self { segments, stems, counted: Vec::new(), totals, deleted })
    }

    /// The statistics of passages that are kept elsewhere: those of `added` without those of `removed`.
    ///
    /// Cost: some microseconds, and about 0.2 µs for each form and stem of `removed`.
    ///
    /// # Errors
    /// `InvalidData` when a dictionary is damaged.
    pub fn of_counts(added: Vec<Counted>, removed: &[Counted]) -> io::Result<Self> {
        let mut deleted = Deleted::default();
        removed.iter().try_for_each(|counts| deleted.add(counts))?;
        deleted.count_grams();
        let sum =
            added.iter().fold(Totals::default(), |sum, counts| sum.zip(&counts.totals, u64::saturating_add));
        let totals = sum.zip(&deleted.totals, u64::saturating_sub);
        let segments =
            added.iter().map(|counts| Forward::of_words(counts.words.clone(), counts.totals)).collect();
        Ok(Self { segments, stems: Vec::new(), counted: added, totals, deleted })
    }

    /// Live passages, their words and sentences.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Passages that hold `form`. Cost: about 1 µs a segment; so for a prefix.
    ///
    /// # Errors
    /// `InvalidData` when a dictionary is damaged; so for the others.
    pub fn form_df(&self, form: &str) -> io::Result<u64> {
        let deleted = self.deleted.forms.get(form).copied().unwrap_or(0);
        self.sum(deleted, |segment| segment.dictionary().form_df(form))
    }

    /// The sum of [`form_df`](Self::form_df) over all forms that begin with `prefix`.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn prefix_df(&self, prefix: &str) -> io::Result<u64> {
        let deleted = self.deleted.forms_from(prefix).map(|(_, df)| df).sum();
        self.sum(deleted, |segment| segment.dictionary().prefix_df(prefix))
    }

    /// The sum of [`form_df`](Self::form_df) over all forms with `gram`. Cost: about 0.1 µs a segment.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn gram_df(&self, gram: Gram) -> io::Result<u64> {
        self.sum(self.deleted.grams.get(gram), |segment| segment.dictionary().gram_df(gram))
    }

    /// Passages that hold a form with `stem`. Cost: about 0.3 µs a segment.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn stem_df(&self, stem: &str) -> io::Result<u64> {
        let mut df = 0u64;
        for segment in &self.stems {
            df += u64::from(segment.documents(stem)?);
        }
        for counted in &self.counted {
            df += counted.stems.form_df(stem)?;
        }
        Ok(df.saturating_sub(self.deleted.stems.get(stem).copied().unwrap_or(0)))
    }

    /// Shows the forms that begin with `prefix`, in order, once for each of their words; those of several segments several
    /// times, segment after segment, and those that only deleted passages hold too. Of the forms after it in its segment,
    /// those are passed over that begin with as many bytes of a form as `show` returns; a number above its length passes
    /// over none. Cost: about 10 ns for each form that is shown, 5 ns for each that is passed over.
    ///
    /// # Errors
    /// `InvalidData`, and what `show` returns.
    pub fn walk(
        &self,
        prefix: &str,
        show: &mut dyn FnMut(FormMet<'_>) -> io::Result<usize>,
    ) -> io::Result<()> {
        self.segments.iter().try_for_each(|segment| segment.dictionary().walk(prefix, &mut *show))
    }

    /// How `form` is mostly spelled in the first segment that has it; words are numbered by frequency. `None` where no
    /// segment has it. Cost: about 1 µs a segment.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn spelling(&self, form: &str) -> io::Result<Option<String>> {
        for segment in &self.segments {
            if let Some(first) = segment.dictionary().ids_of_form(form)?.into_iter().min() {
                return Ok(Some(segment.dictionary().word(first)?.spelling.to_owned()));
            }
        }
        Ok(None)
    }

    /// The `limit` most frequent of the forms that begin with `prefix`, each with the number of passages that hold it, by
    /// that number, then in order. Cost: about 10 ns for each form that begins so, in each segment; of several segments some
    /// microseconds for each of the most frequent forms of each.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn most_frequent(&self, prefix: &str, limit: usize) -> io::Result<Vec<(String, u64)>> {
        if let ([only], true) = (self.segments.as_slice(), self.deleted.forms.is_empty()) {
            return only.dictionary().most_frequent(prefix, limit);
        }
        let mut most = limit.saturating_mul(2).max(1);
        loop {
            let (forms, unseen) = self.most_frequent_of_each(prefix, most)?;
            let mut counted = Vec::new();
            for form in forms {
                counted.push((Reverse(self.form_df(&form)?), form));
            }
            counted.retain(|(df, _)| df.0 > 0);
            counted.sort_unstable();
            counted.truncate(limit);
            if unseen == 0 || counted.len() == limit && counted.last().is_none_or(|(df, _)| df.0 > unseen) {
                return Ok(counted.into_iter().map(|(df, form)| (form, df.0)).collect());
            }
            most = most.saturating_mul(4);
        }
    }

    /// The `most` most frequent forms of each segment, and in how many passages another may stand at most (Fagin, Lotem,
    /// Naor, *Optimal aggregation algorithms for middleware*, 2003: the threshold algorithm).
    fn most_frequent_of_each(&self, prefix: &str, most: usize) -> io::Result<(BTreeSet<String>, u64)> {
        let (mut forms, mut unseen) = (BTreeSet::new(), 0);
        for segment in &self.segments {
            let found = segment.dictionary().most_frequent(prefix, most)?;
            let least = found.last().filter(|_| found.len() == most).map_or(0, |(_, df)| *df);
            unseen += least;
            forms.extend(found.into_iter().map(|(form, _)| form));
        }
        Ok((forms, unseen))
    }

    /// How many different stems were counted elsewhere, with those that were taken away since. Cost: a visit to each.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn stems(&self) -> io::Result<u64> {
        let mut stems = FxHashSet::default();
        for counted in &self.counted {
            counted.stems.forms_from("", |stem, _| {
                stems.insert(stem.to_owned());
            })?;
        }
        stems.retain(|stem: &String| self.stem_df(stem).is_ok_and(|df| df > 0));
        Ok(stems.len() as u64)
    }

    fn sum(&self, deleted: u64, of: impl Fn(&Forward) -> io::Result<u64>) -> io::Result<u64> {
        let mut sum = 0u64;
        for segment in &self.segments {
            sum = sum.saturating_add(of(segment)?);
        }
        Ok(sum.saturating_sub(deleted))
    }
}

impl Deleted {
    /// Reads the deleted passages of a segment.
    fn read(&mut self, reader: &SegmentReader, forward: &Forward) -> io::Result<()> {
        let Some(alive) = reader.alive_bitset() else { return Ok(()) };
        let mut passage = PassageWords::default();
        for document in (0..reader.max_doc()).filter(|document| alive.is_deleted(*document)) {
            if forward.words(document, &mut passage)? {
                self.totals.count(&passage);
                self.count(forward, &passage)?;
            }
        }
        Ok(())
    }

    /// Counts each form and each stem of a passage once.
    fn count(&mut self, forward: &Forward, passage: &PassageWords) -> io::Result<()> {
        let (mut forms, mut stems) = (FxHashSet::default(), FxHashSet::default());
        for id in passage.iter() {
            let word = forward.dictionary().word(id)?;
            forms.insert(word.form);
            stems.insert(word.stem);
        }
        forms.into_iter().for_each(|form| *self.forms.entry(form.to_owned()).or_default() += 1);
        stems.into_iter().for_each(|stem| *self.stems.entry(stem.to_owned()).or_default() += 1);
        Ok(())
    }

    /// Takes in what was counted elsewhere.
    fn add(&mut self, counts: &Counted) -> io::Result<()> {
        self.totals = self.totals.zip(&counts.totals, u64::saturating_add);
        let Self { forms, stems, .. } = self;
        counts.words.forms_from("", |form, df| *forms.entry(form.to_owned()).or_default() += df)?;
        counts.stems.forms_from("", |stem, df| *stems.entry(stem.to_owned()).or_default() += df)
    }

    fn count_grams(&mut self) {
        self.forms.iter().for_each(|(form, df)| self.grams.add(form, *df));
    }

    fn forms_from<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, u64)> {
        let from =
            self.forms.range::<str, _>((std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded));
        from.take_while(move |(form, _)| form.starts_with(prefix)).map(|(form, df)| (form.as_str(), *df))
    }
}

#[cfg(test)]
mod tests;
