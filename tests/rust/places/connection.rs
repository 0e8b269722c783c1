//! The connection test tries what the pages need, and says what a key may do no better than it knows.

use yundeck_app::records::account::{Abilities, Ability, ConnectionReport, Need};
use yundeck_domain::ErrorKind;
use yundeck_sandbox::{Fault, FaultKind};
use yundeck_tests::House;

/// What a connection test reads, by what needs it.
type Reads = &'static [(Need, &'static str)];

/// How each cloud says that a key lacks a permission, and the operations that a test reads, by what needs them.
const CLOUDS: &[(&str, &str, Reads)] = &[
    (
        "tencent",
        "UnauthorizedOperation",
        &[
            (Need::Instances, "DescribeInstances"),
            (Need::Images, "DescribeImages"),
            (Need::InstanceTypes, "DescribeZoneInstanceConfigInfos"),
            (Need::Price, "InquiryPriceRunInstances"),
        ],
    ),
    (
        "kingsoft",
        "AccessDenied",
        &[
            (Need::Instances, "DescribeInstances"),
            (Need::Places, "GetAccountAllProjectList"),
            (Need::Images, "DescribeImages"),
            (Need::InstanceTypes, "DescribeInstanceTypeConfigs"),
            (Need::Price, "DescribePrice"),
        ],
    ),
    (
        "jdcloud",
        "PERMISSION_DENIED",
        &[
            (Need::Instances, "describeInstances"),
            (Need::Images, "describeImages"),
            (Need::InstanceTypes, "describeInstanceTypes"),
        ],
    ),
    (
        "ucloudstack",
        "150",
        &[
            (Need::Instances, "DescribeVMInstance"),
            (Need::Images, "DescribeImage"),
            (Need::InstanceTypes, "DescribeVMType"),
            (Need::InstanceTypes, "DescribeStorageType"),
            (Need::Price, "GetVMInstancePrice"),
        ],
    ),
];

async fn tested(house: &House, cloud: &str) -> ConnectionReport {
    house.app.desk.test_account(&house.account(cloud).account.id).await.unwrap()
}

fn refused(cloud: &str, operation: &str, code: &str) -> Fault {
    Fault::new(FaultKind::Refuse).of(cloud).on(operation).code(code).times(100)
}

#[tokio::test(flavor = "multi_thread")]
async fn test_of_a_key_that_may_read_everything_says_yes_to_looking_alone() {
    let house = House::build(None).await;
    for (cloud, _, reads) in CLOUDS {
        let report = tested(&house, cloud).await;
        let tried: Vec<(Need, &str)> =
            report.checks.iter().map(|check| (check.need, check.operation.as_str())).collect();
        assert_eq!(tried, *reads, "{cloud}");
        assert!(report.checks.iter().all(|check| check.error.is_none()), "{cloud}: {:?}", report.checks);
        let may = Abilities { look: Ability::Yes, operate: Ability::NotTried, buy: Ability::NotTried };
        assert_eq!((report.ok, report.may), (true, may), "{cloud}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn test_of_a_key_that_may_not_list_instances_fails() {
    let house = House::build(None).await;
    for (cloud, code, reads) in CLOUDS {
        house.sandbox.inject(refused(cloud, reads[0].1, code));
        let report = tested(&house, cloud).await;
        assert!(!report.ok, "{cloud}");
        assert_eq!(report.error.map(|error| error.kind), Some(ErrorKind::PermissionDenied), "{cloud}");
        let lacking = Ability::Lacking;
        assert_eq!(report.may, Abilities { look: lacking, operate: lacking, buy: lacking }, "{cloud}");
        assert_eq!(report.checks.len(), reads.len(), "{cloud}: the other reads are tried nevertheless");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn test_of_a_key_that_may_not_read_one_thing_says_which_and_what_takes_it() {
    let house = House::build(None).await;
    for (cloud, code, reads) in CLOUDS {
        for (need, operation) in &reads[1..] {
            house.sandbox.clear_faults();
            house.sandbox.inject(refused(cloud, operation, code));
            let report = tested(&house, cloud).await;
            assert!(report.ok, "{cloud} {operation}");
            let denied: Vec<&str> = report
                .checks
                .iter()
                .filter(|check| check.error.as_ref().is_some_and(|error| error.kind == ErrorKind::PermissionDenied))
                .map(|check| check.operation.as_str())
                .collect();
            assert_eq!(denied, [*operation], "{cloud}");
            let looks = matches!(need, Need::InstanceTypes | Need::Price);
            let buys = matches!(need, Need::Places);
            assert_eq!(report.may.look, if looks { Ability::Yes } else { Ability::Lacking }, "{cloud} {operation}");
            assert_eq!(report.may.buy, if buys { Ability::NotTried } else { Ability::Lacking }, "{cloud} {operation}");
            assert_eq!(report.may.operate, Ability::NotTried, "{cloud} {operation}");
        }
    }
}

/// An answer that is neither yes nor no is no yes.
#[tokio::test(flavor = "multi_thread")]
async fn test_with_an_answer_that_tells_nothing_leaves_it_unknown() {
    let house = House::build(None).await;
    for (cloud, _, reads) in CLOUDS {
        let images = reads.iter().find(|(need, _)| *need == Need::Images).unwrap().1;
        house.sandbox.inject(refused(cloud, images, "Whatever"));
        let report = tested(&house, cloud).await;
        assert_eq!((report.ok, report.may.look, report.may.buy), (true, Ability::Unknown, Ability::Unknown), "{cloud}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn test_with_a_rejected_key_asks_once() {
    let house = House::build(None).await;
    for (cloud, code) in [("tencent", "AuthFailure.SecretIdNotFound"), ("kingsoft", "InvalidAccessKeyId")] {
        let operation = CLOUDS.iter().find(|(id, _, _)| *id == cloud).unwrap().2[0].1;
        house.sandbox.inject(refused(cloud, operation, code));
        let report = tested(&house, cloud).await;
        assert_eq!((report.checks.len(), report.may.look), (1, Ability::Unknown), "{cloud}: {:?}", report.error);
    }
}

/// Asked for by the person: calls that can do nothing, whatever is dropped on the way.
#[tokio::test(flavor = "multi_thread")]
async fn key_that_is_tried_does_nothing_and_says_what_was_not_refused() {
    let house = House::build(None).await;
    for (cloud, code, reads) in CLOUDS {
        let account = house.account(cloud).account.id.clone();
        let spec = yundeck_tests::in_process::spec(cloud);
        let start = spec.job("start_instance").unwrap().name.clone();
        let create = spec.job("create_instance").unwrap();
        let has_check = create.dry_run.is_some();
        let there = || house.sandbox.world(cloud, |world| world.instances.iter().cloned().collect::<Vec<_>>()).unwrap();
        let tried = async || {
            let tried = house.app.acts.try_abilities(&account).await.unwrap();
            house.app.desk.test_account_knowing(&account, tried).await.unwrap().may
        };
        let before = there();
        let may = tried().await;
        let buy = if has_check { Ability::NotRefused } else { Ability::NotTried };
        assert_eq!(may, Abilities { look: Ability::Yes, operate: Ability::NotRefused, buy }, "{cloud}");
        house.sandbox.inject(refused(cloud, &start, code));
        house.sandbox.inject(refused(cloud, &create.name, code));
        let buy = if has_check { Ability::Lacking } else { Ability::NotTried };
        assert_eq!(tried().await, Abilities { look: Ability::Yes, operate: Ability::Lacking, buy }, "{cloud}");
        // What a read has shown to be lacking is not made better by trying.
        house.sandbox.clear_faults();
        house.sandbox.inject(refused(cloud, reads[0].1, code));
        assert_eq!(tried().await.operate, Ability::Lacking, "{cloud}");
        house.sandbox.clear_faults();
        assert_eq!(there(), before, "{cloud}: nothing was done");
        let page = house.app.journal.page(&Default::default(), 0, 100).unwrap();
        let lines = page.entries.iter().filter(|entry| entry.cloud == *cloud).count();
        assert_eq!(lines, if has_check { 6 } else { 3 }, "{cloud}: what was sent has a line");
    }
    assert!(house.app.acts.activities().is_empty());
}

#[test]
fn report_of_an_earlier_version_is_read() {
    let old = serde_json::json!({
        "at": "2026-01-01T00:00:00Z", "ok": true, "millis": 5, "operation": "DescribeZones", "requestId": null, "error": null,
    });
    let report: ConnectionReport = serde_json::from_value(old).unwrap();
    assert_eq!((report.checks.len(), report.may), (0, Abilities::default()));
}
