use serde_json::json;
use yundeck_catalogue::problem::Validator;
use yundeck_domain::InstanceState;

use super::*;

fn instance(id: &str, name: &str) -> Instance {
    let record = json!({ "instances": [{ "instanceId": id, "instanceName": name, "instanceType": "g.n3.medium", "imageId": "img-1",
        "az": "cn-north-1a", "subnetId": "subnet-1", "status": "running" }] });
    (Jdcloud.instances(&[]).map)(&record).remove(0)
}

fn image(members: Value) -> Image {
    let mut record = json!({ "imageId": "img-1", "name": "mine", "imageSource": "private", "status": "ready", "ownerPin": "yundeck" });
    record.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    (Jdcloud.images(ImageSource::Private).unwrap().map)(&json!({ "images": [record] })).remove(0)
}

fn creation(members: Value) -> Value {
    let mut params = Jdcloud.spec().operation("createInstances").unwrap().example.clone();
    params["instanceSpec"].as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    params
}

#[test]
fn every_call_is_one_the_catalogue_accepts() {
    let one = instance("i-1", "web");
    let own = image(json!({}));
    let ids = ["i-1".to_owned(), "i-2".to_owned()];
    let mut calls = vec![
        Jdcloud.probe(),
        Jdcloud.instances(&[]).call,
        Jdcloud.instances(&ids).call,
        Jdcloud.instance_types(None).unwrap().call,
        Jdcloud.instance_types(Some("cn-north-1a")).unwrap().call,
        Jdcloud.image_shares("img-1").unwrap().call,
        Jdcloud.create_image(&one, "web-image", ""),
        Jdcloud.create_image(&one, "web-image", "golden"),
        Jdcloud.delete_image(&own),
        Jdcloud.share_image(&own, &["pin1".to_owned()], true).unwrap(),
        Jdcloud.share_image(&own, &["pin1".to_owned()], false).unwrap(),
    ];
    calls.push(Jdcloud.results("createInstances", &creation(json!({}))).reads.remove(0).call);
    for source in [ImageSource::Public, ImageSource::Private, ImageSource::Shared, ImageSource::Market] {
        calls.push(Jdcloud.images(source).unwrap().call);
    }
    for action in [InstanceAction::Start, InstanceAction::Stop, InstanceAction::Reboot, InstanceAction::Terminate] {
        let call = Jdcloud.act(action, &one);
        assert_eq!(
            Jdcloud.spec().job(action.job()).map(|operation| operation.name.as_str()),
            Some(call.operation.as_str())
        );
        calls.push(call);
    }
    for call in calls {
        let operation = Jdcloud.spec().operation(&call.operation).unwrap_or_else(|| panic!("{}", call.operation));
        let problems = Validator::new(&operation.input).unwrap().problems(&call.params);
        assert!(problems.is_empty(), "{call:?}: {problems:?}");
    }
}

#[test]
fn sharing_is_barred_by_each_of_the_document_s_limits() {
    let accounts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let shares = |count: usize| {
        (0..count).map(|nth| ImageShare { account_id: format!("pin{nth}"), since: None }).collect::<Vec<_>>()
    };
    let obstacles = |image: &Image, shared: usize, names: &[&str]| {
        let found = Jdcloud.share_obstacles(image, &shares(shared), &accounts(names), Some("me"));
        found.into_iter().map(|text| text.en).collect::<Vec<_>>()
    };
    let own = image(json!({}));
    assert_eq!(obstacles(&own, 0, &["partner"]), Vec::<String>::new());
    assert!(obstacles(&image(json!({ "imageSource": "public" })), 0, &["partner"])[0].contains("own private"));
    let whole = image(json!({ "dataDisks": [{ "deviceName": "vdb" }] }));
    assert_eq!(obstacles(&whole, 0, &["partner"]), Vec::<String>::new(), "only encrypted snapshots bar it, by the SDK");
    assert!(obstacles(&image(json!({ "status": "pending" })), 0, &["partner"])[0].contains("not usable yet"));
    assert!(obstacles(&own, 0, &["me"])[0].contains("yourself"));
    assert!(obstacles(&own, 0, &["yundeck"])[0].contains("yourself"), "the owner's pin is oneself too");
    assert_eq!(obstacles(&own, 19, &["partner"]), Vec::<String>::new());
    assert!(obstacles(&own, 20, &["partner"])[0].contains("at most 20"));
    assert_eq!(obstacles(&own, 20, &["pin3"]), Vec::<String>::new(), "who has it already does not count twice");
    assert_eq!(obstacles(&whole, 20, &["partner", "me"]).len(), 2, "all of them are said");
}

#[test]
fn there_is_no_price_and_no_spot_history() {
    assert_eq!(Jdcloud.quote("createInstances", &json!({})).unwrap(), None);
    assert!(Jdcloud.read_quote("createInstances", &json!({}), &json!({})).is_err());
    let at = chrono::DateTime::parse_from_rfc3339("2026-01-01T00:00:00+08:00").unwrap();
    assert!(Jdcloud.spot_history("g.n3.medium", "cn-north-1a", at, at).is_none());
}

#[test]
fn the_result_of_an_unanswered_creation_is_recognised() {
    let params = creation(json!({ "name": "web", "imageId": "img-1", "az": "cn-north-1a",
        "primaryNetworkInterface": { "networkInterface": { "subnetId": "subnet-1" } } }));
    let is = |params: &Value, name: &str| Jdcloud.is_result("createInstances", params, &instance("i-1", name));
    assert!(is(&params, "web"));
    assert!(!is(&params, "web-2"), "one is not numbered");
    let mut several = params.clone();
    several["maxCount"] = json!(3);
    assert!(is(&several, "web-2") && is(&several, "web2"), "several may be numbered");
    assert!(!is(&params, "web-a") && !is(&params, "other"));
    let numbered = creation(json!({ "name": "web-[001]-ops", "imageId": "img-1",
        "primaryNetworkInterface": { "networkInterface": { "subnetId": "subnet-1" } } }));
    assert!(is(&numbered, "web-014-ops"));
    assert!(!is(&numbered, "web-ops") && !is(&numbered, "web-x-ops"));
    let mut elsewhere = params.clone();
    elsewhere["instanceSpec"]["az"] = json!("cn-north-1b");
    assert!(!is(&elsewhere, "web"));
    assert!(!Jdcloud.is_result("resizeInstance", &params, &instance("i-1", "web")));
}

#[test]
fn what_a_group_or_a_bare_record_does_not_say_is_not_compared() {
    let grouped = creation(
        json!({ "name": "web", "agId": "ag-1", "imageId": "img-9", "instanceType": "g.n9.huge", "az": "cn-north-1b" }),
    );
    assert!(Jdcloud.is_result("createInstances", &grouped, &instance("i-1", "web")));
    assert!(!Jdcloud.is_result("createInstances", &grouped, &instance("i-1", "other")));
    let bare = (Jdcloud.instances(&[]).map)(&json!({ "instances": [{ "instanceId": "i-1" }] })).remove(0);
    assert!(Jdcloud.is_result("createInstances", &creation(json!({})), &bare));
    let mut templated = json!({ "instanceSpec": { "name": "web", "instanceTemplateId": "it-1", "az": "cn-north-1a" } });
    assert!(Jdcloud.is_result("createInstances", &templated, &instance("i-1", "web")));
    templated["instanceSpec"]["imageId"] = json!("img-9");
    assert!(
        !Jdcloud.is_result("createInstances", &templated, &instance("i-1", "web")),
        "what is given wins over the template"
    );
}

#[test]
fn results_are_looked_for_by_what_stands_before_the_number() {
    let values = |name: &str| {
        let search = Jdcloud.results("createInstances", &creation(json!({ "name": name })));
        assert!(search.complete && search.hint.is_none());
        search.reads[0].call.params.clone()
    };
    let filter = |part: &str| json!({ "filters": [{ "name": "name", "values": [part] }] });
    assert_eq!(values("web"), filter("web"));
    assert_eq!(values("web-[001]-ops"), filter("web-"));
    assert!(Jdcloud.results("createImage", &json!({})).reads.is_empty());
}

#[test]
fn a_purchase_is_summed_up_as_an_order() {
    let yearly = creation(
        json!({ "charge": { "chargeMode": "prepaid_by_duration", "chargeUnit": "year", "chargeDuration": 2 } }),
    );
    let summary = Jdcloud.summary("createInstances", &yearly);
    assert_eq!((summary.name.as_str(), summary.count, summary.size.as_str()), ("web-01", 1, "g.n3.medium"));
    assert_eq!((summary.billing, summary.months), (BillingMode::Prepaid, Some(24)));
    let resize = Jdcloud.summary("resizeInstance", &json!({ "instanceId": "i-1", "instanceType": "g.n3.large" }));
    assert_eq!((resize.name.as_str(), resize.size.as_str()), ("i-1", "g.n3.large"));
    assert_eq!(instance("i-1", "x").state, InstanceState::Running);
}
