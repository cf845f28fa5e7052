//! `completions` and `man`: generated from the definitions of the command line.

use clap::CommandFactory as _;

use super::Status;
use super::arguments::{Arguments, CompletionsCommand, in_french};
use super::print::Printer;
use crate::lang::Lang;

pub(super) fn completions(command: &CompletionsCommand, printer: &mut Printer) -> anyhow::Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Arguments::command(), "alinea", &mut script);
    printer.bytes(&script)?;
    Ok(Status::Found)
}

/// One page with a section for each command.
pub(super) fn man(printer: &mut Printer) -> anyhow::Result<Status> {
    let mut command = match printer.lang {
        Lang::Fr => in_french(Arguments::command()),
        Lang::En => Arguments::command(),
    };
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        let man = clap_mangen::Man::new(subcommand.clone());
        page.extend(
            format!(
                ".SH {}\n",
                subcommand.get_display_name().unwrap_or_default().replace('-', " ").to_uppercase()
            )
            .bytes(),
        );
        man.render_description_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    printer.bytes(&page)?;
    Ok(Status::Found)
}
