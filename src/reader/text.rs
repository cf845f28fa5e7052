//! Plain text: headings on lines of their own, paragraphs, `[4]` markers.

use std::path::Path;

use super::block::{Blocks, Layout};
use super::decode::Source;
use super::lines::{Lines, Long};
use super::outline::{Outline, Title};
use super::parts::Parts;
use super::unpack::inner_name;
use super::{Options, Start};
use crate::analysis::normalize;
use crate::document::{Article, Format, Head, slug};
use crate::{Error, Result};

/// Reads a file of plain text as one article.
pub(super) struct Text {
    blocks: Blocks,
    outline: Outline,
    parts: Parts,
    /// What ended the reading; it is told after what was read before.
    failure: Option<Error>,
    ended: bool,
}

impl Text {
    pub(super) fn new(path: &str, start: Start, options: &Options) -> Self {
        let layout = Layout::of(&start.encoding.sample_text(start.sample()));
        let encoding = start.encoding;
        let (mark, input) = start.into_input();
        let lines = Lines::new(Source::new(input, encoding), mark, options.max_passage_bytes, Long::Cut);
        let wanted = options.title.clone().map_or(Title::Wanted, Title::Given);
        Self {
            blocks: Blocks::new(path, lines, layout, options.max_passage_bytes),
            outline: Outline::new(wanted, layout == Layout::Lines),
            parts: Parts::new(head(path, options), options.max_part_bytes),
            failure: None,
            ended: false,
        }
    }

    pub(super) fn offset(&self) -> u64 {
        self.blocks.offset()
    }

    /// The next part.
    pub(super) fn next(&mut self) -> Option<Result<Article>> {
        loop {
            if let Some(article) = self.parts.pop() {
                return Some(Ok(article));
            }
            if self.ended {
                return self.failure.take().map(Err);
            }
            match self.blocks.next() {
                Ok(Some(block)) => self.outline.push(block, &mut self.parts),
                Ok(None) => self.end(None),
                Err(error) => self.end(Some(error)),
            }
        }
    }

    fn end(&mut self, failure: Option<Error>) {
        if let Some(block) = self.blocks.take_open() {
            self.outline.push(block, &mut self.parts);
        }
        self.outline.finish(&mut self.parts);
        self.parts.finish();
        self.failure = failure;
        self.ended = true;
    }
}

/// The head of a text without a title line.
fn head(path: &str, options: &Options) -> Head {
    let title = options.title.as_deref().map(|title| normalize(title).into_owned());
    let title = title.unwrap_or_else(|| title_of_file(path));
    Head { id: slug(&title), title, url: None, path: path.to_owned(), format: Format::Text }
}

/// The title of an article that does not name itself, from the name of its file.
#[must_use]
pub fn title_of_file(path: &str) -> String {
    normalize(&stem(path)).into_owned()
}

/// The file's name without its ending, and without that of its packing.
fn stem(path: &str) -> String {
    if path == "-" {
        return "stdin".to_owned();
    }
    Path::new(inner_name(path))
        .file_stem()
        .map_or_else(|| path.to_owned(), |stem| stem.to_string_lossy().into_owned())
}
