//! What encoding a source is in, and its bytes as UTF-8.
//!
//! Every supported encoding is one whose stored length follows from the decoded text, so that a place in the
//! text can always be given in bytes of the file: see [`Encoding::stored_len`].

use std::borrow::Cow;
use std::io::{self, Read};

use encoding_rs::WINDOWS_1252;

/// How many bytes of a source are looked at to tell its encoding, its format and its layout.
pub(super) const SAMPLE_BYTES: usize = 1 << 20;

/// A byte that no UTF-8 text holds: it stands for a UTF-16 unit that is no text, so that the one check for
/// valid UTF-8 (of lines) finds both kinds of error.
const NO_TEXT: u8 = 0xFF;

/// How much is asked of the input at a time.
const CHUNK_BYTES: usize = 64 << 10;

/// The encodings that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Encoding {
    /// The encoding of a source that begins with `sample`, and the length of its byte order mark.
    ///
    /// Without a mark it is UTF-8, unless high bytes occur, none of them in a valid UTF-8 sequence, and nine in
    /// ten of them are what French uses in Windows-1252.
    pub(super) fn of(sample: &[u8]) -> (Self, usize) {
        match sample {
            [0xEF, 0xBB, 0xBF, ..] => (Self::Utf8, 3),
            [0xFF, 0xFE, ..] => (Self::Utf16Le, 2),
            [0xFE, 0xFF, ..] => (Self::Utf16Be, 2),
            _ if std::str::from_utf8(sample).is_ok() => (Self::Utf8, 0),
            _ if is_french_windows_1252(sample) => (Self::Windows1252, 0),
            _ => (Self::Utf8, 0),
        }
    }

    /// The name in error messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// How many bytes of the file the decoded bytes `text` were.
    pub(super) fn stored_len(self, text: &[u8]) -> u64 {
        let len = match self {
            Self::Utf8 => text.len(),
            Self::Windows1252 => characters(text),
            Self::Utf16Le | Self::Utf16Be => {
                2 * (characters(text) + text.iter().filter(|b| beyond_bmp(**b)).count())
            }
        };
        len as u64
    }

    /// The beginning of a source as text, as far as it is valid.
    pub(super) fn sample_text(self, sample: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 => Cow::Borrowed(sample.utf8_chunks().next().map_or("", |chunk| chunk.valid())),
            Self::Windows1252 => WINDOWS_1252.decode_without_bom_handling(sample).0,
            Self::Utf16Le | Self::Utf16Be => {
                let mut text = Vec::new();
                self.decode_utf16(sample, &mut text);
                Cow::Owned(String::from_utf8_lossy(&text).into_owned())
            }
        }
    }

    /// Appends the decoded `bytes` to `out`; returns how many bytes are left over, the first of a pair.
    fn decode_utf16(self, bytes: &[u8], out: &mut Vec<u8>) -> usize {
        let whole = bytes.len() - dangling(self, bytes);
        let units = bytes[..whole].chunks_exact(2).map(|pair| self.unit(pair));
        for unit in char::decode_utf16(units) {
            match unit {
                Ok(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                Err(_) => out.push(NO_TEXT),
            }
        }
        bytes.len() - whole
    }

    fn unit(self, pair: &[u8]) -> u16 {
        let pair = [pair[0], pair[1]];
        if self == Self::Utf16Be { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    }
}

/// How many bytes at the end of `bytes` begin a character that is not whole: an odd byte, a high surrogate.
fn dangling(encoding: Encoding, bytes: &[u8]) -> usize {
    let odd = bytes.len() % 2;
    let last = bytes[..bytes.len() - odd].chunks_exact(2).next_back();
    let high = last.is_some_and(|pair| (0xD800..0xDC00).contains(&encoding.unit(pair)));
    odd + if high { 2 } else { 0 }
}

/// Takes the beginning of a character off the end of what was cut there.
pub(super) fn drop_cut_character(text: &mut Vec<u8>) {
    let tail = text.len().saturating_sub(4);
    let lead = text[tail..].iter().rposition(|byte| byte & 0xC0 != 0x80).map_or(text.len(), |at| tail + at);
    if std::str::from_utf8(&text[lead..]).is_err_and(|error| error.error_len().is_none()) {
        text.truncate(lead);
    }
}

/// Characters, each byte that is no text counted as one.
fn characters(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// Whether the byte begins a character of two UTF-16 units.
fn beyond_bmp(byte: u8) -> bool {
    (0xF0..0xF8).contains(&byte)
}

/// See [`Encoding::of`].
fn is_french_windows_1252(sample: &[u8]) -> bool {
    let mut high = Vec::new();
    for chunk in sample.utf8_chunks() {
        if !chunk.valid().is_ascii() {
            return false;
        }
        high.extend_from_slice(chunk.invalid());
    }
    // A sample that ends in the middle of its only character says nothing.
    let cut_character = sample.len() >= SAMPLE_BYTES && high.len() < 4 && sample.ends_with(&high);
    let french = WINDOWS_1252.decode_without_bom_handling(&high).0.chars().filter(|c| is_french(*c)).count();
    !high.is_empty() && !cut_character && french * 10 >= high.len() * 9
}

/// The letters and signs beyond ASCII that French text in Windows-1252 holds: the alphabet of French, those of
/// the names of its neighbours, and the signs of the AZERTY layout (NF Z71-300).
fn is_french(c: char) -> bool {
    const LETTERS: &str = "àâäæçèéêëîïôöœùûüÿÀÂÄÆÇÈÉÊËÎÏÔÖŒÙÛÜŸáíóúñãõåøßÁÍÓÚÑÅØ";
    const SIGNS: &str = "«»‹›“”‘’–—…•·°ºª²³¹½¼¾±×÷µ§¶©®™€£¤\u{a0}\u{ad}";
    LETTERS.contains(c) || SIGNS.contains(c)
}

/// An input with its encoding: gives its bytes as UTF-8, as far as they are text.
pub(super) struct Source {
    input: Box<dyn Read + Send>,
    encoding: Encoding,
    /// Bytes that are not decoded yet; between two reads, the beginning of a character.
    chunk: Vec<u8>,
    ended: bool,
}

impl Source {
    /// `input` begins after the byte order mark.
    pub(super) fn new(input: Box<dyn Read + Send>, encoding: Encoding) -> Self {
        Self { input, encoding, chunk: Vec::new(), ended: false }
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Appends the next bytes to `out`; false at the end of the input.
    pub(super) fn read_more(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.encoding == Encoding::Utf8 {
            self.ended = read_chunk(&mut *self.input, out)? == 0;
            return Ok(!self.ended);
        }
        self.ended = read_chunk(&mut *self.input, &mut self.chunk)? == 0;
        Ok(self.transcode(out))
    }

    /// Decodes the chunk, keeping back a character that is not whole; at the end of the input that is no text.
    fn transcode(&mut self, out: &mut Vec<u8>) -> bool {
        let before = out.len();
        let left = match self.encoding {
            Encoding::Windows1252 => {
                out.extend_from_slice(WINDOWS_1252.decode_without_bom_handling(&self.chunk).0.as_bytes());
                0
            }
            utf16 => utf16.decode_utf16(&self.chunk, out),
        };
        let whole = self.chunk.len() - left;
        self.chunk.drain(..whole);
        if self.ended {
            out.extend(self.chunk.drain(..).step_by(2).map(|_| NO_TEXT));
        }
        !self.ended || out.len() > before
    }
}

/// Appends what one read gives to `out`; returns how much.
fn read_chunk(input: &mut dyn Read, out: &mut Vec<u8>) -> io::Result<usize> {
    let before = out.len();
    out.resize(before + CHUNK_BYTES, 0);
    let read = loop {
        match input.read(&mut out[before..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => break other,
        }
    };
    out.truncate(before + *read.as_ref().unwrap_or(&0));
    read
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Source};

    fn decoded(bytes: &[u8]) -> (Encoding, Vec<u8>) {
        let (encoding, mark) = Encoding::of(bytes);
        let mut source = Source::new(Box::new(std::io::Cursor::new(bytes[mark..].to_vec())), encoding);
        let mut out = Vec::new();
        while source.read_more(&mut out).unwrap() {}
        (encoding, out)
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn each_encoding_is_told_and_decoded() {
        let text = "« Élan » 😀 fin";
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Encoding::Utf8),
            (utf16(text, u16::to_le_bytes), Encoding::Utf16Le),
            (utf16(text, u16::to_be_bytes), Encoding::Utf16Be),
        ] {
            assert_eq!(decoded(&bytes), (encoding, text.as_bytes().to_vec()));
        }
        assert_eq!(decoded(b"l\x92\xe9t\xe9 \xab\xa0ici\xa0\xbb").1, "l’été «\u{a0}ici\u{a0}»".as_bytes());
    }

    #[test]
    fn windows_1252_is_not_guessed_from_anything_else() {
        for bytes in [
            "déjà".as_bytes(),
            b"d\xc3\xa9j\xe0",     // one valid sequence: broken UTF-8
            b"caf\x82 d\x82j\x85", // code page 850
            b"plain",
            b"",
        ] {
            assert_eq!(Encoding::of(bytes).0, Encoding::Utf8, "{bytes:?}");
        }
    }

    #[test]
    fn a_character_cut_by_the_sample_is_no_sign_of_windows_1252() {
        let mut sample = vec![b'a'; super::SAMPLE_BYTES - 1];
        sample.push(0xC3);
        assert_eq!(Encoding::of(&sample).0, Encoding::Utf8);
    }

    #[test]
    fn what_is_no_utf16_becomes_bytes_that_are_no_utf8() {
        assert_eq!(decoded(b"\xFF\xFEa\0\0\xD8b\0").1, b"a\xFFb");
        assert_eq!(decoded(b"\xFF\xFEa\0\0\xD8").1, b"a\xFF");
        assert_eq!(decoded(b"\xFF\xFEa\0b").1, b"a\xFF");
    }

    #[test]
    fn only_a_character_that_was_cut_is_dropped() {
        for (text, kept) in [
            (&b"a\xC3\xA9"[..], 3),
            (b"a\xC3", 1),
            (b"a\xE2\x82", 1),
            (b"a\xFF", 2),
            (b"\xA9\xA9\xA9\xA9\xA9", 5),
            (b"", 0),
        ] {
            let mut bytes = text.to_vec();
            super::drop_cut_character(&mut bytes);
            assert_eq!(bytes.len(), kept, "{text:?}");
        }
    }

    #[test]
    fn stored_lengths() {
        let text = "é€😀\n".as_bytes();
        assert_eq!(Encoding::Utf8.stored_len(text), 10);
        assert_eq!(Encoding::Utf16Le.stored_len(text), 10);
        assert_eq!(Encoding::Windows1252.stored_len("é€\n".as_bytes()), 3);
    }
}
