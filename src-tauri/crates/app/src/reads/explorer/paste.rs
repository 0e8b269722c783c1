//! Parameters from what people have at hand: a JSON body, or a query string with flattened names.

use serde_json::{Map, Value};
use yundeck_catalogue::{Operation, Text, schema};
use yundeck_domain::{Error, ErrorKind};
use yundeck_wire::percent::decode_pairs;

use crate::reads::Reads;
use crate::reads::forms::known;

/// Parameters that carry the call itself, not what it is about; they are left out unless the operation has them.
const COMMON: &[&str] = &[
    "Action",
    "Version",
    "Region",
    "Timestamp",
    "Nonce",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "Token",
    "PublicKey",
    "Service",
];

impl Reads {
    /// The parameters that a pasted text says, typed by the operation's schema. Whether they are right is for
    /// `validate_params` to say.
    ///
    /// # Errors
    /// `InvalidParams` in words when the text is neither JSON nor a query string; `Unsupported` for an unknown operation.
    pub fn read_params(&self, cloud: &str, operation: &str, text: &str) -> Result<Value, Error> {
        let operation = known(self.reach.adapter(cloud)?.spec(), operation)?;
        let text = text.trim();
        let given = if text.starts_with('{') { from_json(text)? } else { from_query(operation, text)? };
        Ok(typed(&operation.input, named(&operation.input, given)))
    }
}

fn from_json(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(|error| {
        // Line and column only: the text may hold secrets.
        let (line, column) = (error.line(), error.column());
        unreadable(format!("JSON: line {line}, column {column}")).with_words(Text::new(
            format!("这段 JSON 在第 {line} 行第 {column} 列有错，无法读取。"),
            format!("This JSON cannot be read: see line {line}, column {column}."),
        ))
    })
}

fn from_query(operation: &Operation, text: &str) -> Result<Value, Error> {
    // A whole URL is as good as its query.
    let query = text.split_once('?').map_or(text, |(_, query)| query).split('#').next().unwrap_or_default();
    let query: String = query.lines().map(str::trim).collect::<Vec<_>>().join("");
    let mut root = Node::default();
    let mut any = false;
    for (name, value) in decode_pairs(&query) {
        let steps: Vec<&str> = name.split('.').collect();
        let well_formed =
            !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || "._-[]".contains(letter));
        if !well_formed || !query.contains('=') {
            return Err(neither());
        }
        any = true;
        let own = member(&operation.input, steps[0]).is_some();
        let common = COMMON.contains(&steps[0]) || steps[0].starts_with("X-Amz-");
        if own || !common {
            root.put(&steps, value);
        }
    }
    match (any, root.members.is_empty()) {
        (false, _) => Err(neither()),
        (true, true) => Ok(Value::Object(Map::new())),
        (true, false) => Ok(root.value()),
    }
}

/// A flattened structure being put together again.
#[derive(Default)]
struct Node {
    text: Option<String>,
    members: Vec<(String, Node)>,
}

impl Node {
    fn put(&mut self, steps: &[&str], value: String) {
        let Some((first, rest)) = steps.split_first() else {
            self.text = Some(value);
            return;
        };
        let at = match self.members.iter().position(|(name, _)| name == first) {
            Some(at) => at,
            None => {
                self.members.push(((*first).to_owned(), Node::default()));
                self.members.len() - 1
            }
        };
        self.members[at].1.put(rest, value);
    }

    /// Members that are all numbers are the elements of a list, in the order of the numbers, whichever the first one is.
    fn value(self) -> Value {
        if self.members.is_empty() {
            return Value::String(self.text.unwrap_or_default());
        }
        let numbers: Option<Vec<u32>> = self.members.iter().map(|(name, _)| name.parse().ok()).collect();
        match numbers {
            Some(numbers) => {
                let mut elements: Vec<(u32, Node)> =
                    numbers.into_iter().zip(self.members.into_iter().map(|(_, node)| node)).collect();
                elements.sort_by_key(|(number, _)| *number);
                elements.into_iter().map(|(_, node)| node.value()).collect()
            }
            None => {
                let members = self.members.into_iter().map(|(name, node)| (name, node.value()));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }
}

/// The member of that name, or of that name on the wire, with its own name.
fn member<'s>(schema: &'s Value, name: &str) -> Option<(&'s str, &'s Value)> {
    let on_the_wire = |member: &Value| member.get("x-wire").and_then(Value::as_str) == Some(name);
    schema::properties(schema).find(|(own, member)| *own == name || on_the_wire(member))
}

/// The same value under the catalogue's names.
fn named(schema: &Value, value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, value)| match member(schema, &name) {
                Some((own, member)) => (own.to_owned(), named(member, value)),
                None => (name, value),
            });
            Value::Object(members.collect())
        }
        Value::Array(elements) => {
            let item = schema.get("items").unwrap_or(&Value::Null);
            elements.into_iter().map(|element| named(item, element)).collect()
        }
        scalar => scalar,
    }
}

/// The same value in the types that the schema wants, as far as its text says them. What does not fit stays, for validation
/// to point at.
fn typed(schema: &Value, value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let typed_member = |(name, value): (String, Value)| {
                let member = schema.get("properties").and_then(|all| all.get(&name)).unwrap_or(&Value::Null);
                (name.clone(), typed(member, value))
            };
            Value::Object(members.into_iter().map(typed_member).collect())
        }
        Value::Array(elements) => {
            let item = schema.get("items").unwrap_or(&Value::Null);
            elements.into_iter().map(|element| typed(item, element)).collect()
        }
        Value::String(text) => scalar(schema, text),
        Value::Number(number) if wants(schema, "string") && !wants(schema, "integer") && !wants(schema, "number") => {
            Value::String(number.to_string())
        }
        other => other,
    }
}

fn scalar(schema: &Value, text: String) -> Value {
    if wants(schema, "string") {
        return Value::String(text);
    }
    let read = || -> Option<Value> {
        if wants(schema, "integer") {
            return text.parse::<i64>().ok().map(Value::from);
        }
        if wants(schema, "number") {
            return text.parse::<f64>().ok().and_then(serde_json::Number::from_f64).map(Value::Number);
        }
        if wants(schema, "boolean") {
            return text.to_ascii_lowercase().parse::<bool>().ok().map(Value::Bool);
        }
        if wants(schema, "array") {
            let item = schema.get("items").unwrap_or(&Value::Null);
            // A structure in a query may stand there as JSON; a single value is a list of one.
            let listed = serde_json::from_str::<Value>(&text).ok().filter(Value::is_array);
            return Some(typed(schema, listed?)).or_else(|| Some(Value::Array(vec![scalar(item, text.clone())])));
        }
        if wants(schema, "object") {
            let members = serde_json::from_str::<Value>(&text).ok().filter(Value::is_object)?;
            return Some(typed(schema, members));
        }
        // An enumeration without a type says it by its values.
        let allowed = schema.get("enum").and_then(Value::as_array)?;
        allowed.iter().find(|value| yundeck_catalogue::path::text_of(value).as_deref() == Some(text.as_str())).cloned()
    };
    read().unwrap_or(Value::String(text))
}

/// Whether a schema's type is, or includes, this one.
fn wants(schema: &Value, kind: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == kind,
        Some(Value::Array(several)) => several.iter().any(|one| one == kind),
        _ => false,
    }
}

fn unreadable(context: impl Into<String>) -> Error {
    Error::not_sent(ErrorKind::InvalidParams, context)
}

fn neither() -> Error {
    unreadable("the text is neither JSON nor a query string").with_words(Text::new(
        "粘贴的内容既不是 JSON 对象，也不是查询字符串（名=值&名=值）。",
        "What was pasted is neither a JSON object nor a query string (name=value&name=value).",
    ))
}
