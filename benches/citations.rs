//! What citations cost to look up, in a warm process: `cargo bench --bench citations`.
//!
//! Over the 82 articles of `../shared/data/wiki-bracket`: all passages without a source, all labels, the passages that
//! rest on a source of the years. Over the 422,690 passages of `../shared/data/text/fr-open.jsonl.zst`, each of which is
//! given two markers and two references (the text has none of its own): the passages that rest on a domain of some
//! 200 references, on a name, on a domain that every twentieth passage cites, and on what was published in ten years. Prints p50 in milliseconds; asserts
//! what is found, so it cannot time a path that finds nothing. The indexes are built once, under `target/`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints, and stops at what it did not expect"
)]

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use alinea::ingest::{Inputs, bring_up_to_date};
use alinea::search::{Local, Sort, Source, SourceFilter};
use serde_json::{Value, json};

const PASSES: usize = 21;
/// Domains that share the references of the large text.
const DOMAINS: usize = 2000;
/// One passage in so many cites the newspaper that is cited most.
const GREAT: usize = 20;
/// Hits that a person looks at.
const SHOWN: usize = 10;
/// The window that the data was compressed with, as a power of two.
const WINDOW_LOG: u32 = 27;

fn main() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (data, target) = (package.join("../shared/data"), package.join("target/bench"));
    let (articles, text) = (data.join("wiki-bracket/articles.jsonl"), data.join("text/fr-open.jsonl.zst"));
    if !articles.exists() || !text.exists() {
        println!("skipped: {} is not in reach", data.display());
        return;
    }
    println!("{:>44} {:>9} {:>9}", "", "found", "p50 ms");
    of_articles(&engine(&articles, &target.join("index-articles")));
    let rows = target.join("cited.jsonl");
    if !rows.exists() {
        std::fs::create_dir_all(&target).expect("a folder under target");
        with_references(&text, &rows);
    }
    of_many(&engine(&rows, &target.join("index-cited")));
}

fn of_articles(engine: &Local) {
    time("82 articles: --unsourced", || engine.unsourced(None, 0, usize::MAX).expect("an answer").hits.len());
    time("82 articles: --list", || engine.labels(None, Sort::Label).expect("an answer").len());
    let years = source("1000-2999");
    let found = || engine.cite_source(&years, None, usize::MAX).expect("an answer").references + 1;
    time("82 articles: --source (no list of references)", found);
}

fn of_many(engine: &Local) {
    for (name, typed, least) in [
        ("422,690 passages: --source, a domain", "site7.example.org", 150),
        ("422,690 passages: --source, a name", "Journal 7", 150),
        ("422,690 passages: --source, a great domain", "grand-journal.example.com", 20_000),
        ("422,690 passages: --source, ten years", "2000-2009", 60_000),
    ] {
        let filter = source(typed);
        let found = || engine.cite_source(&filter, None, SHOWN).expect("an answer").total;
        assert!(found() >= least, "{name}: {}", found());
        time(name, found);
    }
}

fn source(typed: &str) -> SourceFilter {
    SourceFilter::of(Source::parse(typed).expect("a source"))
}

/// One untimed pass, then the timed ones.
fn time(name: &str, answer: impl Fn() -> usize) {
    let found = answer();
    assert!(found > 0, "{name} finds something");
    let mut times: Vec<f64> = (0..PASSES)
        .map(|_| {
            let start = Instant::now();
            assert_eq!(answer(), found);
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{name:>44} {found:>9} {:>9.2}", times[PASSES / 2]);
}

/// The rows of the large text, each with two markers and their references.
fn with_references(text: &Path, rows: &Path) {
    let mut decoder = zstd::Decoder::new(File::open(text).expect("the text")).expect("a decoder");
    decoder.window_log_max(WINDOW_LOG).expect("a window");
    let mut out = BufWriter::new(File::create(rows).expect("a file"));
    for (n, line) in BufReader::new(decoder).lines().enumerate() {
        let mut row: Value = serde_json::from_str(&line.expect("a line")).expect("a row");
        let text = row["text"].as_str().unwrap_or_default().trim().to_owned();
        let (site, year) = (n % DOMAINS, 1950 + n % 70);
        let second = if n % GREAT == 0 { "grand-journal.example.com" } else { "other.example.net" };
        row["text"] = json!(format!(
            "{text}[1],[2]\n\nNotes et références\n\n[1] Auteur Premier, « Titre {n} », Journal {site}, {year}, \
             https://www.site{site}.example.org/{n}\n[2] « Article {n} », {year}, https://{second}/{n}\n"
        ));
        writeln!(out, "{row}").expect("a row is written");
    }
    out.flush().expect("the rows are written");
}

fn engine(rows: &Path, index: &Path) -> Local {
    let inputs = Inputs {
        paths: vec![PathBuf::from(rows).display().to_string()],
        format: None,
        title: None,
        infobox: true,
        limit: None,
        commit_every: Duration::MAX,
        strict: false,
        rebuild: false,
        memory: 512 << 20,
        threads: 2,
    };
    bring_up_to_date(index, &inputs, &mut |_| ()).expect("an index");
    Local::open(index).expect("an index")
}
