//! `index`: what is read, what is left alone, and where the index is.

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::support::{Call, Hit, PROGRAM, Run, World};

/// Every file of a folder with its bytes and the time of its last change.
fn snapshot(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let files = fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, (fs::read(&path).unwrap(), path.metadata().unwrap().modified().unwrap()))
    });
    files.collect()
}

/// What a run of `index --json` says that it did: added, changed, unchanged, removed.
#[track_caller]
fn done(world: &World, paths: &[&str]) -> [u64; 4] {
    let run = world.call(["index", "--json"]).args(paths).run();
    let report = run.exits(0).objects().swap_remove(0);
    assert_eq!(report["type"], "index", "{run}");
    ["added", "changed", "unchanged", "removed"].map(|name| report[name].as_u64().unwrap())
}

fn keys(hits: &[Hit]) -> Vec<String> {
    hits.iter().map(|hit| hit.key().to_owned()).collect()
}

#[test]
fn the_same_input_twice_leaves_one_copy_and_writes_nothing() {
    let world = World::new();
    world.write("pages/a.txt", "Le pain\nIl lève.\nIl cuit.");
    world.write(
        "pages/b.jsonl",
        "{\"_id\": \"b\", \"text\": \"Un.\"}\n{\"_id\": \"c\", \"text\": \"Deux.\"}\n",
    );
    assert_eq!(done(&world, &["pages"]), [2, 0, 0, 0]);
    let before = snapshot(&world.path("index"));
    assert_eq!(done(&world, &["pages"]), [0, 0, 2, 0]);
    assert_eq!(
        done(&world, &["pages/b.jsonl", "./pages/../pages/a.txt"]),
        [0, 0, 2, 0],
        "however it is named"
    );
    assert!(before == snapshot(&world.path("index")), "no file was written");
    assert_eq!(world.texts(), ["Il lève.", "Il cuit.", "Un.", "Deux."]);
    world.index(&["pages"]).is_quiet();
}

#[test]
fn an_edit_changes_the_id_of_the_edited_passage_and_of_no_other() {
    let world = World::with_text("Titre\nUn[1],[2].\nDeux[2].\nTrois.\n");
    let before = keys(&world.passages());
    let edits: &[(&str, &str, &[bool])] = &[
        ("a word of the second", "Titre\nUn[1],[2].\nDeux fois[2].\nTrois.\n", &[true, false, true]),
        ("references renumbered", "Titre\nUn[7],[8].\nDeux[8].\nTrois.\n", &[true, true, true]),
        ("a reference more and one less", "Titre\nUn[1].\nDeux[2],[3].\nTrois[4].\n", &[true, true, true]),
        ("white space", "Titre\n\n  Un[1],[2].  \n\nDeux[2].\nTrois.", &[true, true, true]),
        ("the title", "Autre titre\nUn[1],[2].\nDeux[2].\nTrois.\n", &[true, true, true]),
    ];
    for (name, text, same) in edits {
        world.write("article.txt", text);
        assert_eq!(done(&world, &["article.txt"]), [0, 1, 0, 0], "{name}");
        let now = keys(&world.passages());
        let kept: Vec<_> = before.iter().zip(&now).map(|(before, now)| before == now).collect();
        assert_eq!((now.len(), kept.as_slice()), (3, *same), "{name}: {before:?} {now:?}");
    }
    world.write("article.txt", "Titre\nDeux[2].\nUn[1],[2].\n");
    world.index(&["article.txt"]);
    assert_eq!(
        keys(&world.passages()),
        [before[1].clone(), before[0].clone()],
        "an id does not hang on its place"
    );
}

#[test]
fn a_removed_files_passages_vanish_and_other_paths_stay() {
    let world = World::new();
    world.write("pages/a.txt", "Un titre\nDans a.");
    world.write("pages/deep/b.txt", "Deux titre\nDans b.");
    world.write("elsewhere.txt", "Trois titre\nAilleurs.");
    world.index(&["pages", "elsewhere.txt"]);
    assert_eq!(world.texts(), ["Ailleurs.", "Dans a.", "Dans b."]);

    fs::remove_file(world.path("pages/deep/b.txt")).unwrap();
    assert_eq!(done(&world, &["pages/a.txt"]), [0, 0, 1, 0], "what was not named is not looked for");
    assert_eq!(done(&world, &["pages"]), [0, 0, 1, 1]);
    assert_eq!(world.texts(), ["Ailleurs.", "Dans a."]);
    assert_eq!(world.stats()["passages"], 2);
    assert!(world.search(&["deux"]).is_empty(), "no statistic or title of it is left");

    fs::remove_file(world.path("elsewhere.txt")).unwrap();
    assert_eq!(done(&world, &["pages"]), [0, 0, 1, 0], "`index pages` looks after what lies under pages");
    assert_eq!(world.texts(), ["Ailleurs.", "Dans a."]);
}

#[test]
fn a_touched_file_is_not_read_again_and_a_moved_one_is_the_same_article() {
    let world = World::new();
    world.write("pages/a.txt", "Titre\nUn.\nDeux.");
    world.index(&["pages"]);
    let ids: Vec<_> = world.passages().into_iter().map(|hit| hit.id).collect();
    let before = snapshot(&world.path("index"));

    let file = File::options().append(true).open(world.path("pages/a.txt")).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(60)).unwrap();
    assert_eq!(done(&world, &["pages"]), [0, 0, 1, 0]);
    assert!(before == snapshot(&world.path("index")), "no file was written");

    fs::rename(world.path("pages/a.txt"), world.path("pages/z.txt")).unwrap();
    assert_eq!(done(&world, &["pages"]), [0, 0, 0, 0], "it is renamed: tests/changes.rs");
    let moved = world.passages();
    assert_eq!(moved.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>(), ids);
    assert_eq!(moved[0].source.path, "pages/z.txt");
}

/// The same size, within the same tick of the clock: only the content tells.
#[test]
fn an_edit_that_keeps_size_and_time_is_seen() {
    let world = World::new();
    world.write("a.txt", "Titre\nUn.");
    let time = fs::metadata(world.path("a.txt")).unwrap().modified().unwrap();
    world.index(&["a.txt"]);
    world.write("a.txt", "Titre\nDu.");
    File::options().append(true).open(world.path("a.txt")).unwrap().set_modified(time).unwrap();
    assert_eq!(done(&world, &["a.txt"]), [0, 1, 0, 0]);
    assert_eq!(world.texts(), ["Du."]);
}

#[test]
fn a_second_article_of_the_same_name_gets_a_number_and_a_warning() {
    let world = World::new();
    world.write("a.txt", "Titre\nUn.");
    world.write("b.txt", "Titre\nDeux.");
    let articles = || -> Vec<(String, String)> {
        world.passages().into_iter().map(|hit| (hit.text, hit.article.id)).collect()
    };
    let own = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(text, id)| ((*text).to_owned(), (*id).to_owned())).collect()
    };
    let run = world.run(["index", "a.txt", "b.txt"]);
    run.exits(0).complains("b.txt: another article is called titre; this one is titre~2");
    assert_eq!(articles(), own(&[("Un.", "titre"), ("Deux.", "titre~2")]));

    world.write("b.txt", "Titre\nDeux fois.");
    world.index(&["a.txt", "b.txt"]);
    assert_eq!(articles(), own(&[("Un.", "titre"), ("Deux fois.", "titre~2")]), "it keeps its number");
    world.write("a.txt", "Titre\nUn, revu.");
    world.index(&["a.txt"]);
    assert_eq!(
        articles(),
        own(&[("Un, revu.", "titre"), ("Deux fois.", "titre~2")]),
        "the first keeps its name"
    );

    world.write("rows.jsonl", "{\"_id\": \"r\", \"text\": \"Un.\"}\n{\"_id\": \"r\", \"text\": \"Deux.\"}\n");
    let run = world.run(["index", "--json", "rows.jsonl"]);
    assert_eq!(run.objects()[0]["warnings"].as_array().unwrap().len(), 1, "{run}");
    assert_eq!(world.search(&["--in", "r~2", "*"])[0].text, "Deux.");
}

#[test]
fn standard_input_is_a_source() {
    let world = World::new();
    let text = world.call(["index", "-"]).input("Le pain\nIl lève.").run();
    text.exits(0).complains("1 article");
    let hit = world.passages().swap_remove(0);
    assert_eq!((hit.article.id.as_str(), hit.source.path.as_str()), ("le-pain", "-"));

    world.call(["index", "-"]).input("Le pain\nIl cuit.").run().exits(0);
    assert_eq!(world.texts(), ["Il cuit."], "the same article again replaces it");
    world.call(["index", "-"]).input("Le vin\nIl vieillit.").run().exits(0);
    assert_eq!(world.texts(), ["Il cuit.", "Il vieillit."], "another one stands beside it");

    world.call(["index", "-"]).input("{\"_id\": \"r\", \"text\": \"Une ligne.\"}\n").run().exits(0);
    assert_eq!(
        world.search(&["--in", "r", "*"])[0].source.format,
        "jsonl",
        "the form is told from the content"
    );
    world.call(["index", "-", "--title", "Mon titre"]).input("Du texte sans titre.").run().exits(0);
    assert_eq!(world.search(&["--in", "mon-titre", "*"]).len(), 1);

    world.write("a.txt", "Un fichier\nIl est lu aussi.");
    world.call(["index", "a.txt", "-"]).input("Le lait\nIl tourne.").run().exits(0);
    assert_eq!(world.stats()["articles"], 6);
}

#[test]
fn paths_can_come_from_a_file() {
    for (name, list) in [("a file", "list"), ("standard input", "-")] {
        let world = World::new();
        world.write("a.txt", "Titre a\nUn.");
        world.write("avec espace.txt", "Titre b\nDeux.");
        world.write("c.txt", "Titre c\nTrois.");
        let paths = "a.txt\r\n\navec espace.txt\n";
        world.write("list", paths);
        world.call(["index", "c.txt", "--files-from", list]).input(paths).run().exits(0);
        assert_eq!(world.texts(), ["Un.", "Deux.", "Trois."], "{name}");
    }
    let world = World::new();
    world.run(["index", "--files-from", "nowhere"]).exits(2).complains("nowhere").complains("--files-from");
}

#[test]
fn the_form_and_the_title_can_be_given() {
    let world = World::new();
    world.write("notes.dat", "Une note sans forme connue.\nUne autre.");
    world.run(["index", "notes.dat"]).exits(2).complains("notes.dat: no reader").complains("--format text");
    world.index(&["--format", "text", "notes.dat"]);
    let hit = world.passages().swap_remove(0);
    assert_eq!(
        (hit.article.title.as_str(), hit.source.format.as_str()),
        ("notes", "text"),
        "the file's stem"
    );

    let changed = done(&world, &["--format", "text", "--title", "Mes notes", "notes.dat"]);
    assert_eq!(changed, [0, 1, 0, 0], "another title is another reading");
    assert_eq!(world.passages()[0].article.id, "mes-notes");

    world.write("rows.txt", "{\"_id\": \"r\", \"text\": \"Une ligne.\"}");
    world.index(&["--format", "text", "rows.txt"]);
    assert!(world.texts().iter().any(|text| text.contains("_id")), "what is said goes before what is seen");
}

#[test]
fn a_walked_folder_gives_its_articles_and_nothing_else() {
    let world = World::new();
    for (name, text) in [
        ("pages/a.txt", "Titre a\nUn."),
        ("pages/b.TXT", "Titre b\nDeux."),
        ("pages/deep/er/c.text", "Titre c\nTrois."),
        ("pages/d.ndjson", "{\"_id\": \"d\", \"text\": \"Quatre.\"}"),
        ("pages/no-ending", "{\"_id\": \"e\", \"text\": \"Cinq.\"}"),
        ("pages/README.md", "Rien."),
        ("pages/readme.txt", "Rien non plus."),
        ("pages/picture.png", "\u{89}PNG\u{0}"),
        ("pages/binary.txt", "Un\u{0}deux"),
        ("pages/.hidden.txt", "Caché."),
        ("pages/.cache/x.txt", "Caché."),
        ("pages/.gitignore", "draft*\n/build/\n"),
        ("pages/draft.txt", "Brouillon."),
        ("pages/build/x.txt", "Construit."),
    ] {
        world.write(name, text);
    }
    let run = world.run(["index", "--json", "pages"]);
    let report = run.exits(0).objects().swap_remove(0);
    assert_eq!((&report["added"], &report["skipped"]), (&5.into(), &4.into()), "{run}");
    assert_eq!(world.texts(), ["Un.", "Deux.", "Quatre.", "Trois.", "Cinq."]);
}

#[test]
fn the_index_is_where_it_is_said_to_be() {
    let world = World::new();
    world.write("a.txt", "Titre\nUn.");
    world.write("b.txt", "Titre\nDeux.");
    world.write("c.txt", "Titre\nTrois.");
    world.run(["index", "a.txt"]).exits(0);
    world.call(["index", "b.txt"]).env("ALINEA_INDEX", "from-environment").run().exits(0);
    world.run(["--index", "named/deep", "index", "c.txt"]).exits(0);
    for folder in ["index", "from-environment", "named/deep"] {
        assert!(world.path(folder).join("meta.json").exists(), "{folder}");
    }
    let text = |call: Call| call.args(&["search", "*", "--json"]).run().hits().swap_remove(0).text;
    let none: [&str; 0] = [];
    assert_eq!(text(world.call(none)), "Un.");
    assert_eq!(text(world.call(none).env("ALINEA_INDEX", "from-environment")), "Deux.");
    assert_eq!(text(world.call(["--index", "named/deep"])), "Trois.");
    assert_eq!(
        text(world.call(["--index", "named/deep"]).env("ALINEA_INDEX", "index")),
        "Trois.",
        "named goes first"
    );
}

#[test]
fn a_rebuild_forgets_everything_but_the_readme() {
    let world = World::new();
    world.write("index/README.md", "How to rebuild it.");
    world.write("a.txt", "Titre\nUn.");
    world.write("b.txt", "Autre titre\nDeux.");
    world.index(&["a.txt"]);
    world.index(&["--rebuild", "b.txt"]);
    assert_eq!(world.texts(), ["Deux."]);
    assert_eq!(fs::read_to_string(world.path("index/README.md")).unwrap(), "How to rebuild it.");
    world.index(&["--rebuild", "--index", "fresh", "b.txt"]);
    assert!(world.path("fresh/meta.json").exists(), "a rebuild of nothing is a build");
}

#[test]
fn a_folder_that_holds_only_a_readme_is_no_index() {
    let world = World::new();
    world.write("index/README.md", "How to build it.");
    world.run(["search", "x"]).exits(2).complains("no index at index");
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    for rebuild in [&[][..], &["--rebuild"]] {
        let world = World::new();
        world.write("photos/picture.png", "x");
        world.write("a.txt", "Titre\nUn.");
        let run = world.call(["index", "--index", "photos", "a.txt"]).args(rebuild).run();
        run.exits(2)
            .complains("photos holds files that are no index")
            .complains("picture.png")
            .complains("--index");
        assert_eq!(snapshot(&world.path("photos")).len(), 1, "nothing was written{run}");
        assert_eq!(fs::read(world.path("photos/picture.png")).unwrap(), b"x", "{rebuild:?}");
    }
}

/// A file that happens to have a name of ours does not make an index of somebody's folder.
#[test]
fn a_rebuild_takes_nothing_out_of_a_folder_of_something_else() {
    let world = World::new();
    world.write("project/meta.json", "{\"name\": \"theirs\"");
    world.write("project/main.c", "int main;");
    world.write("a.txt", "Titre\nUn.");
    let run = world.run(["index", "--rebuild", "--index", "project", "a.txt"]);
    run.exits(2).complains("project holds files that are no index").complains("main.c");
    assert!(world.path("project/meta.json").exists(), "{run}");
}

#[test]
fn a_rebuild_from_nothing_leaves_the_index_as_it_was() {
    let world = World::with_text("Titre\nUn.");
    world.run(["index", "--rebuild", "artcle.txt"]).exits(2).complains("artcle.txt");
    world
        .run(["index", "--rebuild", "--strict", "article.txt", "nowhere.txt"])
        .exits(2)
        .complains("nowhere.txt");
    world.run(["index", "--rebuild", "--memory", "1", "article.txt"]).exits(2).complains("--memory 1");
    assert_eq!(world.texts(), ["Un."]);
}

/// Changes the payload of the last commit.
fn edit_identity(world: &World, edit: impl FnOnce(&mut Value)) {
    let path = world.path("index/meta.json");
    let mut meta: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let mut identity: Value = serde_json::from_str(meta["payload"].as_str().unwrap()).unwrap();
    edit(&mut identity);
    meta["payload"] = identity.to_string().into();
    fs::write(path, meta.to_string()).unwrap();
}

#[test]
fn an_index_of_another_version_says_both_and_the_command_that_rebuilds() {
    let world = World::with_text("Titre\nUn camp.");
    let stats = world.stats();
    let ours = format!("schema {}, analyzer {}", stats["schema"], stats["analyzer"].as_str().unwrap());
    for (name, field, value, theirs) in [
        ("analyzer", "analyzer", json!("french-0"), "analyzer french-0"),
        ("schema", "schema", json!(999_999), "schema 999999"),
    ] {
        world.index(&["--rebuild", "article.txt"]);
        edit_identity(&world, |identity| identity[field] = value);
        for command in
            [&["search", "camp"][..], &["cite", "4"], &["show", "x"], &["stats"], &["index", "article.txt"]]
        {
            let run = world.run(command);
            assert_eq!(run.status, Some(2), "{name} {command:?}{run}");
            run.complains(theirs).complains(&ours).complains("alinea index --rebuild --index index");
        }
        let json = world.run(["search", "camp", "--json"]);
        assert_eq!(json.errors()[0]["code"], "index_version", "{name}{json}");
        world.index(&["--rebuild", "article.txt"]);
        assert_eq!(world.texts(), ["Un camp."], "{name}");
    }
}

#[test]
fn a_damaged_index_is_an_error_and_no_panic() {
    let world = World::with_text("Titre\nUn camp, deux camps[4].\nTrois.\n");
    let sound = snapshot(&world.path("index"));
    for (name, (bytes, _)) in sound.iter().filter(|(name, _)| !name.starts_with(".tantivy")) {
        for kept in [0, bytes.len() / 2] {
            fs::write(world.path("index").join(name), &bytes[..kept]).unwrap();
            for command in [&["search", "camp"][..], &["cite", "4"], &["show", "titre"], &["stats"]] {
                let run = world.run(command);
                let answered = matches!(run.status, Some(0..=2));
                assert!(answered && !run.err.contains("panicked"), "{name} cut to {kept} bytes{run}");
            }
        }
        fs::write(world.path("index").join(name), bytes).unwrap();
    }
    fs::write(world.path("index/meta.json"), "{").unwrap();
    let run = world.run(["search", "camp"]);
    run.exits(2).complains("index is damaged: meta.json").complains("alinea index --rebuild");
}

/// As on a read-only disk: files and folder cannot be written, and neither can the lock that a reader would take.
/// A process of root's may write everywhere, so that there the program runs as nobody.
#[test]
fn a_read_only_index_is_searched() {
    let world = World::with_text("Titre\nUn camp[4].");
    // Where anybody can run it: the built program may lie below a home that is closed to others.
    let program = world.path("alinea");
    fs::copy(PROGRAM, &program).unwrap();
    fs::set_permissions(world.path(""), Permissions::from_mode(0o755)).unwrap();
    let lock = world.path("index/.tantivy-meta.lock");
    for with_lock in [true, false] {
        if !with_lock && lock.exists() {
            fs::remove_file(&lock).unwrap();
        }
        for entry in fs::read_dir(world.path("index")).unwrap() {
            fs::set_permissions(entry.unwrap().path(), Permissions::from_mode(0o444)).unwrap();
        }
        fs::set_permissions(world.path("index"), Permissions::from_mode(0o555)).unwrap();
        let run = |arguments: &[&str]| {
            let mut command = Call::new(&program, &world.path(""), arguments).command();
            if fs::metadata(world.path("index")).unwrap().uid() == 0 {
                command.uid(65534).gid(65534);
            }
            let output = loop {
                match command.output() {
                    // Another test's child may still hold the copy open, which was written a moment ago.
                    Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => thread::yield_now(),
                    output => break output.unwrap(),
                }
            };
            Run::new(format!("{arguments:?}, lock file there: {with_lock}"), output)
        };
        run(&["search", "camp"]).exits(0).is_quiet().says("▌camp▐");
        run(&["cite", "4"]).exits(0).is_quiet();
        run(&["stats"]).exits(0).is_quiet();
        let write = run(&["index", "--title", "Autre", "article.txt"]);
        write.exits(2).complains("index").complains("denied");
        fs::set_permissions(world.path("index"), Permissions::from_mode(0o755)).unwrap();
    }
}

/// `stats --sizes` leaves no byte out, in JSON and in both languages.
#[test]
fn sizes_sum_up_to_the_index() {
    let world = World::with_text("Titre\n\nUn camp [1] est pris. « Rien ne va plus », dit le maire[2].\n");
    let run = world.run(["stats", "--sizes", "--json"]);
    let stats = run.exits(0).objects().swap_remove(0);
    let sizes = stats["sizes"].as_array().unwrap();
    let bytes = |size: &Value| size["bytes"].as_u64().unwrap();
    assert_eq!(sizes.iter().map(bytes).sum::<u64>(), stats["bytes"].as_u64().unwrap(), "{run}");
    assert!(sizes.is_sorted_by_key(|size| std::cmp::Reverse(bytes(size))), "{run}");
    let has =
        |part: &str, field: Value| sizes.iter().any(|size| size["part"] == part && size["field"] == field);
    assert!(has("records", Value::Null) && has("forward", Value::Null) && has("words", Value::Null), "{run}");
    assert!(has("postings", "terms".into()) && has("positions", "quoted".into()), "{run}");
    assert!(!has("positions", "terms".into()), "{run}");
    for (lang, line) in [("fr", "mots des passages"), ("en", "words of passages")] {
        let run = world.run(["stats", "--sizes", "--lang", lang]);
        assert!(run.exits(0).out.lines().any(|said| said.starts_with(line) && said.ends_with('%')), "{run}");
    }
}
