//! Many processes search while one writes: none fails, and none sees half of a commit.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, ScopedJoinHandle};

use crate::support::{World, rounds, rows_of};

const SEARCHERS: u64 = 8;
const ARTICLES: usize = 60;

/// All articles in one version: every passage says which.
fn rows(version: u64) -> String {
    let text = format!("Le rempart de la ville, version v{version}x.\n\nUn camp, version v{version}x.");
    let rows: Vec<(String, &str)> = (0..ARTICLES).map(|row| (format!("a{row}"), text.as_str())).collect();
    rows_of(&rows.iter().map(|(id, text)| (id.as_str(), *text)).collect::<Vec<_>>())
}

/// One search: all passages of the word, all of one version, which it returns.
fn search(world: &World, question: &str) -> u64 {
    let run = world.call(["search", "--json", "-n", "1000", question]).run();
    run.exits(0);
    let hits = run.hits();
    let versions: BTreeSet<&str> =
        hits.iter().map(|hit| hit.text.split(" v").last().unwrap().trim_end_matches("x.")).collect();
    assert_eq!((hits.len(), versions.len()), (ARTICLES, 1), "{question}: {versions:?}");
    versions.first().unwrap().parse().unwrap()
}

fn search_while_writing(queries: u64) {
    let world = World::new();
    world.write("pages/rows.jsonl", rows(0));
    world.index(&["pages"]);
    let (done, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let mut commits = 0;
    let last = thread::scope(|scope| {
        let searchers: Vec<_> = (0..SEARCHERS)
            .map(|searcher| {
                let (world, done, stop) = (&world, &done, &stop);
                scope.spawn(move || {
                    let mut last = 0;
                    while done.fetch_add(1, Ordering::Relaxed) < queries && !stop.load(Ordering::Relaxed) {
                        let version = search(world, if searcher % 2 == 0 { "rempart" } else { "camp" });
                        assert!(version >= last, "a commit that was seen is never unseen");
                        last = version;
                        if searcher == 0 {
                            let stats = world.run(["stats", "--json"]);
                            let articles = stats.exits(0).objects()[0]["articles"].as_u64().unwrap();
                            let small = articles - ARTICLES as u64;
                            assert!(small <= 1, "{stats}");
                        }
                    }
                    last
                })
            })
            .collect();
        while done.load(Ordering::Relaxed) < queries && !searchers.iter().all(ScopedJoinHandle::is_finished) {
            commits += 1;
            world.write("pages/rows.jsonl", rows(commits));
            let mut small = String::new();
            writeln!(small, "Autre {commits}\nDu texte sans ces mots.").unwrap();
            world.write("pages/small.txt", small);
            match commits % 5 {
                0 => world.run(["index", "--rebuild", "pages"]).exits(0),
                3 => world.run(["optimize"]).exits(0),
                _ => world.run(["index", "pages"]).exits(0),
            };
        }
        stop.store(searchers.iter().any(ScopedJoinHandle::is_finished), Ordering::Relaxed);
        searchers.into_iter().map(|searcher| searcher.join().unwrap()).max().unwrap()
    });
    println!("{} searches by {SEARCHERS} processes during {commits} runs", done.into_inner().min(queries));
    assert!(commits > 1 && last > 0, "searches saw commits come: {last} of {commits}");
    world.run(["check"]).exits(0);
}

#[test]
fn searches_during_indexing_and_merging_see_whole_commits() {
    search_while_writing(rounds(400));
}

// cargo test --release -- --ignored --nocapture ten_thousand_searches
#[test]
#[ignore = "as above, ten thousand searches; its command is above"]
fn ten_thousand_searches_during_indexing_and_merging_see_whole_commits() {
    search_while_writing(rounds(10_000));
}
