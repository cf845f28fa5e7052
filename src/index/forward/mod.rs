//! The forward form: each passage's words as numbers, and what the numbers stand for.
//!
//! A segment has two files of ours beside tantivy's. `words` is its [`Dictionary`]: every word with its spelling,
//! form and stem, and the document frequencies that ranking needs. `forward` holds the passages: title, headings
//! and sentences as numbers of words ([`Forward`]). Both are read in place.
//!
//! The way in: [`compose`] writes a passage as numbers of a [`vocabulary`] that the threads share; tantivy's
//! indexing threads pass them to [`plugin`], where [`segment`] counts, numbers the words by frequency and writes
//! the files; their stems become [`postings`]. A [`merge`] makes the same of its sources' files: it reads their words side by side ([`union`]) and
//! gives each [`source`] its new numbers.

mod codes;
mod compose;
pub(super) mod damage;
mod dictionary;
mod dictionary_file;
mod grams;
mod interner;
mod merge;
mod order;
mod passages;
mod places;
mod plugin;
mod postings;
mod recount;
mod segment;
mod source;
mod starts;
mod tally;
mod union;
mod vocabulary;
mod word;

#[cfg(test)]
mod tests;

pub use dictionary::{Dictionary, FormMet};
pub use grams::{Gram, Grams, ascii_grams, grams};
pub use passages::{Forward, PassageWords, Totals};
pub use tally::{Counted, Tally};
pub use word::{WordForms, WordRecord};

pub(super) use compose::Composer;
pub(super) use grams::GramCounts;
pub(super) use order::{Blocks, Order, beginning};
pub(super) use places::{PlaceWriter, Places};
pub(super) use plugin::{FORWARD, Files, ForwardPlugin, WORDS, unsorted};
pub(super) use postings::PostingLists;
pub(super) use recount::Recount;
pub(super) use vocabulary::Vocabulary;
