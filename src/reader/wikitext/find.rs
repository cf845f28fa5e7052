//! Looks for signs, each of them once.

use memchr::memmem;

use crate::document::Span;

/// A table of bytes, which is looked at faster than a list.
pub(super) const fn signs(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

/// The place of a sign that was looked for from `from` on.
#[derive(Debug, Default)]
pub(super) struct Next {
    from: usize,
    place: Option<usize>,
    known: bool,
}

impl Next {
    /// The place at or after `at`, which `find` looks for where it is not known.
    pub(super) fn at(&mut self, at: usize, find: impl Fn(usize) -> Option<usize>) -> Option<usize> {
        let stale = self.place.is_some_and(|place| place < at) || at < self.from;
        if !self.known || stale {
            *self = Self { from: at, place: find(at), known: true };
        }
        self.place
    }
}

/// The first `</name>` at or after `from`.
pub(super) fn closing_tag(bytes: &[u8], from: usize, name: &str) -> Option<Span> {
    let rest = bytes.get(from..)?;
    memmem::find_iter(rest, b"</").find_map(|at| {
        let after = rest.get(at + 2..)?;
        let named = after.get(..name.len())?.eq_ignore_ascii_case(name.as_bytes());
        let tail = after.get(name.len()..).filter(|_| named)?;
        let spaces = tail.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        (tail.get(spaces) == Some(&b'>')).then(|| from + at..from + at + 2 + name.len() + spaces + 1)
    })
}
