//! RIS: lines of a tag, two spaces, a hyphen and a value, as Reference Manager's specification has them. No crate that is
//! kept up writes it.

use std::fmt::Write as _;

use super::{Name, Work, date_parts, pages, title};
use crate::document::{Reference, collapse_spaces};

/// The entries one after the other.
pub(super) fn write(entries: &[(String, Reference)]) -> String {
    let mut text = String::new();
    for (key, reference) in entries {
        for (tag, value) in lines(key, reference) {
            // Writing to a string cannot fail.
            let _ = write!(text, "{tag}  - {}\r\n", collapse_spaces(&value, char::is_whitespace));
        }
        text.push_str("ER  - \r\n\r\n");
    }
    text
}

fn lines(key: &str, reference: &Reference) -> Vec<(&'static str, String)> {
    let kind = match Work::of(reference) {
        Work::Article => "JOUR",
        Work::Book => "BOOK",
        Work::Page => "ELEC",
        Work::Other => "GEN",
    };
    let mut lines =
        vec![("TY", kind.to_owned()), ("ID", key.to_owned()), ("TI", title(reference).to_owned())];
    lines.extend(reference.authors.iter().map(|name| ("AU", author(name))));
    lines.extend(date(reference));
    let number = reference.isbn.as_ref().map(|isbn| ("SN", isbn.clone()));
    let fields = [
        ("T2", &reference.container),
        ("PB", &reference.publisher),
        ("UR", &reference.url),
        ("DO", &reference.doi),
        ("LA", &reference.language),
    ];
    lines.extend(number);
    lines.extend(fields.into_iter().filter_map(|(tag, value)| Some((tag, value.clone()?))));
    lines.extend(page_lines(reference));
    lines
}

fn author(name: &str) -> String {
    match Name::of(name) {
        Name { family, given: "" } => family.to_owned(),
        Name { family, given } => format!("{family}, {given}"),
    }
}

/// The year, and the date with what is known of it between slashes.
fn date(reference: &Reference) -> Vec<(&'static str, String)> {
    let parts = date_parts(reference);
    let Some(year) = parts.first() else { return Vec::new() };
    let part = |at: usize| parts.get(at).map(|part| format!("{part:02}")).unwrap_or_default();
    vec![("PY", format!("{year:04}")), ("DA", format!("{year:04}/{}/{}/", part(1), part(2)))]
}

fn page_lines(reference: &Reference) -> Vec<(&'static str, String)> {
    let Some(pages) = pages(reference) else { return Vec::new() };
    match pages.split_once(['-', '–', '—']) {
        Some((first, last)) => vec![("SP", first.trim().to_owned()), ("EP", last.trim().to_owned())],
        None => vec![("SP", pages.to_owned())],
    }
}
