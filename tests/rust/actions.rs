//! Start, stop, reboot and terminate on every cloud, with the states they require.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::journal::JournalFilter;
use yundeck_app::records::plan::Confirmation;
use yundeck_app::records::plan::Confirmed;
use yundeck_app::registers::inventory::view::InventoryView;
use yundeck_domain::{Attention, ErrorKind, InstanceAction, InstanceState};
use yundeck_sandbox::World;
use yundeck_sandbox::world::{Act, Course, InstanceState as Doing};
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::orders::order;
use yundeck_tests::{House, settled};

async fn act(house: &House, key: &InstanceKey, action: InstanceAction) -> Option<InstanceState> {
    let plan = house.app.acts.plan_action(action, std::slice::from_ref(key)).await.unwrap().remove(0);
    let asked = match action {
        InstanceAction::Start => plan.confirm == Confirmation::None,
        InstanceAction::Stop | InstanceAction::Reboot => plan.confirm == Confirmation::Confirm,
        InstanceAction::Terminate => {
            matches!(&plan.confirm, Confirmation::TypeName { name, phrase: None, .. } if *name == plan.subject)
        }
    };
    assert!(asked, "{} {action:?}: {:?}", plan.cloud, plan.confirm);
    let called = match action {
        InstanceAction::Start => ("启动", "Start"),
        InstanceAction::Stop => ("关机", "Stop"),
        InstanceAction::Reboot => ("重启", "Reboot"),
        InstanceAction::Terminate => ("销毁", "Terminate"),
    };
    assert_eq!((plan.title.zh.as_str(), plan.title.en.as_str()), called, "{}: one act has one name", plan.cloud);
    if action == InstanceAction::Terminate {
        for name in [Some("another name"), Some(""), None] {
            let unconfirmed = house
                .app
                .acts
                .apply_plan(&plan.id, &Confirmed { typed_name: name.map(str::to_owned), repeat: false })
                .await
                .unwrap_err();
            assert_eq!(unconfirmed.kind, ErrorKind::InvalidParams, "the typed name must match, not be {name:?}");
        }
    }
    let end = house.carry_out(&plan).await;
    assert_eq!(end.phase, ActivityPhase::Done, "{} {action:?}: {:?}", plan.cloud, end.error);
    house.app.reads.instance(key).map(|instance| instance.state)
}

/// An action that the instance's state forbids is skipped with a reason, and cannot be planned.
async fn refused(house: &House, key: &InstanceKey, action: InstanceAction) {
    let state = house.app.reads.instance(key).unwrap().vendor_state;
    let preview = house.app.acts.action_preview(action, std::slice::from_ref(key)).unwrap();
    assert_eq!((preview.allowed.len(), preview.skipped.len()), (0, 1), "{action:?} of one that is {state}");
    assert!(preview.skipped[0].reason.zh.contains(&state), "{action:?}: {:?}", preview.skipped[0].reason);
    let planned = house.app.acts.plan_action(action, std::slice::from_ref(key)).await.unwrap_err();
    assert_eq!(planned.kind, ErrorKind::Conflict, "{action:?} of one that is {state}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_goes_through_its_life() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let endpoint = house.sandbox.endpoint(&account.cloud).unwrap();
        let plan =
            house.app.acts.plan_create(&account.id, &account.regions[0], &order(endpoint, "life", 1)).await.unwrap();
        let bought = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
        let bought = settled(&house, &house.app, &bought.id, &[ActivityPhase::Done]).await;
        let key = InstanceKey {
            account: account.id.clone(),
            region: account.regions[0].clone(),
            id: bought.resources[0].id.clone(),
        };

        refused(&house, &key, InstanceAction::Start).await;
        assert_eq!(act(&house, &key, InstanceAction::Stop).await, Some(InstanceState::Stopped), "{}", account.cloud);
        refused(&house, &key, InstanceAction::Stop).await;
        refused(&house, &key, InstanceAction::Reboot).await;
        assert_eq!(act(&house, &key, InstanceAction::Start).await, Some(InstanceState::Running), "{}", account.cloud);
        assert_eq!(act(&house, &key, InstanceAction::Reboot).await, Some(InstanceState::Running), "{}", account.cloud);
        let deletable = house.app.acts.action_preview(InstanceAction::Terminate, std::slice::from_ref(&key)).unwrap();
        if deletable.allowed.is_empty() {
            act(&house, &key, InstanceAction::Stop).await;
        }
        let left = act(&house, &key, InstanceAction::Terminate).await;
        assert!(matches!(left, None | Some(InstanceState::Terminated)), "{}: {left:?}", account.cloud);
    }
}

/// After a change of type, or a move while it ran, one cloud's word for the state says what finishes it.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_is_finished_by_the_action_that_its_state_names() {
    let house = House::build(None).await;
    let finishing = [
        ("resize_success_local", InstanceAction::Start, Attention::StartToFinish, InstanceState::Stopped),
        ("migrating_success", InstanceAction::Reboot, Attention::RebootToFinish, InstanceState::Running),
    ];
    for ((word, action, attention, state), key) in finishing.into_iter().zip(running(&house, "kingsoft").await) {
        let change = |world: &mut World| {
            world.instances.get_mut(&key.id).unwrap().course = Course::settled(Doing::Busy(word));
        };
        house.sandbox.world("kingsoft", change).unwrap();
        house.app.reads.refresh_inventory().await.unwrap();
        let changed = house.app.reads.instance(&key).unwrap();
        assert_eq!((changed.state, changed.attention), (state, Some(attention)), "{word}");
        assert_eq!(act(&house, &key, action).await, Some(InstanceState::Running), "{word}");
        assert_eq!(house.app.reads.instance(&key).unwrap().attention, None, "{word}");
    }
}

async fn running(house: &House, cloud: &str) -> Vec<InstanceKey> {
    house.app.reads.refresh_inventory().await.unwrap();
    let view = InventoryView {
        clouds: vec![cloud.to_owned()],
        states: vec!["running".to_owned()],
        ..InventoryView::default()
    };
    house.app.reads.inventory_page(view, 0, 100).rows.into_iter().map(|row| row.key).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_on_several_instances_is_a_plan_for_each() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let keys = running(&house, &view.account.cloud).await;
        assert!(keys.len() > 1, "{}", view.account.cloud);
        let plans = house.app.acts.plan_action(InstanceAction::Stop, &keys).await.unwrap();
        let title = |key: &InstanceKey| house.app.reads.instance(key).unwrap().name;
        let (planned, wanted): (Vec<_>, Vec<_>) =
            (plans.iter().map(|plan| plan.subject.clone()).collect(), keys.iter().map(title).collect());
        assert_eq!(planned, wanted, "{}", view.account.cloud);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_cloud_refuses_has_failed_although_its_goal_is_there() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let cloud = &view.account.cloud;
        let key = running(&house, cloud).await.remove(0);
        let plan =
            house.app.acts.plan_action(InstanceAction::Stop, std::slice::from_ref(&key)).await.unwrap().remove(0);
        // Somebody else was faster.
        house
            .sandbox
            .world(cloud, |world| world.act(&key.region, std::slice::from_ref(&key.id), Act::Stop).unwrap())
            .unwrap();
        house.sandbox.advance(chrono::Duration::seconds(10));
        let stop = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
        let end = settled(&house, &house.app, &stop.id, &[ActivityPhase::Done, ActivityPhase::Failed]).await;
        assert_eq!(end.phase, ActivityPhase::Failed, "{cloud}");
        assert_eq!(end.error.unwrap().kind, ErrorKind::Conflict, "{cloud}");
        // The journal is searched by what was acted on, whatever became of it.
        let filter = JournalFilter { search: key.id.clone(), ..JournalFilter::default() };
        assert_eq!(house.app.journal.page(&filter, 0, 10).unwrap().total, 1, "{cloud}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_that_never_arrived_is_not_called_done() {
    let house = House::build(None).await;
    let mut applied = Vec::new();
    for view in &house.accounts {
        let cloud = &view.account.cloud;
        let keys = running(&house, cloud).await;
        for (action, key) in [InstanceAction::Stop, InstanceAction::Reboot].into_iter().zip(&keys) {
            let plan = house.app.acts.plan_action(action, std::slice::from_ref(key)).await.unwrap().remove(0);
            house.sandbox.inject(Fault {
                cloud: Some(cloud.clone()),
                operation: Some(plan.operation.clone()),
                times: 0,
                ..Fault::new(FaultKind::DropBefore)
            });
            applied.push((cloud, action, plan.id.clone()));
            house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
        }
    }
    let end = Instant::now() + Duration::from_secs(30);
    for (cloud, action, id) in applied {
        let ended = loop {
            let all = house.app.acts.activities();
            if let Some(ended) = all.into_iter().find(|one| one.id == id && one.ended_at.is_some()) {
                break ended;
            }
            assert!(Instant::now() < end, "{cloud} {action:?} is looked for without end");
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        // A state that did not change may still, and that a reboot came in between cannot be seen.
        assert_eq!(ended.phase, ActivityPhase::OutcomeUnknown, "{cloud} {action:?}");
    }
}

/// A name that is another's too, or that is not what it looks like, does not say which one is meant.
#[tokio::test(flavor = "multi_thread")]
async fn terminate_of_what_its_name_does_not_tell_apart_asks_for_the_end_of_its_id() {
    let house = House::build(None).await;
    house.app.reads.refresh_inventory().await.unwrap();
    for cloud in house.accounts.iter().map(|view| view.account.cloud.clone()) {
        let view = InventoryView { clouds: vec![cloud.clone()], ..InventoryView::default() };
        let page = house.app.reads.inventory_page(view, 0, 100);
        let keys: Vec<InstanceKey> = page.rows.into_iter().map(|row| row.key).collect();
        let allowed = house.app.acts.action_preview(InstanceAction::Terminate, &keys).unwrap().allowed;
        let key = allowed.first().unwrap_or_else(|| panic!("{cloud}: nothing can be terminated"));
        let other = keys.iter().find(|other| *other != key).unwrap();
        let tail: String = key.id.chars().skip(key.id.chars().count() - 6).collect();
        for (name, of_other) in [("twin", "twin"), ("twin", " twin"), ("we\u{202e}b", "x"), ("web\u{a0}", "x")] {
            let name_both = |world: &mut World| {
                world.instances.get_mut(&key.id).unwrap().name = name.to_owned();
                world.instances.get_mut(&other.id).unwrap().name = of_other.to_owned();
            };
            house.sandbox.world(&cloud, name_both).unwrap();
            house.app.reads.refresh_inventory().await.unwrap();
            let plans = house.app.acts.plan_action(InstanceAction::Terminate, std::slice::from_ref(key)).await;
            let plan = plans.unwrap().remove(0);
            let asked = matches!(&plan.confirm, Confirmation::TypeName { name, short: None, .. } if *name == tail);
            assert!(asked, "{cloud} {name:?}: {:?}", plan.confirm);
            let shown = serde_json::to_string(&plan).unwrap();
            assert!(!shown.contains('\u{202e}'), "{cloud}: {shown}");
            let typed = Confirmed { typed_name: Some(name.to_owned()), repeat: false };
            let error = house.app.acts.apply_plan(&plan.id, &typed).await.unwrap_err();
            assert_eq!(error.kind, ErrorKind::InvalidParams, "{cloud} {name:?}");
        }
    }
}
