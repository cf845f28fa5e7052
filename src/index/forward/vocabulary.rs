//! The words that analysing and indexing threads pass by number.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::interner::Interner;

/// Bytes of keys and of their table that there is room for, for each word that there is room for.
const BYTES_OF_WORD: usize = 64;

/// Word keys and numbers for them, one for all threads of a writer. Threads ask once a word and remember.
///
/// The first words of a collection are its frequent ones, nearly all of its words; the others are passed as they are spelled.
#[derive(Debug)]
pub(in super::super) struct Vocabulary {
    words: Mutex<Interner>,
    most: usize,
}

impl Vocabulary {
    /// One that numbers so many words at most. Memory: some 120 bytes for each.
    pub(in super::super) fn new(most: usize) -> Self {
        Self { words: Mutex::new(Interner::new()), most }
    }

    /// The number of `key`; none when it is new and the vocabulary is full.
    pub(super) fn number(&self, key: &str) -> Option<u32> {
        let mut words = self.words();
        let full = words.len() >= self.most || words.memory() >= BYTES_OF_WORD * self.most;
        if full { words.find(key) } else { Some(words.intern(key)) }
    }

    fn words(&self) -> MutexGuard<'_, Interner> {
        self.words.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls `seen` with the key of a number.
    pub(super) fn with_key<T>(&self, number: u32, seen: impl FnOnce(&str) -> T) -> Option<T> {
        let words = self.words();
        ((number as usize) < words.len()).then(|| seen(words.get(number)))
    }
}
