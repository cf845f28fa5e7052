//! The program: its commands, one a file, and what it prints.

mod allocator;
mod analyze;
mod arguments;
mod check;
mod cite;
mod completions;
mod eval;
mod failure;
mod index;
mod interrupt;
mod mcp;
mod optimize;
mod print;
mod progress;
mod prompt;
mod push;
mod quote;
mod search;
mod serve;
mod settings;
mod show;
mod stats;
mod suggest;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use crate::lang::{self, Lang};
pub use arguments::{Arguments, Command};
use failure::report;
use print::Printer;
use settings::Settings;

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

/// Runs the program with the process's arguments; its exit status: 0 found, 1 nothing found, 2 error, 130 interrupted.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = arguments();
    let json = arguments.is_json();
    let settings = match Settings::new(&arguments) {
        Ok(settings) => settings,
        Err(error) => {
            let lang = arguments.global.lang.unwrap_or_else(Lang::of_environment);
            return report(&error.into(), json, lang, None);
        }
    };
    if let Some(memory) = memory(&arguments.command) {
        allocator::spare(memory);
    }
    if matches!(arguments.command, Command::Index(_)) {
        interrupt::handle(settings.lang);
    }
    let mut printer = Printer::new(&settings);
    tell(&settings, &printer);
    let outcome = run(&arguments.command, &settings, &mut printer).and_then(|status| {
        printer.finish()?;
        Ok(status)
    });
    match outcome {
        Ok(status) => status.into(),
        Err(error) => report(&error, json, settings.lang, Some(printer.into_output())),
    }
}

/// The MiB that a command may take which writes segments.
fn memory(command: &Command) -> Option<u64> {
    match command {
        Command::Index(command) => Some(command.reading.memory),
        Command::Optimize(options) => Some(options.memory),
        Command::Check(command) if command.repair => Some(command.memory.memory),
        _ => None,
    }
}

/// The command line; help and what is wrong with it are said before settings are read, in the language of the flag or
/// of the environment.
fn arguments() -> Arguments {
    if let Some(arguments) = Arguments::of_question() {
        return arguments;
    }
    let lang = Lang::of_command_line();
    let command = match lang {
        Lang::Fr => arguments::in_french(Arguments::command()),
        Lang::En => Arguments::command(),
    };
    let matches = command.try_get_matches();
    let arguments = matches.and_then(|matches| Arguments::from_arg_matches(&matches));
    arguments.unwrap_or_else(|error| arguments::exit(&error, lang, asks_for_json()))
}

/// As far as that is told before the command line is understood.
fn asks_for_json() -> bool {
    std::env::args_os().take_while(|word| word != "--").any(|word| word == "--json")
}

/// Which settings hold, for those who want to know.
fn tell(settings: &Settings, printer: &Printer) {
    let files: Vec<String> = settings.files.iter().map(|path| path.display().to_string()).collect();
    let files = if files.is_empty() { "–".to_owned() } else { files.join(", ") };
    let index = settings.index.display();
    printer.detail(&lang::say!(
        settings.lang,
        "index : {index} ; réglages : {files}",
        "index: {index}; settings: {files}"
    ));
}

fn run(command: &Command, settings: &Settings, printer: &mut Printer) -> anyhow::Result<Status> {
    match command {
        Command::Index(command) => index::run(command, settings, printer),
        Command::Push(command) => push::run(command, settings, printer),
        Command::Search(command) => search::run(command, settings, printer),
        Command::Cite(command) => cite::run(command, settings, printer),
        Command::Quote(command) => quote::run(command, settings, printer),
        Command::Show(command) => show::run(command, settings, printer),
        Command::Suggest(command) => suggest::run(command, settings, printer),
        Command::Stats(command) => stats::run(command, settings, printer),
        Command::Serve(command) => serve::run(command, settings, printer),
        Command::Mcp => mcp::run(settings),
        Command::Check(command) => check::run(command, settings, printer),
        Command::Optimize(command) => optimize::run(command, settings, printer),
        Command::Eval(command) => eval::run(command, settings, printer),
        Command::Analyze(command) => analyze::run(command, printer),
        Command::Completions(command) => completions::completions(command, printer),
        Command::Man => completions::man(printer),
    }
}
