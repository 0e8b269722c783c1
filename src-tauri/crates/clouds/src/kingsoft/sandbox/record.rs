//! An instance as the cloud describes it.

use serde_json::{Value, json};
use yundeck_sandbox::World;
use yundeck_sandbox::world::{Disk, Instance, InstanceState};

use super::{interface, setting, things, time};

/// The state of an instance that is in the recycle bin.
pub const RECYCLING: InstanceState = InstanceState::Busy("recycling");

/// The state of an instance whose type was changed: it is off, and starting it finishes the change.
pub const CHANGED: InstanceState = InstanceState::Busy("resize_success_local");

/// The state of an instance that was moved while it ran: rebooting it finishes the move.
pub const MOVED: InstanceState = InstanceState::Busy("migrating_success");

/// The cloud's word for a state.
pub fn word(state: InstanceState) -> &'static str {
    match state {
        InstanceState::Pending => "building",
        InstanceState::LaunchFailed => "error",
        InstanceState::Running => "active",
        InstanceState::Stopping => "stopping",
        InstanceState::Stopped => "stopped",
        InstanceState::Starting => "starting",
        InstanceState::Rebooting => "rebooting",
        InstanceState::Busy(word) => word,
        InstanceState::Terminating => "deleting",
        InstanceState::Gone => "deleted",
    }
}

/// The disks of an instance, the system disk first.
pub fn disks<'w>(world: &'w World, instance: &'w Instance) -> impl Iterator<Item = &'w Disk> {
    instance.disk_ids.iter().filter_map(|id| world.disks.get(id))
}

/// Whether a disk is a local one of its instance and no cloud disk.
pub fn is_local(disk: &Disk) -> bool {
    matches!(disk.disk_type.as_str(), "Local_SSD" | "SSD")
}

/// The project of an instance; 0 is the default one.
pub fn project(instance: &Instance) -> i64 {
    instance.extra.get("ProjectId").and_then(Value::as_i64).unwrap_or(0)
}

/// An element of `InstancesSet`.
pub fn instance(world: &World, instance: &Instance) -> Value {
    let extra = |name: &str| instance.extra.get(name).cloned();
    let text = |name: &str, other: &str| extra(name).unwrap_or_else(|| Value::from(other));
    let local = disks(world, instance).find(|disk| !disk.system && is_local(disk)).map_or(0, |disk| disk.size_gib);
    let system = disks(world, instance).find(|disk| disk.system);
    let root = if system.is_some_and(is_local) { system.map_or(0, |disk| disk.size_gib) } else { 0 };
    let mut record = json!({
        "InstanceId": instance.id,
        "ProjectId": project(instance),
        "InstanceName": instance.name,
        "InstanceType": instance.instance_type,
        "InstanceConfigure": {
            "VCPU": instance.vcpus, "GPU": instance.gpus, "MemoryGb": instance.memory_mib / 1024,
            "DataDiskGb": local, "RootDiskGb": root, "DataDiskType": "SSD",
        },
        "ImageId": instance.image_id,
        "SubnetId": instance.subnet_id,
        "PrivateIpAddress": instance.private_ips.first(),
        "InstanceState": { "Name": word(instance.state(world.now())) },
        "Monitoring": { "State": text("Monitoring", "enabled") },
        "NetworkInterfaceSet": interface::of_instance(world, instance),
        "SriovNetSupport": text("SriovNetSupport", "false"),
        "IsShowSriovNetSupport": false,
        "CreationDate": time::beijing_z(instance.created),
        "AvailabilityZone": instance.zone,
        "AvailabilityZoneName": zone_name(&instance.zone),
        "ProductType": 41,
        "ProductWhat": 1,
        "ChargeType": charge_type(instance),
        "HostName": instance.host_name,
        "StoppedMode": text("StoppedMode", "KeepCharging"),
    });
    if let Some(disk) = system {
        record["SystemDisk"] = json!({ "DiskType": disk.disk_type, "DiskSize": disk.size_gib });
        if !is_local(disk) {
            record["SystemDisk"]["DiskId"] = json!(disk.id);
        }
    }
    let cloud_disk = |disk: &Disk| json!({ "DiskId": disk.id, "DiskType": disk.disk_type, "DiskSize": disk.size_gib, "DeleteWithInstance": disk.delete_with_instance, "Encrypted": false });
    let cloud: Vec<Value> =
        disks(world, instance).filter(|disk| !disk.system && !is_local(disk)).map(cloud_disk).collect();
    let members = [
        ("DataDisks", (!cloud.is_empty()).then(|| Value::Array(cloud))),
        ("KeySet", (!instance.key_pair_ids.is_empty()).then(|| json!(instance.key_pair_ids))),
        ("UserData", extra("UserData")),
        ("AutoDeleteTime", extra("AutoDeleteTime")),
        ("AutoDeleteEip", extra("AutoDeleteEip")),
        ("SpotStrategy", extra("SpotStrategy")),
        ("SpotPriceLimit", extra("SpotPriceLimit")),
        ("DataGuard", data_guard(world, instance)),
    ];
    for (name, value) in members {
        if let Some(value) = value {
            record[name] = value;
        }
    }
    if let Some(expires) = instance.expires {
        record["ServiceEndTime"] = json!(time::beijing_plain(expires));
    }
    setting::shown(instance, &mut record);
    record
}

/// How an instance is paid, in the cloud's word.
pub fn charge_type(instance: &Instance) -> &str {
    instance.extra.get("ChargeType").and_then(Value::as_str).unwrap_or("Daily")
}

fn data_guard(world: &World, instance: &Instance) -> Option<Value> {
    let id = instance.extra.get("DataGuardId")?.as_str()?;
    let group = things::find(world, super::placement::NOUN, &instance.region, id)?;
    Some(json!({ "DataGuardId": id, "DataGuardName": group["name"] }))
}

/// `cn-beijing-6a` is called "可用区A".
pub fn zone_name(zone: &str) -> String {
    format!("可用区{}", zone.chars().last().map(|letter| letter.to_ascii_uppercase()).unwrap_or_default())
}
