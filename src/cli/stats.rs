//! `stats`: what the index holds.

use serde::Serialize;

use super::Status;
use super::arguments::Arguments;
use super::print::{Printer, number};
use crate::index::{Reader, Stats, stats};

#[derive(Serialize)]
#[serde(tag = "type", rename = "stats")]
struct Object<'a> {
    #[serde(flatten)]
    stats: &'a Stats,
}

pub(super) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Status> {
    let stats = stats(&Reader::open(&arguments.index)?)?;
    if printer.json {
        printer.object(&Object { stats: &stats })?;
        return Ok(Status::Found);
    }
    let counts = &stats.counts;
    for (name, value) in [
        ("articles", counts.articles),
        ("redirections", counts.redirects),
        ("passages", counts.passages),
        ("références", counts.references),
        ("appels de citation", counts.markers),
        ("termes distincts", stats.terms),
        ("sources", stats.sources),
        ("segments", stats.segments),
        ("octets de texte", counts.text_bytes),
        ("octets de l'index", stats.bytes),
    ] {
        printer.line(&format!("{name:<20}{:>16}", number(value)))?;
    }
    printer.line(&format!("{:<20}{:>16}", "analyseur", stats.analyzer))?;
    printer.line(&format!("{:<20}{:>16}", "schéma", stats.schema))?;
    Ok(Status::Found)
}
