//! What lists leave out: other projects and tenants, other names.

use serde_json::{Value, json};
use yundeck_tests::in_process::Direct;

use crate::cloud::Cloud;

fn of<'d>(direct: &'d Direct, id: &str) -> Cloud<'d> {
    Cloud::all(direct).into_iter().find(|cloud| cloud.id() == id).unwrap()
}

async fn buy_with(cloud: &Cloud<'_>, pointer: &str, value: Value) -> String {
    let mut order = cloud.order("apart", 1);
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    order.pointer_mut(parent).unwrap()[member] = value;
    cloud.ids(&cloud.call(cloud.create(), order).await.result()).remove(0)
}

#[tokio::test(start_paused = true)]
async fn kingsoft_list_shows_the_default_project_unless_projects_are_named() {
    let direct = Direct::new("project");
    let cloud = of(&direct, "kingsoft");
    let default = cloud.ids(&cloud.buy("apart", 1).await.result()).remove(0);
    let other = buy_with(&cloud, "/ProjectId", json!(1001)).await;
    for (asked, shows) in [
        (json!({}), [true, false]),
        (json!({ "ProjectId": [0] }), [true, false]),
        (json!({ "ProjectId": [1001] }), [false, true]),
        (json!({ "ProjectId": [0, 1001] }), [true, true]),
        (json!({ "InstanceId": [other] }), [false, false]),
        (json!({ "InstanceId": [other], "ProjectId": [1001] }), [false, true]),
    ] {
        let listed = cloud.listed(asked.clone()).await;
        assert_eq!([listed.contains(&default), listed.contains(&other)], shows, "{asked}");
    }
    let mut order = cloud.order("apart", 1);
    order["ProjectId"] = json!(7);
    assert_eq!(cloud.call(cloud.create(), order).await.code(), "InvalidParameterValue", "no such project");
}

#[tokio::test(start_paused = true)]
async fn tencent_list_shows_all_projects_unless_it_is_filtered() {
    let direct = Direct::new("project");
    let cloud = of(&direct, "tencent");
    let default = cloud.ids(&cloud.buy("apart", 1).await.result()).remove(0);
    let other = buy_with(&cloud, "/Placement/ProjectId", json!(1045)).await;
    let filter = |project: &str| json!({ "Filters": [{ "Name": "project-id", "Values": [project] }] });
    for (asked, shows) in [(json!({}), [true, true]), (filter("0"), [true, false]), (filter("1045"), [false, true])] {
        let listed = cloud.listed(asked.clone()).await;
        assert_eq!([listed.contains(&default), listed.contains(&other)], shows, "{asked}");
    }
    let pair = async |name: &str, project: u32| {
        cloud.call("CreateKeyPair", json!({ "KeyName": name, "ProjectId": project })).await
    };
    assert_eq!(pair("second", 1045).await.result()["KeyPair"]["ProjectId"], 1045);
    assert_eq!(pair("none", 7).await.code(), "InvalidProjectId.NotFound");
}

#[tokio::test(start_paused = true)]
async fn ucloudstack_list_shows_one_tenant_and_the_project_groups_that_are_named() {
    let direct = Direct::new("project");
    let cloud = of(&direct, "ucloudstack");
    let sample = &direct.endpoint("ucloudstack").sample.extra;
    let company: i64 = sample["other_company_id"].parse().unwrap();
    let own: i64 = direct.endpoint("ucloudstack").account_id.parse().unwrap();
    let project = &sample["project_id"];
    let default = cloud.ids(&cloud.buy("apart", 1).await.result()).remove(0);
    let theirs = buy_with(&cloud, "/CompanyID", json!(company)).await;
    let grouped = buy_with(&cloud, "/ProjectID", json!(project)).await;
    for (asked, shows) in [
        (json!({}), [true, false, true]),
        (json!({ "CompanyID": own }), [true, false, true]),
        (json!({ "CompanyID": company }), [false, true, false]),
        (json!({ "ProjectIDs": [project] }), [false, false, true]),
        (json!({ "VMIDs": [theirs] }), [false, false, false]),
    ] {
        let listed = cloud.listed(asked.clone()).await;
        assert_eq!([&default, &theirs, &grouped].map(|id| listed.contains(id)), shows, "{asked}");
    }
    for (member, value, code) in [("CompanyID", json!(7), "4"), ("ProjectID", json!("project-nope"), "651")] {
        let mut order = cloud.order("apart", 1);
        order[member] = value;
        assert_eq!(cloud.call(cloud.create(), order).await.code(), code);
    }
}

#[tokio::test(start_paused = true)]
async fn lists_are_narrowed_by_name_as_each_document_says() {
    let direct = Direct::new("names");
    for cloud in Cloud::all(&direct) {
        let exact = cloud.ids(&cloud.buy("needle", 1).await.result()).remove(0);
        let longer = cloud.ids(&cloud.buy("needle-2", 1).await.result()).remove(0);
        let by_name = |name: &str| match cloud.id() {
            "tencent" => json!({ "Filters": [{ "Name": "instance-name", "Values": [name] }] }),
            "kingsoft" => json!({ "Search": name }),
            "jdcloud" => json!({ "filters": [{ "name": "name", "values": [name] }] }),
            _ => json!({ "Keyword": name }),
        };
        let found = |listed: Vec<String>| [listed.contains(&exact), listed.contains(&longer)];
        // Tencent Cloud's document does not say that a part is enough; the others' say so, or call it a search.
        let part = cloud.id() != "tencent";
        assert_eq!(found(cloud.listed(by_name("needle")).await), [true, part], "{}", cloud.id());
        assert_eq!(found(cloud.listed(by_name("needle-2")).await), [false, true], "{}", cloud.id());
        assert_eq!(found(cloud.listed(by_name("eedl")).await), [part, part], "{}", cloud.id());
        assert_eq!(cloud.listed(by_name("nobody")).await, [""; 0], "{}", cloud.id());
    }
}

#[tokio::test(start_paused = true)]
async fn kingsoft_refuses_a_filter_that_nobody_documents() {
    let direct = Direct::new("names");
    let filter = json!({ "Filter": [{ "Name": "instance-colour", "Value": ["x"] }] });
    direct.call("kingsoft", "DescribeInstances", &filter).await.code();
}
