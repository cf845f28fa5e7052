//! The postings of one term in one segment.

use std::io;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED};

use crate::index::{Block, Postings};

/// A term's postings, with what each of its blocks scores at most.
pub(super) struct List {
    postings: Postings,
    weight: Bm25Weight,
    lengths: FieldNormReader,
    /// The block that was read last, and which it is.
    block: Box<Block>,
    at: usize,
    /// What the documents that fill no block score at most.
    rest: Score,
}

/// No block.
const NONE: usize = usize::MAX;

impl List {
    /// # Errors
    /// `InvalidData`.
    pub(super) fn new(postings: Postings, weight: Bm25Weight, lengths: FieldNormReader) -> io::Result<Self> {
        let full = postings.impacts().len();
        let rest = if full < postings.blocks() { weight.max_score() } else { 0.0 };
        let mut list = Self { postings, weight, lengths, block: Box::default(), at: NONE, rest };
        if full == 0 {
            // Of a list without full blocks it is known what it scores; else the rest is not read for that.
            list.load(0)?;
            list.rest = list.scores(0).map(|(_, score)| score).fold(0.0, Score::max);
        }
        Ok(list)
    }

    /// The last document of each block, and the most that the block scores.
    pub(super) fn bounds(&self) -> impl Iterator<Item = (DocId, Score)> {
        let full = self.postings.impacts();
        let full = full.map(|it| (it.last, self.weight.score(it.fieldnorm_id, it.frequency)));
        full.chain([(TERMINATED, self.rest)])
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
        for block in self.postings.block_of(from)..self.postings.blocks() {
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
        let block = self.postings.block_of(document);
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
