//! What becomes of a request.

use std::time::Duration;

use crate::raw::RawReply;

/// What becomes of a request, as its sender sees it.
#[derive(Debug, Clone)]
pub enum Answer {
    /// It is answered.
    Reply(RawReply),
    /// The connection is closed without an answer.
    Dropped,
    /// The connection is closed in the middle of the answer.
    Truncated {
        /// The answer, with the part of its body that arrives.
        reply: RawReply,
        /// The length of the whole body, as `Content-Length` says it.
        length: usize,
    },
    /// The answer comes in small pieces over this time.
    Slow {
        /// The whole answer.
        reply: RawReply,
        /// From its first byte to its last.
        time: Duration,
    },
}
