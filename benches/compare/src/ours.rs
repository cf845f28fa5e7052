//! alinea's side: its own program as people run it, all fields, citations and the forward form included.

use std::path::{Path, PathBuf};
use std::process::Command;

use alinea::index::{Reader, stats};

use crate::{Held, MEMORY, THREADS};

/// The program that was built beside this one.
fn program() -> Command {
    let this = std::env::current_exe().expect("this program");
    let program: PathBuf = this.with_file_name("alinea");
    assert!(program.exists(), "build alinea first: cargo build --release");
    Command::new(program)
}

pub(crate) fn indexing(rows: &Path, folder: &Path) -> Command {
    let mut command = program();
    command.args(["index", "--quiet", "--commit-every", "3600", "--threads", &THREADS.to_string()]);
    command.args(["--memory", &(MEMORY >> 20).to_string(), "--index"]).args([folder, rows]);
    command
}

pub(crate) fn asking(folder: &Path, question: &str, hits: usize) -> Command {
    let mut command = program();
    command.args(["search", "-n", &hits.to_string(), "--index"]).arg(folder).args(["--", question]);
    command
}

pub(crate) fn held(folder: &Path) -> Held {
    let stats = stats(&Reader::open(folder).expect("an index")).expect("what it holds");
    Held { articles: stats.counts.articles, segments: stats.segments, bytes: stats.bytes }
}
