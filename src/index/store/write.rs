//! Writes what [`read`](super::read) reads.

use std::io::{self, Write};

use zstd::bulk::Compressor;

use super::read::{Records, Span};
use super::sample::{SAMPLED, dictionary};
use crate::index::forward::damage::push_varint;

pub(super) const MAGIC: u64 = u64::from_le_bytes(*b"alinrec1");
/// Bytes of records from which on a block is full: the larger, the smaller the file and the longer a read.
const BLOCK: usize = 8 << 10;
/// Bytes of records that share a dictionary, beyond those it was chosen from.
const SHARED: usize = 32 << 20;

/// Writes a file of records, document by document.
///
/// Memory: the sample (a mebibyte), zstd's context (about two), and 20 bytes for each block.
pub(super) struct RecordsBuilder<W> {
    out: W,
    written: u64,
    level: i32,
    compressor: Compressor<'static>,
    /// Records that no dictionary was chosen for yet, and where each ends.
    waiting: Vec<u8>,
    waiting_ends: Vec<usize>,
    block: Vec<u8>,
    block_lengths: Vec<u32>,
    packed: Vec<u8>,
    /// Bytes that may still come before another dictionary is chosen; none before the first.
    left: Option<usize>,
    documents: u32,
    blocks: Vec<BlockEntry>,
    dictionaries: Vec<Span>,
}

/// A block's line in the table of blocks.
struct BlockEntry {
    first: u32,
    dictionary: u32,
    start: u64,
    length: u32,
}

/// What blocks without a dictionary have for its number.
pub(super) const NO_DICTIONARY: u32 = u32::MAX;

impl<W: Write> RecordsBuilder<W> {
    /// Writes to `out`, compressed at a level of zstd's.
    pub(super) fn new(out: W, level: i32) -> io::Result<Self> {
        Ok(Self {
            out,
            written: 0,
            level,
            compressor: Compressor::new(level)?,
            waiting: Vec::new(),
            waiting_ends: Vec::new(),
            block: Vec::new(),
            block_lengths: Vec::new(),
            packed: Vec::new(),
            left: None,
            documents: 0,
            blocks: Vec::new(),
            dictionaries: Vec::new(),
        })
    }

    /// Adds the next document's record; empty for one that has none.
    pub(super) fn push(&mut self, record: &[u8]) -> io::Result<()> {
        match self.left {
            Some(left) if left > 0 => {
                self.left = Some(left.saturating_sub(record.len()));
                return self.put(record);
            }
            Some(_) => self.end_dictionary()?,
            None => {}
        }
        self.waiting.extend_from_slice(record);
        self.waiting_ends.push(self.waiting.len());
        if self.waiting.len() >= SAMPLED { self.begin_dictionary() } else { Ok(()) }
    }

    /// Appends all records of `source`, whose blocks are copied as they stand.
    pub(super) fn append(&mut self, source: &Records) -> io::Result<()> {
        self.end_dictionary()?;
        let first_dictionary = self.dictionaries.len() as u32;
        for dictionary in 0..source.dictionaries() {
            let bytes = source.dictionary(dictionary)?;
            self.write_dictionary(bytes)?;
        }
        let mut fetch = source.fetch();
        for block in 0..source.blocks() {
            let entry = source.block(block, &mut fetch)?;
            let dictionary = if entry.dictionary == NO_DICTIONARY {
                NO_DICTIONARY
            } else {
                first_dictionary + entry.dictionary
            };
            let bytes = source.packed(&entry, &mut fetch)?;
            self.note(self.documents + entry.first, dictionary, bytes.len())?;
            self.write(bytes)?;
        }
        self.documents += source.documents();
        Ok(())
    }

    /// Bytes on the heap.
    pub(super) fn memory(&self) -> usize {
        self.waiting.capacity()
            + 8 * self.waiting_ends.capacity()
            + self.block.capacity()
            + self.packed.capacity()
            + size_of::<BlockEntry>() * self.blocks.capacity()
    }

    /// Writes the tables, and gives `out` back.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.end_dictionary()?;
        for entry in &self.blocks {
            self.out.write_all(&entry.first.to_le_bytes())?;
            self.out.write_all(&entry.dictionary.to_le_bytes())?;
            self.out.write_all(&entry.start.to_le_bytes())?;
            self.out.write_all(&entry.length.to_le_bytes())?;
        }
        for span in &self.dictionaries {
            self.out.write_all(&span.start.to_le_bytes())?;
            self.out.write_all(&span.end.to_le_bytes())?;
        }
        for number in [self.blocks.len() as u32, self.dictionaries.len() as u32, self.documents] {
            self.out.write_all(&number.to_le_bytes())?;
        }
        self.out.write_all(&MAGIC.to_le_bytes())?;
        Ok(self.out)
    }

    /// Chooses a dictionary for what waits and what comes.
    fn begin_dictionary(&mut self) -> io::Result<()> {
        let dictionary = dictionary(&self.waiting);
        self.compressor.set_dictionary(self.level, &dictionary)?;
        self.write_dictionary(&dictionary)?;
        self.left = Some(SHARED);
        self.put_waiting()
    }

    /// Writes all that was pushed: what comes next has another dictionary.
    fn end_dictionary(&mut self) -> io::Result<()> {
        self.flush()?;
        if !self.waiting_ends.is_empty() {
            self.compressor.set_dictionary(self.level, &[])?;
            self.put_waiting()?;
            self.flush()?;
        }
        self.left = None;
        Ok(())
    }

    fn put_waiting(&mut self) -> io::Result<()> {
        let (waiting, ends) = (std::mem::take(&mut self.waiting), std::mem::take(&mut self.waiting_ends));
        let mut start = 0;
        for end in ends {
            self.put(&waiting[start..end])?;
            start = end;
        }
        Ok(())
    }

    fn put(&mut self, record: &[u8]) -> io::Result<()> {
        self.block.extend_from_slice(record);
        let length = u32::try_from(record.len());
        self.block_lengths.push(length.map_err(|_| io::Error::other("a record has over 4 GiB"))?);
        if self.block.len() >= BLOCK { self.flush() } else { Ok(()) }
    }

    /// Writes the block: records, then their lengths as varints, then how many bytes those are.
    fn flush(&mut self) -> io::Result<()> {
        if self.block_lengths.is_empty() {
            return Ok(());
        }
        let records = self.block.len();
        for length in &self.block_lengths {
            push_varint(&mut self.block, u64::from(*length));
        }
        let lengths = (self.block.len() - records) as u32;
        self.block.extend_from_slice(&lengths.to_le_bytes());
        self.packed.clear();
        self.packed.reserve(zstd::zstd_safe::compress_bound(self.block.len()));
        self.compressor.compress_to_buffer(&self.block, &mut self.packed)?;
        let has_dictionary = self.left.is_some();
        let dictionary = if has_dictionary { self.dictionaries.len() as u32 - 1 } else { NO_DICTIONARY };
        self.note(self.documents, dictionary, self.packed.len())?;
        self.documents += self.block_lengths.len() as u32;
        self.written += self.packed.len() as u64;
        self.out.write_all(&self.packed)?;
        self.block.clear();
        self.block_lengths.clear();
        Ok(())
    }

    fn note(&mut self, first: u32, dictionary: u32, length: usize) -> io::Result<()> {
        let length = u32::try_from(length).map_err(|_| io::Error::other("a block has over 4 GiB"))?;
        self.blocks.push(BlockEntry { first, dictionary, start: self.written, length });
        Ok(())
    }

    fn write_dictionary(&mut self, bytes: &[u8]) -> io::Result<()> {
        let start = self.written;
        self.write(bytes)?;
        self.dictionaries.push(Span { start, end: self.written });
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.written += bytes.len() as u64;
        self.out.write_all(bytes)
    }
}
