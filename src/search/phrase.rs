//! Words side by side: the index finds the passages that hold them all, the forward form says where they stand.

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::query::doc_predicate_query::{
    ConstOrVariableSegmentPredicate, DocPredicate, DocPredicateQuery, SegmentDocPredicate,
};
use tantivy::query::{AllScorer, BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, Term};

use super::answers::{Answers, SegmentAnswers};
use super::pattern::{Segments, stands_in};
use crate::index::{Forward, PassageWords};

/// The passages with `stems` in this order in their title, one of their headings or their text, and at most `slop`
/// other words between; scored by the stems. `field` holds the stems of passages. Nothing for no stems.
pub(super) fn phrase(
    segments: &Arc<Segments>,
    field: Field,
    stems: &[String],
    slop: u32,
) -> Option<Box<dyn Query>> {
    let mut distinct: Vec<&String> = stems.iter().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let term = |stem: &&String| {
        let term = Term::from_field_text(field, stem);
        (Occur::Must, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>)
    };
    let mut clauses: Vec<_> = distinct.iter().map(term).collect();
    if stems.len() > 1 {
        let numbers = distinct.iter().map(|stem| (*stem).clone()).zip(1..).collect();
        let number = |stem: &String| distinct.partition_point(|of| *of < stem) as u32 + 1;
        let stems = stems.iter().map(number).collect();
        let phrase = Phrase { numbers, stems, slop, segments: Arc::clone(segments), answers: Arc::default() };
        clauses.push((Occur::Must, Box::new(DocPredicateQuery::from(phrase))));
    }
    match clauses.len() {
        0 => None,
        1 => clauses.pop().map(|(_, only)| only),
        _ => Some(Box::new(BooleanQuery::new(clauses))),
    }
}

/// Stems side by side.
#[derive(Clone)]
struct Phrase {
    /// Each stem's number, from 1.
    numbers: FxHashMap<String, u32>,
    /// The numbers in the order of the phrase.
    stems: Vec<u32>,
    slop: u32,
    segments: Arc<Segments>,
    answers: Arc<Answers>,
}

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Phrase").field("stems", &self.stems).field("slop", &self.slop).finish_non_exhaustive()
    }
}

impl DocPredicate for Phrase {
    type SegmentDocPredicate = InSegment;

    fn doc_predicate(
        &self,
        segment: &SegmentReader,
    ) -> tantivy::Result<ConstOrVariableSegmentPredicate<InSegment>> {
        let Some((forward, _)) = self.segments.of(segment) else {
            return Ok(ConstOrVariableSegmentPredicate::Const(false));
        };
        let known = vec![UNKNOWN; forward.dictionary().numbers() as usize];
        let predicate = InSegment {
            phrase: self.clone(),
            answers: self.answers.of(segment),
            forward: forward.clone(),
            known,
            words: PassageWords::default(),
        };
        let necessary_condition = Box::new(AllScorer::new(segment.max_doc()));
        Ok(ConstOrVariableSegmentPredicate::Variable { predicate, necessary_condition })
    }
}

/// A word whose stem was not asked for.
const UNKNOWN: u32 = 0;
/// A word of another stem than those of the phrase.
const OTHER: u32 = u32::MAX;

/// A phrase in one segment. Cost of a passage: about 0.5 µs for 100 words.
struct InSegment {
    phrase: Phrase,
    answers: Arc<SegmentAnswers>,
    forward: Forward,
    /// For each word of the segment the number of its stem.
    known: Vec<u32>,
    words: PassageWords,
}

impl SegmentDocPredicate for InSegment {
    fn eval(&mut self, document: DocId) -> bool {
        self.answers.known(document).unwrap_or_else(|| {
            let holds = self.holds(document);
            self.answers.keep(document, holds)
        })
    }
}

impl InSegment {
    fn holds(&mut self, document: DocId) -> bool {
        let Self { phrase, forward, known, words, .. } = self;
        let segments = &phrase.segments;
        if !segments.words(forward, document, words) {
            return false;
        }
        let mut stem = |word: u32| {
            let known = &mut known[word as usize];
            if *known == UNKNOWN {
                let stem = segments.read(forward.dictionary().word(word).map(|word| word.stem));
                *known = phrase.numbers.get(stem).copied().unwrap_or(OTHER);
            }
            *known
        };
        for part in [&mut words.title, &mut words.headings, &mut words.text] {
            part.iter_mut().for_each(|word| *word = stem(*word));
        }
        let mut stands_in = |part: &[u32]| phrase.stands_in(part);
        stands_in(&words.title) || words.headings().any(&mut stands_in) || stands_in(&words.text)
    }
}

impl Phrase {
    fn stands_in(&self, part: &[u32]) -> bool {
        let accepts = |stem: usize, at: usize| part[at] == self.stems[stem];
        stands_in(part.len(), self.stems.len(), self.slop as usize, accepts)
    }
}
