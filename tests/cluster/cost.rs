//! What a question to a cluster costs: calls, bytes, and the time that this program takes for it. Figures for
//! docs/cluster.md; nothing is asserted but that there are any.

use std::time::{Duration, Instant};

use alinea::search::{Address, Engine, Remote, SearchRequest};

use super::{Cluster, passages};
use crate::support::{World, rounds};

const PASSAGES: usize = 5000;
const QUESTIONS: u64 = 100;

#[test]
#[ignore = "a measurement: cargo test --release --test alinea cluster::cost -- --ignored --nocapture"]
fn calls_and_bytes_and_time_of_a_question() {
    let Some(rows) = passages::rows(PASSAGES) else { return };
    let world = World::new();
    world.write("rows.jsonl", rows.join("\n"));
    let cluster = Cluster::new(500);
    let pushed = cluster.push(&world, &["rows.jsonl"]).objects().pop().unwrap();
    println!("{} documents, {} bytes sent", pushed["sent"], pushed["bytes"]);
    let address = Address::parse(&cluster.node.url()).unwrap();
    let address = Address { timeout: Duration::from_secs(60), ..address };
    let remote: Box<dyn Engine> = Box::new(Remote::open(&address).unwrap());
    // `ALINEA_ROUNDS=10` asks fewer.
    let queries = passages::questions(rounds(QUESTIONS) as usize);
    let mut own = Vec::new();
    let begun = cluster.node.spent();
    for query in queries {
        let (start, before) = (Instant::now(), cluster.node.spent());
        let request = SearchRequest { query, ..SearchRequest::default() };
        assert!(remote.search(&request).unwrap().total > Some(0));
        own.push(start.elapsed().saturating_sub(cluster.node.spent().time - before.time));
    }
    let spent = cluster.node.spent();
    own.sort();
    let each = |sum: usize| sum as f64 / own.len() as f64;
    println!(
        "a question: {:.2} calls, {:.0} bytes sent, {:.0} received; own time {:.1} ms at the median, {:.1} ms at most",
        each(spent.calls - begun.calls),
        each(spent.bytes_in - begun.bytes_in),
        each(spent.bytes_out - begun.bytes_out),
        milliseconds(own[own.len() / 2]),
        milliseconds(own[own.len() - 1]),
    );
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
