//! Measuring answers against human judgements: pure arithmetic, which never calls an engine.
//!
//! [`Topic`]s are queries with an id; [`Qrels`] say which documents answer them, and how well; a [`Run`] is what
//! an engine ranked for each. A [`Measure`] turns one ranking and the judgements of its topic into a number, and
//! a [`Report`] does so for all topics, with [`Latency`] and, against another run, a [`Paired`] comparison that
//! [`plot`](plot::differences) draws.
//!
//! A document is whatever the ids say: an article, or a passage at passage level.
//!
//! ```
//! use alinea::eval::{Measure, Qrels, Report, Run, parse_topics};
//!
//! let topics = parse_topics("topics.tsv", "q1\tQui a pris le camp ?\n")?;
//! let qrels = Qrels::parse("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\tcamp\t1\n")?;
//! let mut run = Run::default();
//! run.insert("q1", [("armée", 7.5), ("camp", 6.0)]);
//! let measure: Measure = "mrr@10".parse()?;
//! let report = Report::new(&topics, &qrels, &run, &[measure]);
//! assert_eq!(report.measures.get(measure), Some(0.5));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(test)]
mod golden;
mod latency;
mod lines;
mod measure;
mod paired;
pub mod plot;
mod qrels;
mod random;
mod report;
mod run;
mod topics;

pub use latency::Latency;
pub use measure::{Measure, UnknownMeasure};
pub use paired::Paired;
pub use qrels::{Judgements, Qrels};
pub use report::{Against, Report, TopicValues, Values};
pub use run::Run;
pub use topics::{Topic, parse_topics, read_topics};
