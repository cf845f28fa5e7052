//! Pages as they are shown: three of MediaWiki, held against regular expressions of the tests' own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use regex::Regex;

use crate::support::{Hit, World, data};

/// The pages, each with its name.
fn pages() -> Vec<(String, PathBuf)> {
    let Some(folder) = data("wikihtml") else { return Vec::new() };
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path)).collect()
}

fn world(page: &PathBuf) -> World {
    let world = World::new();
    world.call(["index"]).arg(page).run().exits(0);
    world
}

/// What a browser shows as calls of notes, in text order: the words of each raised link to a note.
fn called(html: &str) -> Vec<String> {
    let sup = Regex::new(r#"(?s)<sup[^>]*class="(?:reference|mw-ref)"[^>]*>(.*?)</sup>"#).unwrap();
    let (tag, bracket) = (Regex::new("<[^>]*>").unwrap(), Regex::new(r"&#9[13];|\[|\]").unwrap());
    let words = |inner: &str| bracket.replace_all(&tag.replace_all(inner, ""), "").into_owned();
    sup.captures_iter(html)
        .filter(|found| found[1].contains("#cite_note"))
        .map(|found| words(&found[1]))
        .collect()
}

fn labels(hits: &[Hit]) -> BTreeMap<String, usize> {
    count(hits.iter().flat_map(|hit| hit.citations.iter().map(|citation| citation.label.clone())))
}

fn count(labels: impl IntoIterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for label in labels {
        *counts.entry(label).or_insert(0) += 1;
    }
    counts
}

#[test]
fn every_call_of_a_note_is_a_marker_that_resolves() {
    let entry = Regex::new(r#"<li[^>]* id="cite_note"#).unwrap();
    for (name, path) in pages() {
        let html = fs::read_to_string(&path).unwrap();
        let world = world(&path);
        let found = labels(&world.passages());
        assert_eq!(found, count(called(&html)), "{name}");
        let run = world.run(["cite", "--list", "--json"]);
        let resolved = run.exits(0).labels();
        assert!(resolved.iter().all(|label| label.reference.is_some()), "{name}");
        let listed: BTreeSet<String> = resolved.into_iter().map(|label| label.label).collect();
        assert!(found.keys().all(|label| listed.contains(label)) && found.len() >= 12, "{name}");
        assert_eq!(listed.len(), entry.find_iter(&html).count(), "{name}");
    }
}

#[test]
fn nothing_of_navigation_is_in_a_passage() {
    // Words of the skin, of banners and of boxes of links, of these pages.
    let words = [
        r"Jump to",
        r"\[ ?edit",
        r"From Wikipedia",
        r"Navigation menu",
        r"Retrieved from",
        r"Main page",
        r"Contents$",
        r"What links here",
        r"Part of a series",
        r"^v t e",
        r"This article is about",
        r"redirects here",
        r"Main article:",
        r"See also:",
        r"Log in",
        r"Privacy policy",
        r"Wikimedia Commons",
        r"Portal",
        r"Authority control",
        r"last edited",
        r"mw-parser-output",
        r"font-size",
        r"displaystyle",
    ];
    let skin = Regex::new(&words.join("|")).unwrap();
    for (name, path) in pages() {
        let world = world(&path);
        let hits = world.passages();
        assert!(hits.len() >= 15, "{name}");
        for hit in hits {
            assert!(!skin.is_match(&hit.text), "{name}: {}", hit.text);
            assert!(
                !hit.section.iter().any(|heading| skin.is_match(heading) || heading == "Contents"),
                "{name}"
            );
        }
    }
}

#[test]
fn a_page_names_itself() {
    let titles = ["Dog", "Mozilla", "t-distributed stochastic neighbor embedding"];
    for ((name, path), title) in pages().iter().zip(titles) {
        let hits = world(path).passages();
        assert!(hits.iter().all(|hit| hit.article.title == title), "{name}");
    }
}

#[test]
fn the_fields_of_entries_are_read_from_their_metadata() {
    let entry = Regex::new(r#"(?s)<li[^>]*cite_note.*?</li>"#).unwrap();
    for (name, path) in pages() {
        let html = fs::read_to_string(&path).unwrap();
        let described = entry.find_iter(&html).filter(|entry| entry.as_str().contains("Z3988")).count();
        let run = world(&path).run(["cite", "--list", "--json"]);
        let titled = run.exits(0).labels();
        let titled = titled.iter().filter_map(|label| label.reference.as_ref());
        let titled = titled.filter(|reference| !reference["title"].is_null()).count();
        assert!(titled >= described && described > 8, "{name}: {titled} of {described}");
    }
}
