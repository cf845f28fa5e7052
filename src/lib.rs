//! Full-text search for French: it answers with passages and the sources behind them.
//!
//! The nouns, in the order in which a text meets them:
//!
//! - A [`reader`] turns the bytes of a source into an [`Article`](document::Article): sections made of
//!   [`Passage`](document::Passage)s, each with the [`CitationMarker`](document::CitationMarker)s and
//!   [`Quote`](document::Quote)s that stand in it, and the [`Reference`](document::Reference)s that the
//!   markers point to.
//! - [`analysis`] turns a text into terms: words found in it, folded and stemmed, each with the bytes of the
//!   text that it came from.
//! - An [`index`] keeps passages and references with their terms; [`ingest`] brings it up to date with files
//!   and folders.
//! - A [`query`] is what a person typed, as a tree; a [`search`] takes it to the index and answers with ranked
//!   [`Hit`](search::Hit)s.
//! - [`eval`] measures such answers against human judgements.
//! - [`lang`] says in French and in English what people read.
//! - [`serve`] answers on the network.
//! - [`cli`] is the program around it.

pub mod analysis;
pub mod cli;
pub mod document;
mod error;
pub mod eval;
pub mod index;
pub mod ingest;
pub mod lang;
pub mod query;
pub mod reader;
pub mod search;
pub mod serve;

pub use error::{ClusterFault, Error, Fault, Flaw, Holder, JsonKind, Location, Notice, Oddity, Result};
