//! What says of an object of ours what it is: `"type": "hit"`.

use schemars::Schema;
use schemars::transform::Transform;
use serde_json::{Map, Value, json};

/// Adds the member `type` to a described object. serde writes it (`tag`), and schemars leaves it out of structs.
pub(super) struct Tagged(pub(super) &'static str);

impl Transform for Tagged {
    fn transform(&mut self, schema: &mut Schema) {
        let object = schema.ensure_object();
        let tag = json!({"type": "string", "const": self.0, "description": "What this object is."});
        if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
            let others = std::mem::take(properties);
            *properties = Map::from_iter([("type".to_owned(), tag)]);
            properties.extend(others);
        }
        if let Some(required) = object.get_mut("required").and_then(Value::as_array_mut) {
            required.insert(0, json!("type"));
        }
    }
}
