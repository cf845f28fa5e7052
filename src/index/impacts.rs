//! How high the blocks of a posting list may score: tantivy's skip lists, read in place.
//!
//! tantivy 0.27 (`postings/skip.rs`) writes before the postings of a term that 128 documents or more have, of each block of
//! 128 of them: the last document (4 bytes), the width of documents (1) and of frequencies (1), where the field has
//! positions the sum of the frequencies (4), then the length (1) and the frequency (1) of the document that scores
//! highest. Its cursor shows that of the one block that it stands at, once it is unpacked. The first stage wants to know it
//! of all blocks before it unpacks any.

use std::io;

use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::index::SegmentComponent;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{DocId, HasLen as _, SegmentReader};

/// Documents of a block.
const BLOCK: usize = 128;
/// Bytes of a block without and with the sum of the frequencies.
const ENTRY_BYTES: [usize; 2] = [8, 12];
/// What a frequency of 255 or more is written as.
const MANY: u8 = u8::MAX;
/// Bytes before the postings of a field: how many words it has.
const FIELD_HEADER: usize = 8;
/// Set in the last byte of one of tantivy's varints.
const STOP: u8 = 0x80;

/// The document of a block that scores highest, by tantivy's BM25.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Impact {
    /// The last document of the block.
    pub last: DocId,
    /// The length of the best document, as tantivy writes it in a byte.
    pub fieldnorm_id: u8,
    /// How often it has the term.
    pub frequency: u32,
}

/// The skip lists of a field in one segment.
pub(super) struct Impacts {
    /// None where no document has the field.
    postings: Option<FileSlice>,
}

impl Impacts {
    /// Cost: the list of the segment's fields is read.
    pub(super) fn open(segment: &SegmentReader, field: Field) -> tantivy::Result<Self> {
        let file = segment.open_read(SegmentComponent::Postings)?;
        let postings = CompositeFile::open(&file)?.open_read(field);
        Ok(Self { postings: postings.filter(|file| file.len() >= FIELD_HEADER) })
    }

    /// Those of a term's full blocks, in order; what follows the last is in no block. Cost: 2 ns a block.
    ///
    /// # Errors
    /// `InvalidData` where the bytes are no skip list.
    pub(super) fn of(&self, term: &TermInfo) -> io::Result<Vec<Impact>> {
        let blocks = term.doc_freq as usize / BLOCK;
        let Some(postings) = self.postings.as_ref().filter(|_| blocks > 0) else { return Ok(Vec::new()) };
        let range = term.postings_range.start + FIELD_HEADER..term.postings_range.end + FIELD_HEADER;
        if range.end > postings.len() {
            return Err(damaged());
        }
        let bytes = postings.read_bytes_slice(range)?;
        impacts(&bytes, blocks).ok_or_else(damaged)
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a posting list without its skip list")
}

/// `None` where `postings` do not begin with so many blocks in ascending order.
fn impacts(postings: &[u8], blocks: usize) -> Option<Vec<Impact>> {
    let (length, rest) = varint(postings)?;
    let entries = rest.get(..length)?;
    let entry = ENTRY_BYTES.into_iter().find(|bytes| bytes * blocks == length)?;
    let impacts: Option<Vec<Impact>> = entries.chunks_exact(entry).map(impact).collect();
    impacts.filter(|impacts| impacts.is_sorted_by(|one, next| one.last < next.last))
}

fn impact(entry: &[u8]) -> Option<Impact> {
    let [.., fieldnorm_id, frequency] = *entry else { return None };
    Some(Impact {
        last: u32::from_le_bytes(*entry.first_chunk()?),
        fieldnorm_id,
        frequency: if frequency == MANY { u32::MAX } else { frequency.into() },
    })
}

/// A number of seven bits a byte, lowest first, and what follows it.
fn varint(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let length = bytes.iter().take(size_of::<u32>() + 1).position(|byte| byte & STOP != 0)? + 1;
    let (number, rest) = bytes.split_at_checked(length)?;
    let value = number.iter().rev().fold(0u64, |value, byte| value << 7 | u64::from(byte & !STOP));
    Some((usize::try_from(value).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::{Impact, impacts};

    #[test]
    fn skip_lists_with_and_without_positions() {
        let expected = [(127, 9, 3), (300, 7, u32::MAX)].map(|(last, fieldnorm_id, frequency)| Impact {
            last,
            fieldnorm_id,
            frequency,
        });
        let with = [
            &[0x80 | 24][..],
            &[127, 0, 0, 0, 1, 2, 200, 0, 0, 0, 9, 3],
            &[44, 1, 0, 0, 1, 2, 200, 0, 0, 0, 7, 255],
            b"postings",
        ];
        assert_eq!(impacts(&with.concat(), 2).unwrap(), expected);
        let without = [&[0x80 | 16][..], &[127, 0, 0, 0, 1, 2, 9, 3], &[44, 1, 0, 0, 1, 2, 7, 255]];
        assert_eq!(impacts(&without.concat(), 2).unwrap(), expected);
        for damage in [&without.concat()[..16], &[0; 9], &[], &[0x80 | 15; 30]] {
            assert_eq!(impacts(damage, 2), None, "{damage:?}");
        }
        let backwards = [&[0x80 | 16][..], &[44, 1, 0, 0, 1, 2, 7, 255], &[127, 0, 0, 0, 1, 2, 9, 3]];
        assert_eq!(impacts(&backwards.concat(), 2), None);
    }
}
