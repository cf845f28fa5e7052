//! Character 4-grams of forms: what misspelt and inflected words share.

use std::fmt::{self, Write as _};
use std::io;
use std::ops::Range;
use std::str::Chars;

use rustc_hash::FxHashMap;

use super::super::checked::Checked;
use super::damage::{push_varint, take_varint};

/// Entries between two marks of the table.
const BLOCK: usize = 8;
/// Bytes of a mark: its gram, and where its entries begin.
const MARK: usize = 8;
/// The most bytes of an entry: a difference of 32 bits and a count of 64, seven bits a byte.
const MOST_BYTES: usize = 5 + 10;

/// Four characters of `_form_`, one byte for each. Letters and digits of folded French have bytes of their own;
/// others share the rest, so that two grams of another script are, rarely, one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Gram(u32);

impl Gram {
    /// The gram of four characters, `_` for the edge of a word.
    #[must_use]
    pub fn new(chars: [char; 4]) -> Self {
        Self(chars.into_iter().fold(0, |gram, c| gram << 8 | u32::from(byte(c))))
    }
}

/// ASCII as itself, the rest by its place in its block of 128.
fn byte(c: char) -> u8 {
    if c.is_ascii() { c as u8 } else { (c as u32 % 128) as u8 | 0x80 }
}

impl fmt::Display for Gram {
    /// Characters that are no ASCII share their bytes, and show as `?`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .to_be_bytes()
            .into_iter()
            .try_for_each(|byte| f.write_char(if byte.is_ascii() { char::from(byte) } else { '?' }))
    }
}

/// The 4-grams of `_form_`, in order, repeated ones repeated; none for a form of one letter.
#[must_use]
pub fn grams(form: &str) -> Grams<'_> {
    let mut letters = form.chars();
    let first = [letters.next(), letters.next()];
    let window = first
        .into_iter()
        .fold(u32::from(EDGE), |window, c| window << 8 | c.map_or(0, |c| u32::from(byte(c))));
    Grams { letters, window, ended: first[1].is_none() }
}

/// The [`grams`] of a form in ASCII; none at all for another.
#[inline]
pub fn ascii_grams(form: &[u8]) -> Option<impl Iterator<Item = Gram>> {
    let edged = form.iter().copied().chain([EDGE]);
    let grams = edged.scan(u32::from(EDGE), |window, letter| {
        *window = *window << 8 | u32::from(letter);
        Some(Gram(*window))
    });
    form.is_ascii().then(|| grams.skip(2))
}

/// What stands for the edge of a word; no form holds it.
const EDGE: u8 = b'_';

/// What [`grams`] gives.
#[derive(Debug, Clone)]
pub struct Grams<'a> {
    letters: Chars<'a>,
    window: u32,
    ended: bool,
}

impl Iterator for Grams<'_> {
    type Item = Gram;

    #[inline]
    fn next(&mut self) -> Option<Gram> {
        if self.ended {
            return None;
        }
        let next = self.letters.next();
        self.ended = next.is_none();
        self.window = self.window << 8 | u32::from(next.map_or(EDGE, byte));
        Some(Gram(self.window))
    }
}

impl Gram {
    /// A number that tells most grams apart, for tables that are smaller than all grams.
    #[inline]
    #[must_use]
    pub fn slot(self) -> usize {
        // The golden ratio's multiplier (Knuth, The Art of Computer Programming, vol. 3, 6.4): its high bits are mixed.
        (self.0.wrapping_mul(0x9e37_79b1) >> 16) as usize
    }
}

/// Sums of document frequencies by gram; a form counts once for each of its grams.
#[derive(Debug, Default)]
pub(in super::super) struct GramCounts {
    counts: FxHashMap<Gram, u64>,
    distinct: Vec<Gram>,
}

impl GramCounts {
    pub(in super::super) fn add(&mut self, form: &str, df: u64) {
        self.distinct.clear();
        self.distinct.extend(grams(form));
        self.distinct.sort_unstable();
        self.distinct.dedup();
        for gram in &self.distinct {
            *self.counts.entry(*gram).or_default() += df;
        }
    }

    pub(in super::super) fn get(&self, gram: Gram) -> u64 {
        self.counts.get(&gram).copied().unwrap_or(0)
    }

    /// Each gram with its count, in order.
    pub(super) fn into_sorted(self) -> Vec<(Gram, u64)> {
        let mut sorted: Vec<_> = self.counts.into_iter().collect();
        sorted.sort_unstable();
        sorted
    }

    /// The table's entries, then its marks, with their number: grams in order, as differences, with their counts.
    pub(super) fn write(self) -> (Vec<u8>, Vec<u8>, u32) {
        let sorted = self.into_sorted();
        let (mut entries, mut marks, mut last) = (Vec::new(), Vec::new(), 0);
        for (at, (Gram(gram), count)) in sorted.iter().enumerate() {
            if at.is_multiple_of(BLOCK) {
                marks.extend_from_slice(&gram.to_le_bytes());
                marks.extend_from_slice(&(entries.len() as u32).to_le_bytes());
                last = *gram;
            }
            push_varint(&mut entries, u64::from(gram - last));
            push_varint(&mut entries, *count);
            last = *gram;
        }
        let written = (marks.len() / MARK) as u32;
        (entries, marks, written)
    }
}

/// A table that [`GramCounts::write`] wrote.
#[derive(Debug)]
pub(super) struct GramTable<'a> {
    pub(super) bytes: &'a Checked,
    /// Where its marks stand; its entries follow, to the end.
    pub(super) marks: Range<usize>,
}

impl GramTable<'_> {
    /// Bytes of `marks` marks.
    pub(super) fn marks_len(marks: u64) -> u64 {
        marks.saturating_mul(MARK as u64)
    }

    /// The count of `gram`, 0 where the table does not hold it. Cost: a binary search and at most 8 entries.
    pub(super) fn get(&self, gram: Gram) -> io::Result<u64> {
        let (mut low, mut high) = (0, self.marks.len() / MARK);
        while low < high {
            let middle = low.midpoint(high);
            if self.mark(middle)?.0 <= u64::from(gram.0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let Some(block) = low.checked_sub(1) else { return Ok(0) };
        let (first, start) = self.mark(block)?;
        let start = self.marks.end.saturating_add(start as usize);
        let end = self.bytes.len().min(start.saturating_add(BLOCK * MOST_BYTES));
        find(first, u64::from(gram.0), self.bytes.get(start..end)?)
    }

    fn mark(&self, block: usize) -> io::Result<(u64, u64)> {
        let at = self.marks.start + block * MARK;
        Ok((self.bytes.number::<4>(at)?, self.bytes.number::<4>(at + 4)?))
    }
}

/// The count of `gram` in the block that begins with `first`.
fn find(first: u64, gram: u64, mut rest: &[u8]) -> io::Result<u64> {
    let mut at = first;
    for _ in 0..BLOCK {
        if rest.is_empty() {
            break;
        }
        at = at.saturating_add(take_varint(&mut rest)?);
        let count = take_varint(&mut rest)?;
        if at >= gram {
            return Ok(if at == gram { count } else { 0 });
        }
    }
    Ok(0)
}

#[cfg(test)]
mod tests {
    use tantivy::directory::OwnedBytes;

    use super::super::super::checked::Checked;
    use super::{Gram, GramCounts, GramTable, ascii_grams, grams};

    #[test]
    fn grams_have_edges() {
        let of = |form| grams(form).collect::<Vec<_>>();
        let gram = |text: &str| {
            let chars: Vec<char> = text.chars().collect();
            Gram::new([chars[0], chars[1], chars[2], chars[3]])
        };
        assert_eq!(of("camp"), ["_cam", "camp", "amp_"].map(gram));
        assert_eq!(of("la"), ["_la_"].map(gram));
        assert_eq!(of("λογ"), ["_λογ", "λογ_"].map(gram));
        for form in ["camp", "la", "a", "", "attaque"] {
            assert_eq!(ascii_grams(form.as_bytes()).unwrap().collect::<Vec<_>>(), of(form), "{form}");
        }
        assert!(ascii_grams("λογ".as_bytes()).is_none());
        assert_eq!(of("a"), []);
        assert_eq!(of(""), []);
    }

    #[test]
    fn each_form_counts_once_a_gram() {
        let mut counts = GramCounts::default();
        counts.add("tatatata", 5);
        counts.add("tatas", 2);
        let tata = Gram::new(['t', 'a', 't', 'a']);
        assert_eq!(counts.get(tata), 7);
        for n in 0..500 {
            counts.add(&format!("x{n}"), n);
        }
        let (entries, marks, _) = counts.write();
        let bytes = Checked::sound(OwnedBytes::new([marks.clone(), entries].concat()));
        let table = GramTable { bytes: &bytes, marks: 0..marks.len() };
        assert_eq!(table.get(tata).unwrap(), 7);
        assert_eq!(table.get(Gram::new(['x', '4', '9', '9'])).unwrap(), 499);
        assert_eq!(table.get(Gram::new(['_', '_', '_', '_'])).unwrap(), 0);
        assert_eq!(table.get(Gram::new(['z', 'z', 'z', 'z'])).unwrap(), 0);
        assert_eq!(GramTable { bytes: &bytes, marks: 0..0 }.get(tata).unwrap(), 0);
    }
}
