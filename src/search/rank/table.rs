//! Look-ups that mostly find nothing: a passage has a hundred words, of which the query knows three.

use rustc_hash::FxHashMap;

use crate::index::Gram;

/// Bits of a filter, a power of two. With fifty keys one look-up in forty passes for nothing.
const BITS: usize = 2048;

/// A set of slots that says at once what is not in a table.
#[derive(Debug, Clone)]
pub(super) struct Filter([u64; BITS / 64]);

impl Default for Filter {
    fn default() -> Self {
        Self([0; BITS / 64])
    }
}

impl Filter {
    #[inline]
    pub(super) fn has(&self, slot: usize) -> bool {
        self.0[slot % BITS / 64] >> (slot % 64) & 1 == 1
    }

    pub(super) fn add(&mut self, slot: usize) {
        self.0[slot % BITS / 64] |= 1 << (slot % 64);
    }
}

/// What belongs to a few words.
#[derive(Debug)]
pub(super) struct WordTable<'q, T> {
    filter: Filter,
    values: FxHashMap<&'q str, T>,
}

impl<T> Default for WordTable<'_, T> {
    fn default() -> Self {
        Self { filter: Filter::default(), values: FxHashMap::default() }
    }
}

impl<'q, T> FromIterator<(&'q str, T)> for WordTable<'q, T> {
    fn from_iter<I: IntoIterator<Item = (&'q str, T)>>(values: I) -> Self {
        let values: FxHashMap<&'q str, T> = values.into_iter().collect();
        let mut filter = Filter::default();
        values.keys().for_each(|word| filter.add(word_slot(word)));
        Self { filter, values }
    }
}

impl<T: Copy> WordTable<'_, T> {
    /// Cost: a few instructions for most words that the table does not hold, else a hash.
    #[inline]
    pub(super) fn get(&self, word: &str) -> Option<T> {
        if self.filter.has(word_slot(word)) { self.values.get(word).copied() } else { None }
    }
}

/// First and last byte and length: enough to tell most words apart.
#[inline]
fn word_slot(word: &str) -> usize {
    let bytes = word.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) => usize::from(*first) * 7 + usize::from(*last) * 89 + bytes.len() * 401,
        _ => 0,
    }
}

/// What belongs to a few 4-grams.
#[derive(Debug, Default)]
pub(super) struct GramTable<T> {
    filter: Filter,
    values: FxHashMap<Gram, T>,
}

impl<T> FromIterator<(Gram, T)> for GramTable<T> {
    fn from_iter<I: IntoIterator<Item = (Gram, T)>>(values: I) -> Self {
        let values: FxHashMap<Gram, T> = values.into_iter().collect();
        let mut filter = Filter::default();
        values.keys().for_each(|gram| filter.add(gram.slot()));
        Self { filter, values }
    }
}

impl<T: Copy> GramTable<T> {
    /// As [`WordTable::get`].
    #[inline]
    pub(super) fn get(&self, gram: Gram) -> Option<T> {
        if self.filter.has(gram.slot()) { self.values.get(&gram).copied() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::{Gram, GramTable, WordTable};

    #[test]
    fn what_is_in_is_found_and_nothing_else() {
        let words: WordTable<'_, usize> = ["camp", "", "île"].into_iter().zip(0..).collect();
        let found = ["camp", "", "île", "comp", "champ", "ile"].map(|word| words.get(word));
        assert_eq!(found, [Some(0), Some(1), Some(2), None, None, None]);
        let grams: GramTable<usize> = [(Gram::new(['_', 'm', 'e', 'r']), 0)].into_iter().collect();
        assert_eq!(
            (grams.get(Gram::new(['_', 'm', 'e', 'r'])), grams.get(Gram::new(['m', 'e', 'r', '_']))),
            (Some(0), None)
        );
    }
}
