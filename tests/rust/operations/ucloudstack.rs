//! UCloudStack: 13 operations of the document and 17 that fill their parameters or do what they leave out.

use serde_json::{Value, json};

use crate::Part;
use crate::step::{Step, balance, call, has_paid, refused, steps};

pub const SCRIPT: &[Part] = &[
    ("placement", placement),
    ("network", network),
    ("instance", instance),
    ("resize", resize),
    ("image", image),
    ("removal", removal),
];

fn order(changes: Value) -> Value {
    let mut order = json!({
        "Name": "web-09", "Password": "Ucloud.cn1", "ChargeType": "Month", "Quantity": 1, "VMType": "$instance_type",
        "ImageID": "$image_id", "CPU": 2, "Memory": 4096, "BootDiskSetType": "$storage_type", "BootDiskSpace": 40,
        "VPCID": "$vpc_id", "SubnetID": "$subnet_id", "WANSGID": "$security_group_id",
    });
    order.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    order
}

fn priced(cpus: u32, memory: u32) -> Value {
    json!({
        "VMType": "$instance_type", "ImageID": "$image_id", "CPU": cpus, "Memory": memory,
        "BootDiskSetType": "$storage_type", "BootDiskSpace": 40, "ChargeType": "Month", "Quantity": 1,
    })
}

fn placement() -> Vec<Step> {
    steps![
        call("DescribeRegion", json!({ "Limit": 20 })).is("/Infos/0/Region", "$region"),
        call("DescribeVMType", json!({})).holds("/Infos", "$instance_type"),
        call("DescribeStorageType", json!({})).holds("/Infos", "$storage_type"),
    ]
}

fn network() -> Vec<Step> {
    steps![
        call("DescribeVPC", json!({ "Limit": 20 })).holds("/Infos", "$vpc_id").is("/TotalCount", 2),
        call("DescribeSubnet", json!({ "VPCID": "$vpc_id" })).holds("/Infos", "$subnet_id").is("/TotalCount", 2),
        call("DescribeSecurityGroup", json!({ "Limit": 20 })).holds("/Infos", "$security_group_id"),
    ]
}

fn instance() -> Vec<Step> {
    let vm = || json!({ "VMID": "$vm" });
    let look = || call("DescribeVMInstance", json!({ "VMIDs": ["$vm"] }));
    steps![
        call("GetVMInstancePrice", priced(2, 4096)).keep("price", "/Infos/0/Price"),
        call("CreateVMInstance", order(json!({ "DataDiskSpace": 100, "OperatorName": "BGP", "Bandwidth": 5 })))
            .keep("vm", "/VMID")
            .keep("disk", "/DiskID")
            .keep("address", "/EIPID")
            .reach(&["$vm"]),
        look()
            .is("/Infos/0/State", "Running")
            .is("/Infos/0/CPU", 2)
            .is("/Infos/0/DiskInfos/1/DiskID", "$disk")
            .holds("/Infos/0/IPInfos", "$address")
            .keep("updated", "/Infos/0/UpdateTime"),
        Step::Look("the address is bound to the instance", |world, kept| {
            let address = world.elastic_ips.get(kept["address"].as_str().unwrap());
            address.unwrap().instance_id.as_deref() == kept["vm"].as_str()
        }),
        call("GetVMVNCInfo", vm()).is("/Info/VMID", "$vm").has("/Info/VNCPassword"),
        call("ResetVMInstancePassword", json!({ "VMID": "$vm", "Password": "Ucloud.cn2" })),
        look().more("/Infos/0/UpdateTime", "updated"),
        call("UpdateVMDefaultGW", json!({ "VMID": "$vm", "EIPID": "$address" })),
        call("DescribeEIP", json!({ "EIPIDs": ["$address"] })).is("/Infos/0/BindResourceID", "$vm"),
        refused("BindEIP", json!({ "ResourceType": "VM", "ResourceID": "$vm", "EIPID": "$address" }), "202", "bound"),
        call("UnBindEIP", json!({ "ResourceType": "VM", "ResourceID": "$vm", "EIPID": "$address" })),
        call("DescribeEIP", json!({ "EIPIDs": ["$address"] })).is("/Infos/0/BindResourceID", ""),
        call("BindEIP", json!({ "ResourceType": "VM", "ResourceID": "$vm", "EIPID": "$address" })),
        look().holds("/Infos/0/IPInfos", "$address"),
        call("UnBindSecurityGroup", json!({ "ResourceID": "$vm", "NICType": "WAN" })),
        call("BindSecurityGroup", json!({ "ResourceID": "$vm", "SGID": "$security_group_id", "NICType": "WAN" })),
        look().holds("/Infos/0/IPInfos", "$security_group_id"),
        call("ModifyNameAndRemark", json!({ "ResourceID": "$vm", "Name": "web-10", "Remark": "nginx" })),
        look().is("/Infos/0/Name", "web-10").is("/Infos/0/Remark", "nginx").keep("expires", "/Infos/0/ExpireTime"),
        Step::Keep("balance", balance),
        call("RenewResource", json!({ "ResourceID": "$vm", "Quantity": 1 })).has("/TransactonNo"),
        Step::Look("another month was paid", has_paid),
        look().more("/Infos/0/ExpireTime", "expires"),
        call("UpdateVMDefaultGW", json!({ "VMID": "$vm", "EIPID": "$address" })),
        refused("UpdateVMDefaultGW", json!({ "VMID": "$vm", "EIPID": "eip-nobody" }), "200", "eip-nobody"),
        Step::Look("the way out is the new address", |world, kept| {
            let instance = world.instances.get(kept["vm"].as_str().unwrap()).unwrap();
            instance.extra.values().any(|noted| *noted == kept["address"])
        }),
        call("RestartVMInstance", vm()).reach(&["$vm"]),
        look().is("/Infos/0/State", "Running"),
        refused("StartVMInstance", vm(), "202", "[Running]"),
        call("StopVMInstance", vm()).reach(&["$vm"]),
        refused("StopVMInstance", vm(), "202", "[Stopped]"),
        refused("GetVMVNCInfo", vm(), "202", "[Stopped]"),
        call("StartVMInstance", vm()).reach(&["$vm"]),
        look().is("/Infos/0/State", "Running"),
    ]
}

fn resize() -> Vec<Step> {
    let size = || json!({ "VMID": "$vm", "CPU": 4, "Memory": 8192 });
    steps![
        refused("ResizeVMConfig", size(), "202", "[Running]"),
        call("GetPaymentOfPremium", size()).is("/OrderType", "3").has("/Price"),
        call("PoweroffVMInstance", json!({ "VMID": "$vm" })).reach(&["$vm"]),
        Step::Keep("balance", balance),
        call("ResizeVMConfig", size()).reach(&["$vm"]),
        call("DescribeVMInstance", json!({ "VMIDs": ["$vm"] }))
            .is("/Infos/0/State", "Stopped")
            .is("/Infos/0/CPU", 4)
            .is("/Infos/0/Memory", 8192),
        Step::Look("growing was paid for the rest of the month", has_paid),
        call("GetVMInstancePrice", priced(4, 8192)).more("/Infos/0/Price", "price"),
    ]
}

fn image() -> Vec<Step> {
    let make = || json!({ "VMID": "$vm", "ImageName": "golden-9", "ImageDescription": "nginx 1.28" });
    let reinstall = || json!({ "VMID": "$vm", "ImageID": "$image", "Password": "Ucloud.cn3" });
    steps![
        call("DescribeImage", json!({ "ImageType": "Base", "Limit": 20 })).holds("/Infos", "$image_id"),
        call("CreateCustomImage", make()).keep("image", "/ImageID").reach(&["$image"]),
        refused("CreateCustomImage", make(), "202", "golden-9"),
        call("DescribeImage", json!({ "ImageIDs": ["$image"] }))
            .is("/Infos/0/Name", "golden-9")
            .is("/Infos/0/ImageType", "Custom"),
        call("ReinstallVMInstance", reinstall()).reach(&["$vm"]),
        call("DescribeVMInstance", json!({ "VMIDs": ["$vm"] })).is("/Infos/0/ImageID", "$image"),
        call("CreateVMInstance", order(json!({ "Name": "of-image", "ImageID": "$image" })))
            .keep("other", "/VMID")
            .reach(&["$other"]),
        refused("ReinstallVMInstance", json!({ "VMID": "$other", "ImageID": "$image" }), "202", "[Running]"),
        call("DeleteCustomImage", json!({ "ImageID": "$image" })).reach(&["$image"]),
        refused("DeleteCustomImage", json!({ "ImageID": "$image" }), "200", ""),
    ]
}

fn removal() -> Vec<Step> {
    steps![
        call("DeleteVMInstance", json!({ "VMID": "$vm", "DelBindResource": 0 })).reach(&["$vm"]),
        call("DescribeVMInstance", json!({ "VMIDs": ["$vm"] })).is("/TotalCount", 0),
        Step::Look("what was bound to it is left", |world, kept| {
            let (disk, address) = (kept["disk"].as_str().unwrap(), kept["address"].as_str().unwrap());
            world.disks.contains(disk)
                && world.elastic_ips.get(address).is_some_and(|address| address.instance_id.is_none())
        }),
        refused("StartVMInstance", json!({ "VMID": "$vm" }), "200", ""),
        call("DeleteVMInstance", json!({ "VMID": "$other", "DelBindResource": 1 })).reach(&["$other"]),
    ]
}
