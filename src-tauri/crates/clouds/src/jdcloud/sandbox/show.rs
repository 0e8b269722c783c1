//! The world's things as JD Cloud's records.

use chrono::{DateTime, Duration, FixedOffset, Utc};
use serde_json::{Map, Value, json};
use yundeck_sandbox::World;
use yundeck_sandbox::world::{Billing, Disk, DiskState, Image, ImageOrigin, ImageState, Instance, InstanceState};

use super::interface;

/// Days between the end of a prepaid period and the release of the resource.
const RETIRE_DAYS: i64 = 7;

/// The member of a disk's `extra` that makes it a local disk.
pub(super) const LOCAL: &str = "local";
/// The member of an image's `extra` with its kind of system disk.
pub(super) const ROOT_DEVICE: &str = "rootDeviceType";
/// The member of an image's `extra` with disks that were added to it without a snapshot.
pub(super) const ADDED_DISKS: &str = "addedDisks";

/// The member of an image's `extra` that says it was imported.
pub(super) const IMPORTED: &str = "imported";
/// The member of an image's `extra` with its boot mode.
pub(super) const BOOT_MODE: &str = "bootMode";
/// Members of an instance's `extra`: its availability group, the time it is to be deleted at.
pub(super) const GROUP: &str = "agId";
pub(super) const RELEASE: &str = "autoReleaseTime";

/// The moment of a time without its zone.
pub(super) fn from_local_time(text: &str) -> Option<DateTime<Utc>> {
    let naive = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()?;
    naive.checked_sub_signed(Duration::hours(8)).map(|utc| utc.and_utc())
}

/// A moment without its zone: Beijing time.
pub(super) fn local_time(at: DateTime<Utc>) -> String {
    FixedOffset::east_opt(8 * 3600)
        .map_or_else(|| at.to_rfc3339(), |beijing| at.with_timezone(&beijing).format("%Y-%m-%d %H:%M:%S").to_string())
}

/// A moment in UTC.
fn utc_time(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The word for an instance's state.
pub(super) fn instance_state(state: InstanceState) -> &'static str {
    match state {
        InstanceState::Pending => "pending",
        InstanceState::LaunchFailed => "error",
        InstanceState::Running => "running",
        InstanceState::Stopping => "stopping",
        InstanceState::Stopped => "stopped",
        InstanceState::Starting => "starting",
        InstanceState::Rebooting => "rebooting",
        InstanceState::Busy(word) => word,
        InstanceState::Terminating | InstanceState::Gone => "deleting",
    }
}

/// The word for an image's state.
pub(super) fn image_state(state: ImageState) -> &'static str {
    match state {
        ImageState::Creating => "pending",
        ImageState::Ready => "ready",
        ImageState::Busy(word) => word,
        ImageState::Failed => "error",
        ImageState::Gone => "deleting",
    }
}

/// The word for a disk's state.
pub(super) fn disk_state(state: DiskState) -> &'static str {
    match state {
        DiskState::Creating => "creating",
        DiskState::Available => "available",
        DiskState::Attaching | DiskState::InUse | DiskState::Detaching => "in-use",
        DiskState::Busy(word) => word,
        DiskState::Gone => "deleting",
    }
}

/// The word for an image's origin.
pub(super) fn image_source(image: &Image) -> &'static str {
    match image.origin {
        ImageOrigin::Public => "public",
        ImageOrigin::Private => "private",
        ImageOrigin::SharedWithMe => "shared",
        ImageOrigin::Market => "thirdparty",
    }
}

fn charge(world: &World, billing: Billing, created: DateTime<Utc>, expires: Option<DateTime<Utc>>) -> Value {
    let mode = match billing {
        Billing::Prepaid => "prepaid_by_duration",
        Billing::Postpaid | Billing::Host => "postpaid_by_duration",
        Billing::Spot => "postpaid_by_spot",
    };
    let over = expires.is_some_and(|at| at < world.now());
    let retire = expires.map(|at| at + Duration::days(RETIRE_DAYS));
    json!({
        "chargeMode": mode,
        "chargeStatus": if over { "overdue" } else { "normal" },
        "chargeStartTime": utc_time(created),
        "chargeExpiredTime": expires.map(utc_time).unwrap_or_default(),
        "chargeRetireTime": retire.map(utc_time).unwrap_or_default(),
    })
}

/// An instance with everything that belongs to it.
pub(super) fn instance(world: &World, instance: &Instance) -> Value {
    let image = world.images.get(&instance.image_id);
    let extra = |name: &str| instance.extra.get(name).cloned().unwrap_or(Value::Null);
    let disks: Vec<&Disk> = instance.disk_ids.iter().filter_map(|id| world.disks.get(id)).collect();
    let mut record = json!({
        "instanceId": instance.id,
        "instanceName": instance.name,
        "hostname": instance.host_name.clone().unwrap_or_else(|| instance.name.clone()),
        "instanceType": instance.instance_type,
        "vpcId": instance.vpc_id,
        "subnetId": instance.subnet_id,
        "privateIpAddress": instance.private_ips.first(),
        "elasticIpId": elastic_ip_id(world, instance),
        "elasticIpAddress": instance.public_ips.first().cloned().unwrap_or_default(),
        "status": instance_state(instance.state(world.now())),
        "description": extra("description").as_str().unwrap_or_default(),
        "imageId": instance.image_id,
        "dataDisks": disks.iter().filter(|disk| !disk.system).map(|disk| disk_of_instance(world, disk)).collect::<Vec<_>>(),
        "primaryNetworkInterface": interface::primary(world, instance),
        "secondaryNetworkInterfaces": interface::secondary_of(world, &instance.id),
        "launchTime": local_time(instance.created),
        "az": instance.zone,
        "keyNames": instance.key_pair_ids,
        "charge": charge(world, instance.billing, instance.created, instance.expires),
        "tags": extra("tags").as_array().cloned().unwrap_or_default(),
        "chargeOnStopped": extra("chargeOnStopped").as_str().unwrap_or("keepCharging"),
        "osType": image.map_or("linux", os_type),
        "osVersion": os_version(&instance.os),
        "platform": image.map_or("", |image| image.platform.as_str()),
        "architecture": image.map_or("x86_64", |image| image.architecture.as_str()),
        "resourceGroupId": extra("resourceGroupId").as_str().unwrap_or("rg-default"),
        "bootMode": image.and_then(|image| image.extra.get(BOOT_MODE)).and_then(Value::as_str).unwrap_or("bios"),
    });
    if let Some(group) = instance.extra.get(GROUP) {
        record["ag"] = json!({ "id": group });
    }
    if let Some(at) = instance.extra.get(RELEASE) {
        record[RELEASE] = at.clone();
    }
    if let (Some(members), Some(system)) = (record.as_object_mut(), disks.iter().find(|disk| disk.system)) {
        members.insert("systemDisk".to_owned(), disk_of_instance(world, system));
    }
    record
}

/// An instance without disks' sizes, addresses beyond the first, billing and tags (`BriefInstance` of the SDK).
pub(super) fn brief_instance(world: &World, instance: &Instance) -> Value {
    let mut record = self::instance(world, instance);
    if let Some(members) = record.as_object_mut() {
        for name in [
            "hostname",
            "elasticIpId",
            "elasticIpAddress",
            "charge",
            "tags",
            "osType",
            "osVersion",
            "platform",
            "architecture",
            "resourceGroupId",
            "ag",
        ] {
            members.shift_remove(name);
        }
    }
    record
}

/// The elastic IP on the instance's primary interface.
pub(super) fn elastic_ip_id(world: &World, instance: &Instance) -> String {
    let Some(address) = instance.public_ips.first() else { return String::new() };
    let bound = |ip: &&yundeck_sandbox::world::ElasticIp| ip.address == *address;
    world.elastic_ips.iter().find(bound).map(|ip| ip.id.clone()).unwrap_or_default()
}

/// A disk as its instance reports it.
fn disk_of_instance(world: &World, disk: &Disk) -> Value {
    let status = match disk.state(world.now()) {
        DiskState::Creating | DiskState::Attaching => "attaching",
        DiskState::Detaching => "detaching",
        DiskState::Available => "detached",
        _ => "attached",
    };
    let device = disk.device.as_deref().unwrap_or("vda");
    if disk.extra.contains_key(LOCAL) {
        return json!({ "diskCategory": "local", "autoDelete": true, "deviceName": device, "status": status,
            "localDisk": { "diskType": disk.disk_type, "diskSizeGB": disk.size_gib } });
    }
    json!({ "diskCategory": "cloud", "autoDelete": disk.delete_with_instance, "deviceName": device, "status": status,
        "cloudDisk": self::disk(world, disk) })
}

/// A disk.
pub(super) fn disk(world: &World, disk: &Disk) -> Value {
    let attached = disk.instance_id.as_ref().map(|instance| {
        json!([{ "attachmentId": format!("att-{}", disk.id), "diskId": disk.id, "instanceType": "vm",
            "instanceId": instance, "status": "attached", "attachTime": local_time(disk.created) }])
    });
    json!({
        "diskId": disk.id,
        "az": disk.zone,
        "name": disk.name,
        "description": disk.extra.get("description").and_then(Value::as_str).unwrap_or_default(),
        "diskType": disk.disk_type,
        "diskSizeGB": disk.size_gib,
        "iops": disk.extra.get("iops").cloned().unwrap_or(Value::from(disk.size_gib * 30)),
        "status": disk_state(disk.state(world.now())),
        "attachments": attached.unwrap_or_else(|| json!([])),
        "snapshotId": disk.snapshot_id.clone().unwrap_or_default(),
        "multiAttachable": false,
        "encrypted": disk.extra.get("encrypt").and_then(Value::as_bool).unwrap_or_default(),
        "enabled": true,
        "createTime": local_time(disk.created),
        "charge": charge(world, disk.billing, disk.created, None),
        "tags": [],
    })
}

/// An image.
pub(super) fn image(world: &World, image: &Image) -> Value {
    let own = image.origin == ImageOrigin::Private;
    let permission = match (own, image.shares.is_empty()) {
        (true, true) => "ownerOnly",
        (true, false) => "specifiedUsers",
        _ => "all",
    };
    let root = root_device(image);
    let cloud = root == "cloudDisk";
    let snapshot = image.extra.get("snapshotId").cloned().unwrap_or_else(|| json!(""));
    let system = if cloud {
        json!({ "diskCategory": "cloud", "autoDelete": true, "deviceName": "vda",
            "cloudDisk": { "diskType": "ssd.gp1", "diskSizeGB": image.size_gib, "encrypted": false, "snapshotId": snapshot } })
    } else {
        json!({ "diskCategory": "local", "autoDelete": true, "deviceName": "vda",
            "localDisk": { "diskType": "ssd", "diskSizeGB": image.size_gib } })
    };
    json!({
        "imageId": image.id,
        "name": image.name,
        "platform": image.platform,
        "osVersion": os_version(&image.os),
        "architecture": image.architecture,
        "systemDiskSizeGB": image.size_gib,
        "imageSource": image_source(image),
        "osType": os_type(image),
        "status": image_state(image.state(world.now())),
        "createTime": local_time(image.created),
        "sizeMB": image.size_gib * 62,
        "desc": image.description,
        "ownerPin": image.owner_id,
        "launchPermission": permission,
        "systemDisk": system,
        "dataDisks": data_disks_of_image(world, image),
        "snapshotId": if cloud { snapshot } else { json!("") },
        "rootDeviceType": root,
        "progress": "100",
        "offline": image.extra.get("offline").and_then(Value::as_bool).unwrap_or_default(),
        "imported": image.extra.contains_key(IMPORTED),
        "expiredTime": "",
        "instanceId": image.instance_id.clone().unwrap_or_default(),
        "bootMode": image.extra.get(BOOT_MODE).and_then(Value::as_str).unwrap_or("bios"),
    })
}

fn data_disks_of_image(world: &World, image: &Image) -> Vec<Value> {
    let snapshots = image.data_disk_snapshots.iter().filter_map(|id| world.snapshots.get(id)).map(|snapshot| {
        let text = |name: &str, otherwise: &str| {
            snapshot.extra.get(name).and_then(Value::as_str).unwrap_or(otherwise).to_owned()
        };
        json!({ "diskCategory": "cloud", "autoDelete": true, "deviceName": text("deviceName", "vdb"),
            "cloudDisk": { "diskType": text("diskType", "ssd.gp1"), "diskSizeGB": snapshot.size_gib, "encrypted": false, "snapshotId": snapshot.id } })
    });
    let added = image.extra.get(ADDED_DISKS).and_then(Value::as_array).cloned().unwrap_or_default();
    snapshots.chain(added).collect()
}

/// `cloudDisk` or `localDisk`.
pub(super) fn root_device(image: &Image) -> &str {
    image.extra.get(ROOT_DEVICE).and_then(Value::as_str).unwrap_or("cloudDisk")
}

/// `windows` or `linux`.
pub(super) fn os_type(image: &Image) -> &'static str {
    if image.platform.starts_with("Windows") { "windows" } else { "linux" }
}

/// The version within a system's name: `CentOS 8.2 64位` -> `8.2`.
fn os_version(os: &str) -> String {
    let version = os.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    version.unwrap_or_default().to_owned()
}

/// The members of an object that a call gives, under the names they are recorded by.
pub(super) fn keep(extra: &mut Map<String, Value>, from: &Value, names: &[(&str, &str)]) {
    for (given, recorded) in names {
        if let Some(value) = from.get(*given) {
            extra.insert((*recorded).to_owned(), value.clone());
        }
    }
}
