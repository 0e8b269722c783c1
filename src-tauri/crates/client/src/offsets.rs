//! By how much the clouds' clocks differ from this computer's.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use yundeck_domain::AccountId;

/// By how much the clock of each account's cloud is ahead of this computer's, as its last reply was dated (RFC 9110, 6.6.1:
/// whole seconds). What it says is too early by a second and the reply's way at most, and never too late.
#[derive(Default)]
pub(crate) struct Offsets(Mutex<HashMap<AccountId, TimeDelta>>);

impl Offsets {
    /// Takes what a reply to an account was dated with, when it came.
    pub(crate) fn note(&self, account: &AccountId, dated: DateTime<Utc>, came: DateTime<Utc>) {
        let mut offsets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        offsets.insert(account.clone(), dated - came);
    }

    /// That of an account's cloud; `None` before the first dated reply.
    pub(crate) fn of(&self, account: &AccountId) -> Option<TimeDelta> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(account).copied()
    }
}
