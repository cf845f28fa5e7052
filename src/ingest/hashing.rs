//! The content hash of a source, taken while it is read.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::Xxh3Default;

/// Where the hash of what went through a [`HashingReader`] can be asked for.
#[derive(Clone, Default)]
pub(super) struct ContentHash(Arc<Mutex<Xxh3Default>>);

impl ContentHash {
    /// XXH3-128 of the bytes so far, in hexadecimal.
    pub(super) fn hex(&self) -> String {
        format!("{:032x}", self.state().digest128())
    }

    fn state(&self) -> std::sync::MutexGuard<'_, Xxh3Default> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hands bytes on and adds them to a hash.
pub(super) struct HashingReader<R> {
    inner: R,
    hash: ContentHash,
}

impl<R: Read> HashingReader<R> {
    pub(super) fn new(inner: R, hash: ContentHash) -> Self {
        Self { inner, hash }
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.state().update(&buffer[..read]);
        Ok(read)
    }
}

/// The hash of all that `reader` has left.
pub(super) fn hash_of(reader: impl Read) -> io::Result<String> {
    let hash = ContentHash::default();
    io::copy(&mut HashingReader::new(reader, hash.clone()), &mut io::sink())?;
    Ok(hash.hex())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_have_the_same_hash_however_they_are_read() {
        let hash = ContentHash::default();
        let mut reader = HashingReader::new(&b"abcdef"[..], hash.clone());
        let mut two = [0; 2];
        while reader.read(&mut two).expect("memory") > 0 {}
        assert_eq!(hash.hex(), hash_of(&b"abcdef"[..]).expect("memory"));
        assert_ne!(hash.hex(), hash_of(&b"abcdeg"[..]).expect("memory"));
    }
}
