//! Forms in their order, in blocks, each of which says what stands before it.
//!
//! | bytes                                | what they are                                                       |
//! |--------------------------------------|---------------------------------------------------------------------|
//! | 20 for every 16 places, and one more | the sum of all counts before, the beginning of the first form, where the block's places begin |
//! | places, in order of forms            | see [`places`](super::places)                                       |
//!
//! The beginnings of forms, eight bytes as a number, lie close together: a search among them ends at one block or a few.

use std::io;
use std::ops::Range;

use super::super::checked::Checked;
use super::damage::damaged;
use super::places::{BLOCK, PlaceWriter, Places};

/// Bytes of a block: sum, beginning, where its places begin.
const BLOCK_BYTES: usize = 20;

/// The places of a file. Place 0 has no form.
#[derive(Clone)]
pub(in super::super) struct Order {
    bytes: Checked,
    places: u32,
    /// Where the table of blocks begins, and from where to where the places go.
    blocks: usize,
    within: Range<usize>,
}

impl Order {
    /// Of so many `places` in `length` bytes, whose table begins at byte `blocks`. Cost: nothing is read.
    ///
    /// # Errors
    /// `InvalidData` when they end behind the file.
    pub(in super::super) fn open(bytes: Checked, places: u32, blocks: u64, length: u64) -> io::Result<Self> {
        let start = blocks + BLOCK_BYTES as u64 * (u64::from(places / BLOCK) + 1);
        let end = start.saturating_add(length);
        if end > bytes.len() as u64 {
            return Err(damaged("forms: cut short"));
        }
        // All of it lies within the file, which is mapped.
        Ok(Self { bytes, places, blocks: blocks as usize, within: start as usize..end as usize })
    }

    /// Where the places end.
    pub(super) fn end(&self) -> usize {
        self.within.end
    }

    /// All places from the first, which has no form.
    pub(super) fn all(&self) -> io::Result<Places<'_>> {
        self.block(0)
    }

    /// The places of the forms that begin with `prefix`.
    pub(super) fn from(&self, prefix: &str) -> io::Result<Places<'_>> {
        let end = self.seek(&behind(prefix))?.place;
        Ok(self.seek(prefix.as_bytes())?.up_to(end))
    }

    /// The places from the first on whose form does not sort before `form`. Cost: about 0.3 µs.
    ///
    /// # Errors
    /// `InvalidData`; so for the others.
    pub(in super::super) fn seek(&self, form: &[u8]) -> io::Result<Places<'_>> {
        let beginning = beginning(form);
        let blocks = self.places.div_ceil(BLOCK);
        let before = bound(0, blocks, |block| Ok(self.beginning(block)? < beginning))?;
        let until = bound(before, blocks, |block| Ok(self.beginning(block)? <= beginning))?;
        let first = bound(before, until, |block| Ok(self.block(block)?.form.as_slice() < form))?;
        let mut places = self.block(first.saturating_sub(1))?;
        while !places.is_at_end() && (places.place == 0 || places.form.as_slice() < form) {
            places.advance()?;
        }
        Ok(places)
    }

    /// The sum of the counts of all forms that begin with `prefix`.
    pub(super) fn sum_of(&self, prefix: &str) -> io::Result<u64> {
        let (start, end) = (self.seek(prefix.as_bytes())?, self.seek(&behind(prefix))?);
        Ok(self.sum_before(end.place)?.saturating_sub(self.sum_before(start.place)?))
    }

    /// The sum of the counts of all places before one.
    pub(in super::super) fn sum_before(&self, place: u32) -> io::Result<u64> {
        let block = place / BLOCK;
        let mut sum = self.bytes.number::<8>(self.blocks + BLOCK_BYTES * block as usize)?;
        if !place.is_multiple_of(BLOCK) {
            let mut places = self.block(block)?.up_to(place);
            while !places.is_at_end() {
                sum = sum.saturating_add(u64::from(places.count));
                places.advance()?;
            }
        }
        Ok(sum)
    }

    /// The beginning of a block's first form.
    #[inline]
    fn beginning(&self, block: u32) -> io::Result<u64> {
        self.bytes.number::<8>(self.blocks + BLOCK_BYTES * block as usize + 8)
    }

    /// The places from the first of a block on.
    fn block(&self, block: u32) -> io::Result<Places<'_>> {
        let start = self.bytes.number::<4>(self.blocks + BLOCK_BYTES * block as usize + 16)?;
        let start = self.within.start.saturating_add(start as usize);
        Places::open(&self.bytes, start..self.within.end, block * BLOCK, self.places)
    }
}

/// What sorts behind all forms that begin with `prefix`, and before all others that sort behind it: no form holds this
/// byte.
fn behind(prefix: &str) -> Vec<u8> {
    [prefix.as_bytes(), &[u8::MAX]].concat()
}

/// The first number from `low` for which `holds` does not hold, as it does for none after it; `high` if it does for all.
fn bound(mut low: u32, mut high: u32, holds: impl Fn(u32) -> io::Result<bool>) -> io::Result<u32> {
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// The first eight bytes of a form, which compare as numbers as they do as text.
pub(in super::super) fn beginning(form: &[u8]) -> u64 {
    let mut beginning = [0; 8];
    let length = form.len().min(8);
    beginning[..length].copy_from_slice(&form[..length]);
    u64::from_be_bytes(beginning)
}

/// The table of blocks: what stands before each, and with which form it begins. Memory: a byte and a quarter a place.
#[derive(Default)]
pub(in super::super) struct Blocks {
    places: u32,
    sum: u64,
    /// Bytes that the places so far are written in.
    pub(in super::super) place_bytes: u64,
    writer: PlaceWriter,
    table: Vec<u8>,
}

impl Blocks {
    /// Adds count and form of the next place, from place 0. Its number need not be known yet.
    pub(in super::super) fn push(&mut self, count: u32, form: &[u8]) {
        self.mark(beginning(form));
        self.places += 1;
        self.sum += u64::from(count);
        self.place_bytes += self.writer.push(0, count, form).len() as u64;
    }

    /// The table, with a sum for the place after the last if a block begins there.
    ///
    /// # Errors
    /// When the places take 4 GiB.
    pub(in super::super) fn finish(mut self) -> io::Result<Vec<u8>> {
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
