//! What the calls of one operation pass: one by one, evenly spaced, and not while the cloud finds them too many.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::time::Instant;

type Limiter = RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>;

/// What one operation's calls pass one by one.
#[derive(Default)]
pub(crate) struct Gate {
    /// Held by the first in the queue.
    pub turn: tokio::sync::Mutex<()>,
    limiter: Mutex<Option<(Duration, Arc<Limiter>)>>,
    closing: Mutex<Closing>,
}

/// For how long the cloud wants no further calls.
#[derive(Default)]
struct Closing {
    /// When it was closed last, and until when.
    last: Option<(Instant, Instant)>,
    /// How often in a row.
    times: u32,
}

impl Gate {
    /// Waits until calls may go again.
    pub async fn opened(&self) {
        while let Some(until) = self.closed_until() {
            tokio::time::sleep_until(until).await;
        }
    }

    /// Whether calls may go now.
    pub fn is_open(&self) -> bool {
        self.closed_until().is_none()
    }

    /// Waits for the time of the next call.
    pub async fn spaced(&self, spacing: Duration) {
        let limiter = self.limiter(spacing);
        while let Err(early) = limiter.check() {
            tokio::time::sleep(early.wait_time_from(limiter.clock().now())).await;
        }
    }

    /// Lets no call go for a while, because one that was sent at `began` was one too many. `pause` is asked with how often in a
    /// row that happened. Calls that were under way together are one occasion.
    pub fn close(&self, began: Instant, pause: impl FnOnce(u32) -> Duration) {
        let mut closing = self.closing.lock().unwrap_or_else(PoisonError::into_inner);
        if closing.last.is_some_and(|(at, _)| began < at) {
            return;
        }
        closing.times = closing.times.saturating_add(1);
        let now = Instant::now();
        closing.last = Some((now, now + pause(closing.times)));
    }

    /// A call was taken: the next time one is too many is a first time again.
    pub fn taken(&self) {
        self.closing.lock().unwrap_or_else(PoisonError::into_inner).times = 0;
    }

    fn closed_until(&self) -> Option<Instant> {
        let closing = self.closing.lock().unwrap_or_else(PoisonError::into_inner);
        closing.last.map(|(_, until)| until).filter(|until| *until > Instant::now())
    }

    /// The limiter for this spacing. One for another spacing begins with a whole pause, since it does not know when the
    /// last call was.
    fn limiter(&self, spacing: Duration) -> Arc<Limiter> {
        let mut kept = self.limiter.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((of, limiter)) if *of == spacing => Arc::clone(limiter),
            before => {
                let quota = Quota::with_period(spacing).unwrap_or_else(|| Quota::per_second(std::num::NonZeroU32::MIN));
                let limiter = Arc::new(RateLimiter::direct_with_clock(quota, TokioClock::default()));
                if before.is_some() {
                    // Its first call is free otherwise.
                    let _ = limiter.check();
                }
                *kept = Some((spacing, Arc::clone(&limiter)));
                limiter
            }
        }
    }
}

/// The runtime's clock, so that pausing it pauses the limits.
#[derive(Debug, Clone)]
struct TokioClock(Instant);

impl Default for TokioClock {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl GovernorClock for TokioClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}
