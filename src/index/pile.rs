//! What a segment collects while it grows.

use super::forward::damage::take;

/// What is added at once to the room that there is, in bytes: an eighth of it, at least and at most so much.
const SMALLEST: usize = 16 << 10;
const LARGEST: usize = 1 << 20;
const SHARE: usize = 8;

/// Byte strings one after the other, in chunks: what grows by doubling would hold up to twice what is in it, and three
/// times while it grows.
#[derive(Default)]
pub(super) struct Pile {
    chunks: Vec<Vec<u8>>,
    /// Bytes of all chunks.
    room: usize,
    lengths: Vec<u32>,
}

impl Pile {
    /// Adds a string, shorter than 4 GiB.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.lengths.push(bytes.len() as u32);
        match self.chunks.last_mut().filter(|chunk| chunk.capacity() - chunk.len() >= bytes.len()) {
            Some(chunk) => chunk.extend_from_slice(bytes),
            None => {
                let mut chunk =
                    Vec::with_capacity((self.room / SHARE).clamp(SMALLEST, LARGEST).max(bytes.len()));
                self.room += chunk.capacity();
                chunk.extend_from_slice(bytes);
                self.chunks.push(chunk);
            }
        }
    }

    /// How many strings there are.
    pub(super) fn len(&self) -> usize {
        self.lengths.len()
    }

    /// The strings, in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut chunks = self.chunks.iter();
        let mut rest: &[u8] = &[];
        self.lengths.iter().map(move |length| {
            if rest.is_empty() && *length > 0 {
                rest = chunks.next().map_or(&[], Vec::as_slice);
            }
            take(&mut rest, *length as usize).unwrap_or_default()
        })
    }

    /// Bytes on the heap.
    pub(super) fn memory(&self) -> usize {
        self.room + 4 * self.lengths.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, Pile, SMALLEST};

    #[test]
    fn strings_come_back_whatever_their_length() {
        let (one, all) = (SMALLEST, LARGEST);
        let lengths = [0, 1, one - 1, 0, 1, 3, one, 2 * all, 0, 5, one - 5, 1, 0, all, all, 7];
        let strings: Vec<Vec<u8>> = (1..).zip(lengths).map(|(n, length)| vec![n; length]).collect();
        let mut pile = Pile::default();
        strings.iter().for_each(|string| pile.push(string));
        assert_eq!(pile.len(), lengths.len());
        assert!(pile.iter().eq(strings.iter().map(Vec::as_slice)));
        let bytes: usize = lengths.iter().sum();
        assert!((bytes..bytes + bytes / 4).contains(&pile.memory()), "{}", pile.memory());
    }
}
