//! `/api/search`: passages, best first.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use crate::search::SearchRequest;
use crate::serve::limits::{self, Cost};
use crate::serve::parameters::Asked;
use crate::serve::problem::Problem;
use crate::serve::router::Shared;

pub(super) async fn search(
    State(shared): State<Arc<Shared>>,
    Asked(request): Asked<SearchRequest>,
) -> Result<Response, Problem> {
    limits::check(&request)?;
    shared.json(Cost::of(&request), move |engine| engine.search(&request)).await
}
