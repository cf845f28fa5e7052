//! `stats`: what the index holds.

use serde::Serialize;

use super::Status;
use super::arguments::StatsCommand;
use super::lang::Lang;
use super::print::Printer;
use super::settings::Settings;
use crate::index::{Part, Reader, Size, Stats, sizes};

#[derive(Serialize)]
#[serde(tag = "type", rename = "stats")]
struct Object<'a> {
    #[serde(flatten)]
    stats: &'a Stats,
    #[serde(skip_serializing_if = "Option::is_none")]
    sizes: Option<&'a [Size]>,
}

pub(super) fn run(
    command: &StatsCommand,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let stats = settings.engine()?.stats()?;
    let sizes = command.sizes.then(|| sizes(&Reader::open(&settings.index)?)).transpose()?;
    if printer.json {
        printer.object(&Object { stats: &stats, sizes: sizes.as_deref() })?;
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
    sizes.map_or(Ok(()), |sizes| print_sizes(&sizes, stats.bytes, printer))?;
    Ok(Status::Found)
}

/// Each part with its bytes and its share of all of them.
fn print_sizes(sizes: &[Size], all: u64, printer: &mut Printer) -> anyhow::Result<()> {
    printer.line("")?;
    for size in sizes {
        let part = name(size.part, printer.lang);
        let name = size.field.as_ref().map_or_else(|| part.to_owned(), |field| format!("{part} ({field})"));
        let share = printer.lang.decimal(size.bytes as f64 * 100.0 / all.max(1) as f64, 1);
        let bytes = printer.lang.number(size.bytes);
        printer.line(&format!("{name:<32}{bytes:>16}{share:>7} %"))?;
    }
    Ok(())
}

fn name(part: Part, lang: Lang) -> &'static str {
    match part {
        Part::Records => lang.of("textes", "texts"),
        Part::Forward => lang.of("mots des passages", "words of passages"),
        Part::Words => lang.of("dictionnaire", "dictionary"),
        Part::Postings => lang.of("documents", "postings"),
        Part::Positions => lang.of("positions", "positions"),
        Part::Terms => lang.of("termes", "terms"),
        Part::Stems => lang.of("racines", "stems"),
        Part::Lengths => lang.of("longueurs", "lengths"),
        Part::Columns => lang.of("colonnes", "columns"),
        Part::Deletions => lang.of("suppressions", "deletions"),
        Part::Other => lang.of("autres", "other"),
    }
}

fn print(name: (&'static str, &'static str), value: &str, printer: &mut Printer) -> anyhow::Result<()> {
    let name = printer.lang.of(name.0, name.1);
    printer.line(&format!("{name:<20}{value:>16}"))
}
