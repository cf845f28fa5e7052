//! What holds for any page, and the rules that a specification of pairs does not show.

use proptest::prelude::*;
use std::fmt::Write as _;

use crate::analysis::normalize;
use crate::document::{Form, Format};
use crate::reader::tests::{Reading, articles, collect};
use crate::reader::{Options, properties};

fn options() -> Options {
    Options { format: Some(Format::Html), ..Options::default() }
}

fn page(html: &str) -> Reading {
    collect(articles("dossier/page.html", html.as_bytes(), &options()).unwrap())
}

fn warnings(html: &str) -> Vec<String> {
    let mut read = articles("page.html", html.as_bytes(), &options()).unwrap();
    read.by_ref().for_each(drop);
    read.warnings().iter().map(ToString::to_string).collect()
}

#[test]
fn a_passage_is_read_from_the_bytes_of_its_words() {
    let html = "<title>é</title><p class=\"a\">\n Le <b>camp</b> &amp; l’eau.<sup class=reference><a \
                href='#cite_note-1'>[1]</a></sup>\n</p><p>Ensuite.";
    let read = page(html);
    let spans: Vec<&str> = read.passages.iter().map(|(_, p)| &html[p.source_span.clone()]).collect();
    assert_eq!(read.texts(), ["Le camp & l’eau.[1]", "Ensuite."]);
    assert!(spans[0].starts_with("Le <b>camp") && spans[0].ends_with("</sup>"), "{:?}", spans[0]);
    assert_eq!(spans[1], "Ensuite.");
}

#[test]
fn a_script_is_no_text_whatever_it_holds() {
    let read = page(
        "<script>if (a<b) { \"</b><p>faux\" }</script><style>p::after{content:'<p>'}</style><p>Le camp.",
    );
    assert_eq!(read.texts(), ["Le camp."]);
}

#[test]
fn a_page_nested_too_deep_is_read_and_said() {
    let deep = "<div>".repeat(100_000) + "Le camp." + &"</div>".repeat(100_000) + "<p>Ensuite.";
    let html = format!("<title>Profond</title><p>Début.</p>{deep}");
    let mut read = articles("page.html", html.as_bytes(), &options()).unwrap();
    assert_eq!(collect(read.by_ref()).texts(), ["Début.", "Le camp.", "Ensuite."]);
    let warnings: Vec<String> = read.warnings().iter().map(ToString::to_string).collect();
    assert!(
        matches!(&warnings[..], [one] if one.contains("« Profond »") && one.contains("512")),
        "{warnings:?}"
    );
}

#[test]
fn bad_character_references_are_counted() {
    let html = "<title>Page</title><p>A &nbsp;&eacute; &copy b &#xFFFFFFFF; &nimporte; &#; AT&T.";
    assert_eq!(page(html).texts(), ["A \u{a0}é © b \u{fffd} &nimporte; &#; AT&T."]);
    let warnings = warnings(html);
    assert!(matches!(&warnings[..], [one] if one.contains("« Page »: 3 character")), "{warnings:?}");
}

#[test]
fn entities_are_not_expanded() {
    let html = "<!DOCTYPE html [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><p>&b;";
    assert!(page(html).texts().iter().all(|text| !text.contains("aaaa\u{a0}") && text.len() < 60));
}

#[track_caller]
fn is_linear(make: impl Fn(usize) -> String) {
    properties::is_linear(4_000, make, |text| drop(page(text)));
}

#[test]
fn time_is_linear_in_what_could_pile_up() {
    is_linear(|n| "<div>".repeat(n));
    is_linear(|n| "<b><p>x".repeat(n));
    is_linear(|n| "<a href='#x'><sup>1".repeat(n));
    is_linear(|n| {
        format!(
            "<p {}>x",
            (0..n).fold(String::new(), |mut s, i| {
                let _ = write!(s, "a{i} ");
                s
            })
        )
    });
    is_linear(|n| "<table><tr><td>x".repeat(n));
    is_linear(|n| format!("<table>{}", "<tr><td rowspan=9 colspan=9>x".repeat(n)));
    is_linear(|n| "<dl><dt>x<dd>".repeat(n));
    is_linear(|n| "<li id=cite_note-1>x<p>y".repeat(n));
    is_linear(|n| "</p></i></table>&#1;".repeat(n));
    is_linear(|n| format!("<p>{}", "x<br> ".repeat(n)));
    is_linear(|n| format!("<main>{}", "<article><p>x".repeat(n)));
    is_linear(|n| "<a b='".repeat(n));
    is_linear(|n| "<!-- ".repeat(n));
}

/// Pages in which every rule is met: pieces in any order.
fn pages() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(PIECES).prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![8 => pieces, 1 => ".{0,3}"], 0..60).prop_map(|pieces| pieces.concat())
}

const PIECES: &[&str] = &[
    "Le camp est pris. ",
    "é\u{301}",
    "\u{301}",
    " ",
    "\n",
    "\u{a0}",
    "« ",
    " »",
    "[1]",
    "&amp;",
    "&bad;",
    "&#0;",
    "&",
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<br>",
    "<br/>",
    "<hr>",
    "<h1>",
    "</h1>",
    "<h2>",
    "</h2>",
    "<h4>",
    "<blockquote>",
    "</blockquote>",
    "<ul>",
    "</ul>",
    "<li>",
    "</li>",
    "<ol class=references>",
    "</ol>",
    "<li id=cite_note-1>",
    "<li id=n>",
    "<dl>",
    "<dt>",
    "</dt>",
    "<dd>",
    "</dl>",
    "<table>",
    "<table class=wikitable>",
    "<table class=infobox>",
    "<div class=infobox>",
    "<caption>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "<td colspan=3 rowspan=2>",
    "<th>",
    "</td>",
    "</th>",
    "<sup>",
    "</sup>",
    "<a href='#cite_note-1'>",
    "<a href='#n'>",
    "<a href='https://exemple.org'>",
    "</a>",
    "1",
    "[2]",
    "<cite>",
    "</cite>",
    "<span class=Z3988 title='rft.au=A&amp;rft.btitle=%C3%A9'>",
    "</span>",
    "<span style='display:none'>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<main>",
    "</main>",
    "<article>",
    "<nav>",
    "</nav>",
    "<header>",
    "<footer>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<title>",
    "</title>",
    "<svg>",
    "</svg>",
    "<math>",
    "</math>",
    "<pre>",
    "</pre>",
    "<div id=mw-content-text>",
    "<body class=parsoid-body>",
    "<plaintext>",
    "<link rel=canonical href='//exemple.org/a'>",
    "<meta property=og:title content=T>",
    "<td/>",
    "<textarea>",
    "<template>",
    "<select>",
    "<p a='",
    "' b=\"",
    "\">",
    "<sup class=reference>",
    "<h1 class=firstHeading>",
];

proptest! {
    #[test]
    fn any_page_is_read(html in pages()) {
        let mut read = articles("a.html", html.as_bytes(), &options()).unwrap();
        let parts: Vec<_> = read.by_ref().collect();
        crate::reader::properties::check(parts, html.len());
    }

    #[test]
    fn a_source_is_on_boundaries_and_holds_the_first_word(html in pages()) {
        let tags = regex::Regex::new("<[^>]*>").unwrap();
        for (_, passage) in page(&html).passages {
            let source = html.get(passage.source_span.clone());
            prop_assert!(source.is_some());
            let plain = passage.form == Form::Paragraph && !html.contains('&');
            if let Some(word) = passage.text.split_whitespace().next().filter(|word| plain && word.len() > 3 && word.chars().all(char::is_alphanumeric)) {
                // A tag that closes nothing may stand within a word.
                let source = tags.replace_all(source.unwrap_or_default(), "");
                let source = normalize(&source);
                prop_assert!(source.contains(word), "{word:?} {source:?}");
            }
        }
    }
}
