//! Writes what [`dictionary`](super::dictionary) reads.

use std::io::{self, Write};

use super::dictionary::MAGIC;
use super::grams::GramCounts;
use super::places::{BLOCK, PlaceWriter};
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
        self.offsets.push(self.records.len() as u32);
        self.offsets.iter().try_for_each(|offset| out.write_all(&offset.to_le_bytes()))?;
        out.write_all(&blocks.finish()?)?;
        let mut writer = PlaceWriter::default();
        std::iter::once(&0).chain(places).try_for_each(|number| {
            out.write_all(writer.push(*number, self.dfs[*number as usize], self.form(*number)))
        })?;
        [self.records, gram_marks, entries].iter().try_for_each(|part| out.write_all(part))
    }
}

impl DictionaryBuilder {
    /// The form of a number that was given out.
    fn form(&self, number: u32) -> &[u8] {
        let record = self.records.get(self.offsets[number as usize] as usize..);
        record.and_then(|record| WordRecord::read(record).ok()).map_or(&[], |record| record.form())
    }
}

/// The first eight bytes of a form, which compare as numbers as they do as text.
pub(in super::super) fn beginning(form: &[u8]) -> u64 {
    let mut beginning = [0; 8];
    let length = form.len().min(8);
    beginning[..length].copy_from_slice(&form[..length]);
    u64::from_be_bytes(beginning)
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

/// The table of blocks: what stands before each, and with which form it begins. Memory: a byte and a quarter a place.
#[derive(Default)]
pub(super) struct Blocks {
    places: u32,
    sum: u64,
    /// Bytes that the places so far are written in.
    pub(super) place_bytes: u64,
    writer: PlaceWriter,
    table: Vec<u8>,
}

impl Blocks {
    /// Adds df and form of the next place, from place 0. Its number need not be known yet.
    pub(super) fn push(&mut self, df: u32, form: &[u8]) {
        self.mark(beginning(form));
        self.places += 1;
        self.sum += u64::from(df);
        self.place_bytes += self.writer.push(0, df, form).len() as u64;
    }

    /// The table, with a sum for the place after the last if a block begins there.
    ///
    /// # Errors
    /// When the places take 4 GiB.
    pub(super) fn finish(mut self) -> io::Result<Vec<u8>> {
        self.mark(u64::MAX);
        match u32::try_from(self.place_bytes) {
            Ok(_) => Ok(self.table),
            Err(_) => Err(io::Error::other("a segment has more words than 4 GiB hold")),
        }
    }

    fn mark(&mut self, beginning: u64) {
        if self.places.is_multiple_of(BLOCK) {
            self.table.extend_from_slice(&self.sum.to_le_bytes());
            self.table.extend_from_slice(&beginning.to_le_bytes());
            self.table.extend_from_slice(&(self.place_bytes as u32).to_le_bytes());
        }
    }
}
