//! The same questions to both.

use std::path::Path;
use std::time::{Duration, Instant};

use alinea::eval::{Latency, read_topics};
use alinea::search::{Level, Local, SearchRequest};

use crate::{HITS, line, theirs};

const QUESTIONS: usize = 1000;
const TIMED_PASSES: usize = 5;
/// How many candidates the second stage may rank: the program's own figure.
const CANDIDATES: usize = 100;

pub(crate) fn compare(ours: &Path, theirs: &Path, topics: &Path) {
    let ours = Local::open(ours).expect("an index");
    let mut theirs = theirs::Engine::open(theirs);
    let topics = read_topics(topics).expect("topics");
    let questions: Vec<&str> = topics.iter().take(QUESTIONS).map(|topic| topic.text.as_str()).collect();
    let rank = |question: &str| {
        let request =
            SearchRequest { query: question.to_owned(), limit: HITS, count: false, ..Default::default() };
        ours.found(&request).expect("an answer").len()
    };
    let name =
        |question: &str| ours.ranking(question, Level::Passage, HITS, CANDIDATES).expect("an answer").len();
    let [ranked, named] = [
        times(&questions, |question| [timed(|| rank(question)), timed(|| theirs.search(question, HITS))]),
        times(&questions, |question| [timed(|| name(question)), timed(|| theirs.search_ids(question, HITS))]),
    ];
    line("query p50, ms", ranked.each_ref().map(|of| of.p50_ms));
    line("query p99, ms", ranked.each_ref().map(|of| of.p99_ms));
    line("query with ids p50, ms", named.each_ref().map(|of| of.p50_ms));
    line("query with ids p99, ms", named.each_ref().map(|of| of.p99_ms));
}

/// What both take for the questions; `ask` puts one to both, and says how long each took and how many hits it has.
fn times(questions: &[&str], mut ask: impl FnMut(&str) -> [(Duration, usize); 2]) -> [Latency; 2] {
    let mut best = [(); 2].map(|()| vec![Duration::MAX; questions.len()]);
    let mut answered = Vec::new();
    // The first pass brings the indexes into memory, and is not timed.
    for pass in 0..=TIMED_PASSES {
        let mut counts = [0; 2];
        for (n, question) in questions.iter().enumerate() {
            for ((best, count), (time, found)) in best.iter_mut().zip(&mut counts).zip(ask(question)) {
                *count += usize::from(found > 0);
                if pass > 0 {
                    best[n] = best[n].min(time);
                }
            }
        }
        answered.push(counts);
    }
    assert!(answered.windows(2).all(|pair| pair[0] == pair[1]), "passes differ: {answered:?}");
    assert!(answered[0].iter().all(|count| *count > questions.len() * 9 / 10), "answered: {answered:?}");
    best.map(|times| Latency::of(times).expect("samples"))
}

fn timed(run: impl FnOnce() -> usize) -> (Duration, usize) {
    let start = Instant::now();
    let found = run();
    (start.elapsed(), found)
}
