//! A source's lines, each with its place in the file, in bounded memory.

use std::io;

use super::cut::cut;
use super::decode::{Encoding, Source, drop_cut_character};
use crate::document::Span;

/// A line, or a piece of one that is too long to be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Its bytes without the line end; UTF-8 as far as the source is text.
    pub(super) bytes: &'a [u8],
    /// From 1.
    pub(super) number: u64,
    /// Its first byte in the file.
    pub(super) start: u64,
    pub(super) size: Size,
}

/// How much of a line a [`Line`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Whole,
    /// A piece of a longer line.
    Piece,
    /// Nothing of a line that was too long.
    Skipped,
}

/// What becomes of a line longer than a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Long {
    /// It is given in pieces, each cut after a sentence or a word.
    Cut,
    /// It is read and forgotten.
    Skip,
}

/// Gives the lines of a source. A line ends with `\n`, `\r\n` or `\r`.
///
/// Memory: about twice the bound for a line, which is in bytes of UTF-8.
pub(super) struct Lines {
    source: Source,
    max_bytes: usize,
    long: Long,
    buffer: Vec<u8>,
    /// The first byte of `buffer` that was not given yet.
    at: usize,
    /// Place of `buffer[at]` in the file.
    offset: u64,
    number: u64,
    /// Whether `buffer[at]` stands in the middle of a line.
    inside: bool,
    /// What ended the reading in the middle of a line; it is told after that line.
    failure: Option<io::Error>,
}

/// What stands at the head of the buffer.
enum Head {
    /// A line of that many bytes, and those of its end.
    Line(usize, usize),
    /// More bytes than the bound, without a line end.
    Long,
    Nothing,
}

impl Lines {
    /// `offset` is the source's first byte in the file.
    pub(super) fn new(source: Source, offset: u64, max_bytes: usize, long: Long) -> Self {
        // A piece must have room for one character.
        let max_bytes = max_bytes.max(4);
        Self {
            source,
            max_bytes,
            long,
            buffer: Vec::new(),
            at: 0,
            offset,
            number: 1,
            inside: false,
            failure: None,
        }
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.source.encoding()
    }

    /// Bytes of the file that were given or skipped.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The next line; none at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        let (number, start) = (self.number, self.offset);
        let (span, size) = match self.head()? {
            Head::Nothing => return Ok(None),
            Head::Line(len, end) => {
                let size = if self.inside { Size::Piece } else { Size::Whole };
                (self.take_line(len, end), size)
            }
            Head::Long if self.long == Long::Cut => (self.take_piece(), Size::Piece),
            Head::Long => {
                self.skip_line()?;
                (self.at..self.at, Size::Skipped)
            }
        };
        Ok(Some(Line { bytes: &self.buffer[span], number, start, size }))
    }

    /// Looks for the end of the line, reading as far as the bound.
    fn head(&mut self) -> io::Result<Head> {
        let mut seen = 0;
        loop {
            let rest = &self.buffer[self.at..];
            let end = memchr::memchr2(b'\n', b'\r', &rest[seen..]).map(|i| seen + i);
            match end {
                Some(len) if len > self.max_bytes => return Ok(Head::Long),
                Some(len) if rest[len] == b'\n' => return Ok(Head::Line(len, 1)),
                Some(len) if len + 1 < rest.len() => {
                    return Ok(Head::Line(len, if rest[len + 1] == b'\n' { 2 } else { 1 }));
                }
                None if rest.len() > self.max_bytes => return Ok(Head::Long),
                _ => {}
            }
            // A `\r` at the end of the buffer is looked at again when the byte after it is known.
            seen = end.unwrap_or(rest.len());
            if !self.read_more()? {
                let len = self.buffer.len() - self.at;
                return Ok(match (len, end) {
                    (0, _) => Head::Nothing,
                    (_, Some(end)) => Head::Line(end, 1),
                    (len, None) => Head::Line(len, 0),
                });
            }
        }
    }

    /// False at the end, which for lines that are cut anyway is also where the source cannot be read on.
    fn read_more(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.at);
        self.at = 0;
        match self.failure.take().map_or_else(|| self.source.read_more(&mut self.buffer), Err) {
            Err(error) if self.long == Long::Cut && !self.buffer.is_empty() => {
                self.failure = Some(error);
                drop_cut_character(&mut self.buffer);
                Ok(false)
            }
            read => read,
        }
    }

    /// Moves past `len` bytes.
    fn take(&mut self, len: usize) -> Span {
        let span = self.at..self.at + len;
        self.offset += self.source.encoding().stored_len(&self.buffer[span.clone()]);
        self.at = span.end;
        span
    }

    fn take_line(&mut self, len: usize, end: usize) -> Span {
        let span = self.take(len);
        self.take(end);
        self.inside = false;
        self.number += 1;
        span
    }

    fn take_piece(&mut self) -> Span {
        let bound = &self.buffer[self.at..self.at + self.max_bytes];
        // Where the bytes are no text the piece ends with them; the reader says where they are.
        let len = match std::str::from_utf8(bound) {
            Ok(text) => cut(text),
            Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
                cut(std::str::from_utf8(&bound[..error.valid_up_to()]).unwrap_or_default())
            }
            Err(_) => bound.len(),
        };
        self.inside = true;
        self.take(len)
    }

    /// Skips the line and its end.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            match self.head()? {
                Head::Long => drop(self.take(self.max_bytes)),
                Head::Line(len, end) => {
                    self.take_line(len, end);
                    return Ok(());
                }
                Head::Nothing => return Ok(()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Lines, Long, Size};
    use crate::reader::decode::{Encoding, Source};

    fn lines(bytes: &[u8], max: usize, long: Long) -> Vec<(String, u64, u64, Size)> {
        let source = Source::new(Box::new(std::io::Cursor::new(bytes.to_vec())), Encoding::Utf8);
        let mut lines = Lines::new(source, 0, max, long);
        let mut all = Vec::new();
        while let Some(Line { bytes, number, start, size }) = lines.next().unwrap() {
            all.push((String::from_utf8_lossy(bytes).into_owned(), number, start, size));
        }
        assert_eq!(lines.offset(), bytes.len() as u64);
        all
    }

    #[test]
    fn every_line_end() {
        let all = lines(b"a\nb\r\nc\rd\r\r\n\ne", 99, Long::Cut);
        let texts: Vec<_> = all.iter().map(|(text, _, start, _)| (text.as_str(), *start)).collect();
        assert_eq!(texts, [("a", 0), ("b", 2), ("c", 5), ("d", 7), ("", 9), ("", 11), ("e", 12)]);
        assert_eq!(lines(b"a\r", 99, Long::Cut).len(), 1);
        assert!(lines(b"", 99, Long::Cut).is_empty());
    }

    #[test]
    fn a_long_line_is_cut_after_a_word_and_keeps_its_number() {
        let all = lines(b"aaa bbb ccc\nd", 9, Long::Cut);
        let texts: Vec<_> =
            all.iter().map(|(text, number, start, _)| (text.as_str(), *number, *start)).collect();
        assert_eq!(texts, [("aaa bbb ", 1, 0), ("ccc", 1, 8), ("d", 2, 12)]);
        assert_eq!(all[1].3, Size::Piece);
        assert_eq!(all[2].3, Size::Whole);
    }

    #[test]
    fn a_long_line_is_skipped_without_being_held() {
        let long = [vec![b'x'; 500_000], b"\nshort".to_vec()].concat();
        let all = lines(&long, 10, Long::Skip);
        assert_eq!(all[0], (String::new(), 1, 0, Size::Skipped));
        assert_eq!(all[1], ("short".to_owned(), 2, 500_001, Size::Whole));
    }
}
