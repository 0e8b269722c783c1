//! The world's time: real time and an offset that can be advanced, or a time that stands still in tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, Utc};

/// A clock. Clones show the same time and advance together.
#[derive(Debug, Clone)]
pub struct Clock {
    standing: Option<DateTime<Utc>>,
    offset_millis: Arc<AtomicI64>,
}

impl Clock {
    /// Real time, until it is advanced.
    pub fn real() -> Self {
        Self { standing: None, offset_millis: Arc::default() }
    }

    /// A time that moves only when it is advanced.
    pub fn standing(at: DateTime<Utc>) -> Self {
        Self { standing: Some(at), offset_millis: Arc::default() }
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        self.standing.unwrap_or_else(Utc::now) + Duration::milliseconds(self.offset_millis.load(Ordering::Relaxed))
    }

    /// Advances it, also for its clones.
    pub fn advance(&self, by: Duration) {
        self.offset_millis.fetch_add(by.num_milliseconds(), Ordering::Relaxed);
    }
}
