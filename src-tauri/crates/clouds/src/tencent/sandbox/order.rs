//! What `RunInstances` and `InquiryPriceRunInstances` are asked for, checked against the world.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use yundeck_sandbox::prices::Priced;
use yundeck_sandbox::world::{Billing, DiskOrder, Image, ImageOrigin, ImageState, InstanceOrder, InstanceType};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::filter::tags_asked;
use super::placement::check_room;
use super::pricing::Internet;
use super::words::{obstacle, refuse};

/// The bandwidth package that does not exist; any other does.
const NO_PACKAGE: &str = "bwp-00000000";

/// What an instance is remembered to have been ordered with, under its own name.
const NOTED: &[&str] = &[
    "DisableApiTermination",
    "HpcClusterId",
    "DedicatedClusterId",
    "PartitionNumber",
    "CpuTopology",
    "Metadata",
    "EnableJumboFrame",
    "UserData",
];

/// The size of what is bought.
#[derive(Debug, Clone, PartialEq)]
pub enum Size {
    /// A type on sale.
    Type(InstanceType),
    /// CPU and memory on a dedicated host: `CDH_1C2G`.
    OnHost { name: String, vcpus: u32, memory_mib: u32 },
}

/// An order as far as its price goes.
#[derive(Debug)]
pub struct Asked {
    pub zone: String,
    pub size: Size,
    pub billing: Billing,
    pub months: u32,
    pub count: u32,
    pub image: Image,
    pub system_disk: DiskOrder,
    pub data_disks: Vec<DiskOrder>,
    pub internet: Internet,
    /// The bid, for spot.
    pub bid: Option<Decimal>,
}

impl Asked {
    /// Reads and checks an order.
    ///
    /// # Errors
    /// In the cloud's codes.
    pub fn read(world: &World, incoming: &Incoming) -> Result<Self, Refusal> {
        let at = |pointer: &str| incoming.params.pointer(pointer);
        let text = |pointer: &str| at(pointer).and_then(Value::as_str).map(str::to_owned);
        let whole = |pointer: &str| at(pointer).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
        let zone = text("/Placement/Zone").unwrap_or_default();
        if !world.region(&incoming.region).is_some_and(|region| region.has_zone(&zone)) {
            return Err(refuse(
                "InvalidZone.MismatchRegion",
                format!("The zone `{zone}` is not in region `{}`.", incoming.region),
            ));
        }
        let image_id = text("/ImageId").unwrap_or_default();
        let image = world.image(&incoming.region, &image_id).map_err(obstacle)?.clone();
        if image.state(world.now()) != ImageState::Ready {
            return Err(refuse("InvalidImageId.IncorrectState", format!("The image `{image_id}` is not ready.")));
        }
        let mode = text("/InstanceChargeType");
        let billing = billing(mode.as_deref());
        let kind = text("/InstanceType").unwrap_or_else(|| "S1.SMALL1".to_owned());
        let size = size(world, &kind, &zone, mode.as_deref() == Some("CDHPAID"))?;
        let system_disk = DiskOrder {
            disk_type: text("/SystemDisk/DiskType").unwrap_or_else(|| "CLOUD_BASIC".to_owned()),
            size_gib: whole("/SystemDisk/DiskSize").unwrap_or(50).max(image.size_gib),
            name: text("/SystemDisk/DiskName").unwrap_or_default(),
            extra: kept(at("/SystemDisk"), &["Encrypt", "KmsKeyId", "CdcId"]),
            ..DiskOrder::default()
        };
        let data_disks =
            at("/DataDisks").and_then(Value::as_array).into_iter().flatten().map(data_disk).collect::<Vec<_>>();
        Ok(Self {
            internet: Internet::read(&incoming.params, billing),
            zone,
            size,
            billing,
            months: if billing == Billing::Prepaid { whole("/InstanceChargePrepaid/Period").unwrap_or(1) } else { 0 },
            count: how_many(world, incoming, mode.as_deref())?,
            image,
            system_disk,
            // Zero gigabytes is how one says that no disk is wanted.
            data_disks: data_disks.into_iter().filter(|disk| disk.size_gib > 0).collect(),
            bid: text("/InstanceMarketOptions/SpotOptions/MaxPrice").and_then(|bid| bid.parse().ok()),
        })
    }

    /// What one of them is made of. Bandwidth is priced apart.
    pub fn priced(&self) -> Priced {
        let (vcpus, memory_mib, gpus) = match &self.size {
            Size::Type(kind) if self.billing != Billing::Host => (kind.vcpus, kind.memory_mib, kind.gpus),
            // The host, or the cluster, is paid, not what stands on it.
            _ => (0, 0, 0),
        };
        let all = std::iter::once(&self.system_disk).chain(&self.data_disks);
        let disks = match self.billing {
            Billing::Host => Vec::new(),
            _ => all.map(|disk| (disk.disk_type.clone(), disk.size_gib)).collect(),
        };
        Priced { vcpus, memory_mib, gpus, disks, bandwidth_mbps: 0 }
    }

    /// The name of the type, as it is shown.
    pub fn type_name(&self) -> &str {
        match &self.size {
            Size::Type(kind) => &kind.id,
            Size::OnHost { name, .. } => name,
        }
    }

    /// The complete order of a creation.
    ///
    /// # Errors
    /// In the cloud's codes.
    pub fn order(&self, world: &World, incoming: &Incoming) -> Result<InstanceOrder, Refusal> {
        self.check_login(incoming)?;
        self.check_newer(world, incoming)?;
        let at = |pointer: &str| incoming.params.pointer(pointer);
        let texts = |pointer: &str| {
            at(pointer)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let private_ips = texts("/VirtualPrivateCloud/PrivateIpAddresses");
        if !private_ips.is_empty() && private_ips.len() as u64 != u64::from(self.count) {
            return Err(refuse("InvalidParameterCombination", "There must be as many private addresses as instances."));
        }
        for id in incoming.texts("DisasterRecoverGroupIds") {
            check_room(world, &incoming.region, &id, self.count)?;
        }
        let host_ids = texts("/Placement/HostIds");
        let (vcpus, memory_mib) = match &self.size {
            Size::OnHost { vcpus, memory_mib, .. } => (*vcpus, *memory_mib),
            Size::Type(kind) => (kind.vcpus, kind.memory_mib),
        };
        let of_all = |one: u32| one.saturating_mul(self.count);
        super::host::check_room(world, &incoming.region, &host_ids, of_all(vcpus), of_all(memory_mib / 1024))?;
        Ok(InstanceOrder {
            count: self.count,
            region: incoming.region.clone(),
            zone: self.zone.clone(),
            name: incoming.text("InstanceName").unwrap_or_default().to_owned(),
            host_name: incoming.text("HostName").map(str::to_owned),
            instance_type: match &self.size {
                Size::Type(kind) => Some(kind.id.clone()),
                Size::OnHost { .. } => None,
            },
            vcpus,
            memory_mib,
            image_id: self.image.id.clone(),
            subnet_id: self.subnet(world, incoming)?,
            private_ips,
            security_group_ids: incoming.texts("SecurityGroupIds"),
            key_pair_ids: texts("/LoginSettings/KeyIds"),
            system_disk: self.system_disk.clone(),
            data_disks: self.data_disks.clone(),
            bandwidth_mbps: self.internet.mbps,
            public_ip: self.internet.mbps > 0
                && at("/InternetAccessible/PublicIpAssigned").and_then(Value::as_bool) != Some(false),
            elastic_ip: false,
            billing: self.billing,
            months: self.months,
            due: Decimal::ZERO,
            extra: self.extra(incoming, &host_ids),
        })
    }

    fn extra(&self, incoming: &Incoming, host_ids: &[String]) -> Map<String, Value> {
        let at = |pointer: &str| incoming.params.pointer(pointer).cloned().unwrap_or_default();
        let tags = tags_asked(incoming, "instance");
        let mode = incoming.text("InstanceChargeType");
        let renewal = at("/InstanceChargePrepaid/RenewFlag");
        let members = [
            ("InternetChargeType", json!(self.internet.charge_type)),
            ("ProjectId", json!(at("/Placement/ProjectId").as_u64().unwrap_or(0))),
            ("HostIds", json!(host_ids)),
            ("AsVpcGateway", json!(at("/VirtualPrivateCloud/AsVpcGateway").as_bool().unwrap_or(false))),
            ("Tags", tags),
            ("InstanceChargeType", mode.filter(|mode| ["CDCPAID", "UNDERWRITE"].contains(mode)).into()),
            ("BandwidthPackageId", at("/InternetAccessible/BandwidthPackageId")),
            ("CamRoleName", incoming.text("CamRoleName").filter(|role| !role.is_empty()).into()),
            ("DisasterRecoverGroupIds", at("/DisasterRecoverGroupIds")),
            ("ActionTimer", at("/ActionTimer")),
            ("RenewFlag", if renewal.is_null() { json!("NOTIFY_AND_MANUAL_RENEW") } else { renewal }),
        ];
        let alike = NOTED.iter().map(|name| (*name, at(&format!("/{name}"))));
        members
            .into_iter()
            .chain(alike)
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }

    /// What is newer than the document and names something, or fits only some ways to pay.
    fn check_newer(&self, world: &World, incoming: &Incoming) -> Result<(), Refusal> {
        if let Some(id) = incoming.text("HpcClusterId") {
            super::cluster::check_zone(world, &incoming.region, id, &self.zone)?;
        }
        let package = incoming.params.pointer("/InternetAccessible/BandwidthPackageId").and_then(Value::as_str);
        if package == Some(NO_PACKAGE) {
            return Err(refuse("InvalidParameterValue.BandwidthPackageIdNotFound", "There is no such package."));
        }
        if package.is_some() && self.internet.charge_type != "BANDWIDTH_PACKAGE" {
            return Err(refuse(
                "UnsupportedOperation.BandwidthPackageIdNotSupported",
                "A bandwidth package goes with `BANDWIDTH_PACKAGE` only.",
            ));
        }
        Ok(())
    }

    /// The subnet, of the private network or of the primary interface; `DEFAULT` is the default one of the zone.
    fn subnet(&self, world: &World, incoming: &Incoming) -> Result<Option<String>, Refusal> {
        let interfaces = incoming.params.get("NetworkInterfaces").and_then(Value::as_array);
        let primary = interfaces.into_iter().flatten().find(|each| each["InterfaceType"] == "PRIMARY");
        let network = incoming.params.get("VirtualPrivateCloud").or(primary);
        let text = |name: &str| network.and_then(|network| network.get(name)).and_then(Value::as_str);
        let (Some(vpc_id), Some(subnet_id)) = (text("VpcId"), text("SubnetId")) else { return Ok(None) };
        if vpc_id == "DEFAULT" || subnet_id == "DEFAULT" {
            let default =
                world.subnets.in_region(&incoming.region).find(|subnet| subnet.zone == self.zone && subnet.is_default);
            return default.map(|subnet| Some(subnet.id.clone())).ok_or_else(|| {
                refuse("InvalidParameterValue.InvalidVpcIdSubnetIdNotFound", "The zone has no default subnet.")
            });
        }
        if world.vpcs.find(&incoming.region, vpc_id).is_none() {
            return Err(refuse("InvalidParameterValue.VpcIdNotExist", format!("The VPC `{vpc_id}` does not exist.")));
        }
        match world.subnets.find(&incoming.region, subnet_id) {
            None => {
                Err(refuse("InvalidParameterValue.SubnetNotExist", format!("The subnet `{subnet_id}` does not exist.")))
            }
            Some(subnet) if subnet.vpc_id != vpc_id => Err(refuse(
                "InvalidParameterValue.VpcIdSubnetIdNotMatch",
                format!("The subnet `{subnet_id}` is not in VPC `{vpc_id}`."),
            )),
            Some(subnet) => Ok(Some(subnet.id.clone())),
        }
    }

    /// What depends on the operating system: password, key pair, host name.
    fn check_login(&self, incoming: &Incoming) -> Result<(), Refusal> {
        let at = |pointer: &str| incoming.params.pointer(pointer);
        if at("/LoginSettings/KeepImageLogin").and_then(Value::as_str) == Some("TRUE")
            && self.image.origin == ImageOrigin::Public
        {
            return Err(refuse("InvalidParameterCombination", "A public image has no login to keep."));
        }
        if self.image.platform != "Windows" {
            return Ok(());
        }
        if at("/LoginSettings/KeyIds").is_some() {
            return Err(refuse("UnsupportedOperation.KeyPairUnsupportedWindows", "Windows does not take key pairs."));
        }
        if let Some(password) = at("/LoginSettings/Password").and_then(Value::as_str) {
            check_windows_password(password)?;
        }
        let fits = |name: &str| {
            (2..=15).contains(&name.len()) && !name.contains('.') && !name.bytes().all(|byte| byte.is_ascii_digit())
        };
        if incoming.text("HostName").is_some_and(|name| !fits(name)) {
            return Err(refuse(
                "InvalidParameter.HostNameIllegal",
                "A Windows host name has 2 to 15 characters, no dots, and not digits only.",
            ));
        }
        Ok(())
    }
}

/// Three of capitals, small letters, digits and symbols, at least twelve characters.
///
/// # Errors
/// `InvalidPassword`.
pub fn check_windows_password(password: &str) -> Result<(), Refusal> {
    let kinds: [fn(u8) -> bool; 4] = [
        |byte| byte.is_ascii_uppercase(),
        |byte| byte.is_ascii_lowercase(),
        |byte| byte.is_ascii_digit(),
        |byte| !byte.is_ascii_alphanumeric(),
    ];
    let present = kinds.iter().filter(|kind| password.bytes().any(kind)).count();
    if password.len() < 12 || present < 3 {
        return Err(refuse(
            "InvalidPassword",
            "A Windows password has at least 12 characters of at least three kinds.",
        ));
    }
    Ok(())
}

/// The billing mode of that word. On a dedicated cluster the cluster is paid, as a host is.
pub fn billing(word: Option<&str>) -> Billing {
    match word {
        Some("PREPAID") => Billing::Prepaid,
        Some("SPOTPAID") => Billing::Spot,
        Some("CDHPAID" | "CDCPAID") => Billing::Host,
        _ => Billing::Postpaid,
    }
}

/// How many are made: those that are asked for, or as many as the quota leaves when the least number allows it.
fn how_many(world: &World, incoming: &Incoming, mode: Option<&str>) -> Result<u32, Refusal> {
    let whole = |name: &str| incoming.number(name).and_then(|number| u32::try_from(number).ok());
    let count = whole("InstanceCount").unwrap_or(1);
    let Some(least) = whole("MinCount") else { return Ok(count) };
    if least > count {
        return Err(refuse(
            "InvalidParameterValue.InvalidParameterMinCount",
            "`MinCount` is more than `InstanceCount`.",
        ));
    }
    if matches!(mode, Some("CDHPAID" | "CDCPAID")) {
        return Err(refuse(
            "UnsupportedOperation.MinCountUnsupportedChargeType",
            "This billing mode does not support `MinCount`.",
        ));
    }
    let room = world.quota("instances").saturating_sub(u32::try_from(world.instances.len()).unwrap_or(u32::MAX));
    Ok(if (least..count).contains(&room) { room } else { count })
}

fn size(world: &World, name: &str, zone: &str, on_host: bool) -> Result<Size, Refusal> {
    if on_host {
        let parsed =
            name.strip_prefix("CDH_").and_then(|rest| rest.strip_suffix('G')).and_then(|rest| rest.split_once('C'));
        let numbers =
            parsed.and_then(|(vcpus, gib)| Some((vcpus.parse().ok()?, gib.parse::<u32>().ok()?.checked_mul(1024)?)));
        return numbers
            .map(|(vcpus, memory_mib)| Size::OnHost { name: name.to_owned(), vcpus, memory_mib })
            .ok_or_else(|| {
                refuse(
                    "InvalidInstanceType.Malformed",
                    format!("The instance type `{name}` is not valid on a dedicated host."),
                )
            });
    }
    let kind = world.instance_type(name, Some(zone)).ok_or_else(|| {
        refuse(
            "InvalidParameterValue.InstanceTypeNotFound",
            format!("The instance type `{name}` is not offered in `{zone}`."),
        )
    })?;
    if !kind.available_in(zone) {
        return Err(refuse(
            "ResourcesSoldOut.SpecifiedInstanceType",
            format!("The instance type `{name}` is sold out in `{zone}`."),
        ));
    }
    Ok(Size::Type(kind.clone()))
}

fn data_disk(disk: &Value) -> DiskOrder {
    DiskOrder {
        disk_type: disk.get("DiskType").and_then(Value::as_str).unwrap_or("LOCAL_BASIC").to_owned(),
        size_gib: disk.get("DiskSize").and_then(Value::as_u64).and_then(|size| u32::try_from(size).ok()).unwrap_or(0),
        delete_with_instance: disk.get("DeleteWithInstance").and_then(Value::as_bool).unwrap_or(true),
        name: disk.get("DiskName").and_then(Value::as_str).unwrap_or_default().to_owned(),
        snapshot_id: disk.get("SnapshotId").and_then(Value::as_str).map(str::to_owned),
        extra: kept(Some(disk), &["Encrypt", "KmsKeyId", "ThroughputPerformance", "BurstPerformance", "CdcId"]),
        ..DiskOrder::default()
    }
}

/// The members of that name, as they are.
fn kept(of: Option<&Value>, names: &[&str]) -> Map<String, Value> {
    let member = |name: &&str| Some(((*name).to_owned(), of?.get(*name)?.clone()));
    names.iter().filter_map(member).collect()
}
