//! How long an act is waited for, and what is said of it when the looking ends without its goal.

use yundeck_app::Options;
use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::journal::JournalOutcome;
use yundeck_app::records::plan::Confirmed;
use yundeck_domain::{CloudAdapter, ErrorKind, InstanceAction};
use yundeck_sandbox::world::Clock;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::{House, options, settled};

use crate::{impatient, line, now, running, settled_again, stop, until};

/// A house whose sandbox stands still: nothing there gets on unless its clock is turned.
async fn still_house(adapters: Vec<&'static dyn CloudAdapter>) -> House {
    let sandbox =
        yundeck_sandbox::Options { clock: Clock::standing(chrono::Utc::now()), ..yundeck_sandbox::Options::default() };
    let house = House::of(Options { adapters, ..options(None) }, sandbox).await;
    house.app.reads.refresh_inventory().await.unwrap();
    house
}

async fn ended(house: &House, id: &str) -> ActivityPhase {
    until("the looking ends", || now(house, id).ended_at.is_some()).await;
    now(house, id).phase
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_act_is_waited_for_as_long_as_its_waiter_says_and_then_left() {
    let house = still_house(impatient::adapters()).await;
    let stopped = stop(&house, &running(&house)[0]).await;
    assert_eq!(ended(&house, &stopped.id).await, ActivityPhase::Waiting);
    assert_eq!(line(&house, &stopped.id).outcome, JournalOutcome::Accepted);
    house.sandbox.advance(chrono::Duration::minutes(5));
    assert_eq!(settled_again(&house, &stopped.id).await.phase, ActivityPhase::Done, "looked at again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_that_fails_for_a_moment_says_nothing() {
    let house = still_house(options(None).adapters).await;
    let key = running(&house).remove(0);
    let cloud = &house.accounts[0].account.cloud;
    let stopped = stop(&house, &key).await;
    until("it is accepted", || now(&house, &stopped.id).phase == ActivityPhase::Waiting).await;
    house.sandbox.inject(Fault::new(FaultKind::DropBefore).of(cloud).times(6));
    until("looks failed", || house.sandbox.faults().is_empty()).await;
    assert_eq!(now(&house, &stopped.id).ended_at, None);
    let done = settled(&house, &house.app, &stopped.id, &[ActivityPhase::Done, ActivityPhase::Failed]).await;
    assert_eq!(done.phase, ActivityPhase::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_could_look_for_is_not_called_undone() {
    let house = House::build(None).await;
    house.app.reads.refresh_inventory().await.unwrap();
    let key = running(&house).remove(0);
    let cloud = &house.accounts[0].account.cloud;
    let plan = house.app.acts.plan_action(InstanceAction::Stop, &[key]).await.unwrap().remove(0);
    // The request arrives, and then the network is gone.
    house.sandbox.inject(Fault::new(FaultKind::DropAfter).of(cloud).on(&plan.operation));
    house.sandbox.inject(Fault::new(FaultKind::DropBefore).of(cloud).times(0));
    let act = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
    assert_eq!(ended(&house, &act.id).await, ActivityPhase::OutcomeUnknown);
    assert_eq!(line(&house, &act.id).outcome, JournalOutcome::Unknown, "a restart takes it up again");
    house.sandbox.clear_faults();
    assert_eq!(settled_again(&house, &act.id).await.phase, ActivityPhase::Done, "it had arrived");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_that_would_go_on_failing_is_the_last() {
    let house = still_house(options(None).adapters).await;
    let keys = running(&house);
    let account = &house.accounts[0].account;
    let rejected = Fault { code: Some(rejecting(&account.cloud)), status: Some(401), ..Fault::new(FaultKind::Refuse) };
    let stopped = stop(&house, &keys[0]).await;
    until("it is accepted", || now(&house, &stopped.id).phase == ActivityPhase::Waiting).await;
    house.sandbox.inject(rejected.of(&account.cloud));
    assert_eq!(ended(&house, &stopped.id).await, ActivityPhase::Waiting, "accepted, and not watched");
    house.sandbox.advance(chrono::Duration::minutes(5));
    assert_eq!(settled_again(&house, &stopped.id).await.phase, ActivityPhase::Done, "the key is right again");

    let other = stop(&house, &keys[1]).await;
    until("it is accepted", || now(&house, &other.id).phase == ActivityPhase::Waiting).await;
    house.app.desk.remove_account(&account.id, false).await.unwrap();
    assert_eq!(ended(&house, &other.id).await, ActivityPhase::Waiting, "nobody can look any more");
}

/// The code with which a cloud rejects a key.
fn rejecting(cloud: &str) -> String {
    let entry = yundeck_clouds::REGISTRY.iter().find(|entry| entry.adapter.spec().id == cloud).unwrap();
    let errors = &entry.adapter.spec().errors;
    errors.iter().find(|(_, error)| error.kind == ErrorKind::CredentialRejected).unwrap().0.clone()
}
