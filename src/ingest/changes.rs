//! What a run would do, said without doing it.

use std::path::Path;

use serde::Serialize;

use super::before::Before;
use super::bring::{Inputs, found};
use super::outcome::Outcome;
use super::plan::Plan;
use crate::error::Result;

/// How a source changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The index does not hold it.
    Added,
    /// It is read again.
    Changed,
    /// It is read on from where an interrupted run left it.
    Resumed,
    /// Its content was indexed under another name.
    Renamed,
    /// It is gone, and its articles with it.
    Removed,
}

/// A source that a run would touch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceChange {
    /// What would be done.
    pub change: Change,
    /// The file.
    pub path: String,
    /// The name that its content is indexed under now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

impl SourceChange {
    fn new(change: Change, path: &str) -> Self {
        Self { change, path: path.to_owned(), from: None }
    }
}

/// What [`bring_up_to_date`](super::bring_up_to_date) would do: its counts, and each source that it would touch. Nothing
/// is written, and nothing read but what cannot be told otherwise: the beginnings of files that are new, the content
/// of those whose size and time prove nothing.
///
/// # Errors
/// As of [`bring_up_to_date`](super::bring_up_to_date), before it writes.
pub fn changes(folder: &Path, inputs: &Inputs) -> Result<(Outcome, Vec<SourceChange>)> {
    let before = if inputs.rebuild { Before::default() } else { Before::open(folder)? };
    let (found, mut outcome) = found(folder, inputs, &before.manifest)?;
    let plan = Plan::new(&found, &before, inputs)?;
    outcome.count(&plan);
    Ok((outcome, listed(&plan)))
}

fn listed(plan: &Plan<'_>) -> Vec<SourceChange> {
    let read = plan.read.iter().map(|planned| SourceChange::new(planned.change, &planned.source.shown));
    let renamed = plan.renamed.iter().map(|renamed| SourceChange {
        from: Some(renamed.from.clone()),
        ..SourceChange::new(Change::Renamed, &renamed.source.shown)
    });
    let gone = plan.gone.iter().map(|identity| SourceChange::new(Change::Removed, identity));
    read.chain(renamed).chain(gone).collect()
}
