//! Which things a call names.

use serde_json::Value;

/// A text of a call's parameters, and the kind of thing it names where the catalogue says one (`x-ref`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named<'p> {
    pub(crate) noun: Option<&'p str>,
    pub(crate) id: &'p str,
}

/// Every text of the parameters.
pub(crate) fn named<'p>(schema: &'p Value, params: &'p Value) -> Vec<Named<'p>> {
    let mut found = Vec::new();
    walk(schema, params, None, &mut found);
    found
}

fn walk<'p>(schema: &'p Value, params: &'p Value, of: Option<&'p str>, found: &mut Vec<Named<'p>>) {
    let noun = schema.get("x-ref").and_then(Value::as_str).or(of);
    match params {
        Value::String(id) => found.push(Named { noun, id }),
        Value::Array(elements) => {
            let item = schema.get("items").unwrap_or(&Value::Null);
            elements.iter().for_each(|value| walk(item, value, noun, found));
        }
        Value::Object(members) => {
            for (name, value) in members {
                let member = schema.get("properties").and_then(|all| all.get(name)).unwrap_or(&Value::Null);
                walk(member, value, None, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_are_found_with_the_noun_that_the_schema_gives_them() {
        let schema = json!({ "properties": {
            "Ids": { "x-ref": "instance", "items": {} },
            "Keys": { "items": { "x-ref": "key_pair" } },
            "Filters": { "items": { "properties": { "Values": {} } } },
        }});
        let params = json!({ "Ids": ["i"], "Keys": ["k"], "Filters": [{ "Values": ["v"] }], "Count": 3 });
        let expected = [(Some("instance"), "i"), (Some("key_pair"), "k"), (None, "v")];
        let found = named(&schema, &params);
        assert_eq!(found.iter().map(|named| (named.noun, named.id)).collect::<Vec<_>>(), expected);
    }
}
