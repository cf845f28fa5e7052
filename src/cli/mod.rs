//! The program: its commands, one a file, and what it prints.

mod analyze;
mod arguments;
mod cite;
mod completions;
mod eval;
mod failure;
mod index;
mod print;
mod progress;
mod quote;
mod search;
mod show;
mod stats;
mod suggest;

use std::process::ExitCode;

use clap::Parser as _;

pub use arguments::{Arguments, Command};
use failure::report;
use print::Printer;

/// How a command that did not fail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Something was found, or done.
    Found,
    /// There is no such thing.
    Nothing,
    /// Some of the input could not be read, which has been said.
    Incomplete,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Found => 0,
            Status::Nothing => 1,
            Status::Incomplete => 2,
        })
    }
}

/// Runs the program with the process's arguments; its exit status: 0 found, 1 nothing found, 2 error.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut printer = Printer::new(&arguments);
    let outcome = run(&arguments, &mut printer).and_then(|status| {
        printer.finish()?;
        Ok(status)
    });
    match outcome {
        Ok(status) => status.into(),
        Err(error) => report(&error, arguments.json, printer.into_output()),
    }
}

fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Status> {
    match &arguments.command {
        Command::Index(command) => index::run(command, arguments, printer),
        Command::Search(command) => search::run(command, arguments, printer),
        Command::Cite(command) => cite::run(command, arguments, printer),
        Command::Quote(command) => quote::run(command, arguments, printer),
        Command::Show(command) => show::run(command, arguments, printer),
        Command::Suggest(command) => suggest::run(command, arguments, printer),
        Command::Stats => stats::run(arguments, printer),
        Command::Eval(command) => eval::run(command, arguments, printer),
        Command::Analyze(command) => analyze::run(command, printer),
        Command::Completions(command) => completions::completions(command, printer),
        Command::Man => completions::man(printer),
    }
}
