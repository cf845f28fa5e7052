//! `stats`: what the index holds.

use serde::Serialize;

use super::Status;
use super::print::Printer;
use super::settings::Settings;
use crate::index::Stats;

#[derive(Serialize)]
#[serde(tag = "type", rename = "stats")]
struct Object<'a> {
    #[serde(flatten)]
    stats: &'a Stats,
}

pub(super) fn run(settings: &Settings, printer: &mut Printer) -> anyhow::Result<Status> {
    let stats = settings.engine()?.stats()?;
    if printer.json {
        printer.object(&Object { stats: &stats })?;
        return Ok(Status::Found);
    }
    let counts = &stats.counts;
    for (name, value) in [
        (("articles", "articles"), counts.articles),
        (("redirections", "redirects"), counts.redirects),
        (("passages", "passages"), counts.passages),
        (("références", "references"), counts.references),
        (("appels de citation", "citation markers"), counts.markers),
        (("termes distincts", "distinct terms"), stats.terms),
        (("sources", "sources"), stats.sources),
        (("segments", "segments"), stats.segments),
        (("octets de texte", "bytes of text"), counts.text_bytes),
        (("octets de l'index", "bytes of index"), stats.bytes),
    ] {
        print(name, &printer.lang.number(value), printer)?;
    }
    print(("analyseur", "analyzer"), &stats.analyzer, printer)?;
    print(("schéma", "schema"), &stats.schema.to_string(), printer)?;
    Ok(Status::Found)
}

fn print(name: (&'static str, &'static str), value: &str, printer: &mut Printer) -> anyhow::Result<()> {
    let name = printer.lang.of(name.0, name.1);
    printer.line(&format!("{name:<20}{value:>16}"))
}
