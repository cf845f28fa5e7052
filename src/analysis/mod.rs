//! Text to terms: the French chain.
//!
//! [`Analyzer::analyze`] finds the words of a text and gives each its terms. The tokenizer steps over citation
//! markers and editorial remarks ([`brackets`]) and knows the words that are more than a run of letters
//! (`1 200`, `O.N.U.`, `n°`, « assur\[er\] »); the filters then look at the spelling alone:
//!
//! | filter  | what it does                                  | example                            |
//! |---------|-----------------------------------------------|------------------------------------|
//! | elision | cuts off the elided article                   | l’Élection → Élection              |
//! | numero  | spells `n°` out                               | n° → numero                        |
//! | fold    | lower case, no accents, letters and digits    | Élection → election, 1 200 → 1200  |
//! | saint   | spells `St`, `Ste` out                        | ste → sainte                       |
//! | ordinal | one form for ordinals, Roman ones included    | xixe → 19e, 1ere → 1e              |
//! | stem    | the dictionary form                           | elections → election               |
//!
//! What leaves the last but one is the *form*, what leaves the last the *stem*. Every word is indexed; which
//! words weigh less in a query is for [`stopwords`] to say.

mod beginnings;
mod chars;
mod data;
mod elision;
mod fold;
mod normalize;
mod numero;
mod ordinal;
mod saint;
mod spelling;
mod stem;
mod steps;
mod superscript;
mod table;
mod tokenize;

#[cfg(test)]
pub(crate) mod battery;

pub mod brackets;
pub mod sentence;
pub mod stopwords;

use std::hint::black_box;
use std::iter::Enumerate;
use std::slice;

pub(crate) use beginnings::Beginnings;
pub use elision::{elides, unglued};
pub use normalize::normalize;
pub use spelling::{letters, spelling};
pub use steps::{Change, Fate, Reason, Step, steps};

use table::{Found, Key, Terms, WordTable};
use tokenize::Words;

/// A stretch of a text, in bytes, on character boundaries.
type Span = std::ops::Range<usize>;

/// Name and version of the chain, which an index records: terms made by another version may differ.
pub const NAME: &str = "french-1";

/// A filter: what it makes of a word, or nothing where it leaves it alone.
type Filter = fn(&str) -> Option<String>;

/// The filters between elision and stem, in order.
const FILTERS: [(&str, Filter); 4] = [
    ("numero", |word| numero::numero(word).map(str::to_owned)),
    ("fold", |word| Some(fold::fold(word)).filter(|folded| folded != word)),
    ("saint", |form| saint::saint(form).map(str::to_owned)),
    ("ordinal", ordinal::ordinal),
];

/// The chain: from the spelling of a word to its terms.
fn chain(raw: &str) -> Terms {
    traced(raw, |_, _| ())
}

/// The chain, which tells `seen` what each filter made of the word where it changed it.
fn traced(raw: &str, mut seen: impl FnMut(&'static str, &str)) -> Terms {
    let elided = elision::elided_bytes(raw);
    let mut form = raw[elided..].to_owned();
    for (name, filter) in FILTERS {
        if let Some(changed) = filter(&form) {
            seen(name, &changed);
            form = changed;
        }
    }
    let stem = stem::stem(&form);
    if stem != form {
        seen("stem", &stem);
    }
    let counting = ordinal::if_counting(&form);
    Terms { elided, form, stem, counting }
}

/// One word of a text with its terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// The bytes of the text that the word stands in: what a highlight covers.
    pub span: Span,
    /// Its place among the words of the text, from 0.
    pub position: u32,
    /// The word folded: lower case, no accents. Never empty, no white space, at most 254 bytes.
    pub form: &'a str,
    /// The form stemmed: the dictionary term. Same bounds.
    pub stem: &'a str,
    /// The spelling's number in the analyzer's table: equal numbers have equal terms. Valid until the analyzer's
    /// next call, and after it as long as [`Analyzer::epoch`] stays; a key for what a caller works out once for
    /// each spelling.
    pub word: u32,
    /// The spelling that the terms were made of, without the elided article.
    pub raw: &'a str,
}

/// Spellings that an analyzer remembers: those of some millions of words of French.
pub const MOST_WORDS: usize = 1 << 17;

/// Turns texts into tokens. One a thread: it remembers the spellings that it has met.
///
/// Memory: about 14 MiB at most besides the tokens of the text at hand, forgotten and filled anew when full; less with
/// [`remembering`](Self::remembering).
#[derive(Debug)]
pub struct Analyzer {
    table: WordTable,
    /// The words of the text at hand as they are written.
    words: Vec<(Span, Key)>,
    hits: Vec<Hit>,
}

/// A word of the text at hand.
#[derive(Debug, Clone, Copy)]
struct Hit {
    start: usize,
    end: usize,
    word: u32,
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyzer {
    /// An analyzer that has met no word yet.
    #[must_use]
    pub fn new() -> Self {
        Self::remembering(MOST_WORDS)
    }

    /// The same, which remembers so many spellings at most: some 112 bytes for each.
    #[must_use]
    pub fn remembering(spellings: usize) -> Self {
        Self { table: WordTable::new(spellings), words: Vec::new(), hits: Vec::new() }
    }

    /// Which table the numbers of the last tokens belong to. No two tables of a process share an epoch.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.table.epoch()
    }

    /// The words of `text`, in order. Spans are bytes of `text`, which is normally in NFC; any other form gives
    /// the same terms. Texts are shorter than 4 GiB.
    ///
    /// Cost: one pass, one look-up for each word; the filters run only for spellings not met before.
    pub fn analyze(&mut self, text: &str) -> Tokens<'_> {
        self.table.make_room();
        let Self { table, words, hits } = self;
        words.clear();
        words.extend(Words::new(text).map(|span| (span.clone(), Key::of(text.as_bytes(), &span))));
        black_box(words.iter().fold(0, |all, (_, key)| all ^ table.glance(*key)));
        hits.clear();
        hits.extend(words.iter().filter_map(|(span, key)| hit(table, text, span, *key)));
        Tokens { table, hits: hits.iter().enumerate() }
    }

    /// The same tokens, but those that have no term that is sought may have no terms at all: their form and stem are empty.
    ///
    /// Cost: one pass; look-ups and filters only for words that begin as one that is sought.
    pub(crate) fn analyze_for(&mut self, text: &str, sought: &Beginnings) -> Tokens<'_> {
        self.table.make_room();
        let Self { table, hits, .. } = self;
        let passed_over = table.intern("", 0..0, Key::of(b"", &(0..0)), chain).id;
        hits.clear();
        hits.extend(Words::new(text).filter_map(|span| {
            if sought.allow(&text[span.clone()]) {
                return hit(table, text, &span, Key::of(text.as_bytes(), &span));
            }
            let dropped = tokenize::is_elided_before_sign(text, &span);
            (!dropped).then_some(Hit { start: span.start, end: span.end, word: passed_over })
        }));
        Tokens { table, hits: hits.iter().enumerate() }
    }
}

/// What becomes of a word as it is written, if it has a term.
#[inline]
fn hit(table: &mut WordTable, text: &str, span: &Span, key: Key) -> Option<Hit> {
    let Found { mut id, elided, has_term, may_count } = table.intern(text, span.clone(), key, chain);
    if !has_term || tokenize::is_elided_before_sign(text, span) {
        return None;
    }
    if may_count && ordinal::is_counting(text, span) {
        id = table.counting(id).unwrap_or(id);
    }
    Some(Hit { start: span.start + usize::from(elided), end: span.end, word: id })
}

/// The tokens of a text, in order.
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    table: &'a WordTable,
    hits: Enumerate<slice::Iter<'a, Hit>>,
}

impl<'a> Tokens<'a> {
    /// See [`Analyzer::epoch`].
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.table.epoch()
    }

    /// Of each token where it begins and [`Token::word`]: for a caller who remembers what else he needs of a word.
    pub(crate) fn words(self) -> impl Iterator<Item = (usize, u32)> {
        self.hits.map(|(_, hit)| (hit.start, hit.word))
    }

    /// [`Token::raw`], [`Token::form`] and [`Token::stem`] of a word of these tokens.
    pub(crate) fn terms(&self, word: u32) -> (&'a str, &'a str, &'a str) {
        let (form, stem) = self.table.terms(word);
        (self.table.raw(word), form, stem)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    #[inline]
    fn next(&mut self) -> Option<Token<'a>> {
        let (position, hit) = self.hits.next()?;
        let (form, stem) = self.table.terms(hit.word);
        let raw = self.table.raw(hit.word);
        // A text under 4 GiB has fewer words than a u32 counts.
        Some(Token { span: hit.start..hit.end, position: position as u32, form, stem, word: hit.word, raw })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.hits.size_hint()
    }
}

impl ExactSizeIterator for Tokens<'_> {}

#[cfg(test)]
mod tests;
