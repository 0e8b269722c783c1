//! `RunInstances`.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use yundeck_sandbox::world::{Billing, DiskOrder, InstanceOrder, InstanceType};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::{
    Outcome, image, instance, instance_type, interface, network, placement, pricing, project, refuse, setting, template,
};

/// The type of an instance that names none.
pub const DEFAULT_TYPE: &str = "I1.1A";

/// Makes as many as the quota allows, but at least `MinCount` and at most `MaxCount`.
pub fn run_instances(world: &mut World, incoming: &Incoming) -> Outcome {
    let params = template::applied(world, incoming)?;
    let order = order(world, &incoming.region, &params)?;
    let second = interface::check_second(world, incoming, &params, &order)?;
    let created = world.create_instances(&order).map_err(|obstacle| refuse::obstacle(&obstacle))?;
    interface::make_second(world, &created, &second)?;
    name(world, &created, &params);
    let set: Vec<Value> = created
        .iter()
        .filter_map(|id| world.instances.get(id))
        .map(|instance| json!({ "InstanceId": instance.id, "InstanceName": instance.name }))
        .collect();
    Ok(json!({ "InstancesSet": set }))
}

fn order(world: &World, region: &str, params: &Value) -> Result<InstanceOrder, Refusal> {
    let text = |name: &str| params.get(name).and_then(Value::as_str);
    let kind_id = text("InstanceType").unwrap_or(DEFAULT_TYPE);
    let kind = instance_type::find(world, kind_id)?;
    let subnet_id = text("SubnetId").unwrap_or_default();
    let subnet = world.subnets.find(region, subnet_id).ok_or_else(|| refuse::invalid("SubnetId"))?;
    if subnet.extra.get("SubnetType").is_some_and(|kind| kind == "Reserve") {
        return Err(refuse::because("SubnetId", "a reserved subnet takes no instances"));
    }
    let charge_type = text("ChargeType").unwrap_or_default();
    let count = count(world, params)?;
    let system_disk = system_disk(world, region, params, kind)?;
    let data_disks = data_disks(world, region, params, kind)?;
    spot(world, kind, &subnet.zone, params)?;
    elastic_ip(params)?;
    if let Some(id) = text("DataGuardId") {
        placement::check_room(world, region, id, u64::from(count))?;
        if is_local(&system_disk) || data_disks.iter().any(is_local) {
            return Err(refuse::because("DataGuardId", "only instances with nothing but cloud disks"));
        }
    }
    let extra = extra(world, params)?;
    let months =
        params.get("PurchaseTime").and_then(Value::as_u64).and_then(|months| u32::try_from(months).ok()).unwrap_or(0);
    let due = match charge_type {
        "Monthly" => pricing::monthly_total(world, kind, &system_disk, &data_disks, months) * Decimal::from(count),
        _ => Decimal::ZERO,
    };
    Ok(InstanceOrder {
        count,
        region: region.to_owned(),
        zone: subnet.zone.clone(),
        name: text("InstanceName").unwrap_or_default().to_owned(),
        host_name: text("HostName").map(str::to_owned),
        instance_type: Some(kind.id.clone()),
        image_id: text("ImageId").unwrap_or_default().to_owned(),
        subnet_id: Some(subnet_id.to_owned()),
        private_ips: text("PrivateIpAddress").map(str::to_owned).into_iter().collect(),
        security_group_ids: text("SecurityGroupId").map(str::to_owned).into_iter().collect(),
        key_pair_ids: texts(params, "KeyId"),
        system_disk,
        data_disks,
        bandwidth_mbps: params
            .get("AddressBandWidth")
            .and_then(Value::as_u64)
            .and_then(|width| u32::try_from(width).ok())
            .unwrap_or(0),
        public_ip: params.get("LineId").is_some(),
        elastic_ip: true,
        billing: match charge_type {
            "Monthly" => Billing::Prepaid,
            "Spot" => Billing::Spot,
            _ => Billing::Postpaid,
        },
        months,
        due,
        extra,
        ..InstanceOrder::default()
    })
}

fn is_local(disk: &DiskOrder) -> bool {
    matches!(disk.disk_type.as_str(), "Local_SSD" | "SSD")
}

/// A text list, or the one text that a template keeps in its place.
fn texts(params: &Value, name: &str) -> Vec<String> {
    match params.get(name) {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    }
}

/// How many: the wish, cut to the quota, unless that is fewer than the least acceptable.
fn count(world: &World, params: &Value) -> Result<u32, Refusal> {
    let number = |name: &str| {
        params.get(name).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok()).unwrap_or(1)
    };
    let (most, least) = (number("MaxCount"), number("MinCount"));
    if least > most {
        return Err(refuse::because("MinCount", "greater than MaxCount"));
    }
    let used = u32::try_from(world.instances.len()).unwrap_or(u32::MAX);
    let left = world.quota("instances").saturating_sub(used);
    if left < least {
        return Err(refuse::because("MinCount", format!("the quota leaves {left} instances")));
    }
    // An order that is refused in part is still one of at least `MinCount`.
    let refused = world.partial.as_ref().map_or(0, |partial| partial.count);
    Ok(most.min(left).saturating_sub(refused).max(least))
}

/// The system disk by the document's table of families, systems and sizes.
fn system_disk(world: &World, region: &str, params: &Value, kind: &InstanceType) -> Result<DiskOrder, Refusal> {
    let image_id = params.get("ImageId").and_then(Value::as_str).unwrap_or_default();
    let image = world.images.find(region, image_id).ok_or_else(|| refuse::invalid("ImageId"))?;
    let wish = params.get("SystemDisk");
    let types = instance_type::system_disks(kind);
    let disk_type = wish
        .and_then(|disk| disk.get("DiskType"))
        .and_then(Value::as_str)
        .or_else(|| types.first().copied())
        .unwrap_or_default();
    if !types.contains(&disk_type) {
        return Err(refuse::because("SystemDisk.DiskType", format!("{} takes {}", kind.id, types.join(", "))));
    }
    let least = image::least_system_disk(image).max(instance_type::least_of(disk_type));
    let size =
        wish.and_then(|disk| disk.get("DiskSize")).and_then(Value::as_u64).and_then(|size| u32::try_from(size).ok());
    if size.is_some_and(|size| size < least) {
        return Err(refuse::because(
            "SystemDisk.DiskSize",
            format!("at least {least} GB for this image and type of disk"),
        ));
    }
    Ok(DiskOrder { disk_type: disk_type.to_owned(), size_gib: size.unwrap_or(least), ..DiskOrder::default() })
}

/// The local data disk of the type and the cloud disks.
fn data_disks(world: &World, region: &str, params: &Value, kind: &InstanceType) -> Result<Vec<DiskOrder>, Refusal> {
    let local = params.get("DataDiskGb").and_then(Value::as_u64).and_then(|size| u32::try_from(size).ok()).unwrap_or(0);
    let mut disks = Vec::new();
    // On types without one the size has no effect, says the document.
    if local > 0 && instance_type::has_local_data_disk(kind) {
        disks.push(DiskOrder { disk_type: "SSD".to_owned(), size_gib: local, ..DiskOrder::default() });
    }
    for (index, disk) in params.get("DataDisk").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let size = disk["Size"].as_u64().and_then(|size| u32::try_from(size).ok());
        let at = |member: &str| format!("DataDisk.{}.{member}", index + 1);
        let disk_type = disk["Type"].as_str().unwrap_or_default();
        let types: Vec<_> = instance_type::data_disks(kind).collect();
        if index >= instance_type::MOST_DATA_DISKS {
            return Err(refuse::because(&at("Type"), format!("{} takes {index} cloud disks", kind.id)));
        }
        if !types.contains(&disk_type) {
            return Err(refuse::because(&at("Type"), format!("{} takes {}", kind.id, types.join(", "))));
        }
        let size_gib = size.ok_or_else(|| refuse::missing(&at("Size")))?;
        let least = instance_type::least_of(disk_type);
        if size_gib < least {
            return Err(refuse::because(&at("Size"), format!("at least {least} GB")));
        }
        disks.push(DiskOrder {
            disk_type: disk_type.to_owned(),
            size_gib,
            delete_with_instance: disk["DeleteWithInstance"].as_bool().unwrap_or(false),
            snapshot_id: disk["SnapshotId"].as_str().map(str::to_owned),
            ..DiskOrder::default()
        });
    }
    disks.extend(disks_of_image(world, region, params));
    Ok(disks)
}

/// The data disks of a whole-machine image, when they are asked for.
fn disks_of_image(world: &World, region: &str, params: &Value) -> Vec<DiskOrder> {
    let image_id = params["ImageId"].as_str().unwrap_or_default();
    let image = world.images.find(region, image_id).filter(|_| params["AutoCreateEbs"] == true);
    let snapshots = image.into_iter().flat_map(|image| &image.data_disk_snapshots);
    let disk_type = params["AssembledImageDataDiskType"].as_str().unwrap_or("SSD3.0");
    snapshots
        .filter_map(|id| world.snapshots.get(id))
        .map(|snapshot| DiskOrder {
            disk_type: disk_type.to_owned(),
            size_gib: snapshot.size_gib,
            snapshot_id: Some(snapshot.id.clone()),
            ..DiskOrder::default()
        })
        .collect()
}

/// A bid must lie between the market price and the hourly list price.
fn spot(world: &World, kind: &InstanceType, zone: &str, params: &Value) -> Result<(), Refusal> {
    let Some(limit) = params.get("SpotPriceLimit").and_then(yundeck_domain::money::decimal) else { return Ok(()) };
    if params["ChargeType"] != "Spot" || params["SpotStrategy"] != "SpotWithPriceLimit" {
        return Ok(());
    }
    let (market, list) = pricing::spot_now(world, kind, zone);
    if limit < market || limit > list {
        return Err(refuse::because("SpotPriceLimit", format!("between {market} and {list}")));
    }
    Ok(())
}

fn elastic_ip(params: &Value) -> Result<(), Refusal> {
    match params.get("LineId").and_then(Value::as_str) {
        Some(line) if !network::LINES.iter().any(|(id, ..)| *id == line) => Err(refuse::invalid("LineId")),
        _ => Ok(()),
    }
}

/// What the cloud records of an instance beyond what every cloud does.
fn extra(world: &World, params: &Value) -> Result<Map<String, Value>, Refusal> {
    let mut extra = Map::new();
    for name in setting::NOTED {
        if let Some(value) = params.get(*name) {
            extra.insert((*name).to_owned(), value.clone());
        }
    }
    // A template spells it otherwise.
    if let Some(value) = params.get("DistributeIpv6").or_else(|| params.get("IsDistributeIpv6")) {
        extra.insert("DistributeIpv6".to_owned(), value.clone());
    }
    if extra.get("ProjectId").and_then(Value::as_i64).is_some_and(|project| !project::exists(project)) {
        return Err(refuse::invalid("ProjectId"));
    }
    if let Some(at) = extra.get("AutoDeleteTime").and_then(Value::as_str) {
        instance::check_auto_delete_time(world, at)?;
    }
    if let Some(switched @ Value::Bool(_)) = extra.get("SriovNetSupport").cloned() {
        extra.insert("SriovNetSupport".to_owned(), Value::from(switched.to_string()));
    }
    Ok(extra)
}

/// Names: one of the cloud's own making where none was asked, numbered from the suffix where there is one.
fn name(world: &mut World, ids: &[String], params: &Value) {
    let asked = params.get("InstanceName").and_then(Value::as_str).unwrap_or_default().to_owned();
    let number = |name: &str| match params.get(name) {
        Some(Value::String(text)) => text.parse::<usize>().ok(),
        Some(number) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
        None => None,
    };
    let (suffix, host_suffix) = (number("InstanceNameSuffix"), number("HostNameSuffix"));
    for (nth, id) in ids.iter().enumerate() {
        let made_up = world.ids.mixed(10).to_ascii_uppercase();
        let Some(instance) = world.instances.get_mut(id) else { continue };
        instance.name = match suffix {
            _ if asked.is_empty() => format!("KSC-IN-{made_up}"),
            Some(first) => format!("{asked}-{}", first + nth),
            None => asked.clone(),
        };
        if let (Some(first), Some(host)) = (host_suffix, instance.host_name.as_mut()) {
            host.push_str(&format!("-{}", first + nth));
        }
    }
}
