//! Real passages, and questions about some of them.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};

use serde_json::Value;

use crate::support::data;

/// The window of the packed text, as `zstd --long=27`.
const WINDOW_LOG: u32 = 27;

/// So many rows of one passage each: those that the questions are about, then other French text. None, saying so, where
/// they are not in reach.
pub(super) fn rows(most: usize) -> Option<Vec<String>> {
    let (asked, packed) = (data("retrieval/piaf-dev")?, data("text")?);
    let asked = fs::read_to_string(asked.join("corpus.jsonl")).unwrap();
    let mut decoder = zstd::Decoder::new(File::open(packed.join("fr-open.jsonl.zst")).unwrap()).unwrap();
    decoder.window_log_max(WINDOW_LOG).unwrap();
    let others = BufReader::new(decoder).lines().map(|line| line.unwrap());
    Some(asked.lines().map(str::to_owned).chain(others).take(most).collect())
}

/// So many questions, evenly spread.
pub(super) fn questions(most: usize) -> Vec<String> {
    let text = fs::read_to_string(data("retrieval/piaf-dev").unwrap().join("queries.jsonl")).unwrap();
    let question =
        |line: &str| serde_json::from_str::<Value>(line).unwrap()["text"].as_str().unwrap().to_owned();
    let all: Vec<String> = text.lines().map(question).collect();
    all.iter().step_by((all.len() / most).max(1)).take(most).cloned().collect()
}
