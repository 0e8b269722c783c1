//! The client without the world: time, chance and network given in.

use std::time::Duration;

use serde_json::json;
use yundeck_client::{Client, Failure, Options, RawReply};
use yundeck_domain::{Call, Delivery, ErrorKind};

use crate::cloud::{REGION, access, buy, get_thing, permit, stop};
use crate::world::{good, played, world};

fn third_time(turn: usize, _: Duration) -> Result<RawReply, Failure> {
    match turn {
        0 => Err(Failure::unreached("toy")),
        1 => Err(Failure::lost("toy")),
        _ => good(&json!({ "RequestId": "r", "Id": "t-1" })),
    }
}

#[tokio::test(start_paused = true)]
async fn client_with_given_ports_repeats_itself() {
    let mut traces = Vec::new();
    for seed in [7, 7, 8] {
        let carrier = played(Duration::from_millis(10), third_time);
        let client = Client::new(world(&carrier, seed));
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
    let failures = [
        (Failure::unreached as fn(&str) -> Failure, ErrorKind::Network, Delivery::NotSent),
        (Failure::lost, ErrorKind::OutcomeUnknown, Delivery::MaybeSent),
        (Failure::late, ErrorKind::OutcomeUnknown, Delivery::MaybeSent),
    ];
    for (failure, kind, delivery) in failures {
        let client = Client::new(world(&played(Duration::ZERO, move |_, _| Err(failure("toy"))), 1));
        let error = client.apply(&access(""), REGION, permit(stop(), None)).await.unwrap_err();
        assert_eq!((error.kind, error.delivery), (kind, delivery), "{}", error.context);
    }
}

#[tokio::test(start_paused = true)]
async fn carrier_slower_than_the_timeout_leaves_an_act_unknown() {
    let carrier = played(Duration::from_secs(3600), third_time);
    let client = Client::new(world(&carrier, 1));
    let error = client.apply(&access(""), REGION, permit(stop(), None)).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::OutcomeUnknown, Delivery::MaybeSent));
    assert_eq!((carrier.start.elapsed().as_secs(), carrier.seen.lock().unwrap().len()), (60, 1));
    let error = client.read(&access(""), REGION, &get_thing()).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::Timeout, Delivery::MaybeSent));
}

#[tokio::test(start_paused = true)]
async fn patient_clients_reads_let_others_go_first() {
    let carrier = played(Duration::from_millis(100), |_, _| good(&json!({ "RequestId": "r" })));
    let client = Client::new(Options { concurrency: 1, ..world(&carrier, 1) });
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
    let client = || Client::new(world(&played(Duration::ZERO, third_time), 3));
    assert_eq!(client().clock().now().to_rfc3339(), "2026-03-01T10:00:00+00:00");
    assert_eq!(client().entropy().uuid(), client().entropy().uuid());
}

#[test]
fn raw_reply_shows_no_body() {
    let reply = RawReply { status: 200, headers: vec![("X".into(), "hidden".into())], body: b"hidden".to_vec() };
    assert!(!format!("{reply:?}").contains("hidden"));
    assert_eq!(reply.header("x"), Some("hidden"));
}
