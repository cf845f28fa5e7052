//! A disk that is full: a clear error, and the old index as it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{PROGRAM, Random, Run, World, rows_of};

/// Rows that take some megabytes of index.
fn many_rows(number: usize) -> String {
    let mut random = Random::new(7);
    let mut text = || {
        let words = (0..60).map(|_| format!("mot{}", random.below(40_000)));
        words.collect::<Vec<_>>().join(" ")
    };
    let rows: Vec<(String, String)> = (0..number).map(|row| (format!("r{row}"), text())).collect();
    rows_of(&rows.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// The old index answers, and every byte of it is as it was written.
fn is_as_it_was(world: &World) {
    assert_eq!(world.texts(), ["Un camp."]);
    world.run(["check"]).exits(0);
}

/// A file system in memory, of so many MiB.
struct Disk(PathBuf);

impl Disk {
    /// None, saying so, where this process may mount nothing.
    fn mount(at: &Path, mebibytes: u32) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let size = format!("size={mebibytes}m");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at).output();
        if mount.is_ok_and(|mount| mount.status.success()) {
            return Some(Self(at.to_owned()));
        }
        println!("skipped: a file system in memory cannot be mounted here");
        None
    }

    fn grow(&self, mebibytes: u32) {
        let size = format!("remount,size={mebibytes}m");
        assert!(Command::new("mount").args(["-o", &size]).arg(&self.0).status().unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
    }
}

#[test]
fn a_full_disk_leaves_the_index_as_it_was_and_the_next_run_finishes() {
    let world = World::new();
    let Some(disk) = Disk::mount(&world.path("index"), 2) else { return };
    world.write("a.txt", "Titre\nUn camp.");
    world.index(&["a.txt"]);
    world.write("rows.jsonl", many_rows(4000));
    for options in [&[][..], &["--rebuild"]] {
        let run = world.call(["index", "rows.jsonl"]).args(options).run();
        run.exits(2).complains("No space left on device").complains("index");
        assert!(!run.err.contains("panicked"), "{options:?}{run}");
        is_as_it_was(&world);
    }
    disk.grow(100);
    world.index(&["rows.jsonl"]);
    assert_eq!(world.stats()["articles"], 4001);
    world.run(["check"]).exits(0);
}

/// Files may not grow beyond so many blocks of 512 bytes, which any process can ask for itself.
fn limited(world: &World, blocks: u32, arguments: &[&str]) -> Run {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.env_clear().current_dir(world.path("")).args(["-c", &script, PROGRAM]).args(arguments);
    Run::new(format!("ulimit -f {blocks}; {arguments:?}"), command.output().unwrap())
}

#[test]
fn files_that_may_not_grow_leave_the_index_as_it_was() {
    let world = World::with_text("Titre\nUn camp.");
    world.write("rows.jsonl", many_rows(3000));
    for blocks in [1, 8, 64, 400] {
        let run = limited(&world, blocks, &["index", "rows.jsonl"]);
        run.exits(2).complains("File too large");
        assert!(!run.err.contains("panicked"), "{blocks} blocks{run}");
        is_as_it_was(&world);
    }
    world.index(&["rows.jsonl"]);
    assert_eq!(world.stats()["articles"], 3001);
}
