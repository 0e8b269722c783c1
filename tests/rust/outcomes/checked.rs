//! Acts that the cloud was asked to check and not to do.

use serde_json::{Value, json};
use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::journal::JournalAnswer;
use yundeck_sandbox::FaultKind;
use yundeck_tests::paused::{PausedCloud, PausedHouse};

/// What a gateway that drops the parameter would make of the answer: that of a call that was done, without a name in it.
fn as_if_done(reply: &mut Value) {
    if reply["Response"]["Error"]["Code"] == "DryRunOperation" {
        reply["Response"] = json!({ "RequestId": reply["Response"]["RequestId"] });
    }
}

async fn image(house: &PausedHouse, cloud: &PausedCloud<'_>) -> String {
    let machine = cloud.buy("source", 1).await;
    let machine = house.ends_as(&machine.id, ActivityPhase::Done).await.resources[0].id.clone();
    cloud.set_state(&machine, yundeck_sandbox::world::InstanceState::Stopped);
    let params = json!({ "InstanceId": machine, "ImageName": "checked" });
    let plan = cloud.plan_operation("CreateImage", &params).await;
    let made = cloud.apply(&plan).await.unwrap();
    house.ends_as(&made.id, ActivityPhase::Done).await.resources[0].id.clone()
}

#[tokio::test(start_paused = true)]
async fn check_of_what_names_no_result_passes_by_the_clouds_code_alone() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("tencent");
    let image = image(&house, &cloud).await;
    let copy = json!({ "ImageIds": [image], "DestinationRegions": ["ap-shanghai"], "DryRun": true });
    let removal = json!({ "ImageIds": [image], "DryRun": true });
    for (operation, params) in [("SyncImages", copy), ("DeleteImages", removal)] {
        let plan = cloud.plan_operation(operation, &params).await;
        let told = cloud.apply(&plan).await.unwrap();
        house.ends_as(&told.id, ActivityPhase::NotApplied).await;

        house.alter_answers(Some(as_if_done));
        let plan = cloud.plan_operation(operation, &params).await;
        let untold = cloud.apply(&plan).await.unwrap();
        let end = house.ends_as(&untold.id, ActivityPhase::OutcomeUnknown).await;
        house.alter_answers(None);
        assert_eq!(house.line(&end.id).answer, JournalAnswer::Unknown, "{operation}");
        assert!(house.line(&end.id).request_id.is_some(), "{operation}");
    }
}

#[tokio::test(start_paused = true)]
async fn check_that_was_done_after_all_is_found() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("tencent");
    let image = image(&house, &cloud).await;
    house.alter_answers(Some(as_if_done));
    let plan = cloud.plan_operation("DeleteImages", &json!({ "ImageIds": [image], "DryRun": true })).await;
    let activity = cloud.apply(&plan).await.unwrap();
    cloud.unanswered(&activity.id).await;
    house.alter_answers(None);
    house.sandbox.world("tencent", |world| world.images.take(&image)).unwrap();
    house.ends_as(&activity.id, ActivityPhase::Done).await;
    assert_eq!(house.line(&activity.id).answer, JournalAnswer::Found);
}

#[tokio::test(start_paused = true)]
async fn check_of_what_names_its_result_passes_with_an_answer_that_names_none() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("tencent");
    let mut order = cloud.order("checked", 1);
    order["DryRun"] = json!(true);
    for alter in [None, Some(as_if_done as fn(&mut Value))] {
        house.alter_answers(alter);
        let activity = cloud.buy_order(&order).await;
        house.ends_as(&activity.id, ActivityPhase::NotApplied).await;
        house.alter_answers(None);
    }
    let lost = cloud.plan(&order).await;
    cloud.strike_creation(FaultKind::DropAfter);
    let lost = cloud.apply(&lost).await.unwrap();
    cloud.unanswered(&lost.id).await;
    house.sandbox.clear_faults();
    assert_ne!(house.ended(&lost.id).await.phase, ActivityPhase::Done);
    assert_eq!(cloud.count("checked"), 0);
}
