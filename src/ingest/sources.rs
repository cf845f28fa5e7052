//! From the paths that were named to the files to read.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use ignore::WalkBuilder;

use crate::document::Format;
use crate::error::{Error, Result};
use crate::reader;

/// The name of standard input.
pub(super) const STDIN: &str = "-";

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// As it is shown: the path that was named, and what lies below it.
    pub(super) shown: String,
    /// Bytes; 0 for standard input.
    pub(super) size: u64,
    /// In nanoseconds since 1970; 0 for standard input.
    pub(super) modified_ns: u64,
}

/// What was found, by identity (see [`Manifest`](crate::index::Manifest)).
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// In the order of their identities, so that two runs read alike.
    pub(super) files: BTreeMap<String, Source>,
    /// Folders that were walked whole: what the manifest holds below them and `files` does not is gone.
    pub(super) folders: Vec<PathBuf>,
    /// Whether standard input was named.
    pub(super) stdin: bool,
    /// Files of a form without a reader that were passed over in folders.
    pub(super) skipped: u64,
    /// Paths that could not be read.
    pub(super) errors: Vec<Error>,
}

impl Sources {
    /// Looks at every path. Never fails as a whole: a path that cannot be read is an entry of `errors`.
    pub(super) fn find(paths: &[String], format: Option<Format>) -> Self {
        let mut found = Self::default();
        for path in paths {
            let outcome = match path.as_str() {
                STDIN => {
                    found.stdin = true;
                    Ok(())
                }
                _ if Path::new(path).is_dir() => found.walk(Path::new(path), format),
                _ => found.file(Path::new(path), format),
            };
            found.errors.extend(outcome.err());
        }
        found
    }

    /// A file that was named: an unknown form is an error.
    fn file(&mut self, path: &Path, format: Option<Format>) -> Result<()> {
        if path.exists() && !path.is_file() {
            // What is looked at and then read would be opened twice, which a pipe does not bear.
            let reason =
                io::Error::other("no regular file; send it through standard input: … | alinea index -");
            return Err(Error::Io { path: path.to_owned(), reason });
        }
        if format.is_none() && form_of(path)?.is_none() {
            return Err(Error::UnknownFormat { path: path.display().to_string() });
        }
        self.take(path)
    }

    /// A folder, as ripgrep walks it: `.gitignore` is obeyed, hidden files are left out.
    fn walk(&mut self, folder: &Path, format: Option<Format>) -> Result<()> {
        let (files, skipped) = (self.files.len(), self.skipped);
        let errors = self.errors.len();
        for entry in WalkBuilder::new(folder).require_git(false).follow_links(true).build() {
            if let Err(error) = self.visit(folder, entry, format) {
                self.errors.push(error);
            }
        }
        if self.errors.len() == errors {
            self.folders.push(canonical(folder)?);
        }
        if self.files.len() == files && self.errors.len() == errors {
            return Err(Error::NoArticle { path: folder.to_owned(), skipped: self.skipped - skipped });
        }
        Ok(())
    }

    fn visit(
        &mut self,
        folder: &Path,
        entry: Result<ignore::DirEntry, ignore::Error>,
        format: Option<Format>,
    ) -> Result<()> {
        let entry = entry.map_err(|error| walking(folder, error))?;
        if entry.path().is_dir() {
            return Ok(());
        }
        // A pipe or a socket in a folder would keep who opens it waiting.
        if !entry.path().is_file()
            || is_readme(entry.path())
            || (format.is_none() && form_of(entry.path())?.is_none())
        {
            self.skipped += 1;
            return Ok(());
        }
        self.take(entry.path())
    }

    fn take(&mut self, path: &Path) -> Result<()> {
        let failed = |source| Error::Io { path: path.to_owned(), reason: source };
        let metadata = fs::metadata(path).map_err(failed)?;
        let since_1970 = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let source = Source {
            shown: path.display().to_string(),
            size: metadata.len(),
            modified_ns: since_1970.map_or(0, |time| time.as_nanos() as u64),
        };
        self.files.entry(identity(path)?).or_insert(source);
        Ok(())
    }

    /// Whether a manifest's entry is gone: it lay below a folder that was walked whole, and was not found there.
    pub(super) fn is_gone(&self, identity: &str) -> bool {
        !self.files.contains_key(identity)
            && self.folders.iter().any(|folder| Path::new(identity).starts_with(folder))
    }
}

/// A file's name in the manifest: its canonical path, so that two ways to name a file are one source.
fn identity(path: &Path) -> Result<String> {
    canonical(path).map(|path| path.display().to_string())
}

fn canonical(path: &Path) -> Result<PathBuf> {
    path.canonicalize().map_err(|source| Error::Io { path: path.to_owned(), reason: source })
}

fn form_of(path: &Path) -> Result<Option<Format>> {
    let failed = |source| Error::Io { path: path.to_owned(), reason: source };
    let file = File::open(path).map_err(failed)?;
    reader::sniff(&path.display().to_string(), Box::new(file))
}

fn is_readme(path: &Path) -> bool {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase());
    stem.is_some_and(|stem| stem == "readme")
}

fn walking(folder: &Path, error: ignore::Error) -> Error {
    let path = match &error {
        ignore::Error::WithPath { path, .. } => path.clone(),
        _ => folder.to_owned(),
    };
    let reason = error.to_string();
    let source = error.into_io_error().unwrap_or_else(|| io::Error::other(reason));
    Error::Io { path, reason: source }
}
