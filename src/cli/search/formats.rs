//! Results for programs and for documents.

use crate::cli::print::Printer;
use crate::eval::Run;
use crate::search::Hit;

/// The columns of `--format csv`, frozen.
const COLUMNS: [&str; 10] =
    ["rank", "score", "id", "article", "title", "section", "ordinal", "labels", "path", "text"];
/// What a run calls its one question.
const TOPIC: &str = "1";

/// Ids alone, each ended by a line break or by NUL.
pub(super) fn ids(hits: &[Hit], null: bool, printer: &mut Printer) -> anyhow::Result<()> {
    let end = if null { "\0" } else { "\n" };
    hits.iter().try_for_each(|hit| printer.bytes(format!("{}{end}", hit.id).as_bytes()))
}

/// A table with a header. Headings are joined by ` › `, labels by spaces.
pub(super) fn csv(hits: &[&Hit], printer: &mut Printer) -> anyhow::Result<()> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    for hit in hits {
        let labels: Vec<&str> = hit.citations.iter().map(|citation| citation.label.as_str()).collect();
        table.write_record([
            &hit.rank.to_string(),
            &hit.score.to_string(),
            &hit.id,
            &hit.article.id,
            &hit.article.title,
            &hit.section.join(" › "),
            &hit.ordinal.to_string(),
            &labels.join(" "),
            &hit.source.path,
            &hit.text,
        ])?;
    }
    printer.bytes(&table.into_inner()?)
}

/// A TREC run: an article has the score of its best passage, and stands once.
pub(super) fn trec(hits: &[&Hit], printer: &mut Printer) -> anyhow::Result<()> {
    let mut articles: Vec<(String, f32)> = Vec::new();
    for hit in hits {
        if !articles.iter().any(|(id, _)| *id == hit.article.id) {
            articles.push((hit.article.id.clone(), hit.score));
        }
    }
    let mut run = Run::default();
    run.insert(TOPIC, articles);
    let mut text = Vec::new();
    run.write_to(&mut text, "alinea")?;
    printer.bytes(&text)
}

/// Each passage as a quotation, its matching words in bold, its sources as a list.
pub(super) fn markdown(hits: &[&Hit], whole: bool, printer: &mut Printer) -> anyhow::Result<()> {
    for hit in hits {
        let path: Vec<&str> = std::iter::once(hit.article.title.as_str())
            .chain(hit.section.iter().map(String::as_str))
            .collect();
        printer.line(&format!("**{}** `{}`\n", escaped(&path.join(" › ")), hit.id))?;
        printer.line(&format!("> {}\n", quoted(hit, whole)))?;
        let mut labels: Vec<&str> = Vec::new();
        for citation in &hit.citations {
            if let Some(reference) = &citation.reference
                && !labels.contains(&citation.label.as_str())
            {
                labels.push(&citation.label);
                printer.line(&format!(
                    "- {} {}",
                    escaped(&format!("[{}]", citation.label)),
                    escaped(&reference.raw)
                ))?;
            }
        }
        if !labels.is_empty() {
            printer.line("")?;
        }
    }
    Ok(())
}

fn quoted(hit: &Hit, whole: bool) -> String {
    let (mut text, mut end) = (String::new(), 0);
    for part in hit.shown(whole) {
        text.push_str(match (end, part.start) {
            (end, start) if start == end => "",
            (0, _) => "… ",
            _ => " … ",
        });
        let mut from = part.start;
        for mark in hit.highlights.iter().filter(|mark| part.start <= mark.start && mark.end <= part.end) {
            text.push_str(&escaped(&hit.text[from..mark.start]));
            text.push_str(&format!("**{}**", escaped(&hit.text[mark.clone()])));
            from = mark.end;
        }
        text.push_str(&escaped(&hit.text[from..part.end]));
        end = part.end;
    }
    if end < hit.text.len() {
        text.push_str(" …");
    }
    text
}

/// Text that no reader of Markdown takes for its signs (CommonMark 0.31, backslash escapes). A line break would end
/// the quotation.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~') {
            escaped.push('\\');
        }
        escaped.push(if c == '\n' { ' ' } else { c });
    }
    escaped
}
