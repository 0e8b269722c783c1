//! What is not a read: planned, confirmed, journalled and watched like every other act.

use serde_json::{Value, json};
use yundeck_app::records::activity::PrivateKey;
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::journal::JournalOutcome;
use yundeck_app::records::plan::Confirmation;
use yundeck_app::records::plan::Confirmed;
use yundeck_catalogue::operation::Grants;
use yundeck_domain::ErrorKind;
use yundeck_sandbox::FaultKind;
use yundeck_sandbox::world::InstanceState;
use yundeck_tests::orders::order;
use yundeck_tests::{House, settled};

use crate::stage::{
    ENDS, KeyPairCalls, act, call, inject, instance_for_a_password, journal, key_pair, later, password,
    running_instance, spec,
};

#[tokio::test(flavor = "multi_thread")]
async fn an_act_goes_through_a_plan_and_a_read_does_not() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let (account, cloud) = (&view.account, spec(&view.account.cloud));
        let region = &account.regions[0];
        let read = &cloud.jobs["list_instances"];
        let planned = house.app.acts.plan_operation(&account.id, region, read, &json!({})).await;
        assert_eq!(planned.unwrap_err().kind, ErrorKind::Unsupported, "{}", cloud.id);
        let stop = &cloud.jobs["stop_instance"];
        let sent = call(&house, account, stop, &json!({})).await;
        assert_eq!(sent.unwrap_err().kind, ErrorKind::Unsupported, "{}", cloud.id);
        let empty = house.app.acts.plan_operation(&account.id, region, stop, &json!({})).await.unwrap_err();
        assert!(!empty.problems.is_empty(), "{}: the missing id is told", cloud.id);
    }
    let lines = journal(&house, None);
    assert!(lines.is_empty(), "nothing was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_pair_is_made_and_removed_and_its_private_key_is_kept_until_it_is_saved() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let Some(KeyPairCalls { create, params, delete, by_id }) = key_pair(&account.cloud) else { continue };
        let made = act(&house, account, create, &params).await;
        assert_eq!(made.phase, ActivityPhase::Done, "{}: {:?}", account.cloud, made.error);
        assert!(made.request_id.is_some() && made.ended_at.is_some(), "{}", account.cloud);
        assert_eq!(journal(&house, Some(&made.id)), [JournalOutcome::Done], "{}", account.cloud);

        assert_eq!(made.subject, "explorer", "{}: called by its name", account.cloud);
        let reply = house.app.acts.activity_reply(&made.id, true).unwrap().text.to_string();
        assert!(!reply.contains("BEGIN"), "{}: {reply}", account.cloud);
        save_key(&house, &made);

        let id = &made.resources[0].id;
        let region = &account.regions[0];
        let plan = house.app.acts.plan_operation(&account.id, region, delete, &by_id(id)).await.unwrap();
        assert!(matches!(&plan.confirm, Confirmation::TypeName { name, .. } if name == id), "{}", account.cloud);
        let refused = house.app.acts.apply_plan(&plan.id, &Confirmed::typed("another")).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::InvalidParams, "{}", account.cloud);
        let gone = house.app.acts.apply_plan(&plan.id, &Confirmed::typed(id)).await.unwrap();
        assert_eq!(settled(&house, &house.app, &gone.id, ENDS).await.phase, ActivityPhase::Done, "{}", account.cloud);
        let again = act(&house, account, delete, &by_id(id)).await;
        assert_eq!(again.phase, ActivityPhase::Failed, "{}: it is not there any more", account.cloud);
    }
}

/// Saves the private key of an act: only a file that was written makes the application forget it.
fn save_key(house: &House, made: &Activity) {
    let state = || house.app.acts.activities().into_iter().find(|one| one.id == made.id).unwrap().private_key;
    assert_eq!((made.private_key, state()), (Some(PrivateKey::Unsaved), Some(PrivateKey::Unsaved)));
    assert_eq!(house.app.acts.private_key_name(&made.id).unwrap(), format!("{}.pem", made.subject));
    let folder = tempfile::tempdir().unwrap();
    let nowhere = house.app.acts.save_private_key(&made.id, &folder.path().join("missing/key.pem")).unwrap_err();
    assert!(nowhere.words.is_some());
    assert_eq!(state(), Some(PrivateKey::Unsaved), "what was not written is not forgotten");

    let path = folder.path().join("key.pem");
    house.app.acts.save_private_key(&made.id, &path).unwrap();
    assert!(std::fs::read_to_string(&path).unwrap().trim_end().ends_with("PRIVATE KEY-----"));
    assert_eq!(state(), Some(PrivateKey::Saved));
    let again = house.app.acts.save_private_key(&made.id, &path).unwrap_err();
    assert_eq!(again.kind, ErrorKind::NotFound, "it is nowhere but in the file");
    assert!(house.app.acts.private_key_name(&made.id).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_with_a_waiter_ends_when_the_state_is_reached() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let (account, cloud) = (&view.account, spec(&view.account.cloud));
        let id = running_instance(&house, account);
        let stop = cloud.operation(&cloud.jobs["stop_instance"]).unwrap();
        let (name, member) = stop.input["properties"]
            .as_object()
            .unwrap()
            .iter()
            .find(|(_, member)| member.to_string().contains("\"x-ref\":\"instance\""))
            .unwrap();
        let params = json!({ (name.clone()): if member["type"] == "array" { json!([id]) } else { json!(id) } });
        let stopped = act(&house, account, &stop.name, &params).await;
        assert_eq!(stopped.phase, ActivityPhase::Done, "{}: {:?}", cloud.id, stopped.error);
        let state = house.sandbox.world(&cloud.id, |world| {
            world.instances.iter().find(|instance| instance.id == id).map(|instance| instance.state(later()))
        });
        assert_eq!(state.flatten(), Some(InstanceState::Stopped), "{}", cloud.id);
        // Now the state forbids it, and that is told before anything is sent.
        let region = &account.regions[0];
        let again = house.app.acts.plan_operation(&account.id, region, &stop.name, &params).await;
        if !stop.requires_state.is_empty() {
            assert_eq!(again.unwrap_err().kind, ErrorKind::Conflict, "{}", cloud.id);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unanswered_creation_is_found_or_was_not_made() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let Some(KeyPairCalls { create, params, .. }) = key_pair(&account.cloud) else { continue };
        inject(&house, &account.cloud, create, FaultKind::DropAfter, 1);
        let found = act(&house, account, create, &params).await;
        assert_eq!(found.phase, ActivityPhase::Done, "{}: {:?}", account.cloud, found.error);
        assert_eq!(found.resources.len(), 1, "{}", account.cloud);
        house.sandbox.clear_faults();

        let other =
            Value::from_iter(
                params.as_object().unwrap().iter().map(|(name, value)| {
                    (name.clone(), if value.is_string() { json!("never") } else { value.clone() })
                }),
            );
        inject(&house, &account.cloud, create, FaultKind::DropBefore, 10);
        let never = act(&house, account, create, &other).await;
        assert_eq!(never.phase, ActivityPhase::NotApplied, "{}: {:?}", account.cloud, never.error);
        assert_eq!(journal(&house, Some(&never.id)), [JournalOutcome::NotApplied], "{}", account.cloud);
        house.sandbox.clear_faults();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unanswered_act_that_leaves_no_trace_stays_unknown() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let (operation, params) =
            password(&account.cloud, &instance_for_a_password(&house, account).await, "PlantedSecret9!");
        inject(&house, &account.cloud, operation, FaultKind::DropAfter, 10);
        let plan = house.app.acts.plan_operation(&account.id, &account.regions[0], operation, &params).await.unwrap();
        let activity = house.apply(&plan).await;
        let unknown = &[ActivityPhase::OutcomeUnknown, ActivityPhase::Done, ActivityPhase::NotApplied];
        let mut end = settled(&house, &house.app, &activity.id, unknown).await;
        // Much sooner than a look that could tell would be given up.
        for _ in 0..30 {
            if end.ended_at.is_some() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            end = settled(&house, &house.app, &activity.id, unknown).await;
        }
        assert_eq!((end.phase, end.ended_at.is_some()), (ActivityPhase::OutcomeUnknown, true), "{}", account.cloud);
        assert_eq!(journal(&house, Some(&end.id)), [JournalOutcome::Unknown], "{}", account.cloud);
        let record = house.app.calls.page(0, 1).unwrap().calls.remove(0);
        assert_eq!(record.error.map(|error| error.kind), Some(ErrorKind::OutcomeUnknown), "{}", account.cloud);
        house.sandbox.clear_faults();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_has_its_price_or_the_reason_why_not() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let (account, cloud) = (&view.account, spec(&view.account.cloud));
        let create = cloud.operation(&cloud.jobs["create_instance"]).unwrap();
        let params = order(house.sandbox.endpoint(&cloud.id).unwrap(), "explored", 1);
        let plan =
            house.app.acts.plan_operation(&account.id, &account.regions[0], &create.name, &params).await.unwrap();
        assert_eq!(plan.quote.is_some(), create.quote.is_some(), "{}", cloud.id);
        assert_ne!(plan.quote.is_some(), plan.no_quote.is_some(), "{}", cloud.id);
        assert_eq!(plan.confirm, Confirmation::Confirm, "{}", cloud.id);
        assert_eq!(plan.summary.as_ref().map(|summary| summary.count), Some(1), "{}", cloud.id);
        let bought = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
        let bought = settled(&house, &house.app, &bought.id, ENDS).await;
        assert_eq!(
            (bought.phase, bought.resources.len()),
            (ActivityPhase::Done, 1),
            "{}: {:?}",
            cloud.id,
            bought.error
        );
        let remembered = house.app.calls.page(0, 1).unwrap().calls.remove(0);
        assert_eq!((remembered.id, remembered.status), (plan.id.clone(), Some(200)), "{}", cloud.id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_is_priced_and_confirmed_by_name() {
    let house = House::build(None).await;
    let account = &house.account("tencent").account;
    let id = running_instance(&house, account);
    let params = json!({ "InstanceId": id });
    let plan = house.app.acts.plan_operation(&account.id, &account.regions[0], "ResetInstance", &params).await.unwrap();
    assert!(plan.quote.is_some(), "the catalogue names its price inquiry: {:?}", plan.no_quote);
    assert!(matches!(&plan.confirm, Confirmation::TypeName { name, .. } if *name == id), "{:?}", plan.confirm);
}

#[tokio::test(flavor = "multi_thread")]
async fn plan_of_a_renewal_says_until_when_the_instance_is_paid_then_and_so_it_is() {
    let house = House::build(None).await;
    let account = &house.account("tencent").account;
    let region = &account.regions[0];
    let id = running_instance(&house, account);
    let month = json!({ "Period": 1 });
    let key = InstanceKey { account: account.id.clone(), region: region.clone(), id: id.clone() };
    let paid_until = async || {
        house.app.reads.refresh_inventory().await.unwrap();
        house.app.reads.instance(&key).unwrap().expires.unwrap()
    };
    let before = paid_until().await;

    let params = json!({ "InstanceIds": [id], "InstanceChargePrepaid": month });
    let plan = house.app.acts.plan_operation(&account.id, region, "RenewInstances", &params).await.unwrap();
    assert_eq!(plan.targets[0].expires, Some(before));
    let then = plan.targets[0].paid_until.unwrap();
    assert!(then > before);
    act(&house, account, "RenewInstances", &params).await;
    assert_eq!(paid_until().await, then);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_instance_is_forced_off_only_when_the_parameters_say_so() {
    let house = House::build(None).await;
    let account = &house.account("tencent").account;
    let region = &account.regions[0];
    let id = running_instance(&house, account);
    let (operation, mut params) = password("tencent", &id, "Planted@Secret9");
    params["ForceStop"] = json!(false);
    let refused = house.app.acts.plan_operation(&account.id, region, operation, &params).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
    assert_eq!(refused.words.unwrap().en, "It is RUNNING; it must be STOPPED / RUNNING (ForceStop=true)");
    let details = house.app.reads.operation_details("tencent", operation).unwrap();
    assert_eq!(details.requires_state, ["STOPPED", "RUNNING (ForceStop=true)"]);
    params["ForceStop"] = json!(true);
    assert_eq!(act(&house, account, operation, &params).await.phase, ActivityPhase::Done);
}

/// A console's address lets whoever has it into the machine.
#[tokio::test(flavor = "multi_thread")]
async fn console_address_is_an_act_with_a_line_and_is_masked_until_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::build(Some(folder.path().to_owned())).await;
    for view in &house.accounts {
        let (account, cloud) = (&view.account, spec(&view.account.cloud));
        let console = cloud.operations.values().find(|one| one.output.contains_key("access")).unwrap();
        let id = running_instance(&house, account);
        let mut params = console.example.clone();
        for value in params.as_object_mut().unwrap().values_mut() {
            *value = id.clone().into();
        }
        let refused = call(&house, account, &console.name, &params).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Unsupported, "{}: it is no read", cloud.id);
        let region = &account.regions[0];
        let plan = house.app.acts.plan_operation(&account.id, region, &console.name, &params).await.unwrap();
        assert_eq!((&plan.confirm, plan.grants), (&Confirmation::Confirm, Some(Grants::Access)), "{}", cloud.id);
        let done = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
        let done = settled(&house, &house.app, &done.id, &[ActivityPhase::Done]).await;
        assert_eq!(journal(&house, Some(&done.id)), [JournalOutcome::Done], "{}", cloud.id);

        let open = house.app.acts.activity_reply(&done.id, true).unwrap();
        let result: Value = serde_json::from_str(&open.text.to_string()).unwrap();
        let secret = console.output["access"].texts(&result).remove(0);
        assert!(secret.len() > 6 && secret != "******" && !open.masked, "{}: {result}", cloud.id);
        let shown = house.app.acts.activity_reply(&done.id, false).unwrap();
        assert!(shown.masked && !shown.text.to_string().contains(&secret), "{}: {}", cloud.id, shown.text);
        for ending in ["", "-wal", "-shm"] {
            let bytes = std::fs::read(folder.path().join(format!("yundeck.db{ending}"))).unwrap_or_default();
            assert!(!String::from_utf8_lossy(&bytes).contains(&secret), "{}: yundeck.db{ending}", cloud.id);
        }
    }
}
