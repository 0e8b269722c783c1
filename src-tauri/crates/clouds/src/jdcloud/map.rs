//! What JD Cloud's replies mean. One file per noun.

pub(super) mod image;
pub(super) mod instance;
pub(super) mod instance_type;
mod time;

use serde_json::Value;
use yundeck_catalogue::Path;

/// The text at a path; empty texts, with which JD Cloud fills what does not apply, count as absent.
fn text(value: &Value, path: &str) -> Option<String> {
    Path::new(path).texts(value).into_iter().find(|text| !text.is_empty())
}

/// Every text at a path that is not empty, each once, in order.
fn texts(value: &Value, path: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in Path::new(path).texts(value) {
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

/// The whole number at a path.
fn number(value: &Value, path: &str) -> Option<u32> {
    text(value, path).and_then(|text| text.parse().ok())
}

/// The elements of the array at a path.
fn items<'v>(value: &'v Value, path: &str) -> Vec<&'v Value> {
    Path::new(path).find(value)
}
