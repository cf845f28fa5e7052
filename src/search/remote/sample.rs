//! Some of very many terms, with how many documents have each.

use std::collections::BTreeMap;
use std::collections::HashSet;

use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::mapping::KIND;

/// The terms of a field whose hashes are the least: as good as drawn by lot, and the same each time. What is counted of
/// them is exact, since a term that is among them in the end was among them from the first.
pub(super) struct Sample {
    field: &'static str,
    /// The only kind of documents that is counted.
    kind: Option<&'static str>,
    most: usize,
    /// By hash.
    terms: BTreeMap<u64, (String, u64)>,
}

impl Sample {
    pub(super) fn new(field: &'static str, kind: Option<&'static str>, most: usize) -> Self {
        Self { field, kind, most, terms: BTreeMap::new() }
    }

    pub(super) fn field(&self) -> &'static str {
        self.field
    }

    /// Notes that so many more documents have a term.
    pub(super) fn add(&mut self, term: String, documents: u64) {
        let hash = xxh3_64(term.as_bytes());
        if let Some((_, count)) = self.terms.get_mut(&hash) {
            *count += documents;
            return;
        }
        let last = self.terms.last_key_value().map(|(hash, _)| *hash);
        if self.terms.len() < self.most || last.is_some_and(|last| hash < last) {
            self.terms.insert(hash, (term, documents));
        }
        if self.terms.len() > self.most {
            self.terms.pop_last();
        }
    }

    /// Notes that one more document has each of these terms, however often it has it.
    pub(super) fn add_each(&mut self, terms: impl Iterator<Item = String>) {
        terms.collect::<HashSet<_>>().into_iter().for_each(|term| self.add(term, 1));
    }

    /// The terms, with how many documents have them.
    pub(super) fn terms(&self) -> impl Iterator<Item = (&String, u64)> {
        self.terms.values().map(|(term, documents)| (term, *documents))
    }

    /// What finds the documents that have a term.
    pub(super) fn query(&self, term: &str) -> Value {
        let holds = json!({"term": {self.field: term}});
        match self.kind {
            Some(kind) => json!({"bool": {"filter": [holds, {"term": {KIND: kind}}]}}),
            None => holds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sample;

    #[test]
    fn what_is_kept_is_counted_from_the_first() {
        let mut sample = Sample::new("terms", None, 10);
        for _ in 0..3 {
            (0..1000).for_each(|term| sample.add(format!("mot{term}"), 2));
        }
        assert_eq!(sample.terms().count(), 10);
        assert!(sample.terms().all(|(_, documents)| documents == 6));
        let mut small = Sample::new("terms", None, 10);
        small.add_each(["a", "b", "a"].into_iter().map(str::to_owned));
        assert_eq!(small.terms().map(|(_, documents)| documents).sum::<u64>(), 2);
    }
}
