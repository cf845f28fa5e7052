//! The words of stored texts, analysed and counted anew, to be held against what a segment's files say.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::compose::{Composer, FIRST_WORD, MARK as COMPOSED_MARK, SPELLED_OUT};
use super::damage::{damaged, take, take_varint};
use super::grams::{Gram, GramCounts};
use super::passages::{Forward, MARK, PassageWords, Totals};
use super::segment::SegmentWords;
use super::vocabulary::Vocabulary;
use super::word::WordForms;
use crate::analysis::{Analyzer, MOST_WORDS};

/// A recount. Memory: the distinct words, with some 200 bytes each.
pub(in super::super) struct Recount {
    analyzer: Analyzer,
    vocabulary: Arc<Vocabulary>,
    composer: Composer,
    words: SegmentWords,
    /// Passages by stem, and the last passage that it was met in.
    stems: FxHashMap<String, (u64, u64)>,
    totals: Totals,
    /// The passage that was counted last, in numbers of `words`.
    passage: PassageWords,
    /// Of the segment at hand, the number here of each number there; 0 where it is not known yet.
    known: (Option<u32>, Vec<u32>),
    theirs: PassageWords,
    key: String,
}

impl Recount {
    pub(in super::super) fn new() -> Self {
        let vocabulary = Arc::new(Vocabulary::new(MOST_WORDS));
        Self {
            analyzer: Analyzer::new(),
            composer: Composer::new(Arc::clone(&vocabulary)),
            vocabulary,
            words: SegmentWords::new(),
            stems: FxHashMap::default(),
            totals: Totals::default(),
            passage: PassageWords::default(),
            known: (None, Vec::new()),
            theirs: PassageWords::default(),
            key: String::new(),
        }
    }

    /// Analyses a passage and counts its words.
    pub(in super::super) fn count(&mut self, title: &str, section: &[String], text: &str) {
        self.composer.title(title, &mut self.analyzer);
        for heading in section {
            self.composer.heading(heading, &mut self.analyzer);
        }
        self.composer.text(text, &mut self.analyzer);
        let numbers = self.numbers().unwrap_or_default();
        self.passage.read(numbers.into_iter());
        self.words.count(self.passage.iter());
        self.totals.count(&self.passage);
        self.count_stems();
    }

    /// The passage that was composed, in numbers of `words`. What a composer writes is well formed.
    fn numbers(&mut self) -> io::Result<Vec<u32>> {
        let mut numbers = Vec::new();
        let mut payload = self.composer.payload();
        while !payload.is_empty() {
            numbers.push(match take_varint(&mut payload)? {
                COMPOSED_MARK => MARK,
                SPELLED_OUT => {
                    let length = usize::try_from(take_varint(&mut payload)?).unwrap_or(usize::MAX);
                    let key = std::str::from_utf8(take(&mut payload, length)?);
                    self.words.intern(key.map_err(|_| damaged("a word is no text"))?)
                }
                number => {
                    let words = &mut self.words;
                    let word =
                        self.vocabulary.with_key((number - FIRST_WORD) as u32, |key| words.intern(key));
                    word.ok_or_else(|| damaged("a word that the vocabulary does not hold"))?
                }
            });
        }
        Ok(numbers)
    }

    fn count_stems(&mut self) {
        let passage = self.totals.passages;
        for word in self.passage.iter() {
            let stem = WordForms::of_key(self.words.key(word)).stem;
            match self.stems.get_mut(stem) {
                Some((_, last)) if *last == passage => {}
                Some((df, last)) => (*df, *last) = (*df + 1, passage),
                None => drop(self.stems.insert(stem.to_owned(), (1, passage))),
            }
        }
    }

    /// Whether the passage that was counted last is what `forward`, that of a segment, has at `document`.
    ///
    /// # Errors
    /// `InvalidData`.
    pub(in super::super) fn is_at(
        &mut self,
        forward: &Forward,
        segment: u32,
        document: u32,
    ) -> io::Result<bool> {
        if self.known.0 != Some(segment) {
            self.known = (Some(segment), vec![0; forward.dictionary().numbers() as usize]);
        }
        let mut theirs = std::mem::take(&mut self.theirs);
        let is_passage = forward.words(document, &mut theirs)?;
        for word in theirs.iter_mut() {
            *word = self.ours(forward, *word)?;
        }
        let same = is_passage && theirs == self.passage;
        self.theirs = theirs;
        Ok(same)
    }

    fn ours(&mut self, forward: &Forward, word: u32) -> io::Result<u32> {
        let known = self.known.1.get(word as usize).copied().unwrap_or(0);
        if known > 0 {
            return Ok(known);
        }
        forward.dictionary().word(word)?.write_key(&mut self.key);
        let ours = self.words.intern(&self.key);
        self.known.1[word as usize] = ours;
        Ok(ours)
    }

    /// Sums over the passages that were counted.
    pub(in super::super) fn totals(&self) -> Totals {
        self.totals
    }

    /// Each form with the number of passages that hold it, in order.
    pub(in super::super) fn forms(&self) -> impl Iterator<Item = (String, u64)> + use<> {
        self.words.form_dfs().into_iter()
    }

    /// Each stem with the number of passages that hold it, in order.
    pub(in super::super) fn stems(&self) -> BTreeMap<String, u64> {
        self.stems.iter().map(|(stem, (df, _))| (stem.clone(), *df)).collect()
    }

    /// Each gram with the sum over its forms, in order.
    pub(in super::super) fn grams(&self) -> Vec<(Gram, u64)> {
        let mut grams = GramCounts::default();
        self.words.form_dfs().iter().for_each(|(form, df)| grams.add(form, *df));
        grams.into_sorted()
    }
}
