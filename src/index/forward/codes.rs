//! Numbers in few bits: what a passage's words are written in.
//!
//! A number is written as a class of four bits and as many bits as the class has. Words follow Zipf's law, under
//! which ranges that double in width are about equally frequent; so classes of fixed length cost little more than
//! the best prefix code would (of French: 4 bits where 3.7 would do), and are read with two shifts. How many bits
//! the last class has depends on how many numbers a segment has.

/// Bits of each class but the last.
const BITS: [u32; 15] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16];
/// Bits of the class itself.
const CLASS_BITS: u32 = 4;
/// The first number of each class.
const FIRST: [u32; 16] = {
    let mut first = [0; 16];
    let mut class = 0;
    while class < 15 {
        first[class + 1] = first[class] + (1 << BITS[class]);
        class += 1;
    }
    first
};

/// The code of a segment that has so many numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code {
    bits: [u32; 16],
}

impl Code {
    /// The code of the numbers below `numbers`.
    pub(super) fn new(numbers: u32) -> Self {
        let mut bits = [0; 16];
        bits[..15].copy_from_slice(&BITS);
        // At least five bits, so that the padding of a byte is too short to be a number.
        bits[15] = (u32::BITS - numbers.saturating_sub(FIRST[15]).leading_zeros()).max(5);
        Self { bits }
    }

    /// The classes but the last begin two below a power of two.
    #[inline]
    fn class(number: u32) -> usize {
        if number >= FIRST[15] { 15 } else { ((number + 2).ilog2() as usize - 1).min(14) }
    }
}

/// Writes numbers behind one another.
#[derive(Debug, Default)]
pub(super) struct BitWriter {
    out: Vec<u8>,
    pending: u64,
    used: u32,
}

impl BitWriter {
    /// Appends a number that `code` is for.
    pub(super) fn push(&mut self, code: Code, number: u32) {
        let class = Code::class(number);
        let bits = code.bits[class];
        self.append(class as u64 | u64::from(number - FIRST[class]) << CLASS_BITS, CLASS_BITS + bits);
    }

    /// At most 40 bits. Eight bytes are written whatever there is, since that is one store, and the rest taken back.
    #[inline]
    fn append(&mut self, value: u64, bits: u32) {
        self.pending |= value << self.used;
        self.used += bits;
        let whole = self.used / 8;
        let end = self.out.len() + whole as usize;
        self.out.extend_from_slice(&self.pending.to_le_bytes());
        self.out.truncate(end);
        self.pending >>= 8 * whole;
        self.used %= 8;
    }

    /// The bytes of the numbers since the last call. What is left of the last byte is filled with ones, which
    /// begin the longest class and are too few for it.
    pub(super) fn take(&mut self, bytes: &mut Vec<u8>) {
        if self.used > 0 {
            self.append((1 << (8 - self.used)) - 1, 8 - self.used);
        }
        bytes.clear();
        std::mem::swap(bytes, &mut self.out);
    }
}

/// Reads numbers until fewer bits are left than the next one needs.
#[derive(Debug, Clone)]
pub(super) struct BitReader<'a> {
    code: Code,
    /// What has not been loaded, and the bits that have been, lowest first.
    bytes: &'a [u8],
    window: u64,
    /// Bits of the window that count.
    loaded: u32,
}

impl<'a> BitReader<'a> {
    pub(super) fn new(code: Code, bytes: &'a [u8]) -> Self {
        Self { code, bytes, window: 0, loaded: 0 }
    }

    /// Loads bytes until 56 bits are there, more than any number has, or none is left.
    #[inline]
    fn load(&mut self) {
        if let Some(chunk) = self.bytes.first_chunk::<8>() {
            self.window |= u64::from_le_bytes(*chunk) << self.loaded;
            let bytes = (63 - self.loaded) / 8;
            self.bytes = &self.bytes[bytes as usize..];
            self.loaded += 8 * bytes;
        } else {
            self.load_last();
        }
    }

    fn load_last(&mut self) {
        while self.loaded < 56 {
            let Some((byte, rest)) = self.bytes.split_first() else { return };
            self.window |= u64::from(*byte) << self.loaded;
            self.bytes = rest;
            self.loaded += 8;
        }
    }
}

impl BitReader<'_> {
    /// Appends all numbers. Cost: about two nanoseconds each, half of what one by one takes.
    pub(super) fn read_into(mut self, numbers: &mut Vec<u32>) {
        while self.bytes.len() >= 8 {
            self.load();
            // Where 56 bits are loaded, one number after the other can be taken without asking how many are left.
            while self.loaded >= 36 {
                numbers.push(self.decode());
            }
        }
        numbers.extend(self);
    }

    /// The next number, of which all bits are loaded.
    #[inline]
    fn decode(&mut self) -> u32 {
        let class = (self.window & 15) as usize;
        let bits = self.code.bits[class];
        let offset = (self.window >> CLASS_BITS) & ((1 << bits) - 1);
        self.window >>= CLASS_BITS + bits;
        self.loaded -= CLASS_BITS + bits;
        FIRST[class].wrapping_add(offset as u32)
    }
}

impl Iterator for BitReader<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.loaded < 36 {
            self.load();
        }
        let class = (self.window & 15) as usize;
        let bits = self.code.bits[class];
        if CLASS_BITS + bits > self.loaded {
            return None;
        }
        Some(self.decode())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{BitReader, BitWriter, Code};

    fn encoded(code: Code, numbers: &[u32]) -> Vec<u8> {
        let mut writer = BitWriter::default();
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| writer.push(code, *number));
        writer.take(&mut bytes);
        bytes
    }

    #[test]
    fn the_most_frequent_take_few_bits() {
        let code = Code::new(1_000_000);
        for (bits, number) in [(5, 0), (5, 1), (6, 2), (7, 6), (20, 98_301), (24, 999_999)] {
            assert_eq!(encoded(code, &[number; 8]).len(), bits, "{number}");
        }
    }

    #[test]
    fn each_number_has_the_class_that_it_lies_in() {
        let last = super::FIRST[15] + 100;
        for number in (0..last).chain([u32::MAX]) {
            assert_eq!(
                Code::class(number),
                super::FIRST.partition_point(|first| *first <= number) - 1,
                "{number}"
            );
        }
    }

    proptest! {
        #[test]
        fn numbers_come_back(numbers in prop::collection::vec((0u32..24).prop_flat_map(|b| 0..1u32 << b), 0..50)) {
            let code = Code::new(numbers.iter().max().map_or(0, |most| most + 1));
            let bytes = encoded(code, &numbers);
            prop_assert_eq!(&BitReader::new(code, &bytes).collect::<Vec<_>>(), &numbers);
            let mut together = Vec::new();
            BitReader::new(code, &bytes).read_into(&mut together);
            prop_assert_eq!(together, numbers);
        }

        #[test]
        fn any_bytes_are_some_numbers(bytes: Vec<u8>, numbers: u32) {
            let most = bytes.len() * 8 / 5;
            prop_assert!(BitReader::new(Code::new(numbers), &bytes).count() <= most);
        }
    }
}
