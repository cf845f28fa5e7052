//! Tokens become what stands in a page: which element opens or closes what.

use html5ever::tokenizer::Tag;
use html5ever::{LocalName, local_name};

use super::element::{Content, Element, Role};
use super::found::{Found, Piece, What};
use super::frame::{Frames, Kind, Words};
use super::grid::Grid;
use super::open::{OpenElements, is_void};
use super::term::Term;
use crate::document::{Form, Span};

/// A page that is being read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    open: OpenElements<Closing>,
    pub(super) frames: Frames,
    pub(super) grids: Vec<Grid>,
    /// For each list of definitions that is open, its last term.
    pub(super) terms: Vec<Term>,
    /// The links that are open.
    pub(super) links: Vec<String>,
    pub(super) region: usize,
    /// How many lists are open, and the number of the outermost.
    pub(super) lists: usize,
    pub(super) list: usize,
    /// How many lists of references are open, and how many entries the last one has.
    pub(super) references: usize,
    pub(super) entries: usize,
    pub(super) is_hidden: bool,
    pub(super) found: Found,
}

/// What is to do when an element is closed.
#[derive(Debug)]
pub(super) enum Closing {
    Nothing,
    /// What it holds is a block of its own.
    Boundary,
    Paragraph,
    Frame,
    Hidden,
    Link,
    /// The title of a work began at this byte of its entry.
    Work(usize),
    List,
    References,
    Definitions,
    Table,
    Row,
    /// What was read names the next value of an infobox.
    Label,
    InfoboxCell,
    /// What it stands in.
    Region(usize),
}

impl Reading {
    /// What was found, after the last token.
    pub(super) fn finish(mut self) -> Found {
        self.close_to(0);
        self.boundary();
        self.found
    }

    /// Whether what comes next is not read.
    pub(super) fn is_hidden(&self) -> bool {
        self.is_hidden
    }

    /// A character reference that says nothing.
    pub(super) fn bad_reference(&mut self, at: usize) {
        let (count, first) = self.found.bad_references.unwrap_or((0, at));
        self.found.bad_references = Some((count + 1, first));
    }

    pub(super) fn words(&mut self, words: &str, place: &Span) {
        if self.is_hidden {
            return;
        }
        if words.trim_ascii().is_empty() {
            return self.frames.top.words.prose.push(" ");
        }
        self.frames.top.push(words, place);
        if !self.links.is_empty() {
            self.frames.top.words.linked += letters(words);
        }
    }

    pub(super) fn start(&mut self, tag: &Tag) {
        self.close_to(self.open.kept_by_start(&tag.name));
        if is_void(&tag.name) {
            return self.void(Element::from(tag));
        }
        if self.is_hidden && tag.self_closing {
            return;
        }
        if self.open.is_full() {
            self.found.is_too_deep = true;
            return self.open.push_beyond();
        }
        let role = if self.is_hidden { Role::Inline } else { Element::from(tag).role() };
        let closing = self.begin(role, &tag.name);
        self.open.push(tag.name.clone(), closing);
    }

    pub(super) fn end(&mut self, name: &LocalName, place: &Span) {
        match self.open.kept_by_end(name) {
            Some(keep) => {
                self.frames.top.reach_end_of_marker(place);
                self.close_to(keep);
            }
            None if *name == local_name!("p") && !self.is_hidden => self.end_paragraph(),
            None => {}
        }
    }

    fn close_to(&mut self, keep: usize) {
        while self.open.depth() > keep {
            if let Some(closing) = self.open.pop() {
                self.close(&closing);
            }
        }
    }

    /// An element without content.
    fn void(&mut self, element: Element<'_>) {
        if self.is_hidden {
            return;
        }
        match *element.name() {
            local_name!("br") => self.break_line(),
            local_name!("hr") => self.boundary(),
            local_name!("link") | local_name!("meta") => super::head::read(element, &mut self.found),
            _ => {}
        }
    }

    /// A line of a wiki's paragraph goes on after two breaks as well; pages of other sites part paragraphs so.
    fn break_line(&mut self) {
        let twice = self.frames.top.words.break_line();
        if twice && self.found.regions[self.region].content == Content::Site && !self.frames.top.is_flat() {
            self.boundary();
        }
    }

    /// Ends a block, or a line where blocks do not stand for themselves.
    pub(super) fn boundary(&mut self) {
        let top = &mut self.frames.top;
        match top.kind {
            Kind::Flow(form) => {
                let words = std::mem::take(&mut top.words);
                self.block(form, words);
            }
            Kind::Infobox(0) => top.separator.at_least_field(),
            _ => top.words.prose.push(" "),
        }
    }

    /// Ends a paragraph: those of a quotation are one passage.
    pub(super) fn end_paragraph(&mut self) {
        if self.frames.in_quote() {
            self.frames.top.words.prose.push(" ");
        } else {
            self.boundary();
        }
    }

    pub(super) fn block(&mut self, form: Form, words: Words) {
        if words.prose.is_empty() {
            return;
        }
        let words = match self.terms.last_mut().filter(|_| form == Form::Definition) {
            Some(term) => term.defined_by(words),
            None => words,
        };
        let source = words.source.clone().unwrap_or_default();
        let (linked, links) = (words.linked, words.links);
        let len = letters(words.prose.text());
        self.piece(What::Block(form, words.prose, source), len, linked, links);
    }

    pub(super) fn piece(&mut self, what: What, len: usize, linked: usize, links: usize) {
        let list = (self.lists > 0).then_some(self.list);
        self.found.pieces.push(Piece { what, region: self.region, list, len, linked, links });
    }
}

/// Letters and digits: what stands between links is no sign of text.
pub(super) fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}
