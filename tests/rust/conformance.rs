//! What every cloud must do, in one suite: through the application, on the sandbox.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use yundeck_app::accounts::AccountDraft;
use yundeck_app::inventory::view::InventoryView;
use yundeck_app::quotes::QuoteAnswer;
use yundeck_app::secrets::SecretInput;
use yundeck_domain::{ErrorKind, ImageSource, Secret};
use yundeck_tests::House;
use yundeck_tests::orders::order;

#[tokio::test(flavor = "multi_thread")]
async fn every_account_passes_its_connection_test() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let report = house.app.test_account(&view.account.id).await.unwrap();
        assert!(report.ok, "{}: {:?}", view.account.cloud, report.error);
        assert!(report.request_id.is_some(), "{}: no request id", view.account.cloud);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_and_an_unknown_key_are_told_as_rejected() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        for key in [account.access_key_id.clone(), format!("{}x", account.access_key_id)] {
            let draft = AccountDraft {
                cloud: account.cloud.clone(),
                label: "wrong".to_owned(),
                access_key_id: key,
                regions: account.regions.clone(),
                endpoint: account.endpoint.clone(),
                ca_file: None,
                signing: None,
                owner_id: None,
                proxy: None,
                keep_for_session: true,
            };
            let secret = SecretInput { secret: Secret::new("not-the-secret".to_owned()), session_token: None };
            let report = house.app.test_draft(draft, secret).await.unwrap();
            let error = report.error.unwrap();
            assert_eq!(error.kind, ErrorKind::CredentialRejected, "{}: {error}", account.cloud);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_clock_is_told_as_such() {
    let house = House::build(None).await;
    house.sandbox.skew(3600);
    for view in &house.accounts {
        let report = house.app.test_account(&view.account.id).await.unwrap();
        // A scheme without a timestamp cannot be late.
        if let Some(error) = report.error {
            assert_eq!(error.kind, ErrorKind::ClockSkew, "{}: {error}", view.account.cloud);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_signing_scheme_of_every_cloud_is_accepted() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let key = &house.sandbox.endpoint(&account.cloud).unwrap().key;
        let spec =
            yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec()).find(|spec| spec.id == account.cloud);
        for scheme in &spec.unwrap().signing {
            let draft = AccountDraft {
                cloud: account.cloud.clone(),
                label: "scheme".to_owned(),
                access_key_id: account.access_key_id.clone(),
                regions: account.regions.clone(),
                endpoint: account.endpoint.clone(),
                ca_file: None,
                signing: Some(*scheme),
                owner_id: None,
                proxy: None,
                keep_for_session: true,
            };
            let secret = SecretInput { secret: Secret::new(key.secret.clone()), session_token: None };
            let report = house.app.test_draft(draft, secret).await.unwrap();
            assert!(report.ok, "{} {scheme:?}: {:?}", account.cloud, report.error);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inventory_holds_what_the_sandbox_has() {
    let house = House::build(None).await;
    house.app.refresh_inventory().await.unwrap();
    let page = house.app.inventory_page(InventoryView::default(), 0, 1000);
    assert!(page.status.failures.is_empty(), "{:?}", page.status.failures);
    for view in &house.accounts {
        let cloud = &view.account.cloud;
        let shown = page.rows.iter().filter(|row| &row.cloud == cloud).count();
        let region = &view.account.regions[0];
        let there = house
            .sandbox
            .world(cloud, |world| world.instances.iter().filter(|instance| &instance.region == region).count())
            .unwrap();
        assert_eq!(shown, there, "{cloud}");
        assert!(there > 0, "{cloud}: an empty world shows nothing");
    }
    for row in &page.rows {
        assert!(row.vcpus.is_some() && row.memory_mib.is_some() && row.created.is_some(), "{}: {row:?}", row.cloud);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_creation_form_is_complete_and_its_pickers_have_choices() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let cloud = house.app.clouds().into_iter().find(|cloud| cloud.id == account.cloud).unwrap();
        let form = house.app.operation_form(&cloud.id, &cloud.create_operation).unwrap();
        let steps: Vec<String> = form.steps.iter().map(|step| format!("{:?}", step.id)).collect();
        for wanted in ["Image", "Type", "Storage", "Network", "Login", "Billing"] {
            assert!(steps.iter().any(|step| step == wanted), "{}: no step {wanted} in {steps:?}", cloud.id);
        }
        let endpoint = house.sandbox.endpoint(&cloud.id).unwrap();
        let problems =
            house.app.validate_params(&cloud.id, &cloud.create_operation, &order(endpoint, "web", 1)).unwrap();
        assert!(problems.is_empty(), "{}: {problems:?}", cloud.id);
        for kind in ["vpc", "subnet", "security_group"] {
            let choices = house.app.choices(&account.id, &account.regions[0], kind).await.unwrap();
            assert!(choices.failure.is_none(), "{} {kind}: {:?}", cloud.id, choices.failure);
            assert!(!choices.items.is_empty(), "{} {kind}", cloud.id);
        }
        if cloud.has_instance_types {
            let types = house.app.instance_types(&account.id, &account.regions[0], None).await.unwrap();
            assert!(types.len() > 3 && types.iter().all(|kind| kind.vcpus > 0 && kind.memory_mib > 0), "{}", cloud.id);
        }
        assert!(cloud.image_sources.contains(&ImageSource::Public), "{}", cloud.id);
        for source in cloud.image_sources {
            let images = house.app.images(&account.id, &account.regions[0], source).await.unwrap();
            assert!(images.iter().all(|image| image.source == source), "{} {source:?}", cloud.id);
            let always = matches!(source, ImageSource::Public | ImageSource::Market);
            assert!(!always || !images.is_empty(), "{} {source:?}", cloud.id);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_is_the_clouds_own_or_is_absent() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let cloud = house.app.clouds().into_iter().find(|cloud| cloud.id == account.cloud).unwrap();
        let endpoint = house.sandbox.endpoint(&cloud.id).unwrap();
        let params = order(endpoint, "web", 2);
        let answer = house.app.quote(&account.id, &account.regions[0], &cloud.create_operation, &params).await.unwrap();
        match answer {
            QuoteAnswer::Priced { quote } => {
                assert!(cloud.has_quote);
                assert!(!quote.items.is_empty() && !quote.totals.is_empty(), "{}", cloud.id);
                assert!(quote.items.iter().all(|item| item.price.currency == "CNY"), "{}", cloud.id);
            }
            QuoteAnswer::Unsupported { reason } => {
                assert!(!cloud.has_quote && !reason.zh.is_empty(), "{}", cloud.id);
            }
            QuoteAnswer::Incomplete { missing, .. } => panic!("{}: {missing:?}", cloud.id),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_must_use_https_except_on_this_computer() {
    let house = House::build(None).await;
    let account = &house.accounts[0].account;
    for (endpoint, allowed) in [
        ("http://cloud.example.com", false),
        ("ftp://cloud.example.com", false),
        ("http://127.0.0.1:9", true),
        ("https://cloud.example.com/api", true),
    ] {
        let draft = AccountDraft {
            cloud: account.cloud.clone(),
            label: "endpoint".to_owned(),
            access_key_id: "id".to_owned(),
            regions: account.regions.clone(),
            endpoint: Some(endpoint.to_owned()),
            ca_file: None,
            signing: None,
            owner_id: None,
            proxy: None,
            keep_for_session: true,
        };
        let secret = SecretInput { secret: Secret::new("secret".to_owned()), session_token: None };
        let added = house.app.add_account(draft, secret).await;
        let refused = added.as_ref().err().map(|error| (error.kind, error.problems.len()));
        assert_eq!(refused, (!allowed).then_some((ErrorKind::InvalidParams, 1)), "{endpoint}");
    }
}
