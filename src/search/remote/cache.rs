//! Statistics that were fetched before, kept by the hash of their bytes.

use std::env;
use std::fs;
use std::path::PathBuf;

use xxhash_rust::xxh3::xxh3_64;

use crate::error::Result;

/// The bytes with this hash: from the folder for what can be made again, or what `fetch` gives, which is kept there. A
/// folder that cannot be written to is done without.
pub(super) fn or(hash: u64, fetch: impl FnOnce() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let path = folder().map(|folder| folder.join(format!("counts-{hash:x}")));
    if let Some(bytes) = path.as_ref().and_then(|path| fs::read(path).ok())
        && xxh3_64(&bytes) >> 11 == hash
    {
        return Ok(bytes);
    }
    let bytes = fetch()?;
    if let Some(path) = path {
        let new = path.with_extension(std::process::id().to_string());
        let kept = fs::create_dir_all(path.parent().unwrap_or(&path))
            .and_then(|()| fs::write(&new, &bytes))
            .and_then(|()| fs::rename(&new, &path));
        if kept.is_err() {
            drop(fs::remove_file(new));
        }
    }
    Ok(bytes)
}

/// Where the XDG Base Directory Specification (0.8) has what can be made again.
fn folder() -> Option<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")))?;
    Some(folder.join("alinea"))
}
