//! What the first stage finds is what tantivy finds that looks at every passage.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use tantivy::collector::{Count, TopDocs};
use tantivy::postings::Postings as _;
use tantivy::query::Query;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet as _, TERMINATED};

use super::heap::Best;
use super::{WeightedStem, best, count, lists, search, weights};
use crate::analysis::{Analyzer, normalize};
use crate::document::{Article, Form, Format, Head, Passage, Section};
use crate::error::Error;
use crate::index::{Block, MIN_MEMORY, Manifest, Reader, Writer};
use crate::search::asker::Asker;
use crate::search::live::LiveStatistics;
use crate::search::lower::any_of;

/// Scores may differ by so much in the order in which they are added up.
const ROUNDING: f32 = 1e-4;

fn article(id: String, text: &str) -> Article {
    let head = Head { id, title: String::new(), url: None, path: "a.txt".to_owned(), format: Format::Text };
    let passage = Passage {
        key: "k".to_owned(),
        form: Form::Paragraph,
        ordinal: 0,
        text: text.to_owned(),
        markers: Vec::new(),
        quotes: Vec::new(),
        wants_source: Vec::new(),
        source_span: 0..text.len(),
    };
    let sections = vec![Section { path: Vec::new(), passages: vec![passage] }];
    Article { head, redirect: None, part: 0, sections, references: Vec::new() }
}

/// An index of `texts` in segments of `a_commit`, of which one source in ten is deleted.
pub(in crate::search) fn indexed(folder: &Path, texts: &[String], a_commit: usize) -> Reader {
    let mut writer = Writer::open(folder, MIN_MEMORY, 1).unwrap();
    for (number, text) in texts.iter().enumerate() {
        writer.add([((number % 10).to_string(), article(format!("a{number}"), text))]).unwrap();
        if number % a_commit == a_commit - 1 {
            writer.commit(&Manifest::default()).unwrap();
        }
    }
    writer.remove("3");
    writer.commit(&Manifest::default()).unwrap();
    Reader::open(folder).unwrap()
}

/// What tantivy finds, all of it.
fn all(reader: &Reader, stems: &[WeightedStem]) -> Vec<(f32, DocAddress)> {
    let Some(query) = any_of(reader.fields().terms, stems) else { return Vec::new() };
    let searcher = reader.searcher();
    let live = LiveStatistics { statistics: reader.statistics().unwrap(), searcher, fields: reader.fields() };
    let collector = TopDocs::with_limit(1 << 20).order_by_score();
    let query: &dyn Query = &*query;
    assert_eq!(count(reader, &Asker::default(), stems).unwrap(), searcher.search(query, &Count).unwrap());
    searcher.search_with_statistics_provider(query, &collector, &live).unwrap()
}

fn compare(reader: &Reader, stems: &[WeightedStem], limit: usize) {
    let (all, found) = (all(reader, stems), best(reader, &Asker::default(), stems, limit).unwrap());
    assert_eq!(found.len(), limit.min(all.len()), "{stems:?}");
    assert_eq!(found.iter().map(|(_, address)| address).collect::<BTreeSet<_>>().len(), found.len());
    for ((score, _), (expected, _)) in found.iter().zip(&all) {
        assert!((score - expected).abs() <= ROUNDING * expected, "{score} {expected} {stems:?} {limit}");
    }
    let scores: HashMap<_, _> = all.iter().map(|(score, address)| (*address, *score)).collect();
    for (score, address) in &found {
        let expected = scores[address];
        assert!((score - expected).abs() <= ROUNDING * expected, "{score} {expected} {stems:?} {limit}");
    }
}

/// Texts and questions of a public collection.
fn rows(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/retrieval/piaf-dev").join(name);
    let rows = std::fs::read_to_string(path).unwrap_or_default();
    let text = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        normalize(row["text"].as_str().unwrap_or_default()).into_owned()
    };
    rows.lines().map(text).collect()
}

#[test]
fn real_questions_find_what_a_look_at_every_passage_finds() {
    let (texts, questions) = (rows("corpus.jsonl"), rows("queries.jsonl"));
    if texts.is_empty() {
        eprintln!("skipped: ../shared/data is not here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let reader = indexed(folder.path(), &texts, 600);
    assert!(reader.searcher().segment_readers().len() > 1);
    let mut analyzer = Analyzer::new();
    for (number, question) in questions.iter().enumerate().step_by(23) {
        // Function words too: their lists are long enough for blocks.
        let stems = analyzer.analyze(question).map(|token| token.stem.to_owned());
        let stems: BTreeSet<String> = stems.collect();
        let weighted: Vec<_> = stems.into_iter().zip([1.0, 0.2, 1.2].into_iter().cycle()).collect();
        compare(&reader, &weighted, [1, 10, 110, 5000][number % 4]);
        compare(&reader, &weighted[..1], 10);
    }
    compare(&reader, &[], 10);
    compare(&reader, &[("zzzz".to_owned(), 1.0)], 10);
}

/// Once nobody waits no window is searched any more: neither from the beginning nor in the midst.
#[test]
fn nothing_is_searched_for_one_who_has_left() {
    let texts: Vec<String> = (0..1000).map(|number| format!("phare {}", number % 7)).collect();
    let folder = tempfile::tempdir().unwrap();
    let reader = indexed(folder.path(), &texts, 600);
    let stems = [("phar".to_owned(), 1.0), ("3".to_owned(), 0.5)];
    let asker = Asker::new();
    assert_eq!(
        best(&reader, &asker, &stems, 10).unwrap(),
        best(&reader, &Asker::default(), &stems, 10).unwrap()
    );

    let weights = weights(&reader, reader.statistics().unwrap(), &stems).unwrap();
    let segment = reader.searcher().segment_reader(0);
    let mut lists = lists(&reader, &asker, (0, segment), &weights).unwrap();
    let mut found = Best::new(10);
    asker.leave();
    assert!(matches!(search(&reader, &mut lists, &asker, segment, &mut found), Err(Error::NobodyWaits)));
    assert!(found.into_sorted().is_empty(), "not one window");
    assert!(matches!(best(&reader, &asker, &stems, 10), Err(Error::NobodyWaits)));
    assert!(matches!(count(&reader, &asker, &stems), Err(Error::NobodyWaits)));
}

/// Stems and their lists are those of tantivy's dictionary, in every segment: with blocks and without, with frequencies that take a
/// byte and more, in documents that stand side by side and far apart.
#[test]
fn each_list_is_that_of_tantivy() {
    let rare = |number: usize| if number.is_multiple_of(97) { "bouée " } else { "" };
    let text = |number: usize| {
        let often = "mer ".repeat(if number.is_multiple_of(50) { 300 } else { number % 3 });
        format!("phare {often}{}mot{number} {}", rare(number), if number > 500 { "digue" } else { "" })
    };
    let texts: Vec<String> = (0..1300).map(text).collect();
    let folder = tempfile::tempdir().unwrap();
    let reader = indexed(folder.path(), &texts, 800);
    let mut block = Block::default();
    let mut lists = 0;
    for (number, segment) in (0..).zip(reader.searcher().segment_readers()) {
        let (stems, theirs) =
            (reader.stems(number).unwrap(), segment.inverted_index(reader.fields().terms).unwrap());
        let mut terms = theirs.terms().stream().unwrap();
        while terms.advance() {
            let stem = std::str::from_utf8(terms.key()).unwrap();
            let info = terms.value();
            let mut expected =
                theirs.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs).unwrap();
            let postings = stems.postings(stem).unwrap().unwrap();
            assert_eq!(stems.documents(stem).unwrap(), info.doc_freq, "{stem}");
            for at in 0..postings.blocks() {
                postings.read(at, &mut block).unwrap();
                for (document, frequency) in block.documents().iter().zip(block.frequencies()) {
                    assert_eq!((*document, *frequency), (expected.doc(), expected.term_freq()), "{stem}");
                    for near in [0, at, postings.blocks(), usize::MAX] {
                        assert_eq!(postings.block_of(*document, near), at, "{stem}");
                    }
                    expected.advance();
                }
            }
            assert_eq!(expected.doc(), TERMINATED, "{stem}");
            assert!(postings.read(postings.blocks(), &mut block).is_err(), "{stem}");
            assert!(block.documents().is_empty(), "{stem}");
            lists += 1;
        }
        for stem in ["", "a", "phar\u{e9}", "zzz"] {
            assert_eq!((stems.documents(stem).unwrap(), stems.postings(stem).unwrap().is_none()), (0, true));
        }
    }
    assert!(lists > 1300, "{lists}");
}
