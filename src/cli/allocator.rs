//! What the allocator does with freed memory where there is little.

use std::env;
use std::process::Command;

/// With less memory than this, in MiB, what threads have freed counts.
const LITTLE: u64 = 256;

/// mimalloc's variable for how long it keeps freed memory, in milliseconds; 10 where it is not set. It reads its options from the
/// environment, when a process begins, and there is no other way to them but unsafe calls.
const PURGE_DELAY: &str = "MIMALLOC_PURGE_DELAY";

/// Has freed memory given back at once where `memory`, in MiB, is little: the process begins anew, as itself, with that option,
/// unless the environment has it. Indexing 64 MiB with `--memory 96` then held 68 MiB for 95 to 103, and took a quarter longer.
///
/// To be called before anything is read or said.
pub(super) fn spare(memory: u64) {
    if memory < LITTLE && env::var_os(PURGE_DELAY).is_none() {
        begin_anew(PURGE_DELAY, "0");
    }
}

/// Returns only where that cannot be done; the run then takes what it takes.
#[cfg(unix)]
fn begin_anew(variable: &str, value: &str) {
    use std::os::unix::process::CommandExt as _;
    let mut arguments = env::args_os();
    if let (Ok(program), Some(name)) = (env::current_exe(), arguments.next()) {
        drop(Command::new(program).arg0(name).args(arguments).env(variable, value).exec());
    }
}

#[cfg(not(unix))]
fn begin_anew(_: &str, _: &str) {}
