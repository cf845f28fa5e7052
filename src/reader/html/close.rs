//! What an element that is closed leaves behind.

use super::element::Plan;
use super::found::What;
use super::frame::{Frame, Kind, Separator, Words};
use super::marker;
use super::reading::{Closing, Reading};
use super::term::Term;
use crate::document::Form;

impl Reading {
    pub(super) fn close(&mut self, closing: &Closing) {
        match *closing {
            Closing::Nothing => {}
            Closing::Boundary => self.boundary(),
            Closing::Paragraph => self.end_paragraph(),
            Closing::Frame => self.close_innermost(),
            Closing::Hidden => self.is_hidden = false,
            Closing::Link => self.link_ends(),
            Closing::Work(start) => self.work_ends(start),
            Closing::List => self.list_ends(),
            Closing::References => {
                self.references -= 1;
                self.list_ends();
            }
            Closing::Definitions => self.definitions_end(),
            Closing::Table => self.grid_ends(),
            Closing::Row => self.row_ends(),
            Closing::Label => self.label_ends(),
            Closing::InfoboxCell => self.infobox_cell_ends(),
            Closing::Region(within) => {
                self.boundary();
                self.region = within;
            }
        }
    }

    fn close_innermost(&mut self) {
        if !self.frames.top.is_flat() {
            self.boundary();
        }
        if let Some(frame) = self.frames.close() {
            self.close_frame(frame);
        }
    }

    fn close_frame(&mut self, frame: Frame) {
        let Frame { kind, words, .. } = frame;
        match kind {
            Kind::Flow(_) => {}
            Kind::PageTitle => self.found.titles.head = self.found.titles.head.take().or(text(&words)),
            Kind::FirstHeading => {
                self.found.titles.first_heading = self.found.titles.first_heading.take().or(text(&words));
            }
            Kind::Heading(level) => self.piece(What::Heading(level, words.prose), 0, 0, 0),
            Kind::Raised(link) => self.raised_ends(&words, link.as_deref()),
            Kind::Caption => self.caption_ends(words),
            Kind::Term => self.term_ends(words),
            Kind::Cell { is_head, columns, rows } => {
                if let Some(grid) = self.grids.last_mut() {
                    grid.cell(words, is_head, columns, rows);
                }
            }
            Kind::Entry(mut entry) => {
                entry.prose = words.prose;
                self.piece(What::Entry(entry), 0, 0, 0);
            }
            Kind::Infobox(_) => self.block(Form::Infobox, words),
        }
    }

    /// Raised words are a marker where they lead to a note, else words like others.
    fn raised_ends(&mut self, words: &Words, link: Option<&str>) {
        let Some((note, label)) = link.and_then(|link| marker::marker(words.prose.text(), link)) else {
            return self.frames.top.words.append(words);
        };
        self.found.labels.entry(note).or_insert_with(|| label.clone());
        self.frames.top.words.prose.push_marker(&label);
        if let Some(source) = &words.source {
            self.frames.top.words.reach(source);
        }
    }

    fn link_ends(&mut self) {
        self.links.pop();
        let Frame { kind, words, .. } = &mut self.frames.top;
        if let Kind::Entry(entry) = kind {
            entry.end_link(words.prose.text());
        }
    }

    fn work_ends(&mut self, start: usize) {
        let words = self.frames.top.words.prose.text();
        if let Kind::Entry(entry) = &mut self.frames.top.kind {
            entry.title =
                words.get(start..).filter(|title| !title.trim().is_empty()).map(|_| start..words.len());
        }
    }

    fn list_ends(&mut self) {
        self.boundary();
        self.lists -= 1;
    }

    fn term_ends(&mut self, words: Words) {
        if words.prose.is_empty() {
            return;
        }
        self.lone_term();
        if let Some(term) = self.terms.last_mut() {
            *term = Term::new(words);
        }
    }

    /// A term that nothing defines stands alone.
    fn lone_term(&mut self) {
        if let Some(words) = self.terms.last_mut().and_then(Term::take_undefined) {
            self.block(Form::Definition, words);
        }
    }

    fn definitions_end(&mut self) {
        self.boundary();
        self.lone_term();
        self.terms.pop();
    }

    /// The words under an image of a table stand behind the table.
    fn caption_ends(&mut self, words: Words) {
        match (&self.frames.top.kind, self.grids.last_mut()) {
            (Kind::Cell { .. }, Some(grid)) => grid.captions.push(words),
            _ => self.block(Form::Caption, words),
        }
    }

    fn grid_ends(&mut self) {
        self.boundary();
        if let Some(mut grid) = self.grids.pop() {
            let (len, linked) = (grid.len, grid.linked);
            // A table of data is none of menus, whatever it links to.
            let links = if grid.plan == Plan::Data { 0 } else { grid.links };
            let table = grid.take();
            self.piece(What::Table(table), len, linked, links);
            for caption in grid.captions {
                self.block(Form::Caption, caption);
            }
        }
    }

    fn row_ends(&mut self) {
        if let Some(grid) = self.grids.last_mut().filter(|grid| grid.plan != Plan::Layout) {
            grid.end_row();
        }
    }

    fn label_ends(&mut self) {
        if self.frames.top.separator == Separator::Space && matches!(self.frames.top.kind, Kind::Infobox(_)) {
            self.frames.top.separator = Separator::Value;
        }
    }

    fn infobox_cell_ends(&mut self) {
        if let Kind::Infobox(cells) = &mut self.frames.top.kind {
            *cells = cells.saturating_sub(1);
        }
    }
}

fn text(words: &Words) -> Option<String> {
    let text = words.prose.text();
    (!text.is_empty()).then(|| text.to_owned())
}
