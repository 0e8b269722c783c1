//! A list of images that shows less than it counts.

use serde_json::{Value, json};
use yundeck_app::records::activity::ActivityPhase;
use yundeck_domain::{ImageSource, InstanceState};
use yundeck_sandbox::FaultKind;
use yundeck_tests::paused::PausedHouse;

/// None of one's own images, and a count that lies.
fn leave_out(reply: &mut Value) {
    let Some(images) = reply.pointer_mut("/Response/ImageSet").and_then(Value::as_array_mut) else { return };
    images.retain(|image| image["ImageType"] != "PRIVATE_IMAGE");
    reply["Response"]["TotalCount"] = json!(1000);
}

#[tokio::test(start_paused = true)]
async fn list_of_images_that_shows_less_than_it_counts_is_shown_and_says_so() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("tencent");
    let list = async || house.app.reads.images(&cloud.account, &cloud.region, ImageSource::Public).await.unwrap();
    let whole = list().await;
    assert!(whole.short.is_none() && !whole.images.is_empty());
    house.alter_answers(Some(leave_out));
    let short = list().await;
    assert_eq!(short.images.len(), whole.images.len());
    let words = short.short.unwrap().words.unwrap();
    assert!(words.en.contains("counts 1000 here"), "{words:?}");
}

#[tokio::test(start_paused = true)]
async fn image_that_a_short_list_does_not_show_is_not_called_absent() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("tencent");
    let key = cloud.instances(InstanceState::Stopped).await.remove(0);

    let plan = house.app.acts.plan_create_image(&key, "unseen", "").await.unwrap();
    cloud.strike(cloud.job("create_image"), FaultKind::DropBefore);
    let activity = cloud.apply(&plan).await.unwrap();
    cloud.unanswered(&activity.id).await;
    house.sandbox.clear_faults();
    house.alter_answers(Some(leave_out));
    house.ends_as(&activity.id, ActivityPhase::OutcomeUnknown).await;
    house.alter_answers(None);

    let image = house.app.reads.images(&cloud.account, &cloud.region, ImageSource::Private).await.unwrap().images;
    let image = image.into_iter().find(|image| image.ready).unwrap();
    let plan = house.app.acts.plan_delete_image(&cloud.account, &cloud.region, &image.id).await.unwrap();
    cloud.strike(cloud.job("delete_image"), FaultKind::DropBefore);
    let activity = cloud.apply(&plan).await.unwrap();
    cloud.unanswered(&activity.id).await;
    house.sandbox.clear_faults();
    house.alter_answers(Some(leave_out));
    let end = house.ended(&activity.id).await;
    assert_ne!(end.phase, ActivityPhase::Done, "it is there still");
}
