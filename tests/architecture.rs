//! ARCHITECTURE.md's walls, held against the source: who may import whom, and what may be named where.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::support::package;

/// What a room may import of ours, besides itself and `error`. `*` is everything.
///
/// One wall is wider than the first design had it: a reader knows the analysis, because what a marker, a sentence
/// and a normal form are is said once, for documents and for queries.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    ("lib", &["*"]),
    ("cli", &["*"]),
    ("serve", &["search", "document", "lang"]),
    ("search", &["query", "index", "analysis", "document"]),
    ("ingest", &["reader", "index", "document", "search"]),
    ("index", &["analysis", "document"]),
    ("reader", &["document", "analysis"]),
    ("lang", &["query"]),
    ("query", &[]),
    ("eval", &[]),
    ("analysis", &[]),
    ("document", &[]),
    ("error", &[]),
];

/// Words that may stand in the code of a few rooms only.
const NAMED_ONLY_IN: &[(&str, &str, &[&str])] = &[
    ("tantivy", r"\btantivy\b", &["analysis", "index", "search", "error"]),
    ("clap", r"\bclap(_complete|_mangen)?::", &["cli"]),
    (
        "colour and terminals",
        r"\b(anstream|anstyle|annotate_snippets|terminal_size|indicatif|ratatui|ctrlc|supports_hyperlinks|csv|toml)::",
        &["cli"],
    ),
    (
        "the HTTP server",
        r"\b(axum|hyper|hyper_util|maud|prometheus_client|rmcp|tokio|tower|tower_http)::",
        &["serve"],
    ),
    ("an HTTP client", r"\bureq::", &["search"]),
    ("watching files", r"\bnotify::", &["ingest"]),
    ("standard output", r"\be?print(ln)?!|\bdbg!|\bstdout\(|\bstderr\(", &["cli", "main"]),
];

/// Files longer than this hold more than one thing; tables of data apart.
const MAX_LINES: usize = 500;

struct File {
    /// Below `src/`.
    path: PathBuf,
    /// The first folder, or the file itself.
    room: String,
    /// Without comments.
    code: String,
    lines: usize,
}

impl File {
    /// Tests may say what they skip, and stand one room deeper.
    fn without_tests(&self) -> &str {
        let tests = self.path.ends_with("tests.rs").then_some("");
        tests.unwrap_or_else(|| self.code.split("#[cfg(test)]\nmod ").next().unwrap())
    }
}

fn files() -> Vec<File> {
    let source = package().join("src");
    let mut found = Vec::new();
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(&source).unwrap().to_owned();
                found.push(File {
                    room: room_of(&path),
                    path,
                    code: without_comments(&text),
                    lines: text.lines().count(),
                });
            }
        }
    }
    assert!(found.len() > 50, "the whole source is looked at, not {} files", found.len());
    found
}

fn room_of(path: &Path) -> String {
    let first = path.components().next().unwrap();
    Path::new(&first).file_stem().unwrap().to_string_lossy().into_owned()
}

fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| match line.find("//") {
        Some(at) if !line[..at].ends_with(':') => &line[..at],
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The rooms that `crate::…` paths lead to, those of a group `crate::{…}` included.
fn imports(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, path) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c == '_' || c.is_alphanumeric()) {
            continue;
        }
        let rest = &code[at + path.len()..];
        match rest.strip_prefix('{') {
            Some(group) => rooms.extend(first_names(group)),
            None => rooms.extend(first_name(rest)),
        }
    }
    rooms
}

/// The first name of each path in a group, up to its closing brace.
fn first_names(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (at, sign) in group.match_indices([',', '{', '}']) {
        if depth == 0 && sign != "{" {
            names.extend(first_name(group[start..at].trim()));
        }
        match sign {
            "{" => depth += 1,
            "}" if depth == 0 => break,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 && sign == "," {
            start = at + 1;
        }
    }
    names
}

/// The room of a path: what the crate itself offers under a capital (`Error`, `Result`, `Location`) is `error`'s.
fn first_name(path: &str) -> Option<String> {
    let name: String = path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let first = name.chars().next()?;
    Some(if first.is_uppercase() { "error".to_owned() } else { name })
}

#[test]
fn the_reader_of_imports_reads_them() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("plain", "use crate::index::Reader;", &["index"]),
        (
            "group",
            "use crate::{Error, index, reader::{Options, open}, query};",
            &["error", "index", "query", "reader"],
        ),
        ("group over lines", "use crate::{\n    cli,\n    error::Error,\n};", &["cli", "error"]),
        ("in the middle of code", "fn f(x: &crate::search::Hit) {}", &["search"]),
        ("another crate", "use my_crate::index;", &[]),
        ("crate's own", "use crate::Result;", &["error"]),
    ];
    for (name, code, expected) in cases {
        let found = imports(code);
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), *expected, "{name}");
    }
    assert_eq!(without_comments("a // crate::cli\n/// crate::cli\n\"https://b\""), "a \n\n\"https://b\"");
}

#[test]
fn every_room_imports_only_what_it_may() {
    let mut broken = Vec::new();
    for file in files() {
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(room, _)| *room == file.room) else {
            broken.push(format!("{}: a room that the rules do not know", file.path.display()));
            continue;
        };
        for import in imports(&file.code) {
            let own = import == file.room || import == "error";
            if !own && !allowed.contains(&"*") && !allowed.contains(&import.as_str()) {
                broken.push(format!("{}: imports {import}", file.path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// `super::super::…` up to the crate would go round the walls.
#[test]
fn no_path_climbs_out_of_its_room() {
    let climbs = Regex::new(r"(?:\bsuper::)+").unwrap();
    let mut broken = Vec::new();
    for file in files() {
        // A file in a room is at least two deep, its mod.rs and what stands directly under src/ one.
        let depth = file.path.components().count() - usize::from(file.path.ends_with("mod.rs"));
        for found in
            climbs.find_iter(file.without_tests()).filter(|found| found.len() / "super::".len() >= depth)
        {
            broken.push(format!("{}: {}", file.path.display(), found.as_str()));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn libraries_and_streams_are_named_only_where_they_belong() {
    let files = files();
    for (name, pattern, rooms) in NAMED_ONLY_IN {
        let pattern = Regex::new(pattern).unwrap();
        let naming: Vec<_> = files.iter().filter(|file| pattern.is_match(file.without_tests())).collect();
        assert!(!naming.is_empty(), "{name}: the rule finds nothing, so it holds nothing");
        let broken: Vec<_> = naming.iter().filter(|file| !rooms.contains(&file.room.as_str())).collect();
        let broken: Vec<_> = broken.iter().map(|file| file.path.display().to_string()).collect();
        assert!(broken.is_empty(), "{name} only in {rooms:?}, but: {broken:#?}");
    }
}

#[test]
fn no_room_is_called_for_what_is_left_over() {
    let left_over = Regex::new(r"\bmod (utils?|helpers?|common|misc)\b").unwrap();
    let broken: Vec<_> = files().into_iter().filter(|file| left_over.is_match(&file.code)).collect();
    let broken: Vec<_> = broken.iter().map(|file| file.path.display().to_string()).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    let long = files().into_iter().filter(|file| {
        let data = file.path.components().any(|part| part.as_os_str() == "data");
        file.lines > MAX_LINES && !data
    });
    let long: Vec<_> = long.map(|file| format!("{}: {}", file.path.display(), file.lines)).collect();
    assert!(long.is_empty(), "more than {MAX_LINES} lines: {long:#?}");
}

#[test]
fn no_trait_has_a_single_implementation() {
    let files = files();
    let code: String = files.iter().map(|file| format!("{}\n", file.code)).collect();
    let traits = Regex::new(r"\btrait (\w+)").unwrap();
    for found in traits.captures_iter(&code) {
        let implementation = format!(r"\bimpl\b[^\n{{]*\b{}\b(?:<[^\n{{]*>)? for\b", &found[1]);
        let number = Regex::new(&implementation).unwrap().find_iter(&code).count();
        assert_ne!(number, 1, "trait {} has one implementation", &found[1]);
    }
}

/// Only unsafe code could break what the type system promises; the package's lints forbid it in every room.
#[test]
fn unsafe_code_is_forbidden() {
    let manifest = fs::read_to_string(package().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\""), "[lints.rust] unsafe_code = \"forbid\"");
    let lifted = Regex::new(r"allow\([^)]*unsafe_code").unwrap();
    let lifting: Vec<_> = files().into_iter().filter(|file| lifted.is_match(&file.code)).collect();
    assert_eq!(lifting.len(), 0, "nobody lifts the ban");
}
