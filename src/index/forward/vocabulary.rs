//! The words that analysing and indexing threads pass by number.

use std::sync::{Mutex, PoisonError};

use super::interner::Interner;

/// Words that are numbered; more would take more than about 15 MiB. The first of a collection are its frequent
/// ones, nearly all of its words; the others are passed as they are spelled.
const MAX_WORDS: usize = 1 << 17;
/// Bytes of them.
const MAX_BYTES: usize = 8 << 20;

/// Word keys and numbers for them, one for all threads of a writer. Threads ask once a word and remember.
#[derive(Debug)]
pub(in super::super) struct Vocabulary(Mutex<Interner>);

impl Vocabulary {
    pub(in super::super) fn new() -> Self {
        Self(Mutex::new(Interner::new()))
    }

    /// The number of `key`; none when it is new and the vocabulary is full.
    pub(super) fn number(&self, key: &str) -> Option<u32> {
        let mut words = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let full = words.len() >= MAX_WORDS || words.memory() >= MAX_BYTES;
        if full { words.find(key) } else { Some(words.intern(key)) }
    }

    /// Calls `seen` with the key of a number.
    pub(super) fn with_key<T>(&self, number: u32, seen: impl FnOnce(&str) -> T) -> Option<T> {
        let words = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ((number as usize) < words.len()).then(|| seen(words.get(number)))
    }
}
