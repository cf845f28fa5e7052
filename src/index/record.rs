//! What the index stores of a document, and its binary form.

use serde::{Deserialize, Serialize};

use crate::document::{Article, Head, Passage, Reference, Section};

/// A passage with what it takes to show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPassage {
    /// Its article.
    pub head: Head,
    /// The headings that lead to it.
    pub section: Vec<String>,
    /// Itself.
    pub passage: Passage,
}

/// A reference with the article whose list it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredReference {
    /// Its article.
    pub head: Head,
    /// Itself.
    pub reference: Reference,
    /// Its place in the list, from 0.
    pub ordinal: u32,
}

/// A document of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// One of the text.
    Passage(StoredPassage),
    /// One of the reference list.
    Reference(StoredReference),
}

impl Record {
    /// What names its article.
    #[must_use]
    pub fn head(&self) -> &Head {
        match self {
            Self::Passage(stored) => &stored.head,
            Self::Reference(stored) => &stored.head,
        }
    }

    /// What names its article, taken out.
    #[must_use]
    pub fn into_head(self) -> Head {
        match self {
            Self::Passage(stored) => stored.head,
            Self::Reference(stored) => stored.head,
        }
    }
}

/// An article of its records, in whatever order they come; none of no records.
#[must_use]
pub fn article(records: impl IntoIterator<Item = Record>) -> Option<Article> {
    let (mut head, mut passages, mut references) = (None, Vec::new(), Vec::new());
    for record in records {
        let its = match record {
            Record::Passage(StoredPassage { head, section, passage }) => {
                passages.push((section, passage));
                head
            }
            Record::Reference(StoredReference { head, reference, ordinal }) => {
                references.push((ordinal, reference));
                head
            }
        };
        head.get_or_insert(its);
    }
    passages.sort_by_key(|(_, passage)| (passage.source_span.start, passage.ordinal));
    references.sort_by_key(|(ordinal, _)| *ordinal);
    let sections = passages.into_iter().map(|(path, passage)| Section { path, passages: vec![passage] });
    Some(Article {
        head: head?,
        redirect: None,
        part: 0,
        sections: sections.collect(),
        references: references.into_iter().map(|(_, reference)| reference).collect(),
    })
}

/// What the bytes of a record begin with.
const PASSAGE: u8 = 0;
const REFERENCE: u8 = 1;

/// The bytes of a [`StoredPassage`], written from its parts.
pub(super) fn encode_passage(head: &Head, section: &[String], passage: &Passage) -> Vec<u8> {
    let strings = head.title.len() + head.id.len() + head.path.len() + passage.text.len();
    encode(&(PASSAGE, head, section, passage), strings + ROOM)
}

/// The bytes of a [`StoredReference`], written from its parts.
pub(super) fn encode_reference(head: &Head, reference: &Reference, ordinal: u32) -> Vec<u8> {
    let strings = head.title.len() + head.id.len() + head.path.len() + reference.raw.len();
    encode(&(REFERENCE, head, reference, ordinal), 2 * strings + ROOM)
}

/// Bytes of a record besides its long strings, for most records.
const ROOM: usize = 160;

/// postcard writes a struct as it writes a tuple of its fields, which a test holds it to. `room` is how many bytes there will
/// be at most, nearly always.
fn encode<T: Serialize>(value: &T, room: usize) -> Vec<u8> {
    #[expect(
        clippy::expect_used,
        reason = "strings, numbers and lists of them have no form that postcard refuses"
    )]
    postcard::to_extend(value, Vec::with_capacity(room)).expect("plain data serialises")
}

/// What `encode_passage` or `encode_reference` wrote; `None` for anything else.
#[must_use]
pub fn decode_record(bytes: &[u8]) -> Option<Record> {
    match bytes.split_first()? {
        (&PASSAGE, passage) => postcard::from_bytes(passage).ok().map(Record::Passage),
        (&REFERENCE, reference) => postcard::from_bytes(reference).ok().map(Record::Reference),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{CitationMarker, Form, Format, Quote};

    fn head() -> Head {
        Head { id: "é".into(), title: "É".into(), url: None, path: "a.txt".into(), format: Format::Text }
    }

    #[test]
    fn a_passage_comes_back_whole() {
        let passage = Passage {
            key: "k3f9xq2m".into(),
            form: Form::Quote,
            ordinal: 300,
            text: "« dix »[4].".into(),
            markers: vec![CitationMarker { span: 10..13, labels: vec!["4".into()], claim: 0..10 }],
            quotes: vec![Quote {
                span: 3..6,
                speaker: Some("X".into()),
                verb: Some("dit".into()),
                labels: vec![],
            }],
            wants_source: vec![1..2, 3..4],
            source_span: 7..90_000,
        };
        let stored = StoredPassage { head: head(), section: vec!["A".into(), "B".into()], passage };
        let bytes = encode_passage(&stored.head, &stored.section, &stored.passage);
        assert_eq!(decode_record(&bytes), Some(Record::Passage(stored)));
        assert_eq!(decode_record(&bytes[..bytes.len() - 1]), None);
        assert_eq!(decode_record(&[]), None);
    }

    #[test]
    fn a_reference_comes_back_whole() {
        let reference = Reference { label: "4".into(), raw: "Le Monde".into(), ..Reference::default() };
        let stored = StoredReference { head: head(), reference, ordinal: 3 };
        let bytes = encode_reference(&stored.head, &stored.reference, 3);
        assert_eq!(decode_record(&bytes), Some(Record::Reference(stored)));
    }
}
