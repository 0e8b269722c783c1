//! A world without sockets, for tests on the runtime's paused clock.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;
use yundeck_client::carrier::Carried;
use yundeck_client::{Carrier, Entropy, Failure, Manner, Options, RawReply};
use yundeck_wire::Request;

use crate::cloud::Stopped;

/// Bits that follow from a seed.
pub struct Seeded(pub AtomicU64);

impl Entropy for Seeded {
    fn bits(&self) -> u128 {
        let step = self.0.fetch_add(1, Ordering::Relaxed);
        // SplitMix64, twice.
        let mix = |number: u64| {
            let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            u128::from(number ^ (number >> 31))
        };
        (mix(step.wrapping_mul(0x9e37_79b9_7f4a_7c15)) << 64) | mix(step.wrapping_mul(0x9e37_79b9_7f4a_7c16))
    }
}

/// What comes of a request, by its number from 0 and by when it came.
type Play = Box<dyn Fn(usize, Duration) -> Result<RawReply, Failure> + Send + Sync>;

/// A good reply.
pub fn good(result: &serde_json::Value) -> Result<RawReply, Failure> {
    Ok(RawReply { status: 200, headers: vec![], body: result.to_string().into_bytes() })
}

/// An error in the toy cloud's envelope.
pub fn refused(code: &str) -> Result<RawReply, Failure> {
    good(&json!({ "RequestId": "r", "Error": { "Code": code, "Message": "no" } }))
}

/// A network in memory.
pub struct Played {
    play: Play,
    takes: Duration,
    /// When it began.
    pub start: Instant,
    /// When each request came, by the runtime's clock, and what it was signed with.
    pub seen: Mutex<Vec<(Duration, String)>>,
    /// Their queries.
    pub queries: Mutex<Vec<String>>,
}

impl Carrier for Played {
    fn carry<'a>(&'a self, request: Request, manner: Manner<'a>) -> Carried<'a> {
        let turn = {
            let mut seen = self.seen.lock().unwrap();
            seen.push((self.start.elapsed(), request.header("authorization").unwrap_or_default().to_owned()));
            seen.len() - 1
        };
        self.queries.lock().unwrap().push(request.query.clone());
        Box::pin(async move {
            let came = self.start.elapsed();
            let reply = async {
                tokio::time::sleep(self.takes).await;
                (self.play)(turn, came)
            };
            manner.within(&request.authority, reply).await
        })
    }
}

/// A network on which each request takes so long.
pub fn played(
    takes: Duration,
    play: impl Fn(usize, Duration) -> Result<RawReply, Failure> + Send + Sync + 'static,
) -> Arc<Played> {
    let (start, seen, queries) = (Instant::now(), Mutex::default(), Mutex::default());
    Arc::new(Played { play: Box::new(play), takes, start, seen, queries })
}

/// Options of a world of one's own: with this network, and chance that follows from the seed.
pub fn world(carrier: &Arc<Played>, seed: u64) -> Options {
    Options {
        clock: Arc::new(Stopped("2026-03-01T10:00:00Z".parse().unwrap())),
        entropy: Arc::new(Seeded(AtomicU64::new(seed << 32))),
        carrier: Arc::clone(carrier) as Arc<dyn Carrier>,
        ..Options::default()
    }
}
