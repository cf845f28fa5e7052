//! `/api/suggest`: how the beginning of a query may go on.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::search::Suggestion;
use crate::serve::limits::{self, Cost, QUERY_CHARS, SUGGESTIONS};
use crate::serve::parameters;
use crate::serve::problem::Problem;
use crate::serve::router::Shared;

/// What is to be completed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Asked {
    /// What is already typed.
    #[schemars(length(max = QUERY_CHARS))]
    q: String,
    /// How many ways of each kind.
    #[schemars(range(max = SUGGESTIONS))]
    limit: usize,
}

impl Default for Asked {
    /// As many as the command line shows.
    fn default() -> Self {
        Self { q: String::new(), limit: 8 }
    }
}

/// Ways to go on.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SuggestAnswer")]
pub(super) struct Answer {
    /// Words by their frequency, titles and domains in alphabetical order.
    suggestions: Vec<Suggestion>,
}

pub(super) async fn suggest(
    State(shared): State<Arc<Shared>>,
    parameters::Asked(Asked { q, limit }): parameters::Asked<Asked>,
) -> Result<Response, Problem> {
    limits::query("q", &q)?;
    limits::at_most("limit", limit, SUGGESTIONS)?;
    shared.json(Cost::Usual, move |engine| Ok(Answer { suggestions: engine.suggest(&q, limit)? })).await
}
