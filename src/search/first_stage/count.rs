//! How many passages match, whatever they score.

use std::io;

use tantivy::SegmentReader;

use super::WeightedStem;
use crate::error::Result;
use crate::index::{Block, Reader, Stems};
use crate::search::asker::Asker;

/// How many live passages hold any of `stems`. Cost: about 1 ns for each of the stems' postings; no postings are read for
/// one stem alone. Whether `asker` still waits is looked at before each list.
pub(in crate::search) fn count(reader: &Reader, asker: &Asker, stems: &[WeightedStem]) -> Result<usize> {
    if let [(stem, _)] = stems {
        let live = reader.statistics()?.stem_df(stem).map_err(|e| reader.damaged(&e))?;
        return Ok(usize::try_from(live).unwrap_or(usize::MAX));
    }
    let mut counted = 0;
    for (number, segment) in (0..).zip(reader.searcher().segment_readers()) {
        counted += count_segment(reader, asker, (number, segment), stems)?;
    }
    Ok(counted)
}

fn count_segment(
    reader: &Reader,
    asker: &Asker,
    (number, segment): (u32, &SegmentReader),
    stems: &[WeightedStem],
) -> Result<usize> {
    let mut found = vec![0u64; segment.max_doc().div_ceil(u64::BITS) as usize];
    for (stem, _) in stems {
        asker.waits()?;
        let noted = note(reader.stems(number)?, stem, &mut found);
        noted.map_err(|e| reader.damaged(&e))?;
    }
    let Some(alive) = segment.alive_bitset() else {
        return Ok(found.iter().map(|bits| bits.count_ones() as usize).sum());
    };
    let is_found = |document: &u32| found[(document / u64::BITS) as usize] >> (document % u64::BITS) & 1 == 1;
    Ok(alive.iter_alive().filter(is_found).count())
}

/// Sets the bits of the documents that hold `stem`.
fn note(stems: &Stems, stem: &str, found: &mut [u64]) -> io::Result<()> {
    let Some(postings) = stems.postings(stem)? else { return Ok(()) };
    let mut block = Block::default();
    for number in 0..postings.blocks() {
        postings.read_documents(number, &mut block)?;
        for document in block.documents() {
            if let Some(bits) = found.get_mut((document / u64::BITS) as usize) {
                *bits |= 1 << (document % u64::BITS);
            }
        }
    }
    Ok(())
}
