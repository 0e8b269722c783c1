//! What a cloud repeats of user data and metadata is kept nowhere and shown to nobody.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use serde_json::Value;
use yundeck_app::App;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::plan::Confirmed;
use yundeck_app::registers::inventory::view::InventoryView;
use yundeck_domain::{Account, Secret};
use yundeck_tests::keychain::PlayedKeychain;
use yundeck_tests::orders::order;
use yundeck_tests::planted::{USER_DATA as PLANTED, files_with, reads_with_data as reads, with_data};
use yundeck_tests::{House, options, settled};

/// What a search must find, to be known to work.
const CANARY: &str = "canary-that-may-be-seen";

/// Whether a text is in one of the files below a folder.
fn is_kept(folder: &Path, text: &str) -> bool {
    files_with(folder, text).next().is_some()
}

fn open(folder: &Path, keychain: &PlayedKeychain) -> App {
    App::open_over(options(Some(folder.to_owned())), keychain.secrets()).unwrap()
}

/// An account of the person's own: what is in the sandbox's is never kept.
async fn account(app: &App, house: &House, cloud: &str) -> Account {
    let endpoint = house.sandbox.endpoint(cloud).unwrap();
    let draft = AccountDraft {
        cloud: cloud.to_owned(),
        label: "ours".to_owned(),
        access_key_id: endpoint.key.id.clone(),
        regions: vec![endpoint.sample.region.clone()],
        endpoint: Some(endpoint.url.clone()),
        ..AccountDraft::default()
    };
    let secret = SecretInput { secret: Secret::new(endpoint.key.secret.clone()), session_token: None };
    app.desk.add_account(draft, secret).await.unwrap().account
}

#[tokio::test(flavor = "multi_thread")]
async fn user_data_that_a_cloud_repeats_is_neither_kept_nor_shown() {
    let house = House::build(None).await;
    for cloud in yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec().id.as_str()) {
        let (folder, keychain) = (tempfile::tempdir().unwrap(), PlayedKeychain::default());
        let app = open(folder.path(), &keychain);
        let account = account(&app, &house, cloud).await;
        let region = &account.regions[0];
        let order = with_data(order(house.sandbox.endpoint(cloud).unwrap(), CANARY, 1), cloud, PLANTED);
        let plan = app.acts.plan_create(&account.id, region, &order).await.unwrap();
        let made = app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
        let made = settled(&house, &app, &made.id, &[ActivityPhase::Done]).await;
        let key = InstanceKey { account: account.id.clone(), region: region.clone(), id: made.resources[0].id.clone() };

        // Whatever shows it, and a record that repeats it as live ones do.
        for (operation, params) in reads(cloud, &key.id) {
            let reply = app.reads.call_operation(&account.id, region, operation, &params).await.unwrap();
            let shown = format!("{} {:?}", reply.result, reply.table);
            assert!(!shown.contains(PLANTED), "{cloud} {operation}: {shown}");
            assert!(shown.contains(&key.id), "{cloud} {operation}: {shown}");
        }
        app.reads.refresh_inventory().await.unwrap();
        let shown = app.reads.instance_with_record(&key).await.unwrap();
        assert!(!shown.raw.is_null() && !format!("{shown:?}").contains(PLANTED), "{cloud}: {shown:?}");
        let record = shown.raw.clone();
        assert!(is_kept(folder.path(), CANARY), "{cloud}: the search finds what is kept");
        assert!(!is_kept(folder.path(), PLANTED), "{cloud}: while it runs");
        drop(app);
        assert!(!is_kept(folder.path(), PLANTED), "{cloud}: afterwards");

        // After a start the table is there, and a record is asked for when one looks at it.
        let app = open(folder.path(), &keychain);
        assert!(app.reads.inventory_page(InventoryView::default(), 0, 100).total > 0, "{cloud}");
        assert!(app.reads.instance(&key).unwrap().raw.is_null(), "{cloud}: no record is kept");
        let asked = app.reads.instance_with_record(&key).await.unwrap().raw;
        let members = |record: &Value| record.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(members(&asked), members(&record), "{cloud}");
    }
}
