//! A section that holds references: where an entry begins, and its label.

use super::heading::Apparatus;
use super::list::{bullet, number};
use super::parts::Parts;
use super::reference::{self, has_source};
use crate::analysis::brackets::{Bracket, brackets};

/// Where an entry that goes on for ever is cut; real ones have hundreds of bytes.
const MAX_ENTRY_BYTES: usize = 64 << 10;

/// Words before the number of a note: `note 1. …`.
const NOTE_WORDS: [&str; 5] = ["note", "n", "nb", "réf", "ref"];

/// Reads the entries of one section.
///
/// An entry begins with its label: `[4]`, `[note 2]`, `4.`, `4)`, `4` where it goes on counting, `note 1.`, or
/// `↑`, which is numbered by its place as on the page that it was copied from. A line without label goes on with
/// the labelled entry before it; where no entry has a label, each line (of a wrapped text: each paragraph) is an
/// entry whose label is empty. In a list of works only `[4]` is a label, because other numbers just count.
pub(super) struct ReferenceList {
    apparatus: Apparatus,
    one_entry_a_line: bool,
    labelled: bool,
    count: u32,
    open: Option<Entry>,
}

struct Entry {
    label: String,
    raw: String,
}

impl ReferenceList {
    pub(super) fn new(apparatus: Apparatus, one_entry_a_line: bool) -> Self {
        Self { apparatus, one_entry_a_line, labelled: false, count: 0, open: None }
    }

    /// Whether an entry with a label was read.
    pub(super) fn is_labelled(&self) -> bool {
        self.labelled
    }

    /// Reads the lines of a block.
    pub(super) fn push(&mut self, block: &str, parts: &mut Parts) {
        for (n, line) in block.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
            let line_opens = n == 0 || self.one_entry_a_line;
            match self.labelled_entry(line) {
                Some((label, raw)) => {
                    self.labelled = true;
                    self.open(label, raw, parts);
                }
                None if (self.labelled || !line_opens) && self.has_room(line) => self.go_on(line),
                None => self.open(String::new(), bullet(line).unwrap_or(line), parts),
            }
        }
    }

    /// Gives out the last entry.
    pub(super) fn finish(mut self, parts: &mut Parts) {
        self.close(parts);
    }

    fn open(&mut self, label: String, raw: &str, parts: &mut Parts) {
        self.close(parts);
        self.count = label.parse().unwrap_or(self.count.saturating_add(1));
        self.open = Some(Entry { label, raw: raw.to_owned() });
    }

    fn has_room(&self, line: &str) -> bool {
        self.open.as_ref().is_some_and(|entry| entry.raw.len() + line.len() < MAX_ENTRY_BYTES)
    }

    fn go_on(&mut self, line: &str) {
        if let Some(entry) = &mut self.open {
            entry.raw.push(' ');
            entry.raw.push_str(line);
        }
    }

    fn close(&mut self, parts: &mut Parts) {
        if let Some(Entry { label, raw }) = self.open.take() {
            parts.reference(reference::parse(label, &raw));
        }
    }

    /// The label of a line and what follows it.
    fn labelled_entry<'a>(&self, line: &'a str) -> Option<(String, &'a str)> {
        let line = bullet(line).unwrap_or(line);
        let next = self.count.saturating_add(1);
        let (label, rest) = bracketed(line).or_else(|| {
            let notes = self.apparatus == Apparatus::Notes;
            notes.then(|| numbered(line).or_else(|| counted(line, next)).or_else(|| arrow(line, next)))?
        })?;
        Some((label, without_back_links(rest)))
    }
}

/// Whether an entry of a list of sources could begin like this; prose does not.
pub(super) fn looks_like_entry(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let labelled = bracketed(line).or_else(|| numbered(line)).or_else(|| arrow(line, 1)).is_some();
    labelled || bullet(line).is_some() || has_source(line)
}

/// `[4] …`: what would be a marker if it hung on a word.
fn bracketed(line: &str) -> Option<(String, &str)> {
    let end = line.find(']').filter(|_| line.starts_with('['))? + 1;
    let hanging = format!("x{}", &line[..end]);
    let [only] = <[Bracket; 1]>::try_from(brackets(&hanging)).ok()?;
    let [label] = <[String; 1]>::try_from(only.labels).ok()?;
    (only.span == (1..hanging.len()))
        .then(|| (label, line[end..].trim_start_matches([':', '.', ' ', '\u{a0}', '\t'])))
}

/// `4. …`, `note 4. …`
fn numbered(line: &str) -> Option<(String, &str)> {
    if let Some((n, rest)) = number(line) {
        return Some((n.to_string(), rest));
    }
    let (word, rest) = line.split_once([' ', '\u{a0}'])?;
    let known = NOTE_WORDS.contains(&word.to_lowercase().as_str());
    let (n, rest) = number(rest).filter(|_| known)?;
    Some((format!("{word} {n}"), rest))
}

/// `4 …`, which must go on counting and be followed by the beginning of an entry.
fn counted(line: &str, next: u32) -> Option<(String, &str)> {
    let (digits, rest) = line.split_once([' ', '\t', '\u{a0}'])?;
    let rest = rest.trim_start();
    let begins = rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '«' | '“' | '↑' | '('));
    (digits == next.to_string() && begins).then(|| (digits.to_owned(), rest))
}

/// `↑ …`
fn arrow(line: &str, next: u32) -> Option<(String, &str)> {
    line.starts_with(['↑', '^']).then(|| (next.to_string(), line))
}

/// Leaves out `↑` and the letters that lead back to the places of a note used several times: `↑ a b et c`.
fn without_back_links(entry: &str) -> &str {
    let entry = entry.trim_start();
    let Some(rest) = entry.strip_prefix(['↑', '^']) else { return entry };
    let rest = rest.trim_start();
    let mut end = 0;
    let mut letters = 0;
    for word in rest.split_inclusive([' ', '\u{a0}']) {
        let name = word.trim_end().trim_end_matches(',');
        let is_letter = name.len() == 1 && name.bytes().all(|b| b.is_ascii_lowercase());
        if !is_letter && name != "et" {
            break;
        }
        letters += usize::from(is_letter);
        end += word.len();
    }
    if letters > 1 { &rest[end..] } else { rest }
}

#[cfg(test)]
mod tests {
    use super::{ReferenceList, looks_like_entry};
    use crate::document::{Format, Head};
    use crate::reader::heading::Apparatus;
    use crate::reader::parts::Parts;

    fn entries(apparatus: Apparatus, one_a_line: bool, blocks: &[&str]) -> Vec<(String, String)> {
        let head =
            Head { id: "a".into(), title: "A".into(), url: None, path: "a".into(), format: Format::Text };
        let mut parts = Parts::new(head, usize::MAX);
        let mut list = ReferenceList::new(apparatus, one_a_line);
        for block in blocks {
            list.push(block, &mut parts);
        }
        list.finish(&mut parts);
        parts.finish();
        let article = parts.pop().unwrap();
        article.references.into_iter().map(|reference| (reference.label, reference.raw)).collect()
    }

    #[test]
    fn every_form_of_label() {
        for (line, label, raw) in [
            ("[4] Le Monde", "4", "Le Monde"),
            ("- [note 2] Le Monde", "note 2", "Le Monde"),
            ("4. Le Monde", "4", "Le Monde"),
            ("4) Le Monde", "4", "Le Monde"),
            ("1 Le Monde", "1", "Le Monde"),
            ("4 Le Monde", "", "4 Le Monde"),
            ("note 1. Le Monde", "note 1", "Le Monde"),
            ("↑ Le Monde", "1", "Le Monde"),
            ("3. ↑ a b et c Le Monde", "3", "Le Monde"),
            ("↑ a et b Le Monde", "1", "Le Monde"),
            ("[réf. nécessaire] Le Monde", "", "[réf. nécessaire] Le Monde"),
            ("2019, Le Monde", "", "2019, Le Monde"),
            ("• Le Monde", "", "Le Monde"),
        ] {
            assert_eq!(entries(Apparatus::Notes, true, &[line]), [(label.into(), raw.into())], "{line:?}");
        }
    }

    #[test]
    fn a_line_without_label_goes_on_with_the_entry() {
        let labelled = entries(Apparatus::Notes, true, &["[1] Le Monde,", "2019", "[2] RFI\nen ligne"]);
        assert_eq!(labelled, [("1".into(), "Le Monde, 2019".into()), ("2".into(), "RFI en ligne".into())]);
        assert_eq!(entries(Apparatus::Notes, true, &["Le Monde\nRFI"]).len(), 2);
        assert_eq!(entries(Apparatus::Notes, false, &["Le Monde\n2019", "RFI"]).len(), 2);
    }

    #[test]
    fn works_are_not_numbered() {
        assert_eq!(entries(Apparatus::Works, true, &["1. Le Monde"])[0].0, "");
        assert_eq!(entries(Apparatus::Works, true, &["[1] Le Monde"])[0].0, "1");
    }

    #[test]
    fn entries_and_prose() {
        for (text, is_entry) in [
            ("[4] Le Monde", true),
            ("↑ Le Monde", true),
            ("Jean Dupont, Le Mali, Paris, 2019", true),
            ("Le Nil naît au Rwanda, où des sources nombreuses se réunissent.", false),
        ] {
            assert_eq!(looks_like_entry(text), is_entry, "{text:?}");
        }
    }
}
