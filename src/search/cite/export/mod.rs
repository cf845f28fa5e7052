//! References in the forms that reference managers read.

mod bibtex;
mod csl;
mod ris;

use std::collections::HashSet;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::list::LabelUses;
use crate::document::{Reference, slug};
use crate::error::Error;

/// A form of bibliography.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExportFormat {
    /// BibTeX.
    Bibtex,
    /// CSL-JSON: one array of items.
    CslJson,
    /// RIS.
    Ris,
}

impl ExportFormat {
    /// The media type of a text in that form.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Bibtex => "application/x-bibtex; charset=utf-8",
            Self::CslJson => "application/vnd.citationstyles.csl+json",
            Self::Ris => "application/x-research-info-systems; charset=utf-8",
        }
    }
}

impl FromStr for ExportFormat {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        match name {
            "bibtex" => Ok(Self::Bibtex),
            "csl-json" => Ok(Self::CslJson),
            "ris" => Ok(Self::Ris),
            _ => Err(Error::UnknownExport { name: name.to_owned() }),
        }
    }
}

/// References under keys that tell them apart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bibliography {
    entries: Vec<(String, Reference)>,
}

impl Bibliography {
    /// The entries of a list; labels that no entry has are left out. A key is made of the first author's last name,
    /// or the container, the year, and the article's label: `dupont-2019-4`.
    #[must_use]
    pub fn new(labels: &[LabelUses]) -> Self {
        let mut taken = HashSet::new();
        let mut entries = Vec::new();
        for reference in labels.iter().filter_map(|label| label.reference.as_ref()) {
            entries.push((free_key(key(reference), &mut taken), reference.clone()));
        }
        Self { entries }
    }

    /// How many entries it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Its text in that form, with a line end.
    #[must_use]
    pub fn write(&self, format: ExportFormat) -> String {
        match format {
            ExportFormat::Bibtex => bibtex::write(&self.entries),
            ExportFormat::CslJson => csl::write(&self.entries),
            ExportFormat::Ris => ris::write(&self.entries),
        }
    }
}

fn key(reference: &Reference) -> String {
    let author = reference.authors.first().map(|name| Name::of(name).family);
    let named = author.or(reference.container.as_deref()).or(reference.title.as_deref()).unwrap_or("source");
    let named: String = slug(named).chars().filter(char::is_ascii).take(30).collect();
    let year = reference.year().map(|year| year.to_string());
    let label = Some(slug(&reference.label)).filter(|_| !reference.label.is_empty());
    let parts = [Some(named), year, label];
    parts.into_iter().flatten().collect::<Vec<_>>().join("-")
}

fn free_key(key: String, taken: &mut HashSet<String>) -> String {
    let numbered = (2u32..).map(|n| format!("{key}-{n}"));
    let free = std::iter::once(key.clone()).chain(numbered).find(|key| !taken.contains(key)).unwrap_or(key);
    taken.insert(free.clone());
    free
}

/// What kind of work a reference is, as far as its fields tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    /// It stands in a container: an article.
    Article,
    /// It has an ISBN.
    Book,
    /// It is known by its address.
    Page,
    /// Nothing tells.
    Other,
}

impl Work {
    fn of(reference: &Reference) -> Self {
        match reference {
            Reference { isbn: Some(_), .. } => Self::Book,
            Reference { container: Some(_), .. } | Reference { doi: Some(_), .. } => Self::Article,
            Reference { url: Some(_), .. } => Self::Page,
            _ => Self::Other,
        }
    }
}

/// An author's name in two parts: `Dupont, Jean` as it says itself; else the last word is the family's, with the
/// particles before it.
struct Name<'a> {
    family: &'a str,
    given: &'a str,
}

impl<'a> Name<'a> {
    fn of(name: &'a str) -> Self {
        if let Some((family, given)) = name.split_once(',') {
            return Self { family: family.trim(), given: given.trim() };
        }
        let name = name.trim();
        let mut at = last_word_at(name);
        loop {
            let before = name[..at].trim_end();
            let particle = last_word_at(before);
            if particle == 0 || !before[particle..].starts_with(char::is_lowercase) {
                break;
            }
            at = particle;
        }
        Self { family: &name[at..], given: name[..at].trim_end() }
    }
}

fn last_word_at(text: &str) -> usize {
    text.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8())
}

/// Year, month and day of a date, as far as it goes.
fn date_parts(reference: &Reference) -> Vec<u16> {
    let date = reference.date.as_deref().unwrap_or_default();
    date.split('-').map_while(|part| part.parse().ok()).collect()
}

/// The first and the last page, without the sign before them.
fn pages(reference: &Reference) -> Option<&str> {
    let pages = reference.pages.as_deref()?;
    Some(pages.trim_start_matches(|c: char| !c.is_ascii_digit())).filter(|pages| !pages.is_empty())
}

/// The title, or all of the entry where none was told apart.
fn title(reference: &Reference) -> &str {
    reference.title.as_deref().unwrap_or(&reference.raw)
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn names_in_two_parts() {
        for (name, family, given) in [
            ("Jean Dupont", "Dupont", "Jean"),
            ("Marie de La Tour", "Tour", "Marie de La"),
            ("Charles de Gaulle", "de Gaulle", "Charles"),
            ("Dupont, Jean", "Dupont", "Jean"),
            ("AFP", "AFP", ""),
            ("", "", ""),
        ] {
            let found = Name::of(name);
            assert_eq!((found.family, found.given), (family, given), "{name}");
        }
    }
}
