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
    pub async fn enter(&self, operation: &str, per_second: u32) -> Slot {
        let gate = self.gate(operation, per_second);
        // Only the first in an operation's queue holds a slot while it waits for its time.
        let _turn = gate.turn.lock().await;
        let permit = Arc::clone(&self.slots).acquire_owned().await.ok();
        while let Err(early) = gate.limiter.check() {
            tokio::time::sleep(early.wait_time_from(gate.limiter.clock().now())).await;
        }
        Slot { _permit: permit }
    }

    fn gate(&self, operation: &str, per_second: u32) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(gates.entry(operation.to_owned()).or_insert_with(|| Arc::new(Gate::new(per_second))))
    }
}

type Limiter = RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>;

/// What one operation's calls pass one by one.
struct Gate {
    turn: tokio::sync::Mutex<()>,
    limiter: Limiter,
}

impl Gate {
    fn new(per_second: u32) -> Self {
        let spacing = Duration::from_secs(1) / per_second.max(1);
        let quota = Quota::with_period(spacing).unwrap_or_else(|| Quota::per_second(std::num::NonZeroU32::MIN));
        Self {
            turn: tokio::sync::Mutex::default(),
            limiter: RateLimiter::direct_with_clock(quota, TokioClock::default()),
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

    #[tokio::test(start_paused = true)]
    async fn calls_of_an_operation_are_spaced_and_others_are_not_held_up() {
        let lane = Lanes::new(8, 0).of("a");
        let start = Instant::now();
        let mut at = Vec::new();
        for _ in 0..5 {
            let _slot = lane.enter("List", 10).await;
            at.push(start.elapsed().as_millis());
        }
        for (turn, millis) in (0u128..).zip(&at) {
            assert!((turn * 100..turn * 100 + 10).contains(millis), "call {turn} went at {millis} ms of {at:?}");
        }
        let before = start.elapsed();
        let _slot = lane.enter("Other", 10).await;
        assert_eq!(start.elapsed(), before, "another operation has a limit of its own");
        let _slot = Lanes::new(8, 0).of("b").enter("List", 10).await;
        assert_eq!(start.elapsed(), before, "another account has limits of its own");
    }

    #[tokio::test(start_paused = true)]
    async fn an_account_has_only_so_many_requests_under_way() {
        let lane = Lanes::new(2, 0).of("a");
        let first = lane.enter("A", 1000).await;
        let _second = lane.enter("B", 1000).await;
        let third = tokio::time::timeout(Duration::from_secs(5), lane.enter("C", 1000)).await;
        assert!(third.is_err(), "a third request got through");
        drop(first);
        let third = tokio::time::timeout(Duration::from_secs(5), lane.enter("C", 1000)).await;
        assert!(third.is_ok(), "a free slot was not used");
    }
}
