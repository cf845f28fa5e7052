//! Sources: those of all articles or of one, of a passage, beside another; on the screen or exported.

use serde_json::json;

use super::bare;
use super::uses::no_label;
use crate::cli::Status;
use crate::cli::arguments::CiteCommand;
use crate::cli::print::Printer;
use crate::document::label_key;
use crate::lang::{Lang, say};
use crate::search::{
    Bibliography, CiteRequest, Engine, ExportFormat, LabelUses, PassageSources, SourceFilter, Together,
};

/// `cite --list`; `cite --export`, of all references or of a source's, also of those that share a label.
pub(super) fn list(
    engine: &dyn Engine,
    command: &CiteCommand,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let article = command.article.as_deref();
    if let Some(format) = command.export {
        let filter = SourceFilter::typed(command.source.as_deref(), command.since, command.until)?;
        return export(&engine.references_from(&filter, article)?, format, printer);
    }
    let mut labels = engine.labels(article, command.sort.into())?;
    labels.truncate(command.limit.unwrap_or(usize::MAX));
    print_list(&labels, printer)
}

/// `cite --for ID`
pub(super) fn of_passage(
    engine: &dyn Engine,
    id: &str,
    command: &CiteCommand,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let mut found = engine.sources_of(id)?;
    if let Some(format) = command.export {
        return export(&found.sources, format, printer);
    }
    found.sources.truncate(command.limit.unwrap_or(usize::MAX));
    if printer.json {
        return print_list(&found.sources, printer);
    }
    if !found.sources.is_empty() {
        print_chain(&found, printer)?;
        return Ok(Status::Found);
    }
    printer.line(printer.lang.of("ce passage ne cite rien", "this passage cites nothing"))?;
    Ok(Status::Nothing)
}

/// The sources of a passage; of those that only a note cites, which one.
fn print_chain(found: &PassageSources, printer: &mut Printer) -> anyhow::Result<()> {
    printer.heading(&found.hit.article.title, &found.hit.id)?;
    let cited: Vec<String> = found.hit.citations.iter().map(|citation| label_key(&citation.label)).collect();
    for label in &found.sources {
        let mut source = source(label, printer.lang).to_owned();
        if !cited.contains(&label_key(&label.label)) {
            let notes = label.uses.notes.iter().filter_map(|id| id.rsplit_once('#'));
            let notes = notes.map(|(_, label)| label).collect::<Vec<_>>().join(" ");
            source = say!(printer.lang, "par {notes} : {source}", "through {notes}: {source}");
        }
        printer.row(&format!("[{}]", label.label), &format!("{}×", label.uses.uses), &source)?;
    }
    Ok(())
}

/// `cite --together 4`
pub(super) fn together(
    engine: &dyn Engine,
    label: &str,
    command: &CiteCommand,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let label = bare(label);
    let request = CiteRequest { label: label.to_owned(), article: command.article.clone(), all: command.all };
    if engine.cite(&request)?.is_empty() {
        return no_label(engine, label, command.article.as_deref(), printer);
    }
    let found = engine.cited_together(&request)?;
    if let Some(format) = command.export {
        let labels: Vec<LabelUses> = found.into_iter().map(|together| together.label).collect();
        return export(&labels, format, printer);
    }
    let total = found.len();
    let shown = total.min(command.limit.unwrap_or(usize::MAX));
    for together in &found[..shown] {
        print_together(together, printer)?;
    }
    if printer.json {
        printer.object(&json!({"type": "summary", "label": label, "shown": shown, "total": total}))?;
    } else if found.is_empty() {
        printer.line(&say!(
            printer.lang,
            "aucune source n'est citée avec [{label}]",
            "no source is cited together with [{label}]"
        ))?;
    }
    Ok(if found.is_empty() { Status::Nothing } else { Status::Found })
}

fn print_together(together: &Together, printer: &mut Printer) -> anyhow::Result<()> {
    if printer.json {
        return printer.object(together);
    }
    let lang = printer.lang;
    let passages = lang.count(together.label.uses.passages.len() as u64, "passage", "passage");
    let shared = match together.claims {
        0 => passages,
        claims => format!("{passages}, {}", lang.count(claims as u64, "affirmation", "claim")),
    };
    printer.row(&format!("[{}]", together.label.label), &shared, source(&together.label, lang))
}

fn print_list(labels: &[LabelUses], printer: &mut Printer) -> anyhow::Result<Status> {
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
        let source = source(label, printer.lang);
        printer.row(&format!("[{}]", label.label), &format!("{}×", label.uses.uses), source)?;
    }
    Ok(if labels.is_empty() { Status::Nothing } else { Status::Found })
}

fn source(label: &LabelUses, lang: Lang) -> &str {
    let absent = lang.of("absente du document", "not in the document");
    label.reference.as_ref().map_or(absent, |reference| reference.raw.as_str())
}

/// The references that the labels mean; a warning says how many labels have none.
fn export(labels: &[LabelUses], format: ExportFormat, printer: &mut Printer) -> anyhow::Result<Status> {
    let bibliography = Bibliography::new(labels);
    let absent = labels.len() - bibliography.len();
    if absent > 0 {
        printer.warn(&say!(
            printer.lang,
            "{absent} étiquettes n'ont pas de référence dans leur document et sont laissées de côté",
            "{absent} labels have no reference in their documents and were left out"
        ));
    }
    if bibliography.is_empty() {
        return Ok(Status::Nothing);
    }
    printer.bytes(bibliography.write(format).as_bytes())?;
    Ok(Status::Found)
}
