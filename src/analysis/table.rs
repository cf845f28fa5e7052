//! The memory of an analyzer: what each spelling became. Texts repeat their words, so nearly every word costs one
//! look-up and no allocation.

use std::hash::{BuildHasher, Hasher};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxBuildHasher;

/// Spellings kept; the table then takes about 10 MiB.
const MAX_WORDS: usize = 1 << 17;
/// Bytes of spellings and terms kept.
const MAX_BYTES: usize = 8 << 20;
/// The mark of an empty slot.
const EMPTY: u32 = u32::MAX;

/// What the chain makes of a spelling.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Terms {
    /// Bytes of the spelling that belong to no term: an elided article.
    pub(super) elided: usize,
    /// Folded; empty for a spelling without a term.
    pub(super) form: String,
    /// Stemmed.
    pub(super) stem: String,
    /// The same for the spelling that this one stands for before a counted noun (« VIe siècle »).
    pub(super) counted: Option<&'static str>,
}

/// One spelling, its ranges in the arena.
#[derive(Debug, Clone, Copy)]
struct Word {
    hash: u32,
    raw: u32,
    form: u32,
    stem: u32,
    end: u32,
    elided: u32,
    counted: u32,
}

/// Spelling → terms, by open addressing over one arena of text.
#[derive(Debug)]
pub(super) struct WordTable {
    epoch: u64,
    slots: Vec<u32>,
    words: Vec<Word>,
    arena: String,
}

/// How many tables this process has made.
static TABLES: AtomicU64 = AtomicU64::new(0);

impl WordTable {
    pub(super) fn new() -> Self {
        let epoch = TABLES.fetch_add(1, Ordering::Relaxed);
        Self { epoch, slots: vec![EMPTY; 1 << 12], words: Vec::new(), arena: String::new() }
    }

    /// The number of this table: ids given out by another one are void here.
    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Forgets everything once the table is full. Ids given out before are void then.
    pub(super) fn make_room(&mut self) {
        if self.words.len() >= MAX_WORDS || self.arena.len() >= MAX_BYTES {
            *self = Self::new();
        }
    }

    /// The id of `raw`, whose terms are worked out by `chain` when it is new.
    #[inline]
    pub(super) fn intern(&mut self, raw: &str, chain: fn(&str) -> Terms) -> u32 {
        let hash = hash(raw);
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let id = self.slots[slot];
            if id == EMPTY {
                return self.insert(raw, hash, chain);
            }
            let word = &self.words[id as usize];
            if word.hash == hash
                && self.arena.as_bytes()[word.raw as usize..word.form as usize] == *raw.as_bytes()
            {
                return id;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Adds `raw`, which the table does not hold.
    #[cold]
    fn insert(&mut self, raw: &str, hash: u32, chain: fn(&str) -> Terms) -> u32 {
        let terms = chain(raw);
        let counted = terms.counted.map_or(EMPTY, |spelling| self.intern(spelling, chain));
        let id = self.words.len() as u32;
        let raw = self.append(raw);
        let form = self.append(&terms.form);
        let stem = if terms.stem == terms.form { form.start..form.end } else { self.append(&terms.stem) };
        self.words.push(Word {
            hash,
            raw: raw.start,
            form: form.start,
            stem: stem.start,
            end: stem.end,
            elided: terms.elided as u32,
            counted,
        });
        self.place(id);
        id
    }

    fn append(&mut self, text: &str) -> Range<u32> {
        let start = self.arena.len() as u32;
        self.arena.push_str(text);
        start..self.arena.len() as u32
    }

    /// Enters a word into the slots, which stay at most half full.
    fn place(&mut self, id: u32) {
        if 2 * self.words.len() > self.slots.len() {
            self.slots = vec![EMPTY; 2 * self.slots.len()];
            (0..=id).for_each(|id| self.claim(id));
        } else {
            self.claim(id);
        }
    }

    fn claim(&mut self, id: u32) {
        let mask = self.slots.len() - 1;
        let mut slot = self.words[id as usize].hash as usize & mask;
        while self.slots[slot] != EMPTY {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = id;
    }

    /// Bytes of the spelling that are elided, and whether a term is left.
    #[inline]
    pub(super) fn elided(&self, id: u32) -> (usize, bool) {
        let word = &self.words[id as usize];
        (word.elided as usize, word.form < word.end)
    }

    /// The id of the ordinal that the word is before a counted noun.
    #[inline]
    pub(super) fn counted(&self, id: u32) -> Option<u32> {
        Some(self.words[id as usize].counted).filter(|id| *id != EMPTY)
    }

    /// The spelling after its elided article.
    #[inline]
    pub(super) fn raw(&self, id: u32) -> &str {
        let word = &self.words[id as usize];
        &self.arena[(word.raw + word.elided) as usize..word.form as usize]
    }

    /// Form and stem.
    #[inline]
    pub(super) fn terms(&self, id: u32) -> (&str, &str) {
        let word = &self.words[id as usize];
        let form_end = if word.stem == word.form { word.end } else { word.stem };
        (
            &self.arena[word.form as usize..form_end as usize],
            &self.arena[word.stem as usize..word.end as usize],
        )
    }
}

#[inline]
fn hash(raw: &str) -> u32 {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(raw.as_bytes());
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}
