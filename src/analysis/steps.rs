//! The chain made visible: each word's way through it.

use serde::Serialize;

use super::Span;
use super::brackets::{Bracket, brackets};
use super::stopwords::{is_function_word, is_question_word};
use super::tokenize::{Words, is_elided_before_sign};
use super::{ordinal, traced};

/// A stretch of text and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Where it stands, in bytes.
    pub span: Span,
    /// As it is written.
    pub raw: String,
    /// What each filter that changed it made of it, in the order of the chain.
    pub changes: Vec<Change>,
    /// Its term, or why it has none.
    pub fate: Fate,
}

/// What a filter made of a word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The filter's name.
    pub filter: &'static str,
    /// The word after it.
    pub result: String,
}

/// What becomes of a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is a word with terms.
    Term {
        /// Folded.
        form: String,
        /// Stemmed.
        stem: String,
        /// Its place among the words, from 0.
        position: u32,
        /// Whether queries weigh it as a function word.
        function_word: bool,
        /// Whether queries weigh it as a question word.
        question_word: bool,
    },
    /// It has no term and takes no position.
    Dropped(Reason),
}

/// Why a stretch of text has no term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// An elided article: the `l'` of « l'attaque ».
    ElidedArticle,
    /// A citation marker.
    Marker,
    /// An editorial remark.
    Editorial,
    /// Nothing is left of it.
    Empty,
}

/// Each word and each bracket of `text` with what the chain makes of it, in order. Agrees with
/// [`Analyzer::analyze`](super::Analyzer::analyze).
///
/// Cost: for showing, not for indexing; it runs every filter on every word.
#[must_use]
pub fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = brackets(text).iter().map(|bracket| bracket_step(text, bracket)).collect();
    let mut position = 0;
    for word in Words::new(text) {
        word_steps(text, &word, &mut position, &mut steps);
    }
    steps.sort_by_key(|step| step.span.start);
    steps
}

fn bracket_step(text: &str, bracket: &Bracket) -> Step {
    let reason = if bracket.labels.is_empty() { Reason::Editorial } else { Reason::Marker };
    dropped(text, bracket.span.clone(), reason)
}

fn dropped(text: &str, span: Span, reason: Reason) -> Step {
    Step { raw: text[span.clone()].to_owned(), span, changes: Vec::new(), fate: Fate::Dropped(reason) }
}

/// The steps of one spelling: its elided article, if it has one, and its word.
fn word_steps(text: &str, span: &Span, position: &mut u32, steps: &mut Vec<Step>) {
    if is_elided_before_sign(text, span) {
        return steps.push(dropped(text, span.clone(), Reason::ElidedArticle));
    }
    let (mut changes, mut terms) = trace(&text[span.clone()]);
    let word = span.start + terms.elided..span.end;
    if terms.elided > 0 {
        steps.push(dropped(text, span.start..word.start, Reason::ElidedArticle));
    }
    if let Some(counting) = terms.counting.filter(|_| ordinal::is_counting(text, span)) {
        terms = trace(counting).1;
        changes.retain(|change| change.filter != "stem");
        changes.push(Change { filter: "ordinal", result: counting.to_owned() });
    }
    if terms.form.is_empty() {
        return steps.push(dropped(text, word, Reason::Empty));
    }
    let fate = Fate::Term {
        function_word: is_function_word(&terms.form),
        question_word: is_question_word(&terms.form),
        form: terms.form,
        stem: terms.stem,
        position: *position,
    };
    *position += 1;
    steps.push(Step { raw: text[word.clone()].to_owned(), span: word, changes, fate });
}

fn trace(raw: &str) -> (Vec<Change>, super::Terms) {
    let mut changes = Vec::new();
    let terms = traced(raw, |filter, result| changes.push(Change { filter, result: result.to_owned() }));
    (changes, terms)
}

#[cfg(test)]
mod tests {
    use super::{Fate, Reason, Step, steps};

    /// A step in one line.
    fn line(step: &Step) -> String {
        let changes: String = step.changes.iter().map(|c| format!(" {}:{}", c.filter, c.result)).collect();
        match &step.fate {
            Fate::Term { position, .. } => format!("{}{changes} @{position}", step.raw),
            Fate::Dropped(reason) => format!("{}{changes} {reason:?}", step.raw),
        }
    }

    #[test]
    fn each_filter_says_what_it_did() {
        let lines: Vec<_> = steps("L’Élue au XIXe[4] n° […] Ste VIe siècle").iter().map(line).collect();
        assert_eq!(
            lines,
            [
                "L’ ElidedArticle",
                "Élue fold:elue stem:elu @0",
                "au @1",
                "XIXe fold:xixe ordinal:19e @2",
                "[4] Marker",
                "n° numero:numero @3",
                "[…] Editorial",
                "Ste fold:ste saint:sainte stem:saint @4",
                "VIe fold:vie ordinal:6e @5",
                "siècle fold:siecle stem:siecl @6",
            ]
        );
    }

    #[test]
    fn words_of_little_weight_are_marked() {
        let weights: Vec<_> = steps("qui du camp")
            .into_iter()
            .map(|step| match step.fate {
                Fate::Term { function_word, question_word, .. } => (function_word, question_word),
                Fate::Dropped(_) => unreachable!("no word of these is dropped"),
            })
            .collect();
        assert_eq!(weights, [(true, true), (true, false), (false, false)]);
        assert_eq!(steps("l'« Union »")[0].fate, Fate::Dropped(Reason::ElidedArticle));
    }
}
