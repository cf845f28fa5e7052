//! An index's schema in the words of a cluster, generated from ours.
//!
//! A cluster's document has our fields, with the same names and the same ready-made terms, and a few of its own: which
//! lot it came with, and its whole record as one string, since neither cluster hands out what it only indexes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

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
    // Quickwit hands out whatever is stored, though a search names what it wants of it.
    let own = |name: &str| {
        json!({"name": name, "type": "text", "tokenizer": "raw", "record": "basic", "fieldnorms": false,
               "stored": false})
    };
    mappings.extend([KIND, ID].map(own));
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
            // A gap between values is refused where there are no positions.
            FieldKind::Terms { record: "position", lengths } => json!({
                "type": "text", "analyzer": "whitespace", "norms": lengths, "position_increment_gap": 1,
                "index_options": "positions",
            }),
            FieldKind::Terms { lengths, .. } => json!({
                "type": "text", "analyzer": "whitespace", "norms": lengths, "index_options": "docs",
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

/// How many fields `ours` has, what it was created by, and what is different of them in `theirs`, what the cluster says of it.
pub(super) fn different(ours: &Value, theirs: &Value) -> (u64, Vec<(String, String)>) {
    let (ours, theirs) = (fields_of(ours), fields_of(theirs));
    let mut found = Vec::new();
    for (name, asked) in &ours {
        match theirs.get(name) {
            None => found.push((name.clone(), "is missing".to_owned())),
            Some(has) => found.extend(
                asked
                    .iter()
                    .filter(|(key, value)| !is_so(key, value, has.get(*key)))
                    .map(|(key, value)| (name.clone(), said(key, value, has.get(key)))),
            ),
        }
    }
    let unknown = theirs.into_keys().filter(|name| !ours.contains_key(name));
    found.extend(unknown.map(|name| (name, "is no field of this program".to_owned())));
    (ours.len() as u64, found)
}

fn said(key: &str, asked: &Value, has: Option<&Value>) -> String {
    format!("{key} is {}; it should be {asked}", has.unwrap_or(&Value::Null))
}

/// The fields of an index, as either kind of cluster writes them.
fn fields_of(index: &Value) -> BTreeMap<String, Map<String, Value>> {
    if let Some(list) = index.pointer("/doc_mapping/field_mappings").and_then(Value::as_array) {
        let field = |field: &Value| {
            let mut field = field.as_object()?.clone();
            Some((field.remove("name")?.as_str()?.to_owned(), field))
        };
        return list.iter().filter_map(field).collect();
    }
    let properties = index.pointer("/mappings/properties").and_then(Value::as_object);
    let field = |(name, field): (&String, &Value)| Some((name.clone(), field.as_object()?.clone()));
    properties.into_iter().flatten().filter_map(field).collect()
}

/// Whether a cluster has what it was asked for. Quickwit spells `fast` out; Elasticsearch leaves out what is usual.
fn is_so(key: &str, asked: &Value, has: Option<&Value>) -> bool {
    match (key, has) {
        ("fast", Some(Value::Object(_))) => *asked == json!(true),
        ("norms", None) => *asked == json!(true),
        ("index_options", None) => *asked == json!("positions"),
        _ => has == Some(asked),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{different, elasticsearch, quickwit};

    #[test]
    fn what_a_cluster_makes_of_a_mapping_is_the_same_mapping() {
        let (fields, none) = different(&quickwit("a"), &quickwit("a"));
        assert!(fields > 10 && none.is_empty(), "{none:?}");
        let mut spelled = quickwit("a");
        for field in spelled["doc_mapping"]["field_mappings"].as_array_mut().unwrap() {
            if field["type"] != "u64" && field["fast"] == true {
                field["fast"] = json!({"normalizer": "raw"});
            }
        }
        assert_eq!(different(&quickwit("a"), &spelled), (fields, vec![]));
        let mut brief = elasticsearch();
        for field in brief["mappings"]["properties"].as_object_mut().unwrap().values_mut() {
            let field = field.as_object_mut().unwrap();
            field.retain(|key, value| !(key == "norms" && *value == true || *value == "positions"));
        }
        assert_eq!(different(&elasticsearch(), &brief), (fields, vec![]));
    }

    /// OpenSearch and Elasticsearch refuse the whole index for a gap between values without positions.
    #[test]
    fn only_where_there_are_positions_is_there_a_gap() {
        let ours = elasticsearch();
        for (name, field) in ours["mappings"]["properties"].as_object().unwrap() {
            let gap = field.get("position_increment_gap").is_some();
            assert_eq!(gap, field["index_options"] == "positions", "{name}: {field}");
        }
    }

    #[test]
    fn another_mapping_is_told() {
        let mut other = elasticsearch();
        let fields = other["mappings"]["properties"].as_object_mut().unwrap();
        fields.remove("lot");
        fields["terms"]["norms"] = json!(false);
        fields.insert("autre".to_owned(), json!({"type": "keyword"}));
        let (_, found) = different(&elasticsearch(), &other);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["lot", "terms", "autre"], "{found:?}");
        assert_eq!(found[1].1, "norms is false; it should be true");
    }
}
