//! Qrels: which documents answer a topic, as people judged.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use super::lines::{Line, empty, lines, read};
use crate::error::{Flaw, Result};

/// The judged documents of one topic and their grades: 1 and more is relevant, 0 and less is not.
pub type Judgements = HashMap<String, i32>;

/// The judgements of an evaluation set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Qrels {
    topics: HashMap<String, Judgements>,
}

/// Topic, document, grade.
type Row<'a> = (&'a str, &'a str, &'a str);

/// The first line of BEIR's form.
const HEADER: Row<'static> = ("query-id", "corpus-id", "score");

impl Qrels {
    /// The judgements of a file, in one of three forms, told apart by the first line: BEIR's (tabs, a header
    /// `query-id corpus-id score`), the same without header, or TREC's (`topic iteration document grade`, any
    /// white space between, iteration ignored).
    ///
    /// # Errors
    ///
    /// The file cannot be read, is not UTF-8, holds no judgement, or has a line that is none or judges a
    /// document a second time.
    pub fn read(path: &Path) -> Result<Self> {
        read(path, Self::parse)
    }

    /// As [`read`](Self::read), from a text; `path` is the name for errors.
    ///
    /// # Errors
    ///
    /// The text holds no judgement, or a line that is none or judges a document a second time.
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        let mut lines = lines(path, text).peekable();
        let first = *lines.peek().ok_or_else(|| empty(path, Flaw::NoJudgements))?;
        let columns = if tabbed(first.text).is_some() { tabbed } else { trec };
        lines.next_if(|line| tabbed(line.text) == Some(HEADER));
        let mut qrels = Self::default();
        for line in lines {
            qrels.add(&line, columns)?;
        }
        if qrels.topics.is_empty() { Err(empty(path, Flaw::NoJudgements)) } else { Ok(qrels) }
    }

    /// The judgements of a topic; `None` where nobody judged it.
    #[must_use]
    pub fn topic(&self, id: &str) -> Option<&Judgements> {
        self.topics.get(id)
    }

    /// The ids of all judged documents, each once.
    #[must_use]
    pub fn documents(&self) -> BTreeSet<&str> {
        self.topics.values().flat_map(HashMap::keys).map(String::as_str).collect()
    }

    fn add(&mut self, line: &Line<'_>, columns: fn(&str) -> Option<Row<'_>>) -> Result<()> {
        let (topic, document, grade) = columns(line.text).ok_or_else(|| line.error(Flaw::NoJudgement))?;
        let grade = grade.parse().map_err(|_| line.error(Flaw::NoGrade { typed: grade.to_owned() }))?;
        let judged = self.topics.entry(topic.to_owned()).or_default();
        match judged.insert(document.to_owned(), grade) {
            None => Ok(()),
            Some(_) => {
                let (document, topic) = (document.to_owned(), topic.to_owned());
                Err(line.error(Flaw::JudgedTwice { document, topic }))
            }
        }
    }
}

/// Three columns with tabs between, none empty.
fn tabbed(line: &str) -> Option<Row<'_>> {
    let mut columns = line.split('\t').map(str::trim);
    let row = (columns.next()?, columns.next()?, columns.next()?);
    let whole = columns.next().is_none() && !row.0.is_empty() && !row.1.is_empty();
    whole.then_some(row)
}

/// Four columns with white space between; the second is ignored.
fn trec(line: &str) -> Option<Row<'_>> {
    let mut columns = line.split_whitespace();
    let topic = columns.next()?;
    let row = (topic, columns.nth(1)?, columns.next()?);
    columns.next().is_none().then_some(row)
}

#[cfg(test)]
mod tests {
    use super::Qrels;

    #[test]
    fn three_forms_are_read() {
        for text in [
            "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t-1\nq2\td1\t0\n",
            "q1\td1\t2\nq1\td2\t-1\n\nq2\td1\t0\n",
            "q1 0 d1 2\nq1\t0\td2\t-1\r\n  q2  Q0 d1 0\n",
        ] {
            let qrels = Qrels::parse("f", text).unwrap();
            let grade = |topic: &str, document: &str| qrels.topic(topic)?.get(document).copied();
            assert_eq!(
                [
                    grade("q1", "d1"),
                    grade("q1", "d2"),
                    grade("q2", "d1"),
                    grade("q2", "d2"),
                    grade("q3", "d1")
                ],
                [Some(2), Some(-1), Some(0), None, None],
                "{text}"
            );
            assert_eq!(Vec::from_iter(qrels.documents()), ["d1", "d2"]);
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, expected) in [
            ("", "f:1: the file holds no judgement"),
            ("query-id\tcorpus-id\tscore\n", "f:1: the file holds no judgement"),
            ("query-id\tcorpus-id\tscore\nq\td\tx\n", "f:2: «x» is no whole number"),
            ("q 0 d 1.5\n", "f:1: «1.5» is no whole number"),
            ("q\td\t1\nq\td\t1\n", "f:2: document «d» is judged twice for topic «q»"),
        ] {
            assert_eq!(Qrels::parse("f", text).unwrap_err().to_string(), expected, "{text:?}");
        }
        for text in ["q d\n", "q\td\t1\nq 0 d 1\n", "q 0 d 1\nq 0 d\n", "q 0 d 1\nq\td\t1\n", "a b c d e\n"] {
            let message = Qrels::parse("f", text).unwrap_err().to_string();
            assert!(message.contains("no judgement: query-id"), "{text:?}: {message}");
        }
    }
}
