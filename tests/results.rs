//! `search`: how results are ordered, divided, counted, and in which forms they are printed.

use std::collections::BTreeSet;

use serde_json::Value;

use alinea::search::{AskedBy, Asker, Engine, Facet, Local, Order, SearchRequest, Sort};

use crate::support::{Run, World, package, rows_of};

fn corpus() -> World {
    let world = World::new();
    world.index(&[package().join("corpus").to_str().unwrap()]);
    world
}

/// Two articles; what they cite has dates.
fn library() -> World {
    let world = World::new();
    world.write(
        "library.jsonl",
        concat!(
            r#"{"_id": "pain", "title": "Le pain", "text": "Histoire\n\nLe pain lève[1].\n\nLe pain cuit[2].\n\nUsages\n\nOn coupe le pain[1].\n\nNotes et références\n\n[1] Anne, « Le four », Perrin, 2002\n\n[2] Luc, « La pâte », Le Monde, 12 mai 2019. https://www.lemonde.fr/pate"}"#,
            "\n",
            r#"{"_id": "vin", "title": "Le vin", "text": "Le vin aime le pain.\n\nUsages\n\nUn verre, du pain[1].\n\nNotes et références\n\n[1] Zoé, « La vigne », Le Monde, 3 mai 2021. https://www.lemonde.fr/vigne"}"#,
            "\n"
        ),
    );
    world.index(&["library.jsonl"]);
    world
}

fn found(run: &Run) -> Vec<String> {
    run.hits().iter().map(|hit| hit.text.clone()).collect()
}

#[test]
fn results_can_be_put_in_another_order() {
    let world = library();
    let document = world.run(["search", "--json", "pain", "--sort", "document"]);
    let in_order = [
        "Le pain lève[1].",
        "Le pain cuit[2].",
        "On coupe le pain[1].",
        "Le vin aime le pain.",
        "Un verre, du pain[1].",
    ];
    assert_eq!(found(&document), in_order, "{document}");
    assert!(document.hits().iter().all(|hit| hit.highlighted() == ["pain"]), "{document}");
    let date = world.run(["search", "--json", "pain", "--sort", "date"]);
    assert_eq!(found(&date), [in_order[4], in_order[1], in_order[0], in_order[2], in_order[3]], "{date}");
    let page = world.run(["search", "--json", "pain", "--sort", "date", "-n", "2", "--offset", "1"]);
    assert_eq!(found(&page), [in_order[1], in_order[0]], "{page}");
    assert_eq!((page.hits()[0].rank, &page.summary()["total"]), (2, &5.into()), "{page}");
    let references = world.run(["search", "--json", "--kind", "reference", "le", "--sort", "date"]);
    let ids: Vec<_> = references.hits().iter().map(|hit| hit.id.clone()).collect();
    assert_eq!(ids, ["vin#[1]", "pain#[2]", "pain#[1]"], "{references}");
}

#[test]
fn articles_can_be_kept_together_and_held_short() {
    let world = library();
    let grouped = world.run(["search", "--json", "pain", "--group"]);
    let articles: Vec<String> = grouped.hits().iter().map(|hit| hit.article.id.clone()).collect();
    let mut apart = articles.clone();
    apart.dedup();
    assert_eq!((articles.len(), apart.len()), (5, 2), "each article in one piece{grouped}");
    let two = world.run(["search", "--json", "pain", "--per-article", "1"]);
    let articles: BTreeSet<String> = two.hits().iter().map(|hit| hit.article.id.clone()).collect();
    assert_eq!((two.hits().len(), articles.len(), &two.summary()["total"]), (2, 2, &5.into()), "{two}");
    world.run(["search", "pain", "--group"]).exits(0).says("Le vin ").says("› Usages");
}

/// The best hundred candidates are of one article: what it holds in excess is made up for.
#[test]
fn an_article_that_fills_the_candidates_leaves_room_for_others() {
    let world = World::new();
    let long = "Le camp du nord est le camp.\\n\\n".repeat(300);
    let other = "Un camp, loin de tout, où personne ne va jamais et dont nul ne parle.";
    world.write(
        "rows.jsonl",
        format!("{{\"_id\":\"a\",\"text\":\"{long}\"}}\n{{\"_id\":\"b\",\"text\":\"{other}\"}}\n"),
    );
    world.index(&["rows.jsonl"]);
    let run = world.run(["search", "--json", "camp nord", "--per-article", "2"]);
    let articles: Vec<String> = run.hits().iter().map(|hit| hit.article.id.clone()).collect();
    assert_eq!(articles, ["a", "a", "b"], "{run}");
}

#[test]
fn all_that_matches_is_counted() {
    let world = library();
    let one = world.run(["search", "--json", "pain", "-n", "1", "--facets", "section,article,source,year"]);
    let counts: Vec<(String, String, u64)> = one
        .objects()
        .into_iter()
        .filter(|object| object["type"] == "facet")
        .map(|o| {
            let text = |key: &str| o[key].as_str().unwrap().to_owned();
            (text("facet"), text("value"), o["count"].as_u64().unwrap())
        })
        .collect();
    let expected = [
        ("section", "Histoire", 2),
        ("section", "Usages", 2),
        ("article", "pain", 3),
        ("article", "vin", 2),
        ("source", "lemonde.fr", 2),
        ("source", "Perrin", 2),
        ("year", "2002", 2),
        ("year", "2019", 1),
        ("year", "2021", 1),
    ];
    let found: BTreeSet<_> = counts.iter().map(|(a, b, n)| (a.as_str(), b.as_str(), *n)).collect();
    let named: BTreeSet<_> =
        found.iter().filter(|count| count.0 != "source" || count.1 == "lemonde.fr").collect();
    assert_eq!(named, expected.iter().filter(|count| count.1 != "Perrin").collect(), "{one}");
    assert!(found.contains(&("source", "lemonde.fr", 2)), "{one}");
    world.run(["search", "pain", "--facets", "year"]).exits(0).says("       2  2002");

    assert_eq!(world.run(["search", "pain", "--count"]).exits(0).out, "5\n");
    assert_eq!(world.run(["search", "zèbre", "--count"]).exits(1).out, "0\n");
    let json = world.run(["search", "pain", "--count", "--json"]);
    assert_eq!((json.objects().len(), &json.summary()["total"]), (1, &5.into()), "{json}");
}

/// For every query, the counts are those of what is found.
#[test]
fn counts_agree_with_what_is_found() {
    let world = corpus();
    for query in
        ["index", "*", "requête -terme", "\"fichier inversé\"", "titre:élision -apostrophe", "l'élision"]
    {
        let all = world.run(["search", "--json", query, "-n", "1000", "--facets", "article,section"]);
        let hits = all.hits();
        assert!(!hits.is_empty() || query.contains('"'), "{query}{all}");
        assert_eq!(all.summary()["total"], hits.len(), "{query}");
        assert_eq!(world.run(["search", query, "--count"]).out, format!("{}\n", hits.len()), "{query}");
        for object in all.objects().iter().filter(|object| object["type"] == "facet") {
            let own = hits.iter().filter(|hit| match object["facet"].as_str() {
                Some("article") => object["value"] == hit.article.id,
                _ => hit.section.first().is_some_and(|section| object["value"] == *section),
            });
            assert_eq!(object["count"], own.count(), "{query}: {object}");
        }
    }
}

#[test]
fn ids_are_printed_alone() {
    let world = library();
    let lines = world.run(["search", "pain", "--ids"]);
    let ids: Vec<String> =
        world.run(["search", "pain", "--json"]).hits().into_iter().map(|hit| hit.id).collect();
    assert_eq!(lines.exits(0).out, ids.join("\n") + "\n");
    let nul = world.run(["search", "pain", "--ids", "-0"]);
    assert_eq!(nul.exits(0).out, ids.join("\0") + "\0");
    world.run(["search", "pain", "-0"]).exits(2);
}

#[test]
fn neighbours_are_shown_on_demand() {
    let world = library();
    let run = world.run(["search", "cuit", "-C", "1"]);
    run.exits(0);
    let places: Vec<usize> = ["Le pain lève[1].", "Le pain ▌cuit▐[2].", "On coupe le pain[1]."]
        .map(|part| run.out.find(part).unwrap())
        .into();
    assert!(places.is_sorted(), "{run}");
    let json = world.run(["search", "cuit", "-C", "1", "--json"]);
    let types: Vec<Value> = json.objects().iter().map(|object| object["type"].clone()).collect();
    assert_eq!(types, ["hit", "context", "context", "summary"], "{json}");
    assert_eq!(json.objects()[1]["of"], json.hits()[0].id, "{json}");
}

#[test]
fn results_are_printed_in_several_forms() {
    let world = World::new();
    world.write(
        "a.txt",
        "Le \"camp\"\nUn camp, *grand* et [loin][1] de tout.\nNotes et références\n[1] Un livre, 2001\n",
    );
    world.index(&["a.txt"]);
    let csv = world.run(["search", "camp", "--format", "csv"]);
    let lines: Vec<&str> = csv.exits(0).out.split("\r\n").collect();
    assert_eq!(lines[0], "rank,score,id,article,title,section,ordinal,labels,path,text", "{csv}");
    assert!(
        lines[1].contains(",\"Le \"\"camp\"\"\",")
            && lines[1].ends_with(",\"Un camp, *grand* et [loin][1] de tout.\""),
        "{csv}"
    );
    let trec = world.run(["search", "camp", "--format", "trec"]);
    let fields: Vec<&str> = trec.exits(0).out.split_whitespace().collect();
    assert_eq!(
        (fields.len(), fields[0], fields[1], fields[2], fields[3]),
        (6, "1", "Q0", "le-camp", "1"),
        "{trec}"
    );
    let markdown = world.run(["search", "camp", "--format", "markdown"]);
    markdown
        .exits(0)
        .says("> Un **camp**, \\*grand\\* et \\[loin\\]\\[1\\] de tout.")
        .says("- \\[1\\] Un livre, 2001");
    let (json, flag) =
        (world.run(["search", "camp", "--format", "json"]), world.run(["search", "camp", "--json"]));
    assert_eq!(json.objects()[0], flag.objects()[0], "{json}");
    world.run(["search", "camp", "--format", "xml"]).exits(2).complains("markdown");
}

#[test]
fn a_long_passage_is_shown_in_parts() {
    let world = World::new();
    let filler = "On y parle de tout autre chose, longuement, sans jamais revenir au sujet. ".repeat(12);
    world
        .write("a.txt", format!("Titre\nLe zèbre court vite. {filler}La girafe dort debout. {filler}Fin.\n"));
    world.index(&["a.txt"]);
    let run = world.run(["search", "zèbre girafe"]);
    run.exits(0).says("▌zèbre▐").says("▌girafe▐").says(" …");
    assert!(run.out.len() < 900, "two parts, not the whole{run}");
    let json = world.run(["search", "--json", "zèbre girafe"]);
    assert_eq!(json.objects()[0]["snippet"].as_array().unwrap().len(), 2, "{json}");
    assert!(world.run(["search", "zèbre girafe", "--full"]).out.len() > 1800, "--full shows it whole");
}

/// Hits of other articles are not looked for without end, and that there may be more is said.
#[test]
fn a_share_of_each_article_has_a_bounded_cost() {
    let world = World::new();
    let text =
        |passages: usize| (0..passages).map(|n| format!("Le camp numéro {n}.\n\n")).collect::<String>();
    world.write(
        "rows.jsonl",
        rows_of(&[("camp", &text(10_050)), ("autre", "Un camp d'une autre sorte, bien plus long.")]),
    );
    world.index(&["rows.jsonl"]);
    let run = world.run(["search", "--json", "-n", "2", "--per-article", "1", "le camp numéro"]);
    assert_eq!(run.hits().len(), 1, "{run}");
    let summary = run.objects().pop().unwrap();
    assert!(summary["warnings"][0].as_str().unwrap().contains("the best 10000 matches"), "{summary}");
    let run = world.run(["search", "--json", "-n", "1", "--per-article", "1", "le camp numéro"]);
    assert_eq!(run.objects().pop().unwrap()["warnings"], serde_json::json!([]), "{run}");
}

/// Nothing more is read for whoever has gone.
#[test]
fn a_question_ends_when_nobody_waits_for_its_answer() {
    let world = library();
    let local = Local::open(&world.path("index")).unwrap();
    let asker = Asker::new();
    let engine = AskedBy::new(&local, asker.clone());
    let engine: &dyn Engine = &engine;
    let request = SearchRequest { query: "pain".to_owned(), ..SearchRequest::default() };
    assert_eq!(engine.search(&request).unwrap().hits.len(), 5);
    let local = engine.local().unwrap();
    asker.leave();
    for request in [
        request.clone(),
        SearchRequest { order: Order::Date, ..request.clone() },
        SearchRequest { facets: vec![Facet::Article], limit: 0, ..request.clone() },
        SearchRequest { per_article: Some(1), ..request },
    ] {
        // Also one that was under way.
        let error = local.search(&request).unwrap_err();
        assert_eq!(error.code(), "nobody_waits", "{request:?}");
    }
    assert_eq!(local.labels(None, Sort::Label).unwrap_err().code(), "nobody_waits");
    assert_eq!(local.show("pain", 1).unwrap_err().code(), "nobody_waits");
    assert_eq!(engine.stats().unwrap_err().code(), "nobody_waits");
    assert_eq!(engine.articles("", 0, 10).unwrap_err().code(), "nobody_waits");
}
