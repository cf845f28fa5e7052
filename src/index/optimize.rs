//! One segment of all.

use std::path::Path;

use super::reader::Reader;
use super::stats::bytes_of;
use super::writer::Writer;
use crate::error::Result;

/// What an index takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Footprint {
    /// Segments that a query visits.
    pub segments: u64,
    /// Documents that were deleted and still take room.
    pub deleted: u64,
    /// Files together.
    pub bytes: u64,
}

impl Footprint {
    fn of(reader: &Reader) -> Self {
        let segments = reader.searcher().segment_readers();
        Self {
            segments: segments.len() as u64,
            deleted: segments.iter().map(|segment| u64::from(segment.num_deleted_docs())).sum(),
            bytes: bytes_of(reader),
        }
    }

    fn is_least(&self) -> bool {
        self.segments <= 1 && self.deleted == 0
    }
}

/// Makes one segment of all that the index in `folder` has, and gives back what deleted documents take; answers what it
/// took before and what it takes now. Nothing is written where it is so already. Searches see the old segments until then.
///
/// `memory` is as for [`Writer::open`]. Cost: a fifth to a third of indexing; meanwhile the old segments lie beside the new
/// one.
///
/// # Errors
/// As of [`Writer::open`]; `Engine`, `IndexDamaged` and `Io` when the merge fails, and the index is then as it was.
pub fn optimize(folder: &Path, memory: usize) -> Result<(Footprint, Footprint)> {
    let before = Footprint::of(&Reader::open(folder)?);
    if before.is_least() {
        return Ok((before, before));
    }
    Writer::open(folder, memory, 1)?.merge_all()?;
    Ok((before, Footprint::of(&Reader::open(folder)?)))
}
