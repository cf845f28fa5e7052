//! BM25 (Robertson & Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*, Foundations and Trends in
//! Information Retrieval 3, 2009), the weighting of every counted feature.

/// How soon more occurrences of a term stop counting. Less is better for piaf-dev, more for afriqa-dev.
const K1: f32 = 1.2;
/// How far a long passage or sentence is held against its term counts: they are cut to like lengths, so less than
/// the usual 0.75.
pub(super) const TEXT_B: f32 = 0.5;
/// The same for titles, where a word among many says less.
pub(super) const TITLE_B: f32 = 0.75;

/// ln(1 + (n − df + ½) ÷ (df + ½)): above 0 whatever the frequency, which estimates may take beyond `n`.
pub(in crate::search) fn idf(df: f32, n: f32) -> f32 {
    let df = df.clamp(0.0, n.max(0.0));
    ((n.max(0.0) - df + 0.5) / (df + 0.5)).ln_1p()
}

/// The part of the saturation that is the same for all terms of a text: k₁ (1 − b + b · length ÷ mean).
pub(super) fn length_norm(length: usize, mean: f32, b: f32) -> f32 {
    let relative = if mean > 0.0 { length as f32 / mean } else { 1.0 };
    K1 * (1.0 - b + b * relative)
}

/// tf (k₁ + 1) ÷ (tf + norm), from 0 to k₁ + 1.
pub(super) fn saturation(frequency: f32, norm: f32) -> f32 {
    frequency * (K1 + 1.0) / (frequency + norm)
}

#[cfg(test)]
mod tests {
    use super::{TEXT_B, idf, length_norm, saturation};

    /// ln(1 + 7.5 ÷ 2.5) = ln 4 and ln(1 + 0.5 ÷ 9.5).
    #[test]
    fn idf_worked_out_by_hand() {
        assert!((idf(2.0, 9.0) - 4f32.ln()).abs() < 1e-6);
        assert!((idf(9.0, 9.0) - (20f32 / 19.0).ln()).abs() < 1e-6);
        assert_eq!(idf(12.0, 9.0), idf(9.0, 9.0));
        assert!(idf(0.0, 0.0) > 0.0);
    }

    /// In a text of mean length the norm is 1.2, so one occurrence counts 1; in one twice as long it is 1.8.
    #[test]
    fn saturation_worked_out_by_hand() {
        assert_eq!(saturation(1.0, length_norm(10, 10.0, TEXT_B)), 1.0);
        assert!((saturation(1.0, length_norm(20, 10.0, TEXT_B)) - 2.2 / 2.8).abs() < 1e-6);
        assert_eq!(length_norm(20, 0.0, TEXT_B), length_norm(10, 10.0, TEXT_B));
    }
}
