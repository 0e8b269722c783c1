//! What only the vendor's Java SDK of 2026 sends.

use super::*;

#[test]
fn more_disks_are_made_charged_and_put_on() {
    let mut play = Play::new();
    let lun = play.world.disks.iter().find(|disk| disk.name.starts_with("lun")).unwrap().id.clone();
    let paid = |play: &mut Play, changes: Value| {
        let before = play.world.account.balance;
        let made = play.create(changes);
        (before - play.world.account.balance, made["VMID"].as_str().unwrap().to_owned())
    };
    let (plain, _) = paid(&mut play, json!({}));
    let disks = json!([{ "DiskSetType": "StorageSetSSD", "DiskSpace": 50 }, { "DiskID": lun }]);
    let (more, id) = paid(&mut play, json!({ "DataDisks": disks }));
    assert!(more > plain, "a new disk costs");
    let record = play.record(&id);
    let found = record["DiskInfos"].as_array().unwrap();
    assert_eq!(found.len(), 3);
    assert_eq!((&found[1]["StorageSetType"], &found[1]["Size"]), (&json!("StorageSetSSD"), &json!(50)));
    assert_eq!(found[2]["DiskID"], json!(lun));
    for (disk, code) in [
        (json!({ "DiskID": lun }), "202"),
        (json!({ "DiskID": "disk-nope" }), "200"),
        (json!({ "DiskSetType": "Nope", "DiskSpace": 50 }), "4"),
    ] {
        let order = play.order(json!({ "DataDisks": [disk] }));
        play.refused("CreateVMInstance", order, code);
    }
}

#[test]
fn an_instance_that_is_to_be_left_off_is_off() {
    let mut play = Play::new();
    let id = play.create(json!({ "InitialState": "Stopped" }))["VMID"].as_str().unwrap().to_owned();
    assert_eq!(play.state(&id), "Starting");
    play.wait(10);
    assert_eq!(play.state(&id), "Stopped");
}

#[test]
fn no_gpus_are_none_and_a_model_is_one_that_there_is() {
    let mut play = Play::new();
    let none = play.create(json!({ "GPU": 0 }))["VMID"].as_str().unwrap().to_owned();
    assert_eq!((&play.record(&none)["GPU"], &play.record(&none)["GPUType"]), (&json!(0), &json!("")));
    let card = |model: &str| json!({ "VMType": "ComputeSetGPU", "GPU": 1, "GPUType": "GPU", "GPUMdevName": model, "CPU": 4, "Memory": 8192 });
    play.create(card("nvidia-2080ti"));
    let order = play.order(card("nvidia-none"));
    assert!(play.refused("CreateVMInstance", order, "4").contains("GPUMdevName"));
}

#[test]
fn a_list_is_of_a_host_a_cluster_and_a_group_and_sorted_both_ways() {
    let mut play = Play::new();
    let id = play.create(json!({ "Name": "apart", "IGID": "isolationgroup-1" }))["VMID"].as_str().unwrap().to_owned();
    let count = |play: &mut Play, params: Value| play.ok("DescribeVMInstance", params)["TotalCount"].as_u64().unwrap();
    assert_eq!(count(&mut play, json!({ "IGID": "isolationgroup-1" })), 1);
    assert_eq!(count(&mut play, json!({ "HostIP": "192.168.0.12" })), 0);
    assert!(count(&mut play, json!({ "HostIP": "172.16.0.11" })) > 1);
    assert!(count(&mut play, json!({ "SetID": "ComputeSetA" })) > 0);
    assert_eq!(count(&mut play, json!({ "SetID": "ComputeSetNope" })), 0);
    assert_eq!(count(&mut play, json!({ "SearchField": "Name", "Keyword": "part" })), 0);
    assert_eq!(count(&mut play, json!({ "SearchField": "Name", "Keyword": "ap" })), 1);
    let first = play.ok("DescribeVMInstance", json!({ "SortBy": "CreateTime", "Sort": "Descending" }));
    assert_eq!(first["Infos"][0]["VMID"], json!(id));
}

#[test]
fn a_resize_costs_what_was_said_before() {
    let mut play = Play::new();
    let id = play.stopped();
    let size = json!({ "VMID": id, "CPU": 4, "Memory": 8192 });
    let said = play.ok("GetPaymentOfPremium", size.clone());
    assert_eq!(said["OrderType"], "3");
    let before = play.world.account.balance;
    play.ok("ResizeVMConfig", size.clone());
    let price: Decimal = said["Price"].to_string().parse().unwrap();
    assert_eq!(before - play.world.account.balance, price);
    assert_eq!(play.ok("GetPaymentOfPremium", size)["OrderType"], "0");
    let smaller = play.ok("GetPaymentOfPremium", json!({ "VMID": id, "CPU": 1, "Memory": 2048 }));
    assert_eq!((&smaller["OrderType"], smaller["Price"].as_f64()), (&json!("7"), Some(0.0)));
}

#[test]
fn an_image_is_of_a_disk_of_its_instance_and_in_a_storage_that_there_is() {
    let mut play = Play::new();
    let id = play.stopped();
    let disk = play.record(&id)["DiskInfos"][0]["DiskID"].clone();
    let made = |more: (&str, Value)| {
        let mut params = json!({ "VMID": id, "ImageName": "golden", "TagKeyValuePairs": ["dGVhbTp3ZWI="] });
        params[more.0] = more.1;
        params
    };
    play.refused("CreateCustomImage", made(("StorageSetType", json!("Nope"))), "4");
    play.refused("CreateCustomImage", made(("DiskID", json!("disk-nope"))), "200");
    play.ok("CreateCustomImage", made(("DiskID", disk)));
}
