//! A machine belongs to one act.

use std::time::Duration;

use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::journal::Step;
use yundeck_domain::ErrorKind;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::paused::PausedHouse;

use crate::{ids, sorted};

#[tokio::test(start_paused = true)]
async fn machine_of_one_act_is_claimed_by_no_equal_one() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let first = cloud.buy_struck("equal", 1, FaultKind::DropBefore).await;
        let second = cloud.buy("equal", 1).await;
        let done = house.ends_as(&second.id, ActivityPhase::Done).await;
        let lost = house.ended(&first.id).await;
        assert!(
            matches!(lost.phase, ActivityPhase::NotApplied | ActivityPhase::OutcomeUnknown),
            "{}: {:?}",
            cloud.id,
            lost.phase
        );
        assert_eq!((ids(&done), ids(&lost)), (cloud.ids("equal"), vec![]), "{}", cloud.id);
        assert!(lost.resembling.is_empty(), "{}: it belongs to the other", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn machine_of_two_equal_acts_without_answers_is_claimed_by_one() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let first = cloud.buy_struck("either", 1, FaultKind::DropBefore).await;
        let second = cloud.buy_struck("either", 1, FaultKind::DropAfter).await;
        let (first, second) = (house.ended(&first.id).await, house.ended(&second.id).await);
        let claimed: Vec<String> = [ids(&first), ids(&second)].concat();
        assert_eq!(claimed, cloud.ids("either"), "{}", cloud.id);
        let done = [&first, &second].iter().filter(|act| act.phase == ActivityPhase::Done).count();
        assert_eq!(done, 1, "{}: {:?} {:?}", cloud.id, first.phase, second.phase);
    }
}

#[tokio::test(start_paused = true)]
async fn two_equal_acts_without_answers_that_both_arrived_have_a_machine_each() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let first = cloud.buy_struck("each", 1, FaultKind::DropAfter).await;
        let second = cloud.buy_struck("each", 1, FaultKind::DropAfter).await;
        let first = house.ends_as(&first.id, ActivityPhase::Done).await;
        let second = house.ends_as(&second.id, ActivityPhase::Done).await;
        assert_eq!(sorted([ids(&first), ids(&second)].concat()), sorted(cloud.ids("each")), "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn create_that_never_arrived_does_not_take_an_equal_machine_that_was_there() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        cloud.make_elsewhere(cloud.order("there", 1)).await;
        let lost = cloud.buy_struck("there", 1, FaultKind::DropBefore).await;
        let end = house.ends_as(&lost.id, ActivityPhase::NotApplied).await;
        assert!(end.resources.is_empty(), "{}", cloud.id);
        house.app.reads.refresh_inventory().await.unwrap();
        assert!(house.activity(&lost.id).resembling.is_empty(), "{}: it was there before", cloud.id);
    }
}

/// The list from before a minute and a half does not show what somebody makes seconds before the order: only the time tells.
#[tokio::test(start_paused = true)]
async fn create_that_never_arrived_does_not_take_an_equal_machine_that_lists_did_not_show_yet() {
    let house = PausedHouse::build().await;
    for ahead in [0, 200, -200] {
        house.set_clock_ahead(ahead);
        for cloud in house.clouds() {
            let name = format!("unseen{}", ahead + 200);
            let theirs = cloud.make_elsewhere(cloud.order(&name, 1)).await;
            tokio::time::sleep(Duration::from_secs(5)).await;
            house.sandbox.inject(Fault::new(FaultKind::Behind).of(&cloud.id).times(0).millis(90_000));
            let lost = cloud.buy_struck(&name, 1, FaultKind::DropBefore).await;
            let end = house.ends_as(&lost.id, ActivityPhase::OutcomeUnknown).await;
            assert_eq!(
                (ids(&end), end.resembling),
                (vec![], theirs.clone()),
                "{} {ahead}: a person is asked",
                cloud.id
            );
            assert!(end.error.unwrap().words.unwrap().en.contains("before it was sent"), "{}", cloud.id);
            assert!(house.steps(&lost.id).contains(&Step::Resembled), "{}", cloud.id);
            house.app.acts.dismiss_resembling(&lost.id).unwrap();
            house.app.reads.refresh_inventory().await.unwrap();
            assert!(house.activity(&lost.id).resembling.is_empty(), "{}: it was said to be another's", cloud.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn create_without_answer_on_a_computer_whose_clock_is_wrong_is_found() {
    let house = PausedHouse::build().await;
    for ahead in [200, -200, 3600, -3600] {
        house.set_clock_ahead(ahead);
        // Most clouds refuse a signature from another hour; one looks at no time.
        for cloud in house.clouds().iter().filter(|cloud| ahead.abs() < 3600 || cloud.id == "ucloudstack") {
            let name = format!("clock{}", ahead + 3600);
            let sent = cloud.buy_struck(&name, 1, FaultKind::DropAfter).await;
            let end = house.ends_as(&sent.id, ActivityPhase::Done).await;
            assert_eq!(ids(&end), cloud.ids(&name), "{} {ahead}", cloud.id);
        }
    }
}

/// By the wrong clock it would have been made long before it was sent, and not be its result.
#[tokio::test(start_paused = true)]
async fn machine_delivered_late_to_a_computer_whose_clock_is_wrong_is_raised() {
    let house = PausedHouse::build().await;
    let cloud = house.cloud("ucloudstack");
    for ahead in [3600, -3600] {
        house.set_clock_ahead(ahead);
        let name = format!("wrong{}", ahead + 3600);
        let late = Fault::new(FaultKind::DeliveredLate).of(&cloud.id).on(&cloud.create().name).times(0);
        house.sandbox.inject(late.millis(20 * 60 * 1000));
        let lost = cloud.buy(&name, 1).await;
        cloud.unanswered(&lost.id).await;
        house.sandbox.clear_faults();
        house.ends_as(&lost.id, ActivityPhase::NotApplied).await;
        tokio::time::sleep(Duration::from_secs(20 * 60)).await;
        house.app.reads.refresh_inventory().await.unwrap();
        assert_eq!(house.activity(&lost.id).resembling, cloud.ids(&name), "{ahead}");
    }
}

/// Another program orders the same in the same second: nothing tells its machine from the order's.
#[tokio::test(start_paused = true)]
async fn equal_machine_of_somebody_else_made_in_the_same_second_is_not_claimed_and_a_person_is_asked() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for count in [1, 2].into_iter().filter(|count| cloud.most(*count) == *count) {
            let name = format!("stranger{count}");
            let lost = cloud.buy_struck(&name, count, FaultKind::DropAfter).await;
            let made = cloud.ids(&name).remove(0);
            house
                .sandbox
                .world(&cloud.id, |world| {
                    let ours = world.instances.get(&made).unwrap().clone();
                    let id = (world.shapes.instance)(&mut world.ids);
                    world.instances.put(yundeck_sandbox::world::Instance { id, ..ours });
                })
                .unwrap();
            let end = house.ends_as(&lost.id, ActivityPhase::OutcomeUnknown).await;
            let all = sorted(cloud.ids(&name));
            assert_eq!(all.len(), count as usize + 1);
            assert_eq!((ids(&end), sorted(end.resembling)), (vec![], all), "{} {count}", cloud.id);
            assert!(end.error.unwrap().words.unwrap().en.contains("more than was ordered"), "{} {count}", cloud.id);
            // Which of them it is, the person says.
            let chosen = cloud.ids(&name).split_off(1);
            let refused = house.app.acts.recognise(&lost.id).unwrap_err();
            assert_eq!(refused.kind, ErrorKind::InvalidParams, "{} {count}", cloud.id);
            assert!(refused.words.unwrap().en.contains("choose which of them"), "{} {count}", cloud.id);
            assert_eq!(ids(&house.activity(&lost.id)), [""; 0], "{} {count}: nothing was taken", cloud.id);
            assert!(house.app.acts.recognise_these(&lost.id, &["nothing".to_owned()]).is_err(), "{}", cloud.id);
            house.app.acts.recognise_these(&lost.id, &chosen).unwrap();
            let end = house.ends_as(&lost.id, ActivityPhase::Done).await;
            assert_eq!(ids(&end), sorted(chosen), "{} {count}", cloud.id);
        }
    }
}

/// Clouds give the ids of what is gone again.
#[tokio::test(start_paused = true)]
async fn machine_with_the_id_of_one_that_is_gone_is_the_later_acts_and_takes_nothing_from_the_earlier() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for (nth, (earlier, later)) in
            [(false, false), (false, true), (true, false), (true, true)].into_iter().enumerate()
        {
            let buy = async |name: String, lost: bool| match lost {
                true => cloud.buy_struck(&name, 1, FaultKind::DropAfter).await,
                false => cloud.buy(&name, 1).await,
            };
            let name = format!("recycled-{nth}");
            let first = buy(name.clone(), earlier).await;
            let id = ids(&house.ends_as(&first.id, ActivityPhase::Done).await).remove(0);
            cloud.release(&id);
            tokio::time::sleep(std::time::Duration::from_secs(3600)).await;
            house.sandbox.world(&cloud.id, |world| world.reused_ids.push(id.clone())).unwrap();
            let second = buy(name.clone(), later).await;
            assert_eq!(cloud.ids(&name), [id.as_str()], "{}: the sandbox gives it again", cloud.id);
            let second = house.ends_as(&second.id, ActivityPhase::Done).await;
            assert_eq!(ids(&second), [id.as_str()], "{} {earlier} {later}", cloud.id);
            let first = house.activity(&first.id);
            assert_eq!((first.phase, ids(&first)), (ActivityPhase::Done, vec![id]), "{} {earlier} {later}", cloud.id);
        }
    }
}
