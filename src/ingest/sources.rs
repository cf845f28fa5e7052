//! From the paths that were named to the files to read.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use ignore::{DirEntry, WalkBuilder};

use crate::document::Format;
use crate::error::{Error, Result};
use crate::index::{Manifest, SourceEntry};
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

impl Source {
    /// Whether size and time are those of a source that was read.
    pub(super) fn is_as_in(&self, entry: &SourceEntry) -> bool {
        (entry.size, entry.modified_ns) == (self.size, self.modified_ns)
    }
}

/// What was found, by identity (see [`Manifest`]).
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

/// What is known before anything is looked at.
pub(super) struct Known<'a> {
    /// What is indexed: a file that is as it was then is not opened.
    pub(super) manifest: &'a Manifest,
    /// The form of all files; else each is looked at.
    pub(super) format: Option<Format>,
    /// The index's own folder, which is walked past.
    pub(super) index: Option<PathBuf>,
}

impl Sources {
    /// Looks at every path. Never fails as a whole: a path that cannot be read is an entry of `errors`.
    pub(super) fn find(paths: &[String], known: &Known<'_>) -> Self {
        let mut found = Self::default();
        for path in paths {
            let outcome = match path.as_str() {
                STDIN => {
                    found.stdin = true;
                    Ok(())
                }
                _ if Path::new(path).is_dir() => found.walk(Path::new(path), known),
                _ => found.file(Path::new(path), known),
            };
            found.errors.extend(outcome.err());
        }
        found
    }

    /// A file that was named: an unknown form is an error.
    fn file(&mut self, path: &Path, known: &Known<'_>) -> Result<()> {
        if path.exists() && !path.is_file() {
            // What is looked at and then read would be opened twice, which a pipe does not bear.
            let reason =
                io::Error::other("no regular file; send it through standard input: … | alinea index -");
            return Err(Error::Io { path: path.to_owned(), reason });
        }
        let metadata = fs::metadata(path).map_err(|reason| Error::Io { path: path.to_owned(), reason })?;
        if !self.take(path, &canonical(path)?, &metadata, known)? {
            return Err(Error::UnknownFormat { path: path.display().to_string() });
        }
        Ok(())
    }

    /// A folder, as ripgrep walks it: `.gitignore` is obeyed, hidden files are left out.
    fn walk(&mut self, folder: &Path, known: &Known<'_>) -> Result<()> {
        let (files, skipped) = (self.files.len(), self.skipped);
        let errors = self.errors.len();
        let mut parents = Parents::default();
        let index = known.index.clone();
        let is_other = move |entry: &DirEntry| {
            // Only a folder can be the index, and few entries are one.
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            !is_folder || index.is_none() || entry.path().canonicalize().ok() != index
        };
        let mut walk = WalkBuilder::new(folder);
        for entry in walk.require_git(false).follow_links(true).filter_entry(is_other).build() {
            if let Err(error) = self.visit(folder, entry, &mut parents, known) {
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
        entry: Result<DirEntry, ignore::Error>,
        parents: &mut Parents,
        known: &Known<'_>,
    ) -> Result<()> {
        let entry = entry.map_err(|error| walking(folder, error))?;
        let metadata = entry.metadata().map_err(|error| walking(entry.path(), error))?;
        if metadata.is_dir() {
            return Ok(());
        }
        // A pipe or a socket in a folder would keep who opens it waiting.
        if !metadata.is_file()
            || is_readme(entry.path())
            || !self.take(entry.path(), &parents.canonical(&entry)?, &metadata, known)?
        {
            self.skipped += 1;
        }
        Ok(())
    }

    /// Takes a file in; answers whether there is a reader for it.
    fn take(
        &mut self,
        path: &Path,
        canonical: &Path,
        metadata: &Metadata,
        known: &Known<'_>,
    ) -> Result<bool> {
        let since_1970 = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let source = Source {
            shown: path.display().to_string(),
            size: metadata.len(),
            modified_ns: since_1970.map_or(0, |time| time.as_nanos() as u64),
        };
        let identity = canonical.display().to_string();
        let was_read = known.manifest.sources.get(&identity).is_some_and(|entry| source.is_as_in(entry));
        if !was_read && known.format.is_none() && form_of(path)?.is_none() {
            return Ok(false);
        }
        self.files.entry(identity).or_insert(source);
        Ok(true)
    }

    /// Whether a manifest's entry is gone: it lay below a folder that was walked whole, and was not found there.
    pub(super) fn is_gone(&self, identity: &str) -> bool {
        !self.files.contains_key(identity)
            && self.folders.iter().any(|folder| Path::new(identity).starts_with(folder))
    }
}

/// The canonical paths of folders: the system is asked once for each, not once for each file.
#[derive(Default)]
struct Parents(HashMap<PathBuf, PathBuf>);

impl Parents {
    /// A file's canonical path, so that two ways to name a file are one source.
    fn canonical(&mut self, entry: &DirEntry) -> Result<PathBuf> {
        let path = entry.path();
        let (Some(parent), Some(name), false) = (path.parent(), path.file_name(), entry.path_is_symlink())
        else {
            return canonical(path);
        };
        if let Some(known) = self.0.get(parent) {
            return Ok(known.join(name));
        }
        let whole = canonical(path)?;
        if let Some(known) = whole.parent() {
            self.0.insert(parent.to_owned(), known.to_owned());
        }
        Ok(whole)
    }
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
