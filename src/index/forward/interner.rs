//! Strings to numbers.

use std::hash::{BuildHasher, Hasher};
use std::ops::Range;

use rustc_hash::FxBuildHasher;

use super::order::beginning;

/// The mark of an empty slot.
const EMPTY: u32 = u32::MAX;

/// Strings, each kept once and numbered in the order of its arrival: open addressing over one arena of text.
#[derive(Debug)]
pub(super) struct Interner {
    slots: Vec<u32>,
    hashes: Vec<u32>,
    ends: Vec<usize>,
    arena: String,
}

impl Interner {
    pub(super) fn new() -> Self {
        Self { slots: vec![EMPTY; 64], hashes: Vec::new(), ends: Vec::new(), arena: String::new() }
    }

    /// How many strings it keeps.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string with a number below [`len`](Self::len).
    pub(super) fn get(&self, number: u32) -> &str {
        &self.arena[self.span(number)]
    }

    /// The number of `string`, if it is kept.
    pub(super) fn find(&self, string: &str) -> Option<u32> {
        self.probe(string, hash(string)).ok()
    }

    /// The number of `string`, new or not.
    pub(super) fn intern(&mut self, string: &str) -> u32 {
        let hash = hash(string);
        self.probe(string, hash).unwrap_or_else(|slot| self.insert(slot, string, hash))
    }

    /// Numbers of its strings, in the order of these. The first eight bytes decide nearly all comparisons, in one register.
    pub(super) fn in_order(&self, numbers: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut keyed: Vec<(u64, u32)> =
            numbers.map(|number| (beginning(self.get(number).as_bytes()), number)).collect();
        keyed.sort_unstable_by(|(a_head, a), (b_head, b)| {
            a_head.cmp(b_head).then_with(|| self.get(*a).cmp(self.get(*b)))
        });
        keyed.into_iter().map(|(_, number)| number).collect()
    }

    /// Bytes on the heap.
    pub(super) fn memory(&self) -> usize {
        4 * (self.slots.capacity() + self.hashes.capacity())
            + size_of::<usize>() * self.ends.capacity()
            + self.arena.capacity()
    }

    fn span(&self, number: u32) -> Range<usize> {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        start..self.ends[number]
    }

    /// The number of `string`, or the empty slot that it would go to.
    fn probe(&self, string: &str, hash: u32) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let number = self.slots[slot];
            if number == EMPTY {
                return Err(slot);
            }
            if self.hashes[number as usize] == hash && self.get(number) == string {
                return Ok(number);
            }
            slot = (slot + 1) & mask;
        }
    }

    fn insert(&mut self, slot: usize, string: &str, hash: u32) -> u32 {
        let number = self.ends.len() as u32;
        self.arena.push_str(string);
        self.ends.push(self.arena.len());
        self.hashes.push(hash);
        self.slots[slot] = number;
        if 2 * self.ends.len() > self.slots.len() {
            self.grow();
        }
        number
    }

    /// Twice the slots, so that they stay at most half full.
    fn grow(&mut self) {
        let mask = 2 * self.slots.len() - 1;
        let mut slots = vec![EMPTY; mask + 1];
        for (number, hash) in self.hashes.iter().enumerate() {
            let mut slot = *hash as usize & mask;
            while slots[slot] != EMPTY {
                slot = (slot + 1) & mask;
            }
            slots[slot] = number as u32;
        }
        self.slots = slots;
    }
}

fn hash(string: &str) -> u32 {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(string.as_bytes());
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::Interner;

    #[test]
    fn each_string_has_one_number() {
        let mut interner = Interner::new();
        let strings: Vec<String> = (0..1000).map(|n| format!("é{n}")).collect();
        for round in 0..2 {
            for (number, string) in strings.iter().enumerate() {
                assert_eq!(interner.intern(string) as usize, number, "round {round}");
            }
        }
        assert_eq!(interner.len(), 1000);
        assert_eq!(interner.get(0), "é0");
        assert_eq!(interner.find("é999"), Some(999));
        assert_eq!(interner.find(""), None);
        assert_eq!(interner.intern(""), 1000);
        assert_eq!(interner.get(1000), "");
    }
}
