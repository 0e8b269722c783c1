//! What makes an instance another one: another system, another type.

use serde_json::json;
use yundeck_sandbox::world::{Course, Instance, InstanceState, InstanceType};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{Outcome, image, instance, instance_type, pricing, record, refuse};

/// Seconds a reinstallation or a change of the type takes.
const REBUILD_SECONDS: i64 = 5;

/// `ModifyInstanceImage`.
pub fn modify_image(world: &mut World, incoming: &Incoming) -> Outcome {
    instance::must_be_stopped(world, incoming)?;
    let now = world.now();
    let id = incoming.text("InstanceId").unwrap_or_default();
    let present =
        world.instances.find(&incoming.region, id).map(|instance| instance.image_id.clone()).unwrap_or_default();
    let image_id = incoming.text("ImageId").unwrap_or(&present);
    let image = world.images.find(&incoming.region, image_id).ok_or_else(|| refuse::invalid("ImageId"))?;
    let (image_id, os, least) = (image.id.clone(), image.os.clone(), image::least_system_disk(image));
    let key_ids = incoming.texts("KeyId");
    if key_ids.iter().any(|id| !world.key_pairs.contains(id)) {
        return Err(refuse::invalid("KeyId"));
    }
    let size = incoming.params["SystemDisk"]["DiskSize"].as_u64().and_then(|size| u32::try_from(size).ok());
    if size.is_some_and(|size| size < least) {
        return Err(refuse::because("SystemDisk.DiskSize", format!("this image needs {least} GB")));
    }
    let instance = instance::named(world, incoming)?;
    if let Some(data) = incoming.params.get("UserData") {
        instance.extra.insert("UserData".to_owned(), data.clone());
    }
    instance.image_id = image_id;
    instance.os = os;
    instance.key_pair_ids = key_ids;
    instance.course = Course::through(now, InstanceState::Busy("rebuilding"), REBUILD_SECONDS, InstanceState::Stopped);
    let system = instance.disk_ids.first().cloned().unwrap_or_default();
    if let Some(disk) = world.disks.get_mut(&system) {
        disk.size_gib = size.unwrap_or(disk.size_gib).max(least);
    }
    Ok(json!({ "Return": true }))
}

/// `ModifyInstanceType`. The local data disk can only grow. The document says nothing of prices; by the month, a larger
/// type is paid for the days that are left. What is newer: a running instance is stopped first or afterwards started when it is
/// asked for, and the system disk may change with the type.
pub fn modify_type(world: &mut World, incoming: &Incoming) -> Outcome {
    let now = world.now();
    let runs = instance::one(world, incoming)?.state(now) == InstanceState::Running;
    let stops = runs && incoming.flag("StopInstance").unwrap_or(false);
    if !stops {
        instance::must_be_stopped(world, incoming)?;
    }
    let kind = instance_type::find(world, incoming.text("InstanceType").unwrap_or_default())?.clone();
    let instance = instance::one(world, incoming)?;
    if !kind.available_in(&instance.zone) {
        return Err(refuse::because("InstanceType", "not on sale in this zone"));
    }
    let grown = system_disk(world, instance, incoming, &kind)?;
    let wish = incoming.number("DataDiskGb").and_then(|size| u32::try_from(size).ok());
    let local = record::disks(world, instance).find(|disk| !disk.system && record::is_local(disk));
    let local = local.map(|disk| (disk.id.clone(), disk.size_gib));
    if let (Some(wish), Some((_, present))) = (wish, &local)
        && wish < *present
    {
        return Err(refuse::because("DataDiskGb", format!("the disk has {present} GB and can only grow")));
    }
    let due = pricing::difference(world, instance, &kind);
    if world.account.balance < due {
        return Err(refuse::because("InstanceType", "the balance does not suffice"));
    }
    world.account.balance -= due;
    if let (Some(wish), Some((id, _))) = (wish, &local)
        && let Some(disk) = world.disks.get_mut(id)
    {
        disk.size_gib = wish;
    }
    if let Some((id, disk_type, size)) = grown
        && let Some(disk) = world.disks.get_mut(&id)
    {
        (disk.disk_type, disk.size_gib) = (disk_type, size);
    }
    let restarts = incoming.flag("AutoRestart").unwrap_or(false);
    let end = if restarts { InstanceState::Running } else { record::CHANGED };
    let instance = instance::named(world, incoming)?;
    (instance.vcpus, instance.memory_mib, instance.gpus) = (kind.vcpus, kind.memory_mib, kind.gpus);
    instance.instance_type = Some(kind.id);
    instance.course = Course::through(now, InstanceState::Busy("resize_migrating"), REBUILD_SECONDS, end);
    Ok(json!({ "Return": true }))
}

/// The system disk's id, type and size after the change, when the call says any of them.
fn system_disk(
    world: &World,
    instance: &Instance,
    incoming: &Incoming,
    kind: &InstanceType,
) -> Result<Option<(String, String, u32)>, Refusal> {
    let Some(wish) = incoming.params.get("SystemDisk") else { return Ok(None) };
    let Some(disk) = record::disks(world, instance).find(|disk| disk.system) else { return Ok(None) };
    let disk_type = wish["DiskType"].as_str().unwrap_or(&disk.disk_type).to_owned();
    let types = instance_type::system_disks(kind);
    if !types.contains(&disk_type.as_str()) {
        return Err(refuse::because("SystemDisk.DiskType", format!("{} takes {}", kind.id, types.join(", "))));
    }
    let size = wish["DiskSize"].as_u64().and_then(|size| u32::try_from(size).ok()).filter(|size| *size > 0);
    let size = size.unwrap_or(disk.size_gib);
    let least = disk.size_gib.max(instance_type::least_of(&disk_type));
    if size < least {
        return Err(refuse::because("SystemDisk.DiskSize", format!("at least {least} GB")));
    }
    Ok(Some((disk.id.clone(), disk_type, size)))
}
