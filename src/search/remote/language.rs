//! The words of the language that clusters share.

use serde_json::{Map, Value, json};
use tantivy::schema::Field as IndexField;

use crate::index::field_name;

pub(super) fn any_of<'t>(field: IndexField, terms: impl IntoIterator<Item = &'t String>) -> Value {
    let mut terms: Vec<&String> = terms.into_iter().collect();
    let name = field_name(field);
    match (terms.len(), terms.pop()) {
        (_, None) => nothing(),
        (1, Some(only)) => json!({"term": {name: only}}),
        (_, Some(last)) => {
            terms.push(last);
            // In one order, so that the same question is the same.
            terms.sort_unstable();
            json!({"terms": {name: terms}})
        }
    }
}

/// Words side by side, of which `slop` others may stand between.
pub(super) fn phrase<'t>(field: IndexField, stems: impl Iterator<Item = &'t str>, slop: u32) -> Value {
    let stems: Vec<&str> = stems.collect();
    let name = field_name(field);
    match stems.as_slice() {
        [only] => json!({"term": {name: only}}),
        stems if slop == 0 => json!({"match_phrase": {name: stems.join(" ")}}),
        stems => json!({"match_phrase": {name: {"query": stems.join(" "), "slop": slop}}}),
    }
}

pub(super) fn between(field: IndexField, since: Option<u16>, until: Option<u16>) -> Value {
    let mut bounds = Map::new();
    bounds.extend(since.map(|year| ("gte".to_owned(), json!(year))));
    bounds.extend(until.map(|year| ("lte".to_owned(), json!(year))));
    json!({"range": {field_name(field): bounds}})
}

pub(super) fn anything() -> Value {
    json!({"match_all": {}})
}

pub(super) fn nothing() -> Value {
    json!({"match_none": {}})
}

pub(super) fn every(all: Vec<Value>) -> Value {
    json!({"bool": {"filter": Value::Array(all)}})
}

pub(super) fn some(any: Vec<Value>) -> Value {
    json!({"bool": {"should": Value::Array(any)}})
}

/// Several parts as one; a single one is itself.
pub(super) fn group(mut parts: Vec<Value>, of: fn(Vec<Value>) -> Value) -> Option<Value> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(of(parts)),
    }
}
