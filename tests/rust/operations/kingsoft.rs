//! Kingsoft Cloud: 54 operations of the document, 6 that fill their parameters, and those that are newer.

use chrono::Duration;
use serde_json::{Value, json};

use crate::Part;
use crate::step::{Call, Step, balance, call, has_paid, refused, steps, undone};

pub const SCRIPT: &[Part] = &[
    ("offer", offer),
    ("instance", instance),
    ("key pair", key_pair),
    ("network interface", network_interface),
    ("resize", resize),
    ("template", template),
    ("snapshot", snapshot),
    ("placement", placement),
    ("image", image),
    ("newer", newer),
    ("snapshot policy", snapshot_policy),
    ("removal", removal),
];

/// The document has this one code for whatever does not fit; the message names the parameter.
const BAD: &str = "InvalidParameterValue";

fn filter(name: &str, value: &str) -> Value {
    json!({ "Filter": [{ "Name": name, "Value": [value] }] })
}

fn order(changes: Value) -> Value {
    let mut order = json!({
        "ImageId": "$image_id", "InstanceType": "$instance_type", "SubnetId": "$subnet_id",
        "SecurityGroupId": "$security_group_id", "ChargeType": "Daily", "MaxCount": 1, "MinCount": 1,
        "InstanceName": "web-09", "InstancePassword": "1qaz2wsx!Q",
    });
    order.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    order
}

fn one() -> Value {
    json!({ "InstanceId": "$instance" })
}

fn all() -> Value {
    json!({ "InstanceId": ["$instance"] })
}

fn look() -> Call {
    call("DescribeInstances", all())
}

fn priced(kind: &str) -> Value {
    json!({ "InstanceType": kind, "ImageId": "$image_id", "ChargeType": "Monthly", "PurchaseTime": 1 })
}

fn offer() -> Vec<Step> {
    steps![
        call("DescribeRegions", json!({})).holds("/RegionSet", "$region").count("/RegionSet", 6),
        call("GetAccountAllProjectList", json!({})).count("/ListProjectResult/ProjectList", 2),
        call("DescribeAvailabilityZones", json!({})).holds("/AvailabilityZoneSet", "$zone"),
        call("DescribeInstanceFamilies", json!({})).holds("/InstanceFamilySet", "N3"),
        call("DescribeInstanceTypeConfigs", filter("instance-family", "N3"))
            .holds("/InstanceTypeConfigSet", "$instance_type")
            .omits("/InstanceTypeConfigSet", "I2.2B"),
        call("DescribeVpcs", json!({})).holds("/VpcSet", "$vpc_id"),
        call("DescribeSubnets", filter("vpc-id", "$vpc_id")).holds("/SubnetSet", "$subnet_id"),
        call("DescribeSecurityGroups", filter("vpc-id", "$vpc_id")).holds("/SecurityGroupSet", "$security_group_id"),
        call("GetLines", json!({})).holds("/LineSet", "$line_id"),
        call("DescribePrice", priced("N3.2B")).keep("price", "/PriceInfo/InstancePrice/TradePrice"),
        call("DescribeSpotPriceHistory", json!({ "InstanceType": "N3.2B", "AvailabilityZone": "$zone" }))
            .is("/Currency", "CNY")
            .has("/SpotPrices/0/SpotPrice"),
    ]
}

fn instance() -> Vec<Step> {
    steps![
        call("RunInstances", order(json!({}))).keep("instance", "/InstancesSet/0/InstanceId").reach(&["$instance"]),
        look().is("/InstancesSet/0/InstanceState/Name", "active").is("/InstancesSet/0/InstanceName", "web-09"),
        call("DescribeInstanceVnc", one()).has("/vncUrl"),
        call("UnmonitorInstances", all()).is("/InstancesSet/0/Monitoring/State", "disabled"),
        look().is("/InstancesSet/0/Monitoring/State", "disabled"),
        call("MonitorInstances", all()).is("/InstancesSet/0/Monitoring/State", "enabled"),
        look().is("/InstancesSet/0/Monitoring/State", "enabled"),
        call("ModifyInstanceAttribute", json!({ "InstanceId": "$instance", "InstanceName": "web-10" })),
        look().is("/InstancesSet/0/InstanceName", "web-10"),
        undone("StartInstances", all()),
        call("RebootInstances", all()).reach(&["$instance"]),
        refused(
            "ModifyInstanceAttribute",
            json!({ "InstanceId": "$instance", "InstancePassword": "2qaz2wsx!Q" }),
            BAD,
            "must be stopped",
        ),
        // With a way of restarting it is taken, and several attributes at once.
        call(
            "ModifyInstanceAttribute",
            json!({ "InstanceId": "$instance", "InstancePassword": "2qaz2wsx!Q", "RestartMode": "Restart", "HostName": "web-11" }),
        ),
        look().is("/InstancesSet/0/InstanceState/Name", "updating_password").is("/InstancesSet/0/HostName", "web-11"),
        Step::Wait(10),
        look().is("/InstancesSet/0/InstanceState/Name", "active"),
        call("StopInstances", json!({ "InstanceId": ["$instance"], "StoppedMode": "StopCharging" }))
            .reach(&["$instance"]),
        look().is("/InstancesSet/0/StoppedMode", "StopCharging"),
        refused("DescribeInstanceVnc", one(), BAD, "parameter InstanceId"),
        call("ModifyInstanceAttribute", json!({ "InstanceId": "$instance", "InstancePassword": "2qaz2wsx!Q" })),
        look().is("/InstancesSet/0/InstanceState/Name", "updating_password"),
        Step::Wait(10),
        call("StartInstances", all()).reach(&["$instance"]),
        look().is("/InstancesSet/0/InstanceState/Name", "active"),
    ]
}

fn key_pair() -> Vec<Step> {
    let pair = || json!({ "InstanceId": ["$instance"], "KeyId": ["$key"] });
    steps![
        call("CreateKey", json!({ "KeyName": "ops-9" })).has("/PrivateKey").keep("key", "/Key/KeyId"),
        call(
            "ImportKey",
            json!({ "KeyName": "laptop-9", "PublicKey": "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCTfdQIoo9F root" })
        )
        .keep("imported", "/Key/KeyId"),
        refused("ImportKey", json!({ "KeyName": "bad", "PublicKey": "nonsense" }), BAD, "parameter PublicKey"),
        call("DescribeKeys", filter("key-name", "ops-9")).is("/KeySet/0/KeyId", "$key").lacks("/KeySet/0/PrivateKey"),
        call("ModifyKey", json!({ "KeyId": "$key", "KeyName": "ops-10" })),
        call("DescribeKeys", filter("key-name", "ops-10")).is("/KeySet/0/KeyId", "$key"),
        call("AttachKey", pair()),
        look().is("/InstancesSet/0/KeySet", json!(["$key"])),
        call("DetachKey", pair()),
        look().lacks("/InstancesSet/0/KeySet"),
        call("DeleteKey", json!({ "KeyId": "$key" })),
        call("DescribeKeys", json!({})).omits("/KeySet", "$key").holds("/KeySet", "$imported"),
        refused("AttachKey", pair(), BAD, "parameter KeyId.1"),
        refused("DeleteKey", json!({ "KeyId": "$key" }), BAD, "parameter KeyId"),
    ]
}

fn network_interface() -> Vec<Step> {
    let place = || json!({ "SubnetId": "$subnet_id", "SecurityGroupId": ["$security_group_id"] });
    let both = |interface: &str| json!({ "InstanceId": "$instance", "NetworkInterfaceId": interface });
    let by_id = || json!({ "NetworkInterfaceId": ["$interface"] });
    let moved = json!({
        "InstanceId": "$instance", "NetworkInterfaceId": "$interface", "SubnetId": "$subnet_id",
        "SecurityGroupId": ["$security_group_id"], "PrivateIpAddress": "10.0.40.40",
    });
    steps![
        call("CreateNetworkInterface", place()).keep("interface", "/NetworkInterfaceId"),
        call("CreateNetworkInterface", place()).keep("spare", "/NetworkInterfaceId"),
        call("DescribeNetworkInterfaces", by_id()).is("/NetworkInterfaceSet/0/Status", "Available"),
        call("AttachNetworkInterface", both("$interface")),
        look().count("/InstancesSet/0/NetworkInterfaceSet", 2),
        call("DescribeNetworkInterfaces", by_id()).is("/NetworkInterfaceSet/0/InstanceId", "$instance"),
        refused("AttachNetworkInterface", both("$spare"), BAD, "2 interfaces at most"),
        call("ModifyNetworkInterfaceAttribute", moved),
        look().is("/InstancesSet/0/NetworkInterfaceSet/1/PrivateIpAddress", "10.0.40.40"),
        refused("DeleteNetworkInterface", json!({ "NetworkInterfaceId": "$interface" }), BAD, "detach it first"),
        call("DetachNetworkInterface", both("$interface")),
        look().count("/InstancesSet/0/NetworkInterfaceSet", 1),
        call("DeleteNetworkInterface", json!({ "NetworkInterfaceId": "$interface" })),
        call("DeleteNetworkInterface", json!({ "NetworkInterfaceId": "$spare" })),
        call("DescribeNetworkInterfaces", by_id()).lacks("/NetworkInterfaceSet"),
    ]
}

fn resize() -> Vec<Step> {
    let larger = || json!({ "InstanceId": "$monthly", "InstanceType": "N3.4B" });
    steps![
        call("RunInstances", order(json!({ "InstanceName": "monthly", "ChargeType": "Monthly", "PurchaseTime": 1 })))
            .keep("monthly", "/InstancesSet/0/InstanceId")
            .reach(&["$monthly"]),
        refused("ModifyInstanceType", larger(), BAD, "must be stopped"),
        call("StopInstances", json!({ "InstanceId": ["$monthly"] })).reach(&["$monthly"]),
        Step::Keep("balance", balance),
        call("ModifyInstanceType", larger()),
        Step::Wait(10),
        call("DescribeInstances", json!({ "InstanceId": ["$monthly"] }))
            .is("/InstancesSet/0/InstanceType", "N3.4B")
            .is("/InstancesSet/0/InstanceConfigure/VCPU", 4)
            .is("/InstancesSet/0/InstanceState/Name", "resize_success_local"),
        call("StartInstances", json!({ "InstanceId": ["$monthly"] })).reach(&["$monthly"]),
        Step::Look("the difference was paid", has_paid),
        call("DescribePrice", priced("N3.4B")).more("/PriceInfo/InstancePrice/TradePrice", "price"),
        call("TerminateInstances", json!({ "InstanceId": ["$monthly"], "ForceDelete": true })).reach(&["$monthly"]),
    ]
}

fn template() -> Vec<Step> {
    let mut model = order(
        json!({ "ModelName": "model-9", "InstanceName": "of-model", "InstanceType": "N3.4B", "PurchaseTime": 0 }),
    );
    for name in ["MaxCount", "MinCount"] {
        model.as_object_mut().unwrap().remove(name);
    }
    steps![
        call("CreateModel", model.clone()).keep("model", "/ModelId"),
        refused("CreateModel", model, BAD, "parameter ModelName"),
        call("DescribeModels", json!({ "ModelId": ["$model"] }))
            .is("/ModelSet/0/ModelName", "model-9")
            .lacks("/ModelSet/0/InstancePassword"),
        call("RunInstances", order(json!({ "ModelId": "$model" })))
            .keep("of_model", "/InstancesSet/0/InstanceId")
            .reach(&["$of_model"]),
        call("DescribeInstances", json!({ "InstanceId": ["$of_model"] }))
            .is("/InstancesSet/0/InstanceName", "of-model")
            .is("/InstancesSet/0/InstanceType", "N3.4B"),
        // A template alone is an order, too.
        call("RunInstances", json!({ "ModelId": "$model", "MaxCount": 1, "MinCount": 1 }))
            .keep("of_model_alone", "/InstancesSet/0/InstanceId")
            .reach(&["$of_model_alone"]),
        call("TerminateInstances", json!({ "InstanceId": ["$of_model_alone"], "ForceDelete": true }))
            .reach(&["$of_model_alone"]),
        call("TerminateModels", json!({ "ModelId": ["$model"] })),
        call("DescribeModels", json!({})).omits("/ModelSet", "$model"),
        refused("RunInstances", order(json!({ "ModelId": "$model" })), BAD, "parameter ModelId"),
        call("TerminateInstances", json!({ "InstanceId": ["$of_model"], "ForceDelete": true })).reach(&["$of_model"]),
    ]
}

fn snapshot() -> Vec<Step> {
    let back = |disk: &str| json!({ "LocalVolumeId": disk, "LocalVolumeSnapshotId": "$snapshot" });
    let named = json!({ "InstanceName": "local-9" });
    steps![
        call("RunInstances", order(json!({ "InstanceName": "local-9", "InstanceType": "I2.2B", "DataDiskGb": 40 })))
            .keep("local", "/InstancesSet/0/InstanceId")
            .reach(&["$local"]),
        call("DescribeLocalVolumes", named.clone()).count("/LocalVolumeSet", 2).holds("/LocalVolumeSet", "{local}-c"),
        call(
            "CreateLocalVolumeSnapshot",
            json!({ "LocalVolumeId": "{local}-c", "LocalVolumeSnapshotName": "before" }),
        )
        .keep("snapshot", "/LocalVolumeSnapshotId"),
        refused("RollbackLocalVolume", back("{local}-c"), BAD, "not ready"),
        Step::Wait(10),
        call("DescribeLocalVolumeSnapshots", named)
            .is("/LocalVolumeSnapshotSet/0/LocalVolumeSnapshotId", "$snapshot")
            .is("/LocalVolumeSnapshotSet/0/State", "ACTIVE"),
        refused("RollbackLocalVolume", back("{local}-a"), BAD, "another disk"),
        call("RollbackLocalVolume", back("{local}-c")),
        Step::Look("the disk holds what the snapshot held", |world, kept| {
            let snapshot = kept["snapshot"].as_str().unwrap();
            let disk = world.disks.get(&world.snapshots.get(snapshot).unwrap().disk_id).unwrap();
            disk.extra.get("RolledBackTo").is_some_and(|id| *id == snapshot)
        }),
        call("DescribeLocalVolumeSnapshots", json!({ "LocalVolumeSnapshotId": "$snapshot", "MaxResults": 5, "Marker": 0 }))
            .count("/LocalVolumeSnapshotSet", 1),
        call("DescribeLocalVolumeSnapshots", json!({ "LocalVolumeSnapshotId": "$snapshot", "MaxResults": 5, "Marker": 1 }))
            .lacks("/LocalVolumeSnapshotSet/0")
            .is("/LocalVolumeSnapshotCount", 1),
        call("DeleteLocalVolumeSnapshot", json!({ "LocalVolumeSnapshotId": ["$snapshot"] })),
        call("DescribeLocalVolumeSnapshots", json!({})).omits("/LocalVolumeSnapshotSet", "$snapshot"),
        refused("RollbackLocalVolume", back("{local}-c"), BAD, "parameter LocalVolumeSnapshotId"),
    ]
}

/// As many as fit beside one more.
const NINE: [(&str, &str); 9] = [
    ("m1", "/InstancesSet/0/InstanceId"),
    ("m2", "/InstancesSet/1/InstanceId"),
    ("m3", "/InstancesSet/2/InstanceId"),
    ("m4", "/InstancesSet/3/InstanceId"),
    ("m5", "/InstancesSet/4/InstanceId"),
    ("m6", "/InstancesSet/5/InstanceId"),
    ("m7", "/InstancesSet/6/InstanceId"),
    ("m8", "/InstancesSet/7/InstanceId"),
    ("m9", "/InstancesSet/8/InstanceId"),
];

fn placement() -> Vec<Step> {
    let group = || json!({ "DataGuardId": "$group" });
    let with = |instance: &str| json!({ "DataGuardId": "$group", "InstanceId": [instance] });
    let nine = order(json!({ "InstanceName": "member", "MaxCount": 9, "MinCount": 9, "DataGuardId": "$group" }));
    let run = NINE.into_iter().fold(call("RunInstances", nine), |run, (name, pointer)| run.keep(name, pointer));
    let ids: Vec<String> = NINE.iter().map(|(name, _)| format!("${name}")).collect();
    steps![
        call("DescribeDataGuardCapacity", json!({})).is("/DataGuardCapacity/Capacity", 10),
        call("CreateDataGuardGroup", json!({ "DataGuardName": "group-9" })).keep("group", "/DataGuardId"),
        call("ModifyDataGuardGroups", json!({ "DataGuardId": "$group", "DataGuardName": "group-10" })),
        refused("AddVmIntoDataGuard", with("$local"), BAD, "nothing but cloud disks"),
        run,
        call("AddVmIntoDataGuard", with("$instance")),
        call("DescribeDataGuardGroup", group())
            .is("/DataGuardsSet/0/DataGuardName", "group-10")
            .is("/DataGuardsSet/0/DataGuardUsedSize", 10)
            .holds("/DataGuardsSet/0/DataGuardInstancesList", "$instance"),
        refused("RunInstances", order(json!({ "DataGuardId": "$group" })), BAD, "the group takes 10 instances"),
        refused("DeleteDataGuardGroups", json!({ "DataGuardId": ["$group"] }), BAD, "still has instances"),
        call("RemoveVmFromDataGuard", with("$instance")),
        call("DescribeDataGuardGroup", group()).is("/DataGuardsSet/0/DataGuardUsedSize", 9),
        undone("RemoveVmFromDataGuard", with("$instance")),
        Step::Wait(10),
        call("TerminateInstances", json!({ "InstanceId": ids, "ForceDelete": true })).reach(&["$m1", "$m9"]),
        call("DeleteDataGuardGroups", json!({ "DataGuardId": ["$group"] })),
        call("DescribeDataGuardGroup", group()).lacks("/DataGuardsSet"),
    ]
}

fn image() -> Vec<Step> {
    let id = || json!({ "ImageId": "$image" });
    let share = |permission: &str, account: &str| json!({ "ImageId": "$image", "AccountId": [account], "Permission": permission });
    let import = json!({
        "ImageName": "imported", "Architecture": "x86_64", "Platform": "centos-7",
        "ImageUrl": "http://b.ks3-cn-beijing.ksyun.com/i.raw", "ImageFormat": "raw",
    });
    steps![
        call("CreateImage", json!({ "InstanceId": "$instance", "Name": "golden-9" }))
            .keep("image", "/ImageId")
            .reach(&["$image"]),
        refused("CreateImage", json!({ "InstanceId": "$instance", "Name": "golden-9" }), BAD, "parameter Name"),
        call("EnableImageCaching", json!({ "ImageId": ["$image"] })),
        call("DisableImageCaching", json!({ "ImageId": ["$image"] })),
        refused("EnableImageCaching", json!({ "ImageId": ["$image_id"] }), BAD, "parameter ImageId.1"),
        call("ModifyImageAttribute", json!({ "ImageId": "$image", "Name": "golden_10" })),
        call("DescribeImages", id()).is("/ImagesSet/0/Name", "golden_10").is("/ImagesSet/0/ImageState", "active"),
        refused(
            "ModifyImageAttribute",
            json!({ "ImageId": "$image_id", "Name": "mine_now" }),
            BAD,
            "parameter ImageId"
        ),
        call("ModifyImageSharePermission", share("share", "73403251")),
        call("DescribeImageSharePermission", id()).is("/SharePermissionSet/0/AccountId", "73403251"),
        refused("ModifyImageSharePermission", share("share", "$account_id"), BAD, "parameter AccountId.1"),
        refused("RemoveImages", id(), BAD, "parameter ImageId"),
        call("ModifyImageSharePermission", share("cancel", "73403251")),
        call("DescribeImageSharePermission", id()).lacks("/SharePermissionSet"),
        call(
            "CopyImage",
            json!({ "ImageId": ["$image"], "DestinationRegion": ["cn-shanghai-2"], "DestinationImageName": "copied" }),
        ),
        call("DescribeImages", json!({})).in_region("cn-shanghai-2").holds("/ImagesSet", "copied"),
        call("DescribeImages", json!({})).omits("/ImagesSet", "copied"),
        call("ImportImage", import).keep("imported_image", "/ImageId").reach(&["$imported_image"]),
        call("QueryImageList", json!({ "Region": "$region" })).keep("sold", "/Data/items/0/ImageId"),
        refused(
            "ModifyInstanceImage",
            json!({ "InstanceId": "$instance", "ImageId": "$image", "KeepImageLogin": true }),
            BAD,
            "must be stopped",
        ),
        call("StopInstances", all()).reach(&["$instance"]),
        call("ModifyInstanceImage", json!({ "InstanceId": "$instance", "ImageId": "$image", "KeepImageLogin": true })),
        Step::Wait(10),
        look().is("/InstancesSet/0/ImageId", "$image").is("/InstancesSet/0/InstanceState/Name", "stopped"),
        call("RemoveImages", id()).reach(&["$image"]),
        refused("RemoveImages", id(), BAD, "parameter ImageId"),
    ]
}

/// What present tools do that the document does not know.
fn newer() -> Vec<Step> {
    let id = || json!({ "InstanceId": ["$modern"] });
    let charge =
        |target: &str| json!({ "InstanceId": ["$modern"], "TargetChargeType": target, "IncludeDataDisks": true });
    let modern = order(json!({
        "InstanceName": "modern", "InstanceType": "X7.4B", "ProjectId": 1001, "UserData": "aGk=",
        "SystemDisk": { "DiskType": "ESSD_SYSTEM_PL1", "DiskSize": 60 },
        "DataDisk": [{ "Type": "ESSD_PL1", "Size": 40, "DeleteWithInstance": true }],
        "NetworkInterface": [{ "SubnetId": "$subnet_id", "SecurityGroupId": ["$security_group_id"] }],
        "LineId": "$line_id", "AddressBandWidth": 5, "AddressChargeType": "PostPaidByDay", "DistributeIpv6": true,
        "Tag": [{ "Key": "team", "Value": "web" }], "SyncTag": true, "IamRoleName": "reader", "IsProtect": true,
        "FailureAutoDelete": true,
    }));
    let in_project = || json!({ "InstanceId": ["$modern"], "Filter": [{ "Name": "project-id", "Value": ["1001"] }] });
    let tags = || json!({ "Filter": [{ "Name": "resource-id", "Value": ["$modern"] }] });
    steps![
        call("DescribeKecInventory", json!({ "InstanceType": "X7.4B", "AvailabilityZone": "$zone" }))
            .is("/InstanceCount", 100),
        call("DescribeKecInventory", json!({ "InstanceType": "P3.56C4", "AvailabilityZone": "cn-beijing-6a" }))
            .is("/InstanceCount", 0),
        refused(
            "RunInstances",
            order(json!({ "InstanceType": "X7.4B", "SystemDisk": { "DiskType": "SSD3.0" } })),
            BAD,
            "parameter SystemDisk.DiskType",
        ),
        refused(
            "RunInstances",
            order(json!({ "InstanceType": "X7.4B", "SystemDisk": { "DiskType": "ESSD_SYSTEM_PL2", "DiskSize": 100 } })),
            BAD,
            "at least 461 GB",
        ),
        call("RunInstances", modern).keep("modern", "/InstancesSet/0/InstanceId"),
        Step::Wait(10),
        call("DescribeInstances", in_project())
            .is("/InstancesSet/0/InstanceState/Name", "active")
            .is("/InstancesSet/0/SystemDisk/DiskType", "ESSD_SYSTEM_PL1")
            .is("/InstancesSet/0/DataDisks/0/DiskType", "ESSD_PL1")
            .count("/InstancesSet/0/NetworkInterfaceSet", 2)
            .is("/InstancesSet/0/IsDistributeIpv6", true)
            .is("/InstancesSet/0/IamRoleName", "reader")
            .keep("data", "/InstancesSet/0/DataDisks/0/DiskId"),
        call("DescribeTags", tags()).is("/TagSet/0/Value", "web").is("/TagSet/0/ResourceType", "kec-instance"),
        call("DescribeVolumes", json!({ "VolumeId": ["$data"], "Tag": [{ "Key": "team" }] }))
            .is("/Volumes/0/VolumeStatus", "in-use")
            .is("/Volumes/0/Attachment/0/InstanceId", "$modern")
            .is("/TotalCount", 1),
        call("DescribeVolumes", json!({ "VolumeId": ["$data"], "Tag": [{ "Key": "owner" }] })).is("/TotalCount", 0),
        call("DescribeInstanceVolumes", json!({ "InstanceId": "$modern" }))
            .count("/Attachments", 2)
            .holds("/Attachments", "$data"),
        call("DescribeAddresses", filter("instance-id", "$modern"))
            .is("/AddressesSet/0/BandWidth", 5)
            .is("/AddressesSet/0/ProjectId", "1001"),
        call("ModifyInstanceChargeType", charge("HourlyInstantSettlement")),
        call("DescribeVolumes", json!({ "VolumeId": ["$data"] }))
            .is("/Volumes/0/ChargeType", "HourlyInstantSettlement"),
        refused("ModifyInstanceChargeType", charge("HourlyInstantSettlement"), BAD, "parameter InstanceId.1"),
        call("DetachInstancesIamRole", id()).is("/FailCount", 0),
        call("DescribeInstances", in_project()).lacks("/InstancesSet/0/IamRoleName"),
        call("AttachInstancesIamRole", json!({ "InstanceId": ["$modern"], "IamRoleName": "writer" }))
            .is("/Results/0/Result", true),
        call("DescribeInstances", in_project()).is("/InstancesSet/0/IamRoleName", "writer"),
        // A running instance is stopped for the change and started again.
        refused(
            "ModifyInstanceType",
            json!({ "InstanceId": "$modern", "InstanceType": "X7.8B" }),
            BAD,
            "must be stopped"
        ),
        call(
            "ModifyInstanceType",
            json!({
                "InstanceId": "$modern", "InstanceType": "X7.8B", "StopInstance": true, "AutoRestart": true,
                "SystemDisk": { "DiskSize": 80, "ResizeType": "offline" },
            }),
        ),
        Step::Wait(10),
        call("DescribeInstances", in_project())
            .is("/InstancesSet/0/InstanceState/Name", "active")
            .is("/InstancesSet/0/InstanceConfigure/VCPU", 8)
            .is("/InstancesSet/0/SystemDisk/DiskSize", 80),
        refused("TerminateInstances", json!({ "InstanceId": ["$modern"], "ForceDelete": true }), BAD, "is protected"),
        call("SetInstanceResourceProtect", json!({ "InstanceId": ["$modern"], "IsProtection": false })),
        call("TerminateInstances", json!({ "InstanceId": ["$modern"], "ForceDelete": true })),
        Step::Wait(10),
        call("DescribeInstances", in_project()).lacks("/InstancesSet"),
        call("DescribeTags", tags()).lacks("/TagSet"),
    ]
}

fn snapshot_policy() -> Vec<Step> {
    let disks = || json!({ "AutoSnapshotPolicyId": "$policy", "AttachVolumeId": ["{local}-c"] });
    let one = || json!({ "AutoSnapshotPolicyId": ["$policy"] });
    steps![
        call(
            "CreateAutoSnapshotPolicy",
            json!({ "AutoSnapshotPolicyName": "nightly", "AutoSnapshotTime": [1, 13], "AutoSnapshotDate": [1, 7] }),
        )
        .keep("policy", "/AutoSnapshotPolicyId"),
        call("ModifyAutoSnapshotPolicy", json!({ "AutoSnapshotPolicyId": "$policy", "RetentionTime": 14 })),
        call("ApplyAutoSnapshotPolicy", disks()).is("/ReturnSet/AttachVolumeIdSuccess/0", "{local}-c"),
        call("DescribeAutoSnapshotPolicy", one())
            .is("/AutoSnapshotPolicySet/0/RetentionTime", 14)
            .is("/AutoSnapshotPolicySet/0/AutoSnapshotTime", json!(["1", "13"]))
            .is("/AutoSnapshotPolicySet/0/AttachLocalVolumeNum", 1),
        call("DescribeLocalVolumes", json!({ "AutoSnapshotPolicyId": "$policy" }))
            .count("/LocalVolumeSet", 1)
            .is("/LocalVolumeSet/0/LocalVolumeId", "{local}-c"),
        call("CancelAutoSnapshotPolicy", disks()),
        call("DescribeAutoSnapshotPolicy", one()).is("/AutoSnapshotPolicySet/0/AttachLocalVolumeNum", 0),
        call("DeleteAutoSnapshotPolicy", one()),
        call("DescribeAutoSnapshotPolicy", one()).lacks("/AutoSnapshotPolicySet/0"),
        refused("ApplyAutoSnapshotPolicy", disks(), BAD, "parameter AutoSnapshotPolicyId"),
    ]
}

fn removal() -> Vec<Step> {
    let recycled = || json!({ "InstanceId": ["$instance"], "Filter": [{ "Name": "instance-state.name", "Value": ["recycling"] }] });
    steps![
        // The cloud's clock shows the time of Beijing.
        Step::Keep("soon", |world| {
            (world.now() + Duration::hours(8 + 1)).format("%Y-%m-%d %H:%M").to_string().into()
        }),
        Step::Keep("too_soon", |world| {
            (world.now() + Duration::hours(8) + Duration::minutes(5)).format("%Y-%m-%d %H:%M").to_string().into()
        }),
        refused(
            "ModifyInstanceAutoDeleteTime",
            json!({ "InstanceId": ["$local"], "AutoDeleteTime": "$too_soon" }),
            BAD,
            "parameter AutoDeleteTime",
        ),
        call("ModifyInstanceAutoDeleteTime", json!({ "InstanceId": ["$local"], "AutoDeleteTime": "$soon" })),
        Step::Wait(2 * 3600),
        call("DescribeInstances", json!({ "InstanceId": ["$local"] }))
            .is("/InstancesSet/0/InstanceState/Name", "deleting"),
        Step::Wait(10),
        call("DescribeInstances", json!({ "InstanceId": ["$local"] })).lacks("/InstancesSet"),
        call("TerminateInstances", all()).reach(&["$instance"]),
        call("DescribeInstances", recycled()).is("/InstancesSet/0/InstanceState/Name", "recycling"),
        Step::Wait(8 * 24 * 3600),
        call("DescribeInstances", recycled()).lacks("/InstancesSet"),
        refused("StartInstances", all(), BAD, "parameter InstanceId.1"),
    ]
}
