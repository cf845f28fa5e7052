//! Writes what [`dictionary`](super::dictionary) reads.

use std::io::{self, Write};

use super::dictionary::MAGIC;
use super::grams::GramCounts;
use super::order::Blocks;
use super::places::PlaceWriter;
use super::starts::StartsWriter;
use super::word::{WordForms, WordRecord};

/// Writes a [`Dictionary`](super::Dictionary).
pub(super) struct DictionaryBuilder {
    offsets: Vec<u32>,
    dfs: Vec<u32>,
    records: Vec<u8>,
    grams: GramCounts,
}

impl DictionaryBuilder {
    /// A dictionary that holds the number 0 only.
    pub(super) fn new() -> Self {
        let (offsets, dfs) = (Vec::new(), Vec::new());
        let mut builder = Self { offsets, dfs, records: Vec::new(), grams: GramCounts::default() };
        builder.push(WordForms { spelling: "", form: "", stem: "" }, 0);
        builder
    }

    /// Gives the next number to `word`. `df` is that of its form at one of the form's words, and 0 at the others.
    pub(super) fn push(&mut self, word: WordForms<'_>, df: u32) {
        self.offsets.push(self.records.len() as u32);
        self.dfs.push(df);
        word.write_record(&mut self.records);
        if df > 0 {
            self.grams.add(word.form, u64::from(df));
        }
    }

    /// Writes the dictionary; `places` are the numbers in the order of form, spelling, stem, without 0.
    ///
    /// # Errors
    /// When `out` fails, or the records take 4 GiB.
    pub(super) fn write(mut self, places: &[u32], out: &mut impl Write) -> io::Result<()> {
        if u32::try_from(self.records.len()).is_err() {
            return Err(io::Error::other("a segment has more words than 4 GiB hold"));
        }
        let (entries, gram_marks, grams) = std::mem::take(&mut self.grams).write();
        let mut blocks = Blocks::default();
        std::iter::once(&0).chain(places).for_each(|number| {
            blocks.push(self.dfs[*number as usize], self.form(*number));
        });
        let record_bytes = self.records.len() as u64;
        let place_bytes = blocks.place_bytes;
        Head { numbers: self.dfs.len() as u32, gram_marks: grams, place_bytes, record_bytes }.write(out)?;
        self.write_starts(out)?;
        out.write_all(&blocks.finish()?)?;
        let mut writer = PlaceWriter::default();
        std::iter::once(&0).chain(places).try_for_each(|number| {
            out.write_all(writer.push(*number, self.dfs[*number as usize], self.form(*number)))
        })?;
        [self.records, gram_marks, entries].iter().try_for_each(|part| out.write_all(part))
    }
}

impl DictionaryBuilder {
    fn write_starts(&self, out: &mut impl Write) -> io::Result<()> {
        let mut starts = StartsWriter::default();
        let ends = self.offsets.iter().skip(1).copied().chain([self.records.len() as u32]);
        for (start, end) in self.offsets.iter().zip(ends) {
            starts.push((end - start) as usize, out)?;
        }
        starts.finish(out)
    }

    /// The form of a number that was given out.
    fn form(&self, number: u32) -> &[u8] {
        let record = self.records.get(self.offsets[number as usize] as usize..);
        record.and_then(|record| WordRecord::read(record).ok()).map_or(&[], |record| record.form())
    }
}

/// What a dictionary's file begins with.
pub(super) struct Head {
    pub(super) numbers: u32,
    pub(super) gram_marks: u32,
    pub(super) place_bytes: u64,
    pub(super) record_bytes: u64,
}

impl Head {
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&MAGIC.to_le_bytes())?;
        out.write_all(&self.numbers.to_le_bytes())?;
        out.write_all(&self.gram_marks.to_le_bytes())?;
        out.write_all(&self.place_bytes.to_le_bytes())?;
        out.write_all(&self.record_bytes.to_le_bytes())
    }
}
