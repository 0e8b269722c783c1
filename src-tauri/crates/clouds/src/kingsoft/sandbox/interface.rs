//! Network interfaces: the primary one is part of its instance, the others are things of their own.

use serde_json::{Value, json};
use yundeck_sandbox::world::{Instance, InstanceOrder, Subnet};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{Outcome, instance_type, network, record, refuse, things, time};

/// Where they are kept in the world.
const NOUN: &str = "network_interfaces";

/// `NetworkInterfaceSet` of an instance, the primary one first.
pub fn of_instance(world: &World, instance: &Instance) -> Vec<Value> {
    let groups = |name: &str, ids: &[String]| ids.iter().map(|id| json!({ name: id })).collect::<Vec<_>>();
    let mut primary = json!({
        "NetworkInterfaceId": instance.interface_id, "NetworkInterfaceType": "primary", "VpcId": instance.vpc_id,
        "SubnetId": instance.subnet_id, "MacAddress": instance.mac, "PrivateIpAddress": instance.private_ips.first(),
        "GroupSet": groups("GroupId", &instance.security_group_ids),
        "SecurityGroupSet": groups("SecurityGroupId", &instance.security_group_ids),
        "DNS1": dns(instance, "DNS1"), "DNS2": dns(instance, "DNS2"),
    });
    if let Some(address) = instance.public_ips.first() {
        primary["PublicIp"] = json!(address);
        let elastic = world.elastic_ips.iter().find(|ip| ip.address == *address);
        primary["AllocationId"] = json!(elastic.map(|ip| &ip.id));
    }
    let further = attached(world, &instance.region, &instance.id).map(|(id, interface)| {
        let ids = group_ids(interface);
        json!({
            "NetworkInterfaceId": id, "NetworkInterfaceType": "extension", "VpcId": interface["vpc"], "SubnetId": interface["subnet"],
            "MacAddress": interface["mac"], "PrivateIpAddress": interface["address"], "GroupSet": groups("GroupId", &ids),
            "SecurityGroupSet": groups("SecurityGroupId", &ids), "DNS1": dns(instance, "DNS1"), "DNS2": dns(instance, "DNS2"),
        })
    });
    std::iter::once(primary).chain(further).collect()
}

fn dns(instance: &Instance, name: &str) -> Value {
    let own = if name == "DNS1" { "198.18.254.30" } else { "198.18.254.31" };
    instance.extra.get(name).cloned().unwrap_or_else(|| Value::from(own))
}

fn attached<'w>(world: &'w World, region: &'w str, instance_id: &'w str) -> impl Iterator<Item = (&'w str, &'w Value)> {
    things::list(world, NOUN, region).filter(move |(_, interface)| interface["instance"] == instance_id)
}

fn group_ids(interface: &Value) -> Vec<String> {
    interface["groups"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What a new interface or a new place of one needs: a subnet, groups of the same VPC, and an address that is free.
struct Place {
    subnet_id: String,
    vpc_id: String,
    zone: String,
    groups: Vec<String>,
}

fn place(world: &World, incoming: &Incoming, keeps: Option<&str>) -> Result<Place, Refusal> {
    let subnet_id = incoming.text("SubnetId").unwrap_or_default();
    let subnet: &Subnet = world.subnets.find(&incoming.region, subnet_id).ok_or_else(|| refuse::invalid("SubnetId"))?;
    let groups = incoming.texts("SecurityGroupId");
    for (index, id) in groups.iter().enumerate() {
        let group = world.security_groups.find(&incoming.region, id);
        if group.is_none_or(|group| group.vpc_id.as_deref() != Some(&subnet.vpc_id)) {
            return Err(refuse::invalid(&format!("SecurityGroupId.{}", index + 1)));
        }
    }
    if let Some(address) = incoming.text("PrivateIpAddress")
        && keeps != Some(address)
        && (!subnet.contains(address) || subnet.is_taken(address))
    {
        return Err(refuse::invalid("PrivateIpAddress"));
    }
    Ok(Place { subnet_id: subnet_id.to_owned(), vpc_id: subnet.vpc_id.clone(), zone: subnet.zone.clone(), groups })
}

/// Takes the asked address, or the next free one.
fn take_address(world: &mut World, subnet_id: &str, asked: Option<&str>) -> Result<String, Refusal> {
    let subnet = world.subnets.get_mut(subnet_id).ok_or_else(|| refuse::invalid("SubnetId"))?;
    match asked {
        Some(address) => {
            subnet.take(address).then(|| address.to_owned()).ok_or_else(|| refuse::invalid("PrivateIpAddress"))
        }
        None => subnet
            .allocate()
            .map(|address| address.to_string())
            .ok_or_else(|| refuse::because("SubnetId", "no free address")),
    }
}

fn make(
    world: &mut World,
    incoming: &Incoming,
    place: Place,
    instance_id: Option<&str>,
    made_for: bool,
) -> Result<String, Refusal> {
    let address = take_address(world, &place.subnet_id, incoming.text("PrivateIpAddress"))?;
    let id = (world.shapes.network_interface)(&mut world.ids);
    let mac = incoming.text("MacAddress").map_or_else(|| world.ids.mac(), str::to_owned);
    let interface = json!({
        "region": incoming.region, "zone": place.zone, "vpc": place.vpc_id, "subnet": place.subnet_id, "groups": place.groups,
        "address": address, "mac": mac, "name": incoming.text("NetworkInterfaceName"), "instance": instance_id, "made_for_instance": made_for,
        "made": time::beijing_plain(world.now()),
    });
    things::put(world, NOUN, &id, interface);
    Ok(id)
}

/// The second interfaces of an order, each as a call of its own, once there is room for them.
///
/// # Errors
/// A subnet, group or address that does not fit, or more interfaces than the type has.
pub fn check_second(
    world: &World,
    incoming: &Incoming,
    params: &Value,
    order: &InstanceOrder,
) -> Result<Vec<Incoming>, Refusal> {
    let all = params.get("NetworkInterface").and_then(Value::as_array).into_iter().flatten();
    let asked: Vec<Incoming> =
        all.map(|interface| Incoming { params: interface.clone(), ..incoming.clone() }).collect();
    let Some(kind) = order.instance_type.as_deref().filter(|_| !asked.is_empty()) else { return Ok(asked) };
    let most = instance_type::interfaces(instance_type::find(world, kind)?);
    if asked.len() as u64 + 1 > most {
        return Err(refuse::because("NetworkInterface", format!("this type has {most} interfaces at most")));
    }
    for (index, one) in asked.iter().enumerate() {
        if place(world, one, None)?.zone != order.zone {
            let parameter = format!("NetworkInterface.{}.SubnetId", index + 1);
            return Err(refuse::because(&parameter, "the subnet is in another zone"));
        }
        if order.count > 1 && one.text("PrivateIpAddress").is_some() {
            let parameter = format!("NetworkInterface.{}.PrivateIpAddress", index + 1);
            return Err(refuse::because(&parameter, "one address for several instances"));
        }
    }
    Ok(asked)
}

/// Makes the second interfaces of instances that have just been made.
///
/// # Errors
/// There are no addresses left.
pub fn make_second(world: &mut World, ids: &[String], asked: &[Incoming]) -> Result<(), Refusal> {
    for (id, one) in ids.iter().flat_map(|id| asked.iter().map(move |one| (id, one))) {
        let place = place(world, one, None)?;
        make(world, one, place, Some(id), true)?;
    }
    Ok(())
}

/// `CreateNetworkInterface`.
pub fn create(world: &mut World, incoming: &Incoming) -> Outcome {
    let place = place(world, incoming, None)?;
    let id = make(world, incoming, place, None, false)?;
    Ok(json!({ "NetworkInterfaceId": id }))
}

/// `DeleteNetworkInterface`: not while it is on an instance.
pub fn delete(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("NetworkInterfaceId").unwrap_or_default();
    let interface =
        things::find(world, NOUN, &incoming.region, id).ok_or_else(|| refuse::invalid("NetworkInterfaceId"))?;
    if !interface["instance"].is_null() {
        return Err(refuse::because("NetworkInterfaceId", "detach it first"));
    }
    remove(world, id);
    Ok(json!({ "Return": true }))
}

/// Lets go of instances that are gone: interfaces made together with one go too. Runs before every operation.
pub fn let_go(world: &mut World) {
    let mut gone = Vec::new();
    for (id, interface) in world.extra.get_mut(NOUN).and_then(Value::as_object_mut).into_iter().flatten() {
        let orphan = interface["instance"].as_str().is_some_and(|instance| !world.instances.contains(instance));
        if orphan && interface["made_for_instance"] == true {
            gone.push(id.clone());
        } else if orphan {
            interface["instance"] = Value::Null;
        }
    }
    for id in gone {
        remove(world, &id);
    }
}

fn remove(world: &mut World, id: &str) {
    if let Some(interface) = things::take(world, NOUN, id)
        && let Some(subnet) = world.subnets.get_mut(things::text(&interface, "subnet"))
    {
        subnet.release(things::text(&interface, "address"));
    }
}

/// `AttachNetworkInterface`: an existing one, or a new one, of which an instance has one.
pub fn attach(world: &mut World, incoming: &Incoming) -> Outcome {
    let instance_id = incoming.text("InstanceId").unwrap_or_default();
    let instance = world.instances.find(&incoming.region, instance_id).ok_or_else(|| refuse::invalid("InstanceId"))?;
    let kind = instance_type::find(world, instance.instance_type.as_deref().unwrap_or_default())?;
    let (zone, most) = (instance.zone.clone(), instance_type::interfaces(kind));
    let present: Vec<bool> =
        attached(world, &incoming.region, instance_id).map(|(_, one)| one["made_for_instance"] == true).collect();
    if present.len() as u64 + 1 >= most {
        return Err(refuse::because("InstanceId", format!("this type has {most} interfaces at most")));
    }
    let Some(id) = incoming.text("NetworkInterfaceId") else {
        if present.contains(&true) {
            return Err(refuse::because("InstanceId", "only one secondary interface can be made this way"));
        }
        let mut place = place(world, incoming, None)?;
        place.groups.truncate(1);
        if place.zone != zone {
            return Err(refuse::because("SubnetId", "the subnet is in another zone"));
        }
        make(world, incoming, place, Some(instance_id), true)?;
        return Ok(json!({ "Return": true }));
    };
    let interface =
        things::find_mut(world, NOUN, &incoming.region, id).ok_or_else(|| refuse::invalid("NetworkInterfaceId"))?;
    if !interface["instance"].is_null() || things::text(interface, "zone") != zone {
        return Err(refuse::because("NetworkInterfaceId", "not available to this instance"));
    }
    interface["instance"] = json!(instance_id);
    Ok(json!({ "Return": true }))
}

/// `DetachNetworkInterface`. One that was made together with the attachment is gone then.
pub fn detach(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("NetworkInterfaceId").unwrap_or_default();
    let instance_id = incoming.text("InstanceId").unwrap_or_default();
    let instance = world.instances.find(&incoming.region, instance_id).ok_or_else(|| refuse::invalid("InstanceId"))?;
    if instance.interface_id == id {
        return Err(refuse::because("NetworkInterfaceId", "the primary interface stays"));
    }
    let found =
        things::find_mut(world, NOUN, &incoming.region, id).filter(|interface| interface["instance"] == instance_id);
    let interface = found.ok_or_else(|| refuse::invalid("NetworkInterfaceId"))?;
    if interface["made_for_instance"] == true {
        remove(world, id);
    } else {
        interface["instance"] = Value::Null;
    }
    Ok(json!({ "Return": true }))
}

/// `ModifyNetworkInterfaceAttribute`: groups, subnet, address and, on the primary one, name servers.
pub fn modify(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("NetworkInterfaceId").unwrap_or_default();
    let instance_id = incoming.text("InstanceId").unwrap_or_default();
    let instance = world.instances.find(&incoming.region, instance_id).ok_or_else(|| refuse::invalid("InstanceId"))?;
    let is_primary = instance.interface_id == id;
    let (old_subnet, old_address, zone) = if is_primary {
        (
            instance.subnet_id.clone().unwrap_or_default(),
            instance.private_ips.first().cloned().unwrap_or_default(),
            instance.zone.clone(),
        )
    } else {
        let found = attached(world, &incoming.region, instance_id).find(|(found, _)| *found == id);
        let (_, interface) = found.ok_or_else(|| refuse::invalid("NetworkInterfaceId"))?;
        (
            things::text(interface, "subnet").to_owned(),
            things::text(interface, "address").to_owned(),
            instance.zone.clone(),
        )
    };
    let has_elastic_ip = !instance.public_ips.is_empty();
    let place = place(world, incoming, Some(&old_address))?;
    if place.zone != zone {
        return Err(refuse::because("SubnetId", "the subnet is in another zone"));
    }
    let asked = incoming.text("PrivateIpAddress").filter(|asked| *asked != old_address);
    let moves = place.subnet_id != old_subnet || asked.is_some();
    if moves && is_primary && has_elastic_ip {
        return Err(refuse::because("NetworkInterfaceId", "unbind the elastic IP first"));
    }
    if !is_primary && (incoming.text("DNS1").is_some() || incoming.text("DNS2").is_some()) {
        return Err(refuse::because("DNS1", "name servers belong to the primary interface"));
    }
    let address = if moves { take_address(world, &place.subnet_id, asked)? } else { old_address.clone() };
    if moves && let Some(subnet) = world.subnets.get_mut(&old_subnet) {
        subnet.release(&old_address);
    }
    if is_primary {
        if let Some(instance) = world.instances.get_mut(instance_id) {
            (instance.subnet_id, instance.vpc_id) = (Some(place.subnet_id), Some(place.vpc_id));
            (instance.private_ips, instance.security_group_ids) = (vec![address], place.groups);
            for name in ["DNS1", "DNS2"] {
                if let Some(server) = incoming.text(name) {
                    instance.extra.insert(name.to_owned(), Value::from(server));
                }
            }
        }
    } else if let Some(interface) = things::find_mut(world, NOUN, &incoming.region, id) {
        interface["subnet"] = json!(place.subnet_id);
        interface["vpc"] = json!(place.vpc_id);
        interface["address"] = json!(address);
        interface["groups"] = json!(place.groups);
    }
    Ok(json!({ "Return": true }))
}

/// `DescribeNetworkInterfaces`: the primary ones too, with the members of the document's sample and text.
pub fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("NetworkInterfaceId");
    let filters = network::filters(incoming, &["availability-zone-name", "networkInterface-status"])?;
    let primaries = world.instances.in_region(&incoming.region).filter(|instance| instance.state(world.now()) != record::RECYCLING).map(|instance| {
        let interface = json!({
            "zone": instance.zone, "vpc": instance.vpc_id, "subnet": instance.subnet_id, "groups": instance.security_group_ids,
            "address": instance.private_ips.first(), "mac": instance.mac, "instance": instance.id,
            "made": time::beijing_plain(instance.created),
        });
        (instance.interface_id.clone(), interface, "primary")
    });
    let further = things::list(world, NOUN, &incoming.region)
        .map(|(id, interface)| (id.to_owned(), interface.clone(), "extension"));
    let matches = |interface: &Value| {
        filters.iter().all(|(name, values)| {
            let found = match name.as_str() {
                "availability-zone-name" => things::text(interface, "zone"),
                _ if interface["instance"].is_null() => "UnBind",
                _ => "Bind",
            };
            values.iter().any(|value| value == found)
        })
    };
    let set: Vec<Value> = primaries
        .chain(further)
        .filter(|(id, interface, _)| (ids.is_empty() || ids.contains(id)) && matches(interface))
        .map(|(id, interface, kind)| shown(world, &id, &interface, kind))
        .filter(|item| incoming.flag("VisitInternet").is_none_or(|visits| visits == item["PublicIp"].is_string()))
        .collect();
    // Without a page size the document's form: all of them.
    match incoming.number("MaxResults") {
        Some(_) => network::paged(incoming, "NetworkInterfaceSet", set),
        None => Ok(json!({ "NetworkInterfaceSet": set })),
    }
}

fn shown(world: &World, id: &str, interface: &Value, kind: &str) -> Value {
    let groups: Vec<Value> = group_ids(interface)
        .iter()
        .filter_map(|id| world.security_groups.get(id))
        .map(|group| json!({ "SecurityGroupId": group.id, "SecurityGroupName": group.name }))
        .collect();
    let name = |found: Option<&String>| found.cloned().unwrap_or_default();
    let instance = interface["instance"].as_str().and_then(|id| world.instances.get(id));
    let public = instance.filter(|_| kind == "primary").and_then(|instance| instance.public_ips.first());
    let mut item = json!({
        "CreateTime": interface["made"], "AvailabilityZoneName": interface["zone"], "DNS1": "198.18.254.30", "DNS2": "198.18.254.31",
        "VpcId": interface["vpc"], "VpcName": name(world.vpcs.get(things::text(interface, "vpc")).map(|vpc| &vpc.name)),
        "InstanceType": "kec", "InstanceId": interface["instance"], "PrivateIpAddress": interface["address"],
        "NetworkInterfaceId": id, "MacAddress": interface["mac"], "NetworkInterfaceType": kind, "SubnetId": interface["subnet"],
        "SubnetName": name(world.subnets.get(things::text(interface, "subnet")).map(|subnet| &subnet.name)),
        "SecurityGroupSet": groups, "Status": if interface["instance"].is_null() { "Available" } else { "InUse" },
    });
    for (member, value) in
        [("NetworkInterfaceName", interface["name"].as_str()), ("PublicIp", public.map(String::as_str))]
    {
        if let Some(value) = value {
            item[member] = json!(value);
        }
    }
    item
}
