//! What the next start does about what the last one left.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::ground::trouble::TroubleKind;
use yundeck_app::records::activity::{ActivityPhase, Standing};
use yundeck_app::records::journal::{JournalAnswer, JournalOutcome, JournalReached, Step};
use yundeck_app::records::unreadable::Unreadable;
use yundeck_domain::{ErrorKind, InstanceAction, InstanceState};
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::paused::PausedHouse;

use crate::{count, ids};

fn clouds() -> Vec<String> {
    yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec().id.clone()).collect()
}

#[tokio::test(start_paused = true)]
async fn create_that_never_arrived_does_not_take_a_machine_made_days_later() {
    for id in clouds() {
        let mut house = PausedHouse::build().await;
        let lost = house.cloud(&id).buy_struck("monday", 1, FaultKind::DropBefore).await;
        house.crash().await;
        house.sandbox.advance(TimeDelta::days(3));
        let order = house.cloud(&id).order("monday", 1);
        let made = house.cloud(&id).make_elsewhere(order).await;
        assert_eq!(made.len(), 1, "{id}");
        house.open_again().await;
        house.app.acts.resume().unwrap();
        let end = house.ends_as(&lost.id, ActivityPhase::OutcomeUnknown).await;
        assert!(end.resources.is_empty(), "{id}: {:?}", end.resources);
        assert_eq!(house.line(&lost.id).answer, JournalAnswer::Unknown, "{id}");
    }
}

#[tokio::test(start_paused = true)]
async fn create_looked_for_days_later_in_vain_stays_unknown() {
    for id in clouds() {
        let mut house = PausedHouse::build().await;
        let lost = house.cloud(&id).buy_struck("released", 1, FaultKind::DropAfter).await;
        house.crash().await;
        let made = house.cloud(&id).ids("released");
        assert_eq!(made.len(), 1, "{id}");
        house.cloud(&id).release(&made[0]);
        house.sandbox.advance(TimeDelta::days(3));
        house.open_again().await;
        house.app.acts.resume().unwrap();
        let end = house.ends_as(&lost.id, ActivityPhase::OutcomeUnknown).await;
        assert_eq!(house.line(&lost.id).outcome, JournalOutcome::Unknown, "{id}");
        let words = end.error.unwrap().words.unwrap();
        assert!(words.en.contains("too long afterwards"), "{id}: {}", words.en);
        // Looking again, still later, tells no more.
        house.app.acts.recheck_activity(&lost.id).unwrap();
        house.ends_as(&lost.id, ActivityPhase::OutcomeUnknown).await;
    }
}

#[tokio::test(start_paused = true)]
async fn create_that_was_accepted_is_taken_up_and_ends_as_what_it_came_to() {
    for id in clouds() {
        for breaks in [true, false] {
            let mut house = PausedHouse::build().await;
            let activity = house.cloud(&id).buy("accepted", 1).await;
            house.until(&activity.id, "accepted", |it| it.phase == ActivityPhase::Waiting).await;
            house.crash().await;
            if breaks {
                let made = house.cloud(&id).ids("accepted").remove(0);
                house.sandbox.world(&id, |world| world.break_instance(&made, TimeDelta::seconds(1))).unwrap();
            }
            house.open_again().await;
            assert_eq!(house.activity(&activity.id).phase, ActivityPhase::Waiting, "{id}: shown before anything else");
            house.app.acts.resume().unwrap();
            let end = house.ended(&activity.id).await;
            let (phase, reached) = match breaks {
                true => (ActivityPhase::Failed, JournalReached::Broken),
                false => (ActivityPhase::Done, JournalReached::Reached),
            };
            let line = house.line(&activity.id);
            assert_eq!((end.phase, line.reached), (phase, reached), "{id}: {:?}", end.resources);
            assert_eq!(line.answer, JournalAnswer::Accepted, "{id}");
            assert_eq!(house.cloud(&id).calls(&house.cloud(&id).create().name), 1, "{id}: nothing is sent again");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn create_of_several_keeps_what_is_known_of_each_across_a_restart() {
    for id in clouds().into_iter().filter(|id| id != "ucloudstack") {
        let mut house = PausedHouse::build().await;
        house.sandbox.inject(Fault::new(FaultKind::Broken).of(&id).count(1).millis(500));
        let activity = house.cloud(&id).buy("several", 3).await;
        house.until(&activity.id, "broken in part", |it| count(it, Standing::Broken) == 1).await;
        house.restart().await;
        assert_eq!(count(&house.activity(&activity.id), Standing::Broken), 1, "{id}");
        house.app.acts.resume().unwrap();
        let end = house.ends_as(&activity.id, ActivityPhase::Partly).await;
        assert_eq!((count(&end, Standing::Done), count(&end, Standing::Broken)), (2, 1), "{id}");
    }
}

#[tokio::test(start_paused = true)]
async fn crash_between_line_and_answer_is_looked_for_and_sends_nothing_again() {
    for id in clouds() {
        for arrives in [true, false] {
            let mut house = PausedHouse::build().await;
            let create = house.cloud(&id).create().name.clone();
            let kind = if arrives { FaultKind::HoldAfter } else { FaultKind::DropBefore };
            house.sandbox.inject(Fault::new(kind).of(&id).on(&create).times(0));
            let plan = house.cloud(&id).plan(&house.cloud(&id).order("crash", 1)).await;
            let activity = house.cloud(&id).apply(&plan).await.unwrap();
            assert_eq!(activity.phase, ActivityPhase::Sending, "{id}");
            tokio::time::sleep(Duration::from_millis(50)).await;
            house.crash().await;
            house.sandbox.clear_faults();
            let sent = house.cloud(&id).calls(&create);
            house.open_again().await;
            let shown = house.activity(&activity.id);
            assert_eq!((shown.phase, shown.ended_at), (ActivityPhase::OutcomeUnknown, None), "{id}");
            let again = house.cloud(&id).plan(&house.cloud(&id).order("crash", 1)).await;
            assert!(again.repeats.is_some(), "{id}: the same order is warned of across a restart");
            house.app.acts.resume().unwrap();
            let phase = if arrives { ActivityPhase::Done } else { ActivityPhase::NotApplied };
            let end = house.ends_as(&activity.id, phase).await;
            assert_eq!(ids(&end), house.cloud(&id).ids("crash"), "{id}");
            assert_eq!(house.cloud(&id).calls(&create), sent, "{id}: nothing is sent again");
            let same = house.app.acts.apply_plan(&activity.id, &Default::default()).await.unwrap();
            assert_eq!(same.id, activity.id, "{id}: the plan is used up");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn claims_of_an_earlier_session_hold_in_the_next() {
    for id in clouds() {
        let mut house = PausedHouse::build().await;
        let first = house.cloud(&id).buy("claimed", 1).await;
        house.ends_as(&first.id, ActivityPhase::Done).await;
        let second = house.cloud(&id).buy_struck("claimed", 1, FaultKind::DropBefore).await;
        house.restart().await;
        house.app.acts.resume().unwrap();
        let end = house.ended(&second.id).await;
        assert_ne!(end.phase, ActivityPhase::Done, "{id}: the machine is the first act's");
        assert!(end.resources.is_empty(), "{id}");
    }
}

#[tokio::test(start_paused = true)]
async fn reboot_looked_for_in_vain_is_told_once() {
    for id in clouds() {
        let mut house = PausedHouse::build().await;
        let key = house.cloud(&id).instances(InstanceState::Running).await.remove(0);
        let reboot = InstanceAction::Reboot;
        let plan = house.app.acts.plan_action(reboot, &[key]).await.unwrap().remove(0);
        house.cloud(&id).strike(house.cloud(&id).job("reboot_instance"), FaultKind::DropBefore);
        let activity = house.cloud(&id).apply(&plan).await.unwrap();
        house.cloud(&id).unanswered(&activity.id).await;
        house.sandbox.clear_faults();
        house.ends_as(&activity.id, ActivityPhase::OutcomeUnknown).await;
        let steps = house.steps(&activity.id);
        let list = house.cloud(&id).job("list_instances").name.clone();
        for _ in 0..2 {
            house.restart().await;
            house.app.acts.resume().unwrap();
            let calls = house.cloud(&id).calls(&list);
            tokio::time::sleep(Duration::from_secs(600)).await;
            let open = house.app.acts.activities().into_iter().any(|it| !it.cleared && it.id == activity.id);
            assert!(!open, "{id}: it was told already");
            assert_eq!(house.steps(&activity.id), steps, "{id}");
            assert_eq!(house.cloud(&id).calls(&list), calls, "{id}: nobody looks for it any more");
            assert_eq!(house.line(&activity.id).outcome, JournalOutcome::Unknown, "{id}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn act_looked_for_again_after_not_applied_is_unknown_on_disk_meanwhile() {
    for id in clouds() {
        let mut house = PausedHouse::build().await;
        let activity = house.cloud(&id).buy_struck("once-more", 1, FaultKind::DropBefore).await;
        house.ends_as(&activity.id, ActivityPhase::NotApplied).await;
        assert_eq!(house.line(&activity.id).outcome, JournalOutcome::NotApplied, "{id}");
        house.app.acts.recheck_activity(&activity.id).unwrap();
        assert_eq!(house.line(&activity.id).outcome, JournalOutcome::Unknown, "{id}");
        house.restart().await;
        let shown = house.activity(&activity.id);
        assert_eq!((shown.phase, shown.ended_at), (ActivityPhase::OutcomeUnknown, None), "{id}: not forgotten");
        house.app.acts.resume().unwrap();
        house.ended(&activity.id).await;
        // Looked at again without a crash, it is as not applied as it was.
        let other = house.cloud(&id).buy_struck("once-again", 1, FaultKind::DropBefore).await;
        house.ends_as(&other.id, ActivityPhase::NotApplied).await;
        house.app.acts.recheck_activity(&other.id).unwrap();
        house.ends_as(&other.id, ActivityPhase::NotApplied).await;
    }
}

#[tokio::test(start_paused = true)]
async fn line_that_cannot_be_written_keeps_no_other_from_being_taken_up() {
    for id in clouds() {
        let mut house = PausedHouse::build().await;
        let mut acts = Vec::new();
        for name in ["open-a", "open-b", "open-c"] {
            acts.push(house.cloud(&id).buy_struck(name, 1, FaultKind::DropAfter).await.id.clone());
        }
        house.crash().await;
        let first = acts[0].clone();
        house.with_database(|db| {
            // As if the application had ended before it knew.
            db.execute("UPDATE journal SET answer = 'sent', outcome = 'sent', reached = 'open', resources = '[]'", [])
                .unwrap();
            db.execute_batch(&format!(
                "CREATE TRIGGER raises BEFORE UPDATE ON journal WHEN NEW.id = '{first}'
                 BEGIN SELECT RAISE(ABORT, 'the disk is full'); END;"
            ))
            .unwrap();
        });
        house.open_again().await;
        house.app.acts.resume().unwrap();
        for act in &acts[1..] {
            house.ends_as(act, ActivityPhase::Done).await;
        }
        // The act itself is known in the window, whatever could be written.
        house.ends_as(&first, ActivityPhase::Done).await;
        assert_eq!(house.line(&first).outcome, JournalOutcome::Sent, "{id}: it says what it said before");
    }
}

#[tokio::test(start_paused = true)]
async fn plan_applied_before_resume_is_not_taken_for_a_leftover() {
    for id in clouds() {
        let mut house = PausedHouse::build().await;
        house.restart().await;
        let create = house.cloud(&id).create().name.clone();
        house.sandbox.inject(Fault::new(FaultKind::HoldAfter).of(&id).on(&create));
        let activity = house.cloud(&id).buy("early", 1).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        house.app.acts.resume().unwrap();
        assert_eq!(house.activity(&activity.id).phase, ActivityPhase::Sending, "{id}");
        house.sandbox.clear_faults();
        house.ends_as(&activity.id, ActivityPhase::Done).await;
        assert!(!house.steps(&activity.id).contains(&Step::Unanswered), "{id}");
    }
}

#[tokio::test(start_paused = true)]
async fn account_with_an_act_without_outcome_is_removed_only_anyway() {
    for id in clouds() {
        let house = PausedHouse::build().await;
        let cloud = house.cloud(&id);
        let activity = cloud.buy_struck("gone", 1, FaultKind::DropAfter).await;
        let refused = house.app.desk.remove_account(&cloud.account, false).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Conflict, "{id}");
        assert!(refused.words.is_some(), "{id}");
        house.app.desk.remove_account(&cloud.account, true).await.unwrap();
        let end = house.ended(&activity.id).await;
        assert_eq!(end.phase, ActivityPhase::OutcomeUnknown, "{id}: it can never be told");
        assert_eq!(house.line(&activity.id).outcome, JournalOutcome::Unknown, "{id}: its line stays");
    }
}

#[tokio::test(start_paused = true)]
async fn account_and_draft_of_another_version_are_shown_as_such_and_their_acts_stay_unknown() {
    for id in clouds() {
        let mut house = PausedHouse::build().await;
        let account = house.cloud(&id).account.clone();
        let lost = house.cloud(&id).buy_struck("strange", 1, FaultKind::DropAfter).await;
        house.crash().await;
        let stored: String = house.with_database(|db| {
            let column = |sql: &str| db.query_row(sql, [&account], |row| row.get::<_, String>(0)).unwrap();
            let body = column("SELECT body FROM accounts WHERE id = ?1").replacen('{', r#"{"signing":"quantum","#, 1);
            db.execute("UPDATE accounts SET body = ?2 WHERE id = ?1", [&account, &body]).unwrap();
            db.execute("INSERT INTO drafts VALUES ('d-1', '2026-01-01', '{\"title\":\"two for the shop\"}')", [])
                .unwrap();
            body
        });
        house.open_again().await;
        house.app.acts.resume().unwrap();
        let end = house.ends_as(&lost.id, ActivityPhase::OutcomeUnknown).await;
        assert_eq!(house.line(&end.id).outcome, JournalOutcome::Unknown, "{id}");

        let desk = &house.app.desk;
        assert!(desk.accounts().await.unwrap().iter().all(|view| view.account.id != account), "{id}");
        let strange = Unreadable { id: account.clone(), label: Some(id.clone()), cloud: Some(id.clone()) };
        assert_eq!(desk.unreadable_accounts().unwrap(), [strange], "{id}");
        let draft = Unreadable { id: "d-1".into(), label: Some("two for the shop".into()), cloud: None };
        assert_eq!((desk.drafts().unwrap().len(), desk.unreadable_drafts().unwrap()), (0, vec![draft]));
        let body: String = house.with_database(|db| {
            db.query_row("SELECT body FROM accounts WHERE id = ?1", [&account], |row| row.get(0)).unwrap()
        });
        assert_eq!(body, stored, "{id}: kept as it was");
        let used = house.app.reads.call_operation(&account, "", "DescribeRegions", &json!({})).await.unwrap_err();
        assert_eq!((used.kind, used.words.is_some()), (ErrorKind::Unsupported, true), "{id}: {used:?}");

        // There is no keychain here; its secret is one of this session.
        let secret = SecretInput { secret: yundeck_domain::Secret::new("s".to_owned()), session_token: None };
        house.app.secrets.keep(&account, secret, "anywhere", true).await.unwrap();
        assert_eq!(desk.remove_account(&account, false).await.unwrap_err().kind, ErrorKind::Conflict, "{id}");
        desk.remove_account(&account, true).await.unwrap();
        desk.delete_draft("d-1").unwrap();
        assert!(desk.unreadable_accounts().unwrap().is_empty() && desk.unreadable_drafts().unwrap().is_empty());
        assert_eq!(house.line(&lost.id).outcome, JournalOutcome::Unknown, "{id}: its line stays");
    }
}

#[tokio::test(start_paused = true)]
async fn account_with_settled_acts_alone_is_removed() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let activity = cloud.buy("done", 1).await;
        house.ends_as(&activity.id, ActivityPhase::Done).await;
        house.app.desk.remove_account(&cloud.account, false).await.unwrap();
        assert_eq!(house.line(&activity.id).outcome, JournalOutcome::Done, "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn second_process_in_the_folder_does_not_open_and_touches_no_line() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        house.sandbox.inject(Fault::new(FaultKind::HoldAfter).of(&cloud.id).on(&cloud.create().name));
        let activity = cloud.buy("held", 1).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        let second = yundeck_app::App::open(house.options()).err().unwrap();
        assert_eq!(second.kind, TroubleKind::InUse, "{}", cloud.id);
        assert_eq!(house.line(&activity.id).outcome, JournalOutcome::Sent, "{}", cloud.id);
        house.sandbox.clear_faults();
        house.ends_as(&activity.id, ActivityPhase::Done).await;
    }
}

#[tokio::test(start_paused = true)]
async fn resume_twice_is_resume_once() {
    for id in clouds() {
        let mut house = PausedHouse::build().await;
        let lost = house.cloud(&id).buy_struck("resumed", 1, FaultKind::DropAfter).await;
        house.restart().await;
        house.app.acts.resume().unwrap();
        tokio::time::sleep(Duration::from_millis(900)).await;
        house.app.acts.resume().unwrap();
        house.ends_as(&lost.id, ActivityPhase::Done).await;
        let found = house.steps(&lost.id).into_iter().filter(|step| *step == Step::Found).count();
        assert_eq!(found, 1, "{id}: {:?}", house.steps(&lost.id));
    }
}
