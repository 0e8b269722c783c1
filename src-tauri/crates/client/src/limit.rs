//! How fast and how broadly an account may be called.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use crate::retry::Budget;

/// The lanes of all accounts.
pub(crate) struct Lanes {
    lanes: Mutex<HashMap<String, Arc<Lane>>>,
    concurrency: usize,
    budget: u32,
}

impl Lanes {
    /// Lanes that are so broad and have so many retries in stock.
    pub fn new(concurrency: usize, budget: u32) -> Self {
        Self { lanes: Mutex::default(), concurrency: concurrency.max(1), budget }
    }

    /// An account's lane.
    pub fn of(&self, account: &str) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = lanes.entry(account.to_owned()).or_insert_with(|| {
            Arc::new(Lane {
                slots: Arc::new(Semaphore::new(self.concurrency)),
                gates: Mutex::default(),
                budget: Budget::new(self.budget),
            })
        });
        Arc::clone(lane)
    }
}

/// What one account's calls share.
pub(crate) struct Lane {
    slots: Arc<Semaphore>,
    gates: Mutex<HashMap<String, Arc<Gate>>>,
    /// The account's stock of retries.
    pub budget: Budget,
}

/// A place among the account's requests under way; free again when dropped.
pub(crate) struct Slot {
    // `None` only if the semaphore were closed, which nobody does.
    _permit: Option<OwnedSemaphorePermit>,
}

impl Lane {
    /// Waits for this call's turn. Calls of an operation go in the order they came and are spaced evenly: a burst would
    /// let a window of one second see more calls than the cloud allows.
    pub async fn enter(&self, operation: &str, spacing: Duration) -> Slot {
        let gate = self.gate(operation);
        // Only the first in an operation's queue holds a slot while it waits for its time.
        let _turn = gate.turn.lock().await;
        let permit = Arc::clone(&self.slots).acquire_owned().await.ok();
        let limiter = gate.limiter(spacing);
        while let Err(early) = limiter.check() {
            tokio::time::sleep(early.wait_time_from(limiter.clock().now())).await;
        }
        Slot { _permit: permit }
    }

    fn gate(&self, operation: &str) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(gates.entry(operation.to_owned()).or_default())
    }
}

type Limiter = RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>;

/// What one operation's calls pass one by one.
#[derive(Default)]
struct Gate {
    turn: tokio::sync::Mutex<()>,
    limiter: Mutex<Option<(Duration, Arc<Limiter>)>>,
}

impl Gate {
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

#[cfg(test)]
mod tests {
    use super::*;

    const TENTH: Duration = Duration::from_millis(100);
    const MILLI: Duration = Duration::from_millis(1);

    #[tokio::test(start_paused = true)]
    async fn a_changed_limit_holds_at_once_and_never_lets_two_calls_closer_than_it_says() {
        let lane = Lanes::new(8, 0).of("a");
        let start = Instant::now();
        let mut at = Vec::new();
        for spacing in [TENTH, TENTH * 5, TENTH * 5, TENTH] {
            let _slot = lane.enter("List", spacing).await;
            at.push(start.elapsed().as_millis());
        }
        for (millis, expected) in at.iter().zip([0, 500, 1000, 1100]) {
            assert!((expected..expected + 10).contains(millis), "{at:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn calls_of_an_operation_are_spaced_and_others_are_not_held_up() {
        let lane = Lanes::new(8, 0).of("a");
        let start = Instant::now();
        let mut at = Vec::new();
        for _ in 0..5 {
            let _slot = lane.enter("List", TENTH).await;
            at.push(start.elapsed().as_millis());
        }
        for (turn, millis) in (0u128..).zip(&at) {
            assert!((turn * 100..turn * 100 + 10).contains(millis), "call {turn} went at {millis} ms of {at:?}");
        }
        let before = start.elapsed();
        let _slot = lane.enter("Other", TENTH).await;
        assert_eq!(start.elapsed(), before, "another operation has a limit of its own");
        let _slot = Lanes::new(8, 0).of("b").enter("List", TENTH).await;
        assert_eq!(start.elapsed(), before, "another account has limits of its own");
    }

    #[tokio::test(start_paused = true)]
    async fn an_account_has_only_so_many_requests_under_way() {
        let lane = Lanes::new(2, 0).of("a");
        let first = lane.enter("A", MILLI).await;
        let _second = lane.enter("B", MILLI).await;
        let third = tokio::time::timeout(Duration::from_secs(5), lane.enter("C", MILLI)).await;
        assert!(third.is_err(), "a third request got through");
        drop(first);
        let third = tokio::time::timeout(Duration::from_secs(5), lane.enter("C", MILLI)).await;
        assert!(third.is_ok(), "a free slot was not used");
    }
}
