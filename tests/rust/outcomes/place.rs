//! Where an act goes, and where what it makes is looked for.

use serde_json::{Value, json};
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::journal::{JournalOutcome, Step};
use yundeck_app::records::plan::Confirmed;
use yundeck_domain::{ErrorKind, Secret};
use yundeck_sandbox::FaultKind;
use yundeck_sandbox::verify::Key;
use yundeck_tests::paused::{PausedCloud, PausedHouse};

use crate::ids;

/// Places within a region that an order can name, beside the one that it goes to by itself.
fn elsewhere(cloud: &PausedCloud<'_>) -> Vec<(&'static str, Value)> {
    let extra = &cloud.endpoint.sample.extra;
    match cloud.id.as_str() {
        "tencent" => vec![("/Placement/ProjectId", json!(1045))],
        "kingsoft" => vec![("/ProjectId", json!(1001))],
        "ucloudstack" => vec![
            ("/ProjectID", json!(extra["project_id"])),
            ("/CompanyID", json!(extra["other_company_id"].parse::<i64>().unwrap())),
        ],
        _ => vec![],
    }
}

fn put(cloud: &PausedCloud<'_>, name: &str, pointer: &str, value: &Value) -> Value {
    let mut order = cloud.order(name, 1);
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    order.pointer_mut(parent).unwrap()[member] = value.clone();
    order
}

#[tokio::test(start_paused = true)]
async fn create_in_another_project_is_done_and_in_the_table() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for (nth, (pointer, value)) in elsewhere(&cloud).into_iter().enumerate() {
            let name = format!("told-{nth}");
            let activity = cloud.buy_order(&put(&cloud, &name, pointer, &value)).await;
            let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
            assert_eq!(ids(&end), cloud.ids(&name), "{} {pointer}", cloud.id);
            if pointer == "/CompanyID" {
                // An account's table is of its own tenant.
                continue;
            }
            house.app.reads.refresh_inventory().await.unwrap();
            let key = cloud.key(&ids(&end)[0]);
            assert!(house.app.reads.instance(&key).is_some(), "{} {pointer}: in the table", cloud.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn create_without_answer_in_another_project_is_found() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for (nth, (pointer, value)) in elsewhere(&cloud).into_iter().enumerate() {
            let name = format!("lost-{nth}");
            cloud.strike_creation(FaultKind::DropAfter);
            let activity = cloud.buy_order(&put(&cloud, &name, pointer, &value)).await;
            cloud.unanswered(&activity.id).await;
            house.sandbox.clear_faults();
            let end = house.ends_as(&activity.id, ActivityPhase::Done).await;
            assert_eq!(ids(&end), cloud.ids(&name), "{} {pointer}", cloud.id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn create_that_never_arrived_in_another_project_takes_no_machine_of_this_one() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        for (nth, (pointer, value)) in elsewhere(&cloud).into_iter().enumerate() {
            let name = format!("twin-{nth}");
            cloud.strike_creation(FaultKind::DropBefore);
            let activity = cloud.buy_order(&put(&cloud, &name, pointer, &value)).await;
            cloud.unanswered(&activity.id).await;
            house.sandbox.clear_faults();
            let end = house.ended(&activity.id).await;
            assert_ne!(end.phase, ActivityPhase::Done, "{} {pointer}", cloud.id);
        }
    }
}

fn secret(text: &str) -> SecretInput {
    SecretInput { secret: Secret::new(text.to_owned()), session_token: None }
}

/// Gives the account the key of another account of the vendor.
async fn rekey(house: &PausedHouse, cloud: &PausedCloud<'_>) {
    let other = Key { id: format!("{}x", cloud.endpoint.key.id), ..cloud.endpoint.key.clone() };
    house.sandbox.set_keys(&cloud.id, vec![cloud.endpoint.key.clone(), other.clone()]);
    house.app.desk.rekey_account(&cloud.account, other.id, secret(&other.secret)).await.unwrap();
}

/// Points the account to another address.
async fn readdress(house: &PausedHouse, cloud: &PausedCloud<'_>, endpoint: &str) {
    let accounts = house.app.desk.accounts().await.unwrap();
    let account = accounts.into_iter().find(|view| view.account.id == cloud.account).unwrap().account;
    let draft = AccountDraft {
        cloud: account.cloud,
        label: account.label,
        access_key_id: account.access_key_id,
        regions: account.regions,
        endpoint: Some(endpoint.to_owned()),
        ca_file: None,
        signing: None,
        owner_id: account.owner_id,
        proxy: None,
        keep_for_session: true,
        ..AccountDraft::default()
    };
    let key = secret(&cloud.endpoint.key.secret);
    house.app.desk.move_account(&cloud.account, draft, key).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn look_with_another_key_or_address_tells_nothing() {
    for readdressed in [false, true] {
        let house = PausedHouse::build().await;
        for cloud in house.clouds() {
            let lost = cloud.buy_struck("moved", 1, FaultKind::DropAfter).await;
            if readdressed {
                readdress(&house, &cloud, "http://127.0.0.1:9").await;
            } else {
                rekey(&house, &cloud).await;
            }
            // The other account does not have it.
            cloud.release(&cloud.ids("moved")[0]);
            for _ in 0..2 {
                let end = house.ends_as(&lost.id, ActivityPhase::OutcomeUnknown).await;
                let words = end.error.unwrap().words.unwrap();
                assert!(words.en.contains("another key or address"), "{}: {}", cloud.id, words.en);
                assert_eq!(house.line(&lost.id).outcome, JournalOutcome::Unknown, "{}", cloud.id);
                house.app.acts.recheck_activity(&lost.id).unwrap();
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn accepted_act_is_not_called_gone_by_a_look_with_another_key() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let activity = cloud.buy("accepted", 1).await;
        house.until(&activity.id, "accepted", |it| it.phase == ActivityPhase::Waiting).await;
        rekey(&house, &cloud).await;
        cloud.release(&cloud.ids("accepted")[0]);
        let end = house.ended(&activity.id).await;
        assert_eq!(end.phase, ActivityPhase::Waiting, "{}: {:?}", cloud.id, end.error);
        assert_eq!(house.line(&activity.id).outcome, JournalOutcome::Accepted, "{}", cloud.id);
    }
}

#[tokio::test(start_paused = true)]
async fn plan_after_a_new_key_or_address_is_expired_and_nothing_is_sent() {
    for readdressed in [false, true] {
        let house = PausedHouse::build().await;
        for cloud in house.clouds() {
            let plan = cloud.plan(&cloud.order("elsewhere", 1)).await;
            if readdressed {
                readdress(&house, &cloud, &cloud.endpoint.url.replace("127.0.0.1", "127.0.0.2")).await;
            } else {
                rekey(&house, &cloud).await;
            }
            let refused = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap_err();
            assert_eq!(refused.kind, ErrorKind::PlanExpired, "{}", cloud.id);
            assert_eq!((cloud.count("elsewhere"), cloud.calls(&cloud.create().name)), (0, 0), "{}", cloud.id);
            assert_eq!(house.line(&plan.id).outcome, JournalOutcome::NotSent, "{}", cloud.id);
            assert_eq!(house.steps(&plan.id), [Step::Confirmed, Step::Settled], "{}: what was confirmed", cloud.id);
        }
    }
}

/// Late arrivals of another world are nobody's.
#[tokio::test(start_paused = true)]
async fn machine_in_the_account_of_another_key_resembles_no_order() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let lost = cloud.buy_struck("world", 1, FaultKind::DropBefore).await;
        house.ends_as(&lost.id, ActivityPhase::NotApplied).await;
        rekey(&house, &cloud).await;
        cloud.make_elsewhere(cloud.order("world", 1)).await;
        assert_eq!(cloud.count("world"), 1, "{}", cloud.id);
        house.app.reads.refresh_inventory().await.unwrap();
        let resembling = house.activity(&lost.id).resembling;
        assert!(resembling.is_empty(), "{}: {resembling:?}", cloud.id);
    }
}
