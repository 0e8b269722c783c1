//! Local disks and their snapshots. A local disk is named after its instance and its place in it.

use serde_json::{Value, json};
use yundeck_sandbox::world::{Disk, Instance, Snapshot, SnapshotState};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{Outcome, policy, record, refuse, time};

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

/// Whether there is a local disk of that id.
pub fn exists(world: &World, region: &str, id: &str) -> bool {
    all(world, region).any(|local| local.id() == id)
}

/// Whether a local disk is one that a list is asked for.
fn is_asked(local: &Local<'_>, policy: Option<&str>, state: &str, incoming: &Incoming) -> bool {
    let is = |name: &str, found: &str| incoming.text(name).is_none_or(|asked| asked == found);
    // The list's own word for the system disk is `system`, the parameter's `root`.
    let category = if local.disk.system { "root" } else { "data" };
    is("InstanceName", &local.instance.name)
        && is("InstanceId", &local.instance.id)
        && is("InstanceState", state)
        && is("LocalVolumeId", &local.id())
        && is("LocalVolumeCategory", category)
        && is("AutoSnapshotPolicyId", policy.unwrap_or_default())
        && incoming.flag("BindSnapshotPolicy").is_none_or(|bound| bound == policy.is_some())
        && incoming.number("LocalVolumeSize").is_none_or(|least| i64::from(local.disk.size_gib) >= least)
}

/// `DescribeLocalVolumes`. `Marker` counts pages, as the vendor's SDK has it.
pub fn volumes(world: &World, incoming: &Incoming) -> Outcome {
    let found: Vec<Value> = all(world, &incoming.region)
        .map(|local| {
            (
                policy::of_disk(world, &incoming.region, &local.id()),
                record::word(local.instance.state(world.now())),
                local,
            )
        })
        .filter(|(policy, state, local)| is_asked(local, *policy, state, incoming))
        .map(|(policy, state, local)| {
            json!({
                "LocalVolumeId": local.id(), "LocalVolumeName": local.name(), "LocalVolumeState": "attached",
                "InstanceId": local.instance.id, "InstanceName": local.instance.name,
                "InstanceState": state, "LocalVolumeType": "SSD", "AutoSnapshotPolicyId": policy.unwrap_or_default(),
                "LocalVolumeCategory": local.category(), "LocalVolumeSize": local.disk.size_gib,
                "CreationDate": time::beijing_z(local.disk.created),
            })
        })
        .collect();
    let number = |name: &str| incoming.number(name).and_then(|number| usize::try_from(number).ok());
    let (total, page) = (found.len(), number("Marker").unwrap_or(0));
    let limit = number("MaxResults").unwrap_or(total.max(1));
    let set: Vec<Value> = found.into_iter().skip(page.saturating_mul(limit)).take(limit).collect();
    Ok(json!({ "Marker": page, "LocalVolumeCount": total, "LocalVolumeSet": set }))
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

/// `DescribeLocalVolumeSnapshots`. `Marker` counts snapshots, as the vendor's Terraform provider pages them.
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
        .filter(|snapshot| {
            let source = incoming.text("SourceLocalVolumeId");
            source.is_none_or(|id| snapshot.extra.get("SourceLocalVolumeId").is_some_and(|found| found == id))
        })
        .filter(|snapshot| incoming.text("LocalVolumeSnapshotId").is_none_or(|id| snapshot.id == id))
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
    let number = |name: &str| incoming.number(name).and_then(|number| usize::try_from(number).ok());
    let total = set.len();
    let (start, limit) = (number("Marker").unwrap_or(0), number("MaxResults").unwrap_or(total));
    let page: Vec<Value> = set.into_iter().skip(start).take(limit).collect();
    Ok(json!({ "LocalVolumeSnapshotCount": total, "LocalVolumeSnapshotSet": page }))
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
