//! Bytes → [`Article`]: one file per format, and one rule for how a text is split into passages.
//!
//! [`detect`] tells a source's format, [`open`] reads it. What the formats share: `decode` (encodings), `lines`,
//! `outline` (which block is a heading, an item, a reference), `passages` (markers, claims, quotes, keys) and
//! `parts` (long articles in bounded memory).

mod block;
mod claims;
mod cut;
mod date;
mod decode;
mod entry;
#[cfg(test)]
mod forms;
mod heading;
mod html;
mod jsonl;
mod lines;
mod list;
mod markdown;
mod outline;
mod page;
mod parts;
mod passages;
#[cfg(test)]
mod properties;
mod prose;
mod quotes;
mod reference;
mod reference_list;
mod speaker;
#[cfg(test)]
mod specs;
mod speech_verbs;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod whole;
mod wikitext;

use std::io::{Cursor, Read};
use std::path::Path;

use self::decode::{Encoding, SAMPLE_BYTES};
use self::jsonl::Jsonl;
pub use self::page::Dropped;
use self::text::Text;
use self::whole::Whole;
use crate::document::{Article, Format};
use crate::{Error, Result};

/// How a source is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The format, where it is known; otherwise it is told by [`detect`].
    pub format: Option<Format>,
    /// The title of a plain text, in place of its title line. A line that repeats it is left out.
    pub title: Option<String>,
    /// A longer article is given in parts of about this many bytes of text.
    pub max_part_bytes: usize,
    /// A JSONL row of more bytes is an error; it is not held.
    pub max_row_bytes: usize,
    /// A longer paragraph becomes several passages, each ending with a sentence or a word.
    pub max_passage_bytes: usize,
    /// Of a longer page of markup only so many bytes are read.
    pub max_page_bytes: usize,
    /// Whether the fields of an infobox become a passage.
    pub infobox: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: None,
            title: None,
            max_part_bytes: 4 << 20,
            max_row_bytes: 64 << 20,
            max_passage_bytes: 1 << 20,
            max_page_bytes: 32 << 20,
            infobox: true,
        }
    }
}

/// The format of a source named `path` that begins with the bytes `start`; none if it has no reader.
///
/// Content first: a first line that is a JSON object is JSONL, whatever its name. Then the ending of the name;
/// standard input (`-`) without an ending is plain text. What holds NUL is binary and has no reader.
#[must_use]
pub fn detect(path: &str, start: &[u8]) -> Option<Format> {
    let (encoding, mark) = Encoding::of(start);
    let text = encoding.sample_text(&start[mark..]);
    if text.contains('\0') || start.contains(&0) && encoding == Encoding::Utf8 {
        return None;
    }
    if is_row(&text) { Some(Format::Jsonl) } else { by_name(path) }
}

/// Whether the first line is a JSON object, or the beginning of one that is longer than the sample.
fn is_row(text: &str) -> bool {
    let text = text.trim_start();
    let Some(object) = text.strip_prefix('{') else { return false };
    match text.split_once('\n') {
        None if text.len() + 4 >= SAMPLE_BYTES => object.trim_start().starts_with('"'),
        line => {
            let line = line.map_or(text, |(line, _)| line);
            serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line).is_ok()
        }
    }
}

fn by_name(path: &str) -> Option<Format> {
    if path == "-" {
        return Some(Format::Text);
    }
    let ending = Path::new(path).extension()?.to_str()?.to_lowercase();
    Format::ALL.into_iter().find(|format| format.extensions().contains(&ending.as_str()))
}

/// Begins to read `input`, which is called `path` (`-` for standard input).
///
/// Cost: the first MiB is read to tell encoding, format and layout.
///
/// # Errors
///
/// [`Error::Io`] when that fails, [`Error::UnknownFormat`] when the source has no reader.
#[allow(clippy::needless_pass_by_value)] // `input` is kept
pub fn open(path: &str, input: Box<dyn Read + Send>, options: &Options) -> Result<Articles> {
    let start = Start::read(input).map_err(|source| Error::Io { path: path.into(), reason: source })?;
    let format = options.format.or_else(|| detect(path, &start.bytes));
    let format = format.ok_or_else(|| Error::UnknownFormat { path: path.to_owned() })?;
    let mut warnings = Vec::new();
    if start.encoding == Encoding::Windows1252 {
        warnings.push(format!("{path}: read as windows-1252"));
    }
    let reader = match format {
        Format::Text => Reader::Text(Box::new(Text::new(path, start, options))),
        Format::Jsonl => Reader::Jsonl(Box::new(Jsonl::new(path, start, options))),
        format => Reader::Whole(Box::new(Whole::new(path, format, start, options))),
    };
    Ok(Articles { path: path.to_owned(), reader, warnings })
}

/// The beginning of a source, and the rest that is not read yet.
struct Start {
    bytes: Vec<u8>,
    encoding: Encoding,
    mark: usize,
    rest: Box<dyn Read + Send>,
}

impl Start {
    fn read(mut input: Box<dyn Read + Send>) -> std::io::Result<Self> {
        let mut bytes = Vec::new();
        input.by_ref().take(SAMPLE_BYTES as u64).read_to_end(&mut bytes)?;
        let (encoding, mark) = Encoding::of(&bytes);
        Ok(Self { bytes, encoding, mark, rest: input })
    }

    /// The bytes after the byte order mark.
    fn sample(&self) -> &[u8] {
        &self.bytes[self.mark..]
    }

    /// The length of the byte order mark, and all that follows it.
    fn into_input(self) -> (u64, Box<dyn Read + Send>) {
        let mut sample = Cursor::new(self.bytes);
        sample.set_position(self.mark as u64);
        (self.mark as u64, Box::new(sample.chain(self.rest)))
    }
}

/// The articles of a source, in its order, long ones in parts.
///
/// An item that is [`Error::BadRow`] says that one row is no article; reading goes on with the next. Any other
/// error is the last item, and what was read before it was given before it.
pub struct Articles {
    path: String,
    reader: Reader,
    warnings: Vec<String>,
}

enum Reader {
    Text(Box<Text>),
    Jsonl(Box<Jsonl>),
    Whole(Box<Whole>),
}

impl Articles {
    /// How many bytes of the source have been read; at the end, its size.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        match &self.reader {
            Reader::Text(text) => text.offset(),
            Reader::Jsonl(rows) => rows.offset(),
            Reader::Whole(page) => page.offset(),
        }
    }

    /// What a person should know about the reading so far; each is told once.
    pub fn warnings(&mut self) -> Vec<String> {
        let mut warnings = std::mem::take(&mut self.warnings);
        match &mut self.reader {
            Reader::Text(_) => {}
            Reader::Jsonl(rows) => match rows.take_empty_rows() {
                0 => {}
                n => warnings.push(format!("{}: {n} rows have an empty text", self.path)),
            },
            Reader::Whole(page) => warnings.extend(page.take_warnings()),
        }
        warnings
    }

    /// What was left out of the articles since the last call.
    pub fn take_dropped(&mut self) -> Dropped {
        match &mut self.reader {
            Reader::Text(_) | Reader::Jsonl(_) => Dropped::new(),
            Reader::Whole(page) => page.take_dropped(),
        }
    }
}

impl Iterator for Articles {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.reader {
            Reader::Text(text) => text.next(),
            Reader::Jsonl(rows) => rows.next(),
            Reader::Whole(page) => page.next(),
        }
    }
}
