//! BibTeX, written by the crate `biblatex`, which knows what must be escaped.

use biblatex::{
    Bibliography, Chunk, Chunks, Date, DateValue, Datetime, Entry, EntryType, PermissiveType, Person, Spanned,
};

use super::{Name, Work, date_parts, pages, title};
use crate::document::Reference;

/// The entries as one BibTeX file.
pub(super) fn write(entries: &[(String, Reference)]) -> String {
    let mut bibliography = Bibliography::new();
    for (key, reference) in entries {
        bibliography.insert(entry(key, reference));
    }
    let mut text = String::new();
    // Writing to a string cannot fail, and these fields were set as the format has them.
    let _ = bibliography.write_bibtex(&mut text);
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
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
        value.into_iter().for_each(|value| entry.set(field, chunks(Chunk::Normal(value.to_owned()))));
    }
    entry
}

fn chunks(chunk: Chunk) -> Chunks {
    vec![Spanned::detached(chunk)]
}

fn person(name: &str) -> Person {
    let Name { family, given } = Name::of(name);
    Person {
        name: family.to_owned(),
        given_name: given.to_owned(),
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
