//! What an index holds, in numbers.

use std::fs;

use schemars::JsonSchema;
use serde::Serialize;

use super::identity::SCHEMA;
use super::manifest::Counts;
use super::reader::Reader;
use crate::analysis;
use crate::error::Result;

/// What an index holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stats {
    /// Articles, passages, references, markers, bytes of text; live ones.
    #[serde(flatten)]
    pub counts: Counts,
    /// Distinct stems of titles, headings and texts.
    pub terms: u64,
    /// Files of the index together, in bytes.
    pub bytes: u64,
    /// Files and folders that it was built from.
    pub sources: u64,
    /// Segments that a query visits.
    pub segments: u64,
    /// The analyzer's name and version.
    pub analyzer: String,
    /// The schema's version.
    pub schema: u32,
}

/// Counts what `reader` holds. Cost: the first call reads the manifest, and merges the dictionaries where there are
/// several segments; others nothing, since a commit does not change.
///
/// # Errors
/// `Io` or `IndexDamaged`.
pub fn stats(reader: &Reader) -> Result<Stats> {
    if let Some(known) = reader.stats.get() {
        return Ok(known.clone());
    }
    let counted = counted(reader)?;
    Ok(reader.stats.get_or_init(|| counted).clone())
}

fn counted(reader: &Reader) -> Result<Stats> {
    let manifest = reader.manifest()?;
    Ok(Stats {
        counts: manifest.counts(),
        terms: distinct_terms(reader)?,
        bytes: bytes_of(reader),
        sources: manifest.sources.len() as u64,
        segments: reader.searcher().segment_readers().len() as u64,
        analyzer: analysis::NAME.to_owned(),
        schema: SCHEMA,
    })
}

/// Each segment has a dictionary of its own; a term counts once.
fn distinct_terms(reader: &Reader) -> Result<u64> {
    let segments = reader.searcher().segment_readers();
    let dictionaries: tantivy::Result<Vec<_>> =
        segments.iter().map(|segment| segment.inverted_index(reader.fields().terms)).collect();
    let dictionaries = dictionaries.map_err(|e| reader.failed(e))?;
    if let [only] = dictionaries.as_slice() {
        return Ok(only.terms().num_terms() as u64);
    }
    let streams: std::io::Result<Vec<_>> =
        dictionaries.iter().map(|dictionary| dictionary.terms().stream()).collect();
    let mut merger = tantivy::termdict::TermMerger::new(streams.map_err(|e| reader.failed(e.into()))?);
    let mut terms = 0;
    while merger.advance() {
        terms += 1;
    }
    Ok(terms)
}

/// Files that vanish while they are counted, as those of a merge do, count as nothing.
pub(super) fn bytes_of(reader: &Reader) -> u64 {
    let files = fs::read_dir(reader.folder()).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).sum()
}
