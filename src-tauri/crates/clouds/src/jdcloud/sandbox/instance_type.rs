//! Instance types: listed, and changed to.

use chrono::Duration;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};
use yundeck_sandbox::prices::Priced;
use yundeck_sandbox::world::{Billing, Course, Image, Instance, InstanceState, InstanceType, Obstacle};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::filter::Filters;
use super::{Answer, instance, interface, refuse, show};

/// Seconds a change of the type takes.
const RESIZE_SECONDS: i64 = 3;
/// Types that images with less than this do not run on (`createInstances`: Windows with SQL Server wants more than 1 GB).
const EXCLUDED: &str = "excludedTypes";

/// `describeInstanceTypes`
pub(super) fn list(world: &World, incoming: &Incoming) -> Answer {
    let filters = Filters::of(incoming);
    let zones = world.region(&incoming.region).map(|region| region.zones.clone()).unwrap_or_default();
    let asked_zones: Vec<String> = match filters.values("az") {
        Some(asked) => zones.iter().filter(|zone| asked.contains(zone)).cloned().collect(),
        None => zones,
    };
    let within = |name: &str, text: &str| filters.values(name).is_none_or(|asked| asked.iter().any(|one| one == text));
    let types: Vec<Value> = world
        .instance_types
        .iter()
        .filter(|kind| within("instanceTypes", &kind.id))
        .filter(|kind| within("architecture", &text(kind, "architecture", "x86_64")))
        .filter(|kind| asked_zones.iter().any(|zone| kind.offered_in(zone)))
        .map(|kind| show_type(kind, &asked_zones))
        .collect();
    let total = types.len();
    Ok(json!({ "instanceTypes": types, "specificInstanceTypes": [], "totalCount": total }))
}

fn show_type(kind: &InstanceType, zones: &[String]) -> Value {
    let states: Vec<Value> = zones
        .iter()
        .filter(|zone| kind.offered_in(zone))
        .map(|zone| json!({ "az": zone, "inStock": kind.available_in(zone) }))
        .collect();
    let mut record = json!({
        "family": kind.family,
        "instanceType": kind.id,
        "cpu": kind.vcpus,
        "architecture": text(kind, "architecture", "x86_64"),
        "memoryMB": kind.memory_mib,
        "nicLimit": nic_limit(kind),
        "cloudDiskCountLimit": disks(kind),
        "desc": text(kind, "desc", ""),
        "state": states,
        "localDisks": [],
        "generation": generation(kind),
        "cloudDiskTypes": ["ssd.gp1", "ssd.io1", "hdd.std1"],
    });
    if let (Some(members), true) = (record.as_object_mut(), kind.gpus > 0) {
        members.insert("gpu".to_owned(), json!({ "model": text(kind, "gpuModel", ""), "number": kind.gpus }));
    }
    record
}

fn text(kind: &InstanceType, name: &str, otherwise: &str) -> String {
    kind.extra.get(name).and_then(Value::as_str).unwrap_or(otherwise).to_owned()
}

fn number(kind: &InstanceType, name: &str, otherwise: usize) -> usize {
    kind.extra.get(name).and_then(Value::as_u64).and_then(|number| number.try_into().ok()).unwrap_or(otherwise)
}

fn generation(kind: &InstanceType) -> usize {
    number(kind, "generation", 2)
}

fn nic_limit(kind: &InstanceType) -> usize {
    number(kind, "nicLimit", 2)
}

fn disks(kind: &InstanceType) -> usize {
    number(kind, "cloudDiskCountLimit", 8)
}

/// How many cloud disks, the system disk among them, a type takes.
pub(super) fn disk_limit(world: &World, id: &str) -> usize {
    world.instance_type(id, None).map_or(8, disks)
}

/// How many network interfaces, the primary one among them, a type takes.
pub(super) fn interface_limit(world: &World, id: Option<&str>) -> usize {
    id.and_then(|id| world.instance_type(id, None)).map_or(2, nic_limit)
}

/// The types an image does not run on.
pub(super) fn excluded(image: &Image) -> Vec<String> {
    super::filter::strings(image.extra.get(EXCLUDED))
}

/// Records which types an image does not run on.
pub(super) fn exclude(image: &mut Image, types: &[&str]) {
    image.extra.insert(EXCLUDED.to_owned(), json!(types));
}

/// Refuses a type the image does not run on.
pub(super) fn check_image(image: &Image, type_id: &str) -> Result<(), Refusal> {
    if excluded(image).iter().any(|id| id == type_id) {
        return Err(refuse::precondition(format!("Image constraints. Doesn't support instanceType '{type_id}'")));
    }
    Ok(())
}

/// `resizeInstance`
pub(super) fn resize(world: &mut World, incoming: &Incoming) -> Answer {
    let id = incoming.text("instanceType").unwrap_or_default();
    let instance = instance::named(world, incoming)?;
    if instance.state(world.now()) == InstanceState::Running {
        return Err(refuse::precondition("Please stop the instance first."));
    }
    instance::allow(world, instance, &[InstanceState::Stopped])?;
    instance::check_paid(world, instance)?;
    let target =
        world.instance_type(id, Some(&instance.zone)).ok_or_else(|| refuse::not_found("InstanceType", id))?.clone();
    if !target.available_in(&instance.zone) {
        return Err(refuse::precondition(format!("InstanceType '{id}' is out of stock")));
    }
    if let Some(image) = world.images.get(&instance.image_id) {
        check_image(image, id)?;
    }
    // With a local system disk the first and the second generation do not go together (SDK; the newer overview bars it for
    // all with a cloud system disk as well).
    let local = instance
        .disk_ids
        .iter()
        .filter_map(|id| world.disks.get(id))
        .any(|disk| disk.system && disk.extra.contains_key(show::LOCAL));
    let present = instance.instance_type.as_deref().and_then(|id| world.instance_type(id, None)).map_or(2, generation);
    if local && (present == 1) != (generation(&target) == 1) {
        return Err(refuse::precondition("InstanceType constraints. Generation can't be changed"));
    }
    if interface::ids_of(world, instance).len() > nic_limit(&target) {
        return Err(refuse::precondition("InstanceType constraints. NetworkInterface limit exceeded"));
    }
    let attached = instance.disk_ids.iter().filter_map(|id| world.disks.get(id));
    if attached.filter(|disk| !disk.extra.contains_key(show::LOCAL)).count() > disks(&target) {
        return Err(refuse::precondition("InstanceType constraints. CloudDisk limit exceeded"));
    }
    let change = Change::of(world, instance, &target);
    if world.account.balance < change.due {
        return Err(refuse::obstacle(Obstacle::Balance));
    }
    let (now, instance_id) = (world.now(), instance.id.clone());
    world.account.balance -= change.due;
    if let Some(instance) = world.instances.get_mut(&instance_id) {
        instance.instance_type = Some(target.id.clone());
        (instance.vcpus, instance.memory_mib, instance.gpus) = (target.vcpus, target.memory_mib, target.gpus);
        instance.expires = instance.expires.map(|at| at + Duration::days(change.days));
        instance.course = Course::through(now, InstanceState::Busy("resizing"), RESIZE_SECONDS, InstanceState::Stopped);
    }
    Ok(Value::Null)
}

/// What a change of type does to a prepaid instance (`resizeInstance` of the SDK): a dearer type is paid for the days that
/// are left, for a cheaper one they become more. The documents name no prices, so they come from the sandbox's book.
#[derive(Default)]
struct Change {
    /// To be paid now.
    due: Decimal,
    /// Days that the instance runs longer.
    days: i64,
}

impl Change {
    fn of(world: &World, instance: &Instance, target: &InstanceType) -> Self {
        let Some(expires) = instance.expires.filter(|_| instance.billing == Billing::Prepaid) else {
            return Self::default();
        };
        let month = |vcpus, memory_mib, gpus| {
            let what = Priced { vcpus, memory_mib, gpus, ..Priced::default() };
            world.prices.for_months(world.prices.hour(&what), 1).discounted
        };
        let before = month(instance.vcpus, instance.memory_mib, instance.gpus);
        let after = month(target.vcpus, target.memory_mib, target.gpus);
        let days_left = Decimal::from((expires - world.now()).num_days().max(0));
        if after >= before {
            return Self { due: ((after - before) * days_left / Decimal::from(30)).round_dp(2), days: 0 };
        }
        let longer = ((before - after) * days_left).checked_div(after).unwrap_or_default();
        Self { due: Decimal::ZERO, days: longer.trunc().to_i64().unwrap_or_default() }
    }
}
