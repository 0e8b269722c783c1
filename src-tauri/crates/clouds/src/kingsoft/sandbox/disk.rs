//! Local disks and their snapshots. A local disk is named after its instance and its place in it.

use serde_json::{Value, json};
use yundeck_sandbox::world::{Disk, Instance, Snapshot, SnapshotState};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{Outcome, record, refuse, time};

/// A local disk with its instance: `<instance>-a` is the system disk (vda), `<instance>-c` the data disk (vdc).
struct Local<'w> {
    instance: &'w Instance,
    disk: &'w Disk,
}

impl Local<'_> {
    fn letter(&self) -> char {
        if self.disk.system { 'a' } else { 'c' }
    }

    fn id(&self) -> String {
        format!("{}-{}", self.instance.id, self.letter())
    }

    fn name(&self) -> String {
        format!("ksc-{}-vd{}", self.instance.id, self.letter())
    }

    fn category(&self) -> &'static str {
        if self.disk.system { "system" } else { "data" }
    }
}

fn all<'w>(world: &'w World, region: &'w str) -> impl Iterator<Item = Local<'w>> {
    let instances = world.instances.in_region(region);
    instances.flat_map(move |instance| {
        record::disks(world, instance).filter(|disk| record::is_local(disk)).map(move |disk| Local { instance, disk })
    })
}

fn find<'w>(world: &'w World, incoming: &'w Incoming) -> Result<Local<'w>, Refusal> {
    let id = incoming.text("LocalVolumeId").unwrap_or_default();
    all(world, &incoming.region).find(|local| local.id() == id).ok_or_else(|| refuse::invalid("LocalVolumeId"))
}

/// `DescribeLocalVolumes`.
pub fn volumes(world: &World, incoming: &Incoming) -> Outcome {
    let name = incoming.text("InstanceName");
    let set: Vec<Value> = all(world, &incoming.region)
        .filter(|local| name.is_none_or(|name| local.instance.name == name))
        .map(|local| {
            json!({
                "LocalVolumeId": local.id(), "LocalVolumeName": local.name(), "LocalVolumeState": "attached",
                "InstanceId": local.instance.id, "InstanceName": local.instance.name,
                "InstanceState": record::word(local.instance.state(world.now())), "LocalVolumeType": "SSD",
                "LocalVolumeCategory": local.category(), "LocalVolumeSize": local.disk.size_gib,
                "CreationDate": time::beijing_z(local.disk.created),
            })
        })
        .collect();
    Ok(json!({ "Marker": 0, "LocalVolumeCount": set.len(), "LocalVolumeSet": set }))
}

/// `CreateLocalVolumeSnapshot`.
pub fn create_snapshot(world: &mut World, incoming: &Incoming) -> Outcome {
    let local = find(world, incoming)?;
    let (disk_id, instance_id, source_id, source_name) =
        (local.disk.id.clone(), local.instance.id.clone(), local.id(), local.name());
    let name = incoming.text("LocalVolumeSnapshotName").unwrap_or_default();
    let id = world.snapshot_of(&disk_id, name).ok_or_else(|| refuse::invalid("LocalVolumeId"))?;
    if let Some(snapshot) = world.snapshots.get_mut(&id) {
        snapshot.description = incoming.text("LocalVolumeSnapshotDesc").unwrap_or_default().to_owned();
        for (name, value) in
            [("InstanceId", instance_id), ("SourceLocalVolumeId", source_id), ("SourceLocalVolumeName", source_name)]
        {
            snapshot.extra.insert(name.to_owned(), Value::from(value));
        }
    }
    Ok(json!({ "LocalVolumeSnapshotId": id }))
}

/// Where a disk notes the snapshot that it was last taken back to.
const ROLLED_BACK_TO: &str = "RolledBackTo";

/// `RollbackLocalVolume`: to a snapshot of the same disk that is ready. A disk has no contents here, so it notes which
/// snapshot's it holds.
pub fn roll_back(world: &mut World, incoming: &Incoming) -> Outcome {
    let local = find(world, incoming)?;
    let id = incoming.text("LocalVolumeSnapshotId").unwrap_or_default();
    let snapshot =
        world.snapshots.find(&incoming.region, id).ok_or_else(|| refuse::invalid("LocalVolumeSnapshotId"))?;
    if snapshot.disk_id != local.disk.id {
        return Err(refuse::because("LocalVolumeSnapshotId", "a snapshot of another disk"));
    }
    if snapshot.state(world.now()) != SnapshotState::Ready {
        return Err(refuse::because("LocalVolumeSnapshotId", "the snapshot is not ready"));
    }
    let disk_id = local.disk.id.clone();
    if let Some(disk) = world.disks.get_mut(&disk_id) {
        disk.extra.insert(ROLLED_BACK_TO.to_owned(), Value::from(id));
    }
    Ok(json!({ "Return": true }))
}

/// `DescribeLocalVolumeSnapshots`.
pub fn snapshots(world: &World, incoming: &Incoming) -> Outcome {
    let (volume, instance) = (incoming.text("LocalVolumeName"), incoming.text("InstanceName"));
    let of_instance = |snapshot: &Snapshot, name: &str| {
        let id = snapshot.extra.get("InstanceId").and_then(Value::as_str).unwrap_or_default();
        world.instances.get(id).is_some_and(|instance| instance.name == name)
    };
    let set: Vec<Value> = world
        .snapshots
        .in_region(&incoming.region)
        .filter(|snapshot| {
            volume.is_none_or(|name| snapshot.extra.get("SourceLocalVolumeName").is_some_and(|found| found == name))
        })
        .filter(|snapshot| instance.is_none_or(|name| of_instance(snapshot, name)))
        .map(|snapshot| {
            let extra = |name: &str| snapshot.extra.get(name).cloned().unwrap_or_default();
            let ready = snapshot.state(world.now()) == SnapshotState::Ready;
            json!({
                "LocalVolumeSnapshotId": snapshot.id, "LocalVolumeSnapshotName": snapshot.name,
                "LocalVolumeSnapshotDesc": snapshot.description, "SourceLocalVolumeId": extra("SourceLocalVolumeId"),
                "SourceLocalVolumeName": extra("SourceLocalVolumeName"),
                "SourceLocalVolumeCategory": if snapshot.system { "system" } else { "data" },
                "SourceLocalVolumeState": if world.disks.contains(&snapshot.disk_id) { "attached" } else { "deleted" },
                "State": if ready { "ACTIVE" } else { "CREATING" }, "CreationDate": time::beijing_z(snapshot.created),
                "InstanceId": extra("InstanceId"), "DiskSize": snapshot.size_gib, "SnapshotType": "manual",
            })
        })
        .collect();
    Ok(json!({ "LocalVolumeSnapshotCount": set.len(), "LocalVolumeSnapshotSet": set }))
}

/// `DeleteLocalVolumeSnapshot`.
pub fn delete_snapshots(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("LocalVolumeSnapshotId");
    if let Some(index) = ids.iter().position(|id| world.snapshots.find(&incoming.region, id).is_none()) {
        return Err(refuse::invalid(&format!("LocalVolumeSnapshotId.{}", index + 1)));
    }
    let set: Vec<Value> = ids
        .iter()
        .map(|id| match world.refused(id, &ids) {
            Some(message) => refuse::item("LocalVolumeSnapshotId", id, message),
            None => json!({ "LocalVolumeSnapshotId": id, "Return": world.snapshots.take(id).is_some() }),
        })
        .collect();
    Ok(json!({ "ReturnSet": set }))
}
