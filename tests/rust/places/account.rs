//! What the person says of an account: what it is charged in, which projects are shown.

use serde_json::json;
use yundeck_app::reads::quotes::QuoteAnswer;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::registers::inventory::view::InventoryView;
use yundeck_domain::money::UNKNOWN_CURRENCY;
use yundeck_domain::{Account, ErrorKind, ImageSource};
use yundeck_sandbox::FaultKind;
use yundeck_tests::orders::order;
use yundeck_tests::paused::{PausedCloud, PausedHouse};
use yundeck_tests::{House, open_app};

/// The account as its form holds it.
pub fn draft_of(account: &Account) -> AccountDraft {
    AccountDraft {
        cloud: account.cloud.clone(),
        label: account.label.clone(),
        access_key_id: account.access_key_id.clone(),
        regions: account.regions.clone(),
        endpoint: account.endpoint.clone(),
        keep_for_session: true,
        ..AccountDraft::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn quote_is_in_the_currency_that_the_person_says() {
    let house = House::build(None).await;
    for (cloud, by_endpoint) in [("tencent", "CNY"), ("kingsoft", "CNY"), ("ucloudstack", UNKNOWN_CURRENCY)] {
        let account = &house.account(cloud).account;
        let params = order(house.sandbox.endpoint(cloud).unwrap(), "priced", 1);
        let create = yundeck_tests::in_process::spec(cloud).job("create_instance").unwrap().name.clone();
        for (said, expected) in [(None, by_endpoint), (Some("USD"), "USD")] {
            let draft = AccountDraft { currency: said.map(str::to_owned), ..draft_of(account) };
            house.app.desk.update_account(&account.id, draft).await.unwrap();
            let answer = house.app.reads.quote(&account.id, &account.regions[0], &create, &params).await.unwrap();
            let QuoteAnswer::Priced { quote } = answer else { panic!("{cloud}: {answer:?}") };
            let currencies: Vec<&str> = quote.items.iter().map(|item| item.price.currency.as_str()).collect();
            assert!(currencies.iter().all(|currency| *currency == expected), "{cloud} {said:?}: {currencies:?}");
        }
    }
    let account = &house.account("tencent").account;
    let types = house.app.reads.instance_types(&account.id, &account.regions[0], None).await.unwrap();
    let mut prices = types.iter().flat_map(|kind| &kind.prices);
    assert!(prices.all(|price| price.price.currency == "USD"));
}

#[tokio::test]
async fn currency_that_is_no_code_is_refused_at_its_field() {
    let house = House::build(None).await;
    let account = &house.account("tencent").account;
    for wrong in ["usd", "US", "dollars", "$"] {
        let draft = AccountDraft { currency: Some(wrong.to_owned()), ..draft_of(account) };
        let error = house.app.desk.update_account(&account.id, draft).await.unwrap_err();
        assert_eq!((error.kind, error.problems[0].path.as_str()), (ErrorKind::InvalidParams, "/currency"), "{wrong}");
    }
}

#[tokio::test]
async fn endpoint_says_what_its_site_charges_in() {
    let app = open_app(None);
    for (cloud, endpoint, currency) in [
        ("tencent", None, Some("CNY")),
        ("tencent", Some("https://cvm.intl.tencentcloudapi.com"), Some("USD")),
        ("kingsoft", None, Some("CNY")),
        ("ucloudstack", Some("https://cloud.example.com/api"), None),
    ] {
        let meaning = app.desk.look_at_endpoint(cloud, endpoint, "r-1").unwrap();
        assert_eq!(meaning.currency.as_deref(), currency, "{cloud} {endpoint:?}");
    }
}

#[test]
fn account_of_an_earlier_version_is_read() {
    let old = json!({
        "id": "a", "cloud": "tencent", "label": "A", "accessKeyId": "k", "regions": ["ap-beijing"], "endpoint": null,
        "caFile": null, "signing": null, "sandbox": false, "ownerId": null, "proxy": null,
    });
    let account: Account = serde_json::from_value(old).unwrap();
    assert_eq!((account.currency, account.projects.len()), (None, 0));
}

/// An order into another project than the one that a cloud takes by default, and the ids of both.
fn elsewhere(cloud: &PausedCloud<'_>, name: &str) -> Option<(serde_json::Value, &'static str, &'static str)> {
    let mut order = cloud.order(name, 1);
    match cloud.id.as_str() {
        "tencent" => {
            order["Placement"]["ProjectId"] = json!(1045);
            Some((order, "0", "1045"))
        }
        "kingsoft" => {
            order["ProjectId"] = json!(1001);
            Some((order, "0", "1001"))
        }
        _ => None,
    }
}

async fn narrow(house: &PausedHouse, cloud: &PausedCloud<'_>, projects: &[&str]) {
    let account = house.accounts.iter().find(|view| view.account.id == cloud.account).unwrap();
    let projects = projects.iter().map(|project| (*project).to_owned()).collect();
    let draft = AccountDraft { projects, ..draft_of(&account.account) };
    house.app.desk.update_account(&cloud.account, draft).await.unwrap();
    house.app.reads.refresh_inventory().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn account_narrowed_to_a_project_shows_and_counts_it_alone_and_says_so() {
    let house = PausedHouse::build().await;
    let mut narrowed = 0;
    for cloud in house.clouds() {
        let Some((order, default, other)) = elsewhere(&cloud, "apart") else { continue };
        let activity = cloud.buy_order(&order).await;
        house.ends_as(&activity.id, ActivityPhase::Done).await;
        let view = || InventoryView { accounts: vec![cloud.account.clone()], ..InventoryView::default() };
        let page = || house.app.reads.inventory_page(view(), 0, 1000);

        narrow(&house, &cloud, &[]).await;
        let (all, hidden) = (page().total, page().status.hidden);
        assert_eq!(hidden, 0, "{}", cloud.id);
        narrow(&house, &cloud, &[other]).await;
        let names: Vec<String> = page().rows.iter().map(|row| row.name.clone()).collect();
        assert_eq!(
            (names.as_slice(), page().status.hidden),
            (["apart".to_owned()].as_slice(), all - 1),
            "{}",
            cloud.id
        );
        narrow(&house, &cloud, &[default, other]).await;
        assert_eq!((page().total, page().status.hidden), (all, 0), "{}", cloud.id);
        narrowed += 1;
    }
    assert_eq!(narrowed, 2);
}

#[tokio::test(start_paused = true)]
async fn instances_of_tenants_that_an_account_names_are_listed_and_counted() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("ucloudstack");
    let mut order = cloud.order("of-another", 1);
    order["CompanyID"] = json!(200_000_238);
    let activity = cloud.buy_order(&order).await;
    house.ends_as(&activity.id, ActivityPhase::Done).await;
    let view = || InventoryView { accounts: vec![cloud.account.clone()], ..InventoryView::default() };
    let names = || {
        let page = house.app.reads.inventory_page(view(), 0, 1000);
        assert_eq!(usize::try_from(page.total).unwrap(), page.rows.len());
        page.rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>()
    };
    let own = house.sandbox.world("ucloudstack", |world| world.account.id.clone()).unwrap();

    narrow(&house, &cloud, &["200000238"]).await;
    assert_eq!(names(), ["of-another"]);
    narrow(&house, &cloud, &[&own, "200000238"]).await;
    let both = names();
    assert!(both.len() > 1 && both.iter().any(|name| name == "of-another"), "{both:?}");
    let mut once = both.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), both.len(), "each once: {both:?}");
    narrow(&house, &cloud, &[]).await;
    assert!(!names().iter().any(|name| name == "of-another"), "a key's own tenant alone");
}

#[tokio::test(start_paused = true)]
async fn images_and_networks_of_tenants_that_an_account_names_are_listed_each_once() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("ucloudstack");
    let (own, theirs) = house
        .sandbox
        .world("ucloudstack", |world| {
            let tenant = json!(200_000_238);
            let mut image = world.images.iter().find(|image| !image.region.is_empty()).unwrap().clone();
            (image.id, image.name) = ("cn-image-of-another".into(), "of-another".into());
            image.extra.insert("CompanyID".into(), tenant.clone());
            world.images.put(image);
            let mut vpc = world.vpcs.iter().next().unwrap().clone();
            vpc.id = "vpc-of-another".into();
            vpc.extra.insert("CompanyID".into(), tenant.clone());
            let mut subnet = world.subnets.iter().next().unwrap().clone();
            (subnet.id, subnet.vpc_id) = ("subnet-of-another".into(), vpc.id.clone());
            world.vpcs.put(vpc);
            world.subnets.put(subnet);
            let mut group = world.security_groups.iter().next().unwrap().clone();
            group.id = "sg-of-another".into();
            group.extra.insert("CompanyID".into(), tenant);
            world.security_groups.put(group);
            (world.account.id.clone(), "200000238")
        })
        .unwrap();
    let picked = async |kind: &str| {
        let choices = house.app.reads.choices(&cloud.account, &cloud.region, kind).await.unwrap();
        choices.items.into_iter().map(|choice| choice.id).collect::<Vec<_>>()
    };
    let images = async |source: ImageSource| {
        let list = house.app.reads.images(&cloud.account, &cloud.region, source).await.unwrap();
        list.images.into_iter().map(|image| image.id).collect::<Vec<_>>()
    };
    let theirs_is = |ids: &[String]| ids.iter().filter(|id| id.ends_with("-of-another")).count();

    let (base, mine) = (images(ImageSource::Public).await, images(ImageSource::Private).await);
    assert_eq!(theirs_is(&mine), 0, "a key's own tenant alone");
    narrow(&house, &cloud, &[&own, theirs]).await;
    for kind in ["vpc", "subnet", "security_group", "image"] {
        let ids = picked(kind).await;
        assert_eq!(theirs_is(&ids), 1, "{kind}: {ids:?}");
        assert!(ids.len() > 1, "{kind}: the key's own as well: {ids:?}");
    }
    assert_eq!(images(ImageSource::Public).await, base, "the platform's own, each once");
    assert_eq!(images(ImageSource::Private).await.len(), mine.len() + 1);
    narrow(&house, &cloud, &[theirs]).await;
    assert_eq!(images(ImageSource::Private).await, ["cn-image-of-another"]);
    assert_eq!(images(ImageSource::Public).await, base);
}

#[tokio::test(start_paused = true)]
async fn create_without_answer_outside_the_accounts_projects_is_found() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let Some((order, default, _)) = elsewhere(&cloud, "lost") else { continue };
        narrow(&house, &cloud, &[default]).await;
        cloud.strike_creation(FaultKind::DropAfter);
        let activity = cloud.buy_order(&order).await;
        cloud.unanswered(&activity.id).await;
        house.sandbox.clear_faults();
        let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
        let found: Vec<String> = end.resources.iter().map(|resource| resource.id.clone()).collect();
        assert_eq!(found, cloud.ids("lost"), "{}", cloud.id);
    }
}
