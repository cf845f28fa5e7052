//! Calls to any of several nodes: time-outs, fail-over, and repetition where repeating is safe.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;
use ureq::http::Method;

use super::address::Address;
use crate::error::{ClusterFault, Error, Result};

/// How often all nodes are asked, one after the other, before a call fails.
const ROUNDS: u32 = 3;
/// The pause before the second round; it doubles with each.
const PAUSE: Duration = Duration::from_millis(100);
/// How long a connection may take to be made. A node in the same place takes less than a millisecond.
const CONNECT: Duration = Duration::from_secs(1);
/// The largest answer that is read, in bytes: ten thousand documents of thirty kilobytes.
const MAX_ANSWER: u64 = 300 << 20;

/// A call.
#[derive(Debug, Clone)]
pub(super) struct Call<'a> {
    pub(super) method: Method,
    /// From the base address on, with what follows a question mark.
    pub(super) path: String,
    pub(super) body: Body<'a>,
    /// Whether carrying it out twice does what once does.
    pub(super) repeatable: bool,
    pub(super) timeout: Duration,
}

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body<'a> {
    Nothing,
    Json(&'a str),
    Lines(&'a str),
}

impl Call<'_> {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// The nodes.
pub(super) struct Http {
    agent: ureq::Agent,
    urls: Vec<String>,
    /// The node that answered last.
    current: AtomicUsize,
    authorization: Option<String>,
}

impl Http {
    pub(super) fn new(address: &Address) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            .user_agent(concat!("alinea/", env!("CARGO_PKG_VERSION")))
            .build();
        Self {
            agent: config.into(),
            urls: address.urls.clone(),
            current: AtomicUsize::new(0),
            authorization: address.credentials.as_ref().map(super::Credentials::header),
        }
    }

    /// The first node's address.
    pub(super) fn url(&self) -> &str {
        self.urls.get(self.current.load(Ordering::Relaxed)).map_or("", String::as_str)
    }

    /// The answer of the first node that has one. A node that cannot be reached, or is not available, is passed over;
    /// one that broke off only where the call may be repeated.
    ///
    /// # Errors
    /// `Cluster`, with the address that was asked last.
    pub(super) fn call(&self, call: &Call<'_>) -> Result<Value> {
        let first = self.current.load(Ordering::Relaxed);
        let mut pause = PAUSE;
        let mut failed = None;
        for round in 0..ROUNDS {
            if round > 0 {
                sleep(pause);
                pause *= 2;
            }
            for node in (first..first + self.urls.len()).map(|node| node % self.urls.len()) {
                let Some(url) = self.urls.get(node) else { continue };
                match self.once(url, call) {
                    Ok(answer) => {
                        self.current.store(node, Ordering::Relaxed);
                        return Ok(answer);
                    }
                    Err(reason) => {
                        let again = reason.passes() && (call.repeatable || reason.left_untouched());
                        failed = Some(Error::Cluster { url: url.clone(), call: call.name(), reason });
                        if !again {
                            return Err(failed.unwrap_or_else(|| self.no_node(call)));
                        }
                    }
                }
            }
        }
        Err(failed.unwrap_or_else(|| self.no_node(call)))
    }

    fn no_node(&self, call: &Call<'_>) -> Error {
        Error::Cluster { url: self.urls.join(","), call: call.name(), reason: ClusterFault::NoAddress }
    }

    fn once(&self, url: &str, call: &Call<'_>) -> Result<Value, ClusterFault> {
        let mut request =
            ureq::http::Request::builder().method(call.method.clone()).uri(format!("{url}{}", call.path));
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        let (kind, body) = match call.body {
            Body::Nothing => (None, ""),
            Body::Json(body) => (Some("application/json"), body),
            Body::Lines(body) => (Some("application/x-ndjson"), body),
        };
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let request = request.body(body).map_err(|e| ClusterFault::NotUnderstood(e.to_string()))?;
        let request = self.agent.configure_request(request).timeout_global(Some(call.timeout)).build();
        let fault = |error| fault(error, call.timeout);
        let mut response = self.agent.run(request).map_err(fault)?;
        let status = response.status().as_u16();
        let text = response.body_mut().with_config().limit(MAX_ANSWER).read_to_string().map_err(fault)?;
        let answer = serde_json::from_str(&text);
        if status < 300 {
            return answer.map_err(|e| ClusterFault::NotUnderstood(e.to_string()));
        }
        Err(refusal(status, &answer.unwrap_or(Value::String(text))))
    }
}

fn fault(error: ureq::Error, timeout: Duration) -> ClusterFault {
    match error {
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
            ClusterFault::Unreachable("no connection in time".to_owned())
        }
        ureq::Error::Timeout(_) => ClusterFault::TimedOut(timeout.as_millis() as u64),
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => {
            ClusterFault::Unreachable(error.to_string())
        }
        ureq::Error::Io(reason) if reason.kind() == io::ErrorKind::ConnectionRefused => {
            ClusterFault::Unreachable(reason.to_string())
        }
        ureq::Error::Io(reason) => ClusterFault::Broken(reason.to_string()),
        ureq::Error::BodyExceedsLimit(bytes) => {
            ClusterFault::NotUnderstood(format!("more than {bytes} bytes"))
        }
        error => ClusterFault::Broken(error.to_string()),
    }
}

/// What the answer of an error says. Quickwit says it in `message`, the Elasticsearch forms in `error.reason`.
pub(super) fn refusal(status: u16, answer: &Value) -> ClusterFault {
    let said =
        answer.get("message").or_else(|| answer.pointer("/error/reason")).or_else(|| answer.get("error"));
    let said = said.unwrap_or(answer);
    let reason = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
    let kind = answer.pointer("/error/type").and_then(Value::as_str).unwrap_or_default();
    match status {
        401 | 403 => ClusterFault::Refused,
        404 if reason.contains("could not find indexes")
            || reason.contains("not found") && reason.contains("index") =>
        {
            ClusterFault::NoIndex(named(&reason))
        }
        404 if kind == "index_not_found_exception" => ClusterFault::NoIndex(named(&reason)),
        400 if reason.contains("already exist") || kind == "resource_already_exists_exception" => {
            ClusterFault::IndexExists(named(&reason))
        }
        400 if kind == "invalid_index_name_exception"
            || reason.contains("identifier")
            || reason.contains("index ID") =>
        {
            ClusterFault::BadName(reason)
        }
        413 => ClusterFault::TooLarge,
        429 | 502..=504 => ClusterFault::Unavailable(reason),
        // What a node says whose metastore is gone.
        500 if reason.contains("timed out") => ClusterFault::Unavailable(reason),
        _ => ClusterFault::Status(status, reason),
    }
}

/// The first name that a message quotes; a message may quote another that does. Names hold no space.
fn named(reason: &str) -> String {
    let quoted = |mark: char| reason.split(mark).skip(1).find(|name| !name.is_empty() && !name.contains(' '));
    let inner = |name: &str| name.trim_matches(['[', ']', '"']).to_owned();
    quoted('`').map(inner).or_else(|| quoted('[').map(inner)).unwrap_or_default()
}
