//! Nodes that fail: others answer, repetition is safe, and what is said names the node, the call and what to do.

use std::sync::Arc;
use std::time::{Duration, Instant};

use alinea::search::{Address, Engine, Remote, SearchRequest};
use serde_json::json;

use super::Cluster;
use super::server::{Node, Request};
use super::standin::StandIn;
use crate::support::World;

fn filled() -> (World, Cluster) {
    let world = World::with_text("Titre\n\nUn bateau prend la mer.\n");
    let cluster = Cluster::new(5);
    cluster.push(&world, &["article.txt"]);
    (world, cluster)
}

#[test]
fn a_node_that_is_gone_is_passed_over() {
    let (world, cluster) = filled();
    let gone = Node::start(cluster.store.answer());
    gone.kill();
    let closed = "http://127.0.0.1:1".to_owned();
    for first in [gone.url(), closed] {
        let urls = format!("{first},{}", cluster.node.url());
        let run = world.call(["search", "--json", "bateau", "--engine", &urls]).run();
        run.exits(0).is_quiet();
    }
}

/// One of two nodes is killed while a process asks on and on: no question fails.
#[test]
fn a_node_that_is_killed_meanwhile_costs_no_answer() {
    let (_world, cluster) = filled();
    let other = Node::start(cluster.store.answer());
    let address = Address::parse(&format!("{},{}", cluster.node.url(), other.url())).unwrap();
    let remote: Box<dyn Engine> = Box::new(Remote::open(&address).unwrap());
    let request = SearchRequest { query: "bateau".to_owned(), ..SearchRequest::default() };
    for round in 0..20 {
        if round == 7 {
            cluster.node.kill();
        }
        assert_eq!(remote.search(&request).unwrap().hits.len(), 1, "round {round}");
    }
    assert!(!other.seen().is_empty(), "the other node answered");
}

#[test]
fn a_frozen_node_costs_no_more_than_its_time() {
    let (world, cluster) = filled();
    let frozen = Node::start(cluster.store.answer());
    frozen.freeze();
    let urls = format!("{},{}", frozen.url(), cluster.node.url());
    let start = Instant::now();
    let run = world.call(["search", "bateau", "--engine", &urls, "--engine-timeout", "300"]).run();
    run.exits(0);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    let run = world
        .call(["search", "--json", "bateau", "--engine", &frozen.url(), "--engine-timeout", "100"])
        .run();
    run.exits(2).complains("no answer within 100 ms").complains("--engine-timeout");
}

#[test]
fn nobody_there() {
    let world = World::new();
    let run = world.call(["search", "mot", "--engine", "http://127.0.0.1:1"]).run();
    run.exits(2).complains("http://127.0.0.1:1").complains("GET /api/v1/version").complains("readyz");
}

/// A body of documents is not sent twice where it is not known whether it was taken.
#[test]
fn what_may_have_been_taken_is_not_sent_again() {
    let world = World::new();
    world.write("a.txt", "Titre\n\nUn bateau prend la mer.\n");
    let store = StandIn::new(5);
    let answer = store.answer();
    let broken = std::sync::atomic::AtomicBool::new(false);
    let node = Node::start(Arc::new(move |request: &Request| {
        let said = answer(request);
        let first =
            request.path.contains("commit=auto") && !broken.swap(true, std::sync::atomic::Ordering::Relaxed);
        // Taken, and the connection broken off before it is said.
        if first { (0, json!(null)) } else { said }
    }));
    let cluster = Cluster { store, node };
    cluster.push(&world, &["a.txt"]);
    world.index(&["a.txt"]);
    super::alike::alike(&world, &cluster, &["search", "bateau"]);
    let sent = |request: &&Request| {
        request.path.contains("/ingest") && request.body.contains("\"kind\":\"passage\"")
    };
    let passages = cluster.node.seen().iter().filter(sent).count();
    assert_eq!(passages, 1);
}

#[test]
fn some_splits_are_no_answer_unless_that_is_allowed() {
    let (world, cluster) = filled();
    let answer = cluster.store.answer();
    let node = Node::start(Arc::new(move |request: &Request| {
        let (status, mut body) = answer(request);
        if let Some(responses) = body["responses"].as_array_mut() {
            responses.iter_mut().for_each(|response| response["_shards"]["failed"] = json!(1));
        }
        (status, body)
    }));
    let call = || world.call(["search", "bateau", "--engine", &node.url()]);
    call().run().exits(2).complains("splits did not answer").complains("--allow-partial");
    call().arg("--allow-partial").run().exits(0).says("bateau");
}

#[test]
fn who_asks_is_said_by_the_environment_or_a_file() {
    let (world, cluster) = filled();
    let answer = cluster.store.answer();
    let node = Node::start(Arc::new(move |request: &Request| match request.header("authorization") {
        Some("Bearer s3cret" | "Basic bW9pOm1vdA==") => answer(request),
        _ => (401, json!({"message": "who are you"})),
    }));
    let call = || world.call(["search", "bateau", "--engine", &node.url()]);
    call().run().exits(2).complains("ALINEA_ENGINE_TOKEN");
    call().env("ALINEA_ENGINE_TOKEN", "s3cret").run().exits(0);
    call().env("ALINEA_ENGINE_USER", "moi").env("ALINEA_ENGINE_PASSWORD", "mot").run().exits(0);
    world.write("secret.toml", "token = \"s3cret\"\n");
    call().env("ALINEA_ENGINE_CREDENTIALS", "secret.toml").run().exits(0);
    world
        .write("alinea.toml", format!("engine = \"{}\"\nengine_credentials = \"secret.toml\"\n", node.url()));
    world.run(["search", "bateau"]).exits(0);
    let run = world.run(["search", "bateau", "--engine", "http://moi:mot@127.0.0.1:1"]);
    run.exits(2).complains("must not hold a password");
    assert!(!run.err.contains("mot@"), "{run}");
}

#[test]
fn another_version_is_told() {
    let (world, cluster) = filled();
    let answer = cluster.store.answer();
    let node = Node::start(Arc::new(move |request: &Request| {
        let (status, body) = answer(request);
        let text = body.to_string().replace("\\\"schema\\\":", "\\\"schema\\\":9");
        (status, serde_json::from_str(&text).unwrap())
    }));
    let run = world.call(["search", "bateau", "--engine", &node.url()]).run();
    run.exits(2).complains("schema 9").complains("--swap");
}

#[test]
fn a_corpus_is_not_indexed_beside_a_cluster() {
    let (world, cluster) = filled();
    cluster.run(&world, &["search", "--corpus", "article.txt", "bateau"]).exits(2).complains("alinea push");
}
