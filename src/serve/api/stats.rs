//! `/api/stats`: what the index holds.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::serve::limits::Cost;
use crate::serve::parameters;
use crate::serve::problem::Problem;
use crate::serve::router::Shared;

/// Nothing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {}

pub(super) async fn stats(
    State(shared): State<Arc<Shared>>,
    parameters::Asked(Asked {}): parameters::Asked<Asked>,
) -> Result<Response, Problem> {
    shared.json(Cost::Usual, |engine| engine.stats()).await
}
