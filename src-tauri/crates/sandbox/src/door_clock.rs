//! The clock that signatures are judged by.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};

use crate::world::Clock;
use crate::world::clock::later;

/// The clock that signatures are judged by and that replies are dated with: a clock, and by how many seconds tests have
/// set it wrong.
#[derive(Debug, Clone)]
pub(crate) struct DoorClock {
    clock: Clock,
    skew_seconds: Arc<AtomicI64>,
}

impl DoorClock {
    /// A clock that is right.
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, skew_seconds: Arc::default() }
    }

    /// Sets it wrong by so many seconds.
    pub(crate) fn skew(&self, seconds: i64) {
        self.skew_seconds.store(seconds, Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        later(self.clock.now(), self.skew_seconds.load(Ordering::Relaxed).saturating_mul(1000))
    }
}
