//! An instance of the world as the cloud reports it: `VMInstanceInfo` with its disks and addresses (document, 1.2).

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use yundeck_sandbox::World;
use yundeck_sandbox::world::{Instance, InstanceState};

use super::placement::vm_type;
use super::{flat, tenant};

/// Members that the world does not know and the cloud records with each instance.
pub const CHARGE_TYPE: &str = "ChargeType";
/// How many periods were bought.
pub const QUANTITY: &str = "Quantity";
/// The compute cluster.
pub const VM_TYPE: &str = "VMType";
/// A free text.
pub const REMARK: &str = "Remark";
/// When it was last changed, in unix seconds.
pub const UPDATE_TIME: &str = "UpdateTime";
/// The group at its public interface.
pub const WAN_GROUP: &str = "WANSGID";
/// The group at its private interface.
pub const LAN_GROUP: &str = "LANSGID";
/// Of which kind its GPUs are.
pub const GPU_TYPE: &str = "GPUType";
/// Which share of a card a virtual GPU is.
pub const MDEV_NAME: &str = "MdevName";
/// The kind of the system on the disk that it was booted from.
pub const OS_TYPE: &str = "OSType";
/// The id of the public address that is its way out.
pub const WAY_OUT: &str = "DefaultGW";

/// The address of the host that all instances are on.
pub const HOST_IP: &str = "172.16.0.11";

/// The kind of a GPU that is a share of a card.
pub const VIRTUAL: &str = "VGPU";

/// The state words of the document that are operations of the cloud.
const OPERATIONS: [&str; 3] = ["Migrating", "Reinstalling", "Poweroffing"];

/// The cloud's word for a state. The document has none for being made: a new instance starts.
pub fn state(state: InstanceState) -> &'static str {
    match state {
        InstanceState::Pending | InstanceState::Starting => "Starting",
        InstanceState::LaunchFailed => "Failed",
        InstanceState::Running => "Running",
        InstanceState::Stopping => "Stopping",
        InstanceState::Stopped => "Stopped",
        InstanceState::Rebooting => "Restarting",
        InstanceState::Busy(word) => OPERATIONS.into_iter().find(|known| *known == word).unwrap_or(OPERATIONS[0]),
        InstanceState::Terminating => "Terminating",
        InstanceState::Gone => "Terminated",
    }
}

/// The record of an instance.
pub fn instance(world: &World, instance: &Instance) -> Value {
    let now = world.now();
    let kept = |name: &str| instance.extra.get(name).cloned().unwrap_or_else(|| json!(""));
    let vm_type_id = instance.extra.get(VM_TYPE).and_then(Value::as_str).unwrap_or_default();
    let vpc = instance.vpc_id.as_ref().and_then(|id| world.vpcs.get(id));
    let subnet = instance.subnet_id.as_ref().and_then(|id| world.subnets.get(id));
    let [(company, company_id), (project, project_id), (project_name, name)] = tenant::members(world, &instance.extra);
    let is_virtual = instance.extra.get(GPU_TYPE).is_some_and(|kind| kind == VIRTUAL);
    let mut record = json!({
        "Region": instance.region,
        company: company_id,
        "Email": "sandbox@example.com",
        project: project_id,
        project_name: name,
        "State": state(instance.state(now)),
        "VMID": instance.id,
        "VMType": vm_type_id,
        "VMTypeAlias": vm_type(vm_type_id).map_or("", |kind| kind.alias),
        "SetID": vm_type_id,
        "SetArch": vm_type(vm_type_id).map_or("", |kind| kind.architecture),
        "HostIP": HOST_IP,
        "ImageID": instance.image_id,
        "OSName": instance.os,
        "OSType": instance.extra.get(OS_TYPE).cloned().unwrap_or_else(|| json!(os_type(&instance.os))),
        "Remark": kept(REMARK),
        "Name": instance.name,
        "CreateTime": instance.created.timestamp(),
        "ChargeType": kept(CHARGE_TYPE),
        "ExpireTime": expires(instance, now).timestamp(),
        "CPU": instance.vcpus,
        "Memory": instance.memory_mib,
        "DiskInfos": disks(world, instance),
        "IPInfos": addresses(world, instance),
        "VPCID": instance.vpc_id,
        "VPCName": vpc.map_or("", |vpc| vpc.name.as_str()),
        "SubnetID": instance.subnet_id,
        "SubnetName": subnet.map_or("", |subnet| subnet.name.as_str()),
        "UpdateTime": instance.extra.get(UPDATE_TIME).cloned().unwrap_or_else(|| json!(instance.created.timestamp())),
    });
    // Members of the guide's later editions. Usage is measured by nobody here and left out.
    record["GPU"] = json!(instance.gpus);
    record[GPU_TYPE] = kept(GPU_TYPE);
    record["VGPUID"] = if is_virtual { json!(format!("vgpu-{}", instance.id)) } else { json!("") };
    record[MDEV_NAME] = kept(MDEV_NAME);
    record[flat::NETWORK] = kept(flat::NETWORK);
    record["CanLogin"] = json!(instance.state(now) == InstanceState::Running);
    record["SupportHotplug"] = json!(false);
    record["ImagePreparePrecent"] = json!(100);
    record["Reason"] = json!("");
    record["BasicImageName"] = json!(instance.os);
    record
}

/// `Windows` or `Linux`.
pub fn os_type(os: &str) -> &'static str {
    if os.starts_with("Windows") { "Windows" } else { "Linux" }
}

/// Until when it is paid: by the hour, the end of the running hour.
fn expires(instance: &Instance, now: DateTime<Utc>) -> DateTime<Utc> {
    instance.expires.unwrap_or_else(|| instance.created + Duration::hours((now - instance.created).num_hours() + 1))
}

fn disks(world: &World, instance: &Instance) -> Vec<Value> {
    let disks = instance.disk_ids.iter().filter_map(|id| world.disks.get(id)).zip('a'..='z');
    disks
        .map(|(disk, letter)| {
            json!({
                "Type": if disk.system { "Boot" } else { "Data" },
                "DiskID": disk.id,
                "Name": disk.name,
                "Drive": format!("vd{letter}"),
                "Size": disk.size_gib,
                "IsElastic": if disk.system { "N" } else { "Y" },
                "StorageSetType": disk.disk_type,
            })
        })
        .collect()
}

fn addresses(world: &World, instance: &Instance) -> Vec<Value> {
    let group =
        |name: &str| instance.extra.get(name).and_then(Value::as_str).and_then(|id| world.security_groups.get(id));
    let record = |address: &str, id: &str, public: bool| {
        let group = group(if public { WAN_GROUP } else { LAN_GROUP });
        json!({
            "IP": address,
            "Type": if public { "Public" } else { "Private" },
            "IPVersion": if address.contains(':') { "IPv6" } else { "IPv4" },
            "SGName": group.map_or("", |group| group.name.as_str()),
            "SGID": group.map_or("", |group| group.id.as_str()),
            "InterfaceID": instance.interface_id,
            "IsElastic": "N",
            "IPID": id,
            // Whether it can be made the way out, not whether it is.
            "ISDefaultGW": u8::from(public),
            "NicType": if public { "WAN" } else { "LAN" },
        })
    };
    let elastic = |address: &str| world.elastic_ips.iter().find(|ip| ip.address == address);
    let private = instance.private_ips.iter().map(|address| record(address, &instance.interface_id, false));
    let public = instance
        .public_ips
        .iter()
        .map(|address| record(address, elastic(address).map_or("", |ip| ip.id.as_str()), true));
    private.chain(public).collect()
}
