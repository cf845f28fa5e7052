//! Revisions of a page, one after the other under one title: what nobody edited keeps its id, although the
//! references are renumbered.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use regex::Regex;

use crate::support::{Hit, World, data};

/// The revisions of two articles, oldest first.
fn revisions() -> Vec<(&'static str, Vec<String>)> {
    let Some(folder) = data("wikitext") else { return Vec::new() };
    let of = |name: &'static str| {
        let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
        paths.retain(|path| path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name)));
        paths.sort();
        (name, paths.into_iter().map(|path| fs::read_to_string(path).unwrap()).collect::<Vec<_>>())
    };
    let all = vec![of("Antoine_Meillet"), of("Autriche")];
    assert_eq!(all.iter().map(|(_, texts)| texts.len()).collect::<Vec<_>>(), [4, 2]);
    all
}

/// The words of a passage without its markers, by a regular expression of the test's own.
fn bare(hit: &Hit) -> String {
    let marker = Regex::new(r",?\[(?:note |N )?\d+\]").unwrap();
    marker.replace_all(&hit.text, "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many passages two lists have in common by their words, repeated ones as often as both have them.
fn in_common(old: &[Hit], new: &[Hit]) -> usize {
    let counted = |hits: &[Hit]| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        hits.iter().for_each(|hit| *counts.entry(bare(hit)).or_default() += 1);
        counts
    };
    let (old, new) = (counted(old), counted(new));
    old.iter().map(|(words, count)| (*count).min(new.get(words).copied().unwrap_or(0))).sum()
}

fn ids(hits: &[Hit]) -> BTreeSet<&str> {
    hits.iter().map(|hit| hit.id.as_str()).collect()
}

/// Lines of prose that both revisions have once references are taken out, told from the wikitext itself: the longest
/// stretch of each without signs.
fn lines_in_common(old: &str, new: &str) -> Vec<String> {
    let references = Regex::new(r"(?s)<!--.*?-->|<ref[^>]*/>|<ref[^>]*>.*?</ref>|\{\{,\}\}").unwrap();
    let lines = |text: &str| -> BTreeSet<String> {
        let text = references.replace_all(text, "").into_owned();
        let is_prose =
            |line: &&str| line.len() > 80 && line.starts_with(char::is_alphabetic) && !line.contains(".jpg|");
        text.lines().filter(is_prose).map(str::to_owned).collect()
    };
    let sign = Regex::new(r"\{\{[^{}]*\}\}|\[\[[^\]|]*\||\[\[|\]\]|''+|<[^>]*>|&[a-z]+;|[{}\[\]]").unwrap();
    let stretch = |line: &String| {
        sign.split(line)
            .max_by_key(|part| part.len())
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let (old, new) = (lines(old), lines(new));
    old.intersection(&new).map(stretch).collect()
}

/// Indexes one revision after the other under one title, `index` says how; compares each with the one before.
fn compare(index: impl Fn(&World, &str, &str)) {
    for (title, texts) in revisions() {
        let world = World::new();
        let mut before: Option<(String, Vec<Hit>)> = None;
        let mut renumbered = 0;
        for text in texts {
            index(&world, title, &text);
            let hits = world.passages();
            if let Some((old_text, old)) = &before {
                let same: Vec<&Hit> = hits.iter().filter(|hit| ids(old).contains(hit.id.as_str())).collect();
                assert_eq!(same.len(), in_common(old, &hits), "{title}");
                for line in lines_in_common(old_text, &text) {
                    assert!(same.iter().any(|hit| bare(hit).contains(&line)), "{title}: {line}");
                }
                let labels = |hit: &Hit| hit.citations.iter().map(|c| c.label.clone()).collect::<Vec<_>>();
                let was = |hit: &Hit| old.iter().find(|other| other.id == hit.id).map(labels);
                renumbered += same.iter().filter(|hit| was(hit) != Some(labels(hit))).count();
            }
            before = Some((text, hits));
        }
        assert!(renumbered > 0, "{title}: references are renumbered between its revisions");
    }
}

#[test]
fn a_file_that_changes_keeps_the_ids_of_what_did_not() {
    compare(|world, title, text| {
        world.write("page.wikitext", text);
        world.index(&["--title", title, "page.wikitext"]);
    });
}

#[test]
fn revisions_on_standard_input_replace_one_another() {
    compare(|world, title, text| {
        let call = world.call(["index", "--format", "wikitext", "--title", title, "-"]);
        call.input(text).run().exits(0);
    });
}

/// Two files are two articles: only the second name differs, the keys are the same.
#[test]
fn revisions_in_files_of_their_own_have_the_same_keys() {
    for (title, texts) in revisions() {
        let world = World::new();
        for (n, text) in texts.iter().take(2).enumerate() {
            let name = format!("{n}.wikitext");
            world.write(&name, text);
            world.index(&["--title", title, &name]);
        }
        let (old, new): (Vec<Hit>, Vec<Hit>) =
            world.passages().into_iter().partition(|hit| !hit.article.id.ends_with("~2"));
        let keys = |hits: &[Hit]| hits.iter().map(|hit| hit.key().to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(keys(&old).intersection(&keys(&new)).count(), in_common(&old, &new), "{title}");
    }
}
