//! Images, key pairs, placement groups, hosts, and the lists of all of them.

use serde_json::{Value, json};
use yundeck_sandbox::world::ImageOrigin;

use super::Cloud;

#[test]
fn the_quota_of_images_is_one_of_each_region() {
    let mut cloud = Cloud::new();
    let running = cloud.create(json!({}))[0].clone();
    cloud.wait(5);
    let made = |name: &str| json!({ "InstanceId": running, "ImageName": name, "Reboot": "TRUE" });
    let here =
        cloud.world.images.in_region("ap-guangzhou").filter(|image| image.origin == ImageOrigin::Private).count();
    cloud.world.quotas.insert("images".into(), u32::try_from(here + 1).unwrap());
    let image = cloud.call("CreateImage", made("one")).unwrap()["ImageId"].clone();
    cloud.wait(60);
    cloud.refuses("CreateImage", made("two"), "ImageQuotaLimitExceeded");
    let copied = |region: &str| json!({ "ImageIds": [image], "DestinationRegions": [region] });
    for _ in 0..=here {
        cloud.call("SyncImages", copied("ap-shanghai")).unwrap();
    }
    cloud.refuses("SyncImages", copied("ap-shanghai"), "ImageQuotaLimitExceeded");
    cloud.call("SyncImages", copied("ap-beijing")).unwrap();
    cloud.refuses("CreateImage", made("two"), "ImageQuotaLimitExceeded");
}

#[test]
fn an_image_of_a_running_instance_stops_it_only_when_that_is_asked_for() {
    let mut cloud = Cloud::new();
    let id = cloud.create(json!({}))[0].clone();
    cloud.wait(5);
    let state = |cloud: &mut Cloud| {
        let found = cloud.call("DescribeInstances", json!({ "InstanceIds": [id] })).unwrap();
        found["InstanceSet"][0]["InstanceState"].clone()
    };
    cloud.call("CreateImage", json!({ "InstanceId": id, "ImageName": "while it runs" })).unwrap();
    assert_eq!(state(&mut cloud), "RUNNING");
    cloud.wait(60);
    cloud.call("CreateImage", json!({ "InstanceId": id, "ImageName": "off", "ForcePoweroff": "TRUE" })).unwrap();
    assert_eq!(state(&mut cloud), "REBOOTING");
}

#[test]
fn an_image_is_made_shared_read_back_and_removed() {
    let mut cloud = Cloud::new();
    let id = cloud.create(json!({}))[0].clone();
    cloud.wait(5);
    let order = json!({ "InstanceId": id, "ImageName": "mine" });
    cloud.call("StopInstances", json!({ "InstanceIds": [id] })).unwrap();
    cloud.refuses("CreateImage", order.clone(), "InvalidInstance.NotSupported");
    cloud.wait(5);
    let image = cloud.call("CreateImage", order.clone()).unwrap()["ImageId"].as_str().unwrap().to_owned();
    cloud.refuses("CreateImage", order.clone(), "MutexOperation.TaskRunning");
    let share = |accounts: Value, permission: &str| json!({ "ImageId": image, "AccountIds": accounts, "Permission": permission });
    cloud.refuses(
        "ModifyImageSharePermission",
        share(json!(["100000000002"]), "SHARE"),
        "InvalidImageId.IncorrectState",
    );
    cloud.wait(10);
    cloud.refuses("CreateImage", order, "InvalidImageName.Duplicate");
    cloud.call("ModifyImageSharePermission", share(json!(["100000000002", "100000000003"]), "SHARE")).unwrap();
    let mut listed = || {
        let reply = cloud.call("DescribeImageSharePermission", json!({ "ImageId": image })).unwrap();
        reply["SharePermissionSet"]
            .as_array()
            .unwrap()
            .iter()
            .map(|share| share["AccountId"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(), [json!("100000000002"), json!("100000000003")]);
    let own = cloud.world.account.id.clone();
    cloud.refuses("ModifyImageSharePermission", share(json!([own]), "SHARE"), "InvalidAccountIs.YourSelf");
    cloud.refuses("ModifyImageSharePermission", share(json!(["123"]), "SHARE"), "InvalidAccountId.NotFound");
    let many: Vec<String> = (0..49).map(|nth| format!("2000000000{nth:02}")).collect();
    cloud.refuses("ModifyImageSharePermission", share(json!(many), "SHARE"), "OverQuota");
    cloud.refuses(
        "ModifyImageSharePermission",
        json!({ "ImageId": "img-pmqg1cw7", "AccountIds": ["100000000002"], "Permission": "SHARE" }),
        "UnauthorizedOperation.ImageNotBelongToAccount",
    );
    cloud.refuses("DeleteImages", json!({ "ImageIds": [image] }), "InvalidImageId.InShared");
    cloud.call("ModifyImageSharePermission", share(json!(["100000000002", "100000000003"]), "CANCEL")).unwrap();
    cloud.call("DeleteImages", json!({ "ImageIds": [image] })).unwrap();
    cloud.refuses("DeleteImages", json!({ "ImageIds": [image] }), "InvalidImageId.NotFound");
}

#[test]
fn lists_are_filtered_and_paged() {
    let mut cloud = Cloud::new();
    let total = cloud.call("DescribeInstances", json!({})).unwrap()["TotalCount"].as_u64().unwrap();
    assert!(total >= 5);
    let page = cloud.call("DescribeInstances", json!({ "Offset": 1, "Limit": 2 })).unwrap();
    assert_eq!((page["InstanceSet"].as_array().unwrap().len(), page["TotalCount"].as_u64()), (2, Some(total)));
    let filter = |name: &str, value: &str| json!({ "Filters": [{ "Name": name, "Values": [value] }] });
    let named = cloud.call("DescribeInstances", filter("instance-name", "web-01")).unwrap();
    assert_eq!(named["TotalCount"], 1);
    cloud.refuses("DescribeInstances", filter("nonsense", "x"), "InvalidFilter");
    cloud.refuses("DescribeInstances", filter("zone", "ap-beijing-1"), "InvalidZone.MismatchRegion");
    cloud.refuses("DescribeInstances", json!({ "Limit": 101 }), "InvalidParameterValue");
    let both =
        json!({ "ImageIds": ["img-pmqg1cw7"], "Filters": [{ "Name": "image-type", "Values": ["PUBLIC_IMAGE"] }] });
    cloud.refuses("DescribeImages", both, "InvalidParameter.InvalidParameterCoexistImageIdsFilters");
    for (kind, count) in [("PRIVATE_IMAGE", 1), ("SHARED_IMAGE", 1), ("PUBLIC_IMAGE", 6)] {
        assert_eq!(cloud.call("DescribeImages", filter("image-type", kind)).unwrap()["TotalCount"], count, "{kind}");
    }
    let subnets = cloud.call("DescribeSubnets", json!({ "Limit": "2", "Offset": "0" })).unwrap();
    assert_eq!(subnets["SubnetSet"].as_array().unwrap().len(), 2);
    assert_eq!(cloud.call_in("ap-tokyo", "DescribeInstances", json!({})).unwrap()["TotalCount"], 0);
}

#[test]
fn a_token_serves_one_body_whatever_is_made_with_it() {
    let mut cloud = Cloud::new();
    let zone = cloud.order()["Placement"]["Zone"].clone();
    let host = |kind: &str| json!({ "Placement": { "Zone": zone }, "HostType": kind, "HostChargePrepaid": { "Period": 1 }, "ClientToken": "t-1" });
    let group = |kind: &str| json!({ "Name": "pg", "Type": kind, "ClientToken": "t-1" });
    for (operation, first, other) in
        [("AllocateHosts", host("HS1"), host("HM1")), ("CreateDisasterRecoverGroup", group("HOST"), group("SW"))]
    {
        let made = cloud.call(operation, first.clone()).unwrap();
        assert_eq!(cloud.call(operation, first).unwrap(), made, "{operation}");
        cloud.refuses(operation, other, "InvalidParameterCombination");
    }
}

#[test]
fn tags_and_groups_and_hosts_are_kept() {
    let mut cloud = Cloud::new();
    let group = cloud.call("CreateDisasterRecoverGroup", json!({ "Name": "数据库", "Type": "HOST" })).unwrap();
    let group = group["DisasterRecoverGroupId"].clone();
    let zone = cloud.order()["Placement"]["Zone"].clone();
    let host = cloud
        .call(
            "AllocateHosts",
            json!({ "Placement": { "Zone": zone }, "HostChargeType": "PREPAID", "HostChargePrepaid": { "Period": 1 } }),
        )
        .unwrap();
    let host = host["HostIdSet"][0].clone();
    let ids = cloud.create(json!({
        "DisasterRecoverGroupIds": [group], "InstanceChargeType": "CDHPAID", "InstanceType": "CDH_2C4G",
        "Placement": { "Zone": zone, "HostIds": [host] }, "TagSpecification": [{ "ResourceType": "instance", "Tags": [{ "Key": "city", "Value": "shenzhen" }] }],
    }));
    let found = cloud
        .call("DescribeInstances", json!({ "Filters": [{ "Name": "tag:city", "Values": ["shenzhen"] }] }))
        .unwrap();
    assert_eq!(found["InstanceSet"][0]["InstanceId"], json!(ids[0]));
    assert_eq!(
        (&found["InstanceSet"][0]["CPU"], &found["InstanceSet"][0]["InstanceType"]),
        (&json!(2), &json!("CDH_2C4G"))
    );
    cloud.refuses(
        "DeleteDisasterRecoverGroups",
        json!({ "DisasterRecoverGroupIds": [group] }),
        "FailedOperation.PlacementSetNotEmpty",
    );
    let hosts = cloud.call("DescribeHosts", json!({})).unwrap();
    assert_eq!(hosts["HostSet"][0]["InstanceIds"], json!(ids));
    assert_eq!(hosts["HostSet"][0]["HostResource"]["CpuAvailable"], 22);
}

#[test]
fn key_pairs_are_made_bound_and_kept_while_in_use() {
    let mut cloud = Cloud::new();
    let made = cloud.call("CreateKeyPair", json!({ "KeyName": "new_key", "ProjectId": 0 })).unwrap()["KeyPair"].clone();
    assert!(made["PrivateKey"].as_str().unwrap().contains("BEGIN RSA PRIVATE KEY"));
    let key = made["KeyId"].clone();
    cloud.refuses("CreateKeyPair", json!({ "KeyName": "new_key", "ProjectId": 0 }), "InvalidKeyPairName.Duplicate");
    cloud.refuses(
        "CreateKeyPair",
        json!({ "KeyName": "no-hyphens", "ProjectId": 0 }),
        "InvalidKeyPairName.IncludeIllegalChar",
    );
    cloud.refuses("CreateKeyPair", json!({ "KeyName": "x".repeat(26), "ProjectId": 0 }), "InvalidKeyPairName.TooLong");
    let id = cloud.create(json!({ "LoginSettings": { "KeyIds": [key] } }))[0].clone();
    let listed = cloud.call("DescribeKeyPairs", json!({ "KeyIds": [key] })).unwrap()["KeyPairSet"][0].clone();
    assert_eq!((&listed["AssociatedInstanceIds"], listed.get("PrivateKey")), (&json!([id]), None));
    cloud.refuses("DeleteKeyPairs", json!({ "KeyIds": [key] }), "InvalidParameterValue");
    cloud.wait(5);
    cloud.call("StopInstances", json!({ "InstanceIds": [id] })).unwrap();
    cloud.wait(5);
    cloud.call("DisassociateInstancesKeyPairs", json!({ "InstanceIds": [id], "KeyIds": [key] })).unwrap();
    cloud.call("DeleteKeyPairs", json!({ "KeyIds": [key] })).unwrap();
}
