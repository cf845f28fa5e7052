//! The passages of a segment while it grows.

use super::damage::take;

/// What is added at once to the room that there is, in bytes.
const CHUNK: usize = 1 << 20;

/// Byte strings one after the other, in chunks: what grows by doubling would hold up to twice what is in it, and three
/// times while it grows.
#[derive(Default)]
pub(super) struct Pile {
    chunks: Vec<Vec<u8>>,
    lengths: Vec<u32>,
}

impl Pile {
    /// Adds a string, shorter than 4 GiB.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.lengths.push(bytes.len() as u32);
        match self.chunks.last_mut().filter(|chunk| chunk.capacity() - chunk.len() >= bytes.len()) {
            Some(chunk) => chunk.extend_from_slice(bytes),
            None => {
                let mut chunk = Vec::with_capacity(CHUNK.max(bytes.len()));
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
        self.chunks.iter().map(Vec::capacity).sum::<usize>() + 4 * self.lengths.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, Pile};

    #[test]
    fn strings_come_back_whatever_their_length() {
        let lengths = [0, 1, CHUNK - 1, 0, 1, 3, CHUNK, 2 * CHUNK, 0, 5, CHUNK - 5, 1, 0];
        let strings: Vec<Vec<u8>> = (1..).zip(lengths).map(|(n, length)| vec![n; length]).collect();
        let mut pile = Pile::default();
        strings.iter().for_each(|string| pile.push(string));
        assert_eq!(pile.len(), lengths.len());
        assert!(pile.iter().eq(strings.iter().map(Vec::as_slice)));
        assert!(pile.memory() < 8 * CHUNK);
    }
}
