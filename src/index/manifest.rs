//! What is indexed: one entry a source, kept beside the segments that hold it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::ops::AddAssign;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::identity::{Identity, parse};
use crate::document::Article;
use crate::error::{Error, Result};

/// How many of each an index, a source or a run holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Pages.
    pub articles: u64,
    /// Other names of pages.
    #[serde(default)]
    pub redirects: u64,
    /// Units that are ranked.
    pub passages: u64,
    /// Bibliographic entries.
    pub references: u64,
    /// Citation markers.
    pub markers: u64,
    /// Bytes of passages' text.
    pub text_bytes: u64,
}

impl Counts {
    /// What one article, or a part of one, holds.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        let mut counts = Self {
            articles: u64::from(article.part == 0 && article.redirect.is_none()),
            redirects: u64::from(article.redirect.is_some()),
            references: article.references.len() as u64,
            ..Self::default()
        };
        for (_, passage) in article.passages() {
            counts.passages += 1;
            counts.markers += passage.markers.len() as u64;
            counts.text_bytes += passage.text.len() as u64;
        }
        counts
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.articles += other.articles;
        self.redirects += other.redirects;
        self.passages += other.passages;
        self.references += other.references;
        self.markers += other.markers;
        self.text_bytes += other.text_bytes;
    }
}

/// A source as it was when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceEntry {
    /// Bytes of the file.
    pub size: u64,
    /// When the file was last written, in nanoseconds since 1970.
    pub modified_ns: u64,
    /// When it was read, on the same clock.
    pub read_ns: u64,
    /// XXH3-128 of its bytes, in hexadecimal.
    pub hash: String,
    /// The options that shaped what was read (format, title).
    pub options: String,
    /// Whether all of it could be read; a source that could not is read again by the next run.
    pub sound: bool,
    /// Of a source that was not read to its end: how many of its rows or pages were; the next run goes on there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfinished: Option<u64>,
    /// What it gave.
    pub counts: Counts,
}

/// Every source of an index, by identity: a file's canonical path, or `-:` and an article's id for what came
/// through standard input.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// In the order of their names.
    pub sources: BTreeMap<String, SourceEntry>,
}

impl Manifest {
    /// The sum over all sources.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut sum = Counts::default();
        self.sources.values().for_each(|entry| sum += entry.counts);
        sum
    }

    /// Reads the manifest that a commit named.
    pub(super) fn load(folder: &Path, commit: &Identity) -> Result<Self> {
        let path = folder.join(&commit.manifest);
        let bytes = fs::read(&path).map_err(|source| Error::Io { path, reason: source })?;
        Self::of_bytes(folder, commit, &bytes)
    }

    /// The manifest that a commit named, which was read.
    pub(super) fn of_bytes(folder: &Path, commit: &Identity, bytes: &[u8]) -> Result<Self> {
        let file = &commit.manifest;
        if crc32fast::hash(bytes) != commit.manifest_crc32 {
            let reason = format!("{file}: is not as it was written");
            return Err(Error::IndexDamaged { path: folder.to_owned(), reason });
        }
        parse(folder, file, bytes)
    }

    /// Writes it for the commit of `opstamp`, under a name of its own, and waits until it is on the disk.
    pub(super) fn save(&self, folder: &Path, opstamp: u64) -> Result<Identity> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |reason| Error::Io { path, reason }
        };
        let bytes = serde_json::to_vec(self).map_err(|error| failed(folder)(error.into()))?;
        let crc32 = crc32fast::hash(&bytes);
        let name = manifest_name(opstamp, crc32);
        let path = folder.join(&name);
        let write = || -> std::io::Result<()> {
            let mut out = File::create(&path)?;
            out.write_all(&bytes)?;
            out.sync_all()
        };
        write().map_err(failed(&path))?;
        Ok(Identity::new(name, crc32))
    }
}

/// Whether a file's name is one of a manifest's.
pub(super) fn is_manifest(name: &str) -> bool {
    name.starts_with("manifest-") && name.ends_with(".json")
}

/// The name of the manifest that goes with a commit.
fn manifest_name(opstamp: u64, crc32: u32) -> String {
    format!("manifest-{opstamp}-{crc32:08x}.json")
}
