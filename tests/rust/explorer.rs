//! The explorer on every cloud: calls, plans, history, pasted parameters, commands for a terminal.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::process::Command;

use serde_json::{Value, json};
use yundeck_app::activity::{Activity, ActivityPhase};
use yundeck_app::explorer::call::CallReply;
use yundeck_app::journal::{JournalFilter, JournalOutcome};
use yundeck_app::plans::Confirmation;
use yundeck_catalogue::{CloudSpec, Effect};
use yundeck_domain::{Account, Error, ErrorKind};
use yundeck_sandbox::world::InstanceState;
use yundeck_sandbox::{Fault, FaultKind, Sandbox};
use yundeck_tests::{House, open_app, seats, settled};

const ENDS: &[ActivityPhase] = &[ActivityPhase::Done, ActivityPhase::Failed, ActivityPhase::NotApplied];

fn spec(cloud: &str) -> &'static CloudSpec {
    yundeck_clouds::REGISTRY.iter().map(|entry| entry.adapter.spec()).find(|spec| spec.id == cloud).unwrap()
}

async fn call(house: &House, account: &Account, operation: &str, params: &Value) -> Result<CallReply, Error> {
    house.app.call_operation(&account.id, &account.regions[0], operation, params).await
}

/// A house whose clouds have at least so many instances.
async fn crowded(instances: usize) -> House {
    let behaviours: Vec<_> = yundeck_clouds::REGISTRY.iter().map(|cloud| cloud.behaviour).collect();
    let options = yundeck_sandbox::Options { instances, ..yundeck_sandbox::Options::default() };
    let sandbox = Sandbox::start(&behaviours, options).await.unwrap();
    let app = open_app(None);
    let accounts = app.adopt_sandbox(seats(&sandbox)).await.unwrap();
    House { sandbox, app, accounts }
}

/// Plans an act, applies it, and waits for its end.
async fn act(house: &House, account: &Account, operation: &str, params: &Value) -> Activity {
    let plan = house.app.plan_operation(&account.id, &account.regions[0], operation, params).await.unwrap();
    let effect = spec(&account.cloud).operation(operation).unwrap().effect;
    assert_eq!(matches!(plan.confirm, Confirmation::TypeName { .. }), effect == Effect::Destroy, "{operation}");
    let activity = house.app.apply_plan(&plan.id, Some(&plan.subject)).await.unwrap();
    settled(house, &house.app, &activity.id, ENDS).await
}

/// When everything that is under way in the sandbox has come to its end.
fn later() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now() + chrono::Duration::days(1)
}

/// The id of a running instance in the account's region.
fn running_instance(house: &House, account: &Account) -> String {
    house
        .sandbox
        .world(&account.cloud, |world| {
            let here = world.instances.iter().filter(|instance| instance.region == account.regions[0]);
            here.filter(|one| one.state(later()) == InstanceState::Running).map(|one| one.id.clone()).next()
        })
        .flatten()
        .unwrap_or_else(|| panic!("{}: nothing runs", account.cloud))
}

/// How a key pair is made and removed.
struct KeyPairCalls {
    create: &'static str,
    params: Value,
    delete: &'static str,
    by_id: fn(&str) -> Value,
}

/// Those calls of a cloud; one without key pairs has none.
fn key_pair(cloud: &str) -> Option<KeyPairCalls> {
    let calls = |create, params, delete, by_id| Some(KeyPairCalls { create, params, delete, by_id });
    match cloud {
        "tencent" => {
            let params = json!({ "KeyName": "explorer", "ProjectId": 0 });
            calls("CreateKeyPair", params, "DeleteKeyPairs", |id| json!({ "KeyIds": [id] }))
        }
        "kingsoft" => calls("CreateKey", json!({ "KeyName": "explorer" }), "DeleteKey", |id| json!({ "KeyId": id })),
        "jdcloud" => {
            calls("createKeypair", json!({ "keyName": "explorer" }), "deleteKeypair", |id| json!({ "keyName": id }))
        }
        _ => None,
    }
}

/// A password change, by cloud: an act with a secret.
fn password(cloud: &str, id: &str, secret: &str) -> (&'static str, Value) {
    match cloud {
        "tencent" => ("ResetInstancesPassword", json!({ "InstanceIds": [id], "Password": secret, "ForceStop": true })),
        "kingsoft" => ("ModifyInstanceAttribute", json!({ "InstanceId": id, "InstancePassword": secret })),
        "jdcloud" => ("modifyInstancePassword", json!({ "instanceId": id, "password": secret })),
        _ => ("ResetVMInstancePassword", json!({ "VMID": id, "Password": secret })),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_can_be_read_page_by_page() {
    let house = crowded(25).await;
    for view in &house.accounts {
        let (account, cloud) = (&view.account, spec(&view.account.cloud));
        let mut with_pages = Vec::new();
        for operation in cloud.operations.values().filter(|operation| operation.effect.is_read()) {
            let Some(pages) = &operation.pagination else { continue };
            let name = format!("{} {}", cloud.id, operation.name);
            let summaries = house.app.operations();
            assert!(summaries.iter().any(|one| one.cloud == cloud.id && one.name == operation.name && one.is_list));
            let limit = &operation.input["properties"][&pages.limit];
            let smallest = limit["minimum"].as_u64().unwrap_or(1).max(1);
            let size = if pages.as_text { json!(smallest.to_string()) } else { json!(smallest) };
            // As a picker asks, where a list wants to be told what of.
            let picker = cloud.refs.values().find(|listing| listing.operation == operation.name);
            let base = picker.map(|listing| listing.params.clone()).unwrap_or_default();
            let whole = call(&house, account, &operation.name, &Value::Object(base.clone())).await;
            let whole = whole.unwrap_or_else(|error| panic!("{name}: {error}"));
            let whole = whole.table.unwrap_or_else(|| panic!("{name}: no table")).rows.len();
            let mut params = Value::Object(base);
            params[&pages.limit] = size;
            let mut read = 0;
            let mut turns = 0;
            loop {
                let page = call(&house, account, &operation.name, &params).await;
                let page = page.unwrap_or_else(|error| panic!("{name} {params}: {error}"));
                let table = page.table.unwrap();
                assert!(table.rows.len() <= smallest as usize, "{name}: the page is larger than asked for");
                assert!(table.rows.is_empty() || !table.columns.is_empty(), "{name}: no columns");
                read += table.rows.len();
                turns += 1;
                let Some(next) = page.next_page else { break };
                assert!(turns < 500, "{name}: the pages do not end");
                params = next;
            }
            assert!(read >= whole, "{name}: {read} of {whole}");
            if turns > 1 {
                with_pages.push(operation.name.clone());
            }
        }
        assert!(!with_pages.is_empty(), "{}: no list was long enough to have a next page", cloud.id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_size_left_to_the_cloud_stays_what_it_was() {
    let house = crowded(25).await;
    let account = &house.account("jdcloud").account;
    let ids = |reply: &CallReply| -> Vec<String> {
        let rows = &reply.table.as_ref().unwrap().rows;
        rows.iter().map(|row| row["instanceId"].as_str().unwrap().to_owned()).collect()
    };
    let first = call(&house, account, "describeInstances", &json!({})).await.unwrap();
    let next = first.next_page.clone().unwrap();
    assert_eq!((&next["pageNumber"], &next["pageSize"]), (&json!(2), &json!(20)), "the documented size");
    let second = call(&house, account, "describeInstances", &next).await.unwrap();
    assert_eq!(ids(&first).len(), 20);
    assert!(!ids(&second).is_empty() && ids(&second).iter().all(|id| !ids(&first).contains(id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_goes_through_a_plan_and_a_read_does_not() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let (account, cloud) = (&view.account, spec(&view.account.cloud));
        let region = &account.regions[0];
        let read = &cloud.jobs["list_instances"];
        let planned = house.app.plan_operation(&account.id, region, read, &json!({})).await;
        assert_eq!(planned.unwrap_err().kind, ErrorKind::Unsupported, "{}", cloud.id);
        let stop = &cloud.jobs["stop_instance"];
        let sent = call(&house, account, stop, &json!({})).await;
        assert_eq!(sent.unwrap_err().kind, ErrorKind::Unsupported, "{}", cloud.id);
        let empty = house.app.plan_operation(&account.id, region, stop, &json!({})).await.unwrap_err();
        assert!(!empty.problems.is_empty(), "{}: the missing id is told", cloud.id);
    }
    let lines = journal(&house, None);
    assert!(lines.is_empty(), "nothing was sent");
}

fn journal(house: &House, id: Option<&str>) -> Vec<JournalOutcome> {
    let all = JournalFilter { search: String::new(), account: None, effect: None, outcome: None };
    let entries = house.app.journal(&all, 0, 1000).unwrap().entries;
    entries.iter().filter(|entry| id.is_none_or(|id| entry.id == id)).map(|entry| entry.outcome).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_pair_is_made_and_removed_and_its_private_key_is_told_once() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let Some(KeyPairCalls { create, params, delete, by_id }) = key_pair(&account.cloud) else { continue };
        let made = act(&house, account, create, &params).await;
        assert_eq!(made.phase, ActivityPhase::Done, "{}: {:?}", account.cloud, made.error);
        assert!(made.request_id.is_some() && made.ended_at.is_some(), "{}", account.cloud);
        assert_eq!(journal(&house, Some(&made.id)), [JournalOutcome::Done], "{}", account.cloud);

        let reply = house.app.activity_reply(&made.id).unwrap().to_string();
        assert!(!reply.contains("BEGIN"), "{}: {reply}", account.cloud);
        let secrets = house.app.take_reply_secrets(&made.id);
        assert_eq!(secrets.len(), 1, "{}", account.cloud);
        assert!(secrets[0].value.contains("PRIVATE KEY"), "{}", account.cloud);
        assert!(house.app.take_reply_secrets(&made.id).is_empty(), "{}: only once", account.cloud);

        let id = &made.resources[0].id;
        let region = &account.regions[0];
        let plan = house.app.plan_operation(&account.id, region, delete, &by_id(id)).await.unwrap();
        assert_eq!(plan.confirm, Confirmation::TypeName { name: id.clone() }, "{}", account.cloud);
        let refused = house.app.apply_plan(&plan.id, Some("another")).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::InvalidParams, "{}", account.cloud);
        let gone = house.app.apply_plan(&plan.id, Some(id)).await.unwrap();
        assert_eq!(settled(&house, &house.app, &gone.id, ENDS).await.phase, ActivityPhase::Done, "{}", account.cloud);
        let again = act(&house, account, delete, &by_id(id)).await;
        assert_eq!(again.phase, ActivityPhase::Failed, "{}: it is not there any more", account.cloud);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_with_a_waiter_ends_when_the_state_is_reached() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let (account, cloud) = (&view.account, spec(&view.account.cloud));
        let id = running_instance(&house, account);
        let stop = cloud.operation(&cloud.jobs["stop_instance"]).unwrap();
        let (name, member) = stop.input["properties"]
            .as_object()
            .unwrap()
            .iter()
            .find(|(_, member)| member.to_string().contains("\"x-ref\":\"instance\""))
            .unwrap();
        let params = json!({ (name.clone()): if member["type"] == "array" { json!([id]) } else { json!(id) } });
        let stopped = act(&house, account, &stop.name, &params).await;
        assert_eq!(stopped.phase, ActivityPhase::Done, "{}: {:?}", cloud.id, stopped.error);
        let state = house.sandbox.world(&cloud.id, |world| {
            world.instances.iter().find(|instance| instance.id == id).map(|instance| instance.state(later()))
        });
        assert_eq!(state.flatten(), Some(InstanceState::Stopped), "{}", cloud.id);
        // Now the state forbids it, and that is told before anything is sent.
        let region = &account.regions[0];
        let again = house.app.plan_operation(&account.id, region, &stop.name, &params).await;
        if !stop.requires_state.is_empty() {
            assert_eq!(again.unwrap_err().kind, ErrorKind::Conflict, "{}", cloud.id);
        }
    }
}

fn inject(house: &House, cloud: &str, operation: &str, kind: FaultKind, times: u32) {
    house.sandbox.inject(Fault {
        kind,
        cloud: Some(cloud.to_owned()),
        operation: Some(operation.to_owned()),
        times,
        millis: 0,
        status: None,
        code: None,
        message: None,
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unanswered_creation_is_found_or_was_not_made() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let Some(KeyPairCalls { create, params, .. }) = key_pair(&account.cloud) else { continue };
        inject(&house, &account.cloud, create, FaultKind::DropAfter, 1);
        let found = act(&house, account, create, &params).await;
        assert_eq!(found.phase, ActivityPhase::Done, "{}: {:?}", account.cloud, found.error);
        assert_eq!(found.resources.len(), 1, "{}", account.cloud);
        house.sandbox.clear_faults();

        let other =
            Value::from_iter(
                params.as_object().unwrap().iter().map(|(name, value)| {
                    (name.clone(), if value.is_string() { json!("never") } else { value.clone() })
                }),
            );
        inject(&house, &account.cloud, create, FaultKind::DropBefore, 10);
        let never = act(&house, account, create, &other).await;
        assert_eq!(never.phase, ActivityPhase::NotApplied, "{}: {:?}", account.cloud, never.error);
        assert_eq!(journal(&house, Some(&never.id)), [JournalOutcome::NotApplied], "{}", account.cloud);
        house.sandbox.clear_faults();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unanswered_act_that_leaves_no_trace_stays_unknown() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let (operation, params) =
            password(&account.cloud, &instance_for_a_password(&house, account).await, "PlantedSecret9!");
        inject(&house, &account.cloud, operation, FaultKind::DropAfter, 10);
        let plan = house.app.plan_operation(&account.id, &account.regions[0], operation, &params).await.unwrap();
        let activity = house.app.apply_plan(&plan.id, Some(&plan.subject)).await.unwrap();
        let unknown = &[ActivityPhase::OutcomeUnknown, ActivityPhase::Done, ActivityPhase::NotApplied];
        let mut end = settled(&house, &house.app, &activity.id, unknown).await;
        for _ in 0..100 {
            if end.ended_at.is_some() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            end = settled(&house, &house.app, &activity.id, unknown).await;
        }
        assert_eq!((end.phase, end.ended_at.is_some()), (ActivityPhase::OutcomeUnknown, true), "{}", account.cloud);
        assert_eq!(journal(&house, Some(&end.id)), [JournalOutcome::Unknown], "{}", account.cloud);
        let record = house.app.call_history(0, 1).unwrap().calls.remove(0);
        assert_eq!(record.error.map(|error| error.kind), Some(ErrorKind::OutcomeUnknown), "{}", account.cloud);
        house.sandbox.clear_faults();
    }
}

/// An instance in the state in which its cloud changes its password.
async fn instance_for_a_password(house: &House, account: &Account) -> String {
    let cloud = spec(&account.cloud);
    let id = running_instance(house, account);
    let (operation, _) = password(&cloud.id, &id, "");
    if cloud.operation(operation).unwrap().requires_state.iter().any(|state| state == "Running") {
        return id;
    }
    let params = match account.cloud.as_str() {
        "tencent" => json!({ "InstanceIds": [id] }),
        "kingsoft" => json!({ "InstanceId": [id] }),
        "jdcloud" => json!({ "instanceId": id }),
        _ => json!({ "VMID": id }),
    };
    let stopped = act(house, account, &cloud.jobs["stop_instance"], &params).await;
    assert_eq!(stopped.phase, ActivityPhase::Done, "{}: {:?}", cloud.id, stopped.error);
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_outlives_a_restart_and_holds_no_secret() {
    const PLANTED: &str = "PlantedSecret9!";
    let folder = tempfile::tempdir().unwrap();
    let house = House::build(Some(folder.path().to_owned())).await;
    let mut expected = Vec::new();
    for view in &house.accounts {
        let (account, cloud) = (&view.account, spec(&view.account.cloud));
        let list = &cloud.jobs["list_instances"];
        call(&house, account, list, &json!({})).await.unwrap();
        let id = instance_for_a_password(&house, account).await;
        let (operation, params) = password(&cloud.id, &id, PLANTED);
        let done = act(&house, account, operation, &params).await;
        assert_eq!(done.phase, ActivityPhase::Done, "{}: {:?}", cloud.id, done.error);
        if let Some(reply) = house.app.activity_reply(&done.id) {
            assert!(!reply.to_string().contains(PLANTED), "{}", cloud.id);
        }
        let running = cloud.operation(operation).unwrap().requires_state.iter().any(|state| state == "Running");
        expected.push(list.clone());
        expected.extend((!running).then(|| cloud.jobs["stop_instance"].clone()));
        expected.push(operation.to_owned());
        // A form that is not filled in is no call, and what it holds is not remembered.
        let wrong = json!({ "NoSuchParameter": PLANTED });
        assert!(call(&house, account, list, &wrong).await.is_err(), "{}", cloud.id);
    }
    expected.reverse();
    let before = house.app.call_history(0, 100).unwrap();
    drop(house.app);

    let app = open_app(Some(folder.path().to_owned()));
    app.adopt_sandbox(seats(&house.sandbox)).await.unwrap();
    let page = app.call_history(0, 100).unwrap();
    assert_eq!(page.calls, before.calls);
    let operations: Vec<&String> = page.calls.iter().map(|record| &record.operation).collect();
    assert_eq!(operations, expected.iter().collect::<Vec<_>>(), "the latest first");
    assert_eq!(page.total as usize, expected.len());
    assert_eq!(app.call_history(1, 3).unwrap().calls, page.calls[1..3]);
    for record in &page.calls {
        assert_eq!(record.error, None, "{}", record.operation);
        assert!(record.status == Some(200) && record.millis.is_some(), "{}", record.operation);
        assert!(!serde_json::to_string(record).unwrap().contains(PLANTED), "{}", record.operation);
    }
    let changed = page.calls.iter().filter(|record| record.effect != Effect::Read);
    assert!(changed.clone().count() > 0 && changed.clone().all(|record| record.params != json!({})));
    for file in std::fs::read_dir(folder.path()).unwrap().flatten() {
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        assert!(!bytes.windows(PLANTED.len()).any(|part| part == PLANTED.as_bytes()), "{}", file.path().display());
    }
    app.clear_call_history().unwrap();
    assert_eq!(app.call_history(0, 10).unwrap().total, 0);
    let all = JournalFilter { search: String::new(), account: None, effect: None, outcome: None };
    assert!(app.journal(&all, 0, 10).unwrap().total > 0, "the journal stays");
}

#[tokio::test]
async fn pasted_json_and_query_strings_become_parameters() {
    let app = open_app(None);
    let check = |cloud: &str, operation: &str, text: &str, expected: Value| {
        assert_eq!(app.read_params(cloud, operation, text).unwrap(), expected, "{cloud} {operation}: {text}");
        let problems = app.validate_params(cloud, operation, &expected).unwrap();
        assert!(problems.is_empty(), "{cloud} {operation}: {problems:?}");
    };
    let filters = json!({ "Filters": [{ "Name": "zone", "Values": ["a", "b"] }], "Limit": 5 });
    check("tencent", "DescribeInstances", &filters.to_string(), filters.clone());
    for base in [0, 1] {
        let (first, second) = (base, base + 1);
        let query = format!(
            "Action=DescribeInstances&Version=2017-03-12&Region=x&Filters.{base}.Name=zone\
             &Filters.{base}.Values.{first}=a&Filters.{base}.Values.{second}=b&Limit=5"
        );
        check("tencent", "DescribeInstances", &query, filters.clone());
    }
    check(
        "tencent",
        "StopInstances",
        "https://host/?InstanceIds.0=ins-12345678&ForceStop=True&Signature=abc",
        json!({ "InstanceIds": ["ins-12345678"], "ForceStop": true }),
    );
    check(
        "jdcloud",
        "describeInstances",
        "pageNumber=2&pageSize=20&filters.1.name=name&filters.1.values.1=%E7%94%B2+b",
        json!({ "pageNumber": 2, "pageSize": 20, "filters": [{ "name": "name", "values": ["甲 b"] }] }),
    );
    // Every operation's own example survives the way through its flattened form and back.
    for spec in yundeck_clouds::REGISTRY.iter().map(|entry| entry.adapter.spec()) {
        for operation in spec.operations.values() {
            let example = &operation.example;
            let whole = app.read_params(&spec.id, &operation.name, &example.to_string()).unwrap();
            assert_eq!(&whole, example, "{} {}", spec.id, operation.name);
            for base in [0, 1] {
                let mut pairs = vec![format!("Action={}", operation.name)];
                flatten("", example, base, &mut pairs);
                let back = app.read_params(&spec.id, &operation.name, &pairs.join("&")).unwrap();
                assert_eq!(&back, example, "{} {}: {}", spec.id, operation.name, pairs.join("&"));
            }
        }
    }
    for neither in ["", "hello", "[1]", "{\"a\":", "SELECT * FROM t WHERE a = 1"] {
        let error = app.read_params("tencent", "DescribeInstances", neither).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidParams, "{neither}");
        assert!(error.words.is_some(), "{neither}");
    }
}

fn flatten(prefix: &str, value: &Value, base: usize, pairs: &mut Vec<String>) {
    let below = |step: &str| if prefix.is_empty() { step.to_owned() } else { format!("{prefix}.{step}") };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| flatten(&below(name), member, base, pairs)),
        Value::Array(elements) => {
            (base..).zip(elements).for_each(|(at, element)| flatten(&below(&at.to_string()), element, base, pairs));
        }
        Value::String(text) => {
            let escaped: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            pairs.push(format!("{prefix}={escaped}"));
        }
        other => pairs.push(format!("{prefix}={other}")),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_copied_script_does_what_the_explorer_does() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let cloud = spec(&view.account.cloud);
        let endpoint = house.sandbox.endpoint(&cloud.id).unwrap();
        for scheme in &cloud.signing {
            let mut draft = view.account.clone();
            draft.signing = Some(*scheme);
            let account = with_scheme(&house, &draft, &endpoint.key.secret).await;
            let read = &cloud.jobs["list_instances"];
            let region = &account.regions[0];
            let commands = house.app.call_commands(&account.id, region, read, &json!({})).await.unwrap();
            let script = &commands.curl;
            assert!(!script.contains(&endpoint.key.secret), "{} {scheme:?}", cloud.id);
            let run = Command::new("sh")
                .args(["-euc", script])
                .env("YUNDECK_SECRET", &endpoint.key.secret)
                .env("no_proxy", "*")
                .output()
                .unwrap();
            let answer = String::from_utf8_lossy(&run.stdout).into_owned();
            let told = format!("{} {scheme:?}:\n{script}\n{answer}{}", cloud.id, String::from_utf8_lossy(&run.stderr));
            assert!(run.status.success(), "{told}");
            let some_id = running_instance(&house, &account);
            assert!(answer.contains(&some_id), "{told}");
            assert_eq!(commands.cli.is_some(), cloud.cli.is_some(), "{}", cloud.id);
            assert_eq!(commands.cli_name, cloud.cli.as_ref().map(|tool| tool.name.clone()), "{}", cloud.id);
        }
    }
}

/// The same account with another signing scheme.
async fn with_scheme(house: &House, account: &Account, secret: &str) -> Account {
    let draft = yundeck_app::accounts::AccountDraft {
        cloud: account.cloud.clone(),
        label: "scheme".to_owned(),
        access_key_id: account.access_key_id.clone(),
        regions: account.regions.clone(),
        endpoint: account.endpoint.clone(),
        ca_file: None,
        signing: account.signing,
        owner_id: None,
        keep_for_session: true,
    };
    let secret = yundeck_app::secrets::SecretInput {
        secret: yundeck_domain::Secret::new(secret.to_owned()),
        session_token: None,
    };
    house.app.add_account(draft, secret).await.unwrap().account
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_hold_no_secret_parameter() {
    const PLANTED: &str = "Planted'Secret9";
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let (operation, params) = password(&account.cloud, &running_instance(&house, account), PLANTED);
        let region = &account.regions[0];
        let commands = house.app.call_commands(&account.id, region, operation, &params).await.unwrap();
        let preview = house.app.preview_call(&account.id, region, operation, &params).await.unwrap();
        assert!(!preview.exact, "{}", account.cloud);
        assert!(commands.curl.starts_with('#') && commands.curl.contains("******"), "{}", commands.curl);
        let all = format!("{commands:?} {preview:?}");
        assert!(!all.contains("Secret9"), "{}: {all}", account.cloud);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vendors_tool_is_told_in_its_own_spelling() {
    let house = House::build(None).await;
    let check = async |cloud: &str, operation: &str, params: Value, expected: &str| {
        let account = &house.account(cloud).account;
        let commands = house.app.call_commands(&account.id, &account.regions[0], operation, &params).await.unwrap();
        assert_eq!(commands.cli.unwrap(), expected.replace("REGION", &account.regions[0]));
    };
    check(
        "tencent",
        "DescribeInstances",
        json!({ "Filters": [{ "Name": "instance-name", "Values": ["it's"] }], "Limit": 5 }),
        r#"tccli cvm DescribeInstances --region REGION --Filters '[{"Name":"instance-name","Values":["it'\''s"]}]' --Limit 5"#,
    )
    .await;
    check(
        "jdcloud",
        "describeInstanceStatus",
        json!({ "pageSize": 20, "filters": [{ "name": "status", "values": ["running"] }] }),
        r#"jdc vm describe-instance-status --region-id REGION --page-size 20 --filters '[{"name":"status","values":["running"]}]'"#,
    )
    .await;
}

#[tokio::test]
async fn every_operation_has_its_details() {
    let app = open_app(None);
    let summaries = app.operations();
    assert_eq!(summaries.iter().filter(|one| !one.companion).count(), 165);
    for one in &summaries {
        let details = app.operation_details(&one.cloud, &one.name).unwrap();
        assert_eq!(details.form.operation, one.name);
        assert!(details.rate_limit > 0 && !details.service.is_empty() && !details.source.is_empty(), "{}", one.name);
        let problems = app.validate_params(&one.cloud, &one.name, &details.example).unwrap();
        assert!(problems.is_empty(), "{} {}: {problems:?}", one.cloud, one.name);
    }
    let unknown = app.operation_details(&summaries[0].cloud, "NoSuchOperation").unwrap_err();
    assert_eq!(unknown.kind, ErrorKind::Unsupported);
}
