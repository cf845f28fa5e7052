//! The same article in each of its forms gives the same article: `tests/specs/forms/`, written for this test.

use std::fs;
use std::path::Path;

use super::Options;
use super::tests::{Reading, articles, collect};
use crate::document::{CitationMarker, Form, Format, Quote, Reference};

fn read(format: Format, ending: &str) -> Reading {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs/forms/canal").with_extension(ending);
    let options = Options { format: Some(format), ..Options::default() };
    collect(articles("canal", &fs::read(path).unwrap(), &options).unwrap())
}

/// What must not depend on the form: all of a passage but where it was read from.
type Same<'a> = (&'a [String], &'a str, Form, u32, &'a str, &'a [CitationMarker], &'a [Quote]);

fn passages(reading: &Reading) -> Vec<Same<'_>> {
    reading
        .passages
        .iter()
        .map(|(path, p)| {
            (&path[..], &p.key[..], p.form, p.ordinal, &p.text[..], &p.markers[..], &p.quotes[..])
        })
        .collect()
}

#[test]
fn wikitext_and_html_give_equal_articles() {
    let (wikitext, html) = (read(Format::Wikitext, "wikitext"), read(Format::Html, "html"));
    assert!(wikitext.passages.len() > 15 && wikitext.references.len() == 4);
    for (wikitext, html) in passages(&wikitext).iter().zip(passages(&html)) {
        assert_eq!(*wikitext, html);
    }
    assert_eq!(wikitext.passages.len(), html.passages.len());
    assert_eq!(wikitext.references, html.references);
}

/// Markdown has no images with words under them, no captions of tables, no groups of notes; its labels are its own.
#[test]
fn markdown_gives_the_same_words() {
    let (markdown, html) = (read(Format::Markdown, "md"), read(Format::Html, "html"));
    let label = |label: &str| label.replace("note-1", "note 1");
    let words = |reading: &Reading| -> Vec<_> {
        let kept =
            reading.passages.iter().filter(|(_, p)| p.form != Form::Caption && !p.text.starts_with("Voir"));
        kept.map(|(path, p)| (path.clone(), p.form, label(&p.text), p.key.clone())).collect()
    };
    assert_eq!(words(&markdown), words(&html));
    let fields = |reading: &Reading| -> Vec<Reference> {
        let fields = reading.references.iter().cloned();
        fields.map(|reference| Reference { label: label(&reference.label), ..reference }).collect()
    };
    assert_eq!(fields(&markdown), fields(&html));
    assert_eq!(markdown.titles, ["Canal"]);
    assert_eq!(html.titles, ["Canal"]);
}
