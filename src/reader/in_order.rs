//! Work that several threads do, with its results in the order in which it was given out.

use std::any::Any;
use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// What a thread answers: the result, or what it panicked with.
type Answer<R> = Result<R, Box<dyn Any + Send>>;

/// Threads that turn jobs into results. They end when this is dropped.
pub(super) struct InOrder<J, R> {
    jobs: Sender<(J, SyncSender<Answer<R>>)>,
    /// The jobs under way, each with its weight.
    waiting: VecDeque<(usize, Receiver<Answer<R>>)>,
    /// The sum of their weights.
    weight: usize,
    most: Most,
}

/// How much may be under way: given out, and not taken back yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Most {
    /// This many jobs.
    pub(super) jobs: usize,
    /// Jobs of this weight together; one that is heavier is alone.
    pub(super) weight: usize,
}

impl<J: Send + 'static, R: Send + 'static> InOrder<J, R> {
    /// `threads` threads that do `work`.
    pub(super) fn new(
        threads: usize,
        most: Most,
        work: impl Fn(J) -> R + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let (jobs, given_out) = channel();
        let (given_out, work) = (Arc::new(Mutex::new(given_out)), Arc::new(work));
        for _ in 0..threads.max(1) {
            let (given_out, work) = (Arc::clone(&given_out), Arc::clone(&work));
            thread::Builder::new().spawn(move || serve(&given_out, &*work))?;
        }
        Ok(Self { jobs, waiting: VecDeque::new(), weight: 0, most })
    }

    /// Whether a job of this weight may be given out.
    pub(super) fn has_room(&self, weight: usize) -> bool {
        let fits = self.waiting.len() < self.most.jobs && self.weight + weight <= self.most.weight;
        fits || self.waiting.is_empty()
    }

    /// Gives out a job.
    pub(super) fn put(&mut self, job: J, weight: usize) {
        let (answer, answered) = sync_channel(1);
        // No thread is left only when each has panicked; then the answer's other end is gone as well.
        drop(self.jobs.send((job, answer)));
        self.weight += weight;
        self.waiting.push_back((weight, answered));
    }

    /// The result of the job that was given out first, waiting for it; none when none is under way. A panic of the
    /// work goes on here.
    pub(super) fn take(&mut self) -> Option<R> {
        let (weight, answered) = self.waiting.pop_front()?;
        self.weight -= weight;
        answered.recv().ok()?.map_or_else(|panic| resume_unwind(panic), Some)
    }
}

fn serve<J, R>(jobs: &Mutex<Receiver<(J, SyncSender<Answer<R>>)>>, work: &impl Fn(J) -> R) {
    let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
    while let Some((job, answer)) = next() {
        drop(answer.send(catch_unwind(AssertUnwindSafe(|| work(job)))));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        let work = |n: u64| {
            thread::sleep(Duration::from_millis(20 - n.min(20)));
            n
        };
        let mut threads = InOrder::new(4, Most { jobs: 100, weight: 100 }, work).unwrap();
        (0..20).for_each(|n| threads.put(n, 1));
        let results: Vec<u64> = std::iter::from_fn(|| threads.take()).collect();
        assert_eq!(results, (0..20).collect::<Vec<_>>());
    }

    #[test]
    fn only_so_much_is_under_way_and_what_is_heavier_is_alone() {
        let mut threads = InOrder::new(1, Most { jobs: 2, weight: 10 }, |n: u8| n).unwrap();
        assert!(threads.has_room(99));
        threads.put(1, 4);
        assert!(threads.has_room(6) && !threads.has_room(7));
        threads.put(2, 4);
        assert!(!threads.has_room(1));
        assert_eq!([threads.take(), threads.take(), threads.take()], [Some(1), Some(2), None]);
        assert!(threads.has_room(99));
    }

    #[test]
    #[should_panic(expected = "of the work")]
    fn a_panic_of_the_work_is_one_of_who_takes() {
        let mut threads =
            InOrder::new(1, Most { jobs: 2, weight: 10 }, |_: u8| panic!("of the work")).unwrap();
        threads.put(1, 1);
        threads.take();
    }
}
