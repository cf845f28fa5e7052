//! The features of the ranking and what each is worth.

use schemars::JsonSchema;
use serde::Serialize;

/// What a passage is scored by: each feature counts terms of its own kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// How much of the query the passage has at all: each of its stems once, however often it occurs.
    Coverage,
    /// Stems in the title.
    Title,
    /// Folded forms in title, headings and text.
    Form,
    /// Folded forms in the passage's best sentence.
    Sentence,
    /// First letters of forms, which irregular inflection and derivation leave alone.
    Prefix,
    /// 4-grams of forms, for what neither stemmer nor repair brings together.
    Gram,
    /// Two stems that follow one another in query and passage.
    Pair,
    /// Words spelled as typed, accents included: it decides between passages that are otherwise equal.
    Spelling,
}

impl Feature {
    /// What the feature's sum is multiplied by: chosen on piaf-dev and afriqa-dev, rounded; docs/ranking.md tells
    /// how, and what each is worth.
    pub(super) const fn weight(self) -> f32 {
        match self {
            Self::Title | Self::Prefix => 1.0,
            Self::Coverage => 0.7,
            Self::Pair => 0.6,
            Self::Form | Self::Gram => 0.4,
            Self::Sentence => 0.2,
            Self::Spelling => 0.02,
        }
    }

    /// Its name in an explanation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Coverage => "coverage",
            Self::Title => "title",
            Self::Form => "form",
            Self::Sentence => "sentence",
            Self::Prefix => "prefix",
            Self::Gram => "gram",
            Self::Pair => "pair",
            Self::Spelling => "spelling",
        }
    }
}
