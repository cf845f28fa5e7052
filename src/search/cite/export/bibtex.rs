//! BibTeX, written by the crate `biblatex`, which knows what must be escaped.

use biblatex::{Chunk, Chunks, Date, DateValue, Datetime, Entry, EntryType, PermissiveType, Person, Spanned};

use super::{Name, Work, date_parts, pages, title};
use crate::document::Reference;

/// The entries as one BibTeX file.
pub(super) fn write(entries: &[(String, Reference)]) -> String {
    let written: Vec<String> =
        entries.iter().map(|(key, reference)| written(entry(key, reference))).collect();
    written.join("\n\n") + "\n"
}

/// A date that the crate does not take is left out rather than the entry.
fn written(mut entry: Entry) -> String {
    if let Ok(written) = entry.to_bibtex_string() {
        return written;
    }
    entry.remove("date");
    entry.to_bibtex_string().unwrap_or_default()
}

fn entry(key: &str, reference: &Reference) -> Entry {
    let kind = match Work::of(reference) {
        Work::Article => EntryType::Article,
        Work::Book => EntryType::Book,
        Work::Page | Work::Other => EntryType::Misc,
    };
    let mut entry = Entry::new(key.to_owned(), kind);
    if !reference.authors.is_empty() {
        entry.set_author(reference.authors.iter().map(|name| person(name)).collect());
    }
    set_date(&mut entry, &date_parts(reference));
    let verbatim = [("url", reference.url.as_deref()), ("doi", reference.doi.as_deref())];
    let plain = [
        ("title", Some(title(reference))),
        ("journal", reference.container.as_deref()),
        ("publisher", reference.publisher.as_deref()),
        ("isbn", reference.isbn.as_deref()),
        ("pages", pages(reference)),
        ("language", reference.language.as_deref()),
    ];
    for (field, value) in verbatim {
        value.into_iter().for_each(|value| entry.set(field, chunks(Chunk::Verbatim(value.to_owned()))));
    }
    for (field, value) in plain {
        value.into_iter().for_each(|value| entry.set(field, chunks(Chunk::Normal(plain_signs(value)))));
    }
    entry
}

/// Without the signs that begin a command of TeX even when they are escaped, as the crate escapes them: the letter
/// after `\^` would get an accent.
fn plain_signs(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '^' => 'ˆ',
            '~' => '˜',
            '\\' => '∖',
            c => c,
        })
        .collect()
}

fn chunks(chunk: Chunk) -> Chunks {
    vec![Spanned::detached(chunk)]
}

fn person(name: &str) -> Person {
    let Name { family, given } = Name::of(name);
    Person {
        name: plain_signs(family),
        given_name: plain_signs(given),
        prefix: String::new(),
        suffix: String::new(),
        use_prefix: None,
        id: None,
        prefix_initials: None,
        given_initials: None,
    }
}

fn set_date(entry: &mut Entry, parts: &[u16]) {
    let Some(year) = parts.first() else { return };
    // Months and days are counted from 0 here.
    let from_zero = |part: Option<&u16>| part.and_then(|part| u8::try_from(part.saturating_sub(1)).ok());
    let value = Datetime {
        year: i32::from(*year),
        month: from_zero(parts.get(1)),
        day: from_zero(parts.get(2)),
        time: None,
    };
    let date = Date { value: DateValue::At(value), uncertain: false, approximate: false };
    entry.set_date(PermissiveType::Typed(date));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::write;
    use crate::document::Reference;

    proptest! {
        #[test]
        fn what_is_written_is_read_back(title in "\\PC{1,30}", name in "[A-Z{}\\\\%&_#$~^, a-z\"]{1,12}", url in "[!-~]{1,20}") {
            let reference = Reference {
                title: Some(title),
                authors: vec![name],
                url: Some(url),
                date: Some("2019-02-28".into()),
                ..Reference::default()
            };
            let text = write(&[("a".into(), reference.clone()), ("b".into(), reference)]);
            let read = biblatex::Bibliography::parse(&text);
            prop_assert_eq!(read.map(|read| read.len()).map_err(|e| e.to_string()), Ok(2), "{}", text);
        }
    }
}
