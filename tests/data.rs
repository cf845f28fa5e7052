//! Real text: 82 articles of the French Wikipedia, counted by regular expressions of the tests' own.

use std::collections::BTreeMap;
use std::fs;

use regex::Regex;
use serde_json::Value;

use crate::support::{Hit, World, data};

/// Label by label, how often each article of the file has it: what a reader of the page takes for a citation.
///
/// Looked through by hand (2,394 brackets): a number; a group of notes and its number (`RP 3`, `Note 1`, `n 1`); a
/// lone letter that hangs on a name. All others are editors' remarks, ellipses, or words put into a quote.
fn expected() -> BTreeMap<String, BTreeMap<String, usize>> {
    let marker = Regex::new(r"\[((?:[A-Z]{1,3}|[Nn]ote|n)[ \u{a0}]\d+|\d{1,3}|b)\]").unwrap();
    let file = data("wiki-bracket").unwrap().join("articles.jsonl");
    let mut articles = BTreeMap::new();
    for row in fs::read_to_string(file).unwrap().lines() {
        let row: Value = serde_json::from_str(row).unwrap();
        let labels: &mut BTreeMap<_, _> =
            articles.entry(row["_id"].as_str().unwrap().to_owned()).or_default();
        for found in marker.captures_iter(row["text"].as_str().unwrap()) {
            *labels.entry(found[1].to_owned()).or_insert(0) += 1;
        }
    }
    articles
}

fn wiki() -> Option<World> {
    let file = data("wiki-bracket")?.join("articles.jsonl");
    let world = World::new();
    world.call(["index"]).arg(file).run().exits(0);
    Some(world)
}

/// Compares article by article, so that a difference names its article and label.
#[track_caller]
fn same(found: &BTreeMap<String, BTreeMap<String, usize>>) {
    let expected = expected();
    let total = |articles: &BTreeMap<String, BTreeMap<String, usize>>| -> usize {
        articles.values().flat_map(BTreeMap::values).sum()
    };
    for (article, labels) in &expected {
        assert_eq!(found.get(article).unwrap_or(&BTreeMap::new()), labels, "{article}");
    }
    assert_eq!(total(found), total(&expected));
    assert!(total(&expected) > 2000, "the regular expression finds them");
}

#[test]
fn every_marker_is_found_and_no_other_bracket_is_taken() {
    let Some(world) = wiki() else { return };
    let mut found: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for hit in world.passages() {
        for citation in &hit.citations {
            let marker = citation.span.of(&hit.text);
            assert_eq!(marker, format!("[{}]", citation.label), "{}", hit.id);
            let labels = found.entry(hit.article.id.clone()).or_default();
            *labels.entry(citation.label.clone()).or_insert(0) += 1;
        }
    }
    same(&found);
    let markers: usize = found.values().flat_map(BTreeMap::values).sum();
    assert_eq!(world.stats()["markers"], markers);
}

#[test]
fn the_list_of_labels_counts_what_is_there() {
    let Some(world) = wiki() else { return };
    let run = world.run(["cite", "--list", "--json"]);
    let mut found: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for label in run.exits(0).labels().into_iter().filter(|label| label.uses > 0) {
        assert!(!label.article.title.is_empty() && !label.passages.is_empty());
        found.entry(label.article.id).or_default().insert(label.label, label.uses);
    }
    same(&found);
}

#[test]
fn labels_of_groups_are_found() {
    let Some(world) = wiki() else { return };
    for label in ["RP 3", "Note 1", "GV 14", "n 1"] {
        let run = world.run(["cite", "--all", "--json", label]);
        let hits = run.exits(0).hits();
        assert!(
            hits.iter().all(|hit| hit
                .highlighted()
                .iter()
                .any(|marker| marker.to_lowercase() == format!("[{label}]").to_lowercase())),
            "{run}"
        );
    }
}

/// Everything that a hit points at exists, stands on character boundaries, and is what it is said to be.
#[track_caller]
fn is_sound(hit: &Hit) {
    let text = &hit.text;
    let mut end = 0;
    for span in &hit.highlights {
        assert!(!span.of(text).trim().is_empty() && span.start >= end, "{}: {span:?}", hit.id);
        end = span.end;
    }
    for citation in &hit.citations {
        let marker = citation.span.of(text);
        assert!(marker.starts_with('[') && marker.ends_with(']'), "{}: {marker}", hit.id);
        let claim = citation.claim.of(text);
        assert_eq!(claim, claim.trim(), "{}", hit.id);
        assert!(citation.claim.end <= citation.span.start, "{}: a claim stands before its marker", hit.id);
    }
    for quote in &hit.quotes {
        assert_eq!(quote.span.of(text), quote.text, "{}", hit.id);
    }
    assert!(hit.source.span.unwrap().start < hit.source.span.unwrap().end, "{}", hit.id);
}

#[test]
fn every_span_of_every_hit_is_sound() {
    let worlds: Vec<_> = [wiki(), World::with_seed()].into_iter().flatten().collect();
    for world in worlds {
        let all = world.passages();
        assert!(all.len() >= 9 && all.iter().any(|hit| !hit.quotes.is_empty()));
        all.iter().for_each(is_sound);
        let marked = world.search(&["-n", "5000", "l'armée d'un pays, l'état et « la guerre » été à où"]);
        assert!(marked.iter().any(|hit| !hit.highlights.is_empty()));
        marked.iter().for_each(is_sound);
    }
}

/// What a hit shows is what the source holds there: for plain text the bytes of the file, but for white space.
#[test]
fn source_spans_lead_back_to_the_file() {
    let Some(world) = World::with_seed() else { return };
    for hit in world.passages() {
        let file = fs::read_to_string(&hit.source.path).unwrap();
        assert_eq!(hit.source.span.unwrap().of(&file), hit.text);
    }
}
