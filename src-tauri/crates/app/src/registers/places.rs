//! The places of an account (projects) that lists have to name, remembered for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How long they are remembered. Whoever makes a project and a machine in it elsewhere sees the machine after that at the
/// latest.
const KEPT_FOR: Duration = Duration::from_secs(5 * 60);

/// What was listed, by account and list. All clones are the same one.
#[derive(Clone, Default)]
pub struct Places {
    known: Arc<Mutex<HashMap<(String, String), (Instant, Vec<String>)>>>,
}

impl Places {
    /// What was listed lately.
    pub(crate) fn get(&self, account: &str, list: &str) -> Option<Vec<String>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, places) = known.get(&(account.to_owned(), list.to_owned()))?;
        (at.elapsed() < KEPT_FOR).then(|| places.clone())
    }

    /// Remembers what was listed now.
    pub(crate) fn keep(&self, account: &str, list: &str, places: Vec<String>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert((account.to_owned(), list.to_owned()), (Instant::now(), places));
    }

    /// Forgets an account's: it may be another one now.
    pub(crate) fn forget(&self, account: &str) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).retain(|(of, _), _| of != account);
    }
}
