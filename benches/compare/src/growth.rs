//! How indexing grows: `compare growth 200000 400000 800000 1600000 4000000`.
//!
//! Indexes as many passages as are asked for, each size anew: the rows of the data, repeated with ids of their own, and
//! with words that no passage had before, as new text has them. Prints what each size took, in all and for each passage,
//! and how that is to the first size. Asserts that each index holds every row.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::{Row, each_row, folders, mb, ours, unpacked};

/// One repeated row in so many has a word that no row before had. Of the data, shuffled, the 200,000th passage brings
/// 0.28 new words, and ever fewer (Heaps' law with an exponent of 0.4); an encyclopedia has more names.
const ROWS_TO_A_NEW_WORD: u64 = 4;

pub(crate) fn grow(sizes: &[u64]) {
    let (data, work) = folders();
    let packed = data.join("text/fr-open.jsonl.zst");
    if !packed.exists() {
        return println!("skipped: {} is not in reach", data.display());
    }
    let seed = unpacked(&packed, &work);
    println!(
        "{:>9} {:>9} {:>8} {:>9} {:>7} {:>9} {:>9} {:>9} {:>9}",
        "passages", "text MB", "seconds", "µs each", "ratio", "index MB", "of text", "segments", "anon MiB"
    );
    let mut first = None;
    for size in sizes {
        let (rows, index) = (work.join("growth.jsonl"), work.join("growth"));
        let bytes = write_rows(&seed, *size, &rows);
        let (time, peak) = run(&rows, &index);
        let held = ours::held(&index);
        assert_eq!(held.articles, *size, "rows indexed");
        let each = time.as_secs_f64() * 1e6 / *size as f64;
        let ratio = each / *first.get_or_insert(each);
        println!(
            "{size:>9} {:>9.1} {:>8.1} {each:>9.2} {ratio:>7.2} {:>9.1} {:>9.3} {:>9} {:>9.1}",
            mb(bytes),
            time.as_secs_f64(),
            mb(held.bytes),
            held.bytes as f64 / bytes as f64,
            held.segments,
            peak as f64 / f64::from(1 << 20)
        );
        fs::remove_file(rows).expect("the rows go away");
        fs::remove_dir_all(index).expect("the index goes away");
    }
}

/// Writes that many rows; returns the bytes of titles and texts.
fn write_rows(seed: &Path, count: u64, path: &Path) -> u64 {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path).expect("a file"));
    let rows = std::iter::repeat_with(|| each_row(seed)).flatten();
    let mut bytes = 0;
    let mut pass = 0;
    let mut first_id = None;
    for (number, mut row) in (0..count).zip(rows) {
        let first_id = first_id.get_or_insert_with(|| row.id.clone());
        pass += u64::from(row.id == *first_id);
        if pass > 1 {
            again(&mut row, pass, number);
        }
        bytes += (row.title.len() + row.text.len()) as u64;
        serde_json::to_writer(&mut out, &row).expect("a row");
        out.write_all(b"\n").expect("room");
    }
    out.flush().expect("room");
    bytes
}

/// Makes a row another one.
fn again(row: &mut Row, pass: u64, number: u64) {
    row.id = format!("{}-{pass}", row.id);
    if number.is_multiple_of(ROWS_TO_A_NEW_WORD) {
        let letters: String =
            format!("{number:o}").bytes().map(|digit| char::from(b'a' + (digit - b'0') * 3)).collect();
        row.text.push_str(&format!(" {letters}."));
    }
}

/// How long the process takes, and the most anonymous memory that it was seen with.
fn run(rows: &Path, index: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = ours::indexing(rows, index).spawn().expect("a process");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        if let Some(ended) = child.try_wait().expect("a process") {
            assert!(ended.success(), "indexing fails");
            return (start.elapsed(), peak * 1024);
        }
        let kib = fs::read_to_string(&status).ok().and_then(|status| {
            let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?.to_owned();
            line.trim().trim_end_matches(" kB").parse::<u64>().ok()
        });
        peak = peak.max(kib.unwrap_or(0));
        thread::sleep(Duration::from_millis(20));
    }
}
