//! `index --watch`: a run whenever something changes.

use std::thread;
use std::time::Duration;

use super::super::Status;
use super::super::arguments::IndexCommand;
use super::super::print::Printer;
use super::super::settings::Settings;
use super::once;
use crate::Error;
use crate::ingest::{Inputs, Watch};
use crate::lang::say;

/// How long to wait before the next try where another process writes.
const BUSY: Duration = Duration::from_secs(1);

/// Never ends but by an interrupt, or where nothing can be watched any more. The watching begins before the first run, so that no
/// change falls between them. What goes wrong in a run is said, and the
/// watching goes on: the next change may mend it.
pub(super) fn run(
    inputs: &Inputs,
    command: &IndexCommand,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let watch = Watch::new(&inputs.paths, &settings.index)?;
    let paths = inputs.paths.join(", ");
    printer.note(&say!(
        printer.lang,
        "{paths} : surveillance, Ctrl-C y met fin",
        "{paths}: watching; Ctrl-C ends it"
    ));
    let mut run = true;
    loop {
        if run {
            run = was_busy(once(inputs, command, settings, printer), printer)?;
            printer.finish()?;
        }
        if run {
            thread::sleep(BUSY);
        } else {
            watch.wait()?;
            run = true;
        }
    }
}

/// Whether another process was writing. What the index or its sources did wrong is said; anything else is of this program's
/// output, and ends it.
fn was_busy(outcome: anyhow::Result<Status>, printer: &Printer) -> anyhow::Result<bool> {
    let Err(error) = outcome else { return Ok(false) };
    let error: Error = error.downcast()?;
    let busy = matches!(error, Error::IndexLocked { .. });
    printer.error(error);
    Ok(busy)
}
