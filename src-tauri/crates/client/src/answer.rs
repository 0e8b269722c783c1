//! What a call answered.

use serde_json::Value;

/// A cloud's answer to a call that it accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The result without the cloud's envelope.
    pub result: Value,
    /// The id by which the cloud's support finds the call.
    pub request_id: Option<String>,
    /// How many bytes the answer's body had.
    pub bytes: usize,
    /// HTTP status.
    pub http_status: u16,
    /// Milliseconds from sending the answered attempt to having read its answer.
    pub millis: u64,
}
