//! A cloud that finds the calls too many is waited for.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use yundeck_client::{Client, Options};
use yundeck_domain::{Error, ErrorKind};

use crate::cloud::{REGION, access, buy, get_thing, permit, stop};
use crate::world::{Played, good, played, refused, world};

/// A cloud that takes calls only from that second on.
fn throttled_for(seconds: u64) -> Arc<Played> {
    played(Duration::from_millis(50), move |_, came| {
        if came < Duration::from_secs(seconds) {
            refused("Busy")
        } else {
            good(&json!({ "RequestId": "r", "Id": "t-1" }))
        }
    })
}

/// Reads in so many regions of one account at once.
async fn refresh(client: &Client, regions: usize) -> Vec<Result<(), Error>> {
    let access = access("");
    let reads = (0..regions).map(|number| {
        let (client, access) = (client.clone(), access.clone());
        async move { client.read(&access, &format!("region-{number}"), &get_thing()).await.map(|_| ()) }
    });
    futures::future::join_all(reads).await
}

#[tokio::test(start_paused = true)]
async fn reads_throttled_for_seconds_all_come_through_without_the_stock_of_retries() {
    let carrier = throttled_for(3);
    let client = Client::new(Options { retry_budget: 0, ..world(&carrier, 5) });
    for outcome in refresh(&client, 19).await {
        outcome.unwrap();
    }
    let (took, asked) = (carrier.start.elapsed(), carrier.seen.lock().unwrap().len());
    assert!(took < Duration::from_secs(10), "it took {took:?}");
    assert!(asked < 19 + 30, "{asked} requests: the cloud was not left alone");
}

#[tokio::test(start_paused = true)]
async fn read_throttled_for_long_fails_in_the_end() {
    let carrier = throttled_for(3600);
    let client = Client::new(world(&carrier, 5));
    for outcome in refresh(&client, 3).await {
        assert_eq!(outcome.unwrap_err().kind, ErrorKind::RateLimited);
    }
    let took = carrier.start.elapsed().as_secs();
    assert!((30..60).contains(&took), "it took {took} s");
    assert!(carrier.seen.lock().unwrap().len() < 30);
}

#[tokio::test(start_paused = true)]
async fn throttled_operation_holds_up_no_other() {
    let carrier =
        played(
            Duration::from_millis(50),
            |turn, _| {
                if turn == 0 { refused("Busy") } else { good(&json!({ "RequestId": "r" })) }
            },
        );
    let client = Client::new(world(&carrier, 5));
    let access = access("");
    let (get, list) = (get_thing(), yundeck_domain::Call::new("ListThings", json!({})));
    let other = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        client.read(&access, REGION, &list).await.unwrap();
        carrier.start.elapsed()
    };
    let (first, other) = tokio::join!(client.read(&access, REGION, &get), other);
    first.unwrap();
    assert!(other < Duration::from_millis(200), "{other:?}");
}

#[tokio::test(start_paused = true)]
async fn throttled_act_is_a_refusal_and_with_a_token_it_is_sent_again() {
    let carrier = throttled_for(3600);
    let client = Client::new(world(&carrier, 5));
    let error = client.apply(&access(""), REGION, permit(stop(), None)).await.unwrap_err();
    assert_eq!((error.kind, carrier.seen.lock().unwrap().len()), (ErrorKind::RateLimited, 1));
    let carrier = played(Duration::ZERO, |turn, _| {
        if turn == 0 { refused("Busy") } else { good(&json!({ "RequestId": "r", "Id": "t-1" })) }
    });
    let client = Client::new(world(&carrier, 5));
    client.apply(&access(""), REGION, permit(buy(), Some("tok-1"))).await.unwrap();
    assert_eq!(carrier.seen.lock().unwrap().len(), 2);
}
