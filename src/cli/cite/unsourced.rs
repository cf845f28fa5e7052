//! What has no source, and what is wrong with sources.

use serde_json::json;

use crate::cli::Status;
use crate::cli::arguments::CiteCommand;
use crate::cli::print::Printer;
use crate::lang::say;
use crate::search::{ArticleCounts, Engine, Finding, FindingKind};

/// `cite --unsourced`
pub(super) fn unsourced(
    engine: &dyn Engine,
    command: &CiteCommand,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let limit = command.limit.unwrap_or(usize::MAX);
    let found = engine.unsourced(command.article.as_deref(), command.min_words, limit)?;
    for hit in &found.hits {
        if printer.json {
            printer.object(hit)?;
            continue;
        }
        printer.hit(hit, false)?;
        printer.line("")?;
    }
    if printer.json {
        found.articles.iter().try_for_each(|counts| printer.object(counts))?;
        let shown = found.hits.len();
        printer.object(&json!({"type": "summary", "shown": shown, "total": found.total}))?;
    } else {
        found.articles.iter().try_for_each(|counts| print_counts(counts, printer))?;
    }
    Ok(if found.total == 0 { Status::Nothing } else { Status::Found })
}

fn print_counts(counts: &ArticleCounts, printer: &mut Printer) -> anyhow::Result<()> {
    let lang = printer.lang;
    let of = lang.count(counts.passages as u64, "passage", "passage");
    let flagged = match counts.flagged {
        0 => String::new(),
        flagged => say!(lang, ", {flagged} à sourcer selon un lecteur", ", {flagged} wanted by an editor"),
    };
    let unsourced = counts.unsourced;
    let said = say!(
        lang,
        "{unsourced} sur {of} sans source{flagged}",
        "{unsourced} of {of} without a source{flagged}"
    );
    printer.heading(&counts.article.title, &said)
}

/// `cite --check`
pub(super) fn check(
    engine: &dyn Engine,
    command: &CiteCommand,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let mut findings = engine.check_references(command.article.as_deref())?;
    let total = findings.len();
    findings.truncate(command.limit.unwrap_or(usize::MAX));
    let mut article = "";
    for finding in &findings {
        if printer.json {
            printer.object(finding)?;
            continue;
        }
        if finding.article.id != article {
            article = &finding.article.id;
            printer.heading(&finding.article.title, article)?;
        }
        print_finding(finding, printer)?;
    }
    if printer.json {
        printer.object(&json!({"type": "summary", "shown": findings.len(), "total": total}))?;
    } else if total == 0 {
        printer.line(printer.lang.of("rien à signaler", "nothing to report"))?;
    }
    Ok(if total == 0 { Status::Nothing } else { Status::Found })
}

fn print_finding(finding: &Finding, printer: &mut Printer) -> anyhow::Result<()> {
    let (french, english) = match finding.kind {
        FindingKind::Gap => ("numéros absents", "numbers missing"),
        FindingKind::DuplicateLabel => ("étiquette en double", "label used twice"),
        FindingKind::DuplicateSource => ("source en double", "source listed twice"),
        FindingKind::Uncited => ("jamais citée", "never cited"),
        FindingKind::Unresolved => ("citée, absente de la liste", "cited, not in the list"),
        FindingKind::DeadUrl => ("lien dit mort", "link said to be dead"),
        FindingKind::MalformedUrl => ("adresse mal formée", "malformed address"),
        FindingKind::MissingUrl => ("adresse absente", "no address"),
    };
    let said = printer.lang.of(french, english);
    let labels: Vec<String> = finding.labels.iter().map(|label| format!("[{label}]")).collect();
    let text = finding.text.as_ref().map(|text| format!(" : {text}")).unwrap_or_default();
    printer.entry(&format!("{said}  {}{text}", labels.join(" ")))
}
