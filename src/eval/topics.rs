//! Topics: queries with an id, as an evaluation set lists them.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;

use super::lines::{Line, empty, lines, read};
use crate::error::{Flaw, Result};

/// A query with an id.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Topic {
    /// What qrels and runs call it.
    #[serde(rename = "_id")]
    pub id: String,
    /// What a person typed.
    pub text: String,
}

/// The topics of a file, in its order: BEIR's `queries.jsonl` (an object with `_id` and `text` a line) or `id`,
/// tab, text, told apart by the first character.
///
/// # Errors
///
/// The file cannot be read, is not UTF-8, holds no topic, or has a line that is no topic or repeats an id.
pub fn read_topics(path: &Path) -> Result<Vec<Topic>> {
    read(path, parse_topics)
}

/// As [`read_topics`], from a text; `path` is the name for errors.
///
/// # Errors
///
/// The text holds no topic, or a line that is no topic or repeats an id.
pub fn parse_topics(path: &str, text: &str) -> Result<Vec<Topic>> {
    let lines = lines(path, text);
    let Some(first) = lines.clone().next() else { return Err(empty(path, Flaw::NoTopics)) };
    let form = if first.text.trim_start().starts_with('{') { json } else { tabbed };
    let mut seen = HashMap::new();
    lines.map(|line| refuse_second(form(&line)?, &line, &mut seen)).collect()
}

/// `seen` has the line of each id that was met.
fn refuse_second(topic: Topic, line: &Line<'_>, seen: &mut HashMap<String, u64>) -> Result<Topic> {
    match seen.insert(topic.id.clone(), line.number) {
        None => Ok(topic),
        Some(before) => Err(line.error(Flaw::TopicTwice { id: topic.id, line: before })),
    }
}

/// A line of BEIR's `queries.jsonl`; other keys are allowed.
fn json(line: &Line<'_>) -> Result<Topic> {
    let topic: Topic = serde_json::from_str(line.text)
        .map_err(|e| line.error(Flaw::NoTopicObject { said: e.to_string() }))?;
    named(topic, line)
}

/// `id`, tab, text; the text may hold further tabs.
fn tabbed(line: &Line<'_>) -> Result<Topic> {
    let (id, text) = line.text.split_once('\t').ok_or_else(|| line.error(Flaw::NoTab))?;
    named(Topic { id: id.trim().to_owned(), text: text.trim().to_owned() }, line)
}

fn named(topic: Topic, line: &Line<'_>) -> Result<Topic> {
    if topic.id.is_empty() { Err(line.error(Flaw::TopicUnnamed)) } else { Ok(topic) }
}

#[cfg(test)]
mod tests {
    use super::{Topic, parse_topics};

    fn topic(id: &str, text: &str) -> Topic {
        Topic { id: id.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn both_forms_are_read() {
        let expected = vec![topic("q1", "Où est le camp ?"), topic("q2", "l'été")];
        for text in [
            "{\"_id\": \"q1\", \"text\": \"Où est le camp ?\"}\n\n{\"_id\": \"q2\", \"text\": \"l'été\", \"n\": 1}\n",
            "q1\tOù est le camp ?\r\nq2\tl'été\r\n",
        ] {
            assert_eq!(parse_topics("t", text).unwrap(), expected, "{text}");
        }
        assert_eq!(parse_topics("t", "q\ta\tb").unwrap(), [topic("q", "a\tb")]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, expected) in [
            ("q1\ta\nq2 b\n", "t:2: no tab between id and text"),
            ("q1\ta\n\nq1\tb\n", "t:3: topic «q1» stands on line 1 already"),
            ("\tb\n", "t:1: a topic without id"),
            ("\n \n", "t:1: the file holds no topic"),
        ] {
            assert_eq!(parse_topics("t", text).unwrap_err().to_string(), expected, "{text:?}");
        }
        for text in
            ["{\"_id\": \"q\", \"text\": \"\"}\n{\"_id\": 3}", "{\"_id\": \"q\", \"text\": \"\"}\nq\ta"]
        {
            let message = parse_topics("t", text).unwrap_err().to_string();
            assert!(message.starts_with("t:2: no object with"), "{message}");
        }
    }
}
