//! Measuring answers against human judgements: pure arithmetic, which never calls an engine.

#[cfg(test)]
mod golden;
mod latency;
mod lines;
mod measure;
mod paired;
mod qrels;
mod random;
mod run;
mod topics;

pub use latency::Latency;
pub use measure::{Measure, UnknownMeasure};
pub use paired::Paired;
pub use qrels::{Judgements, Qrels};
pub use run::Run;
pub use topics::{Topic, parse_topics, read_topics};
