//! One analysis of a passage: its words, of which forward form and posting lists are made.

use std::sync::Arc;

use crate::analysis::sentence::sentences;
use crate::analysis::{Analyzer, spelling};

use super::damage::push_varint;
use super::vocabulary::Vocabulary;
use super::word::WordForms;

/// Stands before a word that the vocabulary has no room for: length and key follow.
pub(super) const SPELLED_OUT: u64 = 0;
/// Ends the title, each heading, all headings, and every sentence but the last.
pub(super) const MARK: u64 = 1;
/// What is added to a number of the vocabulary.
pub(super) const FIRST_WORD: u64 = 2;

/// A spelling that has not been looked up.
const UNKNOWN: u32 = u32::MAX;
/// A spelling that the vocabulary does not hold.
const UNNUMBERED: u32 = u32::MAX - 1;

/// Writes passages as numbers of a vocabulary, in the order that [`PassageWords`](super::PassageWords) reads. One
/// for each thread; it remembers the numbers of its analyzer's spellings.
pub(in super::super) struct Composer {
    vocabulary: Arc<Vocabulary>,
    epoch: u64,
    numbers: Vec<u32>,
    key: String,
    payload: Vec<u8>,
}

impl Composer {
    pub(in super::super) fn new(vocabulary: Arc<Vocabulary>) -> Self {
        Self { vocabulary, epoch: u64::MAX, numbers: Vec::new(), key: String::new(), payload: Vec::new() }
    }

    /// Begins a passage with its title.
    pub(in super::super) fn title(&mut self, title: &str, analyzer: &mut Analyzer) {
        self.payload.clear();
        self.words(title, &[], analyzer);
        push_varint(&mut self.payload, MARK);
    }

    /// Adds a heading. One without words leaves no trace.
    pub(in super::super) fn heading(&mut self, heading: &str, analyzer: &mut Analyzer) {
        if self.words(heading, &[], analyzer) {
            push_varint(&mut self.payload, MARK);
        }
    }

    /// Adds the passage's text.
    pub(in super::super) fn text(&mut self, text: &str, analyzer: &mut Analyzer) {
        push_varint(&mut self.payload, MARK);
        let ends: Vec<usize> = sentences(text).iter().map(|span| span.end).collect();
        self.words(text, &ends, analyzer);
    }

    /// The passage as written since [`title`](Self::title).
    pub(in super::super) fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// Appends the words of `text`, with a mark between words that one of `ends` stands between; says whether there
    /// are any.
    fn words(&mut self, text: &str, ends: &[usize], analyzer: &mut Analyzer) -> bool {
        let tokens = analyzer.analyze(text);
        if tokens.epoch() != self.epoch {
            self.epoch = tokens.epoch();
            self.numbers.clear();
        }
        let mut any = false;
        let mut ends = ends.iter().peekable();
        for (start, word) in tokens.clone().words() {
            let mut ended = false;
            while ends.next_if(|end| **end <= start).is_some() {
                ended = true;
            }
            if ended && any {
                push_varint(&mut self.payload, MARK);
            }
            any = true;
            let number = self.numbers.get(word as usize).copied().unwrap_or(UNKNOWN);
            if number < UNNUMBERED {
                push_varint(&mut self.payload, FIRST_WORD + u64::from(number));
            } else {
                self.look_up(word, tokens.terms(word), number);
            }
        }
        any
    }

    /// Appends a word whose number is not known, or that has none: the analyzer's number of it, its spelling, form and stem.
    fn look_up(&mut self, word: u32, (raw, form, stem): (&str, &str, &str), number: u32) {
        let spelling = spelling(raw);
        let spelling = if spelling.is_empty() { form } else { &spelling };
        WordForms { spelling, form, stem }.write_key(&mut self.key);
        let found = if number == UNKNOWN { self.vocabulary.number(&self.key) } else { None };
        let word = word as usize;
        if self.numbers.len() <= word {
            self.numbers.resize(word + 1, UNKNOWN);
        }
        self.numbers[word] = found.unwrap_or(UNNUMBERED);
        match found {
            Some(number) => push_varint(&mut self.payload, FIRST_WORD + u64::from(number)),
            None => self.spell_out(),
        }
    }

    fn spell_out(&mut self) {
        push_varint(&mut self.payload, SPELLED_OUT);
        push_varint(&mut self.payload, self.key.len() as u64);
        self.payload.extend_from_slice(self.key.as_bytes());
    }
}
