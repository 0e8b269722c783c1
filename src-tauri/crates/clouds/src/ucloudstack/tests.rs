//! The catalogue holds together: it loads, its examples validate, and whatever it names exists.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use yundeck_catalogue::problem::{Problem, Rule, Validator};
use yundeck_catalogue::{Effect, Operation, schema};

use super::{SOURCES, SPEC};

/// The operations of the document in its order, with their parameters but `Region`: `#` is a number, `[]` a list of texts,
/// all else a text; `!` is required.
const DOCUMENTED: [(&str, &str); 13] = [
    (
        "CreateVMInstance",
        "Name! Password! ChargeType! VMType! ImageID! CPU#! Memory#! BootDiskSetType! VPCID! SubnetID! \
         WANSGID CompanyID# ApplicationName ApplicationReason Remark Quantity# GPU# BootDiskSpace# BootDiskID \
         DataDiskSetType DataDiskSpace# DataDiskID LANSGID InternalIP OperatorName Bandwidth# IPVersion \
         InternetIP ProjectID",
    ),
    ("DescribeVMInstance", "ProjectIDs[] Keyword CompanyID# VPCID SubnetID Offset# Limit# VMIDs[]"),
    (
        "GetVMInstancePrice",
        "VMType! ImageID! CPU#! Memory#! BootDiskSetType! ChargeType! BootDiskSpace#! CompanyID# Quantity# \
         GPU#",
    ),
    ("StartVMInstance", "VMID! CompanyID#"),
    ("RestartVMInstance", "VMID! CompanyID#"),
    ("StopVMInstance", "VMID! CompanyID#"),
    ("PoweroffVMInstance", "VMID! CompanyID#"),
    ("ResetVMInstancePassword", "VMID! Password! CompanyID#"),
    ("ReinstallVMInstance", "VMID! ImageID! CompanyID# Password"),
    ("ResizeVMConfig", "VMID! CPU#! Memory#! CompanyID# ApplicationName ApplicationReason"),
    ("UpdateVMDefaultGW", "VMID! EIPID! CompanyID#"),
    ("DeleteVMInstance", "VMID! CompanyID# DelBindResource#"),
    ("GetVMVNCInfo", "VMID! CompanyID#"),
];

fn problems(operation: &str, params: &Value) -> Vec<Problem> {
    Validator::new(&SPEC.operation(operation).unwrap().input).unwrap().problems(params)
}

/// The creation example with some members replaced; null takes one away.
fn order(changes: Value) -> Value {
    let mut params = SPEC.operation("CreateVMInstance").unwrap().example.clone();
    params.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    schema::pruned(&params)
}

#[track_caller]
fn refused(changes: Value, path: &str, rule: fn(&Rule) -> bool) -> Problem {
    let found = problems("CreateVMInstance", &order(changes.clone()));
    assert_eq!(found.len(), 1, "{changes}: {found:?}");
    assert_eq!(found[0].path, path, "{changes}");
    assert!(rule(&found[0].rule), "{changes}: {:?}", found[0].rule);
    found.into_iter().next().unwrap()
}

#[track_caller]
fn accepted(changes: Value) {
    let found = problems("CreateVMInstance", &order(changes.clone()));
    assert!(found.is_empty(), "{changes}: {found:?}");
}

#[test]
fn the_catalogue_loads_and_has_every_documented_operation() {
    SOURCES.load().unwrap();
    for (name, _) in DOCUMENTED {
        let operation = SPEC.operation(name).unwrap_or_else(|| panic!("{name} is missing"));
        assert!(!operation.companion, "{name}");
        assert_eq!(operation.source, "004_aca8a7e97964c900.txt", "{name}");
    }
    let documented = SPEC.operations.values().filter(|operation| !operation.companion).count();
    assert_eq!(documented, DOCUMENTED.len(), "nothing else is from the document");
}

/// Parameters of the same guide's later editions, beside `MemberID`, which every documented operation but the list has.
const LATER: [(&str, &str); 4] = [
    ("CreateVMInstance", "BootSourceType Email GPUType MdevName OSName OSType OSVersion"),
    ("DescribeVMInstance", "Sort SortBy States"),
    ("GetVMInstancePrice", "Count GPUType MdevName"),
    ("ResizeVMConfig", "GPU MdevName"),
];

/// Parameters that only the vendor's Java SDK of 2026 has.
const LATEST: [(&str, &str); 5] = [
    (
        "CreateVMInstance",
        "BootDevices BootDiskBus BootDiskCacheMode BootDiskReadBandwidth BootDiskReadIOPS BootDiskSecret \
         BootDiskTotalBandwidth BootDiskTotalIOPS BootDiskWriteBandwidth BootDiskWriteIOPS BootloaderType CDROMs \
         CPUCoresPerSocket CPUHypervisorDisable CPULimitPercent CPUMode CPUModel CPUPriority DNS DataDiskSecret DataDisks \
         DiskCacheMode FlatNetworkID GPUBindingEnable GPUMdevName HighAvailability HostID Hostname IGID InitialState \
         LANInAverageBandwidth LANMAC LANOutAverageBandwidth NICs OSDistribution PFCode SupportCloudInit SupportHotplug \
         SupportQGA TagKeyValuePairs USBAttachType USBDeviceID UserData VCPUBindingDegrandable VCPUBindingInfos \
         VCPUBindingNode WANMAC WANNetworkConfig",
    ),
    ("DescribeVMInstance", "HostIP IGID NetworkType SearchField SetID"),
    ("GetVMInstancePrice", "GPUMdevName StorageType"),
    ("ReinstallVMInstance", "UserData"),
    ("ResizeVMConfig", "CPUCoresPerSocket GPUMdevName GPUType"),
];

/// Whether a parameter is newer than the document.
fn is_later(member: &Value) -> bool {
    member.get("x-since").is_some()
}

#[test]
fn what_is_newer_than_the_document_says_where_it_is_from() {
    for (name, _) in DOCUMENTED {
        let input = &SPEC.operation(name).unwrap().input;
        let found: BTreeSet<&str> =
            schema::properties(input).filter(|(_, member)| is_later(member)).map(|(name, _)| name).collect();
        let of = |list: &'static [(&str, &str)]| {
            list.iter().find(|(known, _)| *known == name).map_or("", |(_, names)| names)
        };
        let member = (name != "DescribeVMInstance").then_some("MemberID");
        let expected = of(&LATER).split_whitespace().chain(of(&LATEST).split_whitespace()).chain(member).collect();
        assert_eq!(found, expected, "{name}");
        for later in of(&LATEST).split_whitespace() {
            assert_eq!(schema::at(input, &format!("/{later}")).unwrap()["x-since"], "java", "{name}.{later}");
        }
        let required: Vec<&str> =
            input["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert!(found.iter().all(|name| !required.contains(name)), "{name}: an earlier platform does not have it");
    }
    assert_eq!(SPEC.sources["guide"], "UCloudDoc-Team/UCloudStack_v2.x@7b253c5 apiguide");
    assert_eq!(SPEC.sources["java"], "ucloud/ustack-sdk-java@1ee3d01 (2026)");
}

#[test]
fn every_operation_has_the_parameters_of_the_document_and_no_others() {
    let mut count = 0;
    for (name, documented) in DOCUMENTED {
        let input = &SPEC.operation(name).unwrap().input;
        // What is required unless something newer than the document stands in its place.
        let unless =
            input["allOf"].as_array().into_iter().flatten().filter_map(|rule| rule["else"]["required"].as_array());
        let required: Vec<&str> =
            input["required"].as_array().into_iter().chain(unless).flatten().filter_map(Value::as_str).collect();
        let found: BTreeSet<String> = schema::properties(input)
            .filter(|(_, member)| !is_later(member))
            .map(|(name, member)| {
                let kind = match member["type"].as_str().unwrap() {
                    "integer" => "#",
                    "array" => "[]",
                    _ => "",
                };
                format!("{name}{kind}{}", if required.contains(&name) { "!" } else { "" })
            })
            .collect();
        assert_eq!(found, documented.split_whitespace().map(str::to_owned).collect(), "{name}");
        count += found.len();
    }
    assert_eq!(count, 76, "the document lists 89 with Region, which comes from the target");
}

#[test]
fn every_example_validates() {
    for (name, operation) in &SPEC.operations {
        let found = problems(name, &operation.example);
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn whatever_the_catalogue_names_exists() {
    let exists = |name: &str| assert!(SPEC.operation(name).is_some(), "{name}");
    SPEC.jobs.values().for_each(|name| exists(name));
    SPEC.refs.values().for_each(|reference| exists(&reference.operation));
    for waiter in SPEC.waiters.values() {
        exists(&waiter.operation);
        assert!(has_parameter(SPEC.operation(&waiter.operation).unwrap(), &waiter.ids), "{}", waiter.ids);
    }
    for (name, operation) in &SPEC.operations {
        if let Some(quote) = &operation.quote {
            exists(&quote.operation);
        }
        if let Some(waiter) = &operation.waiter {
            assert!(SPEC.waiters.contains_key(waiter), "{name}: {waiter}");
        }
        if let Some(reconcile) = &operation.reconcile {
            exists(&reconcile.operation);
            reconcile.by.iter().for_each(|by| assert!(has_parameter(operation, by), "{name}: {by}"));
        }
        if let Some(pages) = &operation.pagination {
            assert!(has_parameter(operation, &pages.start) && has_parameter(operation, &pages.limit), "{name}");
        }
        for kind in references(&operation.input) {
            assert!(SPEC.refs.contains_key(&kind), "{name}: no picker lists {kind}");
        }
        if operation.effect == Effect::Purchase {
            assert!(
                operation.quote.is_some() || operation.no_quote.is_some(),
                "{name} is a purchase without price or reason"
            );
        }
    }
}

#[test]
fn every_parameter_of_a_creation_stands_in_a_step_and_has_both_titles() {
    let create = SPEC.operation("CreateVMInstance").unwrap();
    let members: Vec<_> = schema::properties(&create.input).collect();
    let documented = members.iter().filter(|(_, member)| !is_later(member)).count();
    assert_eq!(documented, 29, "the document lists 30, and the region comes from the target");
    for (name, member) in members {
        let step = member.get("x-step").and_then(Value::as_str).unwrap_or_default();
        assert!(schema::STEPS.contains(&step), "{name}: {step}");
        for key in ["title", "x-title-en"] {
            assert!(member.get(key).and_then(Value::as_str).is_some(), "{name}: {key}");
        }
    }
}

#[test]
fn passwords_are_secrets() {
    for operation in ["CreateVMInstance", "ResetVMInstancePassword", "ReinstallVMInstance"] {
        let operation = SPEC.operation(operation).unwrap();
        let found = schema::secrets(&operation.input, &json!({ "Password": "Ucloud.cn1" }));
        assert_eq!(found, ["Ucloud.cn1"], "{}", operation.name);
    }
}

#[test]
fn a_password_needs_two_kinds_of_characters_and_says_so() {
    for good in ["Aa1234", "ucloud.cn", "PASS1234", "密码abc1", "a!a!a!"] {
        accepted(json!({ "Password": good }));
    }
    for bad in ["abcdef", "ABCDEF", "123456", "!@#$%^"] {
        let problem = refused(json!({ "Password": bad }), "/Password", |rule| *rule == Rule::Combination);
        assert!(problem.words.is_some_and(|words| words.en.contains("two")), "{bad}");
    }
    refused(json!({ "Password": "Aa123" }), "/Password", |rule| *rule == Rule::MinLength { limit: 6 });
    refused(json!({ "Password": "Aa1".repeat(11) }), "/Password", |rule| *rule == Rule::MaxLength { limit: 30 });
}

#[test]
fn a_name_may_be_chinese_but_holds_no_blank() {
    for good in ["web-01", "数据库_主.1", "a"] {
        accepted(json!({ "Name": good }));
    }
    let problem = refused(json!({ "Name": "web 01" }), "/Name", |rule| matches!(rule, Rule::Pattern { .. }));
    assert!(problem.words.is_some());
    refused(json!({ "Name": "a".repeat(129) }), "/Name", |rule| *rule == Rule::MaxLength { limit: 128 });
}

#[test]
fn a_duration_fits_its_billing_mode() {
    accepted(json!({ "ChargeType": "Month", "Quantity": 11 }));
    accepted(json!({ "ChargeType": "Year", "Quantity": 5 }));
    accepted(json!({ "ChargeType": "Dynamic", "Quantity": 100 }));
    let problem = refused(json!({ "ChargeType": "Month", "Quantity": 12 }), "/Quantity", |rule| {
        *rule == Rule::Maximum { limit: "11".into() }
    });
    assert!(problem.words.is_some_and(|words| words.en.contains("one year")), "the way out is said");
    refused(json!({ "ChargeType": "Year", "Quantity": 6 }), "/Quantity", |rule| {
        *rule == Rule::Maximum { limit: "5".into() }
    });
    refused(json!({ "Quantity": 0 }), "/Quantity", |rule| matches!(rule, Rule::Minimum { .. }));
}

#[test]
fn gpus_need_cpus() {
    accepted(json!({ "GPU": 1, "CPU": 4 }));
    accepted(json!({ "GPU": 4, "CPU": 16 }));
    for (gpu, cpu, least) in [(1, 2, "4"), (2, 4, "8"), (4, 8, "16")] {
        let problem = refused(json!({ "GPU": gpu, "CPU": cpu }), "/CPU", |rule| matches!(rule, Rule::Minimum { .. }));
        assert_eq!(problem.rule, Rule::Minimum { limit: least.into() });
        assert!(problem.words.is_some());
    }
    refused(json!({ "GPU": 3, "CPU": 16 }), "/GPU", |rule| matches!(rule, Rule::Enum { .. }));
}

#[test]
fn a_share_of_a_card_is_of_a_virtual_gpu() {
    accepted(json!({ "GPU": 1, "CPU": 4, "GPUType": "GPU" }));
    accepted(json!({ "GPUType": "VGPU", "MdevName": "nvidia-231" }));
    for kind in [json!("GPU"), Value::Null] {
        let problem = problems("CreateVMInstance", &order(json!({ "GPUType": kind, "MdevName": "nvidia-231" })));
        assert!(problem.iter().any(|problem| problem.path == "/GPUType"), "{kind}: {problem:?}");
    }
}

#[test]
fn a_disk_to_boot_from_is_told_with_its_system() {
    let system = json!({ "BootSourceType": "Disk", "OSName": "centos", "OSVersion": "74", "OSType": "Linux" });
    accepted(system.clone());
    let mut unnamed = system;
    unnamed["OSVersion"] = Value::Null;
    refused(unnamed, "/OSVersion", |rule| *rule == Rule::Required);
    accepted(json!({ "BootSourceType": "Image" }));
}

#[test]
fn disks_keep_to_their_documented_sizes() {
    for size in [40, 500] {
        accepted(json!({ "BootDiskSpace": size }));
    }
    refused(json!({ "BootDiskSpace": 39 }), "/BootDiskSpace", |rule| matches!(rule, Rule::Minimum { .. }));
    refused(json!({ "BootDiskSpace": 501 }), "/BootDiskSpace", |rule| matches!(rule, Rule::Maximum { .. }));
    accepted(json!({ "DataDiskSpace": 0 }));
    accepted(json!({ "DataDiskSpace": 8000 }));
    refused(json!({ "DataDiskSpace": 8001 }), "/DataDiskSpace", |rule| matches!(rule, Rule::Maximum { .. }));
}

#[test]
fn every_missing_parameter_is_named_at_once() {
    let found = problems("CreateVMInstance", &json!({}));
    let names: Vec<_> = found.iter().map(|problem| problem.path.as_str()).collect();
    let mut expected = [
        "/Name",
        "/Password",
        "/ChargeType",
        "/VMType",
        "/ImageID",
        "/CPU",
        "/Memory",
        "/BootDiskSetType",
        "/VPCID",
        "/SubnetID",
    ]
    .to_vec();
    expected.sort_unstable();
    assert_eq!(names, expected);
}

fn has_parameter(operation: &Operation, name: &str) -> bool {
    schema::properties(&operation.input).any(|(known, _)| known == name)
}

/// Every `x-ref` in a schema.
fn references(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, member)| match member {
                Value::String(kind) if name == "x-ref" => vec![kind.clone()],
                other => references(other),
            })
            .collect(),
        Value::Array(elements) => elements.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

mod errors;
