//! CSL-JSON, as the schema of citeproc has it. Written with serde: `citationberg`, the crate of its types, writes a date
//! as a bare array, which no reader of the format takes.

use serde::Serialize;

use super::{Name, Work, date_parts, pages, title};
use crate::document::Reference;

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    container_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(rename = "DOI", skip_serializing_if = "Option::is_none")]
    doi: Option<&'a str>,
    #[serde(rename = "ISBN", skip_serializing_if = "Option::is_none")]
    isbn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct Author<'a> {
    family: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    given: &'a str,
}

#[derive(Serialize)]
struct Issued {
    #[serde(rename = "date-parts")]
    date_parts: [Vec<u16>; 1],
}

/// The entries as one array.
pub(super) fn write(entries: &[(String, Reference)]) -> String {
    let items: Vec<Item<'_>> = entries.iter().map(|(key, reference)| item(key, reference)).collect();
    let mut text = serde_json::to_string_pretty(&items).unwrap_or_default();
    text.push('\n');
    text
}

fn item<'a>(key: &'a str, reference: &'a Reference) -> Item<'a> {
    let date = date_parts(reference);
    let author = |name: &'a String| {
        let Name { family, given } = Name::of(name);
        Author { family, given }
    };
    Item {
        id: key,
        kind: match Work::of(reference) {
            Work::Article => "article",
            Work::Book => "book",
            Work::Page => "webpage",
            Work::Other => "document",
        },
        title: title(reference),
        author: reference.authors.iter().map(author).collect(),
        issued: (!date.is_empty()).then_some(Issued { date_parts: [date] }),
        container_title: reference.container.as_deref(),
        publisher: reference.publisher.as_deref(),
        page: pages(reference),
        url: reference.url.as_deref(),
        doi: reference.doi.as_deref(),
        isbn: reference.isbn.as_deref(),
        language: reference.language.as_deref(),
    }
}
