//! Tables: their rows and cells.

use super::Reader;
use super::tags::value;
use super::tree::{Piece, Region};
use crate::document::{Form, Span};
use crate::reader::prose::Prose;
use crate::reader::table::{Cell, NEXT, Table};

/// A table as it is written.
#[derive(Default)]
struct Written {
    caption: Option<Region>,
    rows: Vec<Vec<WrittenCell>>,
}

/// A cell as it is written, with its attributes.
#[derive(Clone, Copy)]
struct WrittenCell {
    region: Region,
    is_head: bool,
}

impl Reader<'_> {
    /// Reads a table that stands between blocks.
    pub(super) fn table(&mut self, node: usize) {
        let written = self.written(self.tree.inner(node));
        if let Some(caption) = written.caption {
            let words = self.prose(self.content(caption).1);
            self.page.block(Form::Caption, &words, caption.start..caption.end);
        }
        let mut table = Table::default();
        for row in &written.rows {
            let cells = row.iter().map(|cell| self.cell(*cell)).collect();
            table.row(cells, span(row));
        }
        table.finish(self.page);
        self.give_captions();
    }

    /// Reads a table that stands in running text, such as in a cell of another.
    pub(super) fn inner_table(&mut self, node: usize, out: &mut Prose) {
        for cell in self.written(self.tree.inner(node)).rows.into_iter().flatten() {
            let prose = self.cell(cell).prose;
            if !prose.is_empty() && !out.is_empty() {
                out.push(NEXT);
            }
            out.append(&prose);
        }
    }

    /// The lines of a table as rows; the first holds its attributes.
    fn written(&self, inner: Region) -> Written {
        let mut written = Written::default();
        let mut is_caption = false;
        for line in self.tree.split(inner, b'\n').into_iter().skip(1) {
            let text = self.tree.written(line);
            let start = line.start + (text.len() - text.trim_start().len());
            let text = text.trim_start();
            let rest = |signs: usize| self.tree.part(line, start + signs..line.end);
            if text.starts_with("|-") {
                written.rows.push(Vec::new());
                is_caption = false;
            } else if text.starts_with("|+") {
                written.caption = Some(rest(2));
                is_caption = true;
            } else if text.starts_with(['|', '!']) {
                is_caption = false;
                self.cells(rest(1), text.starts_with('!'), &mut written.rows);
            } else if is_caption {
                written.caption =
                    written.caption.map(|caption| self.tree.part(inner, caption.start..line.end));
            } else if let Some(cell) = written.rows.last_mut().and_then(|row| row.last_mut()) {
                cell.region = self.tree.part(inner, cell.region.start..line.end);
            }
        }
        written
    }

    /// Adds the cells of a line to the last row.
    fn cells(&self, line: Region, is_head: bool, rows: &mut Vec<Vec<WrittenCell>>) {
        if rows.is_empty() {
            rows.push(Vec::new());
        }
        let Some(row) = rows.last_mut() else { return };
        let mut start = line.start;
        for at in self.separators(line, is_head) {
            row.push(WrittenCell { region: self.tree.part(line, start..at), is_head });
            start = at + 2;
        }
        row.push(WrittenCell { region: self.tree.part(line, start..line.end), is_head });
    }

    /// Where `||` stands in a line, and `!!` in a line of heads.
    fn separators(&self, line: Region, is_head: bool) -> Vec<usize> {
        let mut found = Vec::new();
        for piece in self.tree.pieces(line) {
            let Piece::Text(span) = piece else { continue };
            let bytes = self.tree.slice(span.clone()).as_bytes();
            let mut at = 0;
            while let Some(pair) = bytes.get(at..at + 2) {
                let is_separator = pair == b"||" || (is_head && pair == b"!!");
                found.extend(is_separator.then_some(span.start + at));
                at += if is_separator { 2 } else { 1 };
            }
        }
        found
    }

    /// The attributes of a cell and its content.
    fn content(&self, cell: Region) -> (&str, Region) {
        let tree = self.tree;
        let text = tree.written(cell);
        let line = text.find('\n').map_or(cell.end, |at| cell.start + at);
        match tree.find(cell, b'|').filter(|bar| *bar < line) {
            Some(bar) => (tree.slice(cell.start..bar), tree.part(cell, bar + 1..cell.end)),
            None => ("", cell),
        }
    }

    fn cell(&mut self, cell: WrittenCell) -> Cell {
        let (attributes, content) = self.content(cell.region);
        let number = |name| value(attributes, name).and_then(|number| number.parse().ok()).unwrap_or(1);
        let (columns, rows) = (number("colspan"), number("rowspan"));
        Cell { prose: self.prose(content), is_head: cell.is_head, columns, rows }
    }
}

fn span(row: &[WrittenCell]) -> Span {
    match (row.first(), row.last()) {
        (Some(first), Some(last)) => first.region.start..last.region.end,
        _ => 0..0,
    }
}
