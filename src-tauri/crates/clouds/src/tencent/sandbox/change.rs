//! Changes to instances that are there: system, type, disks, name, project, period, billing mode, password, console.

use chrono::Months;
use serde_json::{Value, json};
use yundeck_sandbox::world::lifecycle::{BOOT_SECONDS, REBOOT_SECONDS};
use yundeck_sandbox::world::{Billing, Course, Instance, InstanceState, InstanceType, Obstacle};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::Outcome;
use super::order::check_windows_password;
use super::pricing;
use super::record::state_word;
use super::words::{obstacle, refuse};

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    Some(match incoming.name() {
        "ResetInstance" => reset(world, incoming),
        "ResetInstancesPassword" => reset_password(world, incoming),
        "ModifyInstancesAttribute" => modify(world, incoming),
        "ModifyInstancesProject" => move_to_project(world, incoming),
        "ResetInstancesType" => reset_type(world, incoming),
        "ResizeInstanceDisks" => resize_disk(world, incoming),
        "RenewInstances" => renew(world, incoming),
        "ModifyInstancesRenewFlag" => set_renewal(world, incoming),
        "ModifyInstancesChargeType" => prepay(world, incoming),
        "DescribeInstanceVncUrl" => console(world, incoming),
        _ => return None,
    })
}

/// Pays for a change.
///
/// # Errors
/// The balance does not suffice.
pub fn pay(world: &mut World, due: rust_decimal::Decimal) -> Result<(), Refusal> {
    if world.account.balance < due {
        return Err(obstacle(Obstacle::Balance));
    }
    world.account.balance -= due;
    Ok(())
}

/// An instance that is stopped, or running where the request allows to force it off.
fn stoppable<'w>(world: &'w World, incoming: &Incoming, id: &str) -> Result<&'w Instance, Refusal> {
    let instance = world.instance(&incoming.region, id).map_err(obstacle)?;
    match instance.state(world.now()) {
        InstanceState::Stopped => Ok(instance),
        InstanceState::Running if incoming.flag("ForceStop") == Some(true) => Ok(instance),
        InstanceState::Running if incoming.flag("ResizeOnline") == Some(true) => Ok(instance),
        state => Err(obstacle(Obstacle::WrongState { noun: "instance", id: id.to_owned(), state: state.word() })),
    }
}

/// What was running comes back by itself.
fn restart(world: &mut World, id: &str) {
    let now = world.now();
    if let Some(instance) = world.instances.get_mut(id).filter(|instance| instance.state(now) == InstanceState::Running)
    {
        instance.course = Course::through(now, InstanceState::Rebooting, REBOOT_SECONDS, InstanceState::Running);
    }
}

/// What a reinstallation comes to.
pub struct Reinstallation {
    pub instance_id: String,
    pub image_id: String,
    pub system_disk_gib: u32,
}

/// Checks a reinstallation.
///
/// # Errors
/// In the cloud's codes.
pub fn reinstallation(world: &World, incoming: &Incoming) -> Result<Reinstallation, Refusal> {
    let instance =
        world.instance(&incoming.region, incoming.text("InstanceId").unwrap_or_default()).map_err(obstacle)?;
    let state = instance.state(world.now());
    if !matches!(state, InstanceState::Running | InstanceState::Stopped) {
        return Err(obstacle(Obstacle::WrongState { noun: "instance", id: instance.id.clone(), state: state.word() }));
    }
    let image_id = incoming.text("ImageId").unwrap_or(&instance.image_id).to_owned();
    let image = world.image(&incoming.region, &image_id).map_err(obstacle)?;
    let disk = instance.disk_ids.first().and_then(|id| world.disks.get(id));
    let present = disk.map_or(0, |disk| disk.size_gib);
    let wanted = incoming.params.pointer("/SystemDisk/DiskSize").and_then(Value::as_u64);
    let wanted = wanted.and_then(|size| u32::try_from(size).ok()).unwrap_or(present);
    let local = disk.is_some_and(|disk| disk.disk_type.starts_with("LOCAL_"));
    if wanted < present || (wanted > present && local) {
        return Err(refuse("InvalidParameterValue", "The system disk cannot shrink, and a local one cannot grow."));
    }
    let windows = |id: &str| world.images.get(id).is_some_and(|image| image.platform == "Windows");
    if local && windows(&instance.image_id) != (image.platform == "Windows") {
        return Err(refuse(
            "InvalidInstance.NotSupported",
            "A local system disk cannot change between Linux and Windows.",
        ));
    }
    if image.platform == "Windows"
        && let Some(password) = incoming.params.pointer("/LoginSettings/Password").and_then(Value::as_str)
    {
        check_windows_password(password)?;
    }
    Ok(Reinstallation { instance_id: instance.id.clone(), image_id, system_disk_gib: wanted })
}

fn reset(world: &mut World, incoming: &Incoming) -> Outcome {
    let target = reinstallation(world, incoming)?;
    let now = world.now();
    let os = world.images.get(&target.image_id).map(|image| image.os.clone()).unwrap_or_default();
    let keys = incoming.params.pointer("/LoginSettings/KeyIds").and_then(Value::as_array);
    let keys: Vec<String> = keys.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    if let Some(key) = keys.iter().find(|key| !world.key_pairs.contains(key)) {
        return Err(refuse("InvalidParameterValue", format!("The key pair `{key}` does not exist.")));
    }
    let due = pricing::of_reinstallation(world, incoming, &target)?.1;
    pay(world, due)?;
    if let Some(instance) = world.instances.get_mut(&target.instance_id) {
        instance.image_id = target.image_id;
        instance.os = os;
        instance.key_pair_ids = keys;
        instance.course = Course::through(now, InstanceState::Rebooting, BOOT_SECONDS, InstanceState::Running);
        if let Some(name) = incoming.text("HostName") {
            instance.host_name = Some(name.to_owned());
        }
        if let Some(data) = incoming.text("UserData") {
            instance.extra.insert("UserData".to_owned(), json!(data));
        }
        if let Some(disk) = instance.disk_ids.first().and_then(|id| world.disks.get_mut(id)) {
            disk.size_gib = target.system_disk_gib;
        }
    }
    Ok(json!({}))
}

fn reset_password(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("InstanceIds");
    for id in &ids {
        let instance = stoppable(world, incoming, id)?;
        if world.images.get(&instance.image_id).is_some_and(|image| image.platform == "Windows") {
            check_windows_password(incoming.text("Password").unwrap_or_default())?;
        }
    }
    ids.iter().for_each(|id| restart(world, id));
    Ok(json!({}))
}

fn modify(world: &mut World, incoming: &Incoming) -> Outcome {
    let (ids, groups) = (incoming.texts("InstanceIds"), incoming.texts("SecurityGroups"));
    for id in &ids {
        world.instance(&incoming.region, id).map_err(obstacle)?;
    }
    if let Some(group) = groups.iter().find(|group| world.security_groups.find(&incoming.region, group).is_none()) {
        return Err(refuse("InvalidParameterValue", format!("The security group `{group}` does not exist.")));
    }
    for id in &ids {
        let Some(instance) = world.instances.get_mut(id) else { continue };
        if let Some(name) = incoming.text("InstanceName") {
            name.clone_into(&mut instance.name);
        }
        if !groups.is_empty() {
            instance.security_group_ids.clone_from(&groups);
        }
        note_newer(instance, incoming);
    }
    // Another host name means a restart, unless that is not wanted.
    if incoming.text("HostName").is_some() && incoming.flag("AutoReboot") != Some(false) {
        ids.iter().for_each(|id| restart(world, id));
    }
    Ok(json!({}))
}

/// What today's operation changes besides name and groups. An empty role unbinds the one there is.
fn note_newer(instance: &mut Instance, incoming: &Incoming) {
    if let Some(name) = incoming.text("HostName") {
        instance.host_name = Some(name.to_owned());
    }
    for name in ["UserData", "CamRoleName", "DisableApiTermination", "EnableJumboFrame"] {
        if let Some(value) = incoming.params.get(name) {
            instance.extra.insert(name.to_owned(), value.clone());
        }
    }
}

fn move_to_project(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("InstanceIds");
    for id in &ids {
        world.instance(&incoming.region, id).map_err(obstacle)?;
    }
    for id in &ids {
        if let Some(instance) = world.instances.get_mut(id) {
            instance.extra.insert("ProjectId".to_owned(), json!(incoming.number("ProjectId")));
            // The document: moving drops the security groups.
            instance.security_group_ids.clear();
        }
    }
    Ok(json!({}))
}

/// Checks a change of type.
///
/// # Errors
/// In the cloud's codes.
pub fn other_type<'w>(world: &'w World, incoming: &Incoming) -> Result<(&'w Instance, &'w InstanceType), Refusal> {
    let ids = incoming.texts("InstanceIds");
    let id = ids.first().map(String::as_str).unwrap_or_default();
    let instance = world.instance(&incoming.region, id).map_err(obstacle)?;
    let system = instance.disk_ids.first().and_then(|id| world.disks.get(id));
    if system.is_some_and(|disk| disk.disk_type.starts_with("LOCAL_")) {
        return Err(refuse("UnsupportedOperation.SystemDiskType", "The system disk must be a cloud disk."));
    }
    if instance.billing == Billing::Host {
        return Err(refuse("InvalidInstance.NotSupported", "Instances on a dedicated host cannot change their type."));
    }
    let name = incoming.text("InstanceType").unwrap_or_default();
    let kind = world.instance_type(name, Some(&instance.zone)).ok_or_else(|| {
        refuse("InvalidParameterValue.InstanceTypeNotFound", format!("The instance type `{name}` is not offered here."))
    })?;
    let family = instance.instance_type.as_deref().and_then(|id| id.split('.').next()).unwrap_or_default();
    if kind.family != family {
        return Err(refuse("InvalidParameterValue", format!("`{name}` is not of the family {family}.")));
    }
    if !kind.available_in(&instance.zone) {
        return Err(refuse("ResourcesSoldOut.SpecifiedInstanceType", format!("`{name}` is sold out here.")));
    }
    Ok((instance, kind))
}

fn reset_type(world: &mut World, incoming: &Incoming) -> Outcome {
    let (instance, kind) = other_type(world, incoming)?;
    let (id, kind) = (instance.id.clone(), kind.clone());
    stoppable(world, incoming, &id)?;
    let before = pricing::priced(world, instance);
    let after = yundeck_sandbox::prices::Priced {
        vcpus: kind.vcpus,
        memory_mib: kind.memory_mib,
        gpus: kind.gpus,
        ..before.clone()
    };
    let due = pricing::of_change(world, instance, &before, &after).1;
    pay(world, due)?;
    if let Some(instance) = world.instances.get_mut(&id) {
        (instance.vcpus, instance.memory_mib, instance.gpus) = (kind.vcpus, kind.memory_mib, kind.gpus);
        instance.instance_type = Some(kind.id);
    }
    restart(world, &id);
    Ok(json!({}))
}

/// A disk that grows.
pub struct Growth {
    pub instance_id: String,
    pub disk_id: String,
    pub size_gib: u32,
}

/// Checks the growth of a disk: the data disk that is named, else the first, or the system disk.
///
/// # Errors
/// In the cloud's codes.
pub fn larger_disk(world: &World, incoming: &Incoming) -> Result<Growth, Refusal> {
    let instance =
        world.instance(&incoming.region, incoming.text("InstanceId").unwrap_or_default()).map_err(obstacle)?;
    let system = incoming.params.get("SystemDisk");
    let asked = system.or_else(|| incoming.params.pointer("/DataDisks/0"));
    let at = |name: &str| asked.and_then(|disk| disk.get(name));
    let named = at("DiskId").and_then(Value::as_str);
    let disk = instance
        .disk_ids
        .iter()
        .filter_map(|id| world.disks.get(id))
        .filter(|disk| disk.system == system.is_some())
        .find(|disk| named.is_none_or(|named| disk.id == named))
        .ok_or_else(|| refuse("InvalidParameterValue", "The instance has no such disk."))?;
    if disk.disk_type.starts_with("LOCAL_") || instance.billing == Billing::Host {
        return Err(refuse(
            "InvalidInstance.NotSupported",
            "Only cloud disks of instances that are not on a dedicated host grow.",
        ));
    }
    let wanted = at("DiskSize").and_then(Value::as_u64).and_then(|size| u32::try_from(size).ok()).unwrap_or(0);
    if wanted <= disk.size_gib {
        return Err(refuse("InvalidParameterValue", format!("The disk has {} GB and can only grow.", disk.size_gib)));
    }
    Ok(Growth { instance_id: instance.id.clone(), disk_id: disk.id.clone(), size_gib: wanted })
}

fn resize_disk(world: &mut World, incoming: &Incoming) -> Outcome {
    let growth = larger_disk(world, incoming)?;
    let instance = stoppable(world, incoming, &growth.instance_id)?;
    let before = pricing::priced(world, instance);
    let mut after = before.clone();
    if let Some(disk) =
        instance.disk_ids.iter().position(|id| *id == growth.disk_id).and_then(|at| after.disks.get_mut(at))
    {
        disk.1 = growth.size_gib;
    }
    let due = pricing::of_change(world, instance, &before, &after).1;
    pay(world, due)?;
    if let Some(disk) = world.disks.get_mut(&growth.disk_id) {
        disk.size_gib = growth.size_gib;
    }
    if incoming.flag("ResizeOnline") != Some(true) {
        restart(world, &growth.instance_id);
    }
    Ok(json!({}))
}

fn period(incoming: &Incoming) -> Months {
    let months = incoming.params.pointer("/InstanceChargePrepaid/Period").and_then(Value::as_u64);
    Months::new(months.and_then(|months| u32::try_from(months).ok()).unwrap_or(1))
}

fn renew(world: &mut World, incoming: &Incoming) -> Outcome {
    let due = pricing::of_months(world, incoming, Billing::Prepaid)?.discounted;
    pay(world, due)?;
    let renewal = incoming.params.pointer("/InstanceChargePrepaid/RenewFlag").cloned();
    for id in incoming.texts("InstanceIds") {
        if let Some(instance) = world.instances.get_mut(&id) {
            instance.expires = instance.expires.and_then(|at| at.checked_add_months(period(incoming)));
            if let Some(renewal) = &renewal {
                instance.extra.insert("RenewFlag".to_owned(), renewal.clone());
            }
        }
    }
    Ok(json!({}))
}

fn set_renewal(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("InstanceIds");
    for id in &ids {
        if world.instance(&incoming.region, id).map_err(obstacle)?.billing != Billing::Prepaid {
            return Err(refuse("InvalidInstance.NotSupported", format!("The instance `{id}` is not prepaid.")));
        }
    }
    for id in &ids {
        if let Some(instance) = world.instances.get_mut(id) {
            instance.extra.insert("RenewFlag".to_owned(), json!(incoming.text("RenewFlag")));
        }
    }
    Ok(json!({}))
}

/// From prepaid to what is paid by the hour; nothing is given back here.
fn pay_by_hour(world: &mut World, incoming: &Incoming) -> Outcome {
    pricing::of_hours(world, incoming)?;
    for id in incoming.texts("InstanceIds") {
        if let Some(instance) = world.instances.get_mut(&id) {
            instance.billing = Billing::Postpaid;
            instance.expires = None;
        }
    }
    Ok(json!({}))
}

fn prepay(world: &mut World, incoming: &Incoming) -> Outcome {
    if incoming.text("InstanceChargeType") == Some("POSTPAID_BY_HOUR") {
        return pay_by_hour(world, incoming);
    }
    let due = pricing::of_months(world, incoming, Billing::Postpaid)?.discounted;
    for id in incoming.texts("InstanceIds") {
        let instance = world.instance(&incoming.region, &id).map_err(obstacle)?;
        let free = instance.extra.get("StopChargingMode") == Some(&json!("STOP_CHARGING"));
        if instance.extra.contains_key("ActionTimer") || free {
            return Err(refuse(
                "InvalidInstance.NotSupported",
                "An instance with a scheduled termination, or stopped without a charge, cannot be prepaid.",
            ));
        }
    }
    pay(world, due)?;
    let now = world.now();
    let renewal = incoming.params.pointer("/InstanceChargePrepaid/RenewFlag").cloned();
    for id in incoming.texts("InstanceIds") {
        if let Some(instance) = world.instances.get_mut(&id) {
            instance.billing = Billing::Prepaid;
            instance.expires = now.checked_add_months(period(incoming));
            instance
                .extra
                .insert("RenewFlag".to_owned(), renewal.clone().unwrap_or_else(|| json!("NOTIFY_AND_MANUAL_RENEW")));
        }
    }
    Ok(json!({}))
}

fn console(world: &mut World, incoming: &Incoming) -> Outcome {
    let id = incoming.text("InstanceId").unwrap_or_default();
    let state = world.instance(&incoming.region, id).map_err(obstacle)?.state(world.now());
    if state != InstanceState::Running {
        return Err(refuse("InvalidInstanceState", format!("The instance is {}.", state_word(state))));
    }
    let once = world.ids.mixed(64);
    Ok(json!({ "InstanceVncUrl": format!("wss://sandbox.invalid:26789/vnc?s={once}") }))
}
