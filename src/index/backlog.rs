//! A bound, in bytes, on documents that wait for tantivy's indexing threads.
//!
//! tantivy bounds that queue by a number of documents only, ten thousand; with passages of a mebibyte that is no
//! bound at all. So the threads that add documents wait here while too much is under way, and a segment plugin
//! without files, which sees every document as it is indexed, counts it out.

use std::any::Any;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tantivy::indexer::DocIdMapping;
use tantivy::schema::Schema;
use tantivy::schema::document::ErasedDocument;
use tantivy::{DocId, PluginMergeContext, PluginWriter, PluginWriterContext, Segment, SegmentPlugin};

use super::document::Document;

/// A thread that has waited this long goes on all the same: if the indexing threads have died, tantivy then says so.
const PATIENCE: Duration = Duration::from_secs(1);

/// Bytes under way, and those who wait for them to become fewer.
#[derive(Debug)]
pub(super) struct Backlog {
    most: usize,
    bytes: Mutex<usize>,
    fewer: Condvar,
}

impl Backlog {
    /// At most `most` bytes are to be under way.
    pub(super) fn new(most: usize) -> Self {
        Self { most, bytes: Mutex::new(0), fewer: Condvar::new() }
    }

    /// Waits for room and counts documents of so many bytes in.
    ///
    /// What is larger than all the room waits for the others to have left.
    pub(super) fn enter(&self, bytes: usize) {
        let full = |under_way: &mut usize| *under_way > 0 && *under_way + bytes > self.most;
        let waited = self.fewer.wait_timeout_while(self.lock(), PATIENCE, full);
        let (mut under_way, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *under_way += bytes;
    }

    fn leave(&self, bytes: usize) {
        let mut under_way = self.lock();
        *under_way = under_way.saturating_sub(bytes);
        self.fewer.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The plugin that counts documents out.
pub(super) struct BacklogPlugin(pub(super) Arc<Backlog>);

impl SegmentPlugin for BacklogPlugin {
    fn extensions(&self) -> &[&str] {
        &[]
    }

    fn create_writer(&self, _: &PluginWriterContext) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(Gauge(Arc::clone(&self.0))))
    }

    fn merge(&self, _: PluginMergeContext) -> tantivy::Result<()> {
        Ok(())
    }
}

/// Sees the documents of one segment.
struct Gauge(Arc<Backlog>);

impl PluginWriter for Gauge {
    fn add_document(&mut self, _: DocId, document: &dyn ErasedDocument, _: &Schema) -> tantivy::Result<()> {
        self.0.leave(document.as_any().downcast_ref().map_or(0, Document::weight));
        Ok(())
    }

    fn serialize(self: Box<Self>, _: &Segment, _: Option<&DocIdMapping>) -> tantivy::Result<()> {
        Ok(())
    }

    fn mem_usage(&self) -> usize {
        0
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn who_finds_no_room_waits_until_there_is() {
        let backlog = Backlog::new(10);
        backlog.enter(8);
        thread::scope(|scope| {
            let second = scope.spawn(|| backlog.enter(8));
            thread::sleep(Duration::from_millis(20));
            assert_eq!(*backlog.lock(), 8, "the second is not counted yet");
            backlog.leave(8);
            second.join().expect("no panic");
        });
        assert_eq!(*backlog.lock(), 8);
    }

    #[test]
    fn what_is_larger_than_all_the_room_enters_alone() {
        let backlog = Backlog::new(10);
        backlog.enter(100);
        backlog.leave(100);
        assert_eq!(*backlog.lock(), 0);
    }
}
