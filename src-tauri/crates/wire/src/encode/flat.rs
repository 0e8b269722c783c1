//! Structures and lists as dotted names: `Filters.1.Values.2`.

use serde_json::{Map, Value};

use super::member;

/// How a protocol writes flattened values.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The first index of a list.
    pub array_base: u32,
    /// Whether booleans are `True` and `False` instead of `true` and `false`.
    pub capital_booleans: bool,
}

/// Every scalar under its dotted name, in the order given. Nulls, empty lists and empty structures leave no trace.
pub fn flatten(schema: &Value, params: &Map<String, Value>, style: Style) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    members("", schema, params, style, &mut pairs);
    pairs
}

fn members(prefix: &str, schema: &Value, params: &Map<String, Value>, style: Style, pairs: &mut Vec<(String, String)>) {
    for (name, value) in params {
        let (wire, schema) = member(schema, name);
        let name = if prefix.is_empty() { wire.to_owned() } else { format!("{prefix}.{wire}") };
        append(name, schema, value, style, pairs);
    }
}

fn append(name: String, schema: &Value, value: &Value, style: Style, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Object(params) => members(&name, schema, params, style, pairs),
        Value::Array(elements) => {
            let item = schema.get("items").unwrap_or(&Value::Null);
            for (index, element) in (style.array_base..).zip(elements) {
                append(format!("{name}.{index}"), item, element, style, pairs);
            }
        }
        Value::Bool(truth) => pairs.push((name, boolean(*truth, style).to_owned())),
        Value::Number(number) => pairs.push((name, plain_number(number))),
        Value::String(text) => pairs.push((name, text.clone())),
    }
}

fn boolean(truth: bool, style: Style) -> &'static str {
    match (truth, style.capital_booleans) {
        (true, false) => "true",
        (false, false) => "false",
        (true, true) => "True",
        (false, true) => "False",
    }
}

/// A number without exponent, and without `.0` where it is whole.
fn plain_number(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => float.to_string(),
        _ => number.to_string(),
    }
}
