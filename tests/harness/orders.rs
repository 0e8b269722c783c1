//! A small order per cloud, of things that exist in the sandbox.

use serde_json::{Value, json};
use yundeck_sandbox::Endpoint;

/// Creation parameters that the cloud accepts.
pub fn order(endpoint: &Endpoint, name: &str, count: u32) -> Value {
    let sample = &endpoint.sample;
    match endpoint.cloud.as_str() {
        "tencent" => json!({
            "Placement": { "Zone": sample.zone },
            "ImageId": sample.image_id,
            "InstanceType": sample.instance_type,
            "InstanceChargeType": "POSTPAID_BY_HOUR",
            "SystemDisk": { "DiskType": "CLOUD_PREMIUM", "DiskSize": 50 },
            "VirtualPrivateCloud": { "VpcId": sample.vpc_id, "SubnetId": sample.subnet_id },
            "SecurityGroupIds": [sample.security_group_id],
            "LoginSettings": { "Password": "Planted-Secret-9" },
            "InstanceName": name,
            "InstanceCount": count,
        }),
        "kingsoft" => json!({
            "ImageId": sample.image_id,
            "InstanceType": sample.instance_type,
            "SubnetId": sample.subnet_id,
            "SecurityGroupId": sample.security_group_id,
            "ChargeType": "HourlyInstantSettlement",
            "InstancePassword": "PlantedSecret9",
            "InstanceName": name,
            "MaxCount": count,
            "MinCount": count,
        }),
        "jdcloud" => json!({
            "maxCount": count,
            "instanceSpec": {
                "az": sample.zone,
                "instanceType": sample.instance_type,
                "imageId": sample.image_id,
                "name": name,
                "password": "PlantedSecret9!",
                "primaryNetworkInterface": { "networkInterface": {
                    "subnetId": sample.subnet_id, "securityGroups": [sample.security_group_id] } },
                "systemDisk": { "diskCategory": "cloud", "cloudDiskSpec": { "diskType": "ssd.gp1", "diskSizeGB": 40 } },
                "charge": { "chargeMode": "postpaid_by_duration" },
            },
        }),
        _ => json!({
            "Name": name,
            "Password": "PlantedSecret9!",
            "ChargeType": "Dynamic",
            "VMType": sample.instance_type,
            "ImageID": sample.image_id,
            "CPU": 2,
            "Memory": 4096,
            "BootDiskSetType": sample.extra["storage_type"],
            "VPCID": sample.vpc_id,
            "SubnetID": sample.subnet_id,
            "WANSGID": sample.security_group_id,
        }),
    }
}
