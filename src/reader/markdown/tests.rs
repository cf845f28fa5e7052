//! What holds for any page.

use proptest::prelude::*;

use crate::document::{Form, Format};
use crate::reader::tests::{Reading, articles, collect};
use crate::reader::{Options, properties};

fn options() -> Options {
    Options { format: Some(Format::Markdown), ..Options::default() }
}

fn page(text: &str) -> Reading {
    collect(articles("dossier/page.md", text.as_bytes(), &options()).unwrap())
}

#[test]
fn a_passage_is_read_from_the_bytes_of_its_words() {
    let text = "---\ntitle: T\n---\n\n> Le *camp*\n> est pris.[^1]\n\n[^1]: Idem.\n";
    let read = page(text);
    let [(_, passage)] = &read.passages[..] else { panic!("{read:?}") };
    assert_eq!((passage.form, passage.text.as_str()), (Form::Quote, "Le camp est pris.[1]"));
    assert_eq!(&text[passage.source_span.clone()], "Le *camp*\n> est pris.[^1]");
}

#[test]
fn a_title_that_was_given_is_kept() {
    let options = Options { title: Some("Autre".into()), ..options() };
    let read = |text: &str| collect(articles("a.md", text.as_bytes(), &options).unwrap());
    assert_eq!(read("---\ntitle: T\n---\n# U\n\nLe camp.").titles, ["Autre"]);
    assert_eq!(read("# Autre\n\nLe camp.").passages[0].0, Vec::<String>::new());
}

#[test]
fn front_matter_that_is_no_yaml_is_said() {
    let mut read = articles("a.md", b"---\ntitle: Le camp\nurl: [\n---\nPris.", &options()).unwrap();
    assert_eq!(collect(read.by_ref()).texts(), ["Pris."]);
    let warnings: Vec<String> = read.warnings().iter().map(ToString::to_string).collect();
    assert!(
        matches!(&warnings[..], [one] if one.contains("« Le camp »") && one.contains("front matter")),
        "{warnings:?}"
    );
}

#[track_caller]
fn is_linear(make: impl Fn(usize) -> String) {
    properties::is_linear(4_000, make, |text| drop(page(text)));
}

#[test]
fn time_is_linear_in_what_could_pile_up() {
    is_linear(|n| ">".repeat(n) + " x");
    is_linear(|n| "- ".repeat(n) + "x");
    is_linear(|n| "[^1]: x\n\n".repeat(n));
    is_linear(|n| "x[^1] ".repeat(n));
    is_linear(|n| "[^".repeat(n));
    is_linear(|n| "**x ".repeat(n));
    is_linear(|n| "|x".repeat(n) + "\n" + &"|-".repeat(n) + "\n");
    is_linear(|n| "x\n: y\n\n".repeat(n));
}

#[test]
fn a_hundred_thousand_quotations_one_in_another() {
    assert_eq!(page(&(">".repeat(100_000) + " Le camp.")).texts(), ["Le camp."]);
}

/// Pages in which every rule is met: pieces in any order.
fn pages() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(PIECES).prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![8 => pieces, 1 => ".{0,3}"], 0..60).prop_map(|pieces| pieces.concat())
}

const PIECES: &[&str] = &[
    "Le camp est pris. ",
    "é\u{301}",
    " ",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "« ",
    " »",
    "[1]",
    "[^1]",
    "[^a b]",
    "[^",
    "]",
    "\n[^1]: ",
    "\n\n[^n]: x",
    "> ",
    "\n> ",
    "- ",
    "\n- ",
    "\n1. ",
    "# ",
    "\n## ",
    "\n---\n",
    "---\n",
    "title: x\n",
    "*",
    "**",
    "_",
    "`",
    "\n```\n",
    "~~",
    "![",
    "](a)",
    "[",
    "<b>",
    "<br>",
    "<!--",
    "-->",
    "<div>\n",
    "|",
    "\n|-|-|\n",
    "\n: ",
    "\\",
    "&amp;",
    "&#0;",
    "https://exemple.org ",
    "<https://exemple.org>",
    "{#a}",
    "\r\n",
];

proptest! {
    #[test]
    fn any_page_is_read(text in pages()) {
        let mut read = articles("a.md", text.as_bytes(), &options()).unwrap();
        let parts: Vec<_> = read.by_ref().collect();
        crate::reader::properties::check(parts, text.len());
    }

    #[test]
    fn sources_are_on_boundaries(text in pages()) {
        for (_, passage) in page(&text).passages {
            prop_assert!(text.get(passage.source_span.clone()).is_some());
        }
    }
}
