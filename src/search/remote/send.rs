//! The threads of a push: they make documents and send them when they fill a body.

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};

use super::cluster::Visible;
use super::document::{Lot, Making};
use super::push::{Delivery, Load, Push};
use crate::document::Article;
use crate::error::{Error, Result};
use crate::index::Fields;

/// An article on its way.
pub(super) struct Job {
    pub(super) source: Arc<str>,
    pub(super) lot: Lot,
    pub(super) article: Article,
    /// What of its lot is there already.
    pub(super) there: Arc<HashSet<u64>>,
    /// How many documents the lot has.
    pub(super) documents: Arc<AtomicU64>,
}

/// What the threads did together.
#[derive(Default)]
pub(super) struct Sent {
    documents: AtomicU64,
    bytes: AtomicU64,
    found: AtomicU64,
    pub(super) lots: Mutex<BTreeMap<usize, Arc<AtomicU64>>>,
}

impl Sent {
    pub(super) fn fill(&self, delivery: &mut Delivery) {
        delivery.sent = self.documents.load(Ordering::Relaxed).max(delivery.sent);
        delivery.bytes = self.bytes.load(Ordering::Relaxed).max(delivery.bytes);
        delivery.found = self.found.load(Ordering::Relaxed).max(delivery.found);
    }
}

/// One of the threads: it makes documents, and sends them when they fill a body.
pub(super) struct Sender<'a> {
    pub(super) push: &'a Push,
    pub(super) load: Load,
    pub(super) sent: &'a Sent,
    /// Where words of references are counted.
    pub(super) words: Option<&'a AtomicU64>,
    pub(super) lines: Vec<(String, String)>,
    pub(super) bytes: usize,
}

impl Sender<'_> {
    /// After a failure the rest is taken and dropped, so that who reads never waits for nobody.
    pub(super) fn work(mut self, waiting: &Mutex<Receiver<Job>>) -> Result<()> {
        let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
        let fields = Fields::known();
        let mut making = Making::new(&fields);
        let mut outcome = Ok(());
        while let Some(job) = next() {
            if outcome.is_ok() {
                outcome = self.take(&job, &mut making);
            }
        }
        outcome?;
        self.flush()
    }

    fn take(&mut self, job: &Job, making: &mut Making<'_>) -> Result<()> {
        for line in making.lines(&job.source, job.lot, &job.article) {
            job.documents.fetch_add(1, Ordering::Relaxed);
            if let Some(words) = self.words {
                words.fetch_add(line.reference_words, Ordering::Relaxed);
            }
            if job.there.contains(&line.place) {
                self.sent.found.fetch_add(1, Ordering::Relaxed);
                continue;
            }
            if self.bytes + line.json.len() > self.load.body {
                self.flush()?;
            }
            self.bytes += line.json.len() + 1;
            self.lines.push((line.id, line.json));
        }
        Ok(())
    }

    /// Where it is not known whether a body was taken, the counts will tell.
    fn flush(&mut self) -> Result<()> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let outcome = self.push.cluster.ingest(&self.push.at, &self.lines, Visible::Later);
        match outcome {
            Err(Error::Cluster { reason, .. }) if reason.passes() && !reason.left_untouched() => {}
            outcome => outcome?,
        }
        self.sent.documents.fetch_add(self.lines.len() as u64, Ordering::Relaxed);
        self.sent.bytes.fetch_add(self.bytes as u64, Ordering::Relaxed);
        self.lines.clear();
        self.bytes = 0;
        Ok(())
    }
}
