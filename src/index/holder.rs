//! Who writes to an index.
//!
//! The lock is the system's, on the open lock file, and ends with its process however it ends: a lock file that was left
//! behind locks nothing. What stands in the file tells others whom they wait for.

use std::fs;
use std::path::Path;
use std::process;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::Holder;

/// Where Linux tells the name of the machine.
const HOST_NAME: &str = "/proc/sys/kernel/hostname";

/// Writes this process into a lock file that it has locked; where that fails, others are told less.
pub(super) fn note(lock: &Path) {
    drop(serde_json::to_vec(&this()).map(|bytes| fs::write(lock, bytes)));
}

/// This process, from now on.
fn this() -> Holder {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    Holder { pid: process::id(), since, host: host() }
}

/// Who noted itself in a lock file, unless that process of this machine has ended: then another has taken the lock a
/// moment ago.
pub(super) fn read(lock: &Path) -> Option<Holder> {
    let holder: Holder = serde_json::from_slice(&fs::read(lock).ok()?).ok()?;
    Some(holder).filter(|holder| holder.host != host() || may_run(holder))
}

/// Where the system does not list its processes so, any may.
fn may_run(holder: &Holder) -> bool {
    let processes = Path::new("/proc");
    !processes.join("self").exists() || processes.join(holder.pid.to_string()).exists()
}

fn host() -> Option<String> {
    let name = fs::read_to_string(HOST_NAME).ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_tells_of_a_process_that_runs() {
        let folder = tempfile::tempdir().unwrap();
        let lock = folder.path().join("lock");
        assert_eq!(read(&lock), None);
        note(&lock);
        let holder = read(&lock).unwrap();
        assert_eq!(holder.pid, process::id());
        assert!(holder.seconds() < 60);
        for (what, bytes) in [("nothing", String::new()), ("other things", "{}".to_owned())] {
            fs::write(&lock, bytes).unwrap();
            assert_eq!(read(&lock), None, "{what}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_that_has_ended_holds_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let lock = folder.path().join("lock");
        let mut ended = process::Command::new("true").spawn().unwrap();
        ended.wait().unwrap();
        let mut holder = Holder { pid: ended.id(), ..this() };
        fs::write(&lock, serde_json::to_vec(&holder).unwrap()).unwrap();
        assert_eq!(read(&lock), None);
        holder.host = Some("another".to_owned());
        fs::write(&lock, serde_json::to_vec(&holder).unwrap()).unwrap();
        assert_eq!(read(&lock), Some(holder), "the processes of another machine are not seen");
    }
}
