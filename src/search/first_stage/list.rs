//! The postings of one term in one segment.

use std::io;
use std::ops::RangeInclusive;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED};

use crate::index::{Block, Postings};

/// A term's postings, with what they score.
pub(super) struct List {
    postings: Postings,
    weight: Bm25Weight,
    lengths: FieldNormReader,
    /// The block that was read last, and which it is.
    block: Box<Block>,
    at: usize,
}

/// No block.
const NONE: usize = usize::MAX;

impl List {
    /// Cost: a list without full blocks is read.
    ///
    /// # Errors
    /// `InvalidData`.
    pub(super) fn new(postings: Postings, weight: Bm25Weight, lengths: FieldNormReader) -> io::Result<Self> {
        let mut list = Self { postings, weight, lengths, block: Box::default(), at: NONE };
        if list.is_short() {
            list.load(0)?;
        }
        Ok(list)
    }

    fn is_short(&self) -> bool {
        self.postings.impacts().len() == 0
    }

    /// Calls `visit` with the documents from one to another and the most that the list scores in them: document by document where
    /// it has no full block, as the lists of names mostly have, else block by block. What follows the last full block is not
    /// read for that. To be asked first.
    pub(super) fn each_bound(&self, mut visit: impl FnMut(RangeInclusive<DocId>, Score)) {
        if self.is_short() {
            return self.scores(0).for_each(|(document, score)| visit(document..=document, score));
        }
        let mut first = 0;
        for impact in self.postings.impacts() {
            visit(first..=impact.last, self.weight.score(impact.fieldnorm_id, impact.frequency));
            first = impact.last.saturating_add(1);
        }
        if self.postings.blocks() > self.postings.impacts().len() {
            visit(first..=TERMINATED, self.weight.max_score());
        }
    }

    /// Calls `visit` with the documents of `from..end` and what the term scores in them, in order. Cost: about 3 ns each.
    ///
    /// # Errors
    /// `InvalidData`.
    #[inline]
    pub(super) fn each(
        &mut self,
        from: DocId,
        end: DocId,
        mut visit: impl FnMut(DocId, Score),
    ) -> io::Result<()> {
        for block in self.postings.block_of(from, self.at)..self.postings.blocks() {
            self.load(block)?;
            for (document, score) in self.scores(from) {
                if document >= end {
                    return Ok(());
                }
                visit(document, score);
            }
        }
        Ok(())
    }

    /// What the term scores in a document; 0 where it does not hold it.
    ///
    /// # Errors
    /// `InvalidData`.
    #[inline]
    pub(super) fn score(&mut self, document: DocId) -> io::Result<Score> {
        let block = self.postings.block_of(document, self.at);
        if block >= self.postings.blocks() {
            return Ok(0.0);
        }
        self.load(block)?;
        let place = self.block.documents().binary_search(&document);
        let frequency = place.ok().and_then(|place| self.block.frequencies().get(place));
        Ok(frequency
            .map_or(0.0, |frequency| self.weight.score(self.lengths.fieldnorm_id(document), *frequency)))
    }

    /// The documents of the block at hand that are not before `from`, and what the term scores in each.
    #[inline]
    fn scores(&self, from: DocId) -> impl Iterator<Item = (DocId, Score)> {
        let (documents, frequencies) = (self.block.documents(), self.block.frequencies());
        let start = documents.partition_point(|document| *document < from);
        let score = |(document, frequency): (&DocId, &u32)| {
            (*document, self.weight.score(self.lengths.fieldnorm_id(*document), *frequency))
        };
        documents.iter().zip(frequencies).skip(start).map(score)
    }

    #[inline]
    fn load(&mut self, block: usize) -> io::Result<()> {
        if self.at != block {
            self.at = NONE;
            self.postings.read(block, &mut self.block)?;
            self.at = block;
        }
        Ok(())
    }
}
