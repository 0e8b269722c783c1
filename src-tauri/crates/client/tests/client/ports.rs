//! The client without the world: time, chance and network given in.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;
use yundeck_client::carrier::Carried;
use yundeck_client::{Carrier, Client, Entropy, Failure, Manner, Options, RawReply};
use yundeck_domain::{Call, Delivery, ErrorKind};
use yundeck_wire::Request;

use crate::cloud::{REGION, Stopped, access, buy, get_thing, permit, stop};

/// Bits that follow from a seed.
struct Seeded(AtomicU64);

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

type Play = fn(usize) -> Result<serde_json::Value, Failure>;

/// A network in memory. It notes when each request came, by the runtime's clock, and what it was signed with.
struct Played {
    play: Play,
    takes: Duration,
    start: Instant,
    seen: Mutex<Vec<(Duration, String)>>,
    queries: Mutex<Vec<String>>,
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
            let reply = async {
                tokio::time::sleep(self.takes).await;
                let body = (self.play)(turn)?.to_string().into_bytes();
                Ok(RawReply { status: 200, headers: vec![], body })
            };
            manner.within(&request.authority, reply).await
        })
    }
}

/// A client in a world of its own, and its network.
fn played(seed: u64, takes: Duration, play: Play) -> (Client, Arc<Played>) {
    let carrier =
        Arc::new(Played { play, takes, start: Instant::now(), seen: Mutex::default(), queries: Mutex::default() });
    let client = Client::new(Options {
        clock: Arc::new(Stopped("2026-03-01T10:00:00Z".parse().unwrap())),
        entropy: Arc::new(Seeded(AtomicU64::new(seed << 32))),
        carrier: Arc::clone(&carrier) as Arc<dyn Carrier>,
        ..Options::default()
    });
    (client, carrier)
}

fn third_time(turn: usize) -> Result<serde_json::Value, Failure> {
    match turn {
        0 => Err(Failure::unreached("toy")),
        1 => Err(Failure::lost("toy")),
        _ => Ok(json!({ "RequestId": "r", "Id": "t-1" })),
    }
}

#[tokio::test(start_paused = true)]
async fn client_with_given_ports_repeats_itself() {
    let mut traces = Vec::new();
    for seed in [7, 7, 8] {
        let (client, carrier) = played(seed, Duration::from_millis(10), third_time);
        let access = access("");
        client.apply(&access, REGION, permit(buy(), Some("tok-1"))).await.unwrap();
        client.read(&access, REGION, &get_thing()).await.unwrap();
        let seen = carrier.seen.lock().unwrap().clone();
        assert_eq!(seen.len(), 4);
        traces.push(seen);
    }
    assert_eq!(traces[0], traces[1], "something else than the ports decided");
    assert_ne!(traces[0], traces[2], "the jitter does not come from the given entropy");
}

#[tokio::test(start_paused = true)]
async fn carrier_failure_keeps_its_delivery() {
    for (play, kind, delivery) in [
        ((|_| Err(Failure::unreached("toy"))) as Play, ErrorKind::Network, Delivery::NotSent),
        (|_| Err(Failure::lost("toy")), ErrorKind::OutcomeUnknown, Delivery::MaybeSent),
        (|_| Err(Failure::late("toy")), ErrorKind::OutcomeUnknown, Delivery::MaybeSent),
    ] {
        let (client, _) = played(1, Duration::ZERO, play);
        let error = client.apply(&access(""), REGION, permit(stop(), None)).await.unwrap_err();
        assert_eq!((error.kind, error.delivery), (kind, delivery), "{}", error.context);
    }
}

#[tokio::test(start_paused = true)]
async fn carrier_slower_than_the_timeout_leaves_an_act_unknown() {
    let (client, carrier) = played(1, Duration::from_secs(3600), third_time);
    let error = client.apply(&access(""), REGION, permit(stop(), None)).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::OutcomeUnknown, Delivery::MaybeSent));
    assert_eq!((carrier.start.elapsed().as_secs(), carrier.seen.lock().unwrap().len()), (60, 1));
    let error = client.read(&access(""), REGION, &get_thing()).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::Timeout, Delivery::MaybeSent));
}

#[tokio::test(start_paused = true)]
async fn patient_clients_reads_let_others_go_first() {
    let (_, carrier) = played(1, Duration::from_millis(100), |_| Ok(json!({ "RequestId": "r" })));
    let client = Client::new(Options {
        carrier: Arc::clone(&carrier) as Arc<dyn Carrier>,
        concurrency: 1,
        ..Options::default()
    });
    let access = access("");
    let read = |client: Client, id: &'static str, after| {
        let access = access.clone();
        async move {
            tokio::time::sleep(Duration::from_millis(after)).await;
            client.read(&access, REGION, &Call::new("GetThing", json!({ "Id": id }))).await.unwrap();
        }
    };
    tokio::join!(
        read(client.patient(), "p1", 0),
        read(client.patient(), "p2", 1),
        read(client.patient(), "p3", 2),
        read(client.clone(), "e1", 10),
        read(client.clone(), "e2", 11),
    );
    let queries = carrier.queries.lock().unwrap().clone();
    let ids: Vec<&str> = queries.iter().map(|query| &query[query.find("Id=").unwrap() + 3..][..2]).collect();
    assert_eq!(ids, ["p1", "p2", "e1", "e2", "p3"]);
}

#[tokio::test]
async fn client_lends_its_ports() {
    let (client, _) = played(3, Duration::ZERO, third_time);
    assert_eq!(client.clock().now().to_rfc3339(), "2026-03-01T10:00:00+00:00");
    let (again, _) = played(3, Duration::ZERO, third_time);
    assert_eq!(client.entropy().uuid(), again.entropy().uuid());
}

#[test]
fn raw_reply_shows_no_body() {
    let reply = RawReply { status: 200, headers: vec![("X".into(), "hidden".into())], body: b"hidden".to_vec() };
    assert!(!format!("{reply:?}").contains("hidden"));
    assert_eq!(reply.header("x"), Some("hidden"));
}
