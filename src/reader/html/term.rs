//! The last term of a list of definitions.

use super::frame::Words;
use crate::reader::table::OF;

/// A term: each meaning after it repeats it, since a passage stands for itself.
#[derive(Debug, Default)]
pub(super) struct Term {
    words: Words,
    /// Whether a meaning begins.
    pub(super) is_awaited: bool,
    is_defined: bool,
}

impl Term {
    pub(super) fn new(words: Words) -> Self {
        Self { words, ..Self::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.prose.is_empty()
    }

    /// The term with the first words of a meaning; those that follow in the same meaning are given alone.
    pub(super) fn defined_by(&mut self, meaning: Words) -> Words {
        if !std::mem::take(&mut self.is_awaited) {
            return meaning;
        }
        self.is_defined = true;
        let mut words = Words::default();
        words.append(&self.words);
        words.prose.push(OF);
        words.append(&meaning);
        // Repeated, it would lead to all that stands between.
        words.source = meaning.source;
        words
    }

    /// The term, if nothing defines it.
    pub(super) fn take_undefined(&mut self) -> Option<Words> {
        let term = std::mem::take(self);
        (!term.is_defined).then_some(term.words)
    }
}
