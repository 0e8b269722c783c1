//! Faults that tests put between a request and its answer.

mod kind;
mod waiting;

use serde::{Deserialize, Serialize};

use crate::behaviour::Incoming;
pub use kind::FaultKind;
pub(crate) use kind::Layer;
pub use waiting::Faults;

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
    /// The region; `None`: any.
    #[serde(default)]
    pub region: Option<String>,
    /// How many calls it strikes; 0: every call until faults are cleared.
    #[serde(default = "once")]
    pub times: u32,
    /// Milliseconds, for the kinds that take time.
    #[serde(default = "second")]
    pub millis: u64,
    /// HTTP status, for `refuse`, `bad_gateway` (both also afterwards) and `redirect`.
    #[serde(default)]
    pub status: Option<u16>,
    /// The cloud's error code, for `refuse` and `refuse_after`.
    #[serde(default)]
    pub code: Option<String>,
    /// The cloud's error message, for `refuse`, `refuse_after` and `partial`; the target, for `redirect`.
    #[serde(default)]
    pub message: Option<String>,
    /// Ids, for the kinds that strike things: `not_found` and `partial`.
    #[serde(default)]
    pub ids: Vec<String>,
    /// How many, for `broken` and `vanished` (all that are made) and for `partial` (one).
    #[serde(default)]
    pub count: Option<u32>,
    /// Whether what is asked for by its id is answered as it is now, for `behind`.
    #[serde(default)]
    pub ids_are_current: bool,
}

impl Fault {
    /// A fault that strikes the next call of any operation of any cloud.
    pub fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            cloud: None,
            operation: None,
            region: None,
            times: once(),
            millis: second(),
            status: None,
            code: None,
            message: None,
            ids: Vec::new(),
            count: None,
            ids_are_current: false,
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

    /// Strikes these things only.
    #[must_use]
    pub fn ids(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.ids = ids.into_iter().map(Into::into).collect();
        self
    }

    /// Strikes so many things.
    #[must_use]
    pub fn count(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// Says this code of the cloud's.
    #[must_use]
    pub fn code(mut self, code: &str) -> Self {
        self.code = Some(code.to_owned());
        self
    }

    fn strikes(&self, cloud: [&str; 2], incoming: &Incoming) -> bool {
        let is = |wanted: &Option<String>, found: &str| wanted.as_deref().is_none_or(|wanted| wanted == found);
        self.cloud.as_deref().is_none_or(|wanted| cloud.contains(&wanted))
            && is(&self.operation, incoming.name())
            && is(&self.region, &incoming.region)
            && self.kind.suits(incoming.operation)
    }
}

fn once() -> u32 {
    1
}

fn second() -> u64 {
    1000
}
