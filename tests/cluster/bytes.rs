//! What the bytes of a cluster's answers are.

use std::collections::HashSet;
use std::io::Write as _;

use serde_json::Value;

/// Sums over answers, in bytes but for the hits.
#[derive(Default)]
pub(super) struct Bytes {
    hits: usize,
    /// Hits that the same answer holds already, since two of its searches found them.
    again: usize,
    repeated: usize,
    /// Of the others: the passages' words, what else their records have, and what it takes to write a record in JSON.
    text: usize,
    record: usize,
    escapes: usize,
    /// What stands around the records: names, places, scores.
    around: usize,
    /// All of it, and as a cluster would pack it.
    whole: usize,
    packed: usize,
}

impl Bytes {
    /// Adds an answer to `_msearch`.
    pub(super) fn add(&mut self, answer: &Value) {
        let written = answer.to_string();
        self.whole += written.len();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(written.as_bytes()).unwrap();
        self.packed += packer.finish().unwrap().len();
        let mut seen = HashSet::new();
        for hit in answer["responses"].as_array().into_iter().flatten().flat_map(hits) {
            self.hits += 1;
            let size = hit.to_string().len();
            if !seen.insert(hit["sort"].as_array().unwrap().last().unwrap().to_string()) {
                self.again += 1;
                self.repeated += size;
                continue;
            }
            let record = hit["_source"]["record"].as_str().unwrap();
            let kept: Value = serde_json::from_str(record).unwrap();
            let text = kept.pointer("/passage/passage/text").and_then(Value::as_str).map_or(0, str::len);
            let written = hit["_source"]["record"].to_string().len();
            self.text += text;
            self.record += record.len() - text;
            self.escapes += written - record.len();
            self.around += size - written;
        }
    }

    /// So many bytes a question of each sort.
    pub(super) fn say(&self, questions: usize) -> String {
        let each = |sum: usize| sum / questions;
        format!(
            "received: {} bytes, {} packed; {} hits, {} of them twice: {} bytes; of the others {} of text, {} beside it in \
             their records, {} to write those in JSON, {} around them",
            each(self.whole),
            each(self.packed),
            each(self.hits),
            each(self.again),
            each(self.repeated),
            each(self.text),
            each(self.record),
            each(self.escapes),
            each(self.around),
        )
    }
}

fn hits(answer: &Value) -> &[Value] {
    answer.pointer("/hits/hits").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
