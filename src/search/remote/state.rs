//! What a push publishes: which documents count, the statistics of their words, and what was pushed.
//!
//! The last thing that a push does is to add one document that says so. Until then, and after a push that was cut off,
//! questions see what the last push left: documents of a later push are not born yet, and those that it replaced are not
//! dead yet. So no question sees two copies of an article, however long the cluster takes to delete one.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::cache;
use super::cluster::{Asked, Cluster, Visible};
use super::document::place_of;
use super::mapping::{BORN, ID, KIND, LOT, PLACE, RECORD};
use crate::analysis;
use crate::error::{ClusterFault, Result};
use crate::index::{Counted, Counts, Manifest, SCHEMA, Statistics};

/// The kinds of documents that a push publishes.
const STATE: &str = "state";
const CHUNK: &str = "chunk";
/// Bytes of a chunk as it is sent: well below what a cluster takes in one document.
const CHUNK_BYTES: usize = 1 << 20;
/// Chunks that are fetched in one call.
const CHUNKS_A_CALL: usize = 8;
/// How hard chunks are packed: zstd's own default.
const LEVEL: i32 = 3;

/// What a push published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct State {
    /// Counted from 1.
    pub(super) generation: u64,
    pub(super) schema: u32,
    pub(super) analyzer: String,
    /// The index that holds the documents; `--swap` builds another each time.
    pub(super) at: String,
    pub(super) counts: Counts,
    /// Documents of all kinds, and the words of the references.
    pub(super) documents: u64,
    pub(super) reference_words: u64,
    /// Lots that no longer count, as long as the cluster has not deleted them.
    pub(super) dead: Vec<u64>,
    /// Statistics of what was added, and of what was taken away.
    pub(super) added: Vec<Packed>,
    pub(super) removed: Vec<Packed>,
    /// [`Sources`].
    pub(super) sources: Packed,
}

/// What was pushed, for the next push.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Sources {
    pub(super) manifest: Manifest,
    /// By source, its lot and how many documents it has.
    pub(super) lots: BTreeMap<String, (u64, u64)>,
}

/// Bytes in chunks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Packed {
    /// The hash of the bytes, which is the chunks' lot too.
    pub(super) hash: u64,
    pub(super) chunks: usize,
}

/// What questions need of it.
pub(super) struct Snapshot {
    pub(super) state: State,
    pub(super) statistics: Arc<Statistics>,
}

impl State {
    /// The query that only finds what counts.
    pub(super) fn living(&self, query: Value) -> Value {
        let born = json!({"range": {BORN: {"lte": self.generation}}});
        let query = Value::Array(vec![query]);
        if self.dead.is_empty() {
            return json!({"bool": {"must": query, "filter": [born]}});
        }
        // One clause, however many there are: the parts of a `bool` are limited.
        json!({"bool": {"must": query, "filter": [born], "must_not": [{"terms": {LOT: self.dead}}]}})
    }

    /// The search for the last state of an index.
    pub(super) fn last(index: &str) -> Asked {
        let body = json!({
            "query": {"term": {KIND: STATE}}, "sort": [{BORN: "desc"}], "size": 1, "track_total_hits": true,
            "_source": [RECORD],
        });
        Asked { index: index.to_owned(), body }
    }

    /// The state that [`last`](Self::last) found; `None` where nothing was published.
    pub(super) fn read(answer: &Value, cluster: &Cluster) -> Result<Option<Self>> {
        let not_understood =
            |e: serde_json::Error| cluster.error("POST _msearch", ClusterFault::NotUnderstood(e.to_string()));
        let Some(record) = answer.pointer(&format!("/hits/hits/0/_source/{RECORD}")).and_then(Value::as_str)
        else {
            return Ok(None);
        };
        let version: Version = serde_json::from_str(record).map_err(not_understood)?;
        version.check(cluster)?;
        serde_json::from_str(record).map(Some).map_err(not_understood)
    }

    /// Publishes it, under its index's name.
    pub(super) fn publish(&self, index: &str, cluster: &Cluster) -> Result<()> {
        let record = serde_json::to_string(self).unwrap_or_default();
        let lot = self.lot();
        let document = special(STATE, &format!("state-{}", self.generation), lot, self.generation, &record);
        cluster.ingest(index, &[(format!("state-{}", self.generation), document)], Visible::Now)
    }

    /// The lot of the state's own document.
    pub(super) fn lot(&self) -> u64 {
        place_of(&format!("state {} {}", self.at, self.generation))
    }

    /// The statistics of what counts. Cost: what was not read before is fetched, some bytes for each different word.
    pub(super) fn statistics(&self, index: &str, cluster: &Cluster) -> Result<Statistics> {
        let counted = |parts: &[Packed]| {
            parts.iter().map(|part| part.counted(index, cluster)).collect::<Result<Vec<_>>>()
        };
        let (added, removed) = (counted(&self.added)?, counted(&self.removed)?);
        Statistics::of_counts(added, &removed)
            .map_err(|e| cluster.error("POST _msearch", ClusterFault::NotUnderstood(e.to_string())))
    }
}

/// The part of a state that every version has.
#[derive(Deserialize)]
struct Version {
    schema: u32,
    analyzer: String,
}

impl Version {
    fn check(&self, cluster: &Cluster) -> Result<()> {
        if self.schema == SCHEMA && self.analyzer == analysis::NAME {
            return Ok(());
        }
        let spell = |schema: u32, analyzer: &str| format!("schema {schema}, analyzer {analyzer}");
        let (found, expected) = (spell(self.schema, &self.analyzer), spell(SCHEMA, analysis::NAME));
        Err(cluster.error("POST _msearch", ClusterFault::Version(found, expected)))
    }
}

impl Packed {
    /// Sends bytes; they are searchable when the state that names them is.
    pub(super) fn send(bytes: &[u8], born: u64, index: &str, cluster: &Cluster) -> Result<Self> {
        let not_packed = |e: io::Error| cluster.error("push", ClusterFault::NotUnderstood(e.to_string()));
        let packed = zstd::encode_all(bytes, LEVEL).map_err(not_packed)?;
        let text = STANDARD.encode(&packed);
        let hash = xxh3_64(bytes) >> 11;
        let mut chunks = 0;
        for (number, chunk) in text.as_bytes().chunks(CHUNK_BYTES).enumerate() {
            let id = chunk_id(hash, number);
            let chunk = std::str::from_utf8(chunk).unwrap_or_default();
            let document = special(CHUNK, &id, hash, born, chunk);
            cluster.ingest(index, &[(id, document)], Visible::Later)?;
            chunks += 1;
        }
        Ok(Self { hash, chunks })
    }

    /// Counts that were sent, from the cluster or as they were kept from before.
    pub(super) fn counted(&self, index: &str, cluster: &Cluster) -> Result<Counted> {
        let bytes = cache::or(self.hash, || self.fetch(index, cluster))?;
        Counted::open(&bytes)
            .map_err(|e| cluster.error("POST _msearch", ClusterFault::NotUnderstood(e.to_string())))
    }

    /// The bytes that were sent.
    pub(super) fn fetch(&self, index: &str, cluster: &Cluster) -> Result<Vec<u8>> {
        let broken = |reason: String| cluster.error("POST _msearch", ClusterFault::NotUnderstood(reason));
        let ids: Vec<String> = (0..self.chunks).map(|number| chunk_id(self.hash, number)).collect();
        let mut text = String::new();
        for ids in ids.chunks(CHUNKS_A_CALL) {
            let asked: Vec<Asked> = ids.iter().map(|id| chunk(index, id)).collect();
            for answer in cluster.search(&asked)? {
                let record =
                    answer.pointer(&format!("/hits/hits/0/_source/{RECORD}")).and_then(Value::as_str);
                text.push_str(
                    record.ok_or_else(|| broken("a chunk of what was published is missing".to_owned()))?,
                );
            }
        }
        let packed = STANDARD.decode(text).map_err(|e| broken(e.to_string()))?;
        let bytes = zstd::decode_all(packed.as_slice()).map_err(|e| broken(e.to_string()))?;
        if xxh3_64(&bytes) >> 11 == self.hash {
            Ok(bytes)
        } else {
            Err(broken("a chunk is damaged".to_owned()))
        }
    }
}

fn chunk(index: &str, id: &str) -> Asked {
    let body = json!({"query": {"bool": {"filter": [{"term": {KIND: CHUNK}}, {"term": {ID: id}}]}}, "size": 1,
                      "_source": [RECORD]});
    Asked { index: index.to_owned(), body }
}

fn chunk_id(hash: u64, number: usize) -> String {
    format!("{hash:x}-{number}")
}

/// A document that holds nothing that was indexed.
fn special(kind: &str, id: &str, lot: u64, born: u64, record: &str) -> String {
    json!({KIND: kind, ID: id, LOT: lot, BORN: born, PLACE: place_of(id), RECORD: record}).to_string()
}
