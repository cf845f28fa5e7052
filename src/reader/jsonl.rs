//! JSON lines: each row an article with `_id`, `title`, `text` and, where it has one, `url`.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::block::Block;
use super::cut::cut;
use super::decode::{Encoding, Source};
use super::lines::{Line, Lines, Long, Size};
use super::outline::{Outline, Title};
use super::parts::Parts;
use super::unpack::failure;
use super::{Options, Start};
use crate::analysis::normalize;
use crate::document::{Article, Format, Head, Span};
use crate::error::{Error, Flaw, JsonKind, Result};

/// Reads a file of rows.
///
/// Memory: one row, three times: as stored, decoded, and as passages.
pub(super) struct Jsonl {
    path: String,
    lines: Lines,
    max_row_bytes: usize,
    max_part_bytes: usize,
    max_passage_bytes: usize,
    /// The article of the row that was read last.
    parts: Option<Parts>,
    /// Rows whose text is blank.
    empty: u64,
    /// Lines read.
    rows: u64,
    ended: bool,
}

/// What a row holds.
struct Row {
    id: String,
    title: Option<String>,
    url: Option<String>,
    text: String,
}

/// A row as nearly all are, read without a tree of values. What is none may still be a row, or has something wrong with
/// it that the longer way says.
#[derive(Deserialize)]
struct Plain {
    #[serde(rename = "_id")]
    id: String,
    title: Option<String>,
    url: Option<String>,
    text: String,
}

impl Jsonl {
    pub(super) fn new(path: &str, start: Start, options: &Options) -> Self {
        let encoding = start.encoding;
        let (mark, input) = start.into_input();
        Self {
            path: path.to_owned(),
            lines: Lines::new(Source::new(input, encoding), mark, options.max_row_bytes, Long::Skip),
            max_row_bytes: options.max_row_bytes,
            max_part_bytes: options.max_part_bytes,
            max_passage_bytes: options.max_passage_bytes.max(4),
            parts: None,
            empty: 0,
            rows: 0,
            ended: false,
        }
    }

    pub(super) fn offset(&self) -> u64 {
        self.lines.offset()
    }

    /// At the end, how many rows were articles without a word of text; once.
    pub(super) fn take_empty_rows(&mut self) -> u64 {
        if self.ended { std::mem::take(&mut self.empty) } else { 0 }
    }

    /// How many lines were given out whole; none in the middle of a row's article.
    pub(super) fn given(&self) -> Option<u64> {
        self.parts.as_ref().is_none_or(Parts::is_empty).then_some(self.rows)
    }

    /// Passes over the next `most` lines; how many there were.
    pub(super) fn pass_over(&mut self, most: u64) -> Result<u64> {
        let before = self.rows;
        while self.rows < before + most
            && self.lines.next().map_err(|error| failure(&self.path, error))?.is_some()
        {
            self.rows += 1;
        }
        Ok(self.rows - before)
    }

    /// The next part of an article, or a row that is none.
    pub(super) fn next(&mut self) -> Option<Result<Article>> {
        while !self.ended {
            if let Some(article) = self.parts.as_mut().and_then(Parts::pop) {
                return Some(Ok(article));
            }
            if let Err(error) = self.read_row() {
                self.ended = !matches!(error, Error::BadRow { .. });
                return Some(Err(error));
            }
        }
        None
    }

    /// Reads the next row into `parts`; a blank line is none.
    fn read_row(&mut self) -> Result<()> {
        self.parts = None;
        let encoding = self.lines.encoding();
        let io = |error| failure(&self.path, error);
        let Some(line) = self.lines.next().map_err(io)? else {
            self.ended = true;
            return Ok(());
        };
        self.rows += 1;
        let bad =
            |reason| Error::BadRow { path: self.path.clone(), line: line.number, byte: line.start, reason };
        if line.size == Size::Skipped {
            return Err(bad(Flaw::RowTooLong { most: self.max_row_bytes }));
        }
        if line.bytes.trim_ascii().is_empty() {
            return Ok(());
        }
        let row = row(line.bytes).map_err(bad)?;
        let source = span(&line, encoding);
        self.empty += u64::from(row.text.trim().is_empty());
        self.parts = Some(self.article(row, &source));
        Ok(())
    }

    /// All parts of the row's article.
    fn article(&self, row: Row, source: &Span) -> Parts {
        let title = row.title.as_deref().map(str::trim).filter(|title| !title.is_empty()).unwrap_or(&row.id);
        let head = Head {
            title: normalize(title).into_owned(),
            id: row.id,
            url: row.url,
            path: self.path.clone(),
            format: Format::Jsonl,
        };
        let mut parts = Parts::new(head, self.max_part_bytes);
        let mut outline = Outline::new(Title::Settled, true);
        for paragraph in paragraphs(&row.text) {
            for block in pieces(paragraph, self.max_passage_bytes, source) {
                outline.push(block, &mut parts);
            }
        }
        outline.finish(&mut parts);
        parts.finish_article();
        parts
    }
}

/// The bytes of the row in the file, without the white space around it.
fn span(line: &Line<'_>, encoding: Encoding) -> Span {
    let before = line.bytes.len() - line.bytes.trim_ascii_start().len();
    let start = line.start + encoding.stored_len(&line.bytes[..before]);
    start as usize..(start + encoding.stored_len(line.bytes.trim_ascii())) as usize
}

/// The row, or what is wrong with it.
fn row(bytes: &[u8]) -> Result<Row, Flaw> {
    let text = std::str::from_utf8(bytes).map_err(|error| Flaw::RowNotUtf8 { byte: error.valid_up_to() })?;
    if let Ok(Plain { id, title, url, text }) = serde_json::from_str(text)
        && !id.is_empty()
    {
        return Ok(Row { id, title, url, text });
    }
    let value: Value =
        serde_json::from_str(text).map_err(|error| Flaw::NoJson { said: error.to_string() })?;
    let Value::Object(mut fields) = value else { return Err(Flaw::NoObject) };
    Ok(Row {
        id: id(&mut fields)?,
        title: string(&mut fields, "title")?,
        url: string(&mut fields, "url")?,
        text: string(&mut fields, "text")?.ok_or(Flaw::FieldMissing { name: "text" })?,
    })
}

/// A string, or an integer in its decimal form.
fn id(fields: &mut Map<String, Value>) -> Result<String, Flaw> {
    match fields.remove("_id") {
        None | Some(Value::Null) => Err(Flaw::FieldMissing { name: "_id" }),
        Some(Value::String(id)) if id.is_empty() => Err(Flaw::IdEmpty),
        Some(Value::String(id)) => Ok(id),
        Some(Value::Number(id)) if id.is_i64() || id.is_u64() => Ok(id.to_string()),
        Some(other) => Err(Flaw::IdKind { found: kind(&other) }),
    }
}

fn string(fields: &mut Map<String, Value>, name: &'static str) -> Result<Option<String>, Flaw> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(Flaw::FieldKind { name, found: kind(&other) }),
    }
}

fn kind(value: &Value) -> JsonKind {
    match value {
        Value::Null => JsonKind::Null,
        Value::Bool(_) => JsonKind::Boolean,
        Value::Number(_) => JsonKind::Number,
        Value::String(_) => JsonKind::String,
        Value::Array(_) => JsonKind::Array,
        Value::Object(_) => JsonKind::Object,
    }
}

/// The paragraphs of a text: what blank lines part.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let end = paragraph_end(rest);
        let paragraph = rest[..end].trim_end();
        rest = &rest[end..];
        (!paragraph.is_empty()).then_some(paragraph)
    })
}

/// Where the paragraph ends that `text` begins with.
fn paragraph_end(text: &str) -> usize {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        end += line.len();
    }
    end
}

/// The paragraph as blocks of at most `max_bytes`.
fn pieces<'a>(paragraph: &'a str, max_bytes: usize, source: &Span) -> impl Iterator<Item = Block> + 'a {
    let whole = paragraph.len() <= max_bytes;
    let (mut rest, source) = (paragraph, source.clone());
    std::iter::from_fn(move || {
        let end = if rest.len() <= max_bytes { rest.len() } else { cut(&rest[..boundary(rest, max_bytes)]) };
        let (piece, after) = rest.split_at(end);
        rest = after;
        let block = || Block { text: piece.trim().to_owned(), source: source.clone(), gap: true, whole };
        (!piece.is_empty()).then(block)
    })
}

/// The last character boundary up to `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
