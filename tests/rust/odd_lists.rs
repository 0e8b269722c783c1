//! What the table says of lists that are not as they should be, and of machines that need more than their state said.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use yundeck_app::App;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::registers::inventory::view::{InventoryPage, InventoryView};
use yundeck_domain::{Attention, ErrorKind, Secret};
use yundeck_tests::open_app;
use yundeck_tests::replier::Replier;

fn draft(cloud: &str, region: &str, server: &Replier) -> (AccountDraft, SecretInput) {
    let draft = AccountDraft {
        cloud: cloud.to_owned(),
        label: "odd".to_owned(),
        access_key_id: "key-of-nobody-0001".to_owned(),
        regions: vec![region.to_owned()],
        endpoint: Some(server.url().to_owned()),
        ca_file: None,
        signing: None,
        owner_id: None,
        proxy: None,
        keep_for_session: true,
        ..AccountDraft::default()
    };
    (draft, SecretInput { secret: Secret::new("secret-of-nobody".to_owned()), session_token: None })
}

/// An application with one account at the server, after it has read its instances.
async fn app_at(cloud: &str, region: &str, server: &Replier) -> App {
    let app = open_app(None);
    let (draft, secret) = draft(cloud, region, server);
    app.desk.add_account(draft, secret).await.unwrap();
    app.reads.refresh_inventory().await.unwrap();
    app
}

fn page(app: &App, view: InventoryView) -> InventoryPage {
    app.reads.inventory_page(view, 0, 100)
}

fn tencent(total: u32, instances: &Value) -> Value {
    json!({ "Response": { "TotalCount": total, "InstanceSet": instances, "RequestId": "r-1" } })
}

#[tokio::test(flavor = "multi_thread")]
async fn list_that_shows_less_than_it_counts_shows_its_rows_and_a_note() {
    let server = Replier::start(|request| {
        let first = request.contains("\"Offset\":0");
        tencent(3, &if first { json!([{ "InstanceId": "ins-1", "InstanceState": "RUNNING" }]) } else { json!([]) })
    })
    .await;
    let app = app_at("tencent", "ap-guangzhou", &server).await;
    let page = page(&app, InventoryView::default());
    assert_eq!(page.rows.iter().map(|row| row.key.id.as_str()).collect::<Vec<_>>(), ["ins-1"]);
    let [failure] = page.status.failures.as_slice() else { panic!("{:?}", page.status.failures) };
    let words = failure.error.words.as_ref().unwrap();
    assert!(words.en.contains("counts 3 here and showed 1"), "{words:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn records_without_an_id_are_told_of() {
    let server = Replier::start(|_| tencent(2, &json!([{ "InstanceName": "a" }, { "InstanceName": "b" }]))).await;
    let app = app_at("tencent", "ap-guangzhou", &server).await;
    let page = page(&app, InventoryView::default());
    let [failure] = page.status.failures.as_slice() else { panic!("{:?}", page.status.failures) };
    let words = failure.error.words.as_ref().unwrap();
    assert!(words.en.starts_with("2 records"), "{words:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_that_are_not_paid_for_are_counted_and_shown_alone() {
    let server = Replier::start(|_| {
        json!({ "requestId": "r-1", "result": { "totalCount": 2, "instances": [
            { "instanceId": "i-1", "status": "running" },
            { "instanceId": "i-2", "status": "stopped",
              "charge": { "chargeMode": "postpaid_by_duration", "chargeStatus": "arrear" } },
        ] } })
    })
    .await;
    let app = app_at("jdcloud", "cn-north-1", &server).await;
    let page = page(&app, InventoryView { attention: true, ..InventoryView::default() });
    assert_eq!((page.all, page.counts.attention, page.rows.len()), (2, 1, 1));
    assert_eq!(page.rows[0].attention, Some(Attention::Overdue { release: None }));
}

/// A page to sign in answers with an object, too.
#[tokio::test(flavor = "multi_thread")]
async fn object_that_is_no_answer_of_the_cloud_fails_the_connection_test() {
    for body in [json!({}), json!({ "status": "login required" })] {
        let server = Replier::start(move |_| body.clone()).await;
        let app = open_app(None);
        let (draft, secret) = draft("kingsoft", "cn-beijing-6", &server);
        let report = app.desk.test_draft(draft, secret, None).await.unwrap();
        assert_eq!((report.ok, report.error.map(|error| error.kind)), (false, Some(ErrorKind::BadReply)));
    }
}
