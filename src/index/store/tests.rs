use proptest::prelude::*;
use tantivy::directory::OwnedBytes;

use super::read::Records;
use super::write::RecordsBuilder;
use crate::index::checked::Checked;

fn written<'a>(records: impl IntoIterator<Item = &'a [u8]>) -> Records {
    let mut builder = RecordsBuilder::new(Vec::new(), 1).unwrap();
    records.into_iter().for_each(|record| builder.push(record).unwrap());
    Records::open(Checked::sound(OwnedBytes::new(builder.finish().unwrap()))).unwrap()
}

fn joined(sources: &[&Records]) -> Records {
    let mut builder = RecordsBuilder::new(Vec::new(), 1).unwrap();
    sources.iter().for_each(|source| builder.append(source).unwrap());
    Records::open(Checked::sound(OwnedBytes::new(builder.finish().unwrap()))).unwrap()
}

fn all(records: &Records) -> Vec<Vec<u8>> {
    (0..records.documents()).map(|document| records.with(document, <[u8]>::to_vec).unwrap()).collect()
}

/// Text of some mebibytes, in which words come again.
fn prose(bytes: usize) -> Vec<Vec<u8>> {
    let mut state = 1u64;
    let mut records = Vec::new();
    let mut written = 0;
    while written < bytes {
        let mut record = String::new();
        for _ in 0..80 {
            // A linear congruential generator (Knuth, MMIX).
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            record.push_str(&format!("mot{} ", (state >> 40) % (1 + (state >> 54))));
        }
        written += record.len();
        records.push(record.into_bytes());
    }
    records
}

#[test]
fn records_come_back_with_and_without_a_dictionary() {
    for bytes in [0, 1000, 100_000, 3 << 20] {
        let records = prose(bytes);
        let read = written(records.iter().map(Vec::as_slice));
        assert_eq!(read.dictionaries(), u32::from(bytes > 1 << 20), "{bytes}");
        assert_eq!(all(&read), records, "{bytes}");
        assert!(read.with(records.len() as u32, |_| ()).is_err());
        let mut visited = Vec::new();
        read.each(|document, record| {
            assert_eq!(document as usize, visited.len());
            visited.push(record.to_vec());
            Ok(())
        })
        .unwrap();
        assert_eq!(visited, records, "{bytes}");
    }
}

#[test]
fn files_are_joined_as_they_stand() {
    let (one, two) = (prose(2 << 20), prose(100_000));
    let (first, second) = (written(one.iter().map(Vec::as_slice)), written(two.iter().map(Vec::as_slice)));
    let third = joined(&[&second, &first, &second]);
    assert_eq!(third.dictionaries(), 1);
    assert_eq!(all(&third), [two.clone(), one, two].concat());
}

/// What is damaged is an error or, where zstd cannot tell, other bytes: never a panic.
#[test]
fn damage_is_no_panic() {
    let mut builder = RecordsBuilder::new(Vec::new(), 1).unwrap();
    prose(1200 << 10).iter().for_each(|record| builder.push(record).unwrap());
    let bytes = builder.finish().unwrap();
    let read = |bytes: Vec<u8>| {
        let Ok(records) = Records::open(Checked::sound(OwnedBytes::new(bytes))) else { return };
        for document in (0..records.documents().min(10_000)).step_by(97) {
            drop(records.with(document, <[u8]>::len));
        }
        drop(records.each(|_, _| Ok(())));
    };
    for at in (0..bytes.len()).step_by(bytes.len() / 60).chain(bytes.len() - 200..bytes.len()) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x5a;
        read(damaged);
        read(bytes[..at].to_vec());
    }
}

proptest! {
    #[test]
    fn any_records_come_back(records in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..3000), 0..40)) {
        prop_assert_eq!(all(&written(records.iter().map(Vec::as_slice))), records);
    }
}
