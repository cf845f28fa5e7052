//! An index's schema in the words of a cluster, generated from ours.
//!
//! A cluster's document has our fields, with the same names and the same ready-made terms, and a few of its own: which
//! lot it came with, and its whole record as one string, since neither cluster hands out what it only indexes.

use serde_json::{Value, json};

use crate::index::{FieldKind, fields};

/// Article and key, or article and label: what a document is called.
pub(super) const ID: &str = "id";
/// Which lot it came with: the documents of a source as of one push.
pub(super) const LOT: &str = "lot";
/// Which push published it.
pub(super) const BORN: &str = "born";
/// A number of its own, by which long answers are asked for page by page.
pub(super) const PLACE: &str = "place";
/// `passage`, `reference`, `redirect`, or a part of what a push publishes.
pub(super) const KIND: &str = "kind";
/// What it is made of, as JSON.
pub(super) const RECORD: &str = "record";

/// The body that creates an index in Quickwit.
///
/// Commits come every ten seconds, or when they are asked for. Few splits are better than many: merging begins with
/// small ones.
pub(super) fn quickwit(index: &str) -> Value {
    let number =
        |name: &str| json!({"name": name, "type": "u64", "indexed": true, "stored": false, "fast": true});
    let raw = |name: &str| {
        json!({"name": name, "type": "array<text>", "tokenizer": "raw", "record": "basic", "fieldnorms": false,
               "stored": false, "fast": true})
    };
    let mut mappings: Vec<Value> = fields()
        .into_iter()
        .map(|(name, kind)| match kind {
            FieldKind::Name => raw(&name),
            FieldKind::Terms { record, lengths } => json!({
                "name": name, "type": "array<text>", "tokenizer": "whitespace", "record": record,
                "fieldnorms": lengths, "stored": false,
            }),
            FieldKind::Number => number(&name),
        })
        .collect();
    mappings.extend([LOT, BORN, PLACE].map(number));
    let own = |name: &str, stored: bool| {
        json!({"name": name, "type": "text", "tokenizer": "raw", "record": "basic", "fieldnorms": false,
               "stored": stored})
    };
    mappings.extend([own(KIND, false), own(ID, true)]);
    mappings.push(json!({"name": RECORD, "type": "text", "indexed": false, "stored": true}));
    json!({
        "version": "0.9",
        "index_id": index,
        "doc_mapping": {"mode": "strict", "store_source": false, "field_mappings": mappings},
        "search_settings": {"default_search_fields": []},
        "indexing_settings": {"commit_timeout_secs": 10},
    })
}

/// The body that creates an index in Elasticsearch and OpenSearch.
pub(super) fn elasticsearch() -> Value {
    let mut properties = serde_json::Map::new();
    for (name, kind) in fields() {
        let mapping = match kind {
            FieldKind::Name => json!({"type": "keyword"}),
            FieldKind::Terms { record, lengths } => json!({
                "type": "text", "analyzer": "whitespace", "norms": lengths, "position_increment_gap": 1,
                "index_options": match record { "position" => "positions", "freq" => "freqs", _ => "docs" },
            }),
            FieldKind::Number => json!({"type": "long"}),
        };
        properties.insert(name, mapping);
    }
    for name in [LOT, BORN, PLACE] {
        properties.insert(name.to_owned(), json!({"type": "long"}));
    }
    properties.insert(KIND.to_owned(), json!({"type": "keyword"}));
    properties.insert(ID.to_owned(), json!({"type": "keyword"}));
    properties.insert(RECORD.to_owned(), json!({"type": "keyword", "index": false, "doc_values": false}));
    json!({"mappings": {"dynamic": "strict", "properties": properties}})
}
