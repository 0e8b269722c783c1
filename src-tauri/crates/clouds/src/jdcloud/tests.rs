//! The catalogue holds together: it loads, its examples validate, and whatever it names exists.

use serde_json::{Value, json};
use yundeck_catalogue::cloud::ErrorKind;
use yundeck_catalogue::problem::{Problem, Rule, Validator};
use yundeck_catalogue::{Effect, Operation, schema};

use super::SPEC;

mod filters;

/// The operations of the newer overview, in its order.
const DOCUMENTED: [(&str, &str); 39] = [
    ("associateElasticIp", "POST"),
    ("attachDisk", "POST"),
    ("attachNetworkInterface", "POST"),
    ("copyImages", "POST"),
    ("createImage", "POST"),
    ("createInstances", "POST"),
    ("createKeypair", "POST"),
    ("deleteImage", "DELETE"),
    ("deleteInstance", "DELETE"),
    ("deleteKeypair", "DELETE"),
    ("describeImage", "GET"),
    ("describeImageConstraints", "GET"),
    ("describeImageConstraintsBatch", "GET"),
    ("describeImageMembers", "GET"),
    ("describeImages", "GET"),
    ("describeInstance", "GET"),
    ("describeInstancePrivateIpAddress", "GET"),
    ("describeInstanceStatus", "GET"),
    ("describeInstanceTypes", "GET"),
    ("describeInstanceVncUrl", "GET"),
    ("describeInstances", "GET"),
    ("describeKeypairs", "GET"),
    ("describeQuotas", "GET"),
    ("detachDisk", "POST"),
    ("detachNetworkInterface", "POST"),
    ("disassociateElasticIp", "POST"),
    ("importKeypair", "POST"),
    ("modifyImageAttribute", "POST"),
    ("modifyInstanceAttribute", "POST"),
    ("modifyInstanceDiskAttribute", "POST"),
    ("modifyInstanceNetworkAttribute", "POST"),
    ("modifyInstancePassword", "POST"),
    ("rebootInstance", "POST"),
    ("rebuildInstance", "POST"),
    ("resizeInstance", "POST"),
    ("shareImage", "POST"),
    ("startInstance", "POST"),
    ("stopInstance", "POST"),
    ("unShareImage", "POST"),
];

fn problems(operation: &str, params: &Value) -> Vec<Problem> {
    Validator::new(&SPEC.operation(operation).unwrap().input).unwrap().problems(params)
}

/// The creation example with members of `instanceSpec` replaced; null takes one away.
fn order(changes: &Value) -> Value {
    let mut params = SPEC.operation("createInstances").unwrap().example.clone();
    let spec = params["instanceSpec"].as_object_mut().unwrap();
    spec.extend(changes.as_object().unwrap().clone());
    schema::pruned(&params)
}

#[track_caller]
fn refused(changes: Value, path: &str, rule: fn(&Rule) -> bool) -> Problem {
    let found = problems("createInstances", &order(&changes));
    let fitting = found.iter().find(|problem| problem.path == path && rule(&problem.rule));
    fitting.cloned().unwrap_or_else(|| panic!("{changes}: {found:?}"))
}

#[track_caller]
fn accepted(changes: Value) {
    let found = problems("createInstances", &order(&changes));
    assert!(found.is_empty(), "{changes}: {found:?}");
}

#[test]
fn the_catalogue_has_every_documented_operation_and_no_other() {
    for (name, method) in DOCUMENTED {
        let operation = SPEC.operation(name).unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(operation.http.method, method, "{name}");
        assert_eq!(operation.source, "001_d0714f2b801d126a.txt", "{name}");
        assert!(operation.http.path.starts_with("/v1/regions/{regionId}/"), "{name}");
    }
    let documented = SPEC.operations.values().filter(|operation| !operation.companion).count();
    assert_eq!(documented, DOCUMENTED.len());
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
    let exists = |name: &String| assert!(SPEC.operation(name).is_some(), "{name}");
    SPEC.jobs.values().for_each(exists);
    SPEC.refs.values().for_each(|reference| exists(&reference.operation));
    for waiter in SPEC.waiters.values() {
        exists(&waiter.operation);
        assert!(has_parameter(SPEC.operation(&waiter.operation).unwrap(), &waiter.ids), "{}", waiter.ids);
    }
    for (name, operation) in &SPEC.operations {
        assert!(SPEC.service_of(operation).is_some(), "{name}: service");
        if let Some(waiter) = &operation.waiter {
            assert!(SPEC.waiters.contains_key(waiter), "{name}: {waiter}");
        }
        if let Some(reconcile) = &operation.reconcile {
            exists(&reconcile.operation);
            for by in &reconcile.by {
                assert!(by.split('.').next().is_some_and(|first| has_parameter(operation, first)), "{name}: {by}");
            }
        }
        if let Some(token) = &operation.idempotency {
            assert!(has_parameter(operation, token), "{name}: {token}");
        }
        if let Some(pages) = &operation.pagination {
            assert!(has_parameter(operation, &pages.start) && has_parameter(operation, &pages.limit), "{name}");
        }
        for kind in references(&operation.input) {
            assert!(SPEC.refs.contains_key(&kind), "{name}: no list of {kind}");
        }
        for step in operation.http.path.split('{').skip(1).filter_map(|rest| rest.split_once('}')) {
            assert!(has_parameter(operation, step.0), "{name}: path parameter {}", step.0);
        }
    }
}

#[test]
fn a_purchase_says_that_there_is_no_price_call() {
    let purchases: Vec<&Operation> =
        SPEC.operations.values().filter(|operation| operation.effect == Effect::Purchase).collect();
    assert_eq!(
        purchases.iter().map(|operation| operation.name.as_str()).collect::<Vec<_>>(),
        ["createInstances", "resizeInstance"]
    );
    for operation in purchases {
        let words = operation.no_quote.as_ref().unwrap_or_else(|| panic!("{}", operation.name));
        assert!(words.zh.contains("没有询价接口") && words.en.contains("no price call"));
        assert!(operation.quote.is_none());
    }
    assert!(!SPEC.jobs.contains_key("spot_history") && SPEC.lacks.contains_key("spot_history"));
}

#[test]
fn reads_are_gets_and_everything_else_is_not() {
    // Its document gives a console's address by GET only; it is an act all the same.
    let console = SPEC.operation("describeInstanceVncUrl").unwrap();
    assert_eq!((console.effect, console.http.method.as_str()), (Effect::Mutate, "GET"));
    for (name, operation) in SPEC.operations.iter().filter(|(name, _)| **name != console.name) {
        assert_eq!(operation.effect == Effect::Read, operation.http.method == "GET", "{name}");
        let reads = name.starts_with("describe") || ["imageTasks", "verifyInstanceTemplate"].contains(&name.as_str());
        assert_eq!(operation.effect == Effect::Read, reads, "{name}");
    }
}

#[test]
fn every_field_has_words_in_both_languages_and_secrets_are_write_only() {
    fn walk(operation: &str, name: &str, node: &Value) {
        if node.get("type").is_some() && !name.is_empty() {
            for key in ["title", "x-title-en"] {
                assert!(
                    node.get(key).is_some_and(|text| text.as_str().is_some_and(|text| !text.is_empty())),
                    "{operation}.{name}: {key}"
                );
            }
            assert_eq!(node.get("description").is_some(), node.get("x-help-en").is_some(), "{operation}.{name}: help");
            let text = node.get("type") == Some(&json!("string"));
            let lower = name.to_lowercase();
            if text && lower.ends_with("password") {
                assert!(schema::is_secret(node), "{operation}.{name}");
            }
            if node.get("pattern").is_some() {
                assert!(schema::text(node, "x-rule").is_some(), "{operation}.{name}: a pattern needs words");
            }
        }
        for (member, node) in schema::properties(node) {
            walk(operation, member, node);
        }
        if let Some(items) = node.get("items") {
            walk(operation, "items", items);
        }
    }
    for (name, operation) in &SPEC.operations {
        walk(name, "", &operation.input);
    }
}

#[test]
fn the_wizard_finds_a_step_for_every_member_of_the_specification() {
    let input = &SPEC.operation("createInstances").unwrap().input;
    let spec = &input["properties"]["instanceSpec"];
    for (name, member) in schema::properties(spec) {
        let step = member.get("x-step").and_then(Value::as_str).unwrap_or_else(|| panic!("{name} has no step"));
        assert!(schema::STEPS.contains(&step), "{name}: {step}");
    }
    assert_eq!(schema::properties(spec).count(), 32, "every member of the SDK's InstanceSpec");
}

#[test]
fn the_three_ways_of_creating_need_different_things() {
    accepted(json!({}));
    refused(json!({ "az": null }), "/instanceSpec/az", |rule| *rule == Rule::Required);
    refused(json!({ "imageId": null }), "/instanceSpec/imageId", |rule| *rule == Rule::Required);
    refused(json!({ "instanceType": null }), "/instanceSpec/instanceType", |rule| *rule == Rule::Required);
    refused(json!({ "primaryNetworkInterface": null }), "/instanceSpec/primaryNetworkInterface", |rule| {
        *rule == Rule::Required
    });
    refused(json!({ "name": null }), "/instanceSpec/name", |rule| *rule == Rule::Required);
    accepted(
        json!({ "imageId": null, "instanceType": null, "primaryNetworkInterface": null, "instanceTemplateId": "it-1" }),
    );
    refused(json!({ "az": null, "instanceTemplateId": "it-1" }), "/instanceSpec/az", |rule| *rule == Rule::Required);
    accepted(
        json!({ "az": null, "imageId": null, "instanceType": null, "primaryNetworkInterface": null, "agId": "ag-1" }),
    );
}

#[test]
fn names_and_passwords_follow_the_vendor_s_rules() {
    for name in ["ab", "网站-01", "web-[001]-ops", "a.b_c", "web[9]"] {
        accepted(json!({ "name": name }));
    }
    for name in [".web", "web.", "we b", "web-[12345]", "[001]-web", "web!"] {
        refused(json!({ "name": name }), "/instanceSpec/name", |rule| matches!(rule, Rule::Pattern { .. }));
    }
    refused(json!({ "name": "x".repeat(129) }), "/instanceSpec/name", |rule| {
        matches!(rule, Rule::MaxLength { limit: 128 })
    });
    for password in ["Aa1bcdef", "Yundeck@2580", "aaaa@1111", "A1!A1!A1!"] {
        accepted(json!({ "password": password }));
    }
    for password in ["abcdefgh", "abcd1234", "ABCD1234", "Aa1!中文中文", "aaaa    1111", "Yundeck\\2580"] {
        let problem = refused(json!({ "password": password }), "/instanceSpec/password", |rule| {
            matches!(rule, Rule::Pattern { .. })
        });
        assert!(problem.words.is_some_and(|words| words.en.contains("three")), "{password}");
    }
    for host in ["web-01", "a.b.c", "web-[01]"] {
        accepted(json!({ "hostname": host }));
    }
    for host in ["-web", "web-", "a..b", "a--b", "web_1"] {
        refused(json!({ "hostname": host }), "/instanceSpec/hostname", |rule| matches!(rule, Rule::Pattern { .. }));
    }
    // A number goes into the host names of several instances, not into that of one.
    for operation in ["modifyInstanceAttribute", "rebuildInstance"] {
        let named = |host: &str| problems(operation, &json!({ "instanceId": "i-1", "hostname": host }));
        assert!(named("web-01.a").is_empty(), "{operation}");
        assert!(matches!(named("web-[01]")[0].rule, Rule::Pattern { .. }), "{operation}");
    }
    for key in ["项目", "a.b_c:/=+-@", "jrn", "x-jdc-"] {
        accepted(json!({ "userTags": [{ "key": key }] }));
    }
    for key in ["jrn:a", "jdc-a", "a b", "a!"] {
        refused(json!({ "userTags": [{ "key": key }] }), "/instanceSpec/userTags/0/key", |rule| {
            matches!(rule, Rule::Pattern { .. })
        });
    }
}

#[test]
fn disks_keep_to_the_document_s_ranges() {
    let data =
        |kind: &str, gib: u32| json!({ "dataDisks": [{ "cloudDiskSpec": { "diskType": kind, "diskSizeGB": gib } }] });
    let at = "/instanceSpec/dataDisks/0/cloudDiskSpec/diskSizeGB";
    accepted(data("premium-hdd", 3000));
    refused(data("premium-hdd", 3010), at, |rule| matches!(rule, Rule::Maximum { .. }));
    accepted(data("ssd", 1000));
    refused(data("ssd", 1010), at, |rule| matches!(rule, Rule::Maximum { .. }));
    refused(data("ssd", 25), at, |rule| matches!(rule, Rule::Step { .. }));
    refused(data("ssd", 10), at, |rule| matches!(rule, Rule::Minimum { .. }));
    let system = |gib: u32| json!({ "systemDisk": { "cloudDiskSpec": { "diskType": "ssd.gp1", "diskSizeGB": gib } } });
    accepted(system(500));
    for gib in [39, 501] {
        let found = problems("createInstances", &order(&system(gib)));
        assert_eq!(found.len(), 1, "{gib}: {found:?}");
    }
    let many = |count: usize, category: &str| {
        let disk = json!({ "cloudDiskSpec": { "diskType": "ssd.gp1", "diskSizeGB": 20 } });
        json!({ "systemDisk": { "diskCategory": category }, "dataDisks": vec![disk; count] })
    };
    // As many as there are devices: what a type takes the cloud knows (SDK).
    accepted(many(64, "cloud"));
    accepted(many(64, "local"));
    refused(many(65, "local"), "/instanceSpec/dataDisks", |rule| matches!(rule, Rule::MaxItems { limit: 64 }));
    let local = json!({ "systemDisk": { "diskCategory": "local", "cloudDiskSpec": { "diskType": "ssd" } } });
    let problem = problems("createInstances", &order(&local)).into_iter().next().unwrap();
    assert!(problem.words.is_some_and(|words| words.en.contains("40 GiB")), "a local system disk explains itself");
}

#[test]
fn billing_conditions_are_checked() {
    let charge = |value: Value| json!({ "charge": value });
    accepted(charge(json!({ "chargeMode": "prepaid_by_duration", "chargeDuration": 9 })));
    refused(charge(json!({ "chargeMode": "prepaid_by_duration" })), "/instanceSpec/charge/chargeDuration", |rule| {
        *rule == Rule::Required
    });
    refused(
        charge(json!({ "chargeMode": "prepaid_by_duration", "chargeUnit": "year", "chargeDuration": 4 })),
        "/instanceSpec/charge/chargeDuration",
        |rule| matches!(rule, Rule::Maximum { .. }),
    );
    refused(charge(json!({ "chargeMode": "postpaid_by_usage" })), "/instanceSpec/charge/chargeMode", |rule| {
        matches!(rule, Rule::Enum { .. })
    });
    refused(
        json!({ "charge": { "chargeMode": "prepaid_by_duration", "chargeDuration": 1 }, "chargeOnStopped": "stopCharging" }),
        "/instanceSpec/chargeOnStopped",
        |rule| matches!(rule, Rule::Enum { .. }),
    );
    let width = |mbps: u32, mode: &str| json!({ "elasticIp": { "bandwidthMbps": mbps, "provider": "bgp", "chargeSpec": { "chargeMode": mode } } });
    accepted(width(1000, "postpaid_by_duration"));
    accepted(width(200, "postpaid_by_usage"));
    for (mbps, mode) in [(1001, "postpaid_by_duration"), (201, "postpaid_by_usage")] {
        refused(width(mbps, mode), "/instanceSpec/elasticIp/bandwidthMbps", |rule| {
            matches!(rule, Rule::Maximum { .. })
        });
    }
}

#[test]
fn a_given_private_address_allows_one_instance() {
    let address = json!({ "primaryNetworkInterface": { "networkInterface": { "subnetId": "subnet-1", "primaryIpAddress": "10.0.0.8" } } });
    let mut params = order(&address);
    assert!(problems("createInstances", &params).is_empty());
    params["maxCount"] = json!(2);
    let found = problems("createInstances", &params);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].words.as_ref().is_some_and(|words| words.en.contains("one instance")));
}

#[test]
fn images_are_listed_by_source_or_by_id() {
    assert!(problems("describeImages", &json!({ "ids": ["img-1"] })).is_empty());
    assert_eq!(problems("describeImages", &json!({ "platform": "CentOS" })).len(), 1);
    assert_eq!(problems("shareImage", &json!({ "imageId": "img-1" })).len(), 1);
    let accounts: Vec<String> = (0..21).map(|nth| format!("pin{nth}")).collect();
    assert!(matches!(
        problems("shareImage", &json!({ "imageId": "img-1", "pins": accounts }))[0].rule,
        Rule::MaxItems { limit: 20 }
    ));
}

#[test]
fn documented_error_codes_have_a_kind() {
    for (code, kind) in [
        ("ACCESS_ERROR", ErrorKind::CredentialRejected),
        ("RATE_LIMIT", ErrorKind::RateLimited),
        ("INVALID_ARGUMENT", ErrorKind::InvalidParams),
        ("OUT_OF_RANGE", ErrorKind::InvalidParams),
        ("FAILED_PRECONDITION", ErrorKind::Conflict),
        ("CONFLICT", ErrorKind::Conflict),
        ("NOT_FOUND", ErrorKind::NotFound),
        ("QUOTA_EXCEEDED", ErrorKind::QuotaExceeded),
        ("INTERNAL", ErrorKind::Unavailable),
        ("UNKNOWN", ErrorKind::Unavailable),
    ] {
        assert_eq!(SPEC.meaning(code).map(|meaning| meaning.kind), Some(kind), "{code}");
    }
}

fn has_parameter(operation: &Operation, name: &str) -> bool {
    schema::properties(&operation.input).any(|(known, _)| known == name)
}

/// Every `x-ref` in a schema.
fn references(node: &Value) -> Vec<String> {
    match node {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| match value.as_str() {
                Some(kind) if name == "x-ref" => vec![kind.to_owned()],
                _ => references(value),
            })
            .collect(),
        Value::Array(elements) => elements.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_catalogue_s_lint_finds_nothing() {
    let mut found = yundeck_catalogue::lint::lint(&SPEC);
    found.extend(yundeck_catalogue::lint::unlisted_refs(&SPEC));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Rows of the vendor's tables of return codes.
#[test]
fn a_code_that_means_several_things_is_told_by_its_message() {
    for (code, message, kind) in [
        ("FAILED_PRECONDITION", "Disk type 'ssd.io1' is out of stock", ErrorKind::SoldOut),
        ("FAILED_PRECONDITION", "Available Ip in segments not enough", ErrorKind::SoldOut),
        ("FAILED_PRECONDITION", "Parameter ImageSource missing", ErrorKind::InvalidParams),
        ("FAILED_PRECONDITION", "Image 'img-m5s0****29' not ready", ErrorKind::Conflict),
        ("FAILED_PRECONDITION", "Please stop the instance first", ErrorKind::Conflict),
        ("DUPLICATE", "Duplicate deviceName", ErrorKind::Conflict),
    ] {
        assert_eq!(SPEC.meaning_of(code, message).map(|meaning| meaning.kind), Some(kind), "{message}");
    }
}
