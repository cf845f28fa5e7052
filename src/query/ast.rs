//! The tree of a query.

use std::fmt;
use std::ops::Range;

/// A query: its text, and what each stretch of it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// As typed.
    pub text: String,
    /// In the order typed; they do not overlap. What stands between them is punctuation.
    pub parts: Vec<Part>,
    /// What could not be taken as it was meant.
    pub warnings: Vec<Warning>,
}

/// A stretch of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How it is to be matched.
    pub kind: PartKind,
    /// Its bytes in the query's text, quotation marks left out.
    pub span: Range<usize>,
    /// Whether only what a passage quotes is meant: after `guillemets:`.
    pub in_quotes: bool,
}

/// How a stretch of a query is to be matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// Any of its words; the more and the rarer, the better.
    Words,
    /// Its words side by side, in this order: `"…"` is a searcher's sign.
    Phrase,
    /// Words in guillemets, which are also ordinary punctuation: a phrase where they stand alone, and as good as
    /// any words in a question that has others.
    Quoted,
    /// Every passage.
    All,
}

/// Something in a query that was read in spite of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// A quotation mark without its partner was read as punctuation.
    UnbalancedQuote {
        /// Where it stands, in bytes.
        byte: usize,
        /// Which it is.
        mark: char,
    },
    /// No letter and no digit: there is nothing to search.
    NoWords,
    /// No passage holds the phrase; its words were searched one by one.
    PhraseNotFound {
        /// The phrase.
        phrase: String,
    },
    /// Only the first distinct words of a very long query were searched.
    TooManyWords {
        /// How many were searched.
        searched: usize,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnbalancedQuote { byte, mark } => {
                write!(f, "byte {byte}: {mark} has no partner and was read as punctuation")
            }
            Self::NoWords => f.write_str("the query has no letter and no digit, so nothing was searched"),
            Self::PhraseNotFound { phrase } => {
                write!(f, "no passage holds «{phrase}» as it stands; its words were searched one by one")
            }
            Self::TooManyWords { searched } => {
                write!(f, "only the first {searched} distinct words of the query were searched")
            }
        }
    }
}
