//! Which request goes where, and what holds for all of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::header::{
    ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};

use super::access::Access;
use super::current::Current;
use super::limits::{ANSWER_TIME, BODY_BYTES, Cost, IN_WORK};
use super::metrics::{Metrics, OPENMETRICS};
use super::problem::Problem;
use super::server::Event;
use super::{api, asset, mcp, page};
use crate::error::Result;
use crate::search::Engine;

/// Hears what happens.
pub(super) type Tell = Box<dyn Fn(Event<'_>) + Send + Sync>;

/// What every request shares.
pub(super) struct Shared {
    pub(super) current: Current,
    pub(super) metrics: Arc<Metrics>,
    pub(super) tell: Tell,
    access: Access,
    /// Requests that may still come in work.
    room: Semaphore,
    stopping: AtomicBool,
}

impl Shared {
    pub(super) fn new(current: Current, metrics: Metrics, access: Access, tell: Tell) -> Self {
        let (metrics, room) = (Arc::new(metrics), Semaphore::new(IN_WORK));
        Self { current, metrics, tell, access, room, stopping: AtomicBool::new(false) }
    }

    /// From now on it says that it is not ready.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// What the engine says, or the problem that its error is; faults of ours are told.
    pub(super) async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        cost: Cost,
        question: impl FnOnce(&dyn Engine) -> Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let answer = self.current.ask(cost, question).await?;
        answer.map_err(|error| {
            let problem = Problem::from(&error);
            if problem.status().is_server_error() {
                (self.tell)(Event::Failed(&error));
            }
            problem
        })
    }

    /// What the engine says, as JSON, which is written on the engine's thread.
    pub(super) async fn json<T: Serialize>(
        self: &Arc<Self>,
        cost: Cost,
        question: impl FnOnce(&dyn Engine) -> Result<T> + Send + 'static,
    ) -> Result<Response, Problem> {
        let written = self.ask(cost, |engine| Ok(serde_json::to_vec(&question(engine)?))).await?;
        let body = Bytes::from(written.map_err(|_| Problem::internal())?);
        Ok(([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response())
    }
}

/// All routes, with what holds for them.
pub(super) fn router(shared: Arc<Shared>, cors: &[String]) -> Router {
    let work = api::routes()
        .merge(page::routes())
        .merge(mcp::routes(&shared))
        .layer(from_fn_with_state(Arc::clone(&shared), in_work));
    let router = Router::new()
        .merge(work)
        .merge(asset::routes())
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .fallback(nowhere)
        .method_not_allowed_fallback(not_so)
        .layer(CatchPanicLayer::custom(|_| Problem::internal().into_response()))
        .layer(from_fn_with_state(Arc::clone(&shared), admit))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(map_response(guarded));
    let router = if cors.is_empty() { router } else { router.layer(cors_layer(cors)) };
    router.layer(from_fn_with_state(Arc::clone(&shared), measured)).with_state(shared)
}

/// Requests that cost something are bounded in number and time; health is told meanwhile too.
async fn in_work(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let Ok(_room) = shared.room.try_acquire() else {
        shared.metrics.refused.inc();
        return Problem::busy().into_response();
    };
    let _counted = shared.metrics.in_work();
    let answer = tokio::time::timeout(ANSWER_TIME, next.run(request)).await;
    answer.unwrap_or_else(|_| Problem::timeout().into_response())
}

/// Probes of health have no token and call a machine by its address.
async fn admit(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let probe = matches!(request.uri().path(), "/healthz" | "/readyz");
    match shared.access.refusal(request.headers()).filter(|_| !probe) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    }
}

async fn measured(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    // Other addresses are without number.
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    shared.metrics.ended(&route, response.status().as_u16(), start.elapsed());
    response
}

/// Nothing runs and nothing is loaded but what comes from here; a source that is opened does not hear from where.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The headers of every answer.
async fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}

fn cors_layer(origins: &[String]) -> CorsLayer {
    let layer = CorsLayer::new().allow_methods([Method::GET, Method::POST]);
    let layer = layer.allow_headers([ACCEPT, AUTHORIZATION, CONTENT_TYPE]);
    if origins.iter().any(|origin| origin == "*") {
        return layer.allow_origin(Any);
    }
    layer.allow_origin(origins.iter().filter_map(|origin| origin.parse().ok()).collect::<Vec<HeaderValue>>())
}

async fn healthy() -> &'static str {
    "ok\n"
}

async fn ready(State(shared): State<Arc<Shared>>) -> Response {
    if shared.stopping.load(Ordering::Relaxed) {
        let detail = "the server is about to end";
        return Problem::new(StatusCode::SERVICE_UNAVAILABLE, "stopping", detail).into_response();
    }
    "ready\n".into_response()
}

async fn metrics(State(shared): State<Arc<Shared>>) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static(OPENMETRICS))], shared.metrics.text()).into_response()
}

/// Programs are told as programs are, people by a page.
async fn nowhere(request: Request) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return page::nowhere(&request);
    }
    let detail = format!("there is nothing at {}", request.uri().path());
    Problem::new(StatusCode::NOT_FOUND, "no_such_address", detail).into_response()
}

async fn not_so(request: Request) -> Problem {
    let detail = format!("{} is not answered at {}", request.method(), request.uri().path());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
}
