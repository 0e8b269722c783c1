//! `describeInstances` and `describeInstance` -> instances.

use chrono::{DateTime, Datelike, FixedOffset};
use serde_json::Value;
use yundeck_domain::instance::{Attention, BillingMode, InstanceDisk, Tag};
use yundeck_domain::{Instance, InstanceState};

use super::time::moment;
use super::{items, number, text, texts};

/// The instances of one page, or the one of `describeInstance`.
pub(in super::super) fn instances(result: &Value) -> Vec<Instance> {
    items(result, "instances[]").into_iter().chain(items(result, "instance")).map(instance).collect()
}

/// One instance. The record names the type but neither CPU nor memory; `describeInstanceTypes` knows those.
fn instance(record: &Value) -> Instance {
    let vendor_state = text(record, "status").unwrap_or_default();
    let billing = billing(record);
    Instance {
        id: text(record, "instanceId").unwrap_or_default(),
        name: text(record, "instanceName").unwrap_or_default(),
        state: state(&vendor_state),
        vendor_state,
        attention: attention(record),
        instance_type: text(record, "instanceType"),
        vcpus: None,
        memory_mib: None,
        gpus: 0.0,
        zone: text(record, "az"),
        image_id: text(record, "imageId"),
        os: os(record),
        private_ips: addresses(record, "privateIpAddress"),
        public_ips: addresses(record, "elasticIpAddress"),
        created: text(record, "launchTime").as_deref().and_then(moment),
        // What is paid afterwards has a date there too, which means nothing.
        expires: at(record, "charge.chargeExpiredTime").filter(|_| billing == BillingMode::Prepaid),
        billing,
        vpc_id: text(record, "vpcId").or_else(|| text(record, "primaryNetworkInterface.networkInterface.vpcId")),
        subnet_id: text(record, "subnetId")
            .or_else(|| text(record, "primaryNetworkInterface.networkInterface.subnetId")),
        security_group_ids: texts(record, "primaryNetworkInterface.networkInterface.securityGroups[].groupId"),
        key_pair_ids: texts(record, "keyNames[]"),
        disks: disks(record),
        tags: tags(record),
        raw: record.clone(),
    }
}

/// The states of the vendor's table (`vm_status`), where the word for rebuilding is misprinted as `rebuildin`.
fn state(word: &str) -> InstanceState {
    match word {
        "pending" => InstanceState::Creating,
        "starting" => InstanceState::Starting,
        "running" => InstanceState::Running,
        "stopping" => InstanceState::Stopping,
        "stopped" => InstanceState::Stopped,
        "rebooting" => InstanceState::Rebooting,
        "rebuilding" | "rebuildin" | "resizing" => InstanceState::Busy,
        "deleting" => InstanceState::Terminating,
        "error" => InstanceState::Failed,
        word => InstanceState::Unknown { word: word.to_owned() },
    }
}

/// What is not paid for: `charge.chargeStatus` is `overdue` when its period is over and `arrear` when the account owes, and
/// `chargeRetireTime` the day of release (`Charge` of the vendor's API pages).
fn attention(record: &Value) -> Option<Attention> {
    let release = at(record, "charge.chargeRetireTime");
    match text(record, "charge.chargeStatus")?.as_str() {
        "overdue" => Some(Attention::Expired { release }),
        "arrear" => Some(Attention::Overdue { release }),
        _ => None,
    }
}

/// A moment. The year 1 stands for none.
fn at(record: &Value, path: &str) -> Option<DateTime<FixedOffset>> {
    text(record, path).as_deref().and_then(moment).filter(|at| at.year() > 1)
}

fn billing(record: &Value) -> BillingMode {
    match text(record, "charge.chargeMode").as_deref().unwrap_or_default() {
        "prepaid_by_duration" => BillingMode::Prepaid,
        "postpaid_by_duration" | "postpaid_by_usage" => BillingMode::Postpaid,
        "postpaid_by_spot" => BillingMode::Spot,
        word => BillingMode::Other { word: word.to_owned() },
    }
}

fn os(record: &Value) -> Option<String> {
    match (text(record, "platform"), text(record, "osVersion")) {
        (Some(platform), Some(version)) => Some(format!("{platform} {version}")),
        (one, other) => one.or(other).or_else(|| text(record, "osType")),
    }
}

/// The addresses of a kind, the primary one first.
fn addresses(record: &Value, member: &str) -> Vec<String> {
    let mut found = texts(record, member);
    for place in [
        "primaryNetworkInterface.networkInterface.primaryIp",
        "primaryNetworkInterface.networkInterface.secondaryIps[]",
        "secondaryNetworkInterfaces[].networkInterface.primaryIp",
        "secondaryNetworkInterfaces[].networkInterface.secondaryIps[]",
    ] {
        for address in texts(record, &format!("{place}.{member}")) {
            if !found.contains(&address) {
                found.push(address);
            }
        }
    }
    found
}

fn disks(record: &Value) -> Vec<InstanceDisk> {
    let system = items(record, "systemDisk").into_iter().map(|disk| (true, disk));
    let data = items(record, "dataDisks[]").into_iter().map(|disk| (false, disk));
    system
        .chain(data)
        .map(|(system, disk)| InstanceDisk {
            id: text(disk, "cloudDisk.diskId"),
            system,
            disk_type: text(disk, "cloudDisk.diskType")
                .or_else(|| text(disk, "localDisk.diskType"))
                .or_else(|| text(disk, "diskCategory")),
            size_gib: number(disk, "cloudDisk.diskSizeGB").or_else(|| number(disk, "localDisk.diskSizeGB")),
            // A local disk cannot be without its instance.
            with_instance: if text(disk, "diskCategory").as_deref() == Some("local") {
                Some(true)
            } else {
                text(disk, "autoDelete").map(|word| word == "true")
            },
        })
        .collect()
}

fn tags(record: &Value) -> Vec<Tag> {
    let tag = |tag: &Value| Some(Tag { key: text(tag, "key")?, value: text(tag, "value").unwrap_or_default() });
    items(record, "tags[]").into_iter().filter_map(tag).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fixture() -> Vec<Instance> {
        let reply: Value = serde_json::from_str(include_str!("../fixtures/describeInstances.json")).unwrap();
        instances(&reply["result"])
    }

    #[test]
    fn a_documented_instance_keeps_its_facts() {
        let found = fixture();
        let first = &found[0];
        assert_eq!((first.id.as_str(), first.name.as_str()), ("i-eumm0000d6", "test1"));
        assert_eq!(first.state, InstanceState::Stopped);
        assert_eq!(first.instance_type.as_deref(), Some("g.n2.large"));
        assert_eq!(first.zone.as_deref(), Some("cn-north-1c"));
        assert_eq!(first.private_ips, ["10.0.0.4"]);
        assert_eq!(first.public_ips, ["116.111.11.1"]);
        assert_eq!(first.security_group_ids, ["sg-p2d10000ya"]);
        assert_eq!(first.billing, BillingMode::Postpaid);
        assert_eq!(first.expires, None);
        assert_eq!(first.created.map(|at| at.to_utc().to_rfc3339()).as_deref(), Some("2021-07-19T12:33:17+00:00"));
        assert_eq!(
            first.disks,
            [InstanceDisk {
                id: Some("vol-u8r20000c1".into()),
                system: true,
                disk_type: Some("ssd.gp1".into()),
                size_gib: Some(40),
                with_instance: Some(true),
            }]
        );
    }

    #[test]
    fn tags_and_what_becomes_of_each_disk_are_read() {
        let tagged = json!({ "instance": { "instanceId": "i-1", "tags": [{ "key": "环境", "value": "测试" }] } });
        assert_eq!(instances(&tagged)[0].tags.iter().map(Tag::text).collect::<Vec<_>>(), ["环境=测试"]);
        let second = &fixture()[1];
        let with: Vec<_> = second.disks.iter().map(|disk| disk.with_instance).collect();
        assert_eq!(with[0], Some(true), "local");
        assert!(with.contains(&Some(false)), "{with:?}");
    }

    #[test]
    fn a_prepaid_instance_says_until_when_and_shows_every_address() {
        let found = fixture();
        let second = &found[1];
        assert_eq!(second.billing, BillingMode::Prepaid);
        assert_eq!(second.expires.map(|at| at.to_utc().to_rfc3339()).as_deref(), Some("2022-07-19T15:59:59+00:00"));
        assert_eq!(second.private_ips, ["10.0.0.5", "10.0.0.6", "10.0.1.7"]);
        assert_eq!(second.public_ips, ["116.111.11.2"]);
        assert_eq!(second.key_pair_ids, ["ops-key"]);
        assert_eq!(second.os.as_deref(), Some("CentOS 8.2"));
        assert_eq!(
            second.disks.iter().map(|disk| (disk.system, disk.size_gib)).collect::<Vec<_>>(),
            [(true, Some(40)), (false, Some(100))]
        );
        assert_eq!(second.disks[0].id, None, "a local system disk has no id");
    }

    #[test]
    fn every_documented_state_is_known_and_others_survive() {
        for word in [
            "pending",
            "starting",
            "running",
            "stopping",
            "stopped",
            "rebooting",
            "rebuilding",
            "rebuildin",
            "resizing",
            "deleting",
            "error",
        ] {
            assert!(!matches!(state(word), InstanceState::Unknown { .. }), "{word}");
        }
        assert_eq!(state("suspended"), InstanceState::Unknown { word: "suspended".into() });
    }

    #[test]
    fn a_record_with_next_to_nothing_is_not_dropped() {
        let found = instances(&json!({ "instances": [{ "instanceId": "i-1" }, {}] }));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].id, "i-1");
        assert_eq!(found[0].state, InstanceState::Unknown { word: String::new() });
    }

    fn one(charge: Value) -> Instance {
        instances(&json!({ "instance": { "instanceId": "i-1", "charge": charge } })).remove(0)
    }

    #[test]
    fn what_is_not_paid_for_says_so_and_when_it_is_released() {
        let release = Some(DateTime::parse_from_rfc3339("2021-08-26T15:59:59Z").unwrap());
        let attention =
            |status: &str| one(json!({ "chargeStatus": status, "chargeRetireTime": "2021-08-26T15:59:59Z" })).attention;
        assert_eq!(attention("overdue"), Some(Attention::Expired { release }));
        assert_eq!(attention("arrear"), Some(Attention::Overdue { release }));
        assert_eq!(attention("normal"), None);
        assert_eq!(one(json!({ "chargeStatus": "arrear" })).attention, Some(Attention::Overdue { release: None }));
    }

    #[test]
    fn only_what_is_prepaid_expires() {
        let expires = |mode: &str, at: &str| one(json!({ "chargeMode": mode, "chargeExpiredTime": at })).expires;
        assert!(expires("prepaid_by_duration", "2026-01-01T00:00:00Z").is_some());
        assert_eq!(expires("prepaid_by_duration", "0001-01-01T00:00:00Z"), None);
        assert_eq!(expires("postpaid_by_duration", "2024-01-01T00:00:00Z"), None);
    }

    #[test]
    fn one_instance_is_read_like_those_of_a_list() {
        assert_eq!(instances(&json!({ "instance": { "instanceId": "i-1" } }))[0].id, "i-1");
    }
}
