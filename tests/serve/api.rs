//! The HTTP API: it answers what the command line answers, and says what it does not answer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Site, corpus};
use crate::support::World;

/// An object without what differs from run to run.
fn steady(mut object: Value) -> Value {
    if let Some(object) = object.as_object_mut() {
        object.shift_remove("elapsed_ms");
    }
    object
}

#[test]
fn hits_are_those_of_the_command_line() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    for (query, arguments) in [
        ("q=rescapes+du+camp&limit=3", &["-n", "3", "rescapes du camp"][..]),
        ("q=index&kind=reference", &["--kind", "reference", "index"]),
        (
            "q=camp&in=attaque-d-indelimane&cited=true&sort=document",
            &["--in", "attaque-d-indelimane", "--cited", "--sort", "document", "camp"],
        ),
        (
            "q=index&facets=article,year&per_article=1&explain=true",
            &["--facets", "article,year", "--per-article", "1", "--explain", "index"],
        ),
        ("q=lattaque&offset=1", &["--offset", "1", "lattaque"]),
        (
            "q=index&cites=Manning&since=2000&until=2010",
            &["--cites", "Manning", "--since", "2000", "--until", "2010", "index"],
        ),
        (
            "q=du+camp&all_words=true&exact_words=true&section=bilan",
            &["--all-words", "--exact-words", "--section", "bilan", "du camp"],
        ),
    ] {
        let run = world.call(["search", "--json"]).args(arguments).run();
        let mut lines = run.objects();
        let summary = steady(lines.pop().unwrap());
        let answer = site.get(&format!("/api/search?{query}"));
        let answer = answer.is(200).json();
        let hits: Vec<_> = lines.iter().filter(|line| line["type"] == "hit").cloned().collect();
        assert!(!hits.is_empty(), "{query}{run}");
        assert_eq!(answer["hits"], json!(hits), "{query}");
        let facets: Vec<_> = lines.iter().filter(|line| line["type"] == "facet").cloned().collect();
        assert_eq!(answer["facets"], json!(facets), "{query}");
        for name in ["total", "suggestion", "repairs", "warnings"] {
            assert_eq!(answer[name], summary[name], "{query}: {name}");
        }
    }
}

#[test]
fn a_search_may_be_asked_with_a_body() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let json = [("Content-Type", "application/json")];
    let body = r#"{"q": "rescapés", "limit": 2, "facets": ["article"]}"#;
    let by_body = site.ask("POST", "/api/search", &json, body).is(200).json();
    let by_address = site.get("/api/search?q=rescap%C3%A9s&limit=2&facets=article").json();
    assert_eq!(steady(by_body), steady(by_address));
    site.ask("POST", "/api/search", &[("Content-Type", "text/plain")], body).refuses(415, "not_json");
    site.ask("POST", "/api/search", &json, "{").refuses(400, "bad_parameter");
    let long = format!(r#"{{"q": "{}"}}"#, "é".repeat(100_000));
    site.ask("POST", "/api/search", &json, &long).refuses(413, "too_large");
}

#[test]
fn passages_come_with_their_neighbours_and_sources() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let hit = world.search(&["-n", "1", "rescapes du camp"]).swap_remove(0);
    let shown = world.run(["show", "--json", "-C", "1", &hit.id]).objects();
    let id = hit.id.replace('#', "%23");
    let answer = site.get(&format!("/api/passages/{id}?around=1")).is(200).json();
    assert_eq!(answer["hits"], json!(shown));
    assert_eq!(answer["hits"][answer["target"].as_u64().unwrap() as usize]["id"], json!(hit.id));
    let alone = site.get(&format!("/api/passages/{}", hit.key())).is(200).json();
    assert_eq!(alone["hits"].as_array().unwrap().len(), 1);
    let reference = site.get("/api/passages/les-index-inverses%23%5B1%5D").is(200).json();
    assert_eq!(reference["hits"][0]["kind"], "reference");
    site.get("/api/passages/attaque-d-indelimane%23zzzzzzzz").refuses(404, "unknown_id");
    let article = site.get("/api/passages/attaque-d-indelimane").refuses(404, "unknown_id");
    assert!(article["hint"].as_str().unwrap().contains("/api/search"), "{article}");
    site.get(&format!("/api/passages/{id}?around=51")).refuses(400, "bad_parameter");
}

#[test]
fn citations_are_those_of_the_command_line() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let hits = |arguments: &[&str]| {
        let lines = world.call(["cite", "--json"]).args(arguments).run().objects();
        json!(lines.into_iter().filter(|line| line["type"] != "summary").collect::<Vec<_>>())
    };
    let label = site.get("/api/cite?label=4&in=les-index-inverses&limit=100").is(200).json();
    assert_eq!(label["hits"], hits(&["4", "--in", "les-index-inverses"]));
    let source = site.get("/api/cite?source=Manning&limit=100").is(200).json();
    assert_eq!(source["hits"], hits(&["--source", "Manning"]));
    assert!(source["total"].as_u64() > Some(0) && source["references"].as_u64() > Some(0));
    let list = site.get("/api/cite?list=true&in=les-index-inverses&sort=uses&limit=100").is(200).json();
    assert_eq!(list["references"], hits(&["--list", "--sort", "uses", "--in", "les-index-inverses"]));
    let claim = site.get("/api/cite?claim=une+vingtaine+de+rescap%C3%A9s&limit=1").is(200).json();
    assert_eq!(claim["hits"], hits(&["--claim", "une vingtaine de rescapés", "-n", "1"]));
    let passage = claim["hits"][0]["id"].as_str().unwrap().replace('#', "%23");
    let sources = site.get(&format!("/api/cite?for={passage}")).is(200).json();
    assert_eq!(sources["hit"]["id"], claim["hits"][0]["id"]);
    let check = site.get("/api/cite?check=true&in=les-index-inverses&limit=100").is(200).json();
    assert_eq!(check["findings"], hits(&["--check", "--in", "les-index-inverses"]));
    let unsourced = site.get("/api/cite?unsourced=true&in=les-index-inverses&limit=100").is(200).json();
    assert_eq!(unsourced["total"], json!(unsourced["hits"].as_array().unwrap().len()));
    let together = site.get("/api/cite?together=1&in=les-index-inverses&limit=100").is(200).json();
    assert_eq!(together["together"], hits(&["--together", "1", "--in", "les-index-inverses"]));
    let bibtex = site.get("/api/cite?list=true&in=les-index-inverses&export=bibtex&limit=100");
    assert_eq!(bibtex.is(200).header("content-type"), Some("application/x-bibtex; charset=utf-8"));
    let exported = world.run(["cite", "--list", "--export", "bibtex", "--in", "les-index-inverses"]);
    assert_eq!(bibtex.body, exported.out);
    for (query, code, parameter) in [
        ("", "bad_parameter", Some("label")),
        ("label=4&source=x", "bad_parameter", Some("label")),
        ("list=true", "bad_parameter", Some("in")),
        ("label=1", "ambiguous_label", None),
        ("source=2020-2019", "bad_source", None),
        ("claim=x&export=ris", "bad_parameter", Some("export")),
        ("label=4&export=word", "bad_parameter", Some("export")),
    ] {
        let problem = site.get(&format!("/api/cite?{query}")).refuses(400, code);
        assert_eq!(problem["parameter"].as_str(), parameter, "{query}: {problem}");
    }
    site.get("/api/cite?list=true&in=nulle-part").refuses(404, "unknown_article");
}

#[test]
fn quotes_suggestions_and_numbers() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let quotes = site.get("/api/quotes?q=union+nationale").is(200).json();
    assert_eq!(quotes["hits"], json!(world.run(["quote", "--json", "union nationale"]).objects()[..1]));
    let verdict = site.get("/api/quotes?verify=true&q=dix+rescap%C3%A9+seulement").is(200).json();
    assert_eq!(verdict, world.run(["quote", "--json", "--verify", "dix rescapé seulement"]).objects()[0]);
    site.get("/api/quotes?q=%3F").refuses(400, "no_words");
    let suggestions = site.get("/api/suggest?q=resc").is(200).json();
    assert_eq!(suggestions["suggestions"], json!(world.run(["suggest", "--json", "resc"]).objects()));
    let mut stats = world.stats();
    stats.as_object_mut().unwrap().shift_remove("type");
    assert_eq!(site.get("/api/stats").is(200).json(), stats);
}

#[test]
fn what_is_not_understood_is_named() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    for (path, status, code, parameter) in [
        ("/api/search?q=x&colour=red", 400, "unknown_parameter", Some("colour")),
        ("/api/stats?q=x", 400, "unknown_parameter", Some("q")),
        ("/api/search?q=x&limit=dix", 400, "bad_parameter", Some("limit")),
        ("/api/search?q=x&limit=101", 400, "bad_parameter", Some("limit")),
        ("/api/search?q=x&offset=10001", 400, "bad_parameter", Some("offset")),
        ("/api/search?q=x&in=nulle-part", 404, "unknown_article", None),
        ("/api/search?q=x&cites=2020-2019", 400, "bad_source", None),
        ("/api/search?q=x&since=2020&until=2019", 400, "bad_source", None),
        ("/api/suggest?q=x&limit=51", 400, "bad_parameter", Some("limit")),
        ("/api/nothing", 404, "no_such_address", None),
    ] {
        let problem = site.get(path).refuses(status, code);
        assert_eq!(problem["parameter"].as_str(), parameter, "{path}: {problem}");
    }
    let long = format!("/api/search?q={}", "a".repeat(2_001));
    site.get(&long).refuses(400, "bad_parameter");
    site.ask("DELETE", "/api/search", &[], "").refuses(405, "method_not_allowed");
    // What is wrong in a query is no error: it is said, and the rest is searched.
    let answer = site.get("/api/search?q=camp+ET").is(200).json();
    assert_eq!(answer["warnings"].as_array().unwrap().len(), 1, "{answer}");
}

#[test]
fn the_description_holds_every_operation_and_parameter() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let document = site.get("/api/openapi.json").is(200).json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(
        paths,
        ["/api/search", "/api/passages/{id}", "/api/cite", "/api/quotes", "/api/suggest", "/api/stats"]
    );
    let parameters = document["paths"]["/api/search"]["get"]["parameters"].as_array().unwrap();
    let names: Vec<&str> = parameters.iter().map(|parameter| parameter["name"].as_str().unwrap()).collect();
    assert!(
        ["q", "limit", "in", "cites", "facets", "explain"].iter().all(|name| names.contains(name)),
        "{names:?}"
    );
    assert!(!names.contains(&"candidates"));
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 20, "{references:?}");
    for reference in references {
        assert!(document.pointer(&reference[1..]).is_some(), "{reference} leads nowhere");
    }
    let hit = &document["components"]["schemas"]["Hit"]["properties"];
    for name in ["type", "rank", "id", "text", "highlights", "citations", "quotes", "source"] {
        assert!(hit[name].is_object(), "{name}: {hit}");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            references.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| collect(value, references));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}

#[test]
fn a_new_commit_is_picked_up_without_a_restart() {
    let world = World::with_text("Titre\nUn zèbre passe.");
    let site = Site::new(&world, &[]);
    let total = |word: &str| site.get(&format!("/api/search?q={word}")).is(200).json()["total"].clone();
    assert_eq!(total("ornithorynque"), 0);
    world.write("b.txt", "Autre titre\nUn ornithorynque passe.");
    world.index(&["b.txt"]);
    let end = Instant::now() + Duration::from_secs(20);
    while total("ornithorynque") != 1 {
        assert!(Instant::now() < end, "the new commit is not seen");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(total("z%C3%A8bre"), 1);
    site.get("/metrics").is(200).has("alinea_renewals_total 1");
    // An index that cannot be opened any more goes on being answered from.
    std::fs::write(world.path("index/meta.json"), "{").unwrap();
    std::thread::sleep(Duration::from_millis(1200));
    assert_eq!(total("ornithorynque"), 1);
    site.get("/readyz").is(200);
}

/// Each run of the writer takes away files that the server has open; what it answers from is there all the while.
#[test]
fn every_answer_stays_while_the_index_changes() {
    let world = World::with_text("Titre\nUn zèbre passe.");
    let site = Site::new(&world, &[]);
    let done = AtomicBool::new(false);
    let asked = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut asked = 0;
            while !done.load(Ordering::Relaxed) {
                for path in ["/api/stats", "/", "/?q=z%C3%A8bre", "/api/suggest?q=pas", "/api/quotes?q=passe"]
                {
                    site.get(path).is(200);
                    asked += 1;
                }
            }
            asked
        });
        for number in 0..12 {
            world.write("b.txt", format!("Autre titre\nLe passage numéro {number}."));
            match number % 4 {
                1 => world.run(["optimize"]).exits(0),
                3 => world.run(["index", "--rebuild", "article.txt", "b.txt"]).exits(0),
                _ => world.run(["index", "b.txt"]).exits(0),
            };
        }
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    });
    assert!(asked > 20, "{asked}");
}

#[test]
fn limits_are_described() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    let document = site.get("/api/openapi.json").is(200).json();
    for (path, name, keyword, value) in [
        ("/api/search", "limit", "maximum", 100),
        ("/api/search", "offset", "maximum", 10_000),
        ("/api/search", "per_article", "minimum", 1),
        ("/api/search", "q", "maxLength", 2_000),
        ("/api/passages/{id}", "around", "maximum", 50),
        ("/api/cite", "limit", "maximum", 100),
        ("/api/cite", "offset", "maximum", 10_000),
        ("/api/cite", "claim", "maxLength", 2_000),
        ("/api/quotes", "limit", "maximum", 100),
        ("/api/suggest", "limit", "maximum", 50),
    ] {
        let parameters = document["paths"][path]["get"]["parameters"].as_array().unwrap();
        let parameter = parameters.iter().find(|parameter| parameter["name"] == name).unwrap();
        assert_eq!(parameter["schema"][keyword], value, "{path}: {parameter}");
    }
}

#[test]
fn health_and_metrics() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    site.get("/healthz").is(200).has("ok");
    site.get("/readyz").is(200).has("ready");
    site.get("/api/search?q=camp").is(200);
    site.get("/api/search?limit=x").is(400);
    let metrics = site.get("/metrics");
    assert_eq!(
        metrics.is(200).header("content-type"),
        Some("application/openmetrics-text; version=1.0.0; charset=utf-8")
    );
    metrics
        .has(r#"alinea_requests_total{route="/api/search",status="200"} 1"#)
        .has(r#"alinea_requests_total{route="/api/search",status="400"} 1"#)
        .has(r#"alinea_request_seconds_count{route="/api/search"} 2"#)
        .has("alinea_requests_in_work 0")
        .has("# EOF");
    // A connection whose answer has come may still be closing.
    let one_is_left = || site.get("/metrics").body.contains("alinea_connections 1\n");
    let until = Instant::now() + Duration::from_secs(10);
    while !one_is_left() {
        assert!(Instant::now() < until, "more connections than this one");
    }
}

#[test]
fn an_end_that_is_asked_for_is_no_failure() {
    let world = corpus();
    let site = Site::new(&world, &[]);
    site.get("/healthz").is(200);
    assert_eq!(site.terminate(), Some(0));
}
