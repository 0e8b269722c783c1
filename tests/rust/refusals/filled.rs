//! Parameters that an operation accepts and that have a certain member: the example with what the schema asks for.

use serde_json::{Map, Value, json};
use yundeck_catalogue::problem::{Problem, Rule, Validator};
use yundeck_catalogue::{Operation, schema};

/// How often what is still missing may be filled in.
const ROUNDS: usize = 6;

/// Texts of which most patterns accept one.
const TEXTS: &[&str] = &[
    "a",
    "abc-1",
    "Abcdefg-12!",
    "1",
    "10.0.0.9",
    "fa:16:3e:00:00:01",
    "ins-a1b2c3d4",
    "img-a1b2c3d4",
    "host-a1b2c3d4",
    "skey-a1b2c3d4",
    "ps-a1b2c3d4",
    "sg-a1b2c3d4",
    "vpc-a1b2c3d4",
    "subnet-a1b2c3d4",
    "snap-a1b2c3d4",
    "disk-a1b2c3d4",
    "lt-a1b2c3d4",
    "hpc-a1b2c3d4",
    "rpp-a1b2c3d4",
    "bwp-a1b2c3d4",
    "eni-a1b2c3d4",
    "cluster-a1b2c3d4",
    "chc-a1b2c3d4",
    "rep-a1b2c3d4",
    "vdb",
    "0a1b2c3d-1111-2222-3333-444455556666",
    "2026-05-01T00:00:00Z",
    "2026-05-01 00:00:00",
    "2026-05-01 00:00",
    "2026-05-01",
    "https://example.com/image.qcow2",
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 someone",
    "MDA=",
    "123456789",
];

/// A member of an operation's parameters: the pointer to it, through the first element of every list.
pub struct Place {
    pub path: String,
    pub schema: Value,
}

/// All members, at any depth.
pub fn places(operation: &Operation) -> Vec<Place> {
    let mut found = Vec::new();
    below(&operation.input, "", &mut found);
    found
}

fn below(node: &Value, path: &str, found: &mut Vec<Place>) {
    for (name, member) in schema::properties(node) {
        let path = format!("{path}/{name}");
        found.push(Place { path: path.clone(), schema: member.clone() });
        below(member, &path, found);
        if let Some(item) = member.get("items") {
            let path = format!("{path}/0");
            found.push(Place { path: path.clone(), schema: item.clone() });
            below(item, &path, found);
        }
    }
}

/// The members for which there are no parameters that are right.
pub fn unmade(operation: &Operation) -> Vec<String> {
    let validator = Validator::new(&operation.input).unwrap();
    let places = places(operation).into_iter().filter(|place| with(operation, &validator, &place.path).is_none());
    places.map(|place| format!("{}{}", operation.name, place.path)).collect()
}

/// Parameters that are right and have that member.
pub fn with(operation: &Operation, validator: &Validator, path: &str) -> Option<Value> {
    let mut params = operation.example.clone();
    put(&operation.input, &mut params, path)?;
    for _ in 0..ROUNDS {
        let problems = validator.problems(&params);
        if problems.is_empty() {
            return params.pointer(path).is_some().then_some(params);
        }
        let missing: Vec<&Problem> = problems.iter().filter(|problem| problem.rule == Rule::Required).collect();
        if missing.is_empty() {
            // Something that stands beside it cannot go with it.
            let changed = changed(&operation.input, &params, path, &problems);
            let (left, better) = changed
                .into_iter()
                .filter(|changed| changed.pointer(path).is_some())
                .map(|changed| (validator.problems(&changed), changed))
                .min_by_key(|(left, _)| left.iter().filter(|problem| problem.rule != Rule::Required).count())?;
            if left == problems {
                return None;
            }
            params = better;
        }
        for problem in missing {
            put(&operation.input, &mut params, &problem.path)?;
        }
    }
    None
}

/// The parameters with one thing else than what is at the path: a member less or more, another choice, a number at its
/// limit, another of several ways.
fn changed(input: &Value, params: &Value, path: &str, problems: &[Problem]) -> Vec<Value> {
    let mut found = Vec::new();
    for problem in problems.iter().filter(|problem| problem.path != path) {
        if let Rule::Minimum { limit } | Rule::Maximum { limit } = &problem.rule {
            found.extend(limit.parse::<i64>().ok().and_then(|limit| replaced(params, &problem.path, json!(limit))));
        }
    }
    let within: Vec<&str> = path.match_indices('/').map(|(end, _)| &path[..end]).collect();
    for within in within {
        let Some(node) = schema::at(input, within).or((within.is_empty()).then_some(input)) else { continue };
        let ways = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| node.get(keyword)?.as_array()).flatten();
        found.extend(ways.filter_map(|way| this_way(node, way, params, within)));
        for (name, member) in schema::properties(node) {
            let at = format!("{within}/{name}");
            if path == at || path.starts_with(&format!("{at}/")) {
                continue;
            }
            let flags = [json!(true), json!(false)];
            let flags: &[Value] = if member["type"] == json!("boolean") { &flags } else { &[] };
            let choices = member["enum"].as_array().into_iter().flatten().chain(flags);
            found.extend(choices.filter_map(|choice| replaced(params, &at, choice.clone())));
            let mut less = params.clone();
            let members = less.pointer_mut(within).and_then(Value::as_object_mut);
            if members.is_some_and(|members| members.shift_remove(name).is_some()) {
                found.push(less);
            } else {
                found.extend(right(member).and_then(|value| replaced(params, &at, value)));
            }
        }
    }
    found
}

/// The parameters with what one of several ways requires, and without what it forbids.
fn this_way(node: &Value, way: &Value, params: &Value, within: &str) -> Option<Value> {
    let mut params = params.clone();
    let members = params.pointer_mut(within)?.as_object_mut()?;
    for (name, rule) in schema::properties(way) {
        if rule["not"] == json!({}) {
            members.shift_remove(name);
        }
    }
    for name in way["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !members.contains_key(name) {
            members.insert(name.to_owned(), right(&node["properties"][name])?);
        }
    }
    Some(params)
}

fn replaced(params: &Value, path: &str, value: Value) -> Option<Value> {
    let mut params = params.clone();
    let (parent, name) = path.rsplit_once('/')?;
    params.pointer_mut(parent)?.as_object_mut()?.insert(name.to_owned(), value);
    Some(params)
}

/// Puts a right value at a place, and whatever is needed on the way to it.
fn put(input: &Value, params: &mut Value, path: &str) -> Option<()> {
    let (mut at, mut node) = (params, input);
    for step in path.split('/').skip(1) {
        if step.parse::<usize>().is_ok() && at.is_array() {
            node = node.get("items")?;
            let elements = at.as_array_mut()?;
            if elements.is_empty() {
                elements.push(right(node)?);
            }
            at = elements.first_mut()?;
        } else {
            node = node.get("properties")?.get(step)?;
            let members = at.as_object_mut()?;
            if !members.contains_key(step) {
                members.insert(step.to_owned(), right(node)?);
            }
            at = members.get_mut(step)?;
        }
    }
    Some(())
}

/// A value that a schema accepts by itself.
pub fn right(node: &Value) -> Option<Value> {
    let validator = Validator::new(node).ok()?;
    let known = ["enum", "examples"].into_iter().filter_map(|keyword| node.get(keyword)?.as_array());
    let stated = ["const", "default"].into_iter().filter_map(|keyword| node.get(keyword));
    let made = made(node);
    let candidates = known.flatten().chain(stated).chain(&made).filter(|value| **value != json!(""));
    candidates.into_iter().find(|value| validator.problems(value).is_empty()).cloned()
}

fn made(node: &Value) -> Vec<Value> {
    let types: Vec<&str> = match &node["type"] {
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    types.into_iter().flat_map(|name| of_type(node, name)).collect()
}

fn of_type(node: &Value, name: &str) -> Vec<Value> {
    let number = |keyword: &str| node.get(keyword).and_then(Value::as_i64);
    match name {
        "boolean" => vec![json!(true)],
        "integer" | "number" => {
            let least = number("minimum").or(number("exclusiveMinimum").map(|least| least + 1));
            let step = number("multipleOf").unwrap_or(1).max(1);
            let least = least.unwrap_or(1).max(number("maximum").unwrap_or(1).min(1));
            vec![json!((least + step - 1) / step * step), json!(1), json!(0.5)]
        }
        "string" => {
            let long = "a".repeat(usize::try_from(number("minLength").unwrap_or(1)).unwrap());
            TEXTS.iter().map(|text| json!(text)).chain([json!(long)]).collect()
        }
        "array" => {
            let count = number("minItems").unwrap_or(1).max(1);
            let items = node.get("items").and_then(right);
            items.map(|item| Value::Array((0..count).map(|_| item.clone()).collect())).into_iter().collect()
        }
        "object" => {
            let required = node["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let members = required.map(|name| Some((name.to_owned(), right(&node["properties"][name])?)));
            let members: Option<Map<String, Value>> = members.collect();
            let mut all: Vec<Value> = members.clone().map(Value::Object).into_iter().collect();
            // Some need one of several members, or any at all.
            for (name, member) in schema::properties(node) {
                if let Some((mut members, value)) = members.clone().zip(right(member)) {
                    members.insert(name.to_owned(), value);
                    all.push(Value::Object(members));
                }
            }
            // An empty structure leaves no trace in a query.
            all.retain(|value| value.as_object().is_some_and(|members| !members.is_empty()));
            all
        }
        _ => vec![],
    }
}
