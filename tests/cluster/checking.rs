//! `check` of a cluster: what is sound is so from end to end, and every damage is found and named.

use std::cell::Cell;

use serde_json::{Map, Value, json};

use super::alike::corpus;
use super::{Cluster, changed_since_its_push};
use crate::support::{Run, World};

/// A document of the cluster.
type Document = Map<String, Value>;

/// How many of each subject were looked at, and how many damages were found.
fn looked(run: &Run) -> Vec<(String, u64, u64)> {
    let objects = run.objects();
    let checks = objects.iter().filter(|object| object["type"] == "check");
    let number = |value: &Value| value.as_u64().unwrap();
    checks
        .map(|o| (o["subject"].as_str().unwrap().to_owned(), number(&o["count"]), number(&o["damages"])))
        .collect()
}

fn filled() -> (World, Cluster) {
    let world = corpus();
    let cluster = Cluster::new(9);
    cluster.push(&world, &["corpus"]);
    (world, cluster)
}

fn is_passage(document: &Document) -> bool {
    document["kind"] == "passage"
}

fn cites_nothing(document: &Document) -> bool {
    is_passage(document) && !document.contains_key("cites")
}

/// Changes the documents of the first split that has one of the kind looked for. In which split a document lies is chance:
/// bodies are sent side by side.
fn spoil_one(
    cluster: &Cluster,
    is_it: impl Fn(&Document) -> bool,
    change: impl Fn(&mut Vec<Document>, usize),
) {
    let done = Cell::new(false);
    cluster.store.spoil("alinea", |documents| {
        let place = documents.iter().position(&is_it).filter(|_| !done.get());
        if let Some(place) = place {
            done.set(true);
            change(documents, place);
        }
    });
    assert!(done.get(), "there is something to spoil");
}

/// Which subjects have damages; each of these stands with a word of what is said of it.
#[track_caller]
fn finds(world: &World, cluster: &Cluster, expected: &[(&str, &str)]) {
    let run = cluster.run(world, &["check", "--json"]);
    run.exits(2);
    let damages: Vec<Value> = run.objects().into_iter().filter(|object| object["type"] == "damage").collect();
    for (subject, part) in expected {
        let said = |damage: &&Value| damage["subject"] == *subject && damage.to_string().contains(part);
        assert!(damages.iter().any(|damage| said(&damage)), "{subject}: {part}{run}");
    }
    let others = looked(&run).into_iter().filter(|(_, _, damages)| *damages > 0);
    let others: Vec<String> = others
        .map(|(subject, ..)| subject)
        .filter(|s| expected.iter().all(|(known, _)| known != s))
        .collect();
    assert!(others.is_empty(), "{others:?}{run}");
    assert_eq!(run.summary()["sound"], false);
    let run = cluster.run(world, &["check", "--lang", "fr"]);
    run.exits(2).complains("alinea push CHEMIN… --swap");
}

#[test]
fn a_sound_cluster_is_looked_through_whole() {
    let (world, cluster) = filled();
    let run = cluster.run(&world, &["check", "--json"]);
    let looked = looked(run.exits(0).is_quiet());
    let subjects: Vec<&str> = looked.iter().map(|(subject, ..)| subject.as_str()).collect();
    let all = ["mapping", "lots", "sources", "ids", "spans", "references", "words", "statistics"];
    assert_eq!(subjects, all, "{run}");
    assert!(looked.iter().all(|(_, count, damages)| *count > 0 && *damages == 0), "{run}");
    world.index(&["corpus"]);
    let here = world.run(["check", "--json"]);
    let same =
        |name: &str| here.objects().into_iter().find(|o| o["subject"] == name).unwrap()["count"].clone();
    for (subject, count, _) in &looked {
        if !["mapping", "lots"].contains(&subject.as_str()) {
            assert_eq!(same(subject), *count, "{subject}: a folder has as many{run}");
        }
    }
    assert_eq!(run.summary()["unresolved"], here.summary()["unresolved"]);
    assert_eq!((&run.summary()["replaced"], &run.summary()["unfinished"]), (&json!(0), &json!(0)));
    let text = cluster.run(&world, &["check", "--lang", "fr"]);
    text.exits(0).says("lots et statistiques").says("sain").says("sans référence");
    // Not every term is looked up, and the check says so.
    text.says("au plus 10\u{202f}000 radicaux");
    cluster.run(&world, &["check", "--lang", "en"]).exits(0).says("at most 10,000 stems, 10,000 labels");
    assert_eq!(run.summary()["most_looked_up"], 10_000);
    assert!(here.summary()["most_looked_up"].is_null(), "a folder is looked through whole{here}");
}

/// What was replaced and not deleted yet is no damage, nor are several parts of statistics.
#[test]
fn a_changed_collection_is_sound() {
    let (world, cluster) = changed_since_its_push();
    cluster.push(&world, &["a"]);
    let run = cluster.run(&world, &["check", "--json"]);
    run.exits(0);
    assert_eq!(run.summary()["replaced"], 2, "{run}");
    cluster.run(&world, &["check", "--lang", "en"]).exits(0).says("2 replaced documents wait");
    cluster.store.run_deletes();
    let run = cluster.run(&world, &["check", "--json"]);
    run.exits(0);
    assert_eq!(run.summary()["replaced"], 0, "{run}");
    cluster.push(&world, &["a/two.txt", "--swap"]);
    cluster.run(&world, &["check", "--json"]).exits(0);
}

#[test]
fn a_passage_that_is_there_twice_is_found() {
    let (world, cluster) = filled();
    cluster.store.spoil("alinea", |documents| {
        let twice =
            documents.iter().find(|d| is_passage(d) && d["id"].as_str().unwrap().contains("indelimane"));
        documents.extend(twice.cloned());
    });
    let all = [
        ("lots", "are there"),
        ("sources", "its documents are"),
        ("ids", "is the id of two passages"),
        ("statistics", "a recount has"),
    ];
    let run = cluster.run(&world, &["check", "--json"]);
    run.exits(2);
    for (subject, part) in all {
        let found =
            run.objects().into_iter().any(|o| o["subject"] == subject && o.to_string().contains(part));
        assert!(found, "{subject}{run}");
    }
}

#[test]
fn a_passage_that_is_lost_is_found() {
    let (world, cluster) = filled();
    spoil_one(&cluster, cites_nothing, |documents, place| {
        documents.remove(place);
    });
    finds(&world, &cluster, &[("lots", "are there"), ("sources", "gave"), ("statistics", "a recount")]);
}

/// Statistics that are off by one, as if a passage had been counted twice.
#[test]
fn statistics_that_are_off_by_one_are_found() {
    let world = World::new();
    world.write("a/one.txt", "Un\n\nLe bateau prend la mer.\n");
    let cluster = Cluster::new(5);
    cluster.push(&world, &["a"]);
    let other = World::new();
    other.write("a/one.txt", "Un\n\nLe bateau prend la mer.\n\nLe bateau prend la mer.\n");
    let doubled = Cluster::new(5);
    doubled.push(&other, &["a"]);
    // What the other push published of its words, in the place of what this one did.
    let published = std::cell::RefCell::new((None, None));
    doubled.store.spoil("alinea", |documents| {
        for document in documents {
            match document["kind"].as_str().unwrap() {
                "state" => published.borrow_mut().0 = Some(document.clone()),
                "chunk" => published.borrow_mut().1.get_or_insert_with(Vec::new).push(document.clone()),
                _ => {}
            }
        }
    });
    let (state, chunks) = published.into_inner();
    let added =
        |record: &Value| serde_json::from_str::<Value>(record.as_str().unwrap()).unwrap()["added"].clone();
    let added = added(&state.unwrap()["record"]);
    let done = Cell::new(false);
    cluster.store.spoil("alinea", |documents| {
        for document in documents.iter_mut().filter(|document| document["kind"] == "state") {
            let mut record: Value = serde_json::from_str(document["record"].as_str().unwrap()).unwrap();
            record["added"] = added.clone();
            document["record"] = json!(record.to_string());
        }
        if !done.replace(true) {
            documents.extend(chunks.clone().unwrap());
        }
    });
    finds(
        &world,
        &cluster,
        &[("statistics", "form bateau"), ("statistics", "is counted in 2 passages; a recount finds it in 1")],
    );
}

#[test]
fn published_statistics_that_are_gone_are_found() {
    let (world, cluster) = filled();
    cluster.store.spoil("alinea", |documents| documents.retain(|document| document["kind"] != "chunk"));
    finds(&world, &cluster, &[("lots", "a chunk of what was published is missing")]);
}

#[test]
fn terms_and_records_that_do_not_belong_together_are_found() {
    let (world, cluster) = filled();
    let cites = |document: &Document| is_passage(document) && document.contains_key("cites");
    spoil_one(&cluster, cites, |documents, place| {
        documents[place]["terms"] = json!(["tout autr chos"]);
        documents[place]["cites"] = json!(["99\u{1f}nulle-part"]);
    });
    finds(&world, &cluster, &[("words", "have it"), ("references", "cites")]);
}

#[test]
fn records_that_are_damaged_are_found() {
    let (world, cluster) = filled();
    spoil_one(&cluster, cites_nothing, |documents, place| {
        documents[place]["record"] = json!("{\"source\": 1");
    });
    let expected = [
        ("lots", "the record of document"),
        ("sources", "gave"),
        ("words", "have it"),
        ("statistics", "recount"),
    ];
    finds(&world, &cluster, &expected);
}

#[test]
fn another_mapping_is_found() {
    let (world, cluster) = filled();
    cluster.store.spoil_mapping("alinea", |config| {
        let fields = config["doc_mapping"]["field_mappings"].as_array_mut().unwrap();
        let terms = fields.iter_mut().find(|field| field["name"] == "terms").unwrap();
        terms["fieldnorms"] = json!(false);
    });
    finds(&world, &cluster, &[("mapping", "fieldnorms is false; it should be true")]);
}

#[test]
fn a_cluster_is_mended_by_a_push() {
    let (world, cluster) = filled();
    let run = cluster.run(&world, &["check", "--repair"]);
    run.exits(2).complains("--repair").complains("--swap");
}
