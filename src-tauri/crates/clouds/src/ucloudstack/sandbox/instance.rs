//! Listing instances and everything that can be done to one.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::{Value, json};
use yundeck_sandbox::prices::Priced;
use yundeck_sandbox::world::lifecycle::{REBOOT_SECONDS, START_SECONDS, STOP_SECONDS, TERMINATE_SECONDS};
use yundeck_sandbox::world::{Course, Instance, InstanceState};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::record::{self, CHARGE_TYPE, GPU_TYPE, MDEV_NAME, OS_TYPE, UPDATE_TIME, VIRTUAL, VM_TYPE};
use super::{
    absent, conflict, in_the_way, later, matches, order, placement, pricing, refusal, tenant, unusable, wanted,
};

/// Seconds between pulling the plug and being off.
const POWER_OFF_SECONDS: i64 = 1;
/// Seconds a reinstallation takes.
const REINSTALL_SECONDS: i64 = 6;

/// `DescribeVMInstance`.
pub fn list(world: &World, incoming: &Incoming) -> Result<Value, Refusal> {
    let ids = incoming.texts("VMIDs");
    let fits = |asked: Option<&str>, found: &Option<String>| asked.is_none() || asked == found.as_deref();
    let shown = world
        .instances
        .in_region(&incoming.region)
        .filter(|instance| wanted(&ids, &instance.id))
        .filter(|instance| keyword(incoming, instance) && place(incoming, instance))
        .filter(|instance| {
            fits(incoming.text("VPCID"), &instance.vpc_id) && fits(incoming.text("SubnetID"), &instance.subnet_id)
        })
        .filter(|instance| tenant::shown(world, incoming, &instance.extra));
    let shown = sorted(incoming, shown.filter(|instance| in_state(world, incoming, instance)));
    let number =
        |name: &str, default| incoming.number(name).and_then(|number| usize::try_from(number).ok()).unwrap_or(default);
    // Records are made for the page only: a list of tens of thousands is asked for many times.
    let (instances, total) = yundeck_sandbox::world::shelf::page(shown, number("Offset", 0), number("Limit", 20));
    let infos: Vec<Value> = instances.into_iter().map(|instance| record::instance(world, instance)).collect();
    Ok(json!({ "TotalCount": total, "Infos": infos }))
}

/// Whether an instance has the keyword: anywhere, or at the beginning of its name when that is the field to be searched.
fn keyword(incoming: &Incoming, instance: &Instance) -> bool {
    match incoming.text("SearchField") {
        Some(_) => incoming.text("Keyword").is_none_or(|keyword| instance.name.starts_with(keyword)),
        None => matches(incoming, &[&instance.name, &instance.id]),
    }
}

/// Whether it is on the host, in the cluster and in the isolation group that a list is asked for.
fn place(incoming: &Incoming, instance: &Instance) -> bool {
    let noted = |name: &str| instance.extra.get(name).and_then(Value::as_str).unwrap_or_default();
    let is = |name: &str, found: &str| incoming.text(name).is_none_or(|asked| asked == found);
    is("HostIP", record::HOST_IP) && is("SetID", noted(VM_TYPE)) && is("IGID", noted(later::ISOLATION_GROUP))
}

/// Whether the instance is in one of the states that a list is asked for.
fn in_state(world: &World, incoming: &Incoming, instance: &Instance) -> bool {
    let states = incoming.texts("States");
    states.is_empty() || wanted(&states, record::state(instance.state(world.now())))
}

/// The instances in the order that the call wants. The guide says neither what can be sorted by nor the words for up and
/// down, the Java SDK does: what is not known here leaves the order as it is.
fn sorted<'w>(
    incoming: &Incoming,
    instances: impl Iterator<Item = &'w Instance> + 'w,
) -> Box<dyn Iterator<Item = &'w Instance> + 'w> {
    let key: fn(&Instance) -> i64 = match incoming.text("SortBy") {
        Some("CreateTime") => |instance| instance.created.timestamp(),
        Some("ExpireTime") => |instance| instance.expires.map_or(0, |time| time.timestamp()),
        Some("UpdateTime") => |instance| {
            let updated = instance.extra.get(UPDATE_TIME).and_then(Value::as_i64);
            updated.unwrap_or_else(|| instance.created.timestamp())
        },
        _ => return Box::new(instances),
    };
    let mut sorted: Vec<&Instance> = instances.collect();
    sorted.sort_by_key(|instance| key(instance));
    let down = |order: &str| ["desc", "Descending"].iter().any(|word| order.eq_ignore_ascii_case(word));
    if incoming.text("Sort").is_some_and(down) {
        sorted.reverse();
    }
    Box::new(sorted.into_iter())
}

/// `StartVMInstance`.
pub fn start(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let course = Course::through(world.now(), InstanceState::Starting, START_SECONDS, InstanceState::Running);
    turn(world, incoming, course)
}

/// `RestartVMInstance`.
pub fn restart(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let course = Course::through(world.now(), InstanceState::Rebooting, REBOOT_SECONDS, InstanceState::Running);
    turn(world, incoming, course)
}

/// `StopVMInstance`.
pub fn stop(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let course = Course::through(world.now(), InstanceState::Stopping, STOP_SECONDS, InstanceState::Stopped);
    turn(world, incoming, course)?;
    // The vendor's SDK knows this one member more than the document.
    Ok(json!({ "VMID": incoming.text("VMID") }))
}

/// `PoweroffVMInstance`.
pub fn power_off(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let course =
        Course::through(world.now(), InstanceState::Busy("Poweroffing"), POWER_OFF_SECONDS, InstanceState::Stopped);
    turn(world, incoming, course)
}

/// `DeleteVMInstance`: the system disk goes with it; what is bound to it goes only when asked.
pub fn delete(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let course = Course::through(world.now(), InstanceState::Terminating, TERMINATE_SECONDS, InstanceState::Gone);
    turn(world, incoming, course)?;
    let id = incoming.text("VMID");
    let with_bound = incoming.number("DelBindResource") == Some(1);
    for disk in world.disks.matching_mut(|disk| disk.instance_id.as_deref() == id) {
        let external = disk.extra.contains_key("External");
        disk.delete_with_instance = !external && (disk.system || with_bound);
    }
    for ip in world.elastic_ips.matching_mut(|ip| ip.instance_id.as_deref() == id) {
        ip.delete_with_instance = with_bound;
    }
    Ok(json!({}))
}

/// `ResetVMInstancePassword`.
pub fn reset_password(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let instance = allowed(world, incoming)?;
    order::check_password(incoming.text("Password").unwrap_or_default(), &instance.os)?;
    touch(world, incoming, |_| {})
}

/// `ReinstallVMInstance`.
pub fn reinstall(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let instance = allowed(world, incoming)?;
    let image_id = incoming.text("ImageID").unwrap_or_default();
    let image = world.image(&incoming.region, image_id).map_err(in_the_way)?;
    let kind = instance.extra.get(VM_TYPE).and_then(Value::as_str).and_then(placement::vm_type);
    let system = instance.extra.get(OS_TYPE).and_then(Value::as_str).unwrap_or(record::os_type(&instance.os));
    let other_system = record::os_type(&image.os) != system;
    if other_system || kind.is_some_and(|kind| kind.architecture != image.architecture) {
        return Err(unusable("ImageID"));
    }
    order::check_password(incoming.text("Password").unwrap_or_default(), &image.os)?;
    let (id, os) = (image.id.clone(), image.os.clone());
    let course =
        Course::through(world.now(), InstanceState::Busy("Reinstalling"), REINSTALL_SECONDS, InstanceState::Stopped);
    touch(world, incoming, move |instance| {
        instance.image_id = id;
        instance.os = os;
        instance.extra.remove(OS_TYPE);
        instance.extra.extend(later::noted(incoming));
        instance.course = course;
    })
}

/// `ResizeVMConfig`: it stays stopped. By the month or year, growing is charged at once for the rest of the period.
pub fn resize(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let instance = allowed(world, incoming)?;
    let (vcpus, memory_mib) = pricing::size(incoming)?;
    let gpus = pricing::count(incoming, "GPU").unwrap_or(instance.gpus);
    let kind = instance.extra.get(VM_TYPE).and_then(Value::as_str).and_then(placement::vm_type);
    if gpus > 0 && kind.is_some_and(|kind| !kind.has_gpus) {
        return Err(unusable("GPU"));
    }
    if vcpus < gpus * 4 {
        return Err(unusable("CPU"));
    }
    later::check_model(incoming)?;
    // A virtual GPU stays the share it is, unless another is named.
    if incoming.text(MDEV_NAME).is_some() {
        let kind = incoming.text(GPU_TYPE).or_else(|| instance.extra.get(GPU_TYPE).and_then(Value::as_str));
        pricing::share(incoming, kind == Some(VIRTUAL))?;
    }
    let due = difference(world, instance, &Priced { vcpus, memory_mib, gpus, ..Priced::default() });
    if world.account.balance < due {
        return Err(refusal(23001, "Lack of balance"));
    }
    world.account.balance -= due;
    touch(world, incoming, |instance| {
        instance.vcpus = vcpus;
        instance.memory_mib = memory_mib;
        instance.gpus = gpus;
        for name in [MDEV_NAME, GPU_TYPE] {
            if let Some(value) = incoming.text(name) {
                instance.extra.insert(name.to_owned(), json!(value));
            }
        }
        instance.extra.extend(later::noted(incoming));
    })
}

/// `GetPaymentOfPremium`: what a resize charges at once, and whether it grows (3), shrinks (7) or stays as it is (0).
pub fn premium(world: &World, incoming: &Incoming) -> Result<Value, Refusal> {
    let instance = allowed(world, incoming)?;
    let (vcpus, memory_mib) = pricing::size(incoming)?;
    later::check_model(incoming)?;
    let gpus = pricing::count(incoming, "GPU").unwrap_or(instance.gpus);
    let new = Priced { vcpus, memory_mib, gpus, ..Priced::default() };
    let old =
        Priced { vcpus: instance.vcpus, memory_mib: instance.memory_mib, gpus: instance.gpus, ..Priced::default() };
    let hour = |what: &Priced| world.prices.hour(what).discounted;
    let kind = match hour(&new).cmp(&hour(&old)) {
        std::cmp::Ordering::Greater => "3",
        std::cmp::Ordering::Less => "7",
        std::cmp::Ordering::Equal => "0",
    };
    Ok(json!({ "Price": difference(world, instance, &new).to_f64(), "OrderType": kind }))
}

/// What growing costs now: the difference for the part of the paid period that is left.
fn difference(world: &World, instance: &Instance, new: &Priced) -> Decimal {
    let Some(expires) = instance.expires else { return Decimal::ZERO };
    let price = |what: &Priced| world.prices.for_months(world.prices.hour(what), 1).discounted;
    let Instance { vcpus, memory_mib, gpus, .. } = *instance;
    let more = (price(new) - price(&Priced { vcpus, memory_mib, gpus, ..Priced::default() })).max(Decimal::ZERO);
    let days_left = Decimal::from((expires - world.now()).num_days().max(0));
    (more * days_left / Decimal::from(30)).round_dp(2)
}

/// `GetVMVNCInfo`: another port and password each time.
pub fn vnc(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let id = allowed(world, incoming)?.id.clone();
    let port = 5900 + world.ids.below(1000);
    Ok(json!({ "Info": { "VNCIP": "198.18.255.1", "VNCPort": port, "VNCPassword": world.ids.mixed(8), "VMID": id } }))
}

/// Gives the instance a new course of states, if its state allows the operation.
fn turn(world: &mut World, incoming: &Incoming, course: Course<InstanceState>) -> Result<Value, Refusal> {
    allowed(world, incoming)?;
    touch(world, incoming, |instance| instance.course = course)
}

/// The instance of the call, if it is in one of the states that the operation requires.
pub fn allowed<'w>(world: &'w World, incoming: &Incoming) -> Result<&'w Instance, Refusal> {
    let id = incoming.text("VMID").unwrap_or_default();
    let instance = world.instances.find(&incoming.region, id).ok_or_else(|| absent(id))?;
    let state = record::state(instance.state(world.now()));
    let required = &incoming.operation.requires_state;
    if !required.is_empty() && !required.iter().any(|known| known == state) {
        return Err(conflict(format!("VM [{id}] is in state [{state}], operation [{}] not allowed", incoming.name())));
    }
    Ok(instance)
}

/// Changes the instance of the call and notes when.
pub fn touch(world: &mut World, incoming: &Incoming, change: impl FnOnce(&mut Instance)) -> Result<Value, Refusal> {
    let now = world.now().timestamp();
    let id = incoming.text("VMID").unwrap_or_default();
    let instance = world.instances.get_mut(id).ok_or_else(|| absent(id))?;
    change(instance);
    instance.extra.insert(UPDATE_TIME.to_owned(), json!(now));
    debug_assert!(instance.extra.contains_key(CHARGE_TYPE), "every instance has a billing mode");
    Ok(json!({}))
}
