//! The best so far.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::{DocAddress, DocId, Score, SegmentOrdinal};

/// Sums of the same numbers in another order differ by less than this part of them.
const ROUNDING: Score = 1e-5;

/// A passage with its score: the greater, the better.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Found {
    score: Score,
    address: DocAddress,
}

impl Eq for Found {}

impl Ord for Found {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then_with(|| other.address.cmp(&self.address))
    }
}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The best so many passages; of equals those that stand first, in whatever order they come.
#[derive(Debug)]
pub(super) struct Best {
    limit: usize,
    segment: SegmentOrdinal,
    /// The worst on top.
    kept: BinaryHeap<Reverse<Found>>,
    /// What has to be reached: the worst one's score, once there are enough.
    least: Score,
}

impl Best {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, segment: 0, kept: BinaryHeap::with_capacity(limit), least: 0.0 }
    }

    /// From now on passages are of this segment.
    pub(super) fn of_segment(&mut self, segment: SegmentOrdinal) {
        self.segment = segment;
    }

    /// Whether a passage may be among the best whose score is `bound` at most, up to rounding.
    #[inline]
    pub(super) fn is_in_reach(&self, bound: Score) -> bool {
        bound > 0.0 && bound * (1.0 + ROUNDING) >= self.least
    }

    #[inline]
    pub(super) fn push(&mut self, document: DocId, score: Score) {
        if score < self.least || self.limit == 0 {
            return;
        }
        let found = Found { score, address: DocAddress::new(self.segment, document) };
        if self.kept.len() < self.limit {
            self.kept.push(Reverse(found));
        } else if let Some(mut worst) = self.kept.peek_mut()
            && found > worst.0
        {
            worst.0 = found;
        }
        if self.kept.len() == self.limit {
            self.least = self.kept.peek().map_or(0.0, |worst| worst.0.score);
        }
    }

    /// Best first.
    pub(super) fn into_sorted(self) -> Vec<(Score, DocAddress)> {
        self.kept.into_sorted_vec().into_iter().map(|Reverse(found)| (found.score, found.address)).collect()
    }
}
