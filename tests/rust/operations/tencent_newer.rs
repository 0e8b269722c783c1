//! What Tencent Cloud has besides the 59 operations of its document: launch templates, timers, clusters and the like, from its SDK.

use serde_json::json;

use super::{all, filter, look, order, with};
use crate::step::{Step, call, refused, steps};

pub fn template() -> Vec<Step> {
    let ids = || json!({ "LaunchTemplateId": "$template" });
    let version = |number: u32| json!({ "LaunchTemplateId": "$template", "LaunchTemplateVersions": [number] });
    let from =
        |number: u32| json!({ "LaunchTemplate": { "LaunchTemplateId": "$template", "LaunchTemplateVersion": number } });
    let named = |number: u32| {
        let mut order = from(number);
        order["InstanceName"] = json!("of-template");
        order
    };
    steps![
        call("CreateLaunchTemplate", order(json!({ "LaunchTemplateName": "web", "DisableApiTermination": true })))
            .keep("template", "/LaunchTemplateId"),
        call(
            "CreateLaunchTemplateVersion",
            json!({ "LaunchTemplateId": "$template", "Placement": { "Zone": "$zone" }, "InstanceType": "S2.LARGE8" })
        )
        .is("/LaunchTemplateVersionNumber", 2),
        call("DescribeLaunchTemplates", filter("LaunchTemplateName", "web"))
            .is("/LaunchTemplateSet/0/LaunchTemplateId", "$template")
            .is("/LaunchTemplateSet/0/LaunchTemplateVersionCount", 2),
        call("DescribeLaunchTemplateVersions", version(2))
            .is("/LaunchTemplateVersionSet/0/LaunchTemplateVersionData/InstanceType", "S2.LARGE8")
            .omits("/LaunchTemplateVersionSet", "Example@Test12"),
        call("InquiryPriceRunInstances", from(2)).more("/Price/InstancePrice/UnitPrice", "unit_price"),
        call("RunInstances", named(2)).keep("templated", "/InstanceIdSet/0").reach(&["$templated"]),
        call("DescribeInstances", json!({ "InstanceIds": ["$templated"] }))
            .is("/InstanceSet/0/InstanceType", "S2.LARGE8")
            .is("/InstanceSet/0/InstanceName", "of-template"),
        refused(
            "TerminateInstances",
            json!({ "InstanceIds": ["$templated"] }),
            "UnsupportedOperation.InstancesProtected",
            "protected"
        ),
        call("ModifyInstancesAttribute", json!({ "InstanceIds": ["$templated"], "DisableApiTermination": false })),
        call("TerminateInstances", json!({ "InstanceIds": ["$templated"] })).reach(&["$templated"]),
        refused("RunInstances", named(9), "InvalidParameterValue.LaunchTemplateIdVerNotExisted", ""),
        refused("DeleteLaunchTemplateVersions", version(1), "InvalidParameterValue.LaunchTemplateDefaultVersion", ""),
        call("ModifyLaunchTemplateDefaultVersion", json!({ "LaunchTemplateId": "$template", "DefaultVersion": 2 })),
        call("DeleteLaunchTemplateVersions", version(1)),
        call("DescribeLaunchTemplateVersions", ids())
            .count("/LaunchTemplateVersionSet", 1)
            .is("/LaunchTemplateVersionSet/0/IsDefaultVersion", true),
        call("DeleteLaunchTemplate", ids()),
        call("DescribeLaunchTemplates", json!({})).omits("/LaunchTemplateSet", "$template"),
    ]
}

pub fn instance() -> Vec<Step> {
    let timer = || {
        with(json!({ "ActionTimer": { "TimerAction": "TerminateInstances", "ActionTime": "2099-05-29T11:26:40Z" } }))
    };
    let groups = || with(json!({ "SecurityGroupIds": ["$other_group"] }));
    steps![
        call("ModifyInstancesAttribute", with(json!({ "UserData": "dQ==" }))),
        call("DescribeInstancesAttributes", with(json!({ "Attributes": ["UserData"] })))
            .is("/InstanceSet/0/Attributes/UserData", "******"),
        call("DescribeInstancesModification", all())
            .holds("/InstanceTypeConfigStatusSet", "S2.LARGE16")
            .omits("/InstanceTypeConfigStatusSet", "$instance_type"),
        call("DescribeInstancesOperationLimit", with(json!({ "Operation": "INSTANCE_DEGRADE" })))
            .is("/InstanceOperationLimitSet/0/LimitCount", -1),
        call("ImportInstancesActionTimer", timer()).keep("timer", "/ActionTimerIds/0"),
        refused("ImportInstancesActionTimer", timer(), "FailedOperation.MutActionTimerExist", ""),
        call("DescribeInstancesActionTimer", all())
            .is("/ActionTimers/0/ActionTimerId", "$timer")
            .is("/ActionTimers/0/Status", "UNDO"),
        call("DeleteInstancesActionTimer", json!({ "ActionTimerIds": ["$timer"] })),
        call("DescribeInstancesActionTimer", all()).lacks("/ActionTimers"),
        call("DescribeTaskInfo", json!({ "Limit": 20, "Offset": 0, "TaskStatus": [1] }))
            .is("/RepairTaskInfoSet/0/Alias", "db-master"),
        Step::Keep("other_group", |world| {
            let groups = world.security_groups.in_region("ap-guangzhou");
            groups.map(|group| group.id.clone()).nth(1).unwrap().into()
        }),
        call("AssociateSecurityGroups", groups()),
        look().holds("/InstanceSet/0/SecurityGroupIds", "$other_group"),
        call("DisassociateSecurityGroups", groups()),
        look().omits("/InstanceSet/0/SecurityGroupIds", "$other_group"),
    ]
}

pub fn cluster() -> Vec<Step> {
    let ids = || json!({ "HpcClusterIds": ["$cluster"] });
    steps![
        call("CreateHpcCluster", json!({ "Zone": "$zone", "Name": "hpc-9" }))
            .keep("cluster", "/HpcClusterSet/0/HpcClusterId"),
        call("ModifyHpcClusterAttribute", json!({ "HpcClusterId": "$cluster", "Name": "hpc-10" })),
        call("RunInstances", order(json!({ "InstanceName": "node", "HpcClusterId": "$cluster" })))
            .keep("node", "/InstanceIdSet/0")
            .reach(&["$node"]),
        call("DescribeHpcClusters", json!({ "Name": "hpc-10" }))
            .is("/HpcClusterSet/0/InstanceIds", json!(["$node"]))
            .is("/HpcClusterSet/0/CurrentNum", 1),
        refused("DeleteHpcClusters", ids(), "ResourceInUse.HpcCluster", ""),
        call("TerminateInstances", json!({ "InstanceIds": ["$node"] })).reach(&["$node"]),
        call("DeleteHpcClusters", ids()),
        refused("DeleteHpcClusters", ids(), "ResourceNotFound.HpcCluster", ""),
    ]
}

pub fn placement() -> Vec<Step> {
    let out = || with(json!({ "DisasterRecoverGroupIds": ["$moved_to"] }));
    steps![
        call("DescribeAccountQuota", json!({})).holds("/AccountQuotaOverview", "$region"),
        call("CreateDisasterRecoverGroup", json!({ "Name": "moved", "Type": "RACK" }))
            .keep("moved_to", "/DisasterRecoverGroupId"),
        call("ModifyInstancesDisasterRecoverGroup", with(json!({ "DisasterRecoverGroupId": "$moved_to" }))),
        look().is("/InstanceSet/0/DisasterRecoverGroupId", "$moved_to"),
        call("DeleteInstancesDisasterRecoverGroups", out()),
        refused("DeleteInstancesDisasterRecoverGroups", out(), "FailedOperation.DisasterRecoverGroupNotMatch", ""),
        call("DeleteDisasterRecoverGroups", json!({ "DisasterRecoverGroupIds": ["$moved_to"] })),
    ]
}

/// After an image was made, and while it is there.
pub fn image() -> Vec<Step> {
    steps![
        call("ModifyImageAttribute", json!({ "ImageId": "$image", "ImageFamily": "golden" })),
        call("DescribeImageFromFamily", json!({ "ImageFamily": "golden" })).is("/Image/ImageId", "$image"),
        call("ExportImages", json!({ "BucketName": "example-1250000000", "ImageIds": ["$image"] })).has("/CosPaths/0"),
        refused(
            "ExportImages",
            json!({ "BucketName": "example-1250000000", "ImageIds": ["$image_id"] }),
            "UnsupportedOperation.PublicImageExportUnsupported",
            ""
        ),
    ]
}
