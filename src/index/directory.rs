//! tantivy's directory of mapped files, made searchable without write access, its files with checksums; or one in memory.

use std::fmt;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::TantivyError;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, FileSlice, INDEX_WRITER_LOCK, Lock, META_LOCK, MmapDirectory,
    RamDirectory, WatchCallback, WatchHandle, WritePtr,
};

use super::checked::{Checked, Summing};
use super::failures::Failures;
use super::folder::{MANAGED, files_of, is_part};
use super::holder;
use super::identity::META;
use super::sealed;
use super::writer::engine;
use crate::error::Error;

/// An [`MmapDirectory`] whose reader's lock is waived where it cannot be taken; or a [`RamDirectory`].
///
/// Opening segments takes a lock file, so that no writer deletes one of them meanwhile. On a read-only or full
/// disk that file cannot be made; but there no writer can delete anything either, so the lock is not needed.
#[derive(Clone)]
pub(super) struct SharedDirectory {
    folder: PathBuf,
    files: Box<dyn Directory>,
    in_memory: bool,
    failures: Failures,
}

/// What stands for the folder in messages about an index that has none.
const IN_MEMORY: &str = "(memory)";

impl fmt::Debug for SharedDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.files.fmt(f)
    }
}

/// What tantivy ends each file with: the length of its own footer, and a magic number.
const FOOTER_END: usize = 8;

/// Bytes of a file that are written at once: the system's cache then holds them in large pieces, and a process that maps the
/// file meets a third fewer page faults (measured with ext4).
const WRITTEN_AT_ONCE: usize = 64 << 10;

impl SharedDirectory {
    /// The folder of an index, which must exist.
    pub(super) fn open(folder: &Path) -> crate::error::Result<Self> {
        let files = MmapDirectory::open(folder).map_err(|e| engine(folder, e.into()))?;
        Ok(Self {
            folder: folder.to_owned(),
            files: Box::new(files),
            in_memory: false,
            failures: Failures::default(),
        })
    }

    /// A directory without a folder: what is written to it touches no disk, and goes with its last clone.
    pub(super) fn in_memory() -> Self {
        let files = Box::new(RamDirectory::create());
        Self { folder: PathBuf::from(IN_MEMORY), files, in_memory: true, failures: Failures::default() }
    }

    /// What it is called in messages: its folder, or that it has none.
    pub(super) fn named(&self) -> &Path {
        &self.folder
    }

    /// Where it is, unless it is in memory.
    pub(super) fn folder(&self) -> Option<&Path> {
        (!self.in_memory).then_some(self.folder.as_path())
    }

    /// What tantivy answers, in our words: the first failure to write, if there was one.
    pub(super) fn failed(&self, error: TantivyError) -> Error {
        self.failures.first().unwrap_or_else(|| engine(&self.folder, error))
    }

    /// A file as its writer wrote it, without what tantivy wrote behind that.
    pub(super) fn body(&self, path: &Path) -> Result<Checked, OpenReadError> {
        let file = self.checked(path)?;
        let failed = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        let end = file.len().saturating_sub(FOOTER_END);
        let footer = file.number::<4>(end).map_err(failed)? as usize;
        Ok(file.up_to(end.saturating_sub(footer)))
    }

    /// A file of our own that is not tantivy's: mapped, and compared with nothing.
    pub(super) fn mapped(&self, path: &Path) -> Result<FileSlice, OpenReadError> {
        self.files.open_read(path)
    }

    /// Reads a whole file and compares it with its checksums.
    ///
    /// # Errors
    /// `IoError` with `InvalidData` at the first block that is not as it was written.
    pub(super) fn compare(&self, path: &Path) -> Result<(), OpenReadError> {
        let file = self.checked(path)?;
        let compared = file.get(0..file.len()).map(drop);
        compared.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    /// The list of all files that tantivy wrote: where it is damaged, or a writer was killed before its first word of it,
    /// the folder itself says.
    fn managed(&self, bytes: Vec<u8>) -> Vec<u8> {
        if serde_json::from_slice::<Vec<PathBuf>>(&bytes).is_ok() {
            return bytes;
        }
        let names = files_of(&self.folder).unwrap_or_default();
        let parts: Vec<&String> = names.iter().filter(|name| is_part(name)).collect();
        serde_json::to_vec(&parts).unwrap_or(bytes)
    }

    fn checked(&self, path: &Path) -> Result<Checked, OpenReadError> {
        let failed = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        let handle = self.files.get_file_handle(path)?;
        let bytes = handle.read_bytes(0..handle.len()).map_err(failed)?;
        let file = self.folder().map(|folder| folder.join(path));
        Checked::open(path, bytes, file).map_err(failed)
    }
}

impl Directory for SharedDirectory {
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.files.acquire_lock(lock) {
            Err(LockError::IoError(error)) if lock.filepath == META_LOCK.filepath && cannot_write(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            Ok(taken) if lock.filepath == INDEX_WRITER_LOCK.filepath => {
                holder::note(&self.folder.join(&lock.filepath));
                Ok(taken)
            }
            outcome => outcome,
        }
    }

    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.checked(path)?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = self.folder.join(path);
        let out = self.files.open_write(path);
        if let Err(OpenWriteError::IoError { io_error, .. }) = &out {
            drop(self.failures.note::<()>(&file, Err(io::Error::new(io_error.kind(), io_error.to_string()))));
        }
        let out = Box::new(Summing::new(file, out?, self.failures.clone()));
        Ok(BufWriter::with_capacity(WRITTEN_AT_ONCE, out))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if path == Path::new(MANAGED) {
            return Ok(self.managed(self.files.atomic_read(path)?));
        }
        let bytes = self.files.atomic_read(path)?;
        if path == Path::new(META) {
            let failed = |error| OpenReadError::wrap_io_error(error, path.to_owned());
            sealed::verify(path, &bytes).map_err(failed)?;
        }
        Ok(bytes)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let written = match path == Path::new(META) {
            true => self.files.atomic_write(path, &sealed::seal(data)),
            false => self.files.atomic_write(path, data),
        };
        self.failures.note(&self.folder.join(path), written)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

fn cannot_write(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem | StorageFull | QuotaExceeded)
}
