//! The port to the time of day, which signatures carry. How long something takes is measured by `tokio::time::Instant`, which
//! stands still when a test pauses the runtime's time; nothing here asks `std::time::Instant`.

use chrono::{DateTime, Utc};

/// Tells the time of day. Tests and simulations put their own in its place.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> DateTime<Utc>;
}

/// The computer's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}
