//! What is put on an instance and taken off it: public addresses and security groups; its name; and how long it is paid.

use chrono::{Datelike as _, Months, NaiveTime};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use yundeck_sandbox::prices::Priced;
use yundeck_sandbox::world::{ElasticIp, ImageOrigin, Instance};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::order::OPERATOR;
use super::record::{CHARGE_TYPE, LAN_GROUP, REMARK, UPDATE_TIME, WAN_GROUP, WAY_OUT};
use super::{absent, conflict, page, pricing, refusal, tenant, unusable, wanted};
use crate::ucloudstack::map;

/// `DescribeEIP`.
pub fn addresses(world: &World, incoming: &Incoming) -> Result<Value, Refusal> {
    let ids = incoming.texts("EIPIDs");
    let fits = |name: &str, found: &str| incoming.text(name).is_none_or(|asked| asked == found);
    let infos = world
        .elastic_ips
        .in_region(&incoming.region)
        .filter(|ip| wanted(&ids, &ip.id) && fits("IPVersion", version(ip)))
        .filter(|ip| fits("BindResourceID", ip.instance_id.as_deref().unwrap_or_default()))
        .map(|ip| {
            let instance = ip.instance_id.as_ref().and_then(|id| world.instances.get(id));
            let is_out = instance.is_some_and(|instance| instance.extra.get(WAY_OUT) == Some(&json!(ip.id)));
            json!({
                "Region": ip.region,
                "EIPID": ip.id,
                "Name": ip.address,
                "IP": ip.address,
                "IPVersion": version(ip),
                "Bandwidth": ip.bandwidth_mbps,
                "OperatorName": OPERATOR,
                "Status": if instance.is_some() { "Bound" } else { "Free" },
                "BindResourceID": ip.instance_id.as_deref().unwrap_or_default(),
                "BindResourceType": if instance.is_some() { "VM" } else { "" },
                "CanDefaultGW": u8::from(instance.is_some()),
                "ISDefaultGW": u8::from(is_out),
                "ChargeType": "Month",
                "CreateTime": ip.created.timestamp(),
                "ExpireTime": (ip.created + Months::new(1)).timestamp(),
                "Remark": "",
            })
        });
    Ok(page(incoming, infos))
}

fn version(ip: &ElasticIp) -> &'static str {
    if ip.address.contains(':') { "IPv6" } else { "IPv4" }
}

/// `BindEIP`: of an address that is bound to nothing.
pub fn bind(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let id = instance(world, incoming)?.id.clone();
    let ip = address(world, incoming)?;
    if ip.instance_id.is_some() {
        return Err(conflict(format!("EIP [{}] already bound", ip.id)));
    }
    let (ip_id, address) = (ip.id.clone(), ip.address.clone());
    if let Some(ip) = world.elastic_ips.get_mut(&ip_id) {
        ip.instance_id = Some(id);
    }
    change(world, incoming, |instance| instance.public_ips.push(address))
}

/// `UnBindEIP`: the address stays.
pub fn unbind(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let id = instance(world, incoming)?.id.clone();
    let ip = address(world, incoming)?;
    if ip.instance_id.as_ref() != Some(&id) {
        return Err(conflict(format!("EIP [{}] not bound to [{id}]", ip.id)));
    }
    let (ip_id, address) = (ip.id.clone(), ip.address.clone());
    if let Some(ip) = world.elastic_ips.get_mut(&ip_id) {
        ip.instance_id = None;
    }
    change(world, incoming, |instance| {
        instance.public_ips.retain(|known| *known != address);
        if instance.extra.get(WAY_OUT) == Some(&json!(ip_id)) {
            instance.extra.remove(WAY_OUT);
        }
    })
}

/// `BindSecurityGroup`: an interface has one group.
pub fn protect(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    instance(world, incoming)?;
    let group = incoming.text("SGID").unwrap_or_default().to_owned();
    world.security_groups.find(&incoming.region, &group).ok_or_else(|| absent(&group))?;
    let side = if incoming.text("NICType") == Some("LAN") { LAN_GROUP } else { WAN_GROUP };
    change(world, incoming, |instance| {
        instance.extra.insert(side.to_owned(), json!(group));
        regroup(instance);
    })
}

/// `UnBindSecurityGroup`: by the interface; the older release's call names the group instead.
pub fn expose(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let instance = instance(world, incoming)?;
    let named = incoming.text("SGID");
    let is_it = |side: &str| instance.extra.get(side).is_some_and(|group| named.is_none_or(|named| group == named));
    let side = match incoming.text("NICType") {
        Some("LAN") => LAN_GROUP,
        Some(_) => WAN_GROUP,
        None if is_it(WAN_GROUP) => WAN_GROUP,
        None => LAN_GROUP,
    };
    if !is_it(side) {
        return Err(conflict(format!("Security group not bound to [{}]", instance.id)));
    }
    change(world, incoming, |instance| {
        instance.extra.remove(side);
        regroup(instance);
    })
}

/// The groups of an instance are those of its interfaces.
fn regroup(instance: &mut Instance) {
    let group = |side: &str| instance.extra.get(side).and_then(Value::as_str).map(str::to_owned);
    instance.security_group_ids = group(LAN_GROUP).into_iter().chain(group(WAN_GROUP)).collect();
}

/// `ModifyNameAndRemark`, of an instance or a custom image.
pub fn rename(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let id = incoming.text("ResourceID").unwrap_or_default();
    let name = incoming.text("Name").unwrap_or_default().to_owned();
    let remark = incoming.text("Remark");
    if world.images.find(&incoming.region, id).is_some_and(|image| image.origin == ImageOrigin::Private) {
        if let Some(image) = world.images.get_mut(id) {
            image.name = name;
            if let Some(remark) = remark {
                remark.clone_into(&mut image.description);
            }
        }
        return Ok(json!({}));
    }
    instance(world, incoming)?;
    change(world, incoming, |instance| {
        instance.name = name;
        if let Some(remark) = remark {
            instance.extra.insert(REMARK.to_owned(), json!(remark));
        }
    })
}

/// `RenewResource`: by the month or year it is paid for longer; 0 months are until the month's end. By the hour it goes on by
/// itself, and there is nothing to pay.
pub fn renew(world: &mut World, incoming: &Incoming) -> Result<Value, Refusal> {
    let instance = instance(world, incoming)?;
    let quantity = pricing::quantity(incoming);
    let charge_type = instance.extra.get(CHARGE_TYPE).and_then(Value::as_str).unwrap_or_default();
    let Some(expires) = instance.expires else { return Ok(json!({ "TransactonNo": "" })) };
    let disks = instance.disk_ids.iter().filter_map(|id| world.disks.get(id));
    let what = Priced {
        vcpus: instance.vcpus,
        memory_mib: instance.memory_mib,
        gpus: instance.gpus,
        disks: disks.filter(|disk| disk.system).map(|disk| (disk.disk_type.clone(), disk.size_gib)).collect(),
        ..Priced::default()
    };
    let (until, due) = match map::months(charge_type, quantity) {
        Some(0) if charge_type == "Month" => {
            let first = expires.with_day(1).unwrap_or(expires) + Months::new(1);
            let until = first.date_naive().and_time(NaiveTime::MIN).and_utc();
            let part = Decimal::from((until - expires).num_days()) / Decimal::from(30);
            (until, (pricing::for_period(world, &what, charge_type, 1) * part).round_dp(2))
        }
        Some(months) if months > 0 => {
            (expires + Months::new(months), pricing::for_period(world, &what, charge_type, quantity))
        }
        _ => return Err(unusable("Quantity")),
    };
    if world.account.balance < due {
        return Err(refusal(23001, "Lack of balance"));
    }
    world.account.balance -= due;
    let number = world.ids.hex(16);
    change(world, incoming, |instance| instance.expires = Some(until))?;
    Ok(json!({ "TransactonNo": number }))
}

/// The instance of the call, which must be the tenant's that it names.
fn instance<'w>(world: &'w World, incoming: &Incoming) -> Result<&'w Instance, Refusal> {
    let id = incoming.text("ResourceID").unwrap_or_default();
    let found = world.instances.find(&incoming.region, id).ok_or_else(|| absent(id))?;
    let company = incoming.number("CompanyID");
    if company.is_some_and(|company| company != tenant::of(world, &found.extra)) { Err(absent(id)) } else { Ok(found) }
}

fn address<'w>(world: &'w World, incoming: &Incoming) -> Result<&'w ElasticIp, Refusal> {
    let id = incoming.text("EIPID").unwrap_or_default();
    world.elastic_ips.find(&incoming.region, id).ok_or_else(|| absent(id))
}

/// Changes the instance of the call and notes when.
fn change(world: &mut World, incoming: &Incoming, change: impl FnOnce(&mut Instance)) -> Result<Value, Refusal> {
    let now = world.now().timestamp();
    let id = incoming.text("ResourceID").unwrap_or_default();
    let instance = world.instances.get_mut(id).ok_or_else(|| absent(id))?;
    change(instance);
    instance.extra.insert(UPDATE_TIME.to_owned(), json!(now));
    Ok(json!({}))
}
