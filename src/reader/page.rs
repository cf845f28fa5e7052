//! What the readers of markup share: headings, blocks and references become an article.

use std::collections::BTreeMap;

use super::Options;
use super::cut::cut;
use super::decode::Encoding;
use super::parts::Parts;
use super::prose::Prose;
use crate::document::{Article, Form, Head, Reference, Span};
use crate::error::{Notice, Oddity};

/// How deep headings nest in HTML and in wikitext.
const LEVELS: u8 = 6;

/// A page in the making, whatever its markup is.
pub(super) struct Page {
    parts: Parts,
    /// The headings that lead to what comes next, each with its level.
    path: Vec<(u8, String)>,
    /// Their words.
    titles: Vec<String>,
    places: Places,
    max_passage_bytes: usize,
    /// Whether the fields of an infobox become a passage.
    pub(super) infobox: bool,
    dropped: Dropped,
    warnings: Vec<Notice>,
}

/// What a reader left out, by kind (`template`, `parser function`, `tag` …) and name, with how often.
pub type Dropped = BTreeMap<(&'static str, String), u64>;

/// A page that was read.
#[derive(Debug, Default)]
pub(super) struct Finished {
    /// Its article, in parts.
    pub(super) parts: Vec<Article>,
    pub(super) dropped: Dropped,
    /// What a person should know of it; each names the page.
    pub(super) warnings: Vec<Notice>,
}

impl Page {
    /// An article of that head; [`entitle`](Self::entitle) may still change its name.
    pub(super) fn new(head: Head, places: Places, options: &Options) -> Self {
        Self {
            parts: Parts::new(head, options.max_part_bytes),
            path: Vec::new(),
            titles: Vec::new(),
            places,
            max_passage_bytes: options.max_passage_bytes.max(4),
            infobox: options.infobox,
            dropped: Dropped::new(),
            warnings: Vec::new(),
        }
    }

    /// What names the article so far.
    pub(super) fn head(&self) -> &Head {
        self.parts.head()
    }

    /// Sets the title and the id that follows from it; before anything else.
    pub(super) fn entitle(&mut self, title: &str) {
        self.parts.entitle(super::passages::tidy(title));
    }

    /// Sets where the page lives; before anything else.
    pub(super) fn locate(&mut self, url: &str) {
        self.parts.locate(url.to_owned());
    }

    /// What follows stands under this heading, of level 1 (outermost) to 6. A level that was jumped over is none.
    pub(super) fn heading(&mut self, level: u8, title: &Prose) {
        let level = level.clamp(1, LEVELS);
        self.path.retain(|(above, _)| *above < level);
        if !title.is_empty() {
            self.path.push((level, title.without_markers()));
        }
        self.titles = self.path.iter().map(|(_, title)| title.clone()).collect();
    }

    /// Adds a block that was read from the bytes `source` of the page's text; nothing where it has no words.
    pub(super) fn block(&mut self, form: Form, prose: &Prose, source: Span) {
        let source = self.places.of(source);
        if prose.text().len() <= self.max_passage_bytes {
            return self.parts.prose(&self.titles, prose, form, source);
        }
        let mut rest = prose.clone();
        while rest.text().len() > self.max_passage_bytes {
            let (piece, after) = rest.split_at(piece(rest.text(), self.max_passage_bytes));
            self.parts.prose(&self.titles, &piece, form, source.clone());
            rest = after;
        }
        self.parts.prose(&self.titles, &rest, form, source);
    }

    /// Adds an entry to the list of references.
    pub(super) fn reference(&mut self, reference: Reference) {
        self.parts.reference(reference);
    }

    /// Counts something that the page holds and the article does not.
    pub(super) fn dropped(&mut self, kind: &'static str, name: &str) {
        *self.dropped.entry((kind, name.to_owned())).or_default() += 1;
    }

    /// Says something about the page.
    pub(super) fn warn(&mut self, oddity: Oddity) {
        let head = self.parts.head();
        self.warnings.push(Notice { path: head.path.clone(), title: Some(head.title.clone()), oddity });
    }

    /// The article.
    pub(super) fn finish(mut self) -> Finished {
        self.parts.finish_article();
        let parts = std::iter::from_fn(|| self.parts.pop()).collect();
        Finished { parts, dropped: self.dropped, warnings: self.warnings }
    }
}

/// Where the first piece of at most `max` bytes ends.
fn piece(text: &str, max: usize) -> usize {
    let end = (0..=max).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    cut(&text[..end])
}

/// From bytes of a page's text to bytes of its file.
#[derive(Debug, Clone)]
pub(super) enum Places {
    /// The text is the file after `mark` bytes, decoded.
    File {
        /// The decoded text, where its bytes are not the file's.
        encoded: Option<(Encoding, String)>,
        /// Bytes of the byte order mark.
        mark: usize,
        /// A place that was asked for, in the text and in the file: the next one is near.
        last: (usize, usize),
    },
    /// Every block is said to stand in this span of the file, where more is not known.
    Within(Span),
}

impl Places {
    /// `text` is the file's, decoded; it begins after `mark` bytes.
    pub(super) fn file(encoding: Encoding, mark: usize, text: &str) -> Self {
        let encoded = (encoding != Encoding::Utf8).then(|| (encoding, text.to_owned()));
        Self::File { encoded, mark, last: (0, mark) }
    }

    fn of(&mut self, span: Span) -> Span {
        match self {
            Self::Within(whole) => whole.clone(),
            Self::File { .. } => self.at(span.start)..self.at(span.end),
        }
    }

    fn at(&mut self, place: usize) -> usize {
        match self {
            Self::Within(whole) => whole.start,
            Self::File { encoded: None, mark, .. } => *mark + place,
            Self::File { encoded: Some((encoding, text)), mark, last } => {
                let (from, known) = if last.0 <= place { *last } else { (0, *mark) };
                let more = text.as_bytes().get(from..place).unwrap_or_default();
                *last = (place, known + encoding.stored_len(more) as usize);
                last.1
            }
        }
    }
}
