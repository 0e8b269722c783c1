//! Instances: listed, started, stopped, rebooted, deleted and changed.

use chrono::Duration;
use serde_json::{Value, json};
use yundeck_sandbox::world::lifecycle::Act;
use yundeck_sandbox::world::{Billing, Instance, InstanceState};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::filter::{self, Filters, exact, exact_all, part};
use super::{Answer, interface, refuse, show};

/// The instance a call names.
pub(super) fn named<'w>(world: &'w World, incoming: &Incoming) -> Result<&'w Instance, Refusal> {
    let id = incoming.text("instanceId").unwrap_or_default();
    world.instance(&incoming.region, id).map_err(refuse::obstacle)
}

/// `describeInstances`
pub(super) fn list(world: &World, incoming: &Incoming) -> Answer {
    filter::page(incoming, "instances", matching(world, incoming), |instance| show::instance(world, instance))
}

/// `describeBriefInstances`
pub(super) fn list_briefly(world: &World, incoming: &Incoming) -> Answer {
    filter::page(incoming, "instances", matching(world, incoming), |instance| show::brief_instance(world, instance))
}

/// `describeInstancesCustomData`
pub(super) fn list_custom_data(world: &World, incoming: &Incoming) -> Answer {
    filter::page(incoming, "customData", matching(world, incoming), |instance| {
        let list = |name: &str| instance.extra.get(name).cloned().unwrap_or_else(|| json!([]));
        json!({ "instanceId": instance.id, "metadata": list("metadata"), "userdata": list("userdata") })
    })
}

/// `modifyInstancePlacement`. Groups belong to another service: whatever group is named is taken to exist.
pub(super) fn place(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = named(world, incoming)?;
    let forced = incoming.flag("balance") == Some(true);
    let states: &[InstanceState] =
        if forced { &[InstanceState::Stopped] } else { &[InstanceState::Stopped, InstanceState::Running] };
    allow(world, instance, states)?;
    let id = instance.id.clone();
    if let Some(instance) = world.instances.get_mut(&id) {
        show::keep(&mut instance.extra, &incoming.params, &[("agId", show::GROUP), ("isManaged", "isManaged")]);
    }
    Ok(Value::Null)
}

/// `modifyInstanceReleaseTime`: all of them or none.
pub(super) fn set_release_time(world: &mut World, incoming: &Incoming) -> Answer {
    let ids = incoming.texts("instanceIds");
    for id in &ids {
        world.instance(&incoming.region, id).map_err(refuse::obstacle)?;
    }
    let asked = incoming.text("autoReleaseTime").filter(|text| !text.is_empty());
    if let Some(text) = asked {
        let from = world.now() + Duration::hours(1);
        let to = world.now() + Duration::days(3653);
        if !show::from_local_time(text).is_some_and(|at| (from..=to).contains(&at)) {
            return Err(refuse::out_of_range("AutoReleaseTime out of range"));
        }
    }
    for id in &ids {
        let Some(instance) = world.instances.get_mut(id) else { continue };
        match asked {
            Some(text) => drop(instance.extra.insert(show::RELEASE.to_owned(), json!(text))),
            None => drop(instance.extra.shift_remove(show::RELEASE)),
        }
    }
    Ok(Value::Null)
}

/// Deletes what is to be deleted by now. Runs before every operation.
pub(super) fn release_due(world: &mut World) {
    let now = world.now();
    let course = Act::Terminate.course(now);
    let is_due = |instance: &Instance| {
        let at = instance.extra.get(show::RELEASE).and_then(Value::as_str).and_then(show::from_local_time);
        at.is_some_and(|at| at <= now)
    };
    for instance in world.instances.matching_mut(is_due) {
        instance.extra.shift_remove(show::RELEASE);
        instance.course = course.clone();
    }
}

/// `describeInstanceStatus`
pub(super) fn list_states(world: &World, incoming: &Incoming) -> Answer {
    filter::page(
        incoming,
        "instanceStatuses",
        matching(world, incoming),
        |instance| json!({ "instanceId": instance.id, "status": show::instance_state(instance.state(world.now())) }),
    )
}

/// `describeInstancePrivateIpAddress`
pub(super) fn list_private_ips(world: &World, incoming: &Incoming) -> Answer {
    filter::page(
        incoming,
        "instancePrivateIpAddresses",
        matching(world, incoming),
        |instance| json!({ "instanceId": instance.id, "privateIpAddress": instance.private_ips.first() }),
    )
}

/// `describeInstance`
pub(super) fn one(world: &World, incoming: &Incoming) -> Answer {
    Ok(json!({ "instance": show::instance(world, named(world, incoming)?) }))
}

/// The instances that pass the call's filters, the newest first.
fn matching<'w>(world: &'w World, incoming: &'w Incoming) -> impl Iterator<Item = &'w Instance> {
    let filters = Filters::of(incoming);
    world.instances.in_region(&incoming.region).rev().filter(move |instance| {
        let all = |texts: &[String]| exact_all(texts.to_vec());
        let one = |text: &Option<String>| exact_all(text.iter().cloned().collect());
        filters.pass(|name| match name {
            "instanceId" => exact(&instance.id),
            "privateIpAddress" => part(instance.private_ips.clone()),
            "az" => exact(&instance.zone),
            "vpcId" => one(&instance.vpc_id),
            "subnetId" => one(&instance.subnet_id),
            "status" => exact(show::instance_state(instance.state(world.now()))),
            "name" => part(vec![instance.name.clone()]),
            "imageId" => exact(&instance.image_id),
            "instanceType" => one(&instance.instance_type),
            "networkInterfaceId" => exact_all(interface::ids_of(world, instance)),
            "elasticIpAddress" => all(&instance.public_ips),
            "agId" => exact_all(
                instance.extra.get(show::GROUP).and_then(Value::as_str).map(str::to_owned).into_iter().collect(),
            ),
            // No instance is on a dedicated host.
            "faultDomain" | "dedicatedHostId" | "dedicatedPoolId" => all(&[]),
            _ => None,
        }) && filter::tags_pass(incoming, instance.extra.get("tags"))
    })
}

/// `describeInstanceVncUrl`. The address leads nowhere.
pub(super) fn vnc_url(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = named(world, incoming)?;
    allow(world, instance, &[InstanceState::Running])?;
    let id = instance.id.clone();
    Ok(json!({ "vncUrl": format!("https://vnc.sandbox.invalid/vm/{id}?token={}", world.ids.lower(32)) }))
}

/// `startInstance`
pub(super) fn start(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = named(world, incoming)?;
    check_paid(world, instance)?;
    if !instance.disk_ids.iter().filter_map(|id| world.disks.get(id)).any(|disk| disk.system) {
        return Err(Refusal::new(404, "NOT_FOUND", "System disk not found"));
    }
    act(world, incoming, Act::Start)
}

/// `stopInstance`
pub(super) fn stop(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = named(world, incoming)?;
    let id = instance.id.clone();
    let billing = instance.billing;
    act(world, incoming, Act::Stop)?;
    if let (Some(word), Some(instance), Billing::Postpaid) =
        (incoming.text("chargeOnStopped"), world.instances.get_mut(&id), billing)
    {
        instance.extra.insert("chargeOnStopped".to_owned(), json!(word));
    }
    Ok(Value::Null)
}

/// `rebootInstance`
pub(super) fn reboot(world: &mut World, incoming: &Incoming) -> Answer {
    check_paid(world, named(world, incoming)?)?;
    act(world, incoming, Act::Reboot)
}

/// `deleteInstance`
pub(super) fn delete(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = named(world, incoming)?;
    if instance.expires.is_some_and(|at| at > world.now()) {
        return Err(refuse::precondition("Can't delete prepaid instance before it expires"));
    }
    let id = instance.id.clone();
    act(world, incoming, Act::Terminate)?;
    if incoming.flag("deletePrimaryNetworkInterfaceAllElasticIp") == Some(true) {
        for ip in world.elastic_ips.matching_mut(|ip| ip.instance_id.as_deref() == Some(&id)) {
            ip.delete_with_instance = true;
        }
    }
    Ok(Value::Null)
}

/// `modifyInstanceAttribute`
pub(super) fn change(world: &mut World, incoming: &Incoming) -> Answer {
    let id = named(world, incoming)?.id.clone();
    if let Some(instance) = world.instances.get_mut(&id) {
        if let Some(name) = incoming.text("name") {
            instance.name = name.to_owned();
        }
        if let Some(host) = incoming.text("hostname") {
            instance.host_name = Some(host.to_owned());
        }
        show::keep(&mut instance.extra, &incoming.params, &[("description", "description"), ("metadata", "metadata")]);
    }
    Ok(Value::Null)
}

/// `modifyInstancePassword`. The password itself is not kept.
pub(super) fn set_password(world: &mut World, incoming: &Incoming) -> Answer {
    let instance = named(world, incoming)?;
    allow(world, instance, &[InstanceState::Running, InstanceState::Stopped])?;
    Ok(Value::Null)
}

/// Refuses unless the instance is in one of the states.
pub(super) fn allow(world: &World, instance: &Instance, states: &[InstanceState]) -> Result<(), Refusal> {
    let state = instance.state(world.now());
    if states.contains(&state) {
        return Ok(());
    }
    let word = show::instance_state(state);
    Err(if instance.course.is_settled(world.now()) {
        refuse::precondition(format!("Invalid instance status '{word}'"))
    } else {
        refuse::precondition(format!("Conflict with underlay task '{word}'"))
    })
}

fn act(world: &mut World, incoming: &Incoming, act: Act) -> Answer {
    let instance = named(world, incoming)?;
    allow(world, instance, act.allowed())?;
    let ids = [instance.id.clone()];
    world.act(&incoming.region, &ids, act).map_err(refuse::obstacle)?;
    Ok(Value::Null)
}

/// A prepaid instance whose time is over neither starts nor reboots nor changes its type.
pub(super) fn check_paid(world: &World, instance: &Instance) -> Result<(), Refusal> {
    if instance.expires.is_some_and(|at| at <= world.now()) {
        return Err(refuse::precondition("Invalid charge state"));
    }
    Ok(())
}
