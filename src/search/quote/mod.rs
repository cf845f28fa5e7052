//! Quotes: found whatever their typography, and verified word by word.
//!
//! A text is compared with a passage by its words, which are folded; whether they are also written alike is looked at
//! last. `[…]` in the text that is asked for is a hole: it stands for any words of the same passage.

mod align;
mod candidates;
mod find;
mod stitch;
mod verdict;
mod verify;
mod words;

pub use verdict::{Difference, DifferenceKind, Piece, Stretch, Verdict, VerdictKind};
