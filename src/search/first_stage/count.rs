//! How many passages match, whatever they score.

use tantivy::schema::IndexRecordOption;
use tantivy::{SegmentReader, Term};

use super::WeightedStem;
use crate::error::Result;
use crate::index::Reader;
use crate::search::asker::Asker;

/// Documents of a full block.
const BLOCK: usize = 128;

/// How many live passages hold any of `stems`. Cost: about 1 ns for each of the stems' postings; no postings are read for
/// one stem alone. Whether `asker` still waits is looked at before each list.
pub(in crate::search) fn count(reader: &Reader, asker: &Asker, stems: &[WeightedStem]) -> Result<usize> {
    if let [(stem, _)] = stems {
        let live = reader.statistics()?.stem_df(stem).map_err(|e| reader.damaged(&e))?;
        return Ok(usize::try_from(live).unwrap_or(usize::MAX));
    }
    let mut counted = 0;
    for segment in reader.searcher().segment_readers() {
        counted += count_segment(reader, asker, segment, stems)?;
    }
    Ok(counted)
}

fn count_segment(
    reader: &Reader,
    asker: &Asker,
    segment: &SegmentReader,
    stems: &[WeightedStem],
) -> Result<usize> {
    let field = reader.fields().terms;
    let index = segment.inverted_index(field).map_err(|e| reader.failed(e))?;
    let mut found = vec![0u64; segment.max_doc().div_ceil(u64::BITS) as usize];
    for (stem, _) in stems {
        asker.waits()?;
        let term = Term::from_field_text(field, stem);
        let postings = index.read_block_postings(&term, IndexRecordOption::Basic);
        let Some(mut postings) = postings.map_err(|e| reader.failed(e.into()))? else { continue };
        loop {
            for document in postings.docs() {
                if let Some(bits) = found.get_mut((document / u64::BITS) as usize) {
                    *bits |= 1 << (document % u64::BITS);
                }
            }
            if postings.block_len() < BLOCK {
                break;
            }
            postings.advance();
        }
    }
    let Some(alive) = segment.alive_bitset() else {
        return Ok(found.iter().map(|bits| bits.count_ones() as usize).sum());
    };
    let is_found = |document: &u32| found[(document / u64::BITS) as usize] >> (document % u64::BITS) & 1 == 1;
    Ok(alive.iter_alive().filter(is_found).count())
}
