//! What is ordered by number and is no instance: hosts. They have no time of creation and no waiter.

use serde_json::{Value, json};
use yundeck_app::records::activity::{Activity, ActivityPhase, Standing};
use yundeck_app::records::journal::JournalReached;
use yundeck_domain::ErrorKind;
use yundeck_sandbox::FaultKind;
use yundeck_tests::paused::{PausedCloud, PausedHouse};

use crate::{count, ids, sorted};

/// The calls by which several hosts are ordered.
fn order(cloud: &PausedCloud<'_>, hosts: u32) -> Option<(&'static str, Value)> {
    match cloud.id.as_str() {
        "tencent" => Some((
            "AllocateHosts",
            json!({
                "Placement": { "Zone": cloud.endpoint.sample.zone }, "HostType": "HS1", "HostCount": hosts,
                "HostChargePrepaid": { "Period": 1, "RenewFlag": "NOTIFY_AND_MANUAL_RENEW" },
            }),
        )),
        _ => None,
    }
}

/// Orders hosts; a fault may strike every attempt.
async fn buy(house: &PausedHouse, cloud: &PausedCloud<'_>, hosts: u32, kind: Option<FaultKind>) -> Option<Activity> {
    let (operation, params) = order(cloud, hosts)?;
    let plan = cloud.plan_operation(operation, &params).await;
    if let Some(kind) = kind {
        cloud.strike(cloud.spec.operation(operation).unwrap(), kind);
    }
    let activity = cloud.apply(&plan).await.unwrap();
    let activity = cloud.unanswered(&activity.id).await;
    house.sandbox.clear_faults();
    Some(activity)
}

/// The hosts that the cloud has.
fn hosts(house: &PausedHouse, cloud: &PausedCloud<'_>) -> Vec<Value> {
    house
        .sandbox
        .world(&cloud.id, |world| world.extra.get("hosts").and_then(Value::as_array).cloned())
        .unwrap()
        .unwrap_or_default()
}

fn set_hosts(house: &PausedHouse, cloud: &PausedCloud<'_>, hosts: Vec<Value>) {
    house.sandbox.world(&cloud.id, |world| world.extra.insert("hosts".to_owned(), hosts.into())).unwrap();
}

/// The ids of those that are not among some others.
fn new_ones(house: &PausedHouse, cloud: &PausedCloud<'_>, before: &[Value]) -> Vec<String> {
    let new = hosts(house, cloud).into_iter().filter(|host| !before.contains(host));
    sorted(new.map(|host| host["HostId"].as_str().unwrap().to_owned()).collect())
}

#[test]
fn every_operation_that_makes_several_things_is_tried_here() {
    for cloud in yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec()) {
        let counts = |operation: &&yundeck_catalogue::Operation| {
            operation.reconcile.as_ref().is_some_and(|reconcile| reconcile.count.is_some())
        };
        let names: Vec<&str> =
            cloud.operations.values().filter(counts).map(|operation| operation.name.as_str()).collect();
        assert_eq!(names, if cloud.id == "tencent" { vec!["AllocateHosts"] } else { vec![] }, "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn hosts_that_were_ordered_are_all_of_the_order_with_an_answer_and_without() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for (kind, phase) in [
            (None, ActivityPhase::Done),
            (Some(FaultKind::DropAfter), ActivityPhase::Done),
            (Some(FaultKind::DropBefore), ActivityPhase::NotApplied),
        ] {
            let before = hosts(&house, &cloud);
            let Some(lost) = buy(&house, &cloud, 3, kind).await else { continue };
            let end = house.ends_as(&lost.id, phase).await;
            let made = new_ones(&house, &cloud, &before);
            assert_eq!(made.len(), if phase == ActivityPhase::Done { 3 } else { 0 }, "{} {kind:?}", cloud.id);
            assert_eq!((ids(&end), end.ordered, end.resembling), (made, Some(3), vec![]), "{} {kind:?}", cloud.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn two_equal_orders_of_hosts_without_answers_have_their_number_each() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let before = hosts(&house, &cloud);
        let Some(first) = buy(&house, &cloud, 2, Some(FaultKind::DropAfter)).await else { continue };
        let second = buy(&house, &cloud, 2, Some(FaultKind::DropAfter)).await.unwrap();
        let first = house.ends_as(&first.id, ActivityPhase::Done).await;
        let second = house.ends_as(&second.id, ActivityPhase::Done).await;
        assert_eq!((first.resources.len(), second.resources.len()), (2, 2), "{}", cloud.id);
        assert_eq!(sorted([ids(&first), ids(&second)].concat()), new_ones(&house, &cloud, &before), "{}", cloud.id);
    }
}

/// A cloud that names fewer than were ordered, and one that has fewer after it did not answer.
#[tokio::test(start_paused = true)]
async fn fewer_hosts_than_were_ordered_are_a_part_of_the_order() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for kind in [None, Some(FaultKind::DropAfter)] {
            let mut before = hosts(&house, &cloud);
            if kind.is_none() {
                house.alter_answers(Some(|reply| {
                    if let Some(named) = reply.pointer_mut("/Response/HostIdSet").and_then(Value::as_array_mut) {
                        named.truncate(1);
                    }
                }));
            }
            let bought = buy(&house, &cloud, 2, kind).await;
            house.alter_answers(None);
            let Some(bought) = bought else { continue };
            if kind.is_some() {
                let mut there = hosts(&house, &cloud);
                there.pop();
                set_hosts(&house, &cloud, there);
            }
            let end = house.ends_as(&bought.id, ActivityPhase::Partly).await;
            assert_eq!((end.ordered, count(&end, Standing::Done)), (Some(2), 1), "{} {kind:?}", cloud.id);
            assert_eq!(house.line(&bought.id).reached, JournalReached::Partly, "{} {kind:?}", cloud.id);
            // For the next case.
            before.clear();
            set_hosts(&house, &cloud, before);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn more_hosts_than_were_ordered_are_chosen_from_by_a_person() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let before = hosts(&house, &cloud);
        let Some(lost) = buy(&house, &cloud, 2, Some(FaultKind::DropAfter)).await else { continue };
        let mut there = hosts(&house, &cloud);
        let mut theirs = there.last().unwrap().clone();
        theirs["HostId"] = json!("host-stranger");
        there.push(theirs);
        set_hosts(&house, &cloud, there);
        let end = house.ends_as(&lost.id, ActivityPhase::OutcomeUnknown).await;
        let all = new_ones(&house, &cloud, &before);
        assert_eq!((ids(&end), sorted(end.resembling), all.len()), (vec![], all.clone(), 3), "{}", cloud.id);
        let refused = house.app.acts.recognise(&lost.id).unwrap_err();
        assert_eq!(refused.kind, ErrorKind::InvalidParams, "{}", cloud.id);
        assert!(refused.words.unwrap().en.contains("choose which of them"), "{}", cloud.id);
        let own: Vec<String> = all.into_iter().filter(|id| id != "host-stranger").collect();
        house.app.acts.recognise_these(&lost.id, &own).unwrap();
        let end = house.ends_as(&lost.id, ActivityPhase::Done).await;
        assert_eq!(ids(&end), own, "{}", cloud.id);
    }
}
