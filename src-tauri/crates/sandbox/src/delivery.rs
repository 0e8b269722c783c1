//! Calls that are done later than they came.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

use crate::behaviour::Incoming;
use crate::fault::Fault;

/// A call that is done at its time.
#[derive(Debug)]
pub(crate) struct Delivery {
    /// When, by the world's clock.
    pub(crate) at: DateTime<Utc>,
    pub(crate) incoming: Incoming,
    /// What goes wrong when it is done.
    pub(crate) deed: Vec<Fault>,
}

/// The calls that are still to be done.
#[derive(Debug, Default)]
pub(crate) struct Deliveries(Mutex<Vec<Delivery>>);

impl Deliveries {
    /// Adds one.
    pub(crate) fn add(&self, delivery: Delivery) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(delivery);
    }

    /// The first of those whose time has come, and of the same time the one that was added first.
    pub(crate) fn next_due(&self, now: DateTime<Utc>) -> Option<Delivery> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let due = waiting.iter().enumerate().filter(|(_, delivery)| delivery.at <= now);
        let at = due.min_by_key(|(_, delivery)| delivery.at).map(|(at, _)| at)?;
        Some(waiting.remove(at))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}
