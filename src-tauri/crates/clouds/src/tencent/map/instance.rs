//! `DescribeInstances` -> instances.

use serde_json::Value;
use yundeck_domain::instance::{Attention, BillingMode, InstanceDisk, Tag};
use yundeck_domain::{Instance, InstanceState};

use super::{gpus, items, number, text, texts, time};

/// The instances of a page.
pub fn instances(result: &Value) -> Vec<Instance> {
    items(result, "InstanceSet[]").into_iter().map(instance).collect()
}

fn instance(raw: &Value) -> Instance {
    let vendor_state = text(raw, "InstanceState").unwrap_or_default();
    let billing = billing(text(raw, "InstanceChargeType"));
    Instance {
        id: text(raw, "InstanceId").unwrap_or_default(),
        name: text(raw, "InstanceName").unwrap_or_default(),
        state: state(&vendor_state),
        vendor_state,
        attention: attention(raw),
        instance_type: text(raw, "InstanceType"),
        vcpus: number(raw, "CPU"),
        // The document gives memory in GB and means GiB, as the SDK says.
        memory_mib: number(raw, "Memory").and_then(|gib| gib.checked_mul(1024)),
        gpus: gpus(raw, "GPUInfo.GPUCount").unwrap_or(0.0),
        zone: text(raw, "Placement.Zone"),
        image_id: text(raw, "ImageId"),
        os: text(raw, "OsName"),
        private_ips: texts(raw, "PrivateIpAddresses[]"),
        public_ips: texts(raw, "PublicIpAddresses[]"),
        created: time(raw, "CreatedTime"),
        // What is paid afterwards has a date there too, which means nothing.
        expires: time(raw, "ExpiredTime").filter(|_| billing == BillingMode::Prepaid),
        billing,
        vpc_id: text(raw, "VirtualPrivateCloud.VpcId"),
        subnet_id: text(raw, "VirtualPrivateCloud.SubnetId"),
        security_group_ids: texts(raw, "SecurityGroupIds[]"),
        key_pair_ids: texts(raw, "LoginSettings.KeyIds[]"),
        disks: disks(raw),
        tags: tags(raw),
        raw: raw.clone(),
    }
}

/// The states of the document's Instance structure, and those of the present one (`InstanceState` of the vendor's SDK: rescue,
/// migration while it runs). `SHUTDOWN` is an instance that waits in the recycle bin.
fn state(word: &str) -> InstanceState {
    match word {
        "PENDING" => InstanceState::Creating,
        "LAUNCH_FAILED" => InstanceState::Failed,
        "RUNNING" => InstanceState::Running,
        "STOPPED" => InstanceState::Stopped,
        "STARTING" => InstanceState::Starting,
        "STOPPING" => InstanceState::Stopping,
        "REBOOTING" => InstanceState::Rebooting,
        "SHUTDOWN" => InstanceState::Terminated,
        "TERMINATING" => InstanceState::Terminating,
        "ENTER_RESCUE_MODE" | "RESCUE_MODE" | "EXIT_RESCUE_MODE" => InstanceState::Busy,
        "ENTER_SERVICE_LIVE_MIGRATE" | "SERVICE_LIVE_MIGRATE" | "EXIT_SERVICE_LIVE_MIGRATE" => InstanceState::Busy,
        other => InstanceState::Unknown { word: other.to_owned() },
    }
}

/// What the cloud has against the instance: `RestrictState` (document), and `IsolatedSource` (SDK), which says why it was cut
/// off. `MANMADE` is what its owner did. The reply has no day of release.
fn attention(raw: &Value) -> Option<Attention> {
    let restricted = text(raw, "RestrictState").unwrap_or_default();
    let source = text(raw, "IsolatedSource").unwrap_or_default();
    match (restricted.as_str(), source.as_str()) {
        (_, "ARREAR") => Some(Attention::Overdue { release: None }),
        (_, "EXPIRE") | ("EXPIRED", _) => Some(Attention::Expired { release: None }),
        ("PROTECTIVELY_ISOLATED", _) => Some(Attention::Isolated { release: None }),
        _ => None,
    }
}

/// A billing mode by the cloud's word; none given is what `RunInstances` takes by default only when asked to create.
pub fn billing(word: Option<String>) -> BillingMode {
    match word.as_deref() {
        Some("PREPAID") => BillingMode::Prepaid,
        Some("POSTPAID_BY_HOUR") => BillingMode::Postpaid,
        Some("SPOTPAID") => BillingMode::Spot,
        Some("CDHPAID") => BillingMode::DedicatedHost,
        Some("CDCPAID") => BillingMode::DedicatedCluster,
        other => BillingMode::Other { word: other.unwrap_or_default().to_owned() },
    }
}

fn disks(raw: &Value) -> Vec<InstanceDisk> {
    let disk = |system: bool| {
        move |raw: &Value| InstanceDisk {
            id: text(raw, "DiskId"),
            system,
            disk_type: text(raw, "DiskType"),
            size_gib: number(raw, "DiskSize"),
            // Only of data disks it is said; the system disk goes in any case.
            with_instance: if system { Some(true) } else { text(raw, "DeleteWithInstance").map(|word| word == "true") },
        }
    };
    let system = items(raw, "SystemDisk").into_iter().map(disk(true));
    system.chain(items(raw, "DataDisks[]").into_iter().map(disk(false))).collect()
}

fn tags(raw: &Value) -> Vec<Tag> {
    let tag = |tag: &Value| Some(Tag { key: text(tag, "Key")?, value: text(tag, "Value").unwrap_or_default() });
    items(raw, "Tags[]").into_iter().filter_map(tag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fixture() -> Value {
        let reply: Value = serde_json::from_str(include_str!("../fixtures/DescribeInstances.json")).unwrap();
        reply["Response"].clone()
    }

    #[test]
    fn a_documented_instance_is_read_completely() {
        let found = instances(&fixture());
        let [instance] = found.as_slice() else { panic!("one instance, not {}", found.len()) };
        assert_eq!(instance.id, "ins-r8hr2upy");
        assert_eq!(instance.name, "测试实例");
        assert_eq!(instance.state, InstanceState::Running);
        assert_eq!((instance.vcpus, instance.memory_mib, instance.gpus), (Some(1), Some(2048), 0.0));
        assert_eq!(instance.zone.as_deref(), Some("ap-guangzhou-1"));
        assert_eq!(instance.billing, BillingMode::Prepaid);
        assert_eq!(instance.created.map(|at| at.to_rfc3339()).as_deref(), Some("2016-12-02T00:22:40+00:00"));
        assert_eq!(instance.expires.map(|at| at.to_rfc3339()).as_deref(), Some("2017-01-02T00:22:48+00:00"));
        assert_eq!(instance.private_ips, ["10.104.37.58"]);
        assert_eq!(instance.public_ips, ["123.207.32.83"]);
        assert_eq!(instance.vpc_id.as_deref(), Some("vpc-4e78ea76"));
        let disks: Vec<_> = instance.disks.iter().map(|disk| (disk.system, disk.size_gib)).collect();
        assert_eq!(disks, [(true, Some(20)), (false, Some(50))]);
        assert_eq!(instance.raw["RenewFlag"], "NOTIFY_AND_AUTO_RENEW");
    }

    #[test]
    fn states_and_modes_we_do_not_know_survive() {
        let found = instances(&json!({ "InstanceSet": [
            { "InstanceId": "ins-1", "InstanceState": "DREAMING", "InstanceChargeType": "BARTER", "ExpiredTime": null },
            { "InstanceName": "no id" },
        ] }));
        assert_eq!(found[0].state, InstanceState::Unknown { word: "DREAMING".into() });
        assert_eq!(found[0].vendor_state, "DREAMING");
        assert_eq!(found[0].billing, BillingMode::Other { word: "BARTER".into() });
        assert_eq!(found[0].expires, None);
        assert_eq!(found[1].name, "no id", "an item without an id is shown, not dropped");
    }

    #[test]
    fn every_documented_state_is_known() {
        for word in [
            "PENDING",
            "LAUNCH_FAILED",
            "RUNNING",
            "STOPPED",
            "STARTING",
            "STOPPING",
            "REBOOTING",
            "SHUTDOWN",
            "TERMINATING",
            "ENTER_RESCUE_MODE",
            "RESCUE_MODE",
            "EXIT_RESCUE_MODE",
            "ENTER_SERVICE_LIVE_MIGRATE",
            "SERVICE_LIVE_MIGRATE",
            "EXIT_SERVICE_LIVE_MIGRATE",
        ] {
            assert!(!matches!(state(word), InstanceState::Unknown { .. }), "{word}");
        }
    }

    fn one(record: Value) -> Instance {
        instances(&json!({ "InstanceSet": [record] })).remove(0)
    }

    #[test]
    fn what_is_restricted_says_so() {
        let attention = |restricted: &str, source: Value| {
            one(json!({ "InstanceState": "STOPPED", "RestrictState": restricted, "IsolatedSource": source })).attention
        };
        assert_eq!(attention("NORMAL", json!("NOTISOLATED")), None);
        assert_eq!(attention("EXPIRED", Value::Null), Some(Attention::Expired { release: None }));
        assert_eq!(attention("PROTECTIVELY_ISOLATED", Value::Null), Some(Attention::Isolated { release: None }));
        assert_eq!(attention("PROTECTIVELY_ISOLATED", json!("ARREAR")), Some(Attention::Overdue { release: None }));
        assert_eq!(attention("NORMAL", json!("EXPIRE")), Some(Attention::Expired { release: None }));
        assert_eq!(attention("NORMAL", json!("MANMADE")), None, "its owner put it into the recycle bin");
    }

    #[test]
    fn tags_and_what_becomes_of_each_disk_are_read() {
        let found = one(json!({
            "Tags": [{ "Key": "env", "Value": "prod" }, { "Key": "bare" }, { "Value": "keyless" }],
            "SystemDisk": { "DiskSize": 50 },
            "DataDisks": [{ "DiskSize": 1, "DeleteWithInstance": true }, { "DiskSize": 2, "DeleteWithInstance": false }, { "DiskSize": 3 }],
        }));
        assert_eq!(found.tags.iter().map(Tag::text).collect::<Vec<_>>(), ["env=prod", "bare"]);
        let with: Vec<_> = found.disks.iter().map(|disk| disk.with_instance).collect();
        assert_eq!(with, [Some(true), Some(true), Some(false), None]);
    }

    #[test]
    fn only_what_is_prepaid_expires() {
        for (mode, expires) in [("PREPAID", true), ("POSTPAID_BY_HOUR", false), ("SPOTPAID", false), ("CDCPAID", false)]
        {
            let found = one(json!({ "InstanceChargeType": mode, "ExpiredTime": "2024-01-01T00:00:00Z" }));
            assert_eq!(found.expires.is_some(), expires, "{mode}");
        }
    }

    #[test]
    fn share_of_a_card_is_a_part_of_one() {
        let found = one(json!({ "GPUInfo": { "GPUCount": 0.25 }, "InstanceChargeType": "CDCPAID" }));
        assert_eq!((found.gpus, found.billing), (0.25, BillingMode::DedicatedCluster));
    }
}
