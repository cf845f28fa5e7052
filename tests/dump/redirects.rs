//! Redirects: other titles of articles, for every question that names one.

use super::{article, dump, held, redirect};
use crate::support::{World, ids, rows_of};

#[test]
fn a_redirect_is_another_title_of_its_target() {
    let world = World::new();
    world.write(
        "rows.jsonl",
        rows_of(&[("union-africaine", "L'union siège loin du camp."), ("gao", "Une ville.")]),
    );
    let dump = dump(&[
        redirect("U.A.", "Union africaine"),
        redirect("Organisation de l'unité", "U.A."),
        redirect("Nulle part", "Absent"),
        redirect("Cercle 1", "Cercle 2"),
        redirect("Cercle 2", "Cercle 1"),
        redirect("Gao", "Union africaine"),
    ]);
    world.write("a.xml", &dump);
    world.index(&["rows.jsonl", "a.xml"]);
    for name in ["U.A.", "u.a", "u-a", "Organisation de l’unité"] {
        assert_eq!(ids(&world.search(&["--in", name, "union"])).len(), 1, "{name}");
        world.run(["show", name]).exits(0).says("siège");
    }
    assert_eq!(
        world.search(&["--in", "Gao", "*"])[0].text,
        "Une ville.",
        "an article goes before a redirect"
    );
    for name in ["Nulle part", "Cercle 1", "Absent"] {
        world.run(["search", "--in", name, "camp"]).exits(1).complains("no article");
    }
    assert_eq!(held(&world), [2, 6, 2]);
    assert_eq!(world.search(&["*"]).len(), 2, "a redirect is no passage");
    assert_eq!(world.search(&["--kind", "reference", "*"]).len(), 0, "and no reference");

    let alone =
        World::with_rows(&[("union-africaine", "L'union siège loin du camp."), ("gao", "Une ville.")]);
    let scores =
        |world: &World| world.search(&["ville camp union"]).iter().map(|hit| hit.score).collect::<Vec<_>>();
    assert_eq!(scores(&world), scores(&alone), "no statistic sees it");

    world.write("a.xml", dump.replace("U.A.", "A.U."));
    world.index(&["a.xml"]);
    world.run(["show", "U.A."]).exits(1);
    world.run(["show", "A.U."]).exits(0);
}

/// Rows of an article on the union and of others, none of which has any of the union's other names.
fn union() -> World {
    let world = World::new();
    let row = |id: &str, title: &str, text: &str| {
        format!("{}\n", serde_json::json!({"_id": id, "title": title, "text": text}))
    };
    world.write(
        "rows.jsonl",
        row(
            "union-africaine",
            "Union africaine",
            "Le siège est à Addis-Abeba.\n\nLes pays membres y envoient des délégués.",
        ) + &row("gao", "Gao", "Le siège de la ville dure un mois.")
            + &row("organe", "Organe", "Un organisme a des organes."),
    );
    world.write(
        "a.xml",
        dump(&[
            redirect("OUA", "Organisation de l'unité"),
            article("Kidal"),
            redirect("Organisation de l'unité", "Union africaine"),
            redirect("Organigamme", "Union africaine"),
        ]),
    );
    world.index(&["a.xml"]);
    world
}

#[test]
fn words_that_are_another_name_find_the_article() {
    let world = union();
    let first = |query: &str| {
        let hits = world.search(&[query]);
        hits.first().map(|hit| hit.article.id.clone())
    };
    // Before the article is there, the names lead nowhere.
    assert_eq!(first("OUA"), None);
    world.index(&["rows.jsonl"]);
    let union = Some("union-africaine".to_owned());
    for query in
        ["OUA", "oua", "siège de l'OUA", "Organisation de l’unité", "le siège de l'organisation de l'unité"]
    {
        assert_eq!(first(query), union, "{query}");
    }
    assert_eq!(ids(&world.search(&["OUA"])).len(), 2, "all of its passages, and no others");
    assert_eq!(first("unité"), None, "a part of a name is none");
    // A word that is a name is no mistake.
    let run = world.run(["search", "--json", "Organigamme"]);
    let summary = run.is_quiet().summary();
    assert_eq!(
        (&summary["repairs"], &summary["suggestion"]),
        (&serde_json::json!([]), &serde_json::Value::Null)
    );
    assert_eq!(run.hits()[0].article.id, "union-africaine");
    assert_eq!(
        world.search(&["--exact-words", "OUA"]).len(),
        0,
        "unless words are to be searched as they are"
    );
}

#[test]
fn the_field_of_titles_knows_other_names() {
    let world = union();
    world.index(&["rows.jsonl"]);
    let articles = |query: &str| {
        let mut found: Vec<_> = world.search(&["--", query]).into_iter().map(|hit| hit.article.id).collect();
        found.sort();
        found
    };
    let union = ["union-africaine"; 2];
    for query in
        ["titre:OUA", "titre:\"Organisation de l'unité\"", "titre:(organisation de l'unité)", "titre:union"]
    {
        assert_eq!(articles(query), union, "{query}");
    }
    assert_eq!(articles("titre:OUA délégués"), union[..1]);
    assert_eq!(articles("siège -titre:OUA"), ["gao"]);
    assert_eq!(articles("titre:unité"), [""; 0]);
}
