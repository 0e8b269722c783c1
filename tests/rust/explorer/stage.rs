//! What the explorer's tests share: the calls of each cloud that do the same thing, and how one is sent.

use serde_json::{Value, json};
use yundeck_app::reads::explorer::call::CallReply;
use yundeck_app::reads::explorer::table::CallTable;
use yundeck_app::records::activity::{Activity, ActivityPhase};
use yundeck_app::records::journal::{JournalFilter, JournalOutcome};
use yundeck_app::records::plan::Confirmation;
use yundeck_catalogue::{CloudSpec, Effect};
use yundeck_domain::{Account, Error};
use yundeck_sandbox::world::InstanceState;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::{House, options};

/// How an act can end.
pub const ENDS: &[ActivityPhase] = &[ActivityPhase::Done, ActivityPhase::Failed, ActivityPhase::NotApplied];

/// The catalogue of a cloud.
pub fn spec(cloud: &str) -> &'static CloudSpec {
    yundeck_clouds::REGISTRY.iter().map(|entry| entry.adapter.spec()).find(|spec| spec.id == cloud).unwrap()
}

/// Sends a read.
pub async fn call(house: &House, account: &Account, operation: &str, params: &Value) -> Result<CallReply, Error> {
    house.app.reads.call_operation(&account.id, &account.regions[0], operation, params).await
}

/// The items of a reply's list.
pub fn rows(table: &CallTable) -> Vec<Value> {
    serde_json::from_str(&table.rows.to_string()).unwrap()
}

/// A house whose clouds have at least so many instances.
pub async fn crowded(instances: usize) -> House {
    House::of(options(None), yundeck_sandbox::Options { instances, ..yundeck_sandbox::Options::default() }).await
}

/// Plans an act, applies it, and waits for its end.
pub async fn act(house: &House, account: &Account, operation: &str, params: &Value) -> Activity {
    let plan = house.app.acts.plan_operation(&account.id, &account.regions[0], operation, params).await.unwrap();
    let effect = spec(&account.cloud).operation(operation).unwrap().effect;
    assert_eq!(matches!(plan.confirm, Confirmation::TypeName { .. }), effect == Effect::Destroy, "{operation}");
    house.carry_out(&plan).await
}

/// When everything that is under way in the sandbox has come to its end.
pub fn later() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now() + chrono::Duration::days(1)
}

/// The id of a running instance in the account's region.
pub fn running_instance(house: &House, account: &Account) -> String {
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
pub struct KeyPairCalls {
    pub create: &'static str,
    pub params: Value,
    pub delete: &'static str,
    pub by_id: fn(&str) -> Value,
}

/// Those calls of a cloud; one without key pairs has none.
pub fn key_pair(cloud: &str) -> Option<KeyPairCalls> {
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
pub fn password(cloud: &str, id: &str, secret: &str) -> (&'static str, Value) {
    match cloud {
        "tencent" => ("ResetInstancesPassword", json!({ "InstanceIds": [id], "Password": secret, "ForceStop": true })),
        "kingsoft" => ("ModifyInstanceAttribute", json!({ "InstanceId": id, "InstancePassword": secret })),
        "jdcloud" => ("modifyInstancePassword", json!({ "instanceId": id, "password": secret })),
        _ => ("ResetVMInstancePassword", json!({ "VMID": id, "Password": secret })),
    }
}

/// An instance in the state in which its cloud changes its password.
pub async fn instance_for_a_password(house: &House, account: &Account) -> String {
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

/// The outcomes in the journal: all, or that of one plan.
pub fn journal(house: &House, id: Option<&str>) -> Vec<JournalOutcome> {
    let entries = house.app.journal.page(&JournalFilter::default(), 0, 1000).unwrap().entries;
    entries.iter().filter(|entry| id.is_none_or(|id| entry.id == id)).map(|entry| entry.outcome).collect()
}

/// Makes calls of an operation go wrong.
pub fn inject(house: &House, cloud: &str, operation: &str, kind: FaultKind, times: u32) {
    house.sandbox.inject(Fault {
        cloud: Some(cloud.to_owned()),
        operation: Some(operation.to_owned()),
        times,
        millis: 0,
        ..Fault::new(kind)
    });
}
