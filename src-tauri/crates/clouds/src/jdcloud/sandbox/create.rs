//! `createInstances`.

use serde_json::{Map, Value, json};
use yundeck_sandbox::prices::Priced;
use yundeck_sandbox::world::tokens::Seen;
use yundeck_sandbox::world::{Billing, DiskOrder, Image, InstanceOrder};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::filter::strings;
use super::{Answer, instance_type, refuse, show, template};

/// Size of a local system disk in GiB (the same overview).
const LOCAL_SYSTEM_GIB: u32 = 40;

/// Makes the instances, once for each token.
pub(super) fn create_instances(world: &mut World, incoming: &Incoming) -> Answer {
    once(world, incoming, |world| create(world, incoming))
}

/// Does it, once for each token of the call.
pub(super) fn once(world: &mut World, incoming: &Incoming, act: impl FnOnce(&mut World) -> Answer) -> Answer {
    let Some(token) = incoming.text("clientToken").filter(|token| !token.is_empty()) else { return act(world) };
    match world.tokens.look(incoming.name(), token, &incoming.params, world.now()) {
        Seen::New => {}
        Seen::Same(reply) => return Ok(reply),
        Seen::Different => return Err(refuse::invalid("clientToken has been used with other parameters")),
    }
    let reply = act(world)?;
    let now = world.now();
    world.tokens.remember(incoming.name(), token, &incoming.params, &reply, now);
    Ok(reply)
}

fn create(world: &mut World, incoming: &Incoming) -> Answer {
    let wanted = u32::try_from(incoming.number("maxCount").unwrap_or(1)).unwrap_or(1);
    let refused = world.partial.as_ref().map_or(0, |partial| partial.count);
    let count = wanted.saturating_sub(refused).max(1);
    let spec = incoming.params.get("instanceSpec").cloned().unwrap_or_default();
    let spec = template::applied(world, &incoming.region, &spec)?;
    let spec = Spec { spec: &spec, region: &incoming.region };
    let order = spec.order(world, count)?;
    let bandwidth = order.bandwidth_mbps;
    let ids = world.create_instances(&order).map_err(refuse::obstacle)?;
    spec.number_and_dress(world, &ids, bandwidth);
    let mut reply = json!({ "instanceIds": ids });
    if let (Some(partial), true) = (&world.partial, count < wanted) {
        reply[refuse::PARTLY] = json!({ "code": 429, "status": "QUOTA_EXCEEDED", "message": partial.message });
    }
    Ok(reply)
}

/// The `instanceSpec` of a call.
struct Spec<'s> {
    spec: &'s Value,
    region: &'s str,
}

impl Spec<'_> {
    fn at(&self, pointer: &str) -> Option<&Value> {
        self.spec.pointer(pointer)
    }

    fn text(&self, pointer: &str) -> String {
        self.at(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    fn order(&self, world: &World, count: u32) -> Result<InstanceOrder, Refusal> {
        // None of these can be made with the operations of the VM service, so none exists.
        for (member, what) in
            [("/agId", "Ag"), ("/dedicatedHostId", "DedicatedHost"), ("/dedicatedPoolId", "DedicatedPool")]
        {
            if let Some(id) = self.at(member).and_then(Value::as_str) {
                return Err(refuse::not_found(what, id));
            }
        }
        let zone = self.text("/az");
        if !world.region(self.region).is_some_and(|region| region.has_zone(&zone)) {
            return Err(refuse::invalid(format!("Invalid az '{zone}'")));
        }
        let image_id = self.text("/imageId");
        let image = world.image(self.region, &image_id).map_err(refuse::obstacle)?;
        let type_id = self.text("/instanceType");
        instance_type::check_image(image, &type_id)?;
        let cloud_system = self.check_system_disk(image)?;
        let billing = match self.text("/charge/chargeMode").as_str() {
            "prepaid_by_duration" => Billing::Prepaid,
            _ => Billing::Postpaid,
        };
        self.check_charge_on_stopped(billing, cloud_system)?;
        let key_pair_ids = strings(self.at("/keyNames"));
        if !key_pair_ids.is_empty() && show::os_type(image) == "windows" {
            return Err(refuse::precondition("Windows OS doesn't support attach keypair."));
        }
        let system_disk = self.system_disk(image, cloud_system, billing);
        let data_disks = self.data_disks(world, image, billing)?;
        // The newer overview has 7 or 8 beside the system disk, the SDK what the type takes.
        let disks = data_disks.len() + usize::from(cloud_system);
        if disks > instance_type::disk_limit(world, &type_id) {
            return Err(refuse::precondition("InstanceType constraints. CloudDisk limit exceeded"));
        }
        let months = self.months();
        let bandwidth_mbps = self
            .at("/elasticIp/bandwidthMbps")
            .and_then(Value::as_u64)
            .and_then(|mbps| mbps.try_into().ok())
            .unwrap_or(0);
        let mut order = InstanceOrder {
            count,
            region: self.region.to_owned(),
            zone,
            name: self.text("/name"),
            host_name: self.at("/hostname").and_then(Value::as_str).map(str::to_owned),
            instance_type: Some(type_id),
            image_id,
            subnet_id: Some(self.text("/primaryNetworkInterface/networkInterface/subnetId")),
            private_ips: self
                .at("/primaryNetworkInterface/networkInterface/primaryIpAddress")
                .and_then(Value::as_str)
                .map(str::to_owned)
                .into_iter()
                .collect(),
            security_group_ids: self.security_groups(world),
            key_pair_ids,
            system_disk,
            data_disks,
            bandwidth_mbps,
            public_ip: self.at("/elasticIp").is_some(),
            elastic_ip: true,
            billing,
            months,
            extra: self.extra(),
            ..InstanceOrder::default()
        };
        order.due = due(world, &order);
        Ok(order)
    }

    /// Whether the system disk is a cloud disk; the image decides, and a category that is given must agree.
    fn check_system_disk(&self, image: &Image) -> Result<bool, Refusal> {
        let cloud = show::root_device(image) == "cloudDisk";
        match (self.text("/systemDisk/diskCategory").as_str(), cloud) {
            ("local", true) => return Err(refuse::precondition("Image constraints. Only support cloud system disk")),
            ("cloud", false) => return Err(refuse::precondition("Image constraints. Only support local system disk")),
            _ => {}
        }
        let asked = self.at("/systemDisk/cloudDiskSpec/diskSizeGB").and_then(Value::as_u64);
        if cloud && asked.is_some_and(|gib| gib < u64::from(image.size_gib)) {
            return Err(refuse::out_of_range("InstanceSpec.SystemDisk.CloudDiskSpec.DiskSizeGB out of range"));
        }
        Ok(cloud)
    }

    fn check_charge_on_stopped(&self, billing: Billing, cloud_system: bool) -> Result<(), Refusal> {
        if self.text("/chargeOnStopped") != "stopCharging" {
            return Ok(());
        }
        if !cloud_system {
            return Err(refuse::precondition("stopCharging only applied to cloud system disk"));
        }
        if billing != Billing::Postpaid {
            return Err(refuse::precondition("stopCharging only applied to postpaid by duration"));
        }
        Ok(())
    }

    fn system_disk(&self, image: &Image, cloud: bool, billing: Billing) -> DiskOrder {
        let spec = self.at("/systemDisk/cloudDiskSpec").cloned().unwrap_or_default();
        let mut disk = disk_order(&spec, &self.text("/name"), "vda");
        disk.delete_with_instance = billing == Billing::Postpaid;
        if disk.size_gib == 0 {
            disk.size_gib = image.size_gib;
        }
        if !cloud {
            disk.disk_type = "ssd".to_owned();
            disk.size_gib = LOCAL_SYSTEM_GIB;
            disk.extra.insert(show::LOCAL.to_owned(), json!(true));
        }
        disk
    }

    /// The data disks of the image and those of the call; a device named in both is the call's.
    fn data_disks(&self, world: &World, image: &Image, billing: Billing) -> Result<Vec<DiskOrder>, Refusal> {
        let asked = self.at("/dataDisks").and_then(Value::as_array).cloned().unwrap_or_default();
        let device_of = |disk: &Value| disk.get("deviceName").and_then(Value::as_str).map(str::to_owned);
        let named: Vec<String> = asked.iter().filter_map(device_of).collect();
        let from_image =
            image.data_disk_snapshots.iter().filter_map(|id| world.snapshots.get(id)).filter_map(|snapshot| {
                let text = |name: &str, otherwise: &str| {
                    snapshot.extra.get(name).and_then(Value::as_str).unwrap_or(otherwise).to_owned()
                };
                let device = text("deviceName", "vdb");
                (!named.contains(&device)).then(|| DiskOrder {
                    name: self.text("/name"),
                    disk_type: text("diskType", "ssd.gp1"),
                    size_gib: snapshot.size_gib,
                    delete_with_instance: true,
                    snapshot_id: Some(snapshot.id.clone()),
                    device: Some(device),
                    extra: Map::new(),
                })
            });
        let mut disks: Vec<DiskOrder> = from_image.collect();
        for disk in asked.iter().filter(|disk| disk.get("noDevice").and_then(Value::as_bool) != Some(true)) {
            let spec = disk.get("cloudDiskSpec").cloned().unwrap_or_default();
            let device = device_of(disk)
                .unwrap_or_else(|| free_device(disks.iter().filter_map(|disk| disk.device.as_deref()), &named));
            let mut order = disk_order(&spec, &self.text("/name"), &device);
            // By the newer overview a data disk goes with its instance unless that is prepaid.
            let with_instance = disk.get("autoDelete").and_then(Value::as_bool).unwrap_or(true);
            order.delete_with_instance = with_instance && billing == Billing::Postpaid;
            if let Some(id) = &order.snapshot_id {
                let snapshot =
                    world.snapshots.find(self.region, id).ok_or_else(|| refuse::not_found("Snapshot", id))?;
                if order.size_gib < snapshot.size_gib {
                    return Err(refuse::out_of_range("InstanceSpec.DataDisks.CloudDiskSpec.DiskSizeGB out of range"));
                }
            }
            disks.push(order);
        }
        Ok(disks)
    }

    /// The groups asked for, or the default group of the subnet's VPC.
    fn security_groups(&self, world: &World) -> Vec<String> {
        let asked = strings(self.at("/primaryNetworkInterface/networkInterface/securityGroups"));
        if !asked.is_empty() {
            return asked;
        }
        let subnet = self.text("/primaryNetworkInterface/networkInterface/subnetId");
        let vpc = world.subnets.find(self.region, &subnet).map(|subnet| subnet.vpc_id.clone());
        let default =
            world.security_groups.in_region(self.region).find(|group| group.is_default && group.vpc_id == vpc);
        default.map(|group| group.id.clone()).into_iter().collect()
    }

    fn months(&self) -> u32 {
        let duration =
            self.at("/charge/chargeDuration").and_then(Value::as_u64).and_then(|number| number.try_into().ok());
        let each = if self.text("/charge/chargeUnit") == "year" { 12 } else { 1 };
        duration.unwrap_or(1_u32).saturating_mul(each)
    }

    fn extra(&self) -> Map<String, Value> {
        let mut extra = Map::new();
        show::keep(
            &mut extra,
            self.spec,
            &[
                ("description", "description"),
                ("userTags", "tags"),
                ("chargeOnStopped", "chargeOnStopped"),
                ("metadata", "metadata"),
                ("userdata", "userdata"),
                ("resourceGroupId", "resourceGroupId"),
            ],
        );
        extra
    }

    /// Numbers the names of several, and records what the world's order has no place for.
    fn number_and_dress(&self, world: &mut World, ids: &[String], bandwidth: u32) {
        let (name, host) = (self.text("/name"), self.text("/hostname"));
        for (nth, id) in ids.iter().enumerate() {
            let Some(instance) = world.instances.get_mut(id) else { continue };
            instance.name = numbered(&name, nth).unwrap_or_else(|| name.clone());
            instance.host_name = match (host.is_empty(), numbered(&host, nth)) {
                (true, _) => Some(instance.name.replace('_', "-")),
                (false, Some(host)) => Some(host),
                // Several host names without a number get one behind them.
                (false, None) if ids.len() > 1 => Some(format!("{host}{}", nth + 1)),
                (false, None) => Some(host.clone()),
            };
            let (region, zone) = (instance.region.clone(), instance.zone.clone());
            let by_use = self.text("/elasticIp/chargeSpec/chargeMode") == "postpaid_by_usage";
            let provider = self.text("/elasticIp/provider");
            for ip in world.elastic_ips.matching_mut(|ip| ip.instance_id.as_deref() == Some(id)) {
                // An elastic IP outlives its instance unless the deletion asks for it.
                ip.delete_with_instance = false;
                ip.bandwidth_mbps = bandwidth;
                ip.extra.insert("provider".to_owned(), json!(provider));
                ip.extra.insert("byUse".to_owned(), json!(by_use));
                ip.extra.insert("region".to_owned(), json!(region));
                ip.extra.insert("az".to_owned(), json!(zone));
            }
        }
    }
}

fn disk_order(spec: &Value, instance_name: &str, device: &str) -> DiskOrder {
    let text = |name: &str| spec.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut extra = Map::new();
    show::keep(&mut extra, spec, &[("iops", "iops"), ("encrypt", "encrypt"), ("description", "description")]);
    DiskOrder {
        name: text("name").unwrap_or_else(|| instance_name.to_owned()),
        disk_type: text("diskType").unwrap_or_else(|| "ssd.gp1".to_owned()),
        size_gib: spec
            .get("diskSizeGB")
            .and_then(Value::as_u64)
            .and_then(|gib| gib.try_into().ok())
            .unwrap_or_default(),
        delete_with_instance: true,
        snapshot_id: text("snapshotId"),
        device: Some(device.to_owned()),
        extra,
    }
}

/// The first device from `vdb` on that is not taken.
pub(super) fn free_device<'d>(taken: impl Iterator<Item = &'d str>, named: &[String]) -> String {
    let taken: Vec<&str> = taken.collect();
    let letters = || 'a'..='z';
    let all =
        letters().skip(1).map(|letter| format!("vd{letter}")).chain(letters().map(|letter| format!("vda{letter}")));
    all.into_iter()
        .find(|device| !taken.contains(&device.as_str()) && !named.contains(device))
        .unwrap_or_else(|| "vdbm".to_owned())
}

/// A name with `[001]` in it for the nth of several: the number counts from there and keeps its width.
fn numbered(name: &str, nth: usize) -> Option<String> {
    let (before, rest) = name.split_once('[')?;
    let (number, after) = rest.split_once(']')?;
    let start: usize = number.parse().ok()?;
    Some(format!("{before}{:0width$}{after}", start + nth, width = number.len()))
}

/// What a prepaid order costs: the document names no prices, so they come from the sandbox's book.
fn due(world: &World, order: &InstanceOrder) -> rust_decimal::Decimal {
    if order.billing != Billing::Prepaid {
        return rust_decimal::Decimal::ZERO;
    }
    let kind = order.instance_type.as_deref().and_then(|id| world.instance_type(id, None));
    let disks = std::iter::once(&order.system_disk).chain(&order.data_disks);
    let priced = Priced {
        vcpus: kind.map_or(0, |kind| kind.vcpus),
        memory_mib: kind.map_or(0, |kind| kind.memory_mib),
        gpus: kind.map_or(0, |kind| kind.gpus),
        disks: disks
            .filter(|disk| !disk.extra.contains_key(show::LOCAL))
            .map(|disk| (disk.disk_type.clone(), disk.size_gib))
            .collect(),
        bandwidth_mbps: order.bandwidth_mbps,
    };
    let book = &world.prices;
    book.for_months(book.hour(&priced), order.months).times(order.count).discounted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_from_their_number_and_keep_its_width() {
        assert_eq!(numbered("web-[001]-ops", 0).as_deref(), Some("web-001-ops"));
        assert_eq!(numbered("web-[099]", 2).as_deref(), Some("web-101"));
        assert_eq!(numbered("web-[9]", 1).as_deref(), Some("web-10"));
        assert_eq!(numbered("web", 0), None);
    }

    #[test]
    fn devices_are_given_from_vdb_on() {
        assert_eq!(free_device(["vda", "vdb"].into_iter(), &["vdc".to_owned()]), "vdd");
        assert_eq!(free_device(std::iter::empty(), &[]), "vdb");
    }
}
