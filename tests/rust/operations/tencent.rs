//! Tencent Cloud: 59 operations of the document, 3 that fill their parameters, and 27 that its SDK has besides.

#[path = "tencent_newer.rs"]
mod newer;

use serde_json::{Value, json};

use crate::Part;
use crate::step::{Call, Step, balance, call, has_paid, refused, steps};

pub const SCRIPT: &[Part] = &[
    ("offer", offer),
    ("instance", instance),
    ("newer of instances", newer::instance),
    ("launch template", newer::template),
    ("cluster", newer::cluster),
    ("newer of placement", newer::placement),
    ("key pair", key_pair),
    ("network", network),
    ("type and disks", size),
    ("renewal", renewal),
    ("bandwidth", bandwidth),
    ("image", image),
    ("newer of images", newer::image),
    ("reinstallation", reinstallation),
    ("placement", placement),
    ("host", host),
    ("removal", removal),
];

fn filter(name: &str, value: &str) -> Value {
    json!({ "Filters": [{ "Name": name, "Values": [value] }] })
}

fn order(changes: Value) -> Value {
    let mut order = json!({
        "Placement": { "Zone": "$zone" }, "ImageId": "$image_id", "InstanceType": "$instance_type",
        "InstanceChargeType": "POSTPAID_BY_HOUR", "SystemDisk": { "DiskType": "CLOUD_PREMIUM", "DiskSize": 50 },
        "VirtualPrivateCloud": { "VpcId": "$vpc_id", "SubnetId": "$subnet_id" },
        "SecurityGroupIds": ["$security_group_id"], "LoginSettings": { "Password": "Example@Test12" }, "InstanceName": "web-09",
    });
    order.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    order
}

/// The instance of the script, and more parameters.
fn with(changes: Value) -> Value {
    let mut params = json!({ "InstanceIds": ["$instance"] });
    params.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    params
}

fn all() -> Value {
    with(json!({}))
}

fn one() -> Value {
    json!({ "InstanceId": "$instance" })
}

fn look() -> Call {
    call("DescribeInstances", all())
}

fn offer() -> Vec<Step> {
    let priced = json!({ "Placement": { "Zone": "$zone" }, "ImageId": "$image_id", "InstanceType": "$instance_type" });
    steps![
        call("DescribeRegions", json!({})).holds("/RegionSet", "$region"),
        call("DescribeZones", json!({})).holds("/ZoneSet", "$zone"),
        call("DescribeInstanceFamilyConfigs", json!({})).holds("/InstanceFamilyConfigSet", "S2"),
        call("DescribeInstanceTypeConfigs", filter("zone", "$zone")).holds("/InstanceTypeConfigSet", "$instance_type"),
        call("DescribeZoneInstanceConfigInfos", filter("zone", "$zone"))
            .holds("/InstanceTypeQuotaSet", "$instance_type"),
        call("DescribeVpcs", json!({ "Offset": "0", "Limit": "20" })).holds("/VpcSet", "$vpc_id"),
        call("DescribeSubnets", filter("vpc-id", "$vpc_id")).holds("/SubnetSet", "$subnet_id"),
        call("DescribeSecurityGroups", json!({ "Offset": "0", "Limit": "20" }))
            .holds("/SecurityGroupSet", "$security_group_id"),
        call("DescribeInternetChargeTypeConfigs", json!({}))
            .holds("/InternetChargeTypeConfigSet", "TRAFFIC_POSTPAID_BY_HOUR"),
        call("InquiryPriceRunInstances", priced.clone()).keep("unit_price", "/Price/InstancePrice/UnitPrice"),
    ]
}

fn instance() -> Vec<Step> {
    steps![
        call("RunInstances", order(json!({}))).keep("instance", "/InstanceIdSet/0").reach(&["$instance"]),
        look().is("/InstanceSet/0/InstanceState", "RUNNING").is("/InstanceSet/0/InstanceName", "web-09"),
        call("DescribeInstancesStatus", all()).is("/InstanceStatusSet/0/InstanceState", "RUNNING"),
        call("DescribeInstanceVncUrl", one()).has("/InstanceVncUrl"),
        call("ModifyInstancesAttribute", with(json!({ "InstanceName": "web-10" }))),
        look().is("/InstanceSet/0/InstanceName", "web-10"),
        call("ModifyInstancesProject", with(json!({ "ProjectId": 1045 }))),
        call("DescribeInstances", filter("project-id", "1045")).is("/InstanceSet/0/InstanceId", "$instance"),
        refused("StartInstances", all(), "UnsupportedOperation.InstanceStateRunning", ""),
        refused(
            "ResetInstancesPassword",
            with(json!({ "Password": "abc123ABC!@#" })),
            "UnsupportedOperation.InstanceStateRunning",
            "",
        ),
        call("ResetInstancesPassword", with(json!({ "Password": "abc123ABC!@#", "ForceStop": true }))),
        call("DescribeInstancesStatus", all()).is("/InstanceStatusSet/0/InstanceState", "REBOOTING"),
        Step::Wait(10),
        call("RebootInstances", all()).reach(&["$instance"]),
        call("StopInstances", with(json!({ "StopType": "SOFT" }))).reach(&["$instance"]),
        refused("RebootInstances", all(), "UnsupportedOperation.InstanceStateStopped", ""),
        refused("DescribeInstanceVncUrl", one(), "InvalidInstanceState", ""),
        call("StartInstances", all()).reach(&["$instance"]),
        look().is("/InstanceSet/0/InstanceState", "RUNNING"),
    ]
}

fn key_pair() -> Vec<Step> {
    let bind = || with(json!({ "KeyIds": ["$key"] }));
    let ids = || json!({ "KeyIds": ["$key"] });
    let import = json!({
        "KeyName": "laptop_9", "ProjectId": 0, "PublicKey": "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDP example",
    });
    steps![
        call("CreateKeyPair", json!({ "KeyName": "ops_9", "ProjectId": 0 }))
            .has("/KeyPair/PrivateKey")
            .keep("key", "/KeyPair/KeyId"),
        refused("CreateKeyPair", json!({ "KeyName": "ops_9", "ProjectId": 0 }), "InvalidKeyPairName.Duplicate", ""),
        call("ImportKeyPair", import).keep("imported", "/KeyId"),
        call("ModifyKeyPairAttribute", json!({ "KeyId": "$key", "KeyName": "ops_10", "Description": "on call" })),
        call("DescribeKeyPairs", filter("key-name", "ops_10"))
            .is("/KeyPairSet/0/KeyId", "$key")
            .is("/KeyPairSet/0/Description", "on call")
            .lacks("/KeyPairSet/0/PrivateKey"),
        refused("AssociateInstancesKeyPairs", bind(), "InvalidInstance.NotSupported", ""),
        call("StopInstances", all()).reach(&["$instance"]),
        call("AssociateInstancesKeyPairs", bind()),
        call("DescribeKeyPairs", ids()).is("/KeyPairSet/0/AssociatedInstanceIds", json!(["$instance"])),
        look().is("/InstanceSet/0/LoginSettings/KeyIds", json!(["$key"])),
        refused("DeleteKeyPairs", ids(), "InvalidParameterValue", ""),
        call("DisassociateInstancesKeyPairs", bind()),
        look().lacks("/InstanceSet/0/LoginSettings/KeyIds"),
        call("DeleteKeyPairs", json!({ "KeyIds": ["$key", "$imported"] })),
        call("DescribeKeyPairs", json!({})).omits("/KeyPairSet", "$key").omits("/KeyPairSet", "$imported"),
        refused("DeleteKeyPairs", ids(), "InvalidKeyPairId.NotFound", ""),
    ]
}

fn network() -> Vec<Step> {
    let to = |address: &str| {
        with(
            json!({ "VirtualPrivateCloud": { "VpcId": "$vpc_id", "SubnetId": "$subnet_id", "PrivateIpAddresses": [address] } }),
        )
    };
    steps![
        Step::Keep("free", |world| {
            let subnet = world.subnets.iter().find(|subnet| subnet.zone == "ap-guangzhou-3").unwrap();
            format!("{}77", subnet.cidr.split('/').next().unwrap().trim_end_matches('0')).into()
        }),
        call("ModifyInstancesVpcAttribute", to("$free")),
        look().is("/InstanceSet/0/PrivateIpAddresses", json!(["$free"])),
        refused("ModifyInstancesVpcAttribute", to("172.16.0.9"), "VpcAddrNotInSubNet", ""),
        call("StartInstances", all()).reach(&["$instance"]),
        call(
            "ModifyInstancesVpcAttribute",
            with(json!({ "VirtualPrivateCloud": { "VpcId": "$vpc_id", "SubnetId": "$subnet_id" } }))
        )
        .reach(&["$instance"]),
        look().is("/InstanceSet/0/VirtualPrivateCloud/SubnetId", "$subnet_id"),
    ]
}

fn size() -> Vec<Step> {
    let other = || with(json!({ "InstanceType": "S2.LARGE8" }));
    let sized = |kind: &str| json!({ "Placement": { "Zone": "$zone" }, "ImageId": "$image_id", "InstanceType": kind });
    let grown = |gib: u32| json!({ "InstanceId": "$disks", "DataDisks": [{ "DiskSize": gib }] });
    let data = json!({ "InstanceName": "disks", "DataDisks": [{ "DiskType": "CLOUD_SSD", "DiskSize": 100 }] });
    let local = json!({
        "InstanceName": "local", "SystemDisk": { "DiskType": "LOCAL_BASIC", "DiskSize": 50 },
        "DataDisks": [{ "DiskType": "LOCAL_BASIC", "DiskSize": 100 }],
    });
    let turned = |disks: &[&str]| {
        let mut call = json!({ "InstanceId": "$local" });
        for disk in disks {
            call[disk] = match *disk {
                "SystemDisk" => json!({ "DiskType": "CLOUD_PREMIUM" }),
                _ => json!([{ "DiskType": "CLOUD_SSD" }]),
            };
        }
        call
    };
    steps![
        refused("ResetInstancesType", other(), "UnsupportedOperation.InstanceStateRunning", ""),
        call("InquiryPriceResetInstancesType", other()).keep("larger_price", "/Price/InstancePrice/UnitPrice"),
        call("ResetInstancesType", with(json!({ "InstanceType": "S2.LARGE8", "ForceStop": true })))
            .reach(&["$instance"]),
        look()
            .is("/InstanceSet/0/InstanceType", "S2.LARGE8")
            .is("/InstanceSet/0/CPU", 4)
            .is("/InstanceSet/0/Memory", 8),
        call("InquiryPriceRunInstances", sized("S2.LARGE8")).more("/Price/InstancePrice/UnitPrice", "unit_price"),
        call("RunInstances", order(data)).keep("disks", "/InstanceIdSet/0").reach(&["$disks"]),
        call("InquiryPriceResizeInstanceDisks", grown(200)).has("/Price/InstancePrice"),
        refused("ResizeInstanceDisks", grown(200), "UnsupportedOperation.InstanceStateRunning", ""),
        call("StopInstances", json!({ "InstanceIds": ["$disks"] })).reach(&["$disks"]),
        refused("ResizeInstanceDisks", grown(50), "InvalidParameterValue", "only grow"),
        call("ResizeInstanceDisks", grown(200)),
        call("DescribeInstances", json!({ "InstanceIds": ["$disks"] })).is("/InstanceSet/0/DataDisks/0/DiskSize", 200),
        call("RunInstances", order(local)).keep("local", "/InstanceIdSet/0").reach(&["$local"]),
        refused("ModifyInstanceDiskType", turned(&["DataDisks"]), "UnsupportedOperation.InstanceStateRunning", ""),
        call("StopInstances", json!({ "InstanceIds": ["$local"] })).reach(&["$local"]),
        refused("ModifyInstanceDiskType", turned(&["DataDisks"]), "InvalidParameterValue", "change together"),
        call("ModifyInstanceDiskType", turned(&["DataDisks", "SystemDisk"])),
        call("DescribeInstances", json!({ "InstanceIds": ["$local"] }))
            .is("/InstanceSet/0/SystemDisk/DiskType", "CLOUD_PREMIUM")
            .is("/InstanceSet/0/DataDisks/0/DiskType", "CLOUD_SSD"),
        refused("ModifyInstanceDiskType", turned(&["DataDisks"]), "InvalidParameterValue", "no such local disk"),
    ]
}

fn renewal() -> Vec<Step> {
    let month = || with(json!({ "InstanceChargePrepaid": { "Period": 1 } }));
    let prepay = || with(json!({ "InstanceChargeType": "PREPAID", "InstanceChargePrepaid": { "Period": 1 } }));
    let flag = || with(json!({ "RenewFlag": "NOTIFY_AND_AUTO_RENEW" }));
    steps![
        refused("RenewInstances", month(), "UnsupportedOperation.InstanceChargeType", ""),
        refused("ModifyInstancesRenewFlag", flag(), "InvalidInstance.NotSupported", "not prepaid"),
        call("InquiryPriceModifyInstancesChargeType", prepay()).has("/Price/InstancePrice/DiscountPrice"),
        Step::Keep("balance", balance),
        call("ModifyInstancesChargeType", prepay()),
        Step::Look("the month was paid", has_paid),
        look().is("/InstanceSet/0/InstanceChargeType", "PREPAID").keep("expires", "/InstanceSet/0/ExpiredTime"),
        call("ModifyInstancesRenewFlag", flag()),
        look().is("/InstanceSet/0/RenewFlag", "NOTIFY_AND_AUTO_RENEW"),
        call("InquiryPriceTerminateInstances", all()).is("/InstanceRefundsSet/0/InstanceId", "$instance"),
        call("InquiryPriceRenewInstances", month()).has("/Price/InstancePrice/DiscountPrice"),
        Step::Keep("balance", balance),
        call("RenewInstances", month()),
        Step::Look("another month was paid", has_paid),
        look().more("/InstanceSet/0/ExpiredTime", "expires"),
        refused("ModifyInstancesChargeType", prepay(), "UnsupportedOperation.InstanceChargeType", ""),
        Step::Keep("balance", balance),
        call("ResetInstancesType", with(json!({ "InstanceType": "S2.LARGE16", "ForceStop": true })))
            .reach(&["$instance"]),
        Step::Look("the larger type was paid for the rest of the time", has_paid),
    ]
}

fn bandwidth() -> Vec<Step> {
    let wide = json!({
        "InstanceName": "wide", "InstanceChargeType": "PREPAID", "InstanceChargePrepaid": { "Period": 1 },
        "InternetAccessible": { "InternetChargeType": "BANDWIDTH_PREPAID", "InternetMaxBandwidthOut": 5, "PublicIpAssigned": true },
    });
    let wider = || {
        json!({
            "InstanceIds": ["$wide"], "InternetAccessible": { "InternetMaxBandwidthOut": 20 },
            "StartTime": "$today", "EndTime": "$tomorrow",
        })
    };
    let narrower = json!({
        "InstanceIds": ["$wide"], "InternetAccessible": { "InternetMaxBandwidthOut": 1 },
        "StartTime": "$today", "EndTime": "$tomorrow",
    });
    steps![
        call("RunInstances", order(wide)).keep("wide", "/InstanceIdSet/0").reach(&["$wide"]),
        Step::Keep("today", |world| world.now().format("%Y-%m-%d").to_string().into()),
        Step::Keep("tomorrow", |world| (world.now() + chrono::Duration::days(1)).format("%Y-%m-%d").to_string().into()),
        call("DescribeInstanceInternetBandwidthConfigs", json!({ "InstanceId": "$wide" }))
            .is("/InternetBandwidthConfigSet/0/InternetAccessible/InternetMaxBandwidthOut", 5),
        call("InquiryPriceResetInstancesInternetMaxBandwidth", wider()).has("/Price/BandwidthPrice/DiscountPrice"),
        Step::Keep("balance", balance),
        call("ResetInstancesInternetMaxBandwidth", wider()),
        Step::Look("the wider line was paid", has_paid),
        call("DescribeInstances", json!({ "InstanceIds": ["$wide"] }))
            .is("/InstanceSet/0/InternetAccessible/InternetMaxBandwidthOut", 20)
            .has("/InstanceSet/0/PublicIpAddresses"),
        refused("ResetInstancesInternetMaxBandwidth", narrower, "InvalidParameterValue", "cannot be reduced"),
    ]
}

fn image() -> Vec<Step> {
    let ids = || json!({ "ImageIds": ["$image"] });
    let make = || json!({ "InstanceId": "$disks", "ImageName": "golden-9" });
    let share = |permission: &str, account: &str| json!({ "ImageId": "$image", "AccountIds": [account], "Permission": permission });
    let import = json!({
        "OsType": "CentOS", "OsVersion": "7", "ImageName": "imported-9", "Architecture": "x86_64",
        "ImageUrl": "http://example-1250000000.cos.ap-guangzhou.myqcloud.com/sample.vmdk",
    });
    steps![
        call("DescribeImageQuota", json!({})).is("/ImageNumQuota", 10),
        call("DescribeImportImageOs", json!({})).holds("/ImportImageOsListSupported/Linux", "CentOS"),
        call("CreateImage", make()).keep("image", "/ImageId").reach(&["$image"]),
        refused("CreateImage", make(), "InvalidImageName.Duplicate", ""),
        call("ModifyImageAttribute", json!({ "ImageId": "$image", "ImageName": "golden-10" })),
        call("DescribeImages", ids()).is("/ImageSet/0/ImageName", "golden-10").is("/ImageSet/0/ImageState", "NORMAL"),
        call("ModifyImageSharePermission", share("SHARE", "100000000002")),
        call("DescribeImageSharePermission", json!({ "ImageId": "$image" }))
            .is("/SharePermissionSet/0/AccountId", "100000000002"),
        refused("ModifyImageSharePermission", share("SHARE", "$account_id"), "InvalidAccountIs.YourSelf", ""),
        refused("DeleteImages", ids(), "InvalidImageId.InShared", ""),
        refused(
            "ModifyImageAttribute",
            json!({ "ImageId": "$image", "ImageName": "golden-11" }),
            "InvalidImageId.IncorrectState",
            ""
        ),
        call("ModifyImageSharePermission", share("CANCEL", "100000000002")),
        call("DescribeImageSharePermission", json!({ "ImageId": "$image" })).lacks("/SharePermissionSet"),
        call(
            "SyncImages",
            json!({ "ImageIds": ["$image"], "DestinationRegions": ["ap-shanghai"], "ImageSetRequired": true })
        )
        .is("/ImageSet/0/Region", "ap-shanghai"),
        call("DescribeImages", filter("image-name", "golden-10"))
            .in_region("ap-shanghai")
            .is("/ImageSet/0/ImageState", "SYNCING"),
        refused(
            "SyncImages",
            json!({ "ImageIds": ["$image"], "DestinationRegions": ["$region"] }),
            "InvalidRegion.Unavailable",
            ""
        ),
        call("ImportImage", import.clone()).keep("imported_image", "/ImageId").reach(&["$imported_image"]),
        refused("ImportImage", import, "InvalidImageName.Duplicate", ""),
        call("DescribeImages", filter("image-name", "imported-9"))
            .is("/ImageSet/0/ImageState", "NORMAL")
            .is("/ImageSet/0/ImageSource", "EXTERNAL_IMPORT"),
    ]
}

fn reinstallation() -> Vec<Step> {
    let reset = || {
        json!({
            "InstanceId": "$instance", "ImageId": "$image", "SystemDisk": { "DiskSize": 80 },
            "LoginSettings": { "Password": "Example@Test12" },
        })
    };
    steps![
        call(
            "InquiryPriceResetInstance",
            json!({ "InstanceId": "$instance", "ImageId": "$image", "SystemDisk": { "DiskSize": 80 } })
        )
        .has("/Price/InstancePrice/DiscountPrice"),
        Step::Keep("balance", balance),
        call("ResetInstance", reset()).reach(&["$instance"]),
        Step::Look("the larger system disk was paid", has_paid),
        look().is("/InstanceSet/0/ImageId", "$image").is("/InstanceSet/0/SystemDisk/DiskSize", 80),
        refused(
            "ResetInstance",
            json!({ "InstanceId": "$instance", "SystemDisk": { "DiskSize": 60 } }),
            "InvalidParameterValue",
            "cannot shrink",
        ),
        call("DeleteImages", json!({ "ImageIds": ["$image"] })).reach(&["$image"]),
        refused("DeleteImages", json!({ "ImageIds": ["$image"] }), "InvalidImageId.NotFound", ""),
    ]
}

fn placement() -> Vec<Step> {
    let group = || json!({ "DisasterRecoverGroupIds": ["$group"] });
    let name = |nth: u32| json!({ "Name": format!("group-{nth}"), "Type": "HOST" });
    let fill = order(json!({ "InstanceName": "member", "InstanceCount": 20, "DisasterRecoverGroupIds": ["$group"] }));
    let mut steps = steps![
        call("DescribeDisasterRecoverGroupQuota", json!({}))
            .is("/GroupQuota", 10)
            .is("/CurrentNum", 0)
            .is("/CvmInSwGroupQuota", 20),
        call("CreateDisasterRecoverGroup", json!({ "Name": "switches", "Type": "SW" }))
            .is("/CvmQuotaTotal", 20)
            .keep("group", "/DisasterRecoverGroupId"),
        call(
            "ModifyDisasterRecoverGroupAttribute",
            json!({ "DisasterRecoverGroupId": "$group", "Name": "switches-9" })
        ),
        call("RunInstances", fill)
            .keep("first_member", "/InstanceIdSet/0")
            .keep("members", "/InstanceIdSet")
            .reach(&["$first_member"]),
        call("DescribeDisasterRecoverGroups", json!({ "Name": "switches" }))
            .is("/DisasterRecoverGroupSet/0/Name", "switches-9")
            .is("/DisasterRecoverGroupSet/0/CurrentNum", 20)
            .holds("/DisasterRecoverGroupSet/0/InstanceIds", "$first_member"),
        refused(
            "RunInstances",
            order(json!({ "DisasterRecoverGroupIds": ["$group"] })),
            "ResourceInsufficient.DisasterRecoverGroupCvmQuota",
            "",
        ),
        refused("DeleteDisasterRecoverGroups", group(), "FailedOperation.PlacementSetNotEmpty", ""),
        call("TerminateInstances", json!({ "InstanceIds": "$members" })).reach(&["$first_member"]),
    ];
    for nth in 2..=10 {
        steps.push(call("CreateDisasterRecoverGroup", name(nth)).into());
    }
    steps.extend(steps![
        call("DescribeDisasterRecoverGroupQuota", json!({})).is("/CurrentNum", 10),
        refused("CreateDisasterRecoverGroup", name(11), "LimitExceeded.DisasterRecoverGroup", ""),
        call("DeleteDisasterRecoverGroups", group()),
        call("DescribeDisasterRecoverGroupQuota", json!({})).is("/CurrentNum", 9),
        refused("DeleteDisasterRecoverGroups", group(), "ResourceNotFound.InvalidPlacementSet", ""),
    ]);
    steps
}

fn host() -> Vec<Step> {
    let allocate = json!({
        "Placement": { "Zone": "$zone" }, "HostChargeType": "PREPAID", "HostChargePrepaid": { "Period": 1 }, "HostType": "HS1",
        "HostCount": 1,
    });
    let of_host = || filter("host-id", "$host");
    let on_host = |name: &str, kind: &str| {
        order(json!({
            "InstanceName": name, "InstanceChargeType": "CDHPAID", "InstanceType": kind,
            "Placement": { "Zone": "$zone", "HostIds": ["$host"] },
        }))
    };
    steps![
        Step::Keep("balance", balance),
        call("AllocateHosts", allocate).keep("host", "/HostIdSet/0"),
        Step::Look("the host was paid", has_paid),
        Step::Wait(10),
        call("DescribeHosts", of_host())
            .is("/HostSet/0/HostState", "RUNNING")
            .lacks("/HostSet/0/InstanceIds")
            .keep("host_expires", "/HostSet/0/ExpiredTime"),
        call("RunInstances", on_host("guest-1", "CDH_16C32G")).keep("guest", "/InstanceIdSet/0").reach(&["$guest"]),
        call("DescribeHosts", of_host())
            .is("/HostSet/0/InstanceIds", json!(["$guest"]))
            .is("/HostSet/0/HostResource/CpuAvailable", 8),
        call("DescribeInstances", of_host()).is("/InstanceSet/0/InstanceId", "$guest"),
        refused(
            "RunInstances",
            on_host("guest-2", "CDH_16C16G"),
            "ResourceInsufficient.SpecifiedInstanceType",
            "no room"
        ),
        call("ModifyHostsAttribute", json!({ "HostIds": ["$host"], "HostName": "rack-9" })),
        call("InquiryPriceRenewHosts", json!({ "HostIds": ["$host"], "HostChargePrepaid": { "Period": 1 } }))
            .has("/Price/HostPrice/DiscountPrice"),
        Step::Keep("balance", balance),
        call("RenewHosts", json!({ "HostIds": ["$host"], "HostChargePrepaid": { "Period": 1 } })),
        Step::Look("the renewal was paid", has_paid),
        call("DescribeHosts", filter("host-name", "rack-9"))
            .is("/HostSet/0/HostId", "$host")
            .more("/HostSet/0/ExpiredTime", "host_expires"),
        call("TerminateInstances", json!({ "InstanceIds": ["$guest"] })).reach(&["$guest"]),
        call("DescribeHosts", of_host()).lacks("/HostSet/0/InstanceIds").is("/HostSet/0/HostResource/CpuAvailable", 24),
    ]
}

fn removal() -> Vec<Step> {
    let state = || call("DescribeInstancesStatus", all());
    steps![
        // A prepaid instance is returned first and goes at the second call.
        call("TerminateInstances", all()),
        Step::Wait(10),
        state().is("/InstanceStatusSet/0/InstanceState", "SHUTDOWN"),
        call("TerminateInstances", all()).reach(&["$instance"]),
        state().lacks("/InstanceStatusSet"),
        refused("StartInstances", all(), "InvalidInstanceId.NotFound", ""),
        call("TerminateInstances", json!({ "InstanceIds": ["$disks"] })).reach(&["$disks"]),
        call("DescribeInstances", json!({})).omits("/InstanceSet", "$disks"),
    ]
}
