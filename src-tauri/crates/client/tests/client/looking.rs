//! Looking whether an effect has been reached.

use serde_json::{Value, json};
use yundeck_client::Verdict;
use yundeck_domain::{Error, ErrorKind};

use crate::cloud::{REGION, access, client};
use crate::server::{Play, Seen, Server, json, refusal};

/// Looks once.
async fn look(server: &Server, waiter: &str, ids: &[&str]) -> Result<Option<Verdict>, Error> {
    let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    client().look(&access(&server.url()), REGION, waiter, &ids).await
}

fn things(states: &[(&str, &str)]) -> Play {
    let things: Vec<Value> = states.iter().map(|(id, state)| json!({ "Id": id, "State": state })).collect();
    json(&json!({ "RequestId": "r", "Total": things.len(), "Things": things }))
}

#[tokio::test]
async fn there_is_no_verdict_until_all_are_settled() {
    let states: [&[(&str, &str)]; 4] = [
        // What has just been made is not listed yet.
        &[("a", "ready")],
        &[("a", "making"), ("b", "making")],
        &[("a", "ready"), ("b", "making")],
        &[("a", "ready"), ("b", "ready")],
    ];
    let server = Server::start(move |turn, _| things(states[turn])).await;
    for _ in 0..3 {
        assert_eq!(look(&server, "thing_ready", &["a", "b"]).await, Ok(None));
    }
    assert_eq!(look(&server, "thing_ready", &["a", "b"]).await, Ok(Some(Verdict::Reached)));
    assert_eq!(server.seen().len(), 4, "a look asks once");
}

#[tokio::test]
async fn one_that_fails_is_named_when_the_others_are_settled() {
    let server = Server::start(|turn, _| match turn {
        0 => things(&[("a", "broken"), ("b", "making")]),
        _ => things(&[("a", "broken"), ("b", "ready")]),
    })
    .await;
    assert_eq!(look(&server, "thing_ready", &["a", "b"]).await, Ok(None));
    let failed = Verdict::Failed { id: "a".into(), state: "broken".into() };
    assert_eq!(look(&server, "thing_ready", &["a", "b"]).await, Ok(Some(failed)));
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
    let verdict = look(&server, "thing_ready", &["a", "b", "c"]).await;
    assert_eq!((verdict, server.seen().len()), (Ok(Some(Verdict::Reached)), 2));
}

#[tokio::test]
async fn what_is_missing_is_gone_where_that_is_waited_for() {
    let server = Server::start(|turn, seen| match (turn, seen.param("Id")) {
        (0, Some("a")) => json(&json!({ "RequestId": "r", "Thing": { "State": "leaving" } })),
        (_, Some("a")) => refusal(404, "NotThere", "no such thing"),
        _ => json(&json!({ "RequestId": "r" })),
    })
    .await;
    assert_eq!(look(&server, "thing_gone", &["a", "b"]).await, Ok(None));
    assert_eq!(look(&server, "thing_gone", &["a", "b"]).await, Ok(Some(Verdict::Reached)));
}

#[tokio::test]
async fn one_missing_id_does_not_hide_the_state_of_the_others() {
    let server = Server::start(|_, seen| match (seen.param("Ids.1"), seen.param("Ids.2")) {
        (Some("a"), None) => things(&[("a", "broken")]),
        _ => refusal(404, "NotThere", "no such thing"),
    })
    .await;
    assert_eq!(look(&server, "thing_ready", &["a", "b"]).await, Ok(None));
    assert_eq!(server.seen().len(), 3, "both, then each on its own");
}

#[tokio::test]
async fn a_look_that_fails_says_nothing_and_the_next_may_work() {
    let server =
        Server::start(|turn, _| if turn < 4 { refusal(500, "Internal", "oops") } else { things(&[("a", "ready")]) })
            .await;
    let error = look(&server, "thing_ready", &["a"]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unavailable);
    assert_eq!(look(&server, "thing_ready", &["a"]).await, Ok(Some(Verdict::Reached)));
    let server = Server::start(|_, _| refusal(403, "WrongKey", "no")).await;
    let error = look(&server, "thing_ready", &["a"]).await.unwrap_err();
    assert_eq!((error.kind, server.seen().len()), (ErrorKind::CredentialRejected, 1));
}

#[tokio::test]
async fn an_unknown_waiter_is_a_bug_and_no_ids_are_reached_at_once() {
    let server = Server::start(|_, _| Play::Drop).await;
    assert_eq!(look(&server, "what", &["a"]).await.unwrap_err().kind, ErrorKind::Bug);
    assert_eq!(look(&server, "thing_ready", &[]).await, Ok(Some(Verdict::Reached)));
    assert!(server.seen().is_empty());
}
