//! Replies of the cloud in the application's nouns, one file a noun.

use chrono::{DateTime, FixedOffset};
use serde_json::Value;
use yundeck_catalogue::Path;

pub mod image;
pub mod instance;
pub mod instance_type;
pub mod price;

/// The values at a path of a reply.
fn items<'v>(result: &'v Value, path: &str) -> Vec<&'v Value> {
    Path::new(path).find(result)
}

/// A text at a path; empty texts count as missing.
fn text(value: &Value, path: &str) -> Option<String> {
    Path::new(path).texts(value).into_iter().next().filter(|text| !text.is_empty())
}

/// Every text at a path that is not empty.
fn texts(value: &Value, path: &str) -> Vec<String> {
    Path::new(path).texts(value).into_iter().filter(|text| !text.is_empty()).collect()
}

/// A whole number at a path, written as number or text.
fn number(value: &Value, path: &str) -> Option<u32> {
    let whole = text(value, path)?.parse::<f64>().ok()?.ceil();
    (whole >= 0.0 && whole <= f64::from(u32::MAX)).then_some(whole as u32)
}

/// A number of GPUs at a path. What has a share of a card counts a part of one.
fn gpus(value: &Value, path: &str) -> Option<f64> {
    text(value, path)?.parse().ok().filter(|cards: &f64| cards.is_finite() && *cards > 0.0)
}

/// A time. The cloud writes ISO 8601 in UTC (`2016-12-02T00:22:40Z`). The epoch stands for "unknown": public images
/// have it in the document's own sample.
fn time(value: &Value, path: &str) -> Option<DateTime<FixedOffset>> {
    let at = DateTime::parse_from_rfc3339(&text(value, path)?).ok()?;
    (at.timestamp() != 0).then_some(at)
}
