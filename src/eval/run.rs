//! Runs: what an engine ranked for each topic, in TREC's form on disk.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};
use std::path::Path;

use super::lines::{Line, lines, read};
use crate::error::{Flaw, Result};

/// What an engine ranked: for each topic documents with their scores, best first, no document twice.
///
/// The order of the list is the ranking. A run that is read from a file is put into trec_eval's order, by score
/// descending and, where scores are equal, by document id descending (bytes), whatever its rank column says
/// (`form_res_rels.c`, `comp_sim_docno`). A run that is built with [`insert`](Self::insert) keeps the order
/// given, and [`write_to`](Self::write_to) makes the two agree: it writes strictly decreasing scores.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Run {
    topics: BTreeMap<String, Vec<(String, f32)>>,
}

impl Run {
    /// The run of a file: `topic Q0 document rank score tag` a line, any white space between.
    ///
    /// An empty file is a run that found nothing. Cost: the file and its run in memory.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is not UTF-8, or has a line of another form, a score that is no finite number,
    /// or a document that its topic has already.
    pub fn read(path: &Path) -> Result<Self> {
        read(path, Self::parse)
    }

    /// As [`read`](Self::read), from a text; `path` is the name for errors.
    ///
    /// # Errors
    ///
    /// A line has another form, a score that is no finite number, or a document that its topic has already.
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        let mut topics: HashMap<&str, HashMap<&str, f32>> = HashMap::new();
        for line in lines(path, text) {
            let (topic, document, score) = columns(&line)?;
            if topics.entry(topic).or_default().insert(document, score).is_some() {
                let (document, topic) = (document.to_owned(), topic.to_owned());
                return Err(line.error(Flaw::RankedTwice { document, topic }));
            }
        }
        let topics = topics.into_iter().map(|(topic, scores)| (topic.to_owned(), ranked(scores)));
        Ok(Self { topics: topics.collect() })
    }

    /// Sets the ranking of a topic, best first. Of a document that comes more than once the first place counts,
    /// so an article stands where its best passage does.
    pub fn insert<D: Into<String>>(&mut self, topic: &str, ranking: impl IntoIterator<Item = (D, f32)>) {
        let mut seen = HashSet::new();
        let ranking = ranking.into_iter().map(|(document, score)| (document.into(), score));
        let ranking = ranking.filter(|(document, _)| seen.insert(document.clone())).collect();
        self.topics.insert(topic.to_owned(), ranking);
    }

    /// What was ranked for a topic, best first; `None` where the run does not have it.
    #[must_use]
    pub fn topic(&self, id: &str) -> Option<&[(String, f32)]> {
        self.topics.get(id).map(Vec::as_slice)
    }

    /// Writes the run in TREC's form, topics in the order of their ids, with `tag` as the name of the run.
    ///
    /// A score that is not below the one before it is lowered to the next smaller number of 32 bits, which is
    /// what trec_eval keeps of a score; so every reader finds the ranking that was measured here.
    ///
    /// # Errors
    ///
    /// The writer fails; or an id or the tag is empty or holds white space, which the form has no way to write
    /// ([`io::ErrorKind::InvalidInput`]).
    pub fn write_to(&self, out: &mut impl Write, tag: &str) -> io::Result<()> {
        column(tag)?;
        for (topic, ranking) in &self.topics {
            column(topic)?;
            let scores = strictly_decreasing(ranking.iter().map(|(_, score)| *score));
            for ((rank, (document, _)), score) in (1..).zip(ranking).zip(scores) {
                writeln!(out, "{topic} Q0 {} {rank} {score:?} {tag}", column(document)?)?;
            }
        }
        Ok(())
    }
}

/// Topic, document and score of a line.
fn columns<'a>(line: &Line<'a>) -> Result<(&'a str, &'a str, f32)> {
    let columns: Vec<&str> = line.text.split_whitespace().collect();
    let [topic, _, document, _, score, _] = columns[..] else {
        return Err(line.error(Flaw::Columns { found: columns.len() }));
    };
    match score.parse::<f32>() {
        Ok(value) if value.is_finite() => Ok((topic, document, value)),
        _ => Err(line.error(Flaw::NoScore { typed: score.to_owned() })),
    }
}

/// trec_eval's order.
fn ranked(scores: HashMap<&str, f32>) -> Vec<(String, f32)> {
    let mut ranking: Vec<_> =
        scores.into_iter().map(|(document, score)| (document.to_owned(), score)).collect();
    ranking.sort_unstable_by(|a, b| by_score(b.1, a.1).then_with(|| b.0.cmp(&a.0)));
    ranking
}

/// Unlike `total_cmp` this holds 0 and -0 for equal, as trec_eval does. Scores from a file are finite.
fn by_score(a: f32, b: f32) -> Ordering {
    a.partial_cmp(&b).unwrap_or(Ordering::Equal)
}

/// The scores, each lowered as little as it takes to be below the one before; one that is no number becomes the
/// highest that is.
fn strictly_decreasing(scores: impl Iterator<Item = f32>) -> impl Iterator<Item = f32> {
    scores.scan(f32::INFINITY, |before, score| {
        *before = score.min(before.next_down());
        Some(*before)
    })
}

/// `text`, if it can stand in a column.
fn column(text: &str) -> io::Result<&str> {
    if !text.is_empty() && !text.contains(char::is_whitespace) {
        return Ok(text);
    }
    let reason = format!("«{text}» is empty or holds white space, which a TREC run has no way to write");
    Err(io::Error::new(io::ErrorKind::InvalidInput, reason))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Run;

    fn documents<'a>(run: &'a Run, topic: &str) -> Vec<&'a str> {
        run.topic(topic).unwrap().iter().map(|(document, _)| document.as_str()).collect()
    }

    fn written(run: &Run) -> String {
        let mut out = Vec::new();
        run.write_to(&mut out, "alinea").unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn ties_go_to_the_higher_id_and_the_rank_column_counts_for_nothing() {
        // b and c tie at 2: c comes first. 10 and 9 tie at 1: as bytes "9" is above "10". d is last at -0 = 0
        // with e, and e is above d.
        let text =
            "q Q0 10 1 1.0 x\nq Q0 9 2 1 x\nq Q0 b 3 2 x\nq Q0 c 4 2.0 x\nq Q0 d 5 0 x\nq Q0 e 6 -0 x\n";
        assert_eq!(documents(&Run::parse("r", text).unwrap(), "q"), ["c", "b", "9", "10", "e", "d"]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, expected) in [
            ("q Q0 d 1 2 x\n\nq Q0 d 2 1 x\n", "r:3: document «d» occurs twice for topic «q»"),
            ("q Q0 d 1 2\n", "r:1: 5 columns, not the six of a TREC run"),
            ("q Q0 d 1 NaN x\n", "r:1: the score «NaN» is no finite number"),
            ("q Q0 d 1 1e99 x\n", "r:1: the score «1e99» is no finite number"),
            ("q Q0 d 1 1,5 x\n", "r:1: the score «1,5» is no finite number"),
        ] {
            assert_eq!(Run::parse("r", text).unwrap_err().to_string(), expected, "{text:?}");
        }
        assert_eq!(Run::parse("r", "").unwrap(), Run::default());
    }

    #[test]
    fn an_article_stands_where_its_best_passage_does() {
        let mut run = Run::default();
        run.insert("q", [("b", 3.0), ("a", 2.0), ("b", 1.0)]);
        assert_eq!(run.topic("q").unwrap(), [("b".to_owned(), 3.0), ("a".to_owned(), 2.0)]);
        assert_eq!(written(&run), "q Q0 b 1 3.0 alinea\nq Q0 a 2 2.0 alinea\n");
    }

    #[test]
    fn an_id_that_the_form_cannot_hold_is_refused() {
        for (topic, document, tag) in
            [("q 1", "d", "x"), ("q", "a b", "x"), ("q", "", "x"), ("q", "d", "x\ty")]
        {
            let mut run = Run::default();
            run.insert(topic, [(document, 1.0)]);
            let error = run.write_to(&mut Vec::new(), tag).unwrap_err();
            assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput, "{topic:?} {document:?} {tag:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_in_the_order_given(
            scores in prop::collection::vec(prop_oneof![prop::num::f32::NORMAL, Just(0.0), Just(f32::NAN)], 0..20)
        ) {
            let mut run = Run::default();
            run.insert("q", (0..).zip(&scores).map(|(n, score)| (format!("d{n}"), *score)));
            let back = Run::parse("r", &written(&run)).unwrap();
            if !scores.is_empty() {
                prop_assert_eq!(documents(&back, "q"), documents(&run, "q"));
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "([a-c0-9 .\\t\\n-]|Q0){0,80}") {
            let _ = Run::parse("r", &text);
        }
    }
}
