//! Polling: many acts together, what is in the recycle bin, and faults of the application itself.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use yundeck_app::acts::watch::patience::Patience;
use yundeck_app::records::activity::{ActivityPhase, Standing};
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::journal::{JournalAnswer, JournalOutcome};
use yundeck_app::records::plan::Confirmed;
use yundeck_domain::{InstanceAction, InstanceState};
use yundeck_sandbox::world::InstanceState as World;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::altered::Altered;
use yundeck_tests::paused::{PausedHouse, adapters};

use crate::{count, ids};

const STOPS: usize = 40;

#[tokio::test(start_paused = true)]
async fn stops_of_a_region_are_polled_for_together() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let mut machines = Vec::new();
        while machines.len() < STOPS {
            let activity = cloud.buy(&format!("stop-{}", machines.len()), cloud.most(10)).await;
            machines.extend(ids(&house.ends_as(&activity.id, ActivityPhase::Done).await));
        }
        house.app.reads.refresh_inventory().await.unwrap();
        let keys: Vec<_> = machines.iter().take(STOPS).map(|id| cloud.key(id)).collect();
        let plans = house.app.acts.plan_action(InstanceAction::Stop, &keys).await.unwrap();
        let list = &cloud.job("list_instances").name;
        let before = cloud.calls(list);
        let (acts, plain) = (&house.app.acts, Confirmed::default());
        let applied = futures::future::join_all(plans.iter().map(|plan| acts.apply_plan(&plan.id, &plain))).await;
        for activity in applied {
            house.ends_as(&activity.unwrap().id, ActivityPhase::Done).await;
        }
        let calls = cloud.calls(list) - before;
        assert!(calls <= STOPS as u64 / 2, "{}: {calls} calls for {STOPS} stops", cloud.id);
    }
}

/// A machine in the recycle bin is removed by being gone, not by being there still.
#[tokio::test(start_paused = true)]
async fn terminate_of_what_is_in_the_recycle_bin_is_done_when_it_is_gone() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("tencent");
    for explored in [false, true] {
        let activity = cloud.buy(&format!("bin-{explored}"), 1).await;
        let id = ids(&house.ends_as(&activity.id, ActivityPhase::Done).await).remove(0);
        cloud.set_state(&id, World::Busy("SHUTDOWN"));
        house.app.reads.refresh_inventory().await.unwrap();
        let plan = match explored {
            true => cloud.plan_operation("TerminateInstances", &json!({ "InstanceIds": [id] })).await,
            false => {
                let terminate = InstanceAction::Terminate;
                house.app.acts.plan_action(terminate, &[cloud.key(&id)]).await.unwrap().remove(0)
            }
        };
        let activity = cloud.apply(&plan).await.unwrap();
        cloud.unanswered(&activity.id).await;
        // It is accepted, and stays where it is for now.
        cloud.set_state(&id, World::Busy("SHUTDOWN"));
        tokio::time::sleep(Duration::from_secs(60)).await;
        let waits = house.activity(&activity.id);
        assert_eq!((waits.phase, waits.ended_at), (ActivityPhase::Waiting, None), "explored: {explored}");
        cloud.release(&id);
        house.ends_as(&activity.id, ActivityPhase::Done).await;
        assert_eq!(house.line(&activity.id).outcome, JournalOutcome::Done);
    }
}

/// One cloud's list hides the recycle bin: what is deleted for good from there is done when it is gone from there.
#[tokio::test(start_paused = true)]
async fn removal_for_good_of_what_a_hidden_recycle_bin_holds_is_done_when_it_is_gone() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("kingsoft");
    let activity = cloud.buy("binned", 1).await;
    let id = ids(&house.ends_as(&activity.id, ActivityPhase::Done).await).remove(0);
    let params = json!({ "InstanceId": [id] });
    let plan = cloud.plan_operation("TerminateInstances", &params).await;
    let binned = cloud.apply(&plan).await.unwrap();
    house.ends_as(&binned.id, ActivityPhase::Done).await;

    let plan = cloud.plan_operation("TerminateInstances", &json!({ "InstanceId": [id], "ForceDelete": true })).await;
    let removal = cloud.apply(&plan).await.unwrap();
    cloud.unanswered(&removal.id).await;
    // It is accepted, and stays where it is for now: no list shows it that is not asked for the bin.
    cloud.set_state(&id, World::Busy("recycling"));
    tokio::time::sleep(Duration::from_secs(60)).await;
    let waits = house.activity(&removal.id);
    assert_eq!((waits.phase, waits.ended_at), (ActivityPhase::Waiting, None));
    cloud.release(&id);
    house.ends_as(&removal.id, ActivityPhase::Done).await;
}

/// One cloud's lists show one tenant at a time: an act on another's machine is told by that tenant's list.
#[tokio::test(start_paused = true)]
async fn act_on_a_machine_of_another_tenant_is_told_by_that_tenants_list() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("ucloudstack");
    let company: i64 = cloud.endpoint.sample.extra["other_company_id"].parse().unwrap();
    let mut order = cloud.order("theirs", 1);
    order["CompanyID"] = json!(company);
    let activity = cloud.buy_order(&order).await;
    let id = ids(&house.ends_as(&activity.id, ActivityPhase::Done).await).remove(0);
    for (operation, state) in [("StopVMInstance", World::Stopped), ("DeleteVMInstance", World::Stopped)] {
        let plan = cloud.plan_operation(operation, &json!({ "VMID": id, "CompanyID": company })).await;
        let act = cloud.apply(&plan).await.unwrap();
        cloud.unanswered(&act.id).await;
        if operation == "DeleteVMInstance" {
            // It is accepted, and the machine is still there.
            cloud.set_state(&id, state);
            tokio::time::sleep(Duration::from_secs(60)).await;
            assert_eq!(house.activity(&act.id).ended_at, None, "another tenant's list does not show it");
            cloud.release(&id);
        }
        house.ends_as(&act.id, ActivityPhase::Done).await;
    }
}

/// What goes into the recycle bin by the act has got there by it.
#[tokio::test(start_paused = true)]
async fn terminate_is_done_when_it_is_gone_or_in_the_recycle_bin() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for lost in [false, true] {
            let activity = cloud.buy(&format!("away-{lost}"), 1).await;
            let id = ids(&house.ends_as(&activity.id, ActivityPhase::Done).await).remove(0);
            if !cloud.job("terminate_instance").requires_state.is_empty() {
                let states = &cloud.job("terminate_instance").requires_state;
                let running = house.app.reads.instance(&cloud.key(&id)).unwrap().vendor_state;
                if !states.contains(&running) {
                    cloud.set_state(&id, World::Stopped);
                }
            }
            house.app.reads.refresh_inventory().await.unwrap();
            let terminate = InstanceAction::Terminate;
            let plan = house.app.acts.plan_action(terminate, &[cloud.key(&id)]).await.unwrap().remove(0);
            if lost {
                cloud.strike(cloud.job("terminate_instance"), FaultKind::DropAfter);
            }
            let activity = cloud.apply(&plan).await.unwrap();
            cloud.unanswered(&activity.id).await;
            house.sandbox.clear_faults();
            let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
            assert_eq!(count(&end, Standing::Done), 1, "{} {lost}", cloud.id);
        }
    }
}

/// A page that is lost twice is no absence, and neither is a list that is behind for a minute.
#[tokio::test(start_paused = true)]
async fn action_without_answer_on_a_machine_missing_from_lists_for_a_while_stays_unknown() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let list = &cloud.job("list_instances").name;
        for (action, state, lists) in [
            (InstanceAction::Terminate, World::Stopped, 2),
            (InstanceAction::Terminate, World::Stopped, 20),
            (InstanceAction::Reboot, World::Running, 20),
        ] {
            let activity = cloud.buy("flicker", 1).await;
            let id = ids(&house.ends_as(&activity.id, ActivityPhase::Done).await).remove(0);
            cloud.set_state(&id, state);
            house.app.reads.refresh_inventory().await.unwrap();
            let plan = house.app.acts.plan_action(action, &[cloud.key(&id)]).await.unwrap().remove(0);
            cloud.strike(cloud.job(action.job()), FaultKind::DropBefore);
            let activity = cloud.apply(&plan).await.unwrap();
            cloud.unanswered(&activity.id).await;
            house.sandbox.clear_faults();
            house.sandbox.inject(Fault::new(FaultKind::NotFound).of(&cloud.id).on(list).ids([&id]).times(lists));
            let end = house.ended(&activity.id).await;
            assert_eq!(end.phase, ActivityPhase::OutcomeUnknown, "{} {action:?} {lists}: {end:?}", cloud.id);
            assert_eq!(house.line(&activity.id).answer, JournalAnswer::Unknown, "{}", cloud.id);
            house.sandbox.clear_faults();
            cloud.release(&id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn accepted_act_that_takes_longer_than_its_waiter_waits_is_left_and_can_be_looked_at_again() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let key = cloud.instances(InstanceState::Running).await.remove(0);
        let plan =
            house.app.acts.plan_action(InstanceAction::Stop, std::slice::from_ref(&key)).await.unwrap().remove(0);
        let activity = cloud.apply(&plan).await.unwrap();
        cloud.unanswered(&activity.id).await;
        cloud.set_state(&key.id, World::Stopping);
        let left = house.ends_as(&activity.id, ActivityPhase::Waiting).await;
        assert_eq!(house.line(&left.id).outcome, JournalOutcome::Accepted, "{}", cloud.id);
        cloud.set_state(&key.id, World::Stopped);
        house.app.acts.recheck_activity(&left.id).unwrap();
        house.ends_as(&left.id, ActivityPhase::Done).await;
    }
}

/// What an action leads to tells it; what has not changed tells nothing.
#[tokio::test(start_paused = true)]
async fn action_without_answer_is_found_done_or_stays_unknown() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for (action, job, state) in [
            (InstanceAction::Stop, "stop_instance", InstanceState::Running),
            (InstanceAction::Start, "start_instance", InstanceState::Stopped),
        ] {
            for (kind, phase) in
                [(FaultKind::DropBefore, ActivityPhase::OutcomeUnknown), (FaultKind::DropAfter, ActivityPhase::Done)]
            {
                let key = cloud.instances(state.clone()).await.remove(0);
                let plan = house.app.acts.plan_action(action, &[key]).await.unwrap().remove(0);
                cloud.strike(cloud.job(job), kind);
                let activity = cloud.apply(&plan).await.unwrap();
                cloud.unanswered(&activity.id).await;
                house.sandbox.clear_faults();
                house.ends_as(&activity.id, phase).await;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn sharing_and_removing_an_image_without_answer_is_found_done_or_stays_unknown() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        // A whole-machine image cannot be shared everywhere.
        let disks = |key: &InstanceKey| house.app.reads.instance(key).map(|instance| instance.disks.len());
        let key = cloud.instances(InstanceState::Stopped).await.into_iter().min_by_key(disks).unwrap();
        let plan = house.app.acts.plan_create_image(&key, "sharedimage", "").await.unwrap();
        let activity = cloud.apply(&plan).await.unwrap();
        let image = ids(&house.ends_as(&activity.id, ActivityPhase::Done).await).remove(0);
        let ends =
            [(FaultKind::DropBefore, ActivityPhase::OutcomeUnknown), (FaultKind::DropAfter, ActivityPhase::Done)];
        if cloud.spec.job("share_image").is_some() {
            let digits = cloud.endpoint.account_id.bytes().all(|byte| byte.is_ascii_digit());
            let other = if digits { "100000000777" } else { "someone-else" };
            for share in [true, false] {
                for (kind, phase) in ends {
                    let with = [other.to_owned()];
                    let plan = house.app.acts.plan_share(&cloud.account, &cloud.region, &image, &with, share).await;
                    let plan = plan.unwrap();
                    let job = if share { "share_image" } else { "unshare_image" };
                    cloud.strike(cloud.job(job), kind);
                    let activity = cloud.apply(&plan).await.unwrap();
                    cloud.unanswered(&activity.id).await;
                    house.sandbox.clear_faults();
                    house.ends_as(&activity.id, phase).await;
                }
            }
        }
        for (kind, phase) in ends {
            let plan = house.app.acts.plan_delete_image(&cloud.account, &cloud.region, &image).await.unwrap();
            cloud.strike(cloud.job("delete_image"), kind);
            let activity = cloud.apply(&plan).await.unwrap();
            cloud.unanswered(&activity.id).await;
            house.sandbox.clear_faults();
            house.ends_as(&activity.id, phase).await;
        }
    }
}

/// Looking fails for as long as nobody mends the key: the act is left as unknown, and found once it is mended.
#[tokio::test(start_paused = true)]
async fn act_that_cannot_be_polled_for_is_left_unknown_and_found_when_looked_at_again() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let lost = cloud.buy_struck("locked-out", 1, FaultKind::DropAfter).await;
        let other = yundeck_sandbox::verify::Key { id: "another-key".to_owned(), ..cloud.endpoint.key.clone() };
        house.sandbox.set_keys(&cloud.id, vec![other]);
        let end = house.ends_as(&lost.id, ActivityPhase::OutcomeUnknown).await;
        assert!(end.error.unwrap().words.unwrap().en.contains("polling for it fails"), "{}", cloud.id);
        house.sandbox.set_keys(&cloud.id, vec![cloud.endpoint.key.clone()]);
        house.app.acts.recheck_activity(&lost.id).unwrap();
        let end = house.ends_as(&lost.id, ActivityPhase::Done).await;
        assert_eq!(ids(&end), cloud.ids("locked-out"), "{}", cloud.id);
    }
}

/// A house whose adapters panic at those calls of `results`.
async fn faulty(at: std::ops::Range<usize>) -> PausedHouse {
    let faulty = |like| {
        let (at, calls) = (at.clone(), AtomicUsize::new(0));
        let at_results =
            move || assert!(!at.contains(&calls.fetch_add(1, Ordering::Relaxed)), "a fault of this adapter");
        Altered { at_results: Box::new(at_results), ..Altered::like(like) }.leak()
    };
    PausedHouse::of(Patience::default(), adapters().into_iter().map(faulty).collect()).await
}

#[tokio::test(start_paused = true)]
async fn fault_of_the_application_before_sending_ends_the_act_as_not_sent() {
    let house = faulty(0..1).await;
    for cloud in house.clouds() {
        let plan = cloud.plan(&cloud.order("fault", 1)).await;
        let told = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await;
        assert!(told.is_err(), "{}", cloud.id);
        let end = house.ends_as(&plan.id, ActivityPhase::NotSent).await;
        assert!(end.error.is_some(), "{}", cloud.id);
        assert_eq!(cloud.calls(&cloud.create().name), 0, "{}", cloud.id);
        // The next one is as good as ever.
        let next = cloud.buy("fault", 1).await;
        house.ends_as(&next.id, ActivityPhase::Done).await;
        assert_eq!(cloud.count("fault"), 1, "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn fault_of_the_application_while_looking_leaves_the_act_unknown_and_the_others_as_they_are() {
    for (at, phase) in [(1..2, ActivityPhase::Done), (1..3, ActivityPhase::OutcomeUnknown)] {
        let house = faulty(at).await;
        for cloud in house.clouds() {
            let other = cloud.instances(InstanceState::Running).await.remove(0);
            let plan = house.app.acts.plan_action(InstanceAction::Stop, &[other]).await.unwrap().remove(0);
            let lost = cloud.buy_struck("looking", 1, FaultKind::DropAfter).await;
            let other = cloud.apply(&plan).await.unwrap();
            house.ends_as(&lost.id, phase).await;
            house.ends_as(&other.id, ActivityPhase::Done).await;
            let next = cloud.buy("later", 1).await;
            house.ends_as(&next.id, ActivityPhase::Done).await;
            house.app.acts.recheck_activity(&lost.id).unwrap();
            house.ends_as(&lost.id, ActivityPhase::Done).await;
            assert_eq!((cloud.count("looking"), cloud.count("later")), (1, 1), "{}", cloud.id);
        }
    }
}
