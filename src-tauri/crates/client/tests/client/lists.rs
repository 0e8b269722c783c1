//! Lists over the network: to the end, or as far as they get on.

use futures::StreamExt;
use serde_json::{Value, json};
use yundeck_domain::{Call, ErrorKind, Read};

use crate::cloud::{REGION, access, client, get_thing};
use crate::server::{Play, Seen, Server, json, refusal};

fn ids(result: &Value) -> Vec<String> {
    result["Things"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|thing| Some(thing["Id"].as_str()?.to_owned()))
        .collect()
}

fn list() -> Read<String> {
    Read { call: Call::new("ListThings", json!({})), map: ids }
}

/// A page of a list of so many things.
fn page(seen: &Seen, total: usize) -> Play {
    let number = |name| seen.param(name).and_then(|text| text.parse::<usize>().ok()).unwrap();
    let (from, size) = (number("Offset"), number("Limit"));
    let things: Vec<_> = (from..total.min(from + size)).map(|id| json!({ "Id": format!("t{id}") })).collect();
    json(&json!({ "RequestId": "r", "Things": things, "Total": total }))
}

#[tokio::test]
async fn a_list_is_read_to_its_end() {
    for (total, pages) in [(0, 1), (1, 1), (2, 1), (5, 3)] {
        let server = Server::start(move |_, seen| page(seen, total)).await;
        let listing = client().list(&access(&server.url()), REGION, &list()).await;
        assert_eq!((listing.failure, listing.complete), (None, true));
        assert_eq!(listing.items, (0..total).map(|id| format!("t{id}")).collect::<Vec<_>>());
        assert_eq!((listing.pages, server.seen().len()), (pages, pages as usize));
    }
}

#[tokio::test]
async fn a_server_that_repeats_a_page_for_ever_is_left() {
    let server =
        Server::start(|_, _| json(&json!({ "RequestId": "r", "Things": [{ "Id": "a" }, { "Id": "b" }], "Total": 99 })))
            .await;
    let listing = client().list(&access(&server.url()), REGION, &list()).await;
    assert_eq!(listing.items, ["a", "b"], "what was read before stays, what repeats it is not added");
    assert_eq!((listing.failure.map(|error| error.kind), listing.complete), (Some(ErrorKind::BadReply), false));
    assert_eq!(server.seen().len(), 2);
}

/// A total that lies: the list ends where the cloud shows no more. It is no failure, and what is not in it means nothing.
#[tokio::test]
async fn list_of_which_less_is_shown_than_counted_ends_with_a_note() {
    let server = Server::start(|_, seen| {
        let first = seen.param("Offset") == Some("0");
        let things = if first { json!([{ "Id": "t0" }]) } else { json!([]) };
        json(&json!({ "RequestId": "r", "Things": things, "Total": 3 }))
    })
    .await;
    let listing = client().list(&access(&server.url()), REGION, &list()).await;
    assert_eq!((listing.items, listing.failure, listing.complete), (vec!["t0".to_owned()], None, false));
    let words = listing.short.unwrap().words.unwrap();
    assert!(words.en.contains("counts 3") && words.en.contains("showed 1"), "{words:?}");

    let pages = client().pages(&access(&server.url()), REGION, &Call::new("ListThings", json!({})));
    let pages: Vec<_> = pages.collect().await;
    assert_eq!(pages.len(), 3, "two pages, and that it is less than was counted");
    assert_eq!(pages[2].as_ref().unwrap_err().kind, ErrorKind::BadReply);
}

#[tokio::test]
async fn what_was_read_before_a_failure_stays() {
    let server =
        Server::start(|turn, seen| if turn == 0 { page(seen, 5) } else { refusal(403, "WrongKey", "no") }).await;
    let listing = client().list(&access(&server.url()), REGION, &list()).await;
    assert_eq!((listing.items, listing.complete), (vec!["t0".to_owned(), "t1".to_owned()], false));
    let failure = listing.failure.unwrap();
    assert_eq!(failure.kind, ErrorKind::CredentialRejected);
    assert_eq!(failure.at.unwrap().account.as_deref(), Some("acc-1"));
}

#[tokio::test]
async fn pages_come_one_by_one_and_end_after_an_error() {
    let server =
        Server::start(|turn, seen| if turn == 0 { page(seen, 5) } else { refusal(403, "WrongKey", "no") }).await;
    let mut pages = client().pages(&access(&server.url()), REGION, &Call::new("ListThings", json!({ "Name": "n" })));
    assert_eq!(ids(&pages.next().await.unwrap().unwrap()), ["t0", "t1"]);
    assert_eq!(server.seen().len(), 1, "the next page was read before anybody asked for it");
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.next().await.is_none());
    for seen in server.seen() {
        assert_eq!(seen.param("Name"), Some("n"));
    }
}

#[tokio::test]
async fn an_operation_without_paging_is_one_page() {
    let server = Server::start(|_, _| json(&json!({ "RequestId": "r", "Thing": {} }))).await;
    let pages: Vec<_> = client().pages(&access(&server.url()), REGION, &get_thing()).collect().await;
    assert_eq!(pages.len(), 1);
    assert!(pages[0].is_ok());
}

#[tokio::test]
async fn list_some_stops_after_its_pages_and_says_whether_that_was_all() {
    for (total, most, items, complete) in
        [(5, 2, 4, false), (4, 2, 4, true), (5, 3, 5, true), (3, 9, 3, true), (0, 1, 0, true), (5, 0, 0, false)]
    {
        let server = Server::start(move |_, seen| page(seen, total)).await;
        let listing = client().list_some(&access(&server.url()), REGION, &list(), most).await;
        assert_eq!(listing.failure, None);
        assert_eq!((listing.items.len(), listing.complete), (items, complete), "{most} pages of {total} things");
        assert_eq!(server.seen().len(), listing.pages as usize);
        assert!(listing.pages <= most);
    }
}
