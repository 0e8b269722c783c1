//! Waiting for an effect.

use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use yundeck_client::Verdict;
use yundeck_domain::{Error, ErrorKind};

use crate::cloud::{REGION, access, client};
use crate::server::{Play, Seen, Server, json, refusal};

/// Waits and gives the verdict with everything that was reported.
async fn wait(server: &Server, waiter: &str, ids: &[&str]) -> (Result<Verdict, Error>, Vec<(String, String)>) {
    let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    let mut told = Vec::new();
    let verdict = client()
        .wait(&access(&server.url()), REGION, waiter, &ids, CancellationToken::new(), |id, state| {
            told.push((id.to_owned(), state.to_owned()));
        })
        .await;
    (verdict, told)
}

fn things(states: &[(&str, &str)]) -> Play {
    let things: Vec<Value> = states.iter().map(|(id, state)| json!({ "Id": id, "State": state })).collect();
    json(&json!({ "RequestId": "r", "Total": things.len(), "Things": things }))
}

fn told(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(id, state)| ((*id).to_owned(), (*state).to_owned())).collect()
}

#[tokio::test]
async fn changes_are_told_until_all_have_reached_it() {
    let server = Server::start(|turn, _| match turn {
        0 => things(&[("a", "making")]),
        1 | 2 => things(&[("a", "making"), ("b", "making")]),
        3 => things(&[("a", "ready"), ("b", "making")]),
        _ => things(&[("b", "ready")]),
    })
    .await;
    let (verdict, changes) = wait(&server, "thing_ready", &["a", "b"]).await;
    assert_eq!(verdict, Ok(Verdict::Reached));
    assert_eq!(changes, told(&[("a", "making"), ("b", "making"), ("a", "ready"), ("b", "ready")]));
    let last = server.seen().pop().unwrap();
    assert_eq!((last.param("Ids.1"), last.param("Ids.2")), (Some("b"), None), "what is settled is asked for again");
}

#[tokio::test]
async fn one_that_fails_is_named_when_the_others_are_settled() {
    let server = Server::start(|turn, _| match turn {
        0 => things(&[("a", "broken"), ("b", "making")]),
        _ => things(&[("b", "ready")]),
    })
    .await;
    let (verdict, changes) = wait(&server, "thing_ready", &["a", "b"]).await;
    assert_eq!(verdict, Ok(Verdict::Failed { id: "a".into(), state: "broken".into() }));
    assert_eq!(changes.last(), told(&[("b", "ready")]).last());
}

#[tokio::test]
async fn more_ids_than_a_call_may_carry_are_asked_for_in_several() {
    let asked =
        |seen: &Seen| [seen.param("Ids.1"), seen.param("Ids.2"), seen.param("Ids.3")].map(|id| id.map(str::to_owned));
    let server = Server::start(move |_, seen| {
        let ids = asked(seen);
        assert_eq!(ids[2], None);
        let states: Vec<_> = ids.iter().flatten().map(|id| (id.as_str(), "ready")).collect();
        things(&states)
    })
    .await;
    let (verdict, _) = wait(&server, "thing_ready", &["a", "b", "c"]).await;
    assert_eq!((verdict, server.seen().len()), (Ok(Verdict::Reached), 2));
}

#[tokio::test]
async fn what_is_missing_is_gone_where_that_is_waited_for() {
    let server = Server::start(|turn, seen| match (turn, seen.param("Id")) {
        (0, Some("a")) => json(&json!({ "RequestId": "r", "Thing": { "State": "leaving" } })),
        (_, Some("a")) => refusal(404, "NotThere", "no such thing"),
        _ => json(&json!({ "RequestId": "r" })),
    })
    .await;
    let (verdict, changes) = wait(&server, "thing_gone", &["a", "b"]).await;
    assert_eq!(verdict, Ok(Verdict::Reached));
    assert_eq!(changes, told(&[("a", "leaving"), ("b", ""), ("a", "")]));
}

#[tokio::test]
async fn looks_that_fail_for_a_moment_are_tolerated_and_others_end_it() {
    let server =
        Server::start(|turn, _| if turn < 4 { refusal(500, "Internal", "oops") } else { things(&[("a", "ready")]) })
            .await;
    assert_eq!(wait(&server, "thing_ready", &["a"]).await.0, Ok(Verdict::Reached));
    let server = Server::start(|_, _| refusal(403, "WrongKey", "no")).await;
    let error = wait(&server, "thing_ready", &["a"]).await.0.unwrap_err();
    assert_eq!((error.kind, server.seen().len()), (ErrorKind::CredentialRejected, 1));
}

#[tokio::test]
async fn time_is_up_when_it_is_not_reached() {
    let server = Server::start(|_, _| things(&[("a", "making")])).await;
    let (verdict, changes) = wait(&server, "never", &["a"]).await;
    assert_eq!(verdict, Ok(Verdict::TimedOut));
    assert_eq!(changes.len(), 1);
    assert!(server.seen().len() > 1);
}

#[tokio::test]
async fn waiting_can_be_cancelled_even_while_looking() {
    let cancel = CancellationToken::new();
    let trigger = cancel.clone();
    let server = Server::start(move |_, _| {
        trigger.cancel();
        Play::Hang
    })
    .await;
    let ids = ["a".to_owned()];
    let verdict = client().wait(&access(&server.url()), REGION, "thing_ready", &ids, cancel, |_, _| {}).await;
    assert_eq!(verdict.unwrap_err().kind, ErrorKind::Cancelled);
}

#[tokio::test]
async fn an_unknown_waiter_is_a_bug_and_no_ids_are_reached_at_once() {
    let server = Server::start(|_, _| Play::Drop).await;
    assert_eq!(wait(&server, "what", &["a"]).await.0.unwrap_err().kind, ErrorKind::Bug);
    assert_eq!(wait(&server, "thing_ready", &[]).await.0, Ok(Verdict::Reached));
    assert!(server.seen().is_empty());
}
