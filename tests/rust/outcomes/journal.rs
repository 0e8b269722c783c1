//! The line of an act: its size, what another version wrote, and what this one cannot read.

use std::collections::HashSet;
use std::time::Duration;

use rusqlite::Connection;
use serde_json::{Value, json};
use yundeck_app::acts::watch::patience::Patience;
use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::journal::{JournalAnswer, JournalEntry, JournalFilter, JournalOutcome, JournalReached};
use yundeck_domain::ErrorKind;
use yundeck_sandbox::FaultKind;
use yundeck_tests::paused::{PausedHouse, adapters, sandbox};

use crate::ids;

fn clouds() -> Vec<String> {
    yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.adapter.spec().id.clone()).collect()
}

#[tokio::test(start_paused = true)]
async fn line_with_a_goal_of_another_version_is_shown_as_unknown_and_stops_no_other() {
    for id in clouds() {
        let mut house = PausedHouse::build().await;
        let mut acts = Vec::new();
        for name in ["strange", "plain", "garbled"] {
            acts.push(house.cloud(&id).buy_struck(name, 1, FaultKind::DropAfter).await.id.clone());
        }
        house.crash().await;
        house.with_database(|db| {
            let set = |column: &str, value: &str, act: &str| {
                let sql = format!(
                    "UPDATE journal SET {column} = ?1, answer = 'unknown', reached = 'open', outcome = 'unknown' WHERE id = ?2"
                );
                assert_eq!(db.execute(&sql, [value, act]).unwrap(), 1);
            };
            set("goal", r#"{"kind":"teleported","to":"the moon"}"#, &acts[0]);
            set("body", "not json at all", &acts[2]);
        });
        house.open_again().await;
        assert_eq!(house.journal().len(), 3, "{id}: shown as counted");
        house.app.acts.resume().unwrap();
        house.ends_as(&acts[1], ActivityPhase::Done).await;
        for strange in [&acts[0], &acts[2]] {
            let shown = house.activity(strange);
            assert_eq!(shown.phase, ActivityPhase::OutcomeUnknown, "{id}");
            assert!(shown.ended_at.is_some() && !shown.cleared, "{id}: in sight, and nobody looks for it");
            let line = house.line(strange);
            assert_eq!((line.answer, line.outcome), (JournalAnswer::Unknown, JournalOutcome::Unknown), "{id}");
            assert_eq!(line.error.map(|error| error.kind), Some(ErrorKind::OutcomeUnknown), "{id}: and says why");
            // Looking again tells that it cannot be read; it ends nothing.
            assert!(house.app.acts.recheck_activity(strange).is_err(), "{id}");
        }
        let unknown = JournalFilter { outcome: Some(JournalOutcome::Unknown), ..JournalFilter::default() };
        let page = house.app.journal.page(&unknown, 0, 10).unwrap();
        assert_eq!((page.total, page.entries.len()), (2, 2), "{id}: counted as shown");
    }
}

#[tokio::test(start_paused = true)]
async fn line_says_when_its_outcome_was_known_and_never_while_it_is_not() {
    let house = PausedHouse::build().await;
    for cloud in house.clouds() {
        let id = &cloud.id;
        let known = |act: &str| (house.line(act).settled_at, house.activity(act).ended_at);
        let accepted = cloud.buy("known", 1).await;
        house.until(&accepted.id, "waited for", |act| act.phase == ActivityPhase::Waiting).await;
        assert_eq!(known(&accepted.id), (None, None), "{id}: accepted, and not there yet");
        house.ends_as(&accepted.id, ActivityPhase::Done).await;
        let (settled, ended) = known(&accepted.id);
        assert!(settled.is_some() && settled == ended, "{id}: done: {settled:?} {ended:?}");

        let unknown = cloud.buy_struck("unknown", 1, FaultKind::DropBefore).await;
        assert_eq!(known(&unknown.id), (None, None), "{id}: looked for");
        house.app.acts.cancel_activity(&unknown.id).unwrap();
        let left = house.ends_as(&unknown.id, ActivityPhase::OutcomeUnknown).await;
        assert!(left.ended_at.is_some(), "{id}");
        assert_eq!(house.line(&unknown.id).settled_at, None, "{id}: nobody looks, and nobody knows");
    }
}

/// How an order is struck, and what the clouds then tell of it in an empty region and in a crowded one.
const CROWD: &[(&str, Option<FaultKind>)] = &[
    ("purchase", None),
    ("unanswered", Some(FaultKind::DropAfter)),
    ("never-arrived", Some(FaultKind::DropBefore)),
    // The machines of the crowd are called so, too.
    ("web", None),
    ("web", Some(FaultKind::DropAfter)),
];

#[tokio::test(start_paused = true)]
async fn purchase_in_a_crowded_region_has_a_short_line_and_few_list_calls() {
    // What is never seen is looked for again and again: a dozen times is enough here.
    let patience = Patience { look_for: Duration::from_secs(30), ..Patience::default() };
    let (empty, crowded) = (PausedHouse::crowded(patience, 0).await, PausedHouse::crowded(patience, 10_000).await);
    for id in clouds() {
        // How often one looks for what is never seen.
        let mut in_vain = 0;
        for (name, struck) in CROWD {
            let buy = async |house: &PausedHouse| {
                let cloud = house.cloud(&id);
                let list = &cloud.job("list_instances").name;
                let (before, there) = (cloud.calls(list), HashSet::<String>::from_iter(cloud.ids(name)));
                let activity = match struck {
                    Some(kind) => cloud.buy_struck(name, 1, *kind).await,
                    None => cloud.buy(name, 1).await,
                };
                let end = house.ended(&activity.id).await;
                let made = cloud.ids(name).into_iter().filter(|id| !there.contains(id)).collect::<Vec<_>>();
                (end, made, cloud.calls(list) - before)
            };
            let (_, _, few) = buy(&empty).await;
            let (end, made, calls) = buy(&crowded).await;
            if *struck == Some(FaultKind::DropBefore) {
                in_vain = few;
            }
            let few = if end.phase == ActivityPhase::OutcomeUnknown { in_vain } else { few };
            assert!(calls <= few + 2, "{id} {name} {struck:?}: {calls} list calls, {few} in an empty region");
            let told = (end.phase, ids(&end));
            match struck {
                Some(FaultKind::DropBefore) => {
                    assert!(made.is_empty() && told.1.is_empty(), "{id} {name}: {made:?} {told:?}");
                    assert_ne!(told.0, ActivityPhase::Done, "{id} {name}");
                }
                // Among ten thousand of its name it may not be seen; then it is not called undone.
                Some(_) if *name == "web" && told.1.is_empty() => {
                    assert_eq!(told.0, ActivityPhase::OutcomeUnknown, "{id} {name}");
                }
                _ => assert_eq!(told, (ActivityPhase::Done, made), "{id} {name} {struck:?}"),
            }
            let bytes: i64 = crowded.with_database(|db| {
                let columns = "body, goal, params, resources, words, place";
                let lengths =
                    columns.split(", ").map(|column| format!("length({column})")).collect::<Vec<_>>().join(" + ");
                db.query_row(&format!("SELECT {lengths} FROM journal WHERE id = ?1"), [&end.id], |row| row.get(0))
                    .unwrap()
            });
            assert!(bytes <= 8 * 1024, "{id} {name} {struck:?}: {bytes} bytes");
        }
    }
}

/// The layout of the version before, as its own steps made it.
const BEFORE: &str = "
    CREATE TABLE accounts (id TEXT PRIMARY KEY, position INTEGER NOT NULL, body TEXT NOT NULL, last_test TEXT);
    CREATE TABLE settings (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL);
    CREATE TABLE drafts (id TEXT PRIMARY KEY, saved_at TEXT NOT NULL, body TEXT NOT NULL);
    CREATE TABLE journal (
        id TEXT PRIMARY KEY, at TEXT NOT NULL, account TEXT NOT NULL, effect TEXT NOT NULL, outcome TEXT NOT NULL,
        words TEXT NOT NULL, body TEXT NOT NULL);
    CREATE INDEX journal_at ON journal (at DESC);
    CREATE TABLE inventory (account TEXT NOT NULL, region TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (account, region));
    CREATE TABLE calls (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
    PRAGMA user_version = 2;";

/// A database of the version before with an account on each cloud.
struct Before {
    folder: tempfile::TempDir,
    db: Connection,
    at: String,
}

impl Before {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Connection::open(folder.path().join("yundeck.db")).unwrap();
        db.execute_batch(BEFORE).unwrap();
        let world = sandbox(0);
        for (nth, endpoint) in world.endpoints().iter().enumerate() {
            let spec = yundeck_tests::in_process::spec(&endpoint.cloud);
            let account = yundeck_domain::Account {
                id: format!("account-{}", endpoint.cloud),
                ..yundeck_tests::access(endpoint, spec).account
            };
            let body = serde_json::to_string(&account).unwrap();
            db.execute("INSERT INTO accounts VALUES (?1, ?2, ?3, NULL)", (&account.id, nth as i64, body)).unwrap();
        }
        Self { folder, db, at: world.now().to_rfc3339() }
    }

    /// A line as that version wrote it.
    fn line(&self, cloud: &str, id: &str, operation: &str, became: (&str, &[&str]), goal: &Value, params: &Value) {
        let (outcome, resources) = became;
        let world = sandbox(0);
        let region = &world.endpoint(cloud).unwrap().sample.region;
        let spec = yundeck_tests::in_process::spec(cloud).operation(operation).unwrap();
        let account = format!("account-{cloud}");
        let effect = serde_json::to_value(spec.effect).unwrap();
        let settled = (!["sent", "unknown"].contains(&outcome)).then_some(&self.at);
        let body = json!({
            "entry": {
                "id": id, "at": self.at, "account": account, "accountLabel": cloud, "cloud": cloud, "sandbox": true,
                "region": region, "operation": operation, "title": spec.title, "effect": effect, "subject": "old",
                "quote": null, "outcome": outcome, "resources": resources, "requestId": null, "error": null,
                "request": { "method": "POST", "url": "http://127.0.0.1/", "headers": [], "body": "", "canonicalRequest": null,
                    "stringToSign": "", "exact": true },
                "settledAt": settled,
            },
            "goal": goal, "params": params,
        });
        self.insert(cloud, id, effect.as_str().unwrap(), outcome, &body.to_string());
    }

    fn insert(&self, cloud: &str, id: &str, effect: &str, outcome: &str, body: &str) {
        let account = format!("account-{cloud}");
        let row = (id, &self.at, account, effect, outcome, format!("old {id}"), body);
        self.db.execute("INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", row).unwrap();
    }

    async fn open(self) -> PausedHouse {
        drop(self.db);
        PausedHouse::in_folder(self.folder, Patience::default(), adapters()).await
    }
}

/// Every kind of goal that the version before had, with the operation of a cloud that had it.
fn goals(cloud: &str) -> Vec<(&'static str, String, Value)> {
    let spec = yundeck_tests::in_process::spec(cloud);
    let job = |job: &str| spec.job(job).map(|operation| operation.name.clone());
    let called = |trace: &str, waiter: Value| json!({ "kind": "called", "waiter": waiter, "ids": ["i-old"], "instances": ["i-old"], "trace": trace, "before": [] });
    let all = [
        (
            "created",
            job("create_instance"),
            json!({ "kind": "instances_created", "before": ["i-1", "i-2"], "count": 2 }),
        ),
        ("acted", job("stop_instance"), json!({ "kind": "instance_action", "action": "stop", "id": "i-old" })),
        ("imaged", job("create_image"), json!({ "kind": "image_created", "before": [], "name": "old" })),
        ("unimaged", job("delete_image"), json!({ "kind": "image_gone", "id": "img-old" })),
        (
            "shared",
            job("share_image"),
            json!({ "kind": "shared", "image": "img-old", "accounts": ["1"], "share": true }),
        ),
        ("called", job("stop_instance"), called("none", Value::Null)),
        ("state", job("stop_instance"), called("state", json!("instance_stopped"))),
        ("listing", job("create_image"), called("listing", Value::Null)),
    ];
    all.into_iter().filter_map(|(name, operation, goal)| Some((name, operation?, goal))).collect()
}

#[tokio::test(start_paused = true)]
async fn database_of_the_version_before_opens_with_every_line_told_in_the_new_words() {
    let before = Before::new();
    let mut lines = 0;
    for cloud in clouds() {
        for (kind, operation, goal) in goals(&cloud) {
            for (outcome, resources) in [
                ("sent", &[][..]),
                ("unknown", &[]),
                ("done", &["r-1", "r-2"]),
                ("done", &[]),
                ("failed", &[]),
                ("failed", &["r-1"]),
                ("not_applied", &[]),
            ] {
                let id = format!("{cloud} {kind} {outcome} {}", resources.len());
                before.line(&cloud, &id, &operation, (outcome, resources), &goal, &json!({ "Name": "old" }));
                lines += 1;
            }
        }
        before.insert(&cloud, &format!("{cloud} garbled unknown 0"), "purchase", "unknown", "not json at all");
        before.insert(&cloud, &format!("{cloud} garbled done 0"), "destroy", "done", "{");
        before.insert(&cloud, &format!("{cloud} empty sent 0"), "purchase", "sent", "{}");
        lines += 3;
    }
    let mut house = before.open().await;
    let page = house.app.journal.page(&JournalFilter::default(), 0, 1000).unwrap();
    assert_eq!((page.total as usize, page.entries.len()), (lines, lines));
    for entry in &page.entries {
        told_in_the_new_words(entry, &entry.id);
    }
    let found = JournalFilter { search: "tencent created done".to_owned(), ..JournalFilter::default() };
    assert_eq!(house.app.journal.page(&found, 0, 10).unwrap().total, 2, "they are found by their words still");
    assert_eq!(house.app.desk.accounts().await.unwrap().len(), clouds().len());

    house.app.acts.resume().unwrap();
    let open: Vec<String> = page
        .entries
        .iter()
        .filter(|entry| matches!(entry.outcome, JournalOutcome::Sent | JournalOutcome::Unknown))
        // What was settled then is not taken up, whatever of it can be read.
        .filter(|entry| !entry.id.contains("garbled done"))
        .map(|entry| entry.id.clone())
        .collect();
    assert!(open.len() > 4 * 14);
    for id in &open {
        let end = house.ended(id).await;
        assert_ne!(end.phase, ActivityPhase::NotApplied, "{id}: where it was sent is not known, so nothing proves it");
        assert!(
            end.error.as_ref().is_some_and(|error| error.words.is_some()) || end.phase == ActivityPhase::Done,
            "{id}"
        );
    }
    // Nothing was sent for any of them, and the next start has the same lines.
    for cloud in house.clouds() {
        assert!(house.sandbox.done(&cloud.id).is_empty(), "{}", cloud.id);
    }
    let after = house.journal();
    house.restart().await;
    assert_eq!(house.journal(), after);
}

fn told_in_the_new_words(entry: &JournalEntry, id: &str) {
    let parts: Vec<&str> = id.split(' ').collect();
    let [_, kind, outcome, made] = parts[..] else { panic!("{id}") };
    if ["garbled", "empty"].contains(&kind) {
        assert_eq!((entry.answer, entry.outcome), (JournalAnswer::Unknown, JournalOutcome::Unknown), "{id}");
        assert!(entry.error.is_some(), "{id}");
        return;
    }
    let expected = match (outcome, made) {
        ("sent", _) => (JournalAnswer::Sent, JournalReached::Open),
        ("unknown", _) => (JournalAnswer::Unknown, JournalReached::Open),
        // It only said that the cloud had accepted it.
        ("done", _) => (JournalAnswer::Accepted, JournalReached::Left),
        ("failed", "0") => (JournalAnswer::Refused, JournalReached::Left),
        ("failed", _) => (JournalAnswer::Accepted, JournalReached::Broken),
        _ => (JournalAnswer::NotApplied, JournalReached::Left),
    };
    assert_eq!((entry.answer, entry.reached), expected, "{id}");
    assert_eq!(entry.resources.len().to_string(), made, "{id}");
    assert_eq!((entry.subject.as_str(), entry.effect.is_read()), ("old", false), "{id}");
}

/// What the version before had sent and not heard of is still found.
#[tokio::test(start_paused = true)]
async fn purchase_of_the_version_before_without_answer_is_found() {
    let before = Before::new();
    let world = sandbox(0);
    for cloud in clouds() {
        let spec = yundeck_tests::in_process::spec(&cloud);
        let order = yundeck_tests::orders::order(world.endpoint(&cloud).unwrap(), "from-before", 1);
        let goal = json!({ "kind": "instances_created", "before": [], "count": 1 });
        let create = &spec.job("create_instance").unwrap().name;
        before.line(&cloud, &format!("{cloud}-sent"), create, ("sent", &[]), &goal, &order);
    }
    let house = before.open().await;
    for cloud in house.clouds() {
        cloud.make_elsewhere(cloud.order("from-before", 1)).await;
    }
    house.app.acts.resume().unwrap();
    for cloud in house.clouds() {
        let end = house.ends_as(&format!("{}-sent", cloud.id), ActivityPhase::Done).await;
        assert_eq!(ids(&end), cloud.ids("from-before"), "{}", cloud.id);
    }
}
