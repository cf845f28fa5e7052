//! The folder of an index: which of its files are the index's, and how they go away.

use std::fs;
use std::io;
use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::{Directory as _, INDEX_WRITER_LOCK, MmapDirectory};

use super::identity::Identity;
use super::manifest::is_manifest;
use super::writer::engine;
use crate::error::{Error, Result};

/// The only file of a folder that may stand beside an index, and that a rebuild keeps.
const README: &str = "README.md";

/// A folder that already holds something else is not made an index by mistake.
pub(super) fn refuse_other_files(folder: &Path) -> Result<()> {
    match files_of(folder)?.into_iter().find(|name| name != README && !is_own_file(name)) {
        Some(found) => Err(Error::NotAnIndex { path: folder.to_owned(), found }),
        None => Ok(()),
    }
}

/// Takes an index away and leaves what is not part of it; the folder and the writer's lock stay. Nothing happens
/// where there is no folder.
///
/// # Errors
/// `IndexLocked` while another process writes; `NotAnIndex`; `Io`, naming the file that could not be removed.
pub fn clear(folder: &Path) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    if let Err(Error::IndexMissing { .. } | Error::IndexDamaged { .. }) = Identity::read(folder) {
        refuse_other_files(folder)?;
    }
    let directory = MmapDirectory::open(folder).map_err(|e| engine(folder, e.into()))?;
    let locked = directory.acquire_lock(&INDEX_WRITER_LOCK);
    let _lock = locked.map_err(|e| engine(folder, TantivyError::LockFailure(e, None)))?;
    let is_lock = |name: &String| Path::new(name) == INDEX_WRITER_LOCK.filepath;
    for name in files_of(folder)?.iter().filter(|name| is_own_file(name) && !is_lock(name)) {
        let path = folder.join(name);
        fs::remove_file(&path).map_err(|source| Error::Io { path, reason: source })?;
    }
    Ok(())
}

fn files_of(folder: &Path) -> Result<Vec<String>> {
    let failed = |source| Error::Io { path: folder.to_owned(), reason: source };
    let names = fs::read_dir(folder).map_err(failed)?;
    let names: io::Result<Vec<_>> =
        names.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect();
    names.map_err(failed)
}

/// Whether a file's name is one that an index is made of: tantivy's lists and locks, segments, manifests.
fn is_own_file(name: &str) -> bool {
    matches!(name, "meta.json" | ".managed.json" | ".tantivy-writer.lock" | ".tantivy-meta.lock")
        || segment_of(name).is_some()
        || is_manifest(name)
        || is_unfinished(name)
}

/// The segment that a file is part of: a UUID without hyphens before the first point.
fn segment_of(name: &str) -> Option<&str> {
    let (stem, _) = name.split_once('.')?;
    let is_id = stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase());
    is_id.then_some(stem)
}

/// Whether a file is one that was to replace another whole, and whose writer was killed before it could: `.tmp` and
/// six letters or digits, as tempfile names them for tantivy.
fn is_unfinished(name: &str) -> bool {
    name.strip_prefix(".tmp")
        .is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Removes the manifests that no commit names any more; `current` is the one to keep.
pub(super) fn remove_old_manifests(folder: &Path, current: &str) {
    remove(folder, |name| is_manifest(name) && name != current);
}

/// Removes what killed writers left unfinished. Only for who holds the writer's lock and has not begun to write.
pub(super) fn remove_unfinished(folder: &Path) {
    remove(folder, is_unfinished);
}

/// Whether files of segments lie in `folder` that are not of the segments `named`: a killed run left them, or one that
/// still goes on writes them.
pub(super) fn has_left_overs(folder: &Path, named: &[String]) -> bool {
    let files = files_of(folder).unwrap_or_default();
    let mut segments = files.iter().filter_map(|name| segment_of(name));
    segments.any(|segment| !named.iter().any(|name| name == segment))
}

/// A file that cannot be removed does no harm, and the next run tries again.
fn remove(folder: &Path, unwanted: impl Fn(&str) -> bool) {
    for name in files_of(folder).unwrap_or_default().iter().filter(|name| unwanted(name)) {
        drop(fs::remove_file(folder.join(name)));
    }
}

#[cfg(test)]
mod tests {
    use super::is_own_file;

    #[test]
    fn an_index_knows_its_files() {
        for name in [
            "meta.json",
            ".managed.json",
            ".tantivy-writer.lock",
            "manifest-12.json",
            ".tmpAVv0t5",
            "40cc5119547b4cd2ad20cf831b54d218.store",
            "40cc5119547b4cd2ad20cf831b54d218.12.del",
        ] {
            assert!(is_own_file(name), "{name}");
        }
        for name in ["README.md", "notes.txt", ".tmp", ".tmpfile.txt", "manifest.json", "40cc.store"] {
            assert!(!is_own_file(name), "{name}");
        }
    }
}
