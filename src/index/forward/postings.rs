//! The posting lists of a segment's stems, counted from its passages when all of them are there.
//!
//! tantivy makes posting lists of terms, each looked up in a hash table wherever it stands. Here words have numbers
//! already: their lists are measured in one pass over the passages, and filled in a second one. That takes a quarter of the
//! time, and no list is held in memory while passages still come.

use std::io;

use super::damage::{put_varint, take_varint, varint_len};
use super::interner::Interner;
use super::passages::MARK;
use super::segment::SegmentWords;
use super::word::WordForms;
use crate::index::pile::Pile;

/// Stems in order, and the documents of each.
///
/// Memory: about as the passages have, and 32 bytes for each stem.
pub(in super::super) struct PostingLists {
    stems: Interner,
    /// Their numbers, in order.
    order: Vec<u32>,
    /// By number: frequent stems come early, and their lists lie close together.
    lists: Vec<List>,
    bytes: Vec<u8>,
    /// How many words each document has.
    lengths: Vec<u32>,
}

/// The posting list of one stem while it is measured, then while it is filled.
#[derive(Clone, Copy, Default)]
struct List {
    /// How many documents it has.
    documents: u32,
    /// Where its next posting goes; when all are there, where it ends.
    at: usize,
    /// The last document that has the stem, from 1; how far that is from the one before, and how often it has it.
    last: u32,
    gap: u32,
    frequency: u32,
}

impl List {
    /// Takes in that `document` has the stem once more; a posting that is complete with that is given to `put`.
    #[inline]
    fn meet(&mut self, document: u32, put: impl FnOnce(&mut Self)) {
        if self.last == document {
            self.frequency += 1;
            return;
        }
        self.end(put);
        (self.gap, self.last, self.frequency) = (document - self.last, document, 1);
    }

    /// Gives the last posting to `put`, if there is one.
    #[inline]
    fn end(&mut self, put: impl FnOnce(&mut Self)) {
        if self.last > 0 {
            put(self);
        }
    }

    /// A posting's first number: most stems stand once in a passage, which takes one bit.
    #[inline]
    fn head(&self) -> u64 {
        u64::from(self.gap) << 1 | u64::from(self.frequency == 1)
    }

    #[inline]
    fn measure(&mut self) {
        self.documents += 1;
        self.at += varint_len(self.head());
        if self.frequency > 1 {
            self.at += varint_len(self.frequency.into());
        }
    }

    #[inline]
    fn write(&mut self, bytes: &mut [u8]) {
        self.at = put_varint(bytes, self.at, self.head());
        if self.frequency > 1 {
            self.at = put_varint(bytes, self.at, self.frequency.into());
        }
    }
}

impl PostingLists {
    /// The lists of passages whose words are numbers of `words`.
    ///
    /// # Errors
    /// `InvalidData` for bytes that are no such passages.
    pub(super) fn of(words: &SegmentWords, passages: &Pile) -> io::Result<Self> {
        let (stems, stem_of) = stems(words);
        let order = stems.in_order(0..stems.len() as u32);
        let mut lists = vec![List::default(); stems.len()];
        let mut lengths = vec![0; passages.len()];
        each_word(passages, |document, word| {
            lengths[document as usize - 1] += 1;
            lists[stem_of[word] as usize].meet(document, List::measure);
        })?;
        let mut bytes = vec![0; lay_out(&order, &mut lists)];
        each_word(passages, |document, word| {
            lists[stem_of[word] as usize].meet(document, |list| list.write(&mut bytes));
        })?;
        lists.iter_mut().for_each(|list| list.end(|list| list.write(&mut bytes)));
        Ok(Self { stems, order, lists, bytes, lengths })
    }

    /// How many words each document has.
    pub(in super::super) fn lengths(&self) -> &[u32] {
        &self.lengths
    }

    /// Calls `visit` with each stem, in order, how many documents it has, and what reads them.
    ///
    /// # Errors
    /// What `visit` returns.
    pub(in super::super) fn each(
        &self,
        mut visit: impl FnMut(&str, u32, Postings<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut start = 0;
        for stem in &self.order {
            let list = &self.lists[*stem as usize];
            let bytes = &self.bytes[start..list.at];
            start = list.at;
            if list.documents > 0 {
                visit(self.stems.get(*stem), list.documents, Postings { bytes, document: 0 })?;
            }
        }
        Ok(())
    }
}

/// The stems of `words`, and the number of each word's stem.
fn stems(words: &SegmentWords) -> (Interner, Vec<u32>) {
    let mut stems = Interner::new();
    let stem = |word| stems.intern(WordForms::of_key(words.key(word)).stem);
    let stem_of = (0..words.len()).map(stem).collect();
    (stems, stem_of)
}

/// Calls `visit` with each word of the passages, and the document that it stands in, from 1.
#[inline]
fn each_word(passages: &Pile, mut visit: impl FnMut(u32, usize)) -> io::Result<()> {
    for (document, mut passage) in (1..).zip(passages.iter()) {
        while !passage.is_empty() {
            let word = take_varint(&mut passage)?;
            if word != u64::from(MARK) {
                visit(document, word as usize);
            }
        }
    }
    Ok(())
}

/// Ends the measuring of lists: in their order, each begins where the one before it will end. Bytes of all.
fn lay_out(order: &[u32], lists: &mut [List]) -> usize {
    let mut start = 0;
    for stem in order {
        let list = &mut lists[*stem as usize];
        list.end(List::measure);
        let bytes = std::mem::replace(&mut list.at, start);
        list.last = 0;
        start += bytes;
    }
    start
}

/// The documents of a stem, each with how often it has it.
pub(in super::super) struct Postings<'a> {
    bytes: &'a [u8],
    /// The one before, from 1.
    document: u32,
}

impl Iterator for Postings<'_> {
    type Item = (u32, u32);

    #[inline]
    fn next(&mut self) -> Option<(u32, u32)> {
        let head = take_varint(&mut self.bytes).ok()?;
        self.document += (head >> 1) as u32;
        let frequency = if head & 1 == 1 { 1 } else { take_varint(&mut self.bytes).ok()? as u32 };
        Some((self.document - 1, frequency))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::damage::push_varint;
    use super::*;

    /// Stems of documents, by stem: each document that has it, with how often.
    fn expected(documents: &[Vec<String>]) -> BTreeMap<String, Vec<(u32, u32)>> {
        let mut lists: BTreeMap<String, Vec<(u32, u32)>> = BTreeMap::new();
        for (document, stem) in
            (0..).zip(documents).flat_map(|(n, stems)| stems.iter().map(move |stem| (n, stem)))
        {
            let list = lists.entry(stem.clone()).or_default();
            match list.last_mut() {
                Some((last, frequency)) if *last == document => *frequency += 1,
                _ => list.push((document, 1)),
            }
        }
        lists
    }

    proptest! {
        #[test]
        fn each_stem_has_its_documents(
            documents in prop::collection::vec(prop::collection::vec("[ab]|é{1,3}", 0..200), 0..12), apart in 0..300u32,
        ) {
            let (mut words, mut passages) = (SegmentWords::new(), Pile::default());
            // Gaps of more than one byte.
            let empty = std::iter::repeat_n(Vec::new(), apart as usize);
            let documents: Vec<Vec<String>> = documents.into_iter().flat_map(|document| empty.clone().chain([document])).collect();
            let mut key = String::new();
            for document in &documents {
                let mut bytes = Vec::new();
                for (n, stem) in document.iter().enumerate() {
                    let form = format!("{stem}{}", n % 3);
                    WordForms { spelling: &form, form: &form, stem }.write_key(&mut key);
                    push_varint(&mut bytes, words.intern(&key).into());
                    push_varint(&mut bytes, MARK.into());
                }
                passages.push(&bytes);
            }
            let expected = expected(&documents);
            let lists = PostingLists::of(&words, &passages).unwrap();
            let mut found = BTreeMap::new();
            lists.each(|stem, documents, postings| {
                let postings: Vec<_> = postings.collect();
                assert_eq!(postings.len(), documents as usize);
                found.insert(stem.to_owned(), postings);
                Ok(())
            }).unwrap();
            prop_assert_eq!(found, expected);
            prop_assert_eq!(lists.lengths(), documents.iter().map(|document| document.len() as u32).collect::<Vec<_>>());
        }
    }
}
