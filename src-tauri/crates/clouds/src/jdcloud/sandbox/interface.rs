//! Network interfaces. The primary one is part of its instance; the others are things of this cloud only and live in the
//! world's `extra`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use yundeck_sandbox::world::{Instance, InstanceState};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::filter::{self, Filters, exact, exact_all};
use super::{Answer, instance, instance_type, refuse, show};

/// Where they live in the world.
const SHELF: &str = "networkInterfaces";

/// A secondary interface.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Interface {
    pub id: String,
    pub region: String,
    pub name: String,
    pub vpc_id: String,
    pub subnet_id: String,
    pub address: String,
    pub mac: String,
    pub groups: Vec<String>,
    /// The instance it is on, with its place there (from 2 on; 1 is the primary interface).
    pub instance_id: Option<String>,
    pub device_index: u32,
    pub auto_delete: bool,
}

fn all(world: &World) -> Vec<Interface> {
    let shelf = world.extra.get(SHELF).and_then(Value::as_object);
    shelf.into_iter().flatten().filter_map(|(_, record)| serde_json::from_value(record.clone()).ok()).collect()
}

/// Puts an interface into the world.
pub(super) fn put(world: &mut World, interface: &Interface) {
    let shelf = world.extra.entry(SHELF).or_insert_with(|| Value::Object(Map::new()));
    if let (Some(shelf), Ok(record)) = (shelf.as_object_mut(), serde_json::to_value(interface)) {
        shelf.insert(interface.id.clone(), record);
    }
}

/// Frees the interfaces of instances that are gone, and removes those that go with them.
pub(super) fn settle(world: &mut World) {
    for mut interface in all(world) {
        let Some(holder) = &interface.instance_id else { continue };
        if world.instances.contains(holder) {
            continue;
        }
        if interface.auto_delete {
            if let Some(shelf) = world.extra.get_mut(SHELF).and_then(Value::as_object_mut) {
                shelf.shift_remove(&interface.id);
            }
            if let Some(subnet) = world.subnets.get_mut(&interface.subnet_id) {
                subnet.release(&interface.address);
            }
        } else {
            interface.instance_id = None;
            interface.device_index = 0;
            put(world, &interface);
        }
    }
}

fn of_instance(world: &World, instance_id: &str) -> Vec<Interface> {
    all(world).into_iter().filter(|interface| interface.instance_id.as_deref() == Some(instance_id)).collect()
}

/// The ids of an instance's interfaces, the primary one first.
pub(super) fn ids_of(world: &World, instance: &Instance) -> Vec<String> {
    let secondary = of_instance(world, &instance.id).into_iter().map(|interface| interface.id);
    std::iter::once(instance.interface_id.clone()).chain(secondary).collect()
}

fn groups(world: &World, ids: &[String]) -> Vec<Value> {
    let name = |id: &String| world.security_groups.get(id).map(|group| group.name.clone()).unwrap_or_default();
    ids.iter().map(|id| json!({ "groupId": id, "groupName": name(id) })).collect()
}

/// An instance's primary interface, as the instance reports it.
pub(super) fn primary(world: &World, instance: &Instance) -> Value {
    json!({ "deviceIndex": 1, "autoDelete": true, "networkInterface": {
        "networkInterfaceId": instance.interface_id,
        "macAddress": instance.mac,
        "vpcId": instance.vpc_id,
        "subnetId": instance.subnet_id,
        "securityGroups": groups(world, &instance.security_group_ids),
        "sanityCheck": 1,
        "primaryIp": {
            "privateIpAddress": instance.private_ips.first(),
            "elasticIpId": show::elastic_ip_id(world, instance),
            "elasticIpAddress": instance.public_ips.first().cloned().unwrap_or_default(),
        },
        "secondaryIps": [],
    } })
}

/// An instance's other interfaces, as the instance reports them.
pub(super) fn secondary_of(world: &World, instance_id: &str) -> Vec<Value> {
    of_instance(world, instance_id)
        .into_iter()
        .map(|interface| {
            json!({ "deviceIndex": interface.device_index, "autoDelete": interface.auto_delete, "networkInterface": {
                "networkInterfaceId": interface.id,
                "macAddress": interface.mac,
                "vpcId": interface.vpc_id,
                "subnetId": interface.subnet_id,
                "securityGroups": groups(world, &interface.groups),
                "sanityCheck": 1,
                "primaryIp": { "privateIpAddress": interface.address, "elasticIpId": "", "elasticIpAddress": "" },
                "secondaryIps": [],
            } })
        })
        .collect()
}

/// `describeNetworkInterfaces`
pub(super) fn list(world: &World, incoming: &Incoming) -> Answer {
    let filters = Filters::of(incoming);
    let primary = world.instances.in_region(&incoming.region).map(|instance| Interface {
        id: instance.interface_id.clone(),
        region: instance.region.clone(),
        name: instance.name.clone(),
        vpc_id: instance.vpc_id.clone().unwrap_or_default(),
        subnet_id: instance.subnet_id.clone().unwrap_or_default(),
        address: instance.private_ips.first().cloned().unwrap_or_default(),
        mac: instance.mac.clone(),
        groups: instance.security_group_ids.clone(),
        instance_id: Some(instance.id.clone()),
        device_index: 1,
        auto_delete: true,
    });
    let secondary = all(world).into_iter().filter(|interface| interface.region == incoming.region);
    let role = |interface: &Interface| if interface.device_index == 1 { "Primary" } else { "Secondary" };
    let matching = secondary.chain(primary).filter(|interface| {
        filters.pass(|name| match name {
            "networkInterfaceIds" => exact(&interface.id),
            "networkInterfaceNames" => exact(&interface.name),
            "vpcId" => exact(&interface.vpc_id),
            "subnetId" => exact(&interface.subnet_id),
            "role" => exact(role(interface)),
            "azType" => exact_all(vec!["standard".to_owned(), "all".to_owned()]),
            _ => None,
        })
    });
    filter::page(incoming, "networkInterfaces", matching, |interface| {
        let attached = interface.instance_id.is_some();
        json!({
            "networkInterfaceName": interface.name,
            "networkInterfaceId": interface.id,
            "azType": "standard",
            "az": "",
            "role": role(&interface),
            "macAddress": interface.mac,
            "vpcId": interface.vpc_id,
            "subnetId": interface.subnet_id,
            "networkSecurityGroupIds": interface.groups,
            "sanityCheck": 1,
            "primaryIp": { "privateIpAddress": interface.address },
            "secondaryIps": [],
            "instanceType": if attached { "compute" } else { "" },
            "instanceId": interface.instance_id.unwrap_or_default(),
            "deviceIndex": interface.device_index,
            "attachmentStatus": if attached { "attached" } else { "detached" },
            "networkInterfaceStatus": "enabled",
        })
    })
}

/// The secondary interface a call names.
fn named(world: &World, incoming: &Incoming) -> Result<Interface, Refusal> {
    let id = incoming.text("networkInterfaceId").unwrap_or_default();
    let here = |interface: &Interface| interface.id == id && interface.region == incoming.region;
    all(world).into_iter().find(here).ok_or_else(|| refuse::not_found("NetworkInterface", id))
}

/// Refuses the primary interface, which stays where it is.
fn refuse_primary(instance: &Instance, id: &str) -> Result<(), Refusal> {
    if instance.interface_id == id {
        return Err(refuse::precondition("Primary NetworkInterface can't be changed"));
    }
    Ok(())
}

/// `attachNetworkInterface`
pub(super) fn attach(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = instance::named(world, incoming)?;
    instance::allow(world, instance, &[InstanceState::Running, InstanceState::Stopped])?;
    refuse_primary(instance, incoming.text("networkInterfaceId").unwrap_or_default())?;
    let mut interface = named(world, incoming)?;
    if interface.instance_id.is_some() {
        return Err(refuse::precondition(format!("NetworkInterface '{}' already attached", interface.id)));
    }
    if Some(&interface.vpc_id) != instance.vpc_id.as_ref() {
        return Err(refuse::precondition(format!("NetworkInterface '{}' is in another vpc", interface.id)));
    }
    let present = of_instance(world, &instance.id);
    if present.len() + 1 >= instance_type::interface_limit(world, instance.instance_type.as_deref()) {
        return Err(refuse::precondition("InstanceType constraints. NetworkInterface limit exceeded"));
    }
    let index = (2..).find(|index| present.iter().all(|other| other.device_index != *index));
    interface.instance_id = Some(instance.id.clone());
    interface.device_index = index.unwrap_or(2);
    interface.auto_delete = incoming.flag("autoDelete").unwrap_or_default();
    put(world, &interface);
    Ok(Value::Null)
}

/// `detachNetworkInterface`
pub(super) fn detach(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = instance::named(world, incoming)?;
    instance::allow(world, instance, &[InstanceState::Running, InstanceState::Stopped])?;
    refuse_primary(instance, incoming.text("networkInterfaceId").unwrap_or_default())?;
    let mut interface = named(world, incoming)?;
    if interface.instance_id.as_ref() != Some(&instance.id) {
        return Err(refuse::precondition(format!(
            "NetworkInterface '{}' is not attached to the instance",
            interface.id
        )));
    }
    interface.instance_id = None;
    interface.device_index = 0;
    put(world, &interface);
    Ok(Value::Null)
}

/// `modifyInstanceNetworkAttribute`
pub(super) fn change_on_instance(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = instance::named(world, incoming)?;
    let present = of_instance(world, &instance.id);
    let mut changed = Vec::new();
    for change in incoming.params.get("networks").and_then(Value::as_array).into_iter().flatten() {
        let id = change.get("networkInterfaceId").and_then(Value::as_str).unwrap_or_default();
        refuse_primary(instance, id)?;
        let found = present.iter().find(|interface| interface.id == id);
        let mut interface = found.cloned().ok_or_else(|| refuse::not_found("NetworkInterface", id))?;
        interface.auto_delete = change.get("autoDelete").and_then(Value::as_bool).unwrap_or(interface.auto_delete);
        changed.push(interface);
    }
    for interface in &changed {
        put(world, interface);
    }
    Ok(Value::Null)
}

/// `modifyInstanceVpcAttribute`: of a stopped instance, within its zone. Another VPC needs groups of it and no further
/// interfaces; the same subnet needs an address.
pub(super) fn move_instance(world: &mut World, incoming: &Incoming) -> Answer {
    let moved = instance::named(world, incoming)?;
    instance::allow(world, moved, &[InstanceState::Stopped])?;
    let id = moved.id.clone();
    let (old_vpc, old_subnet) = (moved.vpc_id.clone(), moved.subnet_id.clone().unwrap_or_default());
    let (old_address, further) = (moved.private_ips.first().cloned(), ids_of(world, moved).len() > 1);
    let zone = moved.zone.clone();
    let subnet_id = incoming.text("subnetId").unwrap_or_default().to_owned();
    let subnet =
        world.subnets.find(&incoming.region, &subnet_id).ok_or_else(|| refuse::not_found("Subnet", &subnet_id))?;
    let vpc = subnet.vpc_id.clone();
    let groups = incoming.texts("securityGroups");
    let asked = incoming.text("privateIpAddress");
    if !subnet.zone.is_empty() && subnet.zone != zone {
        return Err(refuse::precondition("The subnet is in another zone"));
    }
    if old_vpc.as_ref() == Some(&vpc) {
        if !groups.is_empty() {
            return Err(refuse::precondition("SecurityGroups only apply to another vpc"));
        }
        if subnet_id == old_subnet && asked.is_none() {
            return Err(refuse::invalid("Parameter PrivateIpAddress missing"));
        }
    } else {
        if further {
            return Err(refuse::precondition("Instance with network interfaces can't change its vpc"));
        }
        let of_vpc = |id: &String| {
            world.security_groups.find(&incoming.region, id).is_some_and(|group| group.vpc_id.as_ref() == Some(&vpc))
        };
        if groups.is_empty() || !groups.iter().all(of_vpc) {
            return Err(refuse::precondition("SecurityGroups of the new vpc are needed"));
        }
    }
    if let Some(address) = asked
        && (!subnet.contains(address) || subnet.is_taken(address))
    {
        return Err(refuse::precondition(format!("Invalid privateIpAddress '{address}'")));
    }
    let taken = world.subnets.get_mut(&subnet_id).and_then(|subnet| match asked {
        Some(address) => subnet.take(address).then(|| address.to_owned()),
        None => subnet.allocate().map(|address| address.to_string()),
    });
    let address = taken.ok_or_else(|| refuse::precondition("Available Ip is not enough"))?;
    if let (Some(subnet), Some(old)) = (world.subnets.get_mut(&old_subnet), &old_address) {
        subnet.release(old);
    }
    if let Some(instance) = world.instances.get_mut(&id) {
        (instance.vpc_id, instance.subnet_id) = (Some(vpc), Some(subnet_id));
        instance.private_ips = vec![address];
        if !groups.is_empty() {
            instance.security_group_ids = groups;
        }
    }
    Ok(Value::Null)
}
