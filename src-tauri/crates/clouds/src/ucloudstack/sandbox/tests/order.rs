//! Orders: what is recorded of them, and what makes nothing.

use super::*;

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
