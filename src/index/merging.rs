//! Which segments become one.
//!
//! Every segment costs each query a look into its dictionaries, and merging costs a run its time. So while a run adds
//! articles, only many segments of a size are merged; when it ends, what is left is settled into few. Large segments
//! stay as they are as long as they are few: to make one of four costs a fifth of the run that wrote them.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tantivy::SegmentMeta;
use tantivy::indexer::MergeCandidate;
use tantivy::merge_policy::{LogMergePolicy, MergePolicy};

/// A settled segment has more than so many times the documents of all smaller ones together: a run that adds a few
/// articles merges those of earlier small runs, not the whole index.
const STEP: u64 = 3;

/// So many segments may be left that are not settled in that way.
const MOST: usize = 4;

/// Segments that have together one document of so many, or fewer, are settled also where there are few.
const SMALL: u64 = 4;

/// A segment more of whose documents are deleted, in percent, is written anew, so that their space is given back.
const MOST_DELETED: u64 = 25;

/// Bytes that a merge may hold for each of its documents: addresses, lengths, ends of passages, and the numbers of
/// words, of which new passages bring up to one each. Measured with the test of `--memory`.
const BYTES_OF_DOCUMENT: usize = 64;

/// Of the memory, a merge may hold one part of so many while segments are in work.
const BESIDE_WORK: usize = 4;

/// The merge policy of a writer, and the switch between its two ways.
#[derive(Debug, Clone)]
pub(super) struct Merging {
    building: LogMergePolicy,
    settling: Arc<AtomicBool>,
    /// Documents that are merged at once, so that a merge keeps to its memory; with little of it, a large index keeps
    /// more segments.
    most: u64,
}

impl Merging {
    /// Merges hold `memory` bytes at most, nearly.
    pub(super) fn new(memory: usize) -> Self {
        let most = memory / BYTES_OF_DOCUMENT;
        let mut building = LogMergePolicy::default();
        // Eight segments of a size are merged at once, beside those in work.
        building.set_max_docs_before_merge(most / BESIDE_WORK / 8);
        Self { building, settling: Arc::default(), most: most as u64 }
    }

    /// From now on what is committed is settled.
    pub(super) fn settle(&self) {
        self.settling.store(true, Ordering::Release);
    }
}

impl MergePolicy for Merging {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        if !self.settling.load(Ordering::Acquire) {
            return self.building.compute_merge_candidates(segments);
        }
        let mut by_size: Vec<&SegmentMeta> = segments.iter().collect();
        by_size.sort_by_key(|segment| segment.num_docs());
        let sizes: Vec<u64> = by_size.iter().map(|segment| u64::from(segment.num_docs())).collect();
        let (small, large) = by_size.split_at(settled(&sizes));
        let groups = groups(&sizes[..small.len()], self.most);
        let (together, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().map(|group| small[group].to_vec()).partition(|group| group.len() > 1);
        let alone = apart.iter().flatten().chain(large);
        let anew = alone.filter(|segment| is_mostly_deleted(segment)).map(|segment| vec![*segment]);
        let merges = together.into_iter().chain(anew);
        merges.map(|merge| MergeCandidate(merge.into_iter().map(SegmentMeta::id).collect())).collect()
    }
}

/// How many of the segments of ascending `sizes`, from the smallest, are to become one; one or none: nothing to do.
fn settled(sizes: &[u64]) -> usize {
    let all: u64 = sizes.iter().sum();
    let (mut together, mut sum) = (0usize, 0);
    for (smaller, size) in sizes.iter().enumerate() {
        let left = sizes.len() - together.saturating_sub(1);
        let small = (sum + size) * SMALL <= all;
        if *size <= sum * STEP && (left > MOST || small) {
            together = smaller + 1;
        }
        sum += size;
    }
    together
}

/// Divides ascending `sizes` into stretches that come to `most` at most, or are one.
fn groups(sizes: &[u64], most: u64) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut sum = 0;
    for (at, size) in sizes.iter().enumerate() {
        sum += size;
        match groups.last_mut().filter(|_| sum <= most) {
            Some(group) => group.end = at + 1,
            None => {
                groups.push(at..at + 1);
                sum = *size;
            }
        }
    }
    groups
}

fn is_mostly_deleted(segment: &SegmentMeta) -> bool {
    u64::from(segment.num_deleted_docs()) * 100 > u64::from(segment.max_doc()) * MOST_DELETED
}

#[cfg(test)]
mod tests {
    use super::{groups, settled};

    #[test]
    fn a_merge_keeps_to_its_memory() {
        assert_eq!(groups(&[1, 2, 3, 4, 9, 30], 10), [0..4, 4..5, 5..6]);
        assert!(groups(&[], 10).is_empty());
    }

    #[test]
    fn the_small_ones_become_one() {
        for (rule, sizes, together) in [
            ("nothing", &[][..], 0),
            ("one", &[9], 0),
            ("few equal ones", &[50, 50, 50, 50], 0),
            ("many equal ones", &[50, 50, 50, 50, 50, 50], 3),
            ("a small run beside a large index", &[1, 100], 0),
            ("two small runs", &[1, 1, 100], 2),
            ("small runs that have grown", &[10, 20, 185], 2),
            ("few that are not far from each other", &[1, 40, 100], 0),
            ("empty ones", &[0, 0, 5], 2),
        ] {
            assert_eq!(settled(sizes), together, "{rule}");
        }
    }

    #[test]
    fn small_runs_cost_little_and_leave_few_segments() {
        let (mut segments, mut merged) = (Vec::new(), 0u64);
        for _ in 0..1000 {
            segments.push(1u64);
            segments.sort_unstable();
            let together = settled(&segments);
            if together > 1 {
                let sum: u64 = segments.drain(..together).sum();
                merged += sum;
                segments.push(sum);
                segments.sort_unstable();
            }
            assert!(segments.len() <= 7, "{segments:?}");
        }
        assert!(merged <= 10 * 1000, "{merged}");
    }
}
