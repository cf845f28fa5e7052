//! What people see: pages that work without scripts, in French or English.
//!
//! A page is a function of what the engine answered. All that comes from texts is escaped by `maud`; addresses in texts
//! are linked to only where they lead to the web (`view::web`).

mod article;
mod citation;
mod failure;
mod frame;
mod hit;
mod passage;
mod plot;
mod results;
mod source;
mod text;
mod view;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use super::router::Shared;
pub(super) use failure::nowhere;

/// The pages.
pub(super) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/", get(results::page))
        .route("/results", get(results::fragment))
        .route("/passage/{id}", get(passage::page))
        .route("/source/{name}", get(source::page))
        .route("/article/{id}", get(article::page))
}
