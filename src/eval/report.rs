//! What a run is worth: its measures for each topic and on the mean.

use std::collections::HashMap;

use serde::{Serialize, Serializer};

use super::latency::Latency;
use super::measure::Measure;
use super::paired::Paired;
use super::qrels::{Judgements, Qrels};
use super::run::Run;
use super::topics::Topic;

/// The result of an evaluation; one JSON object, `"type":"eval"`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename = "eval")]
pub struct Report {
    /// Topics that have a judgement: those that the means are over.
    pub topics: usize,
    /// Topics without any judgement, left out.
    pub unjudged_topics: usize,
    /// Topics among [`topics`](Self::topics) for which the run holds nothing; they count as 0.
    pub unanswered_topics: usize,
    /// Judged documents that the index does not hold; nothing can find them. The caller fills it in.
    pub unknown_documents: usize,
    /// The means; 0 where no topic is judged.
    pub measures: Values,
    /// What the caller measured, if it ran the queries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency: Option<Latency>,
    /// What [`compare`](Self::compare) found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<Against>,
    /// The topics that have a judgement, in their file's order.
    #[serde(skip)]
    pub per_topic: Vec<TopicValues>,
}

/// The measures of one topic; one JSON object, `"type":"topic"`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename = "topic")]
pub struct TopicValues {
    /// The topic's id.
    pub topic: String,
    /// Its values.
    pub measures: Values,
}

/// A value for each measure, in the order that they were asked for; in JSON an object by their names.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Values(Vec<(Measure, f64)>);

/// How a run compares with another, measure by measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Against {
    /// The other run, as the caller names it.
    pub run: String,
    /// Topics that both reports have: those that are compared.
    pub topics: usize,
    /// Topics among them for which the other run holds nothing; they count as 0 for it.
    pub unanswered_topics: usize,
    /// In the order that they were asked for; in JSON an object by the measures' names.
    #[serde(serialize_with = "by_name")]
    pub measures: Vec<(Measure, Paired)>,
}

impl Report {
    /// Measures a run on all topics that have a judgement; judgements of other topics take no part.
    ///
    /// A topic that is judged but not in the run counts as 0 (trec_eval's `-c`), and so does one whose judged
    /// documents are all irrelevant. Cost: for each topic and measure one look-up a ranked document.
    #[must_use]
    pub fn new(topics: &[Topic], qrels: &Qrels, run: &Run, measures: &[Measure]) -> Self {
        let judged = || topics.iter().filter_map(|topic| Some((topic, qrels.topic(&topic.id)?)));
        let value = |topic: &Topic, judged| TopicValues {
            topic: topic.id.clone(),
            measures: values(measures, run.topic(&topic.id).unwrap_or_default(), judged),
        };
        let per_topic: Vec<_> = judged().map(|(topic, judged)| value(topic, judged)).collect();
        let unanswered = judged().filter(|(topic, _)| run.topic(&topic.id).is_none_or(<[_]>::is_empty));
        Self {
            topics: per_topic.len(),
            unjudged_topics: topics.len() - per_topic.len(),
            unanswered_topics: unanswered.count(),
            unknown_documents: 0,
            measures: means(measures, &per_topic),
            latency: None,
            against: None,
            per_topic,
        }
    }

    /// Each topic's difference in a measure, this report's minus the other's, for the topics that both have.
    #[must_use]
    pub fn differences<'a>(&'a self, other: &Self, measure: Measure) -> Vec<(&'a str, f64)> {
        let others: HashMap<&str, &Values> =
            other.per_topic.iter().map(|t| (t.topic.as_str(), &t.measures)).collect();
        let difference = |topic: &'a TopicValues| {
            let theirs = others.get(topic.topic.as_str())?.get(measure)?;
            Some((topic.topic.as_str(), topic.measures.get(measure)? - theirs))
        };
        self.per_topic.iter().filter_map(difference).collect()
    }

    /// Compares with another run, measured on the same topics; `name` says which in the result.
    ///
    /// Cost: that of [`Paired::of`] for each measure.
    pub fn compare(&mut self, other: &Self, name: &str) {
        let paired = |measure| {
            let differences: Vec<f64> = self.differences(other, measure).into_iter().map(|d| d.1).collect();
            (differences.len(), (measure, Paired::of(&differences)))
        };
        let (topics, measures): (Vec<_>, Vec<_>) = self.measures.iter().map(|(m, _)| paired(m)).unzip();
        self.against = Some(Against {
            run: name.to_owned(),
            topics: topics.into_iter().max().unwrap_or(0),
            unanswered_topics: other.unanswered_topics,
            measures,
        });
    }
}

fn values(measures: &[Measure], ranking: &[(String, f32)], judged: &Judgements) -> Values {
    let value = |measure: &Measure| {
        let documents = ranking.iter().map(|(document, _)| document.as_str());
        (*measure, measure.value(documents, judged))
    };
    Values(measures.iter().map(value).collect())
}

fn means(measures: &[Measure], per_topic: &[TopicValues]) -> Values {
    let mean = |measure: &Measure| {
        let sum: f64 = per_topic.iter().filter_map(|topic| topic.measures.get(*measure)).sum();
        (*measure, sum / per_topic.len().max(1) as f64)
    };
    Values(measures.iter().map(mean).collect())
}

impl Values {
    /// The value of a measure, if it was asked for.
    #[must_use]
    pub fn get(&self, measure: Measure) -> Option<f64> {
        self.iter().find(|(m, _)| *m == measure).map(|(_, value)| value)
    }

    /// All of them, in the order that they were asked for.
    pub fn iter(&self) -> impl Iterator<Item = (Measure, f64)> + '_ {
        self.0.iter().copied()
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        by_name(&self.0, serializer)
    }
}

fn by_name<S: Serializer, T: Serialize>(values: &[(Measure, T)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(values.iter().map(|(measure, value)| (measure.to_string(), value)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Report;
    use crate::eval::{Latency, Measure, Qrels, Run, Topic, parse_topics};

    /// Topics a, b and c are judged, d is not; x is judged but no topic.
    fn set() -> (Vec<Topic>, Qrels, Vec<Measure>) {
        let topics = parse_topics("t", "a\tA\nb\tB\nc\tC\nd\tD\n").unwrap();
        let qrels = Qrels::parse("q", "a\t1\t1\nb\t2\t1\nc\t3\t1\nx\t4\t1\n").unwrap();
        (topics, qrels, ["mrr@10", "success@1"].map(|name| name.parse().unwrap()).to_vec())
    }

    fn report(rankings: &[(&str, &[&str])]) -> Report {
        let mut run = Run::default();
        for (topic, documents) in rankings {
            run.insert(topic, documents.iter().map(|document| (*document, 1.0)));
        }
        let (topics, qrels, measures) = set();
        Report::new(&topics, &qrels, &run, &measures)
    }

    #[test]
    fn means_are_over_judged_topics_and_absent_ones_are_0() {
        // a: rank 1; b: rank 2; c: not in the run; d: not judged. (1 + 1/2 + 0) / 3 and (1 + 0 + 0) / 3.
        let report = report(&[("a", &["1"]), ("b", &["1", "2"]), ("d", &["1"]), ("x", &["4"])]);
        assert_eq!((report.topics, report.unjudged_topics, report.unanswered_topics), (3, 1, 1));
        let means: Vec<_> = report.measures.iter().map(|(m, value)| (m.to_string(), value)).collect();
        assert_eq!(means, [("mrr@10".to_owned(), 0.5), ("success@1".to_owned(), 1.0 / 3.0)]);
        let ids: Vec<_> = report.per_topic.iter().map(|t| t.topic.as_str()).collect();
        assert_eq!(ids, ["a", "b", "c"]);
    }

    #[test]
    fn nothing_judged_is_no_division_by_zero() {
        let (_, qrels, measures) = set();
        let topics = parse_topics("t", "d\tD\n").unwrap();
        let mut report = Report::new(&topics, &qrels, &Run::default(), &measures);
        assert_eq!((report.topics, report.measures.get(measures[0])), (0, Some(0.0)));
        report.compare(&report.clone(), "itself");
        assert_eq!(report.against.unwrap().measures[0].1.p_value, 1.0);
    }

    #[test]
    fn runs_are_compared_topic_by_topic() {
        let mut first = report(&[("a", &["1"]), ("b", &["1", "2"]), ("c", &["3"])]);
        let second = report(&[("a", &["2", "1"]), ("b", &["2"])]);
        let [mrr, _] = [first.measures.iter().next().unwrap().0, "success@1".parse().unwrap()];
        assert_eq!(first.differences(&second, mrr), [("a", 0.5), ("b", -0.5), ("c", 1.0)]);
        first.compare(&second, "old.run");
        let against = first.against.unwrap();
        assert_eq!((against.topics, against.unanswered_topics), (3, 1));
        // ±0.5 ±0.5 ±1: |1| is reached by six of eight signs: all but the two sums of 0.
        let paired = against.measures[0].1;
        assert_eq!((paired.difference, paired.p_value), (1.0 / 3.0, 0.75));
        assert_eq!((paired.wins, paired.ties, paired.losses), (2, 0, 1));
    }

    #[test]
    fn the_json_forms() {
        let mut report = report(&[("a", &["1"]), ("b", &["2"]), ("c", &["3"])]);
        assert_eq!(
            serde_json::to_value(&report).unwrap(),
            json!({"type": "eval", "topics": 3, "unjudged_topics": 1, "unanswered_topics": 0, "unknown_documents": 0,
                "measures": {"mrr@10": 1.0, "success@1": 1.0}})
        );
        assert_eq!(
            serde_json::to_string(&report.per_topic[0]).unwrap(),
            r#"{"type":"topic","topic":"a","measures":{"mrr@10":1.0,"success@1":1.0}}"#
        );
        report.latency = Some(Latency { p50_ms: 0.9, p95_ms: 1.8, p99_ms: 3.1 });
        report.compare(&report.clone(), "same");
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["latency"], json!({"p50_ms": 0.9, "p95_ms": 1.8, "p99_ms": 3.1}));
        assert_eq!(
            json["against"],
            json!({"run": "same", "topics": 3, "unanswered_topics": 0, "measures": {
                "mrr@10": {"difference": 0.0, "p_value": 1.0, "interval": [0.0, 0.0], "wins": 0, "ties": 3, "losses": 0},
                "success@1": {"difference": 0.0, "p_value": 1.0, "interval": [0.0, 0.0], "wins": 0, "ties": 3, "losses": 0}}})
        );
    }
}
