//! The values of a field that has at most one a document, whole.

use std::io;

use tantivy::directory::CompositeWrite;
use tantivy::postings::FieldSerializer;
use tantivy::schema::{Field, IndexRecordOption};

use super::files::Written;
use crate::index::forward::beginning;
use crate::index::pile::Pile;

/// The longest term that tantivy indexes (its `MAX_TOKEN_LEN`), in bytes.
const MOST_BYTES: usize = u16::MAX as usize - 5;

/// Values as documents come. One that the next document has too is kept once.
///
/// Memory: the values, and twelve bytes for each that is not its neighbour's.
#[derive(Default)]
pub(in super::super) struct Names {
    values: Pile,
    /// The documents of each value, which follow one another.
    documents: Vec<(u32, u32)>,
    last: Vec<u8>,
}

impl Names {
    /// Adds the value of `document`, which comes after all that have one; an empty one is none, as is one that is too
    /// long for tantivy.
    pub(in super::super) fn push(&mut self, document: u32, value: &[u8]) {
        if value.is_empty() || value.len() > MOST_BYTES {
            return;
        }
        match self.documents.last_mut() {
            Some((_, end)) if *end == document && self.last == value => *end += 1,
            _ => {
                self.values.push(value);
                self.documents.push((document, document + 1));
                self.last.clear();
                self.last.extend_from_slice(value);
            }
        }
    }

    /// Bytes on the heap.
    pub(in super::super) fn memory(&self) -> usize {
        // When they are written, each has an entry of 32 bytes, and its term.
        2 * self.values.memory() + (size_of::<(u32, u32)>() + 32) * self.documents.capacity()
    }

    /// The terms and posting lists of `field`, which has neither frequencies nor positions.
    pub(in super::super) fn written(&self, field: Field) -> io::Result<Written> {
        let mut entries: Vec<(u64, &[u8], u32, u32)> = self
            .values
            .iter()
            .zip(&self.documents)
            .map(|(value, (start, end))| (beginning(value), value, *start, *end))
            .collect();
        // The beginning decides nearly all comparisons; documents of one value in their order.
        entries.sort_unstable();
        let documents: u64 = self.documents.iter().map(|(start, end)| u64::from(end - start)).sum();
        let (mut written, mut no_positions) = (Written::default(), Vec::new());
        let [mut terms, mut postings, mut none] =
            [&mut written.terms, &mut written.postings, &mut no_positions].map(CompositeWrite::wrap);
        let mut serializer = FieldSerializer::create(
            IndexRecordOption::Basic,
            documents,
            terms.for_field(field),
            postings.for_field(field),
            none.for_field(field),
            None,
        )?;
        for of_value in entries.chunk_by(|(_, a, ..), (_, b, ..)| a == b) {
            serializer.new_term_without_freq(of_value[0].1)?;
            for document in of_value.iter().flat_map(|(.., start, end)| *start..*end) {
                serializer.write_doc(document, 1, &[]);
            }
            serializer.close_term()?;
        }
        serializer.close()?;
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use tantivy::directory::FileSlice;
    use tantivy::schema::Field;
    use tantivy::termdict::TermDictionary;

    use super::{MOST_BYTES, Names};

    #[test]
    fn each_value_is_a_term_once_with_all_its_documents() {
        let mut names = Names::default();
        let values = ["b", "b", "a", "", "b", "huitante-a", "huitante-", "huitante-a"];
        (0..).zip(values).for_each(|(document, value)| names.push(document, value.as_bytes()));
        names.push(8, &vec![b'x'; MOST_BYTES + 1]);
        let written = names.written(Field::from_field_id(0)).unwrap();
        let terms = TermDictionary::open(FileSlice::from(written.terms)).unwrap();
        let mut stream = terms.stream().unwrap();
        let mut found = Vec::new();
        while stream.advance() {
            found.push((String::from_utf8(stream.key().to_vec()).unwrap(), stream.value().doc_freq));
        }
        let expected = [("a", 1), ("b", 3), ("huitante-", 1), ("huitante-a", 2)];
        assert_eq!(found, expected.map(|(term, documents)| (term.to_owned(), documents)));
    }
}
