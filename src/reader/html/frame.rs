//! Where words go: the block, the cell, the entry … that is being read.

use crate::document::{Form, Span};
use crate::reader::entry::Entry;
use crate::reader::prose::Prose;
use crate::reader::table::{NEXT, OF};

/// What words are being collected for.
#[derive(Debug)]
pub(super) enum Kind {
    /// Blocks of that form, one after the other.
    Flow(Form),
    PageTitle,
    FirstHeading,
    Heading(u8),
    /// Raised words, with the link that they are.
    Raised(Option<String>),
    Caption,
    Term,
    Cell {
        is_head: bool,
        columns: usize,
        rows: usize,
    },
    Entry(Entry),
    /// How many of its cells are open, one in another.
    Infobox(usize),
}

/// What the next words of an infobox, or of a cell that holds cells, are set apart with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    /// They go on.
    Space,
    /// A label was read: its value.
    Value,
    /// The next field.
    Field,
}

impl Separator {
    /// The next words are a field, or the value of the label before.
    pub(super) fn at_least_field(&mut self) {
        if *self == Self::Space {
            *self = Self::Field;
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Space => " ",
            Self::Value => OF,
            Self::Field => NEXT,
        }
    }
}

/// Words that are being collected, and what they are for.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) separator: Separator,
    pub(super) words: Words,
}

/// Words, where they stand, and how many of them lead elsewhere.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) prose: Prose,
    pub(super) source: Option<Span>,
    /// Letters of words in links.
    pub(super) linked: usize,
    pub(super) links: usize,
    /// Where the line was broken last.
    broken_at: Option<usize>,
}

impl Words {
    pub(super) fn push(&mut self, words: &str, place: &Span) {
        self.prose.push(words);
        self.reach(place);
    }

    /// Notes that they were also read from there.
    pub(super) fn reach(&mut self, place: &Span) {
        let start = self.source.as_ref().map_or(place.start, |source| source.start);
        self.source = Some(start..place.end);
    }

    /// Goes on with other words.
    pub(super) fn append(&mut self, other: &Self) {
        self.prose.append(&other.prose);
        self.linked += other.linked;
        self.links += other.links;
        if let Some(source) = &other.source {
            self.reach(source);
        }
    }

    /// Begins another line; whether it is the second one without words between.
    pub(super) fn break_line(&mut self) -> bool {
        let at = self.prose.text().len();
        self.prose.push(" ");
        self.broken_at.replace(at) == Some(at) && at > 0
    }
}

impl Frame {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, separator: Separator::Space, words: Words::default() }
    }

    /// Whether blocks within it do not stand for themselves.
    pub(super) fn is_flat(&self) -> bool {
        !matches!(self.kind, Kind::Flow(_))
    }

    /// What is marked ends with the end tag.
    pub(super) fn reach_end_of_marker(&mut self, place: &Span) {
        if matches!(self.kind, Kind::Raised(_)) && self.words.source.is_some() {
            self.words.reach(place);
        }
    }

    /// Adds words that are not blank.
    pub(super) fn push(&mut self, words: &str, place: &Span) {
        let separator = std::mem::replace(&mut self.separator, Separator::Space);
        if separator != Separator::Space && !self.words.prose.is_empty() {
            self.words.prose.trim_end();
            self.words.prose.push(separator.words());
        }
        self.words.push(words, place);
    }
}

/// The frames that are open, one within the other.
#[derive(Debug)]
pub(super) struct Frames {
    outer: Vec<Frame>,
    pub(super) top: Frame,
}

impl Default for Frames {
    fn default() -> Self {
        Self { outer: Vec::new(), top: Frame::new(Kind::Flow(Form::Paragraph)) }
    }
}

impl Frames {
    pub(super) fn open(&mut self, kind: Kind) {
        self.outer.push(std::mem::replace(&mut self.top, Frame::new(kind)));
    }

    /// Closes the innermost; none for the page itself.
    pub(super) fn close(&mut self) -> Option<Frame> {
        let outer = self.outer.pop()?;
        Some(std::mem::replace(&mut self.top, outer))
    }

    /// The entry that is being read.
    pub(super) fn entry(&mut self) -> Option<&mut Entry> {
        let frames = std::iter::once(&mut self.top).chain(self.outer.iter_mut().rev());
        frames.map(|frame| &mut frame.kind).find_map(|kind| match kind {
            Kind::Entry(entry) => Some(entry),
            _ => None,
        })
    }

    /// Whether a quotation is being read, all of which is one block.
    pub(super) fn in_quote(&self) -> bool {
        matches!(self.top.kind, Kind::Flow(Form::Quote))
    }
}
