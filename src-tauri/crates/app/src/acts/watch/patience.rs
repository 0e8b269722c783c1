//! How looking for what became of an act goes: often at first, then less, and for how long.

use std::time::Duration;

use yundeck_catalogue::cloud::Waiter;

/// The longest pause between two looks where the operation has no waiter.
const LATER_LOOKS: Duration = Duration::from_secs(5);

/// How long an accepted act is waited for where the operation has no waiter.
const WAIT_FOR: Duration = Duration::from_secs(15 * 60);

/// How looking goes. What is not set here is what the catalogue's waiter of the operation says.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Before the first look; the pauses grow from it.
    pub first_look: Duration,
    /// The longest pause between two looks, whatever the waiter's interval is.
    pub later_looks: Option<Duration>,
    /// How long an accepted act is waited for, whatever the waiter's timeout is.
    pub wait_for: Option<Duration>,
    /// An unanswered act without a trace by then was not applied, as far as can be seen: the clouds list a new instance
    /// within seconds of accepting it.
    pub look_for: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first_look: Duration::from_millis(700),
            later_looks: None,
            wait_for: None,
            look_for: Duration::from_secs(90),
        }
    }
}

impl Patience {
    /// How looking goes for an operation with this waiter, or with none.
    pub(crate) fn pace(self, waiter: Option<&Waiter>) -> Pace {
        let seconds = |of: fn(&Waiter) -> u32| waiter.map(|waiter| Duration::from_secs(of(waiter).into()));
        let later_looks = self.later_looks.or_else(|| seconds(|waiter| waiter.interval_seconds));
        let wait_for = self.wait_for.or_else(|| seconds(|waiter| waiter.timeout_seconds));
        Pace {
            pause: self.first_look,
            later_looks: later_looks.unwrap_or(LATER_LOOKS).max(self.first_look),
            wait_for: wait_for.unwrap_or(WAIT_FOR),
            look_for: self.look_for,
        }
    }
}

/// How looking goes for one act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    /// Before the next look.
    pub(crate) pause: Duration,
    /// The longest pause.
    later_looks: Duration,
    /// After so long an accepted act is left to the next refresh.
    wait_for: Duration,
    /// After so long an unanswered act is looked for no more.
    pub(crate) look_for: Duration,
}

impl Pace {
    /// The pause grows.
    pub(crate) fn slow_down(&mut self) {
        self.pause = (self.pause * 3 / 2).min(self.later_looks);
    }

    /// How long is looked in all.
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
    fn the_waiter_says_how_often_is_looked_and_how_long() {
        let pace = Patience::default().pace(Some(&waiter(3, 3600)));
        assert_eq!(pauses(pace), [700, 1050, 1575, 2362, 3000, 3000, 3000, 3000]);
        assert_eq!((pace.limit(true), pace.limit(false)), (Duration::from_secs(3600), Duration::from_secs(90)));
    }

    #[test]
    fn without_a_waiter_it_is_a_quarter_of_an_hour() {
        let pace = Patience::default().pace(None);
        assert_eq!(pauses(pace).last(), Some(&5000));
        assert_eq!(pace.limit(true), Duration::from_secs(900));
    }

    #[test]
    fn what_is_set_wins_over_the_waiter() {
        let second = Duration::from_secs(1);
        let set = Patience { later_looks: Some(second), wait_for: Some(second), ..Patience::default() };
        let pace = set.pace(Some(&waiter(30, 3600)));
        assert_eq!((pauses(pace).last(), pace.limit(true)), (Some(&1000), second));
    }

    #[test]
    fn no_pause_is_shorter_than_the_first() {
        let slow = Patience { first_look: Duration::from_secs(4), ..Patience::default() };
        assert_eq!(pauses(slow.pace(Some(&waiter(3, 600)))), [4000; 8]);
    }
}
