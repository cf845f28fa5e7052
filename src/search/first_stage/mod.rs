//! The first stage of a plain question: the passages that its words score highest, by BM25 over stems.
//!
//! The scores are tantivy's own ([`Bm25Weight`], its lists and its lengths); how they are gone through is not. tantivy
//! goes through the lists of a union document by document and knows only how high the block at hand may score (block-max
//! WAND). Here the documents are cut into windows. From the skip lists it is known how high each list may score in each of
//! them, so the best windows come first, and what is found in them shows that most others need not be looked at, nor in
//! those that are the lists whose words add too little (MaxScore: Turtle & Flood, *Query evaluation: strategies and
//! optimizations*, IP&M 31, 1995; its windows with bounds of their own: Mallia et al., *Faster learned sparse retrieval with
//! guided traversal*, 2022, and Lucene's `MaxScoreBulkScorer`). docs/ranking.md has what it saves.

mod count;
mod heap;
mod list;
mod window;

use tantivy::query::{Bm25StatisticsProvider as _, Bm25Weight};
use tantivy::{DocAddress, Score, SegmentReader, Term};

use super::asker::Asker;
use super::live::LiveStatistics;
use crate::error::Result;
use crate::index::{Reader, Statistics};
pub(super) use count::count;
use heap::Best;
use list::List;
use window::{Bounds, WINDOW, Windows};

/// A stem with what a match counts.
pub(super) type WeightedStem = (String, f32);

/// Windows of the first rounds, the highest bounds first; the last round takes all that are left. After the first what is
/// still to be beaten is mostly known.
const ROUNDS: [usize; 3] = [4, 16, usize::MAX];

/// The best `limit` live passages that hold any of `stems`, with their scores, best first; of equals those that the index
/// holds first. Scores differ in their last bits with the order in which a passage's words are added up. Whether `asker`
/// still waits is looked at before each list and each window.
///
/// Cost: 2 ns for each block of the stems' postings; about 3 ns for each passage of a window that is looked at.
pub(super) fn best(
    reader: &Reader,
    asker: &Asker,
    stems: &[WeightedStem],
    limit: usize,
) -> Result<Vec<(Score, DocAddress)>> {
    let weights = weights(reader, reader.statistics()?, stems).map_err(|e| reader.failed(e))?;
    let mut best = Best::new(limit);
    for (segment, segment_reader) in (0..).zip(reader.searcher().segment_readers()) {
        let mut lists = lists(reader, asker, (segment, segment_reader), &weights)?;
        best.of_segment(segment);
        search(reader, &mut lists, asker, segment_reader, &mut best)?;
    }
    Ok(best.into_sorted())
}

/// Each stem's BM25 weight among the live passages.
fn weights<'s>(
    reader: &Reader,
    statistics: &Statistics,
    stems: &'s [WeightedStem],
) -> tantivy::Result<Vec<(&'s str, Bm25Weight)>> {
    let fields = reader.fields();
    let live = LiveStatistics { statistics, searcher: reader.searcher(), fields };
    let documents = live.total_num_docs()?;
    let mean_length = live.total_num_tokens(fields.terms)? as Score / documents as Score;
    let weight = |(stem, weight): &'s WeightedStem| {
        let df = live.doc_freq(&Term::from_field_text(fields.terms, stem))?;
        let bm25 = Bm25Weight::for_one_term_without_explain(df, documents, mean_length);
        Ok((stem.as_str(), bm25.boost_by(*weight)))
    };
    stems.iter().map(weight).collect()
}

/// The lists of the stems that the segment has.
fn lists(
    reader: &Reader,
    asker: &Asker,
    (number, segment): (u32, &SegmentReader),
    weights: &[(&str, Bm25Weight)],
) -> Result<Vec<List>> {
    let stems = reader.stems(number)?;
    let lengths = segment.get_fieldnorms_reader(reader.fields().terms).map_err(|e| reader.failed(e))?;
    let mut lists = Vec::with_capacity(weights.len());
    for (stem, weight) in weights {
        asker.waits()?;
        let Some(postings) = stems.postings(stem).map_err(|e| reader.damaged(&e))? else { continue };
        let list = List::new(postings, weight.clone(), lengths.clone());
        lists.push(list.map_err(|e| reader.damaged(&e))?);
    }
    Ok(lists)
}

fn search(
    reader: &Reader,
    lists: &mut [List],
    asker: &Asker,
    segment: &SegmentReader,
    best: &mut Best,
) -> Result<()> {
    let bounds = Bounds::new(lists, segment.max_doc());
    let mut windows = Windows::new(segment.alive_bitset());
    let mut left = bounds.by_height();
    for most in ROUNDS {
        let mut round: Vec<u32> = left.drain(..most.min(left.len())).collect();
        // What stands together is read together.
        round.sort_unstable();
        for window in round {
            asker.waits()?;
            if best.is_in_reach(bounds.sum(window)) {
                let searched = windows.search(lists, window * WINDOW, bounds.of(window), best);
                searched.map_err(|e| reader.damaged(&e))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
pub(in crate::search) mod tests;
