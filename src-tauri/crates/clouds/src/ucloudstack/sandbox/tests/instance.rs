//! What can be done to an instance, and what its state does not allow.

use super::*;

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
fn vnc_access_differs_each_time() {
    let mut play = Play::new();
    let id = play.running();
    let (first, second) =
        (play.ok("GetVMVNCInfo", json!({ "VMID": id })), play.ok("GetVMVNCInfo", json!({ "VMID": id })));
    assert_eq!(first["Info"]["VMID"], json!(id));
    assert_ne!(first["Info"]["VNCPassword"], second["Info"]["VNCPassword"]);
}

#[test]
fn only_a_bound_address_can_be_the_way_out() {
    let mut play = Play::new();
    let record = play.ok("DescribeVMInstance", json!({ "Keyword": "web-01" }))["Infos"][0].clone();
    let (id, second) = (record["VMID"].as_str().unwrap(), record["IPInfos"][2]["IPID"].as_str().unwrap());
    play.wait(60);
    play.ok("UpdateVMDefaultGW", json!({ "VMID": id, "EIPID": second }));
    assert_eq!(play.world.instances.get(id).unwrap().extra[crate::ucloudstack::sandbox::record::WAY_OUT], second);
    assert!(play.record(id)["UpdateTime"].as_i64() > record["UpdateTime"].as_i64());
    let of_another = play.world.elastic_ips.iter().last().unwrap().id.clone();
    play.refused("UpdateVMDefaultGW", json!({ "VMID": id, "EIPID": of_another }), "4");
    play.refused("UpdateVMDefaultGW", json!({ "VMID": id, "EIPID": "eip-nope" }), "200");
}
