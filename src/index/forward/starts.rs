//! Where the records of words begin: a byte and a half for each.
//!
//! | bytes for every eight numbers | what they are                                                        |
//! |-------------------------------|----------------------------------------------------------------------|
//! | 4                             | where the first of their records begins, and whether one of them is long |
//! | 8                             | how long each record is; nothing where one is long                   |
//!
//! Most words of a query's candidates are looked up here, so few bytes mean few pages. A record tells its own length, and those
//! beside one of 256 bytes or more are found from record to record.

use std::io::{self, Write};

use super::super::checked::Checked;
use super::damage::number;
use super::word::record_len;

/// Numbers of a group.
const GROUP: u32 = 8;
const GROUP_BYTES: usize = 12;
/// Set where a record of the group is long.
const LONG: u32 = 1 << 31;

/// Bytes of a table of so many numbers.
pub(super) fn table_len(numbers: u32) -> u64 {
    u64::from(numbers.div_ceil(GROUP)) * GROUP_BYTES as u64
}

/// From which byte on the record of a number stands, and how long it is, by the table that begins at byte `table`; records begin
/// at byte `records`.
#[inline]
pub(super) fn span(bytes: &Checked, table: usize, records: usize, id: u32) -> io::Result<(usize, usize)> {
    let at = table + GROUP_BYTES * (id / GROUP) as usize;
    let group = bytes.get(at..at + GROUP_BYTES)?;
    let (start, place) = (number::<4>(group, 0)? as u32, id % GROUP);
    if start & LONG != 0 {
        return walked(bytes, records + (start & !LONG) as usize, place);
    }
    let lengths = number::<8>(group, 4)?;
    let before = lengths & ((1 << (8 * place)) - 1);
    let length = lengths >> (8 * place) & 0xff;
    Ok((records + start as usize + sum_of_bytes(before), length as usize))
}

/// Adds up eight bytes: neighbours first, so that none of the sums overflows.
#[inline]
fn sum_of_bytes(bytes: u64) -> usize {
    const EVERY_OTHER: u64 = 0x00ff_00ff_00ff_00ff;
    let pairs = (bytes & EVERY_OTHER) + (bytes >> 8 & EVERY_OTHER);
    (pairs.wrapping_mul(0x0001_0001_0001_0001) >> 48) as usize
}

/// The record at a place of a group whose first begins at byte `start`.
#[cold]
fn walked(bytes: &Checked, mut start: usize, place: u32) -> io::Result<(usize, usize)> {
    for _ in 0..place {
        start += record_len(bytes, start)?;
    }
    Ok((start, record_len(bytes, start)?))
}

/// Writes a table, record by record.
#[derive(Default)]
pub(super) struct StartsWriter {
    /// Where the group's first record begins.
    start: u32,
    lengths: Vec<usize>,
}

impl StartsWriter {
    /// Adds the next record.
    ///
    /// # Errors
    /// When `out` fails; when the records take 2 GiB.
    pub(super) fn push(&mut self, length: usize, out: &mut impl Write) -> io::Result<()> {
        self.lengths.push(length);
        if self.lengths.len() == GROUP as usize { self.end_group(out) } else { Ok(()) }
    }

    /// Ends the table.
    ///
    /// # Errors
    /// As of [`push`](Self::push).
    pub(super) fn finish(mut self, out: &mut impl Write) -> io::Result<()> {
        if self.lengths.is_empty() { Ok(()) } else { self.end_group(out) }
    }

    fn end_group(&mut self, out: &mut impl Write) -> io::Result<()> {
        let mut group = [0; GROUP_BYTES];
        let is_long = self.lengths.iter().any(|length| *length > usize::from(u8::MAX));
        let start = self.start | if is_long { LONG } else { 0 };
        group[..4].copy_from_slice(&start.to_le_bytes());
        for (place, length) in group[4..].iter_mut().zip(&self.lengths) {
            // Of a group with a long record none is read.
            *place = *length as u8;
        }
        out.write_all(&group)?;
        let end = self.start as usize + self.lengths.drain(..).sum::<usize>();
        let end = u32::try_from(end).ok().filter(|end| end & LONG == 0);
        self.start = end.ok_or_else(|| io::Error::other("a segment has more words than 2 GiB hold"))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::directory::OwnedBytes;

    use super::super::word::{WordForms, WordRecord};
    use super::*;

    proptest! {
        #[test]
        fn each_record_is_found(forms in prop::collection::vec("[a-z]{0,20}|[a-z]{250,255}", 0..60)) {
            let (mut table, mut records) = (Vec::new(), Vec::new());
            let mut writer = StartsWriter::default();
            for form in &forms {
                let start = records.len();
                WordForms { spelling: "x", form, stem: "q" }.write_record(&mut records);
                writer.push(records.len() - start, &mut table).unwrap();
            }
            writer.finish(&mut table).unwrap();
            prop_assert_eq!(table.len() as u64, table_len(forms.len() as u32));
            let start = table.len();
            table.extend(records);
            let bytes = Checked::sound(OwnedBytes::new(table));
            for (id, form) in forms.iter().enumerate() {
                let (from, length) = span(&bytes, 0, start, id as u32).unwrap();
                let record = WordRecord::read(bytes.get(from..from + length).unwrap()).unwrap();
                prop_assert_eq!(record.form(), form.as_bytes());
                prop_assert!(record.word().is_ok());
            }
        }
    }
}
