//! bzip2, its blocks decoded by several threads.
//!
//! The crate decodes one stream by one thread, and no kept crate more; but a block holds all that it takes to decode
//! it, so each becomes a stream of its own.

use std::io::{self, Cursor, Read};

use bzip2::read::BzDecoder;

use super::blocks::Block;
use crate::reader::in_order::{InOrder, Most};

/// A block of ordinary text decodes to 900 kB. Runs of equal bytes can make 46 MB of one; of such a block the text
/// is not held, but decoded as it is read.
const MAX_HELD: u64 = 4 << 20;

/// Blocks that wait to be read besides those in work.
const AHEAD: usize = 2;

/// Marks that may be found by chance within one block.
const FALSE_MARKS: usize = 3;

/// A block that was decoded.
enum Decoded {
    Text(Vec<u8>),
    /// Too much to be held: the packed stream.
    Large(Vec<u8>),
    /// It is damaged, or what was taken for its end is none.
    Bad(Block, io::Error),
}

/// Gives what the blocks hold.
///
/// Memory: 4 MB for each thread, and about 1.5 MB for each block under way, of which there are two more than threads.
pub(super) struct Bzip2<B> {
    blocks: B,
    threads: InOrder<Block, Decoded>,
    /// What ended the blocks; it is told after those before it.
    end: Option<io::Result<()>>,
    text: Box<dyn Read + Send>,
    /// Where in the file the block begins that is being read.
    byte: Option<u64>,
}

impl<B: Iterator<Item = io::Result<Block>>> Bzip2<B> {
    pub(super) fn new(blocks: B, threads: usize) -> io::Result<Self> {
        let jobs = threads + AHEAD;
        let threads = InOrder::new(threads, Most { jobs, weight: jobs }, decode)?;
        Ok(Self { blocks, threads, end: None, text: Box::new(io::empty()), byte: None })
    }

    /// Where the block begins that could not be decoded.
    pub(super) fn bad_byte(&self) -> Option<u64> {
        self.byte
    }

    pub(super) fn blocks(&self) -> &B {
        &self.blocks
    }

    /// Keeps the threads busy.
    fn give_out(&mut self) {
        while self.end.is_none() && self.threads.has_room(1) {
            match self.blocks.next() {
                Some(Ok(block)) => self.threads.put(block, 1),
                Some(Err(error)) => self.end = Some(Err(error)),
                None => self.end = Some(Ok(())),
            }
        }
    }

    fn take(&mut self) -> Option<Decoded> {
        self.give_out();
        self.threads.take()
    }

    /// Goes to the next block; false at the end.
    fn advance(&mut self) -> io::Result<bool> {
        self.text = match self.take() {
            Some(Decoded::Text(text)) => Box::new(Cursor::new(text)),
            Some(Decoded::Large(stream)) => Box::new(BzDecoder::new(Cursor::new(stream))),
            Some(Decoded::Bad(block, error)) => Box::new(Cursor::new(self.mend(block, error)?)),
            None => return self.end.replace(Ok(())).unwrap_or(Ok(())).map(|()| false),
        };
        Ok(true)
    }

    /// A block whose end was a false mark goes on in the next, which is none.
    fn mend(&mut self, mut block: Block, error: io::Error) -> io::Result<Vec<u8>> {
        self.byte = Some(block.byte);
        for _ in 0..FALSE_MARKS {
            let Some(Decoded::Bad(next, _)) = self.take() else { break };
            block.join(&next);
            if let Decoded::Text(text) = decode(block.clone()) {
                self.byte = None;
                return Ok(text);
            }
        }
        self.end = Some(Ok(()));
        Err(error)
    }
}

impl<B: Iterator<Item = io::Result<Block>>> Read for Bzip2<B> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.text.read(out)?;
            if read > 0 || out.is_empty() || !self.advance()? {
                return Ok(read);
            }
        }
    }
}

fn decode(block: Block) -> Decoded {
    let stream = block.clone().into_stream();
    let mut text = Vec::new();
    match BzDecoder::new(stream.as_slice()).take(MAX_HELD).read_to_end(&mut text) {
        Ok(len) if len as u64 == MAX_HELD => Decoded::Large(stream),
        Ok(_) => Decoded::Text(text),
        Err(error) => Decoded::Bad(block, error),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use bzip2::Compression;
    use bzip2::write::BzEncoder;
    use proptest::prelude::*;

    use super::super::blocks::Blocks;
    use super::*;

    fn packed(text: &[u8], level: u32) -> Vec<u8> {
        let mut encoder = BzEncoder::new(Vec::new(), Compression::new(level));
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        Bzip2::new(Blocks::new(bytes), 2)?.read_to_end(&mut text)?;
        Ok(text)
    }

    /// Text that does not pack well, the same each time.
    fn noise(len: usize) -> Vec<u8> {
        let mut state = 7u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            b'a' + (state >> 60) as u8
        };
        (0..len).map(|_| next()).collect()
    }

    #[test]
    fn streams_and_blocks_come_together_again() {
        let text = noise(450_000);
        let several = [packed(&text[..1000], 9), packed(b"", 1), packed(&text[1000..], 1)].concat();
        assert_eq!(Blocks::new(several.as_slice()).count(), 1 + 5, "one block, none, five of 90 kB");
        for bytes in [several, packed(&text, 9), packed(&text, 1)] {
            assert!(unpacked(&bytes).unwrap() == text);
        }
        assert_eq!(unpacked(&packed(b"", 9)).unwrap(), b"");
        assert_eq!(unpacked(b"").unwrap(), b"");
    }

    #[test]
    fn a_block_of_runs_is_read_without_being_held() {
        let text = vec![b'a'; 20 << 20];
        assert!(unpacked(&packed(&text, 9)).unwrap() == text);
    }

    /// As if a mark stood within a block: two pieces that are no blocks, and are read as the one that they are.
    #[test]
    fn a_false_mark_is_no_end() {
        let text = noise(300_000);
        let packed = packed(&text, 1);
        let mut blocks = Vec::new();
        for block in Blocks::new(packed.as_slice()) {
            let block = block.unwrap();
            let stream = block.clone().into_stream();
            let middle = stream.len() * 4 + 3;
            let (head, tail) = block.halves(middle);
            blocks.extend([Ok(head), Ok(tail)]);
        }
        assert!(blocks.len() > 4);
        let mut read = Vec::new();
        Bzip2::new(blocks.into_iter(), 2).unwrap().read_to_end(&mut read).unwrap();
        assert!(read == text);
    }

    #[test]
    fn what_was_whole_before_an_error_is_given_before_it() {
        let text = noise(300_000);
        let packed = packed(&text, 1);
        let read = |bytes: &[u8]| {
            let mut read = Vec::new();
            let mut decoder = Bzip2::new(Blocks::new(bytes), 2).unwrap();
            let error = decoder.read_to_end(&mut read).unwrap_err();
            assert!(read.len() >= 90_000 && text.starts_with(&read), "{}", read.len());
            error.kind()
        };
        assert_eq!(read(&packed[..packed.len() * 2 / 3]), io::ErrorKind::UnexpectedEof);
        let mut broken = packed.clone();
        broken[packed.len() * 2 / 3] ^= 0x55;
        assert_ne!(read(&broken), io::ErrorKind::UnexpectedEof);
        read(&[packed.as_slice(), b"and more that is no stream"].concat());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_bytes_are_unpacked_or_refused(mut bytes: Vec<u8>, like: bool, at: usize, byte: u8) {
            if like {
                bytes = packed(&bytes, 1);
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            drop(unpacked(&bytes));
        }
    }
}
