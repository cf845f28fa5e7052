//! Events of pulldown-cmark become what stands in a page.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use crate::document::{Form, Span};
use crate::reader::entry::{Entry, Link};
use crate::reader::prose::Prose;
use crate::reader::table::{Cell, OF, Table};

/// Something that stands in a page.
#[derive(Debug)]
pub(super) enum Piece {
    Heading(u8, Prose),
    Block(Form, Prose, Span),
    Table(Table),
    /// A note and its label.
    Note(String, Entry),
    /// What is left out.
    Lost(&'static str),
}

/// A page that is being read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) pieces: Vec<Piece>,
    prose: Prose,
    span: Option<Span>,
    /// The forms of the lists and quotations that are open.
    forms: Vec<Form>,
    /// The note that is open.
    note: Option<(String, Entry)>,
    table: Option<Table>,
    cells: Vec<Cell>,
    row: Option<Span>,
    is_head: bool,
    term: Option<Prose>,
    is_defined: bool,
    /// How many things are open that are not read: images, blocks of code.
    hidden: usize,
}

impl Reading {
    /// Reads an event that stands in `place`.
    pub(super) fn event(&mut self, event: &Event<'_>, place: &Span) {
        match event {
            Event::Start(tag) => self.start(tag, place),
            Event::End(tag) => self.end(*tag),
            _ if self.hidden > 0 => {}
            Event::Text(text) => self.text(text, place),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.words(text, place),
            Event::FootnoteReference(label) => self.marker(label, place),
            Event::SoftBreak | Event::HardBreak => self.prose.push(" "),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.prose.push(" "),
            Event::Rule => self.boundary(),
            Event::Html(_) | Event::InlineHtml(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, place: &Span) {
        match tag {
            Tag::BlockQuote(_) => self.open(Form::Quote),
            Tag::Item => self.open(Form::ListItem),
            Tag::DefinitionListDefinition => self.meaning(),
            Tag::Heading { .. } | Tag::List(_) | Tag::DefinitionListTitle | Tag::DefinitionList => {
                self.boundary();
            }
            Tag::FootnoteDefinition(label) => {
                self.boundary();
                self.note = Some((label.to_string(), Entry::default()));
            }
            Tag::Table(_) => {
                self.boundary();
                self.table = Some(Table::default());
            }
            Tag::TableHead => self.is_head = true,
            Tag::TableRow => self.row = Some(place.clone()),
            Tag::Link { dest_url, .. } => {
                if let Some((_, note)) = &mut self.note {
                    let (href, start) = (dest_url.to_string(), self.prose.text().len());
                    note.links.push(Link { href, start, ..Link::default() });
                }
            }
            Tag::CodeBlock(_) => self.leave_out("code"),
            Tag::HtmlBlock => self.leave_out("html"),
            Tag::Image { .. } | Tag::MetadataBlock(_) => self.hidden += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::BlockQuote(_) | TagEnd::Item => self.close(),
            TagEnd::DefinitionListDefinition => {
                self.close();
                self.is_defined = true;
            }
            TagEnd::DefinitionListTitle => self.end_term(),
            TagEnd::DefinitionList => self.lone_term(),
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::Link => {
                if let Some((_, note)) = &mut self.note {
                    note.end_link(self.prose.text());
                }
            }
            TagEnd::FootnoteDefinition => self.end_note(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(),
            TagEnd::Table => self.end_table(),
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image | TagEnd::MetadataBlock(_) => {
                self.hidden = self.hidden.saturating_sub(1);
            }
            _ => {}
        }
    }

    // Words.

    fn words(&mut self, words: &str, place: &Span) {
        self.prose.push(words);
        if !words.trim().is_empty() {
            self.reach(place);
        }
    }

    fn reach(&mut self, place: &Span) {
        let start = self.span.as_ref().map_or(place.start, |span| span.start);
        self.span = Some(start..place.end);
    }

    /// Text with what calls a note that the page does not hold: it is a marker as well.
    fn text(&mut self, text: &str, place: &Span) {
        let mut rest = text;
        while let Some((before, label, after)) = call(rest) {
            self.words(before, place);
            self.marker(label, place);
            rest = after;
        }
        self.words(rest, place);
    }

    fn marker(&mut self, label: &str, place: &Span) {
        self.prose.push_marker(label);
        self.reach(place);
    }

    // Blocks.

    /// Ends a block, or a line of a note or of a cell.
    fn boundary(&mut self) {
        if self.note.is_some() || self.table.is_some() {
            return self.prose.push(" ");
        }
        let prose = std::mem::take(&mut self.prose);
        let span = self.span.take();
        if !prose.is_empty() {
            let form = self.forms.last().copied().unwrap_or(Form::Paragraph);
            self.pieces.push(Piece::Block(form, prose, span.unwrap_or_default()));
        }
    }

    /// The paragraphs of a quotation are one passage.
    fn end_paragraph(&mut self) {
        if self.forms.last() == Some(&Form::Quote) {
            self.prose.push(" ");
        } else {
            self.boundary();
        }
    }

    fn open(&mut self, form: Form) {
        self.boundary();
        self.forms.push(form);
    }

    fn close(&mut self) {
        self.boundary();
        self.forms.pop();
    }

    fn heading(&mut self, level: HeadingLevel) {
        let prose = std::mem::take(&mut self.prose);
        self.span = None;
        self.pieces.push(Piece::Heading(level as u8, prose));
    }

    fn leave_out(&mut self, what: &'static str) {
        self.boundary();
        self.pieces.push(Piece::Lost(what));
        self.hidden += 1;
    }

    fn end_note(&mut self) {
        let prose = std::mem::take(&mut self.prose);
        self.span = None;
        if let Some((label, note)) = self.note.take() {
            self.pieces.push(Piece::Note(label, Entry { prose, ..note }));
        }
    }

    // Definitions.

    fn end_term(&mut self) {
        let term = std::mem::take(&mut self.prose);
        self.lone_term();
        self.term = Some(term);
        self.is_defined = false;
    }

    /// Each meaning repeats its term, since a passage stands for itself.
    fn meaning(&mut self) {
        self.open(Form::Definition);
        if let Some(term) = &self.term {
            self.prose.append(term);
            self.prose.push(OF);
        }
    }

    fn lone_term(&mut self) {
        let term = self.term.take().filter(|term| !self.is_defined && !term.is_empty());
        if let Some(term) = term {
            self.pieces.push(Piece::Block(Form::Definition, term, self.span.take().unwrap_or_default()));
        }
        self.span = None;
    }

    // Tables.

    fn end_cell(&mut self) {
        let prose = std::mem::take(&mut self.prose);
        if let Some(span) = self.span.take() {
            let start = self.row.as_ref().map_or(span.start, |row| row.start);
            self.row = Some(start..span.end);
        }
        self.cells.push(Cell { prose, is_head: self.is_head, columns: 1, rows: 1 });
    }

    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        let source = self.row.take().unwrap_or_default();
        if let Some(table) = &mut self.table {
            table.row(cells, source);
        }
        self.is_head = false;
    }

    fn end_table(&mut self) {
        self.pieces.extend(self.table.take().map(Piece::Table));
    }
}

/// `[^label]` in a text that calls no note of the page: what stands before it, the label, and the rest.
fn call(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("[^")?;
    let (label, after) = rest.split_once(']')?;
    let is_label =
        !label.is_empty() && !label.contains(|c: char| c.is_whitespace() || matches!(c, '[' | '^'));
    is_label.then_some((before, label, after))
}
