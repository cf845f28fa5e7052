//! Latency: percentiles of measured times.

use std::time::Duration;

use serde::Serialize;

/// How long queries took, in milliseconds: half of them no longer than `p50_ms`, and so on.
///
/// Percentiles by nearest rank: the smallest sample that at least that share of the samples does not exceed, so
/// every figure was measured and none is interpolated (definition 1 of Hyndman & Fan, The American Statistician
/// 50, 1996).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Latency {
    /// The median.
    pub p50_ms: f64,
    /// 95 of 100 queries took no longer.
    pub p95_ms: f64,
    /// 99 of 100 queries took no longer.
    pub p99_ms: f64,
}

impl Latency {
    /// Of these samples; `None` if there are none. Cost: sorting them.
    #[must_use]
    pub fn of(mut samples: Vec<Duration>) -> Option<Self> {
        samples.sort_unstable();
        let ms = |per_mille| Some(nearest_rank(&samples, per_mille)?.as_secs_f64() * 1e3);
        Some(Self { p50_ms: ms(500)?, p95_ms: ms(950)?, p99_ms: ms(990)? })
    }
}

/// The percentile of sorted samples: the one of rank ⌈share × count⌉, and the first for a share of 0.
pub(super) fn nearest_rank<T: Copy>(sorted: &[T], per_mille: usize) -> Option<T> {
    let rank = (sorted.len() * per_mille).div_ceil(1000).max(1);
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Latency, nearest_rank};

    fn of(milliseconds: impl IntoIterator<Item = u64>) -> Option<[f64; 3]> {
        let latency = Latency::of(milliseconds.into_iter().map(Duration::from_millis).collect())?;
        Some([latency.p50_ms, latency.p95_ms, latency.p99_ms])
    }

    #[test]
    fn every_figure_was_measured() {
        assert_eq!(of([]), None);
        assert_eq!(of([7]), Some([7.0, 7.0, 7.0]));
        // Of four the ranks are ⌈2⌉ = 2, ⌈3.8⌉ = 4, ⌈3.96⌉ = 4.
        assert_eq!(of([40, 10, 30, 20]), Some([20.0, 40.0, 40.0]));
        assert_eq!(of((1..=100).rev()), Some([50.0, 95.0, 99.0]));
        // Of 101 they are ⌈50.5⌉ = 51, ⌈95.95⌉ = 96, ⌈99.99⌉ = 100.
        assert_eq!(of(1..=101), Some([51.0, 96.0, 100.0]));
    }

    #[test]
    fn the_ends_are_samples_too() {
        assert_eq!([nearest_rank(&[1, 2, 3], 0), nearest_rank(&[1, 2, 3], 1000)], [Some(1), Some(3)]);
    }
}
