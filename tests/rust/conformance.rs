//! What every cloud must do, in one suite: through the application, on the sandbox.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use serde_json::{Value, json};
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::reads::quotes::QuoteAnswer;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::registers::inventory::view::InventoryView;
use yundeck_catalogue::cloud::SigningScheme;
use yundeck_domain::money::UNKNOWN_CURRENCY;
use yundeck_domain::{CloudAdapter, ErrorKind, ImageSource, InstanceState, PricePer, Quote, Secret};
use yundeck_sandbox::world::{ImageOrigin, InstanceState as Doing};
use yundeck_tests::orders::order;
use yundeck_tests::{House, options};

fn adapter(cloud: &str) -> &'static dyn CloudAdapter {
    yundeck_clouds::REGISTRY.iter().map(|entry| entry.adapter).find(|adapter| adapter.spec().id == cloud).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_account_passes_its_connection_test() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let report = house.app.desk.test_account(&view.account.id).await.unwrap();
        assert!(report.ok, "{}: {:?}", view.account.cloud, report.error);
        assert!(report.request_id.is_some(), "{}: no request id", view.account.cloud);
        let kept = house.app.desk.accounts().await.unwrap().into_iter().find(|kept| kept.account.id == view.account.id);
        assert_eq!(kept.unwrap().last_test, Some(report), "{}: it is remembered", view.account.cloud);
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
                ..AccountDraft::default()
            };
            let secret = SecretInput { secret: Secret::new("not-the-secret".to_owned()), session_token: None };
            let report = house.app.desk.test_draft(draft, secret, None).await.unwrap();
            assert!(!report.ok, "{}", account.cloud);
            let error = report.error.unwrap();
            assert_eq!(error.kind, ErrorKind::CredentialRejected, "{}: {error}", account.cloud);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_s_region_by_its_name_is_kept_by_its_id_and_what_names_none_is_refused() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let region = &adapter(&account.cloud).spec().regions[0];
        let draft = |text: &str| AccountDraft {
            cloud: account.cloud.clone(),
            label: "named".to_owned(),
            access_key_id: account.access_key_id.clone(),
            regions: vec![text.to_owned()],
            endpoint: account.endpoint.clone(),
            ca_file: None,
            signing: None,
            owner_id: None,
            proxy: None,
            keep_for_session: true,
            ..AccountDraft::default()
        };
        let key = &house.sandbox.endpoint(&account.cloud).unwrap().key.secret;
        let secret = || SecretInput { secret: Secret::new(key.clone()), session_token: None };
        for text in [&region.title.zh, &region.title.en] {
            let report = house.app.desk.test_draft(draft(text), secret(), None).await.unwrap();
            assert!(report.ok, "{} {text}: {:?}", account.cloud, report.error);
            let added = house.app.desk.add_account(draft(text), secret()).await.unwrap().account;
            assert_eq!(added.regions, std::slice::from_ref(&region.id), "{} {text}", account.cloud);
        }
        let refused = house.app.desk.add_account(draft("月球"), secret()).await.unwrap_err();
        let told: Vec<_> = refused.problems.iter().map(|problem| problem.path.as_str()).collect();
        assert_eq!((refused.kind, told), (ErrorKind::InvalidParams, vec!["/regions"]), "{}", account.cloud);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_clock_is_told_as_such() {
    let house = House::build(None).await;
    for seconds in [3600, -3600] {
        house.sandbox.skew(seconds);
        for view in &house.accounts {
            let cloud = &view.account.cloud;
            let report = house.app.desk.test_account(&view.account.id).await.unwrap();
            // A scheme without a timestamp cannot be late.
            let timeless = adapter(cloud).spec().signing[0] == SigningScheme::SortedSha1;
            let told = report.error.as_ref().map(|error| error.kind);
            assert_eq!(told, (!timeless).then_some(ErrorKind::ClockSkew), "{cloud} {seconds}: {:?}", report.error);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_signing_scheme_of_every_cloud_is_accepted() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let key = &house.sandbox.endpoint(&account.cloud).unwrap().key;
        let adapter = adapter(&account.cloud);
        let schemes = &adapter.spec().signing;
        for scheme in schemes {
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
                ..AccountDraft::default()
            };
            let secret = SecretInput { secret: Secret::new(key.secret.clone()), session_token: None };
            let id = house.app.desk.add_account(draft, secret).await.unwrap().account.id;
            let report = house.app.desk.test_account(&id).await.unwrap();
            assert!(report.ok, "{} {scheme:?}: {:?}", account.cloud, report.error);

            let probe = adapter.probe();
            let sent =
                house.app.reads.preview_call(&id, &account.regions[0], &probe.operation, &probe.params).await.unwrap();
            let header = sent.headers.iter().any(|header| header.name.eq_ignore_ascii_case("authorization"));
            let name = serde_json::to_value(scheme).unwrap().as_str().unwrap().to_owned();
            let used = match name.strip_suffix("-query") {
                Some(name) => !header && format!("{sent:?}").contains(name),
                None => format!("{sent:?}").contains(&name),
            };
            assert!(used || schemes.len() == 1, "{} is not signed by {scheme:?}: {sent:?}", account.cloud);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inventory_holds_what_the_sandbox_has() {
    let house = House::build(None).await;
    house.app.reads.refresh_inventory().await.unwrap();
    let page = house.app.reads.inventory_page(InventoryView::default(), 0, 1000);
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
        let (name, doing) = house
            .sandbox
            .world(&row.cloud, |world| {
                let now = world.now();
                world.instances.get(&row.key.id).map(|instance| (instance.name.clone(), instance.state(now)))
            })
            .flatten()
            .unwrap();
        assert_eq!(row.name, name, "{} {}", row.cloud, row.key.id);
        let shown = (row.state == InstanceState::Running, row.state == InstanceState::Stopped);
        assert_eq!(shown, (doing == Doing::Running, doing == Doing::Stopped), "{} {name}: {:?}", row.cloud, row.state);
    }
    for row in &page.rows {
        assert!(row.vcpus.is_some() && row.memory_mib.is_some() && row.created.is_some(), "{}: {row:?}", row.cloud);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inventory_of_many_pages_is_read_to_its_end_and_forgets_what_is_gone() {
    // More than the largest page of any cloud.
    const CROWD: usize = 1010;
    let crowded = yundeck_sandbox::Options { instances: CROWD, ..yundeck_sandbox::Options::default() };
    let house = House::of(options(None), crowded).await;
    let ids = |cloud: &str| -> BTreeSet<String> {
        let rows = house.app.reads.inventory_page(InventoryView::default(), 0, 10_000).rows;
        rows.into_iter().filter(|row| row.cloud == cloud).map(|row| row.key.id).collect()
    };
    let there = |view: &yundeck_app::records::account::AccountView| -> BTreeSet<String> {
        let region = &view.account.regions[0];
        let of = |world: &mut yundeck_sandbox::World| {
            world.instances.in_region(region).map(|instance| instance.id.clone()).collect()
        };
        house.sandbox.world(&view.account.cloud, of).unwrap()
    };
    house.app.reads.refresh_inventory().await.unwrap();
    for view in &house.accounts {
        let cloud = &view.account.cloud;
        assert!(there(view).len() > CROWD, "{cloud}");
        assert_eq!(ids(cloud), there(view), "{cloud}");
        let gone = there(view).pop_last().unwrap();
        house.sandbox.world(cloud, |world| world.instances.take(&gone)).unwrap();
    }
    house.app.reads.refresh_inventory().await.unwrap();
    for view in &house.accounts {
        assert_eq!(ids(&view.account.cloud), there(view), "{}: one is gone", view.account.cloud);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_creation_form_is_complete_and_its_pickers_have_choices() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let cloud = house.app.reads.clouds().into_iter().find(|cloud| cloud.id == account.cloud).unwrap();
        let form = house.app.reads.operation_form(&cloud.id, &cloud.create_operation).unwrap();
        let steps: Vec<String> = form.steps.iter().map(|step| format!("{:?}", step.id)).collect();
        for wanted in ["Image", "Type", "Storage", "Network", "Login", "Billing"] {
            assert!(steps.iter().any(|step| step == wanted), "{}: no step {wanted} in {steps:?}", cloud.id);
        }
        let required: Vec<&str> =
            form.schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let missing = house.app.reads.validate_params(&cloud.id, &cloud.create_operation, &json!({})).unwrap();
        let missing: Vec<&str> = missing.iter().map(|problem| problem.path.trim_start_matches('/')).collect();
        // What is required under a condition (unless a template has it) is missing from nothing, too.
        assert!(!missing.is_empty() && required.iter().all(|name| missing.contains(name)), "{}: {missing:?}", cloud.id);
        let fields: Vec<&String> = form.steps.iter().flat_map(|step| &step.fields).collect();
        for name in missing.iter().filter_map(|path| path.split('/').next()) {
            let asked = fields.iter().any(|field| field.split('/').next() == Some(name));
            assert!(asked, "{}: {name} is asked for nowhere in {fields:?}", cloud.id);
        }
        let endpoint = house.sandbox.endpoint(&cloud.id).unwrap();
        let problems =
            house.app.reads.validate_params(&cloud.id, &cloud.create_operation, &order(endpoint, "web", 1)).unwrap();
        assert!(problems.is_empty(), "{}: {problems:?}", cloud.id);
        for kind in adapter(&cloud.id).spec().refs.keys() {
            let choices = house.app.reads.choices(&account.id, &account.regions[0], kind).await.unwrap();
            assert!(choices.failure.is_none(), "{} {kind}: {:?}", cloud.id, choices.failure);
            let open = choices.items.iter().any(|choice| !choice.unavailable);
            assert!(open || !["vpc", "subnet", "security_group"].contains(&kind.as_str()), "{} {kind}", cloud.id);
            let ids: BTreeSet<&String> = choices.items.iter().map(|choice| &choice.id).collect();
            assert_eq!(ids.len(), choices.items.len(), "{} {kind}: each once", cloud.id);
        }
        if cloud.has_instance_types {
            let types = house.app.reads.instance_types(&account.id, &account.regions[0], None).await.unwrap();
            assert!(types.len() > 3 && types.iter().all(|kind| kind.vcpus > 0 && kind.memory_mib > 0), "{}", cloud.id);
        }
        assert!(cloud.image_sources.contains(&ImageSource::Public), "{}", cloud.id);
        for source in cloud.image_sources {
            let images = house.app.reads.images(&account.id, &account.regions[0], source).await.unwrap().images;
            assert!(images.iter().all(|image| image.source == source), "{} {source:?}", cloud.id);
            let origin = match source {
                ImageSource::Private => ImageOrigin::Private,
                ImageSource::Shared => ImageOrigin::SharedWithMe,
                // Not everything that was ever on offer is.
                ImageSource::Public | ImageSource::Market => {
                    assert!(!images.is_empty(), "{} {source:?}", cloud.id);
                    continue;
                }
            };
            let region = &account.regions[0];
            let of = |world: &mut yundeck_sandbox::World| {
                world.images.in_region(region).filter(|image| image.origin == origin).count()
            };
            assert_eq!(images.len(), house.sandbox.world(&cloud.id, of).unwrap(), "{} {source:?}", cloud.id);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_is_the_clouds_own_or_is_absent() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let cloud = house.app.reads.clouds().into_iter().find(|cloud| cloud.id == account.cloud).unwrap();
        let endpoint = house.sandbox.endpoint(&cloud.id).unwrap();
        let params = order(endpoint, "web", 2);
        let answer =
            house.app.reads.quote(&account.id, &account.regions[0], &cloud.create_operation, &params).await.unwrap();
        match answer {
            QuoteAnswer::Priced { quote } => {
                assert!(cloud.has_quote);
                assert!(!quote.items.is_empty() && !quote.totals.is_empty(), "{}", cloud.id);
                let currency = adapter(&cloud.id).spec().currency(None).unwrap_or(UNKNOWN_CURRENCY);
                assert!(quote.items.iter().all(|item| item.price.currency == currency), "{}", cloud.id);

                // Each price stands in what the cloud answers.
                let call = adapter(&cloud.id).quote(&cloud.create_operation, &params).unwrap().unwrap();
                let region = &account.regions[0];
                let reply =
                    house.app.reads.call_operation(&account.id, region, &call.operation, &call.params).await.unwrap();
                let said = numbers(&serde_json::from_str(&reply.result.to_string()).unwrap());
                for item in &quote.items {
                    let price: f64 = item.price.amount.to_string().parse().unwrap();
                    assert!(price > 0.0 && said.contains(&price), "{}: {price} is not one of {said:?}", cloud.id);
                }

                // The order of a cloud that makes one at a time is the same for two.
                let one = order(endpoint, "web", 1);
                let times = if one == params { 1.0 } else { 2.0 };
                let QuoteAnswer::Priced { quote: single } =
                    house.app.reads.quote(&account.id, region, &cloud.create_operation, &one).await.unwrap()
                else {
                    panic!("{}: two have a price, one has none", cloud.id)
                };
                let hourly = |quote: &Quote| -> f64 {
                    let total = quote.totals.iter().find(|total| total.per == PricePer::Hour).unwrap();
                    total.price.amount.to_string().parse().unwrap()
                };
                assert!((hourly(&quote) - times * hourly(&single)).abs() < 1e-9, "{}: {quote:?} {single:?}", cloud.id);
            }
            QuoteAnswer::Unsupported { reason } => {
                assert!(!cloud.has_quote && !reason.zh.is_empty(), "{}", cloud.id);
            }
            QuoteAnswer::Incomplete { missing, .. } => panic!("{}: {missing:?}", cloud.id),
        }
    }
}

/// Every number in a reply, as text or not.
fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Object(members) => members.values().flat_map(numbers).collect(),
        Value::Array(elements) => elements.iter().flat_map(numbers).collect(),
        Value::String(text) => text.parse().into_iter().collect(),
        other => other.as_f64().into_iter().collect(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_must_use_https_except_on_this_computer() {
    let house = House::build(None).await;
    let account = &house.accounts[0].account;
    for (endpoint, allowed) in [
        ("http://cloud.example.com", false),
        ("ftp://cloud.example.com", false),
        ("http://localhost.example.com", false),
        ("http://127.0.0.1.example.com", false),
        ("http://127.0.0.1:9", true),
        ("http://localhost:9", true),
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
            ..AccountDraft::default()
        };
        let secret = SecretInput { secret: Secret::new("secret".to_owned()), session_token: None };
        let expected = (!allowed).then_some((ErrorKind::InvalidParams, 1));
        let refused = |error: yundeck_domain::Error| (error.kind, error.problems.len());
        let added = house.app.desk.add_account(draft.clone(), secret.clone()).await;
        assert_eq!(added.err().map(refused), expected, "{endpoint}");
        let changed = house.app.desk.move_account(&account.id, draft, secret).await;
        assert_eq!(changed.err().map(refused), expected, "{endpoint}: to an account that is there");
    }
}
