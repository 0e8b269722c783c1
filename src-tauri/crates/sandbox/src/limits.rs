//! Rate limits: so many calls of an operation within a second.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

/// Calls within the present second, by operation.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    counts: Mutex<HashMap<String, (i64, u32)>>,
}

impl Rates {
    /// Counts a call; `false` when it is one too many.
    pub(crate) fn admit(&self, operation: &str, per_second: u32, now: DateTime<Utc>) -> bool {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(operation.to_owned()).or_insert((0, 0));
        if count.0 != now.timestamp() {
            *count = (now.timestamp(), 0);
        }
        count.1 += 1;
        count.1 <= per_second
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_by_operation_and_second() {
        let rates = Rates::default();
        let second = |at: i64| DateTime::from_timestamp(at, 0).unwrap();
        assert!(rates.admit("a", 2, second(1)) && rates.admit("a", 2, second(1)));
        assert!(!rates.admit("a", 2, second(1)));
        assert!(rates.admit("b", 2, second(1)));
        assert!(rates.admit("a", 2, second(2)));
    }
}
