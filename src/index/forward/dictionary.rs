//! The words of a segment, read in place.
//!
//! | bytes of the file              | what they are                                                        |
//! |--------------------------------|----------------------------------------------------------------------|
//! | 8, 4, 4, 8, 8                  | magic, numbers, marks of the gram table, bytes of the places, bytes of the records |
//! | 12 for every eight numbers     | where their records begin; see [`starts`]                           |
//! | places, in order of forms      | see [`order`](super::order)                                          |
//! | records, in order of numbers   | see [`word`](super::word)                                            |
//! | marks, entries                 | see [`grams`](mod@super::grams)                                          |
//!
//! Numbers go by frequency, so that passages are short and the frequent words lie together; places by form, then
//! spelling and stem, so that the words of a form or of a prefix are one range of places. The df of a form stands
//! at its most frequent word, its other words have 0: sums over ranges count each form once.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;

use super::super::checked::Checked;
use super::damage::damaged;
use super::grams::{Gram, GramTable};
use super::order::Order;
use super::places::Places;
use super::starts;
use super::word::{WordForms, WordRecord, text};

pub(super) const MAGIC: u64 = u64::from_le_bytes(*b"alinwrd4");
const HEADER: usize = 32;

/// The words of a segment with their document frequencies, deleted documents included.
#[derive(Clone)]
pub struct Dictionary {
    bytes: Checked,
    numbers: u32,
    order: Order,
    /// Where what follows the places begins.
    records: usize,
    gram_marks: usize,
    gram_entries: usize,
}

/// A form met by [`Dictionary::walk`], as one of its words has it.
#[derive(Clone, Copy)]
pub struct FormMet<'a> {
    /// Folded.
    pub form: &'a str,
    /// How many of its bytes are those of the form that was shown before it.
    pub shared: usize,
    dictionary: &'a Dictionary,
    number: u32,
}

impl<'a> FormMet<'a> {
    /// The word that has the form.
    ///
    /// # Errors
    /// As of [`Dictionary::word`].
    pub fn word(&self) -> io::Result<WordForms<'a>> {
        self.dictionary.word(self.number)
    }
}

impl Dictionary {
    /// Cost: the header is read, nothing else.
    ///
    /// # Errors
    /// `InvalidData` when the bytes are no dictionary.
    pub fn open(bytes: Checked) -> io::Result<Self> {
        if bytes.number::<8>(0)? != MAGIC {
            return Err(damaged("words: not a dictionary"));
        }
        let numbers = bytes.number::<4>(8)? as u32;
        let blocks = HEADER as u64 + starts::table_len(numbers);
        let order = Order::open(bytes.clone(), numbers, blocks, bytes.number::<8>(16)?)?;
        let records = order.end();
        let gram_marks = bytes.number::<8>(24)?.saturating_add(records as u64);
        let gram_entries = GramTable::marks_len(bytes.number::<4>(12)?).saturating_add(gram_marks);
        if gram_entries > bytes.len() as u64 {
            return Err(damaged("words: cut short"));
        }
        // All of them lie within the file, which is mapped.
        Ok(Self {
            bytes,
            numbers,
            order,
            records,
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
        let mut spans = Vec::with_capacity(ids.len());
        for id in ids {
            spans.push(self.record_span(*id)?);
        }
        // Nothing depends on what these bytes are: the processor fetches them side by side.
        let fetched = spans.iter().fold(0, |all, (start, _)| all ^ self.bytes.glance(*start));
        std::hint::black_box(fetched);
        for (id, (start, end)) in ids.iter().zip(spans) {
            if !(1..self.numbers).contains(id) {
                return Err(damaged("words: a number without a word"));
            }
            visit(WordRecord::read(self.bytes.get(start..end)?)?)?;
        }
        Ok(())
    }

    /// The numbers of the words of `form`: its spellings. Cost: about 0.3 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn ids_of_form(&self, form: &str) -> io::Result<Vec<u32>> {
        let mut ids = Vec::new();
        self.each_of_form(form, |place| ids.push(place.number))?;
        Ok(ids)
    }

    /// Documents that hold `form`. Cost: about 0.3 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn form_df(&self, form: &str) -> io::Result<u64> {
        let mut df = 0u64;
        self.each_of_form(form, |place| df = df.saturating_add(u64::from(place.count)))?;
        Ok(df)
    }

    /// The sum of the document frequencies of all forms that begin with `prefix`. Cost: about 0.5 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn prefix_df(&self, prefix: &str) -> io::Result<u64> {
        self.order.sum_of(prefix)
    }

    /// The sum of the document frequencies of all forms with `gram`. Cost: about 0.1 µs.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn gram_df(&self, gram: Gram) -> io::Result<u64> {
        GramTable { bytes: &self.bytes, marks: self.gram_marks..self.gram_entries }.get(gram)
    }

    /// Calls `visit` with each form that begins with `prefix` and its document frequency, in order.
    /// Cost: about 10 ns for each.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn forms_from(&self, prefix: &str, mut visit: impl FnMut(&str, u64)) -> io::Result<()> {
        let mut places = self.order.from(prefix)?;
        while !places.is_at_end() {
            // One word of a form has its df, the others have 0.
            if places.count > 0 {
                visit(text(&places.form)?, u64::from(places.count));
            }
            places.advance()?;
        }
        Ok(())
    }

    /// The `limit` most frequent of the forms that begin with `prefix`, with their document frequencies, by these, then in
    /// order. Cost: about 10 ns for each that begins so.
    ///
    /// # Errors
    /// `InvalidData`.
    pub fn most_frequent(&self, prefix: &str, limit: usize) -> io::Result<Vec<(String, u64)>> {
        // The last of those that are kept on top.
        let mut kept: BinaryHeap<(Reverse<u64>, String)> = BinaryHeap::new();
        self.forms_from(prefix, |form, df| {
            // Of equals the first is kept, and they come in order.
            if kept.len() < limit {
                kept.push((Reverse(df), form.to_owned()));
            } else if let Some(mut last) = kept.peek_mut()
                && df > last.0.0
            {
                *last = (Reverse(df), form.to_owned());
            }
        })?;
        Ok(kept.into_sorted_vec().into_iter().map(|(df, form)| (form, df.0)).collect())
    }

    /// Calls `visit` with the forms that begin with `prefix`, in order, once for each of their words. Of those after it,
    /// the ones are passed over that begin with as many bytes of the form as `visit` returns; a number above its length
    /// passes over none.
    ///
    /// Cost: about 10 ns for each that is shown, 5 ns for each that is passed over.
    ///
    /// # Errors
    /// `InvalidData`, and what `visit` returns.
    pub fn walk(
        &self,
        prefix: &str,
        mut visit: impl FnMut(FormMet<'_>) -> io::Result<usize>,
    ) -> io::Result<()> {
        let mut places = self.order.from(prefix)?;
        let mut passed_over = usize::MAX;
        // Nothing was shown before the first.
        places.shared = 0;
        while !places.is_at_end() {
            if places.shared < passed_over {
                let Places { form, shared, number, .. } = &places;
                let met = FormMet { form: text(form)?, shared: *shared, dictionary: self, number: *number };
                passed_over = visit(met)?;
            }
            places.advance()?;
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
        self.bytes.get(start..end)
    }

    /// Where a number's record begins and ends.
    #[inline]
    fn record_span(&self, id: u32) -> io::Result<(usize, usize)> {
        let (start, length) = starts::span(&self.bytes, HEADER, self.records, id)?;
        Ok((start, (start + length).min(self.gram_marks)))
    }

    /// All places from the first, that of number 0.
    pub(super) fn places(&self) -> io::Result<Places<'_>> {
        self.order.all()
    }

    fn each_of_form(&self, form: &str, mut visit: impl FnMut(&Places<'_>)) -> io::Result<()> {
        let mut places = self.order.seek(form.as_bytes())?;
        while !places.is_at_end() && places.form == form.as_bytes() {
            visit(&places);
            places.advance()?;
        }
        Ok(())
    }
}
