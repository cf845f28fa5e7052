//! `/api/passages/{id}`: a passage or a reference, with what stands around it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::error::Error;
use crate::serve::limits::{self, AROUND, Cost};
use crate::serve::parameters::{self, Named};
use crate::serve::problem::Problem;
use crate::serve::router::Shared;

/// What is asked of a passage.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Asked {
    /// Also so many passages before and after it.
    #[schemars(range(max = AROUND))]
    around: usize,
}

pub(super) async fn passage(
    State(shared): State<Arc<Shared>>,
    Named(id): Named,
    parameters::Asked(Asked { around }): parameters::Asked<Asked>,
) -> Result<Response, Problem> {
    limits::query("id", &id)?;
    limits::at_most("around", around, AROUND)?;
    let asked = id.clone();
    let found = shared.json(Cost::Usual, move |engine| {
        let context = engine.show(&asked, around)?;
        // A whole article may be of any length; search gives it page by page.
        context.target.map(|_| context.clone()).ok_or(Error::UnknownId { id: asked, near: Vec::new() })
    });
    found.await.map_err(|problem| match problem.status() {
        StatusCode::NOT_FOUND if problem.hint.is_none() => {
            let hint = "an article is read by /api/search?q=*&in=ARTICLE".to_owned();
            Problem { hint: Some(hint), ..problem }
        }
        _ => problem,
    })
}
