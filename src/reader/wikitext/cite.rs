//! Bibliographic templates: what they show, and the fields of a [`Reference`].

use super::Reader;
use super::call::{Call, Key};
use super::data::fields::{Field, field};
use super::data::languages;
use super::data::templates::Source;
use super::numbers;
use crate::document::Reference;
use crate::reader::date::date;
use crate::reader::prose::Prose;

/// A bibliographic entry as a reader sees it, and what it says.
pub(super) struct Entry {
    shown: Prose,
    /// Without label and text.
    pub(super) reference: Reference,
}

impl Entry {
    /// Adds the entry as it is shown.
    pub(super) fn append_to(&self, out: &mut Prose) {
        out.append(&self.shown);
    }
}

/// What an entry gives, each field as its words.
#[derive(Default)]
struct Given {
    fields: Vec<(Field, usize, Prose)>,
}

impl Given {
    fn text(&self, field: Field) -> Option<&str> {
        let found = self.fields.iter().find(|(given, _, prose)| *given == field && !prose.is_empty());
        found.map(|(_, _, prose)| prose.text())
    }

    fn owned(&self, field: Field) -> Option<String> {
        let found = self.fields.iter().find(|(given, _, prose)| *given == field && !prose.is_empty());
        found.map(|(_, _, prose)| prose.without_markers())
    }

    /// The authors: names given whole, or as first and last name, by their numbers.
    fn authors(&self) -> Vec<String> {
        let is_name = |field| matches!(field, Field::Author | Field::FirstName | Field::LastName);
        let mut names: Vec<(usize, Field, &str)> = self
            .fields
            .iter()
            .filter(|(f, ..)| is_name(*f))
            .map(|(f, n, prose)| (*n, *f, prose.text()))
            .collect();
        // A first name stands before the last name of its number, wherever it was given.
        names.sort_by_key(|(number, field, _)| (*number, *field == Field::LastName));
        let mut authors: Vec<(usize, Field, String)> = Vec::new();
        for (number, field, name) in names {
            match authors.last_mut() {
                Some((last, Field::FirstName, author)) if *last == number && field == Field::LastName => {
                    *author += " ";
                    *author += name;
                }
                _ => authors.push((number, field, name.to_owned())),
            }
        }
        authors.into_iter().map(|(_, _, author)| author).collect()
    }

    /// The date as it is given, in one argument or in three.
    fn date(&self) -> Option<String> {
        let parts = [Field::Day, Field::Month, Field::Year].into_iter().filter_map(|field| self.text(field));
        let joined = parts.collect::<Vec<_>>().join(" ");
        let given = self.owned(Field::Date).unwrap_or(joined);
        (!given.is_empty()).then(|| numbers::date(&[given]))
    }

    fn title(&self) -> Option<String> {
        let title = self.owned(Field::Title)?;
        Some(
            self.text(Field::Subtitle).map_or(title.clone(), |subtitle| format!("{title}\u{a0}: {subtitle}")),
        )
    }
}

impl Reader<'_> {
    /// The entry that a bibliographic template makes.
    pub(super) fn entry(&mut self, source: Source, call: &Call<'_>) -> Entry {
        let given = self.fields_of(call);
        let reference = reference(source, &given);
        let mut shown = Prose::default();
        shown.push(&sentence(source, &given, &reference));
        Entry { shown, reference }
    }

    fn fields_of(&mut self, call: &Call<'_>) -> Given {
        let mut given = Given::default();
        for argument in &call.arguments {
            let Key::Name(name) = argument.key else { continue };
            let Some((field, number)) = field(name).filter(|_| argument.value.start < argument.value.end)
            else {
                continue;
            };
            let prose = match field {
                // Addresses and codes have no signs.
                Field::Url | Field::ArchiveUrl => Prose::from(self.tree.written(argument.value)),
                _ => self.prose(argument.value),
            };
            given.fields.push((field, number, prose));
        }
        given
    }
}

/// The fields that an entry plainly gives.
fn reference(source: Source, given: &Given) -> Reference {
    let language = given.text(Field::Language);
    let (title, container) = match source {
        Source::Chapter => {
            let book = given.owned(Field::BookTitle);
            let chapter = given.owned(Field::Chapter);
            let whole = if book.is_none() { given.title() } else { None };
            (chapter.or_else(|| given.title()), book.or(whole))
        }
        Source::Book if given.text(Field::Chapter).is_some() => (given.owned(Field::Chapter), given.title()),
        Source::Book => (given.title(), None),
        _ => (given.title(), given.owned(Field::Container)),
    };
    let address = |field| {
        let given = given.owned(field)?.split_whitespace().next()?.to_owned();
        (given.contains("://") || given.starts_with("//")).then_some(given)
    };
    Reference {
        authors: given.authors(),
        title,
        container: container.map(|name| site(&name)),
        publisher: given.owned(Field::Publisher),
        date: given.date().and_then(|given| date(&given)),
        url: address(Field::Url),
        archive_url: address(Field::ArchiveUrl),
        isbn: given.owned(Field::Isbn),
        doi: given.owned(Field::Doi),
        pages: given.owned(Field::Pages),
        language: language.map(|language| languages::code(language).unwrap_or(language).to_owned()),
        ..Reference::default()
    }
}

/// A site that is given by its address is shown without it.
fn site(name: &str) -> String {
    let bare = name.strip_prefix("https://").or_else(|| name.strip_prefix("http://")).unwrap_or(name);
    bare.trim_end_matches('/').to_owned()
}

/// The entry in the order of the site's module Biblio.
fn sentence(source: Source, given: &Given, reference: &Reference) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(names(&reference.authors, given.text(Field::EtAl).is_some()));
    match source {
        Source::Web | Source::Article => {
            let address = || reference.url.clone().filter(|_| source == Source::Web);
            parts.extend(given.title().map(|title| quoted(&title)).or_else(address));
        }
        Source::Book if given.text(Field::Chapter).is_some() => {
            parts.extend(given.owned(Field::Chapter).map(|title| quoted(&title)));
            parts.extend(given.title().map(|title| format!("dans {title}")));
        }
        Source::Book => parts.extend(given.title()),
        Source::Chapter => parts.extend(chapter(given, reference)),
    }
    parts.extend(holder(source, reference));
    parts.extend(publication(given));
    parts.extend(given.owned(Field::PageCount).map(|count| with_sign(&count, "", "\u{a0}p.")));
    let identifiers = identifiers(source, given);
    if let Some(last) = parts.last_mut().filter(|_| !identifiers.is_empty()) {
        *last = format!("{last} ({})", identifiers.join(", "));
    }
    parts.extend(given.owned(Field::Pages).map(|pages| with_sign(&pages, "p.\u{a0}", "")));
    let shown = parts.join(", ");
    let foreign = reference.language.as_deref().filter(|language| *language != "fr");
    foreign.map_or(shown.clone(), |language| format!("({language}) {shown}"))
}

fn names(authors: &[String], more: bool) -> Option<String> {
    let (last, others) = authors.split_last()?;
    let names = match others {
        [] => last.clone(),
        _ if more => authors.join(", "),
        _ => format!("{} et {last}", others.join(", ")),
    };
    Some(if more { format!("{names} et al.") } else { names })
}

/// A title in guillemets; those that it holds become English ones.
fn quoted(title: &str) -> String {
    let mut inside = title.to_owned();
    for (from, to) in [("« ", "“"), ("«\u{a0}", "“"), ("«", "“"), (" »", "”"), ("\u{a0}»", "”"), ("»", "”")]
    {
        inside = inside.replace(from, to);
    }
    format!("«\u{a0}{inside}\u{a0}»")
}

fn chapter(given: &Given, reference: &Reference) -> Vec<String> {
    let authors = given.owned(Field::BookAuthors);
    let book = reference.container.as_ref().map(|book| match authors {
        Some(authors) => format!("dans {authors}, {book}"),
        None => format!("dans {book}"),
    });
    reference.title.iter().map(|title| quoted(title)).chain(book).collect()
}

fn holder(source: Source, reference: &Reference) -> Option<String> {
    let container = reference.container.as_ref()?;
    match source {
        Source::Web => Some(format!("sur {container}")),
        Source::Article => Some(container.clone()),
        Source::Book | Source::Chapter => None,
    }
}

/// Place, publisher, series, volume and date.
fn publication(given: &Given) -> Vec<String> {
    let series = given.owned(Field::Series).map(|series| format!("coll. {}", quoted(&series)));
    let tome = given.owned(Field::Tome).map(|tome| match given.text(Field::TomeTitle) {
        Some(title) => format!("t.\u{a0}{tome}\u{a0}: {title}"),
        None => format!("t.\u{a0}{tome}"),
    });
    let parts = [
        tome,
        given.owned(Field::Place),
        given.owned(Field::Publisher),
        series,
        given.owned(Field::Volume).map(|volume| with_sign(&volume, "vol.\u{a0}", "")),
        given.owned(Field::Issue).map(|issue| with_sign(&issue, "no\u{a0}", "")),
        given.date(),
    ];
    parts.into_iter().flatten().collect()
}

/// What stands in brackets behind an entry.
fn identifiers(source: Source, given: &Given) -> Vec<String> {
    let signed = |field, sign: &str| given.owned(field).map(|value| format!("{sign}\u{a0}{value}"));
    let online = given.text(Field::Url).filter(|_| source != Source::Web).map(|_| "lire en ligne".to_owned());
    let accessed = given.text(Field::Accessed).map(accessed);
    let all = [
        signed(Field::Isbn, "ISBN"),
        signed(Field::Issn, "ISSN"),
        signed(Field::Doi, "DOI"),
        online,
        accessed,
    ];
    all.into_iter().flatten().collect()
}

/// When somebody looked at it: a day, or a month.
fn accessed(date: &str) -> String {
    let date = numbers::date(&[date.trim_end_matches('.').to_owned()]);
    let preposition = if date.starts_with(|c: char| c.is_ascii_digit()) { "le" } else { "en" };
    format!("consulté {preposition} {date}")
}

/// A number with its sign, unless it is given with one.
fn with_sign(value: &str, before: &str, after: &str) -> String {
    if value.starts_with(|c: char| c.is_ascii_digit()) && !value.ends_with("p.") {
        return format!("{before}{value}{after}");
    }
    value.to_owned()
}
