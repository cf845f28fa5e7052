//! How the process's memory is shared out.

use crate::error::{Error, Result};
use crate::index::MIN_MEMORY;

/// What the program itself and the articles on their way take, in bytes; measured with the test of `--memory`.
const BESIDES_SEGMENTS: usize = 52 << 20;

/// What each thread takes besides the segment that it works on, in bytes: the analyzer's table, a passage in all its
/// forms, a segment that is written out. Measured likewise.
const BESIDES_OF_THREAD: usize = 24 << 20;

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
    Ok(Shares { threads, segments: of_threads - threads * BESIDES_OF_THREAD })
}
