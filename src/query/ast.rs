//! The tree of a query.

use std::ops::Range;

use super::field::Field;
use super::warning::Warning;

/// A query: its text, and what each stretch of it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// As typed.
    pub text: String,
    /// What it asks for. All spans below it address the text.
    pub root: Node,
    /// What could not be taken as it was meant.
    pub warnings: Vec<Warning>,
}

/// A stretch of a query and what it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it asks for.
    pub kind: NodeKind,
    /// Its bytes in the query's text. Of words, phrases and their like the words alone: no quotation marks, no signs.
    pub span: Range<usize>,
}

/// What a stretch of a query asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// Nothing: no letter, no digit.
    Nothing,
    /// Every passage.
    Everything,
    /// Any of its words; the more and the rarer, the better.
    Words,
    /// One word as typed, between spaces; where French writes several in one (`Saint-Étienne`), these side by side.
    Word,
    /// Its words side by side, in this order: `"…"` is a searcher's sign.
    Phrase {
        /// How many places the words may be moved by, together.
        slop: u32,
    },
    /// Words in guillemets, which are also ordinary punctuation: a phrase where they stand alone, and as good as
    /// any words in a question that has others.
    Quoted,
    /// All words that begin so.
    Prefix,
    /// All words that are spelled so but for some letters.
    Fuzzy {
        /// How many letters.
        errors: u8,
    },
    /// This very form: accents, and which letters are capitals.
    Exact,
    /// What follows the name of a field.
    Field {
        /// Which field.
        field: Field,
        /// What it must hold. Of a field of values (see [`Field::has_words`]) a `Word` that is never analysed.
        value: Box<Node>,
    },
    /// Side by side: words may match, phrases and fields must, and so must what has a `+`.
    Beside(Vec<Node>),
    /// All of them must match.
    And(Vec<Node>),
    /// One of them must match.
    Or(Vec<Node>),
    /// Must match.
    Must(Box<Node>),
    /// Must not match.
    Not(Box<Node>),
}

impl Node {
    /// Whether the tree is what a question is without any operator: words, phrases and guillemets.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        match &self.kind {
            NodeKind::Beside(nodes) => nodes.iter().all(Self::is_plain_leaf),
            _ => self.is_plain_leaf(),
        }
    }

    /// Whether it is words, a phrase, guillemets, or nothing.
    pub(super) fn is_plain_leaf(&self) -> bool {
        use NodeKind::{Everything, Nothing, Phrase, Quoted, Words};
        matches!(self.kind, Nothing | Everything | Words | Phrase { .. } | Quoted)
    }
}
