//! The cloud's rules, on a world whose clock stands still until it is turned.

use chrono::{Duration, TimeZone as _, Utc};
use serde_json::json;
use yundeck_catalogue::problem::Validator;
use yundeck_domain::CloudAdapter as _;
use yundeck_sandbox::world::Clock;

use super::*;

struct Play {
    world: World,
    ids: Sample,
}

impl Play {
    fn new() -> Self {
        // Half past two in the afternoon in Beijing.
        let noon = Utc.with_ymd_and_hms(2020, 4, 28, 6, 30, 0).single().unwrap();
        let mut world = World::new(&SPEC, Clock::standing(noon));
        Kingsoft.seed(&mut world, 0);
        let ids = Kingsoft.sample(&world);
        Self { world, ids }
    }

    fn incoming(&self, region: &str, operation: &str, params: Value) -> Incoming {
        let operation = SPEC.operation(operation).unwrap_or_else(|| panic!("{operation} is in the catalogue"));
        Incoming {
            operation,
            service: "kec".to_owned(),
            version: "2016-03-04".to_owned(),
            region: region.to_owned(),
            params,
        }
    }

    fn ask_in(&mut self, region: &str, operation: &str, params: Value) -> Outcome {
        let incoming = self.incoming(region, operation, params);
        let problems = Validator::new(&incoming.operation.input).unwrap().problems(&incoming.params);
        if let Some(refusal) =
            Some(problems).filter(|all| !all.is_empty()).and_then(|all| Kingsoft.invalid(&incoming, &all))
        {
            return Err(refusal);
        }
        self.world.settle();
        Kingsoft.handle(&mut self.world, &incoming)
    }

    fn ask(&mut self, operation: &str, params: Value) -> Outcome {
        let region = self.ids.region.clone();
        self.ask_in(&region, operation, params)
    }

    #[track_caller]
    fn done(&mut self, operation: &str, params: Value) -> Value {
        self.ask(operation, params).unwrap_or_else(|refusal| panic!("{operation}: {refusal:?}"))
    }

    #[track_caller]
    fn refused(&mut self, operation: &str, params: Value, about: &str) {
        let refusal = self.ask(operation, params.clone()).expect_err(operation);
        assert!(refusal.message.contains(&format!("parameter {about}")), "{operation} {params}: {refusal:?}");
    }

    fn order(&self, changes: Value) -> Value {
        let mut params = json!({
            "ImageId": self.ids.image_id, "InstanceType": "N3.2B", "SubnetId": self.ids.subnet_id,
            "SecurityGroupId": self.ids.security_group_id, "ChargeType": "Daily", "MaxCount": 1, "MinCount": 1,
        });
        params.as_object_mut().unwrap().extend(changes.as_object().cloned().unwrap());
        params
    }

    /// A new instance that runs.
    #[track_caller]
    fn running(&mut self, changes: Value) -> String {
        let order = self.order(changes);
        let reply = self.done("RunInstances", order);
        self.later(10);
        reply["InstancesSet"][0]["InstanceId"].as_str().unwrap().to_owned()
    }

    fn later(&self, seconds: i64) {
        self.world.clock.advance(Duration::seconds(seconds));
    }

    #[track_caller]
    fn look(&mut self, id: &str) -> Value {
        self.done("DescribeInstances", json!({ "InstanceId": [id] }))["InstancesSet"][0].clone()
    }
}

#[test]
fn every_operation_of_the_catalogue_is_played() {
    let mut play = Play::new();
    for operation in SPEC.operations.values() {
        if let Err(refusal) = play.ask(&operation.name, operation.example.clone()) {
            assert_ne!(refusal.code, "NoSuchEntity", "{}", operation.name);
        }
    }
}

#[test]
fn the_sample_fits_together() {
    let mut play = Play::new();
    let id = play.running(json!({}));
    let found = play.look(&id);
    assert_eq!(found["AvailabilityZone"], play.ids.zone);
    assert_eq!(found["NetworkInterfaceSet"][0]["VpcId"], play.ids.vpc_id);
    let instances = crate::kingsoft::adapter::Kingsoft.instances(&[]);
    let read = (instances.map)(&play.done("DescribeInstances", json!({ "MaxResults": 1000 })));
    let mine = read.iter().find(|instance| instance.id == id).unwrap();
    assert_eq!((mine.vcpus, mine.memory_mib), (Some(2), Some(4096)));
    assert_eq!(
        mine.created.map(|at| at.to_rfc3339()).as_deref(),
        Some("2020-04-28T14:30:00+08:00"),
        "the mapping reads what the world means"
    );
}

#[test]
fn the_quota_cuts_a_batch_or_refuses_it() {
    let mut play = Play::new();
    let used = u32::try_from(play.world.instances.len()).unwrap();
    play.world.quotas.insert("instances".to_owned(), used + 3);
    let order = play.order(json!({ "MaxCount": 10, "MinCount": 4 }));
    play.refused("RunInstances", order, "MinCount");
    let order = play.order(json!({ "MaxCount": 10, "MinCount": 2 }));
    assert_eq!(play.done("RunInstances", order)["InstancesSet"].as_array().unwrap().len(), 3);
}

#[test]
fn a_system_disk_follows_the_documents_table() {
    let mut play = Play::new();
    let windows =
        play.world.images.iter().find(|image| image.os.starts_with("windows-server_2016")).unwrap().id.clone();
    let id = play.running(json!({ "ImageId": windows }));
    let disk = play.look(&id)["SystemDisk"].clone();
    assert_eq!((&disk["DiskType"], &disk["DiskSize"]), (&json!("SSD3.0"), &json!(50)));
    assert_eq!(
        play.done("DescribeInstanceVolumes", json!({ "InstanceId": id }))["Attachments"][0]["VolumeId"],
        disk["DiskId"]
    );
    let order = play.order(json!({ "ImageId": windows, "SystemDisk": { "DiskSize": 40 } }));
    play.refused("RunInstances", order, "SystemDisk.DiskSize");
    let id = play.running(json!({ "InstanceType": "I2.2B", "DataDiskGb": 60 }));
    let found = play.look(&id);
    assert_eq!(found["SystemDisk"], json!({ "DiskType": "Local_SSD", "DiskSize": 20 }));
    assert_eq!(
        (&found["InstanceConfigure"]["DataDiskGb"], &found["InstanceConfigure"]["RootDiskGb"]),
        (&json!(60), &json!(20))
    );
}

#[test]
fn a_name_is_made_up_and_a_prepaid_instance_is_paid_at_once() {
    let mut play = Play::new();
    let before = play.world.account.balance;
    let id = play.running(json!({ "ChargeType": "Monthly", "PurchaseTime": 2 }));
    let name = play.look(&id)["InstanceName"].as_str().unwrap().to_owned();
    assert!(name.strip_prefix("KSC-IN-").is_some_and(|rest| rest.len() == 10), "{name}");
    let paid = before - play.world.account.balance;
    let asked =
        json!({ "InstanceType": "N3.2B", "ImageId": play.ids.image_id, "ChargeType": "Monthly", "PurchaseTime": 2 });
    let info = &play.done("DescribePrice", asked)["PriceInfo"];
    let price = |name: &str| yundeck_domain::money::decimal(&info[name]["TradePrice"]).unwrap();
    assert_eq!(paid, price("InstancePrice") + price("EBSPrice"), "what is quoted is what is paid");
    let part = |name: &str| yundeck_domain::money::decimal(&info["InstancePrice"][name]).unwrap();
    assert_eq!(part("TradePrice"), part("OriginalPrice") - part("DiscountPrice"), "the discount is what is taken off");
    play.world.account.balance = rust_decimal::Decimal::ONE;
    let order = play.order(json!({ "ChargeType": "Monthly", "PurchaseTime": 2 }));
    play.refused("RunInstances", order, "ChargeType");
}

#[test]
fn a_spot_bid_lies_between_the_market_and_the_list_price() {
    let mut play = Play::new();
    let bid =
        |limit: f64| json!({ "ChargeType": "Spot", "SpotStrategy": "SpotWithPriceLimit", "SpotPriceLimit": limit });
    for wrong in [0.00001, 99.0] {
        let order = play.order(bid(wrong));
        play.refused("RunInstances", order, "SpotPriceLimit");
    }
    let zone = play.ids.zone.clone();
    let history = play.done("DescribeSpotPriceHistory", json!({ "InstanceType": "N3.2B", "AvailabilityZone": zone }));
    assert_eq!(history["SpotPrices"][0]["Timestamp"], "2020-04-28 12:00:00", "Beijing time");
    let list = history["SpotPrices"][0]["OriginPrice"].as_f64().unwrap();
    let id = play.running(bid(list));
    assert_eq!(play.look(&id)["ChargeType"], "Spot");
    play.refused(
        "DescribeSpotPriceHistory",
        json!({ "InstanceType": "I2.2B", "AvailabilityZone": zone }),
        "InstanceType",
    );
    let long = json!({ "InstanceType": "N3.2B", "AvailabilityZone": zone, "StartTime": "2020-04-25T14:29:59Z", "EndTime": "2020-04-28T14:30:00Z" });
    play.refused("DescribeSpotPriceHistory", long, "StartTime");
    let three_days = json!({ "InstanceType": "N3.2B", "AvailabilityZone": zone, "StartTime": "2020-04-25T14:30:00Z", "EndTime": "2020-04-28T14:30:00Z" });
    assert_eq!(play.done("DescribeSpotPriceHistory", three_days)["SpotPrices"].as_array().unwrap().len(), 72);
}

#[test]
fn what_is_set_to_be_deleted_goes_in_time_and_the_recycle_bin_is_emptied() {
    let mut play = Play::new();
    let id = play.running(json!({}));
    let set = |at: Value| json!({ "InstanceId": [id], "AutoDeleteTime": at });
    play.refused("ModifyInstanceAutoDeleteTime", set(json!("2020-04-28 14:59")), "AutoDeleteTime");
    play.done("ModifyInstanceAutoDeleteTime", set(json!("2020-04-28 15:30")));
    play.done("ModifyInstanceAutoDeleteTime", json!({ "InstanceId": [id] }));
    play.later(7200);
    assert_eq!(play.look(&id)["InstanceState"]["Name"], "active", "it was called off");
    play.done("ModifyInstanceAutoDeleteTime", set(json!("2020-04-28 17:30")));
    play.later(3600);
    assert_eq!(play.look(&id)["InstanceState"]["Name"], "deleting");
    play.later(10);
    assert!(play.look(&id).is_null());
    assert!(play.world.instances.contains(&id), "in the recycle bin");
    play.later(8 * 24 * 3600);
    play.done("DescribeRegions", json!({}));
    assert!(!play.world.instances.contains(&id));
}

#[test]
fn a_template_makes_an_instance_and_wins_over_the_call() {
    let mut play = Play::new();
    let mut model = play.order(json!({ "ModelName": "web", "InstanceType": "N3.4B", "PurchaseTime": 0, "InstanceName": "of-model", "InstancePassword": "1qaz2wsx!Q" }));
    for name in ["MaxCount", "MinCount"] {
        model.as_object_mut().unwrap().shift_remove(name);
    }
    let id = play.done("CreateModel", model.clone())["ModelId"].clone();
    play.refused("CreateModel", model.clone(), "ModelName");
    let instance = play.running(json!({ "ModelId": id, "InstanceName": "of-call" }));
    let found = play.look(&instance);
    assert_eq!((found["InstanceName"].as_str(), found["InstanceType"].as_str()), (Some("of-model"), Some("N3.4B")));
    let listed = play.done("DescribeModels", json!({ "ModelId": [id] }));
    assert_eq!(listed["InstanceCount"], "1");
    assert!(listed["ModelSet"][0].get("InstancePassword").is_none(), "no password is shown");
    for nth in 1..50 {
        model["ModelName"] = json!(format!("web{nth}"));
        play.done("CreateModel", model.clone());
    }
    model["ModelName"] = json!("one too many");
    play.refused("CreateModel", model, "ModelName");
    play.done("TerminateModels", json!({ "ModelId": [id] }));
    assert_eq!(play.done("DescribeModels", json!({ "ModelId": [id] }))["ModelSet"], json!([]));
}

#[test]
fn a_local_disk_is_snapshot_and_rolled_back() {
    let mut play = Play::new();
    let id = play.running(json!({ "InstanceType": "I2.2B", "DataDiskGb": 40, "InstanceName": "local" }));
    let volumes = play.done("DescribeLocalVolumes", json!({ "InstanceName": "local" }));
    let names: Vec<_> = volumes["LocalVolumeSet"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["LocalVolumeId"].clone(), one["LocalVolumeCategory"].clone()))
        .collect();
    assert_eq!(names, [(json!(format!("{id}-a")), json!("system")), (json!(format!("{id}-c")), json!("data"))]);
    let made = play.done(
        "CreateLocalVolumeSnapshot",
        json!({ "LocalVolumeId": format!("{id}-c"), "LocalVolumeSnapshotName": "before" }),
    );
    let snapshot = made["LocalVolumeSnapshotId"].clone();
    let back = |volume: &str| json!({ "LocalVolumeId": format!("{id}-{volume}"), "LocalVolumeSnapshotId": snapshot });
    play.refused("RollbackLocalVolume", back("c"), "LocalVolumeSnapshotId");
    play.later(10);
    play.refused("RollbackLocalVolume", back("a"), "LocalVolumeSnapshotId");
    play.done("RollbackLocalVolume", back("c"));
    let listed = play.done("DescribeLocalVolumeSnapshots", json!({ "InstanceName": "local" }));
    assert_eq!(
        (&listed["LocalVolumeSnapshotCount"], &listed["LocalVolumeSnapshotSet"][0]["State"]),
        (&json!(1), &json!("ACTIVE"))
    );
    play.done("DeleteLocalVolumeSnapshot", json!({ "LocalVolumeSnapshotId": [snapshot] }));
    assert_eq!(play.done("DescribeLocalVolumeSnapshots", json!({}))["LocalVolumeSnapshotCount"], 0);
    let group = play.done("CreateDataGuardGroup", json!({ "DataGuardName": "g" }))["DataGuardId"].clone();
    play.refused("AddVmIntoDataGuard", json!({ "DataGuardId": group, "InstanceId": [id] }), "InstanceId.1");
}

#[test]
fn images_are_imported_copied_to_other_regions_and_sold() {
    let mut play = Play::new();
    let import = json!({ "ImageName": "imported", "Architecture": "x86_64", "Platform": "centos-7", "ImageUrl": "http://b.example/i.raw", "ImageFormat": "raw" });
    let id = play.done("ImportImage", import)["ImageId"].clone();
    assert_eq!(play.done("DescribeImages", json!({ "ImageId": id }))["ImagesSet"][0]["ImageState"], "queued");
    let share = json!({ "ImageId": id, "AccountId": ["73403251"], "Permission": "share" });
    play.refused("ModifyImageSharePermission", share.clone(), "ImageId");
    play.later(10);
    play.done("ModifyImageSharePermission", share);
    play.refused(
        "ModifyImageSharePermission",
        json!({ "ImageId": id, "AccountId": ["2000001278"], "Permission": "share" }),
        "AccountId.1",
    );
    play.refused("CopyImage", json!({ "ImageId": [id], "DestinationRegion": ["mars-1"] }), "DestinationRegion.1");
    play.done(
        "CopyImage",
        json!({ "ImageId": [id], "DestinationRegion": ["cn-shanghai-2"], "DestinationImageName": "copied" }),
    );
    let there = play.ask_in("cn-shanghai-2", "DescribeImages", json!({})).unwrap();
    let copy = there["ImagesSet"].as_array().unwrap().iter().find(|image| image["Name"] == "copied").unwrap();
    assert_eq!((&copy["ImageSource"], &copy["IsPublic"]), (&json!("copy"), &json!(false)));
    let market = play.done("QueryImageList", json!({ "Region": "cn-beijing-6" }));
    let sold = market["Data"]["items"][0]["ImageId"].clone();
    play.running(json!({ "ImageId": sold }));
}

#[test]
fn interfaces_keep_to_the_limits_of_type_zone_and_vpc() {
    let mut play = Play::new();
    let id = play.running(json!({}));
    let new =
        json!({ "InstanceId": id, "SubnetId": play.ids.subnet_id, "SecurityGroupId": [play.ids.security_group_id] });
    play.done("AttachNetworkInterface", new.clone());
    play.refused("AttachNetworkInterface", new, "InstanceId");
    let second = play.look(&id)["NetworkInterfaceSet"][1].clone();
    assert_eq!(second["NetworkInterfaceType"], "extension");
    let modify = |changes: Value| {
        let mut params = json!({ "InstanceId": id, "NetworkInterfaceId": second["NetworkInterfaceId"], "SubnetId": second["SubnetId"],
            "SecurityGroupId": [second["SecurityGroupSet"][0]["SecurityGroupId"]] });
        params.as_object_mut().unwrap().extend(changes.as_object().cloned().unwrap());
        params
    };
    play.done("ModifyNetworkInterfaceAttribute", modify(json!({ "PrivateIpAddress": "10.0.40.40" })));
    assert_eq!(play.look(&id)["NetworkInterfaceSet"][1]["PrivateIpAddress"], "10.0.40.40");
    play.refused(
        "ModifyNetworkInterfaceAttribute",
        modify(json!({ "PrivateIpAddress": "10.99.0.9" })),
        "PrivateIpAddress",
    );
    play.refused("ModifyNetworkInterfaceAttribute", modify(json!({ "DNS1": "1.2.3.4" })), "DNS1");
    let detach = |interface: &Value| json!({ "InstanceId": id, "NetworkInterfaceId": interface });
    let primary = play.look(&id)["NetworkInterfaceSet"][0]["NetworkInterfaceId"].clone();
    play.refused("DetachNetworkInterface", detach(&primary), "NetworkInterfaceId");
    play.done("DetachNetworkInterface", detach(&second["NetworkInterfaceId"]));
    assert_eq!(play.look(&id)["NetworkInterfaceSet"].as_array().unwrap().len(), 1);
    let own = json!({ "SubnetId": play.ids.subnet_id, "SecurityGroupId": [play.ids.security_group_id] });
    let own = play.done("CreateNetworkInterface", own)["NetworkInterfaceId"].clone();
    let other = play.running(json!({}));
    play.done("AttachNetworkInterface", json!({ "InstanceId": other, "NetworkInterfaceId": own }));
    play.refused("DeleteNetworkInterface", json!({ "NetworkInterfaceId": own }), "NetworkInterfaceId");
    play.done("TerminateInstances", json!({ "InstanceId": [other], "ForceDelete": true }));
    play.later(10);
    play.done("DeleteNetworkInterface", json!({ "NetworkInterfaceId": own }));
    let with_ip = play.running(
        json!({ "LineId": play.ids.extra["line_id"], "AddressBandWidth": 5, "AddressChargeType": "PostPaidByDay" }),
    );
    let primary = play.look(&with_ip)["NetworkInterfaceSet"][0].clone();
    assert!(primary["PublicIp"].as_str().is_some() && primary["AllocationId"].as_str().is_some());
    let moved = json!({ "InstanceId": with_ip, "NetworkInterfaceId": primary["NetworkInterfaceId"], "SubnetId": play.ids.subnet_id,
        "SecurityGroupId": [play.ids.security_group_id], "PrivateIpAddress": "10.0.40.41" });
    play.refused("ModifyNetworkInterfaceAttribute", moved, "NetworkInterfaceId");
}

#[test]
fn reinstalling_and_passwords_need_a_stopped_instance() {
    let mut play = Play::new();
    let id = play.running(json!({}));
    let image = json!({ "InstanceId": id, "KeepImageLogin": true });
    let password = json!({ "InstanceId": id, "InstancePassword": "1qaz2wsx!Q" });
    play.refused("ModifyInstanceImage", image.clone(), "InstanceId");
    play.refused("ModifyInstanceAttribute", password.clone(), "InstanceId");
    play.done("ModifyInstanceAttribute", json!({ "InstanceId": id, "InstanceName": "renamed" }));
    play.done("StopInstances", json!({ "InstanceId": [id] }));
    play.later(10);
    play.done("ModifyInstanceImage", image);
    assert_eq!(play.look(&id)["InstanceState"]["Name"], "rebuilding");
    play.later(10);
    play.done("ModifyInstanceAttribute", password);
    assert_eq!(play.look(&id)["InstanceState"]["Name"], "updating_password");
    play.later(10);
    assert_eq!(play.look(&id)["InstanceName"], "renamed");
    play.done("UnmonitorInstances", json!({ "InstanceId": [id] }));
    assert_eq!(play.look(&id)["Monitoring"]["State"], "disabled");
    play.refused("DescribeInstanceVnc", json!({ "InstanceId": id }), "InstanceId");
}

#[test]
fn a_list_is_filtered_searched_sorted_and_keeps_projects_apart() {
    let mut play = Play::new();
    for name in ["list-b", "list-c", "list-a"] {
        play.running(json!({ "InstanceName": name }));
    }
    play.running(json!({ "InstanceName": "list-other", "ProjectId": 1001 }));
    let mut names = |params: Value| {
        let reply = play.done("DescribeInstances", params);
        reply["InstancesSet"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["InstanceName"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let sorted = |order: &str| json!({ "Search": "list-", "Sort": [{ "Name": "InstanceName", "Value": [order] }] });
    assert_eq!(names(sorted("ASC")), ["list-a", "list-b", "list-c"]);
    assert_eq!(names(sorted("DESC")), ["list-c", "list-b", "list-a"]);
    assert_eq!(names(json!({ "Search": "list-", "ProjectId": [1001] })), ["list-other"]);
    assert!(
        names(json!({ "Search": "list-", "Filter": [{ "Name": "instance-state.name", "Value": ["stopped"] }] }))
            .is_empty()
    );
    play.refused("DescribeInstances", json!({ "Filter": [{ "Name": "colour", "Value": ["red"] }] }), "Filter.1.Name");
    let order = play.order(json!({ "ProjectId": 7 }));
    play.refused("RunInstances", order, "ProjectId");
}

#[test]
fn fifty_thousand_instances_are_seeded_and_listed_to_the_end() {
    let mut world = World::new(&SPEC, Clock::standing(Utc::now()));
    let before = std::time::Instant::now();
    Kingsoft.seed(&mut world, 50_000);
    let mut play = Play { ids: Kingsoft.sample(&world), world };
    let page = play.done("DescribeInstances", json!({ "MaxResults": 1000, "Marker": 50_000 }));
    assert_eq!((page["InstanceCount"].as_u64(), page["Marker"].as_u64()), (Some(50_004), Some(0)));
    assert!(before.elapsed().as_secs() < 30, "seeding and a page took {:?}", before.elapsed());
}
