//! A stand-in for a cluster. It is no Quickwit: it answers the calls that this program makes, from memory, in the forms
//! that the recorded exchanges have. What matters for ranking is real: each split is an index of tantivy's, and scores by
//! its own statistics, as in Quickwit.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, json};
use tantivy::collector::TopDocs;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery,
    Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::server::{Answer, Request};

/// A cluster's indexes.
pub(crate) struct StandIn {
    indexes: Mutex<BTreeMap<String, Collection>>,
    /// How many documents make a split.
    split: usize,
    /// Of how many bodies of passages one is acknowledged and lost; none for 0.
    pub(crate) loses: Mutex<usize>,
    bodies: Mutex<usize>,
}

struct Collection {
    /// As it was created, with what the cluster spells out.
    config: Value,
    schema: Schema,
    /// Fields that are handed out.
    stored: Vec<String>,
    splits: Vec<Split>,
    deletes: Vec<String>,
}

struct Split {
    searcher: Searcher,
    documents: Vec<Map<String, Value>>,
}

/// A document that was found.
struct Found<'a> {
    score: f32,
    document: &'a Map<String, Value>,
}

impl StandIn {
    pub(crate) fn new(split: usize) -> Arc<Self> {
        let (indexes, loses, bodies) = (Mutex::default(), Mutex::new(0), Mutex::new(0));
        Arc::new(Self { indexes, split, loses, bodies })
    }

    pub(crate) fn answer(self: &Arc<Self>) -> Arc<Answer> {
        let this = Arc::clone(self);
        Arc::new(move |request: &Request| this.route(request))
    }

    /// How many documents an index has, and in how many splits.
    pub(crate) fn size(&self, index: &str) -> (usize, usize) {
        let indexes = self.indexes.lock().unwrap();
        let splits = indexes.get(index).map(|index| &index.splits);
        let documents = splits.map(|splits| splits.iter().map(|split| split.documents.len()).sum());
        (documents.unwrap_or(0), splits.map_or(0, Vec::len))
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.indexes.lock().unwrap().keys().cloned().collect()
    }

    /// Carries out the deletions that were asked for, which a cluster does when it comes to it.
    pub(crate) fn run_deletes(&self) {
        for collection in self.indexes.lock().unwrap().values_mut() {
            for task in std::mem::take(&mut collection.deletes) {
                let lots: Vec<u64> = task
                    .split(" OR ")
                    .map(|lot| lot.strip_prefix("lot:").unwrap().parse().unwrap())
                    .collect();
                let schema = collection.schema.clone();
                for split in &mut collection.splits {
                    let kept = std::mem::take(&mut split.documents).into_iter();
                    let kept: Vec<_> = kept.filter(|d| !lots.contains(&d["lot"].as_u64().unwrap())).collect();
                    if kept.is_empty() {
                        split.documents = kept;
                    } else {
                        *split = Split::new(&schema, kept);
                    }
                }
                collection.splits.retain(|split| !split.documents.is_empty());
            }
        }
    }

    /// Changes an index's documents behind the back of who pushed them.
    pub(crate) fn spoil(&self, index: &str, change: impl Fn(&mut Vec<Map<String, Value>>)) {
        let mut indexes = self.indexes.lock().unwrap();
        let collection = indexes.get_mut(index).unwrap();
        let schema = collection.schema.clone();
        for split in &mut collection.splits {
            let mut documents = split.documents.clone();
            change(&mut documents);
            *split = Split::new(&schema, documents);
        }
        collection.splits.retain(|split| !split.documents.is_empty());
    }

    /// Changes what an index says of its fields.
    pub(crate) fn spoil_mapping(&self, index: &str, change: impl Fn(&mut Value)) {
        change(&mut self.indexes.lock().unwrap().get_mut(index).unwrap().config);
    }

    fn route(&self, request: &Request) -> (u16, Value) {
        let parts: Vec<&str> = request.route().trim_matches('/').split('/').collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("GET", ["api", "v1", "version"]) => (200, json!({"build": {"version": "stand-in"}})),
            ("POST", ["api", "v1", "indexes"]) => self.create(&request.json()),
            ("GET", ["api", "v1", "indexes", index]) => match self.indexes.lock().unwrap().get(*index) {
                Some(collection) => (200, json!({"version": "0.9", "index_config": collection.config})),
                None => (404, json!({"message": format!("index `{index}` not found")})),
            },
            ("GET", ["api", "v1", "indexes", index, "describe"]) => self.describe(index),
            ("DELETE", ["api", "v1", "indexes", index]) => {
                self.indexes.lock().unwrap().remove(*index);
                (200, json!([]))
            }
            ("POST", ["api", "v1", index, "ingest"]) => self.ingest(index, request),
            ("POST", ["api", "v1", index, "delete-tasks"]) => self.delete(index, &request.json()),
            ("POST", ["api", "v1", "_elastic", "_msearch"]) => self.msearch(request),
            _ => (404, json!({"message": "Route not found"})),
        }
    }

    fn create(&self, body: &Value) -> (u16, Value) {
        let name = body["index_id"].as_str().unwrap().to_owned();
        let mut indexes = self.indexes.lock().unwrap();
        if indexes.contains_key(&name) {
            return (400, json!({"message": format!("metastore error `index `{name}` already exist(s)`")}));
        }
        indexes.insert(name, Collection::new(body));
        (200, json!({}))
    }

    fn describe(&self, index: &str) -> (u16, Value) {
        let (documents, splits) = self.size(index);
        if !self.indexes.lock().unwrap().contains_key(index) {
            return (404, json!({"message": format!("index `{index}` not found")}));
        }
        let body = json!({
            "index_id": index, "num_published_splits": splits, "size_published_splits": 1000 * documents,
            "num_published_docs": documents,
        });
        (200, body)
    }

    fn ingest(&self, index: &str, request: &Request) -> (u16, Value) {
        let mut indexes = self.indexes.lock().unwrap();
        let Some(collection) = indexes.get_mut(index) else {
            return (404, json!({"message": format!("index `{index}` not found")}));
        };
        let (mut kept, mut rejected) = (Vec::new(), Vec::new());
        for line in request.lines() {
            let Value::Object(document) = line else { panic!("a line is no object") };
            match document.keys().find(|name| collection.schema.get_field(name).is_err() && *name != "record") {
                Some(unknown) => rejected.push(json!({
                    "message": format!("the document contains a field that is not declared in the schema: \"{unknown}\""),
                })),
                None => kept.push(document),
            }
        }
        let taken = kept.len();
        if kept.iter().any(|document| document["kind"] == "passage") && self.is_lost() {
            kept.clear();
        }
        for documents in kept.chunks(self.split) {
            collection.splits.push(Split::new(&collection.schema, documents.to_vec()));
        }
        let body = json!({
            "num_docs_for_processing": taken + rejected.len(), "num_ingested_docs": taken,
            "num_rejected_docs": rejected.len(), "parse_failures": rejected,
        });
        (200, body)
    }

    /// Whether the body of passages that came just now is lost.
    fn is_lost(&self) -> bool {
        let mut bodies = self.bodies.lock().unwrap();
        *bodies += 1;
        let loses = *self.loses.lock().unwrap();
        loses > 0 && bodies.is_multiple_of(loses)
    }

    fn delete(&self, index: &str, body: &Value) -> (u16, Value) {
        let mut indexes = self.indexes.lock().unwrap();
        let Some(collection) = indexes.get_mut(index) else {
            return (404, json!({"message": format!("metastore error: `index `{index}` not found`")}));
        };
        let query = body["query"].as_str().unwrap();
        if !query.is_empty() {
            collection.deletes.push(query.to_owned());
        }
        (200, json!({"opstamp": collection.deletes.len()}))
    }

    fn msearch(&self, request: &Request) -> (u16, Value) {
        let lines = request.lines();
        let responses: Vec<Value> =
            lines.chunks(2).map(|pair| self.search(pair[0]["index"].as_str().unwrap(), &pair[1])).collect();
        (200, json!({"responses": responses}))
    }

    fn search(&self, index: &str, body: &Value) -> Value {
        let indexes = self.indexes.lock().unwrap();
        let Some(collection) = indexes.get(index) else {
            let reason = format!("could not find indexes matching the IDs `[\"{index}\"]`");
            return json!({"status": 404, "error": {"caused_by": null, "reason": reason, "type": null}});
        };
        let found = collection.find(&body["query"]);
        let total = found.len();
        let aggregations = body["aggs"].as_object().map(|aggs| {
            let of = |(name, agg): (&String, &Value)| (name.clone(), buckets(&found, &agg["terms"]));
            aggs.iter().map(of).collect::<Map<String, Value>>()
        });
        let sort: Vec<(&str, bool)> = body["sort"].as_array().into_iter().flatten().map(key).collect();
        let values = |found: &Found<'_>| -> Vec<Value> {
            sort.iter()
                .map(|(name, _)| match *name {
                    "_score" => json!(found.score),
                    name => found.document.get(name).cloned().unwrap_or(Value::Null),
                })
                .collect()
        };
        let order = |a: &[Value], b: &[Value]| {
            let each = a.iter().zip(b).zip(&sort).map(|((a, b), (_, descending))| {
                let order = match (a.as_u64(), b.as_u64()) {
                    (Some(a), Some(b)) => a.cmp(&b),
                    _ => a.as_f64().unwrap().total_cmp(&b.as_f64().unwrap()),
                };
                if *descending { order.reverse() } else { order }
            });
            each.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        };
        let mut keyed: Vec<(Vec<Value>, Found<'_>)> =
            found.into_iter().map(|found| (values(&found), found)).collect();
        keyed.sort_by(|a, b| order(&a.0, &b.0));
        if let Some(after) = body["search_after"].as_array() {
            keyed.retain(|(values, _)| order(values, after) == std::cmp::Ordering::Greater);
        }
        let size = body["size"].as_u64().unwrap_or(10) as usize;
        assert!(size <= 10_000, "{body}");
        let hits: Vec<Value> = keyed
            .into_iter()
            .take(size)
            .map(|(values, found)| {
                let shown: Map<String, Value> = collection
                    .stored
                    .iter()
                    .filter_map(|name| Some((name.clone(), found.document.get(name)?.clone())))
                    .collect();
                json!({"_index": index, "_source": shown, "sort": values})
            })
            .collect();
        let splits = collection.splits.len();
        let mut answer = json!({
            "status": 200, "took": 1, "timed_out": false,
            "_shards": {"total": splits, "successful": splits, "skipped": 0, "failed": 0},
            "hits": {"total": {"value": total, "relation": "eq"}, "hits": hits},
        });
        if let Some(aggregations) = aggregations {
            answer["aggregations"] = Value::Object(aggregations);
        }
        answer
    }
}

/// A mapping as exchange 022 has it: what was left out is there, and `fast` of text is an object.
fn spelled_out(config: &Value) -> Value {
    let mut config = config.clone();
    for field in config["doc_mapping"]["field_mappings"].as_array_mut().unwrap() {
        let field = field.as_object_mut().unwrap();
        let fast = field.get("fast").is_some_and(|fast| *fast == true);
        if field["type"].as_str().is_some_and(|kind| kind.contains("text")) {
            let fast = if fast { json!({"normalizer": "raw"}) } else { json!(false) };
            field.insert("fast".to_owned(), fast);
        } else {
            field.insert("coerce".to_owned(), json!(true));
            field.insert("output_format".to_owned(), json!("number"));
        }
    }
    config
}

/// A key to sort by, and whether the largest comes first.
fn key(sort: &Value) -> (&str, bool) {
    let (name, order) = sort.as_object().unwrap().iter().next().unwrap();
    (name, order == "desc")
}

fn buckets(found: &[Found<'_>], agg: &Value) -> Value {
    let mut counts: BTreeMap<String, (Value, u64)> = BTreeMap::new();
    for found in found {
        for value in values(found.document.get(agg["field"].as_str().unwrap())) {
            let sorted = value
                .as_u64()
                .map_or_else(|| value.as_str().unwrap_or_default().to_owned(), |n| format!("{n:020}"));
            counts.entry(sorted).or_insert((value.clone(), 0)).1 += 1;
        }
    }
    let size = agg["size"].as_u64().unwrap() as usize;
    let others: u64 = counts.values().skip(size).map(|(_, count)| count).sum();
    let buckets: Vec<Value> =
        counts.into_values().take(size).map(|(key, count)| json!({"key": key, "doc_count": count})).collect();
    json!({"buckets": buckets, "sum_other_doc_count": others, "doc_count_error_upper_bound": 0})
}

fn values(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(values)) => values.iter().collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    }
}

impl Collection {
    fn new(config: &Value) -> Self {
        let mut schema = Schema::builder();
        let mut stored = Vec::new();
        assert_eq!(config["doc_mapping"]["mode"], "strict");
        for mapping in config["doc_mapping"]["field_mappings"].as_array().unwrap() {
            let name = mapping["name"].as_str().unwrap();
            if mapping["stored"] == true {
                stored.push(name.to_owned());
            }
            match (mapping["type"].as_str().unwrap(), mapping["tokenizer"].as_str()) {
                ("u64", None) => drop(schema.add_u64_field(name, INDEXED | FAST)),
                ("text" | "array<text>", Some("raw")) => drop(schema.add_text_field(name, STRING)),
                ("text" | "array<text>", Some("whitespace")) => {
                    let record = match mapping["record"].as_str().unwrap() {
                        "position" => IndexRecordOption::WithFreqsAndPositions,
                        "basic" => IndexRecordOption::Basic,
                        other => panic!("{other}"),
                    };
                    let indexing = TextFieldIndexing::default()
                        .set_tokenizer("whitespace")
                        .set_index_option(record)
                        .set_fieldnorms(mapping["fieldnorms"] == true);
                    schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing));
                }
                ("text", None) if mapping["indexed"] == false => {}
                other => panic!("{other:?}"),
            }
        }
        let (config, schema) = (spelled_out(config), schema.build());
        Self { config, schema, stored, splits: Vec::new(), deletes: Vec::new() }
    }

    fn find(&self, query: &Value) -> Vec<Found<'_>> {
        let query = lowered(query, &self.schema);
        let mut all = Vec::new();
        for split in &self.splits {
            let collector = TopDocs::with_limit(split.documents.len().max(1)).order_by_score();
            for (score, address) in split.searcher.search(&query, &collector).unwrap() {
                all.push(Found { score, document: &split.documents[address.doc_id as usize] });
            }
        }
        all
    }
}

impl Split {
    fn new(schema: &Schema, documents: Vec<Map<String, Value>>) -> Self {
        let builder = Index::builder().schema(schema.clone());
        let memory = tantivy::directory::RamDirectory::create();
        let mut writer = builder.single_segment_index_writer(memory, 15_000_000).unwrap();
        for document in &documents {
            let mut indexed = TantivyDocument::new();
            for (name, value) in document {
                let Ok(field) = schema.get_field(name) else { continue };
                for value in values(Some(value)) {
                    match value {
                        Value::String(text) => indexed.add_text(field, text),
                        Value::Number(number) => indexed.add_u64(field, number.as_u64().unwrap()),
                        other => panic!("{name}: {other}"),
                    }
                }
            }
            writer.add_document(indexed).unwrap();
        }
        let index = writer.finalize().unwrap();
        let reader: IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().unwrap();
        Self { searcher: reader.searcher(), documents }
    }
}

fn lowered(query: &Value, schema: &Schema) -> Box<dyn Query> {
    let (kind, of) = query.as_object().unwrap().iter().next().unwrap();
    let field = |of: &Value| -> (Field, String, Value) {
        let (name, value) = of.as_object().unwrap().iter().find(|(name, _)| *name != "boost").unwrap();
        (schema.get_field(name).unwrap_or_else(|_| panic!("no field {name}")), name.clone(), value.clone())
    };
    match kind.as_str() {
        "match_all" => Box::new(AllQuery),
        "match_none" => Box::new(EmptyQuery),
        "bool" => boolean(of, schema),
        "term" => {
            let (field, _, value) = field(of);
            let (value, boost) = match &value {
                Value::Object(inner) => (inner["value"].clone(), inner.get("boost").and_then(Value::as_f64)),
                value => (value.clone(), None),
            };
            let term = TermQuery::new(term(field, &value), IndexRecordOption::WithFreqs);
            boosted(Box::new(term), boost)
        }
        "terms" => {
            let (field, _, value) = field(of);
            let terms = value.as_array().unwrap().iter().map(|value| term(field, value));
            boosted(Box::new(TermSetQuery::new(terms)), of["boost"].as_f64())
        }
        "match_phrase" => {
            let (field, _, value) = field(of);
            let (text, slop) = match &value {
                Value::String(text) => (text.as_str(), 0),
                inner => (inner["query"].as_str().unwrap(), inner["slop"].as_u64().unwrap_or(0) as u32),
            };
            let terms: Vec<Term> = text.split(' ').map(|word| Term::from_field_text(field, word)).collect();
            let mut phrase = PhraseQuery::new(terms);
            phrase.set_slop(slop);
            Box::new(phrase)
        }
        "prefix" => {
            let (field, _, value) = field(of);
            let prefix = value["value"].as_str().unwrap();
            if prefix.is_empty() {
                // As long as it is, it begins every value.
                return Box::new(tantivy::query::RegexQuery::from_pattern(".*", field).unwrap());
            }
            Box::new(ConstScoreQuery::new(
                Box::new(FuzzyTermQuery::new_prefix(Term::from_field_text(field, prefix), 0, true)),
                1.0,
            ))
        }
        "range" => {
            let (field, _, value) = field(of);
            let bound = |name: &str| match value.get(name) {
                Some(value) => Bound::Included(term(field, value)),
                None => Bound::Unbounded,
            };
            Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(bound("gte"), bound("lte"))), 1.0))
        }
        other => panic!("the stand-in knows no {other}"),
    }
}

fn term(field: Field, value: &Value) -> Term {
    match value {
        Value::String(text) => Term::from_field_text(field, text),
        number => Term::from_field_u64(field, number.as_u64().unwrap()),
    }
}

fn boosted(query: Box<dyn Query>, boost: Option<f64>) -> Box<dyn Query> {
    match boost {
        Some(boost) => Box::new(BoostQuery::new(query, boost as f32)),
        None => query,
    }
}

fn boolean(of: &Value, schema: &Schema) -> Box<dyn Query> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for (name, parts) in of.as_object().unwrap() {
        for part in parts.as_array().unwrap_or_else(|| panic!("{name}")) {
            let query = lowered(part, schema);
            clauses.push(match name.as_str() {
                "must" => (Occur::Must, query),
                "should" => (Occur::Should, query),
                "must_not" => (Occur::MustNot, query),
                "filter" => (Occur::Must, Box::new(ConstScoreQuery::new(query, 0.0))),
                other => panic!("the stand-in knows no bool.{other}"),
            });
        }
    }
    Box::new(BooleanQuery::new(clauses))
}
