//! How good the ranking is: a gate on `corpus/` that always runs, and the figures of docs/ranking.md where their
//! questions are in reach.

use std::path::Path;

use crate::support::{World, data, package};

/// On 2026-11-22: 0.9523 and 0.925.
const NDCG_FLOOR: f64 = 0.93;
const SUCCESS_FLOOR: f64 = 0.90;
/// Questions with a passage that answers among the first three. On 2026-11-22: 0.90.
const PASSAGE_FLOOR: f64 = 0.87;

fn corpus(name: &str) -> String {
    package().join("corpus").join(name).to_str().unwrap().to_owned()
}

fn with_corpus() -> World {
    let world = World::new();
    world.index(&[&corpus("")]);
    world
}

#[test]
fn articles_are_found_as_well_as_before() {
    let world = with_corpus();
    let report =
        world.eval(&[&corpus("topics.tsv"), &corpus("qrels.tsv"), "--measures", "ndcg@10,success@1"]);
    let measure = |name: &str| report["measures"][name].as_f64().unwrap();
    println!("articles: {}", report["measures"]);
    assert_eq!(report["topics"], 40, "{report}");
    assert_eq!(
        (&report["unjudged_topics"], &report["unknown_documents"]),
        (&0.into(), &0.into()),
        "{report}"
    );
    assert!(measure("ndcg@10") >= NDCG_FLOOR, "{report}");
    assert!(measure("success@1") >= SUCCESS_FLOOR, "{report}");
}

#[test]
fn passages_are_found_as_well_as_before() {
    let world = with_corpus();
    let passages = world.passages();
    let mut qrels = "query-id\tcorpus-id\tscore\n".to_owned();
    for line in std::fs::read_to_string(corpus("passages.tsv")).unwrap().lines() {
        let [topic, article, words] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let holds = |hit: &&crate::support::Hit| hit.article.id == article && hit.text.contains(words);
        let found: Vec<_> = passages.iter().filter(holds).collect();
        assert_eq!(found.len(), 1, "{line}: in exactly one passage");
        let judgement = format!("{topic}\t{}\t1\n", found[0].id);
        // Two stretches of one passage are one judgement.
        if !qrels.contains(&judgement) {
            qrels.push_str(&judgement);
        }
    }
    world.write("passages.qrels", qrels);
    let report = world.eval(&[
        &corpus("topics.tsv"),
        "passages.qrels",
        "--level",
        "passage",
        "--measures",
        "success@3,mrr@10",
    ]);
    println!("passages: {}", report["measures"]);
    assert_eq!((&report["topics"], &report["unknown_documents"]), (&40.into(), &0.into()), "{report}");
    assert!(report["measures"]["success@3"].as_f64().unwrap() >= PASSAGE_FLOOR, "{report}");
}

/// A way to type questions: its file, what the laboratory has for it where that is known, and what it may lose
/// against the clean questions. A loss counts only where the value is below the laboratory's too.
const VARIANTS: [(&str, Option<f64>, Option<f64>); 17] = [
    ("q_clean", Some(84.5), None),
    ("q_noaccent", Some(84.5), Some(0.05)),
    ("q_nfd", Some(84.5), Some(0.05)),
    ("q_apos_straight", Some(84.5), Some(0.05)),
    ("q_apos_typographic", Some(84.5), Some(0.05)),
    ("q_apos_space", Some(84.5), Some(0.05)),
    ("q_upper_noaccent", Some(84.4), Some(0.5)),
    ("q_apos_glued", Some(84.3), Some(0.5)),
    ("q_lazy", Some(84.3), Some(0.5)),
    ("q_typo1", Some(82.3), Some(2.2)),
    ("q_inflect", Some(81.9), Some(2.6)),
    ("q_keyword", Some(84.2), None),
    ("q_upper", None, None),
    ("q_lower", None, None),
    ("q_guillemets", None, None),
    ("q_hyphen_space", None, None),
    ("q_hyphen_u2011", None, None),
];

/// The table of ../shared/french.md with our row, and the floors of the issue. By hand, in a minute after the build:
///
/// ```text
/// cargo test --release --test alinea relevance -- --ignored --nocapture
/// ```
#[test]
#[ignore = "needs ../shared/data/retrieval and a release build"]
fn the_figures_of_docs_ranking() {
    let Some(sets) = data("retrieval") else { return };
    let folders = ["piaf-dev", "afriqa-dev"].map(|name| sets.join(name));
    let [piaf, afriqa] = folders.each_ref().map(|folder| Set::new(folder));
    let whole = [piaf.ndcg("queries.jsonl"), afriqa.ndcg("queries.jsonl")];
    println!("nDCG@10 × 100");
    println!("| engine | piaf-dev | afriqa-dev |\n|---|---|---|");
    println!("| Lucene, three fields tuned on piaf-dev | 82.6 | 84.4 |");
    println!("| laboratory FULL | 85.6 | 86.5 |");
    println!("| ours | {:.2} | {:.2} |", whole[0], whole[1]);

    println!("\n| piaf-dev as people type it | laboratory | ours | lost | may lose |\n|---|---|---|---|---|");
    let clean = piaf.ndcg("variants/q_clean.jsonl");
    let mut wrong = Vec::new();
    for (name, laboratory, may_lose) in VARIANTS {
        let value = piaf.ndcg(&format!("variants/{name}.jsonl"));
        let lost = clean - value;
        let [known, allowed] = [laboratory, may_lose].map(|v| v.map_or("–".to_owned(), |v| v.to_string()));
        println!("| {name} | {known} | {value:.2} | {lost:.2} | {allowed} |");
        if may_lose.is_some_and(|most| lost > most) && laboratory.is_some_and(|known| value < known) {
            wrong.push(format!("{name} loses {lost:.2}"));
        }
    }
    for (name, value, floor) in [("piaf-dev", whole[0], 85.6), ("afriqa-dev", whole[1], 86.5)] {
        if value < floor {
            wrong.push(format!("{name} has {value:.2}, less than {floor}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// An evaluation set in BEIR's form, indexed.
struct Set<'a> {
    folder: &'a Path,
    world: World,
}

impl<'a> Set<'a> {
    fn new(folder: &'a Path) -> Self {
        let world = World::new();
        world.index(&[folder.join("corpus.jsonl").to_str().unwrap()]);
        Self { folder, world }
    }

    /// × 100.
    fn ndcg(&self, topics: &str) -> f64 {
        let (topics, qrels) = (self.folder.join(topics), self.folder.join("qrels.tsv"));
        let files = [topics.to_str().unwrap(), qrels.to_str().unwrap()];
        let report = self.world.eval(&[files[0], files[1], "--measures", "ndcg@10"]);
        100.0 * report["measures"]["ndcg@10"].as_f64().unwrap()
    }
}
