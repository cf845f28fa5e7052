//! A passage with its neighbours, its quotes and its sources; a reference with the passages that cite it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::citation::citation;
use super::failure;
use super::frame::frame;
use super::hit::{body, entry, key, section_path};
use super::view::{View, link, web};
use crate::error::Result;
use crate::lang::{Lang, say};
use crate::search::{Context, Engine, Hit, LabelUses};
use crate::serve::limits::{self, Cost};
use crate::serve::parameters::Named;
use crate::serve::problem::Problem;
use crate::serve::router::Shared;

/// Passages that are shown on each side.
const AROUND: usize = 2;

/// A passage among its neighbours, and its sources.
struct Shown {
    context: Context,
    target: usize,
    sources: Vec<LabelUses>,
}

/// `/passage/{id}`
pub(super) async fn page(State(shared): State<Arc<Shared>>, Named(id): Named, uri: Uri) -> Response {
    let lang = View::lang_of(&uri);
    match shown(&shared, id).await {
        Ok(Ok(found)) => found.page(&uri, lang).unwrap_or_else(|| failure::page(&uri, &Problem::internal())),
        // What names an article has a page of its own.
        Ok(Err(article)) => Redirect::to(&link("article", &article, lang)).into_response(),
        Err(problem) => failure::page(&uri, &problem),
    }
}

/// What the id names, or the id of the article that it names.
async fn shown(shared: &Arc<Shared>, id: String) -> Result<Result<Shown, String>, Problem> {
    limits::query("id", &id)?;
    shared
        .ask(Cost::Usual, move |engine| {
            let context = engine.show(&id, AROUND)?;
            let Some(target) = context.target else {
                return Ok(Err(context.hits.first().map_or(id, |hit| hit.article.id.clone())));
            };
            let sources = sources(engine, context.hits.get(target))?;
            Ok(Ok(Shown { context, target, sources }))
        })
        .await
}

fn sources(engine: &dyn Engine, hit: Option<&Hit>) -> Result<Vec<LabelUses>> {
    match hit {
        Some(hit) if hit.reference.is_none() => Ok(engine.sources_of(&hit.id)?.sources),
        _ => Ok(Vec::new()),
    }
}

impl Shown {
    /// Nothing where the context does not hold what was asked for, which does not happen.
    fn page(&self, uri: &Uri, lang: Lang) -> Option<Response> {
        let hit = self.context.hits.get(self.target)?;
        let title = match section_path(hit) {
            path if path.is_empty() => hit.article.title.clone(),
            path => format!("{} › {path}", hit.article.title),
        };
        let body = html! {
            article.passage {
                h1 { a href=(link("article", &hit.article.id, lang)) { (hit.article.title) }
                    @for heading in &hit.section { span.path { " › " (heading) } } }
                @if hit.reference.is_some() { (reference(hit, lang)) } @else { (self.text(hit, lang)) }
                (citation(hit, &self.sources, lang))
                (origin(hit, lang))
            }
        };
        Some(frame(&View::empty(lang), uri, &title, &body).into_response())
    }

    fn text(&self, hit: &Hit, lang: Lang) -> Markup {
        let (before, rest) = self.context.hits.split_at(self.target);
        let whole = std::iter::once(0..hit.text.len()).collect::<Vec<_>>();
        html! {
            @for other in before { (neighbour(other, lang)) }
            div.target { (body(hit, &whole, "s", lang)) }
            @for other in rest.iter().skip(1) { (neighbour(other, lang)) }
            (quotes(hit, lang))
            (self.sources(lang))
        }
    }

    /// The sources of the passage in full, with their uses in all of its article.
    fn sources(&self, lang: Lang) -> Markup {
        html! {
            @if !self.sources.is_empty() {
                section {
                    h2 { (lang.of("Sources", "Sources")) }
                    ol.references { @for label in &self.sources { (source(label, lang)) } }
                }
            }
        }
    }
}

fn neighbour(hit: &Hit, lang: Lang) -> Markup {
    html! {
        p.neighbour lang="fr" {
            (hit.text) " "
            a href=(link("passage", &hit.id, lang)) aria-label=(say!(lang, "aller au passage {}", "go to passage {}", key(hit))) { "→" }
        }
    }
}

fn quotes(hit: &Hit, lang: Lang) -> Markup {
    let said: Vec<_> = hit.quotes.iter().filter(|quote| quote.speaker.is_some()).collect();
    html! {
        @if !said.is_empty() {
            section {
                h2 { (lang.of("Qui le dit", "Who says it")) }
                ul.quotes {
                    @for quote in said {
                        li lang="fr" {
                            "« " q { (quote.text) } " » — " (quote.speaker.as_deref().unwrap_or_default())
                            @if let Some(verb) = &quote.verb { " (" (verb) ")" }
                        }
                    }
                }
            }
        }
    }
}

/// A label of a list: its entry, how often it is used, and where.
pub(super) fn source(label: &LabelUses, lang: Lang) -> Markup {
    let uses = lang.count(label.uses.uses as u64, "emploi", "use");
    let places = label.uses.passages.iter().take(20).map(|id| (id, id.rsplit('#').next().unwrap_or(id)));
    html! {
        li {
            span.label { "[" (label.label) "]" } " "
            @match &label.reference {
                Some(reference) => (entry(reference, lang)),
                None => em { (lang.of("référence absente du document", "reference not in the document")) },
            }
            details.uses {
                summary { (uses) }
                @for (id, key) in places { a href=(link("passage", id, lang)) { code { (key) } } " " }
            }
        }
    }
}

fn reference(hit: &Hit, lang: Lang) -> Markup {
    let uses = hit.uses.clone().unwrap_or_default();
    html! {
        div.target {
            @if let Some(reference) = &hit.reference {
                p { span.label { "[" (reference.label) "]" } " " (entry(reference, lang)) }
            }
        }
        section {
            h2 { (lang.of("Passages qui la citent", "Passages that cite it")) }
            @if uses.passages.is_empty() { p { (lang.of("Aucun.", "None.")) } }
            ul { @for id in &uses.passages { li { a href=(link("passage", id, lang)) { code { (id) } } } } }
        }
    }
}

/// Where the passage was read.
fn origin(hit: &Hit, lang: Lang) -> Markup {
    html! {
        p.origin {
            (lang.of("Identifiant", "Id")) " " code { (hit.id) } " · " (lang.of("lu dans", "read from")) " " code { (hit.source.path) }
            @if let Some(span) = &hit.source.span {
                " " (say!(lang, "(octets {} à {})", "(bytes {} to {})", span.start, span.end))
            }
            @if let Some(url) = hit.article.url.as_deref().and_then(web) {
                " · " a href=(url) rel="noreferrer" { (lang.of("page d'origine", "original page")) }
            }
        }
    }
}
