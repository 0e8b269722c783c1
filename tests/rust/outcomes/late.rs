//! What turns up after an order seemed to have failed.

use std::time::Duration;

use chrono::TimeDelta;
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::records::journal::{JournalAnswer, JournalOutcome, Step};
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::paused::{PausedCloud, PausedHouse};

use crate::ids;

const LATE: Duration = Duration::from_secs(20 * 60);

/// An order that a gateway keeps for twenty minutes, told as not applied meanwhile.
async fn late_order(house: &PausedHouse, cloud: &PausedCloud<'_>, name: &str) -> Activity {
    let late = Fault::new(FaultKind::DeliveredLate).of(&cloud.id).on(&cloud.create().name).times(0);
    house.sandbox.inject(late.millis(u64::try_from(LATE.as_millis()).unwrap()));
    let activity = cloud.buy(name, 1).await;
    cloud.unanswered(&activity.id).await;
    house.sandbox.clear_faults();
    let end = house.ends_as(&activity.id, ActivityPhase::NotApplied).await;
    assert_eq!(cloud.count(name), 0, "{}", cloud.id);
    end
}

#[tokio::test(start_paused = true)]
async fn machine_delivered_late_is_raised_by_a_refresh_and_recognised_by_a_person() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let lost = late_order(&house, &cloud, "late").await;
        house.app.acts.clear_activities();
        assert!(house.activity(&lost.id).cleared, "{}", cloud.id);
        house.app.reads.refresh_inventory().await.unwrap();
        assert!(house.activity(&lost.id).resembling.is_empty(), "{}: nothing is there yet", cloud.id);
        tokio::time::sleep(LATE).await;
        assert_eq!(cloud.count("late"), 1, "{}", cloud.id);
        house.app.reads.refresh_inventory().await.unwrap();
        let raised = house.activity(&lost.id);
        assert_eq!(raised.resembling, cloud.ids("late"), "{}", cloud.id);
        assert!(!raised.cleared, "{}: in sight again", cloud.id);
        assert!(house.steps(&lost.id).contains(&Step::Resembled), "{}", cloud.id);
        let again = house.app.acts.clear_activities();
        assert!(again.iter().any(|act| act.id == lost.id && !act.cleared), "{}: it is not put away", cloud.id);
        house.app.acts.recognise(&lost.id).unwrap();
        let end = house.ends_as(&lost.id, ActivityPhase::Done).await;
        assert_eq!((ids(&end), end.resembling), (cloud.ids("late"), vec![]), "{}", cloud.id);
        let line = house.line(&lost.id);
        assert_eq!((line.answer, line.outcome), (JournalAnswer::Found, JournalOutcome::Done), "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn machine_delivered_late_that_is_dismissed_is_not_raised_again() {
    let mut house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let lost = late_order(&house, &cloud, "stranger").await;
        tokio::time::sleep(LATE).await;
        house.app.reads.refresh_inventory().await.unwrap();
        assert_eq!(house.activity(&lost.id).resembling.len(), 1, "{}", cloud.id);
        house.app.acts.dismiss_resembling(&lost.id).unwrap();
        house.app.reads.refresh_inventory().await.unwrap();
        let end = house.activity(&lost.id);
        assert_eq!((end.resembling.len(), end.phase), (0, ActivityPhase::NotApplied), "{}", cloud.id);
        assert!(house.app.acts.recognise(&lost.id).is_err(), "{}", cloud.id);
        assert_eq!(house.steps(&lost.id).last(), Some(&Step::Dismissed), "{}", cloud.id);
    }
    let acts: Vec<String> = house.app.acts.activities().into_iter().map(|activity| activity.act.id.clone()).collect();
    house.restart().await;
    house.app.acts.resume().unwrap();
    house.app.reads.refresh_inventory().await.unwrap();
    for id in acts {
        assert!(house.activity(&id).resembling.is_empty(), "and not after a restart");
    }
}

/// Looked for by its name, it is not there.
#[tokio::test(start_paused = true)]
async fn machine_renamed_before_it_was_looked_for_is_raised() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let lost = cloud.buy_struck("asordered", 1, FaultKind::DropAfter).await;
        let [id] = cloud.ids("asordered").try_into().unwrap();
        house.sandbox.world(&cloud.id, |world| world.instances.get_mut(&id).unwrap().name = "renamed".into()).unwrap();
        house.ends_as(&lost.id, ActivityPhase::NotApplied).await;
        // Another that is made later has nothing to do with it, whatever it is called.
        tokio::time::sleep(LATE).await;
        cloud.make_elsewhere(cloud.order("another", 1)).await;
        house.app.reads.refresh_inventory().await.unwrap();
        assert_eq!(house.activity(&lost.id).resembling, [id], "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn machine_delivered_late_is_raised_after_a_restart() {
    for id in yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec().id.clone()) {
        let mut house = PausedHouse::build().await;
        let lost = late_order(&house, &house.cloud(&id), "next-day").await;
        house.restart().await;
        house.app.acts.resume().unwrap();
        tokio::time::sleep(LATE).await;
        house.app.reads.refresh_inventory().await.unwrap();
        let raised = house.activity(&lost.id);
        assert_eq!((raised.resembling, raised.cleared), (house.cloud(&id).ids("next-day"), false), "{id}");
        house.app.acts.recognise(&lost.id).unwrap();
        house.ends_as(&lost.id, ActivityPhase::Done).await;
    }
}

#[tokio::test(start_paused = true)]
async fn machine_that_turns_up_a_day_later_or_is_another_acts_is_not_raised() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let lost = cloud.buy_struck("mine", 1, FaultKind::DropBefore).await;
        house.ends_as(&lost.id, ActivityPhase::NotApplied).await;
        // What another act was answered is that act's.
        let other = cloud.buy("mine", 1).await;
        house.ends_as(&other.id, ActivityPhase::Done).await;
        house.app.reads.refresh_inventory().await.unwrap();
        assert!(house.activity(&lost.id).resembling.is_empty(), "{}", cloud.id);
        house.sandbox.advance(TimeDelta::days(2));
        cloud.make_elsewhere(cloud.order("mine", 1)).await;
        house.app.reads.refresh_inventory().await.unwrap();
        assert!(house.activity(&lost.id).resembling.is_empty(), "{}: a day is over", cloud.id);
        house.sandbox.advance(TimeDelta::days(-2));
    }
}

#[tokio::test(start_paused = true)]
async fn machine_that_turns_up_while_it_is_looked_for_is_found() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let late = Fault::new(FaultKind::DeliveredLate).of(&cloud.id).on(&cloud.create().name).times(0);
        house.sandbox.inject(late.millis(90_000));
        let activity = cloud.buy("soon", 1).await;
        cloud.unanswered(&activity.id).await;
        house.sandbox.clear_faults();
        let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
        assert_eq!(ids(&end), cloud.ids("soon"), "{}", cloud.id);
    }
}

/// Lists that lag by two minutes, as they are known to.
#[tokio::test(start_paused = true)]
async fn machine_that_lists_show_two_minutes_late_is_found() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let list = &cloud.job("list_instances").name;
        cloud.strike_creation(FaultKind::DropAfter);
        let activity = cloud.buy("behind", 1).await;
        cloud.unanswered(&activity.id).await;
        house.sandbox.clear_faults();
        house.sandbox.inject(Fault::new(FaultKind::Behind).of(&cloud.id).on(list).times(0).millis(120_000));
        let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
        assert_eq!(ids(&end), cloud.ids("behind"), "{}", cloud.id);
        house.sandbox.clear_faults();
    }
}

/// Who ended the waiting still hears of what turns up.
#[tokio::test(start_paused = true)]
async fn machine_of_an_act_that_is_waited_for_no_longer_is_raised_and_recognised() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let lost = cloud.buy_struck("given-up", 1, FaultKind::DropAfter).await;
        house.app.acts.cancel_activity(&lost.id).unwrap();
        house.ends_as(&lost.id, ActivityPhase::OutcomeUnknown).await;
        house.app.reads.refresh_inventory().await.unwrap();
        assert_eq!(house.activity(&lost.id).resembling, cloud.ids("given-up"), "{}", cloud.id);
        house.app.acts.recognise(&lost.id).unwrap();
        let end = house.ends_as(&lost.id, ActivityPhase::Done).await;
        assert_eq!(ids(&end), cloud.ids("given-up"), "{}", cloud.id);
    }
}

/// Accepted, and not listed for two minutes: it is waited for.
#[tokio::test(start_paused = true)]
async fn machine_that_is_accepted_and_listed_two_minutes_late_is_done() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let list = &cloud.job("list_instances").name;
        house.sandbox.inject(Fault::new(FaultKind::Behind).of(&cloud.id).on(list).times(0).millis(120_000));
        let activity = cloud.buy("accepted-late", 1).await;
        let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
        assert_eq!(ids(&end), cloud.ids("accepted-late"), "{}", cloud.id);
        house.sandbox.clear_faults();
    }
}
