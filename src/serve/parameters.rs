//! What is asked: the parameters of an address, or of a body in JSON, as the type that the engine takes.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use serde::de::DeserializeOwned;

use super::problem::Problem;

/// What a request asks: of `GET` its query string, of `POST` its body. A name that is none is refused.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if request.method() != Method::POST {
            return from_query(request.uri().query().unwrap_or_default()).map(Self);
        }
        let is_json = |value: &[u8]| value.to_ascii_lowercase().starts_with(b"application/json");
        if !request.headers().get(CONTENT_TYPE).is_some_and(|value| is_json(value.as_bytes())) {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(Problem::new(status, "not_json", "the body must be application/json"));
        }
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|refused| {
            let code =
                if refused.status() == StatusCode::PAYLOAD_TOO_LARGE { "too_large" } else { "bad_body" };
            Problem::new(refused.status(), code, refused.body_text())
        })?;
        from_json(&body).map(Self)
    }
}

/// The part of an address's path that names what is asked for.
pub(super) struct Named(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let named = Path::<String>::from_request_parts(parts, state).await;
        named
            .map(|Path(name)| Self(name))
            .map_err(|refused| Problem::bad_parameter("id", refused.body_text()))
    }
}

/// The values of a query string. Empty ones are absent: forms send every field.
pub(super) fn from_query<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
    let given: Vec<&(String, String)> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    let given = serde_html_form::to_string(given).unwrap_or_default();
    let values = serde_html_form::Deserializer::from_bytes(given.as_bytes());
    serde_path_to_error::deserialize(values).map_err(|error| refused(&error))
}

fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let mut values = serde_json::Deserializer::from_slice(body);
    let asked = serde_path_to_error::deserialize(&mut values).map_err(|error| refused(&error))?;
    values.end().map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "bad_body", error.to_string()))?;
    Ok(asked)
}

/// How serde begins what it says of a name that is none; a test holds it.
const UNKNOWN: &str = "unknown field `";

fn refused<E: std::fmt::Display>(error: &serde_path_to_error::Error<E>) -> Problem {
    let said = error.inner().to_string();
    if let Some((name, known)) = said.strip_prefix(UNKNOWN).and_then(|rest| rest.split_once('`')) {
        let known = known.trim_start_matches(", ");
        let problem = Problem::new(
            StatusCode::BAD_REQUEST,
            "unknown_parameter",
            format!("there is no parameter `{name}` here"),
        );
        let hint = known.split(" at line ").next().map(str::to_owned);
        return Problem { parameter: Some(name.to_owned()), hint, ..problem };
    }
    let path = error.path().to_string();
    match path.as_str() {
        "." => Problem::new(StatusCode::BAD_REQUEST, "bad_parameter", said),
        _ => Problem::bad_parameter(path.clone(), format!("`{path}`: {said}"))
            .in_french(format!("la valeur de « {path} » n'en est pas une : {said}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Facet, Kind, Order, SearchRequest};

    fn asked(query: &str) -> Result<SearchRequest, Problem> {
        from_query(query)
    }

    #[test]
    fn a_query_string_is_a_search() {
        let request = asked(
            "q=l%27%C3%A9t%C3%A9+%2Bpluie&limit=3&sort=date&facets=article,year&kind=reference&in=&cited=true",
        );
        let expected = SearchRequest {
            query: "l'été +pluie".to_owned(),
            limit: 3,
            order: Order::Date,
            facets: vec![Facet::Article, Facet::Year],
            kind: Kind::Reference,
            cited: Some(true),
            ..SearchRequest::default()
        };
        assert_eq!(request.unwrap(), expected);
        let body =
            br#"{"q": "l'\u00e9t\u00e9 +pluie", "limit": 3, "sort": "date", "facets": ["article", "year"],
            "kind": "reference", "cited": true}"#;
        assert_eq!(from_json::<SearchRequest>(body).unwrap(), expected);
    }

    #[test]
    fn what_is_refused_is_named() {
        for (query, code, parameter) in [
            ("q=x&colour=red", "unknown_parameter", "colour"),
            ("candidates=5", "unknown_parameter", "candidates"),
            ("limit=dix", "bad_parameter", "limit"),
            ("limit=-1", "bad_parameter", "limit"),
            ("kind=chose", "bad_parameter", "kind"),
            ("facets=article,chose", "bad_parameter", "facets"),
            ("q=a&q=b", "bad_parameter", "q"),
        ] {
            let problem = asked(query).unwrap_err();
            assert_eq!((problem.status, problem.code), (400, code), "{query}: {problem:?}");
            assert_eq!(problem.parameter.as_deref(), Some(parameter), "{query}: {problem:?}");
        }
        let problem = from_json::<SearchRequest>(br#"{"colour": "red"}"#).unwrap_err();
        assert_eq!(problem.parameter.as_deref(), Some("colour"), "{problem:?}");
        assert!(problem.hint.is_some_and(|hint| hint.contains("`q`") && !hint.contains("line")));
        assert_eq!(from_json::<SearchRequest>(b"{} {}").unwrap_err().code, "bad_body");
    }
}
