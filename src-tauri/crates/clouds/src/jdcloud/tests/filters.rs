//! The conditions of lists: how many values each takes, and which.

use serde_json::{Value, json};
use yundeck_catalogue::problem::Rule;

use super::problems;

#[track_caller]
fn check(operation: &str, name: &str, values: &[&str], expected: Option<fn(&Rule) -> bool>) {
    let found = problems(operation, &json!({ "filters": [{ "name": name, "values": values }] }));
    match expected {
        None => assert!(found.is_empty(), "{operation} {name} {values:?}: {found:?}"),
        Some(rule) => {
            assert_eq!(found.len(), 1, "{operation} {name} {values:?}: {found:?}");
            assert!(rule(&found[0].rule) && found[0].words.is_some(), "{found:?}");
        }
    }
}

#[test]
fn a_condition_takes_one_value_or_several_as_documented() {
    check("describeInstances", "instanceId", &["i-1", "i-2"], None);
    check("describeInstances", "name", &["web"], None);
    for name in ["name", "agId", "elasticIpAddress"] {
        check("describeInstances", name, &["a", "b"], Some(|rule| matches!(rule, Rule::MaxItems { limit: 1 })));
    }
    for operation in ["describeInstanceStatus", "describeInstancePrivateIpAddress"] {
        check(operation, "faultDomain", &["1", "2"], None);
        check(operation, "name", &["a", "b"], Some(|rule| matches!(rule, Rule::MaxItems { limit: 1 })));
    }
}

#[test]
fn listed_values_are_the_only_ones() {
    check("describeInstanceTypes", "architecture", &["arm64"], None);
    check("describeInstanceTypes", "architecture", &["mips"], Some(|rule| matches!(rule, Rule::Enum { .. })));
    check("describeInstanceTypes", "az", &["cn-north-1a", "anything"], None);
    let kinds = |kind: &str, image: Value| {
        let mut params = json!({ "filters": [{ "name": "resourceTypes", "values": ["instance", kind] }] });
        if !image.is_null() {
            params["imageId"] = image;
        }
        problems("describeQuotas", &params)
    };
    assert!(kinds("keypair", Value::Null).is_empty());
    assert!(matches!(kinds("disk", Value::Null)[0].rule, Rule::Enum { .. }));
    let missing = kinds("imageShare", Value::Null);
    assert_eq!((missing[0].path.as_str(), &missing[0].rule), ("/imageId", &Rule::Required));
    assert!(kinds("imageShare", json!("img-1")).is_empty());
}
