//! How fast pages are read, parsed and cut into passages with their references: `cargo bench --bench readers`.
//!
//! Each corpus is real pages of `../shared/data`, one after the other until there are 50 MB; a page is read as a file
//! of its own. On one core, and on two as the pipeline has it, each of which takes the next page; one untimed pass and
//! three timed ones, MB/s of the fastest. `-- 1` makes it 1 MB, `-- html` reads that form only. Asserts that each pass
//! finds the same passages and references, so it cannot time a path that reads nothing. Plain text is timed by `unpack`.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints, and stops at what it did not expect"
)]

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use alinea::document::Format;
use alinea::reader::{Options, open};

const CORPUS_MB: usize = 50;
const TIMED_PASSES: usize = 3;

fn main() {
    let asked: Vec<String> = std::env::args().collect();
    let forms: [(&str, fn()); 4] =
        [("wikitext", wikitext), ("html", html), ("markdown", markdown), ("signs", signs)];
    let all = !forms.iter().any(|(name, _)| asked.iter().any(|argument| argument == name));
    for (_, run) in forms.iter().filter(|(name, _)| all || asked.iter().any(|argument| argument == name)) {
        run();
    }
}

fn wikitext() {
    time("wikitext", Format::Wikitext, &pages("wikitext", "wikitext"));
}

fn html() {
    time("html", Format::Html, &pages("wikihtml", "html"));
}

/// The data has no page in Markdown: an article of a thousand sections, each with a paragraph, a list, a quotation
/// and a note, is put together here.
fn markdown() {
    let section = |n: usize| {
        format!(
            "## Section {n}\n\nLe *canal* fut creusé en 1{n:03}, et l’eau vint **d’un étang** [du nord](nord.md).[^{n}]\n\n\
             - une écluse ;\n- un pont.\n\n> L’eau ne manque plus.\n\n[^{n}]: Jean Dupont, « Le canal », 2019.\n\n"
        )
    };
    let page: String = (0..1000).map(section).collect();
    time("markdown", Format::Markdown, &[page.into_bytes()]);
}

/// A megabyte of signs that never close, in each form that has such: under a second.
fn signs() {
    let pathological: [(Format, &[&str]); 3] = [
        (Format::Wikitext, &["{{{{{{", "[[[[", "<ref><ref>", "|-", "|-\n", "{|\n|", "{{a|", "'''''"]),
        (Format::Html, &["<div>", "<b><p>x", "<table><tr><td>", "<sup>", "<a b='", "<!-- ", "</p>"]),
        (Format::Markdown, &[">", "[^", "**x ", "- ", "|x", "[^1]: x\n\n", "<b>"]),
    ];
    for (format, all) in pathological {
        for signs in all {
            let page = signs.repeat((1 << 20) / signs.len()).into_bytes();
            let start = Instant::now();
            read(format, &page);
            let elapsed = start.elapsed();
            println!("{:<10} 1 MB of {signs:<14?} {elapsed:>8.1?}", format.name());
            assert!(elapsed < Duration::from_secs(1), "{signs:?}");
        }
    }
}

/// The files of a folder of the data that end so; none where it is absent.
fn pages(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(folder);
    let Ok(files) = fs::read_dir(&folder) else {
        println!("skipped: {} is not in reach", folder.display());
        return Vec::new();
    };
    let paths = files.map(|file| file.expect("a file").path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|e| e == ending)).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a page")).collect()
}

fn time(name: &str, format: Format, pages: &[Vec<u8>]) {
    let bytes: usize = pages.iter().map(Vec::len).sum();
    if bytes == 0 {
        return;
    }
    let asked = std::env::args().find_map(|argument| argument.parse::<usize>().ok());
    let rounds = (asked.unwrap_or(CORPUS_MB) << 20).div_ceil(bytes);
    let expected = pass(format, pages, 1, 1);
    assert!(expected.0 > 0, "{name}: {expected:?}");
    for threads in [1, 2] {
        let mut fastest = Duration::MAX;
        for _ in 0..TIMED_PASSES {
            let start = Instant::now();
            let found = pass(format, pages, rounds, threads);
            fastest = fastest.min(start.elapsed());
            assert_eq!(found, (expected.0 * rounds, expected.1 * rounds), "{name}");
        }
        let rate = (bytes * rounds) as f64 / 1e6 / fastest.as_secs_f64();
        let (passages, references) = (expected.0 * rounds, expected.1 * rounds);
        println!(
            "{name:<10} {threads} thread(s) {rate:>7.1} MB/s  {passages} passages, {references} references"
        );
    }
}

/// Passages and references of all pages, each read `rounds` times.
fn pass(format: Format, pages: &[Vec<u8>], rounds: usize, threads: usize) -> (usize, usize) {
    let next = AtomicUsize::new(0);
    let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|n| *n < rounds * pages.len());
    let work = || {
        let mut found = (0, 0);
        while let Some(n) = take() {
            let (passages, references) = read(format, &pages[n % pages.len()]);
            found = (found.0 + passages, found.1 + references);
        }
        found
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let found = threads.into_iter().map(|thread| thread.join().expect("a thread"));
        found.fold((0, 0), |sum, found| (sum.0 + found.0, sum.1 + found.1))
    })
}

/// Passages and references of a page.
fn read(format: Format, page: &[u8]) -> (usize, usize) {
    let options = Options { format: Some(format), ..Options::default() };
    let articles = open("page", Box::new(Cursor::new(page.to_vec())), &options).expect("a page");
    let articles = articles.map(|article| article.expect("an article"));
    articles
        .fold((0, 0), |sum, article| (sum.0 + article.passages().count(), sum.1 + article.references.len()))
}
