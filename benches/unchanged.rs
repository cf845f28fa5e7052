//! What a run of `index` costs that finds nothing changed: `cargo bench --bench unchanged`.
//!
//! `../shared/data/text/fr-open.jsonl.zst` as 2,000 files in 40 folders, 422,690 passages; written and indexed once, under
//! `target/`. Then whole processes of `alinea index`, the best and the median of 20. Asserts that every file was found to be
//! as it was, that none was read, and (by what Linux counts for the process) that no more bytes were read than the index's
//! own lists of segments and sources have.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints, and stops at what it did not expect"
)]

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};

use alinea::ingest::{Inputs, bring_up_to_date};

const FILES: usize = 2000;
const FOLDERS: usize = 40;
const RUNS: usize = 20;
/// The window that the data was compressed with, as a power of two.
const WINDOW_LOG: u32 = 27;

fn main() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = package.join("../shared/data/text/fr-open.jsonl.zst");
    if !text.exists() {
        println!("skipped: {} is not in reach", text.display());
        return;
    }
    let folder = package.join("target/bench/unchanged");
    let (pages, index) = (folder.join("pages"), folder.join("index"));
    if !pages.exists() {
        write_files(&text, &pages);
    }
    let first = run(&index, &pages);
    println!("first run, or none: {}", report(&first)["elapsed_ms"]);
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            let output = run(&index, &pages);
            let time = start.elapsed();
            let report = report(&output);
            assert_eq!(report["unchanged"], FILES, "{report}");
            for name in ["added", "changed", "removed", "renamed", "resumed"] {
                assert_eq!(report[name], 0, "{report}");
            }
            assert_eq!(report["read"]["articles"], 0, "{report}");
            time
        })
        .collect();
    times.sort();
    let bytes = bytes_read(&index, &pages);
    println!("{FILES} files, nothing changed");
    println!("best                        {:>8.1} ms", times[0].as_secs_f64() * 1000.0);
    println!("median                      {:>8.1} ms", times[RUNS / 2].as_secs_f64() * 1000.0);
    println!(
        "read                        {:>8.2} MB of {:.0} MB",
        bytes as f64 / 1e6,
        size_of(&pages) as f64 / 1e6
    );
}

/// The rows of the data in files of equal numbers of rows, an hour old.
fn write_files(text: &Path, pages: &Path) {
    let mut decoder = zstd::Decoder::new(File::open(text).expect("the data")).expect("zstd");
    decoder.window_log_max(WINDOW_LOG).expect("a window");
    let rows: Vec<String> = BufReader::new(decoder).lines().map(|row| row.expect("a row")).collect();
    let each = rows.len().div_ceil(FILES);
    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    for (number, rows) in rows.chunks(each).enumerate() {
        let folder = pages.join(format!("{:02}", number % FOLDERS));
        fs::create_dir_all(&folder).expect("a folder");
        let mut file = File::create(folder.join(format!("{number:04}.jsonl"))).expect("a file");
        rows.iter().for_each(|row| writeln!(file, "{row}").expect("the disk"));
        file.set_modified(hour_ago).expect("a time");
    }
    // The last files would be empty where the rows do not divide.
    for number in rows.len().div_ceil(each)..FILES {
        let row = format!("{{\"_id\": \"x{number}\", \"text\": \"Un texte de plus.\"}}\n");
        let path = pages.join(format!("{:02}/{number:04}.jsonl", number % FOLDERS));
        fs::write(&path, row).expect("the disk");
        File::options().append(true).open(path).expect("a file").set_modified(hour_ago).expect("a time");
    }
}

fn run(index: &Path, pages: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alinea"));
    command.args(["index", "--json", "--index"]).arg(index).arg(pages).stdin(Stdio::null());
    let output = command.output().expect("a process");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn report(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).expect("a report")
}

/// Bytes that a run in this process reads from files, by Linux's count; the lists of the index and no text.
fn bytes_read(index: &Path, pages: &Path) -> u64 {
    let count = || -> u64 {
        let io = fs::read_to_string("/proc/self/io").unwrap_or_default();
        let line = io.lines().find_map(|line| line.strip_prefix("rchar: "));
        line.and_then(|line| line.parse().ok()).unwrap_or(0)
    };
    let inputs = Inputs {
        paths: vec![pages.display().to_string()],
        format: None,
        title: None,
        infobox: true,
        limit: None,
        rebuild: false,
        keep_missing: false,
        strict: true,
        commit_every: Duration::from_secs(600),
        memory: 512 << 20,
        threads: 2,
    };
    let before = count();
    let outcome = bring_up_to_date(index, &inputs, &mut |_| ()).expect("a run");
    let read = count() - before;
    assert_eq!(outcome.unchanged, FILES as u64);
    assert!(read < size_of(pages) / 50, "{read} bytes were read");
    read
}

fn size_of(folder: &Path) -> u64 {
    let entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries
        .iter()
        .map(|path| if path.is_dir() { size_of(path) } else { path.metadata().map_or(0, |m| m.len()) })
        .sum()
}
