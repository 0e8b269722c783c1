//! Images: made, shared, copied.

use serde_json::json;

use super::Stage;

#[test]
fn an_image_is_made_shared_and_removed() {
    let mut stage = Stage::new();
    let running = stage.running(json!({}));
    let image = stage.ok("createImage", json!({ "instanceId": running, "name": "img" }))["imageId"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(stage.ok("describeImage", json!({ "imageId": image }))["image"]["status"], "pending");
    stage.refused(
        "shareImage",
        json!({ "imageId": image, "pins": ["partner"] }),
        "FAILED_PRECONDITION",
        "underlay image task",
    );
    stage.wait(10);
    let listed = stage.ok("describeImages", json!({ "imageSource": "private", "imageName": "img" }));
    assert_eq!(
        (&listed["images"][0]["status"], &listed["images"][0]["launchPermission"]),
        (&json!("ready"), &json!("ownerOnly"))
    );

    stage.ok("shareImage", json!({ "imageId": image, "pins": ["partner", "other"], "loginNames": ["someone"] }));
    assert_eq!(
        stage.ok("describeImageMembers", json!({ "imageId": image })),
        json!({ "pins": ["partner", "other"], "loginNames": ["someone"] })
    );
    let quota = stage.ok(
        "describeQuotas",
        json!({ "filters": [{ "name": "resourceTypes", "values": ["imageShare"] }], "imageId": image }),
    );
    assert_eq!(quota["quotas"][0], json!({ "resourceType": "imageShare", "limit": 20, "used": 3 }));
    stage.refused("deleteImage", json!({ "imageId": image }), "FAILED_PRECONDITION", "Can't delete shared image");
    stage.refused(
        "shareImage",
        json!({ "imageId": image, "pins": ["yundeck"] }),
        "FAILED_PRECONDITION",
        "Invalid pin 'yundeck'",
    );
    let many: Vec<String> = (0..18).map(|nth| format!("p{nth}")).collect();
    stage.refused(
        "shareImage",
        json!({ "imageId": image, "pins": many }),
        "QUOTA_EXCEEDED",
        "Image share quota limit exceeded",
    );
    stage.ok("unShareImage", json!({ "imageId": image, "pins": ["partner", "other"], "loginNames": ["someone"] }));
    stage.ok("deleteImage", json!({ "imageId": image }));
    stage.refused("describeImage", json!({ "imageId": image }), "NOT_FOUND", "Image");
}

/// The overviews want a stopped instance; the SDK only where the system disk is a local one.
#[test]
fn an_image_of_a_local_system_disk_needs_a_stopped_instance() {
    let mut stage = Stage::new();
    let id = stage.running(json!({ "imageId": "img-centos79lc" }));
    stage.refused(
        "createImage",
        json!({ "instanceId": id, "name": "img" }),
        "FAILED_PRECONDITION",
        "stop the instance",
    );
    stage.ok("stopInstance", json!({ "instanceId": id }));
    stage.wait(10);
    stage.ok("createImage", json!({ "instanceId": id, "name": "img" }));
}

#[test]
fn what_must_not_be_shared_is_not() {
    let mut stage = Stage::new();
    let (whole, public) = (stage.sample("whole_machine_image_id"), stage.sample("image_id"));
    stage.ok("shareImage", json!({ "imageId": whole, "pins": ["partner"] }));
    let secret = json!({ "cloudDiskSpec": { "diskType": "ssd.gp1", "diskSizeGB": 20, "encrypt": true } });
    let id = stage.stopped(json!({ "dataDisks": [secret] }));
    let image = stage.ok("createImage", json!({ "instanceId": id, "name": "secret" }))["imageId"].clone();
    stage.wait(10);
    stage.refused("shareImage", json!({ "imageId": image, "pins": ["partner"] }), "FAILED_PRECONDITION", "encrypted");
    stage.refused(
        "shareImage",
        json!({ "imageId": public, "pins": ["partner"] }),
        "FAILED_PRECONDITION",
        "Can't use this image",
    );
    stage.refused("describeImageMembers", json!({ "imageId": public }), "FAILED_PRECONDITION", "Can't use this image");
    stage.refused("deleteImage", json!({ "imageId": public }), "FAILED_PRECONDITION", "Can't delete this image");
}

#[test]
fn data_disks_travel_with_an_image_unless_left_out() {
    let mut stage = Stage::new();
    let id = stage.stopped(json!({ "dataDisks": [{ "cloudDiskSpec": { "diskType": "ssd.io1", "diskSizeGB": 70 } }] }));
    let full =
        stage.ok("createImage", json!({ "instanceId": id, "name": "full" }))["imageId"].as_str().unwrap().to_owned();
    let slim = stage.ok(
        "createImage",
        json!({ "instanceId": id, "name": "slim", "dataDisks": [{ "deviceName": "vdb", "noDevice": true }] }),
    )["imageId"]
        .as_str()
        .unwrap()
        .to_owned();
    stage.wait(10);
    let shown = stage.ok("describeImage", json!({ "imageId": full }))["image"].clone();
    assert_eq!(
        (&shown["dataDisks"][0]["cloudDisk"]["diskSizeGB"], &shown["dataDisks"][0]["deviceName"]),
        (&json!(70), &json!("vdb"))
    );
    assert_eq!(stage.ok("describeImage", json!({ "imageId": slim }))["image"]["dataDisks"], json!([]));
    let copy = stage.running(json!({ "imageId": full }));
    assert_eq!(stage.instance(&copy)["dataDisks"][0]["cloudDisk"]["diskSizeGB"], 70);
    let bare = stage.running(json!({ "imageId": full, "dataDisks": [{ "deviceName": "vdb", "noDevice": true }] }));
    assert_eq!(stage.instance(&bare)["dataDisks"], json!([]));
}

#[test]
fn images_are_copied_to_another_region() {
    let mut stage = Stage::new();
    let image = stage.sample("private_image_id");
    let copies =
        stage.ok("copyImages", json!({ "sourceImageIds": [image], "destinationRegion": "cn-east-2", "name": "copy" }));
    let id = copies["copyImages"][0]["destinationImageId"].clone();
    stage.refused("describeImage", json!({ "imageId": id }), "NOT_FOUND", "Image");
    stage.refused("deleteImage", json!({ "imageId": image }), "FAILED_PRECONDITION", "task");
    stage.wait(10);
    let there = stage.call_in("cn-east-2", "describeImage", json!({ "imageId": id })).unwrap();
    assert_eq!((&there["image"]["name"], &there["image"]["status"]), (&json!("copy"), &json!("ready")));
}
