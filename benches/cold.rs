//! What a search costs from the start of a process to its end: `cargo bench --bench cold`.
//!
//! Over the index of `../shared/data/text/fr-open.jsonl.zst` (422,690 passages; built once, under `target/`), for questions of
//! `../shared/data/retrieval/piaf-dev`: `alinea search --json` against a process that only opens the index and
//! asks tantivy the same words of the field of stems, ten hits with their records. The two take turns, question by question, so
//! that a machine that drifts drifts for both. Prints both medians and the median of the ratios. Asserts that both find something
//! for nine questions of ten. Then, in this process and warm: `suggest`, and words with errors.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints, and stops at what it did not expect"
)]

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use alinea::analysis::Analyzer;
use alinea::analysis::stopwords::is_function_word;
use alinea::eval::read_topics;
use alinea::index::Reader;
use alinea::ingest::{Inputs, bring_up_to_date};
use alinea::search::{Local, SearchRequest};
use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

const QUESTIONS: usize = 300;
const HITS: usize = 10;
/// How the bench calls itself to be the smaller process.
const BARE: &str = "--only-open-the-index";
/// The window that the data was compressed with, as a power of two.
const WINDOW_LOG: u32 = 27;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, index, question] = arguments.as_slice()
        && flag == BARE
    {
        return bare(Path::new(index), question);
    }
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = package.join("../shared/data");
    let (text, topics) = (data.join("text/fr-open.jsonl.zst"), data.join("retrieval/piaf-dev/queries.jsonl"));
    if !text.exists() || !topics.exists() {
        println!("skipped: {} is not in reach", data.display());
        return;
    }
    let index = index_of(&text, &package.join("target/bench"));
    let topics = read_topics(&topics).expect("topics");
    let questions: Vec<&str> = topics.iter().take(QUESTIONS).map(|topic| topic.text.as_str()).collect();
    cold(&index, &questions);
    warm(&index);
}

/// The smaller process: opens the same index, asks tantivy, reads ten records, says how many.
fn bare(folder: &Path, question: &str) {
    let reader = Reader::open(folder).expect("an index");
    let (searcher, terms) = (reader.searcher(), reader.fields().terms);
    let mut analyzer = Analyzer::new();
    // Function words find no candidates for `alinea search` either.
    let words = analyzer.analyze(question).filter(|token| !is_function_word(token.form));
    let clauses = words.map(|token| {
        let term = Term::from_field_text(terms, token.stem);
        (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>)
    });
    let query = BooleanQuery::new(clauses.collect());
    let found = searcher.search(&query, &TopDocs::with_limit(HITS).order_by_score()).expect("an answer");
    for (_, address) in &found {
        reader.record(*address).expect("a record");
    }
    writeln!(io::stdout(), "{}", found.len()).expect("standard output");
}

fn cold(index: &Path, questions: &[&str]) {
    let ours = |question: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_alinea"));
        command.args(["search", "--json", "--index"]).arg(index).args(["--", question]);
        timed(command)
    };
    let theirs = |question: &str| {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.arg(BARE).arg(index).arg(question);
        timed(command)
    };
    let (mut both, mut ratios, mut answered) = ([Vec::new(), Vec::new()], Vec::new(), 0);
    for (number, question) in questions.iter().enumerate() {
        let ((a, found), (b, as_many)) = if number % 2 == 0 {
            (ours(question), theirs(question))
        } else {
            let theirs = theirs(question);
            (ours(question), theirs)
        };
        answered += usize::from(found.lines().count() > 1 && as_many.trim() != "0");
        both[0].push(a);
        both[1].push(b);
        ratios.push(a.as_secs_f64() / b.as_secs_f64());
    }
    assert!(answered > questions.len() * 9 / 10, "only {answered} questions are answered");
    ratios.sort_by(f64::total_cmp);
    let [ours, theirs] = both.map(median);
    println!("{} cold processes each", questions.len());
    println!("alinea search, median       {:>8.2} ms", ours.as_secs_f64() * 1000.0);
    println!("tantivy alone, median       {:>8.2} ms", theirs.as_secs_f64() * 1000.0);
    println!("ratio of the medians        {:>8.3}", ours.as_secs_f64() / theirs.as_secs_f64());
    println!("median of the ratios        {:>8.3}", ratios[ratios.len() / 2]);
}

fn timed(mut command: Command) -> (Duration, String) {
    command.stdin(Stdio::null());
    let start = Instant::now();
    let output = command.output().expect("a process");
    (start.elapsed(), String::from_utf8(output.stdout).expect("UTF-8"))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The worst of each over the beginnings of words, after one untimed pass.
fn warm(index: &Path) {
    let engine = Local::open(index).expect("an index");
    let beginnings =
        ["pr", "co", "re", "in", "de", "prés", "const", "l'univ", "paris et la s", "révol", "jean"];
    let suggest = |typed: &str| !engine.suggest(typed, 5).expect("suggestions").is_empty();
    report("suggest", &beginnings, suggest);
    let search = |query: &str| {
        let request = SearchRequest { query: query.to_owned(), ..SearchRequest::default() };
        let response = engine.search(&request).expect("an answer");
        !response.hits.is_empty() || response.suggestion.is_some()
    };
    report("mot~1", &["maison~1", "ecole~1", "presidant~1", "montagne~1"], search);
    report("mot~2", &["constitutoin~2", "revolutoin~2"], search);
    report(
        "did you mean",
        &["orthografe francèse zyx", "la kathédrale de reinz", "ressencement généralle"],
        search,
    );
}

fn report(name: &str, queries: &[&str], run: impl Fn(&str) -> bool) {
    let answered = queries.iter().filter(|query| run(query)).count();
    assert!(answered > 0, "{name} answers nothing");
    let mut times: Vec<(Duration, &str)> = Vec::new();
    for query in queries {
        let start = Instant::now();
        run(query);
        times.push((start.elapsed(), query));
    }
    times.sort_unstable();
    let (middle, (worst, query)) = (times[times.len() / 2].0, times[times.len() - 1]);
    let [middle, worst] = [middle, worst].map(|time| time.as_secs_f64() * 1000.0);
    println!("{name:<14} median {middle:>8.2} ms   worst {worst:>8.2} ms ({query})");
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
    let inputs = Inputs {
        paths: vec![unpacked.display().to_string()],
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
    bring_up_to_date(&index, &inputs, &mut |_| ()).expect("an index");
    index
}
