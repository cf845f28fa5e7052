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
use alinea::search::{Local, SearchRequest, Sort, Source, SourceFilter, VerdictKind};
use serde_json::{Value, json};

const PASSES: usize = 21;
/// Domains that share the references of the large text.
const DOMAINS: usize = 2000;
/// One passage in so many cites the newspaper that is cited most.
const GREAT: usize = 20;
/// Hits that a person looks at.
const SHOWN: usize = 10;
/// Words of the shortest text that is verified.
const SHORTEST: usize = 6;
/// Passages whose words are verified.
const QUOTED: usize = 100;
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
    println!("{:>50} {:>9} {:>9} {:>9}", "", "found", "p50 ms", "slowest");
    of_articles(&engine(&articles, &target.join("index-articles")));
    let rows = target.join("cited.jsonl");
    if !rows.exists() {
        std::fs::create_dir_all(&target).expect("a folder under target");
        with_references(&text, &rows);
    }
    let many = engine(&rows, &target.join("index-cited"));
    of_many(&many);
    among_the_citing(&many);
    verified(&many);
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

/// A plain question among the passages that cite a source.
fn among_the_citing(engine: &Local) {
    for (name, typed) in [
        ("422,690 passages: search, all", None),
        ("422,690 passages: search --cites, a domain", Some("site7.example.org")),
        ("422,690 passages: search --cites, a great domain", Some("grand-journal.example.com")),
        ("422,690 passages: search --cites, ten years", Some("2000-2009")),
    ] {
        let request = SearchRequest {
            query: "guerre mondiale armée".to_owned(),
            cites: typed.map(str::to_owned),
            ..SearchRequest::default()
        };
        time(name, || engine.search(&request).expect("an answer").total.unwrap_or_default());
    }
}

/// Quotes of the text itself, each verified once, after an untimed pass.
fn verified(engine: &Local) {
    let all = SearchRequest {
        query: "ville roi guerre musique église science".to_owned(),
        limit: QUOTED,
        ..SearchRequest::default()
    };
    let hits = engine.search(&all).expect("an answer").hits;
    let is_quotable = |text: &String| text.split(' ').take(SHORTEST).count() == SHORTEST;
    let whole: Vec<String> = hits.into_iter().map(|hit| hit.text).filter(is_quotable).collect();
    let sentence = |text: &String| text.split_inclusive(". ").next().unwrap_or_default().trim().to_owned();
    let sentences: Vec<String> = whole.iter().map(sentence).filter(is_quotable).collect();
    let changed = |texts: &[String]| -> Vec<String> {
        let change = |text: &String| {
            let mut words: Vec<&str> = text.split(' ').collect();
            let middle = words.len() / 2;
            words[middle] = "vraisemblablement";
            words.join(" ")
        };
        texts.iter().map(change).collect()
    };
    for (name, texts, expected) in [
        ("422,690 passages: --verify, a sentence", &sentences, VerdictKind::Exact),
        ("422,690 passages: --verify, a word changed", &changed(&sentences), VerdictKind::Altered),
        ("422,690 passages: --verify, a passage", &whole, VerdictKind::Exact),
        ("422,690 passages: --verify, its word changed", &changed(&whole), VerdictKind::Altered),
    ] {
        verify(engine, name, texts, expected);
    }
}

fn verify(engine: &Local, name: &str, texts: &[String], expected: VerdictKind) {
    let verdict = |text: &String| engine.verify(text, None).expect("a verdict").verdict == expected;
    let right = texts.iter().filter(|text| verdict(text)).count();
    // A changed word may make a word that stands elsewhere, or cut a number in two.
    assert!(right * 10 >= texts.len() * 9 && right > 50, "{name}: {right} of {}", texts.len());
    let times = texts.iter().map(|text| {
        let start = Instant::now();
        verdict(text);
        start.elapsed().as_secs_f64() * 1000.0
    });
    print(name, right, times.collect());
}

fn source(typed: &str) -> SourceFilter {
    SourceFilter::of(Source::parse(typed).expect("a source"))
}

/// One untimed pass, then the timed ones.
fn time(name: &str, answer: impl Fn() -> usize) {
    let found = answer();
    assert!(found > 0, "{name} finds something");
    let times = (0..PASSES).map(|_| {
        let start = Instant::now();
        assert_eq!(answer(), found);
        start.elapsed().as_secs_f64() * 1000.0
    });
    print(name, found, times.collect());
}

fn print(name: &str, found: usize, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let (middle, slowest) = (times[times.len() / 2], times[times.len() - 1]);
    println!("{name:>50} {found:>9} {middle:>9.2} {slowest:>9.2}");
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
        keep_missing: false,
        memory: 512 << 20,
        threads: 2,
    };
    bring_up_to_date(index, &inputs, &mut |_| ()).expect("an index");
    Local::open(index).expect("an index")
}
