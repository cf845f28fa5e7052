//! Measuring answers against human judgements: pure arithmetic, which never calls an engine.

mod lines;
mod qrels;
mod run;
mod topics;

pub use qrels::{Judgements, Qrels};
pub use run::Run;
pub use topics::{Topic, parse_topics, read_topics};
