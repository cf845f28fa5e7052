//! An entry of a list of references whose markup tells more than its words: its links, its title, its metadata.

use percent_encoding::percent_decode_str;

use super::date::date;
use super::passages::tidy;
use super::prose::Prose;
use super::reference::{self, is_archive};
use crate::document::{Reference, Span};

/// An entry that was read.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) id: Option<String>,
    /// Its place in its list, from 1.
    pub(super) place: usize,
    pub(super) prose: Prose,
    /// Which of its bytes are the title of the work.
    pub(super) title: Option<Span>,
    pub(super) links: Vec<Link>,
    /// OpenURL key-value pairs (ANSI/NISO Z39.88), as COinS writes them.
    pub(super) metadata: Option<String>,
}

/// A link of an entry.
#[derive(Debug, Default)]
pub(super) struct Link {
    pub(super) href: String,
    /// Where its words begin in the entry.
    pub(super) start: usize,
    /// Empty while it is open.
    pub(super) words: String,
}

impl Entry {
    /// Ends the last link; `text` is the entry's text so far.
    pub(super) fn end_link(&mut self, text: &str) {
        if let Some(link) = self.links.last_mut().filter(|link| link.words.is_empty()) {
            link.words = text.get(link.start..).unwrap_or_default().trim().to_owned();
        }
    }

    /// The entry whose markers show `label`.
    pub(super) fn into_reference(self, label: String) -> Reference {
        let text = self.prose.text();
        // What is left of the way back where it was no link.
        let raw = text.trim_start_matches(['↑', '^', ' ', '\u{a0}']);
        let skipped = text.len() - raw.len();
        let title = self.title.filter(|title| title.start >= skipped);
        let title = title.map(|title| title.start - skipped..title.end - skipped);
        let mut reference = match title {
            Some(title) => reference::parse_titled(label, raw, title),
            None => reference::parse(label, raw),
        };
        address(&self.links, &mut reference);
        if let Some(metadata) = &self.metadata {
            Metadata::read(metadata).complete(&mut reference);
        }
        reference
    }
}

/// The address with its scheme; none of one that depends on where the page is.
pub(super) fn absolute(href: &str) -> Option<String> {
    let href = href.trim();
    if href.starts_with("//") {
        return Some(format!("https:{href}"));
    }
    (href.starts_with("https://") || href.starts_with("http://")).then(|| href.to_owned())
}

/// Sets the addresses that the entry's links lead to. Where nothing else is the title, it is what links to the work:
/// words that begin as a title does (`lire en ligne` does not).
fn address(links: &[Link], reference: &mut Reference) {
    let absolute: Vec<(String, &str)> =
        links.iter().filter_map(|link| Some((absolute(&link.href)?, link.words.as_str()))).collect();
    let (archives, works): (Vec<_>, Vec<_>) = absolute.iter().partition(|(url, _)| is_archive(url));
    reference.doi = reference.doi.take().or_else(|| absolute.iter().find_map(|(url, _)| doi(url)));
    reference.archive_url = archives.first().map(|(url, _)| url.clone()).or(reference.archive_url.take());
    if let Some((url, words)) = works.into_iter().find(|(url, _)| is_of_work(url)) {
        reference.url = Some(url.clone());
        let is_title = words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '"')
            && !words.contains("://");
        reference.title = reference.title.take().or_else(|| is_title.then(|| unquoted(words)));
    }
}

/// English entries set a title in straight quotation marks.
fn unquoted(words: &str) -> String {
    words.trim_matches('"').to_owned()
}

/// Not a page of the wiki itself, nor a service that finds works by their number.
fn is_of_work(url: &str) -> bool {
    const SERVICES: [&str; 13] = [
        ".wikipedia.org/",
        ".wikidata.org/",
        ".wiktionary.org/",
        "/wiki/",
        "doi.org/",
        "worldcat.org/",
        "adsabs.harvard.edu/",
        "ncbi.nlm.nih.gov/",
        "arxiv.org/",
        "zbmath.org/",
        "mathscinet",
        "://issn.org",
        "/www.idref.fr/",
    ];
    !SERVICES.iter().any(|service| url.contains(service))
}

/// The name that a link to the resolver of DOIs ends with.
fn doi(url: &str) -> Option<String> {
    let (_, doi) = url.split_once("doi.org/")?;
    let doi = percent_decode_str(doi).decode_utf8_lossy().into_owned();
    doi.starts_with("10.").then_some(doi)
}

/// What COinS says of a work; the names are those of Z39.88's formats for books and for journals.
#[derive(Default)]
struct Metadata {
    authors: Vec<String>,
    first: Option<String>,
    last: Option<String>,
    part: Option<String>,
    whole: Option<String>,
    publisher: Option<String>,
    date: Option<String>,
    pages: Option<String>,
    isbn: Option<String>,
    doi: Option<String>,
    url: Option<String>,
}

impl Metadata {
    fn read(pairs: &str) -> Self {
        let mut metadata = Self::default();
        for (key, value) in pairs.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = value.replace('+', " ");
            let value = tidy(&percent_decode_str(&value).decode_utf8_lossy());
            if !value.is_empty() {
                metadata.set(key, value);
            }
        }
        metadata
    }

    fn set(&mut self, key: &str, value: String) {
        match key {
            "rft.au" => self.authors.push(value),
            "rft.aufirst" => self.first = Some(value),
            "rft.aulast" => self.last = Some(value),
            "rft.atitle" => self.part = Some(value),
            "rft.jtitle" | "rft.btitle" | "rft.title" => self.whole = Some(value),
            "rft.pub" => self.publisher = Some(value),
            "rft.date" => self.date = date(&value),
            "rft.pages" => self.pages = Some(value),
            "rft.isbn" => self.isbn = Some(value),
            "rft_id" => self.identify(&value),
            _ => {}
        }
    }

    fn identify(&mut self, id: &str) {
        match id.strip_prefix("info:doi/") {
            Some(doi) => self.doi = Some(doi.to_owned()),
            None => self.url = self.url.take().or_else(|| absolute(id)),
        }
    }

    /// The first author is often given in two parts only.
    fn authors(&mut self) -> Vec<String> {
        let first = match (self.first.take(), self.last.take()) {
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            (_, last) => last,
        };
        let turned = |name: &String| name.split_once(", ").map(|(last, first)| format!("{first} {last}"));
        let others = self.authors.iter().map(|name| turned(name).unwrap_or_else(|| name.clone()));
        let mut authors: Vec<String> = first.into_iter().collect();
        for author in others {
            if !authors.contains(&author) {
                authors.push(author);
            }
        }
        authors
    }

    /// Names what the words of the entry left open; its title and its authors are better known from here.
    fn complete(mut self, reference: &mut Reference) {
        let authors = self.authors();
        if !authors.is_empty() {
            reference.authors = authors;
        }
        match self.part {
            Some(part) => {
                reference.title = Some(part);
                reference.container = self.whole.or(reference.container.take());
            }
            None => reference.title = self.whole.or(reference.title.take()),
        }
        fill(&mut reference.publisher, self.publisher);
        reference.date = self.date.or(reference.date.take());
        fill(&mut reference.pages, self.pages);
        fill(&mut reference.isbn, self.isbn);
        fill(&mut reference.doi, self.doi);
        fill(&mut reference.url, self.url);
    }
}

fn fill(field: &mut Option<String>, value: Option<String>) {
    if field.is_none() {
        *field = value;
    }
}
