//! The catalogue as data: it loads, its examples validate, and what it names exists.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use yundeck_catalogue::problem::{Problem, Validator};
use yundeck_catalogue::{Effect, Rule, schema};

use super::SPEC;

fn problems(operation: &str, params: &Value) -> Vec<Problem> {
    Validator::new(&SPEC.operation(operation).unwrap().input).unwrap().problems(params)
}

fn walk<'s>(node: &'s Value, visit: &mut impl FnMut(&'s Value)) {
    visit(node);
    schema::properties(node).for_each(|(_, member)| walk(member, visit));
    node.get("items").into_iter().for_each(|item| walk(item, visit));
}

#[test]
fn all_operations_of_the_document_are_there_and_the_companions() {
    let companions = SPEC.operations.values().filter(|operation| operation.companion).count();
    assert_eq!((SPEC.operations.len() - companions, companions), (59, 31));
    let newer: Vec<&str> = SPEC.operations.values().filter_map(|operation| operation.since.as_deref()).collect();
    assert!(newer.len() == 28 && newer.iter().all(|since| SPEC.sources.contains_key(*since)));
}

/// A newer parameter is never sent unless a person set it: it has no default, and nothing in the form fills it in.
#[test]
fn what_is_newer_than_the_document_has_no_default() {
    for (name, operation) in &SPEC.operations {
        walk(&operation.input, &mut |node| {
            if node.get("x-since").is_some() {
                walk(node, &mut |inside| assert!(inside.get("default").is_none(), "{name}: {inside}"));
            }
        });
    }
}

#[test]
fn every_example_validates() {
    for (name, operation) in &SPEC.operations {
        assert_eq!(problems(name, &operation.example), [], "{name}");
    }
}

#[test]
fn everything_an_operation_names_exists() {
    for (name, operation) in &SPEC.operations {
        let properties: BTreeSet<&str> = schema::properties(&operation.input).map(|(name, _)| name).collect();
        if let Some(quote) = &operation.quote {
            assert!(SPEC.operation(&quote.operation).is_some(), "{name}: quote");
        }
        assert!(
            operation.effect != Effect::Purchase || operation.quote.is_some() || operation.no_quote.is_some(),
            "{name}"
        );
        if let Some(waiter) = &operation.waiter {
            assert!(SPEC.waiters.contains_key(waiter), "{name}: waiter");
        }
        if let Some(reconcile) = &operation.reconcile {
            assert!(SPEC.operation(&reconcile.operation).is_some(), "{name}: reconcile");
            assert!(reconcile.by.iter().all(|by| properties.contains(by.as_str())), "{name}: reconcile");
        }
        if let Some(token) = &operation.idempotency {
            assert!(properties.contains(token.as_str()), "{name}: idempotency");
        }
        if let Some(pagination) = &operation.pagination {
            assert!(
                properties.contains(pagination.start.as_str()) && properties.contains(pagination.limit.as_str()),
                "{name}"
            );
        }
        walk(&operation.input, &mut |node| {
            if let Some(kind) = node.get("x-ref").and_then(Value::as_str) {
                assert!(SPEC.refs.contains_key(kind), "{name}: ref {kind}");
            }
            if let Some(step) = node.get("x-step").and_then(Value::as_str) {
                assert!(schema::STEPS.contains(&step), "{name}: step {step}");
            }
        });
        assert!(SPEC.service_of(operation).is_some(), "{name}: service");
    }
    for operation in SPEC.jobs.values().chain(SPEC.refs.values().map(|spec| &spec.operation)) {
        assert!(SPEC.operation(operation).is_some(), "{operation}");
    }
    for (name, waiter) in &SPEC.waiters {
        let operation = SPEC.operation(&waiter.operation).unwrap_or_else(|| panic!("{name}: operation"));
        assert!(schema::properties(&operation.input).any(|(property, _)| property == waiter.ids), "{name}: ids");
    }
}

#[test]
fn every_field_has_titles_in_both_languages() {
    for (name, operation) in &SPEC.operations {
        for (property, member) in schema::properties(&operation.input) {
            walk(member, &mut |node| {
                for key in ["title", "x-title-en"] {
                    assert!(
                        node.get(key).and_then(Value::as_str).is_some_and(|text| !text.is_empty()),
                        "{name}/{property}: {key} of {node}"
                    );
                }
                assert_eq!(
                    node.get("description").is_some(),
                    node.get("x-help-en").is_some(),
                    "{name}/{property}: help"
                );
            });
        }
    }
}

#[test]
fn every_step_of_the_wizard_has_a_field_and_every_field_a_step() {
    let create = SPEC.job("create_instance").unwrap();
    let steps: BTreeSet<&str> = schema::properties(&create.input)
        .filter_map(|(name, member)| {
            let step = member.get("x-step").and_then(Value::as_str);
            assert!(step.is_some() || member.get("x-hidden").is_some(), "{name} stands in no step");
            step
        })
        .collect();
    assert_eq!(steps.len(), schema::STEPS.len());
}

#[test]
fn financial_regions_have_hosts_of_their_own_for_every_service() {
    for region in SPEC.regions.iter().filter(|region| region.id.ends_with("-fsi")) {
        for service in SPEC.services.keys() {
            assert!(region.hosts.get(service).is_some_and(|host| host.contains(&region.id)), "{} {service}", region.id);
        }
    }
    assert_eq!(SPEC.regions.len(), 19);
}

#[test]
fn documented_codes_have_a_meaning_and_words() {
    for (name, operation) in &SPEC.operations {
        for code in operation.errors.keys() {
            assert!(SPEC.errors.contains_key(code), "{name}: {code}");
        }
    }
    for (code, kind) in [
        ("AuthFailure.SignatureFailure", "credential_rejected"),
        ("AuthFailure.SignatureExpire", "clock_skew"),
        ("InvalidParameterValue.Anything", "invalid_params"),
        ("ResourceInsufficient.ZoneSoldOutForSpecifiedInstance", "sold_out"),
        ("UnsupportedOperation.InstanceStateRunning", "conflict"),
        ("RequestLimitExceeded", "rate_limited"),
        ("ResourceUnavailable.InstanceType", "sold_out"),
        ("InvalidCloudDisk.Unavailable", "sold_out"),
        ("OperationDenied.InstanceOperationInProgress", "conflict"),
        ("OperationDenied.AccountNotSupported", "permission_denied"),
    ] {
        let meaning = SPEC.meaning(code).unwrap_or_else(|| panic!("{code}"));
        assert_eq!(serde_json::to_value(meaning.kind).unwrap(), json!(kind), "{code}");
    }
}

/// The rules of `RunInstances`: each wrong order breaks exactly the rule it is meant to break, and says so in words.
#[test]
fn rules_of_a_creation() {
    let check = |change: Value, path: &str, expected: Option<&str>| {
        let mut order = json!({ "Placement": { "Zone": "ap-guangzhou-3" }, "ImageId": "img-pmqg1cw7" });
        for (name, value) in change.as_object().unwrap() {
            order[name] = value.clone();
        }
        let found = problems("RunInstances", &order);
        match expected {
            None => assert_eq!(found, [], "{change}"),
            Some(words) => {
                let problem =
                    found.iter().find(|problem| problem.path == path).unwrap_or_else(|| panic!("{change}: {found:?}"));
                let said = problem.words.as_ref().map(|text| text.en.as_str()).unwrap_or_default();
                assert!(said.contains(words), "{change}: {problem:?}");
            }
        }
    };
    check(json!({}), "", None);
    check(json!({ "InstanceChargeType": "PREPAID" }), "/InstanceChargePrepaid", Some("Choose a period"));
    check(
        json!({ "InstanceChargeType": "PREPAID", "InstanceChargePrepaid": { "Period": 13 } }),
        "/InstanceChargePrepaid/Period",
        Some(""),
    );
    check(json!({ "InstanceChargeType": "SPOTPAID" }), "", None);
    check(
        json!({ "InstanceChargeType": "SPOTPAID", "InstanceMarketOptions": { "SpotOptions": {} } }),
        "/InstanceMarketOptions/SpotOptions/MaxPrice",
        Some(""),
    );
    check(json!({ "InstanceChargeType": "PREPAID", "InstanceChargePrepaid": { "Period": 60 } }), "", None);
    for mode in ["CDCPAID", "UNDERWRITE"] {
        check(json!({ "InstanceChargeType": mode, "InstanceType": "S5.MEDIUM4" }), "", None);
    }
    check(
        json!({ "InstanceChargeType": "SPOTPAID", "InstanceMarketOptions": { "MarketType": "spot", "SpotOptions": { "MaxPrice": "0.1" } } }),
        "",
        None,
    );
    check(json!({ "InstanceChargeType": "CDHPAID", "InstanceType": "S1.SMALL1" }), "/InstanceType", Some("CDH_"));
    check(json!({ "InstanceChargeType": "CDHPAID", "InstanceType": "CDH_1C1G" }), "", None);
    check(json!({ "InstanceType": "CDH_1C1G" }), "/InstanceType", Some("dedicated-host billing mode only"));
    check(
        json!({ "LoginSettings": { "Password": "Abcd1234", "KeyIds": ["skey-1"] } }),
        "/LoginSettings",
        Some("exclude each other"),
    );
    check(
        json!({ "LoginSettings": { "Password": "Abcd1234", "KeepImageLogin": "TRUE" } }),
        "/LoginSettings/Password",
        Some("excludes"),
    );
    check(json!({ "LoginSettings": { "Password": "Abcd1234", "KeepImageLogin": "FALSE" } }), "", None);
    check(json!({ "LoginSettings": { "Password": "Abcdefgh_1234567890<>_" } }), "", None);
    check(json!({ "LoginSettings": { "Password": "abcdEFGH" } }), "", None);
    check(
        json!({ "LoginSettings": { "Password": format!("Aa1{}", "x".repeat(28)) } }),
        "/LoginSettings/Password",
        Some(""),
    );
    check(json!({ "LoginSettings": { "Password": "abcdefgh" } }), "/LoginSettings/Password", Some("At least two"));
    check(json!({ "LoginSettings": { "Password": "Abcd12 4" } }), "/LoginSettings/Password", Some("At least two"));
    check(
        json!({ "InternetAccessible": { "PublicIpAssigned": true } }),
        "/InternetAccessible/InternetMaxBandwidthOut",
        Some("bandwidth above 0"),
    );
    check(json!({ "InternetAccessible": { "PublicIpAssigned": false } }), "", None);
    let local = json!({ "DiskType": "LOCAL_BASIC", "DiskSize": 10 });
    let cloud = json!({ "DiskType": "CLOUD_SSD", "DiskSize": 10 });
    check(json!({ "DataDisks": [local, { "DiskSize": 10 }] }), "/DataDisks", Some("one local disk"));
    check(json!({ "DataDisks": vec![cloud.clone(); 21] }), "/DataDisks", Some("twenty cloud disks"));
    let mut most = vec![cloud; 20];
    most.push(local);
    check(json!({ "DataDisks": most }), "", None);
    let addresses = |count: usize| {
        let all = ["10.0.0.1", "10.0.0.2"];
        json!({ "VpcId": "vpc-1", "SubnetId": "subnet-1", "PrivateIpAddresses": all.get(..count).unwrap() })
    };
    check(json!({ "VirtualPrivateCloud": addresses(2) }), "/InstanceCount", Some("as many private addresses"));
    check(
        json!({ "VirtualPrivateCloud": addresses(1), "InstanceCount": 2 }),
        "/InstanceCount",
        Some("as many private addresses"),
    );
    check(json!({ "VirtualPrivateCloud": addresses(2), "InstanceCount": 2 }), "", None);
    check(json!({ "HostName": "a..b" }), "/HostName", Some("twice in a row"));
    check(json!({ "HostName": "web-1.example" }), "", None);
    check(json!({ "HostName": "web-{IP}-{R:1,F:3}" }), "", None);
    check(json!({ "HostName": "web-{R:x}" }), "/HostName", Some("patterns"));
    let name = "名".repeat(128);
    check(json!({ "InstanceName": name }), "", None);
    check(json!({ "InstanceName": format!("{name}称") }), "/InstanceName", Some(""));
}

/// What is newer than the document in an order: what goes together, and what a template takes the place of.
#[test]
fn rules_of_a_newer_creation() {
    let check = |order: Value, path: &str, expected: Option<&str>| {
        let found = problems("RunInstances", &order);
        match expected {
            None => assert_eq!(found, [], "{order}"),
            Some(words) => {
                let said = |problem: &Problem| problem.words.as_ref().is_none_or(|text| text.en.contains(words));
                assert!(found.iter().any(|problem| problem.path == path && said(problem)), "{order}: {found:?}");
            }
        }
    };
    let with = |change: Value| {
        let mut order = json!({ "Placement": { "Zone": "ap-guangzhou-3" }, "ImageId": "img-pmqg1cw7" });
        order.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        order
    };
    check(json!({}), "/Placement", Some(""));
    check(json!({}), "/ImageId", Some(""));
    check(json!({ "LaunchTemplate": { "LaunchTemplateId": "lt-1" } }), "", None);
    check(json!({ "LaunchTemplate": { "LaunchTemplateId": "lt-1" }, "InstanceChargeType": "PREPAID" }), "", None);
    check(json!({ "LaunchTemplate": {} }), "/LaunchTemplate/LaunchTemplateId", Some(""));
    let protected = json!({ "IPv4AddressType": "AntiDDoSEIP" });
    check(
        with(json!({ "InternetAccessible": protected })),
        "/InternetAccessible/AntiDDoSPackageId",
        Some("its package"),
    );
    let secondary = json!([{ "InterfaceType": "SECONDARY" }]);
    check(with(json!({ "NetworkInterfaces": secondary })), "/NetworkInterfaces", Some("exactly one primary"));
    check(
        with(json!({ "NetworkInterfaces": [{ "InterfaceType": "PRIMARY" }, { "InterfaceType": "SECONDARY" }] })),
        "",
        None,
    );
    check(with(json!({ "CpuTopology": { "ThreadPerCore": 1 } })), "/CpuTopology/CoreCount", Some(""));
    check(with(json!({ "CamRoleName": "a role" })), "/CamRoleName", Some("Letters"));
    check(with(json!({ "DryRun": true, "MinCount": 1, "DisableApiTermination": true })), "", None);
}

/// The rules of the other operations, in the same way.
#[test]
fn rules_of_changes() {
    let check = |operation: &str, change: Value, expected: Option<(&str, &str)>| {
        let spec = SPEC.operation(operation).unwrap();
        let mut params = spec.example.clone();
        for (name, value) in change.as_object().unwrap() {
            match value {
                Value::Null => drop(params.as_object_mut().unwrap().remove(name)),
                value => params[name] = value.clone(),
            }
        }
        let found = problems(operation, &params);
        let Some((path, words)) = expected else { return assert_eq!(found, [], "{operation} {change}") };
        let said = |problem: &Problem| problem.words.as_ref().is_some_and(|text| text.en.contains(words));
        let told = found.iter().any(|problem| problem.path == path && (words.is_empty() || said(problem)));
        assert!(told, "{operation} {change}: {found:?}");
    };
    check("StopInstances", json!({ "StopType": null, "ForceStop": true }), None);
    check("StopInstances", json!({ "ForceStop": false }), Some(("", "Give either")));
    check("StopInstances", json!({ "StoppedMode": "STOP_CHARGING" }), None);
    check("RebootInstances", json!({ "StopType": "HARD" }), Some(("", "Give either")));
    check("RebootInstances", json!({ "StopType": "HARD", "ForceReboot": null }), None);
    let attribute = "ModifyInstancesAttribute";
    check(attribute, json!({ "InstanceName": null }), Some(("", "at least one")));
    check(attribute, json!({ "InstanceName": null, "DisableApiTermination": false }), None);
    check(attribute, json!({ "InstanceName": null, "CamRoleName": "" }), None);
    check(attribute, json!({ "AutoReboot": false }), Some(("/HostName", "host name only")));
    check(attribute, json!({ "InstanceName": "名".repeat(61) }), Some(("/InstanceName", "")));
    check("CreateKeyPair", json!({ "ProjectId": null }), None);
    let import = SPEC.operation("ImportKeyPair").unwrap();
    let mut pasted = import.example.clone();
    pasted["PublicKey"] = json!(format!("{}\n", import.example["PublicKey"].as_str().unwrap()));
    assert_eq!(schema::prepared(&import.input, &pasted), import.example, "a key as it stands in its file");
    check("CreateImage", json!({ "InstanceId": null }), Some(("/InstanceId", "")));
    check("CreateImage", json!({ "InstanceId": null, "SnapshotIds": ["snap-1"] }), None);
    check("CreateImage", json!({ "SnapshotIds": ["snap-1"] }), Some(("", "either")));
    for operation in ["ResetInstancesInternetMaxBandwidth", "InquiryPriceResetInstancesInternetMaxBandwidth"] {
        let day = "2016-10-30";
        check(
            operation,
            json!({ "InternetAccessible": {} }),
            Some(("/InternetAccessible/InternetMaxBandwidthOut", "")),
        );
        check(operation, json!({ "StartTime": day }), Some(("", "both days")));
        check(operation, json!({ "EndTime": day }), Some(("", "both days")));
        check(operation, json!({ "StartTime": day, "EndTime": day }), None);
    }
    for operation in ["ResizeInstanceDisks", "InquiryPriceResizeInstanceDisks"] {
        check(operation, json!({ "DataDisks": [{ "DiskSize": 0 }] }), Some(("/DataDisks/0/DiskSize", "")));
        check(operation, json!({ "DataDisks": [{ "DiskSize": 15 }] }), Some(("/DataDisks/0/DiskSize", "")));
        check(operation, json!({ "DataDisks": vec![json!({ "DiskSize": 20 }); 2] }), Some(("/DataDisks", "")));
        check(operation, json!({ "DataDisks": null }), Some(("/DataDisks", "")));
        check(operation, json!({ "SystemDisk": { "DiskSize": 100 } }), Some(("", "either")));
        check(operation, json!({ "DataDisks": null, "SystemDisk": { "DiskSize": 100 }, "ResizeOnline": true }), None);
        check(operation, json!({ "DataDisks": null, "SystemDisk": {} }), Some(("/SystemDisk/DiskSize", "")));
    }
    check("AllocateHosts", json!({ "HostChargePrepaid": null }), Some(("/HostChargePrepaid", "needs a period")));
    check(
        "AllocateHosts",
        json!({ "HostChargePrepaid": null, "HostChargeType": null }),
        Some(("/HostChargePrepaid", "needs a period")),
    );
    let network = |count: usize| {
        let all = ["10.0.0.1", "10.0.0.2"];
        json!({ "VpcId": "vpc-1", "SubnetId": "subnet-1", "PrivateIpAddresses": all.get(..count).unwrap() })
    };
    let one = json!(["ins-12345678"]);
    let move_to = "ModifyInstancesVpcAttribute";
    check(move_to, json!({ "InstanceIds": one, "VirtualPrivateCloud": network(1) }), None);
    check(move_to, json!({ "VirtualPrivateCloud": network(2) }), None);
    check(move_to, json!({ "VirtualPrivateCloud": network(1) }), Some(("/InstanceIds", "as many")));
    check(move_to, json!({ "InstanceIds": one, "VirtualPrivateCloud": network(2) }), Some(("/InstanceIds", "as many")));
    check("ResetInstancesPassword", json!({ "Password": "/abc12345" }), Some(("/Password", "no / first")));
    check("ResetInstancesPassword", json!({ "Password": "<a_bc>123" }), None);
    check("ResetInstancesPassword", json!({ "Password": "abc12345" }), Some(("/Password", "three")));
    check("ResetInstancesPassword", json!({ "Password": format!("Aa1_{}", "x".repeat(26)) }), None);
}

#[test]
fn a_running_instance_may_be_forced_off_only_when_the_call_says_so() {
    let allows =
        |operation: &str, state: &str, params: Value| SPEC.operation(operation).unwrap().allows_state(state, &params);
    for operation in
        ["ResetInstancesPassword", "ResetInstancesType", "ResizeInstanceDisks", "AssociateInstancesKeyPairs"]
    {
        assert!(allows(operation, "STOPPED", json!({})), "{operation}");
        assert!(allows(operation, "RUNNING", json!({ "ForceStop": true })), "{operation}");
        assert!(!allows(operation, "RUNNING", json!({ "ForceStop": false })), "{operation}");
        assert!(!allows(operation, "REBOOTING", json!({ "ForceStop": true })), "{operation}");
    }
    assert!(allows("CreateImage", "RUNNING", json!({})), "the SDK makes an image while it runs");
    assert!(!allows("CreateImage", "REBOOTING", json!({ "ForcePoweroff": "TRUE" })));
    assert!(!allows("ModifyInstanceDiskType", "RUNNING", json!({})));
    assert!(!allows("DisassociateInstancesKeyPairs", "RUNNING", json!({})));
    assert!(allows("DisassociateInstancesKeyPairs", "RUNNING", json!({ "ForceStop": true })), "the SDK says so");
}

#[test]
fn secrets_are_masked() {
    let create = SPEC.operation("RunInstances").unwrap();
    let params = json!({ "LoginSettings": { "Password": "p" }, "UserData": "dQ==", "ClientToken": "t" });
    let mut found = schema::secrets(&create.input, &params);
    found.sort();
    assert_eq!(found, ["dQ==", "p"]);
}

#[test]
fn rate_limits_are_the_documented_ones() {
    let limit = |name: &str| {
        SPEC.operation(name).and_then(|operation| operation.rate_limit_per_second).unwrap_or(SPEC.rate_limit_per_second)
    };
    for (name, expected) in [
        ("RunInstances", 10),
        ("DescribeInstances", 40),
        ("DescribeZones", 20),
        ("DescribeImages", 10),
        ("DescribeImportImageOs", 288),
    ] {
        assert_eq!(limit(name), expected, "{name}");
    }
}

#[test]
fn a_period_outside_the_list_is_an_enum_problem() {
    let found = problems(
        "RenewInstances",
        &json!({ "InstanceIds": ["ins-12345678"], "InstanceChargePrepaid": { "Period": 13 } }),
    );
    assert!(matches!(found.first().map(|problem| &problem.rule), Some(Rule::Enum { allowed }) if allowed.len() == 16));
}

#[test]
fn the_documented_error_reply_is_seen_as_one() {
    let reply: Value = serde_json::from_str(include_str!("fixtures/errors.json")).unwrap();
    let envelope = &SPEC.envelope;
    assert_eq!(envelope.error_code.texts(&reply), ["AuthFailure.SignatureFailure"]);
    assert_eq!(envelope.request_id.texts(&reply), ["ed93f3cb-f35e-473f-b9f3-0d451b8b79c6"]);
    let result: Value = serde_json::from_str(include_str!("fixtures/DescribeImages.json")).unwrap();
    assert!(envelope.error_code.find(&result).is_empty());
    assert!(envelope.result.first(&result).is_some_and(|result| result.get("ImageSet").is_some()));
}
