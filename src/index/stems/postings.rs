//! A posting list block by block: tantivy's lists of a field with frequencies and without positions, read in place.
//!
//! tantivy 0.27 (`postings/serializer.rs`, `postings/skip.rs`, `postings/compression/`) writes of a term, in this order:
//!
//! | bytes                    | what they are                                                                     |
//! |--------------------------|-----------------------------------------------------------------------------------|
//! | varint                   | bytes of the skip list; it and the list only where 128 documents or more have the term |
//! | 8 for each 128 documents | the last of them (4), the width of documents and of frequencies (1, 1), length and frequency of the one that scores highest (1, 1) |
//! | 16 for each bit of width | the documents of a block, each as its distance from the one before, less one; then their frequencies, less one |
//! | varints                  | the distances of the documents that fill no block, then their frequencies          |
//!
//! A varint has seven bits a byte, lowest first, and the last byte is marked. tantivy's own cursor takes a whole list with all its
//! checksums, goes only forward, and shows of a block how high it may score only once it stands there. The first stage wants to
//! know that of all blocks before it reads any, and then reads a few.

use std::io;

use bitpacking::{BitPacker, BitPacker4x};
use tantivy::directory::FileSlice;
use tantivy::{DocId, HasLen as _, TERMINATED};

use super::super::forward::damage::damaged;

/// Documents of a full block.
const BLOCK: usize = BitPacker4x::BLOCK_LEN;
/// Bytes of a block for each bit of width.
const BIT_BYTES: usize = BLOCK / 8;
/// Bytes of a block in the skip list.
const SKIP_BYTES: usize = 8;
/// In the width of documents: the distances are less one, as tantivy writes them since 0.20.
const LESS_ONE: u8 = 0x40;
const WIDTH: u8 = 0x1f;
/// What a frequency of 255 or more is written as.
const MANY: u8 = u8::MAX;
/// Bytes before the lists of a field: how many words it has.
const FIELD_HEADER: usize = 8;
/// Blocks that are looked at one after the other before the others are halved.
const NEAR: usize = 4;
/// Set in the last byte of one of tantivy's varints.
const STOP: u8 = 0x80;

/// The lists of a field; `None` where there is none.
pub(super) fn without_header(field: &FileSlice) -> Option<FileSlice> {
    (field.len() >= FIELD_HEADER).then(|| field.slice_from(FIELD_HEADER))
}

/// The posting list of one stem in one segment.
pub struct Postings {
    /// What stands behind the skip list.
    file: FileSlice,
    skips: Vec<Skip>,
    documents: u32,
}

/// What is known of a full block before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Skip {
    last: DocId,
    start: u32,
    widths: [u8; 2],
    fieldnorm_id: u8,
    frequency: u8,
}

/// The document of a block that scores highest, by tantivy's BM25.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Impact {
    /// The last document of the block.
    pub last: DocId,
    /// The length of the best document, as tantivy writes it in a byte.
    pub fieldnorm_id: u8,
    /// How often it has the term.
    pub frequency: u32,
}

/// Documents of a list that stand together; a buffer to be used again.
pub struct Block {
    documents: [DocId; BLOCK],
    frequencies: [u32; BLOCK],
    length: usize,
}

impl Default for Block {
    fn default() -> Self {
        Self { documents: [TERMINATED; BLOCK], frequencies: [0; BLOCK], length: 0 }
    }
}

impl Block {
    /// The documents, in order.
    #[inline]
    #[must_use]
    pub fn documents(&self) -> &[DocId] {
        &self.documents[..self.length]
    }

    /// How often each has the term.
    #[inline]
    #[must_use]
    pub fn frequencies(&self) -> &[u32] {
        &self.frequencies[..self.length]
    }
}

impl Postings {
    /// The list that `file` holds, of so many documents. Cost: 2 ns a block.
    pub(super) fn open(file: FileSlice, documents: u32) -> io::Result<Self> {
        let blocks = documents as usize / BLOCK;
        if blocks == 0 {
            return Ok(Self { file, skips: Vec::new(), documents });
        }
        let length = blocks * SKIP_BYTES;
        let head = varint_len(length) + length;
        let bytes = part(&file, 0, head)?;
        let (written, entries) = varint(&bytes).ok_or_else(no_skip_list)?;
        let skips = if written as usize == length { skips(entries) } else { None };
        Ok(Self { file: file.slice_from(head), skips: skips.ok_or_else(no_skip_list)?, documents })
    }

    /// How many blocks there are, with one for the documents that fill none.
    #[inline]
    #[must_use]
    pub fn blocks(&self) -> usize {
        (self.documents as usize).div_ceil(BLOCK)
    }

    /// What the full blocks score at most, in order.
    pub fn impacts(&self) -> impl ExactSizeIterator<Item = Impact> {
        self.skips.iter().map(|skip| Impact {
            last: skip.last,
            fieldnorm_id: skip.fieldnorm_id,
            frequency: if skip.frequency == MANY { u32::MAX } else { skip.frequency.into() },
        })
    }

    /// The first block that may hold `document` or one after it. Cost: some 20 ns; a few for one of the blocks from `near` on.
    #[inline]
    #[must_use]
    pub fn block_of(&self, document: DocId, near: usize) -> usize {
        let is_before = |skip: &Skip| skip.last < document;
        let (before, behind) = self.skips.split_at(near.min(self.skips.len()));
        if before.last().is_some_and(|skip| !is_before(skip)) {
            return before.partition_point(is_before);
        }
        let passed = behind.iter().take(NEAR).take_while(|skip| is_before(skip)).count();
        let far = if passed < NEAR { 0 } else { behind[passed..].partition_point(is_before) };
        before.len() + passed + far
    }

    /// Reads a block's documents with their frequencies. Cost: about 0.15 µs.
    ///
    /// # Errors
    /// `InvalidData`, also for a block that there is not.
    pub fn read(&self, block: usize, into: &mut Block) -> io::Result<()> {
        self.unpack(block, into, true)
    }

    /// Reads a block's documents alone; frequencies are left as they were.
    ///
    /// # Errors
    /// As of [`read`](Self::read).
    pub fn read_documents(&self, block: usize, into: &mut Block) -> io::Result<()> {
        self.unpack(block, into, false)
    }

    fn unpack(&self, block: usize, into: &mut Block, with_frequencies: bool) -> io::Result<()> {
        let before = block.checked_sub(1).and_then(|before| self.skips.get(before));
        let before_last = before.map_or(0, |skip| skip.last);
        into.length = 0;
        if block >= self.blocks() {
            return Err(damaged("postings: no such block"));
        }
        let Some(skip) = self.skips.get(block) else {
            let start = before.map_or(0, Skip::end);
            let bytes = part(&self.file, start, self.file.len().saturating_sub(start))?;
            return into.read_rest(&bytes, self.documents as usize % BLOCK, before_last);
        };
        let widths = if with_frequencies { skip.widths } else { [skip.widths[0], 0] };
        let [documents, frequencies] = widths.map(|width| usize::from(width) * BIT_BYTES);
        let bytes = part(&self.file, skip.start as usize, documents + frequencies)?;
        let packer = BitPacker4x::new();
        // tantivy tells a first document 0 from a distance of 0.
        let from = Some(before_last).filter(|last| *last > 0);
        packer.decompress_strictly_sorted(from, &bytes, &mut into.documents, widths[0]);
        if with_frequencies {
            packer.decompress(&bytes[documents..], &mut into.frequencies, widths[1]);
            into.frequencies.iter_mut().for_each(|frequency| *frequency = frequency.saturating_add(1));
        }
        into.length = BLOCK;
        Ok(())
    }
}

impl Block {
    /// Reads the documents that fill no block.
    fn read_rest(&mut self, mut bytes: &[u8], documents: usize, mut last: DocId) -> io::Result<()> {
        let mut next = || -> io::Result<u32> {
            let (value, rest) = varint(bytes).ok_or_else(|| damaged("postings: cut short"))?;
            bytes = rest;
            Ok(value)
        };
        for document in &mut self.documents[..documents] {
            last = last.saturating_add(next()?);
            *document = last;
        }
        for frequency in &mut self.frequencies[..documents] {
            *frequency = next()?;
        }
        self.length = documents;
        Ok(())
    }
}

impl Skip {
    /// Where the block ends.
    fn end(&self) -> usize {
        self.start as usize + self.widths.iter().map(|width| usize::from(*width) * BIT_BYTES).sum::<usize>()
    }
}

/// Bytes of a file, from `start`.
#[inline]
fn part(file: &FileSlice, start: usize, length: usize) -> io::Result<tantivy::directory::OwnedBytes> {
    let end = start.saturating_add(length);
    if end > file.len() {
        return Err(damaged("postings: cut short"));
    }
    file.read_bytes_slice(start..end)
}

#[cold]
fn no_skip_list() -> io::Error {
    damaged("a posting list without its skip list")
}

/// `None` where `entries` are no blocks in ascending order.
fn skips(entries: &[u8]) -> Option<Vec<Skip>> {
    let mut start = 0u32;
    let skip = |entry: &[u8]| {
        let (last, rest) = entry.split_first_chunk()?;
        let [documents, frequencies, fieldnorm_id, frequency] = *rest.first_chunk()?;
        if documents & !WIDTH != LESS_ONE || u32::from(frequencies) > u32::BITS {
            return None;
        }
        let widths = [documents & WIDTH, frequencies];
        let skip = Skip { last: u32::from_le_bytes(*last), start, widths, fieldnorm_id, frequency };
        start = u32::try_from(skip.end()).ok()?;
        Some(skip)
    };
    let skips: Option<Vec<Skip>> = entries.chunks_exact(SKIP_BYTES).map(skip).collect();
    skips.filter(|skips| skips.is_sorted_by(|one, next| one.last < next.last))
}

/// How many bytes tantivy writes a length in.
fn varint_len(length: usize) -> usize {
    (usize::BITS - (length | 1).leading_zeros()).div_ceil(7) as usize
}

/// A number of seven bits a byte, lowest first, and what follows it.
#[inline]
fn varint(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut value = 0u64;
    for (place, byte) in bytes.iter().take(5).enumerate() {
        value |= u64::from(byte & !STOP) << (7 * place);
        if byte & STOP != 0 {
            return Some((u32::try_from(value).ok()?, &bytes[place + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file(bytes: &[u8]) -> FileSlice {
        FileSlice::from(bytes.to_vec())
    }

    fn skip(last: u32, widths: [u8; 2]) -> Vec<u8> {
        [&last.to_le_bytes()[..], &[widths[0] | LESS_ONE, widths[1], 7, MANY]].concat()
    }

    #[test]
    fn a_skip_list_that_is_none_is_refused() {
        let [first, second] = [skip(127, [0, 0]), skip(255, [1, 2])];
        let whole = [&[STOP | 16][..], &first, &second, &[0; 48]].concat();
        let postings = Postings::open(file(&whole), 256).unwrap();
        let impact = Impact { last: 255, fieldnorm_id: 7, frequency: u32::MAX };
        assert_eq!(postings.impacts().last(), Some(impact));
        let mut block = Block::default();
        postings.read(1, &mut block).unwrap();
        assert_eq!((block.documents()[0], block.frequencies()[0]), (128, 1));
        let backwards = [&[STOP | 16][..], &second, &first].concat();
        let old_distances = [&[STOP | 8][..], &127u32.to_le_bytes(), &[3, 1, 7, 7]].concat();
        let too_wide = [&[STOP | 8][..], &skip(127, [1, 33])].concat();
        for (rule, bytes, documents) in [
            ("cut short", &whole[..16], 256),
            ("another length", &whole, 128),
            ("no end of the length", &[0; 9], 128),
            ("nothing", &[], 256),
            ("backwards", &backwards, 256),
            ("distances as they were", &old_distances, 128),
            ("more bits than a number has", &too_wide, 128),
        ] {
            assert!(Postings::open(file(bytes), documents).is_err(), "{rule}");
        }
        let cut = Postings::open(file(&whole[..20]), 256).unwrap();
        assert!(cut.read(1, &mut block).is_err() && block.documents().is_empty());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(
            last: u32, widths in (0u8..32, 0u8..34), bytes in prop::collection::vec(any::<u8>(), 0..700), documents in 0u32..260,
        ) {
            let listed = [&[STOP | 8][..], &skip(last, widths.into()), &bytes].concat();
            for bytes in [bytes, listed] {
                let Ok(postings) = Postings::open(file(&bytes), documents) else { continue };
                let mut block = Block::default();
                for number in 0..=postings.blocks() {
                    let read = postings.read(number, &mut block).is_ok();
                    prop_assert!(number < postings.blocks() || !read);
                    prop_assert_eq!(read, !block.documents().is_empty());
                    prop_assert_eq!(block.documents().len(), block.frequencies().len());
                }
            }
        }
    }
}
