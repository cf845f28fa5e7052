//! The memory of an analyzer: what each spelling became. Texts repeat their words, so nearly every word costs one
//! look-up and no allocation.

use std::hash::{BuildHasher, Hasher};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxBuildHasher;

/// Bytes of spellings and terms that a table has room for, for each spelling that it has room for.
const BYTES_OF_WORD: usize = 64;
/// The id that no word has.
const NONE: u32 = u32::MAX;
/// Slots of a new table, a power of two: room for the words that a question looks at, which has no use for more.
const FIRST_SLOTS: usize = 1 << 8;

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

/// A place of the hash table. The key is here so that a look-up meets no other word than its own, and with it what
/// nearly every text asks of a word.
#[derive(Debug, Clone, Copy)]
struct Slot {
    key: Key,
    found: Found,
}

/// A word of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) id: u32,
    /// Bytes of the spelling that are elided: an article, which is short.
    pub(super) elided: u8,
    /// Whether a term is left.
    pub(super) has_term: bool,
    /// Whether it is another word where it counts something; see [`WordTable::counting`].
    pub(super) may_count: bool,
}

const EMPTY: Slot =
    Slot { key: Key([0; 2]), found: Found { id: NONE, elided: 0, has_term: false, may_count: false } };

/// Spelling → terms, by open addressing over one arena of text.
#[derive(Debug)]
pub(super) struct WordTable {
    epoch: u64,
    most: usize,
    slots: Vec<Slot>,
    words: Vec<Word>,
    arena: String,
}

/// How many tables this process has made.
static TABLES: AtomicU64 = AtomicU64::new(0);

impl WordTable {
    /// A table for `most` spellings, which then takes about 112 bytes for each.
    pub(super) fn new(most: usize) -> Self {
        let epoch = TABLES.fetch_add(1, Ordering::Relaxed);
        Self { epoch, most, slots: vec![EMPTY; FIRST_SLOTS], words: Vec::new(), arena: String::new() }
    }

    /// The number of this table: ids given out by another one are void here.
    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Forgets everything once the table is full. Ids given out before are void then.
    pub(super) fn make_room(&mut self) {
        if self.words.len() >= self.most || self.arena.len() >= BYTES_OF_WORD * self.most {
            *self = Self::new(self.most);
        }
    }

    /// A byte from where the word of `key` is looked for, if it is known. Nothing depends on what it is: when this is asked
    /// for many words before any of them is looked up, the processor fetches their slots side by side.
    #[inline]
    pub(super) fn glance(&self, key: Key) -> u8 {
        self.slots[key.hash() & (self.slots.len() - 1)].found.elided
    }

    /// The word at `span` of `text`, whose terms are worked out by `chain` when it is new; `key` is that of the span.
    #[inline]
    pub(super) fn intern(
        &mut self,
        text: &str,
        span: Range<usize>,
        key: Key,
        chain: fn(&str) -> Terms,
    ) -> Found {
        let mask = self.slots.len() - 1;
        let mut at = key.hash() & mask;
        while let Slot { key: of_slot, found } = self.slots[at]
            && found.id != NONE
        {
            if of_slot == key && (key.is_whole() || self.spelling(found.id) == &text.as_bytes()[span.clone()])
            {
                return found;
            }
            at = (at + 1) & mask;
        }
        self.insert(&text[span], key, chain)
    }

    fn spelling(&self, id: u32) -> &[u8] {
        let word = &self.words[id as usize];
        &self.arena.as_bytes()[word.raw as usize..word.form as usize]
    }

    /// Adds `raw`, which the table does not hold.
    #[cold]
    fn insert(&mut self, raw: &str, key: Key, chain: fn(&str) -> Terms) -> Found {
        let terms = chain(raw);
        let counting = terms.counting.map_or(NONE, |spelling| {
            let span = 0..spelling.len();
            self.intern(spelling, span.clone(), Key::of(spelling.as_bytes(), &span), chain).id
        });
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
        let found = Found {
            id,
            elided: terms.elided as u8,
            has_term: form.start < stem.end,
            may_count: counting != NONE,
        };
        self.place(Slot { key, found });
        found
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
            narrow.into_iter().filter(|slot| slot.found.id != NONE).for_each(|slot| self.claim(slot));
        }
        self.claim(slot);
    }

    fn claim(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = slot.key.hash() & mask;
        while self.slots[at].found.id != NONE {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
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

/// A spelling as look-ups compare it: its bytes and their number where they fit, which is so for nearly every word; else a
/// hash of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key([u64; 2]);

/// The most bytes that fit.
const WHOLE: usize = 15;
/// The last byte of a key that is a hash; else it is the number of bytes.
const HASHED: u64 = 0xff << 56;
/// Digits of π: 8 bytes that no word begins with, and a last byte that no key has, so that no factor of a hash is 0.
const SEEDS: [u64; 2] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344];

impl Key {
    /// The key of the bytes at `span`; reads what follows them rather than byte by byte.
    #[inline]
    pub(super) fn of(bytes: &[u8], span: &Range<usize>) -> Self {
        let length = span.len();
        if length > WHOLE {
            return Self::hashed(&bytes[span.clone()]);
        }
        let rest = &bytes[span.start..];
        let word = rest.first_chunk().copied().unwrap_or_else(|| padded(&rest[..length]));
        let word = u128::from_le_bytes(word) & ((1 << (8 * length)) - 1);
        Self([word as u64, (word >> 64) as u64 | (length as u64) << 56])
    }

    #[cold]
    fn hashed(word: &[u8]) -> Self {
        let mut hasher = FxBuildHasher.build_hasher();
        hasher.write(word);
        Self([hasher.finish(), HASHED])
    }

    /// Whether equal keys are equal spellings.
    #[inline]
    fn is_whole(self) -> bool {
        self.0[1] < HASHED
    }

    /// Both halves multiplied, and the product's halves folded (the mixing step of wyhash).
    #[inline]
    fn hash(self) -> usize {
        let [low, high] = self.0;
        let product = u128::from(low ^ SEEDS[0]) * u128::from(high ^ SEEDS[1]);
        (product as u64 ^ (product >> 64) as u64) as usize
    }
}

/// A word at the end of its text.
fn padded(word: &[u8]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..word.len()].copy_from_slice(word);
    bytes
}

#[cfg(test)]
mod tests {
    use super::{Key, Terms, WordTable};

    fn key(text: &str, word: &str) -> Key {
        let start = text.find(word).expect("a word of the text");
        Key::of(text.as_bytes(), &(start..start + word.len()))
    }

    #[test]
    fn a_key_is_the_words_wherever_it_stands() {
        for word in ["a", "élu", "quinze-lettres1", "seize-lettres-16", "anticonstitutionnellement"] {
            let inside = key(&format!("Le {word} et tout ce qui le suit"), word);
            assert_eq!(key(word, word), inside, "{word}");
            assert_eq!(inside.is_whole(), word.len() <= super::WHOLE, "{word}");
        }
        let alike = ["a", "a\0", "aa", "quinze-lettres1", "quinze-lettres2", "quinze-lettres"];
        for (place, one) in alike.iter().enumerate() {
            assert!(alike[place + 1..].iter().all(|other| key(one, one) != key(other, other)), "{one:?}");
        }
    }

    #[test]
    fn words_keep_their_ids_while_the_table_grows() {
        let chain = |raw: &str| Terms { form: raw.to_owned(), stem: raw.to_owned(), ..Terms::default() };
        let words: Vec<String> = (0..5000).map(|n| format!("{}{n}", "é".repeat(n % 12))).collect();
        let mut table = WordTable::new(5000);
        for round in 0..2 {
            for (id, word) in (0..).zip(&words) {
                let found = table.intern(word, 0..word.len(), key(word, word), chain);
                assert_eq!((found.id, found.elided, found.has_term), (id, 0, true), "{word}, round {round}");
                assert_eq!(table.raw(id), word);
            }
        }
    }
}
