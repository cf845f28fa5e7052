//! What an index says of itself, read before anything else of it is opened.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::sealed;
use crate::analysis;
use crate::error::{Error, Result};

/// The version of [`Fields`](super::Fields) and of everything that is stored. Raised whenever an older program
/// could not read what a newer one writes, or the other way round.
pub const SCHEMA: u32 = 10;

/// The file in which tantivy keeps the list of segments and our payload.
pub(super) const META: &str = "meta.json";

/// The payload of every commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Identity {
    /// [`SCHEMA`] of the program that wrote it.
    pub(super) schema: u32,
    /// [`analysis::NAME`] of the program that wrote it.
    pub(super) analyzer: String,
    /// The file that holds the manifest of this commit.
    pub(super) manifest: String,
    /// The CRC-32 of its bytes.
    pub(super) manifest_crc32: u32,
    /// Tells this commit from every other, and from what a merge made of it.
    #[serde(skip)]
    pub(super) stamp: u64,
}

impl Identity {
    /// What this program writes.
    pub(super) fn new(manifest: String, manifest_crc32: u32) -> Self {
        Self { schema: SCHEMA, analyzer: analysis::NAME.to_owned(), manifest, manifest_crc32, stamp: 0 }
    }

    /// The identity of the index in `folder`; `None` where the first build of an index has not committed yet.
    ///
    /// # Errors
    /// `IndexMissing`, `IndexVersion` when this program cannot read the index, `IndexDamaged`, `Io`.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(META);
        let bytes = fs::read(&path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                Error::IndexMissing { path: folder.to_owned() }
            }
            _ => Error::Io { path: path.clone(), reason: source },
        })?;
        let meta: Meta = parse(folder, META, &bytes)?;
        let Some(payload) = meta.payload else { return Ok(None) };
        let version: Version = parse(folder, META, payload.as_bytes())?;
        version.check(folder)?;
        sealed::verify(Path::new(META), &bytes).map_err(|error| damaged(folder, &error))?;
        let identity: Self = parse(folder, META, payload.as_bytes())?;
        Ok(Some(Self { stamp: xxh3_64(&bytes), ..identity }))
    }
}

/// The [`stamp`](Identity::stamp) of the commit that is in `folder` now; none where there is no whole one.
pub(super) fn stamp(folder: &Path) -> Option<u64> {
    fs::read(folder.join(META)).ok().map(|bytes| xxh3_64(&bytes))
}

/// The part of tantivy's list that is ours.
#[derive(Deserialize)]
struct Meta {
    payload: Option<String>,
}

/// The part of an identity that every version has.
#[derive(Deserialize)]
struct Version {
    schema: u32,
    analyzer: String,
}

impl Version {
    fn check(&self, folder: &Path) -> Result<()> {
        if self.schema == SCHEMA && self.analyzer == analysis::NAME {
            return Ok(());
        }
        let spell = |schema: u32, analyzer: &str| format!("schema {schema}, analyzer {analyzer}");
        Err(Error::IndexVersion {
            path: folder.to_owned(),
            found: spell(self.schema, &self.analyzer),
            expected: spell(SCHEMA, analysis::NAME),
        })
    }
}

/// What reading a file of the index's own met, as the damage that it is.
pub(super) fn damaged(folder: &Path, error: &io::Error) -> Error {
    Error::IndexDamaged { path: folder.to_owned(), reason: error.to_string() }
}

/// JSON of the index's own, where a failure means damage.
pub(super) fn parse<'a, T: Deserialize<'a>>(folder: &Path, file: &str, bytes: &'a [u8]) -> Result<T> {
    serde_json::from_slice(bytes)
        .map_err(|error| Error::IndexDamaged { path: folder.to_owned(), reason: format!("{file}: {error}") })
}
