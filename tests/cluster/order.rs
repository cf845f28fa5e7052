//! The order of a cluster's answers is that of a folder's, into however many splits the passages came.

use std::time::Duration;

use alinea::search::{Address, Engine, Local, Remote, SearchRequest};

use super::Cluster;
use super::passages;
use crate::support::{World, rounds};

/// Passages, and questions about them.
const PASSAGES: usize = 5000;
const QUESTIONS: usize = 300;
const PATIENCE: Duration = Duration::from_secs(60);

/// Ids and scores of the best ten.
fn order(engine: &dyn Engine, question: &str) -> Vec<(String, f32)> {
    let request = SearchRequest { query: question.to_owned(), ..SearchRequest::default() };
    engine.search(&request).unwrap().hits.into_iter().map(|hit| (hit.id, hit.score)).collect()
}

#[track_caller]
fn is_kept(passages: usize, splits: &[usize], questions: usize) {
    let Some(rows) = passages::rows(passages) else { return };
    let world = World::new();
    world.write("rows.jsonl", rows.join("\n"));
    world.index(&["rows.jsonl"]);
    let local: Box<dyn Engine> = Box::new(Local::open(&world.path("index")).unwrap());
    let asked = passages::questions(questions);
    for split in splits {
        let cluster = Cluster::new(*split);
        cluster.push(&world, &["rows.jsonl"]);
        let (documents, number) = cluster.store.size("alinea");
        // The stand-in takes its time.
        let address = Address { timeout: PATIENCE, ..Address::parse(&cluster.node.url()).unwrap() };
        let remote: Box<dyn Engine> = Box::new(Remote::open(&address).unwrap());
        let alike =
            asked.iter().filter(|question| order(&*local, question) == order(&*remote, question)).count();
        println!("{documents} documents in {number} splits: {alike} of {} orders are alike", asked.len());
        assert!(alike * 100 >= asked.len() * 99, "{alike} of {} in {number} splits", asked.len());
    }
}

/// `ALINEA_ROUNDS=300` asks as many questions.
#[test]
fn ten_splits() {
    is_kept(1500, &[150], rounds(60) as usize);
}

#[test]
#[ignore = "takes minutes: cargo test --release --test alinea cluster::order -- --ignored --nocapture"]
fn many_questions_and_splits_of_every_size() {
    is_kept(PASSAGES, &[PASSAGES, 500, 50], QUESTIONS);
}
