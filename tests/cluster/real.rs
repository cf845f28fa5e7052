//! The program on a real cluster, where one is at hand:
//!
//! ```sh
//! ALINEA_TEST_QUICKWIT=http://127.0.0.1:7280,http://127.0.0.1:7380 cargo test --test alinea cluster::real -- --ignored
//! ```
//!
//! `ALINEA_TEST_QUICKWIT_KILL` is a command that kills one node; without it that test says that it was skipped.

use std::fs;
use std::io::Write as _;
use std::process::Command;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::alike::timeless;
use crate::support::{Run, World, data};

/// Questions whose order is compared.
const QUESTIONS: usize = 300;
/// Passages that are pushed, in so many pushes.
const PASSAGES: usize = 5000;
const PUSHES: usize = 10;

/// A cluster, and an index of its own there, which is taken away at the end.
struct Real {
    urls: String,
    name: String,
    world: World,
}

impl Real {
    fn new(name: &str) -> Option<Self> {
        let Ok(urls) = std::env::var("ALINEA_TEST_QUICKWIT") else {
            let _ = writeln!(std::io::stderr(), "skipped: ALINEA_TEST_QUICKWIT is not set");
            return None;
        };
        let name = format!("alinea-test-{name}-{}", std::process::id());
        Some(Self { urls, name, world: World::new() })
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let call = self.world.call(arguments).env("ALINEA_ENGINE", &self.urls);
        call.env("ALINEA_INDEX_NAME", &self.name).env("XDG_CACHE_HOME", self.world.path("cache")).run()
    }

    /// Pushes the passages in ten commits, and indexes them here; the questions.
    fn fill(&self) -> Option<Vec<String>> {
        let piaf = data("retrieval/piaf-dev")?;
        let rows = fs::read_to_string(piaf.join("corpus.jsonl")).unwrap();
        let rows: Vec<&str> = rows.lines().take(PASSAGES).collect();
        for (part, rows) in rows.chunks(PASSAGES / PUSHES).enumerate() {
            self.world.write(&format!("rows/{part}.jsonl"), rows.join("\n"));
            self.run(&["push", "rows", "--json"]).exits(0);
        }
        self.world.index(&["rows"]);
        let questions = fs::read_to_string(piaf.join("queries.jsonl")).unwrap();
        let text =
            |line: &str| serde_json::from_str::<Value>(line).unwrap()["text"].as_str().unwrap().to_owned();
        Some(questions.lines().take(QUESTIONS).map(text).collect())
    }
}

impl Drop for Real {
    fn drop(&mut self) {
        let url = self.urls.split(',').next().unwrap();
        for name in [self.name.clone(), format!("{}-*", self.name)] {
            let path = format!("{url}/api/v1/_elastic/{name}");
            drop(Command::new("curl").args(["-s", "-X", "DELETE", &path]).output());
        }
    }
}

#[test]
#[ignore = "needs a cluster: ALINEA_TEST_QUICKWIT=URL"]
fn order_is_that_of_a_folder() {
    let Some(real) = Real::new("order") else { return };
    let Some(questions) = real.fill() else { return };
    let mut alike = 0;
    for question in &questions {
        let arguments = ["search", "--json", "-n", "10", question];
        let (here, there) = (real.world.run(arguments), real.run(&arguments));
        alike += usize::from(timeless(&here.out) == timeless(&there.out));
    }
    println!("{alike} of {} answers are byte-equal", questions.len());
    assert!(alike * 100 >= questions.len() * 99, "{alike} of {}", questions.len());
}

#[test]
#[ignore = "needs a cluster: ALINEA_TEST_QUICKWIT=URL"]
fn a_changed_article_is_replaced() {
    let Some(real) = Real::new("changed") else { return };
    real.world.write("a/one.txt", "Un\n\nLe vieux bateau prend la mer.\n");
    real.run(&["push", "a", "--json"]).exits(0);
    real.world.write("a/one.txt", "Un\n\nLe nouveau bateau prend la mer.\n");
    real.run(&["push", "a", "--json"]).exits(0);
    let found = real.run(&["search", "--json", "bateau"]);
    assert_eq!(found.hits().len(), 1, "{found}");
    real.run(&["search", "--json", "vieux"]).exits(1);
}

#[test]
#[ignore = "needs a cluster: ALINEA_TEST_QUICKWIT=URL, and a command that kills a node: ALINEA_TEST_QUICKWIT_KILL"]
fn a_killed_node_costs_no_answer() {
    let Some(real) = Real::new("killed") else { return };
    let Ok(kill) = std::env::var("ALINEA_TEST_QUICKWIT_KILL") else {
        let _ = writeln!(std::io::stderr(), "skipped: ALINEA_TEST_QUICKWIT_KILL is not set");
        return;
    };
    let Some(questions) = real.fill() else { return };
    let killer = thread::spawn(move || {
        thread::sleep(Duration::from_secs(2));
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    });
    for question in &questions {
        let run = real.run(&["search", "--json", question]);
        assert!(matches!(run.status, Some(0 | 1)), "{run}");
    }
    killer.join().unwrap();
}
