//! Every file of the last commit, byte by byte.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use tantivy::Index;
use tantivy::directory::error::OpenReadError;

use super::Inspection;
use crate::error::{Error, Result};

use super::super::directory::SharedDirectory;
use super::super::identity::{Identity, META};
use super::super::manifest::Manifest;
use super::super::schema::Fields;
use super::super::writer::engine;

/// Looks at the list of segments, which is sound or `commit` could not be read, at the manifest, at the segments' files.
pub(super) fn check(folder: &Path, commit: &Identity, part: &mut Inspection) -> Result<()> {
    part.count += 1;
    if schema_of(folder)? != Fields::build().0 {
        part.damage(META, "another schema");
    }
    part.count += 1;
    if let Err(error) = Manifest::load(folder, commit) {
        part.damage(commit.manifest.clone(), reason(error));
    }
    part.count += segment_files(folder)?.len() as u64;
    for (file, reason) in damaged_files(folder)? {
        part.damage(file.display().to_string(), reason);
    }
    Ok(())
}

fn schema_of(folder: &Path) -> Result<tantivy::schema::Schema> {
    let index = Index::open(SharedDirectory::open(folder)?).map_err(|e| engine(folder, e))?;
    Ok(index.schema())
}

/// The files of segments that are missing or not as they were written, with what is wrong. Cost: every byte is read.
///
/// # Errors
/// `IndexDamaged` where the list of segments cannot be read, `Io`.
fn damaged_files(folder: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let directory = SharedDirectory::open(folder)?;
    let mut damaged = BTreeMap::new();
    for file in segment_files(folder)? {
        match directory.compare(&file) {
            Ok(()) => {}
            Err(OpenReadError::FileDoesNotExist(_)) => drop(damaged.insert(file, "is missing".to_owned())),
            Err(OpenReadError::IoError { io_error, .. }) if io_error.kind() == io::ErrorKind::InvalidData => {
                let name = format!("{}: ", file.display());
                let what = io_error.to_string().trim_start_matches(&name).to_owned();
                damaged.insert(file, what);
            }
            Err(error) => return Err(engine(folder, error.into())),
        }
    }
    Ok(damaged)
}

/// The files that the segments of the last commit are made of.
fn segment_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let failed = |e| engine(folder, e);
    let index = Index::open(SharedDirectory::open(folder)?).map_err(failed)?;
    let metas = index.load_metas().map_err(failed)?;
    let mut files: Vec<PathBuf> = metas.list_segment_files().into_iter().collect();
    // What a segment without deletions would have of them.
    files.retain(|file| !file.to_string_lossy().ends_with(".0.del"));
    files.sort();
    Ok(files)
}

fn reason(error: Error) -> String {
    match error {
        Error::IndexDamaged { reason, .. } => reason,
        Error::Io { reason, .. } => reason.to_string(),
        error => error.to_string(),
    }
}
