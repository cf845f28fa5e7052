//! Whoever asked may be gone before there is an answer: then nobody works for it any more.
//!
//! What takes long reads one stored document after the other, so [`Local::record`] is where a question ends early; the
//! first stage ends between two windows of documents, and what is kept elsewhere comes in rounds, between which it ends too.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tantivy::DocAddress;

use super::engine::Engine;
use super::local::Local;
use crate::error::{Error, Result};
use crate::index::{Record, Stats};

/// Whoever asked. Clones are the same one; that of a command line waits for ever.
#[derive(Debug, Clone, Default)]
pub struct Asker(Option<Arc<AtomicBool>>);

impl Asker {
    /// One that may leave.
    #[must_use]
    pub fn new() -> Self {
        Self(Some(Arc::default()))
    }

    /// It waits no longer.
    pub fn leave(&self) {
        if let Some(left) = &self.0 {
            left.store(true, Ordering::Relaxed);
        }
    }

    /// Cost: a look at a byte.
    pub(super) fn waits(&self) -> Result<()> {
        match &self.0 {
            Some(left) if left.load(Ordering::Relaxed) => Err(Error::NobodyWaits),
            _ => Ok(()),
        }
    }
}

/// An engine as one asker sees it: it answers as long as that one waits, and then fails with `NobodyWaits`.
pub struct AskedBy<'a> {
    engine: &'a dyn Engine,
    asker: Asker,
}

impl<'a> AskedBy<'a> {
    /// `engine`, asked by `asker`.
    #[must_use]
    pub fn new(engine: &'a dyn Engine, asker: Asker) -> Self {
        Self { engine, asker }
    }
}

impl Engine for AskedBy<'_> {
    fn local(&self) -> Result<Local> {
        self.asker.waits()?;
        Ok(self.engine.local()?.asked_by(self.asker.clone()))
    }

    fn more(&self, asked: &Local) -> Result<Option<Local>> {
        self.asker.waits()?;
        Ok(self.engine.more(asked)?.map(|more| more.asked_by(self.asker.clone())))
    }

    fn is_current(&self) -> bool {
        self.engine.is_current()
    }

    fn stats(&self) -> Result<Stats> {
        self.asker.waits()?;
        self.engine.stats()
    }
}

impl Local {
    /// What is stored at an address, as long as anybody waits for it. Cost: as of [`Reader::record`](crate::index::Reader::record).
    ///
    /// # Errors
    /// `NobodyWaits`; as of [`Reader::record`](crate::index::Reader::record).
    pub(super) fn record(&self, address: DocAddress) -> Result<Record> {
        self.asker.waits()?;
        self.reader.record(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::SearchRequest;
    use crate::search::first_stage::tests::indexed;

    /// Where nothing matches no record is read: the passages that are looked through for a word say it themselves.
    #[test]
    fn whoever_left_is_not_told_that_nothing_matches() {
        let folder = tempfile::tempdir().unwrap();
        let texts: Vec<String> = (0..40).map(|number| format!("Le camp {number} est là.")).collect();
        indexed(folder.path(), &texts, 20);
        let asker = Asker::new();
        let engine = Local::open(folder.path()).unwrap().asked_by(asker.clone());
        for query in ["=Camp", "titre:(cam* xyz)", "+\"est camp\""] {
            let request = SearchRequest { query: query.to_owned(), ..SearchRequest::default() };
            assert!(engine.search(&request).unwrap().hits.is_empty(), "{query}");
        }
        asker.leave();
        for query in ["=Camp", "titre:(cam* xyz)", "+\"est camp\""] {
            let request = SearchRequest { query: query.to_owned(), ..SearchRequest::default() };
            let answer = engine.search(&request);
            assert!(matches!(answer, Err(Error::NobodyWaits)), "{query}: {answer:?}");
        }
    }
}
