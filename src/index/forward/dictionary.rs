//! The words of a segment, read in place.
//!
//! | bytes of the file              | what they are                                                        |
//! |--------------------------------|----------------------------------------------------------------------|
//! | 8, 4, 4, 8                     | magic, numbers, marks of the gram table, bytes of the records        |
//! | 4 for each number, and one more | where its record begins                                             |
//! | 8 for every 16 places, and one more | the sum of all df before                                        |
//! | 4 + 4 for each place           | number of the word, df                                               |
//! | records, in order of numbers   | see [`word`](super::word)                                            |
//! | marks, entries                 | see [`grams`](mod@super::grams)                                          |
//!
//! Numbers go by frequency, so that passages are short and the frequent words lie together; places by form, then
//! spelling and stem, so that the words of a form or of a prefix are one range of places. The df of a form stands
//! at its most frequent word, its other words have 0: sums over ranges count each form once.

use std::io::{self, Write};
use std::ops::Range;

use tantivy::directory::OwnedBytes;

use super::damage::{damaged, number};
use super::grams::{Gram, GramCounts, GramTable};
use super::word::{Record, WordForms};

const MAGIC: u64 = u64::from_le_bytes(*b"alinwrd1");
const HEADER: usize = 24;
/// Places between two sums of df.
const BLOCK: u32 = 16;
/// Bytes of a place: number and df.
const PLACE: usize = 8;

/// The words of a segment with their document frequencies, deleted documents included.
#[derive(Clone)]
pub struct Dictionary {
    bytes: OwnedBytes,
    numbers: u32,
    /// Where the tables after the first begin.
    sums: usize,
    places: usize,
    records: usize,
    gram_marks: usize,
    gram_entries: usize,
}

impl Dictionary {
    /// Cost: the header is read, nothing else.
    ///
    /// # Errors
    /// `InvalidData` when the bytes are no dictionary.
    pub fn open(bytes: OwnedBytes) -> io::Result<Self> {
        if number::<8>(&bytes, 0)? != MAGIC {
            return Err(damaged("words: not a dictionary"));
        }
        let numbers = number::<4>(&bytes, 8)?;
        let sums = HEADER as u64 + 4 * (numbers + 1);
        let places = sums + 8 * (numbers / u64::from(BLOCK) + 1);
        let records = places + PLACE as u64 * numbers;
        let gram_marks = number::<8>(&bytes, 16)?.saturating_add(records);
        let gram_entries = GramTable::marks_len(number::<4>(&bytes, 12)?).saturating_add(gram_marks);
        if gram_entries > bytes.len() as u64 {
            return Err(damaged("words: cut short"));
        }
        // All of them lie within the file, which is mapped.
        Ok(Self {
            bytes,
            numbers: numbers as u32,
            sums: sums as usize,
            places: places as usize,
            records: records as usize,
            gram_marks: gram_marks as usize,
            gram_entries: gram_entries as usize,
        })
    }

    /// How many numbers there are. Words have those from 1; 0 ends a sentence.
    #[must_use]
    pub fn numbers(&self) -> u32 {
        self.numbers
    }

    /// The word of a number. Cost: about 60 ns, a third of it for a frequent word.
    ///
    /// # Errors
    /// `InvalidData` for a number that no word has, or damage.
    #[inline]
    pub fn word(&self, id: u32) -> io::Result<WordForms<'_>> {
        if id == 0 || id >= self.numbers {
            return Err(damaged("words: a number without a word"));
        }
        self.record(id)?.word()
    }

    /// The numbers of the words of `form`: its spellings. Cost: about 1 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn ids_of_form(&self, form: &str) -> io::Result<Vec<u32>> {
        self.ids(self.places_of(form)?)
    }

    /// The numbers of the words whose form begins with `prefix`. Cost: about 1 µs, and 3 ns for each.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn ids_from(&self, prefix: &str) -> io::Result<Vec<u32>> {
        self.ids(self.places_from(prefix)?)
    }

    /// Documents that hold `form`. Cost: about 1 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn form_df(&self, form: &str) -> io::Result<u64> {
        self.sum(self.places_of(form)?)
    }

    /// The sum of the document frequencies of all forms that begin with `prefix`. Cost: about 1 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn prefix_df(&self, prefix: &str) -> io::Result<u64> {
        self.sum(self.places_from(prefix)?)
    }

    /// The sum of the document frequencies of all forms with `gram`. Cost: about 0.1 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn gram_df(&self, gram: Gram) -> io::Result<u64> {
        let marks = &self.bytes[self.gram_marks..self.gram_entries];
        GramTable { marks, entries: &self.bytes[self.gram_entries..] }.get(gram)
    }

    /// Calls `visit` with each form that begins with `prefix` and its document frequency, in order.
    /// Cost: about 50 ns for each.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn forms_from(&self, prefix: &str, mut visit: impl FnMut(&str, u64)) -> io::Result<()> {
        let (mut form, mut sum) = ("", 0);
        for place in self.places_from(prefix)? {
            let (id, df) = self.place(place)?;
            let next = self.word(id)?.form;
            if next != form {
                if sum > 0 {
                    visit(form, sum);
                }
                (form, sum) = (next, 0);
            }
            sum += u64::from(df);
        }
        if sum > 0 {
            visit(form, sum);
        }
        Ok(())
    }

    #[inline]
    fn record(&self, id: u32) -> io::Result<Record<'_>> {
        Record::read(self.record_bytes(id)?)
    }

    /// The bytes of a number's record.
    #[inline]
    pub(super) fn record_bytes(&self, id: u32) -> io::Result<&[u8]> {
        let at = HEADER + 4 * id as usize;
        let (start, end) =
            (number::<4>(&self.bytes, at)? as usize, number::<4>(&self.bytes, at + 4)? as usize);
        let record = self.bytes[self.records..self.gram_marks].get(start..end);
        record.ok_or_else(|| damaged("words: a record is missing"))
    }

    /// Number and df of the word at a place.
    #[inline]
    pub(super) fn place(&self, place: u32) -> io::Result<(u32, u32)> {
        let at = self.places + PLACE * place as usize;
        Ok((number::<4>(&self.bytes, at)? as u32, number::<4>(&self.bytes, at + 4)? as u32))
    }

    fn ids(&self, places: Range<u32>) -> io::Result<Vec<u32>> {
        places.map(|place| Ok(self.place(place)?.0)).collect()
    }

    fn places_of(&self, form: &str) -> io::Result<Range<u32>> {
        let form = form.as_bytes();
        self.range(|of| of < form, |of| of <= form)
    }

    fn places_from(&self, prefix: &str) -> io::Result<Range<u32>> {
        let prefix = prefix.as_bytes();
        self.range(|of| of < prefix, |of| of[..of.len().min(prefix.len())] <= *prefix)
    }

    /// The places from the first whose form is not `before` to the last whose form is `within`.
    fn range(
        &self,
        before: impl Fn(&[u8]) -> bool,
        within: impl Fn(&[u8]) -> bool,
    ) -> io::Result<Range<u32>> {
        // Place 0 is that of number 0, which is no word.
        let start = self.bound(1, self.numbers, before)?;
        // The end is near more often than not: steps that double find it.
        let (mut low, mut step) = (start, 1);
        while low.saturating_add(step) < self.numbers && within(self.form_at(low + step)?) {
            (low, step) = (low + step, 2 * step);
        }
        let end = self.bound(low, self.numbers.min(low.saturating_add(step)), within)?;
        Ok(start..end)
    }

    /// The first place from `low` whose form is not `before`, which no form after it is; `high` if all are.
    fn bound(&self, mut low: u32, mut high: u32, before: impl Fn(&[u8]) -> bool) -> io::Result<u32> {
        while low < high {
            let middle = low.midpoint(high);
            if before(self.form_at(middle)?) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    fn form_at(&self, place: u32) -> io::Result<&[u8]> {
        Ok(self.record(self.place(place)?.0)?.form)
    }

    fn sum(&self, places: Range<u32>) -> io::Result<u64> {
        Ok(self.df_before(places.end)?.saturating_sub(self.df_before(places.start)?))
    }

    /// The sum of the df of all words before a place.
    fn df_before(&self, place: u32) -> io::Result<u64> {
        let block = place / BLOCK;
        let mut sum = number::<8>(&self.bytes, self.sums + 8 * block as usize)?;
        for place in block * BLOCK..place {
            sum = sum.saturating_add(u64::from(self.place(place)?.1));
        }
        Ok(sum)
    }
}

/// Writes a [`Dictionary`].
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
        let record_bytes = self.records.len() as u64;
        Head { numbers: self.dfs.len() as u32, gram_marks: grams, record_bytes }.write(out)?;
        self.offsets.push(self.records.len() as u32);
        self.offsets.iter().try_for_each(|offset| out.write_all(&offset.to_le_bytes()))?;
        let numbers = || std::iter::once(0).chain(places.iter().copied());
        let mut sums = Sums::default();
        numbers().for_each(|number| sums.push(self.dfs[number as usize]));
        out.write_all(&sums.finish())?;
        numbers().try_for_each(|number| {
            out.write_all(&number.to_le_bytes())?;
            out.write_all(&self.dfs[number as usize].to_le_bytes())
        })?;
        [self.records, gram_marks, entries].iter().try_for_each(|part| out.write_all(part))
    }
}

/// What a dictionary's file begins with.
pub(super) struct Head {
    pub(super) numbers: u32,
    pub(super) gram_marks: u32,
    pub(super) record_bytes: u64,
}

impl Head {
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&MAGIC.to_le_bytes())?;
        out.write_all(&self.numbers.to_le_bytes())?;
        out.write_all(&self.gram_marks.to_le_bytes())?;
        out.write_all(&self.record_bytes.to_le_bytes())
    }
}

/// The sums of df before every so many places. Memory: half a byte a place.
#[derive(Default)]
pub(super) struct Sums {
    places: u32,
    sum: u64,
    table: Vec<u8>,
}

impl Sums {
    /// Adds the df of the next place, from place 0.
    pub(super) fn push(&mut self, df: u32) {
        self.mark();
        self.places += 1;
        self.sum += u64::from(df);
    }

    /// The table, with a sum for the place after the last if a block begins there.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.mark();
        self.table
    }

    fn mark(&mut self) {
        if self.places.is_multiple_of(BLOCK) {
            self.table.extend_from_slice(&self.sum.to_le_bytes());
        }
    }
}
