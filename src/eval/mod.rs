//! Measuring answers against human judgements: pure arithmetic, which never calls an engine.

#[cfg(test)]
mod golden;
mod lines;
mod measure;
mod qrels;
mod run;
mod topics;

pub use measure::{Measure, UnknownMeasure};
pub use qrels::{Judgements, Qrels};
pub use run::Run;
pub use topics::{Topic, parse_topics, read_topics};
