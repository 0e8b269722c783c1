//! Instances: ordered, turned on and off, changed.

use serde_json::{Value, json};

use super::Stage;

#[test]
fn an_instance_lives_through_its_states() {
    let mut stage = Stage::new();
    let order = stage.order(json!({ "description": "d", "userTags": [{ "key": "env", "value": "test" }],
        "elasticIp": { "bandwidthMbps": 3, "provider": "bgp" }, "dataDisks": [{ "cloudDiskSpec": { "diskType": "ssd.gp1", "diskSizeGB": 50 } }] }));
    let id = stage.ok("createInstances", order)["instanceIds"][0].as_str().unwrap().to_owned();
    assert_eq!(stage.instance(&id)["status"], "pending");
    stage.refused("stopInstance", json!({ "instanceId": id }), "FAILED_PRECONDITION", "underlay task");
    stage.wait(10);
    let shown = stage.instance(&id);
    assert_eq!(shown["status"], "running");
    assert_eq!(shown["systemDisk"]["cloudDisk"]["diskSizeGB"], 40);
    assert_eq!(
        (&shown["dataDisks"][0]["deviceName"], &shown["dataDisks"][0]["cloudDisk"]["status"]),
        (&json!("vdb"), &json!("in-use"))
    );
    assert!(shown["elasticIpId"].as_str().unwrap().starts_with("fip-"));
    assert_eq!(shown["tags"][0]["key"], "env");
    let address = shown["privateIpAddress"].as_str().unwrap().to_owned();
    let found =
        stage.ok("describeInstances", json!({ "filters": [{ "name": "privateIpAddress", "values": [address] }] }));
    assert_eq!(found["totalCount"], 1);

    stage.refused(
        "startInstance",
        json!({ "instanceId": id }),
        "FAILED_PRECONDITION",
        "Invalid instance status 'running'",
    );
    stage.ok("rebootInstance", json!({ "instanceId": id }));
    assert_eq!(stage.instance(&id)["status"], "rebooting");
    stage.wait(10);
    stage.ok("stopInstance", json!({ "instanceId": id }));
    assert_eq!(stage.instance(&id)["status"], "stopping");
    stage.wait(10);
    assert_eq!(stage.instance(&id)["status"], "stopped");
    stage.refused("rebootInstance", json!({ "instanceId": id }), "FAILED_PRECONDITION", "stopped");
    stage.ok("startInstance", json!({ "instanceId": id }));
    stage.wait(10);
    let disk = shown["dataDisks"][0]["cloudDisk"]["diskId"].clone();
    stage.ok("deleteInstance", json!({ "instanceId": id }));
    assert_eq!(stage.instance(&id)["status"], "deleting");
    stage.wait(10);
    stage.refused("describeInstance", json!({ "instanceId": id }), "NOT_FOUND", "not found");
    let disks = stage.ok("describeDisks", json!({ "filters": [{ "name": "diskId", "values": [disk] }] }));
    assert_eq!(disks["totalCount"], 0, "a data disk goes with its postpaid instance by default");
    let ips = stage
        .ok("describeElasticIps", json!({ "filters": [{ "name": "elasticIpIds", "values": [shown["elasticIpId"]] }] }));
    assert_eq!(ips["elasticIps"][0]["status"], "NOT_ASSOCIATED", "an elastic IP outlives its instance");
}

#[test]
fn a_token_creates_once() {
    let mut stage = Stage::new();
    let mut order = stage.order(json!({}));
    order["clientToken"] = json!("t-1");
    let first = stage.ok("createInstances", order.clone());
    assert_eq!(stage.ok("createInstances", order.clone()), first);
    let named = stage.ok("describeInstances", json!({ "filters": [{ "name": "name", "values": ["new"] }] }));
    assert_eq!(named["totalCount"], 1);
    order["maxCount"] = json!(2);
    stage.refused("createInstances", order, "INVALID_ARGUMENT", "clientToken");
}

#[test]
fn several_are_numbered_and_each_has_its_address() {
    let mut stage = Stage::new();
    let mut order = stage.order(json!({ "name": "web-[009]", "hostname": "web" }));
    order["maxCount"] = json!(3);
    let ids = stage.ok("createInstances", order)["instanceIds"].clone();
    let shown: Vec<Value> = ids.as_array().unwrap().iter().map(|id| stage.instance(id.as_str().unwrap())).collect();
    assert_eq!(
        shown.iter().map(|one| one["instanceName"].as_str().unwrap()).collect::<Vec<_>>(),
        ["web-009", "web-010", "web-011"]
    );
    assert_eq!(shown.iter().map(|one| one["hostname"].as_str().unwrap()).collect::<Vec<_>>(), ["web1", "web2", "web3"]);
    assert_ne!(shown[0]["privateIpAddress"], shown[1]["privateIpAddress"]);
}

#[test]
fn a_creation_is_refused_in_the_documented_words() {
    let mut stage = Stage::new();
    let mut refused = |changes: Value, code: &str, words: &str| {
        let order = stage.order(changes);
        stage.refused("createInstances", order, code, words);
    };
    refused(json!({ "imageId": null }), "INVALID_ARGUMENT", "Parameter InstanceSpec.ImageId missing");
    refused(json!({ "password": "abcdefgh" }), "INVALID_ARGUMENT", "Invalid password");
    refused(json!({ "imageId": "img-none" }), "NOT_FOUND", "Image 'img-none' not found");
    refused(json!({ "instanceType": "g.n9.none" }), "NOT_FOUND", "InstanceType 'g.n9.none' not found");
    refused(
        json!({ "primaryNetworkInterface": { "networkInterface": { "subnetId": "subnet-none" } } }),
        "NOT_FOUND",
        "Subnet 'subnet-none' not found",
    );
    refused(json!({ "keyNames": ["nobody"] }), "NOT_FOUND", "KeyPair 'nobody' not found");
    refused(json!({ "instanceType": "m.n3.8xlarge", "az": "cn-north-1b" }), "FAILED_PRECONDITION", "out of stock");
    refused(json!({ "az": "cn-south-1a" }), "INVALID_ARGUMENT", "Invalid az");
    refused(
        json!({ "systemDisk": { "diskCategory": "local" } }),
        "FAILED_PRECONDITION",
        "Only support cloud system disk",
    );
    refused(json!({ "agId": "ag-1" }), "NOT_FOUND", "Ag 'ag-1' not found");
    refused(
        json!({ "imageId": "img-winserv19c", "instanceType": "p.n1p40.3xlarge" }),
        "FAILED_PRECONDITION",
        "Doesn't support instanceType",
    );
    refused(json!({ "imageId": "img-winserv19c", "keyNames": ["ops-key"] }), "FAILED_PRECONDITION", "Windows");
    refused(json!({ "unknown": 1 }), "INVALID_ARGUMENT", "Unknown parameter InstanceSpec.Unknown");
    let mut order = stage.order(json!({}));
    order["maxCount"] = json!(101);
    stage.refused("createInstances", order.clone(), "OUT_OF_RANGE", "MaxCount out of range");
    order["maxCount"] = json!(100);
    stage.ok("createInstances", order.clone());
    stage.refused("createInstances", order, "QUOTA_EXCEEDED", "Instance quota limit exceeded");
}

#[test]
fn prepaid_instances_cost_money_and_stay_until_they_expire() {
    let mut stage = Stage::new();
    let before = stage.world.account.balance;
    let id = stage.running(json!({ "charge": { "chargeMode": "prepaid_by_duration", "chargeDuration": 1 } }));
    assert!(stage.world.account.balance < before);
    assert_eq!(stage.instance(&id)["charge"]["chargeMode"], "prepaid_by_duration");
    stage.refused("deleteInstance", json!({ "instanceId": id }), "FAILED_PRECONDITION", "prepaid");
    stage.wait(40 * 24 * 3600);
    assert_eq!(stage.instance(&id)["charge"]["chargeStatus"], "overdue");
    stage.refused("rebootInstance", json!({ "instanceId": id }), "FAILED_PRECONDITION", "Invalid charge state");
    stage.ok("deleteInstance", json!({ "instanceId": id }));
}

#[test]
fn a_system_disk_can_be_taken_out_of_a_stopped_instance_and_is_missed() {
    let mut stage = Stage::new();
    let id = stage.stopped(json!({}));
    let system = stage.instance(&id)["systemDisk"]["cloudDisk"]["diskId"].clone();
    stage.ok("detachDisk", json!({ "instanceId": id, "diskId": system }));
    stage.wait(5);
    stage.refused("startInstance", json!({ "instanceId": id }), "NOT_FOUND", "System disk not found");
    stage.ok("attachDisk", json!({ "instanceId": id, "diskId": system, "deviceName": "vda" }));
    stage.wait(5);
    stage.ok("startInstance", json!({ "instanceId": id }));
}

#[test]
fn a_resize_needs_a_stopped_instance_and_a_fitting_type() {
    let mut stage = Stage::new();
    let id = stage.running(json!({}));
    stage.refused(
        "resizeInstance",
        json!({ "instanceId": id, "instanceType": "g.n3.large" }),
        "FAILED_PRECONDITION",
        "stop the instance",
    );
    stage.ok("stopInstance", json!({ "instanceId": id }));
    stage.wait(10);
    stage.refused(
        "resizeInstance",
        json!({ "instanceId": id, "instanceType": "x" }),
        "NOT_FOUND",
        "InstanceType 'x' not found",
    );
    stage.ok("resizeInstance", json!({ "instanceId": id, "instanceType": "g.n3.large" }));
    assert_eq!(stage.instance(&id)["status"], "resizing");
    stage.wait(10);
    assert_eq!(
        (&stage.instance(&id)["status"], &stage.instance(&id)["instanceType"]),
        (&json!("stopped"), &json!("g.n3.large"))
    );
    // Another generation is barred where the system disk is a local one (SDK).
    let local = stage.stopped(json!({ "imageId": "img-centos79lc" }));
    let old = |id: &str| json!({ "instanceId": id, "instanceType": "p.n1p40.3xlarge" });
    stage.refused("resizeInstance", old(&local), "FAILED_PRECONDITION", "Generation");
    stage.ok("resizeInstance", old(&id));
}

#[test]
fn a_prepaid_instance_pays_for_a_larger_type_and_lasts_longer_with_a_smaller_one() {
    let mut stage = Stage::new();
    let charge = json!({ "chargeMode": "prepaid_by_duration", "chargeDuration": 1 });
    let id = stage.stopped(json!({ "charge": charge }));
    let expires = |stage: &Stage| stage.world.instances.get(&id).unwrap().expires.unwrap();
    let (balance, end) = (stage.world.account.balance, expires(&stage));
    stage.ok("resizeInstance", json!({ "instanceId": id, "instanceType": "g.n3.xlarge" }));
    stage.wait(10);
    assert!(stage.world.account.balance < balance, "the difference is paid");
    assert_eq!(expires(&stage), end);
    let balance = stage.world.account.balance;
    stage.ok("resizeInstance", json!({ "instanceId": id, "instanceType": "g.n3.large" }));
    stage.wait(10);
    assert_eq!(stage.world.account.balance, balance);
    let longer = (expires(&stage) - end).num_days();
    assert!((25..=31).contains(&longer), "half the price, twice the days that were left: {longer}");
    stage.wait(70 * 24 * 3600);
    let larger = json!({ "instanceId": id, "instanceType": "g.n3.xlarge" });
    stage.refused("resizeInstance", larger, "FAILED_PRECONDITION", "charge state");
}

#[test]
fn a_reinstalled_system_keeps_the_kind_of_its_disk() {
    let mut stage = Stage::new();
    let id = stage.stopped(json!({ "keyNames": ["ops-key"] }));
    stage.refused(
        "rebuildInstance",
        json!({ "instanceId": id, "imageId": "img-centos79lc" }),
        "FAILED_PRECONDITION",
        "Only support local",
    );
    stage.ok("rebuildInstance", json!({ "instanceId": id, "imageId": "img-ubuntu2204", "password": "Yundeck@2580" }));
    assert_eq!(stage.instance(&id)["status"], "rebuilding");
    stage.wait(10);
    let shown = stage.instance(&id);
    assert_eq!(
        (&shown["imageId"], &shown["keyNames"], &shown["platform"]),
        (&json!("img-ubuntu2204"), &json!([]), &json!("Ubuntu"))
    );
}

#[test]
fn a_local_system_disk_has_forty_gigabytes() {
    let mut stage = Stage::new();
    let id = stage.running(json!({ "imageId": "img-centos79lc" }));
    let disk = stage.instance(&id)["systemDisk"].clone();
    assert_eq!((&disk["diskCategory"], &disk["localDisk"]["diskSizeGB"]), (&json!("local"), &json!(40)));
}
