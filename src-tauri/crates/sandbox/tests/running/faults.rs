//! Faults strike where they should, and what was done is done.

use std::time::{Duration, Instant};

use yundeck_sandbox::{Fault, FaultKind, Options};

use crate::guest::{Got, call, count, run, start};

#[tokio::test]
async fn a_connection_dropped_before_applying_leaves_nothing_behind() {
    let sandbox = start(Options::default()).await;
    sandbox.inject(Fault::new(FaultKind::DropBefore).on("Run"));
    assert!(matches!(run(&sandbox).await, Got::Nothing));
    assert_eq!(count(&sandbox), 0);
    assert_eq!(sandbox.state()["plaything"]["calls"]["Run"]["applied"], 0);
}

#[tokio::test]
async fn a_connection_dropped_after_applying_leaves_the_instance() {
    let sandbox = start(Options::default()).await;
    sandbox.inject(Fault::new(FaultKind::DropAfter).of("plaything").on("Run"));
    assert!(matches!(run(&sandbox).await, Got::Nothing));
    assert_eq!(count(&sandbox), 1);
    assert!(matches!(run(&sandbox).await, Got::Reply { status: 200, .. }), "it struck once");
    assert_eq!(count(&sandbox), 2);
}

#[tokio::test]
async fn a_fault_of_one_operation_does_not_strike_another() {
    let sandbox = start(Options::default()).await;
    sandbox.inject(Fault::new(FaultKind::DropBefore).on("Run"));
    assert!(matches!(call(&sandbox, "List", serde_json::json!({})).await, Got::Reply { status: 200, .. }));
}

#[tokio::test]
async fn throttling_and_outages_are_said_in_the_clouds_words() {
    let sandbox = start(Options::default()).await;
    sandbox.inject(Fault::new(FaultKind::Throttle));
    sandbox.inject(Fault::new(FaultKind::Unavailable));
    assert_eq!(run(&sandbox).await.error(), "TooMany");
    assert_eq!(run(&sandbox).await.error(), "Internal");
    sandbox.inject(Fault { code: Some("SoldOut".into()), status: Some(409), ..Fault::new(FaultKind::Refuse) });
    assert_eq!(run(&sandbox).await.error(), "SoldOut");
    assert_eq!(count(&sandbox), 0);
}

#[tokio::test]
async fn a_gateways_page_and_a_redirection_are_not_the_clouds_words() {
    let sandbox = start(Options::default()).await;
    sandbox.inject(Fault::new(FaultKind::BadGateway));
    let Got::Reply { status, body, .. } = run(&sandbox).await else { panic!("no reply") };
    assert_eq!((status, body.starts_with("<html>")), (502, true));
    sandbox.inject(Fault { message: Some("http://127.0.0.1:1/".into()), ..Fault::new(FaultKind::Redirect) });
    let Got::Reply { status, head, .. } = run(&sandbox).await else { panic!("no reply") };
    assert_eq!(status, 302);
    assert!(head.contains("location: http://127.0.0.1:1/"), "{head}");
    assert_eq!(count(&sandbox), 0);
}

#[tokio::test]
async fn an_answer_can_end_too_early_with_and_without_saying_so() {
    let sandbox = start(Options::default()).await;
    sandbox.inject(Fault::new(FaultKind::Malformed));
    let Got::Reply { body, .. } = run(&sandbox).await else { panic!("no reply") };
    assert!(serde_json::from_str::<serde_json::Value>(&body).is_err(), "{body}");
    sandbox.inject(Fault::new(FaultKind::Truncated));
    let Got::Part(part) = run(&sandbox).await else { panic!("a whole reply") };
    assert!(!part.is_empty());
    assert_eq!(count(&sandbox), 2, "both were done");
}

#[tokio::test]
async fn latency_is_before_or_after_and_a_slow_answer_is_complete() {
    let sandbox = start(Options::default()).await;
    for kind in [FaultKind::Latency, FaultKind::LatencyAfter, FaultKind::SlowBody] {
        sandbox.inject(Fault::new(kind).millis(300));
        let begun = Instant::now();
        assert!(run(&sandbox).await.json()["result"]["ids"].is_array(), "{kind:?}");
        assert!(begun.elapsed() >= Duration::from_millis(290), "{kind:?}: {:?}", begun.elapsed());
    }
    assert_eq!(count(&sandbox), 3);
}

#[tokio::test]
async fn with_latency_after_the_instance_exists_before_the_answer() {
    let sandbox = start(Options::default()).await;
    sandbox.inject(Fault::new(FaultKind::LatencyAfter).millis(1500));
    let answer = async { run(&sandbox).await };
    let look = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        count(&sandbox)
    };
    assert_eq!(tokio::join!(answer, look).1, 1);
}

#[tokio::test]
async fn every_reply_can_be_held_back() {
    let sandbox = start(Options { latency: Duration::from_millis(200), ..Options::default() }).await;
    let begun = Instant::now();
    run(&sandbox).await.json();
    assert!(begun.elapsed() >= Duration::from_millis(190));
}

#[tokio::test]
async fn the_catalogues_rate_limit_is_enforced_on_demand() {
    let sandbox = start(Options { throttle: true, ..Options::default() }).await;
    let mut refused = 0;
    for _ in 0..12 {
        if call(&sandbox, "List", serde_json::json!({})).await.json()["error"] == "TooMany" {
            refused += 1;
        }
    }
    // Three calls a second are allowed; twelve calls take less than three seconds.
    assert!(refused >= 3, "{refused}");
}
