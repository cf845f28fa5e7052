//! Blocks become headings, passages and references: the rules that need to see what follows.

use std::collections::VecDeque;

use super::block::Block;
use super::heading::{Apparatus, apparatus, heading};
use super::list::{bullet, number};
use super::parts::Parts;
use super::reference_list::{ReferenceList, looks_like_entry};
use crate::analysis::normalize;
use crate::document::{Form, slug};

/// How many blocks must be seen to decide what the first of them is: a title and two headings may stand above
/// a text; a fourth line like them makes all of them verse, or a list.
const LOOKAHEAD: usize = 4;

/// So many lines that could be headings, one after another, are none.
const VERSE: usize = 3;

/// Decides what each block is.
///
/// - The *title* is the first line if it can be a [`heading`] and something follows, unless more such lines
///   stand directly under it than two headings.
/// - A *heading* is a line that can be one, with something under it. A heading directly under another is inside
///   it; otherwise plain text shows no depth, and all headings are of one level. Three or more in a row are no
///   headings but text: verse, a list, a table's cells.
/// - A *reference list* stands under a heading that names it ([`apparatus`]), to the next such name; when its
///   entries are labelled, to any heading without comma and digit.
/// - A *list item* begins with a bullet, or with a number that goes on with the number of a neighbour.
/// - All else is a paragraph.
pub(super) struct Outline {
    queue: VecDeque<Block>,
    title: Title,
    path: Vec<String>,
    /// Whether the block before was a heading.
    after_heading: bool,
    in_verse: bool,
    /// The number of the item before.
    number: Option<u32>,
    list: Option<ReferenceList>,
    one_entry_a_line: bool,
}

/// What the first block may be.
pub(super) enum Title {
    /// The title.
    Wanted,
    /// Left out if it repeats this title, given from outside.
    Given(String),
    /// No title.
    Settled,
}

impl Outline {
    /// `one_entry_a_line`: a line break in a block of a reference list begins a new entry, also where entries
    /// have no labels.
    pub(super) fn new(title: Title, one_entry_a_line: bool) -> Self {
        Self {
            queue: VecDeque::with_capacity(LOOKAHEAD),
            title,
            path: Vec::new(),
            after_heading: false,
            in_verse: false,
            number: None,
            list: None,
            one_entry_a_line,
        }
    }

    /// The next block of the article.
    pub(super) fn push(&mut self, block: Block, parts: &mut Parts) {
        self.queue.push_back(block);
        if self.queue.len() >= LOOKAHEAD {
            self.decide(parts);
        }
    }

    /// No block follows.
    pub(super) fn finish(&mut self, parts: &mut Parts) {
        while !self.queue.is_empty() {
            self.decide(parts);
        }
        self.end_list(parts);
    }

    /// Decides what the first block of the queue is.
    fn decide(&mut self, parts: &mut Parts) {
        let title = std::mem::replace(&mut self.title, Title::Settled);
        let is_title = self.is_title(&title);
        let Some(block) = self.queue.pop_front() else { return };
        if is_title {
            if matches!(title, Title::Wanted) {
                parts.entitle(normalize(heading(&block.text).unwrap_or(&block.text)).into_owned());
            }
        } else if let Some((list, entries)) = self.opens_list(&block) {
            self.end_list(parts);
            self.list.insert(list).push(entries, parts);
        } else if let Some(list) = self.list.as_mut().filter(|list| !ends_list(list, &block)) {
            list.push(&block.text, parts);
        } else {
            self.end_list(parts);
            self.decide_text(&block, parts);
        }
    }

    fn is_title(&self, title: &Title) -> bool {
        if matches!(title, Title::Settled) {
            return false;
        }
        let Some(words) = self.queue.front().and_then(|block| heading(&block.text)) else { return false };
        match title {
            Title::Settled => false,
            Title::Given(given) => self.queue.len() > 1 && slug(words) == slug(given),
            Title::Wanted => {
                let set_off = self.queue.get(1).is_some_and(|next| next.gap);
                self.queue.len() > 1 && (set_off || self.headings_ahead() <= VERSE)
            }
        }
    }

    /// The list that the block opens, and those of its entries that stand in the block itself.
    fn opens_list<'a>(&self, block: &'a Block) -> Option<(ReferenceList, &'a str)> {
        let (name, entries) = first_line(&block.text);
        let (apparatus, sure) = apparatus(name).filter(|(apparatus, _)| *apparatus != Apparatus::Links)?;
        let first = if entries.is_empty() { self.queue.front()?.text.as_str() } else { entries };
        let opens = sure || looks_like_entry(first);
        opens.then(|| (ReferenceList::new(apparatus, self.one_entry_a_line), entries))
    }

    fn end_list(&mut self, parts: &mut Parts) {
        if let Some(list) = self.list.take() {
            list.finish(parts);
        }
    }

    /// A heading, a list item or a paragraph.
    fn decide_text(&mut self, block: &Block, parts: &mut Parts) {
        if let Some(words) = self.item(block) {
            self.passage(block, words, Form::ListItem, parts);
        } else if let Some(words) = self.heading(block) {
            self.open_section(words);
        } else {
            self.passage(block, &block.text, Form::Paragraph, parts);
        }
    }

    fn passage(&mut self, block: &Block, text: &str, form: Form, parts: &mut Parts) {
        self.after_heading = false;
        parts.passage(&self.path, text, form, block.source.clone());
    }

    fn open_section(&mut self, words: &str) {
        if !self.after_heading {
            self.path.clear();
        }
        self.path.push(normalize(words).into_owned());
        self.after_heading = true;
        self.number = None;
    }

    /// The words of the block if it is an item of a list.
    fn item<'a>(&mut self, block: &'a Block) -> Option<&'a str> {
        let before = self.number.take();
        // Several items that a single line break parts are one passage where only blank lines split.
        let several = first_line(&block.text)
            .1
            .lines()
            .any(|line| bullet(line).or(number(line).map(|n| n.1)).is_some());
        if several || !block.whole {
            return None;
        }
        bullet(&block.text).or_else(|| {
            let (n, words) = number(&block.text)?;
            let next = self.queue.front().and_then(|next| number(&next.text));
            let goes_on = before.is_some_and(|before| before.checked_add(1) == Some(n));
            let is_item = goes_on || next.is_some_and(|(next, _)| next == n + 1);
            self.number = is_item.then_some(n);
            is_item.then_some(words)
        })
    }

    /// The words of the block if it is a heading.
    fn heading<'a>(&mut self, block: &'a Block) -> Option<&'a str> {
        let words = heading(&block.text).filter(|_| block.whole);
        let run = 1 + self.headings_ahead();
        self.in_verse = words.is_some() && (self.in_verse || run >= VERSE);
        words.filter(|_| !self.in_verse && !self.queue.is_empty())
    }

    /// How many blocks at the head of the queue could be headings of the text.
    fn headings_ahead(&self) -> usize {
        let could_be = |block: &&Block| heading(&block.text).is_some() && apparatus(&block.text).is_none();
        self.queue.iter().take_while(could_be).count()
    }
}

/// The first line of a block, and those behind it.
fn first_line(text: &str) -> (&str, &str) {
    let end = memchr::memchr(b'\n', text.as_bytes());
    end.map_or((text, ""), |end| (&text[..end], &text[end + 1..]))
}

/// Whether the text goes on with this block, after a list of references.
fn ends_list(list: &ReferenceList, block: &Block) -> bool {
    if apparatus(&block.text).is_some() {
        return true;
    }
    let plain = |words: &str| !words.contains(|c: char| c == ',' || c.is_ascii_digit());
    list.is_labelled() && block.whole && heading(&block.text).is_some_and(plain)
}
