//! The list in a reply, as a table.

use serde::Serialize;
use serde_json::{Value, json};
use yundeck_catalogue::{Operation, Path};

use crate::ground::json_text::JsonText;

/// A list of a reply.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct CallTable {
    /// Where it stands in the result.
    pub path: String,
    /// The names of its items' members: the plain ones first, each group in the order of the reply.
    pub columns: Vec<String>,
    /// Its items; one that is no structure stands under `value`.
    pub rows: JsonText,
}

/// The column of items that are not structures.
const VALUE: &str = "value";

/// The table of a reply: the list that the catalogue names, else the only list of structures at its top.
pub(crate) fn of(operation: &Operation, result: &Value) -> Option<CallTable> {
    let named = operation.pagination.as_ref().map(|pagination| &pagination.items);
    let named = named.or_else(|| operation.output.get("items")).filter(|path| path.as_str().ends_with("[]"));
    match named {
        Some(path) => Some(table(path.as_str(), path.find(result))),
        None => {
            let mut lists = result.as_object()?.iter().filter_map(|(name, value)| Some((name, structures(value)?)));
            match (lists.next(), lists.next()) {
                (Some((name, _)), None) => {
                    let path = format!("{name}[]");
                    Some(table(&path, Path::new(path.clone()).find(result)))
                }
                _ => None,
            }
        }
    }
}

fn structures(value: &Value) -> Option<&Vec<Value>> {
    value.as_array().filter(|items| !items.is_empty() && items.iter().all(Value::is_object))
}

fn table(path: &str, items: Vec<&Value>) -> CallTable {
    let rows: Vec<Value> =
        items.into_iter().map(|item| if item.is_object() { item.clone() } else { json!({ VALUE: item }) }).collect();
    let mut plain: Vec<String> = Vec::new();
    let mut nested: Vec<String> = Vec::new();
    for (name, value) in rows.iter().filter_map(Value::as_object).flatten() {
        if value.is_object() || value.is_array() {
            plain.retain(|known| known != name);
            if !nested.contains(name) {
                nested.push(name.clone());
            }
        } else if !plain.contains(name) && !nested.contains(name) {
            plain.push(name.clone());
        }
    }
    let columns = plain.into_iter().chain(nested).collect();
    CallTable { path: path.to_owned(), columns, rows: JsonText::from(&Value::Array(rows)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_columns_come_first_and_each_once() {
        let result =
            json!([{ "Tags": [], "Id": "a", "Place": null }, { "Id": "b", "Place": { "Zone": "z" }, "New": 1 }]);
        let table = table("Set[]", result.as_array().unwrap().iter().collect());
        assert_eq!(table.columns, ["Id", "New", "Tags", "Place"]);
        assert_eq!(table.rows, JsonText::from(&result));
    }

    #[test]
    fn a_list_of_texts_has_one_column() {
        let result = json!(["a", "b"]);
        let table = table("Set[]", result.as_array().unwrap().iter().collect());
        let rows = JsonText::from(&json!([{ "value": "a" }, { "value": "b" }]));
        assert_eq!((table.columns, table.rows), (vec![VALUE.to_owned()], rows));
    }
}
