//! What HTTP costs a search: `cargo bench --bench serve`.
//!
//! Over `../shared/data/text/fr-open.jsonl.zst` (422,690 passages; the index is built once, under `target/`) with the first
//! thousand questions of `../shared/data/retrieval/piaf-dev`. The program serves them to wrk (Debian's package `wrk`) on 32
//! connections for a minute, on the same machine; before and after it, as many threads as there are cores search in process, as long
//! together. Prints searches a second of both, their ratio, and the latencies that wrk saw. Asserts that no answer failed and that in
//! process every question finds what it found before, so that nothing that finds nothing is timed.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench prints, and stops at what it did not expect"
)]

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, available_parallelism};
use std::time::{Duration, Instant};

use alinea::eval::read_topics;
use alinea::ingest::{Inputs, bring_up_to_date};
use alinea::search::{Local, SearchRequest};

const QUESTIONS: usize = 1000;
const CONNECTIONS: usize = 32;
const SECONDS: u64 = 60;
/// The window that the data was compressed with, as a power of two.
const WINDOW_LOG: u32 = 27;

/// Each connection asks the questions in turn, each from another one on.
const SCRIPT: &str = r#"
local paths, at = {}, 0
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
"#;

fn main() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = package.join("../shared/data");
    let (text, topics) = (data.join("text/fr-open.jsonl.zst"), data.join("retrieval/piaf-dev/queries.jsonl"));
    if !text.exists() || !topics.exists() {
        println!("skipped: {} is not in reach", data.display());
        return;
    }
    if Command::new("wrk").arg("--version").output().is_err() {
        println!("skipped: there is no wrk");
        return;
    }
    let folder = package.join("target/bench");
    let index = index_of(&text, &folder);
    let topics = read_topics(&topics).expect("topics");
    let questions: Vec<String> = topics.into_iter().take(QUESTIONS).map(|topic| topic.text).collect();

    let engine = Local::open(&index).expect("an index");
    let found = warm(&engine, &questions);
    let half = Duration::from_secs(SECONDS / 2);
    let before = in_process(&engine, &questions, &found, half);
    let served = over_http(&index, &questions, &folder);
    let after = in_process(&engine, &questions, &found, half);
    let alone = (before + after) / 2.0;
    println!("in process    {alone:>8.0} searches/s ({before:.0} before, {after:.0} after)");
    println!("over HTTP     {:>8.0} searches/s, {:.1} %", served.rate, served.rate / alone * 100.0);
    println!(
        "latency       p50 {:.1} ms, p99 {:.1} ms, {:.1} times",
        served.p50,
        served.p99,
        served.p99 / served.p50
    );
}

fn request(question: &str) -> SearchRequest {
    SearchRequest { query: question.to_owned(), ..SearchRequest::default() }
}

/// How many passages each question finds.
fn warm(engine: &Local, questions: &[String]) -> Vec<Option<usize>> {
    let found: Vec<_> = questions
        .iter()
        .map(|question| engine.search(&request(question)).expect("an answer").total)
        .collect();
    assert!(
        found.iter().filter(|total| **total > Some(0)).count() > QUESTIONS * 9 / 10,
        "questions are answered"
    );
    found
}

/// Searches a second, by as many threads as there are cores.
fn in_process(engine: &Local, questions: &[String], found: &[Option<usize>], time: Duration) -> f64 {
    let (next, start) = (AtomicUsize::new(0), Instant::now());
    thread::scope(|scope| {
        for _ in 0..available_parallelism().expect("cores").get() {
            scope.spawn(|| {
                while start.elapsed() < time {
                    let place = next.fetch_add(1, Ordering::Relaxed) % questions.len();
                    let answer = engine.search(&request(&questions[place])).expect("an answer");
                    assert_eq!(answer.total, found[place], "{}", questions[place]);
                }
            });
        }
    });
    next.into_inner() as f64 / start.elapsed().as_secs_f64()
}

/// What wrk saw.
struct Served {
    rate: f64,
    p50: f64,
    p99: f64,
}

fn over_http(index: &Path, questions: &[String], folder: &Path) -> Served {
    let (paths, script) = (folder.join("paths.txt"), folder.join("paths.lua"));
    let encoded = |question: &String| {
        percent_encoding::utf8_percent_encode(question, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let lines: Vec<String> =
        questions.iter().map(|question| format!("/api/search?q={}\n", encoded(question))).collect();
    fs::write(&paths, lines.concat()).expect("a file of questions");
    fs::write(&script, SCRIPT).expect("a script");
    let mut server = Command::new(env!("CARGO_BIN_EXE_alinea"))
        .args(["serve", "--addr", "127.0.0.1:0", "--index"])
        .arg(index)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let url = first_line(&mut server);
    let run = |seconds: u64| {
        let output = Command::new("wrk")
            .args([
                "-t1",
                &format!("-c{CONNECTIONS}"),
                &format!("-d{seconds}s"),
                "--timeout",
                "10s",
                "--latency",
                "-s",
            ])
            .arg(&script)
            .arg(&url)
            .env("PATHS", &paths)
            .output()
            .expect("wrk runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run(3);
    let said = run(SECONDS);
    let status = fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap_or_default();
    let memory = status.lines().find(|line| line.starts_with("RssAnon")).unwrap_or("RssAnon: ?").to_owned();
    server.kill().expect("the server ends");
    server.wait().expect("the server ends");
    println!("{said}{memory}");
    assert!(!said.contains("Non-2xx") && !said.contains("Socket errors"), "every answer is one");
    let value = |name: &str| {
        said.lines().find_map(|line| line.trim().strip_prefix(name)).expect("wrk says it").trim().to_owned()
    };
    Served {
        rate: value("Requests/sec:").parse().expect("a rate"),
        p50: milliseconds(&value("50%")),
        p99: milliseconds(&value("99%")),
    }
}

fn first_line(server: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(server.stdout.take().expect("its output")).read_line(&mut line).expect("its address");
    line.trim().to_owned()
}

/// `12.34ms`, `1.23s`, `950.00us`
fn milliseconds(text: &str) -> f64 {
    let digits = text.trim_end_matches(char::is_alphabetic);
    let factor = match &text[digits.len()..] {
        "us" => 0.001,
        "ms" => 1.0,
        "s" => 1000.0,
        unit => panic!("{unit}"),
    };
    digits.parse::<f64>().expect("a time") * factor
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
        keep_missing: false,
        strict: false,
        rebuild,
        memory: 512 << 20,
        threads: 2,
    };
    bring_up_to_date(&index, &inputs, &mut |_| ()).expect("an index");
    index
}
