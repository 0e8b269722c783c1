//! What quitting would leave behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::journal::JournalFilter;
use yundeck_app::records::plan::Confirmed;
use yundeck_app::records::plan::Plan;
use yundeck_app::records::unfinished::{Unfinished, UnfinishedAct};
use yundeck_domain::{Delivery, ErrorKind, InstanceAction};
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::{House, settled};

use crate::{now, running, until};

/// What is said of a plan's act.
fn act(plan: &Plan) -> UnfinishedAct {
    UnfinishedAct {
        cloud: plan.cloud.clone(),
        operation: plan.operation.clone(),
        title: plan.title.clone(),
        subject: plan.subject.clone(),
        account_label: plan.account_label.clone(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_and_not_answered_is_unfinished_and_what_is_waited_for_is_not() {
    let house = House::build(None).await;
    house.app.reads.refresh_inventory().await.unwrap();
    assert_eq!(house.app.acts.unfinished(), Unfinished::default());
    let key = running(&house).remove(0);
    let plan = house.app.acts.plan_action(InstanceAction::Stop, &[key]).await.unwrap().remove(0);
    assert!(house.app.acts.unfinished().is_empty(), "a plan that is not confirmed leaves nothing behind");

    house.sandbox.inject(Fault::new(FaultKind::LatencyAfter).of(&plan.cloud).on(&plan.operation).millis(1500));
    house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
    assert_eq!(house.app.acts.unfinished(), Unfinished { sending: vec![act(&plan)], unsaved_keys: vec![] });
    until("it is answered", || now(&house, &plan.id).phase != ActivityPhase::Sending).await;
    assert_eq!(now(&house, &plan.id).phase, ActivityPhase::Waiting, "the next start takes it up");
    assert!(house.app.acts.unfinished().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_confirmed_is_unfinished_before_it_is_sent() {
    let house = House::build(None).await;
    let account = &house.accounts[0].account;
    let endpoint = house.sandbox.endpoint(&account.cloud).unwrap();
    let order = yundeck_tests::orders::order(endpoint, "leaving", 1);
    let plan = house.app.acts.plan_create(&account.id, &account.regions[0], &order).await.unwrap();
    // It is priced and looked up once more first; that takes its time, and comes to nothing.
    house.sandbox.inject(Fault::new(FaultKind::Latency).of(&plan.cloud).millis(1500));
    house.sandbox.inject(Fault::new(FaultKind::DropBefore).of(&plan.cloud).times(0));
    let (app, id) = (house.app.clone(), plan.id.clone());
    let applied = tokio::spawn(async move { app.acts.apply_plan(&id, &Confirmed::default()).await });
    until("it is confirmed", || !house.app.acts.unfinished().is_empty()).await;
    assert_eq!(house.app.acts.unfinished().sending, [act(&plan)]);
    assert_eq!(now(&house, &plan.id).phase, ActivityPhase::Preparing, "it is not sent yet");
    tokio::time::timeout(Duration::from_secs(30), applied).await.unwrap().unwrap().unwrap_err();
    assert_eq!(now(&house, &plan.id).phase, ActivityPhase::NotSent);
    assert!(house.app.acts.unfinished().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmed_purchase_is_unfinished_at_every_moment_until_it_is_answered() {
    let house = House::build(None).await;
    let account = &house.accounts[0].account;
    let endpoint = house.sandbox.endpoint(&account.cloud).unwrap();
    let order = yundeck_tests::orders::order(endpoint, "leaving", 1);
    let plan = house.app.acts.plan_create(&account.id, &account.regions[0], &order).await.unwrap();
    house.sandbox.inject(Fault::new(FaultKind::HoldAfter).of(&plan.cloud).on(&plan.operation));
    let (app, id) = (house.app.clone(), plan.id.clone());
    let applied = tokio::spawn(async move { app.acts.apply_plan(&id, &Confirmed::default()).await });

    // Whoever closes the window looks once, whenever that is.
    let sent = Arc::new(AtomicBool::new(false));
    let (app, end) = (house.app.clone(), sent.clone());
    let gaps = tokio::task::spawn_blocking(move || {
        let (mut begun, mut gaps) = (false, 0);
        while !end.load(Ordering::Relaxed) {
            let nothing = app.acts.unfinished().is_empty();
            gaps += usize::from(begun && nothing);
            begun |= !nothing;
            std::thread::yield_now();
        }
        gaps
    });
    until("its answer is held back", || !house.sandbox.held().is_empty()).await;
    sent.store(true, Ordering::Relaxed);
    assert_eq!(gaps.await.unwrap(), 0, "looks that found nothing, though it was confirmed");
    applied.await.unwrap().unwrap();
    house.sandbox.release(None);
    until("it is answered", || house.app.acts.unfinished().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_is_refused_while_something_is_under_way_and_lets_nothing_begin_afterwards() {
    let house = House::build(None).await;
    let account = &house.accounts[0].account;
    let endpoint = house.sandbox.endpoint(&account.cloud).unwrap();
    let plan = async |name: &str| {
        let order = yundeck_tests::orders::order(endpoint, name, 1);
        house.app.acts.plan_create(&account.id, &account.regions[0], &order).await.unwrap()
    };
    let (first, second) = (plan("under-way").await, plan("clicked-last").await);
    house.sandbox.inject(Fault::new(FaultKind::HoldAfter).of(&first.cloud).on(&first.operation));
    house.app.acts.apply_plan(&first.id, &Confirmed::default()).await.unwrap();
    assert!(!house.app.acts.close(), "its answer is not there yet");
    until("its answer is held back", || !house.sandbox.held().is_empty()).await;
    house.sandbox.release(None);
    until("it can be closed", || house.app.acts.close()).await;

    // It was called before the window closed, and gets its turn after: nobody would hear what came of it.
    let refused = house.app.acts.apply_plan(&second.id, &Confirmed::default()).await.unwrap_err();
    assert_eq!((refused.kind, refused.delivery), (ErrorKind::Cancelled, Delivery::NotSent));
    assert!(house.app.acts.unfinished().is_empty());
    assert!(house.app.acts.activities().iter().all(|activity| activity.id != second.id));
    let listed = house.app.journal.page(&JournalFilter::default(), 0, 10).unwrap();
    assert_eq!(listed.total, 1, "nothing was written for it, so nothing was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_key_is_unfinished_until_it_is_saved() {
    let house = House::build(None).await;
    let folder = tempfile::tempdir().unwrap();
    let mut made = 0;
    for view in &house.accounts {
        let account = &view.account;
        let entry = yundeck_clouds::REGISTRY.iter().find(|entry| entry.adapter.spec().id == account.cloud).unwrap();
        let operations = entry.adapter.spec().operations.values();
        for operation in operations.filter(|operation| operation.output.contains_key("private_key")) {
            let mut params = operation.example.clone();
            params.as_object_mut().unwrap().values_mut().filter(|value| value.is_string()).for_each(|name| {
                *name = json!("leaving_key");
            });
            let region = &account.regions[0];
            let plan = house.app.acts.plan_operation(&account.id, region, &operation.name, &params).await.unwrap();
            house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
            settled(&house, &house.app, &plan.id, &[ActivityPhase::Done]).await;
            assert_eq!(house.app.acts.unfinished(), Unfinished { sending: vec![], unsaved_keys: vec![act(&plan)] });
            house.app.acts.clear_activities();
            assert!(!house.app.acts.unfinished().is_empty(), "{}: putting it away does not save it", account.cloud);
            house.app.acts.save_private_key(&plan.id, &folder.path().join(&account.cloud)).unwrap();
            assert!(house.app.acts.unfinished().is_empty(), "{}", account.cloud);
            made += 1;
        }
    }
    assert!(made > 1, "few clouds make private keys");
}
