//! Images on every cloud: make one, share it, read the list back, end the sharing, remove it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use yundeck_app::activity::{Activity, ActivityPhase};
use yundeck_app::inventory::InstanceKey;
use yundeck_app::inventory::view::InventoryView;
use yundeck_app::plans::Plan;
use yundeck_domain::{ErrorKind, ImageSource};
use yundeck_tests::{House, settled};

async fn apply(house: &House, plan: Plan) -> Activity {
    let activity = house.app.apply_plan(&plan.id, Some(&plan.subject)).await.unwrap();
    let end = settled(house, &house.app, &activity.id, &[ActivityPhase::Done, ActivityPhase::Failed]).await;
    assert_eq!(end.phase, ActivityPhase::Done, "{} {}: {:?}", plan.cloud, plan.operation, end.error);
    end
}

async fn stopped_instance(house: &House, cloud: &str) -> InstanceKey {
    house.app.refresh_inventory().await.unwrap();
    let view = InventoryView {
        clouds: vec![cloud.to_owned()],
        states: vec!["stopped".to_owned()],
        ..InventoryView::default()
    };
    let rows = house.app.inventory_page(view, 0, 100).rows;
    // A whole-machine image cannot be shared everywhere: take the one with the fewest data disks.
    let disks = |key: &InstanceKey| house.app.instance(key).map(|instance| instance.disks.len());
    rows.into_iter().map(|row| row.key).min_by_key(disks).unwrap()
}

/// An account id of the form the cloud asks for.
fn stranger(own: &str) -> String {
    if own.bytes().all(|byte| byte.is_ascii_digit()) { "100000000777".to_owned() } else { "someone-else".to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_is_made_shared_read_back_and_taken_back() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let (id, region) = (&account.id, &account.regions[0]);
        let cloud = house.app.clouds().into_iter().find(|cloud| cloud.id == account.cloud).unwrap();
        let key = stopped_instance(&house, &cloud.id).await;
        let made = apply(&house, house.app.plan_create_image(&key, "golden1", "made in a test").await.unwrap()).await;
        let image_id = &made.resources[0].id;
        let own = house.app.images(id, region, ImageSource::Private).await.unwrap();
        let image = own.iter().find(|image| &image.id == image_id).unwrap();
        assert_eq!((image.name.as_str(), image.ready), ("golden1", true), "{}", cloud.id);

        if !cloud.has_sharing {
            let refused = house.app.plan_share(id, region, image_id, &["1".to_owned()], true).await.unwrap_err();
            assert_eq!(refused.kind, ErrorKind::Unsupported);
            assert!(refused.words.is_some_and(|words| !words.zh.is_empty()), "{}: without a reason", cloud.id);
        } else {
            let owner = account.owner_id.clone().unwrap();
            let other = stranger(&owner);
            let itself = house.app.plan_share(id, region, image_id, &[owner], true).await.unwrap_err();
            assert_eq!(itself.kind, ErrorKind::Conflict, "{}: sharing with oneself", cloud.id);
            if let Some(limit) = cloud.share_limit {
                let crowd: Vec<String> = (0..=limit).map(|number| format!("{other}{number}")).collect();
                let refused = house.app.plan_share(id, region, image_id, &crowd, true).await.unwrap_err();
                assert_eq!(refused.kind, ErrorKind::Conflict, "{}: more than {limit}", cloud.id);
            }
            let with = [other.clone()];
            apply(&house, house.app.plan_share(id, region, image_id, &with, true).await.unwrap()).await;
            let shares = house.app.image_shares(id, region, image_id).await.unwrap().shares;
            assert_eq!(shares.iter().map(|share| &share.account_id).collect::<Vec<_>>(), [&other], "{}", cloud.id);
            apply(&house, house.app.plan_share(id, region, image_id, &with, false).await.unwrap()).await;
            assert!(house.app.image_shares(id, region, image_id).await.unwrap().shares.is_empty(), "{}", cloud.id);
        }

        apply(&house, house.app.plan_delete_image(id, region, image_id).await.unwrap()).await;
        let left = house.app.images(id, region, ImageSource::Private).await.unwrap();
        assert!(left.iter().all(|image| &image.id != image_id), "{}", cloud.id);
    }
}
