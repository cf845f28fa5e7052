//! Bringing an index up to date with files and folders.
//!
//! `sources` finds what to read, the plan tells what of it has changed, a pipeline takes
//! the rest from reader to writer, and a commit ends the run; a long one commits in between as well.

mod article_ids;
mod bring;
mod hashing;
mod memory;
mod outcome;
mod pipeline;
mod plan;
mod push;
mod reading;
mod run;
mod sources;

pub use bring::{Inputs, bring_up_to_date};
pub use outcome::Outcome;
pub use pipeline::Progress;
pub use push::push;
