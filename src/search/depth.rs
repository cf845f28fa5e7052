//! How many candidates are ranked again: those that may have a chance.
//!
//! The first 45 hold nearly every answer. Of those after them only such are ranked as have a good share of the best one's
//! score: questions of common words have a hundred of them, others none. Among 424,997 passages this ranks 56 of 100 on
//! average, mostly 45, as well as all 100; docs/ranking.md has other rules.

use tantivy::DocAddress;

/// Candidates that are ranked in any case.
const SURE: usize = 45;
/// Those after them are ranked if they have this share of the best one's score.
const SHARE: f32 = 0.6;

/// Candidates looked at beyond the last, for those that score as it does: first so many, which mostly suffice; where they
/// do not, as many as the second number says.
pub(super) const TIES: [usize; 2] = [10, 100];
/// Scores that differ by less than this part of them are equal: tantivy adds a passage's terms up in an order that
/// depends on its neighbours, and the last bits of the sum with it.
const ROUNDING: f32 = 1e-5;

/// How many of `found`, best first, are to be ranked again: no more than `most`, `wanted` at least, and all that score as
/// the last of them does, so that neither the order of indexing nor the number of segments decides who is ranked.
pub(super) fn worth_ranking(found: &[(f32, DocAddress)], wanted: usize, most: usize) -> usize {
    let Some((best, _)) = found.first() else { return 0 };
    let enough = best * SHARE * (1.0 - ROUNDING);
    let likely = found.partition_point(|(score, _)| *score >= enough);
    with_equals(found, likely.max(SURE).min(most).max(wanted))
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

    use super::{SURE, ends_among_equals, with_equals, worth_ranking};

    fn found(scores: &[f32]) -> Vec<(f32, DocAddress)> {
        (0..).zip(scores).map(|(doc, score)| (*score, DocAddress::new(0, doc))).collect()
    }

    #[test]
    fn equal_candidates_stay_together() {
        let found = found(&[5.0, 4.0, 4.0, 3.999_999, 1.0]);
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

    #[test]
    fn those_with_a_chance_are_ranked() {
        let scores: Vec<f32> = (0..100).map(|place| 100.0 - place as f32 / 2.0).collect();
        let close = found(&scores);
        let far: Vec<f32> =
            scores.iter().map(|score| if *score == 100.0 { 1000.0 } else { *score }).collect();
        let far = found(&far);
        for (rule, found, wanted, most, expected) in [
            ("a share of the score of the best", &close[..], 10, 100, 81),
            ("no more than allowed", &close[..], 10, 60, 60),
            ("the first in any case", &far[..], 10, 100, SURE),
            ("what is shown in any case", &far[..], 90, 100, 90),
            ("even beyond what is allowed", &far[..], 90, 50, 90),
            ("all there are", &far[..7], 10, 100, 7),
            ("none", &[][..], 10, 100, 0),
        ] {
            assert_eq!(worth_ranking(found, wanted, most), expected, "{rule}");
        }
    }
}
