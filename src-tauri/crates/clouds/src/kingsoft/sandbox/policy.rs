//! Automatic snapshot policies: newer than the document, replies by the vendor's Go SDK (`kingsoftcloud/sdk-go@831e7c6`). They
//! are kept and listed; no snapshot is made by them.

use serde_json::{Value, json};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{Outcome, disk, record, refuse, things, time};

/// Where they are kept in the world.
const NOUN: &str = "snapshot_policies";

/// What a policy is made of.
const MEMBERS: &[&str] = &["AutoSnapshotTime", "AutoSnapshotDate", "RetentionTime", "SnapshotType"];

/// `CreateAutoSnapshotPolicy`.
pub fn create(world: &mut World, incoming: &Incoming) -> Outcome {
    let name = incoming.text("AutoSnapshotPolicyName").unwrap_or_default();
    let mut policy = json!({
        "region": incoming.region, "name": name, "made": time::beijing_plain(world.now()), "disks": [],
    });
    set(&mut policy, incoming);
    let id = world.ids.uuid();
    things::put(world, NOUN, &id, policy);
    Ok(json!({ "AutoSnapshotPolicyId": id }))
}

fn set(policy: &mut Value, incoming: &Incoming) {
    for name in MEMBERS {
        if let Some(value) = incoming.params.get(*name) {
            policy[*name] = value.clone();
        }
    }
}

/// `DescribeAutoSnapshotPolicy`.
pub fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("AutoSnapshotPolicyId");
    let name = incoming.text("AutoSnapshotPolicyName");
    let set: Vec<Value> = things::list(world, NOUN, &incoming.region)
        .filter(|(id, _)| ids.is_empty() || ids.iter().any(|wanted| wanted == id))
        .filter(|(_, policy)| name.is_none_or(|name| things::text(policy, "name") == name))
        .map(|(id, policy)| shown(world, id, policy))
        .collect();
    Ok(json!({ "AutoSnapshotPolicySize": set.len(), "AutoSnapshotPolicySet": set }))
}

/// Hours and weekdays are texts in replies.
fn shown(world: &World, id: &str, policy: &Value) -> Value {
    let texts = |name: &str| policy[name].as_array().into_iter().flatten().map(Value::to_string).collect::<Vec<_>>();
    let (cloud, local): (Vec<&str>, Vec<&str>) = disks(policy).partition(|id| world.disks.contains(id));
    let mut item = json!({
        "AutoSnapshotPolicyId": id, "AutoSnapshotPolicyName": policy["name"], "CreationDate": policy["made"],
        "AutoSnapshotTime": texts("AutoSnapshotTime"), "AutoSnapshotDate": texts("AutoSnapshotDate"),
        "AttachLocalVolumeNum": local.len(), "AttachEBSVolumeNum": cloud.len(),
    });
    for name in ["RetentionTime", "SnapshotType"] {
        if let Some(value) = policy.get(name) {
            item[name] = value.clone();
        }
    }
    item
}

fn disks(policy: &Value) -> impl Iterator<Item = &str> {
    policy["disks"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Whether a disk is under a policy, and under which.
pub fn of_disk<'w>(world: &'w World, region: &'w str, disk_id: &str) -> Option<&'w str> {
    things::list(world, NOUN, region).find(|(_, policy)| disks(policy).any(|id| id == disk_id)).map(|(id, _)| id)
}

fn named<'w>(world: &'w mut World, incoming: &Incoming) -> Result<&'w mut Value, Refusal> {
    let id = incoming.text("AutoSnapshotPolicyId").unwrap_or_default();
    things::find_mut(world, NOUN, &incoming.region, id).ok_or_else(|| refuse::invalid("AutoSnapshotPolicyId"))
}

/// `ModifyAutoSnapshotPolicy`.
pub fn modify(world: &mut World, incoming: &Incoming) -> Outcome {
    let policy = named(world, incoming)?;
    if let Some(name) = incoming.text("AutoSnapshotPolicyName") {
        policy["name"] = json!(name);
    }
    set(policy, incoming);
    Ok(json!({ "Return": true }))
}

/// `DeleteAutoSnapshotPolicy`: all of them or none.
pub fn delete(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("AutoSnapshotPolicyId");
    if let Some(index) = ids.iter().position(|id| things::find(world, NOUN, &incoming.region, id).is_none()) {
        return Err(refuse::invalid(&format!("AutoSnapshotPolicyId.{}", index + 1)));
    }
    for id in &ids {
        things::take(world, NOUN, id);
    }
    Ok(json!({ "AutoSnapshotPolicySet": ids }))
}

/// `ApplyAutoSnapshotPolicy` and `CancelAutoSnapshotPolicy`: to cloud disks and local ones, which must exist.
pub fn attach(world: &mut World, incoming: &Incoming, attached: bool) -> Outcome {
    let ids = incoming.texts("AttachVolumeId");
    let exists = |id: &String| {
        world.disks.find(&incoming.region, id).is_some_and(|found| !record::is_local(found))
            || disk::exists(world, &incoming.region, id)
    };
    if let Some(index) = ids.iter().position(|id| !exists(id)) {
        return Err(refuse::invalid(&format!("AttachVolumeId.{}", index + 1)));
    }
    let policy = named(world, incoming)?;
    let others = disks(policy).filter(|id| !ids.iter().any(|one| one == id)).map(str::to_owned);
    let mut all: Vec<String> = others.collect();
    if attached {
        all.extend(ids.iter().cloned());
    }
    policy["disks"] = json!(all);
    let policy_id = incoming.text("AutoSnapshotPolicyId");
    Ok(json!({ "ReturnSet": { "AutoSnapshotPolicyId": policy_id, "AttachVolumeIdSuccess": ids } }))
}
