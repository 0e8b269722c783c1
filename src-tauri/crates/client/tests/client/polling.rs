//! Asking where things stand.

use serde_json::{Value, json};
use yundeck_client::Standing;
use yundeck_domain::{Error, ErrorKind};

use crate::cloud::{REGION, access, client};
use crate::server::{Play, Seen, Server, json, refusal};

const REACHED: &str = "reached";
const BROKEN: &str = "broken";
const UNDERWAY: &str = "underway";

/// Asks once.
async fn poll(server: &Server, waiter: &str, ids: &[&str]) -> Result<Vec<(String, Standing)>, Error> {
    let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    client().poll(&access(&server.url()), REGION, waiter, &ids, &json!({})).await
}

fn standing(word: &str, state: &str) -> Standing {
    let state = state.to_owned();
    match word {
        REACHED => Standing::Reached { state },
        BROKEN => Standing::Broken { state },
        _ => Standing::Underway { state: Some(state) },
    }
}

const MISSING: Standing = Standing::Missing { awaited: false };
const GONE: Standing = Standing::Missing { awaited: true };

fn of<const N: usize>(standings: [(&str, Standing); N]) -> Result<Vec<(String, Standing)>, Error> {
    Ok(standings.into_iter().map(|(id, standing)| (id.to_owned(), standing)).collect())
}

fn things(states: &[(&str, &str)]) -> Play {
    let things: Vec<Value> = states.iter().map(|(id, state)| json!({ "Id": id, "State": state })).collect();
    json(&json!({ "RequestId": "r", "Total": things.len(), "Things": things }))
}

#[tokio::test]
async fn poll_of_many_tells_each_with_the_clouds_word() {
    let server = Server::start(|turn, _| match turn {
        0 => things(&[("b", "making"), ("a", "ready")]),
        _ => things(&[("c", "broken")]),
    })
    .await;
    let expected = of([
        ("a", standing(REACHED, "ready")),
        ("b", standing(UNDERWAY, "making")),
        ("c", standing(BROKEN, "broken")),
        ("d", MISSING),
    ]);
    assert_eq!(poll(&server, "thing_ready", &["a", "b", "c", "d"]).await, expected);
    assert_eq!(server.seen().len(), 2, "as many at once as a call may carry, and each once");
}

#[tokio::test]
async fn poll_asks_where_the_call_was_about_and_once_more_for_what_is_hidden() {
    let server = Server::start(|_, seen| match (seen.param("Count"), seen.param("Ids.1")) {
        (None, _) => things(&[("a", "leaving")]),
        (Some("7"), Some("b")) => things(&[("b", "binned")]),
        asked => panic!("{asked:?}"),
    })
    .await;
    let ids = ["a", "b", "c"].map(str::to_owned);
    let call = json!({ "Place": { "Name": "north" }, "Kind": "x" });
    let polled = client().poll(&access(&server.url()), REGION, "thing_binned", &ids, &call).await;
    assert_eq!(polled, of([("a", standing(UNDERWAY, "leaving")), ("b", standing(REACHED, "binned")), ("c", GONE)]));
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.param("Name") == Some("north")), "of the place that the call was about");
    assert_eq!(seen.iter().filter(|seen| seen.param("Count").is_some()).count(), 1, "only for what is missing");
    let elsewhere = poll(&server, "thing_binned", &["a"]).await;
    assert_eq!(elsewhere, of([("a", standing(UNDERWAY, "leaving"))]));
    assert_eq!(server.seen().last().and_then(|seen| seen.param("Name").map(str::to_owned)), None);
}

#[tokio::test]
async fn poll_that_cannot_ask_for_what_is_hidden_takes_the_plain_list() {
    let server = Server::start(|_, seen| match seen.param("Count") {
        None => things(&[]),
        Some(_) => refusal(400, "NeverHeardOf", "no such filter"),
    })
    .await;
    assert_eq!(poll(&server, "thing_binned", &["a"]).await, of([("a", GONE)]));
}

#[tokio::test]
async fn poll_of_more_than_a_call_may_carry_asks_in_several() {
    let asked =
        |seen: &Seen| [seen.param("Ids.1"), seen.param("Ids.2"), seen.param("Ids.3")].map(|id| id.map(str::to_owned));
    let server = Server::start(move |_, seen| {
        let ids = asked(seen);
        assert_eq!(ids[2], None);
        let states: Vec<_> = ids.iter().flatten().map(|id| (id.as_str(), "ready")).collect();
        things(&states)
    })
    .await;
    let standings = poll(&server, "thing_ready", &["a", "b", "c"]).await.unwrap();
    assert!(standings.iter().all(|(_, standing)| standing.is_reached()), "{standings:?}");
    assert_eq!((standings.len(), server.seen().len()), (3, 2));
}

#[tokio::test]
async fn poll_for_gone_things_tells_missing_as_such() {
    let server = Server::start(|turn, seen| match (turn, seen.param("Id")) {
        (0, Some("a")) => json(&json!({ "RequestId": "r", "Thing": { "State": "leaving" } })),
        (_, Some("a")) => refusal(404, "NotThere", "no such thing"),
        (1, _) => json(&json!({ "RequestId": "r" })),
        _ => json(&json!({ "RequestId": "r", "Thing": {} })),
    })
    .await;
    assert_eq!(poll(&server, "thing_gone", &["a", "b"]).await, of([("a", standing(UNDERWAY, "leaving")), ("b", GONE)]));
    assert_eq!(poll(&server, "thing_gone", &["a", "b"]).await, of([("a", GONE), ("b", GONE)]));
}

#[tokio::test]
async fn poll_answered_with_unknown_code_does_not_call_anything_gone() {
    let server = Server::start(|_, _| refusal(404, "NeverHeardOf", "the region's licence has run out")).await;
    assert_eq!(poll(&server, "thing_gone", &["a"]).await.unwrap_err().kind, ErrorKind::InvalidParams);
}

#[tokio::test]
async fn poll_of_a_record_without_state_does_not_call_it_missing() {
    let server = Server::start(|turn, _| match turn {
        0 => json(&json!({ "RequestId": "r", "Thing": { "Id": "a" } })),
        _ => json(&json!({ "RequestId": "r", "Total": 1, "Things": [{ "Id": "a", "State": null }] })),
    })
    .await;
    for waiter in ["thing_gone", "thing_ready"] {
        assert_eq!(poll(&server, waiter, &["a"]).await, of([("a", Standing::Underway { state: None })]), "{waiter}");
    }
}

#[tokio::test]
async fn poll_with_one_missing_tells_the_others() {
    let server = Server::start(|_, seen| match (seen.param("Ids.1"), seen.param("Ids.2")) {
        (Some("a"), None) => things(&[("a", "broken")]),
        _ => refusal(404, "NotThere", "no such thing"),
    })
    .await;
    assert_eq!(
        poll(&server, "thing_ready", &["a", "b"]).await,
        of([("a", standing(BROKEN, "broken")), ("b", MISSING)])
    );
    assert_eq!(server.seen().len(), 3, "both, then each on its own");
}

#[tokio::test]
async fn poll_that_fails_says_nothing_and_the_next_may_work() {
    let server =
        Server::start(|turn, _| if turn < 4 { refusal(500, "Internal", "oops") } else { things(&[("a", "ready")]) })
            .await;
    let error = poll(&server, "thing_ready", &["a"]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unavailable);
    assert_eq!(poll(&server, "thing_ready", &["a"]).await, of([("a", standing(REACHED, "ready"))]));
    let server = Server::start(|_, _| refusal(403, "WrongKey", "no")).await;
    let error = poll(&server, "thing_ready", &["a"]).await.unwrap_err();
    assert_eq!((error.kind, server.seen().len()), (ErrorKind::CredentialRejected, 1));
}

#[tokio::test]
async fn poll_of_unknown_waiter_is_a_bug_and_of_no_ids_asks_nothing() {
    let server = Server::start(|_, _| Play::Drop).await;
    assert_eq!(poll(&server, "what", &["a"]).await.unwrap_err().kind, ErrorKind::Bug);
    assert_eq!(poll(&server, "thing_ready", &[]).await, Ok(vec![]));
    assert!(server.seen().is_empty());
}

#[test]
fn standing_is_settled_when_reached_or_broken() {
    for (standing, reached, settled, state) in [
        (standing(REACHED, "ready"), true, true, Some("ready")),
        (standing(BROKEN, "broken"), false, true, Some("broken")),
        (standing(UNDERWAY, "making"), false, false, Some("making")),
        (MISSING, false, false, None),
        (GONE, true, true, None),
    ] {
        assert_eq!((standing.is_reached(), standing.is_settled(), standing.state()), (reached, settled, state));
    }
}
