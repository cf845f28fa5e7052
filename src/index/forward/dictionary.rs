//! The words of a segment, read in place.
//!
//! | bytes of the file              | what they are                                                        |
//! |--------------------------------|----------------------------------------------------------------------|
//! | 8, 4, 4, 8                     | magic, numbers, marks of the gram table, bytes of the records        |
//! | 4 for each number, and one more | where its record begins                                             |
//! | 16 for every 16 places, and one more | the sum of all df before, the beginning of the first form         |
//! | 4 + 4 for each place           | number of the word, df                                               |
//! | records, in order of numbers   | see [`word`](super::word)                                            |
//! | marks, entries                 | see [`grams`](mod@super::grams)                                          |
//!
//! Numbers go by frequency, so that passages are short and the frequent words lie together; places by form, then
//! spelling and stem, so that the words of a form or of a prefix are one range of places. The df of a form stands
//! at its most frequent word, its other words have 0: sums over ranges count each form once. The beginnings of forms,
//! eight bytes as a number, lie close together: a search among them reaches for few records.

use std::io;
use std::ops::Range;

use tantivy::directory::OwnedBytes;

use super::damage::{damaged, number};
use super::dictionary_file::beginning;
use super::grams::{Gram, GramTable};
use super::word::{WordForms, WordRecord};

pub(super) const MAGIC: u64 = u64::from_le_bytes(*b"alinwrd2");
const HEADER: usize = 24;
/// Places between two sums of df.
pub(super) const BLOCK: u32 = 16;
/// Bytes of a block: sum and beginning.
const BLOCK_BYTES: usize = 16;
/// Bytes of a place: number and df.
const PLACE: usize = 8;

/// The words of a segment with their document frequencies, deleted documents included.
#[derive(Clone)]
pub struct Dictionary {
    bytes: OwnedBytes,
    numbers: u32,
    /// Where the tables after the first begin.
    blocks: usize,
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
        let blocks = HEADER as u64 + 4 * (numbers + 1);
        let places = blocks + BLOCK_BYTES as u64 * (numbers / u64::from(BLOCK) + 1);
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
            blocks: blocks as usize,
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

    /// Calls `visit` with the record of each number, in their order. Cost: about 30 ns for each: what many words need
    /// from the memory is asked for at once, not one word after the other.
    ///
    /// # Errors
    /// As [`word`](Self::word).
    pub fn each_record<'a>(
        &'a self,
        ids: &[u32],
        mut visit: impl FnMut(WordRecord<'a>) -> io::Result<()>,
    ) -> io::Result<()> {
        let records = &self.bytes[self.records..self.gram_marks];
        let mut spans = Vec::with_capacity(ids.len());
        for id in ids {
            spans.push(self.record_span(*id)?);
        }
        // Nothing depends on what these bytes are: the processor fetches them side by side.
        let fetched = spans.iter().fold(0, |all, (start, _)| all ^ records.get(*start).copied().unwrap_or(0));
        std::hint::black_box(fetched);
        for (id, (start, end)) in ids.iter().zip(spans) {
            let record = records.get(start..end).filter(|_| (1..self.numbers).contains(id));
            visit(WordRecord::read(record.ok_or_else(|| damaged("words: a number without a word"))?)?)?;
        }
        Ok(())
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
    fn record(&self, id: u32) -> io::Result<WordRecord<'_>> {
        WordRecord::read(self.record_bytes(id)?)
    }

    /// The bytes of a number's record.
    #[inline]
    pub(super) fn record_bytes(&self, id: u32) -> io::Result<&[u8]> {
        let (start, end) = self.record_span(id)?;
        let record = self.bytes[self.records..self.gram_marks].get(start..end);
        record.ok_or_else(|| damaged("words: a record is missing"))
    }

    /// Where a number's record begins and ends among the records.
    #[inline]
    fn record_span(&self, id: u32) -> io::Result<(usize, usize)> {
        let at = HEADER + 4 * id as usize;
        Ok((number::<4>(&self.bytes, at)? as usize, number::<4>(&self.bytes, at + 4)? as usize))
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
        let start = self.first_not_before(form)?;
        // A form has few words: steps that double find the end.
        let (mut low, mut step) = (start, 1);
        while low.saturating_add(step) < self.numbers && self.form_at(low + step)? <= form {
            (low, step) = (low + step, 2 * step);
        }
        let end = self.bound(low, self.numbers.min(low.saturating_add(step)), |of| of <= form)?;
        Ok(start..end)
    }

    fn places_from(&self, prefix: &str) -> io::Result<Range<u32>> {
        let prefix = prefix.as_bytes();
        // No form holds this byte: all that begin with the prefix sort before it.
        let end = [prefix, &[u8::MAX]].concat();
        let start = self.first_not_before(prefix)?;
        Ok(start..self.first_not_before(&end)?.max(start))
    }

    /// The first place whose form does not sort before `form`.
    fn first_not_before(&self, form: &[u8]) -> io::Result<u32> {
        let near = self.near(form)?;
        self.bound(near.start, near.end, |of| of < form)
    }

    /// Places among which the first is whose form does not sort before `form`, or after which it follows at once.
    fn near(&self, form: &[u8]) -> io::Result<Range<u32>> {
        let beginning = beginning(form);
        let blocks = self.numbers.div_ceil(BLOCK);
        let before = self.blocks_while(0, blocks, |of| of < beginning)?;
        let until = self.blocks_while(before, blocks, |of| of <= beginning)?;
        // Place 0 is that of number 0, which is no word.
        let start = (before.saturating_sub(1) * BLOCK).max(1);
        Ok(start..until.saturating_mul(BLOCK).clamp(start, self.numbers.max(start)))
    }

    /// The first block from `low` whose first form's beginning does not `hold`; `high` if all do.
    fn blocks_while(&self, mut low: u32, mut high: u32, hold: impl Fn(u64) -> bool) -> io::Result<u32> {
        while low < high {
            let middle = low.midpoint(high);
            if hold(number::<8>(&self.bytes, self.blocks + BLOCK_BYTES * middle as usize + 8)?) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
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
        Ok(self.record(self.place(place)?.0)?.form())
    }

    fn sum(&self, places: Range<u32>) -> io::Result<u64> {
        Ok(self.df_before(places.end)?.saturating_sub(self.df_before(places.start)?))
    }

    /// The sum of the df of all words before a place.
    fn df_before(&self, place: u32) -> io::Result<u64> {
        let block = place / BLOCK;
        let mut sum = number::<8>(&self.bytes, self.blocks + BLOCK_BYTES * block as usize)?;
        for place in block * BLOCK..place {
            sum = sum.saturating_add(u64::from(self.place(place)?.1));
        }
        Ok(sum)
    }
}
