//! What a cloud says when it does not do what it is asked.

use serde_json::{Map, Value};

/// An error answer in the cloud's own words. `Behaviour::reply` gives it the cloud's shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The cloud's code.
    pub code: String,
    /// The cloud's message.
    pub message: String,
    /// HTTP status (200 on clouds that report errors in the body only).
    pub status: u16,
    /// What else the cloud puts beside code and message.
    pub extra: Box<Map<String, Value>>,
}

impl Refusal {
    /// A refusal with the cloud's HTTP status, code and message.
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), status, extra: Box::default() }
    }

    /// The same with one more member beside code and message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }
}
