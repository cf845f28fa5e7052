//! `show`: a passage with its neighbours, a reference, or an article.

use super::Status;
use super::arguments::ShowCommand;
use super::print::Printer;
use super::settings::Settings;
use crate::search::{Hit, HitQuote};

pub(super) fn run(
    command: &ShowCommand,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let context = settings.engine()?.show(&command.id, command.context)?;
    for (place, hit) in context.hits.iter().enumerate() {
        if printer.json {
            printer.object(hit)?;
            continue;
        }
        if place > 0 {
            printer.line("")?;
        }
        let asked_for = context.target == Some(place) && context.hits.len() > 1;
        let marks = asked_for.then_some(0..hit.text.len()).into_iter().collect();
        printer.hit(&Hit { highlights: marks, ..hit.clone() }, true)?;
        hit.quotes.iter().try_for_each(|quote| print_quote(quote, printer))?;
    }
    Ok(Status::Found)
}

/// Who says it, where the sentence tells.
fn print_quote(quote: &HitQuote, printer: &mut Printer) -> anyhow::Result<()> {
    let Some(speaker) = &quote.speaker else { return Ok(()) };
    let verb = quote.verb.as_ref().map(|verb| format!(" ({verb})")).unwrap_or_default();
    printer.entry(&format!("« {} » — {speaker}{verb}", quote.text))
}
