//! The world's time: real time and an offset that can be advanced, a time that stands still, or one that follows tokio's.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use tokio::time::Instant;

/// A clock. Clones show the same time and advance together.
#[derive(Debug, Clone)]
pub struct Clock {
    source: Source,
    offset_millis: Arc<AtomicI64>,
}

#[derive(Debug, Clone, Copy)]
enum Source {
    Real,
    Standing(DateTime<Utc>),
    Following { base: DateTime<Utc>, since: Instant },
}

impl Clock {
    /// Real time, until it is advanced.
    pub fn real() -> Self {
        Self::of(Source::Real)
    }

    /// A time that moves only when it is advanced.
    pub fn standing(at: DateTime<Utc>) -> Self {
        Self::of(Source::Standing(at))
    }

    /// `base` now, and from then on as far as tokio's clock goes: where that is paused, the time stands until everybody
    /// sleeps.
    pub fn following(base: DateTime<Utc>) -> Self {
        Self::of(Source::Following { base, since: Instant::now() })
    }

    fn of(source: Source) -> Self {
        Self { source, offset_millis: Arc::default() }
    }

    /// Whether both are the same clock: they advance together.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.offset_millis, &other.offset_millis)
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        later(self.unmoved(), self.offset_millis.load(Ordering::Relaxed))
    }

    /// Advances it, also for its clones; back, when `by` is negative. It stays within the years that every format can
    /// write (1 to 9999).
    pub fn advance(&self, by: Duration) {
        let unmoved = self.unmoved();
        let moved = later(self.now(), by.num_milliseconds());
        self.offset_millis.store((moved - unmoved).num_milliseconds(), Ordering::Relaxed);
    }

    fn unmoved(&self) -> DateTime<Utc> {
        match self.source {
            Source::Real => Utc::now(),
            Source::Standing(at) => at,
            Source::Following { base, since } => {
                later(base, i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX))
            }
        }
    }
}

/// So many milliseconds later, or the first or last time there is.
pub fn later(at: DateTime<Utc>, millis: i64) -> DateTime<Utc> {
    let end = |year, month, day| {
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        date.and_time(chrono::NaiveTime::MIN).and_utc()
    };
    let (first, last) = (end(1, 1, 1), end(9999, 12, 1));
    let moved = Duration::try_milliseconds(millis).and_then(|by| at.checked_add_signed(by));
    moved.unwrap_or(if millis < 0 { first } else { last }).clamp(first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advance_by_the_largest_number_stays_within_the_calendar() {
        let clock = Clock::standing(DateTime::UNIX_EPOCH);
        clock.advance(Duration::MAX);
        assert_eq!(clock.now().to_rfc3339(), "9999-12-01T00:00:00+00:00");
        clock.advance(Duration::MIN);
        assert_eq!(clock.now().to_rfc3339(), "0001-01-01T00:00:00+00:00");
    }

    #[tokio::test(start_paused = true)]
    async fn following_clock_moves_as_tokios_paused_one_does() {
        let clock = Clock::following(DateTime::UNIX_EPOCH);
        tokio::time::sleep(std::time::Duration::from_secs(3600)).await;
        assert_eq!(clock.now(), DateTime::UNIX_EPOCH + Duration::hours(1));
        clock.clone().advance(Duration::hours(2));
        assert_eq!(clock.now(), DateTime::UNIX_EPOCH + Duration::hours(3), "clones advance together");
    }
}
