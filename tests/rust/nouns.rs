//! The pages of nouns: each lists what the clouds hold, whatever fails beside it, and what can be done with a thing is there
//! because an operation takes one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "nouns/hands.rs"]
mod hands;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use yundeck_app::App;
use yundeck_app::ground::secrets::SecretInput;
use yundeck_app::records::account::AccountDraft;
use yundeck_app::records::activity::ActivityPhase;
use yundeck_app::records::noun::{NounFilter, NounPage, RowKey};
use yundeck_app::records::plan::{Confirmation, Confirmed};
use yundeck_catalogue::{ActGroup, ColumnKind};
use yundeck_domain::{ErrorKind, Secret};
use yundeck_sandbox::Endpoint;
use yundeck_tests::in_process::{clouds, spec};
use yundeck_tests::orders::order;
use yundeck_tests::replier::Replier;
use yundeck_tests::{House, open_app, settled};

fn page(app: &App, noun: &str) -> NounPage {
    app.reads.noun_page(noun, NounFilter::default(), 0, 10_000)
}

/// The ids of a cloud's rows.
fn ids(page: &NounPage, cloud: &str) -> BTreeSet<String> {
    page.rows.iter().filter(|row| row.cloud == cloud).map(|row| row.key.id.clone()).collect()
}

/// Does an act to its end.
async fn act(house: &House, cloud: &str, operation: &str, params: &Value) {
    let account = &house.account(cloud).account;
    let plan = house.app.acts.plan_operation(&account.id, &account.regions[0], operation, params).await;
    let plan = plan.unwrap_or_else(|error| panic!("{cloud} {operation}: {error:?}"));
    let confirmed = match &plan.confirm {
        Confirmation::TypeName { name, .. } => Confirmed::typed(name.clone()),
        Confirmation::None | Confirmation::Confirm => Confirmed::default(),
    };
    let activity = house.app.acts.apply_plan(&plan.id, &confirmed).await.unwrap();
    settled(house, &house.app, &activity.id, &[ActivityPhase::Done]).await;
}

/// An order with these members in place of its own, and without those that are null.
fn like_an_order(endpoint: &Endpoint, changes: Value) -> Value {
    let mut order = order(endpoint, "templated", 1);
    let members = order.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            members.remove(name)
        } else {
            members.insert(name.clone(), value.clone())
        };
    }
    order
}

/// Makes one of each thing that the sandbox begins without.
async fn furnish(house: &House) {
    let endpoint = |cloud: &str| house.sandbox.endpoint(cloud).unwrap();
    let example = |cloud: &str, operation: &str| spec(cloud).operations[operation].example.clone();
    let zone = &endpoint("tencent").sample.zone;
    act(house, "tencent", "CreateDisasterRecoverGroup", &example("tencent", "CreateDisasterRecoverGroup")).await;
    act(house, "tencent", "CreateHpcCluster", &json!({ "Zone": zone, "Name": "hpc-1" })).await;
    act(house, "tencent", "AllocateHosts", &example("tencent", "AllocateHosts")).await;
    let template = like_an_order(endpoint("tencent"), json!({ "LaunchTemplateName": "web", "LoginSettings": null }));
    act(house, "tencent", "CreateLaunchTemplate", &template).await;

    act(house, "kingsoft", "CreateDataGuardGroup", &example("kingsoft", "CreateDataGuardGroup")).await;
    act(house, "kingsoft", "CreateAutoSnapshotPolicy", &example("kingsoft", "CreateAutoSnapshotPolicy")).await;
    house.app.reads.refresh_noun("placement_group", true).await.unwrap();
    let group = ids(&page(&house.app, "placement_group"), "kingsoft").pop_first().unwrap();
    let account = &house.account("kingsoft").account;
    let lines = house.app.reads.choices(&account.id, &account.regions[0], "line").await.unwrap().items;
    let member = like_an_order(
        endpoint("kingsoft"),
        json!({ "DataGuardId": group, "LineId": lines[0].id, "AddressBandWidth": 5, "AddressChargeType": "PostPaidByDay" }),
    );
    act(house, "kingsoft", "RunInstances", &member).await;
    let model =
        json!({ "ModelName": "web", "MaxCount": null, "MinCount": null, "PurchaseTime": 0, "InstancePassword": null });
    act(house, "kingsoft", "CreateModel", &like_an_order(endpoint("kingsoft"), model)).await;
    let local = json!({ "InstanceType": "I2.2B", "DataDiskGb": 40, "ChargeType": "Daily" });
    act(house, "kingsoft", "RunInstances", &like_an_order(endpoint("kingsoft"), local)).await;
    house.app.reads.refresh_noun("local_disk", true).await.unwrap();
    let disk = ids(&page(&house.app, "local_disk"), "kingsoft").pop_last().unwrap();
    let snapshot = json!({ "LocalVolumeId": disk, "LocalVolumeSnapshotName": "before" });
    act(house, "kingsoft", "CreateLocalVolumeSnapshot", &snapshot).await;

    let with_address = json!({ "OperatorName": "BGP", "Bandwidth": 5 });
    act(house, "ucloudstack", "CreateVMInstance", &like_an_order(endpoint("ucloudstack"), with_address)).await;

    let sample = &endpoint("jdcloud").sample;
    let data = json!({
        "imageId": sample.image_id, "instanceType": sample.instance_type,
        "primaryNetworkInterface": { "networkInterface": { "subnetId": sample.subnet_id } },
        "systemDisk": { "cloudDiskSpec": { "diskType": "ssd.gp1", "diskSizeGB": 60 } },
    });
    act(house, "jdcloud", "createInstanceTemplate", &json!({ "name": "web", "instanceTemplateData": data })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_noun_lists_what_the_cloud_holds_and_every_column_is_in_some_record() {
    let house = House::build(None).await;
    furnish(&house).await;
    let mut nouns = 0;
    for noun in house.app.reads.nouns() {
        house.app.reads.refresh_noun(&noun.id, true).await.unwrap();
        let page = page(&house.app, &noun.id);
        assert!(page.status.failures.is_empty(), "{}: {:?}", noun.id, page.status.failures);
        assert_eq!((page.status.running, page.status.scopes as usize), (0, noun.clouds.len()), "{}", noun.id);
        for of in &noun.clouds {
            let account = &house.account(&of.cloud).account;
            let listed = house.app.reads.choices(&account.id, &account.regions[0], &of.kind).await.unwrap();
            assert_eq!(listed.failure, None);
            let known: BTreeSet<String> = listed.items.iter().map(|choice| choice.id.clone()).collect();
            assert_eq!(ids(&page, &of.cloud), known, "{} {}", of.cloud, noun.id);
            assert!(!known.is_empty(), "{} {}: nothing to look at", of.cloud, noun.id);
            // What a page names is in what the cloud answers.
            let said = &spec(&of.cloud).nouns[&noun.id];
            let records: Vec<Value> = page
                .rows
                .iter()
                .filter(|row| row.cloud == of.cloud)
                .map(|row| house.app.reads.noun_record(&noun.id, &row.key).unwrap().raw)
                .collect();
            let paths =
                said.columns.iter().map(|column| &column.path).chain(said.state.as_ref().map(|state| &state.path));
            for path in paths {
                let text = path.as_str();
                let there = records.iter().any(|record| has_member(record, text));
                assert!(
                    there,
                    "{}/catalogue/nouns.json: {}: {text} is in no record: {}",
                    of.cloud, noun.id, records[0]
                );
            }
            if let Some(state) = &said.state {
                for record in &records {
                    let word = state.path.texts(record).remove(0);
                    assert!(state.words.contains_key(&word), "{} {}: the state {word} has no words", of.cloud, noun.id);
                }
            }
            for row in page.rows.iter().filter(|row| row.cloud == of.cloud) {
                for cell in &row.cells {
                    let column = said.columns.iter().find(|column| column.id == cell.column).unwrap();
                    let moment = |value: &String| value.contains('T') && value.contains(':');
                    let understood = column.kind != ColumnKind::Time || cell.values.iter().all(moment);
                    assert!(understood, "{} {}: {cell:?} is no moment", of.cloud, noun.id);
                }
            }
            nouns += 1;
        }
    }
    assert!(nouns >= 28, "{nouns}");
}

/// Whether a record has the members that a path names, though there may be nothing in them.
fn has_member(record: &Value, path: &str) -> bool {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let (name, listed) = name.strip_suffix("[]").map_or((name, false), |name| (name, true));
    let Some(member) = record.get(name) else { return false };
    match rest {
        None => true,
        Some(rest) if listed => member.as_array().is_some_and(|all| all.iter().any(|one| has_member(one, rest))),
        Some(rest) => has_member(member, rest),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_that_fails_is_said_beside_what_the_others_hold_and_keeps_what_it_had() {
    let down = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let fails = down.clone();
    let server = Replier::start(move |request| {
        let there = request.to_lowercase().contains("ap-shanghai");
        let (id, broken) = if there { ("sg-2", fails.load(std::sync::atomic::Ordering::SeqCst)) } else { ("sg-1", false) };
        if broken {
            return json!({ "Response": { "Error": { "Code": "UnauthorizedOperation", "Message": "no" }, "RequestId": "r" } });
        }
        json!({ "Response": { "TotalCount": 1, "SecurityGroupSet": [{ "SecurityGroupId": id, "SecurityGroupName": id }], "RequestId": "r" } })
    })
    .await;
    let app = open_app(None);
    let draft = AccountDraft {
        cloud: "tencent".to_owned(),
        label: "two regions".to_owned(),
        access_key_id: "key-of-nobody-0001".to_owned(),
        regions: vec!["ap-guangzhou".to_owned(), "ap-shanghai".to_owned()],
        endpoint: Some(server.url().to_owned()),
        keep_for_session: true,
        ..AccountDraft::default()
    };
    let secret = SecretInput { secret: Secret::new("secret-of-nobody".to_owned()), session_token: None };
    let account = app.desk.add_account(draft, secret).await.unwrap().account.id;
    let held = |app: &App| ids(&page(app, "security_group"), "tencent").into_iter().collect::<Vec<_>>();
    app.reads.refresh_noun("security_group", true).await.unwrap();
    assert_eq!(held(&app), ["sg-1", "sg-2"]);

    down.store(true, std::sync::atomic::Ordering::SeqCst);
    app.reads.refresh_noun("security_group", false).await.unwrap();
    assert_eq!(held(&app), ["sg-1", "sg-2"]);
    let status = page(&app, "security_group").status;
    let [failure] = status.failures.as_slice() else { panic!("{:?}", status.failures) };
    assert_eq!(
        (failure.scope.region.as_str(), failure.error.kind, failure.paused),
        ("ap-shanghai", ErrorKind::PermissionDenied, true)
    );

    // One that was rejected is asked again by a person, not by the clock.
    down.store(false, std::sync::atomic::Ordering::SeqCst);
    app.reads.refresh_noun("security_group", false).await.unwrap();
    assert_eq!(page(&app, "security_group").status.failures.len(), 1);
    app.reads.refresh_noun("security_group", true).await.unwrap();
    assert_eq!(page(&app, "security_group").status.failures, []);

    // With the account goes what was read for it.
    app.desk.remove_account(&account, false).await.unwrap();
    assert_eq!(held(&app), [] as [&str; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lets_somebody_in_is_masked_in_a_record() {
    let server = Replier::start(|_| {
        let template = json!({ "id": "t-1", "name": "web", "instanceTemplateData": { "password": "hunter22", "instanceType": "g.n2" } });
        json!({ "requestId": "r", "result": { "totalCount": 1, "instanceTemplates": [template] } })
    })
    .await;
    let app = open_app(None);
    let draft = AccountDraft {
        cloud: "jdcloud".to_owned(),
        label: "masked".to_owned(),
        access_key_id: "key-of-nobody-0001".to_owned(),
        regions: vec!["cn-north-1".to_owned()],
        endpoint: Some(server.url().to_owned()),
        keep_for_session: true,
        ..AccountDraft::default()
    };
    let secret = SecretInput { secret: Secret::new("secret-of-nobody".to_owned()), session_token: None };
    let account = app.desk.add_account(draft, secret).await.unwrap().account;
    app.reads.refresh_noun("template", true).await.unwrap();
    let key = RowKey { account: account.id, region: "cn-north-1".to_owned(), id: "t-1".to_owned() };
    let record = serde_json::to_string(&app.reads.noun_record("template", &key).unwrap()).unwrap();
    assert!(record.contains("g.n2") && !record.contains("hunter22"), "{record}");
}

#[test]
fn acts_follow_from_the_parameters_alone() {
    let names = |cloud: &str, kind: &str, group: ActGroup| -> Vec<&str> {
        let acts = spec(cloud).acts_of(kind).into_iter().filter(|act| act.group == group);
        acts.map(|act| act.operation.name.as_str()).collect()
    };
    assert_eq!(names("tencent", "key_pair", ActGroup::Common), ["AssociateInstancesKeyPairs"]);
    assert_eq!(names("tencent", "key_pair", ActGroup::Remove), ["DeleteKeyPairs"]);
    assert_eq!(names("jdcloud", "disk", ActGroup::Common), ["attachDisk", "detachDisk"]);
    assert_eq!(names("tencent", "host", ActGroup::Pay), ["RenewHosts"]);
    assert!(names("tencent", "instance", ActGroup::Access).contains(&"ResetInstancesPassword"));
    assert!(names("tencent", "instance", ActGroup::Pay).contains(&"ResizeInstanceDisks"));
    assert!(names("tencent", "instance", ActGroup::Related).contains(&"ModifyInstancesVpcAttribute"));
    // What takes no call without one is about it; what may use one is not.
    assert_eq!(names("tencent", "subnet", ActGroup::Manage), ["ModifyInstancesVpcAttribute"]);
    assert_eq!(names("tencent", "subnet", ActGroup::With), ["CreateLaunchTemplate", "CreateLaunchTemplateVersion"]);
    for spec in clouds() {
        for kind in spec.refs.keys() {
            let acts = spec.acts_of(kind);
            assert!(acts.is_sorted_by_key(|act| act.group), "{} {kind}", spec.id);
            for act in &acts {
                assert!(!act.operation.effect.is_read(), "{} {}", spec.id, act.operation.name);
                let mut params = act.operation.input.clone();
                for step in &act.subject.path {
                    params = params["properties"][step].take();
                }
                let of = params.get("x-ref").or_else(|| params["items"].get("x-ref"));
                assert_eq!(of, Some(&json!(kind)), "{} {}", spec.id, act.operation.name);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_several_clouds_have_is_one_page_with_one_title() {
    let house = House::build(None).await;
    let nouns = house.app.reads.nouns();
    assert!(nouns.is_sorted_by_key(|noun| noun.group));
    for noun in &nouns {
        for of in &noun.clouds {
            let said = &spec(&of.cloud).nouns[&noun.id];
            assert_eq!((&said.title, said.group), (&noun.title, noun.group), "{} {}", of.cloud, noun.id);
            for column in &said.columns {
                let shared = noun.columns.iter().find(|shared| shared.id == column.id).unwrap();
                assert_eq!(
                    (&column.title, column.kind),
                    (&shared.title, shared.kind),
                    "{} {} {}",
                    of.cloud,
                    noun.id,
                    column.id
                );
            }
        }
    }
    let creations = |noun: &str, cloud: &str| -> Vec<String> {
        let of =
            nouns.iter().find(|known| known.id == noun).unwrap().clouds.iter().find(|of| of.cloud == cloud).unwrap();
        of.creations.iter().map(|creation| creation.operation.clone()).collect()
    };
    assert_eq!(creations("key_pair", "tencent"), ["CreateKeyPair", "ImportKeyPair"]);
    assert_eq!(creations("network_interface", "kingsoft"), ["CreateNetworkInterface"]);
    assert_eq!(creations("host", "tencent"), ["AllocateHosts"]);
    assert_eq!(creations("snapshot", "kingsoft"), ["CreateLocalVolumeSnapshot"]);
    assert!(creations("disk", "jdcloud").is_empty());
}
