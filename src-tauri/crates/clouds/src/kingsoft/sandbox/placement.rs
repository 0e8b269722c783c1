//! Disaster-recovery groups: their instances stand on different hosts.

use serde_json::{Value, json};
use yundeck_sandbox::world::Instance;
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{Outcome, instance, record, refuse, things};

/// Where they are kept in the world.
pub const NOUN: &str = "data_guards";
/// How many instances a group takes, as in the document's samples.
const CAPACITY: u64 = 10;

fn members<'w>(world: &'w World, region: &'w str, id: &'w str) -> impl Iterator<Item = &'w Instance> {
    world
        .instances
        .in_region(region)
        .filter(move |instance| instance.extra.get("DataGuardId").is_some_and(|found| found == id))
}

/// Whether so many more fit into a group.
///
/// # Errors
/// There is no such group, or it is too full.
pub fn check_room(world: &World, region: &str, id: &str, more: u64) -> Result<(), Refusal> {
    things::find(world, NOUN, region, id).ok_or_else(|| refuse::invalid("DataGuardId"))?;
    if members(world, region, id).count() as u64 + more > CAPACITY {
        return Err(refuse::because("DataGuardId", format!("the group takes {CAPACITY} instances")));
    }
    Ok(())
}

/// `CreateDataGuardGroup`.
pub fn create(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = world.ids.uuid();
    let group = json!({ "region": incoming.region, "name": incoming.text("DataGuardName") });
    things::put(world, NOUN, &id, group);
    Ok(json!({ "DataGuardId": id }))
}

/// `DescribeDataGuardGroup`.
pub fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let (id, name) = (incoming.text("DataGuardId"), incoming.text("DataGuardName"));
    let set: Vec<Value> = things::list(world, NOUN, &incoming.region)
        .filter(|(found, group)| id.is_none_or(|id| id == *found) && name.is_none_or(|name| name == things::text(group, "name")))
        .map(|(id, group)| {
            let members: Vec<Value> = members(world, &incoming.region, id)
                .map(|instance| json!({ "InstanceId": instance.id, "InstanceName": instance.name }))
                .collect();
            json!({
                "DataGuardId": id, "DataGuardName": group["name"], "DataGuardLevel": "host", "DataGuardCapacity": CAPACITY,
                "DataGuardUsedSize": members.len(), "DataGuardInstancesList": members,
            })
        })
        .collect();
    Ok(json!({ "DataGuardsSet": set }))
}

/// `ModifyDataGuardGroups`.
pub fn rename(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("DataGuardId").unwrap_or_default();
    let group = things::find_mut(world, NOUN, &incoming.region, id).ok_or_else(|| refuse::invalid("DataGuardId"))?;
    group["name"] = json!(incoming.text("DataGuardName"));
    Ok(json!({ "Return": true }))
}

/// `DeleteDataGuardGroups`: empty ones only.
pub fn delete(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("DataGuardId");
    for (index, id) in ids.iter().enumerate() {
        let parameter = format!("DataGuardId.{}", index + 1);
        things::find(world, NOUN, &incoming.region, id).ok_or_else(|| refuse::invalid(&parameter))?;
        if members(world, &incoming.region, id).next().is_some() {
            return Err(refuse::because(&parameter, "the group still has instances"));
        }
    }
    let set: Vec<Value> = ids
        .iter()
        .map(|id| match world.refused(id, &ids) {
            Some(message) => refuse::item("DataGuardId", id, message),
            None => json!({ "DataGuardId": id, "Return": things::take(world, NOUN, id).is_some() }),
        })
        .collect();
    Ok(json!({ "ReturnSet": set }))
}

/// `AddVmIntoDataGuard`: only instances that have nothing but cloud disks.
pub fn add(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = instance::known(world, incoming)?;
    let group = incoming.text("DataGuardId").unwrap_or_default();
    let is_member = |id: &String| members(world, &incoming.region, group).any(|instance| instance.id == *id);
    check_room(world, &incoming.region, group, ids.iter().filter(|id| !is_member(id)).count() as u64)?;
    for (index, instance) in ids.iter().filter_map(|id| world.instances.get(id)).enumerate() {
        if record::disks(world, instance).any(record::is_local) {
            return Err(refuse::because(
                &format!("InstanceId.{}", index + 1),
                "only instances with nothing but cloud disks",
            ));
        }
    }
    for id in ids {
        if let Some(instance) = world.instances.get_mut(&id) {
            instance.extra.insert("DataGuardId".to_owned(), Value::from(group));
        }
    }
    Ok(json!({ "Return": true }))
}

/// `RemoveVmFromDataGuard`.
pub fn remove(world: &mut World, incoming: &Incoming) -> Outcome {
    let group = incoming.text("DataGuardId").unwrap_or_default();
    things::find(world, NOUN, &incoming.region, group).ok_or_else(|| refuse::invalid("DataGuardId"))?;
    let mut set = Vec::new();
    let ids = instance::known(world, incoming)?;
    for id in &ids {
        if let Some(message) = world.refused(id, &ids) {
            set.push(refuse::item("InstanceId", id, message));
            continue;
        }
        let Some(instance) = world.instances.get_mut(id) else { continue };
        let was_member = instance.extra.get("DataGuardId").is_some_and(|found| found == group);
        if was_member {
            instance.extra.shift_remove("DataGuardId");
        }
        set.push(json!({ "InstanceId": id, "Return": was_member }));
    }
    Ok(json!({ "ReturnSet": set }))
}

/// `DescribeDataGuardCapacity`.
pub fn capacity(incoming: &Incoming) -> Value {
    json!({ "DataGuardCapacity": { "Region": incoming.region, "Capacity": CAPACITY } })
}
