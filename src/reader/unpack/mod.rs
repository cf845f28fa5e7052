//! What a source is packed with: a layer below every format, told by the first bytes alone.
//!
//! Everything is unpacked as it is read, so memory does not grow with what a file unpacks to: bzip2 takes some
//! megabytes a thread, gzip 32 KiB, zstd the window that the file asks for, at most 128 MiB.

mod bits;
mod blocks;
mod bzip2;

use std::io::{self, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use self::blocks::{Blocks, is_stream};
use self::bzip2::Bzip2;
use crate::error::{Error, Flaw};

/// The largest window of zstd that is unpacked, as a power of two: what `zstd --long` asks for by default. More is
/// refused.
const MAX_WINDOW_LOG: u32 = 27;

/// How many bytes tell the packing: a stream's header and the mark of its first block.
const MAGIC_BYTES: usize = 10;

/// How much of a packed file is read at a time.
const CHUNK_BYTES: usize = 64 << 10;

/// The forms that a source may be packed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    Bzip2,
    Gzip,
    Zstd,
}

impl Packing {
    const ALL: [Self; 3] = [Self::Bzip2, Self::Gzip, Self::Zstd];

    /// The packing of a file that begins with `start`: the magic numbers of bzip2, of RFC 1952 (with its only
    /// method) and of RFC 8878 (a frame, or one that is to be skipped).
    fn of(start: &[u8]) -> Option<Self> {
        match start {
            [0x1F, 0x8B, 8, ..] => Some(Self::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstd),
            _ if start.len() >= MAGIC_BYTES && is_stream(start, 0) => Some(Self::Bzip2),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Bzip2 => "bzip2",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Bzip2 => &[".bz2"],
            Self::Gzip => &[".gz"],
            Self::Zstd => &[".zst"],
        }
    }
}

/// The name of what a packed file holds: its own without the packing's ending.
pub(super) fn inner_name(path: &str) -> &str {
    let endings = Packing::ALL.iter().flat_map(|packing| packing.endings());
    endings.filter_map(|ending| path.strip_suffix(ending)).find(|name| !name.is_empty()).unwrap_or(path)
}

/// A source as it was before it was packed.
pub(super) struct Unpacked {
    pub(super) input: Box<dyn Read + Send>,
    /// Tells how much of the packed file was read; none where the file is not packed.
    pub(super) packed: Option<Meter>,
}

/// Looks at the first bytes of `input`, and unpacks what they say is packed, with up to `threads` threads.
pub(super) fn unpack(mut input: Box<dyn Read + Send>, threads: usize) -> io::Result<Unpacked> {
    let mut start = Vec::with_capacity(MAGIC_BYTES);
    input.by_ref().take(MAGIC_BYTES as u64).read_to_end(&mut start)?;
    let packing = Packing::of(&start);
    let input: Box<dyn Read + Send> = Box::new(Cursor::new(start).chain(input));
    let Some(packing) = packing else { return Ok(Unpacked { input, packed: None }) };
    let meter = Meter::default();
    let input = Metered { input, meter: meter.clone() };
    let input = Unpacking { packing, meter: meter.clone(), decoder: Decoder::new(packing, input, threads)? };
    Ok(Unpacked { input: Box::new(input), packed: Some(meter) })
}

/// How much of a packed file was read.
#[derive(Debug, Clone, Default)]
pub(super) struct Meter(Arc<Reading>);

#[derive(Debug, Default)]
struct Reading {
    bytes: AtomicU64,
    /// Whether the file itself could not be read on.
    failed: AtomicBool,
}

impl Meter {
    pub(super) fn bytes(&self) -> u64 {
        self.0.bytes.load(Ordering::Relaxed)
    }
}

struct Metered {
    input: Box<dyn Read + Send>,
    meter: Meter,
}

impl Read for Metered {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(out);
        match &read {
            Ok(read) => drop(self.meter.0.bytes.fetch_add(*read as u64, Ordering::Relaxed)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => self.meter.0.failed.store(true, Ordering::Relaxed),
        }
        read
    }
}

type Packed = BufReader<Metered>;

enum Decoder {
    Bzip2(Box<Bzip2<Blocks<Packed>>>),
    Gzip(Box<MultiGzDecoder<Packed>>),
    Zstd(Box<zstd::Decoder<'static, Packed>>),
}

impl Decoder {
    fn new(packing: Packing, input: Metered, threads: usize) -> io::Result<Self> {
        let input = BufReader::with_capacity(CHUNK_BYTES, input);
        Ok(match packing {
            Packing::Bzip2 => Self::Bzip2(Box::new(Bzip2::new(Blocks::new(input), threads)?)),
            Packing::Gzip => Self::Gzip(Box::new(MultiGzDecoder::new(input))),
            Packing::Zstd => {
                let mut decoder = zstd::Decoder::with_buffer(input)?;
                decoder.window_log_max(MAX_WINDOW_LOG)?;
                Self::Zstd(Box::new(decoder))
            }
        })
    }

    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Bzip2(decoder) => decoder.read(out),
            Self::Gzip(decoder) => decoder.read(out),
            Self::Zstd(decoder) => decoder.read(out),
        }
    }

    /// Where in the packed file the decoder stopped.
    fn byte(&self, read: u64) -> u64 {
        match self {
            Self::Bzip2(decoder) => decoder.bad_byte().unwrap_or_else(|| decoder.blocks().byte()),
            Self::Gzip(decoder) => read - decoder.get_ref().buffer().len() as u64,
            Self::Zstd(decoder) => read - decoder.get_ref().buffer().len() as u64,
        }
    }
}

/// Gives what a packed file holds; its errors say where they are in the file.
struct Unpacking {
    packing: Packing,
    meter: Meter,
    decoder: Decoder,
}

impl Read for Unpacking {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(out).map_err(|error| {
            if error.kind() == io::ErrorKind::Interrupted || self.meter.0.failed.load(Ordering::Relaxed) {
                return error;
            }
            let byte = self.decoder.byte(self.meter.bytes());
            let reason = match error.kind() {
                io::ErrorKind::UnexpectedEof => Flaw::PackedEndsEarly,
                _ => Flaw::Packed { said: error.to_string() },
            };
            io::Error::other(Damage { packing: self.packing, byte, reason })
        })
    }
}

/// What is wrong with a packed file, on its way through a reader.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", packing.name())]
struct Damage {
    packing: Packing,
    byte: u64,
    reason: Flaw,
}

/// What a source that cannot be read on failed with, in our words.
pub(super) fn failure(path: &str, error: io::Error) -> Error {
    match error.downcast::<Damage>() {
        Ok(Damage { packing, byte, reason }) => {
            Error::BadArchive { path: path.to_owned(), packing: packing.name(), byte, reason }
        }
        Err(reason) => Error::Io { path: path.into(), reason },
    }
}

#[cfg(test)]
mod tests;
