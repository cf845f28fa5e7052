//! How fast pages are read: `cargo bench --bench readers`.
//!
//! Each page is read from memory to its articles, one thread, as often as it takes for some hundred megabytes. Prints
//! megabytes of the source a second. Asserts how many passages, markers and references each page has, so it cannot
//! time a reader that finds nothing. Pages: `../shared/data/wikihtml`; the Markdown is put together here.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints, and stops at what it did not expect"
)]

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::time::Instant;

use alinea::document::{Article, Format};
use alinea::reader::{Options, open};

/// Bytes that are read of each page.
const BYTES: usize = 100 << 20;

/// What a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Counts {
    passages: usize,
    markers: usize,
    references: usize,
}

fn main() {
    html();
    markdown();
}

fn html() {
    for (name, passages, markers, references) in [
        ("mobileapps-Dog.parsoid.html", 156, 345, 237),
        ("readability-wikipedia.html", 81, 76, 72),
        ("trafilatura-en.wikipedia.org.tsne.html", 16, 13, 12),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/wikihtml").join(name);
        match fs::read(&path) {
            Ok(page) => time(name, Format::Html, page, Counts { passages, markers, references }),
            Err(_) => println!("skipped: {name} is not in reach"),
        }
    }
}

/// An article of a thousand sections, each with a paragraph, a list, a quotation and a note.
fn markdown() {
    let section = |n: usize| {
        format!(
            "## Section {n}\n\nLe *canal* fut creusé en 1{n:03}, et l’eau vint **d’un étang** [du nord](nord.md).[^{n}]\n\n\
             - une écluse ;\n- un pont.\n\n> L’eau ne manque plus.\n\n[^{n}]: Jean Dupont, « Le canal », 2019.\n\n"
        )
    };
    let page: String = (0..1000).map(section).collect();
    let counts = Counts { passages: 4000, markers: 1000, references: 1000 };
    time("a thousand sections", Format::Markdown, page.into_bytes(), counts);
}

fn time(name: &str, format: Format, page: Vec<u8>, expected: Counts) {
    let rounds = (BYTES / page.len()).max(1);
    let pages: Vec<Vec<u8>> = vec![page; rounds];
    let bytes = pages.iter().map(Vec::len).sum::<usize>();
    let start = Instant::now();
    for page in pages {
        assert_eq!(counts(format, page), expected, "{name}");
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{:9} {:7.1} MB/s  {name}", format.name(), bytes as f64 / seconds / 1e6);
}

fn counts(format: Format, page: Vec<u8>) -> Counts {
    let options = Options { format: Some(format), ..Options::default() };
    let articles = open("page", Box::new(Cursor::new(page)), &options).expect("a page");
    articles.fold(Counts::default(), |counts, article| add(counts, &article.expect("an article")))
}

fn add(counts: Counts, article: &Article) -> Counts {
    Counts {
        passages: counts.passages + article.passages().count(),
        markers: counts.markers + article.passages().map(|(_, passage)| passage.markers.len()).sum::<usize>(),
        references: counts.references + article.references.len(),
    }
}
