//! Un-flattening: `Filters.0.Values.1=x` becomes `{"Filters": [{"Values": [.., "x"]}]}`.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::DecodeError;
use super::typed::{scalar, wants};

/// Where the indices of a list begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// With 0.
    Zero,
    /// With 1.
    One,
    /// With either, as the caller likes; and a list of one value may come without any index.
    Either,
}

/// The parameters of names and values, as the schema of the operation's input understands them. The names of the cloud's
/// common parameters must have been taken out before.
///
/// # Errors
/// A name twice, indices with gaps, a value beside members.
pub fn unflatten(members: &[(String, String)], schema: &Value, base: Base) -> Result<Value, DecodeError> {
    let mut root = Node::default();
    for (name, value) in members {
        let mut node = &mut root;
        for step in name.split('.') {
            node = node.members.entry(step.to_owned()).or_default();
        }
        if node.value.replace(value.clone()).is_some() {
            return Err(DecodeError::Twice(name.clone()));
        }
    }
    root.object(schema, base, "")
}

#[derive(Debug, Default)]
struct Node {
    value: Option<String>,
    members: IndexMap<String, Node>,
}

impl Node {
    fn build(self, schema: &Value, base: Base, at: &str) -> Result<Value, DecodeError> {
        match self.value {
            Some(_) if !self.members.is_empty() => Err(DecodeError::Mixed(at.to_owned())),
            Some(text) if wants(schema, "array") && base == Base::Either => {
                Ok(Value::Array(vec![scalar(text, schema.get("items").unwrap_or(&Value::Null))]))
            }
            Some(text) => Ok(scalar(text, schema)),
            None if wants(schema, "array") || (untyped(schema) && self.is_list()) => self.list(schema, base, at),
            None => self.object(schema, base, at),
        }
    }

    fn object(self, schema: &Value, base: Base, at: &str) -> Result<Value, DecodeError> {
        let mut members = Map::new();
        for (step, node) in self.members {
            let (name, member) = member(schema, &step);
            let at = if at.is_empty() { step } else { format!("{at}.{step}") };
            members.insert(name, node.build(member, base, &at)?);
        }
        Ok(Value::Object(members))
    }

    fn list(self, schema: &Value, base: Base, at: &str) -> Result<Value, DecodeError> {
        if !self.is_list() {
            return self.object(schema, base, at);
        }
        let item = schema.get("items").unwrap_or(&Value::Null);
        let mut elements: Vec<(usize, Self)> =
            self.members.into_iter().filter_map(|(step, node)| Some((step.parse().ok()?, node))).collect();
        elements.sort_by_key(|(index, _)| *index);
        let first = match (base, elements.first()) {
            (Base::Zero, _) => 0,
            (Base::One, _) => 1,
            (Base::Either, first) => first.map_or(0, |(index, _)| (*index).min(1)),
        };
        let mut list = Vec::new();
        for (nth, (index, node)) in elements.into_iter().enumerate() {
            if index != first + nth {
                return Err(DecodeError::Indices(at.to_owned()));
            }
            list.push(node.build(item, base, &format!("{at}.{index}"))?);
        }
        Ok(Value::Array(list))
    }

    fn is_list(&self) -> bool {
        !self.members.is_empty() && self.members.keys().all(|step| step.parse::<usize>().is_ok())
    }
}

fn untyped(schema: &Value) -> bool {
    schema.get("type").is_none()
}

/// The member of that name on the wire: its own name (which differs where the schema has an `x-wire`), and its schema.
fn member<'s>(schema: &'s Value, wire: &str) -> (String, &'s Value) {
    let all = schema.get("properties").and_then(Value::as_object);
    let renamed =
        all.and_then(|all| all.iter().find(|(_, member)| member.get("x-wire").is_some_and(|name| name == wire)));
    match renamed {
        Some((name, member)) => (name.clone(), member),
        None => (wire.to_owned(), all.and_then(|all| all.get(wire)).unwrap_or(&Value::Null)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::pairs::members;
    use serde_json::json;

    fn schema() -> Value {
        json!({ "type": "object", "properties": {
            "Limit": { "type": "integer" },
            "Ids": { "type": "array", "items": { "type": "string" } },
            "Disks": { "type": "array", "items": { "type": "object", "properties": {
                "Size": { "type": "integer" }, "Encrypted": { "type": "boolean" } } } },
            "Filters": { "type": "array", "items": { "type": "object", "properties": {
                "Values": { "type": "array", "items": { "type": "string" } } } } },
            "Groups": { "type": "array", "x-wire": "GroupId", "items": { "type": "string" } },
        } })
    }

    #[track_caller]
    fn check(query: &str, base: Base, expected: Result<Value, DecodeError>) {
        assert_eq!(unflatten(&members(query), &schema(), base), expected, "{query}");
    }

    #[test]
    fn lists_and_structures_are_put_together_and_typed() {
        check(
            "Limit=20&Ids.1=b&Ids.0=20&Disks.0.Size=50&Disks.0.Encrypted=True&Filters.0.Values.0=x&Filters.0.Values.1=y",
            Base::Zero,
            Ok(json!({ "Limit": 20, "Ids": ["20", "b"], "Disks": [{ "Size": 50, "Encrypted": true }],
                "Filters": [{ "Values": ["x", "y"] }] })),
        );
    }

    #[test]
    fn indices_are_ordered_by_number_not_by_text() {
        let query: Vec<String> = (1..=12).rev().map(|nth| format!("Ids.{nth}=i{nth}")).collect();
        let expected: Vec<String> = (1..=12).map(|nth| format!("i{nth}")).collect();
        check(&query.join("&"), Base::One, Ok(json!({ "Ids": expected })));
    }

    #[test]
    fn a_base_is_held_to() {
        check("Ids.0=a", Base::One, Err(DecodeError::Indices("Ids".into())));
        check("Ids.1=a", Base::Zero, Err(DecodeError::Indices("Ids".into())));
        check("Ids.0=a&Ids.2=b", Base::Either, Err(DecodeError::Indices("Ids".into())));
        check("Ids.0=a&Ids.1=b", Base::Either, Ok(json!({ "Ids": ["a", "b"] })));
        check("Ids.1=a&Ids.2=b", Base::Either, Ok(json!({ "Ids": ["a", "b"] })));
        check("Ids=a", Base::Either, Ok(json!({ "Ids": ["a"] })));
    }

    #[test]
    fn what_validation_has_to_judge_is_left_alone() {
        check("Limit=many&Other=1", Base::Zero, Ok(json!({ "Limit": "many", "Other": "1" })));
        check("Ids=a", Base::Zero, Ok(json!({ "Ids": "a" })));
        check("Ids.x=a", Base::Zero, Ok(json!({ "Ids": { "x": "a" } })));
    }

    #[test]
    fn contradictions_are_refused() {
        check("Limit=1&Limit=2", Base::Zero, Err(DecodeError::Twice("Limit".into())));
        check("Ids=a&Ids.0=b", Base::Zero, Err(DecodeError::Mixed("Ids".into())));
    }

    #[test]
    fn a_name_of_its_own_on_the_wire_is_translated() {
        check("GroupId.0=g", Base::Zero, Ok(json!({ "Groups": ["g"] })));
    }
}
