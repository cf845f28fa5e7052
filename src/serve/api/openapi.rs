//! `/api/openapi.json`: the API as OpenAPI 3.1 describes it, made from the operations and their types.
//!
//! OpenAPI 3.1 takes JSON schemas as they are, so schemars' are the description; what is put together here is the frame
//! around them.

use std::sync::LazyLock;

use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::{Operation, operations};
use crate::serve::problem::{PROBLEM_JSON, Problem};

/// Where the description keeps its schemas.
const SCHEMAS: &str = "/components/schemas";

/// Which statuses mean what, besides 200.
const PROBLEMS: [(&str, &str); 7] = [
    ("400", "A parameter is unknown, or its value is none, too large or ambiguous"),
    ("401", "A token is needed"),
    ("404", "There is no such passage, reference or article"),
    ("413", "The body is too large"),
    ("415", "The body is not JSON"),
    ("421", "The server answers to the names of its own machine only"),
    ("503", "More is asked than can be answered soon; Retry-After says when to come back"),
];

pub(super) async fn document() -> Response {
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| described().to_string());
    let json = HeaderValue::from_static("application/json");
    ([(CONTENT_TYPE, json)], DOCUMENT.as_str()).into_response()
}

fn described() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.meta_schema = None;
        settings.definitions_path = SCHEMAS.into();
    });
    let mut asked = settings.clone().for_deserialize().into_generator();
    let mut answers = settings.for_serialize().into_generator();
    let problem = answers.subschema_for::<Problem>();
    let mut paths = Map::new();
    for operation in operations() {
        paths.insert(operation.path.to_owned(), path_item(&operation, &mut asked, &mut answers, &problem));
    }
    // What both hold has one meaning: such types are asked as they are answered.
    let mut schemas = asked.take_definitions(true);
    schemas.extend(answers.take_definitions(true));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "alinea",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Full-text search in French that answers with passages and the sources behind them. \
                Spans are bytes of the UTF-8 text that they stand beside.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"bearer": []}, {"basic": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "basic": {"type": "http", "scheme": "basic", "description": "The token as the password"},
            },
        },
    })
}

fn path_item(
    operation: &Operation,
    asked: &mut SchemaGenerator,
    answers: &mut SchemaGenerator,
    problem: &Schema,
) -> Value {
    let schema = (operation.asked)(asked);
    let answer = (operation.answer)(answers);
    let answered = |name: String, more: Value| {
        let mut described = json!({
            "operationId": name,
            "summary": operation.summary,
            "responses": responses(&answer, problem),
        });
        merge(&mut described, more);
        described
    };
    let get = answered(operation.name.to_owned(), json!({"parameters": parameters(operation, &schema)}));
    let mut item = json!({"get": get});
    if operation.takes_body {
        let body =
            json!({"requestBody": {"required": true, "content": {"application/json": {"schema": schema}}}});
        merge(&mut item, json!({"post": answered(format!("{}_by_body", operation.name), body)}));
    }
    item
}

fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}

fn responses(answer: &Schema, problem: &Schema) -> Map<String, Value> {
    let json = json!({"application/json": {"schema": answer}});
    let mut responses = Map::new();
    responses.insert("200".to_owned(), json!({"description": "Found", "content": json}));
    for (status, description) in PROBLEMS {
        let content = json!({PROBLEM_JSON: {"schema": problem}});
        responses.insert(status.to_owned(), json!({"description": description, "content": content}));
    }
    responses
}

/// Each property of what is asked is a parameter of the query string.
fn parameters(operation: &Operation, schema: &Schema) -> Vec<Value> {
    let id = operation.id.map(|description| {
        let schema = json!({"type": "string", "minLength": 1});
        json!({"name": "id", "in": "path", "required": true, "description": description, "schema": schema})
    });
    let properties = schema.get("properties").and_then(Value::as_object);
    let properties = properties.into_iter().flatten().map(|(name, schema)| {
        let mut schema = schema.clone();
        let description = schema.as_object_mut().and_then(|schema| schema.shift_remove("description"));
        let mut parameter = json!({"name": name, "in": "query", "schema": schema});
        if schema_is_list(&parameter) {
            // Commas between the items.
            merge(&mut parameter, json!({"style": "form", "explode": false}));
        }
        merge(&mut parameter, json!({"description": description}));
        parameter
    });
    id.into_iter().chain(properties).collect()
}

fn schema_is_list(parameter: &Value) -> bool {
    parameter.pointer("/schema/type").is_some_and(|name| name == "array")
}
