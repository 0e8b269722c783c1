//! What today's operations take and answer beyond the document.

use super::*;

/// The members of a record by their names.
fn of(record: &Value, names: &[&str]) -> Value {
    names.iter().map(|name| record[*name].clone()).collect()
}

#[test]
fn a_protected_instance_is_not_terminated_until_the_protection_is_off() {
    let mut cloud = Cloud::new();
    let id = cloud.create(json!({ "DisableApiTermination": true })).remove(0);
    cloud.wait(10);
    let one = json!({ "InstanceIds": [id] });
    assert_eq!(cloud.instance(&id)["DisableApiTermination"], true);
    cloud.refuses("TerminateInstances", one.clone(), "UnsupportedOperation.InstancesProtected");
    assert_eq!(cloud.state(&id).as_deref(), Some("RUNNING"));
    let off = json!({ "InstanceIds": [id], "DisableApiTermination": false });
    cloud.call("ModifyInstancesAttribute", off).unwrap();
    cloud.call("TerminateInstances", one).unwrap();
    cloud.wait(10);
    assert_eq!(cloud.state(&id), None);
}

#[test]
fn stopping_without_a_charge_is_for_what_is_paid_by_the_hour() {
    let mut cloud = Cloud::new();
    let id = cloud.create(json!({})).remove(0);
    cloud.wait(10);
    assert_eq!(cloud.instance(&id)["StopChargingMode"], "NOT_APPLICABLE");
    let free = |id: &str| json!({ "InstanceIds": [id], "StoppedMode": "STOP_CHARGING" });
    cloud.call("StopInstances", free(&id)).unwrap();
    cloud.wait(10);
    assert_eq!(cloud.instance(&id)["StopChargingMode"], "STOP_CHARGING");
    cloud.call("StartInstances", json!({ "InstanceIds": [id] })).unwrap();
    cloud.wait(10);
    cloud.call("StopInstances", json!({ "InstanceIds": [id] })).unwrap();
    cloud.wait(10);
    assert_eq!(cloud.instance(&id)["StopChargingMode"], "KEEP_CHARGING", "charged unless it is said");
    let prepaid = json!({ "InstanceChargeType": "PREPAID", "InstanceChargePrepaid": { "Period": 48 } });
    let id = cloud.create(prepaid).remove(0);
    cloud.wait(10);
    cloud.refuses("StopInstances", free(&id), "UnsupportedOperation.StoppedModeStopCharging");
}

#[test]
fn a_dry_run_is_checked_makes_nothing_and_costs_nothing() {
    let mut cloud = Cloud::new();
    let (count, balance) = (cloud.world.instances.len(), cloud.world.account.balance);
    let mut order = cloud.order();
    order["DryRun"] = json!(true);
    order["ClientToken"] = json!("token");
    assert_eq!(cloud.call("RunInstances", order.clone()).unwrap(), json!({}));
    order["InstanceType"] = json!("S2.4XLARGE64");
    cloud.refuses("RunInstances", order.clone(), "ResourcesSoldOut.SpecifiedInstanceType");
    assert_eq!((cloud.world.instances.len(), cloud.world.account.balance), (count, balance));
    order["InstanceType"] = json!("S2.MEDIUM4");
    order["DryRun"] = json!(false);
    assert!(cloud.call("RunInstances", order).unwrap()["InstanceIdSet"][0].is_string(), "the token is still good");
    let id = cloud.create(json!({})).remove(0);
    cloud.wait(10);
    cloud.call("StopInstances", json!({ "InstanceIds": [id] })).unwrap();
    cloud.wait(10);
    let images = cloud.world.images.len();
    let image = json!({ "InstanceId": id, "ImageName": "checked", "DryRun": true });
    cloud.refuses("CreateImage", image, "DryRunOperation");
    assert_eq!(cloud.world.images.len(), images);
}

#[test]
fn records_say_what_todays_clients_wait_for() {
    let mut cloud = Cloud::new();
    let id = cloud.create(json!({ "HostName": "web-{R:1,F:3}", "InstanceName": "web-{R:7,F:3}" })).remove(0);
    let names = ["LatestOperation", "LatestOperationState", "InstanceName", "HostName", "DefaultLoginUser"];
    assert_eq!(of(&cloud.instance(&id), &names), json!(["RunInstances", "OPERATING", "web-007", "web-001", "root"]));
    cloud.wait(10);
    cloud.call("StopInstances", json!({ "InstanceIds": [id] })).unwrap();
    assert_eq!(of(&cloud.instance(&id), &names[..2]), json!(["StopInstances", "OPERATING"]));
    cloud.wait(10);
    let record = cloud.instance(&id);
    assert_eq!(of(&record, &names[..2]), json!(["StopInstances", "SUCCESS"]));
    let uuid = record["Uuid"].as_str().unwrap().to_owned();
    let found = |cloud: &mut Cloud, name: &str, value: &str| {
        let reply =
            cloud.call("DescribeInstances", json!({ "Filters": [{ "Name": name, "Values": [value] }] })).unwrap();
        let all = reply["InstanceSet"].as_array().unwrap().iter();
        all.map(|each| each["InstanceId"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found(&mut cloud, "uuid", &uuid), [id.as_str()]);
    assert!(found(&mut cloud, "instance-state", "STOPPED").contains(&id));
    assert!(!found(&mut cloud, "instance-state", "RUNNING").contains(&id));
    assert_eq!(found(&mut cloud, "creation-start-time", "2024-10-04 00:00:00"), [id.as_str()], "made on day 20 000");
    assert!(!found(&mut cloud, "creation-end-time", "2024-10-03 23:59:59").contains(&id));
    let subnet = record["VirtualPrivateCloud"]["SubnetId"].as_str().unwrap();
    assert!(found(&mut cloud, "subnet-id", subnet).contains(&id));
}

#[test]
fn disks_and_network_are_remembered_as_they_were_ordered() {
    let mut cloud = Cloud::new();
    let mut network = cloud.order()["VirtualPrivateCloud"].clone();
    network["Ipv6AddressCount"] = json!(1);
    let id = cloud
        .create(json!({
            "SystemDisk": { "DiskType": "CLOUD_BSSD", "DiskSize": 50, "DiskName": "system", "Encrypt": true },
            "DataDisks": [{ "DiskType": "CLOUD_TSSD", "DiskSize": 500, "DiskName": "data", "ThroughputPerformance": 100 }],
            "VirtualPrivateCloud": network, "CamRoleName": "", "EnhancedService": { "AutomationService": { "Enabled": true } },
            "InternetAccessible": { "InternetChargeType": "BANDWIDTH_PACKAGE", "InternetMaxBandwidthOut": 5, "BandwidthPackageId": "bwp-1" },
            "TagSpecification": [{ "ResourceType": "instance", "Tags": [{ "Key": "team", "Value": "a" }] },
                                 { "ResourceType": "volume", "Tags": [{ "Key": "disk", "Value": "b" }] }],
        }))
        .remove(0);
    let record = cloud.instance(&id);
    assert_eq!(record["SystemDisk"]["DiskName"], "system");
    assert_eq!(of(&record["DataDisks"][0], &["DiskName", "ThroughputPerformance"]), json!(["data", 100]));
    assert_eq!(record["InternetAccessible"]["BandwidthPackageId"], "bwp-1");
    assert_eq!(record["Tags"], json!([{ "Key": "team", "Value": "a" }]), "tags of disks are the disks'");
    assert!(record["IPv6Addresses"][0].as_str().unwrap().starts_with("2001:db8:"));
    assert_eq!(record["CamRoleName"], "");
    let package = json!({ "InternetMaxBandwidthOut": 5, "BandwidthPackageId": "bwp-1" });
    let mut order = cloud.order();
    order["InternetAccessible"] = package;
    cloud.refuses("RunInstances", order, "UnsupportedOperation.BandwidthPackageIdNotSupported");
}

#[test]
fn the_least_number_is_made_when_no_more_fits() {
    let mut cloud = Cloud::new();
    let room = u32::try_from(cloud.world.instances.len()).unwrap() + 2;
    cloud.world.quotas.insert("instances".to_owned(), room);
    let mut order = cloud.order();
    order["InstanceCount"] = json!(5);
    cloud.refuses("RunInstances", order.clone(), "InstancesQuotaLimitExceeded");
    order["MinCount"] = json!(6);
    cloud.refuses("RunInstances", order.clone(), "InvalidParameterValue.InvalidParameterMinCount");
    order["MinCount"] = json!(1);
    let made = cloud.call("RunInstances", order).unwrap();
    assert_eq!(made["InstanceIdSet"].as_array().unwrap().len(), 2);
}

#[test]
fn a_template_is_ordered_from_and_what_the_order_says_wins() {
    let mut cloud = Cloud::new();
    let mut template = cloud.order();
    template["LaunchTemplateName"] = json!("web");
    template["LoginSettings"] = json!({ "Password": "Example@Test12" });
    let id = cloud.call("CreateLaunchTemplate", template).unwrap()["LaunchTemplateId"].clone();
    let place = cloud.order()["Placement"].clone();
    let version = json!({ "LaunchTemplateId": id, "Placement": place, "InstanceType": "S5.MEDIUM4" });
    assert_eq!(cloud.call("CreateLaunchTemplateVersion", version).unwrap()["LaunchTemplateVersionNumber"], 2);
    let listed = cloud.call("DescribeLaunchTemplates", json!({ "LaunchTemplateIds": [id] })).unwrap();
    let names = ["LaunchTemplateName", "DefaultVersionNumber", "LatestVersionNumber", "LaunchTemplateVersionCount"];
    assert_eq!(of(&listed["LaunchTemplateSet"][0], &names), json!(["web", 1, 2, 2]));
    let versions = cloud.call("DescribeLaunchTemplateVersions", json!({ "LaunchTemplateId": id })).unwrap();
    assert!(!versions.to_string().contains("Example@Test12"), "a reply names key pairs only");
    assert_eq!(
        versions.pointer("/LaunchTemplateVersionSet/1/LaunchTemplateVersionData/InstanceType").unwrap(),
        "S5.MEDIUM4"
    );

    let order =
        json!({ "LaunchTemplate": { "LaunchTemplateId": id, "LaunchTemplateVersion": 2 }, "InstanceName": "own" });
    let priced = cloud.call("InquiryPriceRunInstances", order.clone()).unwrap();
    assert!(priced["Price"]["InstancePrice"]["UnitPrice"].is_number());
    let made = cloud.call("RunInstances", order).unwrap()["InstanceIdSet"][0].as_str().unwrap().to_owned();
    assert_eq!(of(&cloud.instance(&made), &["InstanceType", "InstanceName"]), json!(["S5.MEDIUM4", "own"]));

    let missing = json!({ "LaunchTemplate": { "LaunchTemplateId": "lt-1" } });
    cloud.refuses("RunInstances", missing, "InvalidParameterValue.LaunchTemplateIdNotExisted");
    let other = json!({ "LaunchTemplate": { "LaunchTemplateId": id, "LaunchTemplateVersion": 9 } });
    cloud.refuses("RunInstances", other, "InvalidParameterValue.LaunchTemplateIdVerNotExisted");
    let first = json!({ "LaunchTemplateId": id, "LaunchTemplateVersions": [1] });
    cloud.refuses("DeleteLaunchTemplateVersions", first.clone(), "InvalidParameterValue.LaunchTemplateDefaultVersion");
    cloud.call("ModifyLaunchTemplateDefaultVersion", json!({ "LaunchTemplateId": id, "DefaultVersion": 2 })).unwrap();
    cloud.call("DeleteLaunchTemplateVersions", first).unwrap();
    cloud.call("DeleteLaunchTemplate", json!({ "LaunchTemplateId": id })).unwrap();
    assert_eq!(cloud.call("DescribeLaunchTemplates", json!({})).unwrap()["TotalCount"], 1, "the one that was there");
}

#[test]
fn a_system_disk_grows_online_and_prepaid_becomes_hourly_again() {
    let mut cloud = Cloud::new();
    let prepaid = json!({ "InstanceChargeType": "PREPAID", "InstanceChargePrepaid": { "Period": 60 } });
    let id = cloud.create(prepaid).remove(0);
    cloud.wait(10);
    let growth = json!({ "InstanceId": id, "SystemDisk": { "DiskSize": 100 }, "ResizeOnline": true });
    let price = cloud.call("InquiryPriceResizeInstanceDisks", growth.clone()).unwrap();
    assert!(price["Price"]["InstancePrice"]["DiscountPrice"].as_f64().unwrap() > 0.0);
    cloud.call("ResizeInstanceDisks", growth).unwrap();
    assert_eq!(cloud.instance(&id)["SystemDisk"]["DiskSize"], 100);
    assert_eq!(cloud.state(&id).as_deref(), Some("RUNNING"), "online");
    let refund = cloud.call("InquiryPriceTerminateInstances", json!({ "InstanceIds": [id] })).unwrap();
    assert!(refund["InstanceRefundsSet"][0]["Refunds"].as_f64().unwrap() > 0.0);
    let hourly = json!({ "InstanceIds": [id], "InstanceChargeType": "POSTPAID_BY_HOUR" });
    let price = cloud.call("InquiryPriceModifyInstancesChargeType", hourly.clone()).unwrap();
    assert_eq!(price["Price"]["InstancePrice"]["ChargeUnit"], "HOUR");
    cloud.call("ModifyInstancesChargeType", hourly).unwrap();
    assert_eq!(of(&cloud.instance(&id), &["InstanceChargeType", "ExpiredTime"]), json!(["POSTPAID_BY_HOUR", null]));
}

#[test]
fn attributes_groups_timers_and_clusters_are_changed_and_read() {
    let mut cloud = Cloud::new();
    let cluster = json!({ "Zone": "ap-guangzhou-3", "Name": "hpc" });
    let cluster = cloud.call("CreateHpcCluster", cluster).unwrap()["HpcClusterSet"][0]["HpcClusterId"].clone();
    let id = cloud.create(json!({ "HpcClusterId": cluster, "UserData": "dQ==" })).remove(0);
    cloud.wait(10);
    let one = |more: Value| {
        let mut params = json!({ "InstanceIds": [id] });
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        params
    };
    cloud.refuses("DeleteHpcClusters", json!({ "HpcClusterIds": [cluster] }), "ResourceInUse.HpcCluster");
    let read = cloud.call("DescribeInstancesAttributes", one(json!({ "Attributes": ["UserData"] }))).unwrap();
    assert_eq!(read.pointer("/InstanceSet/0/Attributes/UserData").unwrap(), "dQ==");

    let change = json!({ "HostName": "other", "AutoReboot": false, "CamRoleName": "role" });
    cloud.call("ModifyInstancesAttribute", one(change)).unwrap();
    assert_eq!(of(&cloud.instance(&id), &["HostName", "CamRoleName"]), json!(["other", "role"]));
    assert_eq!(cloud.state(&id).as_deref(), Some("RUNNING"));
    cloud.call("ModifyInstancesAttribute", one(json!({ "CamRoleName": "" }))).unwrap();
    assert_eq!(cloud.instance(&id)["CamRoleName"], "");
    cloud.call("ModifyInstancesAttribute", one(json!({ "HostName": "again" }))).unwrap();
    assert_eq!(cloud.state(&id).as_deref(), Some("REBOOTING"), "another host name means a restart");
    cloud.wait(10);

    let bound = cloud.instance(&id)["SecurityGroupIds"].clone();
    let all = || cloud.world.security_groups.in_region("ap-guangzhou").map(|group| group.id.clone());
    let other = all().find(|group| bound[0] != group.as_str()).unwrap();
    cloud.call("AssociateSecurityGroups", one(json!({ "SecurityGroupIds": [other] }))).unwrap();
    assert_eq!(cloud.instance(&id)["SecurityGroupIds"], json!([bound[0], other]));
    cloud.call("DisassociateSecurityGroups", one(json!({ "SecurityGroupIds": [other] }))).unwrap();
    assert_eq!(cloud.instance(&id)["SecurityGroupIds"], bound);

    let timer = json!({ "ActionTimer": { "TimerAction": "TerminateInstances", "ActionTime": "2030-05-29T11:26:40Z" } });
    let made = cloud.call("ImportInstancesActionTimer", one(timer.clone())).unwrap()["ActionTimerIds"].clone();
    cloud.refuses("ImportInstancesActionTimer", one(timer), "FailedOperation.MutActionTimerExist");
    let listed = cloud.call("DescribeInstancesActionTimer", one(json!({ "StatusList": ["UNDO"] }))).unwrap();
    assert_eq!(listed["ActionTimers"][0]["ActionTimerId"], made[0]);
    cloud.call("DeleteInstancesActionTimer", json!({ "ActionTimerIds": made })).unwrap();
    assert_eq!(cloud.call("DescribeInstancesActionTimer", one(json!({}))).unwrap()["ActionTimers"], json!([]));

    let group =
        cloud.call("CreateDisasterRecoverGroup", json!({ "Name": "spread", "Type": "HOST", "Affinity": 2 })).unwrap();
    let group = group["DisasterRecoverGroupId"].clone();
    cloud.call("ModifyInstancesDisasterRecoverGroup", one(json!({ "DisasterRecoverGroupId": group }))).unwrap();
    assert_eq!(cloud.instance(&id)["DisasterRecoverGroupId"], group);
    let lower = json!({ "DisasterRecoverGroupId": group, "Affinity": 1 });
    cloud.refuses("ModifyDisasterRecoverGroupAttribute", lower, "InvalidParameterValue");
    let out = one(json!({ "DisasterRecoverGroupIds": [group] }));
    cloud.call("DeleteInstancesDisasterRecoverGroups", out.clone()).unwrap();
    cloud.refuses("DeleteInstancesDisasterRecoverGroups", out, "FailedOperation.DisasterRecoverGroupNotMatch");

    let types = cloud.call("DescribeInstancesModification", one(json!({}))).unwrap();
    assert_eq!(types.pointer("/InstanceTypeConfigStatusSet/0/InstanceTypeConfig/InstanceFamily").unwrap(), "S2");
    let limit = cloud.call("DescribeInstancesOperationLimit", one(json!({ "Operation": "INSTANCE_DEGRADE" }))).unwrap();
    assert_eq!(limit.pointer("/InstanceOperationLimitSet/0/LimitCount").unwrap(), -1);
    let quota = cloud.call("DescribeAccountQuota", json!({})).unwrap();
    assert_eq!(quota["AccountQuotaOverview"]["Region"], "ap-guangzhou");
}

#[test]
fn images_are_copied_with_their_ids_told_and_found_by_family() {
    let mut cloud = Cloud::new();
    let own = Tencent.sample(&cloud.world).extra["own_image_id"].clone();
    let copy = json!({ "ImageIds": [own], "DestinationRegions": ["ap-shanghai"], "ImageSetRequired": true, "ImageName": "copied" });
    let reply = cloud.call("SyncImages", copy).unwrap();
    assert_eq!(reply["ImageSet"][0]["Region"], "ap-shanghai");
    let encrypted = json!({ "ImageIds": [own], "DestinationRegions": ["ap-guangzhou"], "Encrypt": true });
    assert_eq!(cloud.call("SyncImages", encrypted).unwrap(), json!({}), "the ids are told when they are wanted");
    cloud.call("ModifyImageAttribute", json!({ "ImageId": own, "ImageFamily": "base" })).unwrap();
    let family = |cloud: &mut Cloud| {
        cloud.call("DescribeImageFromFamily", json!({ "ImageFamily": "base" })).unwrap()["Image"].clone()
    };
    assert_eq!(family(&mut cloud)["ImageId"], own.as_str());
    cloud.call("ModifyImageAttribute", json!({ "ImageId": own, "ImageDeprecated": true })).unwrap();
    assert_eq!(family(&mut cloud), Value::Null);
    let exported =
        json!({ "BucketName": "b-1", "ImageIds": [own], "ExportFormat": "QCOW2", "FileNamePrefixList": ["p"] });
    assert!(cloud.call("ExportImages", exported).unwrap()["CosPaths"][0].as_str().unwrap().ends_with(".qcow2"));
    let public = json!({ "BucketName": "b-1", "ImageIds": ["img-pmqg1cw7"] });
    cloud.refuses("ExportImages", public, "UnsupportedOperation.PublicImageExportUnsupported");
    let part = json!({ "Filters": [{ "Name": "platform", "Values": ["Cent"] }] });
    assert!(cloud.call("DescribeImages", part).unwrap()["TotalCount"].as_u64().unwrap() > 1, "a part will do");
}

#[test]
fn key_pairs_need_no_project_and_tell_when_they_were_made() {
    let mut cloud = Cloud::new();
    let tags = json!([{ "ResourceType": "keypair", "Tags": [{ "Key": "team", "Value": "a" }] }]);
    let made =
        cloud.call("CreateKeyPair", json!({ "KeyName": "k", "TagSpecification": tags })).unwrap()["KeyPair"].clone();
    assert_eq!(of(&made, &["ProjectId", "CreatedTime"]), json!([0, "2024-10-04T00:00:00Z"]));
    let found =
        cloud.call("DescribeKeyPairs", json!({ "Filters": [{ "Name": "tag:team", "Values": ["a"] }] })).unwrap();
    assert_eq!(found["KeyPairSet"][0]["KeyId"], made["KeyId"]);
}

#[test]
fn types_are_found_by_name_and_listed_in_the_order_that_is_asked_for() {
    let mut cloud = Cloud::new();
    let by = |name: &str, value: &str| json!({ "Filters": [{ "Name": name, "Values": [value] }] });
    let one = cloud.call("DescribeInstanceTypeConfigs", by("instance-type", "SA2.MEDIUM4")).unwrap();
    let found = one["InstanceTypeConfigSet"].as_array().unwrap();
    assert!(!found.is_empty() && found.iter().all(|kind| kind["InstanceType"] == "SA2.MEDIUM4"));
    let all = cloud.call("DescribeZoneInstanceConfigInfos", by("sort-keys", "cpu:desc")).unwrap();
    let cpus: Vec<i64> =
        all["InstanceTypeQuotaSet"].as_array().unwrap().iter().map(|kind| kind["Cpu"].as_i64().unwrap()).collect();
    assert!(cpus.is_sorted_by(|a, b| a >= b) && cpus[0] == 16, "{cpus:?}");
}
