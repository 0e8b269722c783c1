//! How polling for what became of an act goes: often at first, then less, and for how long.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use yundeck_catalogue::cloud::Waiter;

/// The longest pause between two polls where the operation has no waiter.
const LATER_POLLS: Duration = Duration::from_secs(5);

/// How long an accepted act is waited for where the operation has no waiter.
const WAIT_FOR: Duration = Duration::from_secs(15 * 60);

/// How polling goes. What is not set here is what the catalogue's waiter of the operation says.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Before the first poll; the pauses grow from it.
    pub first_poll: Duration,
    /// The longest pause between two polls, whatever the waiter's interval is.
    pub later_polls: Option<Duration>,
    /// How long an accepted act is waited for, whatever the waiter's timeout is.
    pub wait_for: Option<Duration>,
    /// How long an unanswered act is looked for. Clouds list a new instance within seconds of accepting it, and some of their
    /// lists are known to lag by a minute or two.
    pub look_for: Duration,
    /// How many polls, one after another, have to see everything and find nothing before an act counts as not applied.
    pub conclusive_polls: u32,
    /// How long a thing that was there has to be missing before it counts as gone: longer than a list is known to lag.
    pub gone_after: Duration,
    /// The same for a thing whose being gone is what was wanted.
    pub absent_after: Duration,
    /// By how much the cloud's clock and this computer's may differ: signatures allow no more.
    pub skew: Duration,
    /// How exact the times are that clouds tell: whole seconds, of several computers.
    pub precision: Duration,
    /// How long after the sending a thing may have been made by it: the time limits of all attempts, and some more.
    pub made_within: Duration,
    /// A look that begins later than this after the sending proves nothing by finding nothing.
    pub prompt: Duration,
    /// How long what turns up is compared with orders that seemed to have failed.
    pub compare_for: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first_poll: Duration::from_millis(700),
            later_polls: None,
            wait_for: None,
            look_for: Duration::from_secs(180),
            conclusive_polls: 3,
            gone_after: Duration::from_secs(150),
            absent_after: Duration::from_secs(2),
            skew: Duration::from_secs(15 * 60),
            precision: Duration::from_secs(2),
            made_within: Duration::from_secs(5 * 60),
            prompt: Duration::from_secs(10 * 60),
            compare_for: Duration::from_secs(24 * 60 * 60),
        }
    }
}

impl Patience {
    /// How polling goes for an operation with this waiter, or with none.
    pub(crate) fn pace(self, waiter: Option<&Waiter>) -> Pace {
        let seconds = |of: fn(&Waiter) -> u32| waiter.map(|waiter| Duration::from_secs(of(waiter).into()));
        let later_polls = self.later_polls.or_else(|| seconds(|waiter| waiter.interval_seconds));
        let wait_for = self.wait_for.or_else(|| seconds(|waiter| waiter.timeout_seconds));
        Pace {
            pause: self.first_poll,
            later_polls: later_polls.unwrap_or(LATER_POLLS).max(self.first_poll),
            wait_for: wait_for.unwrap_or(WAIT_FOR),
            look_for: self.look_for,
            gone_after: self.gone_after,
            absent_after: self.absent_after,
        }
    }

    /// Whether a thing that was made then can be of an act that was sent then. One that does not say when it was made can.
    pub(crate) fn is_in_time(self, made: Option<DateTime<FixedOffset>>, sent: DateTime<Utc>) -> bool {
        made.is_none_or(|made| {
            let (skew, within) = (delta(self.skew), delta(self.made_within));
            made >= sent - skew && made <= sent + within + skew
        })
    }

    /// Whether a thing was made before a moment, both by the cloud's own clock.
    pub(crate) fn is_before(self, made: Option<DateTime<FixedOffset>>, moment: DateTime<Utc>) -> bool {
        made.is_some_and(|made| made < moment - delta(self.precision))
    }

    /// Whether a thing that was made then can be of an act that was sent then and delivered late.
    pub(crate) fn may_be_late(self, made: Option<DateTime<FixedOffset>>, sent: DateTime<Utc>) -> bool {
        made.is_none_or(|made| made >= sent - delta(self.skew))
    }

    /// Whether a look that begins now is too long after the sending to prove anything by finding nothing.
    pub(crate) fn is_too_late(self, sent: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        now > sent + delta(self.prompt)
    }

    /// Since when orders are compared with what turns up now.
    pub(crate) fn compared_since(self, now: DateTime<Utc>) -> DateTime<Utc> {
        now - delta(self.compare_for)
    }
}

fn delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

/// How polling goes for one act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    /// Before the next poll.
    pub(crate) pause: Duration,
    /// The longest pause.
    later_polls: Duration,
    /// After so long an accepted act is left to the next refresh.
    wait_for: Duration,
    /// After so long an unanswered act is looked for no more.
    pub(crate) look_for: Duration,
    /// How long what was there has to be missing.
    pub(crate) gone_after: Duration,
    /// How long what was to go has to be missing.
    pub(crate) absent_after: Duration,
}

impl Pace {
    /// The pause grows.
    pub(crate) fn slow_down(&mut self) {
        self.pause = (self.pause * 3 / 2).min(self.later_polls);
    }

    /// How long is polled in all.
    pub(crate) fn limit(&self, accepted: bool) -> Duration {
        if accepted { self.wait_for } else { self.look_for }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiter(interval: u32, timeout: u32) -> Waiter {
        serde_json::from_value(serde_json::json!({
            "operation": "DescribeImages", "ids": "ImageIds", "items": "Images[]", "id": "Id", "state": "State",
            "success": ["ready"], "failure": [], "intervalSeconds": interval, "timeoutSeconds": timeout
        }))
        .unwrap()
    }

    fn pauses(mut pace: Pace) -> Vec<u128> {
        (0..8).map(|_| (pace.pause.as_millis(), pace.slow_down()).0).collect()
    }

    #[test]
    fn pace_of_a_waiter_is_its_interval_and_timeout() {
        let pace = Patience::default().pace(Some(&waiter(3, 3600)));
        assert_eq!(pauses(pace), [700, 1050, 1575, 2362, 3000, 3000, 3000, 3000]);
        assert_eq!((pace.limit(true), pace.limit(false)), (Duration::from_secs(3600), Duration::from_secs(180)));
    }

    #[test]
    fn pace_without_a_waiter_is_a_quarter_of_an_hour() {
        let pace = Patience::default().pace(None);
        assert_eq!(pauses(pace).last(), Some(&5000));
        assert_eq!(pace.limit(true), Duration::from_secs(900));
    }

    #[test]
    fn pace_that_is_set_wins_over_the_waiter() {
        let second = Duration::from_secs(1);
        let set = Patience { later_polls: Some(second), wait_for: Some(second), ..Patience::default() };
        let pace = set.pace(Some(&waiter(30, 3600)));
        assert_eq!((pauses(pace).last(), pace.limit(true)), (Some(&1000), second));
    }

    #[test]
    fn pause_is_never_shorter_than_the_first() {
        let slow = Patience { first_poll: Duration::from_secs(4), ..Patience::default() };
        assert_eq!(pauses(slow.pace(Some(&waiter(3, 600)))), [4000; 8]);
    }

    #[test]
    fn thing_made_seconds_before_a_moment_was_made_before_it() {
        let moment: DateTime<Utc> = "2026-03-01T10:00:00.9Z".parse().unwrap();
        for (made, expected) in [
            (Some("2026-03-01T09:46:00Z"), true),
            (Some("2026-03-01T17:59:58+08:00"), true),
            (Some("2026-03-01T09:59:59Z"), false),
            (Some("2026-03-01T10:00:00Z"), false),
            (None, false),
        ] {
            let at = made.map(|text| DateTime::parse_from_rfc3339(text).unwrap());
            assert_eq!(Patience::default().is_before(at, moment), expected, "{made:?}");
        }
    }

    #[test]
    fn thing_made_long_before_or_after_the_sending_is_not_of_it() {
        let sent: DateTime<Utc> = "2026-03-01T10:00:00Z".parse().unwrap();
        let patience = Patience::default();
        for (made, expected) in [
            (Some("2026-03-01T09:44:00Z"), false),
            (Some("2026-03-01T09:46:00Z"), true),
            (Some("2026-03-01T18:00:30+08:00"), true),
            (Some("2026-03-01T10:19:00Z"), true),
            (Some("2026-03-01T10:21:00Z"), false),
            (None, true),
        ] {
            let at = made.map(|text| DateTime::parse_from_rfc3339(text).unwrap());
            assert_eq!(patience.is_in_time(at, sent), expected, "{made:?}");
        }
        assert!(patience.may_be_late(Some(DateTime::parse_from_rfc3339("2026-03-01T11:00:00Z").unwrap()), sent));
        assert!(patience.is_too_late(sent, sent + TimeDelta::minutes(11)));
        assert!(!patience.is_too_late(sent, sent + TimeDelta::minutes(9)));
    }
}
