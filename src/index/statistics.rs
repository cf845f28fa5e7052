//! Statistics of all live passages of an index, whatever its segments and deletions are.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, Searcher, SegmentReader, Term};

use super::forward::{Forward, Gram, GramCounts, PassageWords, Totals, WordForms};

/// Counts over the live passages: those that deletions left, as if the index had been built of them in one go.
pub struct Statistics {
    segments: Vec<Forward>,
    stems: Vec<Arc<InvertedIndexReader>>,
    terms: Field,
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
    /// The statistics of `segments`, the forward forms of the searcher's segments in their order. `terms` is the
    /// field of stems.
    ///
    /// Cost: some microseconds a segment, and about 10 µs for each deleted document, whose words are read once.
    pub(super) fn new(searcher: &Searcher, segments: Vec<Forward>, terms: Field) -> tantivy::Result<Self> {
        let mut deleted = Deleted::default();
        let (mut stems, mut all) = (Vec::new(), Totals::default());
        for (reader, forward) in searcher.segment_readers().iter().zip(&segments) {
            deleted.read(reader, forward)?;
            stems.push(reader.inverted_index(terms)?);
            all = all.zip(&forward.totals(), u64::saturating_add);
        }
        deleted.count_grams();
        let totals = all.zip(&deleted.totals, u64::saturating_sub);
        Ok(Self { segments, stems, terms, totals, deleted })
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

    /// Passages that hold a form with `stem`. Cost: a look-up in tantivy's dictionary, about 1 µs a segment.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn stem_df(&self, stem: &str) -> io::Result<u64> {
        let term = Term::from_field_text(self.terms, stem);
        let mut df = 0u64;
        for segment in &self.stems {
            df += u64::from(segment.doc_freq(&term)?);
        }
        Ok(df.saturating_sub(self.deleted.stems.get(stem).copied().unwrap_or(0)))
    }

    /// Shows the forms that begin with `prefix`: those of several segments several times, those that only deleted
    /// passages hold too. Cost: about 50 ns for each of them and each segment.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn each_form(&self, prefix: &str, show: &mut dyn FnMut(&str)) -> io::Result<()> {
        self.segments
            .iter()
            .try_for_each(|segment| segment.dictionary().forms_from(prefix, |form, _| show(form)))
    }

    /// Shows the words whose form begins with `prefix`; as [`each_form`](Self::each_form), and a form once for each of
    /// its spellings. Cost: about 60 ns for each of them and each segment.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn each_word(&self, prefix: &str, show: &mut dyn FnMut(WordForms<'_>)) -> io::Result<()> {
        for segment in &self.segments {
            let dictionary = segment.dictionary();
            for id in dictionary.ids_from(prefix)? {
                show(dictionary.word(id)?);
            }
        }
        Ok(())
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

    /// The forms that begin with `prefix`, in order, with the number of passages that hold each, at least one.
    /// Cost: about 0.3 µs for each of them and each segment.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn forms_from(&self, prefix: &str) -> io::Result<Vec<(String, u64)>> {
        if let ([only], true) = (self.segments.as_slice(), self.deleted.forms.is_empty()) {
            // One dictionary has each form once and in order.
            let mut forms = Vec::new();
            only.dictionary().forms_from(prefix, |form, df| forms.push((form.to_owned(), df)))?;
            return Ok(forms);
        }
        let mut forms: FxHashMap<String, u64> = FxHashMap::default();
        for segment in &self.segments {
            segment.dictionary().forms_from(prefix, |form, df| match forms.get_mut(form) {
                Some(sum) => *sum = sum.saturating_add(df),
                None => drop(forms.insert(form.to_owned(), df)),
            })?;
        }
        for (form, df) in self.deleted.forms_from(prefix) {
            if let Some(sum) = forms.get_mut(form) {
                *sum = sum.saturating_sub(df);
            }
        }
        let mut forms: Vec<_> = forms.into_iter().filter(|(_, df)| *df > 0).collect();
        forms.sort_unstable();
        Ok(forms)
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
