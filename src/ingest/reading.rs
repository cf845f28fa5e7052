//! A source that is being read, and its entry in the manifest.

use std::fs::File;

use super::bring::Inputs;
use super::hashing::{ContentHash, HashingReader};
use super::plan::{Planned, now_ns, options_of};
use crate::error::{Error, Result};
use crate::index::{Counts, SourceEntry};
use crate::reader::{self, Articles};

/// The bytes of passages in one part of an article on its way.
const MAX_PART: usize = 1 << 20;

/// The longest row of a JSONL file that is read, in bytes: several times the longest page of Wikipedia.
const MAX_ROW: usize = 8 << 20;

/// Why the reading of a source stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// It is read.
    End,
    /// What was read is to be committed; then it goes on.
    Due,
    /// No more articles are wanted.
    Limit,
}

/// A source that is being read.
pub(super) struct Reading<'a> {
    pub(super) planned: &'a Planned<'a>,
    pub(super) articles: Articles,
    hash: ContentHash,
    /// What it gave, also in runs before.
    pub(super) counts: Counts,
    /// Whether all of it could be read so far.
    pub(super) sound: bool,
    /// Bytes of other sources that were read before.
    pub(super) start: u64,
}

impl<'a> Reading<'a> {
    /// Begins to read a source, from its first byte.
    pub(super) fn open(planned: &'a Planned<'a>, inputs: &Inputs, start: u64) -> Result<Self> {
        let path = &planned.source.shown;
        let file = File::open(path).map_err(|reason| Error::Io { path: path.into(), reason })?;
        let hash = ContentHash::default();
        let input = Box::new(HashingReader::new(file, hash.clone()));
        let articles = reader::open(path, input, &options_for(inputs))?;
        let before = planned.unfinished.as_ref();
        let (counts, sound) = before.map_or((Counts::default(), true), |entry| (entry.counts, entry.sound));
        Ok(Self { planned, articles, hash, counts, sound, start })
    }

    /// What the manifest is to say of it; `unfinished` of its rows or pages were read, or all.
    pub(super) fn entry(&self, unfinished: Option<u64>, inputs: &Inputs) -> SourceEntry {
        SourceEntry {
            size: self.planned.source.size,
            modified_ns: self.planned.source.modified_ns,
            hash: self.hash.hex(),
            sound: self.sound,
            unfinished,
            ..entry(self.counts, inputs)
        }
    }
}

/// An entry for what was read just now.
pub(super) fn entry(counts: Counts, inputs: &Inputs) -> SourceEntry {
    SourceEntry {
        size: 0,
        modified_ns: 0,
        read_ns: now_ns(),
        hash: String::new(),
        options: options_of(inputs),
        sound: true,
        unfinished: None,
        counts,
    }
}

pub(super) fn options_for(inputs: &Inputs) -> reader::Options {
    reader::Options {
        format: inputs.format,
        title: inputs.title.clone(),
        infobox: inputs.infobox,
        threads: inputs.threads,
        max_part_bytes: MAX_PART,
        max_row_bytes: MAX_ROW,
        ..reader::Options::default()
    }
}
