//! What a dump becomes, whatever its text is parsed into.

use std::io::Cursor;

use proptest::prelude::*;

use super::pages::{Pages, RawPage};
use super::*;
use crate::document::Format;
use crate::reader::{Articles, open};

const HEADER: &str = "<mediawiki xml:lang=\"fr\"><siteinfo><sitename>W</sitename>\
    <base>https://fr.example.org/wiki/Accueil</base></siteinfo>\n";

fn page(title: &str, fields: &str, text: &str) -> String {
    format!(
        "<page><title>{title}</title>{fields}<id>7</id><revision><id>9</id><text>{text}</text></revision></page>\n"
    )
}

fn dump(pages: &[String]) -> String {
    format!("{HEADER}{}</mediawiki>\n", pages.concat())
}

fn articles(bytes: &[u8], options: &Options) -> Articles {
    let options = Options { format: Some(Format::Dump), ..options.clone() };
    open("d.xml", Box::new(Cursor::new(bytes.to_vec())), &options).unwrap()
}

/// Titles, and errors in brackets.
fn told(articles: impl Iterator<Item = Result<Article>>) -> Vec<String> {
    let told = articles.map(|item| match item {
        Ok(Article { head, redirect: Some(target), .. }) => format!("{} → {target}", head.title),
        Ok(article) => article.head.title,
        Err(error) => format!("({error})"),
    });
    told.collect()
}

fn raw(xml: &str, max_text: usize) -> RawPage {
    Pages::new(Box::new(Cursor::new(xml.to_owned())), 0, max_text).next().unwrap().unwrap()
}

#[test]
fn a_page_is_read_as_its_last_revision_has_it() {
    let xml = "<page><title>A &amp; B</title><ns>0</ns><revision><model>javascript</model><text>un &lt;ref&gt;</text>\
        </revision><revision><comment>a < !</comment><text xml:space=\"preserve\">deux <![CDATA[<b>&</b>]]> &amp;nbsp;\
        </text></revision></page>";
    let xml = xml.replace("a < !", "a &lt; !");
    let page = raw(&format!("{HEADER}{xml}</mediawiki>"), 99);
    assert_eq!((page.title.as_str(), page.namespace.as_str(), page.model.as_str()), ("A & B", "0", ""));
    assert_eq!(
        String::from_utf8(page.text).unwrap(),
        "deux &amp;nbsp;".replace("deux ", "deux <b>&amp;</b> ")
    );
    assert_eq!(page.span, HEADER.len()..HEADER.len() + xml.len());
    assert_eq!(page.url.as_deref(), Some("https://fr.example.org/wiki/A_%26_B"));
}

#[test]
fn what_is_no_article_is_counted_or_told() {
    let dump = dump(&[
        page("Un", "<ns>0</ns>", "Texte."),
        page("Discussion:Un", "<ns>1</ns>", "Texte."),
        page("1", "<ns>0</ns><redirect title=\"Un\" />", "#REDIRECTION [[Un]]"),
        page("Données", "<ns>0</ns>", "{}").replace("<text>", "<model>json</model><text>"),
        page("Vide", "<ns>0</ns>", ""),
        page("", "<ns>0</ns>", "Texte."),
        page("Sans espace", "", "Texte &nbsp; et &amp;nbsp;."),
        page(&"x".repeat(2000), "<ns>0</ns>", "Texte."),
    ]);
    let mut read = articles(dump.as_bytes(), &Options::default());
    let told = told(read.by_ref());
    assert_eq!([&told[0], &told[1], &told[3]], ["Un", "1 → Un", "Sans espace"], "{told:?}");
    assert!(told[2].contains("it has no title") && told[4].contains("it has no title"), "{told:?}");
    let dropped: Vec<String> =
        read.take_dropped().into_iter().map(|((kind, name), n)| format!("{kind} {name} {n}")).collect();
    assert_eq!(dropped, ["page json 1", "page namespace 1 1", "page without text 1"]);
    let warnings: Vec<String> = read.warnings().iter().map(ToString::to_string).collect();
    assert!(warnings.len() == 1 && warnings[0].contains("« Sans espace »: &nbsp"), "{warnings:?}");
    assert_eq!((read.given(), read.bytes_read()), (Some(8), dump.len() as u64));
}

#[test]
fn a_page_that_cannot_be_read_does_not_stop_the_others() {
    let bad = page("Mauvaise", "<ns>0</ns>", "Texte @.");
    let mut bytes = dump(&[page("Un", "", "a"), bad, page("Deux", "", "b")]).into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'@').unwrap();
    bytes[at] = 0xE9;
    let told = told(articles(&bytes, &Options::default()));
    assert_eq!([&told[0], &told[2]], ["Un", "Deux"]);
    assert!(
        told[1].contains("« Mauvaise »") && told[1].contains("invalid UTF-8 at byte 6 of its text"),
        "{told:?}"
    );
}

#[test]
fn a_long_page_is_read_as_far_as_its_bound() {
    let long = page("Long", "", &"Une ligne.\n".repeat(1000));
    let options = Options { max_page_bytes: 1000, ..Options::default() };
    let mut read = articles(dump(&[long, page("Deux", "", "b")]).as_bytes(), &options);
    assert_eq!(told(read.by_ref()), ["Long", "Deux"]);
    let warnings: Vec<String> = read.warnings().iter().map(ToString::to_string).collect();
    assert!(
        warnings.len() == 1 && warnings[0].contains("« Long »") && warnings[0].contains("first 989 bytes"),
        "{warnings:?}"
    );
}

#[test]
fn what_was_read_before_the_end_is_given_before_the_error() {
    let two = dump(&[page("Un", "", "a"), page("Deux", "", "Un long texte.")]);
    let inside = two.find("texte").unwrap();
    let cases: &[(&str, String, &[&str], &str)] = &[
        ("the end of a page", two.replace("</mediawiki>", ""), &["Un", "Deux"], "ends before </mediawiki>"),
        ("within a text", two[..inside].to_owned(), &["Un", "Deux"], "ends before </mediawiki>"),
        ("within a tag", two[..two.rfind("<text").unwrap() + 3].to_owned(), &["Un"], "ill-formed|syntax"),
        ("another root", "<feed><page/></feed>".to_owned(), &[], "root is not <mediawiki>"),
        ("no root", "Du texte.".to_owned(), &[], "no <mediawiki>"),
        (
            "crossed elements",
            two.replace("</revision></page>\n</m", "</page></revision>\n</m"),
            &["Un"],
            "expected",
        ),
        ("a document type", format!("<!DOCTYPE m [<!ENTITY a \"b\">]>{two}"), &[], "a document type"),
        ("nested without end", format!("<mediawiki>{}", "<a>".repeat(100_000)), &[], "more than 16 deep"),
        (
            "a tag without end",
            format!("<mediawiki a=\"{}", "x".repeat(3 << 20)),
            &[],
            "longer than 1048576 bytes",
        ),
    ];
    for (name, dump, titles, reason) in cases {
        let told = told(articles(dump.as_bytes(), &Options::default()));
        let (error, read) = told.split_last().unwrap();
        assert_eq!(read, *titles, "{name}: {error}");
        assert!(
            reason.split('|').any(|reason| error.contains(reason)) && error.contains("byte "),
            "{name}: {error}"
        );
    }
}

/// Entities that stand for each other ten times over: none is ever replaced.
#[test]
fn entities_do_not_grow() {
    let laughs = "&lol9;".repeat(100);
    let declared = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol9 \"&lol;&lol;\">]>\n";
    let plain = dump(&[page("Rires", "", &laughs)]);
    let told_of = |dump: &str| told(articles(dump.as_bytes(), &Options::default()));
    assert!(told_of(&format!("{declared}{plain}"))[0].contains("are refused"));
    assert_eq!(told_of(&plain), ["Rires"]);
}

#[test]
fn the_order_is_that_of_the_dump_however_many_threads_there_are() {
    let pages: Vec<String> =
        (0..500).map(|n| page(&format!("P{n}"), "", &"mot ".repeat(n * 37 % 900))).collect();
    let dump = dump(&pages);
    let one = told(articles(dump.as_bytes(), &Options::default()));
    let four = told(articles(dump.as_bytes(), &Options { threads: 4, ..Options::default() }));
    assert!(one == four && one.len() == 499, "one page is empty: {}", one.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Wherever a reading stops, another that passes over what it gave gives the rest.
    #[test]
    fn a_reading_goes_on_where_another_was(kinds in proptest::collection::vec(0u8..4, 0..40), stop in 0usize..40) {
        let pages: Vec<String> = kinds.iter().enumerate().map(|(n, kind)| match kind {
            0 => page(&format!("P{n}"), "<ns>0</ns>", "Texte."),
            1 => page(&format!("P{n}"), "<ns>2</ns>", "Texte."),
            2 => page(&format!("P{n}"), "<redirect title=\"P0\"/>", "Texte."),
            _ => page("", "", "Texte."),
        }).collect();
        let dump = dump(&pages);
        let whole = told(articles(dump.as_bytes(), &Options::default()));
        let mut first = articles(dump.as_bytes(), &Options::default());
        let mut told_in_two = told(first.by_ref().take(stop));
        let given = first.given().unwrap();
        let mut second = articles(dump.as_bytes(), &Options::default());
        prop_assert_eq!(second.pass_over(given).unwrap(), given);
        told_in_two.extend(told(second));
        prop_assert_eq!(told_in_two, whole);
    }

    #[test]
    fn any_bytes_are_a_dump_or_refused(bytes: Vec<u8>, at: usize, byte: u8) {
        let mut dump = dump(&[page("Un", "<ns>0</ns>", "a &lt; b"), page("Deux", "<redirect title=\"Un\"/>", "")]).into_bytes();
        let at = at % dump.len();
        dump[at] = byte;
        for bytes in [bytes, dump] {
            prop_assert!(articles(&bytes, &Options::default()).count() <= 4);
        }
    }
}
