//! `search`: ranked passages.

mod formats;
mod text;

use std::io::{IsTerminal as _, stdin, stdout};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use serde_json::json;

use super::arguments::{ResultFormat, SearchCommand, misused, not_on_a_cluster};
use super::print::Printer;
use super::settings::Settings;
use super::{Status, index};
use crate::lang::{say, warnings};
use crate::search::{CANDIDATES, Engine, Hit, SearchRequest, SearchResponse};

pub(super) fn run(
    command: &SearchCommand,
    settings: &Settings,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let query = command.query.join(" ");
    if command.query.is_empty() && (printer.json || !stdin().is_terminal() || !stdout().is_terminal()) {
        missing_query(printer);
    }
    let updated = match command.corpus.as_slice() {
        [] => Status::Found,
        paths => {
            if settings.address()?.is_some() {
                corpus_on_a_cluster(printer);
            }
            let inputs = index::inputs(paths.to_vec(), command.read_as, &command.reading);
            index::update(&inputs, settings, printer)?
        }
    };
    let request = request(command, query, settings);
    let engine = settings.engine()?;
    if command.query.is_empty() {
        return super::prompt::run(&*engine, &request, printer.lang);
    }
    let response = engine.search(&request)?;
    warn(&request, &response, printer);
    print(command, &*engine, (&request, &response), printer)?;
    Ok(match updated {
        Status::Incomplete => Status::Incomplete,
        _ if response.hits.is_empty() && !(command.count && response.total > Some(0)) => Status::Nothing,
        _ => Status::Found,
    })
}

/// As clap says it of an argument that is always required: here it is only off a terminal.
fn missing_query(printer: &Printer) -> ! {
    let missing = ContextValue::Strings(vec!["<QUERY>...".to_owned()]);
    let what = [(ContextKind::InvalidArg, missing)];
    misused("search", ErrorKind::MissingRequiredArgument, what, (printer.lang, printer.json))
}

/// `--corpus` brings a folder up to date, which a cluster's answers would not show: that is `push`.
fn corpus_on_a_cluster(printer: &Printer) -> ! {
    let tip = say!(printer.lang, "sur une grappe : alinea push CHEMIN…", "on a cluster: alinea push PATH…");
    not_on_a_cluster("search", "--corpus", tip, (printer.lang, printer.json))
}

fn request(command: &SearchCommand, query: String, settings: &Settings) -> SearchRequest {
    let limit = command.limit.unwrap_or(settings.limit);
    SearchRequest {
        query,
        limit: if command.count { 0 } else { limit },
        offset: command.offset,
        order: command.sort.into(),
        per_article: command.per_article.map(|number| number as usize),
        facets: command.facets.iter().copied().map(Into::into).collect(),
        kind: command.kind.into(),
        article: command.article.clone(),
        section: command.section.clone(),
        cited: if command.cited { Some(true) } else { command.uncited.then_some(false) },
        cites: command.cites.clone(),
        since: command.since,
        until: command.until,
        all_words: command.all_words,
        exact_words: command.exact_words,
        explain: command.explain,
        // Nothing is ranked that is only counted.
        candidates: if command.count { 0 } else { CANDIDATES },
        count: true,
    }
}

fn warn(request: &SearchRequest, response: &SearchResponse, printer: &Printer) {
    let lang = printer.lang;
    printer.detail(&say!(
        lang,
        "requête lue comme : {}",
        "query read as: {}",
        crate::query::parse(&request.query).spelled_out()
    ));
    for warning in &response.warnings {
        printer.warn_at(&warnings::warning(warning, lang), &request.query, warning.span());
    }
    for repair in &response.repairs {
        let (typed, used) = (&repair.typed, repair.used.join(", "));
        printer.warn(&say!(
            lang,
            "aucun passage n'a « {typed} » ; cherché à la place : {used} (--exact-words cherche le mot tel quel)",
            "no passage has «{typed}»; searched {used} (--exact-words searches it as it is)"
        ));
    }
    if let Some(meant) = &response.suggestion {
        printer.warn(&say!(
            lang,
            "peu de résultats ; vouliez-vous dire « {meant} » ?",
            "little was found; did you mean «{meant}»?"
        ));
    }
}

fn print(
    command: &SearchCommand,
    engine: &dyn Engine,
    (request, response): (&SearchRequest, &SearchResponse),
    printer: &mut Printer,
) -> anyhow::Result<()> {
    let format = command.format.unwrap_or_default();
    if command.count && !printer.json {
        return printer.line(&response.total.unwrap_or_default().to_string());
    }
    if command.ids {
        return formats::ids(&response.hits, command.null, printer);
    }
    let hits = if command.group { grouped(&response.hits) } else { response.hits.iter().collect() };
    match format {
        _ if printer.json => print_json(command, engine, (request, response, &hits), printer),
        ResultFormat::Text | ResultFormat::Json => text::print(command, engine, (response, &hits), printer),
        ResultFormat::Csv => formats::csv(&hits, printer),
        ResultFormat::Trec => formats::trec(&hits, printer),
        ResultFormat::Markdown => formats::markdown(&hits, command.full, printer),
    }
}

/// Those of one article together, articles in the order of their first.
fn grouped(hits: &[Hit]) -> Vec<&Hit> {
    let mut articles: Vec<&str> = Vec::new();
    for hit in hits {
        if !articles.contains(&hit.article.id.as_str()) {
            articles.push(&hit.article.id);
        }
    }
    articles.iter().flat_map(|id| hits.iter().filter(move |hit| hit.article.id == *id)).collect()
}

fn print_json(
    command: &SearchCommand,
    engine: &dyn Engine,
    (request, response, hits): (&SearchRequest, &SearchResponse, &[&Hit]),
    printer: &mut Printer,
) -> anyhow::Result<()> {
    for hit in hits {
        printer.object(hit)?;
        for neighbour in text::neighbours(engine, hit, command.context)?.into_iter().flatten() {
            printer.object(&json!({
                "type": "context", "of": hit.id, "id": neighbour.id, "ordinal": neighbour.ordinal,
                "form": neighbour.form, "section": neighbour.section, "text": neighbour.text,
            }))?;
        }
    }
    response.facets.iter().try_for_each(|count| printer.object(count))?;
    let warnings: Vec<String> = response.warnings.iter().map(ToString::to_string).collect();
    printer.object(&json!({
        "type": "summary",
        "query": request.query,
        "shown": hits.len(),
        "total": response.total,
        "elapsed_ms": response.elapsed.as_secs_f64() * 1000.0,
        "suggestion": response.suggestion,
        "repairs": response.repairs,
        "warnings": warnings,
    }))
}
