//! What an element opens, where it stands.

use html5ever::{LocalName, local_name};

use super::element::{Content, Plan, Role};
use super::found::{Region, What};
use super::frame::{Kind, Separator};
use super::grid::Grid;
use super::reading::{Closing, Reading};
use super::term::Term;
use crate::document::Form;
use crate::reader::entry::{Entry, Link};

/// A cell of a table that does not say what it is for is no datum when it goes on for so many bytes and has a
/// paragraph then.
const MAX_CELL_BEFORE_PARAGRAPH: usize = 500;

impl Reading {
    /// Begins an element of that role; what is to do when it is closed.
    pub(super) fn begin(&mut self, role: Role, name: &LocalName) -> Closing {
        self.lay_out_for(&role);
        match role {
            Role::Inline => Closing::Nothing,
            Role::Block => self.paragraph(),
            Role::Hidden => self.hide(),
            Role::Lost(what) => {
                self.found.lost.push(what);
                self.hide()
            }
            Role::PageTitle => self.frame(Kind::PageTitle),
            Role::FirstHeading => self.separate_frame(Kind::FirstHeading),
            Role::Heading(level) => self.heading(level),
            Role::Raised => self.raised(),
            Role::Link(href) => self.link(href),
            Role::Work => self.work(),
            Role::Metadata(metadata) => {
                if let Some(entry) = self.frames.entry() {
                    entry.metadata.get_or_insert(metadata);
                }
                self.hide()
            }
            Role::Banner => self.banner(name),
            Role::Region(content) => self.region_begins(content),
            role => self.begin_part(role),
        }
    }

    fn begin_part(&mut self, role: Role) -> Closing {
        match role {
            Role::Quote => self.flow(Form::Quote),
            Role::Caption => self.caption(),
            Role::List => self.list_begins(Closing::List),
            Role::References => {
                self.references += 1;
                self.entries = 0;
                self.list_begins(Closing::References)
            }
            Role::Item(id) => self.item(id),
            Role::Definitions => self.definitions(),
            Role::Term => self.term(),
            Role::Meaning => self.meaning(),
            Role::Infobox => self.infobox(),
            Role::Table(plan) => self.table(plan),
            Role::Row => self.row(),
            Role::Cell { is_head, columns, rows } => self.cell(is_head, columns, rows),
            _ => Closing::Nothing,
        }
    }

    fn block_begins(&mut self) -> Closing {
        self.boundary();
        Closing::Boundary
    }

    fn paragraph(&mut self) -> Closing {
        self.end_paragraph();
        Closing::Paragraph
    }

    fn hide(&mut self) -> Closing {
        self.is_hidden = true;
        Closing::Hidden
    }

    fn frame(&mut self, kind: Kind) -> Closing {
        self.frames.open(kind);
        Closing::Frame
    }

    fn separate_frame(&mut self, kind: Kind) -> Closing {
        self.boundary();
        self.frame(kind)
    }

    /// Blocks of that form; words as others where blocks do not stand for themselves.
    fn flow(&mut self, form: Form) -> Closing {
        if self.frames.top.is_flat() { self.block_begins() } else { self.separate_frame(Kind::Flow(form)) }
    }

    fn heading(&mut self, level: u8) -> Closing {
        match self.frames.top.kind {
            Kind::Flow(_) => self.separate_frame(Kind::Heading(level)),
            Kind::Infobox(_) => self.label(),
            _ => self.block_begins(),
        }
    }

    /// What names the next value of an infobox.
    fn label(&mut self) -> Closing {
        self.frames.top.separator = Separator::Field;
        Closing::Label
    }

    fn raised(&mut self) -> Closing {
        match self.frames.top.kind {
            Kind::Raised(_) => Closing::Nothing,
            _ => self.frame(Kind::Raised(self.links.last().cloned())),
        }
    }

    fn link(&mut self, href: String) -> Closing {
        if let Kind::Raised(link @ None) = &mut self.frames.top.kind {
            *link = Some(href.clone());
        }
        let start = self.frames.top.words.prose.text().len();
        if let Kind::Entry(entry) = &mut self.frames.top.kind {
            entry.links.push(Link { href: href.clone(), start, ..Link::default() });
        }
        self.frames.top.words.links += 1;
        self.links.push(href);
        Closing::Link
    }

    fn work(&mut self) -> Closing {
        match self.frames.top.kind {
            Kind::Entry(Entry { title: None, .. }) => Closing::Work(self.frames.top.words.prose.text().len()),
            _ => Closing::Nothing,
        }
    }

    /// The head of an article has its title and its first words; the head of a site, and any foot, has neither. The
    /// foot of a quotation names who said it.
    fn banner(&mut self, name: &LocalName) -> Closing {
        let is_content = match *name {
            local_name!("header") => self.region != 0,
            _ => self.frames.in_quote(),
        };
        if is_content { self.paragraph() } else { self.hide() }
    }

    fn region_begins(&mut self, content: Content) -> Closing {
        self.boundary();
        let within = self.region;
        self.region = self.found.regions.len();
        self.found.regions.push(Region { within, content });
        Closing::Region(within)
    }

    fn caption(&mut self) -> Closing {
        match self.frames.top.kind {
            Kind::Flow(_) | Kind::Cell { .. } => self.frame(Kind::Caption),
            _ => self.block_begins(),
        }
    }

    fn list_begins(&mut self, closing: Closing) -> Closing {
        self.boundary();
        self.list += usize::from(self.lists == 0);
        self.lists += 1;
        closing
    }

    fn item(&mut self, id: Option<String>) -> Closing {
        let is_called =
            |id: &String| id.starts_with("cite_note") || self.found.labels.contains_key(id.as_str());
        if self.references == 0 && !id.as_ref().is_some_and(is_called) {
            return self.flow(Form::ListItem);
        }
        if self.frames.entry().is_some() {
            return self.block_begins();
        }
        self.entries += 1;
        self.separate_frame(Kind::Entry(Entry { id, place: self.entries, ..Entry::default() }))
    }

    fn definitions(&mut self) -> Closing {
        self.boundary();
        if self.frames.top.is_flat() {
            return Closing::Boundary;
        }
        self.terms.push(Term::default());
        Closing::Definitions
    }

    fn term(&mut self) -> Closing {
        match self.frames.top.kind {
            Kind::Flow(_) if !self.terms.is_empty() => self.separate_frame(Kind::Term),
            Kind::Infobox(_) => self.label(),
            _ => self.block_begins(),
        }
    }

    /// Without a term it is an indented paragraph; a quotation goes on in it.
    fn meaning(&mut self) -> Closing {
        let term = self.terms.last_mut().filter(|term| !term.is_empty());
        if self.frames.top.is_flat() || term.is_none() && self.frames.in_quote() {
            return self.paragraph();
        }
        let form = if term.is_some() { Form::Definition } else { Form::Paragraph };
        let closing = self.flow(form);
        if let Some(term) = self.terms.last_mut() {
            term.is_awaited = true;
        }
        closing
    }

    fn infobox(&mut self) -> Closing {
        if self.frames.top.is_flat() { self.block_begins() } else { self.separate_frame(Kind::Infobox(0)) }
    }

    fn table(&mut self, plan: Plan) -> Closing {
        self.boundary();
        if self.frames.top.is_flat() {
            return Closing::Boundary;
        }
        self.grids.push(Grid::new(plan));
        Closing::Table
    }

    fn row(&mut self) -> Closing {
        match self.frames.top.kind {
            Kind::Flow(_) if !self.grids.is_empty() => Closing::Row,
            Kind::Infobox(0) => {
                self.frames.top.separator = Separator::Field;
                Closing::Boundary
            }
            _ => self.block_begins(),
        }
    }

    fn cell(&mut self, is_head: bool, columns: usize, rows: usize) -> Closing {
        match (&mut self.frames.top.kind, self.grids.last_mut()) {
            (Kind::Infobox(0), _) if is_head => self.label(),
            (Kind::Infobox(cells), _) => {
                *cells += 1;
                self.frames.top.separator.at_least_field();
                Closing::InfoboxCell
            }
            (Kind::Flow(_), Some(grid)) => {
                if is_head && grid.plan == Plan::Unknown {
                    grid.plan = Plan::Data;
                }
                match grid.plan {
                    Plan::Layout => self.separate_frame(Kind::Flow(Form::Paragraph)),
                    _ => self.separate_frame(Kind::Cell { is_head, columns, rows }),
                }
            }
            (Kind::Cell { .. }, _) => {
                self.frames.top.separator.at_least_field();
                Closing::Boundary
            }
            _ => self.block_begins(),
        }
    }

    /// A table that holds headings, quotations, other tables or long paragraphs only puts things side by side: what
    /// its cells hold stands for itself.
    fn lay_out_for(&mut self, role: &Role) {
        let Kind::Cell { .. } = self.frames.top.kind else { return };
        let is_long = || self.frames.top.words.prose.text().len() > MAX_CELL_BEFORE_PARAGRAPH;
        let lays_out = match role {
            Role::Heading(_) | Role::FirstHeading | Role::Quote | Role::Table(_) | Role::Region(_) => true,
            Role::References | Role::Infobox | Role::Definitions => true,
            Role::Block => is_long(),
            _ => false,
        };
        let Some(grid) = self.grids.last_mut().filter(|grid| lays_out && grid.plan == Plan::Unknown) else {
            return;
        };
        grid.plan = Plan::Layout;
        let (linked, links) = (grid.linked, grid.links);
        let len = grid.len;
        let table = grid.take();
        self.frames.top.kind = Kind::Flow(Form::Paragraph);
        self.piece(What::Table(table), len, linked, links);
    }
}
