//! Bringing an index up to date with files and folders.
//!
//! `sources` finds what to read, the plan tells what of it has changed, a pipeline takes
//! the rest from reader to writer, and one commit ends the run.

mod article_ids;
mod bring;
mod hashing;
mod pipeline;
mod plan;
mod sources;

pub use bring::{Inputs, Outcome, bring_up_to_date};
pub use pipeline::Progress;
