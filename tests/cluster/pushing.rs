//! Bringing documents to a cluster: each is there once, whatever changes or breaks off.

use std::sync::Arc;

use serde_json::Value;

use super::alike::alike;
use super::server::{Node, Request};
use super::standin::StandIn;
use super::{Cluster, changed_since_its_push};
use crate::support::{Run, World, rows_of};

fn told(run: &Run) -> Value {
    run.objects().pop().unwrap()
}

fn rows(numbers: std::ops::Range<usize>) -> String {
    let row = |n: usize| {
        (format!("article {n}"), format!("Le passage numéro {n} parle de bateaux.[1]\n\nEt de la mer."))
    };
    let rows: Vec<(String, String)> = numbers.map(row).collect();
    rows_of(&rows.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect::<Vec<_>>())
}

#[test]
fn what_has_not_changed_is_not_sent() {
    let world = World::new();
    world.write("a/rows.jsonl", rows(0..20));
    let cluster = Cluster::new(8);
    let first = told(&cluster.push(&world, &["a"]));
    assert_eq!(
        (&first["added"], &first["sent"], &first["documents"]),
        (&1.into(), &40.into(), &40.into()),
        "{first}"
    );
    let before = cluster.store.size("alinea");
    let second = told(&cluster.push(&world, &["a"]));
    assert_eq!((&second["unchanged"], &second["sent"]), (&1.into(), &0.into()), "{second}");
    assert_eq!(cluster.store.size("alinea"), before);
}

/// A changed source is seen as it is now and as it is once only, also before the cluster has deleted what it was.
#[test]
fn a_changed_article_is_replaced() {
    let (world, cluster) = changed_since_its_push();
    let second = told(&cluster.push(&world, &["a"]));
    assert_eq!((&second["changed"], &second["unchanged"]), (&1.into(), &1.into()), "{second}");
    assert_eq!(second["to_delete"], 2, "{second}");
    world.index(&["a"]);
    let questions: [&[&str]; 6] = [
        &["search", "bateau"],
        &["search", "vieux"],
        &["search", "nouveau"],
        &["search", "*"],
        &["cite", "1"],
        &["show", "un"],
    ];
    questions.iter().for_each(|question| alike(&world, &cluster, question));
    let before = cluster.store.size("alinea").0;
    cluster.store.run_deletes();
    // The two passages, what the first push published, and that it did.
    assert!(cluster.store.size("alinea").0 <= before - 4, "{before}");
    questions.iter().for_each(|question| alike(&world, &cluster, question));
    // The next push no longer speaks of what is gone.
    world.write("a/two.txt", "Deux\n\nUn autre bateau quitte le port.\n");
    let third = told(&cluster.push(&world, &["a"]));
    assert_eq!(third["to_delete"], 1, "{third}");
    world.index(&["a"]);
    questions.iter().for_each(|question| alike(&world, &cluster, question));
}

#[test]
fn a_removed_file_is_taken_away() {
    let world = World::new();
    world.write("a/one.txt", "Un\n\nLe bateau prend la mer.\n");
    world.write("a/two.txt", "Deux\n\nUn autre bateau reste au port.\n");
    let cluster = Cluster::new(2);
    cluster.push(&world, &["a"]);
    std::fs::remove_file(world.path("a/two.txt")).unwrap();
    assert_eq!(told(&cluster.push(&world, &["a"]))["removed"], 1);
    world.index(&["a"]);
    for question in
        [&["search", "bateau"] as &[&str], &["search", "*"], &["show", "deux"], &["suggest", "por"]]
    {
        alike(&world, &cluster, question);
    }
}

/// Of a push that was cut off nothing is seen, and the next one sends what is missing and no more.
#[test]
fn a_push_goes_on_where_it_was_cut_off() {
    let world = World::new();
    world.write("a/rows.jsonl", rows(0..6000));
    let store = StandIn::new(500);
    let (answer, bodies) = (store.answer(), std::sync::atomic::AtomicUsize::new(0));
    let dies = Node::start(Arc::new(move |request: &Request| {
        let is_body = request.path.contains("/ingest");
        if is_body && bodies.fetch_add(1, std::sync::atomic::Ordering::Relaxed) >= 3 {
            return (401, serde_json::json!({"message": "no more"}));
        }
        answer(request)
    }));
    let arguments = ["push", "--json", "a", "--body-mb", "1", "--requests", "2", "--engine", &dies.url()];
    let cache = world.path("cache");
    let cut = world.call(arguments).env("XDG_CACHE_HOME", &cache).run();
    cut.exits(2).complains("credentials");
    let there = store.size("alinea").0;
    assert!(there > 0, "something was sent");
    let node = Node::start(store.answer());
    let cluster = Cluster { store, node };
    cluster.run(&world, &["search", "bateaux"]).exits(2).complains("push has finished");
    let again = told(&cluster.push(&world, &["a", "--body-mb", "1"]));
    assert_eq!(again["found"], there, "{again}");
    assert_eq!(again["documents"], 12_000, "{again}");
    assert_eq!(again["sent"], 12_000 - there, "{again}");
    world.index(&["a"]);
    for question in
        [&["search", "passage 42", "-n", "2"] as &[&str], &["show", "article 7"], &["suggest", "bat"]]
    {
        alike(&world, &cluster, question);
    }
}

/// A source that changed between a push that was cut off and the next is seen as it is now.
#[test]
fn what_a_cut_off_push_sent_of_a_source_that_changed_is_not_seen() {
    let world = World::new();
    world.write("a/one.txt", "Un\n\nLe vieux bateau prend la mer.\n");
    world.write("b/two.txt", "Deux\n\nUn autre bateau reste au port.\n");
    let store = StandIn::new(5);
    let answer = store.answer();
    let dies = Node::start(Arc::new(move |request: &Request| {
        // The statistics come after all passages are there.
        if request.body.contains("\"kind\":\"chunk\"") { (401, Value::Null) } else { answer(request) }
    }));
    let arguments = ["push", "--json", "a", "b", "--engine", &dies.url()];
    world.call(arguments).run().exits(2);
    world.write("a/one.txt", "Un\n\nLe nouveau bateau prend la mer.\n");
    let node = Node::start(store.answer());
    let cluster = Cluster { store, node };
    let pushed = told(&cluster.push(&world, &["a", "b"]));
    assert_eq!((&pushed["found"], &pushed["sent"]), (&1.into(), &1.into()), "{pushed}");
    world.index(&["a", "b"]);
    for question in [&["search", "bateau"] as &[&str], &["search", "vieux"], &["search", "*"]] {
        alike(&world, &cluster, question);
    }
}

/// Bodies that a node acknowledged and lost are sent again, and those of them that are lost again too.
#[test]
#[ignore = "waits some minutes for documents that never come: cargo test --test alinea lost_bodies -- --ignored"]
fn lost_bodies_are_sent_again() {
    let world = World::new();
    world.write("a/rows.jsonl", rows(0..6000));
    let cluster = Cluster::new(1000);
    // Three threads or four send what is left: one body in three is one of each pass.
    *cluster.store.loses.lock().unwrap() = 3;
    let pushed = told(&cluster.push(&world, &["a", "--body-mb", "1"]));
    assert!(pushed["repeated"].as_u64().unwrap() > 0, "{pushed}");
    *cluster.store.loses.lock().unwrap() = 0;
    world.index(&["a"]);
    for question in [&["search", "passage 42", "-n", "2"] as &[&str], &["search", "mer", "--count"]] {
        alike(&world, &cluster, question);
    }
}

#[test]
fn a_new_index_takes_the_place_of_the_old_one() {
    let world = World::new();
    world.write("a/one.txt", "Un\n\nLe vieux bateau prend la mer.\n");
    world.write("b/two.txt", "Deux\n\nUn autre bateau reste au port.\n");
    let cluster = Cluster::new(5);
    cluster.push(&world, &["a"]);
    for (round, expected) in [("2", vec!["alinea", "alinea-2"]), ("3", vec!["alinea", "alinea-3"])] {
        world.write("b/two.txt", format!("Deux\n\nUn autre bateau reste au port {round}.\n"));
        cluster.push(&world, &["b", "--swap"]);
        assert_eq!(cluster.store.names(), expected);
        world.call(["index", "--rebuild", "b"]).run().exits(0);
        for question in [&["search", "bateau"] as &[&str], &["search", "vieux"], &["show", "deux"]] {
            alike(&world, &cluster, question);
        }
    }
    // An ordinary push goes on in the new index.
    world.write("b/three.txt", "Trois\n\nLe dernier bateau.\n");
    cluster.push(&world, &["b"]);
    world.index(&["b"]);
    alike(&world, &cluster, &["search", "bateau"]);
}

/// What cannot be read is told, and the rest is there; a second article of one name is another.
#[test]
fn bad_rows_are_told_and_names_are_told_apart() {
    let world = World::new();
    world.write(
        "a/rows.jsonl",
        format!("{}{{\"nothing\": 1}}\n", rows_of(&[("x", "Un bateau."), ("x", "Une barque.")])),
    );
    world.write("b/rows.jsonl", rows_of(&[("x", "Un navire.")]));
    let cluster = Cluster::new(5);
    let run = cluster.run(&world, &["push", "--json", "a"]);
    run.exits(2).complains("rows.jsonl:3");
    cluster.push(&world, &["b"]);
    world.call(["index", "a"]).run().exits(2);
    world.index(&["b"]);
    for question in [&["search", "*"] as &[&str], &["show", "x~2"], &["show", "x~3"]] {
        alike(&world, &cluster, question);
    }
}

/// However many pushes there were, a question reads the statistics of a few parts, which say what one part would.
#[test]
fn many_pushes_leave_few_parts() {
    let world = World::new();
    let cluster = Cluster::new(20);
    world.write("a/rows.jsonl", rows(0..30));
    for round in 0..7 {
        world.write(
            "a/one.txt",
            format!("Un\n\nLe bateau numéro {round} prend la mer.\n\nUn passage reste.\n"),
        );
        world.write(&format!("a/{round}.txt"), format!("Titre {round}\n\nUne barque de plus.\n"));
        cluster.push(&world, &["a"]);
    }
    let run = cluster.run(&world, &["check", "--json"]);
    let parts = run.exits(0).objects().into_iter().find(|object| object["subject"] == "lots").unwrap();
    // Statistics, the list of sources, and the lots of 9 sources.
    assert!(parts["count"].as_u64().unwrap() <= 8 + 1 + 9, "{run}");
    world.index(&["a"]);
    let questions: [&[&str]; 4] = [
        &["search", "bateau barque"],
        &["search", "bateuax"],
        &["suggest", "ba"],
        &["search", "barqe", "--explain"],
    ];
    questions.iter().for_each(|question| alike(&world, &cluster, question));
    cluster.store.run_deletes();
    cluster.run(&world, &["check", "--json"]).exits(0);
    alike(&world, &cluster, questions[0]);
}

#[test]
fn numbers_of_a_cluster() {
    let world = World::new();
    world.write("a/one.txt", "Un\n\nLe bateau prend la mer.[1]\n\nRéférences\n\n[1] Le Monde, 2019\n");
    let cluster = Cluster::new(2);
    cluster.push(&world, &["a"]);
    world.index(&["a"]);
    let run = cluster.run(&world, &["stats", "--json"]);
    let there = run.exits(0).objects().pop().unwrap();
    let here = world.stats();
    for number in [
        "articles",
        "passages",
        "references",
        "markers",
        "text_bytes",
        "terms",
        "sources",
        "analyzer",
        "schema",
    ] {
        assert_eq!(there[number], here[number], "{number}");
    }
}
