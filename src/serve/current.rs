//! The engine that questions go to: the index as of its newest commit.
//!
//! An engine sees the commit that it was opened with. A newer one is opened beside it and put in its place; questions
//! in work end with the engine that they began with, which goes with the last of them.

use std::sync::{Arc, PoisonError, RwLock};
use std::thread::available_parallelism;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

use super::limits::Cost;
use super::problem::Problem;
use crate::error::Result;
use crate::search::{AskedBy, Asker, Engine, SearchRequest};

/// Opens the index as of its newest commit.
pub(super) type Open = Box<dyn Fn() -> Result<Box<dyn Engine>> + Send + Sync>;

/// The engine of the newest commit, and threads to ask it.
pub(super) struct Current {
    open: Open,
    engine: RwLock<Arc<dyn Engine>>,
    threads: Arc<Semaphore>,
    /// Threads that long questions may have at once.
    long: Arc<Semaphore>,
}

impl Current {
    /// Opens the index.
    pub(super) fn new(open: Open) -> Result<Self> {
        let engine = warmed(open()?)?;
        let threads = Arc::new(Semaphore::new(Self::threads()));
        let long = Arc::new(Semaphore::new((Self::threads() / 2).max(1)));
        Ok(Self { open, engine: RwLock::new(engine), threads, long })
    }

    /// How many questions are worked on at once: half more than there are cores. A search keeps a core busy, but between two of
    /// them a core waits until the next has come to its thread, a sixth of the time. More would only hold memory.
    pub(super) fn threads() -> usize {
        let cores = available_parallelism().map_or(1, usize::from);
        cores + cores.div_ceil(2)
    }

    /// The engine as it is now.
    pub(super) fn engine(&self) -> Arc<dyn Engine> {
        Arc::clone(&self.engine.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Asks the engine, on a thread that may block, once one is free; they are given out in the order of asking. Long
    /// questions have half of them at most, so that the others need not wait for these.
    ///
    /// Where nobody waits for the answer any more, because it took too long or its client has gone, the engine fails with
    /// `NobodyWaits` before it reads the next document, and the thread is free again.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        cost: Cost,
        question: impl FnOnce(&dyn Engine) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let long = match cost {
            Cost::Usual => None,
            Cost::Long => Some(one_of(&self.long).await?),
        };
        let thread = one_of(&self.threads).await?;
        let engine = self.engine();
        let waiting = Waiting(Asker::new());
        let asker = waiting.0.clone();
        let asked = spawn_blocking(move || {
            let answer = question(&AskedBy::new(&*engine, asker));
            drop((thread, long));
            answer
        });
        asked.await.map_err(|_| Problem::internal())
    }

    /// Opens the newest commit where there is a newer one than the engine's; whether there was.
    ///
    /// Cost: a small file is read; where there is a newer commit, the index is opened and asked once.
    pub(super) fn renew(&self) -> Result<bool> {
        if self.engine().is_current() {
            return Ok(false);
        }
        let engine = warmed((self.open)()?)?;
        *self.engine.write().unwrap_or_else(PoisonError::into_inner) = engine;
        Ok(true)
    }
}

async fn one_of(threads: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Problem> {
    // They are never closed.
    Arc::clone(threads).acquire_owned().await.map_err(|_| Problem::internal())
}

/// Leaves when it goes: a future that is dropped has nobody who waits for it.
struct Waiting(Asker);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.leave();
    }
}

/// The first question opens what later ones share, so it is asked before anybody waits.
fn warmed(engine: Box<dyn Engine>) -> Result<Arc<dyn Engine>> {
    let request =
        SearchRequest { query: "de".to_owned(), limit: 1, count: false, ..SearchRequest::default() };
    engine.search(&request)?;
    Ok(engine.into())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use tokio::runtime::Builder;
    use tokio::time::timeout;

    use super::*;
    use crate::error::Error;
    use crate::search::{Local, Stats};

    /// Has nothing to say, for as long as it is asked.
    struct Mute;

    impl Mute {
        fn said<T>() -> Result<T> {
            Err(Error::NoWords { text: String::new() })
        }
    }

    impl Engine for Mute {
        fn local(&self) -> Result<Local> {
            Self::said()
        }

        fn more(&self, _: &Local) -> Result<Option<Local>> {
            Self::said()
        }

        fn is_current(&self) -> bool {
            true
        }

        fn stats(&self) -> Result<Stats> {
            Self::said()
        }
    }

    fn code(engine: &dyn Engine) -> Option<&'static str> {
        engine.stats().err().map(|error| error.code())
    }

    #[test]
    fn a_question_that_nobody_waits_for_frees_its_thread() {
        let one = || Arc::new(Semaphore::new(1));
        let open: Open = Box::new(|| Ok(Box::new(Mute)));
        let current = Current { open, engine: RwLock::new(Arc::new(Mute)), threads: one(), long: one() };
        let (tell, told) = channel();
        let runtime = Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let endless = current.ask(Cost::Long, move |engine| {
                let refused = std::iter::repeat_with(|| code(engine)).find(|code| *code != Some("no_words"));
                tell.send(refused).unwrap();
            });
            assert!(timeout(Duration::from_millis(100), endless).await.is_err());
        });
        assert_eq!(told.recv_timeout(Duration::from_secs(20)).unwrap(), Some(Some("nobody_waits")));
        let next = runtime.block_on(current.ask(Cost::Long, code));
        assert_eq!(next.unwrap(), Some("no_words"));
    }
}
