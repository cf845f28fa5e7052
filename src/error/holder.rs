//! The process that another waits for.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// The process that holds an index's writer lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its number on its machine.
    pub pid: u32,
    /// When it took the lock, in seconds since 1970.
    pub since: u64,
    /// Its machine, where that is known: folders may be shared.
    pub host: Option<String>,
}

impl Holder {
    /// How long it has held the lock, in seconds.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        let since = UNIX_EPOCH + Duration::from_secs(self.since);
        SystemTime::now().duration_since(since).map_or(0, |held| held.as_secs())
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.host.as_deref().unwrap_or("localhost");
        write!(f, " (pid {} on {host}, for {} s)", self.pid, self.seconds())
    }
}
