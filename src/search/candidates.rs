//! Candidates by the numbers that ranking gave their words.

use std::collections::HashMap;
use std::io;

use rustc_hash::FxHashMap;

use super::rank::{CandidateWords, NO_MATCH, Ranker};
use crate::index::{Forward, PassageWords};

/// Numbers of words below this one have a table of their own: they are those of the frequent words, most of a text.
const FREQUENT: usize = 1 << 12;

/// Words for which there is room from the start, of a candidate.
const ROOM: usize = 128;

/// The words of a segment that were met.
pub(super) struct WordsMet {
    /// From a frequent word's number to its place in `met`, plus 1.
    frequent: Vec<u32>,
    /// As of the other words.
    others: FxHashMap<u32, u32>,
    /// The ranker's numbers.
    met: Vec<u32>,
    /// Words of the last places, whose ranker's numbers are not asked for yet.
    new: Vec<u32>,
}

/// Passages by the ranker's numbers of their words.
#[derive(Default)]
pub(super) struct Passages {
    words: Vec<u32>,
    sentence_ends: Vec<u32>,
    /// Where the title, the headings, the text and the sentence ends of each end.
    ends: Vec<[usize; 4]>,
}

impl WordsMet {
    pub(super) fn new() -> Self {
        Self { frequent: vec![0; FREQUENT], others: FxHashMap::default(), met: Vec::new(), new: Vec::new() }
    }

    /// Reads passages. All words that were not met before are looked up together.
    pub(super) fn read(
        &mut self,
        forward: &Forward,
        documents: &[u32],
        ranker: &mut Ranker,
    ) -> io::Result<Passages> {
        let mut passages = Passages::default();
        passages.words.reserve(documents.len() * ROOM);
        self.others.reserve(documents.len() * ROOM / 4);
        forward.each_words(documents, |number| self.place(number), |passage| passages.push(passage))?;
        let met = &mut self.met;
        forward.dictionary().each_record(&self.new, |record| {
            let may_match = ranker.may_match(record.form(), record.regular_stem());
            met.push(if may_match { ranker.meet(&record.word()?) } else { NO_MATCH });
            Ok(())
        })?;
        self.new.clear();
        passages.words.iter_mut().for_each(|word| *word = met[*word as usize - 1]);
        Ok(passages)
    }

    /// The place that a word has, or will have, in `met`, plus 1.
    #[inline]
    fn place(&mut self, number: u32) -> u32 {
        let next = (self.met.len() + self.new.len()) as u32 + 1;
        let place = match self.frequent.get_mut(number as usize) {
            Some(place) => place,
            None => self.others.entry(number).or_default(),
        };
        if *place == 0 {
            *place = next;
            self.new.push(number);
        }
        *place
    }

    /// From the ranker's numbers to ours.
    pub(super) fn numbers(&self) -> HashMap<u32, u32> {
        let frequent = (0..).zip(self.frequent.iter().copied()).filter(|(_, place)| *place > 0);
        let others = self.others.iter().map(|(number, place)| (*number, *place));
        frequent.chain(others).map(|(number, place)| (self.met[place as usize - 1], number)).collect()
    }
}

impl Passages {
    /// Adds a passage.
    fn push(&mut self, passage: &PassageWords) {
        let [title, headings, text] = [&passage.title, &passage.headings, &passage.text].map(|part| {
            self.words.extend_from_slice(part);
            self.words.len()
        });
        self.sentence_ends.extend_from_slice(&passage.sentence_ends);
        self.ends.push([title, headings, text, self.sentence_ends.len()]);
    }

    /// The passages, in the order in which they were asked for.
    pub(super) fn iter(&self) -> impl Iterator<Item = CandidateWords<'_>> {
        let starts = std::iter::once(&[0; 4]).chain(&self.ends);
        starts.zip(&self.ends).map(|([_, _, start, sentences], [title, headings, text, end])| {
            CandidateWords {
                title: &self.words[*start..*title],
                headings: &self.words[*title..*headings],
                text: &self.words[*headings..*text],
                sentence_ends: &self.sentence_ends[*sentences..*end],
            }
        })
    }
}
