//! What this cloud's replies mean. Every reader takes one page's result and never drops a record: what a record does
//! not say is left empty.

use chrono::{DateTime, FixedOffset};
use serde_json::Value;
use yundeck_catalogue::path::text_of;
use yundeck_domain::instance::BillingMode;

pub mod image;
pub mod instance;
pub mod price;

/// The records of a list reply; they stand under `Infos` in every one (document, 1.2 and 1.3).
fn infos(reply: &Value) -> impl Iterator<Item = &Value> {
    records(reply, "Infos")
}

/// The records of a list member.
fn records<'r>(record: &'r Value, name: &str) -> impl Iterator<Item = &'r Value> {
    record.get(name).map(yundeck_catalogue::path::elements).unwrap_or_default().iter()
}

/// A member as text. The cloud writes what it does not have as an empty text.
fn text(record: &Value, name: &str) -> Option<String> {
    record.get(name).and_then(text_of).filter(|text| !text.is_empty())
}

/// A member as a whole number, written as number or text.
fn number(record: &Value, name: &str) -> Option<u32> {
    text(record, name)?.parse().ok()
}

/// A time in unix seconds; 0 means that there is none.
fn time(record: &Value, name: &str) -> Option<DateTime<FixedOffset>> {
    let seconds: i64 = text(record, name)?.parse().ok()?;
    (seconds > 0).then(|| DateTime::from_timestamp(seconds, 0)).flatten().map(|at| at.fixed_offset())
}

/// How something is paid. All modes are charged before each period, but only `Month` and `Year` are bought for a
/// length of time; `Dynamic` goes on from hour to hour for as long as the thing exists.
pub fn billing(charge_type: &str) -> BillingMode {
    match charge_type {
        "Dynamic" => BillingMode::Postpaid,
        "Month" | "Year" => BillingMode::Prepaid,
        other => BillingMode::Other { word: other.to_owned() },
    }
}

/// How many months `Quantity` periods are; `None` for what is paid by the hour.
pub fn months(charge_type: &str, quantity: u32) -> Option<u32> {
    match charge_type {
        "Month" => Some(quantity),
        "Year" => Some(quantity.saturating_mul(12)),
        _ => None,
    }
}
