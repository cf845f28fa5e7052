//! Texts that are put together from several places.

use std::collections::HashMap;

use super::words::Word;

/// The fewest words that a piece has: shorter stretches stand anywhere.
const MIN_WORDS: usize = 4;
/// The most places of one word of a passage that a piece may begin at.
const MAX_PLACES: usize = 1000;

/// Where the words of a passage stand.
pub(super) struct Places<'a> {
    words: &'a [Word],
    places: HashMap<u32, Vec<usize>>,
}

/// A stretch of the quote that a passage has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Its first word in the quote.
    pub(super) asked: usize,
    /// Which passage.
    pub(super) passage: usize,
    /// Its first word there.
    pub(super) found: usize,
    /// How many words.
    pub(super) words: usize,
}

impl<'a> Places<'a> {
    pub(super) fn new(words: &'a [Word]) -> Self {
        let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
        for (place, word) in words.iter().enumerate() {
            let known = places.entry(word.number).or_default();
            if known.len() < MAX_PLACES {
                known.push(place);
            }
        }
        Self { words, places }
    }

    /// The longest stretch of the passage that `asked` begins with: where, and its words.
    fn longest(&self, asked: &[Word]) -> (usize, usize) {
        let starts = asked.first().and_then(|first| self.places.get(&first.number)).into_iter().flatten();
        let run = |start: &usize| {
            let there = self.words.get(*start..).unwrap_or_default();
            there.iter().zip(asked).take_while(|(a, b)| a.number == b.number).count()
        };
        let longer = |best: (usize, usize), next: (usize, usize)| if next.1 > best.1 { next } else { best };
        starts.map(|start| (*start, run(start))).fold((0, 0), longer)
    }
}

/// The pieces that make up all of `asked`, each as long as it can be; none unless there are several, each of four
/// words or more.
pub(super) fn stitched(asked: &[Word], passages: &[Places<'_>]) -> Option<Vec<Run>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < asked.len() {
        let rest = asked.get(at..)?;
        let longest = |(passage, places): (usize, &Places<'_>)| {
            let (found, words) = places.longest(rest);
            Run { asked: at, passage, found, words }
        };
        let run =
            passages.iter().enumerate().map(longest).reduce(|a, b| if b.words > a.words { b } else { a })?;
        if run.words < MIN_WORDS {
            return None;
        }
        at += run.words;
        runs.push(run);
    }
    (runs.len() > 1).then_some(runs)
}
