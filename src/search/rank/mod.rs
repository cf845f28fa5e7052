//! The second stage of a search: candidates ranked from their own words.
//!
//! A [`RankQuery`] holds the query's words with their document frequencies, a [`Collection`] what is known of all
//! passages, [`CandidateWords`] the words of one passage as ids. A [`Ranker`] makes a number of these, or a
//! [`Score`] that names every part of it. Nothing here knows an index: the candidates of a cluster are ranked alike.
//!
//! The score of a passage is, over all terms t of all [`Feature`]s f,
//!
//! ```text
//! Σ weight(f) · weight(t) · idf(t) · tf (k₁ + 1) ÷ (tf + k₁ (1 − b + b · length ÷ mean length))
//! ```
//!
//! with the last factor 1 for coverage. docs/ranking.md tells what was tried, kept and dropped.

mod bm25;
mod counts;
mod distance;
mod feature;
mod glance;
mod input;
mod letters;
mod near;
mod ranker;
mod repair;
mod score;
mod table;
mod terms;
mod words;

#[cfg(test)]
mod tests;

pub(super) use bm25::idf;
pub use distance::distance;
pub use feature::Feature;
pub use input::{CandidateWords, Collection, RankQuery, SearchedWord, TypedWord};
pub use letters::{PREFIX_CHARS, prefix};
pub use near::{Compared, Near};
pub use ranker::{NO_MATCH, Ranker};
pub use repair::{Repair, Replacement, repair};
pub use score::{Part, Score};
