//! `search`: ranked passages.

use serde_json::json;

use super::arguments::{Arguments, SearchCommand};
use super::cite::source_filter;
use super::print::{Printer, count, milliseconds, number};
use super::{Status, index};
use crate::search::{CANDIDATES, Local, SearchRequest, SearchResponse};

pub(super) fn run(
    command: &SearchCommand,
    arguments: &Arguments,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let updated = match command.corpus.as_slice() {
        [] => Status::Found,
        paths => index::update(&index::inputs(paths.to_vec(), &command.reading), false, arguments, printer)?,
    };
    let request = SearchRequest {
        query: command.query.join(" "),
        limit: command.limit,
        offset: command.offset,
        kind: command.kind.into(),
        article: command.article.clone(),
        section: command.section.clone(),
        cited: if command.cited { Some(true) } else { command.uncited.then_some(false) },
        sources: source_filter(command.cites.as_deref(), command.since, command.until)?,
        all_words: command.all_words,
        exact_words: command.exact_words,
        explain: command.explain,
        candidates: CANDIDATES,
        count: true,
    };
    let response = Local::open(&arguments.index)?.search(&request)?;
    for warning in &response.warnings {
        printer.warn_at(&warning.to_string(), &request.query, warning.span());
    }
    for repair in &response.repairs {
        let used = repair.used.join(", ");
        printer.warn(&format!(
            "no passage has «{}»; searched {used} (--exact-words searches it as it is)",
            repair.typed
        ));
    }
    if let Some(meant) = &response.suggestion {
        printer.warn(&format!("little was found; did you mean «{meant}»?"));
    }
    if printer.json {
        print_json(&request, &response, printer)?;
    } else {
        print_text(&response, command.full, printer)?;
    }
    Ok(match updated {
        Status::Incomplete => Status::Incomplete,
        _ if response.hits.is_empty() => Status::Nothing,
        _ => Status::Found,
    })
}

fn print_json(
    request: &SearchRequest,
    response: &SearchResponse,
    printer: &mut Printer,
) -> anyhow::Result<()> {
    for hit in &response.hits {
        printer.object(hit)?;
    }
    let warnings: Vec<String> = response.warnings.iter().map(ToString::to_string).collect();
    printer.object(&json!({
        "type": "summary",
        "query": request.query,
        "shown": response.hits.len(),
        "total": response.total,
        "elapsed_ms": response.elapsed.as_secs_f64() * 1000.0,
        "suggestion": response.suggestion,
        "repairs": response.repairs,
        "warnings": warnings,
    }))
}

fn print_text(response: &SearchResponse, whole: bool, printer: &mut Printer) -> anyhow::Result<()> {
    for hit in &response.hits {
        printer.hit(hit, whole)?;
        printer.line("")?;
    }
    let shown = response.hits.len() as u64;
    let mut articles: Vec<&str> = response.hits.iter().map(|hit| hit.article.id.as_str()).collect();
    articles.sort_unstable();
    articles.dedup();
    let passages = match response.hits.first().map(|hit| hit.kind) {
        Some("reference") => count(shown, "référence"),
        _ => count(shown, "passage"),
    };
    let of = response
        .total
        .filter(|total| *total as u64 > shown)
        .map(|total| format!(" sur {}", number(total as u64)));
    let articles = count(articles.len() as u64, "article");
    printer.line(&format!(
        "{passages}{}, {articles}, {}",
        of.unwrap_or_default(),
        milliseconds(response.elapsed)
    ))
}
