//! Instances: creation, lists, and the four acts of the table.

use serde_json::{Value, json};
use yundeck_sandbox::world::lifecycle::STOP_SECONDS;
use yundeck_sandbox::world::{Act, Billing, Course, Instance, InstanceState, Obstacle};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::Outcome;
use super::filter::{Filters, list, note};
use super::network::tag_values;
use super::order::{Asked, Size};
use super::record::{billed, state_word, uuid, view};
use super::words::{obstacle, refuse};
use super::{name, pricing, template, token};

/// The state of a prepaid instance that was returned and waits to be destroyed.
pub const RECYCLED: InstanceState = InstanceState::Busy("SHUTDOWN");

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    Some(match incoming.name() {
        // A check is not an order that could be asked for again.
        "RunInstances" if incoming.flag("DryRun") == Some(true) => run(world, incoming),
        "RunInstances" => token::once(world, incoming, |world| run(world, incoming)),
        "DescribeInstances" => describe(world, incoming),
        "DescribeInstancesStatus" => Ok(describe_status(world, incoming)),
        "StartInstances" => start(world, incoming),
        "StopInstances" => stop(world, incoming),
        "RebootInstances" => act(world, incoming, Act::Reboot),
        "TerminateInstances" => terminate(world, incoming),
        _ => return None,
    })
}

/// Makes what is ordered, or checks whether it could be made.
fn run(world: &mut World, incoming: &Incoming) -> Outcome {
    let now = world.now();
    let incoming = &template::applied(world, incoming)?;
    let asked = Asked::read(world, incoming)?;
    let mut order = asked.order(world, incoming)?;
    let hourly = world.prices.hour(&asked.priced()).times(asked.count);
    if asked.billing == Billing::Spot {
        let present = pricing::spot_price(now, asked.type_name(), &asked.zone, world.prices.hour(&asked.priced()));
        if asked.bid.is_some_and(|bid| bid < present.discounted) {
            return Err(refuse("InvalidParameterValue.InsufficientPrice", "The bid is below the present spot price."));
        }
    }
    order.due = pricing::of_order(world, &asked).1;
    // What is paid afterwards is frozen for an hour.
    if world.account.balance < order.due.max(hourly.discounted) {
        return Err(obstacle(Obstacle::Balance));
    }
    if incoming.flag("DryRun") == Some(true) {
        // What the vendor says of this operation: nothing but the request's id (SDK, `RunInstancesRequest.DryRun`).
        world.clone().create_instances(&order).map_err(obstacle)?;
        return Ok(json!({}));
    }
    let (name, host) = (order.name.clone(), order.host_name.clone());
    let ids = world.create_instances(&order).map_err(obstacle)?;
    let v6 = incoming.params.pointer("/VirtualPrivateCloud/Ipv6AddressCount").and_then(Value::as_u64).unwrap_or(0);
    for (nth, id) in ids.iter().enumerate() {
        let classic = format!("10.104.{}.{}", world.ids.below(250), world.ids.below(250) + 2);
        let net = if v6 > 0 { world.ids.below(0xffff) } else { 0 };
        let Some(instance) = world.instances.get_mut(id) else { continue };
        instance.name = name::numbered(&name, nth, ids.len());
        if let Size::OnHost { name, .. } = &asked.size {
            instance.instance_type = Some(name.clone());
        }
        if instance.private_ips.is_empty() {
            instance.private_ips = vec![classic];
        }
        let address = instance.private_ips.first().cloned().unwrap_or_default();
        instance.host_name = host.as_ref().map(|host| name::host(host, nth, &address));
        if v6 > 0 {
            let addresses: Vec<String> = (1..=v6).map(|count| format!("2001:db8::{net:x}:{count:x}")).collect();
            instance.extra.insert("IPv6Addresses".to_owned(), json!(addresses));
        }
    }
    Ok(json!({ "InstanceIdSet": ids }))
}

/// Instances of the region that the account still sees.
fn seen<'w>(world: &'w World, incoming: &'w Incoming) -> impl Iterator<Item = &'w Instance> {
    let ids = incoming.texts("InstanceIds");
    world.instances.in_region(&incoming.region).filter(move |instance| ids.is_empty() || ids.contains(&instance.id))
}

const FILTERS: &[&str] = &[
    "zone",
    "project-id",
    "host-id",
    "dedicated-cluster-id",
    "vpc-id",
    "subnet-id",
    "instance-id",
    "uuid",
    "security-group-id",
    "instance-name",
    "instance-charge-type",
    "instance-state",
    "private-ip-address",
    "public-ip-address",
    "ipv6-address",
    "creation-start-time",
    "creation-end-time",
    "tag-key",
    "tag-value",
];

fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let filters = Filters::of(incoming, FILTERS)?;
    check_zones(world, incoming, &filters)?;
    let texts = |value: Option<&Value>| -> Vec<String> {
        value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let found = seen(world, incoming).filter(|instance| {
        let is = |name: &str| match name {
            "zone" => vec![instance.zone.clone()],
            "project-id" => vec![instance.extra.get("ProjectId").map_or_else(|| "0".to_owned(), ToString::to_string)],
            "host-id" => texts(instance.extra.get("HostIds")),
            "dedicated-cluster-id" => {
                note(&instance.extra, "DedicatedClusterId").map(str::to_owned).into_iter().collect()
            }
            "vpc-id" => instance.vpc_id.clone().into_iter().collect(),
            "subnet-id" => instance.subnet_id.clone().into_iter().collect(),
            "instance-id" => vec![instance.id.clone()],
            "uuid" => vec![uuid(instance)],
            "security-group-id" => instance.security_group_ids.clone(),
            "instance-name" => vec![instance.name.clone()],
            "instance-charge-type" => vec![billed(instance).to_owned()],
            "instance-state" => vec![state_word(instance.state(world.now())).to_owned()],
            "private-ip-address" => instance.private_ips.clone(),
            "public-ip-address" => instance.public_ips.clone(),
            "ipv6-address" => texts(instance.extra.get("IPv6Addresses")),
            _ => tag_values(name, &instance.extra),
        };
        let created = instance.created.format("%Y-%m-%d %H:%M:%S").to_string();
        filters.all(|name, wanted| match name {
            "creation-start-time" => wanted.iter().any(|start| *start <= created),
            "creation-end-time" => wanted.iter().any(|end| *end >= created),
            _ => is(name).iter().any(|found| wanted.contains(found)),
        })
    });
    Ok(list(incoming, "InstanceSet", found, |instance| view(world, instance)))
}

/// Zones that a filter names must be in the region.
///
/// # Errors
/// `InvalidZone.MismatchRegion`.
pub fn check_zones(world: &World, incoming: &Incoming, filters: &Filters) -> Result<(), Refusal> {
    let region = world.region(&incoming.region);
    match filters.values("zone").into_iter().find(|zone| !region.is_some_and(|region| region.has_zone(zone))) {
        Some(zone) => Err(refuse("InvalidZone.MismatchRegion", format!("The zone `{zone}` is not in the region."))),
        None => Ok(()),
    }
}

fn describe_status(world: &World, incoming: &Incoming) -> Value {
    list(
        incoming,
        "InstanceStatusSet",
        seen(world, incoming),
        |instance| json!({ "InstanceId": instance.id, "InstanceState": state_word(instance.state(world.now())) }),
    )
}

fn act(world: &mut World, incoming: &Incoming, act: Act) -> Outcome {
    world.act(&incoming.region, &incoming.texts("InstanceIds"), act).map_err(obstacle)?;
    Ok(json!({}))
}

fn start(world: &mut World, incoming: &Incoming) -> Outcome {
    act(world, incoming, Act::Start)?;
    for id in incoming.texts("InstanceIds") {
        if let Some(instance) = world.instances.get_mut(&id) {
            instance.extra.remove("StopChargingMode");
        }
    }
    Ok(json!({}))
}

/// Only what is paid by the hour can be stopped without a charge.
fn stop(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("InstanceIds");
    let free = incoming.text("StoppedMode") == Some("STOP_CHARGING");
    for id in ids.iter().filter(|_| free) {
        if world.instance(&incoming.region, id).map_err(obstacle)?.billing != Billing::Postpaid {
            return Err(refuse(
                "UnsupportedOperation.StoppedModeStopCharging",
                format!("The instance `{id}` cannot be stopped without a charge."),
            ));
        }
    }
    act(world, incoming, Act::Stop)?;
    for id in &ids {
        if let (Some(instance), Some(mode)) = (world.instances.get_mut(id), incoming.text("StoppedMode")) {
            instance.extra.insert("StopChargingMode".to_owned(), json!(mode));
        }
    }
    Ok(json!({}))
}

/// What is paid by use goes at once. A prepaid instance is returned first and waits in the recycle bin; terminated
/// there, it goes too. What is protected does not go at all.
fn terminate(world: &mut World, incoming: &Incoming) -> Outcome {
    let now = world.now();
    let ids = incoming.texts("InstanceIds");
    for id in &ids {
        let instance = world.instance(&incoming.region, id).map_err(obstacle)?;
        let state = instance.state(now);
        if instance.extra.get("DisableApiTermination") == Some(&json!(true)) {
            return Err(refuse(
                "UnsupportedOperation.InstancesProtected",
                format!("The instance `{id}` is protected. Disable the protection first."),
            ));
        }
        if !Act::Terminate.allowed().contains(&state) && state != RECYCLED {
            return Err(obstacle(Obstacle::WrongState { noun: "instance", id: id.clone(), state: state.word() }));
        }
    }
    for id in &ids {
        if let Some(instance) = world.instances.get_mut(id) {
            let returned = instance.billing == Billing::Prepaid && instance.state(now) != RECYCLED;
            instance.course = if returned {
                Course::through(now, InstanceState::Stopping, STOP_SECONDS, RECYCLED)
            } else {
                Act::Terminate.course(now)
            };
            for disk in instance.disk_ids.iter().filter(|_| incoming.flag("ReleasePrepaidDataDisks") == Some(true)) {
                if let Some(disk) = world.disks.get_mut(disk) {
                    disk.delete_with_instance = true;
                }
            }
        }
    }
    Ok(json!({}))
}
