//! A run of `index` that is under way, or was killed: what is searched is always a whole commit.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::process::{Child, ChildStdin};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Run, World, rows_of};

/// `number` articles of two passages each.
fn rows(name: &str, number: usize) -> String {
    let text = "Le camp est loin de la ville[1]. Les renforts arrivent à midi et repartent le soir.\n\nFin du récit.";
    let rows: Vec<(String, &str)> = (0..number).map(|n| (format!("{name}-{n}"), text)).collect();
    rows_of(&rows.iter().map(|(id, text)| (id.as_str(), *text)).collect::<Vec<_>>())
}

/// A writer that holds the index's lock until its standard input is closed.
struct Writing {
    child: Child,
    input: ChildStdin,
}

impl Writing {
    fn start(world: &World) -> Self {
        let mut child = world.call(["index", "-"]).command().spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let lock = world.path("index/.tantivy-writer.lock");
        let end = Instant::now() + Duration::from_secs(30);
        while !lock.exists() && child.try_wait().unwrap().is_none() && Instant::now() < end {
            thread::sleep(Duration::from_millis(5));
        }
        // From the lock file to the lock it is one call of the system.
        thread::sleep(Duration::from_millis(100));
        assert!(lock.exists() && child.try_wait().unwrap().is_none(), "the writer waits for its input");
        Self { child, input }
    }

    fn finish(mut self, text: &str) -> Run {
        self.input.write_all(text.as_bytes()).unwrap();
        drop(self.input);
        Run::new("index -".to_owned(), self.child.wait_with_output().unwrap())
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let world = World::with_text("Titre\nUn.");
    world.write("b.txt", "Autre titre\nDeux.");
    let writing = Writing::start(&world);
    let second = world.run(["index", "b.txt"]);
    second.exits(2).complains("the index at index is being written by another process").complains("wait");
    let pid = writing.child.id();
    second.complains(&format!("(pid {pid} on ")).complains(" s)");
    let french = world.run(["index", "--lang", "fr", "b.txt"]);
    french.exits(2).complains(&format!("(pid {pid} sur ")).complains(", depuis ");
    assert_eq!(world.run(["index", "--json", "b.txt"]).errors()[0]["code"], "index_locked");
    assert_eq!(world.texts(), ["Un."], "readers see the last commit meanwhile");
    writing.finish("Par l'entrée\nTrois.").exits(0);
    world.index(&["b.txt"]);
    assert_eq!(world.texts(), ["Trois.", "Un.", "Deux."]);
}

/// The lock is the system's and ended with its process; what that wrote into the file is of no account.
#[test]
fn a_lock_file_that_was_left_behind_holds_nothing() {
    let world = World::with_text("Titre\nUn.");
    let writing = Writing::start(&world);
    let pid = writing.child.id();
    writing.kill();
    let lock = fs::read_to_string(world.path("index/.tantivy-writer.lock")).unwrap();
    assert!(lock.contains(&format!("\"pid\":{pid},")), "{lock}");
    world.write("b.txt", "Autre titre\nDeux.");
    world.index(&["b.txt"]);
    let writing = Writing::start(&world);
    world.run(["index", "--title", "x", "b.txt"]).complains(&format!("(pid {} on ", writing.child.id()));
    writing.kill();
}

#[test]
fn a_rebuild_does_not_pull_an_index_from_under_its_writer() {
    let world = World::with_text("Titre\nUn.");
    let writing = Writing::start(&world);
    let rebuild = world.run(["index", "--rebuild", "article.txt"]);
    rebuild.exits(2).complains("being written by another process");
    assert_eq!(world.texts(), ["Un."], "what was searchable still is");
    writing.finish("Par l'entrée\nDeux.").exits(0);
    assert_eq!(world.texts(), ["Deux.", "Un."]);
}

#[test]
fn a_first_build_that_never_committed_is_not_searched() {
    let world = World::new();
    world.write("a.txt", "Titre\nUn.");
    let writing = Writing::start(&world);
    for command in [&["search", "un"][..], &["cite", "--list"], &["show", "titre"], &["stats"]] {
        let run = world.run(command);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "while it is written: {command:?}{run}");
        run.complains("the index at index is not finished").complains("alinea index --index index");
    }
    writing.kill();
    let killed = world.run(["search", "un", "--json"]);
    assert_eq!(killed.exits(2).errors()[0]["code"], "index_unfinished", "{killed}");
    world.index(&["a.txt"]);
    assert_eq!(world.texts(), ["Un."], "the next run completes it");
}

/// Runs `index` on all of `paths` and kills it (as `kill -9` does) after `moment`; whether it was still running.
fn killed_after(world: &World, paths: &[&str], moment: Duration) -> bool {
    let mut child = world.call(["index"]).args(paths).command().spawn().unwrap();
    thread::sleep(moment);
    let running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    running
}

/// Five moments, spread over the time that a whole run of `paths` takes in a world of its own.
fn moments(world: &World, paths: &[&str]) -> Vec<Duration> {
    let start = Instant::now();
    world.index(paths);
    let whole = start.elapsed();
    [0.08, 0.3, 0.5, 0.7, 0.9].map(|part| whole.mul_f64(part)).to_vec()
}

/// Files of segments that the last commit does not name.
fn left_over(world: &World) -> Vec<String> {
    let meta: Value = serde_json::from_slice(&fs::read(world.path("index/meta.json")).unwrap()).unwrap();
    let segments = meta["segments"].as_array().unwrap().iter();
    let named: BTreeSet<String> =
        segments.map(|segment| segment["segment_id"].as_str().unwrap().replace('-', "")).collect();
    let files = fs::read_dir(world.path("index")).unwrap().map(|file| file.unwrap().file_name());
    let files = files.map(|name| name.to_string_lossy().into_owned());
    files
        .filter(|name| name.split('.').next().is_some_and(|id| id.len() == 32 && !named.contains(id)))
        .collect()
}

/// A file that was to replace another whole has such a name until it does; once in some hundred kills it is left.
#[test]
fn a_file_that_a_killed_run_was_replacing_does_not_stand_in_the_way() {
    let world = World::new();
    world.write("rows.jsonl", rows("a", 3));
    world.write("index/.tmpAVv0t5", "{}");
    world.index(&["rows.jsonl"]);
    assert_eq!(world.search(&["camp"]).len(), 3);
    assert!(!world.path("index/.tmpAVv0t5").exists(), "it is removed");
}

#[test]
fn a_first_run_that_is_killed_leaves_nothing_half_written() {
    let number = 1500;
    let fresh = || {
        let world = World::new();
        world.write("rows.jsonl", rows("a", number));
        world
    };
    let mut killed = 0;
    for moment in moments(&fresh(), &["rows.jsonl"]) {
        let world = fresh();
        killed += usize::from(killed_after(&world, &["rows.jsonl"], moment));
        let run = world.run(["stats", "--json"]);
        match run.status {
            Some(2) => {
                let code = run.errors()[0]["code"].clone();
                assert!(code == "index_missing" || code == "index_unfinished", "after {moment:?}{run}");
            }
            _ => assert_eq!(run.exits(0).objects()[0]["articles"], number, "after {moment:?}{run}"),
        }
        world.index(&["rows.jsonl"]);
        let stats = world.stats();
        assert_eq!((&stats["articles"], &stats["passages"]), (&number.into(), &(2 * number).into()));
        assert_eq!(world.search(&["camp", "-n", "9999"]).len(), number, "killed after {moment:?}");
        assert_eq!(left_over(&world), [""; 0], "killed after {moment:?}");
    }
    assert!(killed > 0, "no run was still running when it was killed");
}

#[test]
fn a_later_run_that_is_killed_leaves_the_last_commit() {
    let (old, new) = (20, 1500);
    let fresh = || {
        let world = World::new();
        world.write("old.jsonl", rows("old", old));
        world.index(&["old.jsonl"]);
        world.write("old.jsonl", rows("older", old));
        world.write("new.jsonl", rows("new", new));
        world
    };
    let paths = ["old.jsonl", "new.jsonl"];
    let mut killed = 0;
    for moment in moments(&fresh(), &paths) {
        let world = fresh();
        killed += usize::from(killed_after(&world, &paths, moment));
        let articles: BTreeSet<String> = world.passages().into_iter().map(|hit| hit.article.id).collect();
        if articles.len() == old {
            assert!(articles.contains("old-0") && !articles.contains("older-0"), "the commit before, whole");
        } else {
            assert!(articles.len() == old + new && articles.contains("older-0"), "the new commit, whole");
        }
        world.index(&paths);
        let hits = world.search(&["camp", "-n", "9999"]);
        let ids: BTreeSet<&str> = hits.iter().map(|hit| hit.id.as_str()).collect();
        assert_eq!((hits.len(), ids.len()), (old + new, old + new), "killed after {moment:?}");
        assert!(!ids.iter().any(|id| id.starts_with("old-")), "killed after {moment:?}");
        assert_eq!(left_over(&world), [""; 0], "killed after {moment:?}");
    }
    assert!(killed > 0, "no run was still running when it was killed");
}

/// `kill -INT`, as Ctrl-C does.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_the_index_as_it_was() {
    let world = World::with_text("Titre\nUn.");
    let writing = Writing::start(&world);
    let kill = std::process::Command::new("kill").args(["-INT", &writing.child.id().to_string()]).status();
    assert!(kill.unwrap().success());
    let run = Run::new("index -".to_owned(), writing.child.wait_with_output().unwrap());
    run.exits(130).complains("the index is whole, as of its last commit");
    assert_eq!(world.texts(), ["Un."], "what was searchable still is");
    world.write("b.txt", "Autre titre\nDeux.");
    world.index(&["b.txt"]);
    assert_eq!(world.texts(), ["Un.", "Deux."], "the next run is not in its way");
}
