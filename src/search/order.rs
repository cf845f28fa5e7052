//! Orders that no score decides: as the sources stand in their folders and the passages in their sources, or by date.

use tantivy::DocAddress;
use tantivy::columnar::StrColumn;
use tantivy::query::Query;

use super::facets::references;
use super::hit::{Hit, References};
use super::local::Local;
use super::matches::matches;
use crate::error::Result;
use crate::index::Reader;

/// All that matches, in document order. Cost: a visit to each, and a sort.
pub(super) fn in_document_order(reader: &Reader, query: &dyn Query) -> Result<Vec<DocAddress>> {
    sorted(reader, matches(reader, query)?)
}

/// `addresses` in document order.
pub(super) fn sorted(reader: &Reader, addresses: Vec<DocAddress>) -> Result<Vec<DocAddress>> {
    first_sorted(reader, addresses, usize::MAX)
}

/// The first `limit` of `addresses` in document order. Cost: a look at each, and a sort of those.
pub(super) fn first_sorted(
    reader: &Reader,
    addresses: Vec<DocAddress>,
    limit: usize,
) -> Result<Vec<DocAddress>> {
    let keys = Keys::new(reader).map_err(|e| reader.failed(e))?;
    let mut keyed: Vec<_> = addresses.into_iter().map(|address| (keys.of(address), address)).collect();
    if limit < keyed.len() {
        keyed.select_nth_unstable(limit);
        keyed.truncate(limit);
    }
    keyed.sort_unstable();
    Ok(keyed.into_iter().map(|(_, address)| address).collect())
}

/// `addresses`, those first that cite the newest source (of references the newest); those of one date as they stand,
/// and those without a date last.
///
/// Cost: each is read, about 10 µs and as much for each of its references.
pub(super) fn newest_first(engine: &Local, addresses: Vec<DocAddress>) -> Result<Vec<DocAddress>> {
    let mut found = References::new(engine.reader());
    let mut dated = Vec::with_capacity(addresses.len());
    for address in addresses {
        let hit = Hit::new(engine.record(address)?, &mut found)?;
        // Dates begin with the year, so that as texts they are in their order; `None` comes before all of them.
        dated.push((references(&hit).filter_map(|reference| reference.date.clone()).max(), address));
    }
    dated.sort_by(|(a, _), (b, _)| b.cmp(a));
    Ok(dated.into_iter().map(|(_, address)| address).collect())
}

/// What documents are sorted by, segment by segment.
struct Keys(Vec<SegmentKeys>);

struct SegmentKeys {
    source: Option<StrColumn>,
    /// For each source of the segment, its place among the sources of all segments.
    rank: Vec<usize>,
    order: tantivy::columnar::Column<u64>,
}

impl Keys {
    fn new(reader: &Reader) -> tantivy::Result<Self> {
        let mut segments = Vec::new();
        let mut names = Vec::new();
        for segment in reader.searcher().segment_readers() {
            let source = segment.fast_fields().str("source")?;
            let own = source.as_ref().map_or_else(|| Ok(Vec::new()), source_names)?;
            segments.push(SegmentKeys {
                source,
                rank: Vec::new(),
                order: segment.fast_fields().u64("order")?,
            });
            names.push(own);
        }
        let mut all: Vec<&String> = names.iter().flatten().collect();
        all.sort_unstable();
        all.dedup();
        for (segment, own) in segments.iter_mut().zip(&names) {
            segment.rank = own.iter().map(|name| all.partition_point(|other| *other < name)).collect();
        }
        Ok(Self(segments))
    }

    fn of(&self, address: DocAddress) -> (usize, u64) {
        let Some(segment) = self.0.get(address.segment_ord as usize) else { return (0, 0) };
        let ordinal = segment.source.as_ref().and_then(|source| source.term_ords(address.doc_id).next());
        let rank = ordinal.and_then(|ordinal| segment.rank.get(ordinal as usize)).copied();
        (rank.unwrap_or_default(), segment.order.first(address.doc_id).unwrap_or_default())
    }
}

fn source_names(column: &StrColumn) -> tantivy::Result<Vec<String>> {
    let mut names = Vec::with_capacity(column.num_terms());
    for ordinal in 0..column.num_terms() as u64 {
        let mut name = String::new();
        column.ord_to_str(ordinal, &mut name)?;
        names.push(name);
    }
    Ok(names)
}
