//! Images that are made, broken, found and lost.

use std::time::Duration;

use serde_json::json;
use yundeck_app::records::activity::{Activity, ActivityPhase, PrivateKey, Standing};
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::journal::{JournalAnswer, JournalOutcome, JournalReached, Step};
use yundeck_app::records::plan::Plan;
use yundeck_domain::InstanceState;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::paused::{PausedCloud, PausedHouse};

use crate::{count, ids};

async fn stopped(cloud: &PausedCloud<'_>) -> InstanceKey {
    cloud.instances(InstanceState::Stopped).await.remove(0)
}

#[tokio::test(start_paused = true)]
async fn image_that_breaks_is_told_at_once_in_the_clouds_word() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let key = stopped(&cloud).await;
        for (name, lost) in [("brokentold", false), ("brokenlost", true)] {
            let plan = house.app.acts.plan_create_image(&key, name, "").await.unwrap();
            house.sandbox.inject(Fault::new(FaultKind::Broken).of(&cloud.id).millis(2000));
            if lost {
                cloud.strike(cloud.job("create_image"), FaultKind::DropAfter);
            }
            let activity = cloud.apply(&plan).await.unwrap();
            cloud.unanswered(&activity.id).await;
            house.sandbox.clear_faults();
            let began = tokio::time::Instant::now();
            let end = house.ends_as(&activity.id, ActivityPhase::Failed).await;
            assert!(began.elapsed() < std::time::Duration::from_secs(60), "{} {name}: not waited for", cloud.id);
            let waiter = &cloud.spec.waiters[cloud.job("create_image").waiter.as_ref().unwrap()];
            let words = end.resources[0].words.as_ref().unwrap();
            assert!(waiter.failure.contains(words), "{} {name}: {words}", cloud.id);
            let line = house.line(&activity.id);
            let answer = if lost { JournalAnswer::Found } else { JournalAnswer::Accepted };
            assert_eq!((line.answer, line.reached), (answer, JournalReached::Broken), "{} {name}", cloud.id);
            assert_eq!(line.outcome, JournalOutcome::Broken, "{} {name}", cloud.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn image_whose_answer_is_lost_is_found_or_told_as_not_made() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let key = stopped(&cloud).await;
        for (name, kind, phase) in [
            ("imagelost", FaultKind::DropAfter, ActivityPhase::Done),
            ("imagenever", FaultKind::DropBefore, ActivityPhase::NotApplied),
        ] {
            let plan = house.app.acts.plan_create_image(&key, name, "").await.unwrap();
            cloud.strike(cloud.job("create_image"), kind);
            let activity = cloud.apply(&plan).await.unwrap();
            cloud.unanswered(&activity.id).await;
            house.sandbox.clear_faults();
            let end = house.ends_as(&activity.id, phase).await;
            assert_eq!(end.resources.len(), usize::from(phase == ActivityPhase::Done), "{} {name}", cloud.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn image_that_goes_away_while_it_is_made_is_told_as_gone() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let key = stopped(&cloud).await;
        for (name, millis) in [("goneatonce", 0), ("gonelater", 3000)] {
            let plan = house.app.acts.plan_create_image(&key, name, "").await.unwrap();
            house.sandbox.inject(Fault::new(FaultKind::Vanished).of(&cloud.id).millis(millis));
            let activity = cloud.apply(&plan).await.unwrap();
            let end = house.ends_as(&activity.id, ActivityPhase::Failed).await;
            assert_eq!(count(&end, Standing::Gone), 1, "{} {name}: {:?}", cloud.id, end.resources);
            let line = house.line(&activity.id);
            assert_eq!((line.answer, line.reached), (JournalAnswer::Accepted, JournalReached::Gone), "{}", cloud.id);
        }
    }
}

/// The key pairs that the cloud makes itself, with a private key in its answer.
fn key_maker(cloud: &PausedCloud<'_>) -> Option<(&'static str, serde_json::Value)> {
    match cloud.id.as_str() {
        "tencent" => Some(("CreateKeyPair", json!({ "KeyName": "lostkey", "ProjectId": 0 }))),
        "kingsoft" => Some(("CreateKey", json!({ "KeyName": "lostkey" }))),
        "jdcloud" => Some(("createKeypair", json!({ "keyName": "lostkey" }))),
        _ => None,
    }
}

#[tokio::test(start_paused = true)]
async fn key_pair_whose_answer_is_lost_says_that_the_private_key_is() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let Some((operation, params)) = key_maker(&cloud) else {
            let makes = |operation: &yundeck_catalogue::Operation| {
                operation.output.contains_key("privateKey") || operation.name.contains("Key")
            };
            assert!(!cloud.spec.operations.values().any(makes), "{}", cloud.id);
            continue;
        };
        let plan = cloud.plan_operation(operation, &params).await;
        cloud.strike(cloud.spec.operation(operation).unwrap(), FaultKind::DropAfter);
        let activity = cloud.apply(&plan).await.unwrap();
        cloud.unanswered(&activity.id).await;
        house.sandbox.clear_faults();
        let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
        assert_eq!(end.private_key, Some(PrivateKey::Lost), "{}", cloud.id);
        let words = end.error.unwrap().words.unwrap();
        assert!(words.en.contains("Delete the pair and make another"), "{}: {}", cloud.id, words.en);
        assert!(house.line(&activity.id).error.is_some(), "{}: the journal says so, too", cloud.id);
        assert!(house.app.acts.private_key_name(&activity.id).is_err(), "{}: there is none to save", cloud.id);
    }
}

/// Lets a gateway keep a call for twenty minutes: the act is told as not applied meanwhile.
async fn told_as_not_applied(house: &PausedHouse, cloud: &PausedCloud<'_>, plan: &Plan) -> Activity {
    let late = Fault::new(FaultKind::DeliveredLate).of(&cloud.id).on(&plan.operation);
    house.sandbox.inject(late.times(0).millis(20 * 60 * 1000));
    let activity = cloud.apply(plan).await.unwrap();
    cloud.unanswered(&activity.id).await;
    house.sandbox.clear_faults();
    house.ends_as(&activity.id, ActivityPhase::NotApplied).await
}

/// Waits until what came late is raised by a refresh.
async fn raised(house: &PausedHouse, id: &str) -> Activity {
    tokio::time::sleep(Duration::from_secs(20 * 60)).await;
    assert!(house.activity(id).resembling.is_empty());
    house.app.reads.refresh_inventory().await.unwrap();
    house.until(id, "raised", |activity| !activity.resembling.is_empty()).await
}

#[tokio::test(start_paused = true)]
async fn image_delivered_late_is_raised_by_a_refresh_and_recognised_by_a_person() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let key = stopped(&cloud).await;
        let plan = house.app.acts.plan_create_image(&key, "lateimage", "").await.unwrap();
        let lost = told_as_not_applied(&house, &cloud, &plan).await;
        house.app.reads.refresh_inventory().await.unwrap();
        let raised = raised(&house, &lost.id).await;
        assert_eq!(raised.resembling.len(), 1, "{}", cloud.id);
        assert!(house.steps(&lost.id).contains(&Step::Resembled), "{}", cloud.id);
        house.app.acts.recognise(&lost.id).unwrap();
        let end = house.ends_as(&lost.id, ActivityPhase::Done).await;
        assert_eq!((ids(&end), end.resembling), (raised.resembling, vec![]), "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn image_delivered_late_is_found_when_it_is_looked_for_again() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let key = stopped(&cloud).await;
        let plan = house.app.acts.plan_create_image(&key, "lateimage", "").await.unwrap();
        let lost = told_as_not_applied(&house, &cloud, &plan).await;
        tokio::time::sleep(Duration::from_secs(20 * 60)).await;
        house.app.acts.recheck_activity(&lost.id).unwrap();
        house.ends_as(&lost.id, ActivityPhase::Done).await;
    }
}

#[tokio::test(start_paused = true)]
async fn key_pair_delivered_late_is_raised_by_a_refresh_and_dismissed_by_a_person() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let Some((operation, params)) = key_maker(&cloud) else { continue };
        let plan = cloud.plan_operation(operation, &params).await;
        let lost = told_as_not_applied(&house, &cloud, &plan).await;
        let raised = raised(&house, &lost.id).await;
        assert_eq!(raised.resembling.len(), 1, "{}", cloud.id);
        house.app.acts.dismiss_resembling(&lost.id).unwrap();
        house.app.reads.refresh_inventory().await.unwrap();
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert!(house.activity(&lost.id).resembling.is_empty(), "{}: it is not raised again", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn key_pair_delivered_late_that_is_recognised_says_that_its_private_key_is_lost() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let Some((operation, params)) = key_maker(&cloud) else { continue };
        let plan = cloud.plan_operation(operation, &params).await;
        let lost = told_as_not_applied(&house, &cloud, &plan).await;
        raised(&house, &lost.id).await;
        house.app.acts.recognise(&lost.id).unwrap();
        let end = house.ends_as(&lost.id, ActivityPhase::Done).await;
        assert_eq!((end.resources.len(), end.private_key), (1, Some(PrivateKey::Lost)), "{}", cloud.id);
    }
}
