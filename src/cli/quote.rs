//! `quote`: who said that, and is it quoted right?

use serde_json::json;

use super::Status;
use super::arguments::QuoteCommand;
use super::print::Printer;
use super::settings::Settings;
use crate::lang::{Lang, say};
use crate::search::{Difference, DifferenceKind, Engine, Hit, HitQuote, Verdict, VerdictKind};

pub(super) fn run(
    command: &QuoteCommand,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let engine = settings.engine()?;
    let text = command.text.join(" ");
    if command.verify {
        return verify(&*engine, &text, command, printer);
    }
    let hits = engine.quotes(&text, command.article.as_deref(), command.limit)?;
    for hit in &hits {
        print_quote(hit, printer)?;
    }
    if printer.json {
        let total = hits.len();
        printer.object(&json!({"type": "summary", "quote": text, "shown": total, "total": total}))?;
    } else {
        printer.line(&printer.lang.count(hits.len() as u64, "passage", "passage"))?;
    }
    Ok(if hits.is_empty() { Status::Nothing } else { Status::Found })
}

fn print_quote(hit: &Hit, printer: &mut Printer) -> anyhow::Result<()> {
    if printer.json {
        return printer.object(hit);
    }
    printer.hit(hit, false)?;
    let mark = hit.highlights.first();
    let quote = mark
        .and_then(|mark| hit.quotes.iter().find(|q| q.span.start <= mark.start && mark.end <= q.span.end));
    quote.into_iter().try_for_each(|quote| print_speaker(quote, printer))?;
    printer.line("")
}

/// Nothing where the sentence does not tell.
fn print_speaker(quote: &HitQuote, printer: &mut Printer) -> anyhow::Result<()> {
    let said = match (&quote.speaker, &quote.verb) {
        (Some(speaker), Some(verb)) => format!("— {speaker} ({verb})"),
        (Some(speaker), None) => format!("— {speaker}"),
        (None, _) => return Ok(()),
    };
    printer.entry(&said)
}

fn verify(
    engine: &dyn Engine,
    text: &str,
    command: &QuoteCommand,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let verdict = engine.verify(text, command.article.as_deref())?;
    if printer.json {
        printer.object(&verdict)?;
    } else {
        print_verdict(engine, &verdict, printer)?;
    }
    Ok(if verdict.verdict == VerdictKind::Absent { Status::Nothing } else { Status::Found })
}

fn print_verdict(engine: &dyn Engine, verdict: &Verdict, printer: &mut Printer) -> anyhow::Result<()> {
    let lang = printer.lang;
    printer.line(match verdict.verdict {
        VerdictKind::Exact => lang.of("exacte", "exact"),
        VerdictKind::Typography => lang.of("exacte, à la typographie près", "exact but for typography"),
        VerdictKind::Altered => lang.of("altérée", "altered"),
        VerdictKind::Stitched => {
            lang.of("recomposée de plusieurs endroits", "put together from several places")
        }
        VerdictKind::Absent => lang.of("absente", "absent"),
    })?;
    verdict.diff.iter().try_for_each(|difference| printer.entry(&told(difference, lang)))?;
    for piece in &verdict.pieces {
        printer.entry(&format!("« {} »  {}", piece.found.text, piece.passage))?;
    }
    if let Some(id) = &verdict.passage {
        print_place(engine, id, verdict, printer)?;
    }
    Ok(())
}

/// The passage, the words brought out, and whose they are.
fn print_place(
    engine: &dyn Engine,
    id: &str,
    verdict: &Verdict,
    printer: &mut Printer,
) -> anyhow::Result<()> {
    let context = engine.show(id, 0)?;
    for hit in context.hits {
        printer.line("")?;
        let highlights = verdict.span.iter().cloned().collect();
        printer.hit(&Hit { highlights, ..hit }, false)?;
    }
    match &verdict.quote {
        Some(quote) => print_speaker(quote, printer),
        None => printer.entry(printer.lang.of(
            "hors guillemets : ce sont les mots du passage lui-même",
            "outside quotation marks: these are the passage's own words",
        )),
    }
}

fn told(difference: &Difference, lang: Lang) -> String {
    let words = |stretch: &Option<crate::search::Stretch>| {
        stretch.as_ref().map(|stretch| format!("« {} »", stretch.text)).unwrap_or_default()
    };
    let (asked, found) = (words(&difference.asked), words(&difference.found));
    match difference.kind {
        DifferenceKind::Spelling => say!(lang, "{asked} s'écrit {found}", "{asked} is spelled {found}"),
        DifferenceKind::Replaced => say!(lang, "{asked} au lieu de {found}", "{asked} in place of {found}"),
        DifferenceKind::Missing => say!(lang, "{asked} ajouté", "{asked} added"),
        DifferenceKind::Added => say!(lang, "{found} omis", "{found} left out"),
        DifferenceKind::Omitted => say!(lang, "[…] pour {found}", "[…] for {found}"),
    }
}
