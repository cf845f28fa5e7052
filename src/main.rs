//! Parses, runs, maps an error to an exit status; nothing else.

use std::process::ExitCode;

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    alinea::cli::main()
}
