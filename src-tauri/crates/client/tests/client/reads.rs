//! Reads: what goes out, what is refused, what is tried again.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use yundeck_client::{Client, Options};
use yundeck_domain::{Call, Delivery, ErrorKind};
use yundeck_wire::{Credential, Moment, Target, prepare};

use crate::cloud::{REGION, SECRET, Stopped, access, buy, client, get_thing, quick};
use crate::server::{Play, Server, json, refusal, reply};

#[tokio::test]
async fn the_signed_bytes_are_the_sent_bytes() {
    let server = Server::start(|_, _| json(&json!({ "RequestId": "r-1", "Ok": 1 }))).await;
    let access = access(&server.url());
    let now = "2026-03-01T10:00:00Z".parse().unwrap();
    let client = Client::new(Options { clock: Arc::new(Stopped(now)), ..quick() });
    let params = json!({ "Name": "a b+c&d=e/é'~*", "Ids": ["x", "y"], "Count": null });
    let answer = client.read(&access, REGION, &Call::new("ListThings", params)).await.unwrap();
    assert_eq!(
        (answer.result["Ok"].as_i64(), answer.request_id.as_deref(), answer.http_status),
        (Some(1), Some("r-1"), 200)
    );

    let operation = access.cloud.operation("ListThings").unwrap();
    let endpoint = server.url();
    let target = Target { endpoint: Some(&endpoint), region: REGION, scheme: access.cloud.signing[0] };
    let moment = Moment { unix_seconds: now.timestamp(), nonce: String::new() };
    let pruned = json!({ "Name": "a b+c&d=e/é'~*", "Ids": ["x", "y"] });
    let expected = prepare(access.cloud, operation, &pruned, &target, &Credential::new("AK", SECRET, None), &moment)
        .unwrap()
        .request;
    let seen = &server.seen()[0];
    let target = expected.url().strip_prefix(&endpoint).unwrap().to_owned();
    assert_eq!(seen.line(), format!("{} {target} HTTP/1.1", expected.method));
    assert_eq!(seen.header("host"), Some(expected.authority.as_str()));
    for (name, value) in &expected.headers {
        assert_eq!(seen.header(name), Some(value.as_str()), "{name}");
    }
    assert_eq!(seen.body.as_bytes(), expected.body);
    assert!(seen.header("authorization").is_some_and(|text| text.starts_with("AWS4-HMAC-SHA256")), "{}", seen.head);
}

#[tokio::test]
async fn every_problem_is_named_and_nothing_is_sent() {
    let server = Server::start(|_, _| Play::Drop).await;
    let params = json!({ "Name": "a name that is much too long", "Count": 0, "Wrong": 1 });
    let error = client().read(&access(&server.url()), REGION, &Call::new("ListThings", params)).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::InvalidParams, Delivery::NotSent));
    let paths: Vec<_> = error.problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["/Count", "/Name", "/Wrong"]);
    assert_eq!(error.at.unwrap().operation.as_deref(), Some("ListThings"));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_region_s_name_in_its_id_s_place_is_the_region_s_fault_and_not_the_key_s() {
    let server = Server::start(|_, _| Play::Drop).await;
    for text in ["广州", "a region"] {
        let error = client().read(&access(&server.url()), text, &get_thing()).await.unwrap_err();
        assert_eq!((error.kind, error.delivery), (ErrorKind::InvalidParams, Delivery::NotSent));
        assert!(error.words.unwrap().zh.contains(text));
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn what_is_no_read_cannot_be_read() {
    let server = Server::start(|_, _| Play::Drop).await;
    let error = client().read(&access(&server.url()), REGION, &buy()).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::Bug, Delivery::NotSent));
    let error = client().read(&access(&server.url()), REGION, &Call::new("Nothing", json!({}))).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Bug);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = Server::start(|_, _| json(&json!({}))).await;
    let location = format!("Location: {}/\r\n", other.url());
    for status in [301, 302, 307, 308] {
        let location = location.clone();
        let server = Server::start(move |_, _| reply(status, &location, "")).await;
        let error = client().read(&access(&server.url()), REGION, &get_thing()).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Network);
        assert!(error.words.unwrap().en.contains("127.0.0.1"), "the words do not say where to");
        assert_eq!(server.seen().len(), 1);
    }
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn an_answer_is_read_up_to_the_cap_only() {
    let client = Client::new(Options { response_cap: 1000, ..quick() });
    let announced = Server::start(|_, _| Play::Bytes(b"HTTP/1.1 200 X\r\nContent-Length: 1001\r\n\r\n".to_vec())).await;
    let endless = Server::start(|_, _| {
        let chunk = format!("100\r\n{}\r\n", " ".repeat(256));
        Play::Bytes(format!("HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n{}", chunk.repeat(8)).into_bytes())
    })
    .await;
    for server in [announced, endless] {
        let error = client.read(&access(&server.url()), REGION, &get_thing()).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadReply);
        assert_eq!(server.seen().len(), 1, "more would come the next time too");
    }
    let padded = format!("{}{}", json!({ "RequestId": "r" }), " ".repeat(1000 - 17));
    assert_eq!(padded.len(), 1000);
    let fitting = Server::start(move |_, _| reply(200, "", &padded)).await;
    assert!(client.read(&access(&fitting.url()), REGION, &get_thing()).await.is_ok());
}

#[tokio::test]
async fn passing_failures_are_tried_three_times_and_signed_anew() {
    let plays: [fn() -> Play; 4] = [
        || reply(503, "", "<html>down</html>"),
        || refusal(500, "Internal", "oops"),
        || Play::Drop,
        || Play::Last(b"HTTP/1.1 200 X\r\nContent-Length: 99\r\n\r\n{\"half".to_vec()),
    ];
    let kinds = [ErrorKind::Unavailable, ErrorKind::Unavailable, ErrorKind::Network, ErrorKind::Network];
    for (play, kind) in plays.into_iter().zip(kinds) {
        let server = Server::start(move |_, _| play()).await;
        let error = client().read(&access(&server.url()), REGION, &get_thing()).await.unwrap_err();
        assert_eq!((error.kind, server.seen().len()), (kind, 3), "{}", error.context);
        let server =
            Server::start(move |turn, _| if turn < 2 { play() } else { json(&json!({ "RequestId": "r" })) }).await;
        assert!(client().read(&access(&server.url()), REGION, &get_thing()).await.is_ok());
    }
}

#[tokio::test]
async fn every_attempt_has_a_time_of_its_own() {
    let server = Server::start(|turn, _| {
        if turn == 0 { reply(503, "Retry-After: 2\r\n", "") } else { json(&json!({ "RequestId": "r" })) }
    })
    .await;
    client().read(&access(&server.url()), REGION, &get_thing()).await.unwrap();
    let seen = server.seen();
    assert_ne!(seen[0].header("x-amz-date"), seen[1].header("x-amz-date"));
    assert_ne!(seen[0].header("authorization"), seen[1].header("authorization"));
}

#[tokio::test]
async fn a_refusal_is_not_tried_again_and_keeps_the_clouds_words() {
    let server = Server::start(|_, _| refusal(403, "SoldOut", "none left")).await;
    let error = client().read(&access(&server.url()), REGION, &get_thing()).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::SoldOut, Delivery::Answered));
    assert_eq!(error.words.unwrap().zh, "卖完了");
    let vendor = error.vendor.unwrap();
    assert_eq!((vendor.code.as_str(), vendor.message.as_str(), vendor.http_status), ("SoldOut", "none left", 403));
    assert_eq!(vendor.request_id.as_deref(), Some("r-1"));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn read_answered_with_unknown_code_is_invalid_or_unavailable_by_status() {
    for (status, kind, times) in [
        (400, ErrorKind::InvalidParams, 1),
        (200, ErrorKind::InvalidParams, 1),
        (404, ErrorKind::InvalidParams, 1),
        (500, ErrorKind::Unavailable, 3),
        (503, ErrorKind::Unavailable, 3),
    ] {
        let server = Server::start(move |_, _| refusal(status, "NeverHeardOf", "no")).await;
        let error = client().read(&access(&server.url()), REGION, &get_thing()).await.unwrap_err();
        assert_eq!(
            (error.kind, error.delivery, server.seen().len()),
            (kind, Delivery::Answered, times),
            "HTTP {status}"
        );
        assert_eq!(error.vendor.unwrap().code, "NeverHeardOf");
    }
}

#[tokio::test]
async fn a_long_retry_after_is_not_waited_for() {
    let server = Server::start(|_, _| reply(429, "Retry-After: 3600\r\n", "")).await;
    let error = client().read(&access(&server.url()), REGION, &get_thing()).await.unwrap_err();
    assert_eq!((error.kind, server.seen().len()), (ErrorKind::RateLimited, 1));
}

#[tokio::test]
async fn no_answer_in_time_is_a_timeout() {
    let server = Server::start(|_, _| Play::Hang).await;
    let client = Client::new(Options { read_timeout: Duration::from_millis(200), ..quick() });
    let error = client.read(&access(&server.url()), REGION, &get_thing()).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::Timeout, Delivery::MaybeSent));
    assert_eq!(server.seen().len(), 1, "the time was used up");
}

#[tokio::test]
async fn nobody_listening_is_named_and_nothing_is_sent() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = client().read(&access(&format!("http://{free}")), REGION, &get_thing()).await.unwrap_err();
    assert_eq!((error.kind, error.delivery), (ErrorKind::Network, Delivery::NotSent));
    assert!(error.words.unwrap().en.contains("refuses the connection"));
}

#[tokio::test]
async fn plain_http_is_spoken_with_this_computer_only() {
    for endpoint in ["http://10.255.255.1", "http://cloud.example", "http://localhost.cloud.example:80"] {
        let error = client().read(&access(endpoint), REGION, &get_thing()).await.unwrap_err();
        assert_eq!((error.kind, error.delivery), (ErrorKind::Network, Delivery::NotSent));
        assert!(error.words.unwrap().en.contains("https"), "{endpoint}");
    }
}

#[tokio::test]
async fn a_wrong_clock_is_measured() {
    let server = Server::start(|_, _| {
        let body = json!({ "Error": { "Code": "WrongTime", "Message": "expired" } }).to_string();
        reply(403, "Date: Sun, 01 Mar 2026 10:00:00 GMT\r\n", &body)
    })
    .await;
    let now = "2026-03-01T10:07:00Z".parse().unwrap();
    let client = Client::new(Options { clock: Arc::new(Stopped(now)), ..quick() });
    let error = client.read(&access(&server.url()), REGION, &get_thing()).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::ClockSkew);
    assert!(error.words.unwrap().en.contains("420 seconds ahead"));
}

#[tokio::test]
async fn secrets_that_a_cloud_repeats_are_masked() {
    let call = Call::new("GetThing", json!({ "Id": "a", "Password": "Pa55+word" }));
    let message = format!("bad value Pa55+word (sent as Pa55%2Bword), key {SECRET}");
    let server = Server::start(move |_, _| refusal(400, "Odd", &message)).await;
    let error = client().read(&access(&server.url()), REGION, &call).await.unwrap_err();
    let shown = format!("{error:?} {error} {}", serde_json::to_string(&error).unwrap());
    for secret in ["Pa55", SECRET] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(error.vendor.unwrap().message.starts_with("bad value ******"));

    // What is logged and kept beside the message holds none either.
    let server = Server::start(move |_, _| {
        json(&json!({ "RequestId": format!("r-{SECRET}"), "Error": { "Code": "Pa55+word", "Message": "no" } }))
    })
    .await;
    let error = client().read(&access(&server.url()), REGION, &call).await.unwrap_err();
    let vendor = error.vendor.clone().unwrap();
    assert_eq!((vendor.code.as_str(), vendor.request_id.as_deref()), ("******", Some("r-******")));
    assert!(!format!("{error:?}").contains(SECRET), "{error:?}");

    // A broken connection's error would name the URL, with the query in it.
    let server = Server::start(|_, _| Play::Drop).await;
    let error = client().read(&access(&server.url()), REGION, &call).await.unwrap_err();
    assert!(!format!("{error:?}").contains("Pa55"), "{error:?}");
    assert!(server.seen()[0].param("Password").is_some(), "the secret was not in the query at all");
}

#[tokio::test]
async fn read_whose_reply_repeats_a_secret_answers_it_masked() {
    let server = Server::start(move |_, _| {
        json(&json!({
            "RequestId": format!("r {SECRET}"), "Set": [{ "Id": "a", "userData": "c2VjcmV0" }], "Note": format!("key {SECRET}!"),
        }))
    })
    .await;
    let answer = client().read(&access(&server.url()), REGION, &get_thing()).await.unwrap();
    assert_eq!(answer.request_id.as_deref(), Some("r ******"));
    assert_eq!(answer.result["Set"], json!([{ "Id": "a", "userData": "******" }]));
    assert_eq!(answer.result["Note"], "key ******!");
    // A reply that breaks off is no reply, and its beginning is told of.
    let server = Server::start(|_, _| reply(200, "", r#"{"UserData": "c2VjcmV0", "#)).await;
    let error = client().read(&access(&server.url()), REGION, &get_thing()).await.unwrap_err();
    assert!(!format!("{error:?}").contains("c2VjcmV0"), "{error:?}");
}

#[tokio::test]
async fn a_preview_is_masked_and_sends_nothing() {
    let server = Server::start(|_, _| Play::Drop).await;
    let preview = client().preview(&access(&server.url()), REGION, &buy()).unwrap();
    assert_eq!(preview.method, "POST");
    assert!(preview.body.contains("Name=x"), "{}", preview.body);
    let shown = format!("{preview:?}");
    assert!(!shown.contains("Pa55") && !shown.contains(SECRET), "{shown}");
    assert!(server.seen().is_empty());
    let error = client().preview(&access(&server.url()), REGION, &Call::new("BuyThing", json!({}))).unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidParams);
}

#[test]
fn an_access_shows_no_secret() {
    assert!(!format!("{:?}", access("http://127.0.0.1:1")).contains(SECRET));
}
