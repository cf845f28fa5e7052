//! `suggest`: how the beginning of a query may go on.

use super::Status;
use super::arguments::SuggestCommand;
use super::print::Printer;
use super::settings::Settings;

pub(super) fn run(
    command: &SuggestCommand,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let found = settings.engine()?.suggest(&command.prefix.join(" "), command.limit)?;
    for suggestion in &found {
        if printer.json {
            printer.object(suggestion)?;
        } else {
            printer.line(&suggestion.text)?;
        }
    }
    Ok(if found.is_empty() { Status::Nothing } else { Status::Found })
}
