//! Faults that tests put between a request and its answer.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::hold::Held;

/// A fault, and which calls it strikes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// The cloud's id or its member of the start report; `None`: any cloud.
    #[serde(default)]
    pub cloud: Option<String>,
    /// The operation; `None`: any.
    #[serde(default)]
    pub operation: Option<String>,
    /// How many calls it strikes; 0: every call until faults are cleared.
    #[serde(default = "once")]
    pub times: u32,
    /// Milliseconds, for the kinds that take time.
    #[serde(default = "second")]
    pub millis: u64,
    /// HTTP status, for `refuse`, `bad_gateway` and `redirect`.
    #[serde(default)]
    pub status: Option<u16>,
    /// The cloud's error code, for `refuse`.
    #[serde(default)]
    pub code: Option<String>,
    /// The cloud's error message, for `refuse`; the target, for `redirect`.
    #[serde(default)]
    pub message: Option<String>,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The call is held back for `millis`, and then done.
    Latency,
    /// The call is done, and its answer held back for `millis`.
    LatencyAfter,
    /// The call is held back until it is let go; then it is done, or the next fault strikes it.
    Hold,
    /// The call is done, and its answer held back until it is let go.
    HoldAfter,
    /// Too many calls, in the cloud's words. Nothing is done.
    Throttle,
    /// A fault of the cloud, in the cloud's words. Nothing is done.
    Unavailable,
    /// An error of `status`, `code` and `message`, in the cloud's shape. Nothing is done.
    Refuse,
    /// A page in HTML with `status` (502), as proxies give it. Nothing is done.
    BadGateway,
    /// A redirection with `status` (302) to `message`. Nothing is done.
    Redirect,
    /// The connection is closed without an answer. Nothing is done.
    DropBefore,
    /// The call is done, and the connection closed without an answer.
    DropAfter,
    /// The call is done, and the answer ends in the middle of a sentence, as if that were all.
    Malformed,
    /// The call is done, and the connection closed in the middle of the answer.
    Truncated,
    /// The call is done, and the answer comes in small pieces over `millis`.
    SlowBody,
}

impl Fault {
    /// A fault that strikes the next call of any operation of any cloud.
    pub fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            cloud: None,
            operation: None,
            times: once(),
            millis: second(),
            status: None,
            code: None,
            message: None,
        }
    }

    /// Strikes this cloud only.
    #[must_use]
    pub fn of(mut self, cloud: &str) -> Self {
        self.cloud = Some(cloud.to_owned());
        self
    }

    /// Strikes this operation only.
    #[must_use]
    pub fn on(mut self, operation: &str) -> Self {
        self.operation = Some(operation.to_owned());
        self
    }

    /// Strikes so many calls; 0: every one.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Takes so many milliseconds.
    #[must_use]
    pub fn millis(mut self, millis: u64) -> Self {
        self.millis = millis;
        self
    }

    fn strikes(&self, cloud: [&str; 2], operation: &str) -> bool {
        self.cloud.as_deref().is_none_or(|wanted| cloud.contains(&wanted))
            && self.operation.as_deref().is_none_or(|wanted| wanted == operation)
    }
}

fn once() -> u32 {
    1
}

fn second() -> u64 {
    1000
}

/// The faults that wait for their calls.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: Mutex<Vec<Fault>>,
    /// The calls that `Hold` and `HoldAfter` hold back now.
    pub(crate) held: Held,
}

impl Faults {
    /// Adds a fault behind those that wait already.
    pub fn inject(&self, fault: Fault) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    /// Takes all of them away, and lets go what they hold back.
    pub fn clear(&self) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.held.release(None);
    }

    /// The faults that wait.
    pub fn list(&self) -> Vec<Fault> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The fault that strikes a call, the one injected first. It counts as struck.
    pub fn strike(&self, cloud: [&str; 2], operation: &str) -> Option<Fault> {
        self.take(|fault| fault.strikes(cloud, operation))
    }

    /// The fault that strikes a call that was held back.
    pub(crate) fn strike_released(&self, cloud: [&str; 2], operation: &str) -> Option<Fault> {
        self.take(|fault| fault.kind != FaultKind::Hold && fault.strikes(cloud, operation))
    }

    fn take(&self, strikes: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let at = waiting.iter().position(strikes)?;
        let fault = waiting.get_mut(at)?;
        let struck = fault.clone();
        match fault.times {
            0 => {}
            1 => {
                waiting.remove(at);
            }
            _ => fault.times -= 1,
        }
        Some(struck)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_strikes_its_calls_and_no_others() {
        let faults = Faults::default();
        faults.inject(Fault::new(FaultKind::Throttle).of("cloud").on("Run").times(2));
        assert_eq!(faults.strike(["cloud", "c"], "List"), None);
        assert_eq!(faults.strike(["other", "o"], "Run"), None);
        assert!(faults.strike(["cloud", "c"], "Run").is_some());
        assert!(faults.strike(["x", "cloud"], "Run").is_some(), "by the report's name");
        assert_eq!(faults.strike(["cloud", "c"], "Run"), None, "used up");
    }

    #[test]
    fn a_fault_without_a_count_stays_until_cleared() {
        let faults = Faults::default();
        faults.inject(Fault::new(FaultKind::Unavailable).times(0));
        assert!((0..5).all(|_| faults.strike(["c", "c"], "x").is_some()));
        faults.clear();
        assert_eq!(faults.strike(["c", "c"], "x"), None);
    }

    #[test]
    fn a_misspelt_fault_is_refused() {
        let read = |text: &str| serde_json::from_str::<Fault>(text);
        assert_eq!(read(r#"{"kind":"drop_after"}"#).ok(), Some(Fault::new(FaultKind::DropAfter)));
        assert!(read(r#"{"kind":"drop_after","operatoin":"x"}"#).is_err());
        assert!(read(r#"{"kind":"explode"}"#).is_err());
    }
}
