//! The catalogue holds together.

use serde_json::{Value, json};
use yundeck_catalogue::cloud::ErrorKind;
use yundeck_catalogue::problem::{Rule, Validator};
use yundeck_catalogue::schema;

use super::SPEC;

fn validator(operation: &str) -> Validator {
    Validator::new(&SPEC.operation(operation).expect(operation).input).expect(operation)
}

/// The paths of the problems that changes to the example make.
fn problems(operation: &str, changes: &Value) -> Vec<String> {
    let mut params = SPEC.operation(operation).unwrap().example.clone();
    for (name, value) in changes.as_object().unwrap() {
        params[name] = value.clone();
    }
    let params = schema::pruned(&params);
    let mut paths: Vec<String> =
        validator(operation).problems(&params).into_iter().map(|problem| problem.path).collect();
    paths.dedup();
    paths
}

#[test]
fn the_document_has_fifty_four_operations() {
    let (companions, documented): (Vec<_>, Vec<_>) =
        SPEC.operations.values().partition(|operation| operation.companion);
    assert_eq!(documented.len(), 54);
    assert!(documented.iter().all(|operation| operation.source == "002_82dd991f180413ac.txt"));
    let names: Vec<_> = companions.iter().map(|operation| operation.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "ModifyInstanceChargeType",
            "AttachInstancesIamRole",
            "DetachInstancesIamRole",
            "SetInstanceResourceProtect",
            "DescribeKecInventory",
            "EnableImageCaching",
            "DisableImageCaching",
            "CreateAutoSnapshotPolicy",
            "DescribeAutoSnapshotPolicy",
            "ModifyAutoSnapshotPolicy",
            "DeleteAutoSnapshotPolicy",
            "ApplyAutoSnapshotPolicy",
            "CancelAutoSnapshotPolicy",
            "DescribeVolumes",
            "DescribeInstanceVolumes",
            "DescribeTags",
            "GetAccountAllProjectList",
            "DescribeVpcs",
            "DescribeSubnets",
            "DescribeSecurityGroups",
            "GetLines",
            "DescribeAddresses",
            "ModifyKey",
            "DescribeKeys",
        ]
    );
}

#[test]
fn every_example_validates() {
    for operation in SPEC.operations.values() {
        assert_eq!(validator(&operation.name).problems(&operation.example), [], "{}", operation.name);
    }
}

#[test]
fn everything_that_is_named_exists() {
    let is_operation = |name: &str| assert!(SPEC.operation(name).is_some(), "operation {name}");
    for (job, name) in &SPEC.jobs {
        assert!(SPEC.job(job).is_some(), "{job} -> {name}");
    }
    for (kind, found) in &SPEC.refs {
        is_operation(&found.operation);
        assert!(found.within.keys().all(|within| SPEC.refs.contains_key(within)), "{kind} within {:?}", found.within);
    }
    for waiter in SPEC.waiters.values() {
        is_operation(&waiter.operation);
        let input = &SPEC.operation(&waiter.operation).unwrap().input;
        let ids = schema::properties(input).find(|(name, _)| *name == waiter.ids).unwrap().1;
        assert_eq!(ids["type"] == "array", waiter.ids_list);
    }
    for operation in SPEC.operations.values() {
        assert!(SPEC.service_of(operation).is_some(), "{}", operation.name);
        if let Some(waiter) = &operation.waiter {
            assert!(SPEC.waiters.contains_key(waiter), "{waiter}");
        }
        if let Some(quote) = &operation.quote {
            is_operation(&quote.operation);
        }
        if operation.effect == yundeck_catalogue::Effect::Purchase {
            assert!(operation.quote.is_some() || operation.no_quote.is_some(), "{}", operation.name);
        }
        if let Some(reconcile) = &operation.reconcile {
            is_operation(&reconcile.operation);
            assert!(
                reconcile.by.iter().all(|name| operation.input["properties"].get(name).is_some()),
                "{}",
                operation.name
            );
        }
        if let Some(pagination) = &operation.pagination {
            assert!(
                [&pagination.start, &pagination.limit]
                    .iter()
                    .all(|name| operation.input["properties"].get(name.as_str()).is_some())
            );
        }
        check_members(&operation.name, &operation.input);
    }
}

/// Titles in both languages, references that exist, steps that exist, secrets that are marked, defaults that hold.
fn check_members(at: &str, member: &Value) {
    for (name, member) in schema::properties(member) {
        let at = format!("{at}.{name}");
        for words in ["title", "x-title-en"] {
            assert!(member[words].as_str().is_some_and(|words| !words.is_empty()), "{at} has no {words}");
        }
        assert_eq!(
            member.get("description").is_some(),
            member.get("x-help-en").is_some(),
            "{at} has help in one language"
        );
        if let Some(kind) = member["x-ref"].as_str() {
            assert!(SPEC.refs.contains_key(kind), "{at}: {kind}");
        }
        if let Some(step) = member["x-step"].as_str() {
            assert!(schema::STEPS.contains(&step), "{at}: {step}");
        }
        assert_eq!(
            member.get("pattern").is_some(),
            member.get("x-rule").is_some(),
            "{at}: a pattern and its words go together"
        );
        assert_eq!(name.contains("Password") || name == "UserData", schema::is_secret(member), "{at}");
        let annotations = member.as_object().unwrap().keys().filter(|key| key.starts_with("x-"));
        assert!(annotations.into_iter().all(|key| schema::ANNOTATIONS.contains(&key.as_str())), "{at}");
        let values = member["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
        // A switch that says what it does has words for on and off.
        let values: Vec<&str> = if member["type"] == "boolean" { vec!["true", "false"] } else { values.collect() };
        if let Some(titles) = member["x-enum-titles"].as_object() {
            assert!(values.into_iter().eq(titles.keys().map(String::as_str)), "{at}: titles of the values");
        }
        if let Some(default) = member.get("default") {
            assert_eq!(Validator::new(member).unwrap().problems(default), [], "{at}: default");
        }
        check_members(&at, member);
        check_members(&at, &member["items"]);
    }
}

#[test]
fn the_creation_rules_of_the_document_hold() {
    let check =
        |changes: Value, expected: &[&str]| assert_eq!(problems("RunInstances", &changes), expected, "{changes}");
    check(json!({}), &[]);
    check(json!({ "PurchaseTime": null }), &["/PurchaseTime"]);
    check(json!({ "PurchaseTime": 37 }), &["/PurchaseTime"]);
    check(json!({ "ChargeType": "Daily" }), &["/PurchaseTime"]);
    check(json!({ "ChargeType": "Daily", "PurchaseTime": null }), &[]);
    check(json!({ "MaxCount": 51 }), &["/MaxCount"]);
    check(json!({ "InstancePassword": "onlylower1" }), &["/InstancePassword"]);
    check(json!({ "InstancePassword": "Abcdefg1" }), &[]);
    check(json!({ "InstancePassword": "有Abcdefg1" }), &["/InstancePassword"]);
    check(json!({ "SubnetId": "subnet-1" }), &["/SubnetId"]);
    check(json!({ "HostName": "web.example" }), &["/HostName"]);
    check(json!({ "LineId": "l" }), &["/AddressBandWidth", "/AddressChargeType"]);
    check(
        json!({ "LineId": "l", "AddressBandWidth": 1, "AddressChargeType": "PrePaidByMonth" }),
        &["/AddressPurchaseTime"],
    );
    check(json!({ "LineId": "l", "AddressBandWidth": 1, "AddressChargeType": "PostPaidByDay" }), &[]);
    check(json!({ "DataDisk": [{ "Type": "SSD3.0" }] }), &["/DataDisk/0/Size"]);
    check(json!({ "DataDisk": [{ "Type": "SSD3.0", "Size": 9 }] }), &["/DataDisk/0/Size"]);
    check(json!({ "SystemDisk": { "DiskSize": 101 } }), &["/SystemDisk/DiskSize"]);
    check(json!({ "SystemDisk": { "DiskSize": 101 }, "InstanceType": "N3.2B" }), &[]);
    check(json!({ "SystemDisk": { "DiskSize": 20 }, "InstanceType": "I2.2B" }), &["/SystemDisk/DiskSize"]);
    check(json!({ "LocalVolumeSnapshotId": "s" }), &["/DataDiskGb"]);
    check(json!({ "AutoDeleteTime": "2019-07-16T18:56" }), &["/AutoDeleteTime"]);
    check(json!({ "AutoDeleteTime": "2019-07-16 18:56", "UserData": "aGk=" }), &[]);
    check(json!({ "Unheard": 1 }), &["/Unheard"]);
}

/// What present tools send and the document does not have.
#[test]
fn disks_families_and_wrapped_user_data_of_today_are_taken() {
    let check =
        |operation: &str, changes: Value| assert_eq!(problems(operation, &changes), [] as [&str; 0], "{changes}");
    for system in ["ESSD_SYSTEM_PL0", "ESSD_SYSTEM_PL1", "ESSD_SYSTEM_PL2", "ESSD_SYSTEM_Entry", "ESSD_SYSTEM_AutoPL"] {
        let disks = json!([
            { "Type": "ESSD_PL1", "Size": 40 }, { "Type": "ESSD_PL3", "Size": 32768 }, { "Type": "ESSD_Entry", "Size": 40 },
            { "Type": "ESSD_AutoPL", "Size": 40 },
        ]);
        let order = json!({ "InstanceType": "X7.2B", "SystemDisk": { "DiskType": system, "DiskSize": 500 }, "DataDisk": disks });
        for operation in ["RunInstances", "DescribePrice", "CreateModel"] {
            check(operation, order.clone());
        }
    }
    for family in ["S6.2B", "N6.2B", "X7.2B"] {
        check("RunInstances", json!({ "InstanceType": family }));
    }
    let input = &SPEC.operation("RunInstances").unwrap().input;
    let wrapped = json!({ "UserData": "I2Nsb3VkLWNvbmZpZwpwYWNrYWdlczogW25naW54\nXQo=\n" });
    let sent = schema::prepared(input, &wrapped);
    assert_eq!(sent, json!({ "UserData": "I2Nsb3VkLWNvbmZpZwpwYWNrYWdlczogW25naW54XQo=" }));
    check("RunInstances", sent.clone());
    check("ModifyInstanceImage", sent);
}

#[test]
fn a_template_says_what_the_order_leaves_out_and_nothing_else_does() {
    let members = |model: Value| json!({ "ModelId": model, "ImageId": null, "SubnetId": null, "ChargeType": null, "SecurityGroupId": null, "PurchaseTime": null });
    assert_eq!(problems("RunInstances", &members(json!("0d8e4f5c-4f4f-4e4b-9d5d-0f6f8e2b5a11"))), [] as [&str; 0]);
    let missing = problems("RunInstances", &members(json!(null)));
    for needed in ["/ImageId", "/SubnetId", "/ChargeType", "/SecurityGroupId"] {
        assert!(missing.iter().any(|path| path == needed), "{needed}: {missing:?}");
    }
}

#[test]
fn several_attributes_are_changed_in_one_call_and_none_is_refused() {
    let check = |changes: Value, is_good: bool| {
        assert_eq!(problems("ModifyInstanceAttribute", &changes).is_empty(), is_good, "{changes}");
    };
    check(
        json!({ "InstanceName": "web", "HostName": "web", "InstancePassword": "Abcdefg1", "RestartMode": "Restart" }),
        true,
    );
    check(json!({ "InstanceName": null, "RestartMode": "Restart" }), false);
}

#[test]
fn a_period_is_named_by_a_monthly_template_only() {
    let check =
        |changes: Value, expected: &[&str]| assert_eq!(problems("CreateModel", &changes), expected, "{changes}");
    check(json!({ "PurchaseTime": null }), &["/PurchaseTime"]);
    check(json!({ "ChargeType": "Daily", "PurchaseTime": null }), &[]);
    check(json!({ "ChargeType": "Daily", "PurchaseTime": 0 }), &[]);
    check(json!({ "ChargeType": "Daily", "PurchaseTime": 1 }), &["/PurchaseTime"]);
}

/// A default of the cloud's that changes money is the cloud's: nothing is sent unasked.
#[test]
fn newer_parameters_have_no_default_that_costs() {
    for operation in SPEC.operations.values().filter(|operation| !operation.effect.is_read()) {
        for (name, member) in schema::properties(&operation.input).filter(|(_, member)| member.get("x-since").is_some())
        {
            assert!(member.get("default").is_none(), "{}.{name}", operation.name);
        }
    }
}

#[test]
fn a_bid_goes_with_spot_instances_only() {
    let check = |changes: Value, expected: &[&str]| {
        assert_eq!(problems("RunInstances", &changes), expected, "{changes}");
    };
    for mode in ["Daily", "HourlyInstantSettlement"] {
        check(json!({ "ChargeType": mode, "PurchaseTime": null, "SpotStrategy": "SpotAsPriceGo" }), &["/SpotStrategy"]);
    }
    check(json!({ "SpotStrategy": "SpotWithPriceLimit" }), &["/SpotPriceLimit", "/SpotStrategy"]);
    check(json!({ "SpotPriceLimit": 0.1 }), &["/SpotPriceLimit"]);
    let spot = |strategy: Value, limit: Value| json!({ "ChargeType": "Spot", "PurchaseTime": null, "SpotStrategy": strategy, "SpotPriceLimit": limit });
    check(spot(json!(null), json!(null)), &[]);
    check(spot(json!("SpotAsPriceGo"), json!(null)), &[]);
    check(spot(json!("SpotWithPriceLimit"), json!(0.1)), &[]);
    check(spot(json!("SpotWithPriceLimit"), json!(null)), &["/SpotPriceLimit"]);
    check(spot(json!("SpotAsPriceGo"), json!(0.1)), &["/SpotPriceLimit"]);
    check(spot(json!(null), json!(0.1)), &["/SpotPriceLimit"]);
}

#[test]
fn what_the_cloud_would_take_no_notice_of_is_refused() {
    let check =
        |operation: &str, changes: Value, expected: &[&str]| assert_eq!(problems(operation, &changes), expected);
    check("RunInstances", json!({ "AutoDeleteEip": true }), &["/AutoDeleteEip"]);
    check("RunInstances", json!({ "AutoDeleteEip": true, "AutoDeleteTime": "2030-07-16 18:56" }), &[]);
    check("RunInstances", json!({ "KeepImageLogin": true }), &["/InstancePassword"]);
    check("RunInstances", json!({ "KeepImageLogin": true, "InstancePassword": null }), &[]);
    check("ModifyInstanceImage", json!({ "KeepImageLogin": true }), &["/InstancePassword"]);
    check("ModifyInstanceAutoDeleteTime", json!({ "AutoDeleteEip": true }), &[]);
    check(
        "ModifyInstanceAutoDeleteTime",
        json!({ "AutoDeleteEip": true, "AutoDeleteTime": null }),
        &["/AutoDeleteEip"],
    );
    let key = "2186e15f-476a-41b6-adc9-dd255a4bcb36";
    check("CreateModel", json!({ "KeyId": key, "InstancePassword": "Abcdefg1" }), &["/InstancePassword"]);
    check("CreateModel", json!({ "KeyId": key, "KeepImageLogin": true }), &["/KeyId"]);
    let disks = json!([{ "Type": "EHDD", "Size": 10 }]);
    for kind in ["I1.1A", "C1.1A", "P3.28A1", "P3I.14B1", "P4V.8A1", "P3IN.4A1"] {
        for operation in ["RunInstances", "DescribePrice", "CreateModel"] {
            let size = json!({ "InstanceType": kind, "DataDisk": disks, "SystemDisk": null });
            check(operation, size, &["/DataDisk"]);
        }
    }
    for kind in ["I2.2B", "E1.1A", "N3.2B", "S3.2B", "I3.2B", "C3.4B", "S4.2B", "X7.2B"] {
        check("DescribePrice", json!({ "InstanceType": kind, "DataDisk": disks }), &[]);
    }
}

#[test]
fn a_price_limit_has_at_most_five_decimals() {
    let spot = |limit: f64| {
        problems(
            "RunInstances",
            &json!({ "ChargeType": "Spot", "PurchaseTime": null, "SpotStrategy": "SpotWithPriceLimit", "SpotPriceLimit": limit }),
        )
    };
    for good in [0.1048, 0.29, 0.00001, 1.0, 0.1, 0.7, 12.34567, 1.1, 0.57] {
        assert_eq!(spot(good), [] as [&str; 0], "{good}");
    }
    for bad in [0.104801, 0.0, -1.0] {
        assert_eq!(spot(bad), ["/SpotPriceLimit"], "{bad}");
    }
}

#[test]
fn rules_explain_themselves_in_words() {
    let mut params = SPEC.operation("RunInstances").unwrap().example.clone();
    params["ChargeType"] = json!("Spot");
    let found = validator("RunInstances").problems(&params);
    assert_eq!(found.len(), 1);
    assert!(found[0].words.as_ref().is_some_and(|words| words.en.contains("prepaid")), "{found:?}");
    params["InstancePassword"] = json!("short");
    let found = validator("RunInstances").problems(&params);
    assert!(found.iter().any(|problem| matches!(problem.rule, Rule::MinLength { limit: 8 })), "{found:?}");
}

#[test]
fn exclusive_parameters_exclude_each_other() {
    let both = json!({ "SubnetId": "d91f7510-2b59-4600-bc26-9c34c1b38493" });
    assert!(!problems("AttachNetworkInterface", &both).is_empty());
    let new = json!({ "NetworkInterfaceId": null, "SubnetId": "d91f7510-2b59-4600-bc26-9c34c1b38493", "SecurityGroupId": ["c032ce42-b457-4f36-a557-297994f172ac"] });
    assert!(problems("AttachNetworkInterface", &new).is_empty());
    assert!(!problems("ModifyInstanceImage", &json!({ "InstancePassword": null })).is_empty());
    assert!(problems("ModifyInstanceImage", &json!({ "InstancePassword": null, "KeepImageLogin": true })).is_empty());
    assert!(
        !problems("CreateModel", &json!({ "ChargeType": "Daily" })).is_empty(),
        "a template's period is 0 unless prepaid"
    );
    assert!(problems("CreateModel", &json!({ "ChargeType": "Daily", "PurchaseTime": 0 })).is_empty());
}

#[test]
fn an_expired_signature_is_a_matter_of_the_clock() {
    let kind = |message: &str| SPEC.meaning_of("SignatureDoesNotMatch", message).unwrap().kind;
    assert_eq!(kind("Signature expired:20190225T164425Z."), ErrorKind::ClockSkew);
    assert_eq!(
        kind("The request signature we calculated does not match the signature you provided."),
        ErrorKind::CredentialRejected
    );
    assert!(SPEC.meaning_of("SomethingNew", "").is_none());
}

/// Lines 6256 to 6262 of the document; zone c stands in its samples only.
#[test]
fn regions_and_zones_are_the_documents() {
    let table = [
        ("cn-beijing-6", "abc"),
        ("cn-shanghai-2", "ab"),
        ("cn-guangzhou-1", "a"),
        ("cn-hongkong-2", "a"),
        ("ap-singapore-1", "a"),
        ("eu-east-1", "a"),
    ];
    let expected: Vec<(&str, Vec<String>)> = table
        .iter()
        .map(|(region, zones)| (*region, zones.chars().map(|zone| format!("{region}{zone}")).collect()))
        .collect();
    let found: Vec<(&str, Vec<String>)> =
        SPEC.regions.iter().map(|region| (region.id.as_str(), region.zones.clone())).collect();
    assert_eq!(found, expected);
}

/// Lines 6124 to 6159 of the document.
#[test]
fn every_common_error_of_the_document_has_its_meaning() {
    let documented = [
        ("MissingAuthenticationToken", "Request is missing 'Host' header.", ErrorKind::CredentialRejected),
        ("SignatureDoesNotMatch", "Credential should be scoped to a valid region, not:mars-1.", ErrorKind::Unsupported),
        (
            "SignatureDoesNotMatch",
            "Credential should be scoped to correct service: kec.",
            ErrorKind::CredentialRejected,
        ),
        (
            "SignatureDoesNotMatch",
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.",
            ErrorKind::ClockSkew,
        ),
        (
            "InvalidClientTokenId",
            "The security token included in the request is invalid.",
            ErrorKind::CredentialRejected,
        ),
        ("AccessDenied", "User: a is not authorized to perform: b.", ErrorKind::PermissionDenied),
        ("IncompleteSignature", "Authorization header format error.", ErrorKind::CredentialRejected),
        ("ServiceUnavailable", "Exception e", ErrorKind::Unavailable),
        (
            "ServiceUnavailable",
            "Request was rejected because it referenced an 'InnerApi' that does not have an internal service",
            ErrorKind::Unsupported,
        ),
        ("DryRunOperation", "Request would have succeeded, but DryRun flag is set", ErrorKind::Unsupported),
        (
            "NoSuchEntity",
            "Request was rejected because it referenced an 'InnerApi' that does not exist.",
            ErrorKind::Unsupported,
        ),
        ("LimitExceeded", "Request was rejected because ...", ErrorKind::RateLimited),
        ("InvalidParameterValue", "An invalid or out-of-range value ...", ErrorKind::InvalidParams),
        ("InvalidMethod", "The method PUT for is not valid for this web service.", ErrorKind::Unsupported),
        ("MissingParameter", "An value must be supplied ...", ErrorKind::InvalidParams),
        ("InvalidQueryParameter", "The query parameter x is malformed ...", ErrorKind::InvalidParams),
        ("ServiceTimeout", "Internal Service is unavailable because of time out.", ErrorKind::Unavailable),
    ];
    // In no document, but in replies; the misspelling is the vendor's.
    let met = [
        ("INVALID_ACTION", "Not Found", ErrorKind::Unsupported),
        ("InvalidActionOrVesion", "", ErrorKind::Unsupported),
        ("InvalidActionOrVersion", "", ErrorKind::Unsupported),
        ("INTERNAL_FAILURE", "", ErrorKind::Unavailable),
        ("Payment.CreateOrderFailed", "Product has expired, please re-select merchandise", ErrorKind::Conflict),
    ];
    let all = || documented.iter().chain(&met);
    for &(code, message, kind) in all() {
        assert_eq!(SPEC.meaning_of(code, message).map(|meaning| meaning.kind), Some(kind), "{code}: {message}");
    }
    let known: std::collections::BTreeSet<&str> = SPEC.errors.keys().map(String::as_str).collect();
    assert_eq!(known, all().map(|(code, ..)| *code).collect());
}

#[test]
fn documented_image_names_are_accepted() {
    for name in ["newimage", "网站镜像_1", "a#b", "v1.0", "a-b"] {
        assert!(problems("CreateImage", &json!({ "Name": name })).is_empty(), "{name}");
    }
    for name in ["x", "a b"] {
        assert_eq!(problems("CreateImage", &json!({ "Name": name })), ["/Name"], "{name}");
    }
    assert!(problems("ModifyImageAttribute", &json!({ "Name": "a-b" })).is_empty());
    assert!(problems("CreateLocalVolumeSnapshot", &json!({ "LocalVolumeSnapshotName": "快照 a-1" })).is_empty());
}

#[test]
fn the_policy_allows_what_the_pages_call_and_nothing_else() {
    let policy: Value = serde_json::from_str(&SPEC.credential.policies.as_ref().unwrap().buy).unwrap();
    let allowed: Vec<&str> =
        policy["Statement"][0]["Action"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let jobs = SPEC.jobs.values();
    let listed = SPEC.refs.values().map(|found| &found.operation);
    let watched = SPEC.waiters.values().map(|waiter| &waiter.operation);
    let prices =
        SPEC.operations.values().filter_map(|operation| operation.quote.as_ref()).map(|quote| &quote.operation);
    let mut called: Vec<String> = jobs
        .chain(listed)
        .chain(watched)
        .chain(prices)
        .filter_map(|name| SPEC.operation(name))
        .filter_map(|operation| Some(format!("{}:{}", SPEC.service_of(operation)?.0, operation.name)))
        .collect();
    called.sort();
    called.dedup();
    assert_eq!(allowed, called);
}

/// A live record has such an id: what is listed can be bought, shared and removed.
#[test]
fn image_ids_are_taken_as_they_are_listed() {
    for (operation, mut params) in ["RunInstances", "RemoveImages", "ModifyImageSharePermission", "DescribePrice"]
        .map(|name| (SPEC.operation(name).unwrap(), SPEC.operation(name).unwrap().example.clone()))
    {
        params["ImageId"] = json!("IMG-cf8fe1f2-da1f-4a7b-8a3b-2f6a1b0a1c11");
        let problems = Validator::new(&operation.input).unwrap().problems(&params);
        assert_eq!(problems, [], "{}", operation.name);
    }
}

/// Something on the way may send a GET again.
#[test]
fn only_reads_go_by_get() {
    for (name, operation) in &SPEC.operations {
        assert!(operation.effect.is_read() || operation.http.method == "POST", "{name}");
    }
}
