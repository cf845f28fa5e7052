//! A table that is being read.

use super::element::Plan;
use super::frame::Words;
use super::reading::letters;
use crate::document::Span;
use crate::reader::table::{Cell, Table};

#[derive(Debug)]
pub(super) struct Grid {
    table: Table,
    cells: Vec<Cell>,
    source: Option<Span>,
    pub(super) plan: Plan,
    /// Letters of its words so far.
    pub(super) len: usize,
    /// How many of them stand in links, and how many links.
    pub(super) linked: usize,
    pub(super) links: usize,
    /// The words under the images in its cells.
    pub(super) captions: Vec<Words>,
}

impl Grid {
    pub(super) fn new(plan: Plan) -> Self {
        Self {
            table: Table::default(),
            cells: Vec::new(),
            source: None,
            plan,
            len: 0,
            linked: 0,
            links: 0,
            captions: Vec::new(),
        }
    }

    /// Adds a cell to the row.
    pub(super) fn cell(&mut self, words: Words, is_head: bool, columns: usize, rows: usize) {
        self.len += letters(words.prose.text());
        self.linked += words.linked;
        self.links += words.links;
        if let Some(place) = &words.source {
            let start = self.source.as_ref().map_or(place.start, |source| source.start);
            self.source = Some(start..place.end);
        }
        self.cells.push(Cell { prose: words.prose, is_head, columns, rows });
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self) {
        let source = self.source.take().unwrap_or_default();
        self.table.row(std::mem::take(&mut self.cells), source);
    }

    /// The table so far; another begins.
    pub(super) fn take(&mut self) -> Table {
        self.end_row();
        self.len = 0;
        std::mem::take(&mut self.table)
    }
}
