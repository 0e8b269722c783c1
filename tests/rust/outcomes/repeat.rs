//! The same order once more, a second click, and taking back.

use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::journal::{JournalOutcome, Step};
use yundeck_app::records::plan::Confirmed;
use yundeck_domain::ErrorKind;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::paused::{PausedCloud, PausedHouse};

/// The plain confirmation of somebody who saw no warning.
fn plainly() -> Confirmed {
    Confirmed::default()
}

/// Holds back what is looked at before anything is sent.
fn hold_the_look(house: &PausedHouse, cloud: &PausedCloud<'_>) {
    let list = &cloud.job("list_instances").name;
    house.sandbox.inject(Fault::new(FaultKind::Hold).of(&cloud.id).on(list).times(0));
}

async fn until_held(house: &PausedHouse) {
    for _ in 0..100 {
        if !house.sandbox.held().is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("nothing is held back");
}

#[tokio::test(start_paused = true)]
async fn plan_of_an_order_that_is_unknown_warns_and_the_warning_is_confirmed_by_itself() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let first = cloud.buy_struck("again", 1, FaultKind::DropBefore).await;
        assert_eq!(first.phase, ActivityPhase::OutcomeUnknown, "{}", cloud.id);
        let plan = cloud.plan(&cloud.order("again", 1)).await;
        let repeats = plan.repeats.clone().unwrap();
        assert_eq!((repeats.id.as_str(), repeats.phase), (first.id.as_str(), ActivityPhase::OutcomeUnknown));
        let other = cloud.plan(&cloud.order("another", 1)).await;
        assert_eq!(other.repeats, None, "{}: another order", cloud.id);
        let refused = house.app.acts.apply_plan(&plan.id, &plainly()).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::InvalidParams, "{}", cloud.id);
        assert_eq!(cloud.done(&cloud.create().name), 0, "{}", cloud.id);
        let wanted = Confirmed { repeat: true, ..plainly() };
        let second = house.app.acts.apply_plan(&plan.id, &wanted).await.unwrap();
        house.ends_as(&second.id, ActivityPhase::Done).await;
        assert_eq!(cloud.count("again"), 1, "{}", cloud.id);
        // What is done needs no warning.
        let third = cloud.plan(&cloud.order("again", 1)).await;
        let still = house.activity(&first.id).phase == ActivityPhase::OutcomeUnknown;
        assert_eq!(third.repeats.is_some(), still, "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn plan_of_an_order_that_is_being_sent_or_prepared_warns_and_what_was_confirmed_is_shown() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        // Being prepared.
        hold_the_look(&house, &cloud);
        let plan = cloud.plan(&cloud.order("shown", 1)).await;
        let applied = {
            let (acts, id) = (house.app.acts.clone(), plan.id.clone());
            tokio::spawn(async move { acts.apply_plan(&id, &plainly()).await })
        };
        until_held(&house).await;
        let shown = house.activity(&plan.id);
        assert_eq!((shown.phase, shown.ended_at), (ActivityPhase::Preparing, None), "{}", cloud.id);
        assert_eq!(house.app.acts.unfinished().sending.len(), 1, "{}", cloud.id);
        let second = cloud.plan(&cloud.order("shown", 1)).await;
        assert_eq!(second.repeats.unwrap().phase, ActivityPhase::Preparing, "{}", cloud.id);
        // Being sent.
        house.sandbox.clear_faults();
        house.sandbox.inject(Fault::new(FaultKind::HoldAfter).of(&cloud.id).on(&cloud.create().name));
        assert_eq!(applied.await.unwrap().unwrap().phase, ActivityPhase::Sending, "{}", cloud.id);
        until_held(&house).await;
        let third = cloud.plan(&cloud.order("shown", 1)).await;
        assert_eq!(third.repeats.unwrap().phase, ActivityPhase::Sending, "{}", cloud.id);
        house.sandbox.clear_faults();
        house.ends_as(&plan.id, ActivityPhase::Done).await;
        assert_eq!(cloud.count("shown"), 1, "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn plan_reviewed_before_the_same_order_was_confirmed_is_expired() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let order = cloud.order("both", 1);
        let (first, second) = (cloud.plan(&order).await, cloud.plan(&order).await);
        assert_eq!((&first.repeats, &second.repeats), (&None, &None), "{}", cloud.id);
        cloud.strike_creation(FaultKind::DropBefore);
        house.app.acts.apply_plan(&first.id, &plainly()).await.unwrap();
        for confirmed in [plainly(), Confirmed { repeat: true, ..plainly() }] {
            let refused = house.app.acts.apply_plan(&second.id, &confirmed).await.unwrap_err();
            assert_eq!(refused.kind, ErrorKind::PlanExpired, "{}: it was not reviewed as a repetition", cloud.id);
        }
        cloud.unanswered(&first.id).await;
        house.sandbox.clear_faults();
        assert_eq!(house.journal().iter().filter(|line| line.cloud == cloud.id).count(), 1, "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn second_click_while_preparing_is_the_same_act() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        hold_the_look(&house, &cloud);
        let plan = cloud.plan(&cloud.order("click", 1)).await;
        let click = || {
            let (acts, id) = (house.app.acts.clone(), plan.id.clone());
            tokio::spawn(async move { acts.apply_plan(&id, &plainly()).await })
        };
        let first = click();
        until_held(&house).await;
        let second = click().await.unwrap().unwrap();
        assert_eq!((second.id.as_str(), second.phase), (plan.id.as_str(), ActivityPhase::Preparing), "{}", cloud.id);
        house.sandbox.clear_faults();
        first.await.unwrap().unwrap();
        house.ends_as(&plan.id, ActivityPhase::Done).await;
        assert_eq!((cloud.count("click"), cloud.calls(&cloud.create().name)), (1, 1), "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn act_withdrawn_while_preparing_is_never_sent() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        hold_the_look(&house, &cloud);
        let plan = cloud.plan(&cloud.order("withdrawn", 1)).await;
        let applied = {
            let (acts, id) = (house.app.acts.clone(), plan.id.clone());
            tokio::spawn(async move { acts.apply_plan(&id, &plainly()).await })
        };
        until_held(&house).await;
        house.app.acts.cancel_activity(&plan.id).unwrap();
        let withdrawn = applied.await.unwrap().unwrap();
        assert_eq!(withdrawn.phase, ActivityPhase::NotSent, "{}", cloud.id);
        assert_eq!(withdrawn.error.map(|error| error.kind), Some(ErrorKind::Cancelled), "{}", cloud.id);
        house.sandbox.clear_faults();
        tokio::time::sleep(std::time::Duration::from_secs(600)).await;
        assert_eq!((cloud.count("withdrawn"), cloud.calls(&cloud.create().name)), (0, 0), "{}", cloud.id);
        assert_eq!(house.line(&plan.id).outcome, JournalOutcome::NotSent, "{}", cloud.id);
        assert_eq!(house.steps(&plan.id), [Step::Confirmed, Step::Withdrawn], "{}", cloud.id);
        let again = cloud.plan(&cloud.order("withdrawn", 1)).await;
        assert_eq!(again.repeats, None, "{}: nothing is under way", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn act_that_cannot_be_looked_at_beforehand_is_not_sent_and_says_so() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let list = &cloud.job("list_instances").name;
        let plan = cloud.plan(&cloud.order("blind", 1)).await;
        house.sandbox.inject(Fault::new(FaultKind::DropBefore).of(&cloud.id).on(list).times(0));
        let refused = house.app.acts.apply_plan(&plan.id, &plainly()).await.unwrap_err();
        assert_eq!(refused.delivery, yundeck_domain::Delivery::NotSent, "{}: {refused:?}", cloud.id);
        assert_eq!(house.activity(&plan.id).phase, ActivityPhase::NotSent, "{}", cloud.id);
        house.sandbox.clear_faults();
        assert_eq!(cloud.calls(&cloud.create().name), 0, "{}", cloud.id);
        let line = house.line(&plan.id);
        assert_eq!((line.outcome, line.error), (JournalOutcome::NotSent, Some(refused)), "{}: and why", cloud.id);
    }
}

/// Other acts than creations have a digest as well.
#[tokio::test(start_paused = true)]
async fn plan_of_any_act_that_is_unknown_warns() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let key = cloud.instances(yundeck_domain::InstanceState::Running).await.remove(0);
        let stop = yundeck_domain::InstanceAction::Stop;
        let plan = async || house.app.acts.plan_action(stop, std::slice::from_ref(&key)).await.unwrap().remove(0);
        let first = plan().await;
        cloud.strike(cloud.job("stop_instance"), FaultKind::DropBefore);
        house.app.acts.apply_plan(&first.id, &plainly()).await.unwrap();
        cloud.unanswered(&first.id).await;
        house.sandbox.clear_faults();
        let second = plan().await;
        assert_eq!(second.repeats.as_ref().map(|repeats| repeats.id.clone()), Some(first.id.clone()), "{}", cloud.id);
        let refused = house.app.acts.apply_plan(&second.id, &plainly()).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::InvalidParams, "{}", cloud.id);
        cloud.apply(&second).await.unwrap();
        house.ends_as(&second.id, ActivityPhase::Done).await;
    }
}
