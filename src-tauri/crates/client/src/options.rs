//! How patient the client is.

use std::sync::Arc;
use std::time::Duration;

use yundeck_wire::Moment;

use crate::carrier::Carrier;
use crate::carrier::http::HttpCarrier;
use crate::clock::{Clock, SystemClock};
use crate::entropy::{Entropy, SystemEntropy};

/// The client's settings; the defaults are those of the application, tests shorten them.
#[derive(Clone)]
pub struct Options {
    /// How long connecting may take: name, socket and TLS together.
    pub connect_timeout: Duration,
    /// How long a read may take from sending it to having its whole reply.
    pub read_timeout: Duration,
    /// The same for what is not a read: giving up early would only make outcomes unknown.
    pub act_timeout: Duration,
    /// The most bytes of a reply's body. No list of a real cloud is longer in one piece.
    pub response_cap: usize,
    /// How often a call is sent at most, the first time included.
    pub attempts: u32,
    /// The most a first retry waits; each further one may wait twice as long.
    pub backoff: Duration,
    /// How long an operation is left alone after the cloud said that there are too many calls; twice as long each further time
    /// in a row.
    pub throttled_backoff: Duration,
    /// The most any retry waits, unless the cloud names a time.
    pub backoff_cap: Duration,
    /// The longest `Retry-After` that is waited for; a longer one ends the call.
    pub retry_after_cap: Duration,
    /// How long a read waits for the cloud to find it no longer one too many, from the first time on.
    pub throttled_wait: Duration,
    /// Retries an account has in stock. A retry takes one, a call that succeeds gives one back. Waiting because there are too
    /// many calls takes none.
    pub retry_budget: u32,
    /// How many requests of one account may be under way at once.
    pub concurrency: usize,
    /// The time that signatures carry.
    pub clock: Arc<dyn Clock>,
    /// Nonces and jitter.
    pub entropy: Arc<dyn Entropy>,
    /// The network.
    pub carrier: Arc<dyn Carrier>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            act_timeout: Duration::from_secs(60),
            response_cap: 8 * 1024 * 1024,
            attempts: 3,
            backoff: Duration::from_millis(250),
            throttled_backoff: Duration::from_secs(1),
            backoff_cap: Duration::from_secs(8),
            retry_after_cap: Duration::from_secs(20),
            throttled_wait: Duration::from_secs(30),
            retry_budget: 10,
            concurrency: 8,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            carrier: Arc::new(HttpCarrier::default()),
        }
    }
}

impl Options {
    /// What makes the next request unlike any other.
    pub(crate) fn moment(&self) -> Moment {
        Moment { unix_seconds: self.clock.now().timestamp(), nonce: self.entropy.uuid() }
    }
}
