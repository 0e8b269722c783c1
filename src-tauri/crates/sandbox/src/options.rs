//! How a sandbox is started.

use std::time::Duration;

use indexmap::IndexMap;

use crate::verify::Key;
use crate::world::{Clock, Ids};

/// How a sandbox is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// The first of consecutive ports; `None`: any free ones.
    pub port: Option<u16>,
    /// Instances per cloud beyond the few that are always there.
    pub instances: usize,
    /// How long every reply is held back.
    pub latency: Duration,
    /// Whether the rate limits of the catalogue are enforced.
    pub throttle: bool,
    /// Whether there is a listener for tests to inject faults and turn the clock.
    pub control: bool,
    /// Keys by the cloud's id; clouds that are not named get new ones from `ids`.
    pub keys: IndexMap<String, Key>,
    /// The worlds' clock.
    pub clock: Clock,
    /// Where keys and request ids come from. Seeded, they are the same at every start; what is in the worlds always is.
    pub ids: Ids,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: None,
            instances: 0,
            latency: Duration::ZERO,
            throttle: false,
            control: false,
            keys: IndexMap::new(),
            clock: Clock::real(),
            ids: Ids::random(),
        }
    }
}
