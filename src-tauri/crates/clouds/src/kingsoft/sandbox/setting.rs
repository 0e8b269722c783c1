//! What is set on instances beside their own attributes: the way they are paid, a role, protection. The operations are newer
//! than the document; their replies are those of the vendor's Go SDK (`kingsoftcloud/sdk-go@831e7c6`).

use serde_json::{Map, Value, json};
use yundeck_sandbox::world::{Billing, Instance};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{Outcome, instance, record, refuse};

/// Where an instance notes its role.
const ROLE: &str = "IamRoleName";
/// Where an instance notes that it is protected, by the parameter that sets it at its creation.
const PROTECTED: &str = "IsProtect";

/// `ModifyInstanceChargeType`: between the two ways of paying by use.
pub fn charge_type(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = instance::known(world, incoming)?;
    let target = incoming.text("TargetChargeType").unwrap_or_default();
    for (index, id) in ids.iter().enumerate() {
        let Some(instance) = world.instances.get(id) else { continue };
        let present = record::charge_type(instance);
        if instance.billing != Billing::Postpaid || present == target {
            let why = format!("the instance is paid {present}");
            return Err(refuse::because(&format!("InstanceId.{}", index + 1), why));
        }
    }
    let disks = incoming.flag("IncludeDataDisks").unwrap_or(false);
    for id in &ids {
        let Some(instance) = world.instances.get_mut(id) else { continue };
        instance.extra.insert("ChargeType".to_owned(), Value::from(target));
        for disk_id in instance.disk_ids.clone() {
            if let Some(disk) = world.disks.get_mut(&disk_id).filter(|disk| disk.system || disks) {
                disk.extra.insert("ChargeType".to_owned(), Value::from(target));
            }
        }
    }
    Ok(json!({ "Return": true }))
}

/// `AttachInstancesIamRole` and `DetachInstancesIamRole`.
pub fn role(world: &mut World, incoming: &Incoming, role: Option<&str>) -> Outcome {
    let ids = instance::known(world, incoming)?;
    let mut results = Vec::new();
    for id in &ids {
        if let Some(message) = world.refused(id, &ids) {
            results.push(json!({ "InstanceId": id, "Result": false, "Message": message }));
        } else if let Some(instance) = world.instances.get_mut(id) {
            match role {
                Some(role) => drop(instance.extra.insert(ROLE.to_owned(), Value::from(role))),
                None => drop(instance.extra.shift_remove(ROLE)),
            }
            results.push(json!({ "InstanceId": id, "Result": true }));
        }
    }
    let failed = results.iter().filter(|result| result["Result"] == false).count();
    let mut reply = json!({ "FailCount": failed, "TotalCount": ids.len(), "Results": results });
    if let Some(role) = role {
        reply["IamRoleName"] = Value::from(role);
    }
    Ok(reply)
}

/// `SetInstanceResourceProtect`.
pub fn protect(world: &mut World, incoming: &Incoming) -> Outcome {
    let protected = incoming.flag("IsProtection").unwrap_or(false);
    for id in instance::known(world, incoming)? {
        if let Some(instance) = world.instances.get_mut(&id) {
            instance.extra.insert(PROTECTED.to_owned(), Value::from(protected));
        }
    }
    Ok(json!({ "Return": true }))
}

/// A protected instance is not terminated.
///
/// # Errors
/// The first one that is.
pub fn check_unprotected(world: &World, incoming: &Incoming) -> Result<(), Refusal> {
    let is_protected = |instance: &Instance| instance.extra.get(PROTECTED).is_some_and(|value| value == true);
    let ids = incoming.texts("InstanceId");
    match ids.iter().position(|id| world.instances.get(id).is_some_and(is_protected)) {
        Some(index) => Err(refuse::because(&format!("InstanceId.{}", index + 1), "the instance is protected")),
        None => Ok(()),
    }
}

/// What an order sets that an instance only notes.
pub const NOTED: &[&str] = &[
    "ChargeType",
    "ProjectId",
    "SriovNetSupport",
    "DataGuardId",
    "SpotStrategy",
    "SpotPriceLimit",
    "UserData",
    "AutoDeleteTime",
    "AutoDeleteEip",
    "DedicatedHostId",
    "BandWidthShareId",
    ROLE,
    PROTECTED,
    "FailureAutoDelete",
    "SyncTag",
    "Tag",
];

/// Members of a record that the document does not have and present clients read.
pub fn shown(instance: &Instance, record: &mut Value) {
    let extra = |name: &str| instance.extra.get(name);
    let flag = |name: &str| extra(name).is_some_and(|value| value == true);
    let members: Map<String, Value> = [
        ("Platform", json!(instance.os)),
        ("IsDistributeIpv6", json!(flag("DistributeIpv6"))),
        ("FailureAutoDelete", json!(flag("FailureAutoDelete"))),
        ("SyncTag", json!(flag("SyncTag"))),
        ("IsProtect", json!(flag(PROTECTED))),
        ("ShutdownNoCharge", json!(extra("StoppedMode").is_some_and(|mode| mode == "StopCharging"))),
        ("VncSupport", json!(true)),
        ("LiveUpgradeSupport", json!(false)),
        ("Migration", json!(0)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    if let Some(all) = record.as_object_mut() {
        all.extend(members);
    }
    for (name, noted) in [("IamRoleName", ROLE), ("DedicatedUuid", "DedicatedHostId")] {
        if let Some(value) = extra(noted) {
            record[name] = value.clone();
        }
    }
}
