//! An instance as `DescribeInstances` shows it: the members of the document, and those that today's clients read.

use serde_json::{Map, Value, json};
use yundeck_sandbox::World;
use yundeck_sandbox::world::{Billing, Disk, Ids, Instance, InstanceState};

use super::filter::{iso, note};

/// The cloud's word for a state.
pub fn state_word(state: InstanceState) -> &'static str {
    match state {
        InstanceState::Pending => "PENDING",
        InstanceState::LaunchFailed => "LAUNCH_FAILED",
        InstanceState::Running => "RUNNING",
        InstanceState::Stopping => "STOPPING",
        InstanceState::Starting => "STARTING",
        InstanceState::Rebooting => "REBOOTING",
        InstanceState::Terminating | InstanceState::Gone => "TERMINATING",
        InstanceState::Busy("SHUTDOWN") => "SHUTDOWN",
        // Other operations of the cloud have no state of their own here: the instance is down while they last.
        InstanceState::Stopped | InstanceState::Busy(_) => "STOPPED",
    }
}

/// The cloud's word for a billing mode.
pub fn billing_word(billing: Billing) -> &'static str {
    match billing {
        Billing::Prepaid => "PREPAID",
        Billing::Postpaid => "POSTPAID_BY_HOUR",
        Billing::Spot => "SPOTPAID",
        Billing::Host => "CDHPAID",
    }
}

/// The word for how an instance is paid: two of the cloud's modes are kept as they were asked for.
pub fn billed(instance: &Instance) -> &str {
    note(&instance.extra, "InstanceChargeType").unwrap_or(billing_word(instance.billing))
}

/// An instance's `InternetAccessible`.
pub fn internet(instance: &Instance) -> Value {
    let default = if instance.billing == Billing::Prepaid { "BANDWIDTH_PREPAID" } else { "BANDWIDTH_POSTPAID_BY_HOUR" };
    let mut internet = json!({
        "InternetChargeType": note(&instance.extra, "InternetChargeType").unwrap_or(default),
        "InternetMaxBandwidthOut": instance.bandwidth_mbps,
    });
    if let Some(package) = note(&instance.extra, "BandwidthPackageId") {
        internet["BandwidthPackageId"] = json!(package);
    }
    internet
}

/// The id of an instance that no other ever has, made of its own.
pub fn uuid(instance: &Instance) -> String {
    Ids::seeded(&instance.id).uuid()
}

/// The record of an instance.
pub fn view(world: &World, instance: &Instance) -> Value {
    let now = world.now();
    let extra = |name: &str, default: Value| instance.extra.get(name).cloned().unwrap_or(default);
    let mut disks = instance.disk_ids.iter().filter_map(|id| world.disks.get(id)).map(disk);
    let prepaid = instance.billing == Billing::Prepaid;
    let expired = instance.expires.is_some_and(|expires| expires < now);
    let mut view = json!({
        "Placement": { "Zone": instance.zone, "ProjectId": extra("ProjectId", json!(0)), "HostIds": extra("HostIds", json!([])) },
        "InstanceId": instance.id,
        "InstanceType": instance.instance_type,
        "CPU": instance.vcpus,
        "Memory": instance.memory_mib / 1024,
        "RestrictState": if expired { "EXPIRED" } else { "NORMAL" },
        "InstanceName": instance.name,
        "InstanceChargeType": billed(instance),
        "SystemDisk": disks.next(),
        "DataDisks": disks.collect::<Vec<_>>(),
        "PrivateIpAddresses": instance.private_ips,
        "PublicIpAddresses": instance.public_ips,
        "InternetAccessible": internet(instance),
        "VirtualPrivateCloud": {
            "VpcId": instance.vpc_id.as_deref().unwrap_or_default(), "SubnetId": instance.subnet_id.as_deref().unwrap_or_default(),
            "AsVpcGateway": extra("AsVpcGateway", json!(false)),
        },
        "ImageId": instance.image_id,
        "RenewFlag": if prepaid { extra("RenewFlag", json!("NOTIFY_AND_MANUAL_RENEW")) } else { Value::Null },
        "CreatedTime": iso(instance.created),
        "ExpiredTime": instance.expires.filter(|_| prepaid).map(iso),
        "OsName": instance.os,
        "SecurityGroupIds": instance.security_group_ids,
        "LoginSettings": { "KeyIds": instance.key_pair_ids },
        "InstanceState": state_word(instance.state(now)),
        "Tags": extra("Tags", json!([])),
    });
    if instance.gpus > 0 {
        view["GPUInfo"] = json!({ "GPUCount": instance.gpus, "GPUType": "Tesla P40" });
    }
    newer(world, instance, &mut view);
    view
}

/// What the document does not have and today's replies do.
fn newer(world: &World, instance: &Instance, view: &mut Value) {
    let now = world.now();
    let extra = |name: &str, default: Value| instance.extra.get(name).cloned().unwrap_or(default);
    let state = instance.state(now);
    let stopped_mode = match (state, instance.billing) {
        (InstanceState::Stopped, Billing::Postpaid) => {
            note(&instance.extra, "StopChargingMode").unwrap_or("KEEP_CHARGING")
        }
        _ => "NOT_APPLICABLE",
    };
    let windows = world.images.get(&instance.image_id).is_some_and(|image| image.platform == "Windows");
    let user = match instance.os.to_lowercase() {
        _ if windows => "Administrator",
        os if os.contains("ubuntu") => "ubuntu",
        _ => "root",
    };
    let outcome = match state {
        InstanceState::LaunchFailed => "FAILED",
        _ if instance.course.is_settled(now) => "SUCCESS",
        _ => "OPERATING",
    };
    let members = [
        ("Uuid", json!(uuid(instance))),
        ("StopChargingMode", json!(stopped_mode)),
        ("LatestOperation", extra("LatestOperation", json!("RunInstances"))),
        ("LatestOperationState", json!(outcome)),
        ("LatestOperationRequestId", extra("LatestOperationRequestId", Value::Null)),
        ("LatestOperationErrorMsg", Value::Null),
        ("IPv6Addresses", extra("IPv6Addresses", json!([]))),
        ("IsolatedSource", json!(if state == InstanceState::Busy("SHUTDOWN") { "MANMADE" } else { "NOTISOLATED" })),
        ("DisableApiTermination", extra("DisableApiTermination", json!(false))),
        ("DisasterRecoverGroupIds", extra("DisasterRecoverGroupIds", json!([]))),
        ("DisasterRecoverGroupId", extra("DisasterRecoverGroupIds", json!([]))[0].clone()),
        ("CamRoleName", extra("CamRoleName", json!(""))),
        ("HpcClusterId", extra("HpcClusterId", json!(""))),
        ("DedicatedClusterId", extra("DedicatedClusterId", json!(""))),
        ("HostName", json!(instance.host_name.as_deref().unwrap_or_default())),
        ("DefaultLoginUser", json!(user)),
        ("DefaultLoginPort", json!(if windows { 3389 } else { 22 })),
        ("LicenseType", json!("TencentCloud")),
        ("RdmaIpAddresses", Value::Null),
        ("EnableJumboFrame", extra("EnableJumboFrame", json!(false))),
    ];
    for (name, value) in members {
        view[name] = value;
    }
    for name in ["CpuTopology", "Metadata", "PartitionNumber"] {
        if let Some(value) = instance.extra.get(name) {
            view[name] = value.clone();
        }
    }
}

fn disk(disk: &Disk) -> Value {
    // Local disks have no id.
    let id = if disk.disk_type.starts_with("LOCAL_") { Value::Null } else { json!(disk.id) };
    let mut view = json!({ "DiskType": disk.disk_type, "DiskId": id, "DiskSize": disk.size_gib });
    if !disk.system {
        view["DeleteWithInstance"] = json!(disk.delete_with_instance);
        view["SnapshotId"] = json!(disk.snapshot_id);
    }
    if !disk.name.is_empty() {
        view["DiskName"] = json!(disk.name);
    }
    for (name, value) in &disk.extra {
        view[name] = value.clone();
    }
    view
}

/// What a call did last to the instances that it named or made.
pub fn remember(world: &mut World, operation: &str, ids: &[String]) {
    let request = world.request_id.clone();
    for id in ids {
        let Some(instance) = world.instances.get_mut(id) else { continue };
        let notes: &mut Map<String, Value> = &mut instance.extra;
        notes.insert("LatestOperation".to_owned(), json!(operation));
        if !request.is_empty() {
            notes.insert("LatestOperationRequestId".to_owned(), json!(request));
        }
    }
}
