//! What is packed is read as if it were not.

use std::io::Write as _;

use super::*;

const TEXT: &str = "Le camp est loin de la ville.\n";

fn bzip2(text: &str) -> Vec<u8> {
    let mut encoder = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &str) -> Vec<u8> {
    ::zstd::encode_all(text.as_bytes(), 3).unwrap()
}

fn read(bytes: &[u8]) -> (String, Option<u64>, Option<Error>) {
    let mut unpacked = unpack(Box::new(Cursor::new(bytes.to_vec())), 2).unwrap();
    let mut text = String::new();
    let error = unpacked.input.read_to_string(&mut text).err();
    (text, unpacked.packed.map(|meter| meter.bytes()), error.map(|error| failure("a", error)))
}

#[test]
fn every_packing_in_one_piece_and_in_several() {
    for pack in [bzip2, gzip, zstd] {
        for bytes in [pack(TEXT), [pack(&TEXT[..9]), pack(""), pack(&TEXT[9..])].concat()] {
            let (text, packed, error) = read(&bytes);
            assert!(error.is_none(), "{error:?}");
            assert_eq!((text.as_str(), packed), (TEXT, Some(bytes.len() as u64)));
        }
    }
    let (text, packed, _) = read(TEXT.as_bytes());
    assert_eq!((text.as_str(), packed), (TEXT, None));
    assert_eq!(read(b"BZh9 is how it begins").0, "BZh9 is how it begins", "not every such text is packed");
    assert_eq!(read(b"").0, "");
}

#[test]
fn a_file_that_ends_too_early_says_where() {
    for pack in [bzip2, gzip, zstd] {
        let whole = pack(&TEXT.repeat(1000));
        let (_, _, error) = read(&whole[..whole.len() - 3]);
        let Some(Error::BadArchive { path, byte, reason, .. }) = error else { panic!("{error:?}") };
        assert_eq!((path.as_str(), reason), ("a", Flaw::PackedEndsEarly));
        assert!(byte < whole.len() as u64);
    }
}

#[test]
fn a_window_beyond_the_bound_is_refused() {
    let packed = |log| {
        let mut encoder = ::zstd::Encoder::new(Vec::new(), 1).unwrap();
        encoder.long_distance_matching(true).unwrap();
        encoder.window_log(log).unwrap();
        encoder.include_contentsize(false).unwrap();
        encoder.write_all(TEXT.as_bytes()).unwrap();
        encoder.flush().unwrap();
        encoder.finish().unwrap()
    };
    assert_eq!(read(&packed(27)).0, TEXT);
    let (_, _, error) = read(&packed(28));
    let Some(Error::BadArchive { packing: "zstd", reason, .. }) = error else { panic!("{error:?}") };
    assert!(reason.to_string().contains("memory"), "{reason}");
}

#[test]
fn names_without_the_packings_ending() {
    for (path, inner) in [
        ("a/dump.xml.bz2", "a/dump.xml"),
        ("x.jsonl.zst", "x.jsonl"),
        ("page.html.gz", "page.html"),
        ("notes.txt", "notes.txt"),
        (".gz", ".gz"),
    ] {
        assert_eq!(inner_name(path), inner);
    }
}
