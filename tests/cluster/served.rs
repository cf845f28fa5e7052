//! `serve`, `mcp` and `eval` over a cluster answer what they answer over a folder.

use serde_json::{Value, json};

use super::Cluster;
use super::alike::corpus;
use crate::serve::Site;
use crate::support::{Run, World, package};

fn filled() -> (World, Cluster) {
    let world = corpus();
    world.index(&["corpus"]);
    let cluster = Cluster::new(11);
    cluster.push(&world, &["corpus"]);
    (world, cluster)
}

/// Without what differs from run to run, at any depth.
fn timeless(mut value: Value) -> Value {
    match &mut value {
        Value::Object(object) => {
            object.retain(|name, _| !name.ends_with("_ms"));
            object.values_mut().for_each(|value| *value = timeless(value.take()));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| *value = timeless(value.take())),
        _ => {}
    }
    value
}

#[test]
fn pages_and_the_api_are_those_of_a_folder() {
    let (world, cluster) = filled();
    let url = cluster.node.url();
    let (here, there) = (Site::new(&world, &[]), Site::new(&world, &["--engine", &url]));
    for path in [
        "/api/search?q=rescapes+du+camp&limit=3&facets=article,year",
        "/api/search?q=index&kind=reference",
        "/api/cite?label=4&in=attaque-d-indelimane",
        "/api/cite?source=lemonde.fr",
        "/api/suggest?q=resc",
    ] {
        let (here, there) = (here.get(path), there.get(path));
        assert_eq!(timeless(here.is(200).json()), timeless(there.is(200).json()), "{path}");
    }
    let page = there.get("/?q=rescapes+du+camp");
    page.is(200).has("<mark>rescapés</mark>").has("références absentes du document");
    there.get("/?q=zzzzqqqq").is(200).has("Rien trouvé");
    there.get("/").is(200).has("12 articles");
    // What is pushed while it serves is seen by the next question.
    world.write("more/one.txt", "Un\n\nUn hapax flotte.\n");
    assert_eq!(there.get("/api/search?q=hapax").is(200).json()["total"], 0);
    cluster.push(&world, &["more"]);
    assert_eq!(there.get("/api/search?q=hapax").is(200).json()["total"], 1);
}

#[test]
fn a_cluster_that_is_gone_is_told_to_who_asks_the_server() {
    let (world, cluster) = filled();
    let site = Site::new(&world, &["--engine", &cluster.node.url(), "--engine-timeout", "500"]);
    site.get("/api/search?q=camp").is(200);
    cluster.node.kill();
    let answer = site.get("/api/search?q=camp");
    assert!(answer.status >= 500, "{answer:?}");
    assert_eq!(answer.json()["code"], "cluster", "{answer:?}");
}

/// A talk with the server over standard input: its answers to these calls of tools.
fn talk(call: crate::support::Call, tools: &[(&str, Value)]) -> Vec<Value> {
    let hello = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}});
    let ready = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    let calls = (1..).zip(tools).map(|(id, (name, arguments))| {
        json!({"jsonrpc": "2.0", "id": id, "method": "tools/call",
               "params": {"name": name, "arguments": arguments}})
    });
    let lines: Vec<String> = [hello, ready].into_iter().chain(calls).map(|line| line.to_string()).collect();
    let run: Run = call.input(lines.join("\n") + "\n").run();
    run.exits(0);
    let mut answers: Vec<Value> =
        run.objects().into_iter().filter(|answer| answer["id"].as_u64() > Some(0)).collect();
    answers.sort_by_key(|answer| answer["id"].as_u64());
    assert_eq!(answers.len(), tools.len(), "{run}");
    answers.into_iter().map(|answer| timeless(answer["result"]["structuredContent"].clone())).collect()
}

#[test]
fn tools_answer_as_over_a_folder() {
    let (world, cluster) = filled();
    let tools = [
        ("search_passages", json!({"query": "rescapes du camp", "limit": 2})),
        ("get_passage", json!({"id": "attaque-d-indelimane"})),
        ("find_sources", json!({"article": "attaque-d-indelimane", "label": "4"})),
        ("verify_quote", json!({"quote": "dix rescapés"})),
        ("list_articles", json!({"title": "index"})),
    ];
    let here = talk(world.call(["mcp"]), &tools);
    let there = talk(world.call(["mcp", "--engine", &cluster.node.url()]), &tools);
    for (((name, _), here), there) in tools.iter().zip(here).zip(there) {
        assert_eq!(here, there, "{name}");
    }
}

#[test]
fn measures_are_those_of_a_folder() {
    let (world, cluster) = filled();
    for (file, lines) in [("topics.tsv", 8), ("qrels.tsv", 9)] {
        let text = std::fs::read_to_string(package().join("corpus").join(file)).unwrap();
        world.write(file, text.lines().take(lines).collect::<Vec<_>>().join("\n"));
    }
    let arguments = ["eval", "--json", "--measures", "ndcg@10,mrr@10,recall@10", "topics.tsv", "qrels.tsv"];
    let here = world.run(arguments);
    let before = cluster.node.spent().calls;
    let there = cluster.run(&world, &arguments);
    let calls = cluster.node.spent().calls - before;
    let measured = |run: &Run| timeless(run.exits(0).objects().pop().unwrap());
    let (mut here, mut there) = (measured(&here), measured(&there));
    for report in [&mut here, &mut there] {
        report.as_object_mut().unwrap().remove("latency");
    }
    assert_eq!(here, there);
    let topics = there["topics"].as_u64().unwrap() as usize;
    // Three passes of at most four calls for each topic, and a few for all that was judged.
    assert!(topics > 3 && calls <= 12 * topics + 10, "{calls} calls for {topics} topics");
}
