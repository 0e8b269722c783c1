//! Asking the cloud again, where it recognises a call by its token.

use chrono::TimeDelta;
use yundeck_app::records::activity::{Activity, ActivityPhase, Standing};
use yundeck_app::records::journal::{JournalAnswer, Step};
use yundeck_domain::ErrorKind;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::paused::PausedHouse;

use crate::{count, ids};

#[tokio::test(start_paused = true)]
async fn asking_again_answers_what_was_done_or_does_it_once() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for (name, kind) in [("asked-done", FaultKind::DropAfter), ("asked-never", FaultKind::DropBefore)] {
            let lost = cloud.buy_struck(name, 1, kind).await;
            assert_eq!(lost.can_ask_again, cloud.has_token(), "{} {name}", cloud.id);
            let asked = house.app.acts.ask_again(&lost.id).await;
            if !cloud.has_token() {
                assert_eq!(asked.unwrap_err().kind, ErrorKind::Unsupported, "{} {name}", cloud.id);
                continue;
            }
            assert_eq!(asked.unwrap().phase, ActivityPhase::Sending, "{} {name}", cloud.id);
            let end = house.ends_as(&lost.id, ActivityPhase::Done).await;
            assert_eq!((ids(&end), cloud.count(name)), (cloud.ids(name), 1), "{} {name}", cloud.id);
            assert!(!end.can_ask_again, "{} {name}", cloud.id);
            let answer = house.line(&lost.id).answer;
            assert!(matches!(answer, JournalAnswer::Accepted | JournalAnswer::Found), "{} {name}", cloud.id);
            assert_eq!(house.steps(&lost.id).iter().filter(|step| **step == Step::AskedAgain).count(), 1);
            let twice = house.app.acts.ask_again(&lost.id).await.unwrap_err();
            assert_eq!(twice.kind, ErrorKind::Unsupported, "{} {name}: it is known what became of it", cloud.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn asking_again_twice_at_once_does_it_once() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds().into_iter().filter(|cloud| cloud.has_token()) {
        let lost = cloud.buy_struck("at-once", 1, FaultKind::DropBefore).await;
        let acts = &house.app.acts;
        let (first, second) = tokio::join!(acts.ask_again(&lost.id), acts.ask_again(&lost.id));
        assert!(first.is_ok() || second.is_ok(), "{}", cloud.id);
        let end = house.ends_as(&lost.id, ActivityPhase::Done).await;
        assert_eq!((cloud.count("at-once"), count(&end, Standing::Done)), (1, 1), "{}", cloud.id);
        let asked = house.steps(&lost.id).into_iter().filter(|step| *step == Step::AskedAgain).count();
        assert_eq!(asked, 1, "{}: the second found it on its way", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn asking_again_without_answer_stays_unknown_and_is_looked_for() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds().into_iter().filter(|cloud| cloud.has_token()) {
        let lost = cloud.buy_struck("still", 1, FaultKind::DropBefore).await;
        cloud.strike_creation(FaultKind::DropAfter);
        house.app.acts.ask_again(&lost.id).await.unwrap();
        cloud.unanswered(&lost.id).await;
        house.sandbox.clear_faults();
        let end = house.ends_as(&lost.id, ActivityPhase::Done).await;
        assert_eq!((ids(&end), cloud.count("still")), (cloud.ids("still"), 1), "{}", cloud.id);
    }
}

/// A refusal at the second sending does not undo what the first may have done.
#[tokio::test(start_paused = true)]
async fn asking_again_and_being_refused_stays_unknown() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds().into_iter().filter(|cloud| cloud.has_token()) {
        let lost = cloud.buy_struck("refused", 1, FaultKind::DropAfter).await;
        // Nobody can look meanwhile.
        cloud.strike(cloud.job("list_instances"), FaultKind::DropBefore);
        cloud.strike_creation(FaultKind::Throttle);
        house.app.acts.ask_again(&lost.id).await.unwrap();
        let unanswered = cloud.unanswered(&lost.id).await;
        assert_eq!(unanswered.phase, ActivityPhase::OutcomeUnknown, "{}", cloud.id);
        house.sandbox.clear_faults();
        let end = house.ends_as(&lost.id, ActivityPhase::Done).await;
        assert_eq!((ids(&end), cloud.count("refused")), (cloud.ids("refused"), 1), "{}", cloud.id);
    }
}

/// Whoever looked before does not say anything any more, once the cloud has answered.
#[tokio::test(start_paused = true)]
async fn act_accepted_when_asked_again_is_not_called_not_applied_by_an_earlier_look() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds().into_iter().filter(|cloud| cloud.has_token()) {
        let lost = cloud.buy_struck("lagging", 1, FaultKind::DropBefore).await;
        tokio::time::sleep(std::time::Duration::from_secs(165)).await;
        let list = &cloud.job("list_instances").name;
        house.sandbox.inject(Fault::new(FaultKind::Behind).of(&cloud.id).on(list).times(0).millis(120_000));
        house.app.acts.ask_again(&lost.id).await.unwrap();
        let accepted = cloud.unanswered(&lost.id).await;
        assert_eq!(accepted.phase, ActivityPhase::Waiting, "{}", cloud.id);
        for _ in 0..60 {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            let now = house.activity(&lost.id);
            assert_eq!((now.phase, now.ended_at), (ActivityPhase::Waiting, None), "{}: lists lag", cloud.id);
        }
        house.ends_as(&lost.id, ActivityPhase::Done).await;
        house.sandbox.clear_faults();
    }
}

#[tokio::test(start_paused = true)]
async fn asking_again_after_the_tokens_lifetime_is_refused_and_sends_nothing() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds().into_iter().filter(|cloud| cloud.has_token()) {
        let lost = cloud.buy_struck("old", 1, FaultKind::DropBefore).await;
        let calls = cloud.calls(&cloud.create().name);
        let lifetime = TimeDelta::from_std(cloud.create().token_lifetime().unwrap()).unwrap();
        house.sandbox.advance(lifetime + TimeDelta::seconds(1));
        let refused = house.app.acts.ask_again(&lost.id).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::PlanExpired, "{}", cloud.id);
        assert_eq!((cloud.count("old"), cloud.calls(&cloud.create().name)), (0, calls), "{}", cloud.id);
        let end = house.ended(&lost.id).await;
        assert_ne!(end.phase, ActivityPhase::Done, "{}", cloud.id);
        house.sandbox.advance(-(lifetime + TimeDelta::seconds(1)));
    }
}

#[tokio::test(start_paused = true)]
async fn asking_again_after_a_restart_or_elsewhere_is_refused() {
    for id in ["tencent", "jdcloud"] {
        let mut house = PausedHouse::build().await;
        let lost = house.cloud(id).buy_struck("restart", 1, FaultKind::DropBefore).await;
        let moved = house.cloud(id).buy_struck("moved", 1, FaultKind::DropBefore).await;
        let calls = house.cloud(id).calls(&house.cloud(id).create().name);
        let secret = yundeck_app::ground::secrets::SecretInput {
            secret: yundeck_domain::Secret::new("another".to_owned()),
            session_token: None,
        };
        let account = house.cloud(id).account.clone();
        house.app.desk.rekey_account(&account, "another-key".to_owned(), secret).await.unwrap();
        let refused = house.app.acts.ask_again(&moved.id).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::PlanExpired, "{id}");
        house.restart().await;
        assert!(!house.activity(&lost.id).can_ask_again, "{id}");
        let refused = house.app.acts.ask_again(&lost.id).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Unsupported, "{id}: what was sent may have held secrets");
        assert_eq!(house.cloud(id).calls(&house.cloud(id).create().name), calls, "{id}: nothing was sent");
    }
}

/// The cloud's answer names a machine that an equal order had only found, and is watching or has called done.
#[tokio::test(start_paused = true)]
async fn machine_that_was_only_found_is_taken_back_by_the_act_that_it_is_answered_for() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds().into_iter().filter(|cloud| cloud.has_token()) {
        for (name, done) in [("taken-done", true), ("taken-found", false)] {
            let never = cloud.buy_struck(name, 1, FaultKind::DropBefore).await;
            let made = cloud.buy_struck(name, 1, FaultKind::DropAfter).await;
            let machine = cloud.ids(name);
            let phases = if done { [ActivityPhase::Done; 2] } else { [ActivityPhase::Waiting, ActivityPhase::Done] };
            let found = |it: &Activity| phases.contains(&it.phase) && ids(it) == machine;
            house.until(&never.id, "found", found).await;
            assert_eq!(house.activity(&made.id).phase, ActivityPhase::OutcomeUnknown, "{} {name}", cloud.id);
            house.app.acts.ask_again(&made.id).await.unwrap();
            let done = house.ends_as(&made.id, ActivityPhase::Done).await;
            assert_eq!(ids(&done), machine, "{} {name}", cloud.id);
            let robbed = house.ended(&never.id).await;
            assert!(robbed.resources.is_empty(), "{} {name}: {:?}", cloud.id, robbed.resources);
            let unknown = matches!(robbed.phase, ActivityPhase::OutcomeUnknown | ActivityPhase::NotApplied);
            assert!(unknown, "{} {name}: {:?}", cloud.id, robbed.phase);
            assert!(house.steps(&never.id).contains(&Step::TakenBack), "{} {name}", cloud.id);
            assert_eq!(cloud.count(name), 1, "{} {name}", cloud.id);
        }
    }
}
