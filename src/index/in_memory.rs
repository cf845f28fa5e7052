//! Small indexes in memory, of documents that were made elsewhere.

use std::iter::Peekable;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::directory::Directory as _;
use tantivy::index::SegmentMeta;
use tantivy::indexer::SingleSegmentIndexWriter;

use super::directory::SharedDirectory;
use super::document::Document;
use super::forward::{Composer, Vocabulary};
use super::given::Given;
use super::identity::META;
use super::making::Making;
use super::reader::Reader;
use super::schema::Fields;
use super::writer::builder;
use crate::analysis::{Analyzer, MOST_WORDS};
use crate::error::Result;

/// What tantivy's tables for a segment are sized by, in bytes: these are made anew for each index, which holds a few hundred
/// documents. A larger index only has them grow.
const TABLES: usize = 1 << 20;

/// An index that grows by a segment at a time.
pub struct MemoryIndex {
    directory: SharedDirectory,
    segments: Vec<SegmentMeta>,
}

impl Default for MemoryIndex {
    fn default() -> Self {
        Self { directory: SharedDirectory::in_memory(), segments: Vec::new() }
    }
}

/// Adds to indexes, one after the other or side by side.
///
/// Memory: besides the indexes, some 30 MiB at most for each that was in work at the same time.
#[derive(Default)]
pub struct MemoryIndexers(Mutex<Vec<MemoryIndexer>>);

impl MemoryIndexers {
    /// Adds documents to `index`, each with the identity of its source, and opens all that it holds then.
    ///
    /// Cost: the documents' analysis, and a segment of them; on the caller's thread. To write the segment's files side by side
    /// gained nothing on two cores.
    ///
    /// # Errors
    /// `IndexDamaged`, `Engine`.
    pub fn add(
        &self,
        index: &mut MemoryIndex,
        documents: impl IntoIterator<Item = (String, Given)>,
    ) -> Result<Reader> {
        let free = self.free().pop();
        let mut indexer = free.unwrap_or_default();
        let written = indexer.write(index, documents.into_iter().peekable());
        self.free().push(indexer);
        written.map_err(|e| index.directory.failed(e))?;
        Reader::of_memory(&index.directory)
    }

    fn free(&self) -> MutexGuard<'_, Vec<MemoryIndexer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes one segment after the other. It remembers the words of those before, so that analysis costs the next ones little.
struct MemoryIndexer {
    vocabulary: Arc<Vocabulary>,
    making: Making,
}

impl Default for MemoryIndexer {
    fn default() -> Self {
        let (_, fields) = Fields::build();
        let vocabulary = Arc::new(Vocabulary::new(MOST_WORDS));
        let composer = Composer::new(Arc::clone(&vocabulary));
        Self { vocabulary, making: Making { fields, analyzer: Analyzer::new(), composer } }
    }
}

impl MemoryIndexer {
    /// A segment without documents would be one that no writer leaves.
    fn write(
        &mut self,
        index: &mut MemoryIndex,
        mut documents: Peekable<impl Iterator<Item = (String, Given)>>,
    ) -> tantivy::Result<()> {
        if documents.peek().is_some() {
            return self.write_segment(index, documents);
        }
        builder(&self.vocabulary, false).open_or_create(index.directory.clone()).map(drop)
    }

    fn write_segment(
        &mut self,
        index: &mut MemoryIndex,
        documents: impl Iterator<Item = (String, Given)>,
    ) -> tantivy::Result<()> {
        let mut writer: SingleSegmentIndexWriter<Document> =
            builder(&self.vocabulary, false).single_segment_index_writer(index.directory.clone(), TABLES)?;
        for (source, given) in documents {
            writer.add_document(self.making.given(&source, &given))?;
        }
        let mut metas = writer.finalize()?.load_metas()?;
        // tantivy's list names the segment that it has just written, and no other.
        index.segments.append(&mut metas.segments);
        metas.segments.clone_from(&index.segments);
        Ok(index.directory.atomic_write(Path::new(META), &serde_json::to_vec(&metas)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, MemoryIndex, MemoryIndexers};
    use crate::document::slug;
    use crate::index::title_term;

    fn redirect(title: &str) -> (String, Given) {
        ("lot".to_owned(), Given::Redirect(title.to_owned(), "But".to_owned()))
    }

    #[test]
    fn an_index_holds_what_was_added_to_it_and_nothing_of_others() {
        let indexers = MemoryIndexers::default();
        let add = |index: &mut MemoryIndex, titles: &[&str]| {
            let reader = indexers.add(index, titles.iter().map(|title| redirect(title))).unwrap();
            let second = title_term("Deux", &slug("But"));
            let found = reader.documents(reader.fields().title, &second).unwrap().len();
            (reader.searcher().num_docs(), found)
        };
        let (mut one, mut other) = (MemoryIndex::default(), MemoryIndex::default());
        assert_eq!(add(&mut one, &[]), (0, 0));
        assert_eq!(add(&mut one, &["Un", "Deux"]), (2, 1));
        assert_eq!(add(&mut other, &["Trois"]), (1, 0));
        assert_eq!(add(&mut one, &["Quatre"]), (3, 1));
        assert_eq!(add(&mut one, &[]), (3, 1));
    }
}
