//! A run of `index`: find, compare, read what changed, commit.

use std::path::Path;
use std::time::Duration;

use super::before::Before;
use super::memory::{Shares, shares};
use super::outcome::Outcome;
use super::pipeline::{self, Progress};
use super::plan::Plan;
use super::run::Run;
use super::sources::{Known, Sources};
use crate::document::Format;
use crate::error::Result;
use crate::index;
use crate::index::{Manifest, Replacement, Writer};

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// Files, folders, `-` for standard input.
    pub paths: Vec<String>,
    /// How to read all of them; else each is looked at.
    pub format: Option<Format>,
    /// The title of every article that is read from plain text.
    pub title: Option<String>,
    /// Whether the fields of an infobox become a passage.
    pub infobox: bool,
    /// How many articles the inputs may come to in the index. What is left of the last source is read by a later run
    /// that may have more.
    pub limit: Option<u64>,
    /// Build the index anew; what it held before, from these or other paths, is left out. The old one is searched until
    /// the new one is whole.
    pub rebuild: bool,
    /// Keep the articles of files that are gone.
    pub keep_missing: bool,
    /// Stop at the first thing that cannot be read, and change nothing.
    pub strict: bool,
    /// How often to commit what was read so far; with `strict` that is done at the end alone.
    pub commit_every: Duration,
    /// For the whole process, in bytes.
    pub memory: usize,
    /// How many threads analyse and write, and as many each unpack and parse dumps.
    pub threads: usize,
}

/// Brings the index in `folder` to what `inputs` hold now, creating it where there is none. Sources that other
/// runs named stay. Nothing is committed, and no writer is opened, when nothing has changed.
///
/// A long run commits now and then. If it is interrupted, the next one leaves alone what was read whole, and goes on
/// in a source of many articles where the last commit was; a source that it had not come to is as it was.
///
/// # Errors
/// What stops the run as a whole (the index, the disk; with `strict` also anything that cannot be read); the
/// index is then as the last commit left it. What concerns one input only is in [`Outcome::errors`].
pub fn bring_up_to_date(
    folder: &Path,
    inputs: &Inputs,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Outcome> {
    let shares = shares(inputs.memory, inputs.threads.max(1))?;
    if inputs.rebuild {
        return rebuild(folder, inputs, shares, progress);
    }
    let before = Before::open(folder)?;
    let (found, mut outcome) = found(folder, inputs, &before.manifest)?;
    let plan = Plan::new(&found, &before, inputs)?;
    if plan.is_empty() {
        if before.reader.is_some_and(|reader| reader.has_left_overs()) {
            // Another run may be writing them right now, or the folder be read-only: either is none of this one's.
            drop(clean_up(folder, shares));
        }
        outcome.unchanged = plan.unchanged;
        return Ok(outcome);
    }
    let writer = Writer::open(folder, shares.segments, shares.threads)?;
    // Nobody else commits from here on, but somebody may have since the look above.
    let before = Before::open(folder)?;
    let outcome = write(writer, &before, &found, inputs, shares.threads, outcome, progress);
    if outcome.is_err() {
        // What it wrote is of no use, and may be what filled the disk.
        drop(index::tidy(folder));
    }
    outcome
}

/// What there is to read, and what went wrong in looking for it.
///
/// # Errors
/// With `strict` the first thing that went wrong.
pub(super) fn found(folder: &Path, inputs: &Inputs, manifest: &Manifest) -> Result<(Sources, Outcome)> {
    let known = Known { manifest, format: inputs.format, index: folder.canonicalize().ok() };
    let mut found = Sources::find(&inputs.paths, &known);
    let errors = std::mem::take(&mut found.errors);
    let mut outcome = Outcome { skipped: found.skipped, errors, ..Outcome::default() };
    if inputs.strict && !outcome.errors.is_empty() {
        return Err(outcome.errors.swap_remove(0));
    }
    Ok((found, outcome))
}

/// Builds a new index beside the old one, which it replaces when all is read. Where nothing is to be read, nothing is
/// done.
fn rebuild(
    folder: &Path,
    inputs: &Inputs,
    shares: Shares,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Outcome> {
    let (found, outcome) = found(folder, inputs, &Manifest::default())?;
    if found.files.is_empty() && !found.stdin {
        return Ok(outcome);
    }
    let replacement = Replacement::begin(folder)?;
    let writer = Writer::open(replacement.folder(), shares.segments, shares.threads)?;
    let outcome = write(writer, &Before::default(), &found, inputs, shares.threads, outcome, progress)?;
    replacement.publish()?;
    Ok(outcome)
}

/// Does what there is to do, and commits it.
fn write(
    mut writer: Writer,
    before: &Before,
    found: &Sources,
    inputs: &Inputs,
    threads: usize,
    mut outcome: Outcome,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Outcome> {
    let plan = Plan::new(found, before, inputs)?;
    outcome.count(&plan);
    let mut run = Run::new(inputs, &plan, before, outcome, progress);
    run.remove_gone(&writer);
    while !pipeline::run(&writer, threads, |intake| run.read_until_due(&writer, intake))? {
        writer.commit(run.manifest())?;
    }
    writer.finish(run.manifest())?;
    Ok(run.into_outcome())
}

/// Does what a run that was killed after its commit had still to do: files that no commit names go away, and few
/// segments are made of many.
fn clean_up(folder: &Path, shares: Shares) -> Result<()> {
    let writer = Writer::open(folder, shares.segments, shares.threads)?;
    writer.finish(&Before::open(folder)?.manifest)
}
