//! Cuts a bzip2 file into its blocks, which can be decoded each on its own.
//!
//! The form of the file is that of bzip2 1.0 (its source, `compress.c` and `decompress.c`): streams of `BZh` and a
//! digit, blocks, an end mark, the streams' sum, zeros up to a byte. Blocks begin at any bit, with a mark of 48 bits
//! and a sum of 32; nothing says how long they are, so the next mark is looked for.

use std::io::{self, Read};

use super::bits::{Bits, at};

/// The mark that begins a block: π in decimal digits.
const BLOCK: u64 = 0x3141_5926_5359;
/// The mark behind the last block of a stream: the square root of π.
const END: u64 = 0x1772_4538_5090;
const MARK_BITS: usize = 48;
const SUM_BITS: usize = 32;
/// `BZh9`: what a stream with blocks of any size may begin with.
const HEADER: u64 = 0x425A_6839;
const HEADER_BITS: usize = 32;

/// No block is longer: it packs at most 900,000 bytes, and packing adds at most a hundredth and its tables.
const MAX_BLOCK_BYTES: usize = 2 << 20;
const CHUNK_BYTES: usize = 64 << 10;

/// Whether a byte may stand 16 to 24 bits before the end of a mark, at any of eight shifts.
const MAY_BE_A_MARK: [bool; 256] = may_be_a_mark();

const fn may_be_a_mark() -> [bool; 256] {
    let mut table = [false; 256];
    let mut shift = 0;
    while shift < 8 {
        table[(BLOCK >> (16 - shift) & 0xFF) as usize] = true;
        table[(END >> (16 - shift) & 0xFF) as usize] = true;
        shift += 1;
    }
    table
}

/// A block with a stream's header before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    bits: Bits,
    /// Where in the file it begins.
    pub(super) byte: u64,
}

impl Block {
    fn new(bytes: &[u8], from: usize, to: usize, byte: u64) -> Self {
        let mut bits = Bits::default();
        bits.push(HEADER, HEADER_BITS as u32);
        bits.extend(bytes, from, to);
        Self { bits, byte }
    }

    /// Goes on with `next`, where that is no block but stands for the rest of this one.
    pub(super) fn join(&mut self, next: &Self) {
        self.bits.append(&next.bits, HEADER_BITS);
    }

    /// Two pieces, as if a mark stood at `bit`.
    #[cfg(test)]
    pub(super) fn halves(&self, bit: usize) -> (Self, Self) {
        let bytes = self.bits.clone().into_bytes();
        let mut head = Bits::default();
        head.extend(&bytes, 0, bit);
        (Self { bits: head, byte: self.byte }, Self::new(&bytes, bit, self.bits.len(), self.byte))
    }

    /// A whole stream of this one block. Of one block, the stream's sum is the block's.
    pub(super) fn into_stream(self) -> Vec<u8> {
        let sum = self.bits.at(HEADER_BITS + MARK_BITS, SUM_BITS);
        let mut bits = self.bits;
        bits.push(END, MARK_BITS as u32);
        bits.push(sum, SUM_BITS as u32);
        bits.into_bytes()
    }
}

/// Gives the blocks of a file, of all its streams.
///
/// Memory: a block as it is packed, and 64 KiB.
pub(super) struct Blocks<R> {
    input: R,
    buffer: Vec<u8>,
    /// The file's byte that `buffer` begins with.
    offset: u64,
    /// The bit of `buffer` where the next block, or the next stream, begins.
    at: usize,
    inside: bool,
    /// Of the blocks of the stream so far.
    sum: u32,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, buffer: Vec::new(), offset: 0, at: 0, inside: false, sum: 0, ended: false }
    }

    /// Where in the file the next block begins, or was looked for.
    pub(super) fn byte(&self) -> u64 {
        self.offset + (self.at / 8) as u64
    }

    fn next_block(&mut self) -> io::Result<Option<Block>> {
        if !self.inside && !self.enter_stream()? {
            return Ok(None);
        }
        let (start, byte) = (self.at, self.byte());
        let sum = self.bits(start + MARK_BITS, SUM_BITS) as u32;
        self.sum = self.sum.rotate_left(1) ^ sum;
        let (mark, end) = self.end_of_block(start)?;
        let block = Block::new(&self.buffer, start, end, byte);
        self.at = if mark == BLOCK { end } else { (end + MARK_BITS + SUM_BITS).div_ceil(8) * 8 };
        self.inside = mark == BLOCK;
        self.forget();
        Ok(Some(block))
    }

    /// Goes to the first block of the next stream that has one; false at the end of the file.
    fn enter_stream(&mut self) -> io::Result<bool> {
        loop {
            self.fill(self.at / 8 + 14)?;
            if self.at >= self.buffer.len() * 8 {
                return Ok(false);
            }
            if !is_stream(&self.buffer, self.at / 8) {
                let cut = self.buffer.len() < self.at / 8 + 14;
                return Err(if cut { io::ErrorKind::UnexpectedEof.into() } else { no_stream() });
            }
            self.at += HEADER_BITS;
            self.sum = 0;
            if self.bits(self.at, MARK_BITS) == BLOCK {
                return Ok(true);
            }
            self.at += MARK_BITS + SUM_BITS;
        }
    }

    /// The mark behind the block that begins at `start`, and where it stands.
    fn end_of_block(&mut self, start: usize) -> io::Result<(u64, usize)> {
        let mut next = start / 8;
        let mut window = 0u64;
        loop {
            while let Some(byte) = self.buffer.get(next) {
                window = window << 8 | u64::from(*byte);
                next += 1;
                if !MAY_BE_A_MARK[(window >> 16 & 0xFF) as usize] {
                    continue;
                }
                if let Some((mark, at)) = mark(window, next * 8).filter(|(_, at)| *at > start)
                    && (mark == BLOCK || self.is_end(at)?)
                {
                    return Ok((mark, at));
                }
            }
            if next > start / 8 + MAX_BLOCK_BYTES {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a block has no end"));
            }
            if !self.fill(next + 1)? {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// Whether what looks like an end mark is one: the sum behind it is right, or the file ends or goes on as it
    /// must. Compressed bits may look like a mark by chance.
    fn is_end(&mut self, at: usize) -> io::Result<bool> {
        let sum = at + MARK_BITS;
        let next = (sum + SUM_BITS).div_ceil(8);
        self.fill(next + 14)?;
        let right = self.bits(sum, SUM_BITS) as u32 == self.sum;
        Ok(self.buffer.len() >= next && (right || self.buffer.len() == next || is_stream(&self.buffer, next)))
    }

    /// Reads until the buffer has `len` bytes; false if the file has not.
    fn fill(&mut self, len: usize) -> io::Result<bool> {
        while self.buffer.len() < len && !self.ended {
            let before = self.buffer.len();
            self.input.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut self.buffer)?;
            self.ended = self.buffer.len() == before;
        }
        Ok(self.buffer.len() >= len)
    }

    /// Lets go of what was given.
    fn forget(&mut self) {
        let given = (self.at / 8).min(self.buffer.len());
        self.buffer.drain(..given);
        self.offset += given as u64;
        self.at -= given * 8;
    }

    fn bits(&self, from: usize, len: usize) -> u64 {
        at(&self.buffer, from, len)
    }
}

impl<R: Read> Iterator for Blocks<R> {
    type Item = io::Result<Block>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_block().transpose()
    }
}

/// The mark that ends within the last byte of `window`, and its first bit; the window ends with bit `end`.
fn mark(window: u64, end: usize) -> Option<(u64, usize)> {
    let found = |shift: usize| {
        let mark = window >> shift & ((1 << MARK_BITS) - 1);
        (mark == BLOCK || mark == END).then_some((mark, end.checked_sub(shift + MARK_BITS)?))
    };
    (0..8).find_map(found)
}

/// Whether a stream begins at that byte: its header, then a mark.
pub(super) fn is_stream(bytes: &[u8], at_byte: usize) -> bool {
    let header = bytes.get(at_byte..at_byte + 4);
    let mark = at(bytes, at_byte * 8 + HEADER_BITS, MARK_BITS);
    matches!(header, Some([b'B', b'Z', b'h', b'1'..=b'9'])) && (mark == BLOCK || mark == END)
}

fn no_stream() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "what stands here is no stream")
}
