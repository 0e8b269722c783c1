//! Parameters in a JSON body.

use serde_json::{Map, Value};

use super::DecodeError;

/// The members of a JSON object body; an empty body is an empty object.
///
/// # Errors
/// The body is not a JSON object.
pub fn members(body: &[u8]) -> Result<Map<String, Value>, DecodeError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(DecodeError::Json("it is something else".to_owned())),
        Err(error) => Err(DecodeError::Json(error.to_string())),
    }
}

/// The value without members that are null, at any depth: some SDKs send every parameter they know.
pub fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name, without_nulls(value)))
                .collect(),
        ),
        Value::Array(elements) => Value::Array(elements.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_body_is_an_object_or_nothing() {
        assert_eq!(members(b" \n"), Ok(Map::new()));
        assert_eq!(members(b"{\"a\":[1]}").map(Value::Object), Ok(json!({ "a": [1] })));
        assert!(matches!(members(b"[1]"), Err(DecodeError::Json(_))));
        assert!(matches!(members(b"{\"a\":"), Err(DecodeError::Json(_))));
    }

    #[test]
    fn nulls_are_taken_out_at_any_depth() {
        assert_eq!(
            without_nulls(json!({ "a": null, "b": { "c": null, "d": 0 }, "e": [{ "f": null }] })),
            json!({ "b": { "d": 0 }, "e": [{}] })
        );
    }
}
