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
        let leading = self.rows.iter().take_while(|row| row.is_heads()).count();
        let (tops, rows) = self.rows.split_at(leading);
        let is_wide = self.rows.iter().any(|row| row.cells.len() > 1);
        // A single head over a table of several columns names the table.
        let (names, tops): (Vec<&Row>, Vec<&Row>) = tops.iter().partition(|row| is_wide && row.is_single());
        for name in names {
            page.block(Form::Caption, &name.prose(&mut Vec::new()), name.source.clone());
        }
        // Heads are often repeated below.
        let rows: Vec<&Row> = rows.iter().filter(|row| !tops.iter().any(|top| top.says_as(row))).collect();
        let mut heads = heads(&tops);
        let (single, rest) = rows.split_at(rows.len().min(MAX_SINGLE_ROWS));
        for row in single {
            page.block(Form::TableRow, &row.prose(&mut heads), row.source.clone());
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
}

/// The words over each column, from the rows of heads that the table begins with.
fn heads(rows: &[&Row]) -> Vec<Prose> {
    let mut heads: Vec<Prose> = Vec::new();
    for row in rows {
        heads.resize(heads.len().max(row.cells.len().min(MAX_COLUMNS)), Prose::default());
        for (head, cell) in heads.iter_mut().zip(&row.cells) {
            let words = cell.prose.text();
            if head.text().len() + words.len() < MAX_HEAD && head.text() != words {
                if !head.is_empty() {
                    head.push(" ");
                }
                head.append(&cell.prose);
            }
        }
    }
    heads
}

impl Row {
    /// Whether it holds heads of columns only.
    fn is_heads(&self) -> bool {
        self.cells.iter().all(|cell| cell.is_head)
    }

    /// Whether only one of its cells says something.
    fn is_single(&self) -> bool {
        self.cells.iter().filter(|cell| !cell.prose.is_empty()).count() == 1
    }

    fn says_as(&self, other: &Self) -> bool {
        self.is_heads() && self.cells.len() == other.cells.len() && {
            self.cells.iter().zip(&other.cells).all(|(cell, other)| cell.prose.text() == other.prose.text())
        }
    }

    /// The cells, each after its head. A head keeps its markers where it stands first, since a source is named once.
    fn prose(&self, heads: &mut Vec<Prose>) -> Prose {
        let mut prose = Prose::default();
        for (column, cell) in self.cells.iter().enumerate().filter(|(_, cell)| !cell.prose.is_empty()) {
            if !prose.is_empty() {
                prose.push(NEXT);
            }
            let head = heads.get_mut(column).filter(|head| !head.is_empty() && !cell.is_head);
            if let Some(head) = head {
                prose.append(head);
                prose.push(OF);
                if !head.markers().is_empty() {
                    *head = Prose::from(head.without_markers().as_str());
                }
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
        prose.append(&row.prose(&mut Vec::new()));
        prose.push(".");
    }
    prose
}

#[cfg(test)]
mod tests {
    use super::{Cell, MAX_SINGLE_ROWS, Table};
    use crate::document::{Form, Format, Head};
    use crate::reader::Options;
    use crate::reader::page::{Page, Places};
    use crate::reader::prose::Prose;

    fn head(words: &str) -> Cell {
        Cell { is_head: true, ..cell(words) }
    }

    fn cell(words: &str) -> Cell {
        Cell { prose: Prose::from(words), ..Cell::default() }
    }

    /// The forms, words and labels of the passages that the rows make.
    fn passages(rows: Vec<Vec<Cell>>) -> Vec<(Form, String, usize)> {
        let name =
            Head { id: "a".into(), title: "A".into(), url: None, path: "a".into(), format: Format::Html };
        let mut page = Page::new(name, Places::Within(0..0), &Options::default());
        let mut table = Table::default();
        rows.into_iter().for_each(|cells| table.row(cells, 0..0));
        table.finish(&mut page);
        let parts = page.finish().parts;
        let passages = parts.iter().flat_map(|part| part.passages());
        passages.map(|(_, p)| (p.form, p.text.replace('\u{a0}', " "), p.markers.len())).collect()
    }

    fn texts(rows: Vec<Vec<Cell>>) -> Vec<String> {
        passages(rows).into_iter().map(|(_, text, _)| text).collect()
    }

    #[test]
    fn a_row_has_the_heads_of_its_columns() {
        let rows = vec![
            vec![head("Nom"), head("Mesures"), head("")],
            vec![head(""), head("m"), head("an")],
            vec![head("Pont"), cell("12"), cell("1780")],
            vec![cell("Quai"), cell(""), cell("1801")],
        ];
        assert_eq!(texts(rows), ["Pont ; Mesures m : 12 ; an : 1780", "Nom : Quai ; an : 1801"]);
    }

    #[test]
    fn cells_reach_over_columns_and_rows() {
        let rows = vec![
            vec![head("A"), head("B"), head("C")],
            vec![Cell { rows: 2, ..cell("a") }, Cell { columns: 2, ..cell("bc") }],
            vec![cell("b"), cell("c")],
            vec![cell("a2"), cell("b2"), cell("c2")],
        ];
        assert_eq!(texts(rows), ["A : a ; B : bc", "A : a ; B : b ; C : c", "A : a2 ; B : b2 ; C : c2"]);
    }

    #[test]
    fn a_source_of_a_head_is_named_once() {
        let mut source = head("B");
        source.prose.push_marker("1");
        let rows = vec![vec![head("A"), source], vec![cell("a"), cell("b")], vec![cell("c"), cell("d")]];
        let found = passages(rows);
        assert_eq!(
            found.iter().map(|(_, text, _)| text.as_str()).collect::<Vec<_>>(),
            ["A : a ; B[1] : b", "A : c ; B : d"]
        );
        assert_eq!(found.iter().map(|(.., markers)| *markers).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn heads_over_and_between_rows_are_not_lost() {
        let rows = vec![
            vec![Cell { columns: 2, ..head("Ponts") }],
            vec![head("A"), head("B")],
            vec![cell("a"), cell("b")],
            vec![Cell { columns: 2, ..head("Autres") }],
            vec![cell("c"), cell("d")],
            vec![head("A"), head("B")],
        ];
        let found = passages(rows);
        assert_eq!(found[0], (Form::Caption, "Ponts".to_owned(), 0));
        let texts: Vec<_> = found.iter().map(|(_, text, _)| text.as_str()).collect();
        assert_eq!(texts, ["Ponts", "A : a ; B : b", "Autres", "A : c ; B : d"]);
    }

    #[test]
    fn one_column_has_a_head_as_well() {
        assert_eq!(texts(vec![vec![head("Nom")], vec![cell("Pont")]]), ["Nom : Pont"]);
    }

    #[test]
    fn a_table_of_data_stays_bounded() {
        let rows = (0..5000).map(|row| vec![cell(&row.to_string()), cell("x")]).collect();
        let found = texts(rows);
        assert!(found.len() <= 2 * MAX_SINGLE_ROWS, "{}", found.len());
        assert!(found.last().unwrap().contains("4999 ; x."));
    }
}
