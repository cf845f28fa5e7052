//! Candidates by the numbers that ranking gave their words.

use std::collections::HashMap;
use std::io;

use super::rank::{CandidateWords, NO_MATCH, Ranker};
use crate::index::{Forward, PassageWords};

/// Numbers of words below this one have a table of their own: they are those of the frequent words, most of a text.
const FREQUENT: usize = 1 << 12;

/// Words for which there is room from the start, of a candidate.
const ROOM: usize = 128;

/// From a word's number to its place in `met`, plus 1: open addressing, at most half full. Two numbers in one entry, which
/// the hash table of the standard library would look for in two places.
struct Places {
    /// Number and place; 0 where there is none, which is no word.
    entries: Vec<[u32; 2]>,
    used: usize,
}

impl Places {
    /// An odd number near 2³² ÷ φ (Knuth, *The Art of Computer Programming* 3, 6.4: multiplicative hashing).
    const FACTOR: u32 = 0x9e37_79b1;

    fn new() -> Self {
        Self { entries: vec![[0; 2]; 1 << 12], used: 0 }
    }

    /// The place of a word's number; 0 in one that is new, to be filled.
    #[inline]
    fn of(&mut self, number: u32) -> &mut u32 {
        if 2 * self.used >= self.entries.len() {
            self.grow();
        }
        let at = self.find(number);
        let [key, place] = &mut self.entries[at];
        self.used += usize::from(*key == 0);
        *key = number;
        place
    }

    /// Where the entry of a number is or belongs.
    #[inline]
    fn find(&self, number: u32) -> usize {
        let mask = self.entries.len() - 1;
        let mut at = (number.wrapping_mul(Self::FACTOR) >> (u32::BITS - mask.count_ones())) as usize;
        while ![0, number].contains(&self.entries[at][0]) {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let wider = vec![[0; 2]; 2 * self.entries.len()];
        for entry in std::mem::replace(&mut self.entries, wider).into_iter().filter(|[key, _]| *key > 0) {
            let at = self.find(entry[0]);
            self.entries[at] = entry;
        }
    }
}

/// The words of a segment that were met.
pub(super) struct WordsMet {
    /// From a frequent word's number to its place in `met`, plus 1.
    frequent: Vec<u32>,
    /// As of the other words.
    others: Places,
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
        Self { frequent: vec![0; FREQUENT], others: Places::new(), met: Vec::new(), new: Vec::new() }
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
            None => self.others.of(number),
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
        let others =
            self.others.entries.iter().filter(|[key, _]| *key > 0).map(|[number, place]| (*number, *place));
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

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn each_number_keeps_its_place() {
        let mut places = Places::new();
        let numbers = || (1..20_000u32).map(|n| n.wrapping_mul(0x0100_0193) | 1);
        for number in numbers() {
            let place = places.of(number);
            if *place == 0 {
                *place = number / 2 + 1;
            }
        }
        assert!(numbers().all(|number| *places.of(number) == number / 2 + 1));
        assert!(places.entries.len() >= 2 * places.used);
    }
}
