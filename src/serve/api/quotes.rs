//! `/api/quotes`: who said that, and is it quoted right?

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::search::{Hit, Verdict};
use crate::serve::limits::{self, Cost, PAGE, QUERY_CHARS};
use crate::serve::parameters;
use crate::serve::problem::Problem;
use crate::serve::router::Shared;

/// Words to find among quotes, or to verify.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Asked {
    /// The words; `[…]` stands for any words between them.
    #[schemars(length(max = QUERY_CHARS))]
    q: String,
    /// Whether to say if the text is quoted right: exact, typography, altered, stitched or absent, and what differs.
    verify: bool,
    /// Only of this article: an id, a title, or the unambiguous beginning of an id.
    #[schemars(length(max = QUERY_CHARS))]
    #[serde(rename = "in")]
    article: Option<String>,
    /// How many hits to answer with.
    #[schemars(range(max = PAGE))]
    limit: usize,
}

impl Default for Asked {
    /// Ten hits of any article.
    fn default() -> Self {
        Self { q: String::new(), verify: false, article: None, limit: 10 }
    }
}

/// Quotes, or a verdict.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "QuotesAnswer")]
#[serde(untagged)]
pub(super) enum Answer {
    /// Passages with a quote that has the words, the nearest first, the words highlighted.
    Quotes {
        /// As many as were asked for.
        hits: Vec<Hit>,
    },
    /// Whether the text is quoted right.
    Verdict(Box<Verdict>),
}

pub(super) async fn quotes(
    State(shared): State<Arc<Shared>>,
    parameters::Asked(asked): parameters::Asked<Asked>,
) -> Result<Response, Problem> {
    let Asked { q, verify, article, limit } = asked;
    limits::query("q", &q)?;
    limits::query("in", article.as_deref().unwrap_or_default())?;
    limits::at_most("limit", limit, PAGE)?;
    let answer = shared.json(Cost::Usual, move |engine| {
        let article = article.as_deref();
        Ok(if verify {
            Answer::Verdict(Box::new(engine.verify(&q, article)?))
        } else {
            Answer::Quotes { hits: engine.quotes(&q, article, limit)? }
        })
    });
    answer.await
}
