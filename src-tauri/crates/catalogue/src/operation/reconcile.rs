//! How to find out what became of a call that was never answered.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::path::{self, Path};

/// How to find out what became of a call that was never answered: by a new item in a list that shows every place where the
/// call can have put it. Without such a list there is no `reconcile`, and the outcome stays unknown.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reconcile {
    /// The list operation to look with.
    pub operation: String,
    /// The parameters of the unanswered call that identify its result.
    pub by: Vec<String>,
    /// Constant parameters of the list.
    #[serde(default)]
    pub params: Map<String, Value>,
    /// The parameters of the list that take a parameter of the unanswered call, so that it is restricted as the call was.
    #[serde(default)]
    pub like: IndexMap<String, String>,
    /// Parameters that ask the list for the result by its name, where the cloud's filter is documented to do so: a text
    /// `{Path}` in them stands for what the unanswered call has at that path. What is similarly named may be listed, too.
    #[serde(default)]
    pub narrow: Map<String, Value>,
    /// The parameter of the unanswered call that says how many things it makes. Without one it makes one.
    pub count: Option<String>,
}

impl Reconcile {
    /// How many things a call with these parameters makes; `None` where it has no parameter for that. What is left out is one.
    pub fn counted(&self, call: &Value) -> Option<u32> {
        let name = self.count.as_ref()?;
        let given = call.get(name).and_then(path::text_of).and_then(|text| text.parse().ok());
        Some(given.unwrap_or(1).max(1))
    }

    /// The parameters of the list for a call with these parameters: by name where the list can be asked so.
    pub fn list_params(&self, call: &Value) -> Value {
        self.narrowed(Value::Object(self.params.clone()), call)
    }

    /// The parameters of a list, restricted as the call was and by the name that it gave. Filters are added to those that are
    /// there.
    pub fn narrowed(&self, list: Value, call: &Value) -> Value {
        let Value::Object(mut params) = list else { return list };
        params.extend(self.params.clone());
        params.extend(path::like(&self.like, call));
        let named: Option<Vec<(&String, Value)>> =
            self.narrow.iter().map(|(name, value)| Some((name, filled(value, call)?))).collect();
        for (name, value) in named.unwrap_or_default() {
            match (params.get_mut(name), value) {
                (Some(Value::Array(there)), Value::Array(more)) => there.extend(more),
                (_, value) => drop(params.insert(name.clone(), value)),
            }
        }
        Value::Object(params)
    }

    /// The parameters of a call without those that identify its result: what still holds of it once it has been renamed.
    pub fn unnamed(&self, call: &Value) -> Value {
        let mut left = call.clone();
        for path in &self.by {
            let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
            let parent = if parent.is_empty() { String::new() } else { format!("/{}", parent.replace('.', "/")) };
            if let Some(members) = left.pointer_mut(&parent).and_then(Value::as_object_mut) {
                members.shift_remove(name);
            }
        }
        left
    }
}

/// A value with what a call gives in place of each `{Path}`; `None` when the call does not give it.
fn filled(value: &Value, call: &Value) -> Option<Value> {
    match value {
        Value::String(text) => match text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(path) => Path::new(path).texts(call).into_iter().find(|given| !given.is_empty()).map(Value::String),
            None => Some(value.clone()),
        },
        Value::Array(elements) => {
            elements.iter().map(|element| filled(element, call)).collect::<Option<_>>().map(Value::Array)
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, member)| Some((name.clone(), filled(member, call)?)));
            members.collect::<Option<_>>().map(Value::Object)
        }
        _ => Some(value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn narrowed_asks_by_the_name_that_the_call_gave_beside_the_filters_that_are_there() {
        let reconcile: Reconcile = serde_json::from_value(json!({
            "operation": "ListThings", "by": ["Name"], "like": { "CompanyID": "CompanyID" },
            "narrow": { "Filters": [{ "Name": "name", "Values": ["{Spec.Name}"] }], "Exact": true },
        }))
        .unwrap();
        let own = json!({ "Filters": [{ "Name": "kind", "Values": ["own"] }] });
        let call = json!({ "Spec": { "Name": "web" }, "CompanyID": 7 });
        let named = json!({ "Name": "name", "Values": ["web"] });
        assert_eq!(
            reconcile.narrowed(own.clone(), &call),
            json!({ "Filters": [own["Filters"][0], named], "CompanyID": 7, "Exact": true })
        );
        assert_eq!(reconcile.list_params(&call), json!({ "Filters": [named], "CompanyID": 7, "Exact": true }));
        // What gives no name is looked for in the whole list.
        for call in [json!({}), json!({ "Spec": { "Name": "" } })] {
            assert_eq!(reconcile.narrowed(own.clone(), &call), own);
        }
    }

    #[test]
    fn unnamed_leaves_what_does_not_identify_the_result() {
        let reconcile: Reconcile =
            serde_json::from_value(json!({ "operation": "List", "by": ["Name", "Spec.Label"] })).unwrap();
        let call = json!({ "Name": "web", "Spec": { "Label": "web", "Type": "small" } });
        assert_eq!(reconcile.unnamed(&call), json!({ "Spec": { "Type": "small" } }));
        assert_eq!(reconcile.unnamed(&json!({ "Count": 1 })), json!({ "Count": 1 }));
    }

    #[test]
    fn list_params_restrict_the_list_as_the_call_was() {
        let reconcile: Reconcile = serde_json::from_value(json!({
            "operation": "ListThings", "by": ["Name"], "params": { "Kind": "own" }, "like": { "CompanyID": "CompanyID", "Zone": "Place.Zone" },
        }))
        .unwrap();
        let call = json!({ "Name": "a", "CompanyID": 7, "Place": { "Zone": "z" } });
        assert_eq!(reconcile.list_params(&call), json!({ "Kind": "own", "CompanyID": 7, "Zone": "z" }));
        assert_eq!(reconcile.list_params(&json!({ "Name": "a", "CompanyID": "" })), json!({ "Kind": "own" }));
    }

    #[test]
    fn counted_is_what_the_call_orders_where_it_can_order_several() {
        let reconcile = |count: Option<&str>| -> Reconcile {
            serde_json::from_value(json!({ "operation": "List", "by": ["Name"], "count": count })).unwrap()
        };
        let (several, one) = (reconcile(Some("Count")), reconcile(None));
        assert_eq!(several.counted(&json!({ "Count": 3 })), Some(3));
        assert_eq!(several.counted(&json!({ "Count": "2" })), Some(2));
        for call in [json!({}), json!({ "Count": 0 }), json!({ "Count": null })] {
            assert_eq!(several.counted(&call), Some(1), "{call}");
        }
        assert_eq!(one.counted(&json!({ "Count": 3 })), None);
    }
}
