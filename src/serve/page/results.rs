//! The search page: passages, what they divide into, what else may have been meant.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::failure;
use super::frame::frame;
use super::hit::hit;
use super::view::{View, link};
use crate::error::Result;
use crate::lang::{Lang, say, warnings};
use crate::search::{Engine, Facet, FacetCount, Hit, Kind, SearchRequest, SearchResponse, Stats};
use crate::serve::limits::{self, Cost};
use crate::serve::problem::Problem;
use crate::serve::router::Shared;

/// So many matches are counted by article, section, source and year without being asked for: each has to be read,
/// some 20 µs.
const COUNTED: usize = 400;
/// Values of a facet that are shown.
const VALUES: usize = 8;
/// By what matches are counted, in the order in which they are shown.
const FACETS: [Facet; 4] = [Facet::Article, Facet::Section, Facet::Source, Facet::Year];

/// What a search page shows.
enum Found {
    /// Of an empty query, what there is to be searched.
    Nothing(Stats),
    Answer(Box<SearchResponse>),
}

/// `/`
pub(super) async fn page(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    match found(&shared, &uri).await {
        Ok((view, found)) => {
            let query = view.request.query.trim();
            let title = if query.is_empty() { "alinea" } else { query };
            let body = html! {
                h1.hidden { (view.lang.of("Résultats", "Results")) }
                p #said.hidden role="status" {}
                div #results { (results(&view, &found)) }
            };
            frame(&view, &uri, title, &body).into_response()
        }
        Err(problem) => failure::page(&uri, &problem),
    }
}

/// `/results`: what changes of the page while one types.
pub(super) async fn fragment(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    match found(&shared, &uri).await {
        Ok((view, found)) => results(&view, &found).into_response(),
        Err(problem) => {
            let said = html! { p.problem role="alert" { (problem.said(View::lang_of(&uri)).0) } };
            (problem.status(), said).into_response()
        }
    }
}

async fn found(shared: &Arc<Shared>, uri: &Uri) -> Result<(View, Found), Problem> {
    let view = View::of(uri)?;
    limits::check(&view.request)?;
    let (request, counted) = (view.request.clone(), view.counted);
    let cost = if counted { Cost::Long } else { Cost::of(&request) };
    let found = shared.ask(cost, move |engine| {
        if request.query.trim().is_empty() && request.cites.is_none() && request.article.is_none() {
            return engine.stats().map(Found::Nothing);
        }
        searched(engine, request, counted).map(Box::new).map(Found::Answer)
    });
    Ok((view, found.await?))
}

/// The hits, and what all matches divide into where these are few or that was asked for.
fn searched(engine: &dyn Engine, mut request: SearchRequest, counted: bool) -> Result<SearchResponse> {
    if request.query.trim().is_empty() {
        "*".clone_into(&mut request.query);
    }
    request.facets = if counted { FACETS.to_vec() } else { Vec::new() };
    let mut response = engine.search(&request)?;
    let few = response.total.is_some_and(|total| (2..=COUNTED).contains(&total));
    if few && !counted {
        let all = SearchRequest {
            limit: 0,
            offset: 0,
            facets: FACETS.to_vec(),
            count: false,
            candidates: 0,
            ..request
        };
        response.facets = engine.search(&all)?.facets;
    }
    Ok(response)
}

fn results(view: &View, found: &Found) -> Markup {
    match found {
        Found::Nothing(stats) => welcome(view.lang, stats),
        Found::Answer(response) => html! {
            div.columns {
                div.found {
                    (narrowed(view))
                    (summary(view, response))
                    (remarks(view, response))
                    (list(view, &response.hits))
                    (ways_on(view, response))
                    (pages(view, response))
                }
                (divided(view, response))
            }
        },
    }
}

fn welcome(lang: Lang, stats: &Stats) -> Markup {
    let counts = &stats.counts;
    let (articles, passages) = (
        lang.count(counts.articles, "article", "article"),
        lang.count(counts.passages, "passage", "passage"),
    );
    let references = lang.count(counts.references, "référence", "reference");
    let examples = [
        ("rescapes du camp", lang.of("sans accents ni signes exacts", "no accents needed")),
        ("« union nationale »", lang.of("ces mots de suite", "these words side by side")),
        ("+mali -france", lang.of("l'un, sans l'autre", "one, without the other")),
        ("source:lemonde.fr", lang.of("ce qui s'appuie sur une source", "what rests on a source")),
    ];
    let search = |query: &str| View::empty(lang).with(|request| query.clone_into(&mut request.query)).href();
    html! {
        div.welcome {
            p.big { (lang.of("Des passages, et leurs sources.", "Passages, and their sources.")) }
            p { (say!(lang, "{passages} dans {articles}, {references}.", "{passages} in {articles}, {references}.")) }
            ul {
                @for (query, does) in examples {
                    li { a href=(search(query)) { code { (query) } } " — " (does) }
                }
            }
        }
    }
}

/// What the search is held to, each with a way out of it.
fn narrowed(view: &View) -> Markup {
    let (lang, request) = (view.lang, &view.request);
    let mut held: Vec<(String, View)> = Vec::new();
    let mut add = |said: String, change: fn(&mut SearchRequest)| held.push((said, view.with(change)));
    if let Some(article) = &request.article {
        add(say!(lang, "article : {article}", "article: {article}"), |request| request.article = None);
    }
    if let Some(section) = &request.section {
        add(say!(lang, "section : {section}", "section: {section}"), |request| request.section = None);
    }
    if let Some(source) = &request.cites {
        add(say!(lang, "source : {source}", "source: {source}"), |request| request.cites = None);
    }
    if let Some(since) = request.since {
        add(say!(lang, "depuis {since}", "since {since}"), |request| request.since = None);
    }
    if let Some(until) = request.until {
        add(say!(lang, "jusqu'à {until}", "until {until}"), |request| request.until = None);
    }
    html! {
        @if !held.is_empty() {
            ul.held aria-label=(lang.of("Restrictions", "Narrowed to")) {
                @for (said, without) in &held {
                    li { a href=(without.href()) title=(lang.of("lever cette restriction", "lift this")) { (said) span aria-hidden="true" { " ×" } } }
                }
            }
        }
    }
}

fn summary(view: &View, response: &SearchResponse) -> Markup {
    let lang = view.lang;
    let shown = response.hits.len() as u64;
    let counted = |number: u64| match view.request.kind {
        Kind::Passage => lang.count(number, "passage", "passage"),
        Kind::Reference => lang.count(number, "référence", "reference"),
    };
    let total = response.total.map_or(shown, |total| total as u64);
    let first = view.request.offset + 1;
    let last = view.request.offset as u64 + shown;
    let took = lang.milliseconds(response.elapsed);
    let said = match total {
        0 => lang.of("Rien trouvé", "Nothing found").to_owned(),
        total if total == shown => counted(total),
        total => {
            let all = counted(total);
            say!(lang, "{first} à {last} de {all}", "{first} to {last} of {all}")
        }
    };
    html! { p.summary { (said) span.took { ", " (took) } } }
}

/// What could not be taken as it was meant, what was searched instead, what may have been meant.
fn remarks(view: &View, response: &SearchResponse) -> Markup {
    let lang = view.lang;
    html! {
        @if let Some(meant) = &response.suggestion {
            p.meant {
                (lang.of("Vouliez-vous dire", "Did you mean")) " "
                a href=(view.with(|request| request.query.clone_from(meant)).href()) { (meant) }
                (lang.of("\u{a0}?", "?"))
            }
        }
        @for repair in &response.repairs {
            p.remark {
                (say!(lang, "Aucun passage n'a « {} » ; cherché à la place : ", "No passage has “{}”; searched instead: ", repair.typed))
                strong { (repair.used.join(", ")) } ". "
                a href=(view.with(|request| request.exact_words = true).href()) {
                    (lang.of("Chercher le mot tel quel", "Search the word as it is"))
                }
            }
        }
        @for warning in &response.warnings { p.remark { (warnings::warning(warning, lang)) } }
    }
}

fn list(view: &View, hits: &[Hit]) -> Markup {
    let lang = view.lang;
    let start = view.request.offset + 1;
    if !view.group {
        return html! { ol.hits start=(start) { @for found in hits { li { (hit(found, lang, false)) } } } };
    }
    let mut articles: Vec<&Hit> = Vec::new();
    for found in hits {
        if !articles.iter().any(|known| known.article.id == found.article.id) {
            articles.push(found);
        }
    }
    html! {
        @for first in articles {
            section.group {
                h2 { a href=(link("article", &first.article.id, lang)) { (first.article.title) } }
                ol.hits {
                    @for found in hits.iter().filter(|found| found.article.id == first.article.id) {
                        li { (hit(found, lang, true)) }
                    }
                }
            }
        }
    }
}

/// Where nothing was found, what may find more.
fn ways_on(view: &View, response: &SearchResponse) -> Markup {
    let (lang, request) = (view.lang, &view.request);
    let other = if request.kind == Kind::Passage { Kind::Reference } else { Kind::Passage };
    let said = match other {
        Kind::Passage => lang.of("Chercher dans les passages", "Search the passages"),
        Kind::Reference => lang.of("Chercher dans les références", "Search the references"),
    };
    let anywhere = View::empty(lang).with(|all| all.query.clone_from(&request.query));
    html! {
        @if response.hits.is_empty() {
            p { (lang.of("Essayez d'autres mots.", "Try other words.")) }
            ul.ways {
                @if anywhere.pairs() != view.pairs() {
                    li { a href=(anywhere.href()) { (lang.of("Chercher partout, sans restriction ni option", "Search everywhere, without options")) } }
                }
                li { a href=(view.with(|request| request.kind = other).href()) { (said) } }
            }
        }
    }
}

/// To the hits before and after.
fn pages(view: &View, response: &SearchResponse) -> Markup {
    let (lang, request) = (view.lang, &view.request);
    let end = request.offset + response.hits.len();
    let more =
        response.total.is_some_and(|total| end < total) && !response.hits.is_empty() && end <= limits::OFFSET;
    let at = |offset: usize| view.with(|request| request.offset = offset).href();
    html! {
        @if request.offset > 0 || more {
            nav.pages aria-label=(lang.of("Pages", "Pages")) {
                @if request.offset > 0 {
                    a rel="prev" href=(at(request.offset.saturating_sub(request.limit))) { "← " (lang.of("Précédents", "Previous")) }
                }
                @if more { a rel="next" href=(at(end)) { (lang.of("Suivants", "Next")) " →" } }
            }
        }
    }
}

/// What all matches divide into, each a narrower search.
fn divided(view: &View, response: &SearchResponse) -> Markup {
    let lang = view.lang;
    let whole = View { counted: true, ..view.clone() };
    html! {
        @if !response.facets.is_empty() {
            aside.facets aria-label=(lang.of("Affiner", "Narrow down")) {
                @for facet in FACETS { (counts(view, facet, &response.facets)) }
            }
        } @else if response.hits.len() > 1 {
            aside.facets aria-label=(lang.of("Affiner", "Narrow down")) {
                a.count href=(whole.href()) rel="nofollow" {
                    (lang.of("Compter par article, section, source, année", "Count by article, section, source, year"))
                }
            }
        }
    }
}

fn counts(view: &View, facet: Facet, all: &[FacetCount]) -> Markup {
    let lang = view.lang;
    let counts: Vec<&FacetCount> = all.iter().filter(|count| count.facet == facet).collect();
    let name = match facet {
        Facet::Article => lang.of("Articles", "Articles"),
        Facet::Section => lang.of("Sections", "Sections"),
        Facet::Source => lang.of("Sources citées", "Sources cited"),
        Facet::Year => lang.of("Années des sources", "Years of sources"),
    };
    let row = |count: &&FacetCount| {
        html! {
            li {
                a href=(narrower(view, count).href()) { (count.title.as_ref().unwrap_or(&count.value)) }
                " " span.number { (lang.number(count.count as u64)) }
            }
        }
    };
    html! {
        @if !counts.is_empty() {
            details open {
                summary { h2 { (name) } }
                ul { @for count in counts.iter().take(VALUES) { (row(count)) } }
                @if counts.len() > VALUES {
                    details.more {
                        summary { (say!(lang, "{} autres", "{} more", counts.len() - VALUES)) }
                        ul { @for count in counts.iter().skip(VALUES).take(5 * VALUES) { (row(count)) } }
                    }
                }
            }
        }
    }
}

fn narrower(view: &View, count: &FacetCount) -> View {
    let value = || Some(count.value.clone());
    view.with(|request| match count.facet {
        Facet::Article => request.article = value(),
        Facet::Section => request.section = value(),
        Facet::Source => request.cites = value(),
        Facet::Year => {
            let year = count.value.parse().ok();
            (request.since, request.until) = (year, year);
        }
    })
}
