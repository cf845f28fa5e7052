//! Parts of a file that are read once, without mapping them.
//!
//! A page of a file that a process meets first is mapped together with fifteen others around it, and all are taken away when the
//! process ends: twelve microseconds, where to read it into memory takes under two. What a process that answers one question reads
//! of the passages and records of its candidates lies alone, so it is read; what is met again is in demand, and a process that
//! reads much answers many questions: both are mapped from then on.

use std::io;
use std::ops::Range;

use super::checked::{BLOCK, Checked, wide};

/// A longer part is mapped: to copy it would take memory.
const LONGEST: usize = 1 << 20;

/// Reads parts of a file, and keeps the blocks that it read last.
pub(super) struct Fetch<'a> {
    file: &'a Checked,
    /// Where `bytes` begin in the file.
    start: usize,
    bytes: Vec<u8>,
}

impl<'a> Fetch<'a> {
    /// Cost: nothing is read.
    pub(super) fn new(file: &'a Checked) -> Self {
        Self { file, start: 0, bytes: Vec::new() }
    }

    /// The bytes of a range. Cost: as [`Checked::get`] for what was met before, else about 1.5 µs.
    ///
    /// # Errors
    /// As of [`Checked::get`].
    #[inline]
    pub(super) fn get(&mut self, range: Range<usize>) -> io::Result<&[u8]> {
        if !self.holds(&range) && (self.file.is_met(&range) || !self.read(&range)?) {
            return self.file.get(range);
        }
        Ok(&self.bytes[range.start - self.start..range.end - self.start])
    }

    /// The number that stands in `length` bytes, eight at most, lowest first, at byte `at`.
    ///
    /// # Errors
    /// As of [`Checked::get`], and `InvalidData` for more than eight bytes.
    #[inline]
    pub(super) fn number(&mut self, at: usize, length: usize) -> io::Result<u64> {
        wide(self.get(at..at.saturating_add(length))?)
    }

    #[inline]
    fn holds(&self, range: &Range<usize>) -> bool {
        let read = self.start..self.file.len().min(self.start + self.bytes.len());
        range.start <= range.end && read.start <= range.start && range.end <= read.end
    }

    /// Reads the blocks of a range; false where they are to be mapped.
    #[cold]
    fn read(&mut self, range: &Range<usize>) -> io::Result<bool> {
        if range.end > self.file.len() || range.start >= range.end || range.len() > LONGEST {
            return Ok(false);
        }
        let blocks = range.start / BLOCK..range.end.div_ceil(BLOCK);
        self.start = blocks.start * BLOCK;
        let read = self.file.read(blocks, &mut self.bytes);
        if !matches!(read, Ok(true)) {
            self.bytes.clear();
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use proptest::prelude::*;
    use tantivy::directory::OwnedBytes;
    use tempfile::TempDir;

    use super::super::checked::tests::{body, refused, written};
    use super::*;

    /// A file on the disk, opened; the folder keeps it.
    fn file(bytes: &[u8]) -> (TempDir, PathBuf, io::Result<Checked>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, bytes).unwrap();
        let opened = Checked::open(Path::new("a"), OwnedBytes::new(bytes.to_vec()), Some(path.clone()));
        (folder, path, opened)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn parts_are_as_they_were_written(
            length in 0usize..30_000, parts in prop::collection::vec((0usize..31_000, 0usize..9000), 1..20)
        ) {
            let body = body(length);
            let (_folder, _, file) = file(&written(&body, 4096));
            let file = file.unwrap();
            let mut fetch = Fetch::new(&file);
            for (start, some) in parts {
                let part = fetch.get(start..start + some);
                prop_assert_eq!(part.ok(), body.get(start..start + some), "{} from {}", some, start);
            }
        }

        #[test]
        fn a_changed_byte_is_found_where_it_is_read_and_nowhere_else(
            length in 1usize..20_000, at: prop::sample::Index, change in 1u8..
        ) {
            let body = body(length);
            let mut bytes = written(&body, 4096);
            let at = at.index(bytes.len());
            bytes[at] ^= change;
            let (_folder, _, file) = file(&bytes);
            let Ok(file) = file else { return Ok(()) };
            let mut fetch = Fetch::new(&file);
            prop_assert!(refused(&body, |place| fetch.get(place..place + 1).map(|read| read[0]))? > 0);
        }
    }

    #[test]
    fn what_was_deleted_is_read_where_it_is_mapped() {
        let body = body(20_000);
        let (_folder, path, file) = file(&written(&body, 4096));
        let file = file.unwrap();
        fs::remove_file(path).unwrap();
        let mut fetch = Fetch::new(&file);
        assert_eq!(fetch.get(5000..9000).unwrap(), &body[5000..9000]);
        assert_eq!(fetch.number(0, 2).unwrap(), u64::from(u16::from_le_bytes([body[0], body[1]])));
    }

    #[test]
    fn what_is_read_again_after_something_else_is_mapped() {
        let body = body(20_000);
        let (_folder, path, file) = file(&written(&body, 4096));
        let file = file.unwrap();
        let mut fetch = Fetch::new(&file);
        fetch.get(0..10).unwrap();
        fetch.get(9000..9010).unwrap();
        // What is read from the disk from here on is not what was written.
        fs::write(path, vec![0; 20_000]).unwrap();
        assert_eq!(fetch.get(20..30).unwrap(), &body[20..30]);
        assert!(fetch.get(13_000..13_010).is_err(), "not met before");
    }
}
