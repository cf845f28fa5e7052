//! The words of a segment, read in place.
//!
//! | bytes of the file             | what they are                                                         |
//! |-------------------------------|-----------------------------------------------------------------------|
//! | 8, 4, 4, 8                    | magic, numbers, marks of the gram table, bytes of the records         |
//! | 12 for 16 numbers, and one more | where their records begin (4), the sum of all df before them (8)    |
//! | records, in order of numbers  | see [`word`](super::word)                                             |
//! | marks, entries                | see [`grams`](super::grams)                                           |
//!
//! Words are numbered by frequency, but only as far as it saves bits: within a class of the code that passages
//! are written in ([`codes`](super::codes)), words stand in the order of form, spelling, stem. So each of the
//! sixteen classes is searched by halves, and the words of a form or of a prefix are one range in each. The df of
//! a form stands at its most frequent word, its other words have 0: sums over ranges count each form once.

use std::io::{self, Write};
use std::ops::Range;

use tantivy::directory::OwnedBytes;

use super::codes::Code;
use super::damage::{damaged, number};
use super::grams::{Gram, GramCounts, GramTable};
use super::word::{Record, WordForms};

const MAGIC: u64 = u64::from_le_bytes(*b"alinwrd1");
const HEADER: usize = 24;
/// Numbers between two marks of where records begin.
const BLOCK: u32 = 16;
/// Bytes of such a mark.
const MARK: usize = 12;

/// The words of a segment with their document frequencies, deleted documents included.
#[derive(Clone)]
pub struct Dictionary {
    bytes: OwnedBytes,
    numbers: u32,
    records: Range<usize>,
    gram_marks: Range<usize>,
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
        let numbers = number::<4>(&bytes, 8)? as u32;
        let records = HEADER as u64 + MARK as u64 * (u64::from(numbers / BLOCK) + 1);
        let marks = number::<8>(&bytes, 16)?.saturating_add(records);
        let entries = GramTable::marks_len(number::<4>(&bytes, 12)?).saturating_add(marks);
        if entries > bytes.len() as u64 {
            return Err(damaged("words: cut short"));
        }
        // All three lie within the file, which is mapped.
        let (records, marks, entries) = (records as usize, marks as usize, entries as usize);
        Ok(Self { numbers, records: records..marks, gram_marks: marks..entries, bytes })
    }

    /// How many numbers there are. Words have those from 1; 0 ends a sentence.
    #[must_use]
    pub fn numbers(&self) -> u32 {
        self.numbers
    }

    /// The word of a number. Cost: at most 15 records are stepped over, about 50 ns.
    ///
    /// # Errors
    /// `InvalidData` for a number that no word has, or damage.
    pub fn word(&self, id: u32) -> io::Result<WordForms<'_>> {
        if id == 0 || id >= self.numbers {
            return Err(damaged("words: a number without a word"));
        }
        let (_, mut rest) = self.block(id / BLOCK)?;
        for _ in 0..id % BLOCK {
            Record::take(&mut rest)?;
        }
        Record::take(&mut rest)?.word()
    }

    /// The numbers of the words of `form`, at most 16 ranges. Cost: about 2 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn ids_of_form(&self, form: &str) -> io::Result<Vec<Range<u32>>> {
        self.ranges(|of| of < form.as_bytes(), |of| of <= form.as_bytes())
    }

    /// The numbers of the words whose form begins with `prefix`, at most 16 ranges. Cost: about 2 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn ids_from(&self, prefix: &str) -> io::Result<Vec<Range<u32>>> {
        let prefix = prefix.as_bytes();
        self.ranges(|of| of < prefix, |of| of[..of.len().min(prefix.len())] <= *prefix)
    }

    /// Documents that hold `form`. Cost: about 3 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn form_df(&self, form: &str) -> io::Result<u64> {
        self.sum(&self.ids_of_form(form)?)
    }

    /// The sum of the document frequencies of all forms that begin with `prefix`. Cost: about 3 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn prefix_df(&self, prefix: &str) -> io::Result<u64> {
        self.sum(&self.ids_from(prefix)?)
    }

    /// The sum of the document frequencies of all forms with `gram`. Cost: about 0.2 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn gram_df(&self, gram: Gram) -> io::Result<u64> {
        let marks = &self.bytes[self.gram_marks.clone()];
        GramTable { marks, entries: &self.bytes[self.gram_marks.end..] }.get(gram)
    }

    /// Calls `visit` with each form that begins with `prefix` and its document frequency, in no useful order.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn forms_from(&self, prefix: &str, mut visit: impl FnMut(&str, u64)) -> io::Result<()> {
        for range in self.ids_from(prefix)? {
            let (_, mut rest) = self.block(range.start / BLOCK)?;
            for id in range.start / BLOCK * BLOCK..range.end {
                let record = Record::take(&mut rest)?;
                if id >= range.start && record.df > 0 {
                    visit(record.word()?.form, record.df);
                }
            }
        }
        Ok(())
    }

    /// The sum of the df before the block of a number, and the records from there on.
    #[inline]
    fn block(&self, block: u32) -> io::Result<(u64, &[u8])> {
        let mark = HEADER + MARK * block as usize;
        let records = &self.bytes[self.records.clone()];
        // A block lies behind the records only in a damaged file; a file holds less than a usize counts.
        let start = number::<4>(&self.bytes, mark)? as usize;
        let rest = records.get(start..).ok_or_else(|| damaged("words: records are missing"))?;
        Ok((number::<8>(&self.bytes, mark + 4)?, rest))
    }

    /// In each class, the numbers from the first whose form is not `before` to the last whose form is `within`.
    fn ranges(
        &self,
        before: impl Fn(&[u8]) -> bool,
        within: impl Fn(&[u8]) -> bool,
    ) -> io::Result<Vec<Range<u32>>> {
        let mut ranges = Vec::new();
        for mut class in Code::classes(self.numbers) {
            class.start = class.start.max(1);
            let start = self.bound(&class, &before)?;
            let end = if start < class.end { self.bound(&(start..class.end), &within)? } else { start };
            if start < end {
                ranges.push(start..end);
            }
        }
        Ok(ranges)
    }

    /// The first number of `class` whose form is not `before`, which no form after it is; its end if all are.
    fn bound(&self, class: &Range<u32>, before: impl Fn(&[u8]) -> bool) -> io::Result<u32> {
        let (mut low, mut high) = (class.start / BLOCK + 1, class.end.div_ceil(BLOCK));
        while low < high {
            let middle = low.midpoint(high);
            if before(Record::take(&mut self.block(middle)?.1)?.form) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let end = class.end.min(low.saturating_mul(BLOCK));
        let mut rest = self.block(low - 1)?.1;
        for id in (low - 1) * BLOCK..end {
            let record = Record::take(&mut rest)?;
            if id >= class.start && !before(record.form) {
                return Ok(id);
            }
        }
        Ok(end)
    }

    fn sum(&self, ranges: &[Range<u32>]) -> io::Result<u64> {
        let mut sum = 0u64;
        for range in ranges {
            let within = self.df_before(range.end)?.saturating_sub(self.df_before(range.start)?);
            sum = sum.saturating_add(within);
        }
        Ok(sum)
    }

    /// The sum of the df of all words below `id`.
    fn df_before(&self, id: u32) -> io::Result<u64> {
        let (mut sum, mut rest) = self.block(id / BLOCK)?;
        for _ in 0..id % BLOCK {
            sum = sum.saturating_add(Record::take(&mut rest)?.df);
        }
        Ok(sum)
    }
}

/// Writes a [`Dictionary`].
pub(super) struct DictionaryBuilder {
    numbers: u32,
    df: u64,
    marks: Vec<u8>,
    records: Vec<u8>,
    grams: GramCounts,
}

impl DictionaryBuilder {
    /// A dictionary that holds the number 0 only.
    pub(super) fn new() -> Self {
        let mut builder =
            Self { numbers: 0, df: 0, marks: Vec::new(), records: Vec::new(), grams: GramCounts::default() };
        builder.push(WordForms { spelling: "", form: "", stem: "" }, 0);
        builder
    }

    /// Gives the next number to `word`. `df` is that of its form at one of the form's words, and 0 at the others.
    pub(super) fn push(&mut self, word: WordForms<'_>, df: u64) {
        if self.numbers.is_multiple_of(BLOCK) {
            self.mark();
        }
        word.write_record(df, &mut self.records);
        self.grams.add(word.form, df);
        self.numbers += 1;
        self.df += df;
    }

    fn mark(&mut self) {
        self.marks.extend_from_slice(&(self.records.len() as u32).to_le_bytes());
        self.marks.extend_from_slice(&self.df.to_le_bytes());
    }

    /// # Errors
    /// When `out` fails, or the records take 4 GiB.
    pub(super) fn write(mut self, out: &mut impl Write) -> io::Result<()> {
        if u32::try_from(self.records.len()).is_err() {
            return Err(io::Error::other("a segment has more words than 4 GiB hold"));
        }
        if self.numbers.is_multiple_of(BLOCK) {
            self.mark();
        }
        let (entries, gram_marks, grams) = self.grams.write();
        out.write_all(&MAGIC.to_le_bytes())?;
        out.write_all(&self.numbers.to_le_bytes())?;
        out.write_all(&grams.to_le_bytes())?;
        out.write_all(&(self.records.len() as u64).to_le_bytes())?;
        [self.marks, self.records, gram_marks, entries].iter().try_for_each(|part| out.write_all(part))
    }
}
