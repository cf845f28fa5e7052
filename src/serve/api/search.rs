//! `/api/search`: passages, best first.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use schemars::{JsonSchema as _, Schema, SchemaGenerator};
use serde_json::Value;

use crate::search::SearchRequest;
use crate::serve::limits::{self, Cost, OFFSET, PAGE, QUERY_CHARS};
use crate::serve::parameters::Asked;
use crate::serve::problem::Problem;
use crate::serve::router::Shared;

/// What is asked, within the limits of [`limits::check`].
pub(super) fn described(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = SearchRequest::json_schema(generator);
    let mut bound = |name: &str, keyword: &str, value: usize| {
        if let Some(property) =
            schema.pointer_mut(&format!("/properties/{name}")).and_then(Value::as_object_mut)
        {
            property.insert(keyword.to_owned(), value.into());
        }
    };
    bound("limit", "maximum", PAGE);
    bound("offset", "maximum", OFFSET);
    bound("per_article", "minimum", 1);
    for name in ["q", "in", "section", "cites"] {
        bound(name, "maxLength", QUERY_CHARS);
    }
    schema
}

pub(super) async fn search(
    State(shared): State<Arc<Shared>>,
    Asked(request): Asked<SearchRequest>,
) -> Result<Response, Problem> {
    limits::check(&request)?;
    shared.json(Cost::of(&request), move |engine| engine.search(&request)).await
}
