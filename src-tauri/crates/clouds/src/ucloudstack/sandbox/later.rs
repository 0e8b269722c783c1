//! What the vendor's Java SDK of 2026 sends and the document does not have: more disks, how a machine is started, its tags and
//! limits. What has no meaning in a world without processors is noted with the instance.

use serde_json::{Map, Value};
use yundeck_sandbox::world::order::DiskOrder;
use yundeck_sandbox::world::{Course, Disk, Instance, InstanceState};
use yundeck_sandbox::{Incoming, Refusal, World};

use super::placement::{GPU_MODELS, is_storage_type};
use super::{absent, conflict, unusable};

/// Where a thing notes its isolation group, which a list can be asked for.
pub const ISOLATION_GROUP: &str = "IGID";

/// What an order sets that an instance only notes, by the names of its parameters.
const NOTED: &[&str] = &[
    "HostID",
    ISOLATION_GROUP,
    "BootloaderType",
    "BootDevices",
    "CDROMs",
    "SupportCloudInit",
    "SupportQGA",
    "SupportHotplug",
    "GPUMdevName",
    "CPUMode",
    "CPUModel",
    "CPUCoresPerSocket",
    "CPULimitPercent",
    "CPUPriority",
    "CPUHypervisorDisable",
    "VCPUBindingNode",
    "VCPUBindingDegrandable",
    "GPUBindingEnable",
    "USBDeviceID",
    "USBAttachType",
    "BootDiskBus",
    "BootDiskCacheMode",
    "DiskCacheMode",
    "BootDiskTotalIOPS",
    "BootDiskTotalBandwidth",
    "BootDiskReadIOPS",
    "BootDiskReadBandwidth",
    "BootDiskWriteIOPS",
    "BootDiskWriteBandwidth",
    "LANInAverageBandwidth",
    "LANOutAverageBandwidth",
    "LANMAC",
    "WANMAC",
    super::flat::NETWORK,
    "NICs",
    "WANNetworkConfig",
    "PFCode",
    "DNS",
    "Hostname",
    "UserData",
    "TagKeyValuePairs",
    "HighAvailability",
];

/// The members of a call that are only noted.
pub fn noted(incoming: &Incoming) -> Map<String, Value> {
    let given = NOTED.iter().filter_map(|name| Some(((*name).to_owned(), incoming.params.get(*name)?.clone())));
    given.collect()
}

/// A model of a graphics card has to be one that the administrator set up.
///
/// # Errors
/// It is not.
pub fn check_model(incoming: &Incoming) -> Result<(), Refusal> {
    match incoming.text("GPUMdevName") {
        Some(name) if !GPU_MODELS.contains(&name) => Err(unusable("GPUMdevName")),
        _ => Ok(()),
    }
}

/// The data disks of a call: those to be made, and the ids of those that are there.
pub struct DataDisks {
    /// To be made.
    pub new: Vec<DiskOrder>,
    /// To be put on.
    pub existing: Vec<String>,
}

/// `DataDisks` of an order.
///
/// # Errors
/// A type or a disk that is not there, or one that is in use.
pub fn data_disks(world: &World, incoming: &Incoming, name: &str) -> Result<DataDisks, Refusal> {
    let mut disks = DataDisks { new: Vec::new(), existing: Vec::new() };
    let asked = incoming.params.get("DataDisks").and_then(Value::as_array).into_iter().flatten();
    for (index, disk) in asked.enumerate() {
        let text = |member: &str| disk.get(member).and_then(Value::as_str);
        if let Some(id) = text("DiskID") {
            let found = world.disks.find(&incoming.region, id).ok_or_else(|| absent(id))?;
            if found.instance_id.is_some() || disks.existing.iter().any(|known| known == id) {
                return Err(conflict(format!("Disk [{id}] in use")));
            }
            disks.existing.push(id.to_owned());
            continue;
        }
        let at = |member: &str| format!("DataDisks.{index}.{member}");
        let disk_type =
            text("DiskSetType").filter(|id| is_storage_type(id)).ok_or_else(|| unusable(&at("DiskSetType")))?;
        let size = disk.get("DiskSpace").and_then(Value::as_u64).and_then(|size| u32::try_from(size).ok());
        disks.new.push(DiskOrder {
            name: format!("{name}-data{index}"),
            disk_type: disk_type.to_owned(),
            size_gib: size.ok_or_else(|| unusable(&at("DiskSpace")))?,
            delete_with_instance: false,
            ..DiskOrder::default()
        });
    }
    Ok(disks)
}

/// Leaves a new instance off, when that is asked for.
pub fn leave_off(incoming: &Incoming, now: chrono::DateTime<chrono::Utc>, instance: &mut Instance) {
    if incoming.text("InitialState") == Some("Stopped") {
        let seconds = yundeck_sandbox::world::lifecycle::START_SECONDS;
        instance.course = Course::through(now, InstanceState::Starting, seconds, InstanceState::Stopped);
    }
}

/// Whether a disk is one of an instance.
pub fn is_of(disk: &Disk, instance_id: &str) -> bool {
    disk.instance_id.as_deref() == Some(instance_id)
}
