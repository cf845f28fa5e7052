//! Passages that cite: a label, a source, something for a claim.

use serde_json::json;

use super::bare;
use crate::cli::Status;
use crate::cli::arguments::CiteCommand;
use crate::cli::print::Printer;
use crate::document::label_key;
use crate::lang::{Lang, say};
use crate::search::{Citation, CiteRequest, Engine, Hit, SearchRequest, SourceFilter, SourceUses};

/// How many passages `--claim` shows unless a number is given.
const CLAIM_HITS: usize = 5;

/// `cite 4`
pub(super) fn of_label(
    engine: &dyn Engine,
    label: &str,
    command: &CiteCommand,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let label = bare(label);
    let request = CiteRequest { label: label.to_owned(), article: command.article.clone(), all: command.all };
    let mut hits = engine.cite(&request)?;
    if hits.is_empty() {
        return no_label(engine, label, command.article.as_deref(), printer);
    }
    let total = hits.len();
    let uses: usize = hits.iter().map(|hit| hit.highlights.len()).sum();
    let notes = hits.iter().filter(|hit| hit.reference.is_some()).count();
    hits.truncate(command.limit.unwrap_or(usize::MAX));
    for hit in &hits {
        print_use(hit, |citation| label_key(&citation.label) == label_key(label), printer)?;
    }
    if printer.json {
        printer.object(&json!({"type": "summary", "label": label, "shown": hits.len(), "total": total}))?;
    } else {
        let lang = printer.lang;
        let uses = lang.count(uses as u64, "emploi", "use");
        let places = counted(notes, total, lang);
        printer.line(&say!(lang, "[{label}] : {uses} dans {places}", "[{label}]: {uses} in {places}"))?;
    }
    Ok(Status::Found)
}

/// `cite --source lemonde.fr`
pub(super) fn of_source(
    engine: &dyn Engine,
    typed: &str,
    command: &CiteCommand,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let filter = SourceFilter::typed(Some(typed), command.since, command.until)?;
    let limit = command.limit.unwrap_or(usize::MAX);
    let found = engine.cite_source(&filter, command.article.as_deref(), limit)?;
    for hit in &found.hits {
        print_use(hit, |citation| hit.highlights.contains(&citation.span), printer)?;
    }
    let near = match (&filter.source, found.references) {
        (Some(source), 0) => engine.sources_near(source)?,
        _ => Vec::new(),
    };
    let dated = command.since.is_some() || command.until.is_some();
    print_source_summary(typed, dated, (&found, &near), printer)?;
    Ok(if found.total == 0 { Status::Nothing } else { Status::Found })
}

/// « 3 passages », « 1 passage et 1 note »
fn counted(notes: usize, total: usize, lang: Lang) -> String {
    let said = lang.count(notes as u64, "note", "note");
    let passages = lang.count((total - notes) as u64, "passage", "passage");
    match notes {
        0 => passages,
        all if all == total => said,
        _ => say!(lang, "{passages} et {said}", "{passages} and {said}"),
    }
}

fn print_source_summary(
    typed: &str,
    dated: bool,
    (found, near): (&SourceUses, &[String]),
    printer: &mut Printer,
) -> anyhow::Result<()> {
    if printer.json {
        return printer.object(&json!({
            "type": "summary", "source": typed, "shown": found.hits.len(), "total": found.total,
            "references": found.references, "near": near,
        }));
    }
    let lang = printer.lang;
    let references = lang.count(found.references as u64, "référence", "reference");
    let said = match (found.references, found.total, found.hits.len()) {
        // Others of that name may be older or newer.
        (0, ..) if dated => say!(
            lang,
            "aucune référence de ces années ne nomme « {typed} »",
            "no reference of these years names «{typed}»"
        ),
        (0, ..) => say!(lang, "aucune référence ne nomme « {typed} »", "no reference names «{typed}»"),
        (_, 0, _) => say!(
            lang,
            "« {typed} » : {references}, qu'aucun passage ne cite",
            "«{typed}»: {references}, which no passage cites"
        ),
        (_, total, shown) => {
            let passages = lang.count(total as u64, "passage", "passage");
            let number = lang.number(shown as u64);
            let shown =
                if shown < total { say!(lang, "{number} sur ", "{number} of ") } else { String::new() };
            say!(
                lang,
                "« {typed} » : {references}, {shown}{passages}",
                "«{typed}»: {references}, {shown}{passages}"
            )
        }
    };
    printer.line(&said)?;
    let names = near.join(", ");
    if near.is_empty() {
        Ok(())
    } else {
        printer.paragraph(&say!(lang, "proches : {names}", "near it: {names}"))
    }
}

/// `cite --claim "…"`
pub(super) fn of_claim(
    engine: &dyn Engine,
    claim: &str,
    command: &CiteCommand,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let request = SearchRequest {
        query: claim.to_owned(),
        limit: command.limit.unwrap_or(CLAIM_HITS),
        article: command.article.clone(),
        ..SearchRequest::default()
    };
    let response = engine.cite_claim(&request)?;
    for hit in &response.hits {
        if printer.json {
            printer.object(hit)?;
            continue;
        }
        printer.hit(hit, false)?;
        printer.line("")?;
    }
    if printer.json {
        let (shown, total) = (response.hits.len(), response.total);
        printer.object(&json!({"type": "summary", "claim": claim, "shown": shown, "total": total}))?;
    } else if response.hits.is_empty() {
        printer.line(printer.lang.of(
            "aucun passage pourvu d'une source n'a ces mots",
            "no passage with a source has these words",
        ))?;
    }
    Ok(if response.hits.is_empty() { Status::Nothing } else { Status::Found })
}

/// The passage's title line, the claims that its markers vouch for, and their sources.
fn print_use(hit: &Hit, cited: impl Fn(&Citation) -> bool, printer: &mut Printer) -> anyhow::Result<()> {
    if printer.json {
        return printer.object(hit);
    }
    printer.title(hit)?;
    let citations: Vec<Citation> = hit.citations.iter().filter(|citation| cited(citation)).cloned().collect();
    for citation in &citations {
        let shown = citation.claim.start.min(citation.span.start)..citation.claim.end.max(citation.span.end);
        printer.marked(&hit.text, &[shown], std::slice::from_ref(&citation.span))?;
    }
    printer.sources(&citations)?;
    printer.line("")
}

/// What labels there are near the one that was asked for, which nothing cites.
pub(super) fn no_label(
    engine: &dyn Engine,
    label: &str,
    article: Option<&str>,
    printer: &mut Printer,
) -> anyhow::Result<Status> {
    let labels = engine.labels_near(label, article)?;
    if printer.json {
        let summary = json!({"type": "summary", "label": label, "shown": 0, "total": 0, "labels": labels});
        printer.object(&summary)?;
    } else {
        let lang = printer.lang;
        printer.line(&say!(lang, "aucun passage ne cite [{label}]", "no passage cites [{label}]"))?;
        if !labels.is_empty() {
            let labels: Vec<String> = labels.iter().map(|label| format!("[{label}]")).collect();
            let labels = labels.join(" ");
            printer.paragraph(&say!(lang, "proches : {labels}", "near it: {labels}"))?;
        }
    }
    Ok(Status::Nothing)
}
