//! Parameters of the guide's later editions, and the operations that are not the document's.

use super::*;
use crate::ucloudstack::map;

/// A virtual GPU on the cluster that has them.
fn share() -> Value {
    json!({ "VMType": "ComputeSetGPU", "CPU": 4, "Memory": 8192, "GPUType": "VGPU", "MdevName": "nvidia-231" })
}

fn with(base: Value, changes: Value) -> Value {
    let mut params = base;
    params.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    params
}

#[test]
fn a_virtual_gpu_is_a_share_that_the_cluster_offers() {
    let mut play = Play::new();
    let id = play.create(share())["VMID"].as_str().unwrap().to_owned();
    let record = play.record(&id);
    assert_eq!((&record["GPUType"], &record["MdevName"]), (&json!("VGPU"), &json!("nvidia-231")));
    assert_ne!(record["VGPUID"], "");
    assert_eq!(map::instance::instances(&json!({ "Infos": [record] }))[0].gpus, 1.0);
    for wrong in [json!({ "MdevName": "nvidia-0" }), json!({ "GPUType": "GPU" }), json!({ "VMType": "ComputeSetA" })] {
        let order = play.order(with(share(), wrong));
        play.refused("CreateVMInstance", order, "4");
    }
    let mut unnamed = play.order(share());
    unnamed.as_object_mut().unwrap().remove("MdevName");
    assert!(play.refused("CreateVMInstance", unnamed, "3").contains("MdevName"));
}

#[test]
fn gpus_of_no_kind_are_whole_cards_and_none_are_none() {
    let mut play = Play::new();
    let whole = json!({ "VMType": "ComputeSetGPU", "GPU": 2, "CPU": 8, "Memory": 16384 });
    let id = play.create(whole)["VMID"].as_str().unwrap().to_owned();
    let record = play.record(&id);
    assert_eq!((&record["GPU"], &record["GPUType"], &record["VGPUID"]), (&json!(2), &json!("GPU"), &json!("")));
    let id = play.create(json!({}))["VMID"].as_str().unwrap().to_owned();
    let record = play.record(&id);
    assert_eq!((&record["GPU"], &record["GPUType"]), (&json!(0), &json!("")));
    assert_eq!(map::instance::instances(&json!({ "Infos": [record] }))[0].gpus, 0.0);
}

#[test]
fn a_virtual_gpu_is_priced_as_it_is_charged() {
    let mut play = Play::new();
    let of = |changes: Value| {
        let base = json!({
            "VMType": "ComputeSetGPU", "ImageID": "cn-image-centos-74", "CPU": 4, "Memory": 8192, "BootDiskSetType": "StorageSetA",
            "BootDiskSpace": 40, "ChargeType": "Month",
        });
        with(base, changes)
    };
    let price = |play: &mut Play, changes: Value| {
        play.ok("GetVMInstancePrice", of(changes))["Infos"][0]["Price"].as_f64().unwrap()
    };
    let plain = price(&mut play, json!({}));
    let shared = price(&mut play, json!({ "GPUType": "VGPU", "MdevName": "nvidia-231", "MemberID": 1 }));
    assert!(shared > plain);
    let before = play.world.account.balance;
    play.create(share());
    let paid: f64 = (before - play.world.account.balance).to_string().parse().unwrap();
    assert!((paid - shared).abs() < 0.005, "{paid} against {shared}");
}

#[test]
fn a_resize_changes_gpus_where_it_is_asked_to() {
    let mut play = Play::new();
    let whole = json!({ "VMType": "ComputeSetGPU", "GPU": 1, "CPU": 4, "Memory": 8192 });
    let id = play.create(whole)["VMID"].as_str().unwrap().to_owned();
    play.wait(10);
    play.ok("StopVMInstance", json!({ "VMID": id }));
    play.wait(10);
    let before = play.world.account.balance;
    play.ok("ResizeVMConfig", json!({ "VMID": id, "CPU": 8, "Memory": 16384 }));
    assert_eq!(play.record(&id)["GPU"], 1, "unchanged when it is not named");
    let grown = play.world.account.balance;
    assert!(grown < before);
    play.ok("ResizeVMConfig", json!({ "VMID": id, "CPU": 8, "Memory": 16384, "GPU": 2 }));
    assert_eq!(play.record(&id)["GPU"], 2);
    assert!(play.world.account.balance < grown, "a card costs");
    play.refused("ResizeVMConfig", json!({ "VMID": id, "CPU": 8, "Memory": 16384, "MdevName": "nvidia-231" }), "4");

    let id = play.create(share())["VMID"].as_str().unwrap().to_owned();
    play.wait(10);
    play.ok("StopVMInstance", json!({ "VMID": id }));
    play.wait(10);
    play.ok("ResizeVMConfig", json!({ "VMID": id, "CPU": 4, "Memory": 8192, "MdevName": "nvidia-232" }));
    assert_eq!(play.record(&id)["MdevName"], "nvidia-232");
    let plain = play.stopped();
    play.refused("ResizeVMConfig", json!({ "VMID": plain, "CPU": 4, "Memory": 8192, "GPU": 1 }), "4");
}

#[test]
fn an_instance_boots_from_a_disk_that_is_named_with_its_system() {
    let mut play = Play::new();
    let disk = play.world.disks.iter().find(|disk| disk.extra.contains_key("External")).unwrap().id.clone();
    let system = json!({ "BootSourceType": "Disk", "OSName": "centos", "OSVersion": "74", "OSType": "Linux" });
    let order = play.order(system.clone());
    assert!(play.refused("CreateVMInstance", order, "3").contains("BootDiskID"));
    let id = play.create(with(system, json!({ "BootDiskID": disk })))["VMID"].as_str().unwrap().to_owned();
    let record = play.record(&id);
    assert_eq!((&record["OSName"], &record["OSType"]), (&json!("centos 74"), &json!("Linux")));
    assert_eq!(record["DiskInfos"][0]["DiskID"], json!(disk));
    let order = play.order(json!({ "BootSourceType": "Disk", "BootDiskID": disk }));
    play.refused("CreateVMInstance", order, "3");
}

#[test]
fn a_list_is_of_some_states_and_in_an_order() {
    let mut play = Play::with_crowd(40);
    let stopped = play.ok("DescribeVMInstance", json!({ "States": ["Stopped"], "Limit": 100 }));
    let running = play.ok("DescribeVMInstance", json!({ "States": ["Running"], "Limit": 100 }));
    let both = play.ok("DescribeVMInstance", json!({ "States": ["Stopped", "Running"], "Limit": 100 }));
    let total = |reply: &Value| reply["TotalCount"].as_u64().unwrap();
    assert!(total(&stopped) > 0 && total(&stopped) + total(&running) == total(&both));
    assert!(stopped["Infos"].as_array().unwrap().iter().all(|record| record["State"] == "Stopped"));
    let mut times = |order: &str| -> Vec<i64> {
        let reply = play.ok("DescribeVMInstance", json!({ "SortBy": "CreateTime", "Sort": order, "Limit": 100 }));
        reply["Infos"].as_array().unwrap().iter().map(|record| record["CreateTime"].as_i64().unwrap()).collect()
    };
    let (up, mut down) = (times("asc"), times("DESC"));
    assert!(up.is_sorted() && up.first() < up.last());
    down.reverse();
    assert_eq!(up, down);
}

#[test]
fn an_image_may_be_of_a_project_group() {
    let mut play = Play::new();
    let id = play.stopped();
    let make =
        |name: &str, project: &str| json!({ "VMID": id, "ImageName": name, "ProjectID": project, "MemberID": 1 });
    play.refused("CreateCustomImage", make("of-nobody", "project-nobody"), "651");
    play.ok("CreateCustomImage", make("golden", "project-sandbox"));
    let listed = play.ok("DescribeImage", json!({ "ProjectIDs": ["project-sandbox"] }));
    assert_eq!((&listed["TotalCount"], &listed["Infos"][0]["Name"]), (&json!(1), &json!("golden")));
    assert_eq!(listed["Infos"][0]["ProjectName"], "sandbox");
    assert_eq!(play.ok("DescribeVPC", json!({ "ProjectIDs": ["project-sandbox"] }))["TotalCount"], 0);
}

#[test]
fn an_address_goes_from_one_instance_to_another() {
    let mut play = Play::new();
    let made = play.create(json!({ "OperatorName": "BGP", "Bandwidth": 5 }));
    let (id, ip) = (made["VMID"].clone(), made["EIPID"].clone());
    let other = play.running();
    let of = |id: &Value| json!({ "ResourceType": "VM", "ResourceID": id, "EIPID": ip });
    play.refused("BindEIP", of(&json!(other)), "202");
    play.refused("UnBindEIP", of(&json!(other)), "202");
    play.ok("UpdateVMDefaultGW", json!({ "VMID": id, "EIPID": ip }));
    let look = |play: &mut Play| play.ok("DescribeEIP", json!({ "EIPIDs": [ip] }))["Infos"][0].clone();
    let seen = look(&mut play);
    assert_eq!((&seen["BindResourceID"], &seen["ISDefaultGW"], &seen["Bandwidth"]), (&id, &json!(1), &json!(5)));
    play.ok("UnBindEIP", of(&id));
    let seen = look(&mut play);
    assert_eq!(
        (&seen["BindResourceID"], &seen["ISDefaultGW"], &seen["Status"]),
        (&json!(""), &json!(0), &json!("Free"))
    );
    assert_eq!(play.record(id.as_str().unwrap())["IPInfos"].as_array().unwrap().len(), 1);
    play.ok("BindEIP", of(&json!(other)));
    assert_eq!(play.record(&other)["IPInfos"][1]["IPID"], ip);
    let bound = play.ok("DescribeEIP", json!({ "BindResourceID": other, "IPVersion": "IPv4" }));
    assert_eq!((&bound["TotalCount"], &bound["Infos"][0]["EIPID"]), (&json!(1), &ip));
    play.refused("BindEIP", json!({ "ResourceType": "VM", "ResourceID": other, "EIPID": "eip-nobody" }), "200");
}

#[test]
fn a_group_is_bound_to_one_side() {
    let mut play = Play::new();
    let id = play.create(json!({ "OperatorName": "BGP" }))["VMID"].as_str().unwrap().to_owned();
    let groups: Vec<String> = play.world.security_groups.iter().map(|group| group.id.clone()).collect();
    play.ok("BindSecurityGroup", json!({ "ResourceID": id, "SGID": groups[0], "NICType": "LAN" }));
    play.ok("BindSecurityGroup", json!({ "ResourceID": id, "SGID": groups[1] }));
    let record = play.record(&id);
    let sides: Vec<_> = record["IPInfos"].as_array().unwrap().iter().map(|ip| ip["SGID"].clone()).collect();
    assert_eq!(sides, [json!(groups[0]), json!(groups[1])], "the public side without a word");
    play.ok("UnBindSecurityGroup", json!({ "ResourceID": id, "NICType": "WAN" }));
    play.refused("UnBindSecurityGroup", json!({ "ResourceID": id, "NICType": "WAN" }), "202");
    play.refused("UnBindSecurityGroup", json!({ "ResourceID": id }), "3");
    // The older release's call names the group and no side.
    play.ok("UnBindSecurityGroup", json!({ "ResourceID": id, "SGID": groups[0] }));
    assert!(play.world.instances.get(&id).unwrap().security_group_ids.is_empty());
    play.refused("BindSecurityGroup", json!({ "ResourceID": id, "SGID": "sg-nobody" }), "200");
}

#[test]
fn names_and_remarks_are_changed() {
    let mut play = Play::new();
    let id = play.running();
    play.ok("ModifyNameAndRemark", json!({ "ResourceID": id, "Name": "web-02", "Remark": "nginx" }));
    play.ok("ModifyNameAndRemark", json!({ "ResourceID": id, "Name": "web-03" }));
    let record = play.record(&id);
    assert_eq!((&record["Name"], &record["Remark"]), (&json!("web-03"), &json!("nginx")));
    let image = play.ok("DescribeImage", json!({ "ImageType": "Custom" }))["Infos"][0]["ImageID"].clone();
    play.ok("ModifyNameAndRemark", json!({ "ResourceID": image, "Name": "golden-2" }));
    assert_eq!(play.ok("DescribeImage", json!({ "ImageIDs": [image] }))["Infos"][0]["Name"], "golden-2");
    play.refused("ModifyNameAndRemark", json!({ "ResourceID": "cn-image-centos-74", "Name": "mine" }), "200");
}

#[test]
fn a_renewal_pays_for_what_it_adds() {
    let mut play = Play::new();
    let id = play.running();
    let until = |play: &mut Play| play.record(&id)["ExpireTime"].as_i64().unwrap();
    let (before, balance) = (until(&mut play), play.world.account.balance);
    let number = play.ok("RenewResource", json!({ "ResourceID": id, "Quantity": 2 }))["TransactonNo"].clone();
    assert_ne!(number, "");
    assert!(until(&mut play) > before + 58 * 86_400);
    let spent = balance - play.world.account.balance;
    assert!(spent > Decimal::ZERO);
    let whole = until(&mut play);
    play.ok("RenewResource", json!({ "ResourceID": id, "Quantity": 0 }));
    let end = until(&mut play);
    assert!(end > whole && end % 86_400 == 0 && end - whole < 32 * 86_400, "until the month's end");
    play.world.account.balance = Decimal::ZERO;
    play.refused("RenewResource", json!({ "ResourceID": id, "Quantity": 1 }), "23001");
    let hourly = json!({ "ChargeType": "Dynamic" });
    play.world.account.balance = Decimal::from(100);
    let hourly = play.create(hourly)["VMID"].clone();
    let balance = play.world.account.balance;
    play.ok("RenewResource", json!({ "ResourceID": hourly, "Quantity": 1 }));
    assert_eq!(play.world.account.balance, balance, "it goes on by itself");
    play.refused("RenewResource", json!({ "ResourceID": id, "Quantity": 1, "CompanyID": 200000238 }), "200");
}
