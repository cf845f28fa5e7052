//! The order of hits: what a score is made of, and what it does not depend on.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::support::{Hit, World, ids, package, rows_of};

/// The text of a file of `corpus/`.
fn corpus(name: &str) -> String {
    fs::read_to_string(package().join("corpus").join(name)).unwrap()
}

fn with_corpus() -> World {
    let world = World::new();
    world.index(&[package().join("corpus").to_str().unwrap()]);
    world
}

/// Questions of every kind that the ranking treats in its own way.
const QUERIES: [&str; 12] = [
    "l'attaque du camp",
    "lattaque de lhomme",
    "index inversés compression",
    "Où est le camp ?",
    "où",
    "de la",
    "\"index inversé\"",
    "« index inversé » compression",
    "levenstein",
    "articles article références",
    "attaque attaque attaque",
    "XIXe siècle 1990 n° 4",
];

fn scores(hits: &[Hit]) -> Vec<(&str, f64)> {
    hits.iter().map(|hit| (hit.id.as_str(), hit.score)).collect()
}

#[test]
fn the_parts_of_a_score_add_up_to_it() {
    let world = with_corpus();
    let mut features = BTreeSet::new();
    for query in QUERIES {
        let run = world.run(["search", "--explain", "--json", query, "-n", "200"]);
        let hits: Vec<Value> = run.objects().into_iter().filter(|o| o["type"] == "hit").collect();
        assert!(!hits.is_empty(), "{query}{run}");
        for hit in hits {
            let explanation = &hit["explanation"];
            let score = hit["score"].as_f64().unwrap();
            let mut sum = 0.0;
            for part in explanation["parts"].as_array().unwrap() {
                let names: Vec<_> = part.as_object().unwrap().keys().map(String::as_str).collect();
                let texts = ["feature", "term", "words"];
                let factors = ["feature_weight", "frequency", "saturated", "weight", "idf", "value"];
                let expected = texts.into_iter().chain(factors).collect::<BTreeSet<_>>();
                assert_eq!(names.into_iter().collect::<BTreeSet<_>>(), expected, "{query}: {part}");
                let factor = |name: &str| part[name].as_f64().unwrap();
                assert!(factors.iter().all(|name| factor(name) > 0.0), "{query}: {part}");
                let product: f64 =
                    ["feature_weight", "weight", "idf", "saturated"].map(factor).iter().product();
                assert!((product - factor("value")).abs() <= 1e-4 * product, "{query}: {product} of {part}");
                assert!(!part["term"].as_str().unwrap().is_empty(), "{query}: {part}");
                let words = part["words"].as_array().unwrap();
                assert_eq!(words.is_empty(), part["feature"] == "pair", "{query}: which words? {part}");
                features.insert(part["feature"].as_str().unwrap().to_owned());
                sum += part["value"].as_f64().unwrap();
            }
            assert!((sum - score).abs() <= 1e-4 * score, "{query}: {sum} of {score}: {explanation}");
            assert_eq!(explanation["total"], hit["score"], "{query}");
        }
        let plain = world.search(&[query, "-n", "200"]);
        assert_eq!(scores(&run.hits()), scores(&plain), "{query}: explaining changes nothing");
    }
    let all = ["coverage", "form", "gram", "pair", "prefix", "sentence", "spelling", "title"];
    assert_eq!(features.iter().map(String::as_str).collect::<Vec<_>>(), all, "all features were met");
}

#[test]
fn the_text_form_prints_each_part_and_the_sum() {
    let world =
        World::with_rows(&[("Le vin", "Des barriques neuves."), ("Le pain", "La huche est en bois.")]);
    let arguments = ["search", "--explain", "barrique neuve"];
    let json = world.run(["search", "--explain", "--json", "barrique neuve"]);
    let text = world.run(arguments);
    text.exits(0).is_quiet();
    let hit = &json.objects()[0];
    for part in hit["explanation"]["parts"].as_array().unwrap() {
        let value = format!("{:.4}", part["value"].as_f64().unwrap());
        let (feature, term) = (part["feature"].as_str().unwrap(), part["term"].as_str().unwrap());
        let said = |line: &str| {
            let begins = line.trim_start().starts_with(&format!("{value} = "));
            begins && [feature, term, " × idf ", " × tf "].iter().all(|part| line.contains(part))
        };
        assert!(text.out.lines().any(said), "{value} {feature} {term}{text}");
    }
    text.says(&format!("{:.4} score", hit["score"].as_f64().unwrap()));
    let plain = world.run(["search", "barrique neuve"]);
    assert!(!plain.out.contains("score"), "only where it is asked{plain}");
    let all = world.run(["search", "--explain", "--json", "*"]);
    assert!(all.exits(0).objects()[0].get("explanation").is_none(), "nothing was ranked{all}");
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let world = with_corpus();
    for query in QUERIES {
        let hits = || {
            let run = world.run(["search", "--json", "--explain", query, "-n", "50"]);
            let lines = run.out.lines().filter(|line| line.starts_with("{\"type\":\"hit\""));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        let first = hits();
        assert!(!first.is_empty(), "{query}");
        assert_eq!(first, hits(), "{query}");
    }
}

#[test]
fn equal_passages_come_in_the_order_of_their_ids() {
    let names = ["m3", "b2", "z9", "a1", "k5", "c7", "b1", "x4", "d8"];
    let orders: [&[usize]; 3] =
        [&[0, 1, 2, 3, 4, 5, 6, 7, 8], &[8, 7, 6, 5, 4, 3, 2, 1, 0], &[4, 0, 8, 2, 6, 1, 7, 3, 5]];
    let mut expected: Option<Vec<(String, f64)>> = None;
    for order in orders {
        for threads in ["1", "2", "4"] {
            let world = World::new();
            let rows: Vec<_> =
                order.iter().map(|place| (names[*place], "La barrique est vide. On la remplit.")).collect();
            // Half in a run of their own, so that they stand in other segments.
            for (file, rows) in rows.chunks(5).enumerate() {
                let file = format!("{file}.jsonl");
                world.write(&file, rows_of(rows));
                world.index(&["--threads", threads, &file]);
            }
            let hits = world.search(&["barrique vide"]);
            let found: Vec<_> = hits.iter().map(|hit| (hit.id.clone(), hit.score)).collect();
            assert_eq!(found.len(), names.len(), "{order:?} with {threads} threads");
            assert!(
                found.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 == pair[1].1),
                "{found:?}"
            );
            assert_eq!(&found, expected.get_or_insert_with(|| found.clone()), "{order:?}, {threads} threads");
        }
    }
}

/// The first stage cuts its candidates off at 100; all that tie with the last must come along, or the order of
/// indexing decides. Up to 100 of them do.
#[test]
fn more_equal_passages_than_candidates_come_in_the_order_of_their_ids() {
    let mut names: Vec<_> = (0..150).map(|number| format!("n{number:03}")).collect();
    let mut first = || {
        names.reverse();
        let rows: Vec<_> = names.iter().map(|name| (name.as_str(), "La barrique est vide.")).collect();
        World::with_rows(&rows)
            .search(&["barrique"])
            .into_iter()
            .map(|hit| hit.article.id)
            .collect::<Vec<_>>()
    };
    let (backwards, forwards) = (first(), first());
    assert_eq!(backwards, forwards);
    assert_eq!(forwards[..2], ["n000", "n001"]);
}

#[test]
fn a_changed_index_answers_like_one_built_in_one_go() {
    let names =
        ["bm25.txt", "elision.txt", "evaluation.txt", "indelimane.txt", "notices.jsonl", "wikipedia.txt"];
    let at_once = World::new();
    for name in names {
        at_once.write(&format!("pages/{name}"), corpus(name));
    }
    at_once.index(&["pages"]);

    let changed = World::new();
    let write = |name: &str, text: &str| changed.write(&format!("pages/{name}"), text);
    let part = |text: &str, share: usize| -> String {
        text.lines().take(text.lines().count() * share / 10).map(|line| format!("{line}\n")).collect()
    };
    write("wikipedia.txt", &format!("Autre titre\n{}", corpus("bm25.txt")));
    write("elision.txt", &part(&corpus("elision.txt"), 5));
    write("passing.txt", "De passage\nL'attaque de l'index inversé du camp, zèbre zébré.\n");
    changed.index(&["pages"]);
    write("bm25.txt", &corpus("bm25.txt"));
    write("elision.txt", &corpus("elision.txt").replace("héros", "zèbres"));
    write("notices.jsonl", &part(&corpus("notices.jsonl"), 7));
    changed.index(&["pages"]);
    fs::remove_file(changed.path("pages/passing.txt")).unwrap();
    fs::remove_file(changed.path("pages/wikipedia.txt")).unwrap();
    changed.index(&["pages"]);
    for name in names {
        write(name, &corpus(name));
    }
    changed.index(&["pages"]);

    let words = ["héros", "zèbres", "zèbre", "évaluation des réponses", "références sur Wikipédia"];
    for query in QUERIES.iter().chain(&words) {
        let [expected, found] = [&at_once, &changed].map(|world| world.search(&[query, "-n", "50"]));
        assert_eq!(scores(&found), scores(&expected), "{query}");
    }
    let repairs =
        |world: &World| world.run(["search", "--json", "zèbrez lattaque"]).summary()["repairs"].clone();
    assert_eq!(repairs(&changed), repairs(&at_once), "words of removed passages repair nothing");
}

#[test]
fn accents_win_as_they_are_typed() {
    let families: [&[&str]; 14] = [
        &["cote", "côte", "côté"],
        &["mur", "mûr"],
        &["pêche", "péché", "pêché"],
        &["tache", "tâche"],
        &["jeune", "jeûne"],
        &["forêt", "foret"],
        &["roder", "rôder"],
        &["pécheur", "pêcheur"],
        &["ou", "où"],
        &["sur", "sûr"],
        &["mais", "maïs"],
        &["du", "dû"],
        &["la", "là"],
        &["des", "dès"],
    ];
    for family in families {
        let names: Vec<_> = (1..=family.len()).map(|number| format!("r{number}")).collect();
        let texts: Vec<_> = family.iter().map(|word| format!("Voici {word} écrit à neuf.")).collect();
        let mut rows: Vec<_> =
            names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
        rows.push(("autre", "Le zèbre court vite."));
        let world = World::with_rows(&rows);
        for (word, text) in family.iter().zip(&texts) {
            for query in [(*word).to_owned(), word.to_uppercase(), format!("écrit {word}")] {
                let hits = world.search(&[&query]);
                assert_eq!(&hits[0].text, text, "{query}");
                let found: BTreeSet<_> = hits.iter().map(|hit| hit.text.clone()).collect();
                assert_eq!(found, texts.iter().cloned().collect(), "{query}: the others are found too");
            }
        }
    }
}

#[test]
fn inflected_words_are_found_without_repair() {
    for (typed, there) in [
        ("élus", "élu"),
        ("élu", "élues"),
        ("attaquées", "attaque"),
        ("inversés", "inversée"),
        ("chevaux", "cheval"),
        ("travaux", "travail"),
        ("yeux", "œil"),
        ("nationales", "national"),
        ("soldats", "soldat"),
    ] {
        let world =
            World::with_rows(&[("a", &format!("Voici un {there}, dit-on.")), ("b", "Le zèbre court.")]);
        let run = world.run(["search", "--json", typed]);
        run.exits(0).is_quiet();
        assert_eq!(run.hits()[0].highlighted(), [there], "{typed}{run}");
        assert_eq!(run.summary()["repairs"], Value::Array(vec![]), "{typed}{run}");
    }
}

#[test]
fn an_elided_letter_may_stand_before_a_space() {
    let world = with_corpus();
    for (typed, meant) in [
        ("l attaque", "l'attaque"),
        ("combien de soldats lors de l attaque", "combien de soldats lors de l'attaque"),
        ("d information", "d'information"),
        ("qu il s agit d index", "qu'il s'agit d'index"),
        ("L INDEX", "L'INDEX"),
        ("jusqu à l armée", "jusqu'à l'armée"),
    ] {
        let [found, expected] = [typed, meant].map(|query| world.search(&[query, "-n", "50"]));
        assert!(!expected.is_empty(), "{meant}");
        assert_eq!(scores(&found), scores(&expected), "{typed}");
    }
}

#[test]
fn unknown_words_are_repaired_and_told() {
    let world = World::with_rows(&[
        ("a", "On craint l'attaque du camp."),
        ("b", "Le maire élu parle de l'école."),
        ("c", "Le zèbre court."),
    ]);
    let cases: &[(&str, &str, &[&str], &str)] = &[
        ("a dropped apostrophe", "lattaque", &["l'attaque"], "a"),
        ("… with an accent", "lécole", &["l'ecole"], "b"),
        ("exchanged letters", "atatque", &["attaque"], "a"),
        ("a letter too many", "attaqque", &["attaque"], "a"),
        ("a letter missing", "attque", &["attaque"], "a"),
        ("another letter", "zebte", &["zebre"], "c"),
    ];
    for (name, typed, used, article) in cases {
        let json = world.run(["search", "--json", typed]);
        json.exits(0).is_quiet();
        let expected = serde_json::json!([{"typed": typed, "used": used}]);
        assert_eq!(json.summary()["repairs"], expected, "{name}{json}");
        assert_eq!(json.hits()[0].article.id, *article, "{name}{json}");
        let text = world.run(["search", typed]);
        text.exits(0).complains(&format!("no passage has «{typed}»; searched {}", used[0]));
        text.complains("--exact-words");

        let exact = world.run(["search", "--json", "--exact-words", typed]);
        exact.exits(1).is_quiet();
        assert_eq!(exact.summary()["repairs"], Value::Array(vec![]), "{name}{exact}");
        world.run(["search", "--exact-words", typed]).exits(1).is_quiet();
    }
    for (name, query) in [
        ("known", "attaque"),
        ("inflected: the stem is known", "élues"),
        ("inflected", "attaqueront"),
        ("a number", "1945"),
        ("too short", "cas"),
        ("nothing near", "girafe"),
    ] {
        let run = world.run(["search", "--json", query]);
        assert_eq!(run.is_quiet().summary()["repairs"], Value::Array(vec![]), "{name}{run}");
    }
}

#[test]
fn function_words_alone_still_find() {
    let world = with_corpus();
    for query in ["de la", "le", "où", "qui est ce", "l'", "DE LA", "c est à dire"] {
        let run = world.run(["search", "--json", query]);
        run.exits(0).is_quiet();
        assert!(!run.hits().is_empty(), "{query}{run}");
    }
}

#[test]
fn only_guillemets_among_other_words_do_not_restrict() {
    let world = World::with_rows(&[
        ("phrase", "Il veut une union nationale de tous."),
        ("apart", "Une nationale mène à l'union des deux rives."),
        ("other", "Un camp est loin de tout."),
    ]);
    let cases: [(&str, &[&str]); 8] = [
        ("« union nationale »", &["phrase"]),
        ("la « union nationale »", &["phrase"]),
        ("«union nationale» camp", &["phrase", "apart", "other"]),
        ("camp « union nationale »", &["phrase", "apart", "other"]),
        ("\"union nationale\"", &["phrase"]),
        ("\"union nationale\" camp", &["phrase"]),
        ("camp “union nationale”", &["phrase"]),
        ("camp « union nationale » \"un camp\"", &["other"]),
    ];
    for (query, expected) in cases {
        let run = world.run(["search", "--json", query]);
        let found: BTreeSet<_> = run.hits().into_iter().map(|hit| hit.article.id).collect();
        assert_eq!(found, expected.iter().map(|id| (*id).to_owned()).collect(), "{query}{run}");
        assert_eq!(run.summary()["warnings"], Value::Array(vec![]), "{query}{run}");
    }
    let hits = world.search(&["camp « union nationale »"]);
    assert!(ids(&hits)[0].starts_with("phrase#"), "they still count as words side by side");
}
