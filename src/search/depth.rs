//! How many candidates are ranked again: no more than it takes.
//!
//! Most questions have their answers among the first few dozen candidates, some only near the hundredth. So candidates
//! are ranked block after block, until one has changed nothing among the best. Among 424,997 passages that takes 60
//! candidates of 100 or a few more, and loses 0.1 of 74.9 nDCG@10; docs/ranking.md has other sizes.

use tantivy::DocAddress;

use super::second_stage::SecondStage;
use crate::error::Result;

/// Candidates of the first block.
const FIRST: usize = 20;
/// Candidates of each further block.
const NEXT: usize = 40;
/// A block that puts nobody among so many of the best is the last.
const BEST: usize = 3;

/// Candidates looked at beyond the last, for those that score as it does: first so many, which mostly suffice; where they
/// do not, as many as the second number says.
pub(super) const TIES: [usize; 2] = [10, 100];
/// Scores that differ by less than this part of them are equal: tantivy adds a passage's terms up in an order that
/// depends on its neighbours, and the last bits of the sum with it.
const ROUNDING: f32 = 1e-5;

/// The best of `found`, ranked again: of the first `depth` candidates, as many as it takes, and `wanted` at least. Blocks
/// are the same for every page of an answer, and candidates of equal score stand in one block, so that neither the order
/// of indexing nor the number of segments decides who is ranked.
pub(super) fn rank_again(
    mut second: SecondStage<'_>,
    found: &[(f32, DocAddress)],
    wanted: usize,
    depth: usize,
) -> Result<Vec<(f32, DocAddress)>> {
    let mut rest = &found[..with_equals(found, depth)];
    let mut ranked: Vec<(f32, DocAddress)> = Vec::new();
    let mut size = FIRST;
    while !rest.is_empty() {
        let (block, after) = rest.split_at(with_equals(rest, size));
        let block = second.score(block)?;
        let last_of_best = ranked.get(BEST - 1).map(|(score, _)| *score);
        let changed = last_of_best.is_none_or(|last| block.iter().any(|(score, _)| *score >= last));
        ranked.extend(block);
        ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        if !changed && ranked.len() >= wanted {
            break;
        }
        (rest, size) = (after, NEXT);
    }
    second.order_equals(&mut ranked, wanted)?;
    Ok(ranked)
}

/// Whether all of `found` after the first `depth` score as the last of those does: then there may be more of them.
pub(super) fn ends_among_equals(found: &[(f32, DocAddress)], depth: usize) -> bool {
    found.len() > depth && with_equals(found, depth) == found.len()
}

/// How many are the first `count` and all that score as the last of them does.
fn with_equals(found: &[(f32, DocAddress)], count: usize) -> usize {
    let Some((last, _)) = count.checked_sub(1).and_then(|last| found.get(last)) else {
        return found.len().min(count);
    };
    let least = last * (1.0 - ROUNDING);
    found.partition_point(|(score, _)| *score >= least)
}

#[cfg(test)]
mod tests {
    use tantivy::DocAddress;

    use super::{ends_among_equals, with_equals};

    #[test]
    fn equal_candidates_stay_together() {
        let scores = [5.0, 4.0, 4.0, 3.999_999, 1.0];
        let found: Vec<_> = (0..).zip(scores).map(|(doc, score)| (score, DocAddress::new(0, doc))).collect();
        for (count, expected) in [(0, 0), (1, 1), (2, 4), (3, 4), (5, 5), (9, 5)] {
            assert_eq!(with_equals(&found, count), expected, "{count}");
        }
        assert_eq!(with_equals(&[], 3), 0);
        for (found, depth, expected) in
            [(&found[..], 3, false), (&found[..4], 3, true), (&found[..4], 4, false), (&[][..], 0, false)]
        {
            assert_eq!(ends_among_equals(found, depth), expected, "{found:?}, {depth}");
        }
    }
}
