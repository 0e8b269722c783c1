//! Instance types and their families.

use serde_json::{Value, json};
use yundeck_sandbox::prices::Priced;
use yundeck_sandbox::world::InstanceType;
use yundeck_sandbox::{Incoming, World};

use super::Outcome;
use super::filter::{Filters, note};
use super::instance::check_zones;
use super::pricing::{at_once, by_unit, spot_price};

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    Some(match incoming.name() {
        "DescribeInstanceFamilyConfigs" => Ok(families(world)),
        "DescribeInstanceTypeConfigs" => types(world, incoming),
        "DescribeZoneInstanceConfigInfos" => on_sale(world, incoming),
        _ => return None,
    })
}

fn families(world: &World) -> Value {
    let mut all: Vec<Value> = Vec::new();
    for kind in &world.instance_types {
        if !all.iter().any(|known| known["InstanceFamily"] == kind.family) {
            all.push(json!({ "InstanceFamilyName": note(&kind.extra, "TypeName"), "InstanceFamily": kind.family }));
        }
    }
    json!({ "InstanceFamilyConfigSet": all })
}

/// Every type in every zone of the region that offers it.
fn offers<'w>(world: &'w World, incoming: &Incoming) -> Vec<(&'w InstanceType, &'w str)> {
    let zones = world.region(&incoming.region).map(|region| region.zones.as_slice()).unwrap_or_default();
    let pairs = zones.iter().flat_map(|zone| world.instance_types.iter().map(move |kind| (kind, zone.as_str())));
    pairs.filter(|(kind, zone)| kind.offered_in(zone)).collect()
}

/// The structure as the present API has it; the document's `CbsSupport` and `InstanceTypeState` are gone from it.
fn types(world: &World, incoming: &Incoming) -> Outcome {
    let filters = Filters::of(incoming, &["zone", "instance-family", "instance-type"])?;
    check_zones(world, incoming, &filters)?;
    let all: Vec<Value> = offers(world, incoming)
        .into_iter()
        .filter(|(kind, zone)| {
            filters.pass(|name| {
                vec![match name {
                    "zone" => (*zone).to_owned(),
                    "instance-type" => kind.id.clone(),
                    _ => kind.family.clone(),
                }]
            })
        })
        .map(|(kind, zone)| {
            json!({
                "Zone": zone, "InstanceType": kind.id, "InstanceFamily": kind.family, "GPU": kind.gpus, "CPU": kind.vcpus,
                "Memory": kind.memory_mib / 1024, "FPGA": 0, "GpuCount": kind.gpus,
            })
        })
        .collect();
    Ok(json!({ "InstanceTypeConfigSet": all }))
}

fn on_sale(world: &World, incoming: &Incoming) -> Outcome {
    let known = ["zone", "instance-family", "instance-type", "instance-charge-type", "sort-keys"];
    let filters = Filters::of(incoming, &known)?;
    check_zones(world, incoming, &filters)?;
    let mut all = Vec::new();
    for (kind, zone) in sorted(offers(world, incoming), &filters.values("sort-keys")) {
        for mode in ["PREPAID", "POSTPAID_BY_HOUR", "SPOTPAID"] {
            let is = |name: &str| match name {
                "zone" => zone.to_owned(),
                "instance-family" => kind.family.clone(),
                "instance-type" => kind.id.clone(),
                _ => mode.to_owned(),
            };
            // The order is asked for as if it were a filter (SDK).
            let passes = filters.all(|name, wanted| name == "sort-keys" || wanted.contains(&is(name)));
            if passes {
                all.push(row(world, kind, zone, mode));
            }
        }
    }
    Ok(json!({ "InstanceTypeQuotaSet": all }))
}

/// By `cpu:asc`, `mem:desc` and the like, the last one first of all.
fn sorted<'w>(mut offers: Vec<(&'w InstanceType, &'w str)>, keys: &[&str]) -> Vec<(&'w InstanceType, &'w str)> {
    for key in keys.iter().rev() {
        let (by, direction) = key.split_once(':').unwrap_or((key, "asc"));
        offers.sort_by_key(|(kind, _)| if by == "mem" { kind.memory_mib } else { kind.vcpus });
        if direction == "desc" {
            offers.reverse();
        }
    }
    offers
}

fn row(world: &World, kind: &InstanceType, zone: &str, mode: &str) -> Value {
    let what = Priced { vcpus: kind.vcpus, memory_mib: kind.memory_mib, gpus: kind.gpus, ..Priced::default() };
    let hourly = world.prices.compute_hour(&what);
    let price = match mode {
        "PREPAID" => at_once(world.prices.for_months(hourly, 1)),
        "SPOTPAID" => by_unit(spot_price(world.now(), &kind.id, zone, hourly), "HOUR"),
        _ => by_unit(hourly, "HOUR"),
    };
    let available = kind.available_in(zone);
    json!({
        "Zone": zone, "InstanceType": kind.id, "InstanceChargeType": mode, "NetworkCard": 25, "Externals": {},
        "Cpu": kind.vcpus, "Memory": kind.memory_mib / 1024, "InstanceFamily": kind.family,
        "TypeName": note(&kind.extra, "TypeName"), "CpuType": note(&kind.extra, "CpuType"),
        "LocalDiskTypeList": [
            { "Type": "LOCAL_BASIC", "PartitionType": "ROOT", "MinSize": 50, "MaxSize": 50 },
            { "Type": "LOCAL_BASIC", "PartitionType": "DATA", "MinSize": 0, "MaxSize": 500 },
        ],
        "Status": if available { "SELL" } else { "SOLD_OUT" },
        "StatusCategory": if available { "EnoughStock" } else { "WithoutStock" },
        "Price": price, "Gpu": kind.gpus, "GpuCount": kind.gpus, "Fpga": 0, "InstanceBandwidth": 1.5, "InstancePps": 30, "Remark": "",
    })
}
