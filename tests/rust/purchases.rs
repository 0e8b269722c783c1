//! Buying when things go wrong: nothing is bought twice, and an unknown outcome is never called a failure.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::Duration;

use yundeck_app::App;
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::records::journal::{JournalFilter, JournalOutcome, JournalPage};
use yundeck_app::records::plan::Confirmed;
use yundeck_domain::ErrorKind;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::life::Life;
use yundeck_tests::orders::order;
use yundeck_tests::{House, seats, settled};

fn clouds() -> Vec<String> {
    yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec().id.clone()).collect()
}

fn create_operation(cloud: &str) -> String {
    let spec = yundeck_clouds::REGISTRY.iter().map(|entry| entry.adapter.spec()).find(|spec| spec.id == cloud).unwrap();
    spec.jobs["create_instance"].clone()
}

fn slow_answer(house: &House, cloud: &str) {
    inject(house, cloud, FaultKind::LatencyAfter, 1, 5000);
}

fn fault(house: &House, cloud: &str, kind: FaultKind, times: u32) {
    inject(house, cloud, kind, times, 0);
}

fn inject(house: &House, cloud: &str, kind: FaultKind, times: u32, millis: u64) {
    house.sandbox.inject(Fault {
        cloud: Some(cloud.to_owned()),
        operation: Some(create_operation(cloud)),
        times,
        millis,
        ..Fault::new(kind)
    });
}

/// How many instances of that name the sandbox has.
fn bought(house: &House, cloud: &str, name: &str) -> usize {
    house.sandbox.world(cloud, |world| world.instances.iter().filter(|instance| instance.name == name).count()).unwrap()
}

async fn buy(house: &House, cloud: &str, name: &str) -> Activity {
    let endpoint = house.sandbox.endpoint(cloud).unwrap();
    let account = &house.account(cloud).account;
    let plan = house.app.acts.plan_create(&account.id, &account.regions[0], &order(endpoint, name, 1)).await.unwrap();
    house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap()
}

fn journal(app: &App) -> JournalPage {
    app.journal.page(&JournalFilter::default(), 0, 100).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_runs_on_every_cloud() {
    let house = House::build(None).await;
    for cloud in clouds() {
        let activity = buy(&house, &cloud, "web").await;
        let done = settled(&house, &house.app, &activity.id, &[ActivityPhase::Done, ActivityPhase::Failed]).await;
        assert_eq!(done.phase, ActivityPhase::Done, "{cloud}: {:?}", done.error);
        assert_eq!((done.resources.len(), bought(&house, &cloud, "web")), (1, 1), "{cloud}");
        assert!(done.request_id.is_some(), "{cloud}");
    }
    assert!(journal(&house.app).entries.iter().all(|entry| entry.outcome == JournalOutcome::Done));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_is_looked_for_and_nothing_is_bought_twice() {
    let house = House::build(None).await;
    for cloud in clouds() {
        for (kind, name) in [(FaultKind::DropAfter, "lost"), (FaultKind::Malformed, "garbled")] {
            fault(&house, &cloud, kind, 1);
            let activity = buy(&house, &cloud, name).await;
            let done = settled(&house, &house.app, &activity.id, &[ActivityPhase::Done, ActivityPhase::Failed]).await;
            assert_eq!(done.phase, ActivityPhase::Done, "{cloud} {name}: {:?}", done.error);
            assert_eq!(bought(&house, &cloud, name), 1, "{cloud} {name}");
            let view = yundeck_app::registers::inventory::view::InventoryView {
                search: name.to_owned(),
                ..Default::default()
            };
            let shown = house.app.reads.inventory_page(view, 0, 10).rows.into_iter().filter(|row| row.cloud == cloud);
            assert_eq!(shown.count(), 1, "{cloud} {name}: what was found is in the table");
            let entry = journal(&house.app).entries.into_iter().find(|entry| entry.id == activity.id).unwrap();
            assert_eq!((entry.outcome, entry.resources.len()), (JournalOutcome::Done, 1), "{cloud} {name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_never_arrived_is_not_called_a_failure_before_it_was_looked_for() {
    let house = House::build(None).await;
    for cloud in clouds() {
        // Every attempt that a token allows is lost as well.
        fault(&house, &cloud, FaultKind::DropBefore, 10);
        let activity = buy(&house, &cloud, "never").await;
        let unknown =
            settled(&house, &house.app, &activity.id, &[ActivityPhase::OutcomeUnknown, ActivityPhase::Failed]).await;
        assert_eq!(unknown.phase, ActivityPhase::OutcomeUnknown, "{cloud}: {:?}", unknown.error);
        let end = settled(
            &house,
            &house.app,
            &activity.id,
            &[ActivityPhase::NotApplied, ActivityPhase::Failed, ActivityPhase::Done],
        )
        .await;
        assert_eq!(end.phase, ActivityPhase::NotApplied, "{cloud}");
        assert_eq!(bought(&house, &cloud, "never"), 0, "{cloud}");
        house.sandbox.clear_faults();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_clicks_buy_once() {
    let house = House::build(None).await;
    for cloud in clouds() {
        let endpoint = house.sandbox.endpoint(&cloud).unwrap();
        let account = &house.account(&cloud).account;
        let plan =
            house.app.acts.plan_create(&account.id, &account.regions[0], &order(endpoint, "twice", 1)).await.unwrap();
        let confirmed = Confirmed::default();
        let (first, second) = tokio::join!(
            house.app.acts.apply_plan(&plan.id, &confirmed),
            house.app.acts.apply_plan(&plan.id, &confirmed)
        );
        let answers = [first, second];
        assert!(answers.iter().any(Result::is_ok), "{cloud}");
        for refused in answers.into_iter().filter_map(Result::err) {
            assert_eq!(refused.kind, ErrorKind::PlanExpired, "{cloud}");
        }
        settled(&house, &house.app, &plan.id, &[ActivityPhase::Done]).await;
        // A third click, after everything, is the same activity and sends nothing.
        assert_eq!(house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap().id, plan.id);
        assert_eq!(bought(&house, &cloud, "twice"), 1, "{cloud}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_moved_stops_the_purchase() {
    let house = House::build(None).await;
    for cloud in clouds() {
        let endpoint = house.sandbox.endpoint(&cloud).unwrap();
        let account = &house.account(&cloud).account;
        let plan =
            house.app.acts.plan_create(&account.id, &account.regions[0], &order(endpoint, "moved", 1)).await.unwrap();
        if plan.quote.is_none() {
            assert!(plan.no_quote.is_some(), "{cloud}: neither a price nor a reason");
            continue;
        }
        house.sandbox.world(&cloud, |world| world.prices.vcpu_hour += world.prices.gpu_hour).unwrap();
        let refused = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::PlanExpired, "{cloud}");
        assert_eq!(bought(&house, &cloud, "moved"), 0, "{cloud}");
        let line = journal(&house.app).entries.into_iter().find(|entry| entry.id == plan.id).unwrap();
        assert_eq!((line.outcome, line.resources.len()), (JournalOutcome::NotSent, 0), "{cloud}: the line says so");
    }
}

#[test]
fn a_restart_looks_for_what_was_sent_and_buys_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let outside = tokio::runtime::Runtime::new().unwrap();
    let house = outside.block_on(House::build(None));
    for cloud in clouds() {
        let name = "restart";
        // The cloud does it at once, and its answer is not there yet when the application ends.
        slow_answer(&house, &cloud);
        let life = Life::begin(folder.path());
        let activity = life.run(async {
            let accounts = life.app.desk.adopt_sandbox(seats(&house.sandbox)).await.unwrap();
            let endpoint = house.sandbox.endpoint(&cloud).unwrap();
            let account = &accounts.iter().find(|view| view.account.cloud == cloud).unwrap().account;
            let plan =
                life.app.acts.plan_create(&account.id, &account.regions[0], &order(endpoint, name, 1)).await.unwrap();
            let activity = life.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
            while bought(&house, &cloud, name) == 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            activity
        });
        life.end();
        let next = Life::begin(folder.path());
        next.run(async {
            next.app.desk.adopt_sandbox(seats(&house.sandbox)).await.unwrap();
            next.app.acts.resume().unwrap();
            settled(&house, &next.app, &activity.id, &[ActivityPhase::Done]).await;
            assert_eq!(bought(&house, &cloud, name), 1, "{cloud}");
            let refused = next.app.acts.apply_plan(&activity.id, &Confirmed::default()).await;
            assert!(refused.is_ok_and(|same| same.id == activity.id), "{cloud}: the plan is used up");
        });
        next.end();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_the_journal_or_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::build(Some(folder.path().to_owned())).await;
    let mut planted: Vec<String> =
        house.sandbox.endpoints().iter().map(|endpoint| endpoint.key.secret.clone()).collect();
    planted.extend(["Planted-Secret-9", "PlantedSecret9"].map(str::to_owned));
    for cloud in clouds() {
        let activity = buy(&house, &cloud, "secrets").await;
        settled(&house, &house.app, &activity.id, &[ActivityPhase::Done]).await;
    }
    let shown = serde_json::to_string(&journal(&house.app)).unwrap()
        + &serde_json::to_string(&house.app.acts.activities()).unwrap();
    let files: Vec<Vec<u8>> = std::fs::read_dir(folder.path())
        .unwrap()
        .flatten()
        .filter_map(|entry| std::fs::read(entry.path()).ok())
        .collect();
    assert!(!files.is_empty());
    for secret in planted {
        assert!(!shown.contains(&secret), "shown");
        assert!(files.iter().all(|bytes| !contains(bytes, secret.as_bytes())), "stored");
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// A code that stands in no cloud's table.
fn novel(cloud: &str) -> String {
    if cloud == "ucloudstack" { "9999".to_owned() } else { "NeverHeardOf".to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn purchase_answered_with_unknown_code_is_looked_for_and_not_called_failed() {
    let house = House::build(None).await;
    for cloud in clouds() {
        for (name, code, status) in [("novel", novel(&cloud), 200), ("odd", novel(&cloud), 400)] {
            house.sandbox.inject(Fault {
                code: Some(code),
                status: Some(status),
                message: Some("well".to_owned()),
                ..Fault::new(FaultKind::Refuse).of(&cloud).on(&create_operation(&cloud)).times(3)
            });
            let activity = buy(&house, &cloud, name).await;
            let ends = [ActivityPhase::OutcomeUnknown, ActivityPhase::Failed, ActivityPhase::Done];
            let seen = settled(&house, &house.app, &activity.id, &ends).await;
            assert_eq!(seen.phase, ActivityPhase::OutcomeUnknown, "{cloud} {status}: {:?}", seen.error);
            house.sandbox.clear_faults();
        }
    }
    assert!(journal(&house.app).entries.iter().all(|entry| entry.outcome != JournalOutcome::Failed));
}

#[tokio::test(flavor = "multi_thread")]
async fn read_of_a_service_that_is_away_for_a_moment_is_tried_again() {
    let house = House::build(None).await;
    let account = house.account("tencent").account.clone();
    house.sandbox.inject(Fault {
        code: Some("ServiceUnavailable".to_owned()),
        status: Some(200),
        ..Fault::new(FaultKind::Refuse).of("tencent").on("DescribeInstances")
    });
    let params = serde_json::json!({});
    house.app.reads.call_operation(&account.id, &account.regions[0], "DescribeInstances", &params).await.unwrap();
}

/// What was sent to be checked is called neither done nor failed: it made nothing, by either way of saying so, and nothing that
/// turns up is taken for its result.
#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_passed_has_made_nothing_and_is_not_called_done() {
    let house = House::build(None).await;
    let checks = |cloud: &String| {
        let spec = yundeck_clouds::REGISTRY.iter().map(|entry| entry.adapter.spec()).find(|spec| spec.id == *cloud);
        spec.unwrap().operation(&create_operation(cloud)).unwrap().dry_run.clone()
    };
    let mut checked = 0;
    for cloud in clouds() {
        let Some(dry) = checks(&cloud) else { continue };
        let endpoint = house.sandbox.endpoint(&cloud).unwrap();
        let account = &house.account(&cloud).account;
        let mut params = order(endpoint, "checked", 1);
        params[&dry.parameter] = true.into();
        for code in [None, dry.passed.clone()] {
            if let Some(code) = &code {
                let fault = Fault { code: Some(code.clone()), status: Some(200), ..Fault::new(FaultKind::Refuse) };
                house.sandbox.inject(Fault {
                    cloud: Some(cloud.clone()),
                    operation: Some(create_operation(&cloud)),
                    ..fault
                });
            }
            let plan = house.app.acts.plan_create(&account.id, &account.regions[0], &params).await.unwrap();
            let activity = house.app.acts.apply_plan(&plan.id, &Confirmed::default()).await.unwrap();
            // Somebody buys the same: that is not the check's result.
            let bought_since = buy(&house, &cloud, "checked").await;
            let phases = [ActivityPhase::NotApplied, ActivityPhase::Done, ActivityPhase::Failed];
            let end = settled(&house, &house.app, &activity.id, &phases).await;
            assert_eq!(end.phase, ActivityPhase::NotApplied, "{cloud} {code:?}: {:?}", end.error);
            let error = end.error.unwrap();
            assert!(error.words.unwrap().en.contains("only checked"), "{cloud} {code:?}");
            assert!(end.resources.is_empty() && end.ended_at.is_some() && end.request_id.is_some(), "{cloud} {code:?}");
            settled(&house, &house.app, &bought_since.id, &[ActivityPhase::Done]).await;
            checked += 1;
        }
        assert_eq!(bought(&house, &cloud, "checked"), 2, "{cloud}: what was bought, and nothing by the checks");
        let lines = journal(&house.app).entries;
        assert_eq!(lines.iter().filter(|line| line.outcome == JournalOutcome::NotApplied).count(), 2, "{cloud}");
    }
    assert_eq!(checked, 2);
}
