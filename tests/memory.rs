//! `--memory` is kept, whatever the input: the peak of the whole process's anonymous memory, as Linux counts it.
//!
//! Files that are mapped do not count: they are the system's to give back as soon as another program needs room.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::support::{Run, World};

const MIB: u64 = 1 << 20;

/// How a file of that many bytes is laid out.
#[derive(Clone, Copy)]
enum Layout {
    /// A paragraph a line.
    Lines,
    /// All in one line.
    OneLine,
    /// Half and half.
    Both,
}

/// Writes prose of `bytes` bytes: every sentence differs, as sentences do, and has a marker.
fn write_prose(path: &Path, bytes: u64, layout: Layout) {
    const WORDS: [&str; 16] = [
        "camp",
        "militaire",
        "attaque",
        "ville",
        "rempart",
        "soldats",
        "l'armée",
        "renforts",
        "après-midi",
        "d'opérations",
        "président",
        "guerre",
        "existence",
        "union",
        "sacrée",
        "pays",
    ];
    let mut out = BufWriter::new(File::create(path).unwrap());
    writeln!(out, "Un très long récit").unwrap();
    let (mut written, mut number) = (0, 0u64);
    while written < bytes {
        number += 1;
        let mut sentence = format!("Phrase {number}");
        // A linear congruential generator (Knuth, MMIX): no two sentences alike, and the same file every time.
        let mut state = number;
        for _ in 0..24 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            sentence.push(' ');
            sentence.push_str(WORDS[(state >> 60) as usize]);
        }
        let lines =
            matches!(layout, Layout::Lines) || (matches!(layout, Layout::Both) && written < bytes / 2);
        sentence.push_str(&format!("[{}].{}", number % 50 + 1, if lines { '\n' } else { ' ' }));
        out.write_all(sentence.as_bytes()).unwrap();
        written += sentence.len() as u64;
    }
    out.flush().unwrap();
}

/// Runs the program to its end; the most anonymous memory that it was seen with, in bytes.
fn peak(world: &World, arguments: &[&str]) -> (Run, u64) {
    let mut child = world.call(arguments).command().spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        // Linux keeps no high-water mark of this number, so it is looked at often.
        let kib = fs::read_to_string(&status).ok().and_then(|status| {
            let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?.to_owned();
            line.trim().trim_end_matches(" kB").parse::<u64>().ok()
        });
        peak = peak.max(kib.unwrap_or(0) * 1024);
        thread::sleep(Duration::from_millis(10));
    }
    (Run::new(format!("{arguments:?}"), child.wait_with_output().unwrap()), peak)
}

/// By how much the program is known to miss `--memory` with a gibibyte of sentences that each have a number of their
/// own, 5 million passages and as many words, at the least memory: what a merge holds grows with passages (tantivy) and with words (tantivy, and eight bytes of
/// ours for each), and `--memory` does not bound it. Measured: 202 with a paragraph a line. To be 0.
const KNOWN_EXCESS_OF_MERGES: u64 = 224;

/// `excess` is in MiB, as `memory` is.
#[track_caller]
fn is_kept(bytes: u64, layout: Layout, memory: u64, excess: u64) {
    let world = World::new();
    write_prose(&world.path("long.txt"), bytes, layout);
    let (run, peak) = peak(&world, &["index", "--memory", &memory.to_string(), "long.txt"]);
    run.exits(0);
    println!("{} MiB, --memory {memory}: peak {:.1} MiB", bytes / MIB, peak as f64 / MIB as f64);
    assert!(
        peak > 0 && peak <= (memory + excess) * MIB,
        "peak {:.1} of {memory} MiB{run}",
        peak as f64 / MIB as f64
    );
    assert_eq!(world.stats()["articles"], 1);
    assert!(world.stats()["text_bytes"].as_u64().unwrap() > bytes * 9 / 10, "all of it was read");
    world.run(["search", "-n", "1", "rempart sacrée"]).exits(0);
}

#[test]
fn a_file_of_64_mebibytes_is_indexed_within_its_memory() {
    // 68 MiB, optimised or not.
    is_kept(64 * MIB, Layout::Both, 96, 0);
}

/// With little memory the process begins anew: before it has said or done anything.
#[test]
fn with_little_memory_nothing_is_said_twice() {
    let world = World::new();
    world.write("short.txt", "Le camp\n\nLe camp est pris.\n");
    let run = world.run(["index", "--verbose", "--memory", "96", "short.txt"]);
    assert_eq!(run.exits(0).err.matches("settings:").count(), 1, "{run}");
    world.run(["search", "camp"]).exits(0);
}

/// tantivy has a bound for a segment, four gibibytes, which is no bound for the process.
#[test]
fn more_memory_than_a_segment_may_have_is_no_error() {
    let world = World::new();
    world.write("short.txt", "Le camp\n\nLe camp est pris.\n");
    world.run(["index", "--memory", "65536", "--threads", "1", "short.txt"]).exits(0);
    world.run(["search", "camp"]).exits(0);
}

// cargo test --release -- --ignored --nocapture --test-threads 1 gibibyte
#[test]
#[ignore = "writes a gibibyte and takes a minute; its command is above"]
fn a_gibibyte_of_lines_is_indexed_within_512_mebibytes() {
    is_kept(1024 * MIB, Layout::Lines, 512, 0);
}

#[test]
#[ignore = "as above"]
fn a_gibibyte_of_lines_is_indexed_with_96_mebibytes() {
    is_kept(1024 * MIB, Layout::Lines, 96, KNOWN_EXCESS_OF_MERGES);
}

#[test]
#[ignore = "as above"]
fn a_line_of_a_gibibyte_is_indexed_within_512_mebibytes() {
    is_kept(1024 * MIB, Layout::OneLine, 512, 0);
}

#[test]
#[ignore = "as above"]
fn a_line_of_a_gibibyte_is_indexed_with_96_mebibytes() {
    is_kept(1024 * MIB, Layout::OneLine, 96, KNOWN_EXCESS_OF_MERGES);
}
