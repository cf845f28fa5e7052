//! What programs ask: one operation a file, all of them listed here.
//!
//! The routes and the description of the API ([`openapi`]) are made from the same list and the same types.

mod cite;
mod openapi;
mod passages;
mod quotes;
mod search;
mod stats;
mod suggest;

use std::sync::Arc;

use axum::Router;
use axum::routing::{MethodRouter, get};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::router::Shared;
use crate::search::{Context, SearchResponse, Stats};

/// A question that the API answers.
struct Operation {
    /// Its address, with `{id}` where a part of it is asked for.
    path: &'static str,
    name: &'static str,
    summary: &'static str,
    /// What its address needs besides the query string.
    id: Option<&'static str>,
    /// Whether it may also be asked with a body, by `POST`.
    takes_body: bool,
    handler: MethodRouter<Arc<Shared>>,
    asked: fn(&mut SchemaGenerator) -> Schema,
    answer: fn(&mut SchemaGenerator) -> Schema,
}

fn asked<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    T::json_schema(generator)
}

fn answer<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// All of them.
fn operations() -> Vec<Operation> {
    vec![
        Operation {
            path: "/api/search",
            name: "search",
            summary: "Passages, or references, best first",
            id: None,
            takes_body: true,
            handler: get(search::search).post(search::search),
            asked: search::described,
            answer: answer::<SearchResponse>,
        },
        Operation {
            path: "/api/passages/{id}",
            name: "passage",
            summary: "A passage, or a reference, by its id, with its neighbours and its sources",
            id: Some(
                "A passage's id or its beginning, or a reference's: article#key, key, article#[4]; percent-encoded",
            ),
            takes_body: false,
            handler: get(passages::passage),
            asked: asked::<passages::Asked>,
            answer: answer::<Context>,
        },
        Operation {
            path: "/api/cite",
            name: "cite",
            summary: "Who cites a source and for what, what a passage or a claim rests on, what rests on nothing",
            id: None,
            takes_body: true,
            handler: get(cite::cite).post(cite::cite),
            asked: asked::<cite::Asked>,
            answer: answer::<cite::Answer>,
        },
        Operation {
            path: "/api/quotes",
            name: "quotes",
            summary: "Quotes with some words, or whether a text is quoted right",
            id: None,
            takes_body: true,
            handler: get(quotes::quotes).post(quotes::quotes),
            asked: asked::<quotes::Asked>,
            answer: answer::<quotes::Answer>,
        },
        Operation {
            path: "/api/suggest",
            name: "suggest",
            summary: "How the beginning of a query may go on: words, titles, sources",
            id: None,
            takes_body: false,
            handler: get(suggest::suggest),
            asked: asked::<suggest::Asked>,
            answer: answer::<suggest::Answer>,
        },
        Operation {
            path: "/api/stats",
            name: "stats",
            summary: "What the index holds",
            id: None,
            takes_body: false,
            handler: get(stats::stats),
            asked: asked::<stats::Asked>,
            answer: answer::<Stats>,
        },
    ]
}

/// The routes below `/api`.
pub(super) fn routes() -> Router<Arc<Shared>> {
    let add = |router: Router<_>, operation: Operation| router.route(operation.path, operation.handler);
    let router = operations().into_iter().fold(Router::new(), add);
    router.route("/api/openapi.json", get(openapi::document))
}
