//! The regions that a cloud lists for an account, and those that it does not have.

use serde_json::{Value, json};
use yundeck_app::records::account::{AccountDraft, AccountView};
use yundeck_app::registers::inventory::view::InventoryView;
use yundeck_domain::ErrorKind;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::House;
use yundeck_tests::paused::PausedHouse;

use crate::account::draft_of;

async fn view(app: &yundeck_app::App, cloud: &str) -> AccountView {
    app.desk.accounts().await.unwrap().into_iter().find(|view| view.account.cloud == cloud).unwrap()
}

fn ids(view: &AccountView) -> Vec<String> {
    view.listed.iter().flat_map(|listed| &listed.regions).map(|region| region.id.clone()).collect()
}

/// Another region, which no catalogue knows, and the account's own.
fn list_a_new_one(reply: &mut Value) {
    if let Some(regions) = reply.pointer_mut("/Response/RegionSet") {
        *regions = json!([
            { "Region": "ap-guangzhou", "RegionName": "华南地区(广州)", "RegionState": "AVAILABLE" },
            { "Region": "ap-newplace", "RegionName": "新地域", "RegionState": "AVAILABLE" },
            { "Region": "ap-closed", "RegionName": "关闭的地域", "RegionState": "UNAVAILABLE" },
        ]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn regions_that_a_cloud_lists_are_kept_with_the_account() {
    let house = House::build(None).await;
    assert!(house.accounts.iter().all(|view| view.listed.is_none()));
    house.app.reads.refresh_inventory().await.unwrap();
    for cloud in ["tencent", "kingsoft", "ucloudstack"] {
        let view = view(&house.app, cloud).await;
        assert!(ids(&view).contains(&view.account.regions[0]), "{cloud}: {:?}", view.listed);
    }
    assert!(view(&house.app, "jdcloud").await.listed.is_none(), "it lists none");
}

#[tokio::test(start_paused = true)]
async fn region_that_no_catalogue_knows_is_listed_used_and_remembered() {
    let mut house = PausedHouse::build().await;
    house.alter_answers(Some(list_a_new_one));
    house.app.reads.refresh_inventory().await.unwrap();
    assert_eq!(ids(&view(&house.app, "tencent").await), ["ap-guangzhou", "ap-newplace"]);
    let asked = house.cloud("tencent").calls("DescribeRegions");
    house.app.reads.refresh_inventory().await.unwrap();
    assert_eq!(house.cloud("tencent").calls("DescribeRegions"), asked, "within a day it is not asked again");

    let account = view(&house.app, "tencent").await.account;
    let draft = AccountDraft { regions: vec!["ap-guangzhou".into(), "ap-newplace".into()], ..draft_of(&account) };
    house.app.desk.update_account(&account.id, draft).await.unwrap();
    assert_eq!(view(&house.app, "tencent").await.account.regions, ["ap-guangzhou", "ap-newplace"]);
    house.restart().await;
    assert_eq!(ids(&view(&house.app, "tencent").await), ["ap-guangzhou", "ap-newplace"]);
}

/// Other zones than the catalogue's.
fn list_other_zones(reply: &mut Value) {
    if let Some(zones) = reply.pointer_mut("/Response/ZoneSet") {
        *zones = json!([{ "Zone": "ap-guangzhou-99", "ZoneName": "广州九十九区", "ZoneId": "100099", "ZoneState": "AVAILABLE" }]);
    }
}

#[tokio::test(start_paused = true)]
async fn zones_that_a_cloud_lists_are_kept_and_offered_while_it_does_not_list_them() {
    let mut house = PausedHouse::build().await;
    house.app.reads.refresh_inventory().await.unwrap();
    let account = view(&house.app, "tencent").await.account;
    let zones = async |house: &PausedHouse| {
        let choices = house.app.reads.choices(&account.id, "ap-guangzhou", "zone").await.unwrap();
        let ids: Vec<String> = choices.items.into_iter().map(|zone| zone.id).collect();
        (ids, choices.failure.is_some())
    };
    let deny = |house: &PausedHouse| {
        let refusal = Fault::new(FaultKind::Refuse).of("tencent").on("DescribeZones").code("UnauthorizedOperation");
        house.sandbox.inject(refusal.times(0));
    };
    deny(&house);
    let (start, failed) = zones(&house).await;
    assert!(failed && start.contains(&"ap-guangzhou-2".to_owned()), "the catalogue's are a start: {start:?}");

    house.sandbox.clear_faults();
    house.alter_answers(Some(list_other_zones));
    assert_eq!(zones(&house).await, (vec!["ap-guangzhou-99".to_owned()], false));
    house.alter_answers(None);
    deny(&house);
    assert_eq!(zones(&house).await, (vec!["ap-guangzhou-99".to_owned()], true));
    house.restart().await;
    let kept = view(&house.app, "tencent").await.listed.unwrap();
    let region = kept.regions.iter().find(|region| region.id == "ap-guangzhou").unwrap();
    assert_eq!(region.zones, ["ap-guangzhou-99"]);
}

#[tokio::test(start_paused = true)]
async fn list_of_regions_that_fails_keeps_what_it_was() {
    let house = PausedHouse::build().await;
    house.app.reads.refresh_inventory().await.unwrap();
    let before = ids(&view(&house.app, "tencent").await);
    assert!(!before.is_empty());
    let refusal = Fault::new(FaultKind::Refuse).of("tencent").on("DescribeRegions").code("UnauthorizedOperation");
    house.sandbox.inject(refusal.times(0));
    tokio::time::sleep(std::time::Duration::from_secs(25 * 60 * 60)).await;
    house.app.reads.refresh_inventory().await.unwrap();
    assert_eq!(ids(&view(&house.app, "tencent").await), before);
}

#[tokio::test(start_paused = true)]
async fn region_that_an_account_does_not_have_is_not_asked_for_ever() {
    let house = PausedHouse::build().await;
    let account = view(&house.app, "tencent").await.account;
    let regions = vec![account.regions[0].clone(), "ap-nowhere".to_owned()];
    let draft = || AccountDraft { regions: regions.clone(), ..draft_of(&account) };
    house.app.desk.update_account(&account.id, draft()).await.unwrap();
    // Each refusal is of a request of its own.
    let refused = async || {
        house.app.reads.refresh_inventory().await.unwrap();
        let status = house.app.reads.inventory_page(InventoryView::default(), 0, 1).status;
        let [failure] = &status.failures[..] else { panic!("{:?}", status.failures) };
        assert_eq!(failure.scope.region, "ap-nowhere");
        let refusals = [ErrorKind::InvalidParams, ErrorKind::NotFound, ErrorKind::Unsupported];
        assert!(refusals.contains(&failure.error.kind), "{:?}", failure.error);
        let words = failure.error.words.as_ref().map(|words| words.en.clone()).unwrap_or_default();
        (failure.error.vendor.as_ref().unwrap().request_id.clone().unwrap(), words)
    };

    let (first, _) = refused().await;
    let (second, words) = refused().await;
    assert_eq!(second, first, "the cloud neither lists it nor has it: it was not asked again");
    assert!(words.contains("lists no region ap-nowhere"), "{words}");

    house.app.desk.test_account(&account.id).await.unwrap();
    let (third, _) = refused().await;
    assert_ne!(third, second, "the person asks for it again");
    assert_eq!(refused().await.0, third);
    tokio::time::sleep(std::time::Duration::from_secs(25 * 60 * 60)).await;
    assert_ne!(refused().await.0, third, "a day later");
}

/// A failure that passes, and a region that is listed, are asked for at every refresh.
#[tokio::test(start_paused = true)]
async fn region_that_is_listed_is_asked_for_whatever_it_answered() {
    let house = PausedHouse::build().await;
    let account = view(&house.app, "tencent").await.account;
    let refusal = Fault::new(FaultKind::Refuse).of("tencent").on("DescribeInstances").code("UnsupportedRegion");
    house.sandbox.inject(refusal.times(0));
    for _ in 0..3 {
        let before = house.cloud("tencent").calls("DescribeInstances");
        house.app.reads.refresh_inventory().await.unwrap();
        assert_eq!(house.cloud("tencent").calls("DescribeInstances") - before, 1, "{}", account.regions[0]);
    }
}
