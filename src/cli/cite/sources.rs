//! Sources: those of all articles or of one, of a passage, beside another; on the screen or exported.

use serde_json::json;

use super::bare;
use super::uses::{no_label, source_filter};
use crate::cli::Status;
use crate::cli::arguments::CiteCommand;
use crate::cli::lang::{Lang, say};
use crate::cli::print::Printer;
use crate::search::{Bibliography, CiteRequest, Engine, ExportFormat, LabelUses, Sort, Together};

/// `cite --list`; `cite --export`, of all references or of a source's, also of those that share a label.
pub(super) fn list(
    engine: &dyn Engine,
    command: &CiteCommand,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let article = command.article.as_deref();
    if let Some(format) = command.export {
        let filter = source_filter(command.source.as_deref(), command.since, command.until)?;
        return export(&engine.references_from(&filter, article)?, format, printer);
    }
    print_list(&engine.labels(article, command.sort.into())?, printer)
}

/// `cite --for ID`
pub(super) fn of_passage(
    engine: &dyn Engine,
    id: &str,
    command: &CiteCommand,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let found = engine.sources_of(id)?;
    if let Some(format) = command.export {
        return export(&found.sources, format, printer);
    }
    if printer.json || !found.sources.is_empty() {
        return print_list(&found.sources, printer);
    }
    printer.line(printer.lang.of("ce passage ne cite rien", "this passage cites nothing"))?;
    Ok(Status::Nothing)
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
        return no_label(label, &engine.labels(command.article.as_deref(), Sort::Label)?, printer);
    }
    let found = engine.cited_together(&request)?;
    if let Some(format) = command.export {
        let labels: Vec<LabelUses> = found.into_iter().map(|together| together.label).collect();
        return export(&labels, format, printer);
    }
    for together in &found {
        print_together(together, printer)?;
    }
    if printer.json {
        let total = found.len();
        printer.object(&json!({"type": "summary", "label": label, "shown": total, "total": total}))?;
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
