//! What is under way can be given up: what was not sent is withdrawn, what was sent is only not watched any more.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "activities/impatient.rs"]
mod impatient;
#[path = "activities/unfinished.rs"]
mod unfinished;
#[path = "activities/waiting.rs"]
mod waiting;

use std::time::{Duration, Instant};

use yundeck_app::acts::watch::patience::Patience;
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::records::inventory::InstanceKey;
use yundeck_app::records::journal::{JournalEntry, JournalFilter, JournalOutcome};
use yundeck_app::records::plan::Confirmed;
use yundeck_app::registers::inventory::view::InventoryView;
use yundeck_app::{Event, Options};
use yundeck_client::Client;
use yundeck_domain::{ErrorKind, InstanceAction, InstanceState};
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::{House, options, settled};

/// A house whose accounts have one request under way at a time: what comes second waits for its turn.
async fn narrow_house() -> House {
    let client = Client::new(yundeck_client::Options { concurrency: 1, ..yundeck_client::Options::default() });
    let small = options(None);
    let patience = Patience { look_for: Patience::default().look_for, ..small.patience };
    let house = House::of(Options { client, patience, ..small }, yundeck_sandbox::Options::default()).await;
    house.app.reads.refresh_inventory().await.unwrap();
    house
}

/// Instances of the first account that can be stopped.
fn running(house: &House) -> Vec<InstanceKey> {
    let account = &house.accounts[0].account.id;
    let rows = house.app.reads.inventory_page(InventoryView::default(), 0, 1000).rows;
    let keys: Vec<_> = rows.into_iter().map(|row| row.key).filter(|key| key.account == *account).collect();
    house.app.acts.action_preview(InstanceAction::Stop, &keys).unwrap().allowed
}

async fn stop(house: &House, key: &InstanceKey) -> Activity {
    let plan = house.app.acts.plan_action(InstanceAction::Stop, std::slice::from_ref(key)).await.unwrap().remove(0);
    house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap()
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < end, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn now(house: &House, id: &str) -> Activity {
    house.app.acts.activities().into_iter().find(|activity| activity.id == id).unwrap()
}

fn line(house: &House, id: &str) -> JournalEntry {
    house
        .app
        .journal
        .page(&JournalFilter::default(), 0, 100)
        .unwrap()
        .entries
        .into_iter()
        .find(|entry| entry.id == id)
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_sent_is_withdrawn_and_what_was_sent_goes_on_unwatched() {
    let house = narrow_house().await;
    let keys = running(&house);
    let cloud = house.accounts[0].account.cloud.clone();
    let slow = Fault { cloud: Some(cloud.clone()), millis: 1500, ..Fault::new(FaultKind::Latency) };
    let [sent_key, waiting_key] = &keys[..2] else { panic!("two instances run") };
    let plans =
        house.app.acts.plan_action(InstanceAction::Stop, &[sent_key.clone(), waiting_key.clone()]).await.unwrap();
    house.sandbox.inject(slow);
    let sent = house.app.acts.apply_plan(&plans[0].id, &Confirmed::default()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let waiting = house.app.acts.apply_plan(&plans[1].id, &Confirmed::default()).await.unwrap();

    assert!(house.app.acts.cancel_activity(&waiting.id).unwrap().cancelled);
    let withdrawn = settled(&house, &house.app, &waiting.id, &[ActivityPhase::NotSent]).await;
    assert_eq!(withdrawn.error.unwrap().kind, ErrorKind::Cancelled);
    assert_eq!(line(&house, &waiting.id).outcome, JournalOutcome::NotSent);

    assert_eq!(
        house.app.acts.cancel_activity(&sent.id).unwrap().phase,
        ActivityPhase::Sending,
        "it is on its way already"
    );
    until("the waiting ends", || now(&house, &sent.id).ended_at.is_some()).await;
    assert_eq!(now(&house, &sent.id).phase, ActivityPhase::Waiting, "accepted, and not watched");
    assert_eq!(line(&house, &sent.id).outcome, JournalOutcome::Accepted);

    let seen = settled_again(&house, &sent.id).await;
    assert_eq!(seen.phase, ActivityPhase::Done, "looked at again");
    house.app.reads.refresh_inventory().await.unwrap();
    let state = |key: &InstanceKey| house.app.reads.instance(key).unwrap().state;
    assert_eq!((state(sent_key), state(waiting_key)), (InstanceState::Stopped, InstanceState::Running));
}

async fn settled_again(house: &House, id: &str) -> Activity {
    let again = house.app.acts.recheck_activity(id).unwrap();
    assert!(again.ended_at.is_none() && !again.cancelled);
    settled(house, &house.app, id, &[ActivityPhase::Done, ActivityPhase::Failed]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_outcome_stays_unknown_when_the_looking_is_given_up() {
    let house = narrow_house().await;
    let key = running(&house).remove(0);
    let cloud = house.accounts[0].account.cloud.clone();
    let lost = Fault { cloud: Some(cloud), ..Fault::new(FaultKind::DropBefore) };
    let plan = house.app.acts.plan_action(InstanceAction::Stop, &[key]).await.unwrap().remove(0);
    house.sandbox.inject(lost);
    let activity = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
    until("it is unknown", || now(&house, &activity.id).phase == ActivityPhase::OutcomeUnknown).await;
    house.app.acts.cancel_activity(&activity.id).unwrap();
    until("the looking ends", || now(&house, &activity.id).ended_at.is_some()).await;
    assert_eq!(now(&house, &activity.id).phase, ActivityPhase::OutcomeUnknown);
    assert_eq!(line(&house, &activity.id).outcome, JournalOutcome::Unknown, "a restart takes it up again");

    let all = house.app.acts.clear_activities();
    assert!(!all.iter().any(|one| one.id == activity.id && one.cleared), "what nobody knows stays in sight");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_ended_can_be_put_away() {
    let house = narrow_house().await;
    let keys = running(&house);
    let done = stop(&house, &keys[0]).await;
    settled(&house, &house.app, &done.id, &[ActivityPhase::Done]).await;
    let going = stop(&house, &keys[1]).await;
    let cleared = |id: &str| now(&house, id).cleared;
    house.app.acts.clear_activities();
    assert_eq!((cleared(&done.id), cleared(&going.id)), (true, false));
    let same = house.app.acts.apply_plan(&done.id, &Confirmed::default()).await.unwrap();
    assert_eq!(same.phase, ActivityPhase::Done, "a plan stays used up after its activity is put away");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_that_is_cancelled_keeps_what_was_there() {
    let house = narrow_house().await;
    let before = house.app.reads.inventory_page(InventoryView::default(), 0, 1000).rows.len();
    house.sandbox.inject(Fault { times: 0, millis: 60_000, ..Fault::new(FaultKind::Latency) });
    let app = house.app.clone();
    let refresh = tokio::spawn(async move { app.reads.refresh_inventory().await });
    let status = || house.app.reads.inventory_page(InventoryView::default(), 0, 0).status;
    until("it runs", || status().running > 0).await;
    assert!(status().started_at.is_some());
    let cancelled = Instant::now();
    house.app.reads.cancel_refresh();
    refresh.await.unwrap().unwrap();
    assert!(cancelled.elapsed() < Duration::from_secs(30), "it does not wait for the answers");
    assert_eq!((status().running, status().started_at), (0, None));
    assert_eq!(house.app.reads.inventory_page(InventoryView::default(), 0, 1000).rows.len(), before);
    assert!(status().failures.is_empty(), "giving up is no failure");
    house.sandbox.clear_faults();
    house.app.reads.refresh_inventory().await.unwrap();
    assert_eq!(
        house.app.reads.inventory_page(InventoryView::default(), 0, 1000).rows.len(),
        before,
        "the next refresh reads again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_of_an_act_is_told_in_order_and_ends_with_what_is_known() {
    let house = narrow_house().await;
    let keys = running(&house);
    let mut events = house.app.events.subscribe();
    let given_up = stop(&house, &keys[0]).await;
    house.app.acts.cancel_activity(&given_up.id).unwrap();
    until("the waiting ends", || now(&house, &given_up.id).ended_at.is_some()).await;

    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let Event::Activity(activity) = event {
            told.push(*activity);
        }
    }
    let revisions: Vec<u32> = told.iter().map(|activity| activity.revision).collect();
    assert_eq!(revisions, (0..told.len() as u32).collect::<Vec<_>>(), "each change once, in order");
    assert_eq!(told.last(), Some(&now(&house, &given_up.id)));
    assert!(told.last().unwrap().cancelled, "a change made beside the answer is not lost");
}
