//! Nonces that have been used.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};

/// Nonces that have been used lately. A nonce is forgotten once its request's timestamp would be refused anyhow.
#[derive(Debug, Default)]
pub struct Nonces {
    used: Mutex<HashMap<String, DateTime<Utc>>>,
}

/// Above this many, the old ones are thrown out.
const MANY: usize = 10_000;

impl Nonces {
    /// Notes a nonce; `false` when it has been used within the window before.
    pub fn note(&self, nonce: String, now: DateTime<Utc>, window: Duration) -> bool {
        // Timestamps count from `window` ago to `window` ahead, so a request can be repeated for twice that long.
        let fresh = |at: &DateTime<Utc>| now - *at <= window * 2;
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() > MANY {
            used.retain(|_, at| fresh(at));
        }
        used.insert(nonce, now).is_none_or(|before| !fresh(&before))
    }
}
