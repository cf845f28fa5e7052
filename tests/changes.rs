//! What a run of `index` makes of files that changed, went, or have another name; and what it would make of them.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Run, World, ids};

/// The report of a run: added, changed, renamed, removed, unchanged, articles read.
#[track_caller]
fn done(world: &World, arguments: &[&str]) -> [u64; 6] {
    let run = world.call(["index", "--json"]).args(arguments).run();
    let report = run.exits(0).objects().pop().unwrap();
    let counts =
        ["added", "changed", "renamed", "removed", "unchanged"].map(|name| report[name].as_u64().unwrap());
    let [added, changed, renamed, removed, unchanged] = counts;
    [added, changed, renamed, removed, unchanged, report["read"]["articles"].as_u64().unwrap()]
}

fn world() -> World {
    let world = World::new();
    world.write("pages/a.txt", "Titre a\nUn camp[1].\n\nRéférences\n1. Le Monde, 2019.\n");
    world.write(
        "pages/b.jsonl",
        "{\"_id\": \"b\", \"text\": \"Deux.\"}\n{\"_id\": \"c\", \"text\": \"Trois.\"}\n",
    );
    world.write("pages/sub/d.md", "# Titre d\n\nQuatre.\n");
    world.index(&["pages"]);
    world
}

#[test]
fn a_renamed_file_is_not_read_again() {
    let world = world();
    let before = world.passages();
    let cites = world.run(["cite", "--json", "1", "--in", "titre-a"]).out;
    fs::rename(world.path("pages/a.txt"), world.path("pages/z.txt")).unwrap();
    fs::rename(world.path("pages/sub"), world.path("pages/elsewhere")).unwrap();
    assert_eq!(done(&world, &["pages"]), [0, 0, 2, 0, 1, 0]);
    let now = world.passages();
    let mut sorted = [ids(&before), ids(&now)];
    sorted.iter_mut().for_each(|ids| ids.sort_unstable());
    assert_eq!(sorted[0], sorted[1]);
    let path = |id: &str| now.iter().find(|hit| hit.article.id == id).unwrap().source.path.clone();
    assert_eq!(
        (path("titre-a"), path("titre-d")),
        ("pages/z.txt".to_owned(), "pages/elsewhere/d.md".to_owned())
    );
    assert_eq!(
        world.run(["cite", "--json", "1", "--in", "titre-a"]).out,
        cites.replace("pages/a.txt", "pages/z.txt")
    );
    world.run(["check"]).exits(0);
    assert_eq!(done(&world, &["pages"]), [0, 0, 0, 0, 3, 0]);
    fs::remove_file(world.path("pages/z.txt")).unwrap();
    assert_eq!(done(&world, &["pages"]), [0, 0, 0, 1, 2, 0], "it is removed under its new name");
    assert!(world.search(&["camp"]).is_empty());
}

#[test]
fn a_name_that_is_the_title_makes_another_article() {
    let world = World::new();
    world.write("pages/notes.md", "Une note sans titre.\n");
    world.index(&["pages"]);
    assert_eq!(world.passages()[0].article.id, "notes");
    fs::rename(world.path("pages/notes.md"), world.path("pages/carnet.md")).unwrap();
    assert_eq!(done(&world, &["pages"]), [1, 0, 0, 1, 0, 1]);
    assert_eq!(world.passages()[0].article.id, "carnet");
}

#[test]
fn a_copy_is_a_file_of_its_own() {
    let world = world();
    fs::copy(world.path("pages/b.jsonl"), world.path("pages/copy.jsonl")).unwrap();
    assert_eq!(done(&world, &["pages"])[..4], [1, 0, 0, 0]);
    fs::rename(world.path("pages/copy.jsonl"), world.path("pages/other.jsonl")).unwrap();
    assert_eq!(done(&world, &["pages"])[..4], [0, 0, 1, 0]);
}

#[test]
fn what_is_missing_is_kept_where_that_is_asked_for() {
    let world = world();
    fs::remove_file(world.path("pages/a.txt")).unwrap();
    assert_eq!(done(&world, &["--keep-missing", "pages"])[..4], [0, 0, 0, 0]);
    assert_eq!(world.search(&["camp"]).len(), 1);
    assert_eq!(done(&world, &["pages"])[..4], [0, 0, 0, 1]);
    assert!(world.search(&["camp"]).is_empty());
}

#[test]
fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    let world = world();
    world.write("pages/new.txt", "Titre neuf\nCinq.");
    world.write("pages/b.jsonl", "{\"_id\": \"b\", \"text\": \"Deux fois.\"}\n");
    fs::rename(world.path("pages/a.txt"), world.path("pages/z.txt")).unwrap();
    fs::remove_file(world.path("pages/sub/d.md")).unwrap();
    let run = world.run(["index", "--dry-run", "--json", "pages"]);
    let mut objects = run.exits(0).objects();
    let report = objects.pop().unwrap();
    assert_eq!(report["dry_run"], true);
    let said = |object: &Value| {
        let path = object["path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        (object["change"].as_str().unwrap().to_owned(), path)
    };
    let mut changes: Vec<_> = objects.iter().map(said).collect();
    changes.sort();
    let expected = [("added", "new.txt"), ("changed", "b.jsonl"), ("removed", "d.md"), ("renamed", "z.txt")];
    assert_eq!(changes, expected.map(|(change, path)| (change.to_owned(), path.to_owned())), "{run}");
    let text = world.run(["index", "--dry-run", "--lang", "fr", "pages"]);
    text.exits(0)
        .says("nouvelle")
        .says("pages/new.txt")
        .says(" → pages/z.txt")
        .complains("rien n'a été écrit");
    assert_eq!(world.search(&["camp"])[0].source.path, "pages/a.txt", "nothing was done");
    assert_eq!(done(&world, &["pages"])[..4], [1, 1, 1, 1], "as it was said");

    let fresh = World::new();
    fresh.write("a.txt", "Titre\nUn.");
    fresh.run(["index", "--dry-run", "a.txt"]).exits(0);
    assert!(!fresh.path("index").exists(), "no folder was made");
}

/// What is known is not even opened: a file that may not be read is none the worse for it.
#[test]
fn an_unchanged_file_is_not_opened() {
    use std::os::unix::fs::{MetadataExt as _, symlink};
    let world = World::new();
    world.write("pages/a.txt", "Titre\nUn.");
    let old = std::time::SystemTime::now() - Duration::from_secs(3600);
    let file = fs::File::options().append(true).open(world.path("pages/a.txt")).unwrap();
    file.set_modified(old).unwrap();
    drop(file);
    world.index(&["pages"]);
    let size = fs::metadata(world.path("pages/a.txt")).unwrap().size();
    // The same path leads to a file of the same size and time that cannot be a text any more.
    fs::write(world.path("other"), vec![0; size as usize]).unwrap();
    let file = fs::File::options().append(true).open(world.path("other")).unwrap();
    file.set_modified(old).unwrap();
    drop(file);
    fs::rename(world.path("other"), world.path("pages/a.txt")).unwrap();
    assert_eq!(done(&world, &["pages"]), [0, 0, 0, 0, 1, 0]);
    symlink("a.txt", world.path("pages/link.txt")).unwrap();
    assert_eq!(done(&world, &["pages"])[4], 1, "a link is the file that it leads to");
}

#[test]
fn a_rebuild_that_fails_while_it_reads_leaves_the_old_index() {
    let world = world();
    world.write("pages/broken.jsonl", "{\"_id\": \"x\", \"text\": \"Bon.\"}\n{\"_id\": 3}\n");
    let run = world.run(["index", "--rebuild", "--strict", "pages"]);
    run.exits(2).complains("broken.jsonl:2");
    assert_eq!(world.stats()["articles"], 4, "the old one is there{run}");
    assert!(!world.path("index/.beside").exists(), "nothing is left of the new one");
    world.run(["check"]).exits(0);
    world.run(["index", "--rebuild", "pages"]).exits(2);
    assert_eq!(world.stats()["articles"], 5, "without --strict the rest is there");
}

#[test]
fn an_index_in_the_folder_that_is_indexed_is_walked_past() {
    let world = World::new();
    world.write("a.txt", "Titre\nUn.");
    for _ in 0..3 {
        world.index(&["."]);
        assert_eq!(world.stats()["sources"], 1);
    }
}

/// A run of `index --watch`, and what it says, line by line.
struct Watching {
    child: Child,
    lines: std::sync::mpsc::Receiver<Value>,
}

impl Watching {
    fn start(world: &World, arguments: &[&str]) -> Self {
        let mut command = world.call(["index", "--watch", "--json"]).args(arguments).command();
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = std::sync::mpsc::channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        let err = BufReader::new(child.stderr.take().unwrap());
        let other = sender.clone();
        thread::spawn(move || {
            out.lines().map_while(Result::ok).for_each(|line| drop(sender.send(parse(&line))));
        });
        thread::spawn(move || {
            err.lines().map_while(Result::ok).for_each(|line| drop(other.send(parse(&line))));
        });
        Self { child, lines }
    }

    /// The next object that `wanted` is true of.
    #[track_caller]
    fn waits_for(&self, what: &str, wanted: impl Fn(&Value) -> bool) {
        let end = Instant::now() + Duration::from_secs(30);
        while let Ok(object) = self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            if wanted(&object) {
                return;
            }
        }
        panic!("{what} did not come");
    }
}

fn parse(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|_| Value::String(line.to_owned()))
}

#[test]
fn a_watched_folder_is_kept_up_to_date_until_an_interrupt() {
    let world = world();
    let watching = Watching::start(&world, &["."]);
    watching.waits_for("the first run", |object| object["type"] == "index");
    world.write("pages/new.txt", "Titre neuf\nCinq.");
    watching.waits_for("a new file", |object| object["added"] == 1);
    assert_eq!(world.search(&["cinq"]).len(), 1, "it is searched");
    world.write("other.txt", "Autre titre\nSix.");
    world.index(&["other.txt"]);
    world.write("pages/broken.jsonl", "{\"_id\": 3}\n");
    watching.waits_for("an error", |object| object["code"] == "bad_row");
    fs::remove_file(world.path("pages/broken.jsonl")).unwrap();
    fs::remove_file(world.path("pages/a.txt")).unwrap();
    watching.waits_for("a removed file", |object| object["removed"].as_u64() > Some(0));
    while watching.lines.recv_timeout(Duration::from_secs(1)).is_ok() {}
    let quiet = watching.lines.recv_timeout(Duration::from_secs(2));
    assert!(quiet.is_err(), "its own writing wakes it not: {quiet:?}");
    let kill = std::process::Command::new("kill").args(["-INT", &watching.child.id().to_string()]).status();
    assert!(kill.unwrap().success());
    let run = Run::new("index --watch".to_owned(), watching.child.wait_with_output().unwrap());
    run.exits(130);
    world.run(["check"]).exits(0);
}
