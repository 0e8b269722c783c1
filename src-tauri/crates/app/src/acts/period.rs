//! For how long what is paid beforehand is paid.

use chrono::{DateTime, FixedOffset, Months, Utc};
use serde_json::Value;
use yundeck_catalogue::schema;

/// The months that parameters pay for, by the parameter whose unit is a month or a year; `None` where there is none such, or it
/// is not given.
pub(crate) fn months(input: &Value, params: &Value) -> Option<u32> {
    schema::properties(input).find_map(|(name, member)| {
        let value = params.get(name)?;
        let factor = match member.get("x-unit").and_then(Value::as_str) {
            Some("month") => 1,
            Some("year") => 12,
            _ => return months(member, value),
        };
        u32::try_from(value.as_u64()?).ok()?.checked_mul(factor)
    })
}

/// Until when something is paid that is paid for so many months more. Of what has expired already nobody knows from when the
/// cloud counts.
pub(crate) fn longer(
    expires: Option<DateTime<FixedOffset>>,
    months: u32,
    now: DateTime<Utc>,
) -> Option<DateTime<FixedOffset>> {
    expires.filter(|at| *at > now)?.checked_add_months(Months::new(months))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn months_of_a_parameter_in_months_or_years_wherever_it_stands() {
        let input = json!({ "properties": {
            "Ids": { "type": "array" },
            "Charge": { "properties": { "Flag": {}, "Period": { "x-unit": "month" } } },
            "Years": { "x-unit": "year" },
        } });
        for (params, expected) in [
            (json!({ "Ids": ["a"], "Charge": { "Flag": "x", "Period": 3 } }), Some(3)),
            (json!({ "Years": 2 }), Some(24)),
            (json!({ "Charge": { "Period": "3" } }), None),
            (json!({ "Ids": ["a"] }), None),
        ] {
            assert_eq!(months(&input, &params), expected, "{params}");
        }
    }

    #[test]
    fn longer_ends_with_a_shorter_month_and_says_nothing_of_what_has_expired() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).ok();
        let now = "2026-11-28T12:00:00Z".parse().unwrap_or_default();
        assert_eq!(longer(at("2027-01-31T08:00:00+08:00"), 1, now), at("2027-02-28T08:00:00+08:00"));
        assert_eq!(longer(at("2026-11-01T00:00:00+08:00"), 1, now), None);
        assert_eq!(longer(None, 1, now), None);
    }
}
