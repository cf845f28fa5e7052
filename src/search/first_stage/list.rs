//! The postings of one term in one segment.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED};

use crate::index::Impact;

/// A term's postings, read forward, with what each of its blocks scores at most.
pub(super) struct List {
    /// At its first block.
    first: BlockSegmentPostings,
    at: BlockSegmentPostings,
    weight: Bm25Weight,
    lengths: FieldNormReader,
    /// The last document of each block, and the most that the block scores.
    pub(super) blocks: Vec<(DocId, Score)>,
}

impl List {
    /// `impacts` are those of the full blocks; what follows them is one more block.
    pub(super) fn new(
        mut postings: BlockSegmentPostings,
        impacts: &[Impact],
        weight: Bm25Weight,
        lengths: FieldNormReader,
    ) -> Self {
        let full =
            impacts.iter().map(|impact| (impact.last, weight.score(impact.fieldnorm_id, impact.frequency)));
        let mut blocks = Vec::with_capacity(impacts.len() + 1);
        blocks.extend(full);
        // Of a list of that one block it is known what it scores; else it is not read for that.
        let rest =
            if impacts.is_empty() { postings.block_max_score(&lengths, &weight) } else { weight.max_score() };
        blocks.push((TERMINATED, rest));
        Self { first: postings.clone(), at: postings, weight, lengths, blocks }
    }

    /// Back to the first block.
    pub(super) fn rewind(&mut self) {
        self.at.clone_from(&self.first);
    }

    /// Calls `visit` with the documents of `from..end` and what the term scores in them, in order. Cost: about 3 ns each.
    #[inline]
    pub(super) fn each(&mut self, from: DocId, end: DocId, mut visit: impl FnMut(DocId, Score)) {
        let mut start = self.at.seek(from);
        loop {
            let Self { at, weight, lengths, .. } = self;
            let (documents, frequencies) = (at.docs(), at.freqs());
            for (document, frequency) in documents.iter().zip(frequencies).skip(start) {
                if *document >= end {
                    return;
                }
                visit(*document, weight.score(lengths.fieldnorm_id(*document), *frequency));
            }
            if documents.len() < BLOCK {
                return;
            }
            self.at.advance();
            start = 0;
        }
    }

    /// What the term scores in a document, which is not before the last that was asked for; 0 where it does not hold it.
    #[inline]
    pub(super) fn score(&mut self, document: DocId) -> Score {
        let place = self.at.seek(document);
        if self.at.doc(place) != document {
            return 0.0;
        }
        self.weight.score(self.lengths.fieldnorm_id(document), self.at.freq(place))
    }
}

/// Documents of a full block.
const BLOCK: usize = 128;
