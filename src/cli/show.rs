//! `show`: a passage with its neighbours, a reference, or an article.

use super::Status;
use super::arguments::{Arguments, ShowCommand};
use super::print::Printer;
use crate::search::Local;

pub(super) fn run(
    command: &ShowCommand,
    arguments: &Arguments,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let context = Local::open(&arguments.index)?.show(&command.id, command.context)?;
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
        printer.hit(&crate::search::Hit { highlights: marks, ..hit.clone() }, true)?;
    }
    Ok(Status::Found)
}
