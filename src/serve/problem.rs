//! What is said of a request that cannot be answered: problem details (RFC 9457) with our stable code.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use super::limits::RETRY_AFTER_SECONDS;
use crate::error::Error;
use crate::lang::{Lang, errors};

/// The media type of a problem.
pub(super) const PROBLEM_JSON: &str = "application/problem+json";

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Problem {
    /// The status in words.
    pub(super) title: &'static str,
    /// The HTTP status.
    pub(super) status: u16,
    /// A stable word for programs; that of the command line's errors where it has one.
    pub(super) code: &'static str,
    /// What is wrong with which value.
    pub(super) detail: String,
    /// What mends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hint: Option<String>,
    /// Which parameter it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parameter: Option<String>,
    /// What pages in French say: what is wrong, and what mends it.
    #[serde(skip)]
    pub(super) french: Box<(String, Option<String>)>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self {
            french: Box::new((detail.clone(), None)),
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code,
            detail,
            hint: None,
            parameter: None,
        }
    }

    /// The same with its French.
    pub(super) fn in_french(self, said: impl Into<String>) -> Self {
        Self { french: Box::new((said.into(), None)), ..self }
    }

    /// What is wrong, and what mends it, for a page.
    pub(super) fn said(&self, lang: Lang) -> (&str, Option<&str>) {
        match lang {
            Lang::Fr => (&self.french.0, self.french.1.as_deref()),
            Lang::En => (&self.detail, self.hint.as_deref()),
        }
    }

    /// A value that is none, or too large.
    pub(super) fn bad_parameter(parameter: impl Into<String>, detail: impl Into<String>) -> Self {
        let problem = Self::new(StatusCode::BAD_REQUEST, "bad_parameter", detail);
        Self { parameter: Some(parameter.into()), ..problem }
    }

    /// There is more to do than can be done.
    pub(super) fn busy() -> Self {
        let detail = "more requests are in work than can be answered soon";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail);
        problem.in_french("trop de demandes sont en cours ; réessayez dans un instant")
    }

    /// Its answer took too long.
    pub(super) fn timeout() -> Self {
        let detail = "the answer took too long; ask for less";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "timeout", detail);
        problem.in_french("la réponse a pris trop de temps ; demandez moins")
    }

    /// A fault of ours. What it was is said where the server runs, not to its clients.
    pub(super) fn internal() -> Self {
        let detail = "the server failed to answer; its own messages say why";
        let problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail);
        problem.in_french("le serveur n'a pas pu répondre")
    }

    pub(super) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<&Error> for Problem {
    /// Errors that a request can mend are told as they are; of others, which name folders of the server, only what kind
    /// they are.
    fn from(error: &Error) -> Self {
        let status = status_of(error);
        let detail = if status.is_client_error() {
            error.to_string()
        } else {
            "the index cannot be read; the server's own messages say why".to_owned()
        };
        let hint = error.hint().filter(|_| status.is_client_error());
        let french = if status.is_client_error() {
            (errors::message(error), errors::hint(error))
        } else {
            ("l'index ne se lit pas".to_owned(), None)
        };
        Self { hint, french: Box::new(french), ..Self::new(status, error.code(), detail) }
    }
}

fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::UnknownArticle { .. } | Error::UnknownId { .. } => StatusCode::NOT_FOUND,
        Error::AmbiguousId { .. }
        | Error::AmbiguousArticle { .. }
        | Error::AmbiguousLabel { .. }
        | Error::BadSource { .. }
        | Error::UnknownExport { .. }
        | Error::NoWords { .. } => StatusCode::BAD_REQUEST,
        Error::IndexMissing { .. }
        | Error::IndexUnfinished { .. }
        | Error::IndexVersion { .. }
        | Error::IndexLocked { .. } => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let mut response = (status, axum::Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS));
        }
        response
    }
}
