//! A segment that is merged.

use std::io;

use super::damage::damaged;
use super::passages::{Forward, PassageWords};
use super::union::{Part, each_form};

/// Says which documents of a segment are not deleted.
pub(super) type IsLive<'a> = Box<dyn Fn(u32) -> bool + 'a>;

/// A segment, with a number for each of its words: first how often it stands in live passages, then its number in
/// the target, 0 for a word that is left out.
///
/// Memory: four bytes for each word; eight where documents are deleted.
pub(super) struct Source<'a> {
    forward: Forward,
    /// `None` where all are.
    is_live: Option<IsLive<'a>>,
    numbers: Vec<u32>,
    /// Live passages with a form, by the number of its first word; empty where all are live.
    live_dfs: Vec<u32>,
}

impl<'a> Source<'a> {
    /// Counts the words of the live passages. Cost: about 1 µs for 100 of them.
    ///
    /// # Errors
    /// `InvalidData`.
    pub(super) fn count(forward: Forward, is_live: Option<IsLive<'a>>) -> io::Result<Self> {
        let mut numbers = vec![0u32; forward.dictionary().numbers() as usize];
        let mut source = Self { forward, is_live, numbers: Vec::new(), live_dfs: Vec::new() };
        source.each_live(|passage| {
            for word in passage.into_iter().flat_map(|passage| passage.iter()) {
                numbers[word as usize] = numbers[word as usize].saturating_add(1);
            }
            Ok(())
        })?;
        source.numbers = numbers;
        if source.is_live.is_some() {
            source.live_dfs = source.live_dfs()?;
        }
        Ok(source)
    }

    pub(super) fn forward(&self) -> &Forward {
        &self.forward
    }

    /// The number kept for a word.
    pub(super) fn number(&self, word: u32) -> u32 {
        self.numbers[word as usize]
    }

    pub(super) fn renumber(&mut self, word: u32, number: u32) {
        self.numbers[word as usize] = number;
    }

    /// In how many live passages the form of a word stands, at one of its words, and 0 at the others.
    pub(super) fn live_df(&self, part: &Part<'_>) -> u32 {
        if self.is_live.is_none() { part.df } else { self.live_dfs[part.number as usize] }
    }

    /// Calls `visit` for each live document in order, with its passage in the numbers kept.
    pub(super) fn each(
        &self,
        mut visit: impl FnMut(Option<&PassageWords>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.each_live(|passage| match passage {
            Some(passage) => {
                passage.iter_mut().for_each(|word| *word = self.numbers[*word as usize]);
                if passage.iter().any(|word| word == 0) {
                    return Err(damaged("words: a word has no place"));
                }
                visit(Some(passage))
            }
            None => visit(None),
        })
    }

    /// Calls `visit` for each live document in order, with its passage as it stands. Its words are below
    /// [`numbers`](super::Dictionary::numbers).
    fn each_live(
        &self,
        mut visit: impl FnMut(Option<&mut PassageWords>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut passage = PassageWords::default();
        let is_live = |document: &u32| self.is_live.as_ref().is_none_or(|is_live| is_live(*document));
        for document in (0..self.forward.documents()).filter(is_live) {
            let is_passage = self.forward.words(document, &mut passage)?;
            visit(is_passage.then_some(&mut passage))?;
        }
        Ok(())
    }

    fn live_dfs(&self) -> io::Result<Vec<u32>> {
        let first_words = self.first_words()?;
        let mut dfs = vec![0; first_words.len()];
        let mut forms = Vec::new();
        self.each_live(|passage| {
            let Some(passage) = passage else { return Ok(()) };
            forms.clear();
            forms.extend(passage.iter().map(|word| first_words[word as usize]));
            forms.sort_unstable();
            forms.dedup();
            forms.iter().for_each(|form| dfs[*form as usize] += 1);
            Ok(())
        })?;
        Ok(dfs)
    }

    /// For each word the number of the first word of its form.
    fn first_words(&self) -> io::Result<Vec<u32>> {
        let mut first_words = vec![0; self.numbers.len()];
        each_form(&[self.forward.dictionary()], |form| {
            form.iter().for_each(|part| first_words[part.number as usize] = form[0].number);
            Ok(())
        })?;
        Ok(first_words)
    }
}
