//! Results for people.

use crate::cli::arguments::SearchCommand;
use crate::cli::print::Printer;
use crate::lang::say;
use crate::search::{Engine, Facet, FacetCount, Hit, SearchResponse};

/// Values of a facet that are shown; all are in the JSON form.
const VALUES: usize = 10;

pub(super) fn print(
    command: &SearchCommand,
    engine: &dyn Engine,
    (response, hits): (&SearchResponse, &[&Hit]),
    printer: &mut Printer,
) -> anyhow::Result<()> {
    let mut article = "";
    for hit in hits {
        if command.group && article != hit.article.id {
            article = &hit.article.id;
            printer.heading(&hit.article.title, article)?;
        }
        print_hit(command, engine, hit, printer)?;
        printer.line("")?;
    }
    print_facets(&response.facets, printer)?;
    summary(response, printer)
}

/// A passage between its neighbours.
fn print_hit(
    command: &SearchCommand,
    engine: &dyn Engine,
    hit: &Hit,
    printer: &mut Printer,
) -> anyhow::Result<()> {
    let [before, after] = neighbours(engine, hit, command.context)?;
    if command.group {
        printer.section(hit)?;
    } else {
        printer.title(hit)?;
    }
    before.iter().try_for_each(|neighbour| printer.neighbour(&neighbour.text))?;
    printer.body(hit, command.full)?;
    after.iter().try_for_each(|neighbour| printer.neighbour(&neighbour.text))
}

/// The `around` passages before a hit, and those after it.
pub(super) fn neighbours(engine: &dyn Engine, hit: &Hit, around: usize) -> crate::Result<[Vec<Hit>; 2]> {
    if around == 0 {
        return Ok([Vec::new(), Vec::new()]);
    }
    let mut before = engine.show(&hit.id, around)?.hits;
    let place = before.iter().position(|other| other.id == hit.id).unwrap_or(before.len());
    let after = before.split_off(place).into_iter().skip(1).collect();
    Ok([before, after])
}

fn print_facets(counts: &[FacetCount], printer: &mut Printer) -> anyhow::Result<()> {
    for of_one in counts.chunk_by(|a, b| a.facet == b.facet) {
        let (french, english) = match of_one.first().map(|count| count.facet) {
            Some(Facet::Section) => ("sections", "sections"),
            Some(Facet::Article) => ("articles", "articles"),
            Some(Facet::Source) => ("sources citées", "sources cited"),
            Some(Facet::Year) => ("années des sources", "years of sources"),
            None => continue,
        };
        printer.heading(printer.lang.of(french, english), "")?;
        for count in of_one.iter().take(VALUES) {
            let number = printer.lang.number(count.count as u64);
            let title = count.title.as_ref().map(|title| format!("  {title}")).unwrap_or_default();
            printer.clipped(&format!("{number:>8}  {}{title}", count.value))?;
        }
        let rest = of_one.len().saturating_sub(VALUES);
        if rest > 0 {
            printer.clipped(&say!(
                printer.lang,
                "          … et {rest} autres",
                "          … and {rest} more"
            ))?;
        }
        printer.line("")?;
    }
    Ok(())
}

fn summary(response: &SearchResponse, printer: &mut Printer) -> anyhow::Result<()> {
    let lang = printer.lang;
    let shown = response.hits.len() as u64;
    let mut articles: Vec<&str> = response.hits.iter().map(|hit| hit.article.id.as_str()).collect();
    articles.sort_unstable();
    articles.dedup();
    let counted = |number| match response.hits.first().map(|hit| hit.kind) {
        Some("reference") => lang.count(number, "référence", "reference"),
        _ => lang.count(number, "passage", "passage"),
    };
    let passages = match response.total.map(|total| total as u64).filter(|total| *total > shown) {
        Some(total) => {
            let (number, of) = (lang.number(shown), lang.number(total));
            let (some, all) = (counted(shown), counted(total));
            say!(lang, "{some} sur {of}", "{number} of {all}")
        }
        None => counted(shown),
    };
    let articles = lang.count(articles.len() as u64, "article", "article");
    printer.line(&format!("{passages}, {articles}, {}", lang.milliseconds(response.elapsed)))
}
