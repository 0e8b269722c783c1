//! Moments as clouds write them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeZone, Utc};

use yundeck_catalogue::ColumnSpec;

/// The forms of a time without its zone.
const FORMS: &[&str] = &["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M"];

/// From so many on a number counts milliseconds: as seconds it would be a moment after the year 5000.
const MILLIS_FROM: i64 = 100_000_000_000;

/// The moment that a value of a column names. `None` where it names none, or does not say in which zone and nobody knows.
pub(crate) fn moment(column: &ColumnSpec, text: &str) -> Option<DateTime<FixedOffset>> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>() {
        let at = if number >= MILLIS_FROM {
            DateTime::from_timestamp_millis(number)
        } else {
            // 0 and less stand for "never".
            Some(number).filter(|seconds| *seconds > 0).and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        };
        return at.map(|at: DateTime<Utc>| at.fixed_offset());
    }
    let fixed = column.zone_always.as_deref().and_then(offset);
    let named = || DateTime::parse_from_rfc3339(text).ok();
    match fixed {
        Some(zone) => local(text, zone),
        None => named().or_else(|| local(text, column.zone.as_deref().and_then(offset)?)),
    }
}

/// A time without its zone, or with a wrong one, in this zone.
fn local(text: &str, zone: FixedOffset) -> Option<DateTime<FixedOffset>> {
    let naive = FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let naive =
        naive.or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().and_then(|day| day.and_hms_opt(0, 0, 0)));
    zone.from_local_datetime(&naive?).single()
}

/// An offset from UTC by its text (`+08:00`).
fn offset(text: &str) -> Option<FixedOffset> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(zones: serde_json::Value, text: &str, expected: Option<&str>) {
        let mut column = json!({ "id": "c", "title": { "zh": "词", "en": "word" }, "path": "At", "kind": "time" });
        column.as_object_mut().unwrap().extend(zones.as_object().unwrap().clone());
        let column: ColumnSpec = serde_json::from_value(column).unwrap();
        assert_eq!(moment(&column, text).map(|at| at.to_rfc3339()).as_deref(), expected, "{text}");
    }

    #[test]
    fn moment_is_read_in_the_zone_that_it_names_or_that_is_known() {
        let beijing = json!({ "zone": "+08:00" });
        check(json!({}), "2021-07-19T12:33:17Z", Some("2021-07-19T12:33:17+00:00"));
        check(beijing.clone(), "2021-07-19T12:33:17Z", Some("2021-07-19T12:33:17+00:00"));
        check(beijing.clone(), "2021-07-19 20:33:17", Some("2021-07-19T20:33:17+08:00"));
        check(beijing, "2021-07-19", Some("2021-07-19T00:00:00+08:00"));
        check(json!({ "zoneAlways": "+08:00" }), "2021-07-19T20:33:17Z", Some("2021-07-19T20:33:17+08:00"));
        check(json!({}), "1626698000", Some("2021-07-19T12:33:20+00:00"));
        check(json!({}), "1626698000000", Some("2021-07-19T12:33:20+00:00"));
    }

    #[test]
    fn moment_of_what_names_none_is_none() {
        check(json!({}), "2021-07-19 20:33:17", None);
        for text in ["", "soon", "0", "-1"] {
            check(json!({ "zone": "+08:00" }), text, None);
        }
    }
}
