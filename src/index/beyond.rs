//! What a reader of a part of a collection is asked for that only the whole collection knows.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::schema::Field;

use super::reader::Reader;

/// A question to the whole collection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wanted {
    /// All documents that hold a term in a field.
    Term(Field, String),
    /// The first terms of a field, so many, that begin so.
    Terms(Field, String, usize),
    /// All documents that have a field.
    Having(Field),
    /// What a query finds, in the language of the whole collection.
    Query(String, Take),
}

/// How much of what a query finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Take {
    /// Everything.
    All,
    /// The best so many, and how many there are.
    Best(usize),
}

/// What the whole collection answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The documents that were asked for are in the part; how many there are in the collection.
    Documents(usize),
    /// The terms that were asked for.
    Terms(Vec<String>),
}

/// What a collection holds that no part of it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holds {
    /// Whether it has redirects.
    pub redirects: bool,
    /// Documents of all kinds.
    pub documents: u64,
    /// Words of its references.
    pub reference_words: u64,
}

/// What is known of the whole collection, and what was asked for beyond that.
#[derive(Debug, Default)]
pub struct Beyond {
    /// What the collection holds.
    pub holds: Holds,
    /// What was asked before.
    pub known: Arc<HashMap<Wanted, Answer>>,
    missed: Mutex<BTreeSet<Wanted>>,
}

impl Beyond {
    /// A part of which that much is known.
    #[must_use]
    pub fn new(holds: Holds, known: Arc<HashMap<Wanted, Answer>>) -> Self {
        Self { holds, known, missed: Mutex::default() }
    }

    /// The answer, where it is known; else it is kept in mind that it was asked for.
    pub fn ask(&self, wanted: Wanted) -> Option<&Answer> {
        if let Some(answer) = self.known.get(&wanted) {
            return Some(answer);
        }
        self.missed.lock().unwrap_or_else(PoisonError::into_inner).insert(wanted);
        None
    }

    /// What was asked for and is not known.
    #[must_use]
    pub fn missed(&self) -> Vec<Wanted> {
        self.missed.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

impl Reader {
    /// Of a reader of a part of a collection, what is known of the rest.
    #[must_use]
    pub fn beyond(&self) -> Option<&Beyond> {
        self.beyond.as_ref()
    }

    /// Whether something was asked for that is not known, so that whatever is answered now will be asked again.
    #[must_use]
    pub fn is_asking(&self) -> bool {
        self.beyond.as_ref().is_some_and(|beyond| !beyond.missed().is_empty())
    }

    /// Asks for what only the whole collection knows; nothing where this reader reads all of it.
    pub fn want(&self, wanted: impl FnOnce() -> Wanted) -> Option<&Answer> {
        self.beyond.as_ref()?.ask(wanted())
    }
}
