//! Paired comparison: whether one run is better than another on the same topics, or just luckier.

use serde::Serialize;

use super::latency::nearest_rank;
use super::random::SplitMix64;

/// How two runs differ in a measure, over the topics that both were measured on; above 0 the first is better.
///
/// The same differences always give the same figures, on every machine: the random numbers are seeded.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Paired {
    /// The mean of the topics' differences.
    pub difference: f64,
    /// How often a difference of this size, of either sign, would come about if the runs were of equal quality
    /// and chance had dealt each topic's two values: a two-sided randomisation test with the difference of means
    /// as its statistic (Smucker, Allan & Carterette, CIKM 2007).
    pub p_value: f64,
    /// Where the difference lies for 95 of 100 sets of topics like this one: the bootstrap's percentile interval
    /// (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; for retrieval Sakai, SIGIR 2006).
    pub interval: [f64; 2],
    /// Topics on which the first run is better.
    pub wins: usize,
    /// Topics on which they are equal.
    pub ties: usize,
    /// Topics on which the first run is worse.
    pub losses: usize,
}

/// Up to this many topics that differ, all 2ⁿ deals are counted instead of sampled.
const EXACT_UP_TO: usize = 20;
/// Deals that are sampled beyond: the standard error of a p-value near 0.05 is then 0.0007.
const DEALS: u32 = 100_000;
/// Sets of topics that are drawn for the interval.
const RESAMPLES: usize = 10_000;
const SEED: u64 = 2007;

impl Paired {
    /// Of the topics' differences, first run minus second, in any order. Without topics everything is 0 and the
    /// p-value 1.
    ///
    /// Cost: 10,000 random numbers a topic, and 100,000 signs a topic that differs; for 3,000 topics below a
    /// second.
    #[must_use]
    pub fn of(differences: &[f64]) -> Self {
        let count = |sign: fn(&f64) -> bool| differences.iter().filter(|d| sign(d)).count();
        let (wins, losses) = (count(|d| *d > 0.0), count(|d| *d < 0.0));
        Self {
            difference: mean(differences),
            p_value: p_value(differences),
            interval: interval(differences),
            wins,
            ties: differences.len() - wins - losses,
            losses,
        }
    }
}

/// 0 of nothing.
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The share of the deals whose sum is as far from 0 as the one that was seen, or farther.
///
/// A topic without difference adds nothing to any deal, so only the others are dealt. Ordered by size, the sum
/// that was seen does not depend on the order of the topics.
fn p_value(differences: &[f64]) -> f64 {
    let mut sizes: Vec<f64> = differences.iter().map(|d| d.abs()).filter(|d| *d > 0.0).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let seen = differences.iter().sum::<f64>().abs();
    // Deals that are equal to the seen one in arithmetic may be smaller by rounding.
    let threshold = seen - 1e-9 * sizes.iter().sum::<f64>();
    if sizes.len() <= EXACT_UP_TO { exact(&sizes, threshold) } else { sampled(&sizes, threshold) }
}

fn exact(sizes: &[f64], threshold: f64) -> f64 {
    reaching(sizes, 0.0, threshold) as f64 / (1u64 << sizes.len()) as f64
}

/// How many of the 2ⁿ ways to add or subtract `sizes` lead from `sum` to the threshold on either side.
fn reaching(sizes: &[f64], sum: f64, threshold: f64) -> u64 {
    match sizes.split_first() {
        None => u64::from(sum.abs() >= threshold),
        Some((size, rest)) => reaching(rest, sum + size, threshold) + reaching(rest, sum - size, threshold),
    }
}

/// The deal that was seen is counted with the sampled ones, so that no p-value is 0 (Davison & Hinkley,
/// Bootstrap Methods and their Application, 1997, section 4.2.1).
fn sampled(sizes: &[f64], threshold: f64) -> f64 {
    let mut random = SplitMix64::new(SEED);
    let reached = (0..DEALS).filter(|_| deal(sizes, &mut random).abs() >= threshold).count();
    (reached + 1) as f64 / (f64::from(DEALS) + 1.0)
}

/// The sum with a random sign for each, sixty-four signs from one number.
fn deal(sizes: &[f64], random: &mut SplitMix64) -> f64 {
    let signed = |chunk: &[f64], bits: u64| -> f64 {
        // The top bit of a float is its sign.
        chunk.iter().zip(0..).map(|(d, n)| f64::from_bits(d.to_bits() ^ ((bits << n) & (1 << 63)))).sum()
    };
    sizes.chunks(64).map(|chunk| signed(chunk, random.next())).sum()
}

/// The 2.5th and 97.5th percentile of the means of sets that are drawn from the topics, with replacement.
fn interval(differences: &[f64]) -> [f64; 2] {
    let mut random = SplitMix64::new(SEED);
    let mut means: Vec<f64> = (0..RESAMPLES).map(|_| redrawn_mean(differences, &mut random)).collect();
    means.sort_unstable_by(f64::total_cmp);
    [25, 975].map(|per_mille| nearest_rank(&means, per_mille).unwrap_or(0.0))
}

fn redrawn_mean(values: &[f64], random: &mut SplitMix64) -> f64 {
    let drawn = values.iter().map(|_| values.get(random.below(values.len())).unwrap_or(&0.0));
    drawn.sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{EXACT_UP_TO, Paired, exact, sampled};

    /// Signs of 0.1, 0.2, 0.3 make the sums ±0.6, ±0.4, ±0.2, 0, 0.
    #[test]
    fn p_values_worked_out_by_hand() {
        for (differences, expected) in [
            (vec![], 1.0),
            (vec![0.0, 0.0], 1.0),
            // One topic: its sign is a coin.
            (vec![0.5], 1.0),
            // All three the same way: ±0.6, 2 of 8.
            (vec![0.1, 0.2, 0.3], 0.25),
            (vec![-0.1, -0.2, -0.3], 0.25),
            // A tie takes no part.
            (vec![0.1, 0.0, 0.2, 0.3], 0.25),
            // 0.4 was seen: ±0.6 and ±0.4, 4 of 8.
            (vec![-0.1, 0.2, 0.3], 0.5),
            // 0.2 was seen: all but the two zeros, 6 of 8.
            (vec![0.1, -0.2, 0.3], 0.75),
            // 0 was seen (0.1 + 0.2 - 0.3 is 5.6e-17 in floats): everything is as far.
            (vec![0.1, 0.2, -0.3], 1.0),
            // Ten wins of ten: 2 of 1024.
            (vec![0.1; 10], 2.0 / 1024.0),
        ] {
            assert_eq!(Paired::of(&differences).p_value, expected, "{differences:?}");
        }
    }

    #[test]
    fn sampling_comes_near_counting() {
        let differences: Vec<f64> = (0..12).map(|n| f64::from(n) * 0.05 - 0.2).collect();
        let sizes: Vec<f64> = differences.iter().map(|d| d.abs()).collect();
        let seen = differences.iter().sum::<f64>().abs();
        let (counted, sampled) = (exact(&sizes, seen - 1e-9), sampled(&sizes, seen - 1e-9));
        // Three standard errors, √(p (1 - p) / 100,000) each.
        assert!((counted - sampled).abs() < 3.0 * (counted / 1e5).sqrt(), "{counted} {sampled}");
    }

    #[test]
    fn no_sampled_p_value_is_zero() {
        let paired = Paired::of(&[0.5; EXACT_UP_TO + 30]);
        assert_eq!(paired.p_value, 1.0 / 100_001.0);
        assert_eq!((paired.difference, paired.interval), (0.5, [0.5, 0.5]));
    }

    #[test]
    fn wins_ties_and_losses_are_counted() {
        let paired = Paired::of(&[0.5, 0.0, -0.25, 0.25, 0.0]);
        assert_eq!((paired.wins, paired.ties, paired.losses), (2, 2, 1));
        assert_eq!(paired.difference, 0.1);
    }

    /// For many topics the interval is about the mean ± 1.96 standard errors: of 400 differences that are half
    /// 0.2 and half 0, mean 0.1, standard deviation 0.1, standard error 0.005.
    #[test]
    fn the_interval_is_as_wide_as_the_normal_one() {
        let differences: Vec<f64> = (0..400).map(|n| f64::from(n % 2) * 0.2).collect();
        let [low, high] = Paired::of(&differences).interval;
        assert!((low - 0.0902).abs() < 0.0005 && (high - 0.1098).abs() < 0.0005, "{low} {high}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn exchanging_the_runs_changes_signs_only(differences in prop::collection::vec(-1.0..1.0f64, 0..15)) {
            let turned: Vec<f64> = differences.iter().map(|d| -d).collect();
            let (a, b) = (Paired::of(&differences), Paired::of(&turned));
            prop_assert_eq!(a.p_value, b.p_value);
            prop_assert_eq!(a.difference, -b.difference);
            prop_assert_eq!((a.wins, a.ties, a.losses), (b.losses, b.ties, b.wins));
            prop_assert!(a.p_value > 0.0 && a.p_value <= 1.0);
        }

        #[test]
        fn the_order_of_the_topics_does_not_matter(
            differences in prop::collection::vec(-1.0..1.0f64, 0..30), shift in 0..30usize
        ) {
            let mut turned = differences.clone();
            turned.rotate_left(shift.min(differences.len()));
            prop_assert_eq!(Paired::of(&differences).p_value, Paired::of(&turned).p_value);
        }
    }
}
