//! A new index built beside the old one, which takes its place in one commit.

use std::fs;
use std::path::{Path, PathBuf};

use tantivy::Directory as _;
use tantivy::directory::{DirectoryLock, INDEX_WRITER_LOCK, META_LOCK};

use super::directory::SharedDirectory;
use super::folder::{
    BESIDE, MANAGED, files_of, is_part, refuse_other_files, remove_other_parts, remove_unfinished,
};
use super::identity::{Identity, META};
use super::writer::lock_failure;
use crate::error::{Error, Result};

/// A new index for a folder: built in [`folder`](Self::folder), taken over by [`publish`](Self::publish). Until then, and
/// if that never comes, the folder's old index is searched as before; dropped, what was built goes away.
pub struct Replacement {
    target: PathBuf,
    beside: PathBuf,
    directory: SharedDirectory,
    _lock: DirectoryLock,
}

impl Replacement {
    /// Begins one for the index in `target`, of whatever version, damaged, or not there yet; takes its writer's lock.
    ///
    /// # Errors
    /// `IndexLocked` while another process writes; `NotAnIndex`; `Io`.
    pub fn begin(target: &Path) -> Result<Self> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |reason| Error::Io { path, reason }
        };
        fs::create_dir_all(target).map_err(failed(target))?;
        if let Err(Error::IndexMissing { .. } | Error::IndexDamaged { .. }) = Identity::read(target) {
            refuse_other_files(target)?;
        }
        let directory = SharedDirectory::open(target)?;
        let lock = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(|e| lock_failure(target, e))?;
        // What a killed writer left takes room that is needed now.
        drop(remove_left_overs(target, &directory));
        let beside = target.join(BESIDE);
        fs::create_dir(&beside).map_err(failed(&beside))?;
        Ok(Self { target: target.to_owned(), beside, directory, _lock: lock })
    }

    /// Where to build it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.beside
    }

    /// Puts what was built and committed in place of the old index, which then goes away.
    ///
    /// Files of both may lie in the folder side by side: those of segments have names that no other has, and a
    /// manifest's name tells its content. Which index it is, `meta.json` says alone, and it is replaced at once.
    ///
    /// # Errors
    /// `IndexUnfinished` when nothing was committed; `Io`: the old index is then as it was.
    pub fn publish(self) -> Result<()> {
        if Identity::read(&self.beside)?.is_none() {
            return Err(Error::IndexUnfinished { path: self.target.clone() });
        }
        let parts = files_of(&self.beside)?;
        parts.iter().filter(|name| is_part(name)).try_for_each(|name| self.hand_over(name))?;
        self.sync()?;
        self.hand_over(MANAGED)?;
        self.hand_over(META)?;
        self.sync()?;
        remove_left_overs(&self.target, &self.directory)
    }

    fn hand_over(&self, name: &str) -> Result<()> {
        let (from, to) = (self.beside.join(name), self.target.join(name));
        fs::rename(&from, &to).map_err(|reason| Error::Io { path: to, reason })
    }

    fn sync(&self) -> Result<()> {
        let synced = self.directory.sync_directory();
        synced.map_err(|reason| Error::Io { path: self.target.clone(), reason })
    }
}

/// Removes what a writer that failed left in `folder`, so that it takes no room, unless another writes.
///
/// # Errors
/// `IndexLocked`, `IndexMissing`, `IndexDamaged`, `Io`: nothing was removed.
pub fn tidy(folder: &Path) -> Result<()> {
    let directory = SharedDirectory::open(folder)?;
    let _lock = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(|e| lock_failure(folder, e))?;
    remove_left_overs(folder, &directory)
}

/// Removes all that the last commit does not name. Only for who holds the writer's lock and is not writing.
pub(super) fn remove_left_overs(folder: &Path, directory: &SharedDirectory) -> Result<()> {
    remove_unfinished(folder);
    let commit = Identity::read(folder)?;
    // Whoever opens the commit before holds this lock until its files are open.
    let _lock = directory.acquire_lock(&META_LOCK).map_err(|e| lock_failure(folder, e))?;
    remove_other_parts(folder, commit.as_ref())
}

impl Drop for Replacement {
    /// What cannot be removed is removed by the next writer.
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.beside));
    }
}
