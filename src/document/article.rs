//! A source page: its head, its sections, its references.

use serde::{Deserialize, Serialize};

use super::{Passage, Reference};

/// What names an article and says where it came from; every passage and reference is kept with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Unique in an index: a JSONL row's `_id` verbatim, else [`slug`](super::slug) of the title.
    pub id: String,
    /// As the page gives it, NFC.
    pub title: String,
    /// Where the page lives, when the source says so.
    pub url: Option<String>,
    /// The file that was read, as it was named to the program; `-` is standard input.
    pub path: String,
    /// How that file was read.
    pub format: Format,
}

/// The forms of source that have a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Plain text with headings, paragraphs and `[4]` markers.
    Text,
    /// One JSON object a line, each an article.
    Jsonl,
    /// A page of a wiki as it is edited.
    Wikitext,
    /// A page of a wiki as it is shown, or a saved page of any site.
    Html,
    /// CommonMark, with footnotes and front matter.
    Markdown,
    /// A MediaWiki XML dump, its pages in wikitext.
    Dump,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Self; 6] =
        [Self::Text, Self::Jsonl, Self::Wikitext, Self::Html, Self::Markdown, Self::Dump];

    /// The name used in JSON and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Jsonl => "jsonl",
            Self::Wikitext => "wikitext",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Dump => "dump",
        }
    }

    /// The file name endings (lower case, without the dot) that a walked folder takes for this format.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["txt", "text"],
            Self::Jsonl => &["jsonl", "ndjson"],
            Self::Wikitext => &["wikitext", "wiki", "mediawiki"],
            Self::Html => &["html", "htm", "xhtml"],
            Self::Markdown => &["md", "markdown"],
            Self::Dump => &["xml"],
        }
    }
}

/// A source page, or one part of a very long one.
///
/// Reading holds memory bounded by giving a long article in several parts: equal heads, ascending
/// [`part`](Self::part), passages that go on where the last part ended. Most articles are one part, 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// What names it.
    pub head: Head,
    /// The title of the page that this one only leads to; it is another name of that page then, and holds nothing.
    pub redirect: Option<String>,
    /// 0 for the first part.
    pub part: u32,
    /// In document order; text before the first heading is a section with an empty path.
    pub sections: Vec<Section>,
    /// The entries of its reference list, in its order.
    pub references: Vec<Reference>,
}

impl Article {
    /// Passages with the heading path of their section, in document order.
    pub fn passages(&self) -> impl Iterator<Item = (&[String], &Passage)> {
        self.sections.iter().flat_map(|section| section.passages.iter().map(|p| (section.path.as_slice(), p)))
    }
}

/// A part of an article under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// The headings that lead to it, outermost first, without the article's title.
    pub path: Vec<String>,
    /// Its own passages, in document order; those of subsections stand in their sections.
    pub passages: Vec<Passage>,
}
