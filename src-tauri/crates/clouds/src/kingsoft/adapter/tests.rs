use super::*;

const IMAGE: &str = "314bbaa0-6ea3-4042-ae58-4d499a0a607b";

fn creation() -> Value {
    json!({
        "ImageId": IMAGE, "InstanceType": "N3.2B", "ChargeType": "HourlyInstantSettlement", "MaxCount": 3, "MinCount": 1,
        "SubnetId": "d91f7510-2b59-4600-bc26-9c34c1b38493", "SecurityGroupId": "c032ce42-b457-4f36-a557-297994f172ac",
        "SystemDisk": { "DiskType": "SSD3.0", "DiskSize": 50 }, "InstanceName": "web", "InstancePassword": "1qaz2wsx!Q",
        "DataDisk": [{ "Type": "EHDD", "Size": 100, "DeleteWithInstance": true }],
    })
}

fn an_image(source: ImageSource) -> Image {
    let item = json!({ "ImagesSet": [{ "ImageId": IMAGE, "ImageState": "active", "ImageSource": "extend" }] });
    let mut image = map::image::private(&item).remove(0);
    image.source = source;
    image
}

/// Every call the adapter makes must be one the catalogue accepts.
#[track_caller]
fn accepted(call: &Call) {
    let operation = SPEC.operation(&call.operation).expect("the operation is in the catalogue");
    let validator = yundeck_catalogue::problem::Validator::new(&operation.input).unwrap();
    assert_eq!(validator.problems(&call.params), [], "{} {}", call.operation, call.params);
}

/// The call with the region that the client fills in.
fn with_region(mut call: Call) -> Call {
    call.params["Region"] = json!("cn-beijing-6");
    call
}

#[test]
fn a_price_is_asked_with_what_the_price_call_takes() {
    let call = Kingsoft.quote("RunInstances", &creation()).unwrap().unwrap();
    assert_eq!(call.operation, "DescribePrice");
    assert_eq!(
        call.params,
        json!({
            "InstanceType": "N3.2B", "ImageId": IMAGE, "SystemDisk": { "DiskType": "SSD3.0", "DiskSize": 50 },
            "ChargeType": "HourlyInstantSettlement", "DataDisk": [{ "Type": "EHDD", "Size": 100 }],
        })
    );
    accepted(&call);
}

#[test]
fn a_spot_instance_is_priced_by_the_hour_and_says_so() {
    let mut params = creation();
    params["ChargeType"] = json!("Spot");
    let call = Kingsoft.quote("RunInstances", &params).unwrap().unwrap();
    assert_eq!(call.params["ChargeType"], "HourlyInstantSettlement");
    accepted(&call);
    assert!(Kingsoft.not_included("RunInstances", &params).iter().any(|text| text.en.contains("spot")));
    let always = Kingsoft.not_included("RunInstances", &creation());
    assert_eq!(always.len(), 1, "whether an image is of the market, its id does not say");
    assert!(always[0].en.contains("market image"));
    assert_eq!(Kingsoft.unquoted("RunInstances", &creation()), vec![]);
    params["AddressBandWidth"] = json!(5);
    assert!(
        Kingsoft.unquoted("RunInstances", &params)[0].en.contains("elastic IP"),
        "no parameter of the price call has it"
    );
}

#[test]
fn what_a_price_still_needs_is_named_with_its_place() {
    let missing = |params: Value| {
        let error = Kingsoft.quote("RunInstances", &params).unwrap_err();
        assert!(error.problems.iter().all(|problem| problem.rule == Rule::Required));
        error.problems.into_iter().map(|problem| problem.path).collect::<Vec<_>>()
    };
    assert_eq!(
        missing(json!({ "InstanceType": "", "ChargeType": null })),
        ["/ImageId", "/InstanceType", "/ChargeType"]
    );
    let mut params = creation();
    params["ChargeType"] = json!("Monthly");
    params["DataDisk"] = json!([{ "Type": "EHDD" }]);
    assert_eq!(missing(params.clone()), ["/PurchaseTime", "/DataDisk/0/Size"]);
    params["PurchaseTime"] = json!(2);
    params["DataDisk"] = json!([]);
    let call = Kingsoft.quote("RunInstances", &params).unwrap().unwrap();
    assert_eq!(call.params["PurchaseTime"], 2);
    accepted(&call);
    let error = Kingsoft.quote("RunInstances", &json!({})).unwrap_err();
    assert_eq!(error.problems[0].field, Text::new("镜像", "Image"));
}

#[test]
fn what_a_template_makes_of_an_order_has_no_price_and_says_why() {
    let mut params = creation();
    params["ModelId"] = json!("0d8e4f5c-4f4f-4e4b-9d5d-0f6f8e2b5a11");
    assert_eq!(Kingsoft.quote("RunInstances", &params).unwrap(), None);
    let reason = Kingsoft.no_quote("RunInstances", &params).unwrap();
    assert!(reason.zh.contains("启动模板") && reason.en.contains("launch template"));
    assert_eq!(Kingsoft.no_quote("RunInstances", &creation()), None);
    assert!(Kingsoft.no_quote("ModifyInstanceType", &json!({})).is_some(), "the catalogue's words");
    let summary = Kingsoft.summary("RunInstances", &params);
    assert_eq!((summary.size.as_str(), summary.months), ("0d8e4f5c-4f4f-4e4b-9d5d-0f6f8e2b5a11", None));
    params["ModelId"] = json!("");
    assert!(Kingsoft.quote("RunInstances", &params).unwrap().is_some(), "none is chosen");
}

#[test]
fn calls_are_what_the_catalogue_accepts() {
    let instance = map::instance::instances(
        &json!({ "InstancesSet": [{ "InstanceId": "05474d8d-3f86-4be1-860f-03ff7ad63e88" }] }),
    )
    .remove(0);
    for action in [InstanceAction::Start, InstanceAction::Stop, InstanceAction::Reboot, InstanceAction::Terminate] {
        let call = Kingsoft.act(action, &instance);
        assert_eq!(SPEC.jobs.get(action.job()), Some(&call.operation));
        accepted(&call);
    }
    let image = an_image(ImageSource::Private);
    let accounts = ["73403251".to_owned()];
    for call in [
        Kingsoft.probe(),
        Kingsoft.instances(&[]).call,
        Kingsoft.instances(std::slice::from_ref(&instance.id)).call,
        Kingsoft.instance_types(Some("cn-beijing-6a")).unwrap().call,
        Kingsoft.instance_types(None).unwrap().call,
        Kingsoft.images(ImageSource::Public).unwrap().call,
        with_region(Kingsoft.images(ImageSource::Market).unwrap().call),
        Kingsoft.image_shares(IMAGE).unwrap().call,
        Kingsoft.create_image(&instance, "网站_1", ""),
        Kingsoft.delete_image(&image),
        Kingsoft.share_image(&image, &accounts, true).unwrap(),
        Kingsoft.share_image(&image, &accounts, false).unwrap(),
    ] {
        accepted(&call);
    }
    let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
    let history = Kingsoft
        .spot_history("N3.2B", "cn-beijing-6a", at("2020-04-28T06:00:00+00:00"), at("2020-04-28T09:00:00+00:00"))
        .unwrap()
        .call;
    assert_eq!(history.params["StartTime"], "2020-04-28T14:00:00Z");
    assert_eq!(history.params["EndTime"], "2020-04-28T17:00:00Z");
    accepted(&history);
}

#[test]
fn only_own_ready_images_are_shared_and_not_with_oneself() {
    let count = |image: &Image, accounts: &[&str]| {
        let accounts: Vec<String> = accounts.iter().map(|&account| account.to_owned()).collect();
        Kingsoft.share_obstacles(image, &[], &accounts, Some("2000001278")).len()
    };
    let mut image = an_image(ImageSource::Private);
    assert_eq!(count(&image, &["73403251"]), 0);
    assert_eq!(count(&image, &["2000001278"]), 1);
    assert_eq!(count(&image, &["a friend", ""]), 2);
    image.ready = false;
    assert_eq!(count(&image, &["73403251"]), 1);
    assert_eq!(count(&an_image(ImageSource::Public), &["73403251"]), 1);
    assert_eq!(count(&an_image(ImageSource::Shared), &["73403251"]), 1);
}

#[test]
fn the_result_of_an_unanswered_creation_is_recognised() {
    let found = |name: &str, image: &str| {
        let item = json!({ "InstancesSet": [{ "InstanceId": "i", "InstanceName": name, "ImageId": image, "InstanceType": "N3.2B",
            "SubnetId": "d91f7510-2b59-4600-bc26-9c34c1b38493" }] });
        Kingsoft.is_result("RunInstances", &creation(), &map::instance::instances(&item)[0])
    };
    assert!(found("web", IMAGE));
    assert!(found("web-7", IMAGE), "a batch is numbered");
    assert!(!found("web-7a", IMAGE));
    assert!(!found("website", IMAGE));
    assert!(!found("web", "48de6f74-e287-45df-b55e-94266d77483f"));
    let bare = map::instance::instances(&json!({ "InstancesSet": [{ "InstanceId": "i" }] })).remove(0);
    assert!(Kingsoft.is_result("RunInstances", &creation(), &bare), "what a record does not say contradicts nothing");
    let without = |name: &str| {
        let mut params = creation();
        params.as_object_mut().unwrap().shift_remove(name);
        params
    };
    let item =
        json!({ "InstancesSet": [{ "InstanceName": "the cloud's own", "ImageId": IMAGE, "InstanceType": "N3.2B" }] });
    assert!(Kingsoft.is_result("RunInstances", &without("InstanceName"), &map::instance::instances(&item)[0]));
    let item = json!({ "InstancesSet": [{ "InstanceName": "web", "ImageId": IMAGE, "InstanceType": "N3.4B" }] });
    assert!(Kingsoft.is_result("RunInstances", &without("InstanceType"), &map::instance::instances(&item)[0]));
    let mut single = creation();
    single["MaxCount"] = json!(1);
    let named = |params: &Value, name: &str| {
        let item = json!({ "InstancesSet": [{ "InstanceName": name }] });
        Kingsoft.is_result("RunInstances", params, &map::instance::instances(&item)[0])
    };
    assert!(named(&single, "web") && !named(&single, "web-7"), "one is not numbered");
    single["InstanceNameSuffix"] = json!(5);
    assert!(named(&single, "web") && named(&single, "web-5"));
}

#[test]
fn what_a_template_may_have_set_is_not_compared() {
    let mut params = creation();
    params["ModelId"] = json!("0d8e4f5c-4f4f-4e4b-9d5d-0f6f8e2b5a11");
    let item = json!({ "InstancesSet": [{ "InstanceName": "of-the-template", "ImageId": "another", "InstanceType": "N3.4B",
        "SubnetId": "another" }] });
    assert!(Kingsoft.is_result("RunInstances", &params, &map::instance::instances(&item)[0]));
    assert!(!Kingsoft.is_result("CreateModel", &params, &map::instance::instances(&item)[0]));
}

#[test]
fn results_are_looked_for_in_the_project_of_the_order() {
    let search = |extra: Value| {
        let mut params = creation();
        params.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let search = Kingsoft.results("RunInstances", &params);
        let [read] = search.reads.as_slice() else { panic!("one list") };
        accepted(&read.call);
        assert!(search.complete && search.hint.is_none());
        read.call.params.clone()
    };
    assert_eq!(search(json!({})), json!({ "ProjectId": [0], "Search": "web" }));
    assert_eq!(search(json!({ "ProjectId": 1001 })), json!({ "ProjectId": [1001], "Search": "web" }));
    assert_eq!(search(json!({ "InstanceName": "" })), json!({ "ProjectId": [0] }));
    assert_eq!(search(json!({ "InstanceName": "a b" })), json!({ "ProjectId": [0] }));
    let everywhere = json!({});
    assert_eq!(
        search(json!({ "ModelId": "m", "ProjectId": 1001 })),
        everywhere,
        "the template may name another project"
    );
    assert!(Kingsoft.results("CreateImage", &creation()).reads.is_empty());
}

#[test]
fn an_order_is_summed_up() {
    let mut params = creation();
    params["ChargeType"] = json!("Monthly");
    params["PurchaseTime"] = json!(12);
    let summary = Kingsoft.summary("RunInstances", &params);
    assert_eq!((summary.name.as_str(), summary.count, summary.size.as_str()), ("web", 3, "N3.2B"));
    assert_eq!((summary.billing, summary.months), (BillingMode::Prepaid, Some(12)));
}

#[test]
fn the_documented_replies_have_their_ids_where_the_catalogue_looks() {
    let check = |operation: &str, reply: &str, expected: &[&str]| {
        let reply: Value = serde_json::from_str(reply).unwrap();
        let path = SPEC.operation(operation).unwrap().output.get("ids").unwrap();
        assert_eq!(path.texts(&reply), expected, "{operation}");
    };
    check("RunInstances", include_str!("../fixtures/run_instances.json"), &["28474a3e-446b-463b-815b-f7b9bd468f7e"]);
    check(
        "StartInstances",
        include_str!("../fixtures/start_instances.json"),
        &["05474d8d-3f86-4be1-860f-03ff7ad63e88"],
    );
}

#[test]
fn every_operation_that_answers_item_by_item_pairs_ids_with_verdicts() {
    let verdicts = |operation: &str, reply: Value| {
        let found = SPEC.operation(operation).unwrap().verdicts(&reply);
        found.into_iter().map(|item| (item.id, item.accepted, item.message)).collect::<Vec<_>>()
    };
    let started = serde_json::from_str(include_str!("../fixtures/start_instances.json")).unwrap();
    let id = "05474d8d-3f86-4be1-860f-03ff7ad63e88".to_owned();
    assert_eq!(verdicts("StartInstances", started), [(id, true, None)]);
    let said = |set: &str, id: &str| json!({ set: [{ id: "a", "Return": true }, { id: "b", "Return": false, "Message": "instance is rebuilding" }] });
    for (operation, set, id) in [
        ("StartInstances", "InstancesSet", "InstanceId"),
        ("StopInstances", "InstancesSet", "InstanceId"),
        ("RebootInstances", "InstancesSet", "InstanceId"),
        ("TerminateInstances", "InstancesSet", "InstanceId"),
        ("AttachKey", "InstancesSet", "InstanceId"),
        ("DetachKey", "InstancesSet", "InstanceId"),
        ("RemoveImages", "ReturnSet", "ImageId"),
        ("RemoveVmFromDataGuard", "ReturnSet", "InstanceId"),
        ("DeleteDataGuardGroups", "ReturnSet", "DataGuardId"),
        ("DeleteLocalVolumeSnapshot", "ReturnSet", "LocalVolumeSnapshotId"),
    ] {
        let refused = ("b".to_owned(), false, Some("instance is rebuilding".to_owned()));
        assert_eq!(verdicts(operation, said(set, id)), [("a".to_owned(), true, None), refused], "{operation}");
    }
    let paired = SPEC.operations.values().filter(|operation| operation.batch.is_some()).count();
    let items = SPEC.operations.values().filter_map(|operation| operation.output.get("accepted"));
    assert_eq!(items.filter(|accepted| accepted.as_str().contains("[]")).count(), paired, "none is left out");
}

#[test]
fn instances_are_listed_in_every_project_that_the_key_may_see() {
    let list = SPEC.operation("DescribeInstances").unwrap();
    let projects = SPEC.refs.get(list.places(&json!({})).unwrap()).unwrap();
    let reply = json!({ "ListProjectResult": { "Total": 2, "ProjectList": [
        { "ProjectId": 0, "ProjectName": "默认项目" }, { "ProjectId": 103800, "ProjectName": "线上" }] } });
    let places: Vec<Value> =
        projects.items.find(&reply).into_iter().filter_map(|item| projects.id.first(item).cloned()).collect();
    let calls = list.at_places(&Kingsoft.instances(&["i-1".to_owned()]).call.params, &places);
    assert_eq!(calls, [json!({ "InstanceId": ["i-1"], "ProjectId": [0, 103800] })]);
    let whole = list.at_places(&Kingsoft.instances(&[]).call.params, &places).remove(0);
    accepted(&Call::new("DescribeInstances", whole));
    let narrowed = Kingsoft.results("RunInstances", &creation()).reads.remove(0).call;
    assert_eq!(list.places(&narrowed.params), None, "an order names its project");
}
