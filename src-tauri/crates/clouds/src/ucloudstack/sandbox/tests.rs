//! The behaviour, on a clock that stands still until it is turned.

use chrono::{DateTime, Duration, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use yundeck_catalogue::problem::Validator;
use yundeck_sandbox::verify::{AuthFailure, Caller};
use yundeck_sandbox::world::Clock;
use yundeck_sandbox::{Behaviour, Incoming, RawRequest, Refusal, World};

use super::{SPEC, Ucloudstack, placement};

struct Play {
    world: World,
}

impl Play {
    fn new() -> Self {
        Self::with_crowd(0)
    }

    fn with_crowd(instances: usize) -> Self {
        let start: DateTime<Utc> = "2026-11-20T02:00:00Z".parse().unwrap();
        let mut world = World::new(&SPEC, Clock::standing(start));
        Ucloudstack.seed(&mut world, instances);
        Self { world }
    }

    fn wait(&mut self, seconds: i64) {
        self.world.clock.advance(Duration::seconds(seconds));
    }

    /// The way of a request without its envelope.
    fn call(&mut self, name: &str, params: Value) -> Result<Value, Refusal> {
        self.world.settle();
        let operation = SPEC.operation(name).unwrap();
        let incoming =
            Incoming { operation, service: "vm".into(), version: String::new(), region: "cn".into(), params };
        let problems = Validator::new(&operation.input).unwrap().problems(&incoming.params);
        if !problems.is_empty()
            && let Some(refusal) = Ucloudstack.invalid(&incoming, &problems)
        {
            return Err(refusal);
        }
        Ucloudstack.handle(&mut self.world, &incoming)
    }

    #[track_caller]
    fn ok(&mut self, name: &str, params: Value) -> Value {
        self.call(name, params.clone()).unwrap_or_else(|refusal| panic!("{name} {params}: {refusal:?}"))
    }

    #[track_caller]
    fn refused(&mut self, name: &str, params: Value, code: &str) -> String {
        match self.call(name, params.clone()) {
            Ok(reply) => panic!("{name} {params} was answered: {reply}"),
            Err(refusal) => {
                assert_eq!(refusal.code, code, "{name} {params}: {}", refusal.message);
                assert_eq!(refusal.status, 200, "errors are answered with HTTP 200");
                refusal.message
            }
        }
    }

    fn order(&self, changes: Value) -> Value {
        let sample = Ucloudstack.sample(&self.world);
        let mut order = json!({
            "Name": "new-01", "Password": "Ucloud.cn1", "ChargeType": "Month", "VMType": sample.instance_type, "ImageID": sample.image_id,
            "CPU": 2, "Memory": 4096, "BootDiskSetType": sample.extra["storage_type"], "VPCID": sample.vpc_id, "SubnetID": sample.subnet_id,
        });
        order.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        order
    }

    #[track_caller]
    fn create(&mut self, changes: Value) -> Value {
        let order = self.order(changes);
        self.ok("CreateVMInstance", order)
    }

    /// A new instance that runs.
    fn running(&mut self) -> String {
        let id = self.create(json!({}))["VMID"].as_str().unwrap().to_owned();
        self.wait(10);
        id
    }

    fn stopped(&mut self) -> String {
        let id = self.running();
        self.ok("StopVMInstance", json!({ "VMID": id }));
        self.wait(10);
        id
    }

    #[track_caller]
    fn record(&mut self, id: &str) -> Value {
        let found = self.ok("DescribeVMInstance", json!({ "VMIDs": [id] }));
        assert_eq!(found["TotalCount"], 1, "{id}");
        found["Infos"][0].clone()
    }

    #[track_caller]
    fn state(&mut self, id: &str) -> String {
        self.record(id)["State"].as_str().unwrap().to_owned()
    }
}

#[test]
fn every_operation_of_the_catalogue_is_answered() {
    for (name, operation) in &SPEC.operations {
        if let Err(refusal) = Play::new().call(name, operation.example.clone()) {
            assert_ne!(refusal.code, "110", "{name} has no handler");
            assert_ne!(refusal.code, "3", "{name}: the example is complete");
        }
    }
}

#[test]
fn an_instance_lives_through_its_states() {
    let mut play = Play::new();
    let id = play.create(json!({}))["VMID"].as_str().unwrap().to_owned();
    assert_eq!(play.state(&id), "Starting", "the document has no other word for it");
    play.wait(10);
    assert_eq!(play.state(&id), "Running");
    for (action, passing, end) in [
        ("StopVMInstance", "Stopping", "Stopped"),
        ("StartVMInstance", "Starting", "Running"),
        ("RestartVMInstance", "Restarting", "Running"),
    ] {
        play.ok(action, json!({ "VMID": id }));
        assert_eq!(play.state(&id), passing, "{action}");
        play.wait(10);
        assert_eq!(play.state(&id), end, "{action}");
    }
    play.ok("PoweroffVMInstance", json!({ "VMID": id }));
    assert_eq!(play.state(&id), "Poweroffing");
    play.wait(2);
    assert_eq!(play.state(&id), "Stopped");
    play.ok("DeleteVMInstance", json!({ "VMID": id }));
    assert_eq!(play.state(&id), "Terminating");
    play.wait(10);
    assert_eq!(play.ok("DescribeVMInstance", json!({ "VMIDs": [id] }))["TotalCount"], 0);
    play.refused("StartVMInstance", json!({ "VMID": id }), "200");
}

#[test]
fn what_the_state_does_not_allow_is_refused_and_changes_nothing() {
    let mut play = Play::new();
    let id = play.running();
    for (operation, more) in [
        ("StartVMInstance", json!({})),
        ("ReinstallVMInstance", json!({ "ImageID": "cn-image-centos-74" })),
        ("ResizeVMConfig", json!({ "CPU": 4, "Memory": 8192 })),
        ("CreateCustomImage", json!({ "ImageName": "golden" })),
    ] {
        let mut params = json!({ "VMID": id });
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let message = play.refused(operation, params, "202");
        assert!(message.contains("[Running]"), "{message}");
    }
    assert_eq!(play.state(&id), "Running");
    play.ok("StopVMInstance", json!({ "VMID": id }));
    play.refused("StopVMInstance", json!({ "VMID": id }), "202");
    play.ok("PoweroffVMInstance", json!({ "VMID": id }));
    play.wait(2);
    for operation in ["RestartVMInstance", "PoweroffVMInstance", "GetVMVNCInfo"] {
        play.refused(operation, json!({ "VMID": id }), "202");
    }
    play.refused("ResetVMInstancePassword", json!({ "VMID": id, "Password": "Ucloud.cn2" }), "202");
}

#[test]
fn an_order_is_recorded_as_it_was_given() {
    let mut play = Play::new();
    let sample = Ucloudstack.sample(&play.world);
    let reply = play.create(json!({
        "DataDiskSetType": "StorageSetSSD", "DataDiskSpace": 100, "LANSGID": sample.security_group_id, "WANSGID": sample.security_group_id,
        "InternalIP": "10.0.3.7", "OperatorName": "BGP", "Bandwidth": 5, "InternetIP": "198.18.200.1", "Remark": "测试", "ChargeType": "Year", "Quantity": 2,
    }));
    let id = reply["VMID"].as_str().unwrap();
    let record = play.record(id);
    assert_eq!((&record["Name"], &record["CPU"], &record["Memory"]), (&json!("new-01"), &json!(2), &json!(4096)));
    assert_eq!(
        (&record["ChargeType"], &record["Remark"], &record["VMType"]),
        (&json!("Year"), &json!("测试"), &json!("ComputeSetA"))
    );
    assert_eq!(
        record["ExpireTime"].as_i64().unwrap() - record["CreateTime"].as_i64().unwrap(),
        731 * 86_400,
        "two years, one of them a leap year"
    );
    assert_eq!(record["DiskInfos"][0]["Type"], "Boot");
    assert_eq!(
        (&record["DiskInfos"][1]["DiskID"], &record["DiskInfos"][1]["StorageSetType"]),
        (&reply["DiskID"], &json!("StorageSetSSD"))
    );
    let (private, public) = (&record["IPInfos"][0], &record["IPInfos"][1]);
    assert_eq!(
        (&private["IP"], &private["NicType"], &private["SGID"]),
        (&json!("10.0.3.7"), &json!("LAN"), &json!(sample.security_group_id))
    );
    assert_eq!(
        (&public["IP"], &public["IPID"], &public["ISDefaultGW"]),
        (&json!("198.18.200.1"), &reply["EIPID"], &json!(1))
    );

    let plain = play.create(json!({ "Name": "plain" }));
    assert_eq!((plain.get("DiskID"), plain.get("EIPID")), (None, None), "nothing else was made");
}

#[test]
fn an_order_that_names_what_does_not_fit_makes_nothing() {
    let mut play = Play::new();
    let before = play.world.instances.len();
    let balance = play.world.account.balance;
    let other_subnet = play.world.subnets.iter().last().unwrap().id.clone();
    for (changes, code) in [
        (json!({ "ImageID": "image-nope" }), "200"),
        (json!({ "VPCID": "vpc-nope" }), "200"),
        (json!({ "SubnetID": "subnet-nope" }), "200"),
        (json!({ "SubnetID": other_subnet }), "4"),
        (json!({ "WANSGID": "sg-nope" }), "200"),
        (json!({ "VMType": "Nope" }), "4"),
        (json!({ "VMType": "ComputeSetArm" }), "4"),
        (json!({ "BootDiskSetType": "Nope" }), "4"),
        (json!({ "CPU": 3 }), "4"),
        (json!({ "Memory": 3000 }), "4"),
        (json!({ "GPU": 1, "CPU": 4, "Memory": 8192 }), "4"),
        (json!({ "Quantity": 12 }), "4"),
        (json!({ "InternalIP": "172.16.0.1" }), "4"),
        (json!({ "OperatorName": "Nope" }), "4"),
        (json!({ "InternetIP": "8.8.8.8" }), "4"),
        (json!({ "ProjectID": "project-nope" }), "651"),
        (json!({ "DataDiskID": "disk-nope" }), "200"),
        (json!({ "ImageID": "cn-image-windows-2019", "Password": "Admin123!" }), "4"),
        (json!({ "Password": "abcdef" }), "4"),
    ] {
        let order = play.order(changes);
        play.refused("CreateVMInstance", order, code);
    }
    let mut incomplete = play.order(json!({}));
    incomplete.as_object_mut().unwrap().remove("VPCID");
    assert_eq!(play.refused("CreateVMInstance", incomplete, "3"), "Missing params [VPCID]");
    assert_eq!((play.world.instances.len(), play.world.account.balance), (before, balance));
}

#[test]
fn an_address_is_given_once() {
    let mut play = Play::new();
    play.create(json!({ "InternalIP": "10.0.3.7", "InternetIP": "198.18.200.1" }));
    for changes in [json!({ "InternalIP": "10.0.3.7" }), json!({ "InternetIP": "198.18.200.1" })] {
        let order = play.order(changes);
        play.refused("CreateVMInstance", order, "202");
    }
}

#[test]
fn an_external_disk_serves_one_instance() {
    let mut play = Play::new();
    let luns: Vec<String> =
        play.world.disks.iter().filter(|disk| disk.name.starts_with("lun")).map(|disk| disk.id.clone()).collect();
    let id = play.create(json!({ "BootDiskID": luns[0], "DataDiskID": luns[1] }))["VMID"].as_str().unwrap().to_owned();
    let record = play.record(&id);
    let disks: Vec<_> =
        record["DiskInfos"].as_array().unwrap().iter().map(|disk| (&disk["DiskID"], &disk["Type"])).collect();
    assert_eq!(disks, [(&json!(luns[0]), &json!("Boot")), (&json!(luns[1]), &json!("Data"))]);
    let order = play.order(json!({ "DataDiskID": luns[0] }));
    play.refused("CreateVMInstance", order, "202");
    play.wait(10);
    play.ok("DeleteVMInstance", json!({ "VMID": id, "DelBindResource": 1 }));
    play.wait(10);
    play.create(json!({ "BootDiskID": luns[0] }));
}

#[test]
fn what_is_bound_outlives_its_instance_unless_asked_otherwise() {
    for (flag, kept) in
        [(json!({}), true), (json!({ "DelBindResource": 0 }), true), (json!({ "DelBindResource": 1 }), false)]
    {
        let mut play = Play::new();
        let made = play.create(json!({ "DataDiskSpace": 100, "OperatorName": "BGP", "Bandwidth": 5 }));
        let boot = play.record(made["VMID"].as_str().unwrap())["DiskInfos"][0]["DiskID"].as_str().unwrap().to_owned();
        play.wait(10);
        let mut params = json!({ "VMID": made["VMID"] });
        params.as_object_mut().unwrap().extend(flag.as_object().unwrap().clone());
        play.ok("DeleteVMInstance", params);
        play.wait(10);
        play.world.settle();
        assert_eq!(play.world.disks.contains(made["DiskID"].as_str().unwrap()), kept, "{flag}");
        assert_eq!(play.world.elastic_ips.contains(made["EIPID"].as_str().unwrap()), kept, "{flag}");
        assert!(!play.world.disks.contains(&boot), "the system disk always goes");
    }
}

#[test]
fn a_price_is_what_a_purchase_without_extras_charges() {
    for (charge_type, quantity) in [("Dynamic", 1), ("Month", 3), ("Year", 1)] {
        let mut play = Play::new();
        let sample = Ucloudstack.sample(&play.world);
        let priced = play.ok(
            "GetVMInstancePrice",
            json!({
                "VMType": sample.instance_type, "ImageID": sample.image_id, "CPU": 2, "Memory": 4096, "BootDiskSetType": "StorageSetA", "BootDiskSpace": 40,
                "ChargeType": charge_type, "Quantity": quantity,
            }),
        );
        assert_eq!(priced["Infos"][0]["ChargeType"], charge_type);
        let before = play.world.account.balance;
        play.create(json!({ "ChargeType": charge_type, "Quantity": quantity }));
        let paid = before - play.world.account.balance;
        let price: Decimal = priced["Infos"][0]["Price"].to_string().parse().unwrap();
        assert_eq!(price, paid, "{charge_type}");
        assert!(paid > Decimal::ZERO);

        let before = play.world.account.balance;
        play.create(json!({ "ChargeType": charge_type, "Quantity": quantity, "DataDiskSpace": 100, "OperatorName": "BGP", "Bandwidth": 5 }));
        assert!(before - play.world.account.balance > paid, "the price call leaves data disk and address out");
    }
}

#[test]
fn the_smallest_size_is_sold_but_not_priced() {
    let mut play = Play::new();
    play.create(json!({ "CPU": 1, "Memory": 1024 }));
    let sample = Ucloudstack.sample(&play.world);
    let params = json!({
        "VMType": sample.instance_type, "ImageID": sample.image_id, "CPU": 1, "Memory": 1024, "BootDiskSetType": "StorageSetA", "BootDiskSpace": 40,
        "ChargeType": "Month",
    });
    assert_eq!(play.refused("GetVMInstancePrice", params, "4"), "Params [Memory] not available");
}

#[test]
fn a_required_parameter_with_a_default_may_be_missing() {
    let mut play = Play::new();
    let mut params = json!({
        "VMType": "ComputeSetA", "ImageID": "cn-image-centos-74", "CPU": 2, "Memory": 4096, "BootDiskSetType": "StorageSetA", "ChargeType": "Month",
    });
    let without = play.ok("GetVMInstancePrice", params.clone());
    params["BootDiskSpace"] = json!(40);
    assert_eq!(without, play.ok("GetVMInstancePrice", params));
}

#[test]
fn an_empty_purse_buys_nothing() {
    let mut play = Play::new();
    play.world.account.balance = Decimal::ONE;
    let order = play.order(json!({}));
    play.refused("CreateVMInstance", order, "23001");
}

#[test]
fn growing_a_prepaid_instance_costs_the_rest_of_its_period() {
    let mut play = Play::new();
    let id = play.stopped();
    let before = play.world.account.balance;
    play.ok("ResizeVMConfig", json!({ "VMID": id, "CPU": 4, "Memory": 8192 }));
    assert!(play.world.account.balance < before);
    let record = play.record(&id);
    assert_eq!((&record["CPU"], &record["Memory"], &record["State"]), (&json!(4), &json!(8192), &json!("Stopped")));
    let before = play.world.account.balance;
    play.ok("ResizeVMConfig", json!({ "VMID": id, "CPU": 1, "Memory": 2048 }));
    assert_eq!(play.world.account.balance, before, "shrinking gives nothing back");
    play.refused("ResizeVMConfig", json!({ "VMID": id, "CPU": 4, "Memory": 3000 }), "4");
}

#[test]
fn gpus_need_a_cluster_that_has_them_and_cpus_to_feed_them() {
    let mut play = Play::new();
    let id = play.create(json!({ "VMType": "ComputeSetGPU", "GPU": 2, "CPU": 8, "Memory": 16384 }))["VMID"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(play.world.instances.get(&id).unwrap().gpus, 2);
    play.wait(10);
    play.ok("StopVMInstance", json!({ "VMID": id }));
    play.wait(10);
    play.refused("ResizeVMConfig", json!({ "VMID": id, "CPU": 4, "Memory": 8192 }), "4");
}

#[test]
fn a_reinstallation_changes_the_system_and_ends_stopped() {
    let mut play = Play::new();
    let id = play.stopped();
    play.ok("ReinstallVMInstance", json!({ "VMID": id, "ImageID": "cn-image-ubuntu-1804", "Password": "Ucloud.cn3" }));
    assert_eq!(play.state(&id), "Reinstalling");
    play.wait(10);
    let record = play.record(&id);
    assert_eq!(
        (&record["State"], &record["ImageID"], &record["OSName"]),
        (&json!("Stopped"), &json!("cn-image-ubuntu-1804"), &json!("Ubuntu 18.04 x86_64"))
    );
    for image in ["cn-image-windows-2019", "cn-image-centos-76-arm"] {
        play.refused("ReinstallVMInstance", json!({ "VMID": id, "ImageID": image }), "4");
    }
    play.refused("ReinstallVMInstance", json!({ "VMID": id, "ImageID": "image-nope" }), "200");
}

#[test]
fn an_image_is_made_used_and_removed() {
    let mut play = Play::new();
    let id = play.stopped();
    let image = play.ok("CreateCustomImage", json!({ "VMID": id, "ImageName": "golden", "ImageDescription": "nginx" }))
        ["ImageID"]
        .clone();
    let look = |play: &mut Play| play.ok("DescribeImage", json!({ "ImageIDs": [image] }))["Infos"][0].clone();
    assert_eq!(look(&mut play)["ImageStatus"], "Making");
    let order = play.order(json!({ "ImageID": image }));
    play.refused("CreateVMInstance", order, "202");
    play.wait(20);
    let record = look(&mut play);
    assert_eq!(
        (&record["ImageStatus"], &record["ImageType"], &record["Name"]),
        (&json!("Used"), &json!("Custom"), &json!("golden"))
    );
    play.create(json!({ "ImageID": image }));
    play.ok("DeleteCustomImage", json!({ "ImageID": image }));
    play.refused("DeleteCustomImage", json!({ "ImageID": image }), "200");
    play.refused("DeleteCustomImage", json!({ "ImageID": "cn-image-centos-74" }), "4");
}

#[test]
fn images_are_listed_by_type() {
    let mut play = Play::new();
    let count = |play: &mut Play, params: Value| play.ok("DescribeImage", params)["TotalCount"].as_u64().unwrap();
    assert_eq!(
        (count(&mut play, json!({ "ImageType": "Base" })), count(&mut play, json!({ "ImageType": "Custom" }))),
        (5, 1)
    );
    assert_eq!(count(&mut play, json!({})), 6);
    assert_eq!(count(&mut play, json!({ "Keyword": "Ubuntu" })), 1);
}

#[test]
fn only_a_bound_address_can_be_the_way_out() {
    let mut play = Play::new();
    let record = play.ok("DescribeVMInstance", json!({ "Keyword": "web-01" }))["Infos"][0].clone();
    let (id, second) = (record["VMID"].as_str().unwrap(), record["IPInfos"][2]["IPID"].as_str().unwrap());
    play.wait(60);
    play.ok("UpdateVMDefaultGW", json!({ "VMID": id, "EIPID": second }));
    assert_eq!(play.world.instances.get(id).unwrap().extra[super::record::WAY_OUT], second);
    assert!(play.record(id)["UpdateTime"].as_i64() > record["UpdateTime"].as_i64());
    let of_another = play.world.elastic_ips.iter().last().unwrap().id.clone();
    play.refused("UpdateVMDefaultGW", json!({ "VMID": id, "EIPID": of_another }), "4");
    play.refused("UpdateVMDefaultGW", json!({ "VMID": id, "EIPID": "eip-nope" }), "200");
}

#[test]
fn vnc_access_differs_each_time() {
    let mut play = Play::new();
    let id = play.running();
    let (first, second) =
        (play.ok("GetVMVNCInfo", json!({ "VMID": id })), play.ok("GetVMVNCInfo", json!({ "VMID": id })));
    assert_eq!(first["Info"]["VMID"], json!(id));
    assert_ne!(first["Info"]["VNCPassword"], second["Info"]["VNCPassword"]);
}

#[test]
fn lists_are_paged_and_filtered() {
    let mut play = Play::with_crowd(250);
    let all = play.world.instances.len();
    let mut ids = std::collections::BTreeSet::new();
    for offset in (0..all).step_by(100) {
        let page = play.ok("DescribeVMInstance", json!({ "Offset": offset, "Limit": 100 }));
        assert_eq!(page["TotalCount"], all);
        ids.extend(page["Infos"].as_array().unwrap().iter().map(|info| info["VMID"].as_str().unwrap().to_owned()));
    }
    assert_eq!(ids.len(), all, "every instance once");
    assert_eq!(
        play.ok("DescribeVMInstance", json!({}))["Infos"].as_array().unwrap().len(),
        20,
        "the documented default"
    );
    play.refused("DescribeVMInstance", json!({ "Limit": 101 }), "4");
    assert_eq!(play.ok("DescribeVMInstance", json!({ "Keyword": "db-01" }))["TotalCount"], 1);
    let office = play.ok("DescribeVPC", json!({ "Keyword": "office" }))["Infos"][0].clone();
    assert_eq!(office["SubnetCount"], 2);
    let subnets = play.ok("DescribeSubnet", json!({ "VPCID": office["VPCID"] }));
    assert_eq!(subnets["TotalCount"], 2);
    assert_eq!(play.ok("DescribeSecurityGroup", json!({}))["TotalCount"], 2);
    assert_eq!(play.ok("DescribeVMType", json!({}))["TotalCount"], placement::VM_TYPES.len());
    assert_eq!(play.ok("DescribeStorageType", json!({}))["TotalCount"], placement::STORAGE_TYPES.len());
    assert_eq!(play.ok("DescribeRegion", json!({}))["Infos"][0]["Region"], "cn");
}

#[test]
fn the_seeded_world_is_worth_a_look() {
    let mut play = Play::new();
    let infos = play.ok("DescribeVMInstance", json!({}))["Infos"].clone();
    let shown: Vec<_> = infos
        .as_array()
        .unwrap()
        .iter()
        .map(|info| {
            (info["Name"].as_str().unwrap(), info["State"].as_str().unwrap(), info["ChargeType"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("web-01", "Running", "Month"),
            ("db-01", "Running", "Year"),
            ("批处理-01", "Stopped", "Dynamic"),
            ("win-desktop", "Running", "Month")
        ]
    );
}

#[test]
fn every_state_the_crowd_is_in_has_a_documented_word() {
    let mut play = Play::with_crowd(500);
    let documented = [
        "Starting",
        "Restarting",
        "Running",
        "Stopping",
        "Stopped",
        "Deleted",
        "Terminating",
        "Terminated",
        "Migrating",
        "Reinstalling",
        "Poweroffing",
        "Failed",
    ];
    for offset in (0..500).step_by(100) {
        for info in
            play.ok("DescribeVMInstance", json!({ "Offset": offset, "Limit": 100 }))["Infos"].as_array().unwrap()
        {
            assert!(documented.contains(&info["State"].as_str().unwrap()), "{info}");
            assert!(["Dynamic", "Month", "Year"].contains(&info["ChargeType"].as_str().unwrap()), "{info}");
        }
    }
}

fn request(form: &str) -> RawRequest {
    RawRequest {
        method: "POST".into(),
        target: "/".into(),
        headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
        body: form.as_bytes().to_vec(),
        received: DateTime::UNIX_EPOCH,
        listener: "vm".into(),
    }
}

fn decode(form: &str) -> Result<Incoming, Refusal> {
    Ucloudstack.decode(&request(form), &Caller { key_id: "key".into(), service: None, region: None })
}

#[test]
fn a_form_becomes_typed_parameters_without_the_common_ones() {
    let incoming = decode(
        "Action=DescribeVMInstance&Region=cn&Zone=zone-01&ProjectId=org-1&VMIDs.0=vm-1&VMIDs.1=vm-2&Limit=20&PublicKey=k%3D%3D&Signature=s",
    )
    .unwrap();
    assert_eq!(incoming.name(), "DescribeVMInstance");
    assert_eq!(incoming.region, "cn");
    assert_eq!(incoming.params, json!({ "VMIDs": ["vm-1", "vm-2"], "Limit": 20 }));
}

#[test]
fn what_cannot_be_understood_is_refused_in_the_clouds_words() {
    for (form, code) in [
        ("Region=cn", "101"),
        ("Action=DescribeNothing&Region=cn", "110"),
        ("Action=DescribeVMInstance", "3"),
        ("Action=DescribeVMInstance&Region=mars", "4"),
        ("Action=DescribeVMInstance&Region=cn&VMIDs.1=vm-1", "4"),
    ] {
        assert_eq!(decode(form).unwrap_err().code, code, "{form}");
    }
    assert!(decode("Action=DescribeRegion").is_ok(), "regions are asked for before one is known");
}

#[test]
fn a_wrong_key_and_a_wrong_secret_are_told_apart() {
    let code = |failure| Ucloudstack.not_authentic(&failure).code;
    assert_eq!(code(AuthFailure::Missing), "104");
    assert_eq!(code(AuthFailure::UnknownKey("k".into())), "103");
    assert_eq!(code(AuthFailure::BadSignature { string_to_sign: String::new() }), "109");
}

#[test]
fn replies_have_the_clouds_envelope() {
    let request = request("Action=StartVMInstance&Region=cn&VMID=vm-1");
    let incoming = decode("Action=StartVMInstance&Region=cn&VMID=vm-1").unwrap();
    let body = |incoming, outcome: &Result<Value, Refusal>| {
        let reply = Ucloudstack.reply(&request, incoming, outcome, "id-1");
        assert_eq!((reply.status, reply.content_type.as_str()), (200, "application/json"));
        assert_eq!(reply.headers, [("X-UCLOUD-REQUEST-UUID".to_owned(), "id-1".to_owned())]);
        serde_json::from_slice::<Value>(&reply.body).unwrap()
    };
    assert_eq!(
        body(Some(&incoming), &Ok(json!({ "X": 1 }))),
        json!({ "RetCode": 0, "Action": "StartVMInstanceResponse", "Message": "", "X": 1 })
    );
    let refused = Err(super::refusal(109, "Signature VerifyAC Error"));
    assert_eq!(
        body(None, &refused),
        json!({ "RetCode": 109, "Action": "StartVMInstanceResponse", "Message": "Signature VerifyAC Error" })
    );
}

#[test]
fn every_code_the_sandbox_answers_has_a_meaning() {
    for code in ["560", "199", "101", "104", "109", "103", "602", "3", "4", "651", "202", "23001", "200", "2"] {
        assert!(SPEC.meaning_of(code, "").is_some(), "{code}");
    }
}
