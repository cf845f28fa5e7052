//! Measures: one ranking and its topic's judgements to a number from 0 to 1, defined as trec_eval does.

use std::fmt;
use std::num::NonZeroUsize;
use std::str::FromStr;

use super::qrels::Judgements;

/// A number for the quality of a ranking, from 0 to 1, more is better.
///
/// A document of grade 1 or more is relevant; one of grade 0 or less, or without judgement, is not. `K` is the
/// cutoff: documents below that rank do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// `ndcg@K`: Σ grade ÷ log₂(rank + 1), over the same sum for the best order of all judged documents. The
    /// grade itself is the gain. trec_eval's `ndcg_cut` (`m_ndcg_cut.c`); Järvelin & Kekäläinen, ACM TOIS 20
    /// (2002), with the discount of Burges et al. (ICML 2005), which spares no rank.
    Ndcg(NonZeroUsize),
    /// `mrr@K`: 1 ÷ rank of the first relevant document. trec_eval's `recip_rank`, cut; Voorhees, TREC-8 (1999).
    Mrr(NonZeroUsize),
    /// `recall@K`: the share of the relevant documents that are found. trec_eval's `recall`.
    Recall(NonZeroUsize),
    /// `success@K`: 1 if a relevant document is found. trec_eval's `success`.
    Success(NonZeroUsize),
    /// `p@K`: the share of the K places that hold a relevant document, also when fewer were ranked. trec_eval's
    /// `P`.
    Precision(NonZeroUsize),
    /// `map`: over all relevant documents, the mean of the precision at the rank of each, 0 for one that is not
    /// found. trec_eval's `map`.
    Map,
}

/// How many documents a run holds for each topic where a measure sets no cutoff: TREC's custom.
const FULL_DEPTH: usize = 1000;

impl Measure {
    /// The value for one ranking, given as its documents, best first and none twice.
    ///
    /// It is 0 where no judged document is relevant. Cost: one look-up a document down to the cutoff, and for
    /// nDCG sorting the judgements.
    pub fn value<'a>(self, ranking: impl IntoIterator<Item = &'a str>, judged: &Judgements) -> f64 {
        let grades =
            ranking.into_iter().map(|document| judged.get(document).map_or(0, |grade| (*grade).max(0)));
        let relevant = judged.values().filter(|grade| **grade > 0).count();
        match self {
            Self::Ndcg(k) => ratio(discounted(grades.take(k.get())), discounted(ideal(judged).take(k.get()))),
            Self::Mrr(k) => first(grades.take(k.get())).map_or(0.0, |rank| 1.0 / rank as f64),
            Self::Recall(k) => ratio(hits(grades.take(k.get())) as f64, relevant as f64),
            Self::Success(k) => first(grades.take(k.get())).map_or(0.0, |_| 1.0),
            Self::Precision(k) => hits(grades.take(k.get())) as f64 / k.get() as f64,
            Self::Map => ratio(precisions(grades), relevant as f64),
        }
    }

    /// How many documents a ranking needs for all of `measures`: the deepest cutoff, and TREC's thousand for
    /// `map`, which has none. No measure, no document.
    #[must_use]
    pub fn depth(measures: &[Self]) -> usize {
        measures.iter().map(|m| m.cutoff().map_or(FULL_DEPTH, NonZeroUsize::get)).max().unwrap_or(0)
    }

    fn cutoff(self) -> Option<NonZeroUsize> {
        match self {
            Self::Ndcg(k) | Self::Mrr(k) | Self::Recall(k) | Self::Success(k) | Self::Precision(k) => Some(k),
            Self::Map => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Ndcg(_) => "ndcg",
            Self::Mrr(_) => "mrr",
            Self::Recall(_) => "recall",
            Self::Success(_) => "success",
            Self::Precision(_) => "p",
            Self::Map => "map",
        }
    }
}

/// Discounted cumulative gain.
fn discounted(grades: impl Iterator<Item = i32>) -> f64 {
    grades.zip(1u32..).map(|(grade, rank)| f64::from(grade) / (f64::from(rank) + 1.0).log2()).sum()
}

/// The grades in the best order; those that gain nothing are left out.
fn ideal(judged: &Judgements) -> impl Iterator<Item = i32> {
    let mut grades: Vec<i32> = judged.values().copied().filter(|grade| *grade > 0).collect();
    grades.sort_unstable_by(|a, b| b.cmp(a));
    grades.into_iter()
}

/// The rank of the first relevant document.
fn first(mut grades: impl Iterator<Item = i32>) -> Option<usize> {
    grades.position(|grade| grade > 0).map(|before| before + 1)
}

/// How many are relevant.
fn hits(grades: impl Iterator<Item = i32>) -> usize {
    grades.filter(|grade| *grade > 0).count()
}

/// The sum of the precision at each relevant document's rank.
fn precisions(grades: impl Iterator<Item = i32>) -> f64 {
    let relevant = (1usize..).zip(grades).filter(|(_, grade)| *grade > 0);
    (1usize..).zip(relevant).map(|(found, (rank, _))| found as f64 / rank as f64).sum()
}

/// 0 of 0 is 0, as trec_eval has it.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cutoff() {
            Some(k) => write!(f, "{}@{k}", self.name()),
            None => f.write_str(self.name()),
        }
    }
}

/// A word that names no measure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no measure «{0}»; there are ndcg@K, mrr@K, recall@K, success@K, p@K with K from 1, and map")]
pub struct UnknownMeasure(
    /// As written.
    pub String,
);

impl FromStr for Measure {
    type Err = UnknownMeasure;

    /// Reads what [`Display`](fmt::Display) writes, in either case.
    fn from_str(text: &str) -> Result<Self, UnknownMeasure> {
        parse(&text.trim().to_ascii_lowercase()).ok_or_else(|| UnknownMeasure(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Measure> {
    if text == "map" {
        return Some(Measure::Map);
    }
    let (name, k) = text.split_once('@')?;
    let k = k.parse().ok()?;
    Some(match name {
        "ndcg" => Measure::Ndcg(k),
        "mrr" => Measure::Mrr(k),
        "recall" => Measure::Recall(k),
        "success" => Measure::Success(k),
        "p" => Measure::Precision(k),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Judgements, Measure};

    fn judged(grades: &[(&str, i32)]) -> Judgements {
        grades.iter().map(|(document, grade)| ((*document).to_owned(), *grade)).collect()
    }

    fn value(measure: &str, ranking: &[&str], judged: &Judgements) -> f64 {
        measure.parse::<Measure>().unwrap().value(ranking.iter().copied(), judged)
    }

    /// Four judged documents that can be relevant, one judged as not, one judged as spam.
    ///
    /// The ranking: x (unjudged), b (1), s (-1, counts as 0), a (3), n (0), d (2); c (1) is not found.
    #[test]
    fn worked_out_by_hand() {
        let judged = judged(&[("a", 3), ("b", 1), ("c", 1), ("d", 2), ("n", 0), ("s", -1)]);
        let ranking = ["x", "b", "s", "a", "n", "d"];
        // log2 of 2, 3, 4, 5, 6, 7: 1, 1.5849625, 2, 2.3219281, 2.5849625, 2.8073549.
        for (measure, expected) in [
            // DCG: 1/1.5849625 + 3/2.3219281 + 2/2.8073549 = 0.6309298 + 1.2920297 + 0.7124144 = 2.6353739.
            // Best order 3 2 1 1: 3/1 + 2/1.5849625 + 1/2 + 1/2.3219281 = 3 + 1.2618595 + 0.5 + 0.4306766
            // = 5.1925361. 2.6353739 / 5.1925361 = 0.5075312.
            ("ndcg@10", 0.507_531_2),
            // Of four: (0.6309298 + 1.2920297) / 5.1925361 = 0.3703315.
            ("ndcg@4", 0.370_331_5),
            // Of two: 0.6309298 over 3 + 1.2618595 = 4.2618595: 0.1480409.
            ("ndcg@2", 0.148_040_9),
            ("ndcg@1", 0.0),
            // b on rank 2.
            ("mrr@10", 0.5),
            ("mrr@1", 0.0),
            // a, b, d of a, b, c, d.
            ("recall@10", 0.75),
            ("recall@4", 0.5),
            ("recall@1", 0.0),
            ("success@1", 0.0),
            ("success@2", 1.0),
            // Three of ten places, though only six were ranked.
            ("p@10", 0.3),
            ("p@4", 0.5),
            // Ranks 2, 4, 6: (1/2 + 2/4 + 3/6 + 0) / 4.
            ("map", 0.375),
        ] {
            let found = value(measure, &ranking, &judged);
            assert!((found - expected).abs() < 1e-6, "{measure}: {found}, expected {expected}");
        }
    }

    #[test]
    fn nothing_relevant_or_nothing_ranked_is_zero() {
        for measure in ["ndcg@10", "mrr@10", "recall@10", "success@1", "p@5", "map"] {
            for judged in [judged(&[]), judged(&[("a", 0), ("b", -2)])] {
                assert_eq!(value(measure, &["a", "b"], &judged), 0.0, "{measure}");
            }
            assert_eq!(value(measure, &[], &judged(&[("a", 1)])), 0.0, "{measure}");
        }
    }

    #[test]
    fn names_are_read_and_written() {
        for name in ["ndcg@10", "mrr@10", "recall@100", "success@1", "p@5", "map"] {
            assert_eq!(name.parse::<Measure>().unwrap().to_string(), name);
        }
        assert_eq!("nDCG@10".parse::<Measure>(), "ndcg@10".parse());
        for name in ["", "ndcg", "ndcg@0", "ndcg@-1", "ndcg@x", "map@10", "bleu@4", "@"] {
            assert_eq!(name.parse::<Measure>().unwrap_err().0, name);
        }
    }

    #[test]
    fn the_deepest_cutoff_decides() {
        let depth =
            |names: &[&str]| Measure::depth(&Vec::from_iter(names.iter().map(|n| n.parse().unwrap())));
        assert_eq!([depth(&["ndcg@10"]), depth(&["mrr@10", "recall@100"])], [10, 100]);
        assert_eq!([depth(&["ndcg@10", "map"]), depth(&["p@5000", "map"]), depth(&[])], [1000, 5000, 0]);
    }

    const ALL: [&str; 6] = ["ndcg@5", "mrr@5", "recall@5", "success@5", "p@5", "map"];

    /// Documents 0 to 29, of which some are judged, and a permutation of them.
    fn cases() -> impl Strategy<Value = (Judgements, Vec<String>)> {
        let grades = prop::collection::hash_map((0..30u32).prop_map(|n| n.to_string()), -1..4, 1..20);
        let ranking = Just(Vec::from_iter((0..30).map(|n: u32| n.to_string()))).prop_shuffle();
        (grades, ranking)
    }

    fn of(measure: &str, ranking: &[String], judged: &Judgements) -> f64 {
        value(measure, &Vec::from_iter(ranking.iter().map(String::as_str)), judged)
    }

    proptest! {
        #[test]
        fn values_lie_between_0_and_1((judged, ranking) in cases()) {
            for measure in ALL {
                let value = of(measure, &ranking, &judged);
                prop_assert!((0.0..=1.0 + 1e-12).contains(&value), "{}: {}", measure, value);
            }
        }

        #[test]
        fn the_ideal_ranking_has_ndcg_1((judged, mut ranking) in cases()) {
            prop_assume!(judged.values().any(|grade| *grade > 0));
            ranking.sort_by_key(|document| -judged.get(document).copied().unwrap_or(0));
            for (measure, expected) in [("ndcg@5", 1.0), ("ndcg@100", 1.0), ("map", 1.0), ("mrr@5", 1.0)] {
                prop_assert!((of(measure, &ranking, &judged) - expected).abs() < 1e-12, "{}", measure);
            }
        }

        #[test]
        fn what_stands_below_the_cutoff_changes_nothing((judged, ranking) in cases(), others in 0..9) {
            let longer = ranking[..5].iter().cloned().chain((0..others).map(|n| format!("other{n}")));
            let longer = Vec::from_iter(longer);
            for measure in ["ndcg@5", "mrr@5", "recall@5", "success@5", "p@5"] {
                prop_assert_eq!(of(measure, &longer, &judged), of(measure, &ranking, &judged), "{}", measure);
            }
        }
    }
}
