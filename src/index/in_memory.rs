//! Small indexes in memory, of documents that were made elsewhere.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::Index;
use tantivy::indexer::SingleSegmentIndexWriter;

use super::directory::SharedDirectory;
use super::document::Document;
use super::forward::{Composer, Vocabulary};
use super::given::Given;
use super::making::Making;
use super::reader::Reader;
use super::schema::Fields;
use super::writer::builder;
use crate::analysis::{Analyzer, MOST_WORDS};
use crate::error::Result;

/// What tantivy's tables for a segment are sized by, in bytes: these are made anew for each index, which holds a few hundred
/// documents. A larger index only has them grow.
const TABLES: usize = 1 << 20;

/// Makes indexes, one after the other or side by side.
///
/// Memory: besides the indexes, some 30 MiB at most for each that was in work at the same time.
#[derive(Default)]
pub struct MemoryIndexers(Mutex<Vec<MemoryIndexer>>);

impl MemoryIndexers {
    /// An index of documents, each with the identity of its source. It goes with its last reader.
    ///
    /// Cost: the documents' analysis, and a segment of them; on the caller's thread. To write the segment's files side by side
    /// gained nothing on two cores.
    ///
    /// # Errors
    /// `IndexDamaged`, `Engine`.
    pub fn index(&self, documents: &[(String, Given)]) -> Result<Reader> {
        let free = self.free().pop();
        let mut indexer = free.unwrap_or_default();
        let reader = indexer.index(documents);
        self.free().push(indexer);
        reader
    }

    fn free(&self) -> MutexGuard<'_, Vec<MemoryIndexer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes one index after the other. It remembers the words of those before, so that analysis costs the next ones little.
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
    fn index(&mut self, documents: &[(String, Given)]) -> Result<Reader> {
        let directory = SharedDirectory::in_memory();
        self.write(&directory, documents).map_err(|e| directory.failed(e))?;
        Reader::of_memory(&directory)
    }

    /// Writes what tantivy knows as an index: its list of segments, and one unless it would be empty.
    fn write(
        &mut self,
        directory: &SharedDirectory,
        documents: &[(String, Given)],
    ) -> tantivy::Result<Index> {
        let builder = builder(&self.vocabulary, false);
        if documents.is_empty() {
            return builder.open_or_create(directory.clone());
        }
        let mut writer: SingleSegmentIndexWriter<Document> =
            builder.single_segment_index_writer(directory.clone(), TABLES)?;
        for (source, given) in documents {
            writer.add_document(self.making.given(source, given))?;
        }
        writer.finalize()
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, MemoryIndexers};
    use crate::document::slug;
    use crate::index::title_term;

    fn redirect(title: &str) -> (String, Given) {
        ("lot".to_owned(), Given::Redirect(title.to_owned(), "But".to_owned()))
    }

    #[test]
    fn an_index_holds_its_documents_and_none_of_those_before() {
        let indexers = MemoryIndexers::default();
        let held = |titles: &[&str]| {
            let documents: Vec<_> = titles.iter().map(|title| redirect(title)).collect();
            let reader = indexers.index(&documents).unwrap();
            let second = title_term("Deux", &slug("But"));
            let found = reader.documents(reader.fields().title, &second).unwrap().len();
            (reader.searcher().num_docs(), found)
        };
        assert_eq!(held(&[]), (0, 0));
        assert_eq!(held(&["Un", "Deux"]), (2, 1));
        assert_eq!(held(&["Trois"]), (1, 0));
        assert_eq!(held(&[]), (0, 0));
    }
}
