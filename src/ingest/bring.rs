//! A run of `index`: find, compare, read what changed, commit.

use std::path::Path;
use std::time::Duration;

use super::article_ids::ArticleIds;
use super::memory::shares;
use super::outcome::Outcome;
use super::pipeline::{self, Progress};
use super::plan::Plan;
use super::run::Run;
use super::sources::Sources;
use crate::document::Format;
use crate::error::{Error, Result};
use crate::index;
use crate::index::{Manifest, Reader, Writer};

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
    /// Build the index anew; what it held before, from these or other paths, is left out.
    pub rebuild: bool,
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
/// index is then as the last commit left it, but for `rebuild`, which takes the old one away before it reads. What
/// concerns one input only is in [`Outcome::errors`].
pub fn bring_up_to_date(
    folder: &Path,
    inputs: &Inputs,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Outcome> {
    let (threads, segments) = shares(inputs.memory, inputs.threads.max(1))?;
    let mut found = Sources::find(&inputs.paths, inputs.format);
    let mut outcome =
        Outcome { skipped: found.skipped, errors: std::mem::take(&mut found.errors), ..Outcome::default() };
    if inputs.strict && !outcome.errors.is_empty() {
        return Err(outcome.errors.swap_remove(0));
    }
    if inputs.rebuild && (!found.files.is_empty() || found.stdin) {
        index::clear(folder)?;
    }
    let before = Before::open(folder)?;
    let plan = Plan::new(&found, &before.manifest, inputs);
    if plan.is_empty() {
        if before.reader.is_some_and(|reader| reader.has_left_overs()) {
            // Another run may be writing them right now, or the folder be read-only: either is none of this one's.
            drop(clean_up(folder, segments, threads));
        }
        outcome.unchanged = plan.unchanged;
        return Ok(outcome);
    }
    let mut writer = Writer::open(folder, segments, threads)?;
    // Nobody else commits from here on, but somebody may have since the look above.
    let Before { reader, manifest } = Before::open(folder)?;
    let plan = Plan::new(&found, &manifest, inputs);
    outcome.count(&plan);
    let ids = ArticleIds::new(reader.as_ref(), &plan.outgoing);
    let mut run = Run::new(inputs, &plan, ids, manifest, outcome, progress);
    run.remove_gone(&writer);
    while !pipeline::run(&writer, threads, |intake| run.read_until_due(&writer, intake))? {
        writer.commit(run.manifest())?;
    }
    writer.finish(run.manifest())?;
    Ok(run.into_outcome())
}

/// Does what a run that was killed after its commit had still to do: files that no commit names go away, and few
/// segments are made of many.
fn clean_up(folder: &Path, segments: usize, threads: usize) -> Result<()> {
    let writer = Writer::open(folder, segments, threads)?;
    writer.finish(&Before::open(folder)?.manifest)
}

/// The index before a run.
struct Before {
    /// `None` where there is none yet.
    reader: Option<Reader>,
    manifest: Manifest,
}

impl Before {
    fn open(folder: &Path) -> Result<Self> {
        let reader = match Reader::open(folder) {
            Err(Error::IndexMissing { .. } | Error::IndexUnfinished { .. }) => None,
            reader => Some(reader?),
        };
        let manifest = reader.as_ref().map_or_else(|| Ok(Manifest::default()), Reader::manifest)?;
        Ok(Self { reader, manifest })
    }
}
