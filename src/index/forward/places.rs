//! The words of a dictionary in the order of their forms, front-coded.
//!
//! | bytes                       | what they are                                                          |
//! |-----------------------------|------------------------------------------------------------------------|
//! | 4                           | number of the word                                                     |
//! | varint                      | its count                                                              |
//! | 4 bits, 4 bits              | bytes that its form shares with the one before it, and bytes of its own |
//! | 1, 1 where those say [`MORE`] | the same where they are more                                         |
//! | own bytes                   | what follows what is shared                                            |
//!
//! The first form of a block is whole, so that reading can begin there. A word takes about ten bytes, and one that is
//! passed over a few nanoseconds: this is what a search among all words goes through.

use std::io;
use std::ops::Range;

use super::super::checked::Checked;
use super::damage::{damaged, number, push_varint, take_varint};

/// Places of a block.
pub(in super::super) const BLOCK: u32 = 16;
/// In four bits: the length stands in a byte of its own.
const MORE: u8 = 15;
/// The most bytes of a place: number, count, lengths, form.
const MOST_BYTES: usize = 4 + 5 + 3 + 255;
/// Bytes that are asked for together.
const WINDOW: usize = 1024;

/// Writes places, one after another.
#[derive(Debug, Default)]
pub(in super::super) struct PlaceWriter {
    places: u32,
    form: Vec<u8>,
    /// The next place as it is written.
    place: Vec<u8>,
}

impl PlaceWriter {
    /// The bytes of the next place.
    pub(in super::super) fn push(&mut self, number: u32, count: u32, form: &[u8]) -> &[u8] {
        let shared = if self.places.is_multiple_of(BLOCK) { 0 } else { shared(&self.form, form) };
        self.places += 1;
        self.form.clear();
        self.form.extend_from_slice(form);
        self.place.clear();
        self.place.extend_from_slice(&number.to_le_bytes());
        push_varint(&mut self.place, u64::from(count));
        let own = &form[shared..];
        // A form has fewer than 256 bytes.
        let lengths = [shared as u8, own.len() as u8];
        self.place.push(lengths[0].min(MORE) << 4 | lengths[1].min(MORE));
        self.place.extend(lengths.into_iter().filter(|length| *length >= MORE));
        self.place.extend_from_slice(own);
        &self.place
    }
}

/// How many bytes two forms begin with alike.
fn shared(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}

/// Reads places, one after another: it stands at one of them, or behind the last.
#[derive(Debug, Clone)]
pub(in super::super) struct Places<'a> {
    bytes: &'a Checked,
    /// Places that were not asked for yet.
    ahead: Range<usize>,
    /// Those that were.
    rest: &'a [u8],
    /// The place that it stands at, and the one that it ends before.
    pub(in super::super) place: u32,
    end: u32,
    /// The word of the place.
    pub(in super::super) number: u32,
    pub(in super::super) count: u32,
    pub(in super::super) form: Vec<u8>,
    /// Bytes that the form shares with that of the place before it, if that was read.
    pub(super) shared: usize,
}

impl<'a> Places<'a> {
    /// Stands at `place`, the first of a block, which begins where `ahead` does; ends before `end`.
    pub(super) fn open(bytes: &'a Checked, ahead: Range<usize>, place: u32, end: u32) -> io::Result<Self> {
        let form = Vec::with_capacity(usize::from(u8::MAX));
        let mut places = Self { bytes, ahead, rest: &[], place, end, number: 0, count: 0, form, shared: 0 };
        if !places.is_at_end() {
            places.read()?;
        }
        Ok(places)
    }

    pub(in super::super) fn is_at_end(&self) -> bool {
        self.place >= self.end
    }

    /// Ends before `end`, if that is not behind its end.
    pub(super) fn up_to(mut self, end: u32) -> Self {
        self.end = self.end.min(end);
        self
    }

    /// Goes on to the next place. Cost: about 5 ns.
    #[inline]
    pub(in super::super) fn advance(&mut self) -> io::Result<()> {
        self.place += 1;
        if self.is_at_end() { Ok(()) } else { self.read() }
    }

    /// Asks for more bytes, so that a whole place is there.
    #[cold]
    fn load(&mut self) -> io::Result<()> {
        let start = self.ahead.start.saturating_sub(self.rest.len());
        let end = self.ahead.end.min(start.saturating_add(WINDOW));
        self.rest = self.bytes.get(start..end.max(start))?;
        self.ahead.start = end.max(start);
        Ok(())
    }

    #[inline]
    fn read(&mut self) -> io::Result<()> {
        if self.rest.len() < MOST_BYTES && self.ahead.start < self.ahead.end {
            self.load()?;
        }
        self.number = number::<4>(self.rest, 0)? as u32;
        let mut rest = &self.rest[4..];
        self.count =
            take_varint(&mut rest)?.try_into().map_err(|_| damaged("forms: a count is too large"))?;
        let (lengths, mut rest) = rest.split_first().ok_or_else(|| damaged("forms: a form is missing"))?;
        let mut length = |length: u8| match (length, rest) {
            (MORE, [more, behind @ ..]) => {
                rest = behind;
                usize::from(*more)
            }
            (length, _) => usize::from(length),
        };
        let (shared, own) = (length(lengths >> 4), length(lengths & MORE));
        let (own, rest) = rest.split_at_checked(own).ok_or_else(|| damaged("forms: a form is cut short"))?;
        if shared > self.form.len() {
            return Err(damaged("forms: a form shares more than there is"));
        }
        self.shared = if self.place.is_multiple_of(BLOCK) { self::shared(&self.form, own) } else { shared };
        self.form.truncate(shared);
        self.form.extend_from_slice(own);
        self.rest = rest;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use tantivy::directory::OwnedBytes;

    use super::super::super::checked::Checked;
    use super::{BLOCK, PlaceWriter, Places};

    proptest! {
        #[test]
        fn places_come_back(
            forms in prop::collection::btree_set("[ab]{0,4}|[a-cé]{0,30}|[ab]{100,120}", 1..80), dfs: [u32; 4],
        ) {
            let (mut writer, mut bytes, mut blocks) = (PlaceWriter::default(), Vec::new(), Vec::new());
            for (place, form) in forms.iter().enumerate() {
                if place.is_multiple_of(BLOCK as usize) {
                    blocks.push(bytes.len());
                }
                bytes.extend_from_slice(writer.push(place as u32 * 3, dfs[place % 4], form.as_bytes()));
            }
            let bytes = Checked::sound(OwnedBytes::new(bytes));
            for (block, start) in blocks.into_iter().enumerate() {
                let first = block * BLOCK as usize;
                let mut places = Places::open(&bytes, start..bytes.len(), first as u32, forms.len() as u32).unwrap();
                let mut before = String::new();
                for (place, form) in forms.iter().enumerate().skip(first) {
                    prop_assert_eq!((places.place, places.number), (place as u32, place as u32 * 3));
                    prop_assert_eq!((places.count, &places.form[..]), (dfs[place % 4], form.as_bytes()));
                    prop_assert_eq!(places.shared, super::shared(before.as_bytes(), form.as_bytes()));
                    before.clone_from(form);
                    places.advance().unwrap();
                }
                prop_assert!(places.is_at_end());
            }
        }
    }
}
