//! Images on every cloud: make one, share it, read the list back, end the sharing, remove it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::plan::Plan;
use yundeck_app::registers::inventory::view::InventoryView;
use yundeck_catalogue::CloudSpec;
use yundeck_domain::{Account, Error, ErrorKind, ImageSource, Secret};
use yundeck_sandbox::world::ImageOrder;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::House;

async fn apply(house: &House, plan: Plan) -> Activity {
    let end = house.carry_out(&plan).await;
    assert_eq!(end.phase, ActivityPhase::Done, "{} {}: {:?}", plan.cloud, plan.operation, end.error);
    end
}

fn spec(cloud: &str) -> &'static CloudSpec {
    yundeck_clouds::REGISTRY.iter().map(|entry| entry.adapter.spec()).find(|spec| spec.id == cloud).unwrap()
}

async fn instances(house: &House, cloud: &str, state: &str) -> Vec<InstanceKey> {
    house.app.reads.refresh_inventory().await.unwrap();
    let view =
        InventoryView { clouds: vec![cloud.to_owned()], states: vec![state.to_owned()], ..InventoryView::default() };
    house.app.reads.inventory_page(view, 0, 100).rows.into_iter().map(|row| row.key).collect()
}

async fn stopped_instance(house: &House, cloud: &str) -> InstanceKey {
    // A whole-machine image cannot be shared everywhere: take the one with the fewest data disks.
    let disks = |key: &InstanceKey| house.app.reads.instance(key).map(|instance| instance.disks.len());
    instances(house, cloud, "stopped").await.into_iter().min_by_key(disks).unwrap()
}

/// An account id of the form the cloud asks for.
fn stranger(own: &str) -> String {
    if own.bytes().all(|byte| byte.is_ascii_digit()) { "100000000777".to_owned() } else { "someone-else".to_owned() }
}

/// Why not; `None` when nothing is in the way.
fn kind<T>(outcome: Result<T, Error>) -> Option<ErrorKind> {
    outcome.err().map(|error| error.kind)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_is_made_shared_read_back_and_taken_back() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let (id, region) = (&account.id, &account.regions[0]);
        let cloud = house.app.reads.clouds().into_iter().find(|cloud| cloud.id == account.cloud).unwrap();
        let key = stopped_instance(&house, &cloud.id).await;
        let create = spec(&cloud.id).job("create_image").unwrap();
        let running = instances(&house, &cloud.id, "running").await.remove(0);
        let forbidden = !create.requires_state.is_empty()
            && !create.requires_state.contains(&house.app.reads.instance(&running).unwrap().vendor_state);
        let refused = kind(house.app.acts.plan_create_image(&running, "golden1", "").await);
        assert_eq!(refused, forbidden.then_some(ErrorKind::Conflict), "{}: of one that runs", cloud.id);
        let made =
            apply(&house, house.app.acts.plan_create_image(&key, "golden1", "made in a test").await.unwrap()).await;
        let image_id = &made.resources[0].id;
        let own = house.app.reads.images(id, region, ImageSource::Private).await.unwrap().images;
        let image = own.iter().find(|image| &image.id == image_id).unwrap();
        assert_eq!((image.name.as_str(), image.ready), ("golden1", true), "{}", cloud.id);
        let description =
            house.sandbox.world(&cloud.id, |world| world.images.get(image_id).unwrap().description.clone());
        let takes_words =
            create.input["properties"].as_object().unwrap().keys().any(|name| name.contains("escription"));
        let words = if takes_words { "made in a test" } else { "" };
        assert_eq!(description.as_deref(), Some(words), "{}", cloud.id);
        let others = house.app.reads.images(id, region, ImageSource::Public).await.unwrap().images.remove(0).id;
        let refused = kind(house.app.acts.plan_delete_image(id, region, &others).await);
        assert_eq!(refused, Some(ErrorKind::NotFound), "{}: not one's own", cloud.id);

        if !cloud.has_sharing {
            let refused = house.app.acts.plan_share(id, region, image_id, &["1".to_owned()], true).await.unwrap_err();
            assert_eq!(refused.kind, ErrorKind::Unsupported);
            assert!(refused.words.is_some_and(|words| !words.zh.is_empty()), "{}: without a reason", cloud.id);
        } else {
            let owner = account.owner_id.clone().unwrap();
            let other = stranger(&owner);
            let share = async |image: &str, with: &[String], share: bool| {
                house.app.acts.plan_share(id, region, image, with, share).await
            };
            let nobody = share(image_id, &[" ".to_owned()], true).await.unwrap_err();
            assert_eq!((nobody.kind, nobody.words.is_some()), (ErrorKind::InvalidParams, true), "{}", cloud.id);
            assert_eq!(
                kind(share(&others, std::slice::from_ref(&other), true).await),
                Some(ErrorKind::NotFound),
                "{}",
                cloud.id
            );
            let itself = house.app.acts.plan_share(id, region, image_id, &[owner], true).await.unwrap_err();
            assert_eq!(itself.kind, ErrorKind::Conflict, "{}: sharing with oneself", cloud.id);
            assert_eq!(cloud.share_limit, spec(&cloud.id).limits.get("image_share_accounts").copied(), "{}", cloud.id);
            let crowd = |count: u32| -> Vec<String> { (0..count).map(|number| format!("{other}{number}")).collect() };
            if let Some(limit) = cloud.share_limit {
                assert_eq!(kind(share(image_id, &crowd(limit), true).await), None, "{}: {limit}", cloud.id);
                let refused = kind(share(image_id, &crowd(limit + 1), true).await);
                assert_eq!(refused, Some(ErrorKind::Conflict), "{}: more than {limit}", cloud.id);
            }
            let second = format!("{other}0");
            // As people paste it.
            let pasted = [format!(" {other} "), other.clone(), String::new(), second.clone()];
            apply(&house, share(image_id, &pasted, true).await.unwrap()).await;
            let shared = async || {
                let list = house.app.reads.image_shares(id, region, image_id).await.unwrap();
                list.shares.into_iter().map(|share| share.account_id).collect::<Vec<_>>()
            };
            assert_eq!(shared().await, [other.clone(), second.clone()], "{}", cloud.id);
            if let Some(limit) = cloud.share_limit {
                let known: Vec<String> = crowd(limit - 1);
                assert_eq!(kind(share(image_id, &known, true).await), None, "{}: one of them has it", cloud.id);
                let refused = kind(share(image_id, &crowd(limit), true).await);
                assert_eq!(refused, Some(ErrorKind::Conflict), "{}: with those that have it", cloud.id);
            }
            apply(&house, share(image_id, std::slice::from_ref(&other), false).await.unwrap()).await;
            assert_eq!(
                shared().await.as_slice(),
                std::slice::from_ref(&second),
                "{}: the other one keeps it",
                cloud.id
            );
            apply(&house, share(image_id, &[second], false).await.unwrap()).await;
            assert!(shared().await.is_empty(), "{}", cloud.id);
        }

        apply(&house, house.app.acts.plan_delete_image(id, region, image_id).await.unwrap()).await;
        let left = house.app.reads.images(id, region, ImageSource::Private).await.unwrap().images;
        assert!(left.iter().all(|image| &image.id != image_id), "{}", cloud.id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_is_offered_to_ones_other_accounts_of_the_same_cloud() {
    let house = House::build(None).await;
    for view in house.accounts.iter().filter(|view| spec(&view.account.cloud).jobs.contains_key("share_image")) {
        let account = &view.account;
        let (id, region) = (&account.id, &account.regions[0]);
        let own = account.owner_id.clone().unwrap();
        for (label, owner) in [("other", stranger(&own)), ("again", own)] {
            let draft = AccountDraft {
                cloud: account.cloud.clone(),
                label: label.to_owned(),
                access_key_id: "id".to_owned(),
                regions: account.regions.clone(),
                endpoint: account.endpoint.clone(),
                ca_file: None,
                signing: None,
                owner_id: Some(owner),
                proxy: None,
                keep_for_session: true,
                ..AccountDraft::default()
            };
            let secret = SecretInput { secret: Secret::new("secret".to_owned()), session_token: None };
            house.app.desk.add_account(draft, secret).await.unwrap();
        }
        let key = stopped_instance(&house, &account.cloud).await;
        let made = apply(&house, house.app.acts.plan_create_image(&key, "golden1", "").await.unwrap()).await;
        let list = house.app.reads.image_shares(id, region, &made.resources[0].id).await.unwrap();
        let labels: Vec<&str> = list.candidates.iter().map(|candidate| candidate.label.as_str()).collect();
        assert_eq!(labels, ["other"], "{}", account.cloud);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_arrived_is_not_called_done() {
    let house = House::build(None).await;
    let shares = |cloud: &str, image: &str| -> usize {
        house.sandbox.world(cloud, |world| world.images.get(image).unwrap().shares.len()).unwrap()
    };
    let mut lost = Vec::new();
    for view in &house.accounts {
        let Account { id, cloud, regions, owner_id, .. } = &view.account;
        let region = &regions[0];
        let key = stopped_instance(&house, cloud).await;
        let made = apply(&house, house.app.acts.plan_create_image(&key, "golden1", "").await.unwrap()).await;
        let image = made.resources[0].id.clone();

        // One of that name is there already, and that is not it.
        let mut plans = vec![house.app.acts.plan_create_image(&key, "golden1", "").await.unwrap()];
        plans.push(house.app.acts.plan_create_image(&key, "golden2", "").await.unwrap());
        plans.push(house.app.acts.plan_delete_image(id, region, &image).await.unwrap());
        if spec(cloud).jobs.contains_key("share_image") {
            let other = stranger(owner_id.as_ref().unwrap());
            let (with, more) = ([other.clone()], [format!("{other}0")]);
            apply(&house, house.app.acts.plan_share(id, region, &image, &with, true).await.unwrap()).await;
            let wider = house.app.acts.plan_share(id, region, &image, &more, true).await.unwrap();
            assert_eq!((&wider.parties[..], wider.grants.is_some()), (&more[..], true), "{cloud}: whom it is given to");
            plans.push(wider);
            plans.push(house.app.acts.plan_share(id, region, &image, &with, false).await.unwrap());
        }
        let before = shares(cloud, &image);
        for plan in &plans {
            let (cloud, operation) = (Some(cloud.clone()), Some(plan.operation.clone()));
            house.sandbox.inject(Fault { cloud, operation, times: 0, ..Fault::new(FaultKind::DropBefore) });
        }
        for plan in plans {
            let act = house.apply(&plan).await;
            lost.push((plan, act, image.clone(), before));
        }
        // Somebody else makes one meanwhile, and that is not it either.
        let elses = ImageOrder { instance_id: key.id.clone(), name: "elses".to_owned(), ..ImageOrder::default() };
        house.sandbox.world(cloud, |world| world.create_image(region, &elses).unwrap()).unwrap();
    }
    for (plan, act, image, before) in lost {
        let end = left(&house, &act.id).await;
        // A new image that no list has was not made. One that is still there, or still shared, may not be in a moment.
        let makes = spec(&plan.cloud).job("create_image").is_some_and(|job| job.name == plan.operation);
        let expected = if makes { ActivityPhase::NotApplied } else { ActivityPhase::OutcomeUnknown };
        assert_eq!(end.phase, expected, "{} {} {}", plan.cloud, plan.operation, plan.subject);
        assert_eq!(shares(&plan.cloud, &image), before, "{}", plan.cloud);
    }
}

/// Waits until nobody polls for an act any longer.
async fn left(house: &House, id: &str) -> Activity {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(40);
    loop {
        let activity = house.app.acts.activities().into_iter().find(|activity| activity.id == id).unwrap();
        if activity.ended_at.is_some() {
            return activity;
        }
        assert!(std::time::Instant::now() < end, "{:?} is polled for without end", activity.phase);
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
