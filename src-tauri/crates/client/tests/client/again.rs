//! Asking the cloud again with the same token, on a person's wish.

use std::sync::Arc;

use serde_json::json;
use yundeck_client::{Client, Options, Permit};
use yundeck_domain::{Call, Delivery, Error, ErrorKind};

use crate::cloud::{Lines, REGION, Sent, Stopped, access, buy, quick, scope, stop};
use crate::server::{Play, Server, json, refusal};

const FIRST: &str = "2026-03-01T10:00:00Z";

fn sent() -> Sent {
    Sent { at: FIRST.parse().unwrap(), digest: "digest", again: std::sync::Mutex::default() }
}

fn again(ledger: &dyn yundeck_client::Ledger, digest: &str, call: Call, token: &str) -> Result<Permit, Error> {
    let access = access("");
    let operation = access.cloud.operation(&call.operation).unwrap();
    Permit::again(ledger, "plan-1", digest, &scope(), operation, call, token.to_owned())
}

/// A client at that time of day.
fn client_at(now: &str) -> Client {
    Client::new(Options { clock: Arc::new(Stopped(now.parse().unwrap())), ..quick() })
}

#[tokio::test]
async fn again_sends_the_same_token_after_a_line_of_its_own() {
    let server = Server::start(|_, _| json(&json!({ "RequestId": "r", "Id": "t-1" }))).await;
    let ledger = sent();
    let permit = again(&ledger, "digest", buy(), "tok-1").unwrap();
    let lines = ledger.again.lock().unwrap().clone();
    assert_eq!((lines.len(), lines[0].token.as_deref(), lines[0].digest.as_str()), (1, Some("tok-1"), "digest"));
    assert!(server.seen().is_empty());
    let client = client_at("2026-03-01T10:59:59Z");
    let answer = client.apply(&access(&server.url()), REGION, permit).await.unwrap();
    assert_eq!(answer.result["Id"], "t-1");
    assert_eq!(server.seen()[0].param("Token"), Some("tok-1"));
}

#[tokio::test]
async fn again_is_refused_for_another_body_and_where_no_token_is_known() {
    let ledger = sent();
    let error = again(&ledger, "other", buy(), "tok-1").unwrap_err();
    assert_eq!((error.kind, error.context.as_str()), (ErrorKind::Bug, "another body"));
    let mut marked = buy();
    marked.operation = "StopThing".into();
    for refused in [
        again(&ledger, "digest", stop(), "tok-1"),
        again(&ledger, "digest", buy(), ""),
        again(&Lines::default(), "digest", buy(), "tok-1"),
        Permit::again(
            &ledger,
            "plan-1",
            "digest",
            &scope(),
            access("").cloud.operation("BuyThing").unwrap(),
            marked,
            "tok-1".into(),
        ),
    ] {
        let error = refused.unwrap_err();
        assert_eq!((error.kind, error.delivery), (ErrorKind::Bug, Delivery::NotSent), "{}", error.context);
        assert!(error.at.is_some());
    }
    assert!(ledger.again.lock().unwrap().is_empty(), "a line was written for what is not sent");
}

#[tokio::test]
async fn again_after_the_tokens_lifetime_sends_nothing() {
    let server = Server::start(|_, _| json(&json!({ "RequestId": "r" }))).await;
    for now in ["2026-03-01T11:00:00Z", "2026-03-04T10:00:00Z", "2026-03-01T08:00:00Z"] {
        let permit = again(&sent(), "digest", buy(), "tok-1").unwrap();
        let error = client_at(now).apply(&access(&server.url()), REGION, permit).await.unwrap_err();
        assert_eq!((error.kind, error.delivery), (ErrorKind::OutcomeUnknown, Delivery::MaybeSent), "{now}");
        assert!(error.words.unwrap().en.contains("too long ago"));
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn again_refused_or_unanswered_leaves_the_outcome_unknown() {
    let plays: [fn() -> Play; 3] =
        [|| refusal(400, "SoldOut", "none"), || refusal(403, "WrongKey", "no"), || Play::Drop];
    for (number, play) in plays.into_iter().enumerate() {
        let server = Server::start(move |_, _| play()).await;
        let permit = again(&sent(), "digest", buy(), "tok-1").unwrap();
        let client = client_at("2026-03-01T10:05:00Z");
        let error = client.apply(&access(&server.url()), REGION, permit).await.unwrap_err();
        assert_eq!((error.kind, error.delivery), (ErrorKind::OutcomeUnknown, Delivery::MaybeSent), "play {number}");
        if number == 0 {
            assert_eq!(error.vendor.unwrap().code, "SoldOut");
            assert!(error.words.unwrap().en.contains("Sold out"), "the cloud's word is not said");
        }
    }
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let permit = again(&sent(), "digest", buy(), "tok-1").unwrap();
    let client = client_at("2026-03-01T10:05:00Z");
    let error = client.apply(&access(&format!("http://{free}")), REGION, permit).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::OutcomeUnknown, "that it did not leave this time says nothing of the first");
}
