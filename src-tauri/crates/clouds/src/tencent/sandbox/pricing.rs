//! Prices: the world's price book in the shape of `Price`.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use yundeck_sandbox::prices::{Price, Priced};
use yundeck_sandbox::world::{Billing, Instance, InstanceState, spot};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::Outcome;
use super::change;
use super::filter::note;
use super::network::check_bandwidth;
use super::order::Asked;
use super::template;
use super::words::{obstacle, refuse};

/// How the internet access of an instance is paid.
#[derive(Debug, Clone, PartialEq)]
pub struct Internet {
    pub charge_type: String,
    pub mbps: u32,
}

impl Internet {
    /// From the parameters; a mode that is not named follows the instance's.
    pub fn read(params: &Value, billing: Billing) -> Self {
        let at = |name: &str| params.pointer(&format!("/InternetAccessible/{name}"));
        let default = if billing == Billing::Prepaid { "BANDWIDTH_PREPAID" } else { "BANDWIDTH_POSTPAID_BY_HOUR" };
        Self {
            charge_type: at("InternetChargeType").and_then(Value::as_str).unwrap_or(default).to_owned(),
            mbps: at("InternetMaxBandwidthOut")
                .and_then(Value::as_u64)
                .and_then(|mbps| u32::try_from(mbps).ok())
                .unwrap_or(0),
        }
    }
}

pub fn handle(world: &mut World, incoming: &Incoming) -> Option<Outcome> {
    Some(match incoming.name() {
        "InquiryPriceRunInstances" => creation(world, incoming),
        "InquiryPriceResetInstance" => reinstallation(world, incoming),
        "InquiryPriceResetInstancesType" => other_type(world, incoming),
        "InquiryPriceResizeInstanceDisks" => larger_disk(world, incoming),
        "InquiryPriceRenewInstances" => renewal(world, incoming),
        "InquiryPriceModifyInstancesChargeType" => prepaying(world, incoming),
        "InquiryPriceResetInstancesInternetMaxBandwidth" => bandwidth(world, incoming),
        _ => return None,
    })
}

/// A decimal as a JSON number: `ItemPrice` has floats, and their shortest form has the decimal's digits.
pub fn float(amount: Decimal) -> Value {
    amount.normalize().to_string().parse::<f64>().map_or(Value::Null, |number| json!(number))
}

fn percent(price: Price) -> Value {
    if price.original.is_zero() {
        json!(100.0)
    } else {
        float((price.discounted / price.original * Decimal::ONE_HUNDRED).round_dp(2))
    }
}

/// An `ItemPrice` for what is paid afterwards.
pub fn by_unit(price: Price, unit: &str) -> Value {
    json!({ "UnitPrice": float(price.original), "ChargeUnit": unit, "UnitPriceDiscount": float(price.discounted), "Discount": percent(price) })
}

/// An `ItemPrice` for what is paid beforehand.
pub fn at_once(price: Price) -> Value {
    json!({ "OriginalPrice": float(price.original), "DiscountPrice": float(price.discounted), "Discount": percent(price) })
}

/// The price of an order: the `Price` structure, and what is due at once.
pub fn of_order(world: &World, asked: &Asked) -> (Value, Decimal) {
    let hourly = world.prices.hour(&asked.priced()).times(asked.count);
    let mut due = Decimal::ZERO;
    let instance = match asked.billing {
        Billing::Prepaid => {
            let price = world.prices.for_months(hourly, asked.months);
            due += price.discounted;
            at_once(price)
        }
        Billing::Spot => by_unit(spot_price(world.now(), asked.type_name(), &asked.zone, hourly), "HOUR"),
        _ => by_unit(hourly, "HOUR"),
    };
    let mut price = json!({ "InstancePrice": instance });
    let width = world.prices.bandwidth_hour(asked.internet.mbps).times(asked.count);
    let internet = match asked.internet.charge_type.as_str() {
        _ if asked.internet.mbps == 0 => None,
        "TRAFFIC_POSTPAID_BY_HOUR" => Some(by_unit(world.prices.traffic(), "GB")),
        "BANDWIDTH_PREPAID" => {
            let price = world.prices.for_months(width, asked.months.max(1));
            due += price.discounted;
            Some(at_once(price))
        }
        "BANDWIDTH_POSTPAID_BY_HOUR" => Some(by_unit(width, "HOUR")),
        _ => None,
    };
    if let Some(internet) = internet {
        price["BandwidthPrice"] = internet;
    }
    (price, due)
}

/// The present spot price of something that costs so much regularly.
pub fn spot_price(now: DateTime<Utc>, kind: &str, zone: &str, regular: Price) -> Price {
    Price { original: regular.original, discounted: spot::price(kind, zone, regular.original, now) }
}

fn creation(world: &World, incoming: &Incoming) -> Outcome {
    let incoming = &template::applied(world, incoming)?;
    let asked = Asked::read(world, incoming)?;
    Ok(json!({ "Price": of_order(world, &asked).0 }))
}

/// What an instance is made of, without its bandwidth.
pub fn priced(world: &World, instance: &Instance) -> Priced {
    let disks = instance.disk_ids.iter().filter_map(|id| world.disks.get(id));
    Priced {
        vcpus: instance.vcpus,
        memory_mib: instance.memory_mib,
        gpus: instance.gpus,
        disks: disks.map(|disk| (disk.disk_type.clone(), disk.size_gib)).collect(),
        bandwidth_mbps: 0,
    }
}

/// The price of a change: by the hour what it costs then, prepaid the difference for the months that are left.
pub fn of_change(world: &World, instance: &Instance, before: &Priced, after: &Priced) -> (Value, Decimal) {
    let (old, new) = (world.prices.hour(before), world.prices.hour(after));
    if instance.billing != Billing::Prepaid {
        return (by_unit(new, "HOUR"), Decimal::ZERO);
    }
    let days = instance.expires.map_or(0, |expires| (expires - world.now()).num_days().max(0));
    let months = u32::try_from(days / 30 + 1).unwrap_or(1);
    let difference = Price {
        original: (new.original - old.original).max(Decimal::ZERO),
        discounted: (new.discounted - old.discounted).max(Decimal::ZERO),
    };
    let price = world.prices.for_months(difference, months);
    (at_once(price), price.discounted)
}

fn instance_price(price: Value) -> Outcome {
    Ok(json!({ "Price": { "InstancePrice": price } }))
}

fn reinstallation(world: &World, incoming: &Incoming) -> Outcome {
    let target = change::reinstallation(world, incoming)?;
    instance_price(of_reinstallation(world, incoming, &target)?.0)
}

/// The price of a reinstallation, which may enlarge the system disk.
///
/// # Errors
/// The instance is not there.
pub fn of_reinstallation(
    world: &World,
    incoming: &Incoming,
    target: &change::Reinstallation,
) -> Result<(Value, Decimal), Refusal> {
    let instance = world.instance(&incoming.region, &target.instance_id).map_err(obstacle)?;
    let before = priced(world, instance);
    let mut after = before.clone();
    if let Some(system) = after.disks.first_mut() {
        system.1 = target.system_disk_gib;
    }
    Ok(of_change(world, instance, &before, &after))
}

fn other_type(world: &World, incoming: &Incoming) -> Outcome {
    let (instance, kind) = change::other_type(world, incoming)?;
    let before = priced(world, instance);
    let after = Priced { vcpus: kind.vcpus, memory_mib: kind.memory_mib, gpus: kind.gpus, ..before.clone() };
    instance_price(of_change(world, instance, &before, &after).0)
}

fn larger_disk(world: &World, incoming: &Incoming) -> Outcome {
    let growth = change::larger_disk(world, incoming)?;
    let instance = world.instance(&incoming.region, &growth.instance_id).map_err(obstacle)?;
    let before = priced(world, instance);
    let mut after = before.clone();
    if let Some(disk) =
        instance.disk_ids.iter().position(|id| *id == growth.disk_id).and_then(|at| after.disks.get_mut(at))
    {
        disk.1 = growth.size_gib;
    }
    instance_price(of_change(world, instance, &before, &after).0)
}

/// What so many months of these instances cost, paid beforehand.
///
/// # Errors
/// One of them is not there, or is not billed as it must be.
pub fn of_months(world: &World, incoming: &Incoming, billing: Billing) -> Result<Price, Refusal> {
    let period = incoming.params.pointer("/InstanceChargePrepaid/Period").and_then(Value::as_u64);
    let months = period.and_then(|months| u32::try_from(months).ok()).unwrap_or(1);
    let mut sum = Price::default();
    for id in incoming.texts("InstanceIds") {
        let instance = world.instance(&incoming.region, &id).map_err(obstacle)?;
        if instance.billing != billing {
            return Err(refuse(
                "UnsupportedOperation.InstanceChargeType",
                format!("The billing mode of `{id}` does not allow this."),
            ));
        }
        if matches!(instance.state(world.now()), InstanceState::Terminating | InstanceState::LaunchFailed) {
            return Err(refuse("InvalidInstance.NotSupported", format!("The instance `{id}` does not allow this.")));
        }
        let mut what = priced(world, instance);
        if note(&instance.extra, "InternetChargeType") == Some("BANDWIDTH_PREPAID") {
            what.bandwidth_mbps = instance.bandwidth_mbps;
        }
        sum = sum.plus(world.prices.for_months(world.prices.hour(&what), months));
    }
    Ok(sum)
}

/// What an hour of these prepaid instances costs, paid by use.
///
/// # Errors
/// One of them is not there, or is not prepaid.
pub fn of_hours(world: &World, incoming: &Incoming) -> Result<Price, Refusal> {
    let mut sum = Price::default();
    for id in incoming.texts("InstanceIds") {
        let instance = world.instance(&incoming.region, &id).map_err(obstacle)?;
        if instance.billing != Billing::Prepaid {
            return Err(refuse("UnsupportedOperation.InstanceChargeType", format!("`{id}` is not prepaid.")));
        }
        sum = sum.plus(world.prices.hour(&priced(world, instance)));
    }
    Ok(sum)
}

fn renewal(world: &World, incoming: &Incoming) -> Outcome {
    instance_price(at_once(of_months(world, incoming, Billing::Prepaid)?))
}

fn prepaying(world: &World, incoming: &Incoming) -> Outcome {
    if incoming.text("InstanceChargeType") == Some("POSTPAID_BY_HOUR") {
        return instance_price(by_unit(of_hours(world, incoming)?, "HOUR"));
    }
    instance_price(at_once(of_months(world, incoming, Billing::Postpaid)?))
}

fn bandwidth(world: &World, incoming: &Incoming) -> Outcome {
    let mbps = check_bandwidth(world, incoming)?;
    Ok(json!({ "Price": { "BandwidthPrice": of_bandwidth(world, incoming, mbps)?.0 } }))
}

/// The price of another bandwidth, and what is due at once: prepaid, what is added for a month.
///
/// # Errors
/// The instance is not there.
pub fn of_bandwidth(world: &World, incoming: &Incoming, mbps: u32) -> Result<(Value, Decimal), Refusal> {
    let ids = incoming.texts("InstanceIds");
    let first = ids.first().map(|id| world.instance(&incoming.region, id)).transpose().map_err(obstacle)?;
    let kind = first.and_then(|instance| note(&instance.extra, "InternetChargeType")).unwrap_or_default();
    Ok(match kind {
        "TRAFFIC_POSTPAID_BY_HOUR" => (by_unit(world.prices.traffic(), "GB"), Decimal::ZERO),
        "BANDWIDTH_PREPAID" => {
            let more = mbps.saturating_sub(first.map_or(0, |instance| instance.bandwidth_mbps));
            let price = world.prices.for_months(world.prices.bandwidth_hour(more), 1);
            (at_once(price), price.discounted)
        }
        _ => (by_unit(world.prices.bandwidth_hour(mbps), "HOUR"), Decimal::ZERO),
    })
}
