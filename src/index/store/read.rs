//! The records of a segment, read in place.
//!
//! | bytes of the file                    | what they are                                              |
//! |--------------------------------------|------------------------------------------------------------|
//! | blocks and dictionaries, as they came | see below                                                 |
//! | 4, 4, 8, 4 for each block            | its first document, its dictionary, where it begins, bytes |
//! | 8, 8 for each dictionary             | where it begins, where it ends                             |
//! | 4, 4, 4, 8                           | blocks, dictionaries, documents, magic                     |
//!
//! A block is a frame of zstd (RFC 8878): the records of its documents one after the other, the length of each as a
//! varint, how many bytes the lengths take in four bytes.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zstd::bulk::Decompressor;
use zstd::zstd_safe::DCtx;

use super::write::{MAGIC, NO_DICTIONARY};
use crate::index::checked::{Checked, wide};
use crate::index::fetch::Fetch;
use crate::index::forward::damage::{damaged, number, take, take_varint};

const FOOTER: usize = 20;
/// Bytes of a block's line in the table, and of a dictionary's.
const BLOCK_LINE: usize = 20;
const DICTIONARY_LINE: usize = 16;
/// Blocks kept unpacked: enough for the candidates of one query.
const KEPT: usize = 64;
/// Lines of the table between the first looks for a document's block, doubled from look to look.
const FIRST_STEP: u32 = 64;
/// A block that says it is larger is damaged: rows and pages, and so records, are far smaller.
const MAX_BLOCK: usize = 256 << 20;

/// From byte to byte of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) start: u64,
    pub(super) end: u64,
}

/// A block's line in the table of blocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) first: u32,
    pub(super) dictionary: u32,
    span: Span,
}

/// What is stored of the documents of a segment. Clones share what they have unpacked.
#[derive(Clone)]
pub struct Records {
    bytes: Checked,
    blocks: u32,
    dictionaries: u32,
    documents: u32,
    /// Where the tables begin.
    tables: usize,
    /// The blocks that were read last, with their numbers.
    unpacked: Arc<Mutex<VecDeque<(u32, Arc<Block>)>>>,
}

/// A block unpacked.
struct Block {
    first: u32,
    bytes: Vec<u8>,
    /// Where each record ends.
    ends: Vec<usize>,
}

impl Records {
    /// Cost: the last 20 bytes are read.
    ///
    /// # Errors
    /// `InvalidData` when the bytes hold no records.
    pub fn open(bytes: Checked) -> io::Result<Self> {
        let footer = bytes.len().checked_sub(FOOTER).ok_or_else(|| damaged("records: cut short"))?;
        if bytes.number::<8>(footer + 12)? != MAGIC {
            return Err(damaged("records: not a file of records"));
        }
        let [blocks, dictionaries, documents] =
            [0, 4, 8].map(|at| bytes.number::<4>(footer + at).unwrap_or_default() as u32);
        let lines = BLOCK_LINE as u64 * u64::from(blocks) + DICTIONARY_LINE as u64 * u64::from(dictionaries);
        let tables = (footer as u64).checked_sub(lines).ok_or_else(|| damaged("records: cut short"))?;
        // It lies within the file, which is mapped.
        let tables = tables as usize;
        Ok(Self { bytes, blocks, dictionaries, documents, tables, unpacked: Arc::default() })
    }

    /// Calls `seen` with a document's record, which is empty where it has none.
    /// Cost: a block is unpacked, about 12 µs, unless it is one of the last 64.
    ///
    /// # Errors
    /// `InvalidData` for a document that the segment does not have, or damage.
    pub fn with<T>(&self, document: u32, seen: impl FnOnce(&[u8]) -> T) -> io::Result<T> {
        let missing = || damaged("records: no such document");
        let mut fetch = self.fetch();
        let number = self.blocks_before(document, &mut fetch)?.checked_sub(1).ok_or_else(missing)?;
        let block = self.unpacked(number, &mut fetch)?;
        block.record(document).map(seen).ok_or_else(missing)
    }

    /// Calls `visit` with each document and its record, in order.
    ///
    /// # Errors
    /// `InvalidData`, and what `visit` returns.
    pub(super) fn each(&self, mut visit: impl FnMut(u32, &[u8]) -> io::Result<()>) -> io::Result<()> {
        let mut fetch = self.fetch();
        for number in 0..self.blocks {
            let block = self.unpack(number, &mut fetch)?;
            for document in (block.first..).take(block.ends.len()) {
                visit(document, block.record(document).unwrap_or_default())?;
            }
        }
        Ok(())
    }

    pub(super) fn blocks(&self) -> u32 {
        self.blocks
    }

    pub(super) fn dictionaries(&self) -> u32 {
        self.dictionaries
    }

    pub(super) fn documents(&self) -> u32 {
        self.documents
    }

    /// For its blocks and their lines.
    pub(super) fn fetch(&self) -> Fetch<'_> {
        Fetch::new(&self.bytes)
    }

    /// The line of a block.
    pub(super) fn block(&self, number: u32, fetch: &mut Fetch<'_>) -> io::Result<Entry> {
        let mut line = fetch.get(self.line(BLOCK_LINE * number as usize, BLOCK_LINE))?;
        let mut field = |length| take(&mut line, length).and_then(wide);
        let (first, dictionary, start, length) = (field(4)?, field(4)?, field(8)?, field(4)?);
        let span = Span { start, end: start.saturating_add(length) };
        Ok(Entry { first: first as u32, dictionary: dictionary as u32, span })
    }

    /// The bytes of a block as they stand.
    pub(super) fn packed<'a>(&self, entry: &Entry, fetch: &'a mut Fetch<'_>) -> io::Result<&'a [u8]> {
        fetch.get(self.within(entry.span)?)
    }

    /// The bytes of a dictionary, mapped: it is large, and other blocks need it too.
    pub(super) fn dictionary(&self, number: u32) -> io::Result<&[u8]> {
        let at = BLOCK_LINE * self.blocks as usize + DICTIONARY_LINE * number as usize;
        let line = self.bytes.get(self.line(at, DICTIONARY_LINE))?;
        self.bytes.get(self.within(Span { start: wide(&line[..8])?, end: wide(&line[8..])? })?)
    }

    /// Where a line of the tables stands.
    fn line(&self, at: usize, length: usize) -> Range<usize> {
        let start = self.tables.saturating_add(at);
        start..start.saturating_add(length)
    }

    /// A span as a range of the file, which is mapped.
    fn within(&self, span: Span) -> io::Result<Range<usize>> {
        if span.start <= span.end && span.end <= self.tables as u64 {
            Ok(span.start as usize..span.end as usize)
        } else {
            Err(damaged("records: a block lies outside"))
        }
    }

    /// How many blocks begin with a document up to this one. Looked for from where it would stand if all blocks held as
    /// many documents: few pages of the table are met, where halving it would meet one with each look at first.
    fn blocks_before(&self, document: u32, fetch: &mut Fetch<'_>) -> io::Result<u32> {
        let mut begins_later = |block: u32| Ok::<_, io::Error>(self.block(block, fetch)?.first > document);
        let share = f64::from(document) / f64::from(self.documents.max(1));
        let guess = ((share * f64::from(self.blocks)) as u32).min(self.blocks);
        let (mut low, mut high) = (guess, guess);
        let mut step = FIRST_STEP;
        while low > 0 && begins_later(low - 1)? {
            (low, high, step) = ((low - 1).saturating_sub(step), low - 1, step.saturating_mul(2));
        }
        while high < self.blocks && !begins_later(high)? {
            low = high + 1;
            (high, step) = (low.saturating_add(step).min(self.blocks), step.saturating_mul(2));
        }
        while low < high {
            let middle = low.midpoint(high);
            if begins_later(middle)? { high = middle } else { low = middle + 1 }
        }
        Ok(low)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(u32, Arc<Block>)>> {
        self.unpacked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A block, kept or unpacked; other threads may read meanwhile.
    fn unpacked(&self, number: u32, fetch: &mut Fetch<'_>) -> io::Result<Arc<Block>> {
        if let Some((_, block)) = self.lock().iter().find(|(kept, _)| *kept == number) {
            return Ok(Arc::clone(block));
        }
        let block = Arc::new(self.unpack(number, fetch)?);
        let mut unpacked = self.lock();
        unpacked.truncate(KEPT - 1);
        unpacked.push_front((number, Arc::clone(&block)));
        Ok(block)
    }

    fn unpack(&self, number: u32, fetch: &mut Fetch<'_>) -> io::Result<Block> {
        let entry = self.block(number, fetch)?;
        let dictionary = match entry.dictionary {
            NO_DICTIONARY => &[],
            dictionary => self.dictionary(dictionary)?,
        };
        let packed = self.packed(&entry, fetch)?;
        let size = Decompressor::upper_bound(packed).filter(|size| *size <= MAX_BLOCK);
        let size = size.ok_or_else(|| damaged("records: a block has no size"))?;
        let mut bytes = Vec::with_capacity(size);
        unpack_with(dictionary, packed, &mut bytes)?;
        let ends = ends(&mut bytes)?;
        Ok(Block { first: entry.first, bytes, ends })
    }
}

impl Block {
    fn record(&self, document: u32) -> Option<&[u8]> {
        let place = document.checked_sub(self.first)? as usize;
        let start = if place == 0 { 0 } else { *self.ends.get(place - 1)? };
        self.bytes.get(start..*self.ends.get(place)?)
    }
}

thread_local! {
    /// zstd's working memory, which takes longer to make than a block to unpack.
    static CONTEXT: RefCell<Option<DCtx<'static>>> = const { RefCell::new(None) };
}

/// Unpacks a frame into `bytes`, which has room for it. The dictionary is read in place: to load it into a context, which
/// would then serve other blocks too, is to copy it.
fn unpack_with(dictionary: &[u8], packed: &[u8], bytes: &mut Vec<u8>) -> io::Result<()> {
    CONTEXT.with_borrow_mut(|kept| {
        let context = match kept {
            Some(context) => context,
            None => kept.insert(DCtx::try_create().ok_or(io::ErrorKind::OutOfMemory)?),
        };
        let unpacked = context.decompress_using_dict(bytes, packed, dictionary);
        unpacked.map(drop).map_err(|_| damaged("records: a block is damaged"))
    })
}

/// Cuts the lengths off a block, and says where each record ends.
fn ends(bytes: &mut Vec<u8>) -> io::Result<Vec<usize>> {
    let cut = || damaged("records: a block is cut short");
    let table = bytes.len().checked_sub(4).ok_or_else(cut)?;
    let records = table.checked_sub(number::<4>(bytes, table)? as usize).ok_or_else(cut)?;
    let (mut lengths, mut ends, mut end) = (&bytes[records..table], Vec::new(), 0usize);
    while !lengths.is_empty() {
        end = usize::try_from(take_varint(&mut lengths)?)
            .ok()
            .and_then(|length| end.checked_add(length))
            .ok_or_else(cut)?;
        ends.push(end);
    }
    if end != records {
        return Err(cut());
    }
    bytes.truncate(records);
    Ok(ends)
}
