//! Walking an operation's JSON Schema, and the `x-` annotations that say what JSON Schema has no word for.
//!
//! | annotation | meaning |
//! |---|---|
//! | `title` / `x-title-en` | the field's name in Chinese / English |
//! | `description` / `x-help-en` | help in Chinese / English |
//! | `x-ref` | the kind of thing a picker lists (`image`, `instance_type`, `subnet`, ...) |
//! | `x-step` | the step of the creation wizard the field stands in |
//! | `x-advanced` | rarely needed: folded away in its step |
//! | `x-since` | newer than the document, from the entry of `sources` that it names: offered under "newer" in its step |
//! | `x-hidden` | filled by the application (region, idempotency token), never shown |
//! | `x-unit` | unit of a number (`GB`, `Mbps`, `month`, ...); in a `then`, its unit under that condition |
//! | `x-enum-titles` | `{ value: { zh, en } }` for the values of `enum` or `examples` |
//! | `x-rule` | `{ zh, en }`: a `pattern`, `not` or `if`/`then` in words |
//! | `x-unset` | `{ zh, en }`: what holds where an order leaves the field open |
//! | `x-terms` | `{ value: { zh, en } }`: how what is ordered so is charged |
//! | `x-idle` | in a `then`: without effect under that condition, so that forms leave it out |
//! | `x-count` | how many are ordered: `"most"`, or `"least"` where fewer will do |
//! | `x-start` | what a form begins with where the documented default is nobody's wish |
//! | `x-wire` | the member's name on the wire where it differs |
//! | `writeOnly` | a secret: masked everywhere, never stored |

use serde_json::{Map, Value};

use crate::text::Text;

/// The annotations in use; lint refuses any other `x-`.
pub const ANNOTATIONS: &[&str] = &[
    "x-title-en",
    "x-help-en",
    "x-ref",
    "x-step",
    "x-advanced",
    "x-since",
    "x-hidden",
    "x-unit",
    "x-enum-titles",
    "x-rule",
    "x-unset",
    "x-terms",
    "x-idle",
    "x-count",
    "x-start",
    "x-wire",
];

/// The steps of the creation wizard, in order.
pub const STEPS: &[&str] = &["place", "image", "type", "storage", "network", "login", "billing"];

/// The members of an object schema.
pub fn properties(schema: &Value) -> impl Iterator<Item = (&str, &Value)> {
    schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, member)| (name.as_str(), member))
}

/// The schema at a JSON pointer into a *value* (`/DataDisks/0/DiskSize`).
pub fn at<'s>(schema: &'s Value, pointer: &str) -> Option<&'s Value> {
    pointer.split('/').skip(1).try_fold(schema, |at, step| {
        at.get("properties")
            .and_then(|members| members.get(step))
            .or_else(|| step.parse::<usize>().ok().and_then(|_| at.get("items")))
    })
}

/// A field's title in both languages; its name where it has none.
pub fn title(name: &str, schema: &Value) -> Text {
    let text = |key: &str| schema.get(key).and_then(Value::as_str).unwrap_or(name).to_owned();
    Text { zh: text("title"), en: text("x-title-en") }
}

/// A `{ zh, en }` annotation.
pub fn text(schema: &Value, key: &str) -> Option<Text> {
    schema.get(key).and_then(|value| serde_json::from_value(value.clone()).ok())
}

/// Whether the member is a secret.
pub fn is_secret(schema: &Value) -> bool {
    schema.get("writeOnly").and_then(Value::as_bool).unwrap_or(false)
}

/// The same parameters with every secret replaced by `mask`, for everything that is shown or stored.
pub fn masked(schema: &Value, params: &Value, mask: &str) -> Value {
    if is_secret(schema) && !params.is_null() {
        return Value::String(mask.to_owned());
    }
    match params {
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, value)| {
                    let member = schema.get("properties").and_then(|all| all.get(name)).unwrap_or(&Value::Null);
                    (name.clone(), masked(member, value, mask))
                })
                .collect::<Map<_, _>>(),
        ),
        Value::Array(elements) => {
            let item = schema.get("items").unwrap_or(&Value::Null);
            Value::Array(elements.iter().map(|value| masked(item, value, mask)).collect())
        }
        scalar => scalar.clone(),
    }
}

/// Every secret text in the parameters, to search for or to mask in sent bytes.
pub fn secrets(schema: &Value, params: &Value) -> Vec<String> {
    match params {
        Value::String(text) if is_secret(schema) && !text.is_empty() => vec![text.clone()],
        Value::Object(members) => members
            .iter()
            .filter_map(|(name, value)| Some(secrets(schema.get("properties")?.get(name)?, value)))
            .flatten()
            .collect(),
        Value::Array(elements) => {
            let item = schema.get("items").unwrap_or(&Value::Null);
            elements.iter().flat_map(|value| secrets(item, value)).collect()
        }
        _ => Vec::new(),
    }
}

/// The same parameters without what a form leaves behind: nulls, empty texts, empty lists and empty objects.
/// Members with a `const` or a required empty text do not occur in any catalogue.
pub fn pruned(params: &Value) -> Value {
    fn empty(value: &Value) -> bool {
        match value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(elements) => elements.is_empty(),
            Value::Object(members) => members.is_empty(),
            _ => false,
        }
    }
    match params {
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, value)| (name.clone(), pruned(value)))
                .filter(|(_, value)| !empty(value))
                .collect(),
        ),
        Value::Array(elements) => Value::Array(elements.iter().map(pruned).filter(|value| !empty(value)).collect()),
        scalar => scalar.clone(),
    }
}

/// The parameters as an operation takes them: [`pruned`], Base64 (`contentEncoding`) without the line breaks with which
/// tools wrap it, and a text of a certain form (`pattern`), such as a public key, without the line end of the file it is from.
pub fn prepared(schema: &Value, params: &Value) -> Value {
    unwrapped(schema, pruned(params))
}

fn unwrapped(schema: &Value, value: Value) -> Value {
    match value {
        Value::String(text) if schema.get("contentEncoding").is_some_and(|encoding| encoding == "base64") => {
            Value::String(text.split_ascii_whitespace().collect())
        }
        // What is in a secret is for the person to say.
        Value::String(text) if schema.get("pattern").is_some() && !is_secret(schema) => {
            Value::String(text.trim_matches(['\r', '\n']).to_owned())
        }
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    let member = schema.get("properties").and_then(|all| all.get(&name)).unwrap_or(&Value::Null);
                    let value = unwrapped(member, value);
                    (name, value)
                })
                .collect(),
        ),
        Value::Array(elements) => {
            let item = schema.get("items").unwrap_or(&Value::Null);
            Value::Array(elements.into_iter().map(|value| unwrapped(item, value)).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn prepared_takes_the_breaks_out_of_base64_and_of_nothing_else() {
        let data = json!({ "type": "string", "contentEncoding": "base64" });
        let schema = json!({ "properties": { "Data": data, "List": { "items": { "properties": { "Data": data } } }, "Text": {} } });
        let wrapped = json!({ "Data": "aGVs\r\nbG8=\n", "List": [{ "Data": "aGk=\n" }], "Text": "a b\n", "Left": "" });
        assert_eq!(
            prepared(&schema, &wrapped),
            json!({ "Data": "aGVsbG8=", "List": [{ "Data": "aGk=" }], "Text": "a b\n" })
        );
    }

    #[test]
    fn prepared_takes_the_line_end_off_a_text_of_a_certain_form_but_off_no_secret() {
        let schema = json!({ "properties": {
            "PublicKey": { "pattern": "^ssh-rsa .*$" }, "Password": { "pattern": "^[a-z]+$", "writeOnly": true }, "Text": {},
        } });
        let given = json!({ "PublicKey": "ssh-rsa AAAA me\r\n", "Password": "abc\n", "Text": "a\n" });
        assert_eq!(
            prepared(&schema, &given),
            json!({ "PublicKey": "ssh-rsa AAAA me", "Password": "abc\n", "Text": "a\n" })
        );
    }

    #[test]
    fn secrets_are_found_and_masked_wherever_they_stand() {
        let schema = json!({ "properties": {
            "Login": { "properties": { "Password": { "writeOnly": true }, "Name": {} } },
            "List": { "items": { "properties": { "Token": { "writeOnly": true } } } },
        }});
        let params = json!({ "Login": { "Password": "p1", "Name": "n" }, "List": [{ "Token": "t1" }, {}], "Other": 1 });
        assert_eq!(secrets(&schema, &params), ["p1", "t1"]);
        assert_eq!(
            masked(&schema, &params, "***"),
            json!({ "Login": { "Password": "***", "Name": "n" }, "List": [{ "Token": "***" }, {}], "Other": 1 })
        );
    }

    #[test]
    fn pruning_removes_what_a_form_leaves_behind() {
        assert_eq!(
            pruned(&json!({ "a": "", "b": null, "c": { "d": [] }, "e": [{}, ""], "f": 0, "g": false })),
            json!({ "f": 0, "g": false })
        );
    }
}
