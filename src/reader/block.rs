//! Blocks of plain text: what may become a heading, a passage or an entry of a reference list.

use super::lines::{Line, Lines, Size};
use super::list::{bullet, number};
use super::unpack::failure;
use crate::document::Span;
use crate::{Error, Result};

/// A line or a run of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// Not blank; the line ends inside it are `\n`.
    pub(super) text: String,
    /// Bytes of the file.
    pub(super) source: Span,
    /// Whether it stands after a blank line, or first.
    pub(super) gap: bool,
    /// False for a piece of a line that is too long for one passage.
    pub(super) whole: bool,
}

/// How a plain text marks its paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Each line is one.
    Lines,
    /// Blank lines part them, and their lines are broken to a width.
    Wrapped,
}

/// A line that was broken to a width is no longer than this.
const WRAPPED_CHARS: usize = 100;

impl Layout {
    /// The layout of a file that begins with `sample`: wrapped when it has blank lines and more than half of the
    /// lines that directly follow another go on with what that one broke off. A line was broken off when it has
    /// at most [`WRAPPED_CHARS`], no final punctuation, and the next begins with a lower-case letter.
    pub(super) fn of(sample: &str) -> Self {
        let lines: Vec<&str> = sample.lines().map(str::trim).collect();
        let (mut pairs, mut broken) = (0usize, 0usize);
        for pair in lines.windows(2).filter(|pair| !pair[0].is_empty() && !pair[1].is_empty()) {
            pairs += 1;
            broken += usize::from(breaks_off(pair[0], pair[1]));
        }
        let gaps = lines.iter().any(|line| line.is_empty());
        if gaps && broken * 2 > pairs { Self::Wrapped } else { Self::Lines }
    }
}

fn breaks_off(line: &str, next: &str) -> bool {
    line.chars().nth(WRAPPED_CHARS).is_none()
        && !line.ends_with(['.', '!', '?', '…', ';', ':'])
        && next.starts_with(char::is_lowercase)
}

/// Reads a plain text block by block.
pub(super) struct Blocks {
    path: String,
    lines: Lines,
    layout: Layout,
    max_bytes: usize,
    /// The block that the next line may go on with.
    open: Option<Block>,
    gap: bool,
}

impl Blocks {
    /// A block is at most `max_bytes` long, in UTF-8, if each line is.
    pub(super) fn new(path: &str, lines: Lines, layout: Layout, max_bytes: usize) -> Self {
        Self { path: path.to_owned(), lines, layout, max_bytes, open: None, gap: true }
    }

    /// Bytes of the file that were read so far.
    pub(super) fn offset(&self) -> u64 {
        self.lines.offset()
    }

    /// What was read of the next block before an error.
    pub(super) fn take_open(&mut self) -> Option<Block> {
        self.open.take()
    }

    /// The next block; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Block>> {
        while let Some(line) = self.line()? {
            let Some(mut line) = line else {
                self.gap = true;
                if self.open.is_some() {
                    return Ok(self.open.take());
                }
                continue;
            };
            line.gap = std::mem::take(&mut self.gap);
            match &mut self.open {
                Some(open) if self.layout == Layout::Wrapped && goes_on(open, &line, self.max_bytes) => {
                    open.text.push('\n');
                    open.text.push_str(&line.text);
                    open.source.end = line.source.end;
                }
                open => {
                    if let Some(done) = open.replace(line) {
                        return Ok(Some(done));
                    }
                }
            }
        }
        Ok(self.open.take())
    }

    /// The next line as a block of its own; `Some(None)` for a blank one.
    fn line(&mut self) -> Result<Option<Option<Block>>> {
        let encoding = self.lines.encoding();
        let io = |error| failure(&self.path, error);
        let Some(Line { bytes, number, start, size }) = self.lines.next().map_err(io)? else {
            return Ok(None);
        };
        let text = std::str::from_utf8(bytes).map_err(|error| Error::InvalidEncoding {
            path: self.path.clone(),
            encoding: encoding.name(),
            byte: start + encoding.stored_len(&bytes[..error.valid_up_to()]),
            line: number,
        })?;
        let trimmed = text.trim();
        let indent = text.len() - text.trim_start().len();
        let start = (start + encoding.stored_len(&text.as_bytes()[..indent])) as usize;
        let end = start + encoding.stored_len(trimmed.as_bytes()) as usize;
        let block =
            || Block { text: trimmed.to_owned(), source: start..end, gap: false, whole: size == Size::Whole };
        Ok(Some((!trimmed.is_empty()).then(block)))
    }
}

/// Whether the line belongs to the wrapped block: no item of a list begins with it, and there is room.
fn goes_on(open: &Block, line: &Block, max_bytes: usize) -> bool {
    let next_item = number(&line.text)
        .is_some_and(|(n, _)| n == 1 || number(&open.text).is_some_and(|(before, _)| before + 1 == n));
    let fits = open.text.len() + 1 + line.text.len() <= max_bytes;
    open.whole && line.whole && fits && !next_item && bullet(&line.text).is_none()
}

#[cfg(test)]
mod tests {
    use super::{Blocks, Layout};
    use crate::reader::decode::{Encoding, Source};
    use crate::reader::lines::{Lines, Long};

    fn blocks(text: &str, layout: Layout, max: usize) -> Vec<String> {
        let source = Source::new(Box::new(std::io::Cursor::new(text.to_owned())), Encoding::Utf8);
        let mut blocks = Blocks::new("t", Lines::new(source, 0, max, Long::Cut), layout, max);
        let mut all = Vec::new();
        while let Some(block) = blocks.next().unwrap() {
            assert!(text[block.source.clone()].starts_with(block.text.lines().next().unwrap()));
            all.push(block.text);
        }
        all
    }

    #[test]
    fn layouts() {
        let wrapped = "Titre\n\nLe camp est attaqué par\nune centaine d'hommes, puis\nrepris.\n\nLes renforts\narrivent.\n";
        let verse = "Ô temps, suspends ton vol\nEt vous, heures propices\n\nSuspendez votre cours\n";
        let entries = "Notes\n\n[1] Le Monde, 2019\n[2] Jeune Afrique, 2019\n";
        for (text, layout) in [
            (wrapped, Layout::Wrapped),
            (verse, Layout::Lines),
            (entries, Layout::Lines),
            ("Le camp est\npris.", Layout::Lines),
            ("", Layout::Lines),
        ] {
            assert_eq!(Layout::of(text), layout, "{text:?}");
        }
    }

    #[test]
    fn a_wrapped_paragraph_is_one_block_and_a_list_item_begins_another() {
        let text =
            "  Le camp\n  est pris.\n- une liste\n  de deux\n- lignes\n\n1. un\n2. deux\n14. et plus\n";
        assert_eq!(
            blocks(text, Layout::Wrapped, 99),
            ["Le camp\nest pris.", "- une liste\nde deux", "- lignes", "1. un", "2. deux\n14. et plus"]
        );
        assert_eq!(blocks(text, Layout::Lines, 99).len(), 8);
    }

    #[test]
    fn a_block_is_bounded() {
        let text = "aaaa bbbb\ncccc dddd\neeee\n";
        assert_eq!(blocks(text, Layout::Wrapped, 20), ["aaaa bbbb\ncccc dddd", "eeee"]);
        assert_eq!(blocks(text, Layout::Lines, 5), ["aaaa", "bbbb", "cccc", "dddd", "eeee"]);
    }
}
