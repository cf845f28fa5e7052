//! What a question to a cluster costs: calls, bytes, and time, beside what a folder takes for it in the same run. Figures for
//! docs/cluster.md; nothing is asserted but that there are any.

use std::time::{Duration, Instant};

use alinea::search::{Address, Engine, Local, Remote, SearchRequest};

use super::bytes::Bytes;
use super::{Cluster, passages};
use crate::support::{World, rounds};

const PASSAGES: usize = 5000;
const SPLIT: usize = 500;
const QUESTIONS: u64 = 100;

/// How long questions took.
#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    fn median(&self) -> f64 {
        let mut times = self.0.clone();
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1000.0
    }
}

fn asked(engine: &dyn Engine, query: &str) -> Duration {
    let start = Instant::now();
    let request = SearchRequest { query: query.to_owned(), ..SearchRequest::default() };
    assert!(engine.search(&request).unwrap().total > Some(0));
    start.elapsed()
}

/// `ALINEA_ROUNDS=10` asks fewer.
#[test]
#[ignore = "a measurement: cargo test --release --test alinea cluster::cost -- --ignored --nocapture"]
fn calls_and_bytes_and_time_of_a_question() {
    let Some(rows) = passages::rows(PASSAGES) else { return };
    let world = World::new();
    world.write("rows.jsonl", rows.join("\n"));
    world.index(&["rows.jsonl"]);
    let local: Box<dyn Engine> = Box::new(Local::open(&world.path("index")).unwrap());
    let cluster = Cluster::new(SPLIT);
    let pushed = cluster.push(&world, &["rows.jsonl"]).objects().pop().unwrap();
    println!("{} documents, {} bytes sent", pushed["sent"], pushed["bytes"]);
    let address = Address::parse(&cluster.node.url()).unwrap();
    let address = Address { timeout: Duration::from_secs(60), ..address };
    let remote: Box<dyn Engine> = Box::new(Remote::open(&address).unwrap());
    let queries = passages::questions(rounds(QUESTIONS) as usize);
    let (mut here, mut there, mut own) = (Times::default(), Times::default(), Times::default());
    let (begun, opened) = (cluster.node.spent(), cluster.node.seen().len());
    for query in &queries {
        // The first time warms what it needs, as the questions before have warmed what this program needs for a cluster.
        asked(&*local, query);
        here.0.push(asked(&*local, query));
        let before = cluster.node.spent().time;
        let time = asked(&*remote, query);
        there.0.push(time);
        own.0.push(time.saturating_sub(cluster.node.spent().time - before));
    }
    let spent = cluster.node.spent();
    let each = |sum: usize| sum as f64 / queries.len() as f64;
    println!(
        "a question: {:.2} calls, {:.0} bytes sent, {:.0} received",
        each(spent.calls - begun.calls),
        each(spent.bytes_in - begun.bytes_in),
        each(spent.bytes_out - begun.bytes_out),
    );
    let mut bytes = Bytes::default();
    let answer = cluster.store.answer();
    cluster.node.seen()[opened..].iter().for_each(|request| bytes.add(&answer(request).1));
    println!("{}", bytes.say(queries.len()));
    let (here, there, own) = (here.median(), there.median(), own.median());
    println!(
        "medians: {here:.2} ms from a folder; {there:.1} ms from the stand-in, {own:.1} ms of them without its answering: \
         {:.1} and {:.1} times a folder's",
        there / here,
        own / here,
    );
}
