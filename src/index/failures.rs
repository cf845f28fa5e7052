//! What went wrong first when an index was written.
//!
//! tantivy's threads end at an error of the disk, and who waits for them is told that a thread has ended. So the directory keeps
//! the error itself.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::error::Error;

/// The first failure of a directory; clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Failures(Arc<OnceLock<(PathBuf, io::Error)>>);

impl Failures {
    /// Hands an outcome on, and keeps its error if it is the first.
    pub(super) fn note<T>(&self, file: &Path, outcome: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &outcome
            && error.kind() != io::ErrorKind::Interrupted
        {
            self.0.get_or_init(|| (file.to_owned(), same(error)));
        }
        outcome
    }

    /// The first failure, if there was one.
    pub(super) fn first(&self) -> Option<Error> {
        self.0.get().map(|(path, error)| Error::Io { path: path.clone(), reason: same(error) })
    }
}

/// An error as it is, which cannot be cloned.
fn same(error: &io::Error) -> io::Error {
    let of_system = error.raw_os_error().map(io::Error::from_raw_os_error);
    of_system.unwrap_or_else(|| io::Error::new(error.kind(), error.to_string()))
}
