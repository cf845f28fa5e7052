//! What a run of `index` did.

use super::changes::Change;
use super::plan::Plan;
use crate::error::{Error, Notice};
use crate::index::Counts;
use crate::reader::Dropped;

/// How many errors, and how many warnings, are kept to be shown; the others are counted.
const KEPT: usize = 1000;

/// How many names of things left out are kept apart; what comes beyond is counted by its kind. All the templates of
/// the French Wikipedia are fewer.
const KEPT_NAMES: usize = 200_000;

/// The name under which the rest of a kind is counted.
const OTHERS: &str = "…";

/// What a run did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Sources that were not in the index before.
    pub added: u64,
    /// Sources that were read again.
    pub changed: u64,
    /// Sources that were left as they were.
    pub unchanged: u64,
    /// Sources that an interrupted run had begun, read from there on.
    pub resumed: u64,
    /// Sources whose content was indexed under another name, and was not read again.
    pub renamed: u64,
    /// Sources that are gone.
    pub removed: u64,
    /// Files in folders that no reader takes.
    pub skipped: u64,
    /// What was read in this run.
    pub read: Counts,
    /// What the readers left out, by kind and name, with how often.
    pub dropped: Dropped,
    /// Things that were read in spite of something.
    pub warnings: Vec<Notice>,
    /// Things that could not be read; the rest is in the index.
    pub errors: Vec<Error>,
    /// Errors beyond the first thousand, which are only counted.
    pub errors_left_out: u64,
    /// Warnings beyond the first thousand, which are only counted.
    pub warnings_left_out: u64,
}

impl Outcome {
    /// How many things could not be read.
    #[must_use]
    pub fn error_count(&self) -> u64 {
        self.errors.len() as u64 + self.errors_left_out
    }

    pub(super) fn count(&mut self, plan: &Plan) {
        self.added = plan.number(Change::Added);
        self.changed = plan.number(Change::Changed);
        self.resumed = plan.number(Change::Resumed);
        self.unchanged = plan.unchanged;
        self.renamed = plan.renamed.len() as u64;
        self.removed = plan.gone.len() as u64;
    }

    pub(super) fn fail(&mut self, error: Error) {
        if self.errors.len() < KEPT { self.errors.push(error) } else { self.errors_left_out += 1 }
    }

    pub(super) fn warn(&mut self, warning: Notice) {
        if self.warnings.len() < KEPT { self.warnings.push(warning) } else { self.warnings_left_out += 1 }
    }

    pub(super) fn leave_out(&mut self, dropped: Dropped) {
        for ((kind, name), count) in dropped {
            let full = self.dropped.len() >= KEPT_NAMES && !self.dropped.contains_key(&(kind, name.clone()));
            let name = if full { OTHERS.to_owned() } else { name };
            *self.dropped.entry((kind, name)).or_default() += count;
        }
    }
}
