//! How the process's memory is shared out.

use crate::error::{Error, Result};
use crate::index::MIN_MEMORY;

/// What the program itself and the articles on their way take, in bytes; measured with the test of `--memory`.
const BESIDES_SEGMENTS: usize = 52 << 20;

/// What each thread takes besides the segment that it works on, in bytes: the analyzer's table, a passage in all its
/// forms, a segment that is written out. Measured likewise.
const BESIDES_OF_THREAD: usize = 24 << 20;

/// Of what is left, segments in work may take so many parts of four. The rest is for those that are written out and
/// merged meanwhile; measured likewise, with two threads.
const SEGMENTS_SHARE: usize = 3;

/// What each thread's segment takes of it in any case, in bytes: with much less, segments are full as soon as they
/// are begun, since their empty tables alone come to 12 MB.
const LEAST_SEGMENT: usize = 32 << 20;

/// What a run may take.
#[derive(Debug, Clone, Copy)]
pub struct Shares {
    /// How many threads may work, at most as many as asked for.
    pub threads: usize,
    /// What their segments may take of the process's memory, in bytes.
    pub segments: usize,
}

/// Shares out `memory`, the process's, in bytes, to at most `threads`.
///
/// # Errors
/// `TooLittleMemory` for one thread.
pub fn shares(memory: usize, threads: usize) -> Result<Shares> {
    let of_threads = memory.saturating_sub(BESIDES_SEGMENTS);
    let threads = threads.min(of_threads / (BESIDES_OF_THREAD + MIN_MEMORY));
    if threads == 0 {
        let least = BESIDES_SEGMENTS + BESIDES_OF_THREAD + MIN_MEMORY;
        let (given, least) = ((memory >> 20) as u64, least.div_ceil(1 << 20) as u64);
        return Err(Error::TooLittleMemory { given, least });
    }
    let left = of_threads - threads * BESIDES_OF_THREAD;
    let segments = (left / 4 * SEGMENTS_SHARE).max(left.min(threads * LEAST_SEGMENT));
    Ok(Shares { threads, segments })
}
