//! A passage's score, and what it is made of.

use schemars::JsonSchema;
use serde::Serialize;

use super::feature::Feature;

/// A passage's score with its parts, whose values add up to it exactly, in their order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Score {
    /// More is better. Comparable between the passages of one query only.
    pub total: f32,
    /// By feature, then in the order of the query.
    pub parts: Vec<Part>,
}

/// What one term of one feature adds: weight of the feature × weight of the words × idf × saturated frequency.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Part {
    /// What kind of term it is.
    pub feature: Feature,
    /// The stem, form, prefix, 4-gram or pair of stems, as the query has it.
    pub term: String,
    /// The words of the passage that count as the term, as they are spelled there, in lower case; each once. For
    /// a pair, its term says it.
    pub words: Vec<String>,
    /// What the feature weighs.
    pub feature_weight: f32,
    /// How often it occurs.
    pub frequency: f32,
    /// What that is worth once length and saturation are reckoned in; 1 for coverage.
    pub saturated: f32,
    /// What the query's words that made the term weigh.
    pub weight: f32,
    /// How rare the term is.
    pub idf: f32,
    /// What it adds to the total: feature weight × weight × idf × saturated frequency.
    pub value: f32,
}
