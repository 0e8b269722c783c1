//! What is made beside instances: ids that were given again, and lists that are long.

use std::time::Duration;

use serde_json::{Value, json};
use yundeck_app::acts::watch::patience::Patience;
use yundeck_app::records::activity::{Activity, ActivityPhase, PrivateKey};
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::plan::Plan;
use yundeck_domain::InstanceState;
use yundeck_sandbox::world::{Image, ImageOrigin, KeyPair};
use yundeck_sandbox::{FaultKind, World};
use yundeck_tests::paused::{PausedCloud, PausedHouse};

use crate::ids;

/// The call that makes a key pair with a private key, where there are key pairs.
fn make_key(cloud: &PausedCloud<'_>, name: &str) -> Option<(&'static str, Value)> {
    match cloud.id.as_str() {
        "tencent" => Some(("CreateKeyPair", json!({ "KeyName": name, "ProjectId": 0 }))),
        "kingsoft" => Some(("CreateKey", json!({ "KeyName": name }))),
        "jdcloud" => Some(("createKeypair", json!({ "keyName": name }))),
        _ => None,
    }
}

/// Applies a plan; a fault may strike it.
async fn struck(house: &PausedHouse, cloud: &PausedCloud<'_>, plan: &Plan, kind: Option<FaultKind>) -> Activity {
    if let Some(kind) = kind {
        cloud.strike(cloud.spec.operation(&plan.operation).unwrap(), kind);
    }
    let activity = cloud.apply(plan).await.unwrap();
    let activity = cloud.unanswered(&activity.id).await;
    house.sandbox.clear_faults();
    activity
}

fn world<T>(house: &PausedHouse, cloud: &PausedCloud<'_>, work: impl FnOnce(&mut World) -> T) -> T {
    house.sandbox.world(&cloud.id, work).unwrap()
}

#[tokio::test(start_paused = true)]
async fn key_pair_with_the_id_of_one_that_is_gone_is_not_called_undone_and_a_person_is_asked() {
    let mut house = PausedHouse::build().await;
    let mut acts = Vec::new();
    for cloud in house.clouds() {
        let Some((operation, params)) = make_key(&cloud, "again") else { continue };
        let plan = cloud.plan_operation(operation, &params).await;
        let first = cloud.apply(&plan).await.unwrap();
        let [id] = ids(&house.ends_as(&first.id, ActivityPhase::Done).await).try_into().unwrap();
        world(&house, &cloud, |world| world.key_pairs.take(&id)).unwrap();
        tokio::time::sleep(Duration::from_secs(60)).await;
        let plan = cloud.plan_operation(operation, &params).await;
        let second = struck(&house, &cloud, &plan, Some(FaultKind::DropAfter)).await;
        world(&house, &cloud, |world| {
            let made = world.key_pairs.iter().find(|pair| pair.name == "again").unwrap().id.clone();
            let made = world.key_pairs.take(&made).unwrap();
            world.key_pairs.put(KeyPair { id: id.clone(), ..made });
        });
        let end = house.ends_as(&second.id, ActivityPhase::OutcomeUnknown).await;
        assert_eq!(end.resembling, std::slice::from_ref(&id), "{}", cloud.id);
        acts.push((second.id.clone(), id));
    }
    // The next start asks as well.
    house.restart().await;
    house.app.acts.resume().unwrap();
    house.app.reads.refresh_inventory().await.unwrap();
    assert!(!acts.is_empty());
    for (act, id) in acts {
        let raised = house.until(&act, "raised", |activity| !activity.resembling.is_empty()).await;
        assert_eq!(raised.resembling, [id.as_str()], "{}", raised.act.cloud);
        house.app.acts.recognise(&act).unwrap();
        let end = house.ends_as(&act, ActivityPhase::Done).await;
        assert_eq!((ids(&end), end.private_key), (vec![id], Some(PrivateKey::Lost)), "{}", end.act.cloud);
    }
}

#[tokio::test(start_paused = true)]
async fn image_with_the_id_of_one_that_is_gone_is_not_called_undone_and_a_person_is_asked() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let key = cloud.instances(InstanceState::Stopped).await.remove(0);
        let first = house.app.acts.plan_create_image(&key, "again", "").await.unwrap();
        let first = cloud.apply(&first).await.unwrap();
        let [id] = ids(&house.ends_as(&first.id, ActivityPhase::Done).await).try_into().unwrap();
        world(&house, &cloud, |world| world.images.take(&id)).unwrap();
        tokio::time::sleep(Duration::from_secs(60)).await;
        let plan = house.app.acts.plan_create_image(&key, "again", "").await.unwrap();
        let second = struck(&house, &cloud, &plan, Some(FaultKind::DropAfter)).await;
        world(&house, &cloud, |world| {
            let made = world.images.iter().find(|image| image.name == "again").unwrap().id.clone();
            let made = world.images.take(&made).unwrap();
            world.images.put(Image { id: id.clone(), ..made });
        });
        let end = house.ends_as(&second.id, ActivityPhase::OutcomeUnknown).await;
        assert_eq!(end.resembling, std::slice::from_ref(&id), "{}", cloud.id);
        house.app.acts.recognise(&second.id).unwrap();
        let end = house.ends_as(&second.id, ActivityPhase::Done).await;
        assert_eq!(ids(&end), [id], "{}", cloud.id);
    }
}

/// Made long after the order was sent, and called the same.
#[tokio::test(start_paused = true)]
async fn image_made_days_later_by_somebody_else_is_not_taken_for_the_orders() {
    for id in yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec().id.clone()) {
        let mut house = PausedHouse::build().await;
        let lost = {
            let cloud = house.cloud(&id);
            let key = cloud.instances(InstanceState::Stopped).await.remove(0);
            let plan = house.app.acts.plan_create_image(&key, "same", "").await.unwrap();
            struck(&house, &cloud, &plan, Some(FaultKind::DropBefore)).await
        };
        house.crash().await;
        house.sandbox.advance(chrono::TimeDelta::days(3));
        house.open_again().await;
        {
            let cloud = house.cloud(&id);
            let now = house.sandbox.now();
            world(&house, &cloud, |world| {
                let own = world.images.iter().find(|image| image.origin == ImageOrigin::Private).unwrap().clone();
                let new = (world.shapes.image)(&mut world.ids);
                world.images.put(Image { id: new, name: "same".into(), created: now, ..own });
            });
        }
        house.app.acts.resume().unwrap();
        let end = house.ends_as(&lost.id, ActivityPhase::OutcomeUnknown).await;
        assert_eq!((end.resources.len(), end.resembling.len()), (0, 1), "{id}: a person is asked");
    }
}

/// Fills a cloud with images and key pairs, some of them called `same`.
fn crowd(house: &PausedHouse, cloud: &PausedCloud<'_>, things: usize) {
    world(house, cloud, |world| {
        for noun in ["images", "key_pairs"] {
            world.quotas.insert(noun.to_owned(), 1_000_000);
        }
        let image = world.images.iter().find(|image| image.origin == ImageOrigin::Private).cloned();
        let pair = world.key_pairs.iter().next().cloned();
        for nth in 0..things {
            let name = if nth % 3 == 0 { "same".to_owned() } else { format!("thing-{nth}") };
            if let Some(image) = &image {
                let id = (world.shapes.image)(&mut world.ids);
                world.images.put(Image { id, name, ..image.clone() });
            }
            if let Some(pair) = &pair {
                let name = format!("key-{nth}");
                let id = if pair.id == pair.name { name.clone() } else { (world.shapes.key_pair)(&mut world.ids) };
                world.key_pairs.put(KeyPair { id, name, ..pair.clone() });
            }
        }
    });
}

/// What is gone is asked for by its id, and not looked for in a list.
#[tokio::test(start_paused = true)]
async fn image_that_is_removed_from_among_a_thousand_costs_as_many_list_calls_as_from_among_few() {
    let (empty, crowded) = (PausedHouse::build().await, PausedHouse::build().await);
    for id in yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec().id.clone()) {
        crowd(&crowded, &crowded.cloud(&id), 1000);
        for kind in [None, Some(FaultKind::DropAfter)] {
            let mut called = Vec::new();
            for house in [&empty, &crowded] {
                let cloud = house.cloud(&id);
                let reads = |cloud: &PausedCloud<'_>| -> u64 {
                    let reads = cloud.spec.operations.values().filter(|it| it.noun == "image" && it.effect.is_read());
                    reads.map(|read| cloud.calls(&read.name)).sum()
                };
                let image = world(house, &cloud, |world| {
                    let own = world.images.iter().find(|image| image.origin == ImageOrigin::Private).unwrap().clone();
                    let id = (world.shapes.image)(&mut world.ids);
                    world.images.put(Image { id: id.clone(), name: "to-go".into(), ..own });
                    id
                });
                let plan = house.app.acts.plan_delete_image(&cloud.account, &cloud.region, &image).await.unwrap();
                let before = reads(&cloud);
                let activity = struck(house, &cloud, &plan, kind).await;
                house.ends_as(&activity.id, ActivityPhase::Done).await;
                called.push(reads(&cloud) - before);
            }
            assert!(called[0] >= 3 && called[1] == called[0], "{id} {kind:?}: {called:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn thing_made_among_a_thousand_has_a_short_line_and_few_list_calls() {
    let patience = Patience { look_for: Duration::from_secs(30), ..Patience::default() };
    let (empty, crowded) = (
        PausedHouse::of(patience, yundeck_tests::paused::adapters()).await,
        PausedHouse::of(patience, yundeck_tests::paused::adapters()).await,
    );
    for id in yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec().id.clone()) {
        crowd(&crowded, &crowded.cloud(&id), 1000);
        // Read once: a refresh compares what seemed not to have been made.
        let stopped = async |house: &PausedHouse| house.cloud(&id).instances(InstanceState::Stopped).await.remove(0);
        let keys = [stopped(&empty).await, stopped(&crowded).await];
        for what in ["image", "key"] {
            // How often one looks for what is never seen.
            let mut in_vain = 0;
            for kind in [None, Some(FaultKind::DropBefore), Some(FaultKind::DropAfter)] {
                let name = format!("{what}{}", kind.map_or(String::new(), |kind| format!("{kind:?}").to_lowercase()));
                let make = async |house: &PausedHouse, key: &InstanceKey| {
                    let cloud = house.cloud(&id);
                    let (plan, list) = if what == "image" {
                        let plan = house.app.acts.plan_create_image(key, &name, "").await.unwrap();
                        (plan, cloud.job("create_image").reconcile.as_ref().unwrap().operation.clone())
                    } else {
                        let (operation, params) = make_key(&cloud, &name)?;
                        let plan = cloud.plan_operation(operation, &params).await;
                        (plan, cloud.spec.operation(operation).unwrap().reconcile.as_ref().unwrap().operation.clone())
                    };
                    let before = cloud.calls(&list);
                    let activity = struck(house, &cloud, &plan, kind).await;
                    let end = house.ended(&activity.id).await;
                    Some((end, cloud.calls(&list) - before))
                };
                let case = format!("{id} {what} {kind:?}");
                let Some((plain, few)) = make(&empty, &keys[0]).await else { continue };
                let (end, calls) = make(&crowded, &keys[1]).await.unwrap();
                if kind == Some(FaultKind::DropBefore) {
                    in_vain = few;
                }
                let few = if end.phase == ActivityPhase::OutcomeUnknown { in_vain } else { few };
                assert!(calls <= few + 2, "{case}: {calls} list calls, {few} where there are few");
                // One cloud cannot be asked by name: what is further back in its list is not looked through, and that is said.
                if end.phase == ActivityPhase::OutcomeUnknown && id == "ucloudstack" {
                    assert!(end.error.unwrap().words.unwrap().en.contains("not all of them could"), "{case}");
                } else {
                    assert_eq!(end.phase, plain.phase, "{case}");
                }
                let bytes: i64 = crowded.with_database(|db| {
                    let columns = "body, goal, params, resources, words, place";
                    let lengths = columns.split(", ").map(|column| format!("length({column})")).collect::<Vec<_>>();
                    let query = format!("SELECT {} FROM journal WHERE id = ?1", lengths.join(" + "));
                    db.query_row(&query, [&end.act.id], |row| row.get(0)).unwrap()
                });
                assert!(bytes <= 8 * 1024, "{case}: {bytes} bytes");
            }
        }
    }
}
