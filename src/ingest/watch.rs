//! Waiting for something to change below files and folders.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::sources::STDIN;
use crate::error::{Error, Result};

/// Changes come in bursts: a save is several, a checkout thousands. A burst has ended when so long nothing has changed…
const QUIET: Duration = Duration::from_millis(300);
/// …but what never ends is taken up all the same.
const PATIENCE: Duration = Duration::from_secs(5);

/// Watches what `index` is given.
pub struct Watch {
    events: Receiver<notify::Result<Event>>,
    /// Files that were named: of their folders nothing else is of interest.
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    /// The index's own folder, which every run writes to.
    index: Option<PathBuf>,
    /// The watching ends with it.
    watcher: RecommendedWatcher,
}

impl Watch {
    /// Watches `paths` from now on: folders with all below them, files in their folders, since what replaces a file is
    /// another. What happens in `index` is nothing.
    ///
    /// # Errors
    /// `Io` for a path that is not there or cannot be watched.
    pub fn new(paths: &[String], index: &Path) -> Result<Self> {
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(sender).map_err(|e| failed(Path::new("."), e))?;
        let index = whole(index).ok();
        let mut watch = Self { events, files: Vec::new(), folders: Vec::new(), index, watcher };
        paths.iter().filter(|path| *path != STDIN).try_for_each(|path| watch.add(Path::new(path)))?;
        Ok(watch)
    }

    fn add(&mut self, path: &Path) -> Result<()> {
        let whole = path.canonicalize().map_err(|reason| Error::Io { path: path.to_owned(), reason })?;
        let (folder, mode) = if whole.is_dir() {
            self.folders.push(whole.clone());
            (whole.as_path(), RecursiveMode::Recursive)
        } else {
            self.files.push(whole.clone());
            (whole.parent().unwrap_or(&whole), RecursiveMode::NonRecursive)
        };
        self.watcher.watch(folder, mode).map_err(|e| failed(path, e))
    }

    /// Waits until something has changed, and no longer does.
    ///
    /// # Errors
    /// `Io` when the system ends the watching.
    pub fn wait(&self) -> Result<()> {
        while !self.is_of_interest(&self.events.recv().map_err(|_| ended())?) {}
        let begun = Instant::now();
        let mut last = begun;
        while last.elapsed() < QUIET && begun.elapsed() < PATIENCE {
            match self.events.recv_timeout(QUIET.saturating_sub(last.elapsed())) {
                Ok(event) if self.is_of_interest(&event) => last = Instant::now(),
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(ended()),
            }
        }
        Ok(())
    }

    /// What is lost may have been anything.
    fn is_of_interest(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        !matches!(event.kind, EventKind::Access(_))
            && (event.paths.is_empty()
                || event.need_rescan()
                || event.paths.iter().any(|path| self.holds(path)))
    }

    fn holds(&self, path: &Path) -> bool {
        let own = self.index.as_ref().is_some_and(|index| path.starts_with(index));
        !own && (self.folders.iter().any(|folder| path.starts_with(folder))
            || self.files.iter().any(|file| file == path))
    }
}

/// The canonical path of a folder that may not be there yet.
fn whole(path: &Path) -> std::io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Err(_), Some(parent), Some(name)) => whole(parent).map(|parent| parent.join(name)),
        (found, ..) => found,
    }
}

fn failed(path: &Path, error: notify::Error) -> Error {
    let reason = match error.kind {
        notify::ErrorKind::Io(reason) => reason,
        _ => std::io::Error::other(error.to_string()),
    };
    Error::Io { path: path.to_owned(), reason }
}

fn ended() -> Error {
    Error::Io { path: PathBuf::from("."), reason: std::io::Error::other("the system ended the watching") }
}
