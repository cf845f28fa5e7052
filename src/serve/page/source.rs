//! A source with all passages that rest on it.

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
use crate::lang::{Lang, say};
use crate::search::{SourceFilter, SourceUses};
use crate::serve::limits::{self, Cost, PAGE};
use crate::serve::parameters::Named;
use crate::serve::problem::Problem;
use crate::serve::router::Shared;

/// `/source/{name}`
pub(super) async fn page(State(shared): State<Arc<Shared>>, Named(name): Named, uri: Uri) -> Response {
    let lang = View::lang_of(&uri);
    match uses(&shared, name.clone()).await {
        Ok((found, near)) => {
            frame(&View::empty(lang), &uri, &name, &shown(&name, &found, &near, lang)).into_response()
        }
        Err(problem) => failure::page(&uri, &problem),
    }
}

/// The passages, and where no reference names the source, the names of others near it.
async fn uses(shared: &Arc<Shared>, name: String) -> Result<(SourceUses, Vec<String>), Problem> {
    limits::query("name", &name)?;
    let asked = shared.ask(Cost::Long, move |engine| {
        let filter = SourceFilter::typed(Some(&name), None, None)?;
        let found = engine.cite_source(&filter, None, PAGE)?;
        let near = match &filter.source {
            Some(source) if found.references == 0 => engine.sources_near(source)?,
            _ => Vec::new(),
        };
        Ok((found, near))
    });
    asked.await
}

fn shown(name: &str, found: &SourceUses, near: &[String], lang: Lang) -> Markup {
    let references = lang.count(found.references as u64, "référence", "reference");
    let passages = lang.count(found.total as u64, "passage", "passage");
    let searched = View::empty(lang).with(|request| {
        "*".clone_into(&mut request.query);
        request.cites = Some(name.to_owned());
    });
    html! {
        h1 { (lang.of("Ce qui s'appuie sur", "What rests on")) " " span.path { (name) } }
        p.summary {
            (say!(lang, "{references}, {passages}", "{references}, {passages}"))
            @if found.total > found.hits.len() {
                ", " (say!(lang, "les {} premiers ici", "the first {} here", found.hits.len()))
            }
        }
        @if found.total > 0 {
            p { a href=(searched.href()) { (lang.of("Chercher dans ces passages", "Search these passages")) } }
        }
        @if !near.is_empty() {
            p {
                (lang.of("Sources proches :", "Sources near it:")) " "
                @for other in near { a href=(link("source", other, lang)) { (other) } " " }
            }
        }
        ol.hits.found { @for found in &found.hits { li { (hit(found, lang, false)) } } }
    }
}
