//! Bringing an index up to date with files and folders.
//!
//! `sources` finds what to read, the plan tells what of it has changed, a pipeline takes
//! the rest from reader to writer, and a commit ends the run; a long one commits in between as well.

mod article_ids;
mod before;
mod bring;
mod changes;
mod hashing;
mod memory;
mod outcome;
mod pipeline;
mod plan;
mod push;
mod reading;
mod run;
mod sources;
mod taken_over;
mod watch;

pub use bring::{Inputs, bring_up_to_date};
pub use changes::{Change, SourceChange, changes};
pub use memory::{Shares, shares};
pub use outcome::Outcome;
pub use pipeline::Progress;
pub use push::push;
pub use watch::Watch;
