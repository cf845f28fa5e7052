//! `index`: bring the index up to date.

mod watching;

use std::cmp::Reverse;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde::Serialize;
use serde_json::json;

use super::Status;
use super::arguments::{COMMIT_EVERY, Form, IndexCommand, MemoryOptions, ReadingOptions};
use super::print::Printer;
use super::progress::ProgressLine;
use super::settings::Settings;
use crate::Error;
use crate::ingest::{Change, Inputs, Outcome, Shares, SourceChange, bring_up_to_date, changes, shares};
use crate::lang::notices::notice;
use crate::lang::{Lang, say};

pub(super) fn run(
    command: &IndexCommand,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let mut paths = command.paths.clone();
    if let Some(list) = &command.files_from {
        paths.extend(read_list(list)?);
    }
    let inputs = Inputs {
        rebuild: command.rebuild,
        keep_missing: command.keep_missing,
        limit: command.limit,
        commit_every: Duration::from_secs(command.commit_every),
        ..inputs(paths, command.format, &command.reading)
    };
    if command.dry_run {
        return foresee(&inputs, settings, printer);
    }
    if command.watch {
        return watching::run(&inputs, command, settings, printer);
    }
    once(&inputs, command, settings, printer)
}

/// One run, and what it did.
fn once(
    inputs: &Inputs,
    command: &IndexCommand,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let start = Instant::now();
    let outcome = bring(inputs, settings, printer)?;
    if printer.json {
        printer.object(&as_json(&outcome, start.elapsed()))?;
    } else {
        tell(&outcome, start.elapsed(), printer);
    }
    if command.report {
        dropped(&outcome, printer)?;
    }
    Ok(errors(outcome, printer))
}

/// Says what a run would do.
fn foresee(inputs: &Inputs, settings: &Settings, printer: &mut Printer) -> anyhow::Result<Status> {
    let start = Instant::now();
    let (outcome, changes) = changes(&settings.index, inputs)?;
    for change in &changes {
        if printer.json {
            printer.object(&ChangeObject { change })?;
        } else {
            printer.line(&change_line(change, printer.lang))?;
        }
    }
    if printer.json {
        let mut object = as_json(&outcome, start.elapsed());
        object["dry_run"] = true.into();
        printer.object(&object)?;
    } else {
        let sources = sources(&outcome, printer.lang);
        let none = printer.lang.of("aucune", "none").to_owned();
        let sources = if sources.is_empty() { none } else { sources };
        printer.note(&say!(
            printer.lang,
            "Sources : {sources} ; rien n'a été écrit",
            "Sources: {sources}; nothing was written"
        ));
    }
    Ok(errors(outcome, printer))
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "change")]
struct ChangeObject<'a> {
    #[serde(flatten)]
    change: &'a SourceChange,
}

fn change_line(change: &SourceChange, lang: Lang) -> String {
    let what = match change.change {
        Change::Added => lang.of("nouvelle", "new"),
        Change::Changed => lang.of("modifiée", "changed"),
        Change::Resumed => lang.of("reprise", "resumed"),
        Change::Renamed => lang.of("renommée", "renamed"),
        Change::Removed => lang.of("retirée", "removed"),
    };
    let from = change.from.as_ref().map(|from| format!("{from} → ")).unwrap_or_default();
    format!("{what:<9} {from}{}", change.path)
}

/// Brings the index up to date before a search, and says on standard error what that took.
pub(super) fn update(inputs: &Inputs, settings: &Settings, printer: &Printer) -> anyhow::Result<Status> {
    let start = Instant::now();
    let outcome = bring(inputs, settings, printer)?;
    tell(&outcome, start.elapsed(), printer);
    Ok(errors(outcome, printer))
}

/// What is asked of a run that has no options but those of reading.
pub(super) fn inputs(paths: Vec<String>, format: Option<Form>, reading: &ReadingOptions) -> Inputs {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    Inputs {
        paths,
        format: format.map(Into::into),
        title: reading.title.clone(),
        infobox: !reading.no_infobox,
        limit: None,
        rebuild: false,
        keep_missing: false,
        strict: reading.strict,
        commit_every: Duration::from_secs(COMMIT_EVERY),
        memory: usize::try_from(reading.memory.saturating_mul(1 << 20)).unwrap_or(usize::MAX),
        threads: reading.threads.map_or(cores, usize::from),
    }
}

/// What a command that writes segments may take.
pub(super) fn shares_of(options: &MemoryOptions) -> anyhow::Result<Shares> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let memory = usize::try_from(options.memory.saturating_mul(1 << 20)).unwrap_or(usize::MAX);
    Ok(shares(memory, options.threads.map_or(cores, usize::from))?)
}

fn bring(inputs: &Inputs, settings: &Settings, printer: &Printer) -> anyhow::Result<Outcome> {
    let line = ProgressLine::new(settings.quiet || settings.json || !settings.progress, printer.lang);
    let outcome = bring_up_to_date(&settings.index, inputs, &mut |progress| line.show(progress));
    line.clear();
    Ok(outcome?)
}

/// Says what could not be read.
pub(super) fn errors(outcome: Outcome, printer: &Printer) -> Status {
    let sound = outcome.error_count() == 0;
    outcome.errors.into_iter().for_each(|error| printer.error(error));
    if sound { Status::Found } else { Status::Incomplete }
}

/// What was left out, the most frequent first.
fn dropped(outcome: &Outcome, printer: &mut Printer) -> anyhow::Result<()> {
    let mut all: Vec<_> = outcome.dropped.iter().collect();
    all.sort_by_key(|(_, times)| Reverse(**times));
    for ((kind, name), times) in all {
        if printer.json {
            printer.object(&json!({"type": "dropped", "kind": kind, "name": name, "count": times}))?;
        } else {
            printer.line(&format!("{:>12}  {kind:<16}  {name}", printer.lang.number(*times)))?;
        }
    }
    Ok(())
}

fn tell(outcome: &Outcome, elapsed: Duration, printer: &Printer) {
    let lang = printer.lang;
    outcome.warnings.iter().for_each(|said| printer.warn(&notice(said, printer.lang)));
    let (warnings, errors) = (outcome.warnings_left_out, outcome.errors_left_out);
    if warnings > 0 {
        printer.warn(&say!(lang, "{warnings} autres avertissements", "{warnings} more warnings"));
    }
    if errors > 0 {
        printer.warn(&say!(
            lang,
            "{errors} autres erreurs, outre celles ci-dessous",
            "{errors} more errors, besides those below"
        ));
    }
    if let Some(text) = as_text(outcome, elapsed, lang) {
        printer.note(&text);
    }
}

fn as_json(outcome: &Outcome, elapsed: Duration) -> serde_json::Value {
    json!({
        "type": "index",
        "added": outcome.added,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "resumed": outcome.resumed,
        "renamed": outcome.renamed,
        "removed": outcome.removed,
        "skipped": outcome.skipped,
        "read": outcome.read,
        "errors": outcome.error_count(),
        "warnings": outcome.warnings,
        "elapsed_ms": elapsed.as_secs_f64() * 1000.0,
    })
}

/// Nothing is said of a run that changed nothing.
pub(super) fn as_text(outcome: &Outcome, elapsed: Duration, lang: Lang) -> Option<String> {
    let read = outcome.read;
    let touched = outcome.added + outcome.changed + outcome.resumed + outcome.renamed + outcome.removed;
    if touched + read.articles == 0 {
        return None;
    }
    let articles = lang.count(read.articles, "article", "article");
    let passages = lang.count(read.passages, "passage", "passage");
    let references = lang.count(read.references, "référence", "reference");
    let seconds = lang.decimal(elapsed.as_secs_f64(), 1);
    let read = say!(
        lang,
        "lu {articles}, {passages}, {references} en {seconds} s",
        "read {articles}, {passages}, {references} in {seconds} s"
    );
    let sources = sources(outcome, lang);
    Some(match sources.as_str() {
        "" => say!(lang, "Index : {read}", "Index: {read}"),
        _ => say!(lang, "Sources : {sources} ; {read}", "Sources: {sources}; {read}"),
    })
}

/// How many sources came to what.
fn sources(outcome: &Outcome, lang: Lang) -> String {
    let changes = [
        (outcome.added, ("nouvelle", "nouvelles"), "new"),
        (outcome.changed, ("modifiée", "modifiées"), "changed"),
        (outcome.resumed, ("reprise", "reprises"), "resumed"),
        (outcome.renamed, ("renommée", "renommées"), "renamed"),
        (outcome.removed, ("retirée", "retirées"), "removed"),
        (outcome.unchanged, ("inchangée", "inchangées"), "unchanged"),
    ];
    let changes = changes.into_iter().filter(|(number, ..)| *number > 0);
    let said = changes.map(|(number, (one, several), english)| {
        format!("{} {}", lang.number(number), lang.of(if number > 1 { several } else { one }, english))
    });
    said.collect::<Vec<_>>().join(", ")
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
