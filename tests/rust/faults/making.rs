//! What is made and does not become what it should, and batches that are done in part.

use std::time::Duration;

use serde_json::json;
use yundeck_sandbox::world::InstanceState;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::in_process::Direct;

use crate::cloud::Cloud;

fn count_of(cloud: &Cloud<'_>) -> u32 {
    // One cloud makes one at a time.
    if cloud.id() == "ucloudstack" { 1 } else { 3 }
}

#[tokio::test(start_paused = true)]
async fn some_of_an_orders_machines_break_later_in_the_clouds_word() {
    let direct = Direct::new("broken");
    for cloud in Cloud::all(&direct) {
        let count = count_of(&cloud);
        direct.sandbox.inject(Fault::new(FaultKind::Broken).of(cloud.id()).count(1).millis(2000));
        let ids = cloud.ids(&cloud.buy("three", count).await.result());
        assert_eq!(ids.len(), count as usize, "{}: all are answered", cloud.id());
        tokio::time::sleep(Duration::from_secs(10)).await;
        let broken = ids.last().unwrap();
        let waiter = cloud.spec.operation(cloud.create()).unwrap().waiter.as_ref().unwrap();
        let state = cloud.state(broken).await;
        assert!(cloud.spec.waiters[waiter].failure.contains(&state), "{}: {state}", cloud.id());
        for id in ids.iter().filter(|id| *id != broken) {
            let state = cloud.state(id).await;
            assert!(cloud.spec.waiters[waiter].success.contains(&state), "{}: {state}", cloud.id());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn image_that_cannot_be_made_ends_in_the_clouds_failed_state() {
    let direct = Direct::new("image");
    for (cloud, word) in Cloud::all(&direct).into_iter().zip(["CREATEFAILED", "killed", "error", "Failed"]) {
        let id = cloud.ids(&cloud.buy("source", 1).await.result()).remove(0);
        direct.sandbox.world(cloud.id(), |world| {
            let stopped = yundeck_sandbox::world::Course::settled(InstanceState::Stopped);
            world.instances.get_mut(&id).unwrap().course = stopped;
        });
        direct.sandbox.inject(Fault::new(FaultKind::Broken).of(cloud.id()).millis(2000));
        let (operation, params) = cloud.image_order(&id, "broken_image");
        cloud.call(operation, params).await.result();
        tokio::time::sleep(Duration::from_secs(10)).await;
        let images = cloud.images().await;
        assert!(images.contains(&format!("\"{word}\"")), "{}: {images}", cloud.id());
    }
}

#[tokio::test(start_paused = true)]
async fn machine_can_vanish_after_it_was_answered() {
    let direct = Direct::new("vanished");
    for cloud in Cloud::all(&direct) {
        direct.sandbox.inject(Fault::new(FaultKind::Vanished).of(cloud.id()).millis(0));
        let id = cloud.ids(&cloud.buy("never", 1).await.result()).remove(0);
        assert!(!cloud.listed(json!({})).await.contains(&id), "{}", cloud.id());
        assert_eq!(cloud.count("never"), 0, "{}", cloud.id());
        assert_eq!(direct.sandbox.done(cloud.id()).last().unwrap().made, [id], "{}", cloud.id());
    }
}

#[tokio::test(start_paused = true)]
async fn batch_is_refused_in_part_with_a_message_for_each_item() {
    let direct = Direct::new("partial");
    let cloud = Cloud::all(&direct).into_iter().find(|cloud| cloud.id() == "kingsoft").unwrap();
    let ids = cloud.ids(&cloud.buy("batch", 2).await.result());
    tokio::time::sleep(Duration::from_secs(10)).await;
    let key = &direct.endpoint("kingsoft").sample.extra["key_id"];
    let message = "The instance is locked.";
    for (operation, more) in [
        ("StopInstances", json!({})),
        ("StartInstances", json!({})),
        ("AttachKey", json!({ "KeyId": [key] })),
        ("DetachKey", json!({ "KeyId": [key] })),
        ("RebootInstances", json!({})),
        ("TerminateInstances", json!({})),
    ] {
        let mut params = json!({ "InstanceId": ids });
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        // Everything is done to the first; the second is refused, by name or because it is the last.
        for fault in [Fault::new(FaultKind::Partial).ids([&ids[1]]), Fault::new(FaultKind::Partial)] {
            direct.sandbox.world("kingsoft", |world| {
                let state = if operation == "StartInstances" { InstanceState::Stopped } else { InstanceState::Running };
                let course = yundeck_sandbox::world::Course::settled(state);
                ids.iter().for_each(|id| world.instances.get_mut(id).unwrap().course = course.clone());
            });
            direct.sandbox.inject(Fault { message: Some(message.to_owned()), ..fault });
            let result = cloud.call(operation, params.clone()).await.result();
            let expected = json!([
                { "InstanceId": ids[0], "Return": true },
                { "InstanceId": ids[1], "Return": false, "Message": message },
            ]);
            assert_eq!(result["InstancesSet"], expected, "{operation}");
        }
    }
}

/// The batches that are not of instances, or that change no state.
#[tokio::test(start_paused = true)]
async fn other_batches_are_refused_in_part_too() {
    let direct = Direct::new("partial");
    let cloud = Cloud::all(&direct).into_iter().find(|cloud| cloud.id() == "kingsoft").unwrap();
    let instance = cloud.ids(&cloud.buy("batch", 1).await.result()).remove(0);
    tokio::time::sleep(Duration::from_secs(10)).await;
    let made = async |operation: &str, params: serde_json::Value, member: &str| {
        cloud.call(operation, params).await.result()[member].as_str().unwrap().to_owned()
    };
    let guard = json!({ "DataGuardName": "group" });
    let groups = [
        made("CreateDataGuardGroup", guard.clone(), "DataGuardId").await,
        made("CreateDataGuardGroup", guard, "DataGuardId").await,
    ];
    let image = made("CreateImage", json!({ "InstanceId": instance, "Name": "one" }), "ImageId").await;
    let snapshot = |world: &mut yundeck_sandbox::World| {
        let disk = world.instances.get(&instance).unwrap().disk_ids[0].clone();
        world.snapshot_of(&disk, "snapshot").unwrap()
    };
    let snapshots = [(); 2].map(|()| direct.sandbox.world("kingsoft", snapshot).unwrap());
    for (operation, params, set, member, id) in [
        (
            "DeleteLocalVolumeSnapshot",
            json!({ "LocalVolumeSnapshotId": snapshots }),
            "ReturnSet",
            "LocalVolumeSnapshotId",
            &snapshots[1],
        ),
        ("DeleteDataGuardGroups", json!({ "DataGuardId": groups }), "ReturnSet", "DataGuardId", &groups[1]),
        ("RemoveImages", json!({ "ImageId": image }), "ReturnSet", "ImageId", &image),
        (
            "RemoveVmFromDataGuard",
            json!({ "DataGuardId": groups[1], "InstanceId": [instance] }),
            "ReturnSet",
            "InstanceId",
            &instance,
        ),
    ] {
        direct.sandbox.inject(Fault::new(FaultKind::Partial).on(operation));
        let result = cloud.call(operation, params).await.result();
        let refused = result[set].as_array().unwrap().last().unwrap();
        assert_eq!((&refused[member], &refused["Return"]), (&json!(id), &json!(false)), "{operation}: {result}");
        assert!(refused["Message"].is_string(), "{operation}");
    }
    let images = |world: &mut yundeck_sandbox::World| world.images.contains(&image);
    assert!(direct.sandbox.world("kingsoft", images).unwrap(), "it is still there");
}

#[tokio::test(start_paused = true)]
async fn id_of_what_is_gone_can_be_given_again() {
    let direct = Direct::new("reused");
    for cloud in Cloud::all(&direct) {
        let id = cloud.ids(&cloud.buy("first", 1).await.result()).remove(0);
        tokio::time::sleep(Duration::from_secs(10)).await;
        cloud.remove(&id).await.result();
        tokio::time::sleep(Duration::from_secs(10)).await;
        direct.sandbox.world(cloud.id(), |world| world.reused_ids.push(id.clone()));
        assert_eq!(cloud.ids(&cloud.buy("second", 1).await.result()), [id], "{}", cloud.id());
        assert_eq!((cloud.count("first"), cloud.count("second")), (0, 1), "{}", cloud.id());
    }
}

#[tokio::test(start_paused = true)]
async fn key_that_was_taken_away_is_rejected() {
    let direct = Direct::new("keys");
    for cloud in Cloud::all(&direct) {
        let key = direct.endpoint(cloud.id()).key.clone();
        for (keys, accepted) in [(vec![], false), (vec![key], true)] {
            assert!(direct.sandbox.set_keys(cloud.id(), keys));
            let reply = cloud.call(cloud.list(), json!({})).await.reply.unwrap();
            assert_eq!(reply.is_ok(), accepted, "{}: {reply:?}", cloud.id());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn order_is_made_in_part_where_the_cloud_answers_so() {
    let direct = Direct::new("partial");
    for cloud in Cloud::all(&direct) {
        direct.sandbox.inject(Fault::new(FaultKind::Partial).of(cloud.id()).count(2));
        let mut order = cloud.order("some", count_of(&cloud));
        match cloud.id() {
            "kingsoft" => {
                order["MinCount"] = json!(1);
                let ids = cloud.ids(&cloud.call(cloud.create(), order).await.result());
                assert_eq!((ids.len(), cloud.count("some")), (1, 1));
            }
            "jdcloud" => {
                let called = cloud.call(cloud.create(), order).await;
                let yundeck_sandbox::Answer::Reply(reply) = &called.answer else { panic!("no reply") };
                let body: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
                assert_eq!(body["result"]["instanceIds"].as_array().unwrap().len(), 1, "{body}");
                assert_eq!(body["error"]["status"], "QUOTA_EXCEEDED", "{body}");
                assert_eq!(cloud.count("some"), 1);
            }
            // These make all of an order or nothing.
            _ => {
                cloud.call(cloud.create(), order).await.result();
                assert_eq!(cloud.count("some"), count_of(&cloud) as usize, "{}", cloud.id());
            }
        }
        direct.sandbox.clear_faults();
    }
}

#[tokio::test(start_paused = true)]
async fn clock_of_one_cloud_can_be_wrong() {
    let direct = Direct::new("skew");
    direct.sandbox.skew(Some("tencent"), 3600);
    assert_eq!(direct.call("tencent", "DescribeInstances", &json!({})).await.code(), "AuthFailure.SignatureExpire");
    direct.call("kingsoft", "DescribeInstances", &json!({})).await.result();
}
