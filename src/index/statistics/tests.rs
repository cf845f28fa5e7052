//! An index that was changed has the statistics of one built in one go.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;

use super::super::{Manifest, PassageWords, Reader, Writer, grams};
use super::Statistics;
use crate::analysis::Analyzer;
use crate::document::{Article, Form, Format, Head, Passage, Reference, Section};

/// Words that share forms, stems, prefixes and grams.
const WORDS: [&str; 16] = [
    "côté",
    "cote",
    "CÔTE",
    "côtes",
    "élection",
    "élections",
    "l'élection",
    "cheval",
    "chevaux",
    "camp",
    "camps.",
    "La",
    "la",
    "VIe",
    "siècle",
    "Marne. Elle",
];

/// Title, heading, texts: one source with one article.
type Source = (Vec<&'static str>, Vec<&'static str>, Vec<Vec<&'static str>>);

#[derive(Debug, Clone)]
enum Change {
    Put(usize, Source),
    Remove(usize),
    Commit,
}

fn change() -> impl Strategy<Value = Change> {
    let words = |most| prop::collection::vec(prop::sample::select(&WORDS[..]), 0..most);
    let source = (words(3), words(2), prop::collection::vec(words(9), 1..4));
    prop_oneof![
        4 => (0..6usize, source).prop_map(|(at, source)| Change::Put(at, source)),
        1 => (0..6usize).prop_map(Change::Remove),
        2 => Just(Change::Commit),
    ]
}

fn article(at: usize, (title, heading, texts): &Source) -> Article {
    let head = Head {
        id: format!("a{at}"),
        title: title.join(" "),
        url: None,
        path: "a.txt".to_owned(),
        format: Format::Text,
    };
    let passages = texts.iter().zip(0..).map(|(text, ordinal)| passage(&text.join(" "), ordinal)).collect();
    let references = vec![Reference { label: "1".into(), raw: "La cote".into(), ..Reference::default() }];
    let sections = vec![Section { path: vec![heading.join(" ")], passages }];
    Article { head, redirect: None, part: 0, sections, references }
}

fn passage(text: &str, ordinal: u32) -> Passage {
    Passage {
        key: format!("k{ordinal}"),
        form: Form::Paragraph,
        ordinal,
        text: text.to_owned(),
        markers: Vec::new(),
        quotes: Vec::new(),
        wants_source: Vec::new(),
        source_span: 0..text.len(),
    }
}

fn put(writer: &Writer, at: usize, source: &Source) {
    writer.add([(at.to_string(), article(at, source))]).unwrap();
}

/// The forms that some passage has, the most frequent first.
fn all_forms(statistics: &Statistics) -> Vec<(String, u64)> {
    let all = statistics.most_frequent("", usize::MAX).unwrap();
    for limit in [0, 1, 3, 10] {
        assert_eq!(statistics.most_frequent("", limit).unwrap(), all[..limit.min(all.len())], "{limit}");
    }
    all
}

/// Everything that statistics say of the words above.
fn all(reader: &Reader) -> Vec<String> {
    let statistics = reader.statistics().unwrap();
    let mut said = vec![format!("{:?}", statistics.totals())];
    for (form, df) in all_forms(statistics) {
        assert_eq!(statistics.form_df(&form).unwrap(), df, "{form}");
        said.push(format!("{form} {df}"));
        for gram in grams(&form) {
            said.push(format!("{gram:?} {}", statistics.gram_df(gram).unwrap()));
        }
    }
    for prefix in ["c", "co", "cotes", "elect", "s", "x", "", "camp", "chevalier"] {
        said.push(format!("{prefix}* {}", statistics.prefix_df(prefix).unwrap()));
        said.push(format!("{prefix} {}", statistics.form_df(prefix).unwrap()));
        said.push(format!("{prefix}~ {}", statistics.stem_df(prefix).unwrap()));
    }
    said
}

fn fresh(folder: &Path, sources: &BTreeMap<usize, Source>) -> Reader {
    let writer = Writer::open(folder, super::super::MIN_MEMORY, 1).unwrap();
    sources.iter().for_each(|(at, source)| put(&writer, *at, source));
    writer.finish(&Manifest::default()).unwrap();
    Reader::open(folder).unwrap()
}

/// Applies `changes`; returns what is left, read and from scratch.
fn after(changes: &[Change]) -> (Reader, Reader) {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut sources = BTreeMap::new();
    let mut writer = Writer::open(folder.path(), super::super::MIN_MEMORY, 1).unwrap();
    for change in changes {
        match change {
            Change::Put(at, source) => {
                writer.remove(&at.to_string());
                put(&writer, *at, source);
                sources.insert(*at, source.clone());
            }
            Change::Remove(at) => {
                writer.remove(&at.to_string());
                sources.remove(at);
            }
            Change::Commit => writer.commit(&Manifest::default()).unwrap(),
        }
    }
    writer.finish(&Manifest::default()).unwrap();
    (Reader::open(folder.path()).unwrap(), fresh(other.path(), &sources))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn statistics_are_those_of_a_fresh_index(changes in prop::collection::vec(change(), 1..30)) {
        let (changed, fresh) = after(&changes);
        prop_assert_eq!(all(&changed), all(&fresh));
    }
}

#[test]
fn merges_drop_what_was_deleted() {
    let source = |word| (vec!["La"], vec![], vec![vec![word, "camp", "la"], vec![word]]);
    let mut changes = Vec::new();
    for round in 0..20 {
        changes.push(Change::Put(round % 7, source(WORDS[round % 16])));
        changes.push(Change::Put(round % 5, source(WORDS[round % 3])));
        changes.push(Change::Commit);
    }
    let (changed, fresh) = after(&changes);
    assert!(changed.searcher().segment_readers().len() < 20);
    assert_eq!(all(&changed), all(&fresh));
}

#[test]
fn an_index_without_passages_counts_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let reader = fresh(folder.path(), &BTreeMap::new());
    let statistics = reader.statistics().unwrap();
    assert_eq!(statistics.totals(), super::Totals::default());
    assert_eq!(all_forms(statistics), []);
    assert_eq!((statistics.form_df("la").unwrap(), statistics.stem_df("la").unwrap()), (0, 0));
    assert!(reader.forward(0).is_err());
}

#[test]
fn words_of_a_passage_are_those_of_its_analysis() {
    let folder = tempfile::tempdir().unwrap();
    let text = "L'ÉLECTION[4] du VIe siècle. Les « chevaux » du n° 5 ! Ÿ";
    let source = (vec!["Été"], vec!["Au", "Nord"], vec![vec![text]]);
    let reader = fresh(folder.path(), &BTreeMap::from([(1, source)]));
    let forward = reader.forward(0).unwrap();
    let mut words = PassageWords::default();
    assert!(forward.words(0, &mut words).unwrap());
    let spelled = |words: &[u32]| -> String {
        let word = |id: &u32| forward.dictionary().word(*id).unwrap();
        words.iter().map(word).map(|w| format!("{}/{}/{} ", w.spelling, w.form, w.stem)).collect()
    };
    assert_eq!(spelled(&words.title), "été/ete/ete ");
    assert_eq!(spelled(&words.headings), "au/au/au nord/nord/nord ");
    let analyzed: String = Analyzer::new()
        .analyze(text)
        .map(|t| format!("{}/{}/{} ", crate::analysis::spelling(t.raw), t.form, t.stem))
        .collect();
    assert_eq!(spelled(&words.text).replace("numero/", "n/"), analyzed.replace("numero/", "n/"));
    assert_eq!((words.heading_ends.as_slice(), words.sentence_ends.len()), ([2].as_slice(), 3));
    assert!(!forward.words(1, &mut words).unwrap(), "a reference has no words");
}

/// Rows of a public collection of French passages, title and text.
fn real_rows(most: usize) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/retrieval/piaf-dev/corpus.jsonl");
    let rows = std::fs::read_to_string(path).unwrap_or_default();
    let row = |line: &str| -> (String, String) {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text =
            |name: &str| crate::analysis::normalize(row[name].as_str().unwrap_or_default()).into_owned();
        (text("title"), text("text"))
    };
    rows.lines().take(most).map(row).collect()
}

fn put_row(writer: &Writer, at: usize, (title, text): &(String, String)) {
    let mut article = article(at, &(Vec::new(), Vec::new(), Vec::new()));
    article.head.title.clone_from(title);
    article.sections[0].passages = vec![passage(text, 0)];
    writer.add([((at % 100).to_string(), article)]).unwrap();
}

#[test]
fn real_text_keeps_its_words_and_its_counts() {
    let rows = real_rows(2000);
    if rows.is_empty() {
        eprintln!("skipped: ../shared/data is not here");
        return;
    }
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut analyzer = Analyzer::new();
    let mut writer = Writer::open(folder.path(), 2 * super::super::MIN_MEMORY, 2).unwrap();
    for (at, row) in rows.iter().enumerate() {
        put_row(&writer, at, row);
        if at % 500 == 499 {
            writer.commit(&Manifest::default()).unwrap();
        }
    }
    (30..70).for_each(|source| writer.remove(&source.to_string()));
    writer.finish(&Manifest::default()).unwrap();

    let writer = Writer::open(other.path(), super::super::MIN_MEMORY, 1).unwrap();
    let kept = |at: usize| !(30..70).contains(&(at % 100));
    let left: Vec<_> = rows.iter().enumerate().filter(|(at, _)| kept(*at)).collect();
    left.iter().for_each(|(at, row)| put_row(&writer, *at, row));
    writer.finish(&Manifest::default()).unwrap();

    let (changed, fresh) = (Reader::open(folder.path()).unwrap(), Reader::open(other.path()).unwrap());
    assert_eq!(all(&changed), all(&fresh));
    let mut analyzed: Vec<Vec<String>> = left
        .iter()
        .map(|(_, (_, text))| analyzer.analyze(text).map(|token| token.form.to_owned()).collect())
        .collect();
    let mut read = texts(&fresh);
    analyzed.sort();
    read.sort();
    assert_eq!(read, analyzed);
}

/// The forms of every passage's text.
fn texts(reader: &Reader) -> Vec<Vec<String>> {
    let (mut texts, mut words) = (Vec::new(), PassageWords::default());
    for segment in 0..reader.searcher().segment_readers().len() as u32 {
        let forward = reader.forward(segment).unwrap();
        for document in 0..forward.documents() {
            if forward.words(document, &mut words).unwrap() {
                let form = |id: &u32| forward.dictionary().word(*id).unwrap().form.to_owned();
                texts.push(words.text.iter().map(form).collect());
            }
        }
    }
    texts
}
