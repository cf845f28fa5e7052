//! What holds for any page, and real pages counted by regular expressions of the tests' own.

use std::collections::BTreeSet;
use std::fs;

use proptest::prelude::*;
use regex::Regex;

use crate::document::Format;
use crate::reader::Options;
use crate::reader::properties::{check, is_linear};
use crate::reader::tests::{Reading, articles, collect, shared};

fn options() -> Options {
    Options { format: Some(Format::Wikitext), ..Options::default() }
}

fn read(text: &str) -> Reading {
    collect(articles("page", text.as_bytes(), &options()).unwrap())
}

/// How many references a page has and how often it uses one, by its tags alone: what `<ref` begins, comments left out,
/// and the templates of notes. One that is used inside a note stands in that note's text.
fn counted(text: &str) -> (usize, usize) {
    let text = Regex::new(r"(?s)<!--.*?-->").unwrap().replace_all(text, "");
    let tag = Regex::new(r#"(?i)<ref\b((?:[^>"]|"[^"]*")*?)(/?)>"#).unwrap();
    let name = Regex::new(r#"name\s*=\s*(?:"([^"]*)"|([^\s/>]+))"#).unwrap();
    let notes = Regex::new(r"(?i)\{\{note\|").unwrap().find_iter(&text).count();
    let (mut names, mut unnamed, mut uses) = (BTreeSet::new(), notes, notes);
    for found in tag.captures_iter(&text) {
        uses += 1;
        match name.captures(&found[1]) {
            Some(name) => {
                names.insert(name.get(1).or(name.get(2)).unwrap().as_str().trim().to_owned());
            }
            None => unnamed += 1,
        }
    }
    (names.len() + unnamed, uses)
}

/// Markers in passages, and those in the words of references.
fn uses(reading: &Reading) -> usize {
    let marker = Regex::new(r"\[(?:note |N )?\d+\]").unwrap();
    let of_passages: usize = reading.passages.iter().map(|(_, passage)| passage.markers.len()).sum();
    let of_notes: usize = reading.references.iter().map(|note| marker.find_iter(&note.raw).count()).sum();
    of_passages + of_notes
}

#[test]
fn references_and_their_uses_are_those_of_the_page() {
    let Some(folder) = shared("wikitext") else { return };
    let mut checked = 0;
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if file.extension().is_none_or(|ending| ending != "wikitext") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let reading = read(&text);
        assert_eq!((reading.references.len(), uses(&reading)), counted(&text), "{}", file.display());
        checked += 1;
    }
    assert!(checked >= 7, "{checked}");
}

#[test]
fn the_newest_revisions_have_the_references_that_were_counted_by_hand() {
    for (file, distinct, used) in [
        ("Antoine_Meillet.2022-08-17.196192956", 13, 13),
        ("Autriche.2022-08-19.196240083", 42 + 2, 46 + 2),
        ("Liste_des_noms_de_famille_basques.wpcleaner", 7, 10),
    ] {
        let Some(path) = shared(&format!("wikitext/{file}.wikitext")) else { return };
        let reading = read(&fs::read_to_string(path).unwrap());
        assert_eq!((reading.references.len(), uses(&reading)), (distinct, used), "{file}");
    }
}

/// Between two revisions of a page the passages that nobody changed keep their keys, although references are
/// renumbered: those whose words stand in both pages are the same passages.
#[test]
fn passages_that_were_not_edited_keep_their_keys() {
    let marker = Regex::new(r",?\[(?:note |N )?\d+\]").unwrap();
    let mut kept = 0;
    for pair in [
        ["Antoine_Meillet.2020-05-21.171124652", "Antoine_Meillet.2021-01-09.178616178"],
        ["Antoine_Meillet.2021-01-09.178616178", "Antoine_Meillet.2022-08-17.196192956"],
        ["Autriche.2020-03-17.168495602", "Autriche.2022-08-19.196240083"],
    ] {
        let paths = pair.map(|name| shared(&format!("wikitext/{name}.wikitext")));
        let [Some(old), Some(new)] = paths else { return };
        let [old, new] = [old, new].map(|path| read(&fs::read_to_string(path).unwrap()));
        let words = |reading: &Reading| -> BTreeSet<(String, String)> {
            let bare = |text: &str| marker.replace_all(text, "").into_owned();
            reading.passages.iter().map(|(_, p)| (bare(&p.text), p.key.clone())).collect()
        };
        let (old, new) = (words(&old), words(&new));
        for (text, key) in old.iter().filter(|(text, _)| text.len() > 60) {
            if let Some((_, other)) = new.iter().find(|(other, _)| other == text) {
                assert_eq!(key, other, "{text}");
                kept += 1;
            }
        }
    }
    assert!(kept > 100, "{kept} passages are in both revisions");
}

/// A megabyte of the signs that pages are broken with; release builds take some hundredths of a second for it, which
/// `cargo bench --bench readers -- signs` asserts.
#[test]
fn a_megabyte_of_signs_takes_eight_times_as_long_as_an_eighth() {
    for signs in ["{{{{{{", "[[[[", "<ref><ref>", "|-"] {
        is_linear((1 << 20) / signs.len(), |n| signs.repeat(n), |text| drop(read(text)));
    }
}

/// Signs that never close, or close what was never opened. MediaWiki's own limits stand in none of them, so a reader
/// that looks further than it must would take minutes.
#[test]
fn time_is_linear_whatever_the_signs() {
    for signs in [
        "{",
        "}",
        "{{",
        "{{a|",
        "[",
        "]",
        "[[",
        "[[a|",
        "[http://a ",
        "<ref>",
        "<ref name=a",
        "<ref><ref>",
        "</ref>",
        "|-\n",
        "{|\n",
        "{|\n|-\n",
        "|}\n",
        "{|\n|",
        "'''",
        "''",
        "''''' ",
        "&",
        "&a",
        "__",
        "<",
        "<!--",
        "<a",
        "<nowiki>",
        "=\n",
        "==a\n",
        "*",
        ";a",
        ";:",
        "{{{",
        "{{{a|",
        "}}}",
        "{{#if:",
        "{{citation|",
        "<blockquote>",
        "<gallery>",
        "||",
        "!!",
        "\n!a||",
        "{{a}}",
        "[[a]]",
        "<ref>a</ref>",
        "{{note|",
        "{{sfn|a",
        "\u{301}",
        "a\u{301} ",
    ] {
        is_linear((64 << 10) / signs.len(), |n| signs.repeat(n), |text| drop(read(text)));
    }
}

#[test]
fn closed_signs_that_nest_deep_are_read_and_told() {
    for (open, close) in [("{{citation|", "}}"), ("{|\n|-\n| a\n", "\n|}\n"), ("{{{a|", "}}}")] {
        let text = format!("Avant. {}dedans{} Après.", open.repeat(5000), close.repeat(5000));
        let mut read = articles("page", text.as_bytes(), &options()).unwrap();
        let reading = collect(read.by_ref());
        assert!(reading.texts().concat().contains("Avant."), "{open}");
        let warnings = read.warnings();
        assert!(
            warnings.iter().any(|warning| warning.contains("« page »") && warning.contains("nest")),
            "{warnings:?}"
        );
    }
}

/// Pages in which every rule is met: pieces in any order.
fn pages() -> impl Strategy<Value = String> {
    let pieces = [
        "Le camp",
        " est pris. ",
        "\n",
        "\n\n",
        "{{",
        "}}",
        "{{{",
        "}}}",
        "[[",
        "]]",
        "[",
        "]",
        "|",
        "=",
        "==",
        "{|",
        "|}",
        "\n|-\n",
        "\n| ",
        "\n! ",
        "||",
        "!!",
        "<ref>",
        "</ref>",
        "<ref name=a />",
        "<ref name=a>",
        "<ref group=note>",
        "<references>",
        "</references>",
        "<!--",
        "-->",
        "<nowiki>",
        "</nowiki>",
        "'''",
        "''",
        "\n* ",
        "\n; ",
        "\n: ",
        ":",
        "&nbsp;",
        "&eacute;",
        "__TOC__",
        "{{citation bloc|",
        "{{note|",
        "{{sfn|",
        "{{Lien web|titre=",
        "|url=https://a.b/",
        "{{s|",
        "{{unité|",
        "{{date|",
        "{{refnec|",
        "{{Infobox ",
        "{{#if:",
        "{{#switch:",
        "{{formatnum:",
        "Fichier:",
        "thumb|",
        "Catégorie:",
        "https://a.b/",
        "<gallery>",
        "</gallery>",
        "<blockquote>",
        "</blockquote>",
        "<br/>",
        "<li>",
        "{{Références}}",
        "{{Colonnes|1=",
        "e\u{301}",
        "\u{a0}",
        "« ",
        " »",
        "é",
        "😀",
        "rowspan=3|",
        "colspan=9|",
        "12",
        "-",
        "----",
        "\t",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_page_is_read(page in pages(), part in 1usize..200, passage in 4usize..100) {
        let options = Options { max_part_bytes: part, max_passage_bytes: passage, ..options() };
        check(articles("a", page.as_bytes(), &options).unwrap().collect(), page.len());
    }

    #[test]
    fn any_text_is_read(page: String) {
        check(articles("a", page.as_bytes(), &options()).unwrap().collect(), page.len());
    }

    /// Plain words come out as they went in.
    #[test]
    fn words_are_kept(words in "[a-zéà]{1,8}( [a-zéà]{1,8}){0,9}", bold: bool) {
        let page = if bold { format!("'''{words}'''") } else { words.clone() };
        let reading = read(&page);
        prop_assert_eq!(reading.texts(), [words.as_str()]);
    }
}
