//! Documents window by window.

use std::io;

use tantivy::fastfield::AliveBitSet;
use tantivy::{DocId, Score};

use super::heap::Best;
use super::list::List;

/// Documents of a window: few enough for their scores to stay close to the processor. Tests have few documents.
pub(super) const WINDOW: u32 = if cfg!(test) { 128 } else { 2048 };

/// Bits of a word, and the words of bits for the documents of a window.
const BITS: usize = u64::BITS as usize;
const WORDS: usize = WINDOW as usize / BITS;

/// How high each list may score in each window.
pub(super) struct Bounds {
    lists: usize,
    /// Window by window.
    bounds: Vec<Score>,
}

impl Bounds {
    /// Of a segment with `documents`. Cost: a nanosecond or two for each block and each window that it reaches into.
    pub(super) fn new(lists: &[List], documents: u32) -> Self {
        let windows = documents.div_ceil(WINDOW) as usize;
        let mut bounds = Self { lists: lists.len(), bounds: vec![0.0; windows * lists.len()] };
        for (place, list) in lists.iter().enumerate() {
            list.each_bound(|documents, score| {
                let [first, last] = [documents.start(), documents.end()].map(|at| (at / WINDOW) as usize);
                for window in first..(last + 1).min(windows) {
                    let bound = &mut bounds.bounds[window * lists.len() + place];
                    *bound = bound.max(score);
                }
            });
        }
        bounds
    }

    /// List by list, how high it may score in a window.
    pub(super) fn of(&self, window: u32) -> &[Score] {
        &self.bounds[window as usize * self.lists..][..self.lists]
    }

    /// How high a document of a window may score.
    pub(super) fn sum(&self, window: u32) -> Score {
        self.of(window).iter().sum()
    }

    /// The windows, those first in which the highest scores may be.
    pub(super) fn by_height(&self) -> Vec<u32> {
        let windows = self.bounds.len().checked_div(self.lists).unwrap_or(0) as u32;
        let mut sums: Vec<(Score, u32)> = (0..windows).map(|window| (self.sum(window), window)).collect();
        sums.sort_unstable_by(|(a, m), (b, n)| b.total_cmp(a).then(m.cmp(n)));
        sums.into_iter().map(|(_, window)| window).collect()
    }
}

/// Searches windows, one at a time.
pub(super) struct Windows<'a> {
    alive: Option<&'a AliveBitSet>,
    /// Of the documents of the window.
    scores: Vec<Score>,
    /// Which of them have any, as bits.
    scored: [u64; WORDS],
    /// The lists by what they may add, the least first.
    order: Vec<usize>,
}

impl<'a> Windows<'a> {
    pub(super) fn new(alive: Option<&'a AliveBitSet>) -> Self {
        Self { alive, scores: vec![0.0; WINDOW as usize], scored: [0; WORDS], order: Vec::new() }
    }

    /// Adds the documents from `start` on to `best`. `bounds` are those of the window, list by list.
    ///
    /// # Errors
    /// `InvalidData`.
    pub(super) fn search(
        &mut self,
        lists: &mut [List],
        start: DocId,
        bounds: &[Score],
        best: &mut Best,
    ) -> io::Result<()> {
        let (optional, rest) = self.divide(bounds, best);
        for list in &self.order[optional..] {
            lists[*list].each(start, start + WINDOW, |document, score| {
                let place = (document - start) as usize;
                self.scores[place] += score;
                self.scored[place / BITS] |= 1 << (place % BITS);
            })?;
        }
        for word in 0..WORDS {
            let mut scored = std::mem::take(&mut self.scored[word]);
            while scored != 0 {
                let place = word * BITS + scored.trailing_zeros() as usize;
                scored &= scored - 1;
                let score = std::mem::take(&mut self.scores[place]);
                if best.is_in_reach(score + rest) {
                    let document = start + place as DocId;
                    self.finish(lists, document, (score, rest), (optional, bounds), best)?;
                }
            }
        }
        Ok(())
    }

    /// Orders the lists, and says how many of the first add too little together to bring a document among the best, and
    /// how much that is.
    fn divide(&mut self, bounds: &[Score], best: &Best) -> (usize, Score) {
        self.order.clear();
        self.order.extend((0..bounds.len()).filter(|list| bounds[*list] > 0.0));
        self.order.sort_unstable_by(|a, b| bounds[*a].total_cmp(&bounds[*b]));
        let mut sum = 0.0;
        for (optional, list) in self.order.iter().enumerate() {
            if best.is_in_reach(sum + bounds[*list]) {
                return (optional, sum);
            }
            sum += bounds[*list];
        }
        (self.order.len(), sum)
    }

    /// Adds a document to `best` with what the optional lists add to its score, as long as that can bring it there.
    fn finish(
        &self,
        lists: &mut [List],
        document: DocId,
        (mut score, mut rest): (Score, Score),
        (optional, bounds): (usize, &[Score]),
        best: &mut Best,
    ) -> io::Result<()> {
        for list in self.order[..optional].iter().rev() {
            if !best.is_in_reach(score + rest) {
                return Ok(());
            }
            score += lists[*list].score(document)?;
            rest -= bounds[*list];
        }
        if self.alive.is_none_or(|alive| alive.is_alive(document)) {
            best.push(document, score);
        }
        Ok(())
    }
}
