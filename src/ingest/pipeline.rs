//! From reader to writer: one thread reads, the others analyse and add.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::document::Article;
use crate::error::Result;
use crate::index::Writer;

/// Articles waiting for a thread: enough that none starves, few enough that memory stays bounded by a handful of
/// parts.
const WAITING: usize = 4;

/// How far a run is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read so far.
    pub bytes: u64,
    /// Bytes of all sources that are read in this run; less than `bytes` when standard input is among them.
    pub total_bytes: u64,
    /// Passages read so far.
    pub passages: u64,
    /// What is being read.
    pub source: String,
}

/// An article on its way, with the identity of its source.
type Job = (String, Article);

/// Where the reading thread puts what it has read.
pub(super) struct Intake {
    jobs: SyncSender<Job>,
}

impl Intake {
    /// Hands an article on; waits while the others are busy. What no thread takes any more, because the writer
    /// failed, is dropped: the failure is what [`run`] answers.
    pub(super) fn put(&self, source: &str, article: Article) {
        drop(self.jobs.send((source.to_owned(), article)));
    }
}

/// Runs `read` on this thread while `threads` others index what it puts into its [`Intake`].
///
/// # Errors
/// The first failure of the writer, else what `read` answers.
pub(super) fn run<T>(writer: &Writer, threads: usize, read: impl FnOnce(&Intake) -> Result<T>) -> Result<T> {
    let (jobs, waiting) = sync_channel(WAITING);
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| index_all(writer, &waiting))).collect();
        let outcome = read(&Intake { jobs });
        for worker in workers {
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        }
        outcome
    })
}

/// After a failure the rest is taken and dropped, so that the reading thread never waits for nobody.
fn index_all(writer: &Writer, waiting: &Mutex<Receiver<Job>>) -> Result<()> {
    let mut jobs = std::iter::from_fn(|| next(waiting));
    let outcome = writer.add(&mut jobs);
    jobs.for_each(drop);
    outcome
}

fn next(waiting: &Mutex<Receiver<Job>>) -> Option<Job> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
