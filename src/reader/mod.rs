//! Bytes → [`Article`]: one file per format, and one rule for how a text is split into passages.
//!
//! [`detect()`] tells a source's format, [`open`] reads it. What the formats share: `unpack` (bzip2, gzip, zstd),
//! `decode` (encodings), `lines`, `outline` (which block is a heading, an item, a reference), `passages` (markers, claims, quotes, keys) and
//! `parts` (long articles in bounded memory).

mod block;
mod claims;
mod cut;
mod date;
mod decode;
mod detect;
mod dump;
mod entry;
#[cfg(test)]
mod forms;
mod heading;
mod html;
mod in_order;
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
mod table;
#[cfg(test)]
mod tests;
mod text;
mod unpack;
mod whole;
mod wikitext;

use std::io::{Cursor, Read};

use self::decode::{Encoding, SAMPLE_BYTES};
pub use self::detect::detect;
use self::dump::Dump;
use self::jsonl::Jsonl;
pub use self::page::Dropped;
use self::text::Text;
pub use self::text::title_of_file;
use self::unpack::{Meter, Unpacked, unpack};
use self::whole::Whole;
use crate::document::{Article, Format};
use crate::error::{Error, Notice, Oddity, Result};

/// How a source is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The format, where it is known; otherwise it is told by [`detect()`].
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
    /// Threads that unpack bzip2 and that parse the pages of a dump; of each kind so many.
    pub threads: usize,
}

/// How much of a source is looked at by [`sniff`].
const SNIFFED_BYTES: usize = 16 << 10;

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
            threads: 1,
        }
    }
}

/// The format of a source named `path`, told from its beginning; none if it has no reader.
///
/// Cost: some kilobytes are read, of a packed source as many as it takes to unpack some.
///
/// # Errors
///
/// [`Error::Io`]; [`Error::BadArchive`] where nothing can be unpacked and the name does not tell either.
#[allow(clippy::needless_pass_by_value)] // `input` is read
pub fn sniff(path: &str, input: Box<dyn Read + Send>) -> Result<Option<Format>> {
    let failed = |error| unpack::failure(path, error);
    let unpacked = unpack::unpack(input, 1).map_err(failed)?;
    let mut start = Vec::with_capacity(SNIFFED_BYTES);
    let read = unpacked.input.take(SNIFFED_BYTES as u64).read_to_end(&mut start);
    match (detect(path, &start), read) {
        (None, Err(error)) if start.is_empty() => Err(failed(error)),
        (format, _) => Ok(format),
    }
}

/// Begins to read `input`, which is called `path` (`-` for standard input); where it is packed, what it unpacks to.
///
/// Cost: the first MiB is read to tell encoding, format and layout.
///
/// # Errors
///
/// [`Error::Io`] when that fails, [`Error::UnknownFormat`] when the source has no reader.
#[allow(clippy::needless_pass_by_value)] // `input` is kept
pub fn open(path: &str, input: Box<dyn Read + Send>, options: &Options) -> Result<Articles> {
    let failed = |error| unpack::failure(path, error);
    let Unpacked { input, packed } = unpack(input, options.threads).map_err(failed)?;
    let start = Start::read(input).map_err(failed)?;
    let format = options.format.or_else(|| detect(path, &start.bytes));
    let format = format.ok_or_else(|| Error::UnknownFormat { path: path.to_owned() })?;
    let mut warnings = Vec::new();
    if start.encoding == Encoding::Windows1252 {
        warnings.push(Notice { path: path.to_owned(), title: None, oddity: Oddity::Windows1252 });
    }
    let reader = match format {
        Format::Text => Reader::Text(Box::new(Text::new(path, start, options))),
        Format::Jsonl => Reader::Jsonl(Box::new(Jsonl::new(path, start, options))),
        Format::Dump => Reader::Dump(Box::new(Dump::new(path, start, options).map_err(failed)?)),
        format => Reader::Whole(Box::new(Whole::new(path, format, start, options))),
    };
    Ok(Articles { path: path.to_owned(), reader, packed, warnings })
}

/// The beginning of a source, and the rest that is not read yet.
struct Start {
    bytes: Vec<u8>,
    encoding: Encoding,
    mark: usize,
    /// What ended the reading already, if anything did.
    failure: Option<std::io::Error>,
    rest: Box<dyn Read + Send>,
}

impl Start {
    fn read(mut input: Box<dyn Read + Send>) -> std::io::Result<Self> {
        let mut bytes = Vec::new();
        let read = input.by_ref().take(SAMPLE_BYTES as u64).read_to_end(&mut bytes);
        let failure = match read {
            // What was read before is given before it.
            Err(error) if !bytes.is_empty() => Some(error),
            read => read.map(|_| None)?,
        };
        let (encoding, mark) = Encoding::of(&bytes);
        Ok(Self { bytes, encoding, mark, failure, rest: input })
    }

    /// The bytes after the byte order mark.
    fn sample(&self) -> &[u8] {
        &self.bytes[self.mark..]
    }

    /// The length of the byte order mark, and all that follows it.
    fn into_input(self) -> (u64, Box<dyn Read + Send>) {
        let mut sample = Cursor::new(self.bytes);
        sample.set_position(self.mark as u64);
        let rest: Box<dyn Read + Send> = match self.failure {
            Some(error) => Box::new(Failing(Some(error))),
            None => self.rest,
        };
        (self.mark as u64, Box::new(sample.chain(rest)))
    }
}

/// An input that cannot be read on.
struct Failing(Option<std::io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// The articles of a source, in its order, long ones in parts.
///
/// An item that is [`Error::BadRow`] or [`Error::BadPage`] says that one row or page is no article; reading goes on
/// with the next. Any other error is the last item, and what was read before it was given before it.
///
/// The spans of what a packed source holds are bytes of what it unpacks to.
pub struct Articles {
    path: String,
    reader: Reader,
    /// Where the source is packed.
    packed: Option<Meter>,
    warnings: Vec<Notice>,
}

enum Reader {
    Text(Box<Text>),
    Jsonl(Box<Jsonl>),
    Whole(Box<Whole>),
    Dump(Box<Dump>),
}

impl Articles {
    /// How many bytes of the source have been read, of the packed file where it is packed; at the end, its size.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        if let Some(packed) = &self.packed {
            return packed.bytes();
        }
        match &self.reader {
            Reader::Text(text) => text.offset(),
            Reader::Jsonl(rows) => rows.offset(),
            Reader::Whole(page) => page.offset(),
            Reader::Dump(pages) => pages.offset(),
        }
    }

    /// How many rows or pages have been given out whole; none in the middle of one, and for a source that is one
    /// article. Reading anew can [`pass_over`](Self::pass_over) so many, and goes on where this reading was.
    #[must_use]
    pub fn given(&self) -> Option<u64> {
        match &self.reader {
            Reader::Text(_) | Reader::Whole(_) => None,
            Reader::Jsonl(rows) => rows.given(),
            Reader::Dump(pages) => pages.given(),
        }
    }

    /// Passes over the next `most` rows or pages, before the first is asked for; answers how many there were. They
    /// are read, but not parsed.
    ///
    /// # Errors
    ///
    /// As reading itself.
    pub fn pass_over(&mut self, most: u64) -> Result<u64> {
        match &mut self.reader {
            Reader::Text(_) | Reader::Whole(_) => Ok(0),
            Reader::Jsonl(rows) => rows.pass_over(most),
            Reader::Dump(pages) => pages.pass_over(most),
        }
    }

    /// What a person should know about the reading so far; each is told once.
    pub fn warnings(&mut self) -> Vec<Notice> {
        let mut warnings = std::mem::take(&mut self.warnings);
        match &mut self.reader {
            Reader::Text(_) => {}
            Reader::Jsonl(rows) => match rows.take_empty_rows() {
                0 => {}
                count => {
                    let (path, oddity) = (self.path.clone(), Oddity::EmptyRows { count });
                    warnings.push(Notice { path, title: None, oddity });
                }
            },
            Reader::Whole(page) => warnings.extend(page.take_warnings()),
            Reader::Dump(pages) => warnings.extend(pages.take_warnings()),
        }
        warnings
    }

    /// What was left out of the articles since the last call.
    pub fn take_dropped(&mut self) -> Dropped {
        match &mut self.reader {
            Reader::Text(_) | Reader::Jsonl(_) => Dropped::new(),
            Reader::Whole(page) => page.take_dropped(),
            Reader::Dump(pages) => pages.take_dropped(),
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
            Reader::Dump(pages) => pages.next(),
        }
    }
}
