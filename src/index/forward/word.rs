//! What a word's number stands for.

use std::io;

use super::super::checked::Checked;
use super::damage::{damaged, take};

/// The parts of a key; no spelling, form or stem has this character.
const SEPARATOR: char = '\0';
/// The spelling is not the form, and follows it.
const SPELLED: u8 = 0x80;
/// The stem is no beginning of the form, and stands last.
const STEMMED: u8 = 0x40;
/// The most letters that are cut off a form to make a stem which is not written out.
const MAX_CUT: usize = 0x3f;

/// One word in its three shapes. Words that differ in any of them have different numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordForms<'a> {
    /// Lower case, accents kept.
    pub spelling: &'a str,
    /// Folded: no accents.
    pub form: &'a str,
    /// The form stemmed.
    pub stem: &'a str,
}

impl<'a> WordForms<'a> {
    /// Writes the word as one string into `key`: its order is that of form, then spelling, then stem.
    pub(super) fn write_key(&self, key: &mut String) {
        let other = |part: &'a str| if part == self.form { "" } else { part };
        key.clear();
        key.push_str(self.form);
        key.push(SEPARATOR);
        key.push_str(other(self.spelling));
        key.push(SEPARATOR);
        key.push_str(other(self.stem));
    }

    /// The word that a key was written from.
    pub(super) fn of_key(key: &'a str) -> Self {
        let mut parts = key.split(SEPARATOR);
        let form = parts.next().unwrap_or_default();
        let mut other = || parts.next().filter(|part| !part.is_empty()).unwrap_or(form);
        Self { form, spelling: other(), stem: other() }
    }

    /// Appends the word as a [`WordRecord`].
    pub(super) fn write_record(&self, out: &mut Vec<u8>) {
        let cut = self.form.strip_prefix(self.stem).map(str::len).filter(|cut| *cut <= MAX_CUT);
        let spelled = self.spelling != self.form;
        out.push(self.form.len() as u8);
        out.push(cut.map_or(STEMMED, |cut| cut as u8) | if spelled { SPELLED } else { 0 });
        out.extend_from_slice(self.form.as_bytes());
        if spelled {
            push_short(out, self.spelling);
        }
        if cut.is_none() {
            push_short(out, self.stem);
        }
    }
}

/// A string of fewer than 256 bytes, which spellings, forms and stems are.
fn push_short(out: &mut Vec<u8>, text: &str) {
    out.push(text.len() as u8);
    out.extend_from_slice(text.as_bytes());
}

/// A word as it stands in a dictionary: form's length, shape, form, then spelling and stem where they cannot be told
/// from the form.
#[derive(Debug, Clone, Copy)]
pub struct WordRecord<'a> {
    form: &'a [u8],
    shape: u8,
    rest: &'a [u8],
}

impl<'a> WordRecord<'a> {
    #[inline]
    pub(super) fn read(mut bytes: &'a [u8]) -> io::Result<Self> {
        let head = take(&mut bytes, 2)?;
        let form = take(&mut bytes, usize::from(head[0]))?;
        Ok(Self { form, shape: head[1], rest: bytes })
    }

    /// The form, which is UTF-8 unless the file is damaged.
    #[inline]
    #[must_use]
    pub fn form(&self) -> &'a [u8] {
        self.form
    }

    /// The stem where it is a beginning of the form, as most are.
    #[inline]
    #[must_use]
    pub fn regular_stem(&self) -> Option<&'a [u8]> {
        let cut = usize::from(self.shape) & MAX_CUT;
        if self.shape & STEMMED == 0 {
            self.form.len().checked_sub(cut).map(|end| &self.form[..end])
        } else {
            None
        }
    }

    /// The word in its three shapes.
    ///
    /// # Errors
    /// `InvalidData`.
    #[inline]
    pub fn word(&self) -> io::Result<WordForms<'a>> {
        let (form, mut rest) = (text(self.form)?, self.rest);
        let spelling = if self.shape & SPELLED != 0 { text(take_short(&mut rest)?)? } else { form };
        if self.shape & STEMMED != 0 {
            return Ok(WordForms { spelling, form, stem: text(take_short(&mut rest)?)? });
        }
        let cut = usize::from(self.shape) & MAX_CUT;
        let stem = form.len().checked_sub(cut).and_then(|end| form.get(..end));
        let stem = stem.ok_or_else(|| damaged("a stem is longer than its form"))?;
        Ok(WordForms { spelling, form, stem })
    }
}

/// How many bytes the record takes that begins at byte `start`.
pub(super) fn record_len(bytes: &Checked, start: usize) -> io::Result<usize> {
    let byte = |at: usize| bytes.number::<1>(start.saturating_add(at)).map(|byte| byte as usize);
    let (mut length, shape) = (2 + byte(0)?, byte(1)? as u8);
    for part in [SPELLED, STEMMED] {
        if shape & part != 0 {
            length += 1 + byte(length)?;
        }
    }
    Ok(length)
}

fn take_short<'a>(bytes: &mut &'a [u8]) -> io::Result<&'a [u8]> {
    let length = usize::from(take(bytes, 1)?[0]);
    take(bytes, length)
}

/// Bytes that are UTF-8 unless the file is damaged.
#[inline]
pub(super) fn text(bytes: &[u8]) -> io::Result<&str> {
    std::str::from_utf8(bytes).map_err(|_| damaged("a word is no text"))
}

#[cfg(test)]
mod tests {
    use super::{WordForms, WordRecord};

    #[test]
    fn words_come_back_from_keys_and_records() {
        let long = "é".repeat(127);
        for (spelling, form, stem) in [
            ("côté", "cote", "cot"),
            ("camp", "camp", "camp"),
            ("chevaux", "chevaux", "cheval"),
            ("vie", "6e", "6e"),
            (&long, &long, "é"),
            ("", "", ""),
        ] {
            let word = WordForms { spelling, form, stem };
            let mut key = String::new();
            word.write_key(&mut key);
            let mut bytes = Vec::new();
            word.write_record(&mut bytes);
            assert_eq!(WordRecord::read(&bytes).unwrap().word().unwrap(), word);
            assert!(WordRecord::read(&bytes[..1]).is_err());
            if !spelling.is_empty() {
                assert_eq!(WordForms::of_key(&key), word);
            }
        }
    }
}
