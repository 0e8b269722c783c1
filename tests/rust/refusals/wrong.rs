//! Parameters with one thing wrong.

use serde_json::{Value, json};
use yundeck_catalogue::cloud::Protocol;
use yundeck_catalogue::problem::{Rule, Validator};
use yundeck_catalogue::{CloudSpec, Operation};

use crate::Kind;
use crate::filled::{self, Place, right};

/// A name that no operation has.
const UNKNOWN: &str = "NoSuchParameter";

/// A request's parameters, and what is wrong with them.
pub struct Wrong {
    pub kind: Kind,
    /// Where, as a JSON pointer.
    pub path: String,
    pub params: Value,
}

/// Everything that can be wrong with an operation's parameters, one at a time. `json`: they are a JSON body, which has types.
pub fn all(operation: &Operation, json: bool) -> Vec<Wrong> {
    let validator = Validator::new(&operation.input).unwrap();
    let mut found = unknown(operation, &validator, "", &operation.example);
    for place in filled::places(operation) {
        // What stands in the path is another path when it is wrong.
        let name = place.path.trim_start_matches('/');
        if operation.http.path.contains(&format!("{{{name}}}")) {
            continue;
        }
        let Some(base) = filled::with(operation, &validator, &place.path) else { continue };
        if place.schema.get("properties").is_some() {
            found.extend(unknown(operation, &validator, &place.path, &base));
        }
        found.extend(missing(&validator, &place, &base));
        for (kind, value) in spoilt(&place.schema, json) {
            let mut params = base.clone();
            *params.pointer_mut(&place.path).unwrap() = value;
            if is_the_only_wrong(&validator, &place.path, kind, &params) {
                found.push(Wrong { kind, path: place.path.clone(), params });
            }
        }
    }
    found
}

/// Whether parameters are a JSON body, which has types, and not names and texts.
pub fn is_json(spec: &CloudSpec, operation: &Operation) -> bool {
    match spec.protocol {
        Protocol::ActionJson { .. } => true,
        Protocol::RestJson { .. } => !["GET", "DELETE"].contains(&operation.http.method.as_str()),
        Protocol::Query { .. } => false,
    }
}

fn is_the_only_wrong(validator: &Validator, path: &str, kind: Kind, params: &Value) -> bool {
    let fits = |rule: &Rule| match kind {
        Kind::Type => matches!(rule, Rule::Type { .. } | Rule::Enum { .. } | Rule::Combination),
        Kind::Missing => *rule == Rule::Required,
        Kind::Unknown => *rule == Rule::UnknownField,
        Kind::Range => matches!(rule, Rule::Minimum { .. } | Rule::Maximum { .. } | Rule::Step { .. }),
        Kind::TooMany => matches!(rule, Rule::MaxItems { .. }),
        _ => !matches!(rule, Rule::Required | Rule::UnknownField | Rule::Type { .. }),
    };
    let problems = validator.problems(params);
    !problems.is_empty() && problems.iter().all(|problem| problem.path == path && fits(&problem.rule))
}

fn unknown(operation: &Operation, validator: &Validator, within: &str, base: &Value) -> Vec<Wrong> {
    let mut params = base.clone();
    let Some(members) = params.pointer_mut(within).and_then(Value::as_object_mut) else { return vec![] };
    members.insert(UNKNOWN.to_owned(), json!("x"));
    let path = format!("{within}/{UNKNOWN}");
    let wrong = is_the_only_wrong(validator, &path, Kind::Unknown, &params);
    assert!(wrong || !within.is_empty(), "{} takes any parameter", operation.name);
    if wrong { vec![Wrong { kind: Kind::Unknown, path, params }] } else { vec![] }
}

/// Without a member that is required, always or by a condition that holds.
fn missing(validator: &Validator, place: &Place, base: &Value) -> Option<Wrong> {
    let (parent, name) = place.path.rsplit_once('/')?;
    let mut params = base.clone();
    let members = params.pointer_mut(parent)?.as_object_mut()?;
    members.shift_remove(name)?;
    // An empty structure is not sent at all, and then it is that one which is missing or not.
    let sent = !members.is_empty() || parent.is_empty();
    let wrong = sent && is_the_only_wrong(validator, &place.path, Kind::Missing, &params);
    wrong.then(|| Wrong { kind: Kind::Missing, path: place.path.clone(), params })
}

/// Values that a schema does not accept.
fn spoilt(schema: &Value, json: bool) -> Vec<(Kind, Value)> {
    let mut values = mistyped(schema, json);
    let number = |keyword: &str| schema.get(keyword).and_then(Value::as_i64);
    let step = number("multipleOf").unwrap_or(1);
    values.extend(number("minimum").map(|least| (Kind::Range, json!(least - step))));
    values.extend(number("exclusiveMinimum").map(|least| (Kind::Range, json!(least))));
    values.extend(number("maximum").map(|most| (Kind::Range, json!(most + step))));
    values.extend(number("exclusiveMaximum").map(|most| (Kind::Range, json!(most))));
    if step > 1 {
        values.extend(right(schema).and_then(|value| value.as_i64()).map(|value| (Kind::Range, json!(value + 1))));
    }
    let is_text = schema["type"] == json!("string");
    if let Some(allowed) = schema["enum"].as_array() {
        let other = if is_text { json!("NoSuchValue") } else { json!(987_654) };
        if !allowed.contains(&other) {
            values.push((Kind::Value, other));
        }
    }
    if is_text {
        let letters = |count: i64| json!("a".repeat(usize::try_from(count).unwrap()));
        values.extend(number("maxLength").map(|most| (Kind::Value, letters(most + 1))));
        // An empty text is not sent.
        values.extend(number("minLength").filter(|least| *least > 1).map(|least| (Kind::Value, letters(least - 1))));
        if schema.get("pattern").is_some() || schema.get("not").is_some() {
            values.extend(["\u{1}", " ", "a a", "()"].map(|text| (Kind::Value, json!(text))));
        }
    }
    values.extend(number("maxItems").and_then(|most| Some((Kind::TooMany, many(schema, most + 1)?))));
    values
}

fn mistyped(schema: &Value, json: bool) -> Vec<(Kind, Value)> {
    let structure = json!({ "Wrong": "x" });
    let values = match schema["type"].as_str() {
        Some("integer" | "number" | "boolean") => vec![json!("many"), structure],
        Some("string") if json => vec![json!(12_345), structure],
        Some("string") => vec![structure],
        Some("array") if json => vec![json!("x"), structure],
        Some("array") => vec![structure],
        Some("object") => vec![json!("x")],
        _ => vec![],
    };
    values.into_iter().map(|value| (Kind::Type, value)).collect()
}

/// A list of so many elements, different ones where that can be had.
fn many(schema: &Value, count: i64) -> Option<Value> {
    let item = schema.get("items")?;
    let validator = Validator::new(item).ok()?;
    let one = right(item)?;
    let other = |nth: i64| {
        let text = one.as_str()?;
        let kept = text.char_indices().rev().nth(3).map_or("", |(end, _)| &text[..end]);
        let other = json!(format!("{kept}{nth:04}"));
        validator.problems(&other).is_empty().then_some(other)
    };
    Some((0..count).map(|nth| other(nth).unwrap_or_else(|| one.clone())).collect())
}
