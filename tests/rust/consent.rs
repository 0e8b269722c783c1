//! What costs, destroys or gives away takes a yes that the page cannot give.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests fail by panicking")]

use std::sync::Arc;

use serde_json::{Value, json};
use yundeck_app::Options;
use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::plan::Confirmed;
use yundeck_app::registers::inventory::view::InventoryView;
use yundeck_catalogue::{Effect, Operation};
use yundeck_domain::{Account, ErrorKind, InstanceAction};
use yundeck_tests::carried::as_asked;
use yundeck_tests::orders::order;
use yundeck_tests::person::Told;
use yundeck_tests::{House, options, settled};

/// A house with somebody who answers as told.
async fn house() -> (House, Arc<Told>) {
    let person = Arc::new(Told::default());
    let options = Options { person: person.clone(), ..options(None) };
    (House::of(options, yundeck_sandbox::Options::default()).await, person)
}

/// How often the sandbox has done an operation.
fn done(house: &House, cloud: &str, operation: &str) -> usize {
    house.sandbox.done(cloud).iter().filter(|done| done.operation == operation).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn apply_plan_without_a_yes_sends_nothing_and_leaves_the_plan() {
    let (house, person) = house().await;
    for view in &house.accounts {
        let (account, cloud) = (&view.account, view.account.cloud.as_str());
        let params = order(house.sandbox.endpoint(cloud).unwrap(), "asked", 1);
        let plan = house.app.acts.plan_create(&account.id, &account.regions[0], &params).await.unwrap();
        person.say(&[false]);
        let refused = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Cancelled, "{cloud}");
        assert_eq!(done(&house, cloud, &plan.operation), 0, "{cloud}");
        assert!(
            house.app.acts.activities().iter().all(|activity| activity.id != plan.id),
            "{cloud}: nothing is under way"
        );
        let question = person.heard().remove(0);
        assert!(question.title.en.starts_with("Buy 1 × "), "{cloud}: {question:?}");
        assert!(question.lines.iter().any(|line| line.en.contains(&account.label)), "{cloud}: {question:?}");
        let said = question.lines.iter().find(|line| line.en.starts_with("Price: "));
        assert_eq!(said.is_some(), plan.quote.is_some(), "{cloud}: {question:?}");

        person.say(&[true]);
        let bought = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
        let bought = settled(&house, &house.app, &bought.id, &[ActivityPhase::Done]).await;
        assert_eq!(person.heard().len(), 1, "{cloud}");
        assert_eq!((done(&house, cloud, &bought.operation), bought.resources.len()), (1, 1), "{cloud}");
        // What is done is not asked about again.
        assert_eq!(house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap().id, plan.id, "{cloud}");
        assert_eq!(person.heard(), [], "{cloud}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_name_alone_destroys_nothing_and_a_wrong_one_does_not_reach_the_person() {
    let (house, person) = house().await;
    for view in &house.accounts {
        let cloud = view.account.cloud.as_str();
        let key = instances(&house, cloud, 1).await.remove(0);
        let plan =
            house.app.acts.plan_action(InstanceAction::Terminate, std::slice::from_ref(&key)).await.unwrap().remove(0);
        let wrong = house.app.acts.apply_plan(&plan.id, &Confirmed::typed("another")).await.unwrap_err();
        assert_eq!((wrong.kind, person.heard().len()), (ErrorKind::InvalidParams, 0), "{cloud}");
        let refused = house.app.acts.apply_plan(&plan.id, &as_asked(&plan)).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Cancelled, "{cloud}");
        let question = person.heard().remove(0);
        assert!(question.lines[0].en.contains(&key.id), "{cloud}: {question:?}");
        assert_eq!(done(&house, cloud, &plan.operation), 0, "{cloud}");
    }
}

/// Trying a key sends calls that are no reads, although they can do nothing.
#[tokio::test(flavor = "multi_thread")]
async fn key_is_tried_only_with_a_yes() {
    let (house, person) = house().await;
    for view in &house.accounts {
        let (account, cloud) = (&view.account, view.account.cloud.as_str());
        let key = &house.sandbox.endpoint(cloud).unwrap().report_key;
        let calls = || house.sandbox.state()[key]["calls"].clone();
        let before = calls();
        let refused = house.app.acts.try_abilities(&account.id).await.unwrap_err();
        assert_eq!((refused.kind, calls()), (ErrorKind::Cancelled, before.clone()), "{cloud}");
        let asked = person.heard();
        let [question] = asked.as_slice() else { panic!("{cloud}: {asked:?}") };
        assert!(question.lines[0].en.contains(&account.label), "{cloud}: {question:?}");
        assert!(question.lines[1].en.contains("Start"), "{cloud}: {question:?}");
        person.say(&[true]);
        house.app.acts.try_abilities(&account.id).await.unwrap();
        assert_eq!(person.heard().len(), 1, "{cloud}");
        assert_ne!(calls(), before, "{cloud}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_are_asked_about_once_and_a_yes_is_good_for_each_of_them() {
    let (house, person) = house().await;
    let keys = instances(&house, "tencent", 5).await;
    let plans = house.app.acts.plan_action(InstanceAction::Terminate, &keys).await.unwrap();
    let ids: Vec<String> = plans.iter().map(|plan| plan.id.clone()).collect();
    assert!(!house.app.acts.confirm_plans(&ids).await.unwrap());
    person.say(&[true]);
    assert!(house.app.acts.confirm_plans(&ids).await.unwrap());
    let [no, yes] = person.heard().try_into().unwrap();
    assert_eq!(no, yes);
    assert!(no.title.en.contains('5') && no.lines.iter().any(|line| line.en == "and 2 more"), "{no:?}");
    // Another one was not asked about.
    let other = house.app.acts.plan_action(InstanceAction::Terminate, &keys[..1]).await.unwrap().remove(0);
    let refused = house.app.acts.apply_plan(&other.id, &as_asked(&other)).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Cancelled);
    person.heard();
    for plan in &plans {
        house.app.acts.apply_plan(&plan.id, &Confirmed::typed("terminate 5")).await.unwrap();
    }
    assert_eq!(person.heard(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_that_costs_destroys_or_gives_away_asks_and_no_other_does() {
    let (house, person) = house().await;
    let hosts = &house.account("tencent").account;
    let allocate = &yundeck_tests::in_process::spec("tencent").operations["AllocateHosts"];
    let plan = house.app.acts.plan_operation(&hosts.id, &hosts.regions[0], &allocate.name, &allocate.example);
    let plan = plan.await.unwrap();
    person.say(&[true]);
    let host = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
    settled(&house, &house.app, &host.id, &[ActivityPhase::Done]).await;
    person.heard();
    let (mut asked, mut quiet, mut unplanned) = (0, 0, Vec::new());
    for view in &house.accounts {
        let account = &view.account;
        let cloud = yundeck_tests::in_process::spec(&account.cloud);
        for operation in cloud.operations.values().filter(|operation| operation.effect != Effect::Read) {
            let mut planned = Err(json!(null));
            for params in variants(&house, account, operation).await {
                let plan = house.app.acts.plan_operation(&account.id, &account.regions[0], &operation.name, &params);
                planned = plan.await.map(|plan| (plan, params)).map_err(|error| json!(error.to_string()));
                if planned.is_ok() {
                    break;
                }
            }
            let (plan, params) = match planned {
                Ok(planned) => planned,
                Err(why) => {
                    unplanned.push(format!("{} {}: {why}", cloud.id, operation.name));
                    continue;
                }
            };
            let takes = matches!(operation.effect_of(&params), Effect::Purchase | Effect::Destroy)
                || operation.grants_of(&params).is_some();
            let agreed = house.app.acts.confirm_plans(std::slice::from_ref(&plan.id)).await.unwrap();
            assert_eq!(person.heard().len(), usize::from(takes), "{} {}", cloud.id, operation.name);
            assert_eq!(agreed, !takes, "{} {}", cloud.id, operation.name);
            if takes {
                asked += 1;
                let refused = house.app.acts.apply_plan(&plan.id, &as_asked(&plan)).await.unwrap_err();
                assert_eq!(refused.kind, ErrorKind::Cancelled, "{} {}", cloud.id, operation.name);
            } else {
                quiet += 1;
            }
            person.heard();
        }
    }
    println!("{asked} operations ask, {quiet} do not");
    // Those that cannot be planned without a disk or a type that no machine of the sandbox has cannot be applied, either.
    let left: Vec<&str> = unplanned.iter().filter_map(|why| why.split([' ', ':']).nth(1)).collect();
    assert!(
        left.iter().all(|name| ["ResetInstancesType", "ResizeInstanceDisks", "ResizeVMConfig"].contains(name)),
        "{unplanned:?}"
    );
    assert!(asked > 40, "{asked}");
}

/// The example of an operation, and the same on things that are there: what has a price has it only for those.
async fn variants(house: &House, account: &Account, operation: &Operation) -> Vec<Value> {
    let example = &operation.example;
    if operation.quote.is_none() && operation.effect_of(example) != Effect::Purchase {
        return vec![example.clone()];
    }
    let mut all = vec![example.clone(), order(house.sandbox.endpoint(&account.cloud).unwrap(), "asks", 1)];
    let there = house.sandbox.world(&account.cloud, |world| {
        let hosts = world.extra.get("hosts").and_then(Value::as_array).into_iter().flatten();
        let hosts = hosts.filter_map(|host| Some(host.get("id").or(host.get("HostId"))?.as_str()?.to_owned()));
        let instances = world.instances.iter().filter(|instance| instance.region == account.regions[0]);
        instances.map(|instance| instance.id.clone()).chain(hosts.collect::<Vec<_>>()).collect::<Vec<_>>()
    });
    for id in there.unwrap() {
        let mut params = example.clone();
        for (name, value) in params.as_object_mut().unwrap() {
            match value {
                Value::String(_) if ["InstanceId", "VMID"].contains(&name.as_str()) => *value = json!(id),
                Value::Array(_) if name == "InstanceIds" || name == "HostIds" => *value = json!([id]),
                _ => {}
            }
        }
        all.push(params);
    }
    all
}

/// So many instances of a cloud that can be destroyed as they are, as the inventory has them.
async fn instances(house: &House, cloud: &str, count: usize) -> Vec<InstanceKey> {
    house.app.reads.refresh_inventory().await.unwrap();
    let view = InventoryView { clouds: vec![cloud.to_owned()], ..InventoryView::default() };
    let all = house.app.reads.inventory_page(view, 0, 100).rows.into_iter().map(|row| row.key).collect::<Vec<_>>();
    let can = house.app.acts.action_preview(InstanceAction::Terminate, &all).unwrap().allowed;
    assert!(can.len() >= count, "{cloud}: {} can be destroyed", can.len());
    can.into_iter().take(count).collect()
}
