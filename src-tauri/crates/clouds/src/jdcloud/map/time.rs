//! JD Cloud's two ways of writing a moment.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone};

/// Beijing time, in seconds east of UTC.
const BEIJING_SECONDS: i32 = 8 * 3600;

/// A moment as JD Cloud writes it: with its zone (`chargeExpiredTime`, UTC), or without one (`launchTime`,
/// `createTime`), which is then Beijing time. The vendor's own example of `describeInstance` shows both for the same
/// minute: `launchTime` 20:33:17 beside `chargeStartTime` 12:33:17Z.
pub(super) fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
    let text = text.trim();
    DateTime::parse_from_rfc3339(text).ok().or_else(|| {
        let naive = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())?;
        FixedOffset::east_opt(BEIJING_SECONDS)?.from_local_datetime(&naive).single()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_writing_name_the_same_moment() {
        let local = moment("2021-07-19 20:33:17");
        assert_eq!(local, moment("2021-07-19T12:33:17Z"));
        assert_eq!(local.map(|at| at.to_rfc3339()).as_deref(), Some("2021-07-19T20:33:17+08:00"));
        assert_eq!(moment(""), None);
        assert_eq!(moment("soon"), None);
    }
}
