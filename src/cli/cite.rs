//! `cite`: who cites a source, for what, and which sources there are.

use serde_json::json;

use super::Status;
use super::arguments::{Arguments, CiteCommand};
use super::print::{Printer, count};
use crate::search::{CiteRequest, Hit, LabelUses, Local};

pub(super) fn run(
    command: &CiteCommand,
    arguments: &Arguments,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let engine = Local::open(&arguments.index)?;
    match &command.label {
        Some(label) => uses(&engine, label, command, printer),
        None => list(&engine.labels(command.article.as_deref())?, printer),
    }
}

fn uses(engine: &Local, label: &str, command: &CiteCommand, printer: &mut Printer) -> anyhow::Result<Status> {
    let label = label.trim().trim_start_matches('[').trim_end_matches(']').trim();
    let request = CiteRequest { label: label.to_owned(), article: command.article.clone(), all: command.all };
    let hits = engine.cite(&request)?;
    if hits.is_empty() {
        return nothing(label, &engine.labels(command.article.as_deref())?, printer);
    }
    for hit in &hits {
        if printer.json { printer.object(hit)? } else { print_use(hit, printer)? }
    }
    if printer.json {
        printer
            .object(&json!({"type": "summary", "label": label, "shown": hits.len(), "total": hits.len()}))?;
    } else {
        let uses: usize = hits.iter().map(|hit| hit.highlights.len()).sum();
        let passages = count(hits.len() as u64, "passage");
        printer.line(&format!("[{label}] : {} dans {passages}", count(uses as u64, "emploi")))?;
    }
    Ok(Status::Found)
}

/// The passage's title line, the claims that the label vouches for, and its source.
fn print_use(hit: &Hit, printer: &mut Printer) -> anyhow::Result<()> {
    let short = hit.id.rsplit_once('#').map_or(hit.id.as_str(), |(_, key)| key);
    let path: Vec<&str> =
        std::iter::once(hit.article.title.as_str()).chain(hit.section.iter().map(String::as_str)).collect();
    printer.heading(&path.join(" › "), short)?;
    let cited = |citation: &&crate::search::Citation| hit.highlights.contains(&citation.span);
    for citation in hit.citations.iter().filter(cited) {
        let shown = citation.claim.start.min(citation.span.start)..citation.claim.end.max(citation.span.end);
        printer.marked(&hit.text, &shown, std::slice::from_ref(&citation.span))?;
    }
    let first = hit.citations.iter().find(cited).into_iter().cloned().collect::<Vec<_>>();
    printer.sources(&first)?;
    printer.line("")
}

fn nothing(label: &str, known: &[LabelUses], printer: &mut Printer) -> anyhow::Result<Status> {
    let mut labels: Vec<&str> = known.iter().map(|known| known.label.as_str()).collect();
    labels.dedup();
    if printer.json {
        let summary = json!({"type": "summary", "label": label, "shown": 0, "total": 0, "labels": labels});
        printer.object(&summary)?;
    } else {
        printer.line(&format!("aucun passage ne cite [{label}]"))?;
        if !labels.is_empty() {
            let labels: Vec<String> = labels.iter().map(|label| format!("[{label}]")).collect();
            printer.paragraph(&format!("étiquettes : {}", labels.join(" ")))?;
        }
    }
    Ok(Status::Nothing)
}

fn list(labels: &[LabelUses], printer: &mut Printer) -> anyhow::Result<Status> {
    let mut article = "";
    for label in labels {
        if printer.json {
            printer.object(label)?;
            continue;
        }
        if label.article.id != article {
            article = &label.article.id;
            printer.heading(&label.article.title, article)?;
        }
        let source =
            label.reference.as_ref().map_or("absente du document", |reference| reference.raw.as_str());
        printer.row(&format!("[{}]", label.label), &format!("{}×", label.uses), source)?;
    }
    Ok(if labels.is_empty() { Status::Nothing } else { Status::Found })
}
