//! Formats that are one page a file: it is read whole, and becomes an article.

use std::collections::VecDeque;
use std::io::Read as _;

use super::decode::{Source, drop_cut_character};
use super::page::{Dropped, Finished, Page, Places};
use super::text::title_of_file;
use super::unpack::failure;
use super::{Options, Start, html, markdown, wikitext};
use crate::analysis::normalize;
use crate::document::{Article, Format, Head, slug};
use crate::error::{Error, Notice, Oddity, Result};

/// Reads a file that holds one page.
///
/// Memory: the file, its text where the file is not UTF-8, and its article.
pub(super) struct Whole {
    path: String,
    format: Format,
    options: Options,
    start: Option<Start>,
    parts: VecDeque<Article>,
    bytes: u64,
    dropped: Dropped,
    warnings: Vec<Notice>,
    /// What ended the reading; it is told after what was read before.
    failure: Option<Error>,
}

impl Whole {
    pub(super) fn new(path: &str, format: Format, start: Start, options: &Options) -> Self {
        Self {
            path: path.to_owned(),
            format,
            options: options.clone(),
            start: Some(start),
            parts: VecDeque::new(),
            bytes: 0,
            dropped: Dropped::new(),
            warnings: Vec::new(),
            failure: None,
        }
    }

    /// Bytes of the file that were read so far.
    pub(super) fn offset(&self) -> u64 {
        self.bytes
    }

    pub(super) fn take_dropped(&mut self) -> Dropped {
        std::mem::take(&mut self.dropped)
    }

    pub(super) fn take_warnings(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.warnings)
    }

    /// The next part.
    pub(super) fn next(&mut self) -> Option<Result<Article>> {
        if let Some(start) = self.start.take() {
            match self.read(start) {
                Ok(finished) => {
                    self.parts.extend(finished.parts);
                    self.dropped = finished.dropped;
                    self.warnings.extend(finished.warnings);
                }
                Err(error) => return Some(Err(error)),
            }
        }
        self.parts.pop_front().map(Ok).or_else(|| self.failure.take().map(Err))
    }

    fn read(&mut self, start: Start) -> Result<Finished> {
        let encoding = start.encoding;
        let (mark, input) = start.into_input();
        let (text, cut) = self.text(Source::new(Box::new(input.take(self.limit() + 1)), encoding), mark)?;
        let places = Places::file(encoding, mark as usize, &text);
        let mut page = Page::new(head(&self.path, self.format, &self.options), places, &self.options);
        match self.format {
            Format::Html => html::read(&text, &mut page, self.options.title.is_none()),
            Format::Markdown => markdown::read(&text, &mut page, self.options.title.is_none()),
            _ => wikitext::read(&text, &mut page),
        }
        if cut {
            page.warn(Oddity::FileTooLong { read: self.limit() });
        }
        Ok(page.finish())
    }

    fn limit(&self) -> u64 {
        self.options.max_page_bytes as u64
    }

    /// The file's text, and whether it was cut at the limit.
    fn text(&mut self, mut source: Source, mark: u64) -> Result<(String, bool)> {
        let mut bytes = Vec::new();
        let read = loop {
            match source.read_more(&mut bytes) {
                Ok(true) => {}
                end => break end,
            }
        };
        match read.map_err(|error| failure(&self.path, error)) {
            Err(error) if bytes.is_empty() => return Err(error),
            read => self.failure = read.err(),
        }
        let encoding = source.encoding();
        let cut = encoding.stored_len(&bytes) > self.limit();
        if self.failure.is_some() {
            drop_cut_character(&mut bytes);
        } else if cut {
            // The end may stand within a character, never within a line before it.
            bytes.truncate(bytes.iter().rposition(|byte| *byte == b'\n').unwrap_or_default());
        }
        self.bytes = mark + encoding.stored_len(&bytes);
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            Error::InvalidEncoding {
                path: self.path.clone(),
                encoding: encoding.name(),
                byte: mark + encoding.stored_len(valid),
                line: 1 + valid.iter().filter(|byte| **byte == b'\n').count() as u64,
            }
        })?;
        Ok((text, cut))
    }
}

/// The head of a page that does not name itself: the title that was asked for, else the file's name.
fn head(path: &str, format: Format, options: &Options) -> Head {
    let title = options.title.as_deref().map(|title| normalize(title).into_owned());
    let title = title.unwrap_or_else(|| title_of_file(path));
    Head { id: slug(&title), title, url: None, path: path.to_owned(), format }
}
