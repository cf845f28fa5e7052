//! Files that do not hold what they should.

use std::io;

/// The error of a file of ours whose bytes make no sense.
#[cold]
pub(in super::super) fn damaged(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// The number that stands in so many bytes, lowest first, at byte `at`.
#[inline]
pub(in super::super) fn number<const N: usize>(bytes: &[u8], at: usize) -> io::Result<u64> {
    let field = bytes.get(at..).and_then(|rest| rest.first_chunk::<N>());
    let field = field.ok_or_else(|| damaged("a number is missing"))?;
    let mut wide = [0; 8];
    wide[..N].copy_from_slice(field);
    Ok(u64::from_le_bytes(wide))
}

/// Appends `value`, seven bits a byte, lowest first.
pub(in super::super) fn push_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// As [`push_varint`], to bytes that are there from `at` on; where the next one goes.
#[inline]
pub(in super::super) fn put_varint(bytes: &mut [u8], mut at: usize, mut value: u64) -> usize {
    while value >= 0x80 {
        bytes[at] = value as u8 | 0x80;
        value >>= 7;
        at += 1;
    }
    bytes[at] = value as u8;
    at + 1
}

/// How many bytes [`push_varint`] writes.
#[inline]
pub(in super::super) fn varint_len(value: u64) -> usize {
    (u64::BITS - (value | 1).leading_zeros()).div_ceil(7) as usize
}

/// Takes what [`push_varint`] wrote off the front of `bytes`.
#[inline]
pub(in super::super) fn take_varint(bytes: &mut &[u8]) -> io::Result<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = take(bytes, 1)?[0];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(damaged("a number is too long"))
}

/// Takes `length` bytes off the front of `bytes`.
#[inline]
pub(in super::super) fn take<'a>(bytes: &mut &'a [u8], length: usize) -> io::Result<&'a [u8]> {
    let (head, rest) = bytes.split_at_checked(length).ok_or_else(|| damaged("bytes are missing"))?;
    *bytes = rest;
    Ok(head)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{number, push_varint, put_varint, take_varint, varint_len};

    #[test]
    fn numbers_are_checked() {
        assert_eq!(number::<3>(&[9, 1, 0, 1], 1).ok(), Some(65_537));
        assert!(number::<3>(&[9, 1, 0, 1], 2).is_err());
        assert!(number::<8>(&[], usize::MAX).is_err());
        assert!(take_varint(&mut [0xff; 20].as_slice()).is_err());
        assert!(take_varint(&mut [0x80].as_slice()).is_err());
    }

    proptest! {
        #[test]
        fn varints_come_back(value: u64) {
            let mut bytes = vec![7];
            push_varint(&mut bytes, value);
            let mut rest = &bytes[1..];
            prop_assert_eq!(take_varint(&mut rest).ok(), Some(value));
            prop_assert!(rest.is_empty());
            prop_assert_eq!(varint_len(value), bytes.len() - 1);
            let mut put = vec![7; bytes.len()];
            prop_assert_eq!(put_varint(&mut put, 1, value), bytes.len());
            prop_assert_eq!(put, bytes);
        }
    }
}
