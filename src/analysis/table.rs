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
/// The id that no word has.
const NONE: u32 = u32::MAX;
/// Slots of a new table, a power of two.
const FIRST_SLOTS: usize = 1 << 12;

/// What the chain makes of a spelling.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Terms {
    /// Bytes of the spelling that belong to no term: an elided article.
    pub(super) elided: usize,
    /// Folded; empty for a spelling without a term.
    pub(super) form: String,
    /// Stemmed.
    pub(super) stem: String,
    /// The spelling of the ordinal that this word is where it counts something (« VIe siècle »).
    pub(super) counting: Option<&'static str>,
}

/// One spelling. Spelling, form and stem stand one after the other in the arena; a stem equal to its form is
/// not written twice.
#[derive(Debug, Clone, Copy)]
struct Word {
    raw: u32,
    form: u32,
    stem: u32,
    end: u32,
    elided: u32,
    counting: u32,
}

/// A place of the hash table. The hash is here so that a look-up meets no other word than its own.
#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u32,
    id: u32,
}

const EMPTY: Slot = Slot { hash: 0, id: NONE };

/// Spelling → terms, by open addressing over one arena of text.
#[derive(Debug)]
pub(super) struct WordTable {
    epoch: u64,
    slots: Vec<Slot>,
    words: Vec<Word>,
    arena: String,
}

/// How many tables this process has made.
static TABLES: AtomicU64 = AtomicU64::new(0);

impl WordTable {
    pub(super) fn new() -> Self {
        let epoch = TABLES.fetch_add(1, Ordering::Relaxed);
        Self { epoch, slots: vec![EMPTY; FIRST_SLOTS], words: Vec::new(), arena: String::new() }
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
        let mut at = hash as usize & mask;
        while self.slots[at].id != NONE {
            let slot = self.slots[at];
            if slot.hash == hash && self.spelling(slot.id) == raw.as_bytes() {
                return slot.id;
            }
            at = (at + 1) & mask;
        }
        self.insert(raw, hash, chain)
    }

    #[inline]
    fn spelling(&self, id: u32) -> &[u8] {
        let word = &self.words[id as usize];
        &self.arena.as_bytes()[word.raw as usize..word.form as usize]
    }

    /// Adds `raw`, which the table does not hold.
    #[cold]
    fn insert(&mut self, raw: &str, hash: u32, chain: fn(&str) -> Terms) -> u32 {
        let terms = chain(raw);
        let counting = terms.counting.map_or(NONE, |spelling| self.intern(spelling, chain));
        let id = self.words.len() as u32;
        let raw = self.append(raw);
        let form = self.append(&terms.form);
        let stem = if terms.stem == terms.form { form.start..form.end } else { self.append(&terms.stem) };
        self.words.push(Word {
            raw: raw.start,
            form: form.start,
            stem: stem.start,
            end: stem.end,
            elided: terms.elided as u32,
            counting,
        });
        self.place(Slot { hash, id });
        id
    }

    fn append(&mut self, text: &str) -> Range<u32> {
        let start = self.arena.len() as u32;
        self.arena.push_str(text);
        start..self.arena.len() as u32
    }

    /// Enters a word into the slots, which stay at most half full.
    fn place(&mut self, slot: Slot) {
        if 2 * self.words.len() > self.slots.len() {
            let wider = vec![EMPTY; 2 * self.slots.len()];
            let narrow = std::mem::replace(&mut self.slots, wider);
            narrow.into_iter().filter(|slot| slot.id != NONE).for_each(|slot| self.claim(slot));
        }
        self.claim(slot);
    }

    fn claim(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = slot.hash as usize & mask;
        while self.slots[at].id != NONE {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
    }

    /// Bytes of the spelling that are elided, and whether a term is left.
    #[inline]
    pub(super) fn elided(&self, id: u32) -> (usize, bool) {
        let word = &self.words[id as usize];
        (word.elided as usize, word.form < word.end)
    }

    /// The id of the ordinal that the word is where it counts something.
    #[inline]
    pub(super) fn counting(&self, id: u32) -> Option<u32> {
        Some(self.words[id as usize].counting).filter(|id| *id != NONE)
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
