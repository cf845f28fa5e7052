//! Runs of bits, as bzip2 writes them: the first is the highest of a byte.

/// Bits that are put together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bits {
    bytes: Vec<u8>,
    /// The last bits, fewer than eight, which are no byte yet.
    rest: u64,
    rest_len: u32,
}

impl Bits {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.bytes.len() * 8 + self.rest_len as usize
    }

    /// Appends the lowest `len` bits of `value`, at most 48.
    pub(super) fn push(&mut self, value: u64, len: u32) {
        self.rest = self.rest << len | value & ((1 << len) - 1);
        self.rest_len += len;
        while self.rest_len >= 8 {
            self.rest_len -= 8;
            self.bytes.push((self.rest >> self.rest_len) as u8);
        }
        self.rest &= (1 << self.rest_len) - 1;
    }

    /// Appends the bits `from..to` of `bytes`.
    pub(super) fn extend(&mut self, bytes: &[u8], from: usize, to: usize) {
        let whole = from.div_ceil(8)..(to / 8).max(from.div_ceil(8));
        let head = (whole.start * 8).min(to) - from;
        self.push(at(bytes, from, head), head as u32);
        for byte in bytes.get(whole.clone()).unwrap_or_default() {
            self.push(u64::from(*byte), 8);
        }
        let tail = to.saturating_sub(whole.end * 8);
        self.push(at(bytes, whole.end * 8, tail), tail as u32);
    }

    /// Appends all of `other` but its first `skipped` bits.
    pub(super) fn append(&mut self, other: &Self, skipped: usize) {
        self.extend(&other.clone().into_bytes(), skipped, other.len());
    }

    /// The bits `from..from + len`, at most 48 of them; zeros beyond the end.
    pub(super) fn at(&self, from: usize, len: usize) -> u64 {
        at(&self.bytes, from, len)
    }

    /// As bytes, the last one filled up with zeros.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        let missing = (8 - self.rest_len) % 8;
        self.push(0, missing);
        self.bytes
    }
}

/// The bits `from..from + len` of `bytes`, at most 48 of them; zeros beyond the end.
pub(super) fn at(bytes: &[u8], from: usize, len: usize) -> u64 {
    let first = from / 8;
    let seven =
        (first..first + 7).fold(0u64, |bits, at| bits << 8 | u64::from(bytes.get(at).copied().unwrap_or(0)));
    seven >> (56 - from % 8 - len) & ((1 << len) - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Bits, at};

    #[test]
    fn bits_of_bytes() {
        let bytes = [0b1010_0101, 0b1111_0000];
        assert_eq!([at(&bytes, 0, 4), at(&bytes, 6, 4), at(&bytes, 12, 8)], [0b1010, 0b0111, 0]);
    }

    proptest! {
        #[test]
        fn runs_that_are_cut_anywhere_come_together_again(bytes: Vec<u8>, cuts: (usize, usize)) {
            let len = bytes.len() * 8;
            let (first, second) = (cuts.0 % (len + 1), cuts.1 % (len + 1));
            let (first, second) = (first.min(second), first.max(second));
            let mut bits = Bits::default();
            bits.extend(&bytes, 0, first);
            bits.extend(&bytes, first, second);
            let mut last = Bits::default();
            last.extend(&bytes, first, len);
            prop_assert_eq!(last.len(), len - first);
            bits.append(&last, second - first);
            prop_assert_eq!(bits.len(), len);
            prop_assert_eq!(bits.into_bytes(), bytes);
        }
    }
}
