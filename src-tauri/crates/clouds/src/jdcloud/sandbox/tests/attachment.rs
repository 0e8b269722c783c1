//! What is attached to instances: disks, addresses, interfaces, key pairs.

use serde_json::json;

use super::Stage;

#[test]
fn disks_are_attached_and_detached_within_the_type_s_limit() {
    let mut stage = Stage::new();
    let disk = stage.sample("disk_id");
    let id = stage.running(json!({}));
    stage.ok("attachDisk", json!({ "instanceId": id, "diskId": disk }));
    stage.refused(
        "attachDisk",
        json!({ "instanceId": id, "diskId": disk }),
        "FAILED_PRECONDITION",
        "Invalid disk status",
    );
    stage.wait(5);
    assert_eq!(stage.instance(&id)["dataDisks"][0]["cloudDisk"]["diskId"], json!(disk));
    stage.ok(
        "modifyInstanceDiskAttribute",
        json!({ "instanceId": id, "dataDisks": [{ "diskId": disk, "autoDelete": true }] }),
    );
    assert_eq!(stage.instance(&id)["dataDisks"][0]["autoDelete"], true);
    let system = stage.instance(&id)["systemDisk"]["cloudDisk"]["diskId"].clone();
    stage.refused(
        "detachDisk",
        json!({ "instanceId": id, "diskId": system }),
        "FAILED_PRECONDITION",
        "stop the instance",
    );
    stage.ok("detachDisk", json!({ "instanceId": id, "diskId": disk }));
    stage.wait(5);
    assert_eq!(stage.instance(&id)["dataDisks"], json!([]));
    let elsewhere = stage.running(json!({ "az": "cn-north-1b" }));
    stage.refused(
        "attachDisk",
        json!({ "instanceId": elsewhere, "diskId": disk }),
        "FAILED_PRECONDITION",
        "another az",
    );
    let disks = vec![json!({ "cloudDiskSpec": { "diskType": "ssd.gp1", "diskSizeGB": 20 } }); 7];
    let full = stage.running(json!({ "dataDisks": disks }));
    stage.refused(
        "attachDisk",
        json!({ "instanceId": full, "diskId": disk }),
        "FAILED_PRECONDITION",
        "CloudDisk limit exceeded",
    );
}

#[test]
fn addresses_are_bound_and_released() {
    let mut stage = Stage::new();
    let ip = stage.sample("elastic_ip_id");
    let id = stage.running(json!({}));
    stage.ok("associateElasticIp", json!({ "instanceId": id, "elasticIpId": ip }));
    assert_eq!(stage.instance(&id)["elasticIpId"], json!(ip));
    let other = stage.running(json!({ "name": "other" }));
    stage.refused(
        "associateElasticIp",
        json!({ "instanceId": other, "elasticIpId": ip }),
        "FAILED_PRECONDITION",
        "already associated",
    );
    stage.refused(
        "disassociateElasticIp",
        json!({ "instanceId": other, "elasticIpId": ip }),
        "FAILED_PRECONDITION",
        "not associated",
    );
    stage.ok("disassociateElasticIp", json!({ "instanceId": id, "elasticIpId": ip }));
    assert_eq!(stage.instance(&id)["elasticIpAddress"], "");
}

#[test]
fn interfaces_are_attached_within_the_type_s_limit_and_go_with_their_instance() {
    let mut stage = Stage::new();
    let port = stage.sample("network_interface_id");
    let id = stage.running(json!({}));
    let primary = stage.instance(&id)["primaryNetworkInterface"]["networkInterface"]["networkInterfaceId"].clone();
    stage.refused(
        "detachNetworkInterface",
        json!({ "instanceId": id, "networkInterfaceId": primary }),
        "FAILED_PRECONDITION",
        "Primary",
    );
    stage.ok("attachNetworkInterface", json!({ "instanceId": id, "networkInterfaceId": port }));
    assert_eq!(stage.instance(&id)["secondaryNetworkInterfaces"][0]["deviceIndex"], 2);
    stage.refused(
        "attachNetworkInterface",
        json!({ "instanceId": id, "networkInterfaceId": port }),
        "FAILED_PRECONDITION",
        "already attached",
    );
    stage.ok(
        "modifyInstanceNetworkAttribute",
        json!({ "instanceId": id, "networks": [{ "networkInterfaceId": port, "autoDelete": true }] }),
    );
    stage.ok("detachNetworkInterface", json!({ "instanceId": id, "networkInterfaceId": port }));
    stage.ok("attachNetworkInterface", json!({ "instanceId": id, "networkInterfaceId": port, "autoDelete": true }));
    stage.ok("deleteInstance", json!({ "instanceId": id }));
    stage.wait(10);
    let listed = stage
        .ok("describeNetworkInterfaces", json!({ "filters": [{ "name": "networkInterfaceIds", "values": [port] }] }));
    assert_eq!(listed["totalCount"], 0);
}

#[test]
fn key_pairs_are_made_imported_listed_and_removed() {
    let mut stage = Stage::new();
    let made = stage.ok("createKeypair", json!({ "keyName": "fresh" }));
    assert!(made["privateKey"].as_str().unwrap().starts_with("-----BEGIN PRIVATE KEY-----"));
    stage.refused(
        "createKeypair",
        json!({ "keyName": "fresh" }),
        "FAILED_PRECONDITION",
        "KeyName 'fresh' already in use",
    );
    stage.refused(
        "importKeypair",
        json!({ "keyName": "bad", "publicKey": "nonsense" }),
        "FAILED_PRECONDITION",
        "Malformed PublicKey",
    );
    let id = stage.running(json!({ "keyNames": ["fresh"] }));
    let listed = stage.ok("describeKeypairs", json!({ "filters": [{ "name": "keyNames", "values": ["fresh"] }] }));
    assert_eq!(
        (&listed["keypairs"][0]["instanceIds"], &listed["keypairs"][0]["keyFingerprint"]),
        (&json!([id]), &made["keyFingerprint"])
    );
    stage.ok("deleteKeypair", json!({ "keyName": "fresh" }));
    stage.refused("deleteKeypair", json!({ "keyName": "fresh" }), "NOT_FOUND", "Keypair 'fresh' not found");
    assert_eq!(stage.instance(&id)["keyNames"], json!(["fresh"]), "an instance keeps a removed key pair");
    for nth in 0..18 {
        stage.ok("createKeypair", json!({ "keyName": format!("k{nth}") }));
    }
    stage.refused("createKeypair", json!({ "keyName": "one-too-many" }), "QUOTA_EXCEEDED", "Keypair quota");
}
