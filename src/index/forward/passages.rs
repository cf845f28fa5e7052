//! The passages of a segment as numbers of words, read in place.
//!
//! | bytes of the file         | what they are                                                        |
//! |---------------------------|----------------------------------------------------------------------|
//! | passages, one after the other | see [`PassageWords`]                                            |
//! | 8 for every 32 documents  | where the block's passages begin                                     |
//! | width for each document   | where its passage ends, from there                                   |
//! | 1, 4, 4, 40, 8            | width, documents, numbers of the code, [`Totals`], magic             |

use std::io::{self, Write};
use std::ops::Range;

use tantivy::directory::OwnedBytes;

use super::super::checked::Checked;
use super::super::fetch::Fetch;
use super::codes::{BitReader, BitWriter, Code};
use super::damage::damaged;
use super::dictionary::Dictionary;

const MAGIC: u64 = u64::from_le_bytes(*b"alinfwd1");
const FOOTER: usize = 57;
/// Bytes that the processor fetches together, on all machines that matter here.
const CACHE_LINE: usize = 64;
/// Documents of a block.
const BLOCK: u32 = 32;
/// Ends the title, each heading, all headings, and every sentence but the last.
pub(super) const MARK: u32 = 0;

/// Sums over passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// How many there are.
    pub passages: u64,
    /// Words of their titles.
    pub title_words: u64,
    /// Words of their headings.
    pub heading_words: u64,
    /// Words of their texts.
    pub text_words: u64,
    /// Sentences of their texts that have a word.
    pub sentences: u64,
}

impl Totals {
    /// Words of title, headings and text together.
    #[must_use]
    pub fn words(&self) -> u64 {
        self.title_words.saturating_add(self.heading_words).saturating_add(self.text_words)
    }

    /// Adds one passage.
    pub(in super::super) fn count(&mut self, passage: &PassageWords) {
        self.passages += 1;
        self.title_words += passage.title.len() as u64;
        self.heading_words += passage.headings.len() as u64;
        self.text_words += passage.text.len() as u64;
        self.sentences += passage.sentence_ends.len() as u64;
    }

    pub(super) fn parts(&self) -> [u64; 5] {
        [self.passages, self.title_words, self.heading_words, self.text_words, self.sentences]
    }

    /// Part by part.
    pub(in super::super) fn zip(&self, other: &Self, of: impl Fn(u64, u64) -> u64) -> Self {
        Self {
            passages: of(self.passages, other.passages),
            title_words: of(self.title_words, other.title_words),
            heading_words: of(self.heading_words, other.heading_words),
            text_words: of(self.text_words, other.text_words),
            sentences: of(self.sentences, other.sentences),
        }
    }
}

/// A passage as numbers of words; a buffer to be used again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PassageWords {
    /// Of the title.
    pub title: Vec<u32>,
    /// Of all headings.
    pub headings: Vec<u32>,
    /// Where each heading ends in `headings`.
    pub heading_ends: Vec<u32>,
    /// Of the text.
    pub text: Vec<u32>,
    /// Where each sentence that has a word ends in `text`; the last end is the text's.
    pub sentence_ends: Vec<u32>,
}

impl PassageWords {
    /// All words, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        [&self.title, &self.headings, &self.text].into_iter().flatten().copied()
    }

    /// The words of each heading.
    pub fn headings(&self) -> impl Iterator<Item = &[u32]> {
        let mut start = 0;
        self.heading_ends.iter().map(move |end| {
            let heading = self.headings.get(start..*end as usize).unwrap_or_default();
            start = *end as usize;
            heading
        })
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut u32> {
        [&mut self.title, &mut self.headings, &mut self.text].into_iter().flatten()
    }

    fn clear(&mut self) {
        self.title.clear();
        self.headings.clear();
        self.heading_ends.clear();
        self.text.clear();
        self.sentence_ends.clear();
    }

    /// Reads a passage: title, headings, text, with marks. Headings and sentences without words leave no trace.
    pub(super) fn read(&mut self, mut numbers: impl Iterator<Item = u32>) {
        self.clear();
        read_part(&mut numbers, &mut self.title);
        while read_part(&mut numbers, &mut self.headings) && end(&self.headings, &mut self.heading_ends) {}
        while read_part(&mut numbers, &mut self.text) {
            end(&self.text, &mut self.sentence_ends);
        }
        end(&self.text, &mut self.sentence_ends);
    }

    /// What [`read`](Self::read) reads.
    fn write(&self, code: Code, out: &mut BitWriter) {
        self.title.iter().for_each(|word| out.push(code, *word));
        out.push(code, MARK);
        write_parts(&self.headings, &self.heading_ends, |number| out.push(code, number));
        if !self.headings.is_empty() {
            out.push(code, MARK);
        }
        out.push(code, MARK);
        write_parts(&self.text, &self.sentence_ends, |number| out.push(code, number));
    }
}

/// Appends the words up to the next mark to `part`; says whether one stood there.
#[inline]
fn read_part(numbers: &mut impl Iterator<Item = u32>, part: &mut Vec<u32>) -> bool {
    for number in numbers {
        if number == MARK {
            return true;
        }
        part.push(number);
    }
    false
}

/// Notes that a heading or a sentence ends; says whether it has a word.
fn end(words: &[u32], ends: &mut Vec<u32>) -> bool {
    let end = words.len() as u32;
    let worded = end > ends.last().copied().unwrap_or(0);
    if worded {
        ends.push(end);
    }
    worded
}

/// Writes headings or sentences with a mark between them.
fn write_parts(words: &[u32], ends: &[u32], mut push: impl FnMut(u32)) {
    let mut start = 0;
    for end in ends.iter().map(|end| *end as usize) {
        if start > 0 {
            push(MARK);
        }
        words[start..end].iter().for_each(|word| push(*word));
        start = end;
    }
}

/// The forward form of a segment's passages.
#[derive(Clone)]
pub struct Forward {
    bytes: Checked,
    dictionary: Dictionary,
    code: Code,
    documents: u32,
    width: usize,
    /// Where the blocks' table begins; passages stand before it.
    blocks: usize,
    totals: Totals,
}

impl Forward {
    /// Cost: the last 57 bytes are read, and the dictionary's header.
    ///
    /// # Errors
    /// `InvalidData` when the bytes are no forward form, or not that of `dictionary`.
    pub fn open(bytes: Checked, dictionary: Dictionary) -> io::Result<Self> {
        let footer = bytes.len().checked_sub(FOOTER).ok_or_else(|| damaged("forward: cut short"))?;
        if bytes.number::<8>(footer + FOOTER - 8)? != MAGIC {
            return Err(damaged("forward: not a forward form"));
        }
        let width = bytes.number::<1>(footer)?;
        let documents = bytes.number::<4>(footer + 1)? as u32;
        let numbers = bytes.number::<4>(footer + 5)? as u32;
        let tables = 8 * u64::from(documents.div_ceil(BLOCK)) + width * u64::from(documents);
        let blocks =
            (footer as u64).checked_sub(tables).ok_or_else(|| damaged("forward: tables are missing"))?;
        if numbers != dictionary.numbers() || width > 8 {
            return Err(damaged("forward: not the form of these words"));
        }
        let total = |n: usize| bytes.number::<8>(footer + 9 + 8 * n);
        let totals = Totals {
            passages: total(0)?,
            title_words: total(1)?,
            heading_words: total(2)?,
            text_words: total(3)?,
            sentences: total(4)?,
        };
        let (width, blocks) = (width as usize, blocks as usize);
        Ok(Self { bytes, dictionary, code: Code::new(numbers), documents, width, blocks, totals })
    }

    /// Words that were counted elsewhere: no passage of theirs is here.
    pub(in super::super) fn of_words(dictionary: Dictionary, totals: Totals) -> Self {
        let (bytes, code) = (Checked::sound(OwnedBytes::empty()), Code::new(dictionary.numbers()));
        Self { bytes, dictionary, code, documents: 0, width: 0, blocks: 0, totals }
    }

    /// What the numbers stand for.
    #[must_use]
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// Documents of the segment, passages or not, deleted or not.
    #[must_use]
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// Sums over all passages, deleted ones included.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Reads the words of a document into `passage`; says whether it is a passage, which a reference is not.
    /// Cost: about 1 µs for 100 words; nothing is allocated once the buffers have grown.
    ///
    /// # Errors
    /// `InvalidData` for a document that the segment does not have, or damage.
    pub fn words(&self, document: u32, passage: &mut PassageWords) -> io::Result<bool> {
        let bytes = self.passage(document)?;
        self.read(bytes, passage)?;
        Ok(!bytes.is_empty())
    }

    /// Whether a document is a passage. Cost: some nanoseconds.
    ///
    /// # Errors
    /// As [`words`](Self::words).
    pub fn is_passage(&self, document: u32) -> io::Result<bool> {
        self.passage(document).map(|bytes| !bytes.is_empty())
    }

    /// Calls `visit` with the words of each document, in their order, in a buffer of its own: not their numbers, but what
    /// `place` makes of them, which must be above 0. Cost: about 1 µs for 100 words: what many passages need from the
    /// memory is asked for at once, not one passage after the other.
    ///
    /// # Errors
    /// As [`words`](Self::words), but that a number may have no word.
    pub fn each_words(
        &self,
        documents: &[u32],
        mut place: impl FnMut(u32) -> u32,
        mut visit: impl FnMut(&PassageWords),
    ) -> io::Result<()> {
        let mut fetch = Fetch::new(&self.bytes);
        let mut passages = Vec::with_capacity(documents.len());
        for document in documents {
            passages.push(self.span(*document, |at, length| fetch.number(at, length))?);
        }
        // Nothing depends on what these bytes are: the processor fetches them side by side.
        let met = passages.iter().filter(|span| self.bytes.is_met(span));
        let lines = met.flat_map(|span| span.clone().step_by(CACHE_LINE));
        std::hint::black_box(lines.fold(0, |all, at| all ^ self.bytes.glance(at)));
        let (mut words, mut numbers) = (PassageWords::default(), Vec::new());
        for span in passages {
            numbers.clear();
            BitReader::new(self.code, fetch.get(span)?).read_into(&mut numbers);
            words.read(numbers.iter().map(|number| if *number == MARK { MARK } else { place(*number) }));
            visit(&words);
        }
        Ok(())
    }

    /// Reads the words of a passage.
    fn read(&self, bytes: &[u8], passage: &mut PassageWords) -> io::Result<()> {
        passage.read(BitReader::new(self.code, bytes));
        let parts = [&passage.title, &passage.headings, &passage.text];
        let most = parts.iter().filter_map(|part| part.iter().max()).max();
        if most.is_some_and(|most| *most >= self.dictionary.numbers()) {
            return Err(damaged("forward: a number without a word"));
        }
        Ok(())
    }

    /// The bytes of a document's passage.
    fn passage(&self, document: u32) -> io::Result<&[u8]> {
        self.bytes.get(self.span(document, |at, length| self.bytes.wide(at, length))?)
    }

    /// From which byte to which the passage of a document goes, by numbers of so many bytes that stand at some byte.
    #[inline]
    fn span(
        &self,
        document: u32,
        mut number: impl FnMut(usize, usize) -> io::Result<u64>,
    ) -> io::Result<Range<usize>> {
        if document >= self.documents {
            return Err(damaged("forward: no such document"));
        }
        let ends = self.blocks + 8 * self.documents.div_ceil(BLOCK) as usize;
        let mut end_of = |document: u32| number(ends + self.width * document as usize, self.width);
        let start = if document.is_multiple_of(BLOCK) { 0 } else { end_of(document - 1)? };
        let end = end_of(document)?;
        let block = number(self.blocks + 8 * (document / BLOCK) as usize, 8)?;
        let (start, end) = (block.saturating_add(start), block.saturating_add(end));
        if start > end || end > self.blocks as u64 {
            return Err(damaged("forward: a passage is missing"));
        }
        // Both lie within the file, which is mapped.
        Ok(start as usize..end as usize)
    }
}

/// Writes a [`Forward`], document by document.
///
/// Memory: four bytes a document and the passage at hand.
pub(super) struct ForwardBuilder<W> {
    out: W,
    code: Code,
    numbers: u32,
    bits: BitWriter,
    bytes: Vec<u8>,
    lengths: Vec<u32>,
    totals: Totals,
}

impl<W: Write> ForwardBuilder<W> {
    /// Writes to `out`, with the words of a dictionary that has so many numbers.
    pub(super) fn new(out: W, numbers: u32) -> Self {
        Self {
            out,
            code: Code::new(numbers),
            numbers,
            bits: BitWriter::default(),
            bytes: Vec::new(),
            lengths: Vec::new(),
            totals: Totals::default(),
        }
    }

    /// Adds the next document: a passage, or `None` for any other.
    pub(super) fn push(&mut self, passage: Option<&PassageWords>) -> io::Result<()> {
        self.bytes.clear();
        if let Some(passage) = passage {
            self.totals.count(passage);
            passage.write(self.code, &mut self.bits);
            self.bits.take(&mut self.bytes);
        }
        let length =
            u32::try_from(self.bytes.len()).map_err(|_| io::Error::other("a passage has over 4 GiB"))?;
        self.lengths.push(length);
        self.out.write_all(&self.bytes)
    }

    /// Writes the tables, and gives `out` back.
    pub(super) fn finish(mut self) -> io::Result<W> {
        let blocks = || self.lengths.chunks(BLOCK as usize);
        let sum = |block: &[u32]| block.iter().copied().map(u64::from).sum::<u64>();
        let longest = blocks().map(sum).max().unwrap_or(0);
        let width = (u64::BITS - longest.leading_zeros()).div_ceil(8) as usize;
        let mut start = 0u64;
        for block in blocks() {
            self.out.write_all(&start.to_le_bytes())?;
            start += sum(block);
        }
        for block in blocks() {
            let mut end = 0u64;
            for length in block {
                end += u64::from(*length);
                self.out.write_all(&end.to_le_bytes()[..width])?;
            }
        }
        self.out.write_all(&[width as u8])?;
        self.out.write_all(&(self.lengths.len() as u32).to_le_bytes())?;
        self.out.write_all(&self.numbers.to_le_bytes())?;
        self.totals.parts().iter().try_for_each(|part| self.out.write_all(&part.to_le_bytes()))?;
        self.out.write_all(&MAGIC.to_le_bytes())?;
        Ok(self.out)
    }
}
