//! Bytes of a file, compared with their checksums before they are first read.
//!
//! Every file that tantivy or a plugin writes ends with a table that [`Summing`] appends and that they do not see:
//!
//! | bytes of the file         | what they are                          |
//! |---------------------------|----------------------------------------|
//! | what was written          | the body                               |
//! | 4 for each 1024 of them   | CRC-32 (IEEE 802.3) of each block      |
//! | 8, 8                      | bytes of the body, magic               |
//!
//! A search reads little of an index, and only that is compared, block by block: nothing that was damaged is ever
//! parsed, so it can make no wrong answer, no panic and no allocation; and nothing is read for the sake of its
//! checksum. CRC-32 finds every damage of up to 32 bits side by side, and misses another once in 4·10⁹.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use tantivy::HasLen;
use tantivy::directory::{AntiCallToken, FileHandle, OwnedBytes, TerminatingWrite, WritePtr};

use super::failures::Failures;

/// Bytes that have a checksum of their own. What a question reads lies scattered, a record of a word here and a passage there: with
/// a page of memory, 4096, checksums were 2.0 of the 11.7 million instructions of a process that answers one question; with 1024, and
/// stems in a file of their own, they are 0.8 of 9.4. They take 0.4 % of a file.
pub(super) const BLOCK: usize = 1024;
/// How often a file is read, not mapped: a process that reads more of it answers many questions, and is served best by what is
/// mapped.
const MOST_READS: usize = 1024;
/// Bytes of a checksum.
const SUM: usize = 4;
const MAGIC: &[u8; 8] = b"alinsum2";

/// The body of a file, or its beginning.
#[derive(Clone)]
pub struct Checked {
    file: Arc<File>,
    length: usize,
}

/// A file in memory, with what is known of it.
struct File {
    name: PathBuf,
    bytes: OwnedBytes,
    body: usize,
    /// A bit for each block: whether it was found to be as it was written.
    sound: Box<[AtomicU64]>,
    /// Where it stands on the disk, unless it does not.
    path: Option<PathBuf>,
    /// What it is read through where it is not mapped, and how often it was.
    opened: OnceLock<Option<fs::File>>,
    reads: AtomicUsize,
}

impl Checked {
    /// A file as it stands on the disk. Cost: its last bytes are read.
    ///
    /// # Errors
    /// `InvalidData` when it does not end as [`Summing`] ends a file.
    pub(super) fn open(name: &Path, bytes: OwnedBytes, path: Option<PathBuf>) -> io::Result<Self> {
        let body = body_of(&bytes).ok_or_else(|| damaged(name, "is cut short, or its end is damaged"))?;
        Ok(Self::of(File::new(name.to_owned(), bytes, body, 0, path)))
    }

    /// Bytes that need no checksum: they were compared before, or never were on a disk.
    pub(super) fn sound(bytes: OwnedBytes) -> Self {
        let body = bytes.len();
        Self::of(File::new(PathBuf::new(), bytes, body, u64::MAX, None))
    }

    fn of(file: File) -> Self {
        Self { length: file.body, file: Arc::new(file) }
    }

    /// The first `length` bytes.
    pub(super) fn up_to(mut self, length: usize) -> Self {
        self.length = self.length.min(length);
        self
    }

    /// How many bytes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The bytes of a range. Cost: about 1 ns once its blocks have been compared, which takes 0.3 µs for each.
    ///
    /// # Errors
    /// `InvalidData`, with the file's name, when they are not what was written, or the range goes past the end.
    #[inline]
    pub fn get(&self, range: Range<usize>) -> io::Result<&[u8]> {
        let bytes = if range.end <= self.length { self.file.bytes.get(range.clone()) } else { None };
        let bytes = bytes.ok_or_else(|| self.missing())?;
        if !bytes.is_empty() {
            let (first, last) = (range.start / BLOCK, (range.end - 1) / BLOCK);
            if !self.file.is_sound(first) || first < last {
                self.file.compare(first, last)?;
            }
        }
        Ok(bytes)
    }

    /// The number that stands in `N` bytes, lowest first, at byte `at`.
    ///
    /// # Errors
    /// As of [`get`](Self::get).
    #[inline]
    pub fn number<const N: usize>(&self, at: usize) -> io::Result<u64> {
        self.wide(at, N)
    }

    /// The number that stands in `length` bytes, eight at most.
    ///
    /// # Errors
    /// As of [`get`](Self::get), and `InvalidData` for more than eight bytes.
    #[inline]
    pub(super) fn wide(&self, at: usize, length: usize) -> io::Result<u64> {
        wide(self.get(at..at.saturating_add(length))?)
    }

    /// A byte as it stands, compared with nothing: only to have the processor fetch what will be read.
    #[inline]
    #[must_use]
    pub fn glance(&self, at: usize) -> u8 {
        self.file.bytes.get(at).copied().unwrap_or(0)
    }

    /// Whether all blocks of a range were compared, and so are mapped.
    #[inline]
    pub(super) fn is_met(&self, range: &Range<usize>) -> bool {
        range.is_empty()
            || (range.start / BLOCK..=(range.end - 1) / BLOCK).all(|block| self.file.is_sound(block))
    }

    /// Whole blocks read into `bytes` and compared; false where the file can be read in no other way than mapped.
    ///
    /// # Errors
    /// `InvalidData`, with the file's name, when they are not what was written.
    pub(super) fn read(&self, blocks: Range<usize>, bytes: &mut Vec<u8>) -> io::Result<bool> {
        let (start, end) = (blocks.start * BLOCK, self.file.body.min(blocks.end * BLOCK));
        let Some(file) = self.file.opened() else { return Ok(false) };
        bytes.resize(end.saturating_sub(start), 0);
        if read_at(file, bytes, start as u64).is_err() {
            return Ok(false);
        }
        for (block, bytes) in blocks.zip(bytes.chunks(BLOCK)) {
            self.file.compare_block(block, bytes)?;
        }
        Ok(true)
    }

    #[cold]
    fn missing(&self) -> io::Error {
        damaged(&self.file.name, "bytes are missing")
    }
}

impl File {
    /// A file whose blocks are sound as the bits of `sound` say, for each 64 of them.
    fn new(name: PathBuf, bytes: OwnedBytes, body: usize, sound: u64, path: Option<PathBuf>) -> Self {
        let sound = (0..body.div_ceil(BLOCK).div_ceil(64)).map(|_| AtomicU64::new(sound)).collect();
        Self { name, bytes, body, sound, path, opened: OnceLock::new(), reads: AtomicUsize::new(0) }
    }

    /// The file itself. None where it is in memory, was deleted since it was mapped, or was read often.
    fn opened(&self) -> Option<&fs::File> {
        if self.reads.fetch_add(1, Ordering::Relaxed) >= MOST_READS {
            return None;
        }
        let open = || fs::File::open(self.path.as_ref()?).ok();
        self.opened.get_or_init(open).as_ref()
    }

    #[inline]
    fn is_sound(&self, block: usize) -> bool {
        let word = self.sound.get(block / 64).map_or(0, |word| word.load(Ordering::Relaxed));
        word >> (block % 64) & 1 == 1
    }

    #[cold]
    #[inline(never)]
    fn compare(&self, first: usize, last: usize) -> io::Result<()> {
        for block in (first..=last).filter(|block| !self.is_sound(*block)) {
            self.compare_block(block, &self.bytes[block * BLOCK..self.body.min((block + 1) * BLOCK)])?;
        }
        Ok(())
    }

    /// Compares a block's bytes with their checksum.
    fn compare_block(&self, block: usize, bytes: &[u8]) -> io::Result<()> {
        let sum = self.bytes.get(self.body + SUM * block..).and_then(<[u8]>::first_chunk::<SUM>);
        if sum != Some(&crc32fast::hash(bytes).to_le_bytes()) {
            let place = block * BLOCK;
            return Err(damaged(&self.name, &format!("its bytes from {place} on are not as written")));
        }
        self.sound[block / 64].fetch_or(1 << (block % 64), Ordering::Relaxed);
        Ok(())
    }
}

/// Fills `bytes` from byte `at` of a file on.
#[cfg(unix)]
fn read_at(file: &fs::File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

/// The standard library has one call for this on Unix alone: elsewhere files stay mapped.
#[cfg(not(unix))]
fn read_at(_: &fs::File, _: &mut [u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The length of the body of a file, if it ends as it should.
fn body_of(bytes: &[u8]) -> Option<usize> {
    let rest = bytes.strip_suffix(MAGIC)?;
    let (rest, length) = rest.split_last_chunk::<8>()?;
    let body = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let table = body.div_ceil(BLOCK).checked_mul(SUM)?;
    (body.checked_add(table)? == rest.len()).then_some(body)
}

/// A number of up to eight bytes, lowest first.
#[inline]
pub(super) fn wide(bytes: &[u8]) -> io::Result<u64> {
    let mut wide = [0; 8];
    let too_long = || io::Error::new(io::ErrorKind::InvalidData, "a number is too long");
    wide.get_mut(..bytes.len()).ok_or_else(too_long)?.copy_from_slice(bytes);
    Ok(u64::from_le_bytes(wide))
}

/// The error of a file that is not as it was written.
#[cold]
fn damaged(name: &Path, what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{}: {what}", name.display()))
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.file.name.display(), self.length)
    }
}

impl HasLen for Checked {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Checked {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        self.get(range.clone())?;
        Ok(self.file.bytes.slice(range))
    }
}

/// Writes a file's bytes, and the table of their checksums behind them.
pub(super) struct Summing {
    out: WritePtr,
    file: PathBuf,
    failures: Failures,
    sums: Vec<u8>,
    block: crc32fast::Hasher,
    written: u64,
}

impl Summing {
    /// Writes `file` to `out`, and what goes wrong to `failures`.
    pub(super) fn new(file: PathBuf, out: WritePtr, failures: Failures) -> Self {
        Self { out, file, failures, sums: Vec::new(), block: crc32fast::Hasher::new(), written: 0 }
    }

    fn end(&mut self, token: AntiCallToken) -> io::Result<()> {
        if !self.written.is_multiple_of(BLOCK as u64) {
            self.end_block();
        }
        self.out.write_all(&self.sums)?;
        self.out.write_all(&self.written.to_le_bytes())?;
        self.out.write_all(MAGIC)?;
        self.out.terminate_ref(token)
    }

    fn end_block(&mut self) {
        let sum = std::mem::take(&mut self.block).finalize();
        self.sums.extend_from_slice(&sum.to_le_bytes());
    }

    fn sum(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let room = BLOCK - (self.written % BLOCK as u64) as usize;
            let (now, rest) = bytes.split_at(room.min(bytes.len()));
            self.block.update(now);
            self.written += now.len() as u64;
            if self.written.is_multiple_of(BLOCK as u64) {
                self.end_block();
            }
            bytes = rest;
        }
    }
}

impl Write for Summing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes);
        let written = self.failures.note(&self.file, written)?;
        self.sum(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.out.flush();
        self.failures.note(&self.file, flushed)
    }
}

impl TerminatingWrite for Summing {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let ended = self.end(token);
        self.failures.note(&self.file, ended)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::BufWriter;

    use proptest::prelude::*;
    use tantivy::Directory as _;
    use tantivy::directory::RamDirectory;

    use super::*;

    /// A file of `body`, written in pieces of `piece` bytes.
    pub(crate) fn written(body: &[u8], piece: usize) -> Vec<u8> {
        let directory = RamDirectory::create();
        let out = directory.open_write(Path::new("a")).unwrap();
        let mut out = BufWriter::with_capacity(1, Summing::new(PathBuf::from("a"), out, Failures::default()));
        body.chunks(piece).for_each(|piece| out.write_all(piece).unwrap());
        out.terminate().unwrap();
        directory.open_read(Path::new("a")).unwrap().read_bytes().unwrap().to_vec()
    }

    fn opened(bytes: Vec<u8>) -> io::Result<Checked> {
        Checked::open(Path::new("a"), OwnedBytes::new(bytes), None)
    }

    pub(crate) fn body(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at * 31 % 251) as u8).collect()
    }

    /// How many bytes of a file of `body` are refused, with an error that names it; all others are as they were written.
    pub(crate) fn refused(
        body: &[u8],
        mut read: impl FnMut(usize) -> io::Result<u8>,
    ) -> Result<usize, TestCaseError> {
        let mut refused = 0;
        for (place, byte) in body.iter().enumerate() {
            match read(place) {
                Ok(read) => prop_assert_eq!(read, *byte),
                Err(error) => {
                    prop_assert_eq!(error.kind(), io::ErrorKind::InvalidData);
                    prop_assert!(error.to_string().starts_with("a: "), "{}", error);
                    refused += 1;
                }
            }
        }
        Ok(refused)
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(length in 0usize..20_000, piece in 1usize..5000, at: prop::sample::Index) {
            let body = body(length);
            let file = opened(written(&body, piece)).unwrap();
            prop_assert_eq!(file.get(0..length).unwrap(), &body);
            let at = at.index(length + 1);
            let fresh = opened(written(&body, piece)).unwrap();
            prop_assert_eq!(fresh.get(at..length).unwrap(), &body[at..]);
            prop_assert!(fresh.get(at..length + 1).is_err());
        }

        #[test]
        fn a_changed_byte_is_found_where_it_is_read_and_nowhere_else(
            length in 1usize..20_000, at: prop::sample::Index, change in 1u8..
        ) {
            let body = body(length);
            let mut bytes = written(&body, 4096);
            let at = at.index(bytes.len());
            bytes[at] ^= change;
            let Ok(file) = opened(bytes) else { return Ok(()) };
            prop_assert!(refused(&body, |place| file.get(place..place + 1).map(|read| read[0]))? > 0);
            prop_assert!(file.get(0..length).is_err(), "some block is not as written");
        }

        #[test]
        fn a_file_that_is_cut_short_is_not_opened(length in 0usize..9000, kept: prop::sample::Index) {
            let bytes = written(&body(length), 4096);
            prop_assert!(opened(bytes[..kept.index(bytes.len())].to_vec()).is_err());
        }
    }
}
