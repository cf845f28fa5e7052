//! `analyze`: each word's way through the chain.

use std::io::{self, Read as _};

use serde::Serialize;

use super::Status;
use super::arguments::AnalyzeCommand;
use super::print::Printer;
use crate::analysis::{Fate, Reason, Step, normalize, steps};

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
            printer.line(&line(step))?;
        }
    }
    Ok(if steps.is_empty() { Status::Nothing } else { Status::Found })
}

/// Bytes, spelling, what each filter made of it, the term or why there is none.
fn line(step: &Step) -> String {
    let span = format!("{}-{}", step.span.start, step.span.end);
    let changes: String =
        step.changes.iter().map(|change| format!(" → {} ({})", change.result, change.filter)).collect();
    format!("{span:>9}  {}{changes}{}", step.raw, fate(&step.fate))
}

fn fate(fate: &Fate) -> String {
    match fate {
        Fate::Term { stem, position, function_word, question_word, .. } => {
            let function = if *function_word { ", mot grammatical" } else { "" };
            let question = if *question_word { ", mot interrogatif" } else { "" };
            format!("  [{stem}] position {position}{function}{question}")
        }
        Fate::Dropped(reason) => format!("  sans terme : {}", why(*reason)),
    }
}

fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::ElidedArticle => "article élidé",
        Reason::Marker => "appel de citation",
        Reason::Editorial => "remarque éditoriale",
        Reason::Empty => "rien n'en reste",
    }
}
