//! What Kingsoft Cloud's replies mean in the application's words.

pub mod image;
pub mod instance;
pub mod instance_type;
pub mod pricing;
pub mod time;

use serde_json::Value;

/// A member as text; empty when it is not there or is none.
fn text(item: &Value, name: &str) -> String {
    optional(item, name).unwrap_or_default()
}

/// A member as text, when it is there and not empty.
fn optional(item: &Value, name: &str) -> Option<String> {
    item.get(name).and_then(yundeck_catalogue::path::text_of).filter(|text| !text.is_empty())
}

/// A member as a whole number. The cloud writes some as `10.0` and some as `"20"`.
fn whole(item: &Value, name: &str) -> Option<u32> {
    let number = yundeck_domain::money::decimal(item.get(name)?)?;
    number.trunc().to_string().parse().ok()
}

/// The elements of a list member; the member itself where the cloud leaves the list around a single one out.
fn elements<'v>(reply: &'v Value, name: &str) -> Vec<&'v Value> {
    match reply.get(name) {
        Some(Value::Array(elements)) => elements.iter().collect(),
        Some(single @ Value::Object(_)) => vec![single],
        _ => Vec::new(),
    }
}
