//! Filters and pages of the list operations.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use yundeck_sandbox::world::shelf::page;
use yundeck_sandbox::{Incoming, Refusal};

use super::words::refuse;

/// The filters of a request: all must hold, and each by any of its values.
#[derive(Debug)]
pub struct Filters(Vec<(String, Vec<String>)>);

impl Filters {
    /// The request's filters, if their names are known. `tag:...` is known where `tag-key` is.
    ///
    /// # Errors
    /// `InvalidFilter`.
    pub fn of(incoming: &Incoming, known: &[&str]) -> Result<Self, Refusal> {
        let mut filters = Vec::new();
        for filter in incoming.params.get("Filters").and_then(Value::as_array).into_iter().flatten() {
            let name = filter.get("Name").and_then(Value::as_str).unwrap_or_default();
            let is_tag = name.starts_with("tag:") && known.contains(&"tag-key");
            if !is_tag && !known.contains(&name) {
                return Err(refuse("InvalidFilter", format!("The filter `{name}` is not supported.")));
            }
            let values = filter.get("Values").and_then(Value::as_array).into_iter().flatten();
            let values = values.filter_map(yundeck_catalogue::path::text_of).collect();
            filters.push((name.to_owned(), values));
        }
        Ok(Self(filters))
    }

    /// Whether a thing with these values passes. `values` is asked for a filter's name.
    pub fn pass(&self, values: impl Fn(&str) -> Vec<String>) -> bool {
        self.0.iter().all(|(name, wanted)| {
            let found = values(name);
            wanted.iter().any(|wanted| found.contains(wanted))
        })
    }

    /// Whether a thing passes that is judged filter by filter.
    pub fn all(&self, holds: impl Fn(&str, &[String]) -> bool) -> bool {
        self.0.iter().all(|(name, wanted)| holds(name, wanted))
    }

    /// The values of one filter; empty when it is not there.
    pub fn values(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(found, _)| found == name).flat_map(|(_, values)| values).map(String::as_str).collect()
    }
}

/// One page of a list with `TotalCount`. The companion service writes its numbers as text.
pub fn list<T>(incoming: &Incoming, key: &str, items: impl IntoIterator<Item = T>, view: impl Fn(T) -> Value) -> Value {
    let number = |name: &str, default: usize| {
        let value = incoming.params.get(name).and_then(yundeck_catalogue::path::text_of);
        value.and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (shown, total) = page(items, number("Offset", 0), number("Limit", 20));
    let shown: Vec<Value> = shown.into_iter().map(view).collect();
    json!({ "TotalCount": total, key: shown })
}

/// A time as the cloud writes it.
pub fn iso(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The tags of a request's `TagSpecification` for things of that kind.
pub fn tags_asked(incoming: &Incoming, kind: &str) -> Value {
    let all = incoming.params.get("TagSpecification").and_then(Value::as_array).into_iter().flatten();
    let of_kind = all.filter(|each| each["ResourceType"] == kind).filter_map(|each| each["Tags"].as_array());
    of_kind.flatten().cloned().collect()
}

/// The tags of a thing, from its `extra`.
pub fn tags(extra: &Map<String, Value>) -> Vec<(String, String)> {
    let tag = |tag: &Value, name: &str| tag.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let all = extra.get("Tags").and_then(Value::as_array);
    all.into_iter().flatten().map(|each| (tag(each, "Key"), tag(each, "Value"))).collect()
}

/// A text from a thing's `extra`.
pub fn note<'e>(extra: &'e Map<String, Value>, name: &str) -> Option<&'e str> {
    extra.get(name).and_then(Value::as_str)
}
