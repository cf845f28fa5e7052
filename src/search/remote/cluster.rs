//! A cluster's calls, in the words of each kind of cluster: only creating, filling and deleting differ, and the base path.

use std::time::Duration;

use serde_json::{Value, json};
use ureq::http::Method;

use super::address::Address;
use super::http::{Body, Call, Http, refusal};
use super::mapping::{different, elasticsearch, quickwit};
use crate::error::{ClusterFault, Error, Result};

/// How long creating, deleting and describing may take.
const ADMIN: Duration = Duration::from_secs(30);
/// How long a body of documents may take, also one that is to be searchable when it is answered.
const INGEST: Duration = Duration::from_secs(120);
/// Where Quickwit answers as Elasticsearch does.
const QUICKWIT_SEARCH: &str = "/api/v1/_elastic";

/// What a cluster speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Quickwit's own API, and the one of Elasticsearch for searches.
    Quickwit,
    /// Elasticsearch's, which is OpenSearch's too.
    Elasticsearch,
}

/// When what is sent is to be searchable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Visible {
    /// With the cluster's next commit.
    Later,
    /// Before the call returns.
    Now,
}

/// What an index is made of, in a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Description {
    /// Documents, of all kinds.
    pub(super) documents: u64,
    pub(super) bytes: u64,
    /// Splits, or shards.
    pub(super) splits: u64,
}

/// A search of one of the indexes of a cluster.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) index: String,
    pub(super) body: Value,
}

/// A cluster, and how it is spoken to.
pub(super) struct Cluster {
    http: Http,
    dialect: Dialect,
    timeout: Duration,
    allow_partial: bool,
}

impl Cluster {
    /// Cost: one call, which tells what kind of cluster it is.
    ///
    /// # Errors
    /// `Cluster` where no node answers.
    pub(super) fn connect(address: &Address) -> Result<Self> {
        let http = Http::new(address);
        let (timeout, allow_partial) = (address.timeout, address.allow_partial);
        let mut cluster = Self { http, dialect: Dialect::Quickwit, timeout, allow_partial };
        match cluster.call(&cluster.reading("/api/v1/version".to_owned())) {
            Ok(answer) if answer.get("build").is_some() => {}
            Ok(_)
            | Err(Error::Cluster { reason: ClusterFault::Status(..) | ClusterFault::NoIndex(_), .. }) => {
                let answer = cluster.call(&cluster.reading("/".to_owned()))?;
                if answer.pointer("/version/number").is_none() {
                    let reason = "neither Quickwit nor OpenSearch nor Elasticsearch".to_owned();
                    return Err(cluster.error("GET /", ClusterFault::NotUnderstood(reason)));
                }
                cluster.dialect = Dialect::Elasticsearch;
            }
            Err(error) => return Err(error),
        }
        Ok(cluster)
    }

    /// As [`connect`](Self::connect), for work that nobody waits for: a call may take as long as one that creates an index.
    ///
    /// # Errors
    /// As of [`connect`](Self::connect).
    pub(super) fn patient(address: &Address) -> Result<Self> {
        let cluster = Self::connect(address)?;
        Ok(Self { timeout: cluster.timeout.max(ADMIN), ..cluster })
    }

    /// An error of what a call answered.
    pub(super) fn error(&self, call: &str, reason: ClusterFault) -> Error {
        Error::Cluster { url: self.http.url().to_owned(), call: call.to_owned(), reason }
    }

    fn call(&self, call: &Call<'_>) -> Result<Value> {
        self.http.call(call)
    }

    fn reading(&self, path: String) -> Call<'static> {
        Call { method: Method::GET, path, body: Body::Nothing, repeatable: true, timeout: self.timeout }
    }

    fn search_base(&self) -> &'static str {
        match self.dialect {
            Dialect::Quickwit => QUICKWIT_SEARCH,
            Dialect::Elasticsearch => "",
        }
    }

    /// The answers to several searches, in their order. One call.
    ///
    /// # Errors
    /// `Cluster`, also where one of them failed or, unless that is allowed, some splits did not answer.
    pub(super) fn search(&self, asked: &[Asked]) -> Result<Vec<Value>> {
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let path = format!("{}/_msearch", self.search_base());
        let mut lines = String::new();
        for Asked { index, body } in asked {
            let head = match self.dialect {
                Dialect::Quickwit => json!({"index": index}),
                Dialect::Elasticsearch => {
                    json!({"index": index, "search_type": "dfs_query_then_fetch",
                           "allow_partial_search_results": self.allow_partial})
                }
            };
            lines.push_str(&format!("{head}\n{body}\n"));
        }
        let call = Call {
            method: Method::POST,
            path,
            body: Body::Lines(&lines),
            repeatable: true,
            timeout: self.timeout,
        };
        let mut answer = self.call(&call)?;
        let Some(Value::Array(answers)) = answer.get_mut("responses").map(Value::take) else {
            return Err(self.error("POST _msearch", ClusterFault::NotUnderstood("no responses".to_owned())));
        };
        answers.iter().try_for_each(|answer| self.judge(answer))?;
        Ok(answers)
    }

    /// Whether one answer is one.
    fn judge(&self, answer: &Value) -> Result<()> {
        let status = answer.get("status").and_then(Value::as_u64).unwrap_or(200);
        if status >= 300 {
            // The parts of a call name what failed where the whole call has it below `error`.
            return Err(self.error("POST _msearch", refusal(status as u16, answer)));
        }
        let shards = |name: &str| answer.pointer(&format!("/_shards/{name}")).and_then(Value::as_u64);
        match (shards("failed"), shards("total")) {
            (Some(failed), Some(total)) if failed > 0 && !self.allow_partial => {
                Err(self.error("POST _msearch", ClusterFault::Partial { failed, total }))
            }
            (Some(_), Some(_)) => Ok(()),
            _ => Err(self.error("POST _msearch", ClusterFault::NotUnderstood("no _shards".to_owned()))),
        }
    }

    /// Makes an index of passages.
    ///
    /// # Errors
    /// `Cluster`, `IndexExists` among them.
    pub(super) fn create(&self, index: &str) -> Result<()> {
        let (method, path, body) = match self.dialect {
            Dialect::Quickwit => (Method::POST, "/api/v1/indexes".to_owned(), quickwit(index)),
            Dialect::Elasticsearch => (Method::PUT, format!("/{index}"), elasticsearch()),
        };
        let body = body.to_string();
        let call = Call { method, path, body: Body::Json(&body), repeatable: false, timeout: ADMIN };
        self.call(&call).map(drop)
    }

    /// Takes an index away.
    ///
    /// # Errors
    /// `Cluster`, `NoIndex` among them.
    pub(super) fn drop_index(&self, index: &str) -> Result<()> {
        let path = match self.dialect {
            Dialect::Quickwit => format!("/api/v1/indexes/{index}"),
            Dialect::Elasticsearch => format!("/{index}"),
        };
        let call =
            Call { method: Method::DELETE, path, body: Body::Nothing, repeatable: false, timeout: ADMIN };
        self.call(&call).map(drop)
    }

    /// How large an index is.
    ///
    /// # Errors
    /// `Cluster`, `NoIndex` among them.
    pub(super) fn describe(&self, index: &str) -> Result<Description> {
        let (path, fields) = match self.dialect {
            Dialect::Quickwit => (
                format!("/api/v1/indexes/{index}/describe"),
                ["/num_published_docs", "/size_published_splits", "/num_published_splits"],
            ),
            Dialect::Elasticsearch => (
                format!("/{index}/_stats/docs,store"),
                ["/_all/primaries/docs/count", "/_all/primaries/store/size_in_bytes", "/_shards/total"],
            ),
        };
        let answer = self.call(&Call { timeout: ADMIN, ..self.reading(path) })?;
        let [documents, bytes, splits] =
            fields.map(|field| answer.pointer(field).and_then(Value::as_u64).unwrap_or_default());
        Ok(Description { documents, bytes, splits })
    }

    /// How many fields ours are, and what is different of them in an index, field by field.
    ///
    /// # Errors
    /// `Cluster`, `NoIndex` among them.
    pub(super) fn mapping(&self, index: &str) -> Result<(u64, Vec<(String, String)>)> {
        let (path, ours) = match self.dialect {
            Dialect::Quickwit => (format!("/api/v1/indexes/{index}"), quickwit(index)),
            Dialect::Elasticsearch => (format!("/{index}/_mapping"), elasticsearch()),
        };
        let answer = self.call(&Call { timeout: ADMIN, ..self.reading(path) })?;
        let theirs = match self.dialect {
            Dialect::Quickwit => answer.get("index_config"),
            // By the name of the index, which may be another than was asked for where that is an alias.
            Dialect::Elasticsearch => answer.as_object().and_then(|indexes| indexes.values().next()),
        };
        Ok(different(&ours, theirs.unwrap_or(&Value::Null)))
    }

    /// Sends documents, one a line. Not to be repeated where it is not known whether it was carried out: then it
    /// would be two copies in Quickwit.
    ///
    /// # Errors
    /// `Cluster`, `Rejected` among them.
    pub(super) fn ingest(&self, index: &str, documents: &[(String, String)], visible: Visible) -> Result<()> {
        let mut lines = String::new();
        for (id, document) in documents {
            if self.dialect == Dialect::Elasticsearch {
                lines.push_str(&format!("{}\n", json!({"index": {"_id": id}})));
            }
            lines.push_str(document);
            lines.push('\n');
        }
        let path = match (self.dialect, visible) {
            (Dialect::Quickwit, Visible::Later) => {
                format!("/api/v1/{index}/ingest?commit=auto&detailed_response=true")
            }
            (Dialect::Quickwit, Visible::Now) => {
                format!("/api/v1/{index}/ingest?commit=wait_for&detailed_response=true")
            }
            (Dialect::Elasticsearch, Visible::Later) => format!("/{index}/_bulk"),
            (Dialect::Elasticsearch, Visible::Now) => format!("/{index}/_bulk?refresh=true"),
        };
        let call = Call {
            method: Method::POST,
            path,
            body: Body::Lines(&lines),
            // With an id of its own a document that is sent twice is one.
            repeatable: self.dialect == Dialect::Elasticsearch,
            timeout: INGEST,
        };
        let answer = self.call(&call)?;
        match rejected(&answer) {
            Some(fault) => Err(self.error(&format!("POST {}", call.path), fault)),
            None => Ok(()),
        }
    }

    /// Asks for the documents of `lots` to be deleted. The cluster does that when it comes to it.
    ///
    /// # Errors
    /// `Cluster`.
    pub(super) fn delete_lots(&self, index: &str, lots: &[u64]) -> Result<()> {
        for lots in lots.chunks(LOTS_A_TASK) {
            let (path, body) = match self.dialect {
                Dialect::Quickwit => {
                    let any: Vec<String> =
                        lots.iter().map(|lot| format!("{}:{lot}", super::mapping::LOT)).collect();
                    (format!("/api/v1/{index}/delete-tasks"), json!({"query": any.join(" OR ")}))
                }
                Dialect::Elasticsearch => (
                    format!("/{index}/_delete_by_query?conflicts=proceed"),
                    json!({"query": {"terms": {super::mapping::LOT: lots}}}),
                ),
            };
            let body = body.to_string();
            let call = Call {
                method: Method::POST,
                path,
                body: Body::Json(&body),
                repeatable: true,
                timeout: INGEST,
            };
            self.call(&call)?;
        }
        Ok(())
    }
}

/// Lots that one task deletes: a query of so many words is still short.
const LOTS_A_TASK: usize = 500;

/// What of a body of documents was not taken.
pub(super) fn rejected(answer: &Value) -> Option<ClusterFault> {
    let number = |name: &str| answer.get(name).and_then(Value::as_u64);
    if let Some(rejected) = number("num_rejected_docs") {
        let reason =
            answer.pointer("/parse_failures/0/message").and_then(Value::as_str).unwrap_or("not said");
        return (rejected > 0)
            .then(|| ClusterFault::Rejected { documents: rejected, reason: reason.to_owned() });
    }
    if let Some(items) = answer.get("items").and_then(Value::as_array) {
        let failed = |item: &&Value| {
            item.as_object()
                .and_then(|item| item.values().next())
                .and_then(|item| item.get("error"))
                .is_some_and(|e| !e.is_null())
        };
        let mut failures = items.iter().filter(failed);
        let first = failures.next()?;
        let reason = first
            .as_object()
            .and_then(|item| item.values().next())
            .and_then(|item| item.pointer("/error/reason"));
        return Some(ClusterFault::Rejected {
            documents: 1 + failures.count() as u64,
            reason: reason.and_then(Value::as_str).unwrap_or("not said").to_owned(),
        });
    }
    Some(ClusterFault::NotUnderstood("neither num_rejected_docs nor items".to_owned()))
}
