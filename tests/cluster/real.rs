//! The program on a real cluster, where one is at hand:
//!
//! ```sh
//! ALINEA_TEST_QUICKWIT=http://127.0.0.1:7280,http://127.0.0.1:7380 cargo test --test alinea cluster::real -- --ignored
//! ALINEA_TEST_OPENSEARCH=http://127.0.0.1:9200 cargo test --test alinea cluster::real -- --ignored
//! ```
//!
//! The second also takes an emulation of OpenSearch in memory, which refuses what OpenSearch refuses: `pip install osmem-server`,
//! 0.1.6 when this was written.
//!
//! `ALINEA_TEST_QUICKWIT_KILL` is a command that kills one node; without it that test says that it was skipped.

use std::io::Write as _;
use std::process::Command;
use std::thread;
use std::time::Duration;

use super::alike::{QUESTIONS as EVERYTHING, corpus, timeless};
use super::passages;
use crate::support::{Run, World, rounds};

/// Questions whose order is compared; `ALINEA_ROUNDS=50` asks fewer.
const QUESTIONS: u64 = 300;
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
        Self::of(name, World::new())
    }

    fn of(name: &str, world: World) -> Option<Self> {
        let quickwit = std::env::var("ALINEA_TEST_QUICKWIT");
        let Ok(urls) = quickwit.or_else(|_| std::env::var("ALINEA_TEST_OPENSEARCH")) else {
            let _ = writeln!(std::io::stderr(), "skipped: ALINEA_TEST_QUICKWIT is not set");
            return None;
        };
        let name = format!("alinea-test-{name}-{}", std::process::id());
        Some(Self { urls, name, world })
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let call = self.world.call(arguments).env("ALINEA_ENGINE", &self.urls);
        call.env("ALINEA_INDEX_NAME", &self.name).env("XDG_CACHE_HOME", self.world.path("cache")).run()
    }

    /// Pushes the passages in ten commits, and indexes them here; the questions.
    fn fill(&self) -> Option<Vec<String>> {
        let rows = passages::rows(PASSAGES)?;
        for (part, rows) in rows.chunks(PASSAGES / PUSHES).enumerate() {
            self.world.write(&format!("rows/{part}.jsonl"), rows.join("\n"));
            self.run(&["push", "rows", "--json"]).exits(0);
        }
        self.world.index(&["rows"]);
        self.run(&["check", "--json"]).exits(0);
        Some(passages::questions(rounds(QUESTIONS) as usize))
    }
}

impl Drop for Real {
    fn drop(&mut self) {
        let url = self.urls.split(',').next().unwrap();
        let base = if std::env::var("ALINEA_TEST_QUICKWIT").is_ok() { "/api/v1/_elastic" } else { "" };
        for name in [self.name.clone(), format!("{}-*", self.name)] {
            let path = format!("{url}{base}/{name}");
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

/// Every command that asks, over articles with citations and references.
#[test]
#[ignore = "needs a cluster: ALINEA_TEST_QUICKWIT=URL"]
fn every_question_has_the_same_answer() {
    let Some(real) = Real::of("every", corpus()) else { return };
    real.world.index(&["corpus"]);
    real.run(&["push", "corpus", "--json"]).exits(0);
    for question in EVERYTHING {
        let arguments = [question, &["--json"] as &[&str]].concat();
        let (here, there) = (real.world.run(&arguments), real.run(&arguments));
        assert_eq!(here.status, there.status, "{arguments:?}{here}{there}");
        assert_eq!(timeless(&here.out), timeless(&there.out), "{arguments:?}{here}{there}");
    }
    real.run(&["check", "--json"]).exits(0);
    real.run(&["push", "corpus", "--swap", "--json"]).exits(0);
    real.run(&["check", "--json"]).exits(0);
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
