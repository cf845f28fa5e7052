//! What a query costs, and what of it the second stage adds: `cargo bench --bench second_stage`.
//!
//! Over `../shared/data/text/fr-open.jsonl.zst` (422,690 passages; the index is built once, under `target/`) with the
//! first thousand questions of `../shared/data/retrieval/piaf-dev`: one thread, one untimed pass and five timed ones
//! for each depth, the depths in turn so that a machine that drifts drifts for all. A question's time is its best of the
//! five: what others do on the machine is not what is measured. Beside them stands tantivy's own search of the same index for the
//! same words, ten hits. Prints p50 and p99 in milliseconds. Asserts that every depth answers the same questions, so it cannot time a
//! path that finds nothing.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints, and stops at what it did not expect"
)]

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use alinea::analysis::Analyzer;
use alinea::analysis::stopwords::is_function_word;
use alinea::eval::{Latency, read_topics};
use alinea::ingest::{Inputs, bring_up_to_date};
use alinea::search::{Level, Local};
use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

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
    let mut theirs = vec![Duration::MAX; questions.len()];
    for _ in 0..TIMED_PASSES {
        for (depth, best) in DEPTHS.iter().zip(&mut best) {
            keep_best(best, pass(&engine, &questions, *depth).0);
        }
        keep_best(&mut theirs, pass_of_tantivy(&engine, &questions));
    }
    report(best, theirs);
}

fn keep_best(best: &mut [Duration], times: Vec<Duration>) {
    best.iter_mut().zip(times).for_each(|(best, time)| *best = time.min(*best));
}

/// Each question's time when tantivy alone searches its words, function words left out as in our own first stage.
fn pass_of_tantivy(engine: &Local, questions: &[&str]) -> Vec<Duration> {
    let (searcher, terms) = (engine.reader().searcher(), engine.reader().fields().terms);
    let mut analyzer = Analyzer::new();
    let mut found = 0;
    let time = |question: &&str| {
        let start = Instant::now();
        let words = analyzer.analyze(question).filter(|token| !is_function_word(token.form));
        let clauses = words.map(|token| {
            let term = Term::from_field_text(terms, token.stem);
            (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>)
        });
        let query = BooleanQuery::new(clauses.collect());
        let best = searcher.search(&query, &TopDocs::with_limit(HITS).order_by_score()).expect("an answer");
        for (_, address) in &best {
            engine.reader().record(*address).expect("a record");
        }
        found += best.len();
        start.elapsed()
    };
    let times = questions.iter().map(time).collect();
    assert!(found > HITS * questions.len() * 9 / 10, "only {found} hits");
    times
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

fn report(samples: [Vec<Duration>; DEPTHS.len()], theirs: Vec<Duration>) {
    println!("{:>10} {:>9} {:>9} {:>16}", "candidates", "p50 ms", "p99 ms", "p50 added ms");
    let tantivy = Latency::of(theirs).expect("samples");
    println!("{:>10} {:>9.3} {:>9.3}", "tantivy", tantivy.p50_ms, tantivy.p99_ms);
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
        keep_missing: false,
        memory: 512 << 20,
        threads: 2,
    };
    bring_up_to_date(&index, &inputs, &mut |_| ()).expect("an index");
    index
}
