//! The order of a cluster's answers is that of a folder's, into however many splits the passages came.

use std::fs;

use alinea::search::{Address, Engine, Local, Remote, SearchRequest};
use serde_json::Value;

use super::Cluster;
use crate::support::{World, data};

/// Passages, and questions about them.
const PASSAGES: usize = 5000;
const QUESTIONS: usize = 300;

/// Ids and scores of the best ten.
fn order(engine: &dyn Engine, question: &str) -> Vec<(String, f32)> {
    let request = SearchRequest { query: question.to_owned(), ..SearchRequest::default() };
    engine.search(&request).unwrap().hits.into_iter().map(|hit| (hit.id, hit.score)).collect()
}

#[track_caller]
fn is_kept(splits: &[usize], questions: usize) {
    let Some(piaf) = data("retrieval/piaf-dev") else { return };
    let rows = fs::read_to_string(piaf.join("corpus.jsonl")).unwrap();
    let rows: Vec<&str> = rows.lines().take(PASSAGES).collect();
    let world = World::new();
    world.write("rows.jsonl", rows.join("\n"));
    world.index(&["rows.jsonl"]);
    let local: Box<dyn Engine> = Box::new(Local::open(&world.path("index")).unwrap());
    let text = fs::read_to_string(piaf.join("queries.jsonl")).unwrap();
    let text = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["text"].as_str().unwrap().to_owned());
    let all: Vec<String> = text.collect();
    let asked: Vec<&String> = all.iter().step_by((all.len() / questions).max(1)).take(questions).collect();
    for split in splits {
        let cluster = Cluster::new(*split);
        cluster.push(&world, &["rows.jsonl"]);
        let (documents, number) = cluster.store.size("alinea");
        let remote: Box<dyn Engine> =
            Box::new(Remote::open(&Address::parse(&cluster.node.url()).unwrap()).unwrap());
        let alike =
            asked.iter().filter(|question| order(&*local, question) == order(&*remote, question)).count();
        println!("{documents} documents in {number} splits: {alike} of {} orders are alike", asked.len());
        assert!(alike * 100 >= asked.len() * 99, "{alike} of {} in {number} splits", asked.len());
    }
}

#[test]
fn ten_splits() {
    is_kept(&[500], 60);
}

#[test]
#[ignore = "takes minutes: cargo test --release --test alinea cluster::order -- --ignored --nocapture"]
fn many_questions_and_splits_of_every_size() {
    is_kept(&[PASSAGES, 500, 50, 7], QUESTIONS);
}
