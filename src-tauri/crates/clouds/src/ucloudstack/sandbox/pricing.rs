//! What an instance costs. The price call knows less than a purchase charges: no data disks, no public addresses.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::{Value, json};
use yundeck_sandbox::prices::Priced;
use yundeck_sandbox::{Incoming, Refusal, World};

use super::placement::{MDEV_NAMES, is_storage_type, vm_type};
use super::record::VIRTUAL;
use super::{missing, unusable};
use crate::ucloudstack::map;

/// MB per CPU of the sizes that the platform's administrator configured. The smallest one is sold but not priced: the
/// document's sizes for pricing begin with 1 CPU and 2048 MB.
const MB_PER_CPU: [u32; 4] = [1024, 2048, 4096, 8192];

/// `GetVMInstancePrice`.
pub fn price(world: &World, incoming: &Incoming) -> Result<Value, Refusal> {
    let what = compute(incoming)?;
    super::later::check_model(incoming)?;
    if what.memory_mib / what.vcpus.max(1) == MB_PER_CPU[0] {
        return Err(unusable("Memory"));
    }
    let image_id = incoming.text("ImageID").unwrap_or_default();
    world.image(&incoming.region, image_id).map_err(super::in_the_way)?;
    let boot = disk(incoming, "BootDiskSetType", "BootDiskSpace", 40)?;
    let charge_type = incoming.text("ChargeType").unwrap_or_default();
    let one = for_period(world, &Priced { disks: vec![boot], ..what }, charge_type, quantity(incoming));
    let price = one * Decimal::from(count(incoming, "Count").unwrap_or(1));
    Ok(json!({ "Infos": [{ "ChargeType": charge_type, "Price": price.to_f64() }] }))
}

/// CPU, memory and GPUs of a call, if the cluster offers them together.
pub fn compute(incoming: &Incoming) -> Result<Priced, Refusal> {
    let kind = incoming.text("VMType").and_then(vm_type).ok_or_else(|| unusable("VMType"))?;
    let is_virtual = incoming.text("GPUType") == Some(VIRTUAL);
    let gpus = count(incoming, "GPU").unwrap_or(u32::from(is_virtual));
    if gpus > 0 && !kind.has_gpus {
        return Err(unusable("GPU"));
    }
    share(incoming, is_virtual)?;
    let (vcpus, memory_mib) = size(incoming)?;
    Ok(Priced { vcpus, memory_mib, gpus, ..Priced::default() })
}

/// Which share of a card a virtual GPU is has to be said, and be one that the administrator set up.
pub fn share(incoming: &Incoming, is_virtual: bool) -> Result<(), Refusal> {
    match incoming.text("MdevName") {
        None if is_virtual => Err(missing("MdevName")),
        Some(name) if !is_virtual || !MDEV_NAMES.contains(&name) => Err(unusable("MdevName")),
        _ => Ok(()),
    }
}

/// CPU and memory of a call, if they go together.
pub fn size(incoming: &Incoming) -> Result<(u32, u32), Refusal> {
    let vcpus =
        count(incoming, "CPU").filter(|cpus| cpus.is_power_of_two() && *cpus <= 64).ok_or_else(|| unusable("CPU"))?;
    let goes = |memory: &u32| MB_PER_CPU.iter().any(|per_cpu| per_cpu * vcpus == *memory);
    let memory_mib = count(incoming, "Memory").filter(goes).ok_or_else(|| unusable("Memory"))?;
    Ok((vcpus, memory_mib))
}

/// Type and size of a disk of a call.
pub fn disk(incoming: &Incoming, kind: &str, size: &str, default: u32) -> Result<(String, u32), Refusal> {
    let disk_type = incoming.text(kind).filter(|id| is_storage_type(id)).ok_or_else(|| unusable(kind))?;
    Ok((disk_type.to_owned(), count(incoming, size).unwrap_or(default)))
}

/// How many periods a call buys.
pub fn quantity(incoming: &Incoming) -> u32 {
    count(incoming, "Quantity").unwrap_or(1)
}

/// What is charged at once for so many periods. An hour is charged beforehand as well.
pub fn for_period(world: &World, what: &Priced, charge_type: &str, quantity: u32) -> Decimal {
    let hour = world.prices.hour(what);
    match map::months(charge_type, quantity) {
        Some(months) => world.prices.for_months(hour, months).discounted,
        None => hour.discounted,
    }
}

/// A parameter that is a number of things.
pub fn count(incoming: &Incoming, name: &str) -> Option<u32> {
    incoming.number(name).and_then(|number| u32::try_from(number).ok())
}
