//! Instances: creation, lists, and the four acts of the table.

use serde_json::{Value, json};
use yundeck_sandbox::world::lifecycle::STOP_SECONDS;
use yundeck_sandbox::world::{Act, Billing, Course, Instance, InstanceState, Obstacle};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::Outcome;
use super::filter::{Filters, iso, list, note};
use super::network::tag_values;
use super::order::{Asked, Size};
use super::words::{obstacle, refuse};
use super::{pricing, token};

/// The state of a prepaid instance that was returned and waits to be destroyed.
pub const RECYCLED: InstanceState = InstanceState::Busy("SHUTDOWN");

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    Some(match incoming.name() {
        "RunInstances" => token::once(world, incoming, |world| run(world, incoming)),
        "DescribeInstances" => describe(world, incoming),
        "DescribeInstancesStatus" => Ok(describe_status(world, incoming)),
        "StartInstances" => act(world, incoming, Act::Start),
        "StopInstances" => act(world, incoming, Act::Stop),
        "RebootInstances" => act(world, incoming, Act::Reboot),
        "TerminateInstances" => terminate(world, incoming),
        _ => return None,
    })
}

fn run(world: &mut World, incoming: &Incoming) -> Outcome {
    let now = world.now();
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
    let name = order.name.clone();
    let ids = world.create_instances(&order).map_err(obstacle)?;
    for (nth, id) in ids.iter().enumerate() {
        let classic = format!("10.104.{}.{}", world.ids.below(250), world.ids.below(250) + 2);
        let Some(instance) = world.instances.get_mut(id) else { continue };
        instance.name = numbered(&name, nth, ids.len());
        if let Size::OnHost { name, .. } = &asked.size {
            instance.instance_type = Some(name.clone());
        }
        if instance.private_ips.is_empty() {
            instance.private_ips = vec![classic];
        }
    }
    Ok(json!({ "InstanceIdSet": ids }))
}

/// The name of the `nth` instance of `count`.
fn numbered(name: &str, nth: usize, count: usize) -> String {
    if name.is_empty() {
        return "未命名".to_owned();
    }
    let mut parts = name.split("{R:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut counted = false;
    for part in parts {
        match part.split_once('}').and_then(|(number, rest)| Some((number.parse::<usize>().ok()?, rest))) {
            Some((first, rest)) => {
                counted = true;
                out.push_str(&format!("{}{rest}", first + nth));
            }
            None => out.push_str(&format!("{{R:{part}")),
        }
    }
    if !counted && count > 1 {
        out.push_str(&(nth + 1).to_string());
    }
    out
}

/// The cloud's word for a state.
pub fn state_word(state: InstanceState) -> &'static str {
    match state {
        InstanceState::Pending => "PENDING",
        InstanceState::LaunchFailed => "LAUNCH_FAILED",
        InstanceState::Running => "RUNNING",
        InstanceState::Stopping => "STOPPING",
        InstanceState::Starting => "STARTING",
        InstanceState::Rebooting => "REBOOTING",
        InstanceState::Terminating | InstanceState::Gone => "TERMINATING",
        InstanceState::Busy("SHUTDOWN") => "SHUTDOWN",
        // Other operations of the cloud have no state of their own here: the instance is down while they last.
        InstanceState::Stopped | InstanceState::Busy(_) => "STOPPED",
    }
}

/// The cloud's word for a billing mode.
pub fn billing_word(billing: Billing) -> &'static str {
    match billing {
        Billing::Prepaid => "PREPAID",
        Billing::Postpaid => "POSTPAID_BY_HOUR",
        Billing::Spot => "SPOTPAID",
        Billing::Host => "CDHPAID",
    }
}

/// An instance's `InternetAccessible`.
pub fn internet(instance: &Instance) -> Value {
    let default = if instance.billing == Billing::Prepaid { "BANDWIDTH_PREPAID" } else { "BANDWIDTH_POSTPAID_BY_HOUR" };
    json!({
        "InternetChargeType": note(&instance.extra, "InternetChargeType").unwrap_or(default),
        "InternetMaxBandwidthOut": instance.bandwidth_mbps,
    })
}

fn view(world: &World, instance: &Instance) -> Value {
    let now = world.now();
    let extra = |name: &str, default: Value| instance.extra.get(name).cloned().unwrap_or(default);
    let disk = |id: &String| {
        let disk = world.disks.get(id)?;
        // Local disks have no id.
        let id = if disk.disk_type.starts_with("LOCAL_") { Value::Null } else { json!(disk.id) };
        let mut view = json!({ "DiskType": disk.disk_type, "DiskId": id, "DiskSize": disk.size_gib });
        if !disk.system {
            view["DeleteWithInstance"] = json!(disk.delete_with_instance);
        }
        Some(view)
    };
    let mut disks = instance.disk_ids.iter().filter_map(disk);
    let prepaid = instance.billing == Billing::Prepaid;
    let expired = instance.expires.is_some_and(|expires| expires < now);
    let mut view = json!({
        "Placement": { "Zone": instance.zone, "ProjectId": extra("ProjectId", json!(0)), "HostIds": extra("HostIds", json!([])) },
        "InstanceId": instance.id,
        "InstanceType": instance.instance_type,
        "CPU": instance.vcpus,
        "Memory": instance.memory_mib / 1024,
        "RestrictState": if expired { "EXPIRED" } else { "NORMAL" },
        "InstanceName": instance.name,
        "InstanceChargeType": billing_word(instance.billing),
        "SystemDisk": disks.next(),
        "DataDisks": disks.collect::<Vec<_>>(),
        "PrivateIpAddresses": instance.private_ips,
        "PublicIpAddresses": instance.public_ips,
        "InternetAccessible": internet(instance),
        "VirtualPrivateCloud": {
            "VpcId": instance.vpc_id.as_deref().unwrap_or_default(), "SubnetId": instance.subnet_id.as_deref().unwrap_or_default(),
            "AsVpcGateway": extra("AsVpcGateway", json!(false)),
        },
        "ImageId": instance.image_id,
        "RenewFlag": if prepaid { extra("RenewFlag", json!("NOTIFY_AND_MANUAL_RENEW")) } else { Value::Null },
        "CreatedTime": iso(instance.created),
        "ExpiredTime": instance.expires.filter(|_| prepaid).map(iso),
        "OsName": instance.os,
        "SecurityGroupIds": instance.security_group_ids,
        "LoginSettings": { "KeyIds": instance.key_pair_ids },
        "InstanceState": state_word(instance.state(now)),
        "Tags": extra("Tags", json!([])),
    });
    if instance.gpus > 0 {
        view["GPUInfo"] = json!({ "GPUCount": instance.gpus, "GPUType": "Tesla P40" });
    }
    view
}

/// Instances of the region that the account still sees.
fn seen<'w>(world: &'w World, incoming: &'w Incoming) -> impl Iterator<Item = &'w Instance> {
    let ids = incoming.texts("InstanceIds");
    world.instances.in_region(&incoming.region).filter(move |instance| ids.is_empty() || ids.contains(&instance.id))
}

fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let filters = Filters::of(
        incoming,
        &[
            "zone",
            "project-id",
            "host-id",
            "vpc-id",
            "instance-id",
            "security-group-id",
            "instance-name",
            "instance-charge-type",
            "private-ip-address",
            "public-ip-address",
            "tag-key",
            "tag-value",
        ],
    )?;
    check_zones(world, incoming, &filters)?;
    let texts = |value: Option<&Value>| -> Vec<String> {
        value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let found = seen(world, incoming).filter(|instance| {
        filters.pass(|name| match name {
            "zone" => vec![instance.zone.clone()],
            "project-id" => vec![instance.extra.get("ProjectId").map_or_else(|| "0".to_owned(), ToString::to_string)],
            "host-id" => texts(instance.extra.get("HostIds")),
            "vpc-id" => instance.vpc_id.clone().into_iter().collect(),
            "instance-id" => vec![instance.id.clone()],
            "security-group-id" => instance.security_group_ids.clone(),
            "instance-name" => vec![instance.name.clone()],
            "instance-charge-type" => vec![billing_word(instance.billing).to_owned()],
            "private-ip-address" => instance.private_ips.clone(),
            "public-ip-address" => instance.public_ips.clone(),
            _ => tag_values(name, &instance.extra),
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

/// What is paid by use goes at once. A prepaid instance is returned first and waits in the recycle bin; terminated
/// there, it goes too.
fn terminate(world: &mut World, incoming: &Incoming) -> Outcome {
    let now = world.now();
    let ids = incoming.texts("InstanceIds");
    for id in &ids {
        let instance = world.instance(&incoming.region, id).map_err(obstacle)?;
        let state = instance.state(now);
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
        }
    }
    Ok(json!({}))
}
