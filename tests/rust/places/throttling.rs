//! A refresh of many regions that a cloud finds too many is waited for.

use std::time::Duration;

use yundeck_app::records::account::AccountDraft;
use yundeck_app::registers::inventory::view::InventoryView;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::in_process::spec;
use yundeck_tests::paused::PausedHouse;

#[tokio::test(start_paused = true)]
async fn refresh_of_many_regions_throttled_for_seconds_reads_them_all() {
    let house = PausedHouse::build().await;
    let account = &house.accounts.iter().find(|view| view.account.cloud == "tencent").unwrap().account;
    let regions: Vec<String> = spec("tencent").regions.iter().map(|region| region.id.clone()).collect();
    assert_eq!(regions.len(), 19);
    let draft = AccountDraft {
        cloud: account.cloud.clone(),
        label: account.label.clone(),
        access_key_id: account.access_key_id.clone(),
        regions: regions.clone(),
        endpoint: account.endpoint.clone(),
        ca_file: None,
        signing: None,
        owner_id: None,
        proxy: None,
        keep_for_session: true,
        ..AccountDraft::default()
    };
    house.app.desk.update_account(&account.id, draft).await.unwrap();

    house.sandbox.inject(Fault::new(FaultKind::Throttle).of("tencent").on("DescribeInstances").times(0));
    let began = tokio::time::Instant::now();
    let cleared = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        house.sandbox.clear_faults();
    };
    let (refreshed, ()) = tokio::join!(house.app.reads.refresh_inventory(), cleared);
    refreshed.unwrap();

    let page = house.app.reads.inventory_page(InventoryView::default(), 0, 10);
    assert!(page.status.failures.is_empty(), "{:?}", page.status.failures);
    let took = began.elapsed();
    assert!(took < Duration::from_secs(12), "it took {took:?}");
    let cloud = house.cloud("tencent");
    let asked = cloud.calls("DescribeInstances");
    assert!((19..19 + 40).contains(&asked), "{asked} requests: the cloud was not left alone");
}
