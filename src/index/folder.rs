//! The folder of an index: which of its files are the index's, and how they go away.

use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;

use super::identity::{Identity, META, parse};
use super::manifest::is_manifest;
use crate::error::{Error, Result};

/// The folder in an index's own in which a new one is built before it takes the place of the old.
pub(super) const BESIDE: &str = ".beside";

/// The file in which tantivy lists the files that it wrote.
pub(super) const MANAGED: &str = ".managed.json";

/// The only file of a folder that may stand beside an index, and that a rebuild keeps.
const README: &str = "README.md";

/// A folder that already holds something else is not made an index by mistake.
pub(super) fn refuse_other_files(folder: &Path) -> Result<()> {
    match files_of(folder)?.into_iter().find(|name| name != README && !is_own_file(name)) {
        Some(found) => Err(Error::NotAnIndex { path: folder.to_owned(), found }),
        None => Ok(()),
    }
}

/// The names of a folder's files.
pub(super) fn files_of(folder: &Path) -> Result<Vec<String>> {
    let failed = |source| Error::Io { path: folder.to_owned(), reason: source };
    let names = fs::read_dir(folder).map_err(failed)?;
    let names: io::Result<Vec<_>> =
        names.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect();
    names.map_err(failed)
}

/// Whether a file's name is one that an index is made of: tantivy's lists and locks, segments, manifests.
fn is_own_file(name: &str) -> bool {
    matches!(name, META | MANAGED | ".tantivy-writer.lock" | ".tantivy-meta.lock")
        || is_part(name)
        || is_unfinished(name)
        || name == BESIDE
}

/// Whether a file is one of those that commits name: of a segment, or a manifest.
pub(super) fn is_part(name: &str) -> bool {
    segment_of(name).is_some() || is_manifest(name)
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
    drop(fs::remove_dir_all(folder.join(BESIDE)));
}

/// Removes the files of segments and the manifests that `commit`, the last one if there was any, does not name. Only for
/// who holds both locks and has not begun to write.
///
/// # Errors
/// `Io`, `IndexDamaged`: the list of segments could not be read.
pub(super) fn remove_other_parts(folder: &Path, commit: Option<&Identity>) -> Result<()> {
    let named = named_segments(folder)?;
    let is_other = |name: &str| match segment_of(name) {
        Some(_) => !named.iter().any(|segment| segment.names(name)),
        None => is_manifest(name) && commit.is_none_or(|commit| name != commit.manifest),
    };
    remove(folder, is_other);
    Ok(())
}

/// The part of tantivy's list that names segments.
#[derive(Deserialize)]
struct Segments {
    segments: Vec<SegmentName>,
}

#[derive(Deserialize)]
struct SegmentName {
    segment_id: String,
    deletes: Option<Deletes>,
}

/// Which of its lists of deleted documents a segment has.
#[derive(Deserialize)]
struct Deletes {
    opstamp: u64,
}

impl SegmentName {
    /// Whether the commit names this file.
    fn names(&self, file: &str) -> bool {
        let rest =
            file.strip_prefix(&self.segment_id.replace('-', "")).and_then(|rest| rest.strip_prefix('.'));
        rest.is_some_and(|rest| match rest.strip_suffix(".del") {
            Some(opstamp) => {
                self.deletes.as_ref().is_some_and(|deletes| deletes.opstamp.to_string() == opstamp)
            }
            None => true,
        })
    }
}

/// The segments of the last commit.
fn named_segments(folder: &Path) -> Result<Vec<SegmentName>> {
    let path = folder.join(META);
    let bytes = fs::read(&path).map_err(|reason| Error::Io { path, reason })?;
    let list: Segments = parse(folder, META, &bytes)?;
    Ok(list.segments)
}

/// Whether files of segments lie in `folder` that are not of the segments `named`, or an index beside it: a killed run
/// left them, or one that still goes on writes them.
pub(super) fn has_left_overs(folder: &Path, named: &[String]) -> bool {
    let files = files_of(folder).unwrap_or_default();
    let is_left = |segment: &str| !named.iter().any(|name| name == segment);
    files.iter().any(|name| name == BESIDE || segment_of(name).is_some_and(is_left))
}

/// A file that cannot be removed does no harm, and the next run tries again.
fn remove(folder: &Path, unwanted: impl Fn(&str) -> bool) {
    for name in files_of(folder).unwrap_or_default().iter().filter(|name| unwanted(name)) {
        drop(fs::remove_file(folder.join(name)));
    }
}

#[cfg(test)]
mod tests {
    use super::{Deletes, SegmentName, is_own_file};

    #[test]
    fn a_commit_names_one_list_of_deleted_documents() {
        let segment_id = "40cc5119-547b-4cd2-ad20-cf831b54d218".to_owned();
        let segment = SegmentName { segment_id, deletes: Some(Deletes { opstamp: 12 }) };
        for (file, named) in [
            ("40cc5119547b4cd2ad20cf831b54d218.store", true),
            ("40cc5119547b4cd2ad20cf831b54d218.12.del", true),
            ("40cc5119547b4cd2ad20cf831b54d218.7.del", false),
            ("50cc5119547b4cd2ad20cf831b54d218.store", false),
        ] {
            assert_eq!(segment.names(file), named, "{file}");
        }
    }

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
