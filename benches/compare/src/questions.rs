//! The same questions to both.

use std::path::Path;
use std::time::{Duration, Instant};

use alinea::eval::{Latency, read_topics};
use alinea::search::{Level, Local};

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
    let ask_ours =
        |question: &str| ours.ranking(question, Level::Passage, HITS, CANDIDATES).expect("an answer").len();
    let mut best = [(); 2].map(|()| vec![Duration::MAX; questions.len()]);
    let mut answered = Vec::new();
    // The first pass brings the indexes into memory, and is not timed.
    for pass in 0..=TIMED_PASSES {
        let mut counts = [0; 2];
        for (n, question) in questions.iter().enumerate() {
            let pair = [timed(|| ask_ours(question)), timed(|| theirs.search(question, HITS))];
            for ((best, count), (time, found)) in best.iter_mut().zip(&mut counts).zip(pair) {
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
    let [ours, theirs] = best.map(|times| Latency::of(times).expect("samples"));
    line("query p50, ms", [ours.p50_ms, theirs.p50_ms]);
    line("query p99, ms", [ours.p99_ms, theirs.p99_ms]);
}

fn timed(run: impl FnOnce() -> usize) -> (Duration, usize) {
    let start = Instant::now();
    let found = run();
    (start.elapsed(), found)
}
