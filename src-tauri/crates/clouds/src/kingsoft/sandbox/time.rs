//! How the cloud writes times. Written apart from the mapping, so that both cannot make the same mistake.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};

/// Beijing time with a misleading `Z`, as instances and disks have it.
pub fn beijing_z(moment: DateTime<Utc>) -> String {
    shifted(moment, "%Y-%m-%dT%H:%M:%SZ")
}

/// Beijing time with a blank, as keys, templates, interfaces and spot prices have it.
pub fn beijing_plain(moment: DateTime<Utc>) -> String {
    shifted(moment, "%Y-%m-%d %H:%M:%S")
}

/// UTC, as images have it.
pub fn utc_z(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The moment of a Beijing time in the given form.
pub fn from_beijing(text: &str, form: &str) -> Option<DateTime<Utc>> {
    NaiveDateTime::parse_from_str(text, form).ok().map(|naive| naive.and_utc() - Duration::hours(8))
}

/// The form of `AutoDeleteTime`.
pub const MINUTES: &str = "%Y-%m-%d %H:%M";

fn shifted(moment: DateTime<Utc>, form: &str) -> String {
    (moment + Duration::hours(8)).format(form).to_string()
}
