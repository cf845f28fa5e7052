//! Parses, runs, maps an error to an exit status; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    alinea::cli::main()
}
