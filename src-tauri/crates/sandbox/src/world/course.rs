//! The course of a thing's states over time.

use chrono::{DateTime, Duration, Utc};

use super::clock::later;

/// A state now, and the states that will follow by themselves. Nothing has to run for them to arrive: the state is
/// computed from the clock when it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course<S> {
    first: S,
    then: Vec<(DateTime<Utc>, S)>,
}

impl<S: Copy + PartialEq> Course<S> {
    /// A state that stays.
    pub fn settled(state: S) -> Self {
        Self { first: state, then: Vec::new() }
    }

    /// Passes through `state` for so many seconds, and then stays in `end`.
    pub fn through(now: DateTime<Utc>, state: S, seconds: i64, end: S) -> Self {
        Self { first: state, then: vec![(now + Duration::seconds(seconds), end)] }
    }

    /// Stays in the state of that time, whatever was to follow, and passes into `end` so much later.
    #[must_use]
    pub fn broken_off(&self, now: DateTime<Utc>, after: Duration, end: S) -> Self {
        let at = later(now, after.num_milliseconds());
        Self { first: self.at(now), then: vec![(at, end)] }
    }

    /// The same with one more state, so many seconds after the last one of the course began.
    #[must_use]
    pub fn then(mut self, seconds: i64, state: S) -> Self {
        if let Some((at, _)) = self.then.last() {
            self.then.push((*at + Duration::seconds(seconds), state));
        }
        self
    }

    /// The state at that time.
    pub fn at(&self, now: DateTime<Utc>) -> S {
        self.then.iter().rev().find(|(at, _)| *at <= now).map_or(self.first, |(_, state)| *state)
    }

    /// The state it will stay in.
    pub fn end(&self) -> S {
        self.then.last().map_or(self.first, |(_, state)| *state)
    }

    /// Whether it stays in the state of that time.
    pub fn is_settled(&self, now: DateTime<Utc>) -> bool {
        self.then.last().is_none_or(|(at, _)| *at <= now)
    }
}
