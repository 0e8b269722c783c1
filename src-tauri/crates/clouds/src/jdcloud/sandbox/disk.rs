//! Disks: listed, attached and detached.

use serde_json::{Value, json};
use yundeck_sandbox::world::lifecycle::DISK_SECONDS;
use yundeck_sandbox::world::{Course, Disk, DiskState, InstanceState, SnapshotState};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::filter::{self, Filters, exact, exact_all, part};
use super::{Answer, create, instance, instance_type, refuse, show};

/// Sizes a system disk may have, in GiB (`createInstances` of the newer overview).
const SYSTEM_GIB: std::ops::RangeInclusive<u32> = 40..=500;

fn named<'w>(world: &'w World, incoming: &Incoming) -> Result<&'w Disk, Refusal> {
    let id = incoming.text("diskId").unwrap_or_default();
    world.disks.find(&incoming.region, id).ok_or_else(|| refuse::not_found("Disk", id))
}

/// `attachDisk`
pub(super) fn attach(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = instance::named(world, incoming)?;
    instance::allow(world, instance, &[InstanceState::Running, InstanceState::Stopped])?;
    let disk = named(world, incoming)?;
    let state = disk.state(world.now());
    if state != DiskState::Available {
        return Err(refuse::precondition(format!("Invalid disk status '{}'", show::disk_state(state))));
    }
    if disk.zone != instance.zone {
        return Err(refuse::precondition(format!("Disk '{}' is in another az", disk.id)));
    }
    let attached: Vec<&Disk> = instance.disk_ids.iter().filter_map(|id| world.disks.get(id)).collect();
    let asked = incoming.text("deviceName");
    let system = asked == Some("vda");
    if system {
        if attached.iter().any(|disk| disk.system) {
            return Err(refuse::precondition("System disk already exists"));
        }
        instance::allow(world, instance, &[InstanceState::Stopped])?;
        if !SYSTEM_GIB.contains(&disk.size_gib) {
            return Err(refuse::out_of_range("System disk size out of range"));
        }
    }
    if asked.is_some_and(|device| attached.iter().any(|disk| disk.device.as_deref() == Some(device))) {
        return Err(refuse::precondition("DeviceName already in use"));
    }
    let cloud = attached.iter().filter(|disk| !disk.extra.contains_key(show::LOCAL)).count();
    let limit = instance_type::disk_limit(world, instance.instance_type.as_deref().unwrap_or_default());
    if cloud >= limit {
        return Err(refuse::precondition("InstanceType constraints. CloudDisk limit exceeded"));
    }
    let device = match asked {
        Some(device) => device.to_owned(),
        None => create::free_device(attached.iter().filter_map(|disk| disk.device.as_deref()), &[]),
    };
    let (now, instance_id, disk_id) = (world.now(), instance.id.clone(), disk.id.clone());
    if let Some(instance) = world.instances.get_mut(&instance_id) {
        let at = if system { 0 } else { instance.disk_ids.len() };
        instance.disk_ids.insert(at, disk_id.clone());
    }
    if let Some(disk) = world.disks.get_mut(&disk_id) {
        disk.course = Course::through(now, DiskState::Attaching, DISK_SECONDS, DiskState::InUse);
        disk.instance_id = Some(instance_id);
        disk.device = Some(device);
        disk.system = system;
        disk.delete_with_instance = incoming.flag("autoDelete").unwrap_or_default();
    }
    Ok(Value::Null)
}

/// `detachDisk`
pub(super) fn detach(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = instance::named(world, incoming)?;
    instance::allow(world, instance, &[InstanceState::Running, InstanceState::Stopped])?;
    let disk = named(world, incoming)?;
    if !instance.disk_ids.contains(&disk.id) {
        return Err(refuse::precondition(format!("disk '{}' not mounted on instance", disk.id)));
    }
    if disk.extra.contains_key(show::LOCAL) {
        return Err(refuse::precondition("Local disk can't be detached"));
    }
    if disk.system && instance.state(world.now()) != InstanceState::Stopped {
        return Err(refuse::precondition("Please stop the instance first"));
    }
    if disk.state(world.now()) != DiskState::InUse {
        return Err(refuse::precondition(format!("Disk busy in '{}'", show::disk_state(disk.state(world.now())))));
    }
    let (now, instance_id, disk_id) = (world.now(), instance.id.clone(), disk.id.clone());
    if let Some(instance) = world.instances.get_mut(&instance_id) {
        instance.disk_ids.retain(|id| *id != disk_id);
    }
    if let Some(disk) = world.disks.get_mut(&disk_id) {
        disk.course = Course::through(now, DiskState::Detaching, DISK_SECONDS, DiskState::Available);
        disk.instance_id = None;
        disk.device = None;
        disk.system = false;
    }
    Ok(Value::Null)
}

/// `modifyInstanceDiskAttribute`
pub(super) fn change_on_instance(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = instance::named(world, incoming)?;
    let changes = incoming.params.get("dataDisks").and_then(Value::as_array).cloned().unwrap_or_default();
    let id_of = |change: &Value| change.get("diskId").and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(id) = changes.iter().map(id_of).find(|id| !instance.disk_ids.contains(id)) {
        return Err(refuse::precondition(format!("disk '{id}' not mounted on instance")));
    }
    for change in &changes {
        if let (Some(disk), Some(flag)) =
            (world.disks.get_mut(&id_of(change)), change.get("autoDelete").and_then(Value::as_bool))
        {
            disk.delete_with_instance = flag;
        }
    }
    Ok(Value::Null)
}

/// `describeDisks`. Local disks are not cloud disks and do not appear.
pub(super) fn list(world: &World, incoming: &Incoming) -> Answer {
    let filters = Filters::of(incoming);
    let cloud = world.disks.in_region(&incoming.region).rev().filter(|disk| !disk.extra.contains_key(show::LOCAL));
    let matching = cloud.filter(|disk| {
        filters.pass(|name| match name {
            "diskId" => exact(&disk.id),
            "diskType" => exact(&disk.disk_type),
            "instanceId" => exact_all(disk.instance_id.iter().cloned().collect()),
            "status" => exact(show::disk_state(disk.state(world.now()))),
            "az" => exact(&disk.zone),
            "name" => part(vec![disk.name.clone()]),
            _ => None,
        })
    });
    filter::page(incoming, "disks", matching, |disk| show::disk(world, disk))
}

/// `describeSnapshots`
pub(super) fn list_snapshots(world: &World, incoming: &Incoming) -> Answer {
    let filters = Filters::of(incoming);
    let word = |state: SnapshotState| match state {
        SnapshotState::Creating => "creating",
        SnapshotState::Ready => "available",
        SnapshotState::Busy(word) => word,
        SnapshotState::Gone => "deleting",
    };
    // The account's own snapshots are all there are.
    let own = incoming.text("snapshotSource").is_none_or(|source| source == "private");
    let matching = world.snapshots.in_region(&incoming.region).rev().filter(|snapshot| {
        own && filters.pass(|name| match name {
            "snapshotId" => exact(&snapshot.id),
            "diskId" => exact(&snapshot.disk_id),
            "status" => exact(word(snapshot.state(world.now()))),
            "name" => part(vec![snapshot.name.clone()]),
            _ => None,
        })
    });
    filter::page(incoming, "snapshots", matching, |snapshot| {
        let images = world.images.iter().filter(|image| {
            image.data_disk_snapshots.contains(&snapshot.id)
                || image.extra.get("snapshotId") == Some(&json!(snapshot.id))
        });
        json!({
            "snapshotId": snapshot.id,
            "snapshotSource": "self",
            "diskId": snapshot.disk_id,
            "snapshotSizeGB": snapshot.size_gib,
            "images": images.map(|image| image.id.clone()).collect::<Vec<_>>(),
            "name": snapshot.name,
            "description": snapshot.description,
            "status": word(snapshot.state(world.now())),
            "createTime": show::local_time(snapshot.created),
            "encrypted": false,
        })
    })
}
