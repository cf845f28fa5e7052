//! The program against what a real cluster answered: a small server plays the recorded exchanges back.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};

use super::server::{Node, Request};
use super::{Cluster, alike};
use crate::support::{Run, World, package};

/// A recorded exchange; none, saying so, where they are not in reach.
fn exchange(number: &str) -> Option<Value> {
    let found = recorded()?.into_iter().find(|(name, _)| name.starts_with(number));
    Some(found.unwrap_or_else(|| panic!("no exchange {number}")).1)
}

fn recorded() -> Option<Vec<(String, Value)>> {
    let folder: PathBuf = package().join("../shared/quickwit");
    let Ok(entries) = fs::read_dir(&folder) else {
        let _ = writeln!(std::io::stderr(), "skipped: this test needs {}, which is absent", folder.display());
        return None;
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let recorded = paths.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    Some(
        recorded
            .map(|path| {
                (
                    path.file_stem().unwrap().to_string_lossy().into_owned(),
                    serde_json::from_slice(&fs::read(&path).unwrap()).unwrap(),
                )
            })
            .collect(),
    )
}

/// A node that says it is Quickwit as Quickwit said it, and answers every other call with the exchange.
fn playing(number: &str) -> Option<Node> {
    let (version, played) = (exchange("000")?, exchange(number)?);
    let (status, body) =
        (played["response"]["status"].as_u64().unwrap() as u16, played["response"]["body"].clone());
    Some(Node::start(Arc::new(move |request: &Request| match request.route() {
        "/api/v1/version" => (200, version["response"]["body"].clone()),
        // Parts of such a call fail with the body that the whole call would have failed with.
        path if path.ends_with("_msearch") => {
            let failed = body.get("status").is_some() || status == 200;
            if failed { (200, json!({"responses": [body.clone()]})) } else { (status, body.clone()) }
        }
        _ => (status, body.clone()),
    })))
}

fn asked(node: &Node, arguments: &[&str]) -> Run {
    let world = World::new();
    world.write("a.txt", "Titre\n\nUn passage.\n");
    world.call(arguments).args(&["--json", "--engine", &node.url(), "--engine-timeout", "2000"]).run()
}

#[test]
fn recorded_errors_are_told() {
    for (number, arguments, part, hint) in [
        ("011", &["search", "mot"] as &[&str], "no index «nope»", "alinea push"),
        ("025", &["search", "mot"], "holds nothing that a push has finished", "alinea push"),
        ("205", &["search", "mot"], "2 of 6 splits did not answer", "--allow-partial"),
        ("251", &["search", "mot"], "StorageDirectory", ""),
        ("310", &["search", "mot"], "not available just now", "several nodes"),
        ("240", &["search", "mot"], "field does not exist", ""),
        ("016", &["push", "a.txt"], "identifiers must match", "--index-name"),
        ("014", &["push", "a.txt"], "unknown tokenizer", ""),
    ] {
        let Some(node) = playing(number) else { return };
        let run = asked(&node, arguments);
        run.exits(2);
        let error = run.errors().pop().unwrap();
        assert_eq!(error["code"], "cluster", "{number}{run}");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(part) && message.contains(&node.url()), "{number}: {message}");
        assert!(message.contains("POST ") || message.contains("GET "), "the call is named: {message}");
        assert!(error["hint"].as_str().unwrap_or_default().contains(hint), "{number}{run}");
    }
}

/// What a request is built of: names of the language, with fields and values left out.
fn shapes(query: &Value, found: &mut BTreeSet<String>) {
    let Some((kind, of)) = query.as_object().and_then(|query| query.iter().next()) else { return };
    match kind.as_str() {
        "bool" => {
            for (name, parts) in of.as_object().unwrap() {
                found.insert(format!("bool.{name}"));
                let several = parts.as_array().cloned().unwrap_or_else(|| vec![parts.clone()]);
                several.iter().for_each(|part| shapes(part, found));
            }
        }
        _ => {
            let fields = of.as_object().unwrap();
            for (name, value) in fields {
                if name == "boost" {
                    found.insert(format!("{kind}.boost"));
                    continue;
                }
                match value {
                    Value::Object(inner) => found.extend(inner.keys().map(|key| format!("{kind}.{{{key}}}"))),
                    _ => drop(found.insert(format!("{kind}.value"))),
                }
            }
            if fields.is_empty() {
                found.insert(kind.clone());
            }
        }
    }
}

/// Every query that the program sends is built of what a real cluster took, but for what its documentation names.
#[test]
fn requests_are_built_of_what_the_cluster_took() {
    let Some(recorded) = recorded() else { return };
    let (mut taken, mut keys) = (BTreeSet::new(), BTreeSet::new());
    for (_, exchange) in &recorded {
        let failed =
            exchange["response"]["body"].pointer("/_shards/failed").and_then(Value::as_u64).unwrap_or(0);
        let path = exchange["request"]["path"].as_str().unwrap();
        if exchange["response"]["status"] != 200 || failed > 0 || !path.contains("search") {
            continue;
        }
        let lines = exchange["request"]["body_text"].as_str().unwrap_or_default().lines();
        let bodies = lines.filter_map(|line| serde_json::from_str(line).ok());
        for body in bodies.chain([exchange["request"]["body"].clone()]) {
            shapes(&body["query"], &mut taken);
            keys.extend(body.as_object().into_iter().flatten().map(|(key, _)| key.clone()));
        }
    }
    // Quickwit names these itself where it refuses others (231, 238), or its sources do: `terms` with a boost and the order
    // of buckets are in its elastic_query_dsl and in tantivy's aggregations.
    taken
        .extend(["match_all", "match_none", "terms.boost", "range.{lte}", "exists.value"].map(str::to_owned));
    keys.extend(["_source", "search_after"].map(str::to_owned));
    let world = alike::corpus();
    let cluster = Cluster::new(50);
    cluster.push(&world, &["corpus"]);
    for question in alike::QUESTIONS {
        cluster.run(&world, question);
    }
    let mut sent = BTreeSet::new();
    for request in cluster.node.seen() {
        for line in request.lines().iter().filter(|_| request.path.ends_with("_msearch")) {
            shapes(&line["query"], &mut sent);
            let unknown =
                line.as_object().unwrap().keys().find(|key| *key != "index" && !keys.contains(*key));
            assert_eq!(unknown, None, "{line}");
        }
    }
    assert!(sent.len() > 10, "{sent:?}");
    let unknown: Vec<_> = sent.difference(&taken).collect();
    assert!(unknown.is_empty(), "{unknown:?} of {sent:?}; taken were {taken:?}");
}
