//! A JSON object that carries its own checksum, as its last field.
//!
//! `meta.json` must stay what tantivy reads, which passes over fields that it does not know; so must what else reads an
//! index's list of segments.

use std::io;
use std::path::Path;

/// What stands between the object and its checksum, in hexadecimal.
const FIELD: &str = ",\"crc32\":\"";
/// What stands behind it.
const END: &str = "\"}\n";

/// `object`, the text of a JSON object with a field, with the CRC-32 of all before it as one more.
pub(super) fn seal(object: &[u8]) -> Vec<u8> {
    let object = object.trim_ascii_end();
    let body = object.strip_suffix(b"}").unwrap_or(object).trim_ascii_end();
    let sum = format!("{FIELD}{:08x}{END}", crc32fast::hash(body));
    [body, sum.as_bytes()].concat()
}

/// Compares what [`seal`] wrote with its checksum.
///
/// # Errors
/// `InvalidData`, naming `file`.
pub(super) fn verify(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let sealed = bytes
        .len()
        .checked_sub(FIELD.len() + 8 + END.len())
        .is_some_and(|body| seal(&[&bytes[..body], b"}"].concat()) == bytes);
    if sealed {
        return Ok(());
    }
    let what = format!("{}: is not as it was written", file.display());
    Err(io::Error::new(io::ErrorKind::InvalidData, what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_object_is_the_same_object_and_shows_every_change() {
        let object = serde_json::json!({"segments": [], "payload": "x"});
        let sealed = seal(serde_json::to_string_pretty(&object).unwrap().as_bytes());
        let mut read: serde_json::Value = serde_json::from_slice(&sealed).unwrap();
        assert!(read.as_object_mut().unwrap().remove("crc32").is_some());
        assert_eq!(read, object);
        let file = Path::new("meta.json");
        verify(file, &sealed).unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(verify(file, &changed).is_err(), "byte {at}");
            let error = verify(file, &sealed[..at]).unwrap_err();
            assert!(error.to_string().starts_with("meta.json: "), "{error}");
        }
    }
}
