//! Cloud disks, as the disk service `ebs` lists them. Replies are those of the vendor's Go SDK (`kingsoftcloud/sdk-go@831e7c6`)
//! with the count that `yunionio/cloudmux@e7a49e58` reads.

use serde_json::{Value, json};
use yundeck_sandbox::world::{Billing, Disk, DiskState};
use yundeck_sandbox::{Incoming, World};

use super::{Outcome, instance, record, tag, time};

/// How many a page has when the caller does not say.
const PAGE: usize = 10;

/// `DescribeVolumes`.
pub fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("VolumeId");
    let items: Vec<Value> = world
        .disks
        .in_region(&incoming.region)
        .filter(|disk| !record::is_local(disk) && (ids.is_empty() || ids.contains(&disk.id)))
        .filter(|disk| is_tagged(world, disk, incoming))
        .map(|disk| volume(world, disk))
        .filter(|item| matches(item, incoming))
        .collect();
    let number = |name: &str| incoming.number(name).and_then(|number| usize::try_from(number).ok());
    let (total, start) = (items.len(), number("Marker").unwrap_or(0));
    let page: Vec<Value> = items.into_iter().skip(start).take(number("MaxResults").unwrap_or(PAGE)).collect();
    let next = start + page.len();
    Ok(json!({ "Marker": if next < total { next } else { 0 }, "TotalCount": total, "Volumes": page }))
}

fn is_tagged(world: &World, disk: &Disk, incoming: &Incoming) -> bool {
    let instance = disk.instance_id.as_ref().and_then(|id| world.instances.get(id));
    // Tags of an instance are its disks' only when it was made so.
    let synced = instance.filter(|instance| instance.extra.get("SyncTag").is_some_and(|value| value == true));
    let mut asked = incoming.params.get("Tag").and_then(Value::as_array).into_iter().flatten();
    asked.all(|wanted| {
        let (key, value) = (wanted["Key"].as_str().unwrap_or_default(), wanted["Value"].as_str());
        tag::of(synced.and_then(|instance| instance.extra.get("Tag")))
            .any(|(found, has)| found == key && value.is_none_or(|value| value == has))
    })
}

fn matches(item: &Value, incoming: &Incoming) -> bool {
    let is = |name: &str, member: &str| incoming.text(name).is_none_or(|asked| item[member] == asked);
    let made = item["CreateTime"].as_str().unwrap_or_default().get(..10).unwrap_or_default();
    // `inuse` in the SDK's words, `in-use` in what its other clients read.
    let state = incoming.text("VolumeStatus").map(|state| if state == "inuse" { "in-use" } else { state });
    is("VolumeCategory", "VolumeCategory")
        && state.is_none_or(|state| item["VolumeStatus"] == state)
        && is("VolumeType", "VolumeType")
        && is("SourceSnapshotId", "SourceSnapshotId")
        && incoming.text("VolumeCreateDate").is_none_or(|day| made == day)
        && incoming.text("VolumeCreateStartDate").is_none_or(|day| made >= day)
        && incoming.text("VolumeCreateEndDate").is_none_or(|day| made <= day)
}

fn volume(world: &World, disk: &Disk) -> Value {
    let instance = disk.instance_id.as_ref().and_then(|id| world.instances.get(id));
    let charge_type = disk.extra.get("ChargeType").and_then(Value::as_str).unwrap_or(match disk.billing {
        Billing::Prepaid => "Monthly",
        Billing::Spot => "HourlyInstantSettlement",
        Billing::Postpaid | Billing::Host => instance.map_or("Daily", record::charge_type),
    });
    let attached: Vec<Value> = instance
        .map(|instance| {
            let letter = instance.disk_ids.iter().position(|id| *id == disk.id).and_then(|at| u8::try_from(at).ok());
            let letter = char::from(b'a'.saturating_add(letter.unwrap_or(1)));
            json!({ "InstanceId": instance.id, "MountPoint": format!("/dev/vd{letter}"), "DeleteWithInstance": disk.delete_with_instance })
        })
        .into_iter()
        .collect();
    let mut item = json!({
        "VolumeId": disk.id, "VolumeName": disk.name, "VolumeDesc": "", "Size": disk.size_gib,
        "VolumeStatus": word(disk.state(world.now())), "VolumeType": disk.disk_type,
        "VolumeCategory": if disk.system { "system" } else { "data" }, "InstanceId": disk.instance_id.clone().unwrap_or_default(),
        "AvailabilityZone": disk.zone, "ChargeType": charge_type, "InstanceTradeType": 1,
        "CreateTime": time::beijing_plain(disk.created), "Attachment": attached,
        "ProjectId": instance.map_or(0, record::project), "DeleteWithInstance": disk.delete_with_instance,
    });
    if let Some(expires) = instance.and_then(|instance| instance.expires) {
        item["ExpireTime"] = json!(time::beijing_plain(expires));
    }
    if let Some(snapshot) = &disk.snapshot_id {
        item["SourceSnapshotId"] = json!(snapshot);
    }
    item
}

fn word(state: DiskState) -> &'static str {
    match state {
        DiskState::Creating => "creating",
        DiskState::Available => "available",
        DiskState::Attaching => "attaching",
        DiskState::InUse => "in-use",
        DiskState::Detaching => "detaching",
        DiskState::Busy(word) => word,
        DiskState::Gone => "deleting",
    }
}

/// `DescribeInstanceVolumes`.
pub fn of_instance(world: &World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("InstanceId").unwrap_or_default();
    let instance = instance::one(world, incoming)?;
    let set: Vec<Value> = record::disks(world, instance)
        .filter(|disk| !record::is_local(disk))
        .map(|disk| {
            let mount = volume(world, disk)["Attachment"][0]["MountPoint"].clone();
            json!({ "InstanceId": id, "VolumeId": disk.id, "MountPoint": mount })
        })
        .collect();
    Ok(json!({ "Attachments": set }))
}
