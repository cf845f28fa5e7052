//! What is counted, for Prometheus.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// The media type of OpenMetrics text.
pub(super) const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds of the histogram's buckets, in seconds: a search takes one to a few milliseconds.
const SECONDS: [f64; 12] = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0];

/// A request's route and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ended {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// A request in work.
pub(super) struct InWork<'a>(&'a Gauge);

impl Drop for InWork<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Counters and gauges.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Ended, Counter>,
    seconds: Family<Route, Histogram>,
    /// Requests whose answer is being made.
    in_work: Gauge,
    /// Requests that were told to come back.
    pub(super) refused: Counter,
    /// Open connections.
    pub(super) connections: Gauge,
    /// Connections that were cut to make room.
    pub(super) cut: Counter,
    /// Commits that were opened after the first.
    pub(super) renewals: Counter,
    /// Seconds since 1970 at which the commit that answers was opened.
    pub(super) opened: Gauge<f64, AtomicU64>,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix("alinea");
        let metrics = Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            in_work: Gauge::default(),
            refused: Counter::default(),
            connections: Gauge::default(),
            cut: Counter::default(),
            renewals: Counter::default(),
            opened: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests by route and status", metrics.requests.clone());
        registry.register(
            "request_seconds",
            "From a request's head to its answer's, by route",
            metrics.seconds.clone(),
        );
        registry.register("requests_in_work", "Requests whose answer is being made", metrics.in_work.clone());
        registry.register(
            "requests_refused",
            "Requests that were told to come back",
            metrics.refused.clone(),
        );
        registry.register("connections", "Open connections", metrics.connections.clone());
        registry.register("connections_cut", "Connections that were cut to make room", metrics.cut.clone());
        registry.register("renewals", "Commits that were opened after the first", metrics.renewals.clone());
        registry.register(
            "opened_timestamp_seconds",
            "When the commit that answers was opened",
            metrics.opened.clone(),
        );
        Self { registry, ..metrics }
    }

    /// Counts a request as in work until what is returned goes, also where its client goes first.
    pub(super) fn in_work(&self) -> InWork<'_> {
        self.in_work.inc();
        InWork(&self.in_work)
    }

    /// One request that has ended.
    pub(super) fn ended(&self, route: &str, status: u16, took: Duration) {
        self.requests.get_or_create(&Ended { route: route.to_owned(), status }).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// All of them, as OpenMetrics text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
