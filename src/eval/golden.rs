//! The measures against trec_eval's own code, on random data with ties, negative grades and deep lists.
//!
//! `golden/make.py` wrote the data and what pytrec_eval said of them; the test itself needs no Python.

use super::{Measure, Qrels, Run};

#[test]
fn the_measures_agree_with_trec_eval() {
    let qrels = Qrels::parse("qrels.txt", include_str!("golden/qrels.txt")).unwrap();
    let run = Run::parse("run.txt", include_str!("golden/run.txt")).unwrap();
    let mut rows = 0;
    for row in include_str!("golden/expected.tsv").lines() {
        let [topic, measure, expected] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let ranking = run.topic(topic).unwrap().iter().map(|(document, _)| document.as_str());
        let value = measure.parse::<Measure>().unwrap().value(ranking, qrels.topic(topic).unwrap());
        assert!((value - expected.parse::<f64>().unwrap()).abs() < 1e-9, "{row}: {value}");
        rows += 1;
    }
    assert_eq!(rows, 12 * 11);
}
