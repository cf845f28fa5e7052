//! What was found out about documents, kept for the other passes of the same question: it is counted, then ranked, and
//! ranked again where its best score alike.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader};

const BITS: u32 = u64::BITS;

/// The answers of a test, segment by segment.
#[derive(Default)]
pub(super) struct Answers(Mutex<HashMap<SegmentId, Arc<SegmentAnswers>>>);

/// The answers in a segment: a bit for each document that was asked about, and one for each that passed.
pub(super) struct SegmentAnswers {
    asked: Vec<AtomicU64>,
    passed: Vec<AtomicU64>,
}

impl Answers {
    /// Those of `segment`. Memory: two bits a document.
    pub(super) fn of(&self, segment: &SegmentReader) -> Arc<SegmentAnswers> {
        let mut segments = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(SegmentAnswers::new(segment.max_doc()));
        Arc::clone(segments.entry(segment.segment_id()).or_insert_with(new))
    }
}

impl SegmentAnswers {
    fn new(documents: DocId) -> Self {
        let words = || (0..documents.div_ceil(BITS)).map(|_| AtomicU64::new(0)).collect();
        Self { asked: words(), passed: words() }
    }

    /// Whether `document` passes, where that is known.
    pub(super) fn known(&self, document: DocId) -> Option<bool> {
        let (word, bit) = place(document);
        let asked = self.asked.get(word)?.load(Ordering::Acquire) & bit != 0;
        asked.then(|| self.passed[word].load(Ordering::Relaxed) & bit != 0)
    }

    /// Keeps whether `document` passes, and gives it back.
    pub(super) fn keep(&self, document: DocId, passes: bool) -> bool {
        let (word, bit) = place(document);
        if let (Some(asked), Some(passed)) = (self.asked.get(word), self.passed.get(word)) {
            if passes {
                passed.fetch_or(bit, Ordering::Relaxed);
            }
            asked.fetch_or(bit, Ordering::Release);
        }
        passes
    }
}

/// The word of bits that a document's is in, and that bit.
fn place(document: DocId) -> (usize, u64) {
    ((document / BITS) as usize, 1 << (document % BITS))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::search::first_stage::tests::indexed;
    use crate::search::{Local, Order, SearchRequest};

    const WORDS: [&str; 8] =
        ["maison", "maisons", "raison", "saisons", "mason", "liaison", "maisonnette", "camp"];

    fn texts() -> Vec<String> {
        (0..640).map(|number: usize| format!("La {} {}.", WORDS[number % 8], WORDS[number / 8 % 8])).collect()
    }

    /// What is counted and ranked, in several passes, is what one pass finds, and what a look at each live passage finds.
    #[test]
    fn passes_that_follow_find_what_the_first_one_does() {
        let folder = tempfile::tempdir().unwrap();
        let texts = texts();
        let reader = indexed(folder.path(), &texts, 160);
        assert!(reader.searcher().segment_readers().len() > 1);
        let engine = Local::open(folder.path()).unwrap();
        let found = |query: &str, order: Order| -> BTreeSet<String> {
            let query = query.to_owned();
            let request =
                SearchRequest { query, limit: 1000, count: true, order, ..SearchRequest::default() };
            let found = engine.search(&request).unwrap();
            assert_eq!(found.total, Some(found.hits.len()), "{}", request.query);
            found.hits.into_iter().map(|hit| hit.article.id).collect()
        };
        for (query, accepted) in [
            ("maison~1", &["maison", "maisons", "raison", "mason"][..]),
            ("mais*", &["maison", "maisons", "maisonnette"]),
            ("=raison", &["raison"]),
            ("+camp", &["camp"]),
        ] {
            let holds = |text: &str| text.split([' ', '.']).any(|word| accepted.contains(&word));
            let live = texts.iter().enumerate().filter(|(number, text)| number % 10 != 3 && holds(text));
            let expected: BTreeSet<String> = live.map(|(number, _)| format!("a{number}")).collect();
            assert_eq!(found(query, Order::Score), expected, "{query}");
            assert_eq!(found(query, Order::Document), expected, "{query}");
        }
        let phrase = "\"maison raison\"";
        assert_eq!(found(phrase, Order::Score), found(phrase, Order::Document));
        assert!(!found(phrase, Order::Score).is_empty());
    }

    #[test]
    fn what_was_found_out_is_known() {
        let answers = SegmentAnswers::new(130);
        for document in [0, 63, 64, 129] {
            assert_eq!(answers.known(document), None);
            answers.keep(document, document % 2 == 0);
            assert_eq!(answers.known(document), Some(document % 2 == 0));
        }
        assert_eq!(answers.known(65), None);
        assert!(answers.keep(500, true), "one beyond the segment is asked about each time");
        assert_eq!(answers.known(500), None);
    }
}
