//! The words of a segment that is being written: counted as passages come, numbered when all are there.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::dictionary::Dictionary;
use super::dictionary_file::DictionaryBuilder;
use super::interner::Interner;
use super::word::WordForms;

/// Words by key, with what decides their numbers.
pub(super) struct SegmentWords {
    keys: Interner,
    forms: Interner,
    words: Vec<Word>,
    dfs: Vec<FormDf>,
    passages: u32,
    /// How many words came from dictionaries.
    taken_in: u32,
}

/// How often a word stands in the segment's passages.
struct Word {
    form: u32,
    count: u32,
}

/// In how many passages a form stands.
#[derive(Default)]
struct FormDf {
    df: u32,
    /// The last passage that it was met in, from 1.
    last: u32,
}

impl SegmentWords {
    pub(super) fn new() -> Self {
        let (words, dfs) = (Vec::new(), Vec::new());
        let (keys, forms) = (Interner::new(), Interner::new());
        let mut table = Self { keys, forms, words, dfs, passages: 0, taken_in: 0 };
        table.intern(""); // takes the number that marks have
        table
    }

    /// The word of `key`, new or not, as a number of this table.
    pub(super) fn intern(&mut self, key: &str) -> u32 {
        let word = self.keys.intern(key);
        if word as usize == self.words.len() {
            let form = self.forms.intern(WordForms::of_key(key).form);
            self.words.push(Word { form, count: 0 });
            self.dfs.resize_with(self.forms.len(), FormDf::default);
        }
        word
    }

    /// Counts the words of one passage, which this table has given numbers to.
    pub(super) fn count(&mut self, passage: impl Iterator<Item = u32>) {
        self.passages += 1;
        for word in passage {
            let word = &mut self.words[word as usize];
            word.count = word.count.saturating_add(1);
            let form = &mut self.dfs[word.form as usize];
            if form.last != self.passages {
                form.last = self.passages;
                form.df += 1;
            }
        }
    }

    /// Takes in what a dictionary counted. How often each of its words stands is not known: they come behind the words that
    /// are known already, in their order, so that a form is spelled as the first dictionary that has it spells it.
    pub(super) fn take_in(&mut self, dictionary: &Dictionary) -> io::Result<()> {
        let mut key = String::new();
        for number in 1..dictionary.numbers() {
            dictionary.word(number)?.write_key(&mut key);
            let word = self.intern(&key);
            if self.words[word as usize].count == 0 {
                self.taken_in += 1;
                self.words[word as usize].count = u32::MAX - self.taken_in;
            }
        }
        dictionary.forms_from("", |form, df| {
            if let Some(form) = self.forms.find(form) {
                let known = &mut self.dfs[form as usize].df;
                *known = known.saturating_add(u32::try_from(df).unwrap_or(u32::MAX));
            }
        })
    }

    /// Takes away what a dictionary counted, and the words of forms that no passage holds any more.
    pub(super) fn take_away(&mut self, dictionary: &Dictionary) -> io::Result<()> {
        dictionary.forms_from("", |form, df| {
            if let Some(form) = self.forms.find(form) {
                let known = &mut self.dfs[form as usize].df;
                *known = known.saturating_sub(u32::try_from(df).unwrap_or(u32::MAX));
            }
        })?;
        let dfs = &self.dfs;
        self.words.iter_mut().filter(|word| dfs[word.form as usize].df == 0).for_each(|word| word.count = 0);
        Ok(())
    }

    /// How many words it has, with that of marks.
    pub(super) fn len(&self) -> u32 {
        self.words.len() as u32
    }

    /// The key of a number.
    pub(super) fn key(&self, word: u32) -> &str {
        self.keys.get(word)
    }

    /// The forms that were counted, in order, with the number of passages that hold each.
    pub(super) fn form_dfs(&self) -> Vec<(String, u64)> {
        let dfs = (0u32..).zip(&self.dfs).filter(|(_, df)| df.df > 0);
        let mut forms: Vec<_> =
            dfs.map(|(form, df)| (self.forms.get(form).to_owned(), u64::from(df.df))).collect();
        forms.sort_unstable();
        forms
    }

    /// Bytes on the heap.
    pub(super) fn memory(&self) -> usize {
        self.keys.memory()
            + self.forms.memory()
            + size_of::<Word>() * self.words.capacity()
            + size_of::<FormDf>() * self.dfs.capacity()
    }

    /// Writes the dictionary of all words that were counted, and returns their final numbers: 0 for a word that
    /// was not counted.
    pub(super) fn finish(&self, out: &mut impl Write) -> io::Result<Numbers> {
        let mut dfs: Vec<u32> = self.dfs.iter().map(|form| form.df).collect();
        let by_key = self.by_key();
        let mut by_count = by_key.clone();
        by_count.sort_by_key(|word| Reverse(self.words[*word as usize].count));
        let mut dictionary = DictionaryBuilder::new();
        let mut finals = vec![0; self.words.len()];
        for (word, number) in by_count.iter().zip(1..) {
            finals[*word as usize] = number;
            // The first word of a form takes its df, and leaves none to the others.
            let form = self.words[*word as usize].form as usize;
            let df = std::mem::take(&mut dfs[form]);
            dictionary.push(WordForms::of_key(self.keys.get(*word)), df);
        }
        let places: Vec<u32> = by_key.into_iter().map(|word| finals[word as usize]).collect();
        dictionary.write(&places, out)?;
        Ok(Numbers { count: places.len() as u32 + 1, finals })
    }

    /// The words that were counted, by key.
    fn by_key(&self) -> Vec<u32> {
        self.keys.in_order((0..self.words.len() as u32).filter(|word| self.words[*word as usize].count > 0))
    }
}

/// The final numbers of a [`SegmentWords`]' words.
pub(super) struct Numbers {
    /// How many there are, with 0.
    pub(super) count: u32,
    /// By number of the table.
    pub(super) finals: Vec<u32>,
}
