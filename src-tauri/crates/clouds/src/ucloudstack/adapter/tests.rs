use super::*;
use yundeck_catalogue::Effect;
use yundeck_catalogue::cloud::ErrorKind;
use yundeck_catalogue::problem::Validator;
use yundeck_domain::instance::BillingMode;

fn order() -> Value {
    SPEC.operation(CREATE).unwrap().example.clone()
}

fn instance() -> Instance {
    let reply: Value = serde_json::from_str(include_str!("../fixtures/describe_vm_instance.json")).unwrap();
    map::instance::instances(&reply).remove(0)
}

#[track_caller]
fn accepted(call: &Call) {
    let operation = SPEC.operation(&call.operation).unwrap_or_else(|| panic!("{} is in the catalogue", call.operation));
    let problems = Validator::new(&operation.input).unwrap().problems(&call.params);
    assert!(problems.is_empty(), "{}: {problems:?}", call.operation);
}

#[test]
fn every_call_fits_its_operation_and_only_reads_read() {
    let cloud = Ucloudstack;
    let image = {
        let reply: Value = serde_json::from_str(include_str!("../fixtures/describe_image.json")).unwrap();
        map::image::images(&reply).remove(1)
    };
    let reads = [
        cloud.probe(),
        cloud.instances(&[]).call,
        cloud.instances(&["vm-1".into(), "vm-2".into()]).call,
        cloud.images(ImageSource::Public).unwrap().call,
        cloud.images(ImageSource::Private).unwrap().call,
        cloud.quote(CREATE, &order()).unwrap().unwrap(),
    ];
    for call in &reads {
        accepted(call);
        assert_eq!(SPEC.operation(&call.operation).unwrap().effect, Effect::Read, "{}", call.operation);
    }
    let actions = [InstanceAction::Start, InstanceAction::Stop, InstanceAction::Reboot, InstanceAction::Terminate];
    for action in actions {
        let call = cloud.act(action, &instance());
        accepted(&call);
        assert_eq!(Some(&call.operation), SPEC.jobs.get(action.job()), "{action:?}");
    }
    for (job, call) in [
        ("create_image", cloud.create_image(&instance(), "golden", "")),
        ("create_image", cloud.create_image(&instance(), "golden", "nginx")),
        ("delete_image", cloud.delete_image(&image)),
    ] {
        accepted(&call);
        assert_eq!(Some(&call.operation), SPEC.jobs.get(job));
    }
}

#[test]
fn deleting_an_instance_keeps_what_is_bound_to_it() {
    assert_eq!(Ucloudstack.act(InstanceAction::Terminate, &instance()).params["DelBindResource"], 0);
}

#[test]
fn a_quote_asks_for_what_the_price_call_takes_and_nothing_else() {
    let mut params = order();
    params["DataDiskSpace"] = json!(100);
    params["GPU"] = json!(1);
    params["CPU"] = json!(4);
    params["Quantity"] = json!(3);
    let call = Ucloudstack.quote(CREATE, &params).unwrap().unwrap();
    assert_eq!(call.operation, "GetVMInstancePrice");
    accepted(&call);
    assert_eq!((&call.params["GPU"], &call.params["Quantity"]), (&json!(1), &json!(3)));
    // The price call of later guides requires it; an order makes one.
    assert_eq!(call.params["Count"], 1);
    for left_out in ["Name", "Password", "VPCID", "SubnetID", "DataDiskSpace"] {
        assert_eq!(call.params.get(left_out), None, "{left_out}");
    }
}

#[test]
fn the_kind_of_gpu_makes_the_price_and_is_priced() {
    let mut params = order();
    params["GPUType"] = json!("VGPU");
    params["MdevName"] = json!("nvidia-231");
    params["MemberID"] = json!(7);
    let call = Ucloudstack.quote(CREATE, &params).unwrap().unwrap();
    accepted(&call);
    for name in ["GPUType", "MdevName", "MemberID"] {
        assert_eq!(call.params[name], params[name], "{name}");
    }
    let without = Ucloudstack.quote(CREATE, &order()).unwrap().unwrap();
    for name in ["GPUType", "MdevName", "MemberID"] {
        assert_eq!(without.params.get(name), None, "{name}: not sent unless somebody set it");
    }
}

#[test]
fn the_system_disk_is_priced_at_its_default_size_when_none_is_given() {
    let mut params = order();
    params["BootDiskSpace"] = Value::Null;
    assert_eq!(Ucloudstack.quote(CREATE, &params).unwrap().unwrap().params["BootDiskSpace"], 40);
}

#[test]
fn a_duration_is_not_sent_where_it_has_no_effect() {
    let mut params = order();
    params["ChargeType"] = json!("Dynamic");
    params["Quantity"] = json!(3);
    assert_eq!(Ucloudstack.quote(CREATE, &params).unwrap().unwrap().params.get("Quantity"), None);
}

#[test]
fn an_incomplete_order_says_what_a_price_still_needs() {
    let error =
        Ucloudstack.quote(CREATE, &json!({ "CPU": 2, "Memory": 4096, "VMType": "", "Name": "web" })).unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidParams);
    let missing: Vec<_> =
        error.problems.iter().map(|problem| (problem.path.as_str(), problem.field.en.as_str())).collect();
    assert_eq!(
        missing,
        [
            ("/VMType", "Compute cluster"),
            ("/ImageID", "Image"),
            ("/BootDiskSetType", "System disk type"),
            ("/ChargeType", "Billing")
        ]
    );
    assert!(error.problems.iter().all(|problem| problem.rule == Rule::Required));
}

#[test]
fn resize_is_priced_by_what_the_price_call_takes_and_a_renewal_is_not() {
    let size = json!({ "VMID": "vm-1", "CPU": 4, "Memory": 8192 });
    let asked = json!({ "VMID": "vm-1", "CPU": 4, "Memory": 8192, "CPUCoresPerSocket": 2, "MemberID": "", "ApplicationName": "a" });
    assert_eq!(Ucloudstack.quote("ResizeVMConfig", &asked).unwrap(), Some(Call::new("GetPaymentOfPremium", size)));
    assert_eq!(Ucloudstack.quote("RenewResource", &json!({ "ResourceID": "vm-1", "Quantity": 1 })).unwrap(), None);
}

#[test]
fn unquoted_names_the_parts_of_this_order_that_the_price_call_cannot_ask_for() {
    let count = |extra: Value| {
        let mut params = order();
        params.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        Ucloudstack.unquoted(CREATE, &params).len()
    };
    assert_eq!(count(json!({})), 0);
    assert_eq!(count(json!({ "DataDiskSpace": 0, "OperatorName": "" })), 0);
    assert_eq!(count(json!({ "DataDiskSpace": 100 })), 1);
    assert_eq!(count(json!({ "DataDiskSpace": 100, "OperatorName": "BGP", "Bandwidth": 5, "DataDiskID": "lun-1" })), 3);
    let disk = Ucloudstack.unquoted(CREATE, &json!({ "DataDiskSpace": 100 }));
    assert_eq!((disk[0].zh.as_str(), disk[0].en.as_str()), ("数据盘 100 GiB", "a 100 GiB data disk"));
}

#[test]
fn the_instance_an_unanswered_creation_made_is_recognised() {
    let mut made = instance();
    assert!(Ucloudstack.is_result(CREATE, &order(), &made));
    assert!(!Ucloudstack.is_result("ResizeVMConfig", &order(), &made));
    made.vcpus = None;
    assert!(Ucloudstack.is_result(CREATE, &order(), &made), "what is not said cannot contradict");
    made.memory_mib = Some(8192);
    assert!(!Ucloudstack.is_result(CREATE, &order(), &made));
    let other_name = Instance { name: "web-02".into(), ..instance() };
    assert!(!Ucloudstack.is_result(CREATE, &order(), &other_name));
    let bare = map::instance::instances(&json!({ "Infos": [{ "VMID": "vm-1" }] })).remove(0);
    assert!(Ucloudstack.is_result(CREATE, &order(), &bare));
    let open = json!({ "Name": "web-01" });
    assert!(Ucloudstack.is_result(CREATE, &open, &instance()), "what the order leaves open is not compared");
}

#[test]
fn results_are_looked_for_where_the_order_put_them() {
    let mut params = order();
    let subnet = json!({ "VPCID": "vpc-7Hq1kpYMR", "SubnetID": "subnet-7Hq1kpYMR" });
    let asked = |params: &Value| {
        let search = Ucloudstack.results(CREATE, params);
        assert!(search.complete);
        accepted(&search.reads[0].call);
        let mut asked = search.reads[0].call.params.clone();
        let hint = search.hint.map(|hint| (accepted(&hint.call), hint.call.params).1);
        // The same place, and the name beside it.
        asked["Keyword"] = json!("web-01");
        assert_eq!(hint.as_ref(), Some(&asked));
        asked.as_object_mut().unwrap().shift_remove("Keyword");
        asked
    };
    assert_eq!(asked(&params), subnet);
    params["CompanyID"] = json!(200000237);
    params["ProjectID"] = json!("project-1");
    let found = asked(&params);
    assert_eq!((&found["CompanyID"], &found["ProjectIDs"]), (&json!(200000237), &json!(["project-1"])));
    assert!(Ucloudstack.results("ResizeVMConfig", &params).reads.is_empty());
    params["Name"] = json!("");
    assert!(Ucloudstack.results(CREATE, &params).hint.is_none());
}

#[test]
fn an_order_is_summed_up() {
    let mut params = order();
    params["ChargeType"] = json!("Year");
    params["Quantity"] = json!(2);
    params["GPU"] = json!(1);
    let summary = Ucloudstack.summary(CREATE, &params);
    assert_eq!((summary.name.as_str(), summary.count, summary.size.as_str()), ("web-01", 1, "2 vCPU · 4 GiB · 1 GPU"));
    assert_eq!((summary.billing, summary.months), (BillingMode::Prepaid, Some(24)));
    params["ChargeType"] = json!("Dynamic");
    assert_eq!(Ucloudstack.summary(CREATE, &params).months, None);
    assert_eq!(Ucloudstack.summary(CREATE, &json!({})).size, "");
}

#[test]
fn what_the_cloud_lacks_is_said_in_words() {
    let cloud = Ucloudstack;
    let image = Image { id: "image-1".into(), ..map::image::images(&json!({ "Infos": [{}] })).remove(0) };
    assert!(cloud.share_image(&image, &["1".into()], true).is_none());
    assert!(cloud.image_shares("image-1").is_none());
    assert!(cloud.images(ImageSource::Shared).is_none());
    assert!(cloud.instance_types(None).is_none());
    assert_eq!(cloud.share_obstacles(&image, &[], &[], None).len(), 1, "an explanation, not a silence");
    for job in ["share_image", "unshare_image", "list_image_shares", "list_instance_types", "spot_history"] {
        assert!(SPEC.lacks.contains_key(job) && !SPEC.jobs.contains_key(job), "{job}");
    }
}
