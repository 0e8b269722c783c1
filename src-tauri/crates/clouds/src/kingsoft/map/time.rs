//! Times of Kingsoft Cloud. Most are Beijing time, also those that end in `Z`; those of images are UTC.

use chrono::{DateTime, FixedOffset, NaiveDateTime};

/// The forms in which the cloud writes a time.
const FORMS: &[&str] = &["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"];

const BEIJING_SECONDS: i32 = 8 * 3600;

/// A time in Beijing, whatever its last letter says (document: `Instance.CreationDate`).
pub fn beijing(text: &str) -> Option<DateTime<FixedOffset>> {
    in_zone(text, BEIJING_SECONDS)
}

/// A time in UTC (document: `Image.CreationDate`).
pub fn utc(text: &str) -> Option<DateTime<FixedOffset>> {
    in_zone(text, 0)
}

/// A moment as the spot price history wants it: Beijing time with a `Z` behind it.
pub fn beijing_text(moment: DateTime<FixedOffset>) -> String {
    let moment = FixedOffset::east_opt(BEIJING_SECONDS).map_or(moment, |beijing| moment.with_timezone(&beijing));
    moment.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn in_zone(text: &str, seconds_east: i32) -> Option<DateTime<FixedOffset>> {
    let naive = FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(text.trim(), form).ok())?;
    naive.and_local_timezone(FixedOffset::east_opt(seconds_east)?).single()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_time_is_beijing_time_in_spite_of_its_z() {
        let shown = |found: Option<DateTime<FixedOffset>>| found.map(|moment| moment.to_rfc3339());
        assert_eq!(shown(beijing("2018-08-22T17:56:52Z")).as_deref(), Some("2018-08-22T17:56:52+08:00"));
        assert_eq!(shown(beijing("2020-04-28 17:00:00")).as_deref(), Some("2020-04-28T17:00:00+08:00"));
        assert_eq!(shown(utc("2016-04-19T11:53:44Z")).as_deref(), Some("2016-04-19T11:53:44+00:00"));
        assert_eq!(beijing("soon"), None);
        let moment = DateTime::parse_from_rfc3339("2020-04-28T09:00:00+00:00").unwrap();
        assert_eq!(beijing_text(moment), "2020-04-28T17:00:00Z");
    }
}
