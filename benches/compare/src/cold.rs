//! Processes that answer one question each.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use alinea::eval::{Latency, read_topics};

use crate::{HITS, line, ours, theirs};

const QUESTIONS: usize = 300;

/// Both print ten hits, ours the best parts of passages with their sources, theirs titles and texts; question by question, in
/// turns.
pub(crate) fn compare(ours: &Path, theirs: &Path, topics: &Path) {
    let topics = read_topics(topics).expect("topics");
    let mut times = [Vec::new(), Vec::new()];
    let mut answered = [0; 2];
    for topic in topics.iter().take(QUESTIONS) {
        let processes = [ours::asking(ours, &topic.text, HITS), theirs::asking(theirs, &topic.text)];
        for (engine, process) in processes.into_iter().enumerate() {
            let (time, printed) = timed(process);
            answered[engine] += usize::from(printed > 100);
            times[engine].push(time);
        }
    }
    assert!(answered.iter().all(|count| *count > QUESTIONS * 9 / 10), "answered: {answered:?}");
    let [ours, theirs] = times.map(|times| Latency::of(times).expect("samples"));
    line("process with one question, ms", [ours.p50_ms, theirs.p50_ms]);
}

/// How long it takes, and how many bytes it prints.
fn timed(mut process: Command) -> (Duration, usize) {
    process.stdin(Stdio::null());
    let start = Instant::now();
    let output = process.output().expect("a process");
    (start.elapsed(), output.stdout.len())
}
