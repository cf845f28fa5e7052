//! What the bytes of an index are spent on.

use std::collections::BTreeMap;

use serde::Serialize;
use tantivy::SegmentReader;
use tantivy::index::SegmentComponent;
use tantivy::space_usage::PerFieldSpaceUsage;

use super::forward::{FORWARD, WORDS};
use super::reader::Reader;
use super::stats::bytes_of;
use super::stems::STEMS;
use super::store::RECORDS;
use crate::error::Result;

/// What a part of an index holds, over all segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What is stored of passages and references, compressed.
    Records,
    /// Passages as numbers of words.
    Forward,
    /// What the numbers stand for, with their frequencies.
    Words,
    /// Which documents hold a term.
    Postings,
    /// Where a term stands in them.
    Positions,
    /// The terms.
    Terms,
    /// Stems once more, as they are looked up.
    Stems,
    /// The lengths of fields.
    Lengths,
    /// Values by document.
    Columns,
    /// Which documents are deleted.
    Deletions,
    /// Lists of segments and of sources, checksums, tantivy's empty store.
    Other,
}

/// How large a part of an index is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Size {
    /// What it holds.
    pub part: Part,
    /// Of which field, where it is divided by fields.
    pub field: Option<String>,
    /// In bytes.
    pub bytes: u64,
}

/// The parts of an index, the largest first; they sum up to the bytes of its files. Cost: the tables of all files are
/// read.
///
/// # Errors
/// `Io` or `IndexDamaged`.
pub fn sizes(reader: &Reader) -> Result<Vec<Size>> {
    let mut sums: BTreeMap<(Part, Option<String>), u64> = BTreeMap::new();
    for segment in reader.searcher().segment_readers() {
        add(segment, &mut sums).map_err(|e| reader.failed(e.into()))?;
    }
    let known: u64 = sums.values().sum();
    sums.insert((Part::Other, None), bytes_of(reader).saturating_sub(known));
    let mut sizes: Vec<Size> =
        sums.into_iter().map(|((part, field), bytes)| Size { part, field, bytes }).collect();
    sizes.retain(|size| size.bytes > 0);
    sizes.sort_by_key(|size| std::cmp::Reverse(size.bytes));
    Ok(sizes)
}

fn add(segment: &SegmentReader, sums: &mut BTreeMap<(Part, Option<String>), u64>) -> std::io::Result<()> {
    let usage = segment.space_usage()?;
    let fields: [(Part, &PerFieldSpaceUsage); 5] = [
        (Part::Postings, usage.postings()),
        (Part::Positions, usage.positions()),
        (Part::Terms, usage.termdict()),
        (Part::Lengths, usage.fieldnorms()),
        (Part::Columns, usage.fast_fields()),
    ];
    for (part, fields) in fields {
        for field in fields.fields() {
            let name = Some(field.field_name().to_owned());
            *sums.entry((part, name)).or_default() += field.total().get_bytes();
        }
    }
    let own =
        [(Part::Records, RECORDS), (Part::Forward, FORWARD), (Part::Words, WORDS), (Part::Stems, STEMS)];
    for (part, extension) in own {
        let own = usage.component(SegmentComponent::Custom(extension.to_owned()));
        *sums.entry((part, None)).or_default() += own.total().get_bytes();
    }
    *sums.entry((Part::Deletions, None)).or_default() += usage.deletes().get_bytes();
    Ok(())
}
