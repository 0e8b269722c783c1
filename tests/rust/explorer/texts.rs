//! Calls as text: pasted into the explorer, and copied out of it.

use serde_json::{Value, json};
use yundeck_domain::ErrorKind;
use yundeck_tests::{House, open_app};

#[tokio::test]
async fn pasted_json_and_query_strings_become_parameters() {
    let app = open_app(None);
    let check = |cloud: &str, operation: &str, text: &str, expected: Value| {
        assert_eq!(
            app.reads.read_params(cloud, operation, text).unwrap().params,
            expected,
            "{cloud} {operation}: {text}"
        );
        let problems = app.reads.validate_params(cloud, operation, &expected).unwrap();
        assert!(problems.is_empty(), "{cloud} {operation}: {problems:?}");
    };
    let filters = json!({ "Filters": [{ "Name": "zone", "Values": ["a", "b"] }], "Limit": 5 });
    check("tencent", "DescribeInstances", &filters.to_string(), filters.clone());
    for base in [0, 1] {
        let (first, second) = (base, base + 1);
        let query = format!(
            "Action=DescribeInstances&Version=2017-03-12&Region=x&Filters.{base}.Name=zone\
             &Filters.{base}.Values.{first}=a&Filters.{base}.Values.{second}=b&Limit=5"
        );
        check("tencent", "DescribeInstances", &query, filters.clone());
    }
    check(
        "tencent",
        "StopInstances",
        "https://host/?InstanceIds.0=ins-12345678&ForceStop=True&Signature=abc",
        json!({ "InstanceIds": ["ins-12345678"], "ForceStop": true }),
    );
    check(
        "jdcloud",
        "describeInstances",
        "pageNumber=2&pageSize=20&filters.1.name=name&filters.1.values.1=%E7%94%B2+b",
        json!({ "pageNumber": 2, "pageSize": 20, "filters": [{ "name": "name", "values": ["甲 b"] }] }),
    );
    // Every operation's own example survives the way through its flattened form and back.
    for spec in yundeck_clouds::REGISTRY.iter().map(|entry| entry.adapter.spec()) {
        for operation in spec.operations.values() {
            let example = &operation.example;
            let whole = app.reads.read_params(&spec.id, &operation.name, &example.to_string()).unwrap().params;
            assert_eq!(&whole, example, "{} {}", spec.id, operation.name);
            for base in [0, 1] {
                let mut pairs = vec![format!("Action={}", operation.name)];
                flatten("", example, base, &mut pairs);
                let back = app.reads.read_params(&spec.id, &operation.name, &pairs.join("&")).unwrap().params;
                assert_eq!(&back, example, "{} {}: {}", spec.id, operation.name, pairs.join("&"));
            }
        }
    }
    for neither in ["", "hello", "[1]", "{\"a\":", "SELECT * FROM t WHERE a = 1"] {
        let error = app.reads.read_params("tencent", "DescribeInstances", neither).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidParams, "{neither}");
        assert!(error.words.is_some(), "{neither}");
    }
}

#[tokio::test]
async fn nothing_that_is_pasted_is_lost_without_a_word() {
    let app = open_app(None);
    let check = |cloud: &str, operation: &str, text: &str, expected: Value, says: &[&str]| {
        let pasted = app.reads.read_params(cloud, operation, text).unwrap();
        assert_eq!(pasted.params, expected, "{text}");
        assert_eq!(pasted.notes.len(), says.len(), "{text}: {:?}", pasted.notes);
        for (note, says) in pasted.notes.iter().zip(says) {
            assert!(note.en.contains(says), "{text}: {} does not say {says}", note.en);
            assert!(!note.en.contains("Abc") && !note.zh.contains("Abc"), "a value is quoted: {note:?}");
        }
    };
    let order = |password: &str| json!({ "InstanceName": "web", "LoginSettings": { "Password": password }, "InstanceCount": 2 });
    for (password, says) in [
        ("Abc?1x", &[][..]),
        ("Abc#1x", &[]),
        ("Abc?1=x", &[]),
        ("?Abc", &[]),
        ("Abc+1/x", &["LoginSettings.Password: its + was kept"]),
        ("Abc 1x", &[]),
    ] {
        let text = format!("InstanceName=web&LoginSettings.Password={password}&InstanceCount=2");
        check("tencent", "RunInstances", &text, order(password), says);
        let lines = text.replace('&', "\r\n");
        check("tencent", "RunInstances", &lines, order(password), says);
    }
    // What begins as an address has its query after `?`, and an end after `#`.
    for address in ["https://cvm.example/?", "cvm.example/?", "/?", "?"] {
        let text = format!("{address}InstanceName=web&LoginSettings.Password=Abc%3F1x&InstanceCount=2#Abc");
        check("tencent", "RunInstances", &text, order("Abc?1x"), &["after # in the address"]);
    }
    check("tencent", "RunInstances", "UserData=ab+c/=", json!({ "UserData": "ab+c/=" }), &["was kept"]);
    check(
        "tencent",
        "RunInstances",
        "UserData=ab+c/\nde+fgh=\nijk=",
        json!({ "UserData": "ab+c/de+fgh=ijk=" }),
        &["kept"],
    );
    check("tencent", "RunInstances", "UserData=ab%2Bc/=", json!({ "UserData": "ab+c/=" }), &[]);
    check("tencent", "RunInstances", "InstanceName=a+b", json!({ "InstanceName": "a b" }), &["read as a space"]);
    check(
        "tencent",
        "RunInstances",
        "InstanceName=\nInstanceCount=2",
        json!({ "InstanceName": "", "InstanceCount": 2 }),
        &[],
    );
    check(
        "tencent",
        "RunInstances",
        "InstanceName=Abc&d&InstanceName=e&InstanceNames=Abc&1=2",
        json!({ "InstanceName": "e" }),
        &["InstanceName: stands there more than once", "d: has no = behind it", "d, InstanceNames, 1: no parameter"],
    );
    check(
        "tencent",
        "RunInstances",
        "LoginSettings=Abc&LoginSettings.KeyIds.0=skey-1",
        json!({ "LoginSettings": { "KeyIds": ["skey-1"] } }),
        &["LoginSettings is given as a value and in parts"],
    );
    check(
        "tencent",
        "RunInstances",
        "InstanceName=%B2%E2",
        json!({ "InstanceName": "\u{fffd}\u{fffd}" }),
        &["no UTF-8"],
    );
    check(
        "tencent",
        "RunInstances",
        r#"{ "InstanceName": "Abc", "InstanceName": "web", "Nmae": 1 }"#,
        json!({ "InstanceName": "web" }),
        &["InstanceName stands there more than once", "Nmae: no parameter"],
    );
    check(
        "jdcloud",
        "describeInstance",
        "https://vm.jdcloud-api.com/v1/regions/cn-north-1/instances/i-abc?x=1",
        json!({ "regionId": "cn-north-1", "instanceId": "i-abc" }),
        &["x: no parameter", "regionId: Yundeck fills this in"],
    );
    check(
        "ucloudstack",
        "DescribeVMInstance",
        "Limit=9007199254740993",
        json!({ "Limit": 9_007_199_254_740_993_i64 }),
        &["Limit"],
    );
}

#[tokio::test]
async fn a_byte_order_mark_before_what_is_pasted_is_no_part_of_it() {
    let app = open_app(None);
    for spec in yundeck_clouds::REGISTRY.iter().map(|entry| entry.adapter.spec()) {
        let operation = &spec.operations[&spec.jobs["list_instances"]];
        let query = format!("Action={}", operation.name);
        for text in [operation.example.to_string(), query] {
            let read = |text: &str| app.reads.read_params(&spec.id, &operation.name, text).unwrap().params;
            assert_eq!(read(&format!("\u{feff}{text}\u{feff}\n")), read(&text), "{}", spec.id);
            assert_eq!(read(&format!(" \u{200b}\u{feff} {text}")), read(&text), "{}", spec.id);
        }
    }
}

#[tokio::test]
async fn a_name_that_is_deeper_than_any_structure_is_refused() {
    let text = format!("{}a=1", "a.".repeat(10_000));
    let error = open_app(None).reads.read_params("tencent", "DescribeInstances", &text).unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidParams);
}

fn flatten(prefix: &str, value: &Value, base: usize, pairs: &mut Vec<String>) {
    let below = |step: &str| if prefix.is_empty() { step.to_owned() } else { format!("{prefix}.{step}") };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| flatten(&below(name), member, base, pairs)),
        Value::Array(elements) => {
            (base..).zip(elements).for_each(|(at, element)| flatten(&below(&at.to_string()), element, base, pairs));
        }
        Value::String(text) => {
            let escaped: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            pairs.push(format!("{prefix}={escaped}"));
        }
        other => pairs.push(format!("{prefix}={other}")),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vendors_tool_is_told_in_its_own_spelling() {
    let house = House::build(None).await;
    let check = async |cloud: &str, operation: &str, params: Value, expected: &str| {
        let account = &house.account(cloud).account;
        let commands =
            house.app.reads.call_commands(&account.id, &account.regions[0], operation, &params).await.unwrap();
        let host = account.endpoint.as_deref().unwrap().trim_start_matches("http://");
        let expected = expected.replace("REGION", &account.regions[0]).replace("HOST", host);
        assert_eq!(commands.cli.unwrap(), expected);
    };
    check(
        "tencent",
        "DescribeInstances",
        json!({ "Filters": [{ "Name": "instance-name", "Values": ["it's"] }], "Limit": 5 }),
        r#"tccli cvm DescribeInstances --region REGION --endpoint HOST --Filters '[{"Name":"instance-name","Values":["it'\''s"]}]' --Limit 5"#,
    )
    .await;
    check(
        "tencent",
        "CreateImage",
        json!({ "InstanceId": "ins-12345678", "ImageName": "-x y" }),
        "tccli cvm CreateImage --region REGION --endpoint HOST --InstanceId ins-12345678 --ImageName='-x y'",
    )
    .await;
}
