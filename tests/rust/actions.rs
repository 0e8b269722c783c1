//! Start, stop, reboot and terminate on every cloud, with the states they require.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use yundeck_app::activity::ActivityPhase;
use yundeck_app::inventory::InstanceKey;
use yundeck_app::plans::Confirmation;
use yundeck_domain::{ErrorKind, InstanceAction, InstanceState};
use yundeck_tests::orders::order;
use yundeck_tests::{House, settled};

async fn act(house: &House, key: &InstanceKey, action: InstanceAction) -> Option<InstanceState> {
    let plan = house.app.plan_action(action, std::slice::from_ref(key)).await.unwrap().remove(0);
    if action == InstanceAction::Terminate {
        assert!(matches!(plan.confirm, Confirmation::TypeName { .. }));
        let unconfirmed = house.app.apply_plan(&plan.id, Some("another name")).await.unwrap_err();
        assert_eq!(unconfirmed.kind, ErrorKind::InvalidParams, "the typed name must match");
    }
    let activity = house.app.apply_plan(&plan.id, Some(&plan.subject)).await.unwrap();
    let end = settled(house, &house.app, &activity.id, &[ActivityPhase::Done, ActivityPhase::Failed]).await;
    assert_eq!(end.phase, ActivityPhase::Done, "{} {action:?}: {:?}", plan.cloud, end.error);
    house.app.instance(key).map(|instance| instance.state)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_goes_through_its_life() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let endpoint = house.sandbox.endpoint(&account.cloud).unwrap();
        let plan = house.app.plan_create(&account.id, &account.regions[0], &order(endpoint, "life", 1)).await.unwrap();
        let bought = house.app.apply_plan(&plan.id, None).await.unwrap();
        let bought = settled(&house, &house.app, &bought.id, &[ActivityPhase::Done]).await;
        let key = InstanceKey {
            account: account.id.clone(),
            region: account.regions[0].clone(),
            id: bought.resources[0].id.clone(),
        };

        let start = house.app.action_preview(InstanceAction::Start, std::slice::from_ref(&key)).unwrap();
        assert_eq!((start.allowed.len(), start.skipped.len()), (0, 1), "{}: it runs already", account.cloud);
        assert_eq!(act(&house, &key, InstanceAction::Stop).await, Some(InstanceState::Stopped), "{}", account.cloud);
        assert_eq!(act(&house, &key, InstanceAction::Start).await, Some(InstanceState::Running), "{}", account.cloud);
        assert_eq!(act(&house, &key, InstanceAction::Reboot).await, Some(InstanceState::Running), "{}", account.cloud);
        let deletable = house.app.action_preview(InstanceAction::Terminate, std::slice::from_ref(&key)).unwrap();
        if deletable.allowed.is_empty() {
            act(&house, &key, InstanceAction::Stop).await;
        }
        let left = act(&house, &key, InstanceAction::Terminate).await;
        assert!(matches!(left, None | Some(InstanceState::Terminated)), "{}: {left:?}", account.cloud);
    }
}
