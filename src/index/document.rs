//! A document on its way to the segments: what tantivy indexes, and what our own files hold of it.

use std::iter;

use tantivy::schema::Field;
use tantivy::schema::document::{Document as Indexed, ReferenceValue, ReferenceValueLeaf, Value};

/// A passage, a reference or a redirect. Its texts stand in one string, so that a document is a handful of
/// allocations whatever its fields are.
#[derive(Debug, Default)]
pub(super) struct Document {
    values: Vec<(Field, Held)>,
    texts: String,
    /// Where its names stand in the texts; nowhere is an empty stretch.
    names: [(u32, u32); 3],
    /// The words of a passage, for its [`Forward`](super::Forward) form; else empty.
    pub(super) words: Vec<u8>,
    /// What is stored of it; empty for a redirect.
    pub(super) record: Vec<u8>,
}

/// The fields of [`Fields::names`](super::Fields::names), in their order.
#[derive(Debug, Clone, Copy)]
pub(super) enum Name {
    Article,
    Title,
    Key,
}

/// A value of a field.
#[derive(Debug, Clone, Copy)]
enum Held {
    /// Where it stands in the texts.
    Text {
        start: u32,
        end: u32,
    },
    Number(u64),
}

impl Document {
    /// Adds a value that `write` appends to the string that it is given. Texts of a document are shorter than 4 GiB.
    pub(super) fn write(&mut self, field: Field, write: impl FnOnce(&mut String)) {
        let start = self.texts.len() as u32;
        write(&mut self.texts);
        self.values.push((field, Held::Text { start, end: self.texts.len() as u32 }));
    }

    pub(super) fn text(&mut self, field: Field, text: &str) {
        self.write(field, |texts| texts.push_str(text));
    }

    /// Gives it the one value of a field that tantivy is not shown.
    pub(super) fn name(&mut self, name: Name, text: &str) {
        let start = self.texts.len() as u32;
        self.texts.push_str(text);
        self.names[name as usize] = (start, self.texts.len() as u32);
    }

    /// Its values of [`Fields::names`](super::Fields::names), in their order; empty where it has none.
    pub(super) fn names(&self) -> [&[u8]; 3] {
        self.names.map(|(start, end)| &self.texts.as_bytes()[start as usize..end as usize])
    }

    pub(super) fn number(&mut self, field: Field, number: u64) {
        self.values.push((field, Held::Number(number)));
    }

    /// Bytes that it takes in memory, nearly.
    pub(super) fn weight(&self) -> usize {
        size_of::<Self>()
            + size_of::<(Field, Held)>() * self.values.capacity()
            + self.texts.capacity()
            + self.words.capacity()
            + self.record.capacity()
    }

    fn value(&self, held: Held) -> FieldValue<'_> {
        match held {
            Held::Text { start, end } => {
                FieldValue::Text(self.texts.get(start as usize..end as usize).unwrap_or_default())
            }
            Held::Number(number) => FieldValue::Number(number),
        }
    }
}

impl Indexed for Document {
    type Value<'a> = FieldValue<'a>;
    type FieldsValuesIter<'a> = FieldValues<'a>;

    fn iter_fields_and_values(&self) -> FieldValues<'_> {
        FieldValues { document: self, next: 0 }
    }
}

/// The values of a document with their fields.
pub(super) struct FieldValues<'a> {
    document: &'a Document,
    next: usize,
}

impl<'a> Iterator for FieldValues<'a> {
    type Item = (Field, FieldValue<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (field, held) = *self.document.values.get(self.next)?;
        self.next += 1;
        Some((field, self.document.value(held)))
    }
}

/// A value as tantivy reads it.
#[derive(Debug, Clone, Copy)]
pub(super) enum FieldValue<'a> {
    Text(&'a str),
    Number(u64),
}

impl<'a> Value<'a> for FieldValue<'a> {
    type ArrayIter = iter::Empty<Self>;
    type ObjectIter = iter::Empty<(&'a str, Self)>;

    #[inline]
    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match *self {
            Self::Text(text) => ReferenceValueLeaf::Str(text),
            Self::Number(number) => ReferenceValueLeaf::U64(number),
        })
    }
}
