//! `suggest`: how the beginning of a query may go on.

use super::Status;
use super::arguments::{Arguments, SuggestCommand};
use super::print::Printer;
use crate::search::Local;

pub(super) fn run(
    command: &SuggestCommand,
    arguments: &Arguments,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let found = Local::open(&arguments.index)?.suggest(&command.prefix.join(" "), command.limit)?;
    for suggestion in &found {
        if printer.json {
            printer.object(suggestion)?;
        } else {
            printer.line(&suggestion.text)?;
        }
    }
    Ok(if found.is_empty() { Status::Nothing } else { Status::Found })
}
