//! `CreateVMInstance`: everything it names is looked up before anything is made or charged.

use std::net::Ipv4Addr;

use serde_json::{Map, Value, json};
use yundeck_sandbox::prices::Priced;
use yundeck_sandbox::world::order::{DiskOrder, InstanceOrder};
use yundeck_sandbox::world::{Billing, Course, Disk, DiskState, ElasticIp};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::placement::vm_type;
use super::record::{
    CHARGE_TYPE, GPU_TYPE, LAN_GROUP, MDEV_NAME, OS_TYPE, QUANTITY, REMARK, VM_TYPE, WAN_GROUP, os_type,
};
use super::{absent, conflict, flat, in_the_way, later, missing, pricing, tenant, unusable};
use crate::ucloudstack::map;

/// The public segment that the platform's administrator set up, and its addresses.
pub const OPERATOR: &str = "BGP";
const SEGMENT: (Ipv4Addr, u32) = (Ipv4Addr::new(198, 18, 0, 0), 15);

/// Creates one instance and says its id and those of what was made with it.
pub fn create(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let text = |name: &str| incoming.text(name);
    let compute = pricing::compute(incoming)?;
    let boot = pricing::disk(incoming, "BootDiskSetType", "BootDiskSpace", 40)?;
    check_image(world, incoming)?;
    check_network(world, incoming)?;
    for name in ["BootDiskID", "DataDiskID"] {
        external_disk(world, incoming, name)?;
    }
    let from_disk = text("BootSourceType") == Some("Disk");
    if from_disk && text("BootDiskID").is_none() {
        return Err(missing("BootDiskID"));
    }
    if text("BootDiskID").is_some() && text("BootDiskID") == text("DataDiskID") {
        return Err(unusable("DataDiskID"));
    }
    later::check_model(incoming)?;
    let more = later::data_disks(world, incoming, text("Name").unwrap_or_default())?;
    let mut extra = tenant::noted(world, incoming)?;
    let data = match pricing::count(incoming, "DataDiskSpace") {
        None | Some(0) => None,
        Some(_) if text("DataDiskSetType").is_none() => {
            Some((boot.0.clone(), pricing::count(incoming, "DataDiskSpace").unwrap_or(0)))
        }
        Some(_) => Some(pricing::disk(incoming, "DataDiskSetType", "DataDiskSpace", 0)?),
    };
    let bandwidth = public_bandwidth(world, incoming)?;

    let charge_type = text("ChargeType").unwrap_or_default();
    let quantity = pricing::quantity(incoming);
    let further = more.new.iter().map(|disk| (disk.disk_type.clone(), disk.size_gib));
    let disks = std::iter::once(boot.clone()).chain(data.clone()).chain(further).collect();
    let public = flat::public_addresses(incoming);
    let mbps = bandwidth.unwrap_or(0) + public.iter().map(|address| address.bandwidth_mbps).sum::<u32>();
    let whole = Priced { disks, bandwidth_mbps: mbps, ..compute.clone() };
    let months = map::months(charge_type, quantity);
    let group = |name: &str| text(name).map(str::to_owned);
    let name = text("Name").unwrap_or_default();
    let order = InstanceOrder {
        region: incoming.region.clone(),
        zone: world.region(&incoming.region).and_then(|region| region.zones.first().cloned()).unwrap_or_default(),
        name: name.to_owned(),
        vcpus: compute.vcpus,
        memory_mib: compute.memory_mib,
        image_id: text("ImageID").unwrap_or_default().to_owned(),
        subnet_id: text("SubnetID").map(str::to_owned),
        private_ips: text("InternalIP").map(str::to_owned).into_iter().collect(),
        security_group_ids: group("LANSGID").into_iter().chain(group("WANSGID")).collect(),
        system_disk: DiskOrder {
            name: format!("{name}-boot"),
            disk_type: boot.0,
            size_gib: boot.1,
            ..DiskOrder::default()
        },
        data_disks: data
            .map(|(disk_type, size_gib)| DiskOrder {
                name: format!("{name}-data"),
                disk_type,
                size_gib,
                delete_with_instance: false,
                ..DiskOrder::default()
            })
            .into_iter()
            .chain(more.new)
            .collect(),
        bandwidth_mbps: bandwidth.unwrap_or(0),
        billing: if months.is_some() { Billing::Prepaid } else { Billing::Postpaid },
        months: months.unwrap_or(0),
        due: pricing::for_period(world, &whole, charge_type, quantity),
        extra: {
            extra.extend(recorded(incoming, charge_type, quantity));
            extra.extend(later::noted(incoming));
            extra
        },
        ..InstanceOrder::default()
    };
    let id = world.create_instances(&order).map_err(in_the_way)?.pop().unwrap_or_default();

    let mut reply = json!({ "VMID": id });
    let now = world.now();
    if let Some(instance) = world.instances.get_mut(&id) {
        later::leave_off(incoming, now, instance);
        instance.gpus = compute.gpus;
        if from_disk {
            let said = |name: &str| text(name).unwrap_or_default();
            instance.os = format!("{} {}", said("OSName"), said("OSVersion"));
            instance.extra.insert(OS_TYPE.to_owned(), json!(said("OSType")));
        }
        if let Some(disk) = instance.disk_ids.get(1) {
            reply["DiskID"] = json!(disk);
        }
    }
    for (name, system) in [("BootDiskID", true), ("DataDiskID", false)] {
        if let Some(disk) = text(name) {
            attach(world, &id, disk, system);
        }
    }
    for disk in more.existing {
        attach(world, &id, &disk, false);
    }
    if let Some(bandwidth) = bandwidth {
        let address = public_address(world, incoming);
        reply["EIPID"] = json!(bind(world, &id, address, bandwidth));
    }
    flat::add_interfaces(world, incoming, &id);
    for wan in public {
        let address = wan.address.unwrap_or_else(|| world.public_address());
        reply["EIPID"] = json!(bind(world, &id, address, wan.bandwidth_mbps));
    }
    Ok(reply)
}

/// What the cloud records of an order beyond what the world does.
fn recorded(incoming: &Incoming, charge_type: &str, quantity: u32) -> Map<String, Value> {
    let mut extra = Map::new();
    extra.insert(CHARGE_TYPE.to_owned(), json!(charge_type));
    extra.insert(QUANTITY.to_owned(), json!(quantity));
    for (recorded, parameter) in [
        (VM_TYPE, "VMType"),
        (MDEV_NAME, MDEV_NAME),
        (REMARK, "Remark"),
        (LAN_GROUP, "LANSGID"),
        (WAN_GROUP, "WANSGID"),
    ] {
        if let Some(value) = incoming.text(parameter) {
            extra.insert(recorded.to_owned(), json!(value));
        }
    }
    // Without a kind GPUs are whole cards.
    let whole = pricing::count(incoming, "GPU").is_some_and(|count| count > 0).then_some("GPU");
    let kind = incoming.text(GPU_TYPE).or(whole);
    if let Some(kind) = kind {
        extra.insert(GPU_TYPE.to_owned(), json!(kind));
    }
    extra
}

/// The image is there, fits the cluster's architecture, and the password fits its system.
fn check_image(world: &World, incoming: &Incoming) -> Result<(), Refusal> {
    let image = world.image(&incoming.region, incoming.text("ImageID").unwrap_or_default()).map_err(in_the_way)?;
    let kind = incoming.text("VMType").and_then(vm_type);
    if kind.is_some_and(|kind| kind.architecture != image.architecture) {
        return Err(unusable("ImageID"));
    }
    check_password(incoming.text("Password").unwrap_or_default(), &image.os)
}

/// On Windows a password must not hold three consecutive characters of the administrator's name (document, 1.1).
pub fn check_password(password: &str, os: &str) -> Result<(), Refusal> {
    let password = password.to_ascii_lowercase();
    let mut parts = "administrator".as_bytes().windows(3).filter_map(|part| std::str::from_utf8(part).ok());
    if os_type(os) == "Windows" && parts.any(|part| password.contains(part)) {
        return Err(unusable("Password"));
    }
    Ok(())
}

fn check_network(world: &World, incoming: &Incoming) -> Result<(), Refusal> {
    flat::check(world, incoming)?;
    if incoming.text(flat::NETWORK).is_some() {
        return Ok(());
    }
    let vpc_id = incoming.text("VPCID").unwrap_or_default();
    let subnet_id = incoming.text("SubnetID").unwrap_or_default();
    world.vpcs.find(&incoming.region, vpc_id).ok_or_else(|| absent(vpc_id))?;
    let subnet = world.subnets.find(&incoming.region, subnet_id).ok_or_else(|| absent(subnet_id))?;
    if subnet.vpc_id == vpc_id { Ok(()) } else { Err(unusable("SubnetID")) }
}

/// A disk of an external storage that a call names is there and free.
fn external_disk(world: &World, incoming: &Incoming, name: &str) -> Result<(), Refusal> {
    let Some(id) = incoming.text(name) else { return Ok(()) };
    let disk = world.disks.find(&incoming.region, id).filter(|disk| is_external(disk)).ok_or_else(|| absent(id))?;
    match disk.instance_id {
        None => Ok(()),
        Some(_) => Err(conflict(format!("Disk [{id}] in use"))),
    }
}

fn is_external(disk: &Disk) -> bool {
    disk.extra.contains_key("External")
}

/// Puts an external disk on a new instance; as system disk it stands in for the one that was made.
fn attach(world: &mut World, instance_id: &str, disk_id: &str, system: bool) {
    let Some(instance) = world.instances.get_mut(instance_id) else { return };
    if system {
        if let Some(made) = instance.disk_ids.first_mut() {
            world.disks.take(made);
            disk_id.clone_into(made);
        }
    } else {
        instance.disk_ids.push(disk_id.to_owned());
    }
    if let Some(disk) = world.disks.get_mut(disk_id) {
        disk.instance_id = Some(instance_id.to_owned());
        disk.system = system;
        // It belongs to the external storage and outlives the instance.
        disk.delete_with_instance = false;
        disk.course = Course::settled(DiskState::InUse);
    }
}

/// The bandwidth of the public address that is to be bound; `None` when none is. Either of segment and bandwidth asks
/// for one: the document does not say that they need each other.
fn public_bandwidth(world: &World, incoming: &Incoming) -> Result<Option<u32>, Refusal> {
    let asked = ["OperatorName", "Bandwidth", "InternetIP"].into_iter().any(|name| incoming.params.get(name).is_some());
    if !asked {
        return Ok(None);
    }
    if incoming.text("OperatorName").is_some_and(|name| name != OPERATOR) {
        return Err(unusable("OperatorName"));
    }
    if let Some(address) = incoming.text("InternetIP") {
        if !in_segment(address) {
            return Err(unusable("InternetIP"));
        }
        let taken = world.elastic_ips.iter().any(|ip| ip.address == address)
            || world.instances.iter().any(|instance| instance.public_ips.iter().any(|known| known == address));
        if taken {
            return Err(conflict(format!("IP [{address}] in use")));
        }
    }
    Ok(Some(pricing::count(incoming, "Bandwidth").unwrap_or(1)))
}

fn in_segment(address: &str) -> bool {
    let (network, bits) = SEGMENT;
    let prefix = |address: Ipv4Addr| u32::from(address) >> (32 - bits);
    address.parse().is_ok_and(|address| prefix(address) == prefix(network))
}

/// The address that a call asks for, or the next free one.
fn public_address(world: &mut World, incoming: &Incoming) -> String {
    match (incoming.text("InternetIP"), incoming.text("IPVersion")) {
        (Some(address), _) => address.to_owned(),
        // The range for documentation (RFC 3849).
        (None, Some("IPv6")) => format!("2001:db8::{:x}", world.elastic_ips.len() + 1),
        _ => world.public_address(),
    }
}

/// Binds a new public address to the instance and says its id.
pub fn bind(world: &mut World, instance_id: &str, address: String, bandwidth_mbps: u32) -> String {
    let region = world.instances.get(instance_id).map(|instance| instance.region.clone()).unwrap_or_default();
    if let Some(instance) = world.instances.get_mut(instance_id) {
        instance.public_ips.push(address.clone());
    }
    let ip = ElasticIp {
        id: (world.shapes.elastic_ip)(&mut world.ids),
        region,
        address,
        bandwidth_mbps,
        instance_id: Some(instance_id.to_owned()),
        delete_with_instance: false,
        created: world.now(),
        extra: Map::new(),
    };
    world.elastic_ips.put(ip)
}
