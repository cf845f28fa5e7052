//! What a tool is: how it is described, and what it answers or refuses.

use std::sync::Arc;

use rmcp::model::{self, JsonObject, ToolAnnotations};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::super::limits::{self, Cost};
use super::super::problem::Problem;
use crate::error::Error;
use crate::lang::{Lang, errors, say};
use crate::search::Engine;

/// Something said in French and in English.
pub(super) type Said = (&'static str, &'static str);

/// A tool.
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) title: Said,
    /// What it is for and when to use it.
    pub(super) about: Said,
    /// What each of its arguments means. A test holds that none is missing.
    pub(super) arguments: &'static [(&'static str, Said)],
    /// What it may take of the engine's time.
    pub(super) cost: fn(&JsonObject) -> Cost,
    pub(super) input: fn() -> JsonObject,
    pub(super) output: fn() -> JsonObject,
    pub(super) call: fn(&dyn Engine, JsonObject) -> Result<Value, Refusal>,
}

/// Why a call has no answer.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The arguments are not what the tool takes.
    Arguments(String),
    /// One of them is outside its limits.
    Limit(Problem),
    /// The engine's own.
    Engine(Error),
    /// The same, of which only the code is told.
    Hidden(&'static str),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl Tool {
    /// As a client lists it. Every tool reads only, and answers alike each time.
    pub(super) fn described(&self, lang: Lang) -> model::Tool {
        let say = |said: Said| lang.of(said.0, said.1);
        let annotations =
            ToolAnnotations::with_title(say(self.title)).read_only(true).idempotent(true).open_world(false);
        model::Tool::new(self.name, say(self.about), Arc::new(self.input_described(lang)))
            .with_title(say(self.title))
            .with_raw_output_schema(Arc::new((self.output)()))
            .with_annotations(annotations)
    }

    fn input_described(&self, lang: Lang) -> JsonObject {
        let mut schema = (self.input)();
        for (name, said) in self.arguments {
            let pointer = schema.get_mut("properties").and_then(|properties| properties.get_mut(*name));
            if let Some(property) = pointer.and_then(Value::as_object_mut) {
                property.insert("description".to_owned(), lang.of(said.0, said.1).into());
            }
        }
        schema
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Limit(problem)
    }
}

impl Refusal {
    /// Whether no other arguments would mend it.
    pub(super) fn is_our_fault(&self) -> bool {
        match self {
            Self::Engine(error) => Problem::from(error).status().is_server_error(),
            _ => false,
        }
    }

    /// The same object that the command line prints with `--json`; the code is one word for programs in any language.
    pub(super) fn as_json(&self, lang: Lang) -> Value {
        let (code, message, hint) = match self {
            Self::Arguments(why) => bad_arguments(why, lang),
            Self::Limit(problem) => bad_arguments(problem.said(lang).0, lang),
            Self::Engine(error) if lang == Lang::Fr => {
                (error.code(), errors::message(error), errors::hint(error))
            }
            Self::Engine(error) => (error.code(), error.to_string(), error.hint()),
            Self::Hidden(code) => {
                let message = lang.of("le serveur n'a pas pu répondre", "the server failed to answer");
                (*code, message.to_owned(), None)
            }
        };
        json!({"type": "error", "code": code, "message": message, "hint": hint})
    }
}

fn bad_arguments(why: &str, lang: Lang) -> (&'static str, String, Option<String>) {
    let hint = lang.of("voyez le schéma de l'outil", "see the tool's schema");
    ("bad_parameter", say!(lang, "arguments : {why}", "arguments: {why}"), Some(hint.to_owned()))
}

/// A schema of what is read, without the name of the type.
pub(super) fn input<T: JsonSchema>() -> JsonObject {
    bare(schemars::generate::SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>())
}

/// A schema of what is written.
pub(super) fn output<T: JsonSchema>() -> JsonObject {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    bare(settings.into_generator().into_root_schema_for::<T>())
}

fn bare(schema: schemars::Schema) -> JsonObject {
    let Value::Object(mut object) = schema.to_value() else { return JsonObject::new() };
    object.retain(|key, _| !matches!(key.as_str(), "title" | "description"));
    let mut schema = Value::Object(object);
    without_widths(&mut schema);
    match schema {
        Value::Object(object) => object,
        _ => JsonObject::new(),
    }
}

/// Leaves out `"format": "uint32"` and its like, which say how wide a number of ours is: JSON Schema has no such
/// formats, and clients warn of each.
fn without_widths(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            let width = |value: &Value| {
                value.as_str().is_some_and(|name| name.starts_with("uint") || name == "float")
            };
            object.retain(|key, value| key != "format" || !width(value));
            object.values_mut().for_each(without_widths);
        }
        Value::Array(several) => several.iter_mut().for_each(without_widths),
        _ => {}
    }
}

/// Calls `ask` with arguments of its own type; those that are unknown, missing or of another type are named.
pub(super) fn call<A: DeserializeOwned, R: Serialize>(
    engine: &dyn Engine,
    arguments: JsonObject,
    ask: impl Fn(&dyn Engine, A) -> Result<R, Refusal>,
) -> Result<Value, Refusal> {
    let arguments = serde_path_to_error::deserialize(Value::Object(arguments))
        .map_err(|error| Refusal::Arguments(error.to_string()))?;
    let answer = ask(engine, arguments)?;
    serde_json::to_value(answer).map_err(|error| Refusal::Arguments(error.to_string()))
}

/// A number of things to answer with, which must be one that a model can take in.
pub(super) fn within(name: &'static str, value: usize, most: usize) -> Result<usize, Refusal> {
    if value == 0 {
        let problem = Problem::bad_parameter(name, format!("`{name}` is 0; the least is 1"));
        return Err(problem.in_french(format!("« {name} » vaut 0 ; le moins est 1")).into());
    }
    limits::at_most(name, value, most)?;
    Ok(value)
}

/// A text to look for, of bounded length.
pub(super) fn text(name: &'static str, text: String) -> Result<String, Refusal> {
    limits::query(name, &text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::TOOLS;
    use super::{Refusal, limits, within};
    use crate::lang::Lang;

    /// What is outside its limits is said in both languages, and the schema has the limit.
    #[test]
    fn limits_are_said_in_both_languages() {
        let refusal = Refusal::from(limits::at_most("offset", 7, 5).unwrap_err());
        let said = |lang| refusal.as_json(lang)["message"].as_str().unwrap().to_owned();
        assert_eq!(said(Lang::Fr), "arguments : « offset » vaut 7 ; le plus est 5");
        assert_eq!(said(Lang::En), "arguments: `offset` is 7; the most is 5");
        let least = within("limit", 0, 5).unwrap_err().as_json(Lang::Fr);
        assert_eq!(least["message"], "arguments : « limit » vaut 0 ; le moins est 1");
        let tool = TOOLS.iter().find(|tool| tool.name == "list_articles").unwrap();
        assert_eq!((tool.input)()["properties"]["offset"]["maximum"], 1_000_000);
    }

    /// Every argument is described in both languages, and nothing else is.
    #[test]
    fn every_argument_is_described_in_both_languages() {
        for tool in &TOOLS {
            let schema = (tool.input)();
            let properties: BTreeSet<&str> =
                schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
            let described: BTreeSet<&str> = tool.arguments.iter().map(|(name, _)| *name).collect();
            assert_eq!(properties, described, "{}", tool.name);
            let said = tool.arguments.iter().map(|(_, said)| *said).chain([tool.title, tool.about]);
            assert!(said.into_iter().all(|(french, english)| french != english && !french.is_empty()));
            assert_eq!(schema["additionalProperties"], false, "{}", tool.name);
            assert_eq!((tool.output)()["type"], "object", "{}", tool.name);
            assert_ne!(tool.described(Lang::Fr).description, tool.described(Lang::En).description);
            let schemas = serde_json::to_string(&[schema, (tool.output)()]).unwrap();
            assert!(!schemas.contains("\"format\":\"uint"), "{}: {schemas}", tool.name);
        }
    }
}
