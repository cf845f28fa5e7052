//! alinea beside tantivy's own French chain, in one run:
//! `cargo build --release && cargo run --release --manifest-path benches/compare/Cargo.toml --target-dir target [-- ROUNDS]`
//!
//! Both index the rows of `../shared/data/text/fr-open.jsonl.zst` (unpacked once, under `target/`) with two threads and
//! 512 MiB, each in a process of its own, from its start to its end, taking turns; the best of ROUNDS (2) counts; 0 takes
//! the indexes of the run before. Then both answer questions of `../shared/data/retrieval/piaf-dev`: a thousand in this process, question by question,
//! ours with full ranking, theirs as any word of title and text, ten hits, a question's time being its best of five, once
//! without and once with the ids of the hits, which both have to unpack stored records for; and some in processes of their own, from start to end, which print ten hits.
//! Asserts that both hold every row and that both answer alike in every pass, so it cannot time a broken path.

mod cold;
mod growth;
mod ours;
mod questions;
mod theirs;

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// For both.
const THREADS: usize = 2;
const MEMORY: usize = 512 << 20;
/// What every question is answered with at most.
const HITS: usize = 10;
/// The window that the data was compressed with, as a power of two.
const WINDOW_LOG: u32 = 27;

/// A row of the data.
#[derive(serde::Deserialize, serde::Serialize)]
struct Row {
    #[serde(rename = "_id")]
    id: String,
    title: String,
    text: String,
}

/// What the rows come to.
struct Rows {
    count: u64,
    /// Bytes of titles and texts.
    bytes: u64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [_, "--index", rows, index] => theirs::index(Path::new(rows), Path::new(index)),
        [_, "--ask", index, question] => theirs::print(Path::new(index), question, HITS),
        [_, "growth", ref sizes @ ..] => {
            growth::grow(&sizes.iter().map(|n| n.parse().expect("passages")).collect::<Vec<_>>())
        }
        [_] => compare(2),
        [_, rounds] => compare(rounds.parse().expect("a number of rounds")),
        _ => panic!("usage: compare [ROUNDS | growth PASSAGES…]"),
    }
}

/// Where the data is, and where to work.
fn folders() -> (PathBuf, PathBuf) {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    (package.join("../shared/data"), package.join("target/bench"))
}

fn compare(rounds: usize) {
    let (data, work) = folders();
    let (packed, topics) =
        (data.join("text/fr-open.jsonl.zst"), data.join("retrieval/piaf-dev/queries.jsonl"));
    if !packed.exists() || !topics.exists() {
        return println!("skipped: {} is not in reach", data.display());
    }
    let jsonl = unpacked(&packed, &work);
    let rows = rows(&jsonl);
    let [ours, theirs] = ["alinea", "tantivy"].map(|engine| work.join(format!("compare-{engine}")));
    let mut best = [Duration::MAX; 2];
    for _ in 0..rounds {
        best[0] = best[0].min(index(ours::indexing(&jsonl, &ours), &ours));
        best[1] = best[1].min(index(theirs::indexing(&jsonl, &theirs), &theirs));
    }
    let (ours_held, theirs_held) = (ours::held(&ours), theirs::held(&theirs));
    assert_eq!((ours_held.articles, theirs_held.articles), (rows.count, rows.count), "rows indexed");
    println!(
        "{} rows, {:.1} MB of title and text, {THREADS} threads, {} MiB",
        rows.count,
        mb(rows.bytes),
        MEMORY >> 20
    );
    println!("{:<34}{:>10}{:>10}{:>10}", "", "alinea", "tantivy", "ratio");
    if rounds > 0 {
        line("indexing, MB/s", best.map(|time| mb(rows.bytes) / time.as_secs_f64()));
    }
    line("segments", [ours_held.segments as f64, theirs_held.segments as f64]);
    line("index, MB", [ours_held.bytes, theirs_held.bytes].map(mb));
    line(
        "index / title and text",
        [ours_held.bytes, theirs_held.bytes].map(|bytes| bytes as f64 / rows.bytes as f64),
    );
    questions::compare(&ours, &theirs, &topics);
    cold::compare(&ours, &theirs, &topics);
}

/// What an index holds.
struct Held {
    articles: u64,
    segments: u64,
    /// Of all its files.
    bytes: u64,
}

fn line(what: &str, [ours, theirs]: [f64; 2]) {
    println!("{what:<34}{ours:>10.3}{theirs:>10.3}{:>10.3}", ours / theirs);
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// How long a process takes that builds an index in `folder`.
fn index(mut process: Command, folder: &Path) -> Duration {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("the old index goes away");
    }
    let start = Instant::now();
    let status = process.status().expect("a process");
    assert!(status.success(), "{process:?} fails");
    start.elapsed()
}

fn unpacked(packed: &Path, folder: &Path) -> PathBuf {
    let unpacked = folder.join("fr-open.jsonl");
    fs::create_dir_all(folder).expect("a folder under target");
    if !unpacked.exists() {
        let mut decoder = zstd::Decoder::new(File::open(packed).expect("the text")).expect("a decoder");
        decoder.window_log_max(WINDOW_LOG).expect("a window");
        io::copy(&mut decoder, &mut File::create(&unpacked).expect("a file")).expect("the text unpacks");
    }
    unpacked
}

/// Also brings the file into memory, so that no engine waits for the disk.
fn rows(jsonl: &Path) -> Rows {
    each_row(jsonl).fold(Rows { count: 0, bytes: 0 }, |rows, row| Rows {
        count: rows.count + 1,
        bytes: rows.bytes + (row.title.len() + row.text.len()) as u64,
    })
}

fn each_row(jsonl: &Path) -> impl Iterator<Item = Row> {
    let lines = BufReader::with_capacity(1 << 20, File::open(jsonl).expect("the rows")).lines();
    lines.map(|line| serde_json::from_str(&line.expect("a line")).expect("a row"))
}

fn bytes_of(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).expect("an index");
    files.map(|file| file.and_then(|file| file.metadata()).expect("a file").len()).sum()
}
