//! Local disks that become cloud disks.

use serde_json::{Value, json};
use yundeck_sandbox::world::{Billing, Obstacle};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::Outcome;
use super::change::pay;
use super::pricing;
use super::words::{obstacle, refuse};

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    (incoming.name() == "ModifyInstanceDiskType").then(|| turn(world, incoming))
}

/// A disk that is to change, and what it becomes.
struct Target {
    disk_id: String,
    disk_type: String,
}

/// `ModifyInstanceDiskType`, by the SDK's words: of stopped instances, local disks only, all of them at once, no spot
/// instances. Prepaid, the difference is paid.
fn turn(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("InstanceId").unwrap_or_default();
    let instance = world.instance(&incoming.region, id).map_err(obstacle)?;
    let state = instance.state(world.now());
    if state != yundeck_sandbox::world::InstanceState::Stopped {
        return Err(obstacle(Obstacle::WrongState { noun: "instance", id: id.to_owned(), state: state.word() }));
    }
    if instance.billing == Billing::Spot {
        return Err(refuse("InvalidInstance.NotSupported", "Spot instances keep their disks."));
    }
    let targets = targets(world, incoming, &instance.disk_ids)?;
    let before = pricing::priced(world, instance);
    let mut after = before.clone();
    for target in &targets {
        let at = instance.disk_ids.iter().position(|id| *id == target.disk_id);
        if let Some(disk) = at.and_then(|at| after.disks.get_mut(at)) {
            disk.0.clone_from(&target.disk_type);
        }
    }
    let due = pricing::of_change(world, instance, &before, &after).1;
    pay(world, due)?;
    for target in targets {
        if let Some(disk) = world.disks.get_mut(&target.disk_id) {
            disk.disk_type = target.disk_type;
        }
    }
    Ok(json!({}))
}

/// The local disks of the instance with the types that the call gives them.
fn targets(world: &World, incoming: &Incoming, disk_ids: &[String]) -> Result<Vec<Target>, Refusal> {
    let asked = |system: bool| {
        let pointer = if system { "/SystemDisk/DiskType" } else { "/DataDisks/0/DiskType" };
        incoming.params.pointer(pointer).and_then(Value::as_str)
    };
    let disks = || disk_ids.iter().filter_map(|id| world.disks.get(id));
    let is_local = |system: bool| {
        move |disk: &&yundeck_sandbox::world::Disk| disk.system == system && disk.disk_type.starts_with("LOCAL_")
    };
    let mut targets = Vec::new();
    for system in [true, false] {
        match (asked(system), disks().find(is_local(system))) {
            (Some(disk_type), Some(disk)) => {
                targets.push(Target { disk_id: disk.id.clone(), disk_type: disk_type.to_owned() });
            }
            (Some(_), None) => return Err(refuse("InvalidParameterValue", "The instance has no such local disk.")),
            (None, Some(_)) => {
                return Err(refuse("InvalidParameterValue", "Local system and data disks change together."));
            }
            (None, None) => {}
        }
    }
    Ok(targets)
}
