//! An article: its outline, its text, its sources, and what these are.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::failure;
use super::frame::frame;
use super::hit::{body, key};
use super::passage::source;
use super::plot::bars;
use super::view::{View, link, web};
use crate::error::{Error, Result};
use crate::lang::{Lang, say};
use crate::search::{Engine, Facet, FacetCount, Hit, Kind, LabelUses, SearchRequest, Sort};
use crate::serve::limits::{self, Cost};
use crate::serve::parameters::Named;
use crate::serve::problem::Problem;
use crate::serve::router::Shared;

/// Passages of an article that its page shows at once.
const SHOWN: usize = 100;
/// Passages that are read for the outline: some 20 ms.
const READ: usize = 2_000;
/// Sources that are listed.
const LISTED: usize = 300;

struct Article {
    /// Up to [`READ`], in document order.
    hits: Vec<Hit>,
    total: usize,
    labels: Vec<LabelUses>,
    facets: Vec<FacetCount>,
}

/// `/article/{id}`
pub(super) async fn page(State(shared): State<Arc<Shared>>, Named(id): Named, uri: Uri) -> Response {
    let view = match View::of(&uri) {
        Ok(view) => view,
        Err(problem) => return failure::page(&uri, &problem),
    };
    match read(&shared, id).await {
        Ok(article) => article.page(&view, &uri),
        Err(problem) => failure::page(&uri, &problem),
    }
}

async fn read(shared: &Arc<Shared>, id: String) -> Result<Article, Problem> {
    limits::query("id", &id)?;
    shared.ask(Cost::Long, move |engine| Article::read(engine, &id)).await
}

impl Article {
    fn read(engine: &dyn Engine, id: &str) -> Result<Self> {
        let passages = SearchRequest {
            query: "*".to_owned(),
            article: Some(id.to_owned()),
            limit: READ,
            ..SearchRequest::default()
        };
        let references = SearchRequest {
            kind: Kind::Reference,
            limit: 0,
            facets: vec![Facet::Source, Facet::Year],
            ..passages.clone()
        };
        let found = engine.search(&passages)?;
        if found.hits.is_empty() {
            return Err(Error::UnknownArticle { name: id.to_owned(), near: Vec::new() });
        }
        Ok(Self {
            total: found.total.unwrap_or(found.hits.len()),
            hits: found.hits,
            labels: engine.labels(Some(id), Sort::Label)?,
            facets: engine.search(&references)?.facets,
        })
    }

    fn page(&self, view: &View, uri: &Uri) -> Response {
        let lang = view.lang;
        let Some(first) = self.hits.first() else {
            return failure::page(uri, &Problem::internal());
        };
        let title = &first.article.title;
        let passages = lang.count(self.total as u64, "passage", "passage");
        let (held, absent) = self.held_and_absent();
        let sources = lang.count(held.len() as u64, "source", "source");
        let (outline, plots) = (self.outline(lang), self.plots(lang));
        let aside = [&outline, &plots].iter().any(|part| !part.0.is_empty());
        let within = View::empty(lang).with(|request| request.article = Some(first.article.id.clone()));
        let body = html! {
            h1 { (title) }
            p.summary {
                (passages)
                @if !held.is_empty() || absent.is_empty() { ", " (sources) }
                @if !absent.is_empty() { ", " (absences(absent.len(), lang)) }
                @if let Some(url) = first.article.url.as_deref().and_then(web) {
                    " · " a href=(url) rel="noreferrer" { (lang.of("page d'origine", "original page")) }
                }
                " · " a href=(within.href()) { (lang.of("chercher dans cet article", "search this article")) }
            }
            div.columns[aside].article[aside] {
                (outline)
                div.found { (self.text(view)) (sources_of(&held, &absent, lang)) }
                (plots)
            }
        };
        frame(&View::empty(lang), uri, title, &body).into_response()
    }

    /// The headings, each once, with a way to the first passage under it.
    fn outline(&self, lang: Lang) -> Markup {
        let mut headings: Vec<(usize, &Hit)> = Vec::new();
        for (place, hit) in self.hits.iter().enumerate() {
            if !hit.section.is_empty() && headings.last().is_none_or(|(_, last)| last.section != hit.section)
            {
                headings.push((place, hit));
            }
        }
        html! {
            @if !headings.is_empty() {
                nav.outline aria-labelledby="outline" {
                    h2 #outline { (lang.of("Plan", "Outline")) }
                    ul {
                        @for (place, hit) in &headings {
                            li.{ "depth" (hit.section.len().min(4)) } {
                                a href=(self.href(*place, lang)) { (hit.section.last().map_or("", String::as_str)) }
                            }
                        }
                    }
                    @if self.total > self.hits.len() {
                        p.remark { (say!(lang, "Plan des {} premiers passages.", "Outline of the first {} passages.", self.hits.len())) }
                    }
                }
            }
        }
    }

    /// The address of a passage on the page of the article that shows it.
    fn href(&self, place: usize, lang: Lang) -> String {
        let Some(hit) = self.hits.get(place) else { return String::new() };
        let page = link("article", &hit.article.id, lang);
        let join = if page.contains('?') { '&' } else { '?' };
        match place / SHOWN * SHOWN {
            0 => format!("{page}#p{place}"),
            offset => format!("{page}{join}offset={offset}#p{place}"),
        }
    }

    fn text(&self, view: &View) -> Markup {
        let lang = view.lang;
        let from = (view.request.offset / SHOWN * SHOWN).min(self.hits.len());
        let end = (from + SHOWN).min(self.hits.len());
        let shown = self.hits.iter().enumerate().take(end).skip(from);
        let mut section: &[String] = &[];
        let parts: Vec<(bool, usize, &Hit)> = shown
            .map(|(place, hit)| {
                let begins = hit.section != section;
                section = &hit.section;
                (begins, place, hit)
            })
            .collect();
        html! {
            section.reading aria-label=(lang.of("Texte", "Text")) {
                @for (begins, place, hit) in parts {
                    @if begins { h2 lang="fr" { (hit.section.join(" › ")) } }
                    div #{ "p" (place) } {
                        a.key href=(link("passage", &hit.id, lang)) aria-label=(say!(lang, "passage {}", "passage {}", key(hit))) title=(key(hit)) { "¶" }
                        (body(hit, &std::iter::once(0..hit.text.len()).collect::<Vec<_>>(), &format!("s{place}"), lang))
                    }
                }
            }
            @if from > 0 || end < self.hits.len() {
                nav.pages aria-label=(lang.of("Pages", "Pages")) {
                    @if from > 0 { a rel="prev" href=(self.href(from - SHOWN, lang)) { "← " (lang.of("Avant", "Before")) } }
                    @if end < self.hits.len() { a rel="next" href=(self.href(end, lang)) { (lang.of("Suite", "More")) " →" } }
                }
            }
        }
    }

    /// The labels whose entries the document has, and the others.
    fn held_and_absent(&self) -> (Vec<&LabelUses>, Vec<&LabelUses>) {
        self.labels.iter().partition(|label| label.reference.is_some())
    }

    fn plots(&self, lang: Lang) -> Markup {
        let of = |facet: Facet| self.facets.iter().filter(move |count| count.facet == facet);
        let domains: Vec<(String, usize, String)> = of(Facet::Source)
            .take(10)
            .map(|count| (count.value.clone(), count.count, link("source", &count.value, lang)))
            .collect();
        let mut years: Vec<(String, usize, String)> = of(Facet::Year)
            .map(|count| (count.value.clone(), count.count, link("source", &count.value, lang)))
            .collect();
        years.sort();
        html! { @if !(domains.is_empty() && years.is_empty()) { div.plots {
            (bars("by-domain", lang.of("Sources par site ou titre", "Sources by site or title"), &domains, lang))
            (bars("by-year", lang.of("Sources par année", "Sources by year"), &years, lang))
        } } }
    }
}

/// The sources that the document holds; below them the labels of those that it does not.
fn sources_of(held: &[&LabelUses], absent: &[&LabelUses], lang: Lang) -> Markup {
    html! {
        @if !(held.is_empty() && absent.is_empty()) {
            section #sources {
                h2 { (lang.of("Sources", "Sources")) }
                (listed(held, lang))
                @if !absent.is_empty() {
                    details.missing {
                        summary { (absences(absent.len(), lang)) }
                        (listed(absent, lang))
                    }
                }
            }
        }
    }
}

fn listed(labels: &[&LabelUses], lang: Lang) -> Markup {
    html! {
        ol.references { @for label in labels.iter().take(LISTED) { (source(label, lang)) } }
        @if labels.len() > LISTED {
            p.remark { (say!(lang, "Les {} premières de {}.", "The first {} of {}.", LISTED, labels.len())) }
        }
    }
}

fn absences(number: usize, lang: Lang) -> String {
    let counted = lang.count(number as u64, "référence", "reference");
    let absent = if number > 1 { "absentes" } else { "absente" };
    say!(lang, "{counted} {absent} du document", "{counted} not in the document")
}
