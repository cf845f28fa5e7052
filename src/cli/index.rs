//! `index`: bring the index up to date.

use std::cmp::Reverse;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde_json::json;

use super::Status;
use super::arguments::{Arguments, COMMIT_EVERY, IndexCommand, ReadingOptions};
use super::print::{Printer, count, number};
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
    let inputs = Inputs {
        rebuild: command.rebuild,
        limit: command.limit,
        commit_every: Duration::from_secs(command.commit_every),
        ..inputs(paths, &command.reading)
    };
    update(&inputs, command.report, arguments, printer)
}

/// What is asked of a run that has no options but those of reading.
pub(super) fn inputs(paths: Vec<String>, reading: &ReadingOptions) -> Inputs {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    Inputs {
        paths,
        format: reading.format.map(Into::into),
        title: reading.title.clone(),
        infobox: !reading.no_infobox,
        limit: None,
        rebuild: false,
        strict: reading.strict,
        commit_every: Duration::from_secs(COMMIT_EVERY),
        memory: usize::try_from(reading.memory.saturating_mul(1 << 20)).unwrap_or(usize::MAX),
        threads: reading.threads.map_or(cores, usize::from),
    }
}

/// Brings the index up to date and says on standard error what that took.
pub(super) fn update(
    inputs: &Inputs,
    report: bool,
    arguments: &Arguments,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let start = Instant::now();
    let line = ProgressLine::new(arguments.quiet || arguments.json);
    let outcome = bring_up_to_date(&arguments.index, inputs, &mut |progress| line.show(progress));
    line.clear();
    let outcome = outcome?;
    summarise(&outcome, start.elapsed(), arguments, printer)?;
    if report {
        dropped(&outcome, printer)?;
    }
    let sound = outcome.error_count() == 0;
    outcome.errors.into_iter().for_each(|error| printer.error(error));
    Ok(if sound { Status::Found } else { Status::Incomplete })
}

/// What was left out, the most frequent first.
fn dropped(outcome: &Outcome, printer: &mut Printer) -> anyhow::Result<()> {
    let mut all: Vec<_> = outcome.dropped.iter().collect();
    all.sort_by_key(|(_, times)| Reverse(**times));
    for ((kind, name), times) in all {
        if printer.json {
            printer.object(&json!({"type": "dropped", "kind": kind, "name": name, "count": times}))?;
        } else {
            printer.line(&format!("{:>12}  {kind:<16}  {name}", number(*times)))?;
        }
    }
    Ok(())
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
        "resumed": outcome.resumed,
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
        (outcome.resumed, "reprise"),
        (outcome.removed, "retirée"),
        (outcome.unchanged, "inchangée"),
    ];
    let changed =
        outcome.added + outcome.changed + outcome.resumed + outcome.removed + outcome.read.articles > 0;
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
