//! Instances that are made: found, broken, fewer than ordered, gone.

use serde_json::{Value, json};
use yundeck_app::records::activity::{ActivityPhase, Standing};
use yundeck_app::records::journal::{JournalAnswer, JournalOutcome, JournalReached};
use yundeck_domain::ErrorKind;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::paused::{PausedCloud, PausedHouse};

use crate::{count, ids, sorted};

/// The members of an order that it can do without.
fn loose(cloud: &PausedCloud<'_>) -> (&'static str, &'static [&'static str]) {
    match cloud.id.as_str() {
        "tencent" => ("", &["InstanceName", "InstanceType", "InstanceChargeType"]),
        "kingsoft" => ("", &["InstanceName"]),
        "jdcloud" => ("/instanceSpec", &["charge"]),
        _ => ("", &[]),
    }
}

fn without(mut order: Value, parent: &str, members: &[&str]) -> Value {
    for member in members {
        order.pointer_mut(parent).unwrap().as_object_mut().unwrap().shift_remove(*member);
    }
    order
}

#[tokio::test(start_paused = true)]
async fn create_without_answer_is_found_with_all_it_made() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for kind in [FaultKind::DropAfter, FaultKind::Malformed, FaultKind::BadGatewayAfter] {
            let name = format!("lost-{kind:?}").to_lowercase();
            let activity = cloud.buy_struck(&name, cloud.most(2), kind).await;
            let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
            assert_eq!(ids(&end), sorted(cloud.ids(&name)), "{} {kind:?}", cloud.id);
            assert_eq!(house.line(&end.id).answer, JournalAnswer::Found, "{} {kind:?}", cloud.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn create_that_leaves_members_to_the_cloud_is_found_whatever_the_cloud_takes() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let (parent, members) = loose(&cloud);
        let order = without(cloud.order("loose", 1), parent, members);
        let before = cloud.ids("");
        cloud.strike_creation(FaultKind::DropAfter);
        let activity = cloud.buy_order(&order).await;
        cloud.unanswered(&activity.id).await;
        house.sandbox.clear_faults();
        let made: Vec<String> = cloud.ids("").into_iter().filter(|id| !before.contains(id)).collect();
        assert_eq!(made.len(), 1, "{}", cloud.id);
        if members.contains(&"InstanceType") {
            // The cloud has something else than its document says.
            house.sandbox.world(&cloud.id, |world| {
                let other = world.instance_types.iter().find(|kind| kind.id != "S1.SMALL1").unwrap().id.clone();
                world.instances.get_mut(&made[0]).unwrap().instance_type = Some(other);
            });
        }
        let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
        assert_eq!(ids(&end), made, "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn create_with_a_name_pattern_without_answer_is_found_by_numbers_of_any_width() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("tencent");
    let mut order = cloud.order("web-{R:1,F:3}", 2);
    order["InstanceCount"] = json!(2);
    cloud.strike_creation(FaultKind::DropAfter);
    let plan = cloud.plan(&order).await;
    let before = cloud.ids("");
    let activity = cloud.apply(&plan).await.unwrap();
    cloud.unanswered(&activity.id).await;
    house.sandbox.clear_faults();
    let made: Vec<String> = cloud.ids("").into_iter().filter(|id| !before.contains(id)).collect();
    house.sandbox.world("tencent", |world| {
        for (nth, id) in made.iter().enumerate() {
            world.instances.get_mut(id).unwrap().name = format!("web-{:03}", nth + 1);
        }
    });
    let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
    assert_eq!(ids(&end), sorted(made));
}

/// One cloud names what it made, and an error beside it.
#[tokio::test(start_paused = true)]
async fn create_answered_with_a_result_and_an_error_has_what_was_named_and_the_message() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("jdcloud");
    let plan = cloud.plan(&cloud.order("inpart", 3)).await;
    house.alter_answers(Some(|reply| {
        reply["result"]["instanceIds"].as_array_mut().unwrap().truncate(2);
        reply["error"] = json!({ "code": 400, "status": "QUOTA_EXCEEDED", "message": "quota of instances is used up" });
    }));
    let activity = cloud.apply(&plan).await.unwrap();
    let activity = cloud.unanswered(&activity.id).await;
    house.alter_answers(None);
    assert_eq!((activity.phase, activity.resources.len()), (ActivityPhase::Waiting, 2));
    let end = house.ends_as(&activity.id, ActivityPhase::Partly).await;
    assert_eq!((end.ordered, end.resources.len()), (Some(3), 2));
    let error = end.error.unwrap();
    assert!(error.words.unwrap().en.contains("quota of instances is used up"));
    let line = house.line(&activity.id);
    assert_eq!((line.answer, line.reached), (JournalAnswer::Accepted, JournalReached::Partly));
}

#[tokio::test(start_paused = true)]
async fn create_of_a_template_without_answer_is_found_and_has_no_price() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("kingsoft");
    let mut template = cloud.order("of-template", 1);
    let members = template.as_object_mut().unwrap();
    members.shift_remove("MinCount");
    members.shift_remove("MaxCount");
    members.extend(
        json!({ "ModelName": "template", "InstanceType": "N3.4B", "PurchaseTime": 0 }).as_object().unwrap().clone(),
    );
    let made = cloud.plan_operation("CreateModel", &template).await;
    let made = cloud.apply(&made).await.unwrap();
    house.ends_as(&made.id, ActivityPhase::Done).await;
    let model = house.sandbox.done("kingsoft").last().unwrap().result["ModelId"].clone();
    // The template wins: the machine has another name and type than the call.
    let mut order = cloud.order("of-call", 1);
    order["ModelId"] = model;
    cloud.strike_creation(FaultKind::DropAfter);
    let plan = cloud.plan(&order).await;
    assert_eq!(plan.quote, None, "which of the two wins is not documented");
    assert!(plan.no_quote.is_some());
    let activity = cloud.apply(&plan).await.unwrap();
    cloud.unanswered(&activity.id).await;
    house.sandbox.clear_faults();
    let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
    assert_eq!((ids(&end), end.resources.len()), (cloud.ids("of-template"), 1));
}

#[tokio::test(start_paused = true)]
async fn create_that_is_done_and_answered_with_an_unknown_code_is_found() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for (name, code, status) in [
            ("code-a", None, 200),
            ("code-b", None, 400),
            ("code-c", (cloud.id == "tencent").then_some("ServiceUnavailable"), 200),
        ] {
            house.sandbox.inject(Fault {
                status: Some(status),
                code: code.map(str::to_owned),
                ..Fault::new(FaultKind::RefuseAfter).of(&cloud.id).on(&cloud.create().name).times(0)
            });
            let activity = cloud.buy(name, 1).await;
            let unanswered = cloud.unanswered(&activity.id).await;
            house.sandbox.clear_faults();
            assert_ne!(unanswered.phase, ActivityPhase::Failed, "{} {name}", cloud.id);
            let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
            assert_eq!(ids(&end), cloud.ids(name), "{} {name}", cloud.id);
            assert_eq!(cloud.count(name), 1, "{} {name}", cloud.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn list_of_a_service_that_is_away_for_a_moment_is_tried_again() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let list = &cloud.job("list_instances").name;
        house.sandbox.inject(Fault::new(FaultKind::Unavailable).of(&cloud.id).on(list));
        let params = json!({});
        house.app.reads.call_operation(&cloud.account, &cloud.region, list, &params).await.unwrap();
    }
    let cloud = house.cloud("tencent");
    house.sandbox.inject(
        Fault { status: Some(200), ..Fault::new(FaultKind::Refuse).of("tencent").on("DescribeInstances") }
            .code("ServiceUnavailable"),
    );
    house.app.reads.call_operation(&cloud.account, &cloud.region, "DescribeInstances", &json!({})).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn create_of_several_of_which_one_breaks_is_done_in_part_once_all_are_settled() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let ordered = cloud.most(3);
        for kind in [None, Some(FaultKind::DropAfter)] {
            let name = if kind.is_some() { "part-lost" } else { "part-told" };
            house.sandbox.inject(Fault::new(FaultKind::Broken).of(&cloud.id).count(1).millis(2000));
            let activity = match kind {
                Some(kind) => {
                    cloud.strike_creation(kind);
                    let activity = cloud.buy(name, ordered).await;
                    cloud.unanswered(&activity.id).await;
                    house.sandbox.clear_faults();
                    activity
                }
                None => cloud.buy(name, ordered).await,
            };
            let early = house.until(&activity.id, "broken in part", |it| count(it, Standing::Broken) == 1).await;
            if ordered > 1 && count(&early, Standing::Open) > 0 {
                assert_eq!(early.ended_at, None, "{} {name}: two are being made", cloud.id);
                assert_ne!(early.phase, ActivityPhase::Failed, "{} {name}", cloud.id);
                assert_ne!(house.line(&activity.id).outcome, JournalOutcome::Failed, "{} {name}", cloud.id);
            }
            let end = house.ended(&activity.id).await;
            let (phase, reached) = match ordered {
                1 => (ActivityPhase::Failed, JournalReached::Broken),
                _ => (ActivityPhase::Partly, JournalReached::Partly),
            };
            assert_eq!(end.phase, phase, "{} {name}: {:?}", cloud.id, end.resources);
            assert_eq!(end.ordered, Some(ordered), "{} {name}", cloud.id);
            let broken = end.resources.iter().find(|resource| resource.standing == Standing::Broken).unwrap();
            assert!(broken.words.as_ref().is_some_and(|words| !words.is_empty()), "{} {name}", cloud.id);
            assert_eq!(count(&end, Standing::Done), ordered as usize - 1, "{} {name}", cloud.id);
            let line = house.line(&activity.id);
            let answer = if kind.is_some() { JournalAnswer::Found } else { JournalAnswer::Accepted };
            assert_eq!((line.answer, line.reached), (answer, reached), "{} {name}", cloud.id);
            assert_ne!(line.outcome, JournalOutcome::Failed, "{} {name}: what was accepted stays so", cloud.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn create_of_which_all_break_says_so_in_the_clouds_word_and_stays_accepted() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        house.sandbox.inject(Fault::new(FaultKind::Broken).of(&cloud.id).millis(2000));
        let activity = cloud.buy("all-break", cloud.most(2)).await;
        let end = house.ends_as(&activity.id, ActivityPhase::Failed).await;
        let words = end.resources[0].words.clone().unwrap();
        let said = end.error.unwrap().words.unwrap();
        assert!(said.en.contains(&words) && said.zh.contains(&words), "{}: {said:?}", cloud.id);
        let line = house.line(&activity.id);
        assert_eq!((line.answer, line.outcome), (JournalAnswer::Accepted, JournalOutcome::Broken), "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn create_of_fewer_than_ordered_says_how_many_were_made() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds().into_iter().filter(|cloud| cloud.id == "kingsoft") {
        for lost in [false, true] {
            let name = if lost { "fewer-lost" } else { "fewer-told" };
            let there = house.sandbox.world(&cloud.id, |world| world.instances.iter().count()).unwrap();
            let room = u32::try_from(there).unwrap() + 2;
            house.sandbox.world(&cloud.id, |world| world.quotas.insert("instances".to_owned(), room)).unwrap();
            let mut order = cloud.order(name, 5);
            order["MinCount"] = json!(1);
            if lost {
                cloud.strike_creation(FaultKind::DropAfter);
            }
            let activity = cloud.buy_order(&order).await;
            cloud.unanswered(&activity.id).await;
            house.sandbox.clear_faults();
            let end = house.ends_as(&activity.id, ActivityPhase::Partly).await;
            assert_eq!((end.ordered, count(&end, Standing::Done), cloud.count(name)), (Some(5), 2, 2), "{name}");
            let line = house.line(&activity.id);
            assert_eq!((line.outcome, line.ordered), (JournalOutcome::Partly, Some(5)), "{name}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn create_whose_machine_is_never_listed_or_goes_away_is_told_as_gone() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for (name, millis) in [("never-seen", 0), ("seen-once", 2500)] {
            house.sandbox.inject(Fault::new(FaultKind::Vanished).of(&cloud.id).millis(millis));
            let activity = cloud.buy(name, 1).await;
            let end = house.ends_as(&activity.id, ActivityPhase::Failed).await;
            assert_eq!(count(&end, Standing::Gone), 1, "{} {name}: {:?}", cloud.id, end.resources);
            assert_eq!(end.error.map(|error| error.kind), Some(ErrorKind::NotFound), "{} {name}", cloud.id);
            let line = house.line(&activity.id);
            assert_eq!((line.answer, line.reached), (JournalAnswer::Accepted, JournalReached::Gone), "{}", cloud.id);
            assert_ne!(line.outcome, JournalOutcome::Failed, "{} {name}", cloud.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn create_that_is_delivered_twice_claims_one_machine_at_most_and_shows_the_other() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for lost in [false, true] {
            let name = if lost { "twice-lost" } else { "twice-told" };
            house
                .sandbox
                .inject(Fault::new(FaultKind::DeliveredTwice).of(&cloud.id).on(&cloud.create().name).millis(0));
            let activity = match lost {
                true => cloud.buy_struck(name, 1, FaultKind::DropAfter).await,
                false => cloud.buy(name, 1).await,
            };
            let end = house.ended(&activity.id).await;
            let made = cloud.ids(name);
            assert_eq!(made.len(), if cloud.has_token() { 1 } else { 2 }, "{} {name}", cloud.id);
            if lost && made.len() == 2 {
                // One of them may be somebody else's, for all that can be seen.
                assert_eq!(end.phase, ActivityPhase::OutcomeUnknown, "{} {name}", cloud.id);
                assert_eq!((end.resources.len(), end.resembling.len()), (0, 2), "{} {name}", cloud.id);
                house.app.acts.recognise_these(&activity.id, &end.resembling[..1]).unwrap();
            }
            let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
            assert_eq!(end.resources.len(), 1, "{} {name}", cloud.id);
            house.app.reads.refresh_inventory().await.unwrap();
            for id in made {
                assert!(house.app.reads.instance(&cloud.key(&id)).is_some(), "{} {name}: {id} is shown", cloud.id);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn create_answered_too_late_or_never_to_its_end_is_found() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for (name, kind) in
            [("slow", FaultKind::LatencyAfter), ("dripping", FaultKind::SlowBody), ("torn", FaultKind::Truncated)]
        {
            let fault = Fault::new(kind).of(&cloud.id).on(&cloud.create().name).times(0).millis(90_000);
            house.sandbox.inject(fault);
            let activity = cloud.buy(name, 1).await;
            let unanswered = cloud.unanswered(&activity.id).await;
            assert_eq!(unanswered.phase, ActivityPhase::OutcomeUnknown, "{} {name}", cloud.id);
            house.sandbox.clear_faults();
            let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
            assert_eq!((ids(&end), cloud.count(name)), (cloud.ids(name), 1), "{} {name}", cloud.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn create_without_answer_of_which_one_is_never_seen_says_how_many_there_are() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds().into_iter().filter(|cloud| cloud.most(3) == 3) {
        house.sandbox.inject(Fault::new(FaultKind::Vanished).of(&cloud.id).count(1).millis(0));
        let lost = cloud.buy_struck("two-of-three", 3, FaultKind::DropAfter).await;
        let end = house.ends_as(&lost.id, ActivityPhase::Partly).await;
        assert_eq!((end.ordered, count(&end, Standing::Done)), (Some(3), 2), "{}", cloud.id);
        assert_eq!(house.line(&lost.id).reached, JournalReached::Partly, "{}", cloud.id);
    }
}
