//! What the second stage adds to a query: `cargo bench --bench second_stage`.
//!
//! Over `../shared/data/text/fr-open.jsonl.zst` (422,690 passages; the index is built once, under `target/`) with the
//! first thousand questions of `../shared/data/retrieval/piaf-dev`: one thread, one untimed pass and five timed ones
//! for each depth, the depths in turn so that a machine that drifts drifts for all. A question's time is its best of the
//! five: what others do on the machine is not what is measured. Prints p50 and p99 in milliseconds. Asserts that every depth answers the same questions, so it cannot time a path that finds nothing.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints, and stops at what it did not expect"
)]

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use alinea::eval::{Latency, read_topics};
use alinea::ingest::{Inputs, bring_up_to_date};
use alinea::search::{Level, Local};

const DEPTHS: [usize; 4] = [0, 50, 100, 200];
const QUESTIONS: usize = 1000;
const HITS: usize = 10;
const TIMED_PASSES: usize = 5;
/// The window that the data was compressed with, as a power of two.
const WINDOW_LOG: u32 = 27;

fn main() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = package.join("../shared/data");
    let (text, topics) = (data.join("text/fr-open.jsonl.zst"), data.join("retrieval/piaf-dev/queries.jsonl"));
    if !text.exists() || !topics.exists() {
        println!("skipped: {} is not in reach", data.display());
        return;
    }
    let engine = Local::open(&index_of(&text, &package.join("target/bench"))).expect("an index");
    let topics = read_topics(&topics).expect("topics");
    let questions: Vec<&str> = topics.iter().take(QUESTIONS).map(|topic| topic.text.as_str()).collect();

    let answered = DEPTHS.map(|depth| pass(&engine, &questions, depth).1);
    assert!(answered.windows(2).all(|pair| pair[0] == pair[1]), "{answered:?}");
    assert!(answered[0] > QUESTIONS * 9 / 10, "only {} questions are answered", answered[0]);
    let mut best = DEPTHS.map(|_| vec![Duration::MAX; questions.len()]);
    for _ in 0..TIMED_PASSES {
        for (depth, best) in DEPTHS.iter().zip(&mut best) {
            let times = pass(&engine, &questions, *depth).0;
            best.iter_mut().zip(times).for_each(|(best, time)| *best = time.min(*best));
        }
    }
    report(best);
}

/// Each question's time, and how many found something.
fn pass(engine: &Local, questions: &[&str], candidates: usize) -> (Vec<Duration>, usize) {
    let mut answered = 0;
    let time = |question: &&str| {
        let start = Instant::now();
        let ranking = engine.ranking(question, Level::Passage, HITS, candidates).expect("an answer");
        answered += usize::from(!ranking.is_empty());
        start.elapsed()
    };
    (questions.iter().map(time).collect(), answered)
}

fn report(samples: [Vec<Duration>; DEPTHS.len()]) {
    println!("{:>10} {:>9} {:>9} {:>16}", "candidates", "p50 ms", "p99 ms", "p50 added ms");
    let mut first_stage = 0.0;
    for (depth, samples) in DEPTHS.into_iter().zip(samples) {
        let latency = Latency::of(samples).expect("samples");
        if depth == 0 {
            first_stage = latency.p50_ms;
        }
        let added = latency.p50_ms - first_stage;
        println!("{depth:>10} {:>9.3} {:>9.3} {added:>16.3}", latency.p50_ms, latency.p99_ms);
    }
}

/// Unpacks and indexes the text where that has not been done.
fn index_of(text: &Path, folder: &Path) -> PathBuf {
    let (unpacked, index) = (folder.join("fr-open.jsonl"), folder.join("index"));
    std::fs::create_dir_all(folder).expect("a folder under target");
    if !unpacked.exists() {
        let mut decoder = zstd::Decoder::new(File::open(text).expect("the text")).expect("a decoder");
        decoder.window_log_max(WINDOW_LOG).expect("a window");
        io::copy(&mut decoder, &mut File::create(&unpacked).expect("a file")).expect("the text unpacks");
    }
    let rebuild = index.exists() && Local::open(&index).is_err();
    let inputs = Inputs {
        paths: vec![unpacked.display().to_string()],
        format: None,
        title: None,
        infobox: true,
        limit: None,
        commit_every: Duration::MAX,
        strict: false,
        rebuild,
        memory: 512 << 20,
        threads: 2,
    };
    bring_up_to_date(&index, &inputs, &mut |_| ()).expect("an index");
    index
}
