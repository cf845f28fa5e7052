//! Tables: a row is a passage, with the words of its column's heads.

use super::page::Page;
use super::prose::Prose;
use crate::document::{Form, Span};

/// Columns of a table that are told apart; more cells of a row are kept, without heads.
const MAX_COLUMNS: usize = 64;

/// Rows of a table that are passages of their own. Of a longer one, which is a list of data, as many rows as it takes
/// go together, so that no table makes more than twice as many passages.
const MAX_SINGLE_ROWS: usize = 200;

/// Bytes of a head that is repeated in each row.
const MAX_HEAD: usize = 60;

/// What stands between a head and its cell, and between two cells.
pub(super) const OF: &str = "\u{a0}: ";
pub(super) const NEXT: &str = "\u{a0}; ";

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) prose: Prose,
    /// Whether it heads its column or its row.
    pub(super) is_head: bool,
    /// How many columns it takes; 0 counts as 1.
    pub(super) columns: usize,
    /// How many rows it takes; 0 counts as 1.
    pub(super) rows: usize,
}

/// A table in the making.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    /// Of cells that reach into the rows below: how many rows more, and what they hold.
    reaching: Vec<Option<(usize, Cell)>>,
}

#[derive(Debug)]
struct Row {
    cells: Vec<Cell>,
    source: Span,
}

impl Table {
    /// Adds a row; one without cells is none. Cells that reach into it from above stand in it again.
    pub(super) fn row(&mut self, cells: Vec<Cell>, source: Span) {
        if cells.is_empty() {
            return;
        }
        let cells = self.with_reaching(cells);
        self.rows.push(Row { cells, source });
    }

    /// Gives the rows to the page.
    pub(super) fn finish(self, page: &mut Page) {
        let heads = self.heads();
        let rows: Vec<&Row> = self.rows.iter().filter(|row| !row.is_heads()).collect();
        let (single, rest) = rows.split_at(rows.len().min(MAX_SINGLE_ROWS));
        for row in single {
            page.block(Form::TableRow, &row.prose(&heads), row.source.clone());
        }
        for rows in rest.chunks(rest.len().div_ceil(MAX_SINGLE_ROWS).max(1)) {
            page.block(Form::TableRow, &joined(rows), rows[0].source.start..rows[rows.len() - 1].source.end);
        }
    }

    /// One place a column: cells that take several stand in the first of them, the others are empty.
    fn with_reaching(&mut self, cells: Vec<Cell>) -> Vec<Cell> {
        let mut row: Vec<Cell> = Vec::with_capacity(cells.len());
        let mut cells = cells.into_iter().peekable();
        loop {
            let column = row.len();
            let reaching = self.reaching.get_mut(column).and_then(Option::take);
            if let Some((left, cell)) = reaching {
                row.push(cell.clone());
                if left > 1 {
                    self.reaching[column] = Some((left - 1, cell));
                }
                continue;
            }
            let Some(cell) = cells.next() else {
                // Columns further right may still be taken from above.
                if self.reaching.iter().skip(column).any(Option::is_some) {
                    row.push(Cell::default());
                    continue;
                }
                return row;
            };
            self.reach(column, &cell);
            let more = cell.columns.clamp(1, MAX_COLUMNS) - 1;
            let is_head = cell.is_head;
            row.push(cell);
            row.extend((0..more).map(|_| Cell { is_head, ..Cell::default() }));
        }
    }

    fn reach(&mut self, column: usize, cell: &Cell) {
        if cell.rows > 1 && column < MAX_COLUMNS {
            self.reaching.resize(self.reaching.len().max(column + 1), None);
            self.reaching[column] = Some((cell.rows - 1, cell.clone()));
        }
    }

    /// The words over each column: the rows of heads that the table begins with.
    fn heads(&self) -> Vec<String> {
        let mut heads: Vec<String> = Vec::new();
        for row in self.rows.iter().take_while(|row| row.is_heads()) {
            for (column, cell) in row.cells.iter().take(MAX_COLUMNS).enumerate() {
                heads.resize(heads.len().max(column + 1), String::new());
                let words = cell.prose.text();
                // A single head over the whole table names the table, not a column.
                if row.cells.len() > 1
                    && heads[column].len() + words.len() < MAX_HEAD
                    && heads[column] != words
                {
                    let space = if heads[column].is_empty() { "" } else { " " };
                    heads[column] += space;
                    heads[column] += words;
                }
            }
        }
        heads
    }
}

impl Row {
    /// Whether it holds heads of columns only.
    fn is_heads(&self) -> bool {
        self.cells.iter().all(|cell| cell.is_head)
    }

    fn prose(&self, heads: &[String]) -> Prose {
        let mut prose = Prose::default();
        for (column, cell) in self.cells.iter().enumerate().filter(|(_, cell)| !cell.prose.is_empty()) {
            if !prose.is_empty() {
                prose.push(NEXT);
            }
            if let Some(head) = heads.get(column).filter(|head| !head.is_empty() && !cell.is_head) {
                prose.push(head);
                prose.push(OF);
            }
            prose.append(&cell.prose);
        }
        prose
    }
}

/// Several rows of a long table as one text, heads left out.
fn joined(rows: &[&Row]) -> Prose {
    let mut prose = Prose::default();
    for row in rows {
        if !prose.is_empty() {
            prose.push("\n");
        }
        prose.append(&row.prose(&[]));
        prose.push(".");
    }
    prose
}
