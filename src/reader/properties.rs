//! What holds for any bytes.

use std::io::Read;
use std::time::Instant;

use proptest::prelude::*;

use super::tests::{articles, collect};
use super::{Options, detect, open};
use crate::Result;
use crate::document::{Article, Format, Passage};

/// What must hold for any source.
pub(super) fn check(read: Vec<Result<Article>>, size: usize) {
    let mut ordinals = 0;
    let mut keys = std::collections::HashSet::new();
    for article in read.into_iter().flatten() {
        if article.part == 0 {
            ordinals = 0;
            keys.clear();
        }
        for (_, passage) in article.passages() {
            assert_eq!(passage.ordinal, ordinals);
            ordinals += 1;
            assert!(keys.insert(passage.key.clone()));
            assert!(passage.source_span.end <= size && passage.source_span.start <= passage.source_span.end);
            check_spans(passage);
        }
    }
}

/// That `read` takes no more than its share longer for `most` pieces than for an eighth of them: eight times, where
/// looking at all pieces for each of them would take sixty-four. Other work on the machine may slow down one of the
/// two, so it is tried again.
#[track_caller]
pub(super) fn is_linear(most: usize, make: impl Fn(usize) -> String, read: impl Fn(&str)) {
    const TIMES: usize = 8;
    const TOLERATED: u32 = 3 * TIMES as u32;
    const TRIALS: usize = 5;
    let time = |text: &str| {
        let start = Instant::now();
        read(text);
        start.elapsed()
    };
    let (part, whole) = (make(most / TIMES), make(most));
    let mut trials = Vec::new();
    let linear = (0..TRIALS).any(|_| {
        trials.push((time(&part), time(&whole)));
        trials.last().is_some_and(|(part, whole)| *whole <= *part * TOLERATED)
    });
    assert!(
        linear,
        "{:?}…: an eighth and the whole took {trials:?}",
        whole.chars().take(40).collect::<String>()
    );
}

fn check_spans(passage: &Passage) {
    let text = &passage.text;
    assert!(!text.trim().is_empty());
    assert_eq!(crate::analysis::normalize(text), text.as_str());
    let mut end = 0;
    for marker in &passage.markers {
        // In brackets, or in raised digits.
        let sign = |c: char| c == '[' || (c.is_numeric() && !c.is_ascii_digit());
        assert!(marker.span.start >= end && text[marker.span.clone()].starts_with(sign));
        assert!(text.get(marker.claim.clone()).is_some() && marker.claim.end <= marker.span.start);
        end = marker.span.end;
    }
    for pair in passage.quotes.windows(2) {
        assert!(pair[0].span.start <= pair[1].span.start);
    }
    assert!(passage.quotes.iter().all(|quote| !text[quote.span.clone()].trim().is_empty()));
}

/// An input that gives a few bytes at a time.
struct Drops(Vec<u8>, usize);

impl Read for Drops {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let len = out.len().min(self.1).min(self.0.len());
        out[..len].copy_from_slice(&self.0[..len]);
        self.0.drain(..len);
        Ok(len)
    }
}

/// Sources in which every rule is met: pieces of text in any order.
fn sources() -> impl Strategy<Value = String> {
    let pieces = [
        "Le camp est pris",
        "Titre",
        "\n",
        "\n\n",
        "\r",
        "[1]",
        "[note 2]",
        "[3-5]",
        "[…]",
        "[réf. nécessaire]",
        ",",
        ". ",
        ".",
        "« ",
        " »",
        "“",
        "”",
        "- ",
        "1. ",
        "2. ",
        "↑ ",
        "Notes et références\n",
        "e\u{301}",
        "\u{a0}",
        "\t",
        "déclare : ",
        "😀",
        "Voir aussi\n",
        "2 mai 2019",
        "https://a.b/",
        "ISBN 2",
        "Sources\n",
        "a et b ",
        "[",
        "]",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..60)
        .prop_map(|pieces| pieces.concat())
}

fn small(format: Format, max_part_bytes: usize) -> Options {
    Options { format: Some(format), max_part_bytes, ..Options::default() }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, json: bool, part in 1usize..50, passage in 0usize..50) {
        let format = if json { Format::Jsonl } else { Format::Text };
        let options = Options { max_passage_bytes: passage, ..small(format, part) };
        check(articles("a", &bytes, &options).unwrap().collect(), bytes.len());
        let _ = detect("a.txt", &bytes);
    }

    #[test]
    fn parts_and_reads_do_not_matter(source in sources(), part in 1usize..200, drops in 1usize..9) {
        let whole = small(Format::Text, 4 << 20);
        let expected: Vec<_> = articles("a", source.as_bytes(), &whole).unwrap().collect();
        let input = Box::new(Drops(source.clone().into_bytes(), drops));
        let parts: Vec<_> = open("a", input, &small(Format::Text, part)).unwrap().collect();
        prop_assert_eq!(collect(parts.into_iter()), collect(expected.into_iter()));
        check(articles("a", source.as_bytes(), &whole).unwrap().collect(), source.len());
    }

    #[test]
    fn rows_are_checked_as_well(source in sources(), passage in 4usize..100) {
        let row = serde_json::json!({ "_id": "a", "text": source }).to_string();
        let options = Options { max_passage_bytes: passage, ..small(Format::Jsonl, 100) };
        check(articles("a", row.as_bytes(), &options).unwrap().collect(), row.len());
    }

    #[test]
    fn no_word_is_lost(source in sources(), passage in 30usize..100) {
        // A line that begins neither with a capital nor with a digit is no title and no heading.
        let source = source.replace("Le camp", "le camp").replace("Titre", "titre").replace("ISBN 2", "isbn");
        let source = source.replace("1. ", "").replace("2. ", "").replace("2 mai", "mai");
        let words = |text: &str| text.matches("camp").count();
        let options = Options { max_passage_bytes: passage, ..small(Format::Text, 100) };
        let reading = collect(articles("a", source.as_bytes(), &options).unwrap());
        let passages: usize = reading.texts().iter().map(|text| words(text)).sum();
        let references: usize = reading.references.iter().map(|r| words(&r.raw)).sum();
        prop_assert_eq!(passages + references, words(&source));
    }
}
