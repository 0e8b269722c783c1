//! Requests that come late or twice, and answers that do not say what was done.

use std::time::Duration;

use serde_json::json;
use yundeck_sandbox::world::InstanceState;
use yundeck_sandbox::{Answer, Fault, FaultKind};
use yundeck_tests::in_process::Direct;
use yundeck_wire::Fault as Misread;

use crate::cloud::Cloud;

async fn wait(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

#[tokio::test(start_paused = true)]
async fn purchase_delivered_late_is_made_at_its_time_and_once() {
    let direct = Direct::new("late");
    for cloud in Cloud::all(&direct) {
        for (name, seconds) in [("second", 1), ("hour", 3600)] {
            direct
                .sandbox
                .inject(Fault::new(FaultKind::DeliveredLate).of(cloud.id()).on(cloud.create()).millis(seconds * 1000));
            let sent = direct.now();
            assert!(cloud.buy(name, 1).await.is_dropped(), "{}", cloud.id());
            assert_eq!(cloud.count(name), 0, "{} {name}: not yet", cloud.id());
            // Long after its time somebody looks.
            wait(seconds * 3).await;
            let made = |world: &mut yundeck_sandbox::World| {
                let now = world.now();
                let found: Vec<_> = world.instances.iter().filter(|instance| instance.name.starts_with(name)).collect();
                found.into_iter().map(|instance| (instance.created, instance.state(now))).collect::<Vec<_>>()
            };
            let made = direct.sandbox.world(cloud.id(), made).unwrap();
            let due = sent + chrono::Duration::seconds(i64::try_from(seconds).unwrap());
            let state = if seconds > 1 { InstanceState::Running } else { InstanceState::Pending };
            assert_eq!(made, [(due, state)], "{} {name}", cloud.id());
            assert_eq!(direct.sandbox.done(cloud.id()).last().unwrap().at, due, "{}", cloud.id());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn purchase_delivered_late_is_seen_by_the_next_request() {
    let direct = Direct::new("late");
    for cloud in Cloud::all(&direct) {
        let before = cloud.listed(json!({})).await;
        direct.sandbox.inject(Fault::new(FaultKind::DeliveredLate).of(cloud.id()).on(cloud.create()).millis(60_000));
        assert!(cloud.buy("late", 1).await.is_dropped());
        assert_eq!(cloud.listed(json!({})).await, before, "{}", cloud.id());
        direct.sandbox.advance(chrono::Duration::seconds(59));
        assert_eq!(cloud.listed(json!({})).await, before, "{}", cloud.id());
        direct.sandbox.advance(chrono::Duration::seconds(1));
        assert_eq!(cloud.listed(json!({})).await.len(), before.len() + 1, "{}", cloud.id());
    }
}

#[tokio::test(start_paused = true)]
async fn purchase_delivered_twice_is_made_twice_unless_a_token_protects_it() {
    let direct = Direct::new("twice");
    for cloud in Cloud::all(&direct) {
        let token = cloud.spec.operation(cloud.create()).unwrap().idempotency.clone();
        for (name, millis) in [("at-once", 0), ("later", 30_000)] {
            let fault = || Fault::new(FaultKind::DeliveredTwice).of(cloud.id()).on(cloud.create()).millis(millis);
            direct.sandbox.inject(fault());
            let named = cloud.ids(&cloud.buy(name, 1).await.result());
            assert_eq!(named.len(), 1, "{}: the answer is the first one's", cloud.id());
            assert_eq!(cloud.count(name), if millis == 0 { 2 } else { 1 }, "{} {name}", cloud.id());
            wait(30).await;
            assert_eq!(cloud.count(name), 2, "{} {name}", cloud.id());

            let Some(token) = &token else { continue };
            direct.sandbox.inject(fault());
            let mut order = cloud.order("guarded", 1);
            order[token] = json!(format!("token-{name}"));
            let before = cloud.count("guarded");
            cloud.call(cloud.create(), order).await.result();
            wait(30).await;
            assert_eq!(cloud.count("guarded"), before + 1, "{} {name}", cloud.id());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn token_that_was_forgotten_protects_no_more() {
    let direct = Direct::new("forgotten");
    for cloud in Cloud::all(&direct) {
        let Some(token) = cloud.spec.operation(cloud.create()).unwrap().idempotency.clone() else { continue };
        direct.sandbox.world(cloud.id(), |world| world.tokens.lifetime = chrono::Duration::minutes(10));
        let mut order = cloud.order("token", 1);
        order[token] = json!("one-and-the-same");
        for (minutes, expected) in [(0, 1), (9, 1), (2, 2)] {
            wait(minutes * 60).await;
            cloud.call(cloud.create(), order.clone()).await.result();
            assert_eq!(cloud.count("token"), expected, "{} after {minutes}", cloud.id());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_done_can_be_answered_with_an_error() {
    let direct = Direct::new("after");
    for cloud in Cloud::all(&direct) {
        let fault = |kind| Fault::new(kind).of(cloud.id()).on(cloud.create());
        let known = cloud.spec.errors.keys().next().unwrap();
        for (fault, expected) in [
            (fault(FaultKind::RefuseAfter).code(known), Some(known.clone())),
            (fault(FaultKind::RefuseAfter), Some("9999".to_owned())),
            (fault(FaultKind::UnavailableAfter), None),
            (fault(FaultKind::BadGatewayAfter), None),
        ] {
            let before = cloud.count("done");
            let kind = fault.kind;
            direct.sandbox.inject(fault);
            let called = cloud.buy("done", 1).await;
            assert_eq!(cloud.count("done"), before + 1, "{} {kind:?}", cloud.id());
            match (kind, called.reply.unwrap()) {
                (FaultKind::BadGatewayAfter, Err(Misread::Bad { http_status: 502, .. })) => {}
                (FaultKind::UnavailableAfter, Err(Misread::Vendor { .. })) => {}
                (FaultKind::RefuseAfter, Err(Misread::Vendor { code, .. })) => assert_eq!(Some(code), expected),
                (_, other) => panic!("{} {kind:?}: {other:?}", cloud.id()),
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn faults_of_different_kinds_strike_one_call_together() {
    let direct = Direct::new("together");
    for cloud in Cloud::all(&direct) {
        for kind in [FaultKind::DeliveredTwice, FaultKind::Broken, FaultKind::DropAfter] {
            direct.sandbox.inject(Fault::new(kind).of(cloud.id()).millis(500));
        }
        assert!(matches!(cloud.buy("both", 1).await.answer, Answer::Dropped), "{}", cloud.id());
        wait(10).await;
        let states = |world: &mut yundeck_sandbox::World| {
            let now = world.now();
            let named = world.instances.iter().filter(|instance| instance.name.starts_with("both"));
            named.map(|instance| instance.state(now)).collect::<Vec<_>>()
        };
        let states = direct.sandbox.world(cloud.id(), states).unwrap();
        assert_eq!(states, [InstanceState::LaunchFailed, InstanceState::Running], "{}", cloud.id());
        assert!(direct.sandbox.faults().is_empty());
    }
}
