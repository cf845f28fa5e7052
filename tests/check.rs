//! `check`, `check --repair`, `optimize`: an index that is looked after.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Run, World, data, package, rows_of};

fn corpus() -> World {
    let world = World::new();
    for entry in fs::read_dir(package().join("corpus")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        world.write(&format!("pages/{name}"), fs::read(path).unwrap());
    }
    world.index(&["pages"]);
    world
}

/// The first file of the index with this ending.
fn file(world: &World, ending: &str) -> PathBuf {
    let entries = fs::read_dir(world.path("index")).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.to_string_lossy().ends_with(ending)).min().unwrap()
}

/// Changes a byte in the middle of a file.
fn spoil(path: &PathBuf) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x55;
    fs::write(path, bytes).unwrap();
}

/// How many of each subject were looked at, and how many damages were found.
fn looked(run: &Run) -> Vec<(String, u64, u64)> {
    let objects = run.objects();
    let checks = objects.iter().filter(|object| object["type"] == "check");
    let number = |value: &Value| value.as_u64().unwrap();
    checks
        .map(|o| (o["subject"].as_str().unwrap().to_owned(), number(&o["count"]), number(&o["damages"])))
        .collect()
}

#[test]
fn a_sound_index_is_looked_through_whole() {
    let world = corpus();
    let run = world.run(["check", "--json"]);
    let looked = looked(run.exits(0).is_quiet());
    let subjects: Vec<&str> = looked.iter().map(|(subject, ..)| subject.as_str()).collect();
    assert_eq!(subjects, ["files", "sources", "ids", "spans", "references", "words", "statistics"], "{run}");
    assert!(looked.iter().all(|(_, count, damages)| *count > 0 && *damages == 0), "{run}");
    let stats = world.stats();
    assert_eq!(looked[2].1, stats["passages"].as_u64().unwrap(), "every passage has an id{run}");
    assert!(
        looked[4].1 >= stats["markers"].as_u64().unwrap(),
        "every label of each marker is looked up{run}"
    );
    assert!(
        run.summary()["unresolved"].as_u64().unwrap() > 0,
        "some labels have no reference, which is said{run}"
    );
    let text = world.run(["check", "--lang", "fr"]);
    text.exits(0).says("fichiers").says("sain").says("sans référence");
}

#[test]
fn real_pages_and_a_changed_index_are_sound() {
    let Some(pages) = data("wikitext") else { return };
    let world = World::new();
    world.call(["index"]).arg(&pages).run().exits(0);
    world.call(["index", "--no-infobox"]).arg(&pages).run().exits(0);
    world.write(
        "rows.jsonl",
        rows_of(&[("a", "Un camp[1].\n\nUn camp[1]."), ("b", "«\u{a0}Dix rescapés\u{a0}» [note 2].")]),
    );
    world.index(&["rows.jsonl"]);
    world.run(["check"]).exits(0).says("sound");
    world.run(["optimize"]).exits(0);
    world.run(["check"]).exits(0).says("sound");
}

#[test]
fn what_is_wrong_is_said_with_the_file() {
    let world = corpus();
    let path = file(&world, ".records");
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    spoil(&path);
    let run = world.run(["check"]);
    run.exits(2).says(&name).says("its bytes from").complains("alinea check --repair --index index");
    let json = world.run(["check", "--json"]);
    let damage = json.exits(2).objects().into_iter().find(|object| object["type"] == "damage").unwrap();
    assert_eq!((&damage["subject"], &damage["place"]), (&"files".into(), &name.into()), "{json}");
    assert_eq!(json.summary()["sound"], false);
    world.run(["check", "--index", "nowhere"]).exits(2).complains("no index at nowhere");
}

/// The ids, texts and scores of a few questions.
fn answers(world: &World) -> Vec<(String, String, String)> {
    let questions = ["camp", "index inversés", "\"index inversés\"", "*"];
    let hits = questions.iter().flat_map(|question| world.search(&["-n", "500", question]));
    hits.map(|hit| (hit.id, hit.text, hit.score.to_string())).collect()
}

#[test]
fn what_can_be_made_of_the_stored_texts_is_repaired() {
    for ending in [".idx", ".term", ".fast", ".fieldnorm", ".words", ".forward"] {
        let world = corpus();
        let before = answers(&world);
        let labels = world.run(["cite", "--json", "--list"]).out;
        spoil(&file(&world, ending));
        let run = world.run(["check", "--repair", "--lang", "en"]);
        run.exits(0).complains("repaired: nothing was lost");
        assert_eq!(answers(&world), before, "{ending}");
        assert_eq!(world.run(["cite", "--json", "--list"]).out, labels, "{ending}");
        world.run(["check"]).exits(0);
        world.index(&["pages"]).is_quiet();
    }
}

#[test]
fn what_is_lost_is_said_and_read_again_by_the_next_run() {
    for ending in [".records", ".json"] {
        let world = corpus();
        let before = answers(&world);
        spoil(&file(&world, ending).with_file_name(match ending {
            ".json" => {
                let names = fs::read_dir(world.path("index")).unwrap();
                let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
                names.into_iter().find(|name| name.starts_with("manifest-")).unwrap()
            }
            _ => file(&world, ending).file_name().unwrap().to_string_lossy().into_owned(),
        }));
        let run = world.run(["check", "--repair"]);
        run.exits(0).says("to be read again").complains("to be read again");
        world.run(["check"]).exits(0);
        world.index(&["pages"]);
        assert_eq!(answers(&world), before, "{ending}{run}");
    }
}

#[test]
fn a_list_of_segments_that_is_damaged_is_not_repaired_and_says_so() {
    let world = corpus();
    spoil(&world.path("index/meta.json"));
    world.run(["check"]).exits(2).says("meta.json");
    world.run(["check", "--repair"]).exits(2).complains("meta.json").complains("alinea index --rebuild");
    world.index(&["--rebuild", "pages"]);
    world.run(["check"]).exits(0);
}

#[test]
fn optimize_leaves_one_segment_and_gives_room_back() {
    let world = corpus();
    for number in 0..3 {
        world.write(&format!("pages/x{number}.txt"), format!("Titre {number}\nDu texte {number}.\n"));
        world.index(&["pages"]);
    }
    let before = answers(&world);
    fs::remove_file(world.path("pages/x1.txt")).unwrap();
    world.index(&["pages"]);
    let run = world.run(["optimize", "--json"]);
    let report = run.exits(0).objects().swap_remove(0);
    assert_eq!(
        (&report["type"], &report["after"]["segments"], &report["after"]["deleted"]),
        (&"optimize".into(), &1.into(), &0.into()),
        "{run}"
    );
    assert!(report["before"]["bytes"].as_u64() > report["after"]["bytes"].as_u64(), "{run}");
    assert_eq!(world.stats()["segments"], 1);
    let now = answers(&world);
    let kept: Vec<_> =
        before.iter().filter(|(id, ..)| !id.starts_with("titre-1")).map(|(id, ..)| id).collect();
    let mut ids: Vec<_> = now.iter().map(|(id, ..)| id).collect();
    ids.sort();
    let mut kept = kept;
    kept.sort();
    assert_eq!(ids, kept);
    world.run(["check"]).exits(0);
    let again = world.run(["optimize", "--lang", "fr"]);
    again.exits(0).says("avant : 1 segment, 0 documents").says("après : 1 segment");
    world.index(&["pages"]).is_quiet();
}
