//! Prices.

use chrono::Duration;
use rust_decimal::Decimal;
use serde_json::{Number, Value, json};
use yundeck_sandbox::prices::{Price, Priced};
use yundeck_sandbox::world::{Billing, DiskOrder, Instance, InstanceType, spot};
use yundeck_sandbox::{Incoming, World};

use super::{Outcome, image, instance_type, refuse, time};

/// Families that have spot prices, by the document.
const SPOT_FAMILIES: &[&str] = &["E1", "N2", "N3"];
const ISO: &str = "%Y-%m-%dT%H:%M:%SZ";

/// `DescribePrice`. The instance and its cloud disks are priced apart; with `MaxCount`, for so many.
pub fn price(world: &World, incoming: &Incoming) -> Outcome {
    let kind = instance_type::find(world, incoming.text("InstanceType").unwrap_or_default())?;
    let image_id = incoming.text("ImageId").unwrap_or_default();
    let image = world.images.find(&incoming.region, image_id).ok_or_else(|| refuse::invalid("ImageId"))?;
    let least = image::least_system_disk(image);
    let wish = &incoming.params["SystemDisk"];
    let types = instance_type::system_disks(kind);
    let system_type = wish["DiskType"].as_str().or_else(|| types.first().copied()).unwrap_or_default();
    if !types.contains(&system_type) {
        return Err(refuse::invalid("SystemDisk.DiskType"));
    }
    let gib = |value: &Value| value.as_u64().and_then(|size| u32::try_from(size).ok());
    let size = gib(&wish["DiskSize"]).unwrap_or(least);
    if size < least {
        return Err(refuse::because("SystemDisk.DiskSize", format!("this image needs {least} GB")));
    }
    let mut disks = vec![(system_type.to_owned(), size)];
    if instance_type::has_local_data_disk(kind) {
        disks.push(("SSD".to_owned(), gib(&incoming.params["DataDiskGb"]).unwrap_or(0)));
    }
    for disk in incoming.params["DataDisk"].as_array().into_iter().flatten() {
        disks.push((disk["Type"].as_str().unwrap_or_default().to_owned(), gib(&disk["Size"]).unwrap_or(0)));
    }
    let charge_type = incoming.text("ChargeType").unwrap_or("HourlyInstantSettlement");
    let months = incoming.number("PurchaseTime").and_then(|months| u32::try_from(months).ok()).unwrap_or(1);
    let count = incoming.number("MaxCount").and_then(|count| u32::try_from(count).ok()).unwrap_or(1);
    let (computing, storing) = by_the_hour(world, kind, &disks);
    let shown = |hourly: Price| match charge_type {
        "Monthly" => (world.prices.for_months(hourly, months).times(count), None),
        "Daily" => (hourly.times(24).times(count), Some("Day")),
        _ => (hourly.times(count), Some("Hour")),
    };
    let mut info = json!({ "InstancePrice": written(shown(computing)) });
    if storing.original > Decimal::ZERO {
        info["EBSPrice"] = written(shown(storing));
    }
    Ok(json!({ "PriceInfo": info }))
}

/// Computing with its local disks, and cloud disks, by the hour.
fn by_the_hour(world: &World, kind: &InstanceType, disks: &[(String, u32)]) -> (Price, Price) {
    let what = Priced { vcpus: kind.vcpus, memory_mib: kind.memory_mib, gpus: kind.gpus, ..Priced::default() };
    let (local, cloud): (Vec<_>, Vec<_>) =
        disks.iter().cloned().partition(|(kind, _)| matches!(kind.as_str(), "Local_SSD" | "SSD"));
    let of = |disks: Vec<(String, u32)>| world.prices.disks_hour(&Priced { disks, ..Priced::default() });
    (world.prices.compute_hour(&what).plus(of(local)), of(cloud))
}

/// What a prepaid instance comes to for that many months, after the discount.
pub fn monthly_total(
    world: &World,
    kind: &InstanceType,
    system: &DiskOrder,
    data: &[DiskOrder],
    months: u32,
) -> Decimal {
    let disks: Vec<(String, u32)> =
        std::iter::once(system).chain(data).map(|disk| (disk.disk_type.clone(), disk.size_gib)).collect();
    let (computing, storing) = by_the_hour(world, kind, &disks);
    world.prices.for_months(computing, months).discounted + world.prices.for_months(storing, months).discounted
}

/// What a prepaid instance pays for a larger type: the difference for the days that are left. A smaller one gives
/// nothing back.
pub fn difference(world: &World, instance: &Instance, target: &InstanceType) -> Decimal {
    let Some(expires) = instance.expires.filter(|_| instance.billing == Billing::Prepaid) else { return Decimal::ZERO };
    let month = |vcpus, memory_mib, gpus| {
        let what = Priced { vcpus, memory_mib, gpus, ..Priced::default() };
        world.prices.for_months(world.prices.compute_hour(&what), 1).discounted
    };
    let more =
        month(target.vcpus, target.memory_mib, target.gpus) - month(instance.vcpus, instance.memory_mib, instance.gpus);
    let days_left = Decimal::from((expires - world.now()).num_days().max(0));
    (more.max(Decimal::ZERO) * days_left / Decimal::from(30)).round_dp(2)
}

/// `DiscountPrice` is what is taken off.
fn written((price, unit): (Price, Option<&str>)) -> Value {
    let mut written = json!({
        "DiscountPrice": number(price.original - price.discounted),
        "OriginalPrice": number(price.original),
        "TradePrice": number(price.discounted),
    });
    if let Some(unit) = unit {
        written["PriceUnit"] = json!(unit);
    }
    written
}

/// A decimal as a JSON number with the same digits.
fn number(amount: Decimal) -> Value {
    amount.normalize().to_string().parse::<Number>().map_or(Value::Null, Value::Number)
}

/// The spot price and the hourly list price of a type in a zone now.
pub fn spot_now(world: &World, kind: &InstanceType, zone: &str) -> (Decimal, Decimal) {
    let list = list_hour(world, kind);
    (spot::price(&kind.id, zone, list, world.now()), list)
}

fn list_hour(world: &World, kind: &InstanceType) -> Decimal {
    by_the_hour(world, kind, &[]).0.original
}

/// `DescribeSpotPriceHistory`: three hours unless more is asked, three days at most.
pub fn spot_history(world: &World, incoming: &Incoming) -> Outcome {
    let kind = instance_type::find(world, incoming.text("InstanceType").unwrap_or_default())?;
    let zone = incoming.text("AvailabilityZone").unwrap_or_default();
    if !SPOT_FAMILIES.contains(&kind.family.as_str()) {
        return Err(refuse::because("InstanceType", "E1, N2 and N3 only"));
    }
    if !world.region(&incoming.region).is_some_and(|region| region.has_zone(zone)) || !kind.offered_in(zone) {
        return Err(refuse::invalid("AvailabilityZone"));
    }
    let moment = |name: &str| match incoming.text(name) {
        Some(text) => time::from_beijing(text, ISO).map(Some).ok_or_else(|| refuse::invalid(name)),
        None => Ok(None),
    };
    let to = moment("EndTime")?.unwrap_or_else(|| world.now());
    let from = moment("StartTime")?.unwrap_or(to - Duration::hours(3));
    if from > to || to - from > Duration::days(3) {
        return Err(refuse::because("StartTime", "at most 3 days before EndTime"));
    }
    let points = spot::history(&kind.id, zone, list_hour(world, kind), from, to.min(world.now()));
    let prices: Vec<Value> = points
        .iter()
        .map(|point| {
            json!({ "SpotPrice": number(point.spot), "OriginPrice": number(point.original), "Timestamp": time::beijing_plain(point.at) })
        })
        .collect();
    Ok(json!({ "Currency": "CNY", "InstanceType": kind.id, "AvailabilityZone": zone, "SpotPrices": prices }))
}
