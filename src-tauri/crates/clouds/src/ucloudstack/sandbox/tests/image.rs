//! Images.

use super::*;

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
