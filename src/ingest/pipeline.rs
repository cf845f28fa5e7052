//! From reader to writer: one thread reads, the others analyse and add.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::document::Article;
use crate::error::Result;
use crate::index::Writer;

/// Batches waiting for a thread: enough that none starves, few enough that memory stays bounded by a handful of parts.
const WAITING: usize = 4;

/// Bytes of text from which on a batch is handed on, and how many articles: handing on costs some microseconds, and a
/// row may be a sentence.
const BATCH_BYTES: usize = 128 << 10;
const BATCH_ARTICLES: usize = 256;

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
type Job = (Arc<str>, Article);

/// Where the reading thread puts what it has read.
pub(super) struct Intake {
    jobs: SyncSender<Vec<Job>>,
    batch: Vec<Job>,
    bytes: usize,
}

impl Intake {
    /// Hands an article on, some of them together; waits while the others are busy. What no thread takes any more,
    /// because the writer failed, is dropped: the failure is what [`run`] answers.
    pub(super) fn put(&mut self, source: &Arc<str>, article: Article) {
        self.bytes += article.passages().map(|(_, passage)| passage.text.len()).sum::<usize>();
        self.batch.push((Arc::clone(source), article));
        if self.bytes >= BATCH_BYTES || self.batch.len() >= BATCH_ARTICLES {
            self.hand_on();
        }
    }

    fn hand_on(&mut self) {
        self.bytes = 0;
        drop(self.jobs.send(std::mem::take(&mut self.batch)));
    }
}

/// Runs `read` on this thread while `threads` others index what it puts into its [`Intake`].
///
/// # Errors
/// The first failure of the writer, else what `read` answers.
pub(super) fn run<T>(
    writer: &Writer,
    threads: usize,
    read: impl FnOnce(&mut Intake) -> Result<T>,
) -> Result<T> {
    let (jobs, waiting) = sync_channel(WAITING);
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| index_all(writer, &waiting))).collect();
        let mut intake = Intake { jobs, batch: Vec::new(), bytes: 0 };
        let outcome = read(&mut intake);
        intake.hand_on();
        drop(intake);
        for worker in workers {
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        }
        outcome
    })
}

/// After a failure the rest is taken and dropped, so that the reading thread never waits for nobody.
fn index_all(writer: &Writer, waiting: &Mutex<Receiver<Vec<Job>>>) -> Result<()> {
    let mut jobs = std::iter::from_fn(|| next(waiting)).flatten();
    let outcome = writer.add(&mut jobs);
    jobs.for_each(drop);
    outcome
}

fn next(waiting: &Mutex<Receiver<Vec<Job>>>) -> Option<Vec<Job>> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
