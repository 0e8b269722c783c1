//! Dedicated hosts.

use chrono::{DateTime, Months, Utc};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use yundeck_sandbox::prices::{Price, Priced};
use yundeck_sandbox::world::Instance;
use yundeck_sandbox::world::lifecycle::BOOT_SECONDS;
use yundeck_sandbox::{Incoming, Refusal, World};

use super::Outcome;
use super::change::pay;
use super::filter::{Filters, iso, list, tags_asked};
use super::instance::check_zones;
use super::network::tag_values;
use super::pricing::at_once;
use super::words::refuse;
use super::{project, token};

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    Some(match incoming.name() {
        "AllocateHosts" => token::once(world, incoming, |world| allocate(world, incoming)),
        "DescribeHosts" => describe(world, incoming),
        "ModifyHostsAttribute" => modify(world, incoming),
        "RenewHosts" => renew(world, incoming),
        "InquiryPriceRenewHosts" => renewal_price(world, incoming),
        _ => return None,
    })
}

/// The size of a host of the one type the document names.
const CPUS: u32 = 24;
const MEMORY_GIB: u32 = 56;
const DISK_GIB: u32 = 1200;

fn hosts<'w>(world: &'w World, region: &'w str) -> impl Iterator<Item = &'w Value> {
    let all = world.extra.get("hosts").and_then(Value::as_array);
    all.into_iter().flatten().filter(move |host| host["Region"] == region)
}

fn find<'w>(world: &'w World, region: &'w str, id: &str) -> Result<&'w Value, Refusal> {
    hosts(world, region)
        .find(|host| host["HostId"] == *id)
        .ok_or_else(|| refuse("InvalidHostId.NotFound", format!("The host `{id}` does not exist.")))
}

/// Whether so many virtual CPUs and GiB of memory more find room on each of the hosts.
///
/// # Errors
/// There is no such host, or it has not that much left.
pub fn check_room(world: &World, region: &str, ids: &[String], vcpus: u32, gib: u32) -> Result<(), Refusal> {
    for id in ids {
        find(world, region, id)?;
        let (used_vcpus, used_gib) = used(guests(world, id));
        if used_vcpus.saturating_add(vcpus) > CPUS || used_gib.saturating_add(gib) > MEMORY_GIB {
            return Err(refuse(
                "ResourceInsufficient.SpecifiedInstanceType",
                format!("The host `{id}` has no room for {vcpus} CPUs and {gib} GB."),
            ));
        }
    }
    Ok(())
}

/// The instances that stand on a host.
fn guests<'w>(world: &'w World, id: &'w str) -> impl Iterator<Item = &'w Instance> {
    world.instances.iter().filter(move |instance| {
        instance.extra.get("HostIds").and_then(Value::as_array).is_some_and(|ids| ids.iter().any(|found| found == id))
    })
}

/// Virtual CPUs and GiB of memory of instances.
fn used<'w>(guests: impl Iterator<Item = &'w Instance>) -> (u32, u32) {
    guests.fold((0, 0), |(vcpus, gib), guest| (vcpus + guest.vcpus, gib + guest.memory_mib / 1024))
}

/// What so many hosts cost for so many months. The document names no prices: a host costs what instances of its size do.
fn price(world: &World, incoming: &Incoming, count: u32) -> Price {
    let what = Priced { vcpus: CPUS, memory_mib: MEMORY_GIB * 1024, ..Priced::default() };
    world.prices.for_months(world.prices.hour(&what), months(incoming)).times(count)
}

fn due(world: &World, incoming: &Incoming, count: u32) -> Decimal {
    price(world, incoming, count).discounted
}

fn renewal_price(world: &World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("HostIds");
    for id in &ids {
        find(world, &incoming.region, id)?;
    }
    if incoming.flag("DryRun") == Some(true) {
        return Ok(json!({}));
    }
    let price = price(world, incoming, u32::try_from(ids.len()).unwrap_or(u32::MAX));
    Ok(json!({ "Price": { "HostPrice": at_once(price) } }))
}

fn time(host: &Value, name: &str) -> Option<DateTime<Utc>> {
    host[name].as_str()?.parse().ok()
}

fn view(world: &World, host: &Value) -> Value {
    let id = host["HostId"].as_str().unwrap_or_default();
    let guests: Vec<&Instance> = guests(world, id).collect();
    let (cpus, memory) = used(guests.iter().copied());
    let now = world.now();
    let created = time(host, "CreatedTime").unwrap_or(now);
    let expired = time(host, "ExpiredTime").is_some_and(|expires| expires < now);
    let state = match (expired, (now - created).num_seconds() < BOOT_SECONDS) {
        (true, _) => "EXPIRED",
        (false, true) => "PENDING",
        (false, false) => "RUNNING",
    };
    let ids: Vec<&str> = guests.iter().map(|guest| guest.id.as_str()).collect();
    let ip = host["HostIp"].clone();
    json!({
        "Placement": { "Zone": host["Zone"], "ProjectId": host["ProjectId"] }, "HostId": id, "HostType": host["HostType"],
        "HostName": host["HostName"], "HostChargeType": "PREPAID", "RenewFlag": host["RenewFlag"],
        "CreatedTime": host["CreatedTime"], "ExpiredTime": host["ExpiredTime"], "InstanceIds": ids, "HostState": state, "HostIp": ip,
        "Tags": host["Tags"],
        "HostResource": {
            "CpuTotal": CPUS, "CpuAvailable": CPUS.saturating_sub(cpus), "MemTotal": f64::from(MEMORY_GIB),
            "MemAvailable": f64::from(MEMORY_GIB.saturating_sub(memory)), "DiskTotal": DISK_GIB, "DiskAvailable": DISK_GIB,
        },
    })
}

fn months(incoming: &Incoming) -> u32 {
    let months = incoming.params.pointer("/HostChargePrepaid/Period").and_then(Value::as_u64);
    months.and_then(|months| u32::try_from(months).ok()).unwrap_or(1)
}

fn period(incoming: &Incoming) -> Months {
    Months::new(months(incoming))
}

fn renewal(incoming: &Incoming) -> Value {
    incoming.params.pointer("/HostChargePrepaid/RenewFlag").cloned().unwrap_or_else(|| json!("NOTIFY_AND_AUTO_RENEW"))
}

fn allocate(world: &mut World, incoming: &Incoming) -> Outcome {
    let now = world.now();
    // Prepaid is the only mode and the default, so the period is needed even when the mode is not named.
    if incoming.params.get("HostChargePrepaid").is_none() {
        return Err(refuse("MissingParameter", "The request is missing a required parameter `HostChargePrepaid`."));
    }
    let zone = incoming.params.pointer("/Placement/Zone").and_then(Value::as_str).unwrap_or_default().to_owned();
    if !world.region(&incoming.region).is_some_and(|region| region.has_zone(&zone)) {
        return Err(refuse("InvalidZone.MismatchRegion", format!("The zone `{zone}` is not in the region.")));
    }
    let project = incoming.params.pointer("/Placement/ProjectId").and_then(Value::as_i64);
    project::check(project)?;
    let count = incoming.number("HostCount").and_then(|count| u32::try_from(count).ok()).unwrap_or(1);
    pay(world, due(world, incoming, count))?;
    let ids: Vec<String> = (0..count).map(|_| format!("host-{}", world.ids.lower(8))).collect();
    for id in &ids {
        let ip = format!("10.30.{}.{}", world.ids.below(250), world.ids.below(250) + 2);
        let host = json!({
            "HostId": id, "Region": incoming.region, "Zone": zone, "ProjectId": project.unwrap_or(0), "HostIp": ip, "HostName": "未命名",
            "HostType": incoming.text("HostType").unwrap_or("HS1"), "RenewFlag": renewal(incoming), "Tags": tags_asked(incoming, "host"),
            "CreatedTime": iso(now), "ExpiredTime": now.checked_add_months(period(incoming)).map(iso),
        });
        if let Some(all) = world.extra.entry("hosts").or_insert_with(|| json!([])).as_array_mut() {
            all.push(host);
        }
    }
    Ok(json!({ "HostIdSet": ids }))
}

fn describe(world: &World, incoming: &Incoming) -> Outcome {
    let filters = Filters::of(
        incoming,
        &["zone", "project-id", "host-id", "host-name", "host-state", "host-type", "tag-key", "tag-value"],
    )?;
    check_zones(world, incoming, &filters)?;
    let views: Vec<Value> = hosts(world, &incoming.region).map(|host| view(world, host)).collect();
    let found = views.into_iter().filter(|host| {
        let text = |value: &Value| yundeck_catalogue::path::text_of(value).unwrap_or_default();
        filters.pass(|name| match name {
            "zone" => vec![text(&host["Placement"]["Zone"])],
            "project-id" => vec![text(&host["Placement"]["ProjectId"])],
            "host-id" => vec![text(&host["HostId"])],
            "host-name" => vec![text(&host["HostName"])],
            "host-type" => vec![text(&host["HostType"])],
            "host-state" => vec![text(&host["HostState"])],
            _ => tag_values(name, host.as_object().unwrap_or(&Map::new())),
        })
    });
    Ok(list(incoming, "HostSet", found, |host| host))
}

fn change(world: &mut World, incoming: &Incoming, apply: impl Fn(&mut Value)) -> Outcome {
    let ids = incoming.texts("HostIds");
    for id in &ids {
        find(world, &incoming.region, id)?;
    }
    let all = world.extra.get_mut("hosts").and_then(Value::as_array_mut);
    all.into_iter().flatten().filter(|host| ids.iter().any(|id| host["HostId"] == **id)).for_each(apply);
    Ok(json!({}))
}

fn modify(world: &mut World, incoming: &Incoming) -> Outcome {
    project::check(incoming.number("ProjectId"))?;
    change(world, incoming, |host| {
        for name in ["HostName", "RenewFlag"] {
            if let Some(value) = incoming.text(name) {
                host[name] = json!(value);
            }
        }
        if let Some(project) = incoming.number("ProjectId") {
            host["ProjectId"] = json!(project);
        }
    })
}

fn renew(world: &mut World, incoming: &Incoming) -> Outcome {
    let ids = incoming.texts("HostIds");
    for id in &ids {
        find(world, &incoming.region, id)?;
    }
    let due = due(world, incoming, u32::try_from(ids.len()).unwrap_or(u32::MAX));
    pay(world, due)?;
    change(world, incoming, |host| {
        let expires = time(host, "ExpiredTime").and_then(|at| at.checked_add_months(period(incoming)));
        host["ExpiredTime"] = json!(expires.map(iso));
        host["RenewFlag"] = renewal(incoming);
    })
}
