//! Parameters from what people have at hand: a JSON body, or a query string with flattened names.
//!
//! Nothing of it is left out without a word: what is not read as it stands there is told in notes, by its name and never by
//! its value, which may be a secret.

mod json;
mod query;

use serde::Serialize;
use serde_json::{Map, Value};
use yundeck_catalogue::{Operation, Text, schema};
use yundeck_domain::{Error, ErrorKind};

use crate::reads::Reads;
use crate::reads::forms::{is_hidden, known};

/// Pasted parameters are nested so deep at most.
const DEEPEST: usize = 32;

/// What a pasted text says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PastedParams {
    /// The parameters.
    pub params: Value,
    /// What was not read as it stands there.
    pub notes: Vec<Text>,
}

impl Reads {
    /// The parameters that a pasted text says, typed by the operation's schema. Whether they are right is for
    /// `validate_params` to say.
    ///
    /// # Errors
    /// `InvalidParams` in words when the text is neither JSON nor a query string; `Unsupported` for an unknown operation.
    pub fn read_params(&self, cloud: &str, operation: &str, text: &str) -> Result<PastedParams, Error> {
        let operation = known(self.reach.adapter(cloud)?.spec(), operation)?;
        // What editors and web pages put around a text, and nobody sees.
        let text = text.trim_matches(|letter: char| letter.is_whitespace() || "\u{feff}\u{200b}".contains(letter));
        let mut notes = Vec::new();
        let given = if text.starts_with('{') {
            json::read(text, &mut notes)?
        } else {
            query::read(operation, text, &mut notes)?
        };
        let given = own(operation, named(&operation.input, given), &mut notes);
        let params = typed(&operation.input, given);
        let rounded = rounded(&params);
        if !rounded.is_empty() {
            notes.push(Text::new(
                format!("{} 的数字太长，表单里会被四舍五入，请核对。", rounded.join("、")),
                format!("The number of {} is too long for the form, which rounds it: check it.", rounded.join(", ")),
            ));
        }
        Ok(PastedParams { params, notes })
    }
}

/// The parameters that the operation has; the others are told and left out, as the form has no place for them.
fn own(operation: &Operation, given: Value, notes: &mut Vec<Text>) -> Value {
    let Value::Object(members) = given else { return given };
    let (own, foreign): (Map<_, _>, Map<_, _>) =
        members.into_iter().partition(|(name, _)| member(&operation.input, name).is_some());
    let mut tell = |names: Vec<&str>, zh: &str, en: &str| {
        if !names.is_empty() {
            notes.push(Text::new(format!("{}：{zh}", names.join("、")), format!("{}: {en}", names.join(", "))));
        }
    };
    tell(
        foreign.keys().map(String::as_str).collect(),
        "这个操作没有这个参数，没有填入。",
        "no parameter of this operation; left out.",
    );
    let hidden = |name: &str| member(&operation.input, name).is_some_and(|(_, member)| is_hidden(member));
    tell(
        own.keys().map(String::as_str).filter(|name| hidden(name)).collect(),
        "由 Yundeck 填写（地域以上面选的为准），没有填入。",
        "Yundeck fills this in, the region as chosen above; left out.",
    );
    Value::Object(own)
}

/// The names of the parameters with a number that the window's own numbers do not hold.
fn rounded(params: &Value) -> Vec<&str> {
    fn exact(value: &Value) -> bool {
        match value {
            Value::Array(elements) => elements.iter().all(exact),
            Value::Object(members) => members.values().all(exact),
            Value::Number(number) => {
                const MOST: u64 = 1 << 53;
                let whole = number.as_i64().map(i64::unsigned_abs).or(number.as_u64());
                whole.map_or_else(|| number.to_string().len() <= 17, |whole| whole <= MOST)
            }
            _ => true,
        }
    }
    let members = params.as_object().into_iter().flatten();
    members.filter(|(_, value)| !exact(value)).map(|(name, _)| name.as_str()).collect()
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
            return serde_json::from_str(&text).ok().filter(Value::is_number);
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
