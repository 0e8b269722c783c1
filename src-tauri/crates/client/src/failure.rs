//! Why an attempt did not succeed, and whether another may.

use std::time::Duration;

use yundeck_domain::{Delivery, Error, ErrorKind};

/// A failed attempt. A [`Carrier`](crate::Carrier) makes one with [`Failure::unreached`], [`Failure::lost`] and
/// [`Failure::late`], or of an error of its own; what a reply means is not a carrier's to say.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What went wrong, and with its delivery how far the request got.
    pub error: Box<Error>,
    /// Whether the same call may go better in a moment.
    pub transient: bool,
    /// How long the other side asked us to wait.
    pub retry_after: Option<Duration>,
    /// Whether an answer leaves open what was done: its code is one that nobody knows, or a result stands beside the error.
    pub doubtful: bool,
}

impl Failure {
    /// A failure that another attempt would only repeat.
    pub fn lasting(error: Error) -> Self {
        Self { error: Box::new(error), transient: false, retry_after: None, doubtful: false }
    }

    /// A failure that may be gone in a moment.
    pub fn passing(error: Error) -> Self {
        Self { error: Box::new(error), transient: true, retry_after: None, doubtful: false }
    }

    /// Whether the call may have had its effect although it failed.
    pub(crate) fn is_uncertain(&self) -> bool {
        match self.error.delivery {
            Delivery::NotSent => false,
            Delivery::MaybeSent => true,
            // A cloud's own fault says nothing about how far it got, and neither does a code that nobody knows; every other
            // code of a cloud is a refusal.
            Delivery::Answered => {
                self.doubtful
                    || matches!(
                        self.error.kind,
                        ErrorKind::Unavailable
                            | ErrorKind::Timeout
                            | ErrorKind::Network
                            | ErrorKind::BadReply
                            | ErrorKind::Bug
                    )
            }
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::lasting(error)
    }
}
