//! The lines of a topics, qrels or run file, and errors that name them.

use std::path::Path;

use crate::error::{Error, Flaw, Result};

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    path: &'a str,
    /// From 1, blank lines counted.
    pub(super) number: u64,
    /// Without its line break.
    pub(super) text: &'a str,
}

impl Line<'_> {
    /// What to answer when this line is wrong.
    pub(super) fn error(&self, reason: Flaw) -> Error {
        Error::BadJudgement { path: self.path.to_owned(), line: self.number, reason }
    }
}

/// The lines of `text` that are not blank; a byte order mark before the first is no part of it.
pub(super) fn lines<'a>(path: &'a str, text: &'a str) -> impl Iterator<Item = Line<'a>> + Clone {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (1..)
        .zip(text.lines())
        .map(move |(number, text)| Line { path, number, text })
        .filter(|line| !line.text.trim().is_empty())
}

/// What to answer when a file holds no line at all.
pub(super) fn empty(path: &str, reason: Flaw) -> Error {
    Error::BadJudgement { path: path.to_owned(), line: 1, reason }
}

/// The whole file, which must be UTF-8, taken by `parse` with its name. Cost: the file in memory.
pub(super) fn read<T>(path: &Path, parse: impl Fn(&str, &str) -> Result<T>) -> Result<T> {
    let bytes = std::fs::read(path).map_err(|source| Error::Io { path: path.to_owned(), reason: source })?;
    let name = path.display().to_string();
    match std::str::from_utf8(&bytes) {
        Ok(text) => parse(&name, text),
        Err(error) => Err(not_utf8(name, &bytes, error.valid_up_to())),
    }
}

/// `byte` is the first that is wrong.
fn not_utf8(path: String, bytes: &[u8], byte: usize) -> Error {
    let line = 1 + bytes.iter().take(byte).filter(|b| **b == b'\n').count();
    Error::InvalidEncoding { path, encoding: "UTF-8", byte: byte as u64, line: line as u64 }
}

#[cfg(test)]
mod tests {
    use super::{lines, read};
    use crate::error::Error;

    #[test]
    fn blank_lines_are_counted_but_not_given() {
        let found: Vec<_> = lines("f", "\u{feff}a\r\n \nb\n").map(|l| (l.number, l.text)).collect();
        assert_eq!(found, [(1, "a"), (3, "b")]);
    }

    #[test]
    fn bytes_that_are_no_utf8_are_located() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), b"a\nb\xe9\n").unwrap();
        let error = read(file.path(), |_, _| Ok(())).unwrap_err();
        assert!(matches!(error, Error::InvalidEncoding { byte: 3, line: 2, .. }), "{error}");
    }
}
