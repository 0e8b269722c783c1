//! Calls as text: pasted into the explorer, and copied out of it.

use std::process::Command;

use serde_json::{Value, json};
use yundeck_domain::{Account, ErrorKind};
use yundeck_tests::{House, open_app};

use crate::stage::{password, running_instance, spec};

#[tokio::test]
async fn pasted_json_and_query_strings_become_parameters() {
    let app = open_app(None);
    let check = |cloud: &str, operation: &str, text: &str, expected: Value| {
        assert_eq!(app.reads.read_params(cloud, operation, text).unwrap(), expected, "{cloud} {operation}: {text}");
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
            let whole = app.reads.read_params(&spec.id, &operation.name, &example.to_string()).unwrap();
            assert_eq!(&whole, example, "{} {}", spec.id, operation.name);
            for base in [0, 1] {
                let mut pairs = vec![format!("Action={}", operation.name)];
                flatten("", example, base, &mut pairs);
                let back = app.reads.read_params(&spec.id, &operation.name, &pairs.join("&")).unwrap();
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
async fn the_copied_script_does_what_the_explorer_does() {
    let house = House::build(None).await;
    for view in &house.accounts {
        let cloud = spec(&view.account.cloud);
        let endpoint = house.sandbox.endpoint(&cloud.id).unwrap();
        for scheme in &cloud.signing {
            let mut draft = view.account.clone();
            draft.signing = Some(*scheme);
            let account = with_scheme(&house, &draft, &endpoint.key.secret).await;
            let read = &cloud.jobs["list_instances"];
            let region = &account.regions[0];
            let commands = house.app.reads.call_commands(&account.id, region, read, &json!({})).await.unwrap();
            let script = &commands.curl;
            assert!(!script.contains(&endpoint.key.secret), "{} {scheme:?}", cloud.id);
            let run = Command::new("sh")
                .args(["-euc", script])
                .env("YUNDECK_SECRET", &endpoint.key.secret)
                .env("no_proxy", "*")
                .output()
                .unwrap();
            let answer = String::from_utf8_lossy(&run.stdout).into_owned();
            let told = format!("{} {scheme:?}:\n{script}\n{answer}{}", cloud.id, String::from_utf8_lossy(&run.stderr));
            assert!(run.status.success(), "{told}");
            let some_id = running_instance(&house, &account);
            assert!(answer.contains(&some_id), "{told}");
            // What a tool cannot send to the sandbox it would send to the real cloud.
            let reaches = cloud.cli.as_ref().is_some_and(|tool| tool.endpoint.is_some());
            assert_eq!(commands.cli.is_some(), reaches, "{}: {:?}", cloud.id, commands.cli);
            assert_eq!(commands.cli_name, cloud.cli.as_ref().map(|tool| tool.name.clone()), "{}", cloud.id);
        }
    }
}

/// The same account with another signing scheme.
async fn with_scheme(house: &House, account: &Account, secret: &str) -> Account {
    let draft = yundeck_app::records::account::AccountDraft {
        cloud: account.cloud.clone(),
        label: "scheme".to_owned(),
        access_key_id: account.access_key_id.clone(),
        regions: account.regions.clone(),
        endpoint: account.endpoint.clone(),
        ca_file: None,
        signing: account.signing,
        owner_id: None,
        proxy: None,
        keep_for_session: true,
    };
    let secret = yundeck_app::ground::secrets::SecretInput {
        secret: yundeck_domain::Secret::new(secret.to_owned()),
        session_token: None,
    };
    house.app.desk.add_account(draft, secret).await.unwrap().account
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_hold_no_secret_parameter() {
    const PLANTED: &str = "Planted'Secret9";
    let house = House::build(None).await;
    for view in &house.accounts {
        let account = &view.account;
        let (operation, params) = password(&account.cloud, &running_instance(&house, account), PLANTED);
        let region = &account.regions[0];
        let commands = house.app.reads.call_commands(&account.id, region, operation, &params).await.unwrap();
        let preview = house.app.reads.preview_call(&account.id, region, operation, &params).await.unwrap();
        assert!(!preview.exact, "{}", account.cloud);
        assert!(commands.curl.starts_with('#') && commands.curl.contains("******"), "{}", commands.curl);
        assert!(!commands.curl.contains("signature=$("), "a signature over masks is none: {}", commands.curl);
        let all = format!("{commands:?} {preview:?}");
        assert!(!all.contains("Secret9"), "{}: {all}", account.cloud);
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
