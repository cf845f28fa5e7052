//! `eval`: measures worked out by hand, runs, comparisons, and files that do not parse.

use std::fs;

use serde_json::Value;

use crate::support::{World, rows_of};

const MEASURES: &str = "ndcg@10,mrr@10,recall@10,success@1";

/// Articles with one passage each, all of the same length: who has more words of a question stands before who has
/// fewer.
const ROWS: [(&str, &str); 5] = [
    ("d1", "Le pain, le four et la huche."),
    ("d2", "Le pain, le four et la cave."),
    ("d3", "Le pain, le vin et la cave."),
    ("d4", "Le vin, le tonneau et la cave."),
    ("d5", "Le zèbre, le lion et la gazelle."),
];

/// q1 finds d1, d2, d3, in this order; q2 finds d4 before d2 and d3; q3 finds nothing; nobody judged q4.
const TOPICS: &str = "q1\tpain four huche\nq2\ttonneau cave\nq3\thippopotame\nq4\tzèbre\n";
const TOPICS_BEIR: &str = concat!(
    "{\"_id\": \"q1\", \"text\": \"pain four huche\", \"metadata\": {}}\n",
    "{\"_id\": \"q2\", \"text\": \"tonneau cave\"}\n",
    "{\"_id\": \"q3\", \"text\": \"hippopotame\"}\n",
    "{\"_id\": \"q4\", \"text\": \"zèbre\"}\n",
);
/// d9 is judged, but no article.
const QRELS: &str = "q1 0 d1 0\nq1 0 d2 2\nq1 0 d3 1\nq2 0 d4 1\nq2 0 d9 1\nq3 0 d1 1\n";
const QRELS_BEIR: &str =
    "query-id\tcorpus-id\tscore\nq1\td1\t0\nq1\td2\t2\nq1\td3\t1\nq2\td4\t1\nq2\td9\t1\nq3\td1\t1\n";

/// ndcg@10 of q1: grades 0, 2, 1 where 2, 1 were best: (2 ÷ log₂ 3 + 1 ÷ log₂ 4) ÷ (2 ÷ log₂ 2 + 1 ÷ log₂ 3)
/// = 1.761860 ÷ 2.630930.
const NDCG_Q1: f64 = 0.669_672;
/// ndcg@10 of q2: the first of two: 1 ÷ (1 + 1 ÷ log₂ 3) = 1 ÷ 1.630930.
const NDCG_Q2: f64 = 0.613_147;

fn world() -> World {
    let world = World::with_rows(&ROWS);
    for (name, text) in [("t.tsv", TOPICS), ("t.jsonl", TOPICS_BEIR), ("q.txt", QRELS), ("q.tsv", QRELS_BEIR)]
    {
        world.write(name, text);
    }
    world
}

#[track_caller]
fn near(found: &Value, expected: f64) {
    let value = found.as_f64().unwrap_or_else(|| panic!("{found} is no number"));
    assert!((value - expected).abs() < 1e-6, "{value} is not {expected}");
}

#[test]
fn both_forms_give_the_values_worked_out_by_hand() {
    let world = world();
    for (topics, qrels) in
        [("t.jsonl", "q.tsv"), ("t.tsv", "q.txt"), ("t.tsv", "q.tsv"), ("t.jsonl", "q.txt")]
    {
        let report = world.eval(&[topics, qrels, "--measures", MEASURES]);
        assert_eq!(report["type"], "eval");
        for (name, expected) in
            [("topics", 3), ("unjudged_topics", 1), ("unanswered_topics", 1), ("unknown_documents", 1)]
        {
            assert_eq!(report[name], expected, "{name} with {topics} {qrels}: {report}");
        }
        // Over q1, q2 and q3, which has nothing but zeros.
        near(&report["measures"]["ndcg@10"], (NDCG_Q1 + NDCG_Q2) / 3.0);
        // The first relevant one: of q1 on rank 2, of q2 on rank 1: (1/2 + 1 + 0) ÷ 3.
        near(&report["measures"]["mrr@10"], 0.5);
        // q1 has both of its two, q2 one of two: (1 + 1/2 + 0) ÷ 3.
        near(&report["measures"]["recall@10"], 0.5);
        // Only q2 has a relevant one first.
        near(&report["measures"]["success@1"], 1.0 / 3.0);
        let latency = ["p50_ms", "p95_ms", "p99_ms"].map(|name| report["latency"][name].as_f64().unwrap());
        assert!(latency[0] > 0.0 && latency.is_sorted(), "{report}");
    }
}

#[test]
fn per_topic_values_come_before_the_report() {
    let world = world();
    let run = world.run(["eval", "t.tsv", "q.txt", "--json", "--per-topic", "--measures", MEASURES]);
    let objects = run.exits(0).objects();
    let [q1, q2, q3, report] = &objects[..] else { panic!("three judged topics and a report{run}") };
    assert_eq!(report["type"], "eval", "{run}");
    for (object, topic, values) in [
        (q1, "q1", [NDCG_Q1, 0.5, 1.0, 0.0]),
        (q2, "q2", [NDCG_Q2, 1.0, 0.5, 1.0]),
        (q3, "q3", [0.0, 0.0, 0.0, 0.0]),
    ] {
        assert_eq!((&object["type"], &object["topic"]), (&"topic".into(), &topic.into()), "{run}");
        for (measure, value) in MEASURES.split(',').zip(values) {
            near(&object["measures"][measure], value);
        }
    }
    let text = world.run(["eval", "t.tsv", "q.txt", "--per-topic", "--measures", MEASURES]);
    text.exits(0).is_quiet().says("ndcg@10 0.6697").says("unjudged                 1");
    text.says("ndcg@10             0.4276").says("judged, absent           1").says("p95");
}

#[test]
fn without_a_judged_topic_the_status_is_1() {
    let world = world();
    world.write("others.txt", "x 0 d1 1\n");
    let run = world.run(["eval", "t.tsv", "others.txt", "--json"]);
    let report = run.exits(1).objects().swap_remove(0);
    assert_eq!((&report["topics"], &report["unjudged_topics"]), (&0.into(), &4.into()), "{run}");
}

#[test]
fn a_run_is_no_better_than_itself() {
    let world = world();
    world.eval(&["t.tsv", "q.txt", "--run", "mine.run"]);
    let run = fs::read_to_string(world.path("mine.run")).unwrap();
    let lines: Vec<Vec<&str>> = run.lines().map(|line| line.split(' ').collect()).collect();
    assert!(lines.iter().all(|columns| columns.len() == 6 && columns[1] == "Q0"), "{run}");
    let of_q1: Vec<_> = lines.iter().filter(|columns| columns[0] == "q1").map(|c| (c[2], c[3])).collect();
    assert_eq!(of_q1, [("d1", "1"), ("d2", "2"), ("d3", "3")], "{run}");
    assert!(lines.iter().any(|columns| columns[0] == "q4"), "topics without judgement too: {run}");

    let report = world.eval(&["t.tsv", "q.txt", "--against", "mine.run", "--measures", MEASURES]);
    let against = &report["against"];
    assert_eq!((&against["run"], &against["topics"]), (&"mine.run".into(), &3.into()), "{report}");
    for measure in MEASURES.split(',') {
        let paired = &against["measures"][measure];
        for (name, expected) in [("difference", 0.0), ("p_value", 1.0), ("ties", 3.0)] {
            near(&paired[name], expected);
        }
        assert_eq!(paired["interval"], serde_json::json!([0.0, 0.0]), "{measure}: {report}");
    }
}

/// The other run has q1 in the best order and is as good on q2.
#[test]
fn another_run_is_compared_topic_by_topic() {
    let world = world();
    world.write("best.run", "q1 Q0 d2 1 3.5 x\nq1 Q0 d3 2 2 x\nq2 Q0 d4 1 1 x\n");
    let arguments = ["t.tsv", "q.txt", "--against", "best.run", "--measures", "ndcg@10,recall@10"];
    let against = world.eval(&arguments)["against"].clone();
    let ndcg = &against["measures"]["ndcg@10"];
    near(&ndcg["difference"], (NDCG_Q1 - 1.0) / 3.0);
    // One difference: of either sign it is as large.
    near(&ndcg["p_value"], 1.0);
    assert_eq!([&ndcg["wins"], &ndcg["ties"], &ndcg["losses"]], [0, 2, 1], "{against}");
    // Means of three of {NDCG_Q1 - 1, 0, 0}: from all three of the first (1 of 27, more than 2.5 %) to none.
    near(&ndcg["interval"][0], NDCG_Q1 - 1.0);
    near(&ndcg["interval"][1], 0.0);
    near(&against["measures"]["recall@10"]["difference"], 0.0);
    assert_eq!(against["unanswered_topics"], 1, "{against}");
    let text = world.run(["eval", "t.tsv", "q.txt", "--against", "best.run"]);
    text.exits(0).says("against best.run (3 topics)").says("0 won, 2 tied, 1 lost");
}

#[test]
fn a_plot_is_an_svg() {
    let world = world();
    world.write("best.run", "q1 Q0 d2 1 3.5 x\nq2 Q0 d4 1 1 x\n");
    world.eval(&["t.tsv", "q.txt", "--against", "best.run", "--plot", "differences.svg"]);
    let svg = fs::read_to_string(world.path("differences.svg")).unwrap();
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{svg}");
    assert!(svg.contains("best.run") && svg.contains("ndcg@10"), "{svg}");
    world.run(["eval", "t.tsv", "q.txt", "--plot", "x.svg"]).exits(2).complains("--against");
}

#[test]
fn passages_may_be_the_documents() {
    let world = World::with_rows(&[
        ("a", "Le pain cuit.\n\nLe four et le pain sont à nous."),
        ("b", "Le zèbre court.\n\nUn pain est cher."),
    ]);
    let passages = world.passages();
    let [short, long, _, other] = &passages[..] else { panic!("four passages: {passages:?}") };
    world.write("t", "q\tfour pain\n");
    world.write("q", format!("q 0 {} 1\nq 0 {} 1\nq 0 a#gone 1\n", long.id, other.id));
    let measures = "success@1,recall@10,mrr@10";
    let report = world.eval(&["t", "q", "--level", "passage", "--measures", measures, "--run", "p.run"]);
    near(&report["measures"]["success@1"], 1.0);
    // Two of three, one of which is not there.
    near(&report["measures"]["recall@10"], 2.0 / 3.0);
    assert_eq!(report["unknown_documents"], 1, "{report}");
    let run = fs::read_to_string(world.path("p.run")).unwrap();
    let documents: Vec<_> = run.lines().map(|line| line.split(' ').nth(2).unwrap()).collect();
    assert_eq!(documents[0], long.id, "{run}");
    assert!(documents.len() == 3 && documents.contains(&short.id.as_str()), "{run}");

    // Each article once, with its best passage.
    world.eval(&["t", "q", "--run", "a.run"]);
    let run = fs::read_to_string(world.path("a.run")).unwrap();
    assert_eq!(
        run.lines().map(|line| line.split(' ').nth(2).unwrap()).collect::<Vec<_>>(),
        ["a", "b"],
        "{run}"
    );
}

/// An article counts where its best passage stands, however many passages of others stand before it.
#[test]
fn as_many_articles_are_ranked_as_a_measure_wants() {
    let many = vec!["La cave et la cave."; 300].join("\n\n");
    let world = World::with_rows(&[("a", &many), ("b", "Une cave, dit-on, au fond du jardin et loin.")]);
    world.write("t", "q\tcave\n");
    world.write("q", "q 0 b 1\n");
    let report = world.eval(&["t", "q", "--measures", "success@2,recall@10"]);
    near(&report["measures"]["success@2"], 1.0);
    near(&report["measures"]["recall@10"], 1.0);
}

/// The first stage knows how often words occur, the second which stand side by side.
#[test]
fn without_candidates_there_is_no_second_stage() {
    let mut rows = vec![
        ("near", "Ce soir, une union nationale se tient ici."),
        ("apart", "Nationale fut, ce soir, une union ici."),
    ];
    let fillers = ["f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8"];
    rows.extend(fillers.map(|id| (id, "Le zèbre court vite dans la savane.")));
    let world = World::new();
    world.write("rows.jsonl", rows_of(&rows));
    world.index(&["--threads", "1", "rows.jsonl"]);
    world.write("t", "q\tunion nationale\n");
    world.write("q", "q 0 near 1\n");
    let success = |candidates: &[&str]| {
        let mut arguments = vec!["t", "q", "--measures", "success@1,recall@10"];
        arguments.extend(candidates);
        let report = world.eval(&arguments);
        near(&report["measures"]["recall@10"], 1.0);
        report["measures"]["success@1"].as_f64().unwrap()
    };
    assert_eq!(success(&[]), 1.0);
    assert_eq!(success(&["--candidates", "10"]), 1.0);
    assert_eq!(success(&["--candidates", "0"]), 0.0);
}

#[test]
fn a_line_that_is_wrong_is_named() {
    let world = world();
    let cases: &[(&str, [&str; 3], &str, u64, &str)] = &[
        ("topics without tab", ["q1\ta\nq2 b\n", "", ""], "t", 2, "no tab"),
        ("topics twice", ["q1\ta\n\nq1\tb\n", "", ""], "t", 3, "already"),
        ("topics of broken JSON", ["{\"_id\": \"q1\", \"text\": \"a\"}\n{\"_id\"\n", "", ""], "t", 2, "_id"),
        ("no topic", ["\n", "", ""], "t", 1, "no topic"),
        ("a grade that is no number", ["", "q1 0 d1 1\nq1 0 d2 x\n", ""], "q", 2, "«x»"),
        ("too few columns", ["", "q1 0 d1 1\n\nq1 0\n", ""], "q", 3, "no judgement"),
        ("BEIR, a grade that is no number", ["", "query-id\tcorpus-id\tscore\nq\td\tz\n", ""], "q", 2, "«z»"),
        ("judged twice", ["", "q1 0 d1 1\nq1 0 d1 1\n", ""], "q", 2, "judged twice"),
        ("no judgement", ["", "\n", ""], "q", 1, "no judgement"),
        ("a run of five columns", ["", "", "q1 Q0 d1 1 2.0 x\nq1 Q0 d2 2 1.0\n"], "r", 2, "5 columns"),
        ("a score that is no number", ["", "", "q1 Q0 d1 1 NaN x\n"], "r", 1, "«NaN»"),
        (
            "a document twice",
            ["", "", "q1 Q0 d1 1 3 x\nq1 Q0 d2 2 2 x\nq1 Q0 d1 3 1 x\n"],
            "r",
            3,
            "«d1» occurs twice for topic «q1»",
        ),
    ];
    for (name, texts, file, line, reason) in cases {
        for ((file, text), default) in ["t", "q", "r"].iter().zip(texts).zip([TOPICS, QRELS, ""]) {
            world.write(file, if text.is_empty() { default } else { text });
        }
        let run = world.run(["eval", "t", "q", "--against", "r", "--run", "written.run", "--json"]);
        run.exits(2);
        let error = run.errors().swap_remove(0);
        assert_eq!(
            (&error["type"], &error["code"]),
            (&"error".into(), &"bad_judgement".into()),
            "{name}{run}"
        );
        let location = (&error["location"]["path"], &error["location"]["line"]);
        assert_eq!(location, (&(*file).into(), &(*line).into()), "{name}{run}");
        assert!(error["message"].as_str().unwrap().contains(reason), "{name}{run}");
        assert_eq!(run.out, "", "{name}");
        assert!(!world.path("written.run").exists(), "{name}: nothing is written");
        world.run(["eval", "t", "q", "--against", "r"]).exits(2).complains(&format!("{file}:{line}: "));
    }
}

#[test]
fn a_missing_file_and_an_unknown_measure_are_told() {
    let world = world();
    for arguments in [
        ["nowhere", "q.txt", "--against", "t.tsv"],
        ["t.tsv", "nowhere", "--against", "t.tsv"],
        ["t.tsv", "q.txt", "--against", "nowhere"],
    ] {
        let run = world.call(["eval", "--json"]).args(&arguments).run();
        let error = run.exits(2).errors().swap_remove(0);
        let expected = (&"io".into(), &"nowhere".into());
        assert_eq!((&error["code"], &error["location"]["path"]), expected, "{run}");
    }
    for measure in ["foo", "ndcg", "ndcg@0", "mrr@", "map@10"] {
        let run = world.run(["eval", "t.tsv", "q.txt", "--measures", measure]);
        run.exits(2).complains(&format!("«{measure}»")).complains("ndcg@K");
    }
    let unwritable = world.run(["eval", "t.tsv", "q.txt", "--run", "no/folder/x.run", "--json"]);
    assert_eq!(unwritable.exits(2).errors()[0]["code"], "io", "{unwritable}");
}
