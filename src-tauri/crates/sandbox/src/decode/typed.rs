//! Giving texts the types their schema asks for.

use serde_json::{Number, Value};

/// The value with every text that the schema wants to be a number or a truth value made into one, as far as it reads as
/// one. Everything else stays as it is.
pub fn typed(value: Value, schema: &Value) -> Value {
    match value {
        Value::String(text) => scalar(text, schema),
        Value::Array(elements) => {
            let item = schema.get("items").unwrap_or(&Value::Null);
            Value::Array(elements.into_iter().map(|element| typed(element, item)).collect())
        }
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    let member = schema.get("properties").and_then(|all| all.get(&name)).unwrap_or(&Value::Null);
                    let value = typed(value, member);
                    (name, value)
                })
                .collect(),
        ),
        other => other,
    }
}

/// A text as the schema's type.
pub fn scalar(text: String, schema: &Value) -> Value {
    let wants = |name: &str| wants(schema, name);
    if wants("string") {
        return Value::String(text);
    }
    if wants("integer")
        && let Ok(number) = text.parse::<i64>()
    {
        return Value::Number(number.into());
    }
    if wants("number")
        && let Some(number) = number(&text)
    {
        return Value::Number(number);
    }
    if wants("boolean") {
        if text.eq_ignore_ascii_case("true") {
            return Value::Bool(true);
        }
        if text.eq_ignore_ascii_case("false") {
            return Value::Bool(false);
        }
    }
    Value::String(text)
}

/// Whether a schema allows that type. One without a type allows none in particular.
pub fn wants(schema: &Value, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(only)) => only == name,
        Some(Value::Array(several)) => several.iter().any(|one| one == name),
        _ => false,
    }
}

fn number(text: &str) -> Option<Number> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    // JSON's own grammar for numbers: no `inf`, no `0x`, no blanks.
    serde_json::from_str::<Value>(text).ok().and_then(|value| match value {
        Value::Number(number) => Some(number),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(text: &str, kind: Value, expected: Value) {
        assert_eq!(scalar(text.to_owned(), &json!({ "type": kind })), expected, "{text}");
    }

    #[test]
    fn texts_become_what_the_schema_asks_for() {
        check("20", json!("integer"), json!(20));
        check("20", json!("string"), json!("20"));
        check("20", json!(["string", "integer"]), json!("20"));
        check("2.5", json!("number"), json!(2.5));
        check("40", json!("number"), json!(40));
        for yes in ["true", "True", "TRUE"] {
            check(yes, json!("boolean"), json!(true));
        }
    }

    #[test]
    fn what_does_not_read_so_is_left_for_validation() {
        check("2.5", json!("integer"), json!("2.5"));
        check("many", json!("number"), json!("many"));
        check("inf", json!("number"), json!("inf"));
        check("1", json!("boolean"), json!("1"));
        check("", json!("integer"), json!(""));
    }
}
