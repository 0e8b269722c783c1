//! Paths into replies and parameters, such as `InstanceSet[].Placement.Zone`.

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// A path of member names joined by `.`; a name followed by `[]` steps into every element of a list. What stands there without
/// a list around it is a list of one: some clouds leave the list around a single element out. The empty path is the whole value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path(String);

impl Path {
    /// A path from its text. Every text is a path; a path that meets nothing yields nothing.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text it was made of.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Every value the path meets, in document order. Nulls and missing members are skipped.
    /// A last name without `[]` that meets an array yields the array itself.
    pub fn find<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        let mut found = vec![value];
        for step in self.0.split('.').filter(|step| !step.is_empty()) {
            let (name, each) = match step.strip_suffix("[]") {
                Some(name) => (name, true),
                None => (step, false),
            };
            let members = found.into_iter().filter_map(|at| if name.is_empty() { Some(at) } else { at.get(name) });
            found = if each { members.flat_map(elements).collect() } else { members.collect() };
            found.retain(|at| !at.is_null());
        }
        found
    }

    /// The first value the path meets.
    pub fn first<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        self.find(value).into_iter().next()
    }

    /// The value that a path of names alone meets, without a copy of it; nothing where it is null, or a step is `[]`.
    pub fn take(&self, value: Value) -> Option<Value> {
        let mut steps = self.0.split('.').filter(|step| !step.is_empty());
        steps.try_fold(value, |mut at, step| at.get_mut(step).map(Value::take)).filter(|at| !at.is_null())
    }

    /// The values the path meets, numbers and booleans written as text.
    pub fn texts(&self, value: &Value) -> Vec<String> {
        self.find(value).into_iter().filter_map(text_of).collect()
    }
}

/// The elements of a list, or of the list of one that a value without a list around it is. An empty text is an empty list.
pub fn elements(value: &Value) -> &[Value] {
    match value {
        Value::Array(elements) => elements,
        Value::Null => &[],
        Value::String(text) if text.is_empty() => &[],
        single => std::slice::from_ref(single),
    }
}

/// A scalar as text; `None` for objects, arrays and null.
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// The parameters that take what stands at paths of a call, by their names; what is empty there is left out.
pub(crate) fn like(paths: &IndexMap<String, String>, call: &Value) -> Map<String, Value> {
    let given = paths.iter().filter_map(|(name, of)| {
        let value = Path::new(of.clone()).first(call).filter(|value| **value != "")?;
        Some((name.clone(), value.clone()))
    });
    given.collect()
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(path: &str, value: &Value, expected: &[&str]) {
        assert_eq!(Path::new(path).texts(value), expected, "{path}");
    }

    #[test]
    fn step_into_a_list_of_one_without_its_list_meets_the_one() {
        check("Set[].Id", &json!({ "Set": { "Id": "a" } }), &["a"]);
        check("Set[].Tags[]", &json!({ "Set": { "Tags": "x" } }), &["x"]);
        for none in [json!({ "Set": null }), json!({ "Set": "" }), json!({ "Set": [] })] {
            check("Set[].Id", &none, &[]);
            assert!(Path::new("Set[]").find(&none).is_empty(), "{none}");
        }
    }

    #[test]
    fn take_of_names_gives_what_stands_there_and_else_nothing() {
        let value = json!({ "Response": { "Set": [1, 2], "None": null } });
        let take = |path: &str| Path::new(path).take(value.clone());
        assert_eq!(take("Response.Set"), Some(json!([1, 2])));
        assert_eq!(take(""), Some(value.clone()));
        for none in ["Other", "Response.None", "Response.Set[]", "Response.Set.Deeper"] {
            assert_eq!(take(none), None, "{none}");
        }
    }

    #[test]
    fn a_path_meets_members_and_elements() {
        let value =
            json!({ "Set": [{ "Id": "a", "Tags": ["x", "y"] }, { "Id": 2, "Tags": [] }, { "Id": null }], "Total": 3 });
        check("Set[].Id", &value, &["a", "2"]);
        check("Set[].Tags[]", &value, &["x", "y"]);
        check("Total", &value, &["3"]);
        check("Missing[].Id", &value, &[]);
        check("Total.Deeper", &value, &[]);
        check("Set", &value, &[]);
        assert_eq!(Path::new("").find(&value).len(), 1);
    }
}
