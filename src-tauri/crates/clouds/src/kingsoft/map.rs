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

/// A number of GPUs; a share of a card is a part of one.
fn decimal(item: &Value, name: &str) -> f64 {
    optional(item, name).and_then(|text| text.parse().ok()).filter(|number: &f64| number.is_finite()).unwrap_or(0.0)
}

/// The elements of a list member.
fn elements<'v>(reply: &'v Value, name: &str) -> &'v [Value] {
    reply.get(name).map(yundeck_catalogue::path::elements).unwrap_or_default()
}
