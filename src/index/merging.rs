//! Which segments become one.
//!
//! Every segment costs each query a look into its dictionaries, and merging costs a run its time. So while a run adds
//! articles, only many segments of a size are merged; when it ends, what is left is settled into few.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tantivy::SegmentMeta;
use tantivy::indexer::MergeCandidate;
use tantivy::merge_policy::{LogMergePolicy, MergePolicy};

/// A settled segment has more than so many times the documents of all smaller ones together: a run that adds a few
/// articles merges those of earlier small runs, not the whole index.
const STEP: u64 = 3;

/// A segment more of whose documents are deleted, in percent, is written anew, so that their space is given back.
const MOST_DELETED: u64 = 25;

/// The merge policy of a writer, and the switch between its two ways.
#[derive(Debug, Clone, Default)]
pub(super) struct Merging {
    building: LogMergePolicy,
    settling: Arc<AtomicBool>,
}

impl Merging {
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
        let together = (small.len() > 1).then(|| small.to_vec());
        let alone = if together.is_some() { large } else { &by_size };
        let anew = alone.iter().filter(|segment| is_mostly_deleted(segment)).map(|segment| vec![*segment]);
        let merges = together.into_iter().chain(anew);
        merges.map(|merge| MergeCandidate(merge.into_iter().map(SegmentMeta::id).collect())).collect()
    }
}

/// How many of the segments of ascending `sizes`, from the smallest, are to become one; one or none: nothing to do.
fn settled(sizes: &[u64]) -> usize {
    let (mut together, mut sum) = (0, 0);
    for (smaller, size) in sizes.iter().enumerate() {
        if *size <= sum * STEP {
            together = smaller + 1;
        }
        sum += size;
    }
    together
}

fn is_mostly_deleted(segment: &SegmentMeta) -> bool {
    u64::from(segment.num_deleted_docs()) * 100 > u64::from(segment.max_doc()) * MOST_DELETED
}

#[cfg(test)]
mod tests {
    use super::settled;

    #[test]
    fn the_small_ones_become_one() {
        for (rule, sizes, together) in [
            ("nothing", &[][..], 0),
            ("one", &[9], 0),
            ("equal ones", &[50, 50, 50, 50], 4),
            ("a small run beside a large index", &[1, 100], 0),
            ("two small runs", &[1, 1, 100], 2),
            ("small runs that have grown", &[10, 20, 85], 3),
            ("a large one with all that is not far from it", &[1, 40, 100], 3),
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
