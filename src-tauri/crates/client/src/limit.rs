//! How fast and how broadly an account may be called.

mod gate;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Instant;

use crate::limit::gate::Gate;
use crate::retry::Budget;

/// The longest a patient call lets others go first.
const PATIENCE: Duration = Duration::from_secs(5);

/// So many failed calls of an account are told of in an hour: a cloud that fails for ever does not fill the log.
const TOLD: u32 = 240;

/// That hour.
const HOUR: Duration = Duration::from_secs(60 * 60);

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
                eager: watch::Sender::new(0),
                patient: tokio::sync::Mutex::default(),
                budget: Budget::new(self.budget),
                long: Semaphore::new(1),
                failures: Mutex::new(Failures { since: Instant::now(), told: 0, untold: 0 }),
            })
        });
        Arc::clone(lane)
    }
}

/// What one account's calls share.
pub(crate) struct Lane {
    slots: Arc<Semaphore>,
    gates: Mutex<HashMap<String, Arc<Gate>>>,
    /// How many calls wait for their turn that are not patient.
    eager: watch::Sender<usize>,
    /// Held by the one patient call that may queue with the others: they never have more than one of its kind before them.
    patient: tokio::sync::Mutex<()>,
    /// The account's stock of retries.
    pub budget: Budget,
    /// Held while a long reply is read.
    pub long: Semaphore,
    failures: Mutex<Failures>,
}

/// The failed calls of an hour.
struct Failures {
    since: Instant,
    told: u32,
    untold: u32,
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
        let _waiting = Waiting::new(&self.eager);
        self.queue(operation, spacing).await
    }

    /// The same for a call that nobody looks at: it lets the others go first, but not for ever.
    pub async fn enter_patiently(&self, operation: &str, spacing: Duration) -> Slot {
        let until = Instant::now() + PATIENCE;
        let turn = tokio::time::timeout_at(until, self.patient.lock()).await;
        // `Err`: it has waited long enough; nobody closes the channel.
        let _ = tokio::time::timeout_at(until, self.eager.subscribe().wait_for(|waiting| *waiting == 0)).await;
        let slot = self.queue(operation, spacing).await;
        drop(turn);
        slot
    }

    async fn queue(&self, operation: &str, spacing: Duration) -> Slot {
        let gate = self.gate(operation);
        // Only the first in an operation's queue holds a slot while it waits for its time.
        let _turn = gate.turn.lock().await;
        loop {
            gate.opened().await;
            let permit = Arc::clone(&self.slots).acquire_owned().await.ok();
            gate.spaced(spacing).await;
            // It may have been closed meanwhile.
            if gate.is_open() {
                return Slot { _permit: permit };
            }
        }
    }

    /// Says that the cloud found a call of the operation one too many, and how long to leave it alone. `began`: when that call
    /// was sent.
    pub fn throttled(&self, operation: &str, began: Instant, pause: impl FnOnce(u32) -> Duration) {
        self.gate(operation).close(began, pause);
    }

    /// Says that the cloud took a call of the operation.
    pub fn taken(&self, operation: &str) {
        self.gate(operation).taken();
    }

    /// Whether a failed call is told of: how many others were not since the last one.
    pub fn tells(&self) -> Option<u32> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.since.elapsed() >= HOUR {
            (failures.since, failures.told) = (Instant::now(), 0);
        }
        if failures.told >= TOLD {
            failures.untold += 1;
            return None;
        }
        failures.told += 1;
        Some(std::mem::take(&mut failures.untold))
    }

    fn gate(&self, operation: &str) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(gates.entry(operation.to_owned()).or_default())
    }
}

/// A call among those that wait; no longer when dropped.
struct Waiting<'a>(&'a watch::Sender<usize>);

impl<'a> Waiting<'a> {
    fn new(count: &'a watch::Sender<usize>) -> Self {
        count.send_modify(|waiting| *waiting += 1);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|waiting| *waiting = waiting.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn failures_are_told_of_so_often_in_an_hour_and_counted_beyond() {
        let lane = Lanes::new(1, 1).of("a");
        let told = (0..TOLD + 5).filter(|_| lane.tells().is_some()).count();
        assert_eq!(told, TOLD as usize);
        tokio::time::advance(HOUR).await;
        assert_eq!((lane.tells(), lane.tells()), (Some(5), Some(0)));
    }

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

    /// In which order calls go: `p` patient ones, `e` eager ones that come a moment later, and when each went.
    async fn order(patient: usize, eager: usize, spacing: Duration) -> Vec<(char, u128)> {
        let lane = Lanes::new(1, 0).of("a");
        let went = Arc::new(Mutex::new(Vec::new()));
        let start = Instant::now();
        let mut calls = tokio::task::JoinSet::new();
        for number in 0..patient + eager {
            let (lane, went) = (Arc::clone(&lane), Arc::clone(&went));
            calls.spawn(async move {
                let (word, _slot) = if number < patient {
                    ('p', lane.enter_patiently("List", spacing).await)
                } else {
                    tokio::time::sleep(MILLI).await;
                    ('e', lane.enter("List", spacing).await)
                };
                went.lock().unwrap().push((word, start.elapsed().as_millis()));
            });
        }
        calls.join_all().await;
        went.lock().unwrap().clone()
    }

    #[tokio::test(start_paused = true)]
    async fn patient_calls_go_when_nobody_else_waits() {
        let order = order(4, 3, TENTH).await;
        let words: String = order.iter().map(|(word, _)| *word).collect();
        // The first went before anybody else came, and the second was in the queue already.
        assert_eq!(words, "ppeeepp", "{order:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn patient_calls_do_not_wait_for_ever() {
        let order = order(3, 100, TENTH).await;
        let last = order.iter().filter(|(word, _)| *word == 'p').map(|(_, at)| *at).max().unwrap();
        assert!((5_000..11_000).contains(&last), "the last patient call went at {last} ms");
    }

    #[tokio::test(start_paused = true)]
    async fn call_given_up_while_it_waits_holds_no_patient_one_up() {
        let lane = Lanes::new(1, 0).of("a");
        let held = lane.enter("List", MILLI).await;
        assert!(tokio::time::timeout(TENTH, lane.enter("List", MILLI)).await.is_err());
        drop(held);
        let start = Instant::now();
        let _slot = lane.enter_patiently("List", MILLI).await;
        assert!(start.elapsed() < TENTH);
    }
}
