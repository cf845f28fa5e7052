//! `index`: bring the index up to date.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::thread;
use std::time::Instant;

use anyhow::Context as _;
use serde_json::json;

use super::Status;
use super::arguments::{Arguments, IndexCommand, ReadingOptions};
use super::print::{Printer, count};
use super::progress::ProgressLine;
use crate::Error;
use crate::ingest::{Inputs, Outcome, bring_up_to_date};

pub(super) fn run(
    command: &IndexCommand,
    arguments: &Arguments,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let mut paths = command.paths.clone();
    if let Some(list) = &command.files_from {
        paths.extend(read_list(list)?);
    }
    update(paths, command.rebuild, &command.reading, arguments, printer)
}

/// Brings the index up to date and says on standard error what that took.
pub(super) fn update(
    paths: Vec<String>,
    rebuild: bool,
    reading: &ReadingOptions,
    arguments: &Arguments,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let inputs = Inputs {
        paths,
        format: reading.format.map(Into::into),
        title: reading.title.clone(),
        rebuild,
        strict: reading.strict,
        memory: usize::try_from(reading.memory.saturating_mul(1 << 20)).unwrap_or(usize::MAX),
        threads: reading.threads.map_or(cores, usize::from),
    };
    let start = Instant::now();
    let line = ProgressLine::new(arguments.quiet || arguments.json);
    let outcome = bring_up_to_date(&arguments.index, &inputs, &mut |progress| line.show(progress));
    line.clear();
    let outcome = outcome?;
    summarise(&outcome, start.elapsed(), arguments, printer)?;
    let sound = outcome.error_count() == 0;
    outcome.errors.into_iter().for_each(|error| printer.error(error));
    Ok(if sound { Status::Found } else { Status::Incomplete })
}

fn summarise(
    outcome: &Outcome,
    elapsed: std::time::Duration,
    arguments: &Arguments,
    printer: &mut Printer,
) -> anyhow::Result<()> {
    if printer.json && matches!(arguments.command, super::Command::Index(_)) {
        return printer.object(&as_json(outcome, elapsed));
    }
    outcome.warnings.iter().for_each(|warning| printer.warn(warning));
    if outcome.warnings_left_out > 0 {
        printer.warn(&format!("{} more warnings", outcome.warnings_left_out));
    }
    if outcome.errors_left_out > 0 {
        printer.warn(&format!("{} more errors, besides those below", outcome.errors_left_out));
    }
    if let Some(text) = as_text(outcome, elapsed) {
        printer.note(&text);
    }
    Ok(())
}

fn as_json(outcome: &Outcome, elapsed: std::time::Duration) -> serde_json::Value {
    json!({
        "type": "index",
        "added": outcome.added,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "removed": outcome.removed,
        "skipped": outcome.skipped,
        "read": outcome.read,
        "errors": outcome.error_count(),
        "warnings": outcome.warnings,
        "elapsed_ms": elapsed.as_secs_f64() * 1000.0,
    })
}

/// Nothing is said of a run that changed nothing.
fn as_text(outcome: &Outcome, elapsed: std::time::Duration) -> Option<String> {
    let changes = [
        (outcome.added, "nouvelle"),
        (outcome.changed, "modifiée"),
        (outcome.removed, "retirée"),
        (outcome.unchanged, "inchangée"),
    ];
    let changed = outcome.added + outcome.changed + outcome.removed + outcome.read.articles > 0;
    let sources = changes.iter().filter(|(number, _)| *number > 0).map(|(number, what)| count(*number, what));
    let sources = sources.collect::<Vec<_>>().join(", ");
    let read = outcome.read;
    changed.then(|| {
        format!(
            "Sources : {sources} ; lu {}, {}, {} en {:.1} s",
            count(read.articles, "article"),
            count(read.passages, "passage"),
            count(read.references, "référence"),
            elapsed.as_secs_f64(),
        )
        .replace("Sources :  ;", "Index :")
    })
}

fn read_list(list: &Path) -> anyhow::Result<Vec<String>> {
    let mut text = String::new();
    let read = if list == Path::new("-") {
        io::stdin().read_to_string(&mut text).map(drop)
    } else {
        fs::read_to_string(list).map(|read| text = read)
    };
    read.map_err(|source| Error::Io { path: list.to_owned(), reason: source }).context("--files-from")?;
    Ok(text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}
