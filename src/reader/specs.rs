//! Runs `tests/specs/<format>.txt`: prose, and between it examples of a page with the article that is read from it.
//!
//! An example is fenced by eight backquotes or more:
//!
//! ```text
//! ```````` example
//! == Titre ==
//! Le camp<ref>Le Monde</ref>.
//! .
//! § Titre
//! paragraph: Le camp⟦1⟧.
//! [1] Le Monde
//! ````````
//! ```
//!
//! After `example` may stand `no-infobox`. The article is written as follows, in this order:
//!
//! - `# title`, where the page gives its title, and `@ url`, where it says where it lives;
//! - `§ A › B` where the section changes, then its passages as `form: text`; markers stand in `⟦⟧`, a space that does
//!   not break is `⍽`, a narrow one `⎵`;
//! - each reference as `[label] raw`, below it the fields that it gives as `  name: value`;
//! - `- kind name ×times` for what was dropped;
//! - `! …` for each warning.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::tests::articles;
use super::{Articles, Options};
use crate::document::{Article, Format, Passage, Reference};

/// The title of a page that gives none.
const UNTITLED: &str = "page";

#[test]
fn wikitext() {
    run(Format::Wikitext);
}

#[test]
fn html() {
    run(Format::Html);
}

#[test]
fn markdown() {
    run(Format::Markdown);
}

/// An example of a specification.
struct Example {
    /// Where it begins in its file, from 1.
    line: usize,
    options: String,
    input: String,
    expected: String,
}

/// Reads the examples of the format's specification; says all that fail.
fn run(format: Format) {
    let file = format!("tests/specs/{}.txt", format.name());
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&file)).unwrap();
    let examples = examples(&text);
    assert!(!examples.is_empty(), "{file} has no example");
    let failures: Vec<String> =
        examples.iter().filter_map(|example| failure(&file, example, format)).collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), examples.len(), failures.concat());
}

fn failure(file: &str, example: &Example, format: Format) -> Option<String> {
    let found = dump(&example.input, format, example.options.contains("no-infobox"));
    let Example { line, input, expected, .. } = example;
    (found.trim_end() != expected.trim_end())
        .then(|| format!("\n{file}:{line}\n{input}--- expected\n{expected}--- found\n{found}"))
}

fn examples(text: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let Some(options) = line.trim_start_matches('`').strip_prefix(" example") else { continue };
        let fence = &line[..line.len() - line.trim_start_matches('`').len()];
        assert!(fence.len() >= 8, "line {}: a fence has eight backquotes", at + 1);
        let mut block = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != fence);
        let input = block.by_ref().take_while(|line| *line != ".").fold(String::new(), with_line);
        let expected = block.fold(String::new(), with_line);
        examples.push(Example { line: at + 1, options: options.to_owned(), input, expected });
    }
    examples
}

fn with_line(text: String, line: &str) -> String {
    text + line + "\n"
}

/// The article that is read from `input`, as the module's documentation says.
fn dump(input: &str, format: Format, no_infobox: bool) -> String {
    let options = Options { format: Some(format), infobox: !no_infobox, ..Options::default() };
    let mut read = articles(UNTITLED, input.as_bytes(), &options).unwrap();
    let parts: Vec<Article> = read.by_ref().map(Result::unwrap).collect();
    let mut out = String::new();
    heading(&mut out, &parts[0]);
    sections(&mut out, &parts);
    parts.iter().flat_map(|part| &part.references).for_each(|reference| write_reference(&mut out, reference));
    rest(&mut out, &mut read);
    out
}

fn heading(out: &mut String, article: &Article) {
    if article.head.title != UNTITLED {
        let _ = writeln!(out, "# {}", article.head.title);
    }
    if let Some(url) = &article.head.url {
        let _ = writeln!(out, "@ {url}");
    }
}

fn sections(out: &mut String, parts: &[Article]) {
    let mut last: &[String] = &[];
    for (path, passage) in parts.iter().flat_map(Article::passages) {
        if path != last {
            let _ = writeln!(out, "{}", format!("§ {}", path.join(" › ")).trim_end());
            last = path;
        }
        let _ = writeln!(out, "{}: {}", passage.form.name(), seen(&marked(passage)));
    }
}

/// The text with its markers in brackets of their own.
fn marked(passage: &Passage) -> String {
    let mut text = passage.text.clone();
    for marker in passage.markers.iter().rev() {
        let inside = &passage.text[marker.span.start + 1..marker.span.end - 1];
        text.replace_range(marker.span.clone(), &format!("⟦{inside}⟧"));
    }
    text
}

/// The text with the spaces made visible that look like others.
fn seen(text: &str) -> String {
    text.replace('\u{a0}', "⍽").replace('\u{202f}', "⎵")
}

fn write_reference(out: &mut String, reference: &Reference) {
    let _ = writeln!(out, "{}", seen(format!("[{}] {}", reference.label, reference.raw).trim_end()));
    let authors = (!reference.authors.is_empty()).then(|| reference.authors.join("; "));
    for (name, value) in [
        ("authors", &authors),
        ("title", &reference.title),
        ("container", &reference.container),
        ("publisher", &reference.publisher),
        ("date", &reference.date),
        ("url", &reference.url),
        ("archive_url", &reference.archive_url),
        ("isbn", &reference.isbn),
        ("doi", &reference.doi),
        ("pages", &reference.pages),
        ("language", &reference.language),
    ] {
        if let Some(value) = value {
            let _ = writeln!(out, "  {name}: {}", seen(value));
        }
    }
}

fn rest(out: &mut String, read: &mut Articles) {
    for ((kind, name), times) in read.take_dropped() {
        let _ = writeln!(out, "- {kind} {name} ×{times}");
    }
    for warning in read.warnings() {
        let _ = writeln!(out, "! {warning}");
    }
}
