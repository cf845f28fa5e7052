//! Runs that end before their input does, and those that go on where they ended.

use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::{article, bzip2, dump, held, indexed, redirect};
use crate::support::{World, ids, rows_of};

#[test]
fn a_limit_is_of_what_the_index_comes_to() {
    let world = World::new();
    let row = |n: usize| format!("{}\n", json!({"_id": format!("r{n}"), "text": "Un camp."}));
    world.write("a.jsonl", (0..20).map(row).collect::<String>());
    let mut pages: Vec<String> = (0..20).map(|n| article(&format!("Ville {n}"))).collect();
    pages.insert(3, redirect("Bourg", "Ville 1"));
    world.write("b.xml", dump(&pages));
    world.write("c.txt", "Titre\nUn texte.");
    let all = ["a.jsonl", "b.xml", "c.txt"];
    let limited = |limit: &str| indexed(&world, &[&["--limit", limit], &all[..]].concat());
    assert_eq!(limited("5")["read"]["articles"], 5);
    assert_eq!(limited("5")["read"]["articles"], 0, "they are there");
    let more = limited("27");
    assert_eq!(
        (&more["read"]["articles"], &more["resumed"], &more["added"]),
        (&22.into(), &1.into(), &2.into())
    );
    assert_eq!(held(&world)[..2], [27, 1]);
    assert_eq!(world.search(&["--in", "r19", "*"]).len(), 1);
    let rest = indexed(&world, &all);
    assert_eq!(
        (&rest["read"]["articles"], &rest["resumed"], &rest["unchanged"]),
        (&14.into(), &1.into(), &1.into())
    );
    assert_eq!(held(&world)[..2], [41, 1]);
    assert_eq!(indexed(&world, &all)["unchanged"], 3);
}

/// A run that commits after each article, killed once it has committed a few.
fn killed(world: &World, paths: &[&str], articles: u64) {
    let mut child: Child =
        world.call(["index", "--commit-every", "0"]).args(paths).command().spawn().unwrap();
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        let run = world.run(["stats", "--json"]);
        if run.status == Some(0) && run.objects()[0]["articles"].as_u64() >= Some(articles) {
            break;
        }
        assert!(child.try_wait().unwrap().is_none() && Instant::now() < end, "it is still running{run}");
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_had_committed() {
    let number = 2000;
    let rows: String = (0..number)
        .map(|n| {
            format!("{}\n", json!({"_id": format!("r{n}"), "text": format!("Camp {n}.\n\nVille {}.", n % 7)}))
        })
        .collect();
    let mut pages: Vec<String> = (0..number).map(|n| article(&format!("Ville {}", n % 1990))).collect();
    (0..number).for_each(|n| pages.insert(2 * n, redirect(&format!("Bourg {n}"), "Ville 1")));
    for (name, bytes) in [
        ("a.jsonl", rows.into_bytes()),
        ("a.xml", dump(&pages).into_bytes()),
        ("a.xml.bz2", bzip2(dump(&pages).as_bytes())),
    ] {
        let (world, whole) = (World::new(), World::new());
        world.write(name, &bytes);
        whole.write(name, &bytes);
        whole.index(&[name]);
        killed(&world, &[name], 5);
        let before = held(&world)[0];
        let report = indexed(&world, &[name]);
        assert_eq!(report["resumed"], 1, "{name}");
        assert_eq!(
            report["read"]["articles"],
            number as u64 - before,
            "{name}: what was read is not read again"
        );
        assert_eq!(held(&world), held(&whole), "{name}");
        assert_eq!(world.stats()["terms"], whole.stats()["terms"], "{name}");
        let answers = |world: &World| {
            let hits = world.search(&["camp 12 ville", "-n", "50"]);
            // Which of two thousand that score alike are shown is not told by the score.
            let hits: Vec<f64> = hits.into_iter().map(|hit| hit.score).collect();
            (hits, ids(&world.passages()).into_iter().map(str::to_owned).collect::<Vec<_>>())
        };
        assert!(answers(&world) == answers(&whole), "{name}: as if it had been built in one go");
        assert_eq!(indexed(&world, &[name])["unchanged"], 1, "{name}");
    }
}

#[test]
fn a_run_that_was_killed_leaves_what_it_had_not_come_to() {
    let world = World::new();
    let rows = |text: &str| -> String {
        (0..500).map(|n| format!("{}\n", json!({"_id": format!("r{n}"), "text": text}))).collect()
    };
    world.write("a.jsonl", rows("Avant."));
    world.write("z.txt", "Zéro\nLe texte d'avant.");
    world.index(&["a.jsonl", "z.txt"]);
    world.write("a.jsonl", rows("Après coup."));
    world.write("z.txt", "Zéro\nLe texte d'après.");
    // The index holds 500 + 1 articles; the first commit takes all 500 out and brings the first of the new.
    let mut child =
        world.call(["index", "--commit-every", "0", "a.jsonl", "z.txt"]).command().spawn().unwrap();
    let end = Instant::now() + Duration::from_secs(60);
    while world.stats()["articles"] == 501 && Instant::now() < end {
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(world.search(&["--in", "Zéro", "*"])[0].text, "Le texte d'avant.");
    assert!(world.search(&["après", "-n", "999"]).len() == held(&world)[0] as usize - 1);
    let report = indexed(&world, &["a.jsonl", "z.txt"]);
    assert_eq!((&report["resumed"], &report["changed"]), (&1.into(), &1.into()));
    assert_eq!(world.search(&["après", "-n", "999"]).len(), 501);
}

#[test]
fn a_source_that_changed_meanwhile_is_read_anew() {
    let world = World::new();
    let rows = |word: &str| rows_of(&[("a", word), ("b", word), ("c", word)]);
    world.write("a.jsonl", rows("avant"));
    indexed(&world, &["--limit", "2", "a.jsonl"]);
    world.write("a.jsonl", rows("ensuite"));
    let report = indexed(&world, &["a.jsonl"]);
    assert_eq!((&report["changed"], &report["read"]["articles"]), (&1.into(), &3.into()));
    assert_eq!(world.texts(), ["ensuite"; 3]);
}

#[test]
fn strict_commits_nothing_on_the_way() {
    let world = World::new();
    world.write(
        "a.xml",
        format!("{}x", dump(&[article("Gao"), article("Ménaka")]).replace("</mediawiki>", "")),
    );
    world.run(["index", "--strict", "--commit-every", "0", "a.xml"]).exits(2);
    world.run(["stats"]).exits(2);
}
