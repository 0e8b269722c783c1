//! Lists that lag behind or lose a page, and ids that are not there.

use std::time::Duration;

use serde_json::{Value, json};
use yundeck_catalogue::cloud::ErrorKind;
use yundeck_sandbox::{Fault, FaultKind, Options};
use yundeck_tests::in_process::Direct;
use yundeck_wire::Fault as Misread;

use crate::cloud::Cloud;

fn behind(cloud: &Cloud<'_>, seconds: u64) -> Fault {
    Fault::new(FaultKind::Behind).of(cloud.id()).millis(seconds * 1000).times(0)
}

#[tokio::test(start_paused = true)]
async fn list_that_lags_behind_shows_neither_what_is_new_nor_that_something_is_gone() {
    let direct = Direct::new("behind");
    for cloud in Cloud::all(&direct) {
        let old = cloud.ids(&cloud.buy("old", 1).await.result()).remove(0);
        tokio::time::sleep(Duration::from_secs(300)).await;
        let before = cloud.listed(json!({})).await;
        let new = cloud.ids(&cloud.buy("new", 1).await.result()).remove(0);
        cloud.remove(&old).await.result();
        tokio::time::sleep(Duration::from_secs(60)).await;
        let now = cloud.listed(json!({})).await;
        assert!(now.contains(&new) && !now.contains(&old), "{}", cloud.id());

        direct.sandbox.inject(behind(&cloud, 120));
        assert_eq!(cloud.listed(json!({})).await, before, "{}", cloud.id());
        assert!(cloud.listed(cloud.by_id(&new)).await.is_empty(), "{}: by its id", cloud.id());
        tokio::time::sleep(Duration::from_secs(65)).await;
        assert_eq!(cloud.listed(json!({})).await, now, "{}: it catches up", cloud.id());
        direct.sandbox.clear_faults();
        assert_eq!(cloud.listed(json!({})).await, now, "{}: looking back changes nothing", cloud.id());
    }
}

#[tokio::test(start_paused = true)]
async fn list_that_lags_behind_can_answer_ids_as_they_are_now() {
    let direct = Direct::new("behind");
    for cloud in Cloud::all(&direct) {
        let new = cloud.ids(&cloud.buy("new", 1).await.result()).remove(0);
        tokio::time::sleep(Duration::from_secs(10)).await;
        direct.sandbox.inject(Fault { ids_are_current: true, ..behind(&cloud, 60) });
        assert!(!cloud.listed(json!({})).await.contains(&new), "{}", cloud.id());
        assert_eq!(cloud.listed(cloud.by_id(&new)).await, [new], "{}", cloud.id());
    }
}

#[tokio::test(start_paused = true)]
async fn state_that_lags_behind_is_the_one_of_then() {
    let direct = Direct::new("behind");
    for cloud in Cloud::all(&direct) {
        let id = cloud.ids(&cloud.buy("new", 1).await.result()).remove(0);
        tokio::time::sleep(Duration::from_secs(3)).await;
        let making = cloud.state(&id).await;
        tokio::time::sleep(Duration::from_secs(10)).await;
        let running = cloud.state(&id).await;
        assert_ne!(making, running, "{}", cloud.id());
        direct.sandbox.inject(behind(&cloud, 10));
        assert_eq!(cloud.state(&id).await, making, "{}", cloud.id());
    }
}

#[tokio::test(start_paused = true)]
async fn images_and_key_pairs_lag_behind_too() {
    let direct = Direct::new("behind");
    for cloud in Cloud::all(&direct) {
        let world = |look: fn(&yundeck_sandbox::World) -> String| direct.sandbox.world(cloud.id(), |world| look(world));
        let stopped = stopped(&cloud);
        tokio::time::sleep(Duration::from_secs(60)).await;
        let (operation, params) = cloud.image_order(&stopped, "brand_new");
        cloud.call(operation, params).await.result();
        let image = world(|world| world.images.iter().next_back().unwrap().id.clone()).unwrap();
        assert!(cloud.images().await.contains(&image), "{}", cloud.id());
        direct.sandbox.inject(behind(&cloud, 30));
        assert!(!cloud.images().await.contains(&image), "{}", cloud.id());
        direct.sandbox.clear_faults();

        let Some((create, list, params)) = key_pair_operations(cloud.id()) else { continue };
        let keys = async || cloud.call(list, json!({})).await.result().to_string();
        cloud.call(create, params).await.result();
        assert!(keys().await.contains("freshkey"), "{}", cloud.id());
        direct.sandbox.inject(behind(&cloud, 30));
        assert!(!keys().await.contains("freshkey"), "{}", cloud.id());
        direct.sandbox.clear_faults();
    }
}

/// How a key pair is made and listed.
fn key_pair_operations(cloud: &str) -> Option<(&'static str, &'static str, Value)> {
    match cloud {
        "tencent" => Some(("CreateKeyPair", "DescribeKeyPairs", json!({ "KeyName": "freshkey", "ProjectId": 0 }))),
        "kingsoft" => Some(("CreateKey", "DescribeKeys", json!({ "KeyName": "freshkey" }))),
        "jdcloud" => Some(("createKeypair", "describeKeypairs", json!({ "keyName": "freshkey" }))),
        _ => None,
    }
}

/// An instance that is stopped: one that is always there, stopped by hand.
fn stopped(cloud: &Cloud<'_>) -> String {
    let region = cloud.direct.endpoint(cloud.id()).sample.region.clone();
    let stop = |world: &mut yundeck_sandbox::World| {
        let running = yundeck_sandbox::world::InstanceState::Running;
        let now = world.now();
        let found = world.instances.in_region(&region).find(|instance| instance.state(now) == running);
        let id = found.unwrap().id.clone();
        let settled = yundeck_sandbox::world::Course::settled(yundeck_sandbox::world::InstanceState::Stopped);
        world.instances.get_mut(&id).unwrap().course = settled;
        id
    };
    cloud.direct.sandbox.world(cloud.id(), stop).unwrap()
}

#[tokio::test(start_paused = true)]
async fn page_that_gets_lost_is_never_the_last() {
    let direct = Direct::of(Options { instances: 45, ..Options::default() }, "pages");
    for cloud in Cloud::all(&direct) {
        let pages = cloud.spec.operation(cloud.list()).unwrap().pagination.as_ref().unwrap();
        let by_number = pages.start == "pageNumber";
        let params = |nth: u64| {
            let start = if by_number { nth + 1 } else { nth * 20 };
            json!({ &pages.limit: 20, &pages.start: start })
        };
        let shown = async |nth: u64| cloud.listed(params(nth)).await;
        let whole = [shown(0).await, shown(1).await, shown(2).await];
        assert!(whole[1].len() == 20 && !whole[2].is_empty(), "{}", cloud.id());

        direct.sandbox.inject(Fault::new(FaultKind::PageEmpty).of(cloud.id()));
        assert_eq!(shown(2).await, whole[2], "{}: the last page", cloud.id());
        assert!(shown(1).await.is_empty(), "{}", cloud.id());
        assert_eq!(shown(1).await, whole[1], "{}: once", cloud.id());

        direct.sandbox.inject(Fault::new(FaultKind::PageSkipped).of(cloud.id()));
        assert_eq!(shown(2).await, whole[2], "{}: the last page", cloud.id());
        assert_eq!(shown(0).await, whole[1], "{}", cloud.id());
        assert_eq!(shown(0).await, whole[0], "{}: once", cloud.id());
    }
}

#[tokio::test(start_paused = true)]
async fn id_that_is_gone_is_answered_with_the_clouds_code_for_it() {
    let direct = Direct::new("gone");
    for cloud in Cloud::all(&direct) {
        let id = cloud.ids(&cloud.buy("gone", 1).await.result()).remove(0);
        direct.sandbox.inject(Fault::new(FaultKind::NotFound).of(cloud.id()).ids([&id]).times(0));
        cloud.listed(json!({})).await;
        for called in [cloud.call(cloud.list(), cloud.by_id(&id)).await, cloud.remove(&id).await] {
            let Err(Misread::Vendor { kind, code, .. }) = called.reply.unwrap() else { panic!("{}", cloud.id()) };
            // Kingsoft has one code for whatever does not fit.
            let expected = if cloud.id() == "kingsoft" { ErrorKind::InvalidParams } else { ErrorKind::NotFound };
            assert_eq!(kind, expected, "{}: {code}", cloud.id());
        }
        assert_eq!(cloud.count("gone"), 1, "{}: nothing was done", cloud.id());
        direct.sandbox.clear_faults();
    }
}
