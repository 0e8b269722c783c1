//! What is not a read: sent once, with a line in the ledger, and never called failed when it may have worked.

use std::time::Duration;

use serde_json::json;
use yundeck_client::{Client, Options, Permit};
use yundeck_domain::{Delivery, Error, ErrorKind, Scope};

use crate::cloud::{Full, Lines, REGION, access, buy, client, get_thing, permit, quick, scope, stop};
use crate::server::{Play, Server, json, refusal, reply};

#[tokio::test]
async fn a_call_goes_out_after_its_line_is_written() {
    let server = Server::start(|_, _| json(&json!({ "RequestId": "r-9", "Id": "t-1" }))).await;
    let lines = Lines::default();
    let permit = Permit::after(&lines, "plan-1", "digest-1", &scope(), buy(), Some("tok".into())).unwrap();
    {
        let lines = lines.0.lock().unwrap();
        assert_eq!((lines[0].plan_id.as_str(), lines[0].digest.as_str()), ("plan-1", "digest-1"));
        assert_eq!((lines[0].operation.as_str(), lines[0].token.as_deref()), ("BuyThing", Some("tok")));
    }
    assert!(server.seen().is_empty());
    let answer = client().apply(&access(&server.url()), REGION, permit).await.unwrap();
    assert_eq!((answer.result["Id"].as_str(), answer.request_id.as_deref()), (Some("t-1"), Some("r-9")));
    assert_eq!(server.seen().len(), 1);
    assert_eq!(server.seen()[0].param("Token"), Some("tok"));
}

#[tokio::test]
async fn without_a_line_there_is_no_permit() {
    let error = Permit::after(&Full, "plan-1", "digest-1", &scope(), buy(), None).unwrap_err();
    assert_eq!((error.delivery, error.context.as_str()), (Delivery::NotSent, "disk full"));
    assert_eq!(error.at.unwrap().operation.as_deref(), Some("BuyThing"));
}

#[tokio::test]
async fn a_permit_is_for_one_scope_and_for_what_is_no_read() {
    let server = Server::start(|_, _| Play::Drop).await;
    let access = access(&server.url());
    let elsewhere = Scope { account: "acc-2".into(), ..scope() };
    let other = Permit::after(&Lines::default(), "p", "d", &elsewhere, buy(), None).unwrap();
    let results = [
        client().apply(&access, REGION, other).await,
        client().apply(&access, "south-1", permit(buy(), None)).await,
        client().apply(&access, REGION, permit(get_thing(), None)).await,
        client().apply(&access, REGION, permit(stop(), Some("tok"))).await,
    ];
    for result in results {
        let error = result.unwrap_err();
        assert_eq!((error.kind, error.delivery), (ErrorKind::Bug, Delivery::NotSent), "{}", error.context);
    }
    assert!(server.seen().is_empty());
}

/// Applies an act without a token against a play and gives its error; it must have been sent exactly once.
async fn once(play: fn() -> Play) -> Error {
    let server = Server::start(move |_, _| play()).await;
    let client = Client::new(Options { act_timeout: Duration::from_millis(300), response_cap: 1000, ..quick() });
    let error = client.apply(&access(&server.url()), REGION, permit(stop(), None)).await.unwrap_err();
    assert_eq!(server.seen().len(), 1, "an act without a token was sent again: {}", error.context);
    error
}

#[tokio::test]
async fn what_may_have_worked_is_unknown_and_not_sent_again() {
    let plays: [fn() -> Play; 14] = [
        || Play::Drop,
        || Play::Hang,
        || Play::Last(b"HTTP/1.1 200 X\r\nContent-Length: 99\r\n\r\n{\"half".to_vec()),
        || reply(200, "", "<html>hello</html>"),
        || reply(200, "", &" ".repeat(2000)),
        || reply(502, "", "<html>bad gateway</html>"),
        || reply(504, "", ""),
        || reply(302, "Location: http://127.0.0.1:1/\r\n", ""),
        || refusal(200, "Internal", "oops"),
        || refusal(500, "NeverHeardOf", "oops"),
        || refusal(400, "NeverHeardOf", "no"),
        || refusal(404, "NeverHeardOf", "no"),
        || refusal(429, "NeverHeardOf", "no"),
        || refusal(200, "NeverHeardOf", "no"),
    ];
    for (number, play) in plays.into_iter().enumerate() {
        let error = once(play).await;
        assert_eq!(error.kind, ErrorKind::OutcomeUnknown, "play {number}: {}", error.context);
        assert_ne!(error.delivery, Delivery::NotSent);
        assert!(error.words.unwrap().en.contains("Look first"));
    }
}

#[tokio::test]
async fn a_clear_refusal_is_a_failure_whatever_its_status() {
    let plays: [(fn() -> Play, ErrorKind); 4] = [
        (|| refusal(200, "SoldOut", "none"), ErrorKind::SoldOut),
        (|| refusal(500, "SoldOut", "none"), ErrorKind::SoldOut),
        (|| refusal(503, "Busy", "slow down"), ErrorKind::RateLimited),
        (|| reply(429, "", "slow down"), ErrorKind::RateLimited),
    ];
    for (play, kind) in plays {
        let error = once(play).await;
        assert_eq!((error.kind, error.delivery), (kind, Delivery::Answered), "{}", error.context);
    }
}

#[tokio::test]
async fn act_answered_with_unknown_code_is_unknown_and_keeps_the_clouds_words() {
    let error = once(|| refusal(400, "NeverHeardOf", "well")).await;
    assert_eq!((error.kind, error.delivery), (ErrorKind::OutcomeUnknown, Delivery::Answered));
    let words = error.words.unwrap();
    assert!(words.en.contains("NeverHeardOf") && words.zh.contains("NeverHeardOf"), "{words:?}");
    assert!(words.en.contains("well") && words.zh.contains("well"), "{words:?}");
    let vendor = error.vendor.unwrap();
    assert_eq!((vendor.code.as_str(), vendor.message.as_str(), vendor.http_status), ("NeverHeardOf", "well", 400));
}

#[tokio::test]
async fn act_with_token_answered_with_unknown_code_is_asked_for_again() {
    let server = Server::start(|turn, _| {
        if turn == 0 { refusal(400, "NeverHeardOf", "no") } else { json(&json!({ "RequestId": "r", "Id": "t-1" })) }
    })
    .await;
    let answer = client().apply(&access(&server.url()), REGION, permit(buy(), Some("tok-1"))).await.unwrap();
    assert_eq!((answer.result["Id"].as_str(), server.seen().len()), (Some("t-1"), 2));
}

#[tokio::test]
async fn with_a_token_the_same_call_is_sent_again() {
    let server =
        Server::start(|turn, _| if turn < 2 { Play::Drop } else { json(&json!({ "RequestId": "r", "Id": "t-1" })) })
            .await;
    let now = std::sync::Arc::new(Ticking::default());
    let client = Client::new(Options { clock: now, ..quick() });
    let answer = client.apply(&access(&server.url()), REGION, permit(buy(), Some("tok-1"))).await.unwrap();
    assert_eq!(answer.result["Id"], "t-1");
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    for request in &seen {
        assert_eq!(request.param("Token"), Some("tok-1"));
    }
    assert_ne!(seen[0].header("x-amz-date"), seen[1].header("x-amz-date"), "an old signature was sent again");
    let connections: std::collections::BTreeSet<_> = seen.iter().map(|request| request.connection).collect();
    assert_eq!(connections.len(), 3);
}

#[tokio::test]
async fn a_refusal_after_a_lost_answer_does_not_make_it_a_failure() {
    let server = Server::start(|turn, _| if turn == 0 { Play::Drop } else { refusal(400, "SoldOut", "none") }).await;
    let error = client().apply(&access(&server.url()), REGION, permit(buy(), Some("tok-1"))).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::OutcomeUnknown, Delivery::MaybeSent));
    assert_eq!(server.seen().len(), 2);
    assert!(error.context.contains("SoldOut"), "{}", error.context);
}

#[tokio::test]
async fn a_token_the_call_carries_already_counts_and_must_not_differ() {
    let server = Server::start(|turn, _| if turn < 1 { Play::Drop } else { json(&json!({ "RequestId": "r" })) }).await;
    let access = access(&server.url());
    let mut call = buy();
    call.params["Token"] = json!("tok-1");
    client().apply(&access, REGION, permit(call.clone(), None)).await.unwrap();
    assert_eq!(server.seen().len(), 2);
    let error = client().apply(&access, REGION, permit(call, Some("tok-2"))).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Bug);
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn what_was_certainly_not_sent_is_not_unknown() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = client().apply(&access(&format!("http://{free}")), REGION, permit(stop(), None)).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::Network, Delivery::NotSent));
}

#[tokio::test]
async fn acts_never_use_a_connection_twice_and_reads_do() {
    let server = Server::start(|_, _| json(&json!({ "RequestId": "r" }))).await;
    let (client, access) = (client(), access(&server.url()));
    for _ in 0..2 {
        client.read(&access, REGION, &get_thing()).await.unwrap();
    }
    for _ in 0..2 {
        client.apply(&access, REGION, permit(stop(), None)).await.unwrap();
    }
    let connections: Vec<_> = server.seen().iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [0, 0, 1, 2]);
}

#[test]
fn a_permit_shows_no_parameters() {
    assert!(!format!("{:?}", permit(buy(), None)).contains("Pa55"));
}

/// A clock that goes a minute ahead each time it is asked.
#[derive(Default)]
struct Ticking(std::sync::atomic::AtomicI64);

impl yundeck_client::Clock for Ticking {
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        let minutes = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        "2026-03-01T10:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap() + chrono::Duration::minutes(minutes)
    }
}

#[tokio::test]
async fn what_is_withdrawn_in_time_is_not_sent() {
    let server = Server::start(|_, _| json(&json!({ "RequestId": "r" }))).await;
    let withdrawn = tokio_util::sync::CancellationToken::new();
    withdrawn.cancel();
    let error =
        client().apply(&access(&server.url()), REGION, permit(stop(), None).until(withdrawn)).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::Cancelled, Delivery::NotSent));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn what_was_sent_is_not_called_withdrawn() {
    let withdrawn = tokio_util::sync::CancellationToken::new();
    let late = withdrawn.clone();
    let server = Server::start(move |_, _| {
        late.cancel();
        Play::Drop
    })
    .await;
    let call = permit(buy(), Some("tok-1")).until(withdrawn);
    let error = client().apply(&access(&server.url()), REGION, call).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::OutcomeUnknown, Delivery::MaybeSent));
    assert!(server.seen().len() > 1, "the retries with the token go on");
}
