//! What was called and what was done, for tests.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// How many acts are remembered.
const KEPT: usize = 10_000;

/// Something that was done: a call that changed the world, whatever became of its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// When, by the world's clock.
    pub at: DateTime<Utc>,
    /// The operation.
    pub operation: String,
    /// Its region; empty where it takes none.
    pub region: String,
    /// Its parameters.
    pub params: Value,
    /// What the cloud answered, or would have.
    pub result: Value,
    /// The ids of the instances that it made.
    pub made: Vec<String>,
    /// What was taken from the account's balance.
    pub paid: Decimal,
}

/// How often an operation was called.
#[derive(Debug, Clone, Copy, Default)]
struct Calls {
    /// Requests that were believed and understood.
    received: u32,
    /// Those that were done; one that was done twice counts twice.
    applied: u32,
}

/// What was called and what was done.
#[derive(Debug, Default)]
pub(crate) struct Record {
    calls: Mutex<BTreeMap<String, Calls>>,
    done: Mutex<VecDeque<Done>>,
}

impl Record {
    /// A request that was believed and understood.
    pub(crate) fn received(&self, operation: &str) {
        self.calls().entry(operation.to_owned()).or_default().received += 1;
    }

    /// A call that was done.
    pub(crate) fn applied(&self, operation: &str) {
        self.calls().entry(operation.to_owned()).or_default().applied += 1;
    }

    /// Something that was done.
    pub(crate) fn done(&self, act: Done) {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        if done.len() == KEPT {
            done.pop_front();
        }
        done.push_back(act);
    }

    /// Everything that was done, the first first.
    pub(crate) fn all_done(&self) -> Vec<Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// How often each operation was called, as JSON.
    pub(crate) fn report(&self) -> Map<String, Value> {
        let calls = self.calls();
        let members = calls
            .iter()
            .map(|(name, calls)| (name.clone(), json!({ "received": calls.received, "applied": calls.applied })));
        members.collect()
    }

    fn calls(&self) -> MutexGuard<'_, BTreeMap<String, Calls>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
