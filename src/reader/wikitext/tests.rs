//! What holds for any page.

use proptest::prelude::*;

use crate::document::Format;
use crate::reader::Options;
use crate::reader::properties::{check, is_linear};
use crate::reader::tests::{Reading, articles, collect};

fn options() -> Options {
    Options { format: Some(Format::Wikitext), ..Options::default() }
}

fn read(text: &str) -> Reading {
    collect(articles("page", text.as_bytes(), &options()).unwrap())
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
        let warnings: Vec<String> = read.warnings().iter().map(ToString::to_string).collect();
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
