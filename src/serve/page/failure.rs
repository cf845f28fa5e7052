//! A page that there is not, and why.

use axum::extract::Request;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use maud::html;

use super::frame::frame;
use super::view::View;
use crate::serve::problem::Problem;

/// An address with nothing at it.
pub(in crate::serve) fn nowhere(request: &Request) -> Response {
    let detail = format!("there is nothing at {}", request.uri().path());
    let problem = Problem::new(StatusCode::NOT_FOUND, "no_such_address", detail);
    page(request.uri(), &problem.in_french(format!("il n'y a rien à {}", request.uri().path())))
}

/// What went wrong, for a person; the search field stays.
pub(super) fn page(uri: &Uri, problem: &Problem) -> Response {
    let view = View::of(uri).unwrap_or_else(|_| View::empty(View::lang_of(uri)));
    let lang = view.lang;
    let title = match problem.status {
        404 => lang.of("Introuvable", "Not found"),
        400..500 => lang.of("Demande mal comprise", "Not understood"),
        503 => lang.of("Trop de demandes", "Too many requests"),
        _ => lang.of("Panne", "Failure"),
    };
    let (said, hint) = problem.said(lang);
    let body = html! {
        h1 { (title) }
        p.problem { (said) }
        @if let Some(hint) = hint { p { (hint) } }
        p { a href=(View::empty(lang).href()) { (lang.of("Nouvelle recherche", "New search")) } }
    };
    let mut response = frame(&view, uri, title, &body).into_response();
    *response.status_mut() = problem.status();
    response
}
