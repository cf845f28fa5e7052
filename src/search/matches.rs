//! All that matches, unranked.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Query;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::error::Result;
use crate::index::Reader;

/// All live documents that `query` matches, in the order in which the index holds them. tantivy's own collector makes
/// sets of them, which costs more than the search.
pub(super) fn matches(reader: &Reader, query: &dyn Query) -> Result<Vec<DocAddress>> {
    reader.searcher().search(query, &All).map_err(|e| reader.failed(e))
}

struct All;

struct AllOfSegment {
    segment: SegmentOrdinal,
    found: Vec<DocAddress>,
}

impl Collector for All {
    type Fruit = Vec<DocAddress>;
    type Child = AllOfSegment;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<AllOfSegment> {
        Ok(AllOfSegment { segment, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Vec<DocAddress>>) -> tantivy::Result<Vec<DocAddress>> {
        Ok(segments.concat())
    }
}

impl SegmentCollector for AllOfSegment {
    type Fruit = Vec<DocAddress>;

    fn collect(&mut self, document: DocId, _: Score) {
        self.found.push(DocAddress::new(self.segment, document));
    }

    fn harvest(self) -> Vec<DocAddress> {
        self.found
    }
}
