//! Words of a passage that stand for a typed word by more than their stem: looked for in the forward form, and where
//! capitals count in the text itself.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::query::doc_predicate_query::{
    ConstOrVariableSegmentPredicate, DocPredicate, SegmentDocPredicate,
};
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocId, SegmentReader};

use super::answers::{Answers, SegmentAnswers};
use super::asker::Asker;
use super::terms::Matching;
use super::terms::QueryWord;
use super::widen::Widened;
use crate::analysis::{Analyzer, Beginnings, Token, letters};
use crate::error::Result;
use crate::index::{
    Dictionary, Forward, PassageWords, Reader, Record, Records, StoredPassage, WordForms, decode_record,
};
use crate::query::Field;

/// What one word of a pattern is told by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WordTest {
    /// Its stem is one of these.
    Stems(BTreeSet<String>),
    /// Its form begins so.
    Prefix(String),
    /// Its form is one of these.
    Forms(BTreeSet<String>),
    /// It is spelled so, and its letters are these where capitals count.
    Exact {
        /// Lower case.
        spelling: String,
        /// As typed.
        letters: String,
    },
}

impl WordTest {
    /// What `word` asks for; `typed` are its bytes, `stems` what is searched for it.
    pub(super) fn new(word: &QueryWord, typed: &str, stems: BTreeSet<String>, widened: &Widened) -> Self {
        match word.matching {
            Matching::Stem => Self::Stems(stems),
            Matching::Prefix => Self::Prefix(word.form.clone()),
            Matching::Fuzzy(_) => Self::Forms(widened.forms.keys().cloned().collect()),
            Matching::Exact => Self::Exact { spelling: word.spelling.clone(), letters: letters(typed) },
        }
    }

    fn accepts(&self, word: &WordForms<'_>) -> bool {
        match self {
            Self::Stems(stems) => stems.contains(word.stem),
            Self::Prefix(prefix) => word.form.starts_with(prefix.as_str()),
            Self::Forms(forms) => forms.contains(word.form),
            Self::Exact { spelling, .. } => word.spelling == spelling,
        }
    }

    /// Whether a word of a text is one of those meant, capitals included.
    pub(super) fn accepts_token(&self, token: &Token<'_>) -> bool {
        match self {
            Self::Stems(stems) => stems.contains(token.stem),
            Self::Prefix(prefix) => token.form.starts_with(prefix.as_str()),
            Self::Forms(forms) => forms.contains(token.form),
            Self::Exact { letters: typed, .. } => letters(token.raw) == *typed,
        }
    }

    /// Seeks the words that [`accepts_token`](Self::accepts_token) accepts.
    pub(super) fn seek(&self, beginnings: &mut Beginnings) {
        match self {
            Self::Stems(terms) | Self::Forms(terms) => terms.iter().for_each(|term| beginnings.add(term)),
            Self::Prefix(term) | Self::Exact { letters: term, .. } => beginnings.add(term),
        }
    }
}

/// Words side by side, in order, in one part of a passage.
#[derive(Clone)]
pub(super) struct Pattern {
    /// Title or section; else title, section or text.
    pub(super) field: Option<Field>,
    pub(super) tests: Vec<WordTest>,
    /// How many other words may stand between.
    pub(super) slop: u32,
    /// The passages that are looked at, which all have stems of these words.
    pub(super) among: Arc<dyn Query>,
    pub(super) segments: Arc<Segments>,
    pub(super) answers: Arc<Answers>,
}

/// What the segments of an index are searched in.
///
/// tantivy asks whether a document matches, and takes no failure for an answer: the first damage that is met is kept here,
/// as is whether anybody still waits, and whoever asked the query looks for it ([`sound`](Self::sound)).
pub(super) struct Segments {
    forward: HashMap<SegmentId, (Forward, Records)>,
    damage: OnceLock<std::io::Error>,
    asker: Asker,
}

impl Segments {
    pub(super) fn new(reader: &Reader, asker: &Asker) -> Result<Self> {
        let mut forward = HashMap::new();
        for (ordinal, segment) in (0..).zip(reader.searcher().segment_readers()) {
            let files = (reader.forward(ordinal)?.clone(), reader.records(ordinal)?.clone());
            forward.insert(segment.segment_id(), files);
        }
        Ok(Self { forward, damage: OnceLock::new(), asker: asker.clone() })
    }

    /// What was read, or nothing where that is damaged, which is kept.
    pub(super) fn read<T: Default>(&self, outcome: std::io::Result<T>) -> T {
        outcome.unwrap_or_else(|damage| {
            drop(self.damage.set(damage));
            T::default()
        })
    }

    /// Whether the words of `document` were read into `words`: that they are there, are sound, and anybody waits for them.
    pub(super) fn words(&self, forward: &Forward, document: DocId, words: &mut PassageWords) -> bool {
        self.asker.waits().is_ok() && self.read(forward.words(document, words))
    }

    /// # Errors
    /// `NobodyWaits`, since what was answered then is no answer; `IndexDamaged` where something was, of all that was read.
    pub(super) fn sound(&self, reader: &Reader) -> Result<()> {
        self.asker.waits()?;
        self.damage.get().map_or(Ok(()), |damage| Err(reader.damaged(damage)))
    }

    /// The files of a segment.
    pub(super) fn of(&self, segment: &SegmentReader) -> Option<&(Forward, Records)> {
        self.forward.get(&segment.segment_id())
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pattern").field("field", &self.field).field("tests", &self.tests).finish()
    }
}

impl DocPredicate for Pattern {
    type SegmentDocPredicate = InSegment;

    fn doc_predicate(
        &self,
        segment: &SegmentReader,
    ) -> tantivy::Result<ConstOrVariableSegmentPredicate<InSegment>> {
        let Some((forward, records)) = self.segments.of(segment) else {
            return Ok(ConstOrVariableSegmentPredicate::Const(false));
        };
        let exact = self.tests.iter().any(|test| matches!(test, WordTest::Exact { .. }));
        let among = self.among.weight(EnableScoring::disabled_from_schema(segment.schema()))?;
        let known = self.tests.iter().map(|test| Known::new(test, forward.dictionary()));
        let known = known.collect::<std::io::Result<_>>()?;
        Ok(ConstOrVariableSegmentPredicate::Variable {
            predicate: InSegment {
                pattern: self.clone(),
                answers: self.answers.of(segment),
                forward: forward.clone(),
                records: exact.then(|| records.clone()),
                known,
                words: PassageWords::default(),
                analyzer: Analyzer::new(),
            },
            necessary_condition: Box::new(among.scorer(segment, 1.0)?),
        })
    }
}

/// A pattern in one segment. Cost of a passage: about 1 µs for 100 words; where capitals count some 30 µs more, if it
/// has the word in any case.
pub(super) struct InSegment {
    pattern: Pattern,
    answers: Arc<SegmentAnswers>,
    forward: Forward,
    /// Where capitals count.
    records: Option<Records>,
    /// For each test.
    known: Vec<Known>,
    words: PassageWords,
    analyzer: Analyzer,
}

impl SegmentDocPredicate for InSegment {
    fn eval(&mut self, document: DocId) -> bool {
        self.answers.known(document).unwrap_or_else(|| {
            let holds = self.in_words(document) && (self.records.is_none() || self.in_text(document));
            self.answers.keep(document, holds)
        })
    }
}

impl InSegment {
    fn in_words(&mut self, document: DocId) -> bool {
        let Self { pattern, forward, known, words, .. } = self;
        if !pattern.segments.words(forward, document, words) {
            return false;
        }
        let mut accepts = |test: usize, word: u32| {
            pattern.segments.read(accepts(&pattern.tests, known, forward.dictionary(), test, word))
        };
        let parts: [&[u32]; 3] = match pattern.field {
            Some(Field::Title) => [&words.title, &[], &[]],
            Some(Field::Section) => [&words.headings, &[], &[]],
            _ => [&words.title, &words.headings, &words.text],
        };
        parts.into_iter().any(|part| pattern.stands_in(part.len(), |test, at| accepts(test, part[at])))
    }

    fn in_text(&mut self, document: DocId) -> bool {
        let read = |records: &Records| self.pattern.segments.read(records.with(document, decode_record));
        let Some(Record::Passage(passage)) = self.records.as_ref().and_then(read) else { return false };
        texts(&passage, self.pattern.field).into_iter().any(|text| {
            let tokens: Vec<Token<'_>> = self.analyzer.analyze(text).collect();
            self.pattern
                .stands_in(tokens.len(), |test, at| self.pattern.tests[test].accepts_token(&tokens[at]))
        })
    }
}

/// The texts that a pattern is looked for in.
fn texts(passage: &StoredPassage, field: Option<Field>) -> Vec<&str> {
    let title = passage.head.title.as_str();
    let headings = passage.section.iter().map(String::as_str);
    match field {
        Some(Field::Title) => vec![title],
        Some(Field::Section) => headings.collect(),
        _ => [title, passage.passage.text.as_str()].into_iter().chain(headings).collect(),
    }
}

/// Which words of a segment a test accepts.
struct Known {
    /// Those that it was asked of.
    words: FxHashMap<u32, bool>,
    /// It accepts no others.
    all: bool,
}

impl Known {
    /// A test by forms says at once which words have them; the others are asked of each word once.
    fn new(test: &WordTest, dictionary: &Dictionary) -> std::io::Result<Self> {
        let WordTest::Forms(forms) = test else {
            return Ok(Self { words: FxHashMap::default(), all: false });
        };
        let mut words = FxHashMap::default();
        for form in forms {
            words.extend(dictionary.ids_of_form(form)?.into_iter().map(|word| (word, true)));
        }
        Ok(Self { words, all: true })
    }
}

fn accepts(
    tests: &[WordTest],
    known: &mut [Known],
    dictionary: &Dictionary,
    test: usize,
    word: u32,
) -> std::io::Result<bool> {
    let (Some(known), Some(test)) = (known.get_mut(test), tests.get(test)) else { return Ok(false) };
    if known.all {
        return Ok(known.words.contains_key(&word));
    }
    Ok(match known.words.entry(word) {
        Entry::Occupied(known) => *known.get(),
        Entry::Vacant(new) => *new.insert(test.accepts(&dictionary.word(word)?)),
    })
}

impl Pattern {
    fn stands_in(&self, words: usize, accepts: impl FnMut(usize, usize) -> bool) -> bool {
        stands_in(words, self.tests.len(), self.slop as usize, accepts)
    }
}

/// Whether as many words as there are `tests` stand in order among `words`, with up to `slop` others between; `accepts`
/// knows whether one passes a test. After its first word each stands at the next place that fits it.
pub(super) fn stands_in(
    words: usize,
    tests: usize,
    slop: usize,
    mut accepts: impl FnMut(usize, usize) -> bool,
) -> bool {
    (0..words).any(|first| {
        let mut at = first;
        let mut left = slop;
        accepts(0, first)
            && (1..tests).all(|test| {
                let last = (at + 1 + left).min(words.saturating_sub(1));
                let found = (at + 1..=last).find(|next| accepts(test, *next));
                if let Some(found) = found {
                    left -= found - at - 1;
                    at = found;
                }
                found.is_some()
            })
    })
}
