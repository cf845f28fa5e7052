//! `analyze`: each word's way through the chain.

use std::io::{self, Read as _};

use serde::Serialize;

use super::Status;
use super::arguments::AnalyzeCommand;
use super::print::Printer;
use crate::analysis::{Fate, Reason, Step, normalize, steps};
use crate::lang::{Lang, say};

#[derive(Serialize)]
#[serde(tag = "type", rename = "token")]
struct Object<'a> {
    #[serde(flatten)]
    step: &'a Step,
}

pub(super) fn run(command: &AnalyzeCommand, printer: &mut Printer) -> anyhow::Result<Status> {
    let mut text = command.text.join(" ");
    if command.text.is_empty() {
        io::stdin().read_to_string(&mut text)?;
    }
    let steps = steps(&normalize(&text));
    for step in &steps {
        if printer.json {
            printer.object(&Object { step })?;
        } else {
            printer.line(&line(step, printer.lang))?;
        }
    }
    Ok(if steps.is_empty() { Status::Nothing } else { Status::Found })
}

/// Bytes, spelling, what each filter made of it, the term or why there is none.
fn line(step: &Step, lang: Lang) -> String {
    let span = format!("{}-{}", step.span.start, step.span.end);
    let changes: String =
        step.changes.iter().map(|change| format!(" → {} ({})", change.result, change.filter)).collect();
    format!("{span:>9}  {}{changes}{}", step.raw, fate(&step.fate, lang))
}

fn fate(fate: &Fate, lang: Lang) -> String {
    match fate {
        Fate::Term { stem, position, function_word, question_word, .. } => {
            let function = if *function_word { lang.of(", mot grammatical", ", function word") } else { "" };
            let question = if *question_word { lang.of(", mot interrogatif", ", question word") } else { "" };
            format!("  [{stem}] position {position}{function}{question}")
        }
        Fate::Dropped(reason) => {
            let why = why(*reason, lang);
            say!(lang, "  sans terme : {why}", "  no term: {why}")
        }
    }
}

fn why(reason: Reason, lang: Lang) -> &'static str {
    match reason {
        Reason::ElidedArticle => lang.of("article élidé", "elided article"),
        Reason::Marker => lang.of("appel de citation", "citation marker"),
        Reason::Editorial => lang.of("remarque éditoriale", "editorial remark"),
        Reason::Empty => lang.of("rien n'en reste", "nothing is left of it"),
    }
}
