//! How fast pages are read, parsed and cut into passages with their references: `cargo bench --bench readers`.
//!
//! Each corpus is real pages of `../shared/data`, one after the other until there are 50 MB; a page is read as a file
//! of its own; `-- 1` makes it 1 MB. One thread, one untimed pass and three timed ones; prints MB/s of the fastest. Asserts that each pass
//! finds the same passages and references, so it cannot time a path that reads nothing.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints, and stops at what it did not expect"
)]

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::time::{Duration, Instant};

use alinea::document::Format;
use alinea::reader::{Options, open};

const CORPUS_MB: usize = 50;
const TIMED_PASSES: usize = 3;

fn main() {
    wikitext();
    html();
    markdown();
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
    let expected = pass(format, pages, 1);
    assert!(expected.0 > 0 && expected.1 > 0, "{name}: {expected:?}");
    let mut fastest = Duration::MAX;
    for _ in 0..TIMED_PASSES {
        let start = Instant::now();
        let found = pass(format, pages, rounds);
        fastest = fastest.min(start.elapsed());
        assert_eq!(found, (expected.0 * rounds, expected.1 * rounds), "{name}");
    }
    let rate = (bytes * rounds) as f64 / 1e6 / fastest.as_secs_f64();
    let (passages, references) = (expected.0 * rounds, expected.1 * rounds);
    println!("{name:<10} {rate:>7.1} MB/s  {passages} passages, {references} references");
}

/// Passages and references of all pages, each read `rounds` times.
fn pass(format: Format, pages: &[Vec<u8>], rounds: usize) -> (usize, usize) {
    let mut found = (0, 0);
    for page in (0..rounds).flat_map(|_| pages) {
        let options = Options { format: Some(format), ..Options::default() };
        let articles = open("page", Box::new(Cursor::new(page.clone())), &options).expect("a page");
        for article in articles.map(|article| article.expect("an article")) {
            found.0 += article.passages().count();
            found.1 += article.references.len();
        }
    }
    found
}
