//! `cite`: who cites a source, for what, which sources there are, and what has none.

mod sources;
mod unsourced;
mod uses;

use super::Status;
use super::arguments::CiteCommand;
use super::print::Printer;
use super::settings::Settings;

pub(super) fn run(
    command: &CiteCommand,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let engine = settings.engine()?;
    match command {
        CiteCommand { unsourced: true, .. } => unsourced::unsourced(&*engine, command, printer),
        CiteCommand { check: true, .. } => unsourced::check(&*engine, command, printer),
        CiteCommand { claim: Some(claim), .. } => uses::of_claim(&*engine, claim, command, printer),
        CiteCommand { of: Some(id), .. } => sources::of_passage(&*engine, id, command, printer),
        CiteCommand { together: Some(label), .. } => sources::together(&*engine, label, command, printer),
        CiteCommand { source: Some(source), export: None, .. } => {
            uses::of_source(&*engine, source, command, printer)
        }
        CiteCommand { label: Some(label), .. } => uses::of_label(&*engine, label, command, printer),
        _ => sources::list(&*engine, command, printer),
    }
}

/// A label without the brackets that it may have been typed with.
fn bare(label: &str) -> &str {
    label.trim().trim_start_matches('[').trim_end_matches(']').trim()
}
