//! How fast sources are read and unpacked: `cargo bench --bench unpack`.
//!
//! Plain text: the prose of `../shared/data/wiki-bracket` and of `seed`, and a generated one without markers, read
//! from memory into articles by one thread. Packed: what `../shared/data/text/fr-open.jsonl.zst` holds, first 64 MiB,
//! as bzip2 of one stream and of many, unpacked by one and by two threads, beside what the bare decoder does; zstd
//! and gzip likewise. Prints MB/s of unpacked text, the best of three. Asserts the bytes that came out, so it cannot
//! time a path that loses some.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints, and stops at what it did not expect"
)]

use std::fs::File;
use std::io::{self, Cursor, Read, Write as _};
use std::path::Path;
use std::time::Instant;

use alinea::document::Format;
use alinea::reader::{Options, open};

const ROUNDS: usize = 3;
/// Of the large text so much is packed.
const PACKED_BYTES: u64 = 64 << 20;
/// What Wikipedia's streams hold: about a hundred pages.
const STREAM_BYTES: usize = 1 << 20;
const WINDOW_LOG: u32 = 27;

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    println!("{:<44} {:>9} {:>14}", "", "MB/s", "MB/s of a core");
    plain("plain text, prose without markers", &prose());
    let rows = std::fs::read_to_string(data.join("wiki-bracket/articles.jsonl")).unwrap_or_default();
    let texts: Vec<String> = rows.lines().filter_map(text_of).collect();
    plain("plain text, articles with markers", &texts.join("\n").repeat(40));
    let Ok(file) = File::open(data.join("text/fr-open.jsonl.zst")) else {
        println!("skipped: {} is not in reach", data.display());
        return;
    };
    let large = large(file);
    let rows = String::from_utf8_lossy(&large);
    let texts: Vec<String> = rows.lines().filter_map(text_of).collect();
    plain("plain text, novels, laws and manuals", &texts.join("\n"));
    if !std::env::args().any(|argument| argument == "plain") {
        packed(&large);
    }
}

/// 64 MB of lines as long as paragraphs are.
fn prose() -> String {
    let sentence = "Le camp est loin de la ville, et ses remparts sont tombés après la guerre. ";
    format!("{}\n", sentence.repeat(6)).repeat((64 << 20) / (6 * sentence.len()))
}

fn text_of(row: &str) -> Option<String> {
    serde_json::from_str::<serde_json::Value>(row).ok()?.get("text")?.as_str().map(str::to_owned)
}

fn large(file: File) -> Vec<u8> {
    let mut decoder = zstd::Decoder::new(file).expect("a decoder");
    decoder.window_log_max(WINDOW_LOG).expect("a window");
    let mut text = Vec::new();
    decoder.take(PACKED_BYTES).read_to_end(&mut text).expect("the text unpacks");
    text
}

/// Prints the best rates of a few rounds; `work` counts what came out.
fn time(name: &str, bytes: usize, expected: usize, mut work: impl FnMut() -> usize) {
    let (mut clock, mut core) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        let (start, on_core) = (Instant::now(), seconds_on_core());
        assert_eq!(work(), expected, "{name}");
        clock = clock.min(start.elapsed().as_secs_f64());
        core = core.min(seconds_on_core() - on_core);
    }
    let rate = |seconds: f64| bytes as f64 / seconds / 1e6;
    println!("{name:<44} {:>9.1} {:>14.1}", rate(clock), rate(core));
}

/// How long this thread has been on a core, as Linux counts it; elsewhere nothing is known.
fn seconds_on_core() -> f64 {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    counted.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e9
}

fn plain(name: &str, text: &str) {
    if text.is_empty() {
        println!("skipped: {name}");
        return;
    }
    let options = Options { format: Some(Format::Text), ..Options::default() };
    time(name, text.len(), text.len(), || {
        let input = Box::new(Cursor::new(text.to_owned()));
        let mut articles = open("bench.txt", input, &options).expect("a text");
        let words: usize =
            articles.by_ref().map(|article| article.expect("an article").passages().count()).sum();
        assert!(words > 1000);
        articles.bytes_read() as usize
    });
}

fn packed(text: &[u8]) {
    let one = bzip2(text);
    let many: Vec<u8> = text.chunks(STREAM_BYTES).flat_map(bzip2).collect();
    let gzip = gzip(text);
    let zstd = zstd::encode_all(text, 3).expect("memory");
    let (bytes, lines) = (text.len(), text.split_inclusive(|byte| *byte == b'\n').count());
    time("bzip2, the bare decoder", bytes, bytes, || count(bzip2::read::MultiBzDecoder::new(one.as_slice())));
    for threads in [1, 2] {
        time(&format!("bzip2, one stream, {threads} threads"), bytes, lines, || rows(&one, threads));
        time(&format!("bzip2, many streams, {threads} threads"), bytes, lines, || rows(&many, threads));
    }
    time("gzip, the bare decoder", bytes, bytes, || {
        count(flate2::read::MultiGzDecoder::new(gzip.as_slice()))
    });
    time("gzip", bytes, lines, || rows(&gzip, 1));
    time("zstd, the bare decoder", bytes, bytes, || {
        count(zstd::Decoder::new(zstd.as_slice()).expect("a decoder"))
    });
    time("zstd", bytes, lines, || rows(&zstd, 1));
}

fn bzip2(text: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    encoder.write_all(text).expect("memory");
    encoder.finish().expect("memory")
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text).expect("memory");
    encoder.finish().expect("memory")
}

fn count(mut input: impl Read) -> usize {
    io::copy(&mut input, &mut io::sink()).expect("it unpacks") as usize
}

/// Reads the lines of a packed text and parses none: unpacking, and what all readers share.
fn rows(packed: &[u8], threads: usize) -> usize {
    let input = Box::new(Cursor::new(packed.to_vec()));
    let options = Options { format: Some(Format::Jsonl), threads, ..Options::default() };
    let mut rows = open("bench.jsonl", input, &options).expect("rows");
    rows.pass_over(u64::MAX / 2).expect("they unpack") as usize
}
