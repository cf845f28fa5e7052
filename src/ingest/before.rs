//! The index as a run finds it.

use std::path::Path;

use crate::error::{Error, Result};
use crate::index::{Manifest, Reader, SourceEntry};
use crate::reader;

/// The index before a run.
#[derive(Default)]
pub(super) struct Before {
    /// `None` where there is none yet.
    pub(super) reader: Option<Reader>,
    pub(super) manifest: Manifest,
}

impl Before {
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let reader = match Reader::open(folder) {
            Err(Error::IndexMissing { .. } | Error::IndexUnfinished { .. }) => None,
            reader => Some(reader?),
        };
        let manifest = reader.as_ref().map_or_else(|| Ok(Manifest::default()), Reader::manifest)?;
        Ok(Self { reader, manifest })
    }

    /// Whether a source gave one article whose title, and so its id, is the name of the file: then another name makes it
    /// another article.
    pub(super) fn is_named_after_its_file(&self, identity: &str, entry: &SourceEntry) -> Result<bool> {
        let (Some(reader), 1) = (&self.reader, entry.counts.articles) else { return Ok(false) };
        let Some(first) = reader.documents(reader.fields().source, identity)?.into_iter().next() else {
            return Ok(false);
        };
        let head = reader.record(first)?.into_head();
        Ok(head.title == reader::title_of_file(&head.path))
    }
}
