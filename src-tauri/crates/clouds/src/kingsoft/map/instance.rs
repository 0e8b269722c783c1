//! Instances.

use serde_json::Value;
use yundeck_catalogue::Path;
use yundeck_domain::instance::{Attention, BillingMode, InstanceDisk};
use yundeck_domain::{Instance, InstanceState};

use super::{decimal, elements, optional, text, time, whole};

/// The instances of a `DescribeInstances` reply.
pub fn instances(reply: &Value) -> Vec<Instance> {
    elements(reply, "InstancesSet").iter().map(instance).collect()
}

/// The document's record has neither the end of a prepaid period nor the system; the cloud's has `ServiceEndTime` and `Platform`
/// (the vendor's SDK, `DescribeInstancesResponse`).
fn instance(item: &Value) -> Instance {
    let configuration = item.get("InstanceConfigure").unwrap_or(&Value::Null);
    let all = |path: &str| {
        let mut found = Path::new(path).texts(item);
        found.retain(|text| !text.is_empty());
        let mut seen = std::collections::HashSet::new();
        found.retain(|text| seen.insert(text.clone()));
        found
    };
    let vendor_state = all("InstanceState.Name").pop().unwrap_or_default();
    let billing = billing(&text(item, "ChargeType"));
    let private_ips = all("NetworkInterfaceSet[].PrivateIpAddress");
    Instance {
        id: text(item, "InstanceId"),
        name: text(item, "InstanceName"),
        state: state(&vendor_state),
        attention: attention(&vendor_state),
        vendor_state,
        instance_type: optional(item, "InstanceType"),
        vcpus: whole(configuration, "VCPU"),
        memory_mib: whole(configuration, "MemoryGb").map(|gib| gib.saturating_mul(1024)),
        gpus: decimal(configuration, "GPU"),
        zone: optional(item, "AvailabilityZone"),
        image_id: optional(item, "ImageId"),
        os: optional(item, "Platform"),
        private_ips: if private_ips.is_empty() { all("PrivateIpAddress") } else { private_ips },
        public_ips: all("NetworkInterfaceSet[].PublicIp"),
        created: optional(item, "CreationDate").and_then(|moment| time::beijing(&moment)),
        expires: optional(item, "ServiceEndTime")
            .and_then(|moment| time::beijing(&moment))
            .filter(|_| billing == BillingMode::Prepaid),
        billing,
        vpc_id: all("NetworkInterfaceSet[].VpcId").into_iter().next().or_else(|| optional(item, "VpcId")),
        subnet_id: optional(item, "SubnetId"),
        security_group_ids: all("NetworkInterfaceSet[].SecurityGroupSet[].SecurityGroupId"),
        key_pair_ids: all("KeySet[]"),
        disks: disks(item, configuration),
        // The record has none; `DescribeTags` has them.
        tags: Vec::new(),
        raw: item.clone(),
    }
}

/// What a state means. The cloud puts the tasks of an instance (`stopping`, `rebuilding`, ...) in place of its state. After a
/// change of type or a migration, the word says how it is finished (`rebootOrStartKecInstance` of the vendor's Terraform
/// provider); the machine is stopped, or runs, by then.
pub fn state(word: &str) -> InstanceState {
    match word {
        "active" => InstanceState::Running,
        "stopped" | "resize_success_local" | "migrating_success_off_line" | "cross_finish" => InstanceState::Stopped,
        "migrating_success" => InstanceState::Running,
        "building" | "scheduling" | "block_device_mapping" | "networking" | "spawning" => InstanceState::Creating,
        "starting" | "powering-on" => InstanceState::Starting,
        "stopping" | "powering-off" => InstanceState::Stopping,
        "rebooting" | "rebooting_hard" => InstanceState::Rebooting,
        "deleting" => InstanceState::Terminating,
        "soft-delete" | "deleted" | "recycling" => InstanceState::Terminated,
        "error" => InstanceState::Failed,
        "paused"
        | "suspended"
        | "rescued"
        | "resized"
        | "image_snapshot"
        | "image_backup"
        | "updating_password"
        | "updating_hostname"
        | "resize_prep"
        | "resize_migrating"
        | "resize_migrated"
        | "resize_finish"
        | "resize_reverting"
        | "resize_confirming"
        | "migrating"
        | "pausing"
        | "unpausing"
        | "suspending"
        | "resuming"
        | "rescuing"
        | "unrescuing"
        | "rebuilding"
        | "rebuild_block_device_mapping"
        | "rebuild_spawning" => InstanceState::Busy,
        other => InstanceState::Unknown { word: other.to_owned() },
    }
}

/// What finishes a change of type or a migration.
fn attention(word: &str) -> Option<Attention> {
    match word {
        "resize_success_local" | "migrating_success_off_line" | "cross_finish" => Some(Attention::StartToFinish),
        "migrating_success" => Some(Attention::RebootToFinish),
        _ => None,
    }
}

/// How an instance is paid. `PostPaidByHour` is in the document's samples only.
pub fn billing(charge_type: &str) -> BillingMode {
    match charge_type {
        "Monthly" => BillingMode::Prepaid,
        "Daily" | "HourlyInstantSettlement" | "PostPaidByHour" => BillingMode::Postpaid,
        "Spot" => BillingMode::Spot,
        other => BillingMode::Other { word: other.to_owned() },
    }
}

/// The system disk, the local data disk of the type, and the cloud disks.
fn disks(item: &Value, configuration: &Value) -> Vec<InstanceDisk> {
    let system = match item.get("SystemDisk") {
        Some(disk) => InstanceDisk {
            id: optional(disk, "DiskId"),
            system: true,
            disk_type: optional(disk, "DiskType"),
            size_gib: whole(disk, "DiskSize"),
            with_instance: Some(true),
        },
        None => InstanceDisk {
            id: None,
            system: true,
            disk_type: None,
            size_gib: whole(configuration, "RootDiskGb"),
            with_instance: Some(true),
        },
    };
    let local = whole(configuration, "DataDiskGb").filter(|size| *size > 0).map(|size| InstanceDisk {
        id: None,
        system: false,
        disk_type: optional(configuration, "DataDiskType"),
        size_gib: Some(size),
        with_instance: Some(true),
    });
    let cloud = elements(item, "DataDisks").iter().map(|disk| InstanceDisk {
        id: optional(disk, "DiskId"),
        system: false,
        disk_type: optional(disk, "DiskType"),
        size_gib: whole(disk, "DiskSize"),
        with_instance: optional(disk, "DeleteWithInstance").map(|word| word == "true"),
    });
    std::iter::once(system)
        .chain(local)
        .chain(cloud)
        .filter(|disk| disk.size_gib.is_some() || disk.id.is_some())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn documented() -> Vec<Instance> {
        instances(&serde_json::from_str(include_str!("../fixtures/describe_instances.json")).unwrap())
    }

    #[test]
    fn the_documented_instances_are_read_completely() {
        let found = documented();
        assert_eq!(found.len(), 5);
        let first = &found[0];
        assert_eq!(first.id, "19c61e7e-c604-43ec-b225-3677f4f2eaf6");
        assert_eq!(first.name, "SOHO_A");
        assert_eq!(first.state, InstanceState::Running);
        assert_eq!(first.instance_type.as_deref(), Some("I1.1A"));
        assert_eq!((first.vcpus, first.memory_mib, first.gpus), (Some(1), Some(1024), 0.0));
        assert_eq!(first.zone.as_deref(), Some("cn-beijing-6a"));
        assert_eq!(first.private_ips, ["172.17.11.9"]);
        assert_eq!(first.vpc_id.as_deref(), Some("6a2459b0-6555-4f55-9179-79b7c119631a"));
        assert_eq!(first.security_group_ids, ["93d913fe-b6c0-43f6-a4b7-2c9b4f1a5174"]);
        assert_eq!(first.billing, BillingMode::Postpaid);
        assert_eq!(first.created.map(|at| at.to_rfc3339()).as_deref(), Some("2018-08-22T17:56:52+08:00"));
        assert_eq!(first.disks.len(), 1);
        assert_eq!(first.disks[0].size_gib, Some(50));
        let second = &found[1];
        assert_eq!(second.key_pair_ids, ["2186e15f-476a-41b6-adc9-dd255a4bcb36"]);
        assert_eq!(
            second.disks.iter().map(|disk| (disk.system, disk.size_gib)).collect::<Vec<_>>(),
            [(true, Some(20)), (false, Some(50))]
        );
    }

    #[test]
    fn an_unknown_state_and_charge_type_survive() {
        let found = instances(
            &json!({ "InstancesSet": [{ "InstanceId": "i", "InstanceState": { "Name": "dreaming" }, "ChargeType": "Barter" }] }),
        );
        assert_eq!(found[0].state, InstanceState::Unknown { word: "dreaming".to_owned() });
        assert_eq!(found[0].vendor_state, "dreaming");
        assert_eq!(found[0].billing, BillingMode::Other { word: "Barter".to_owned() });
    }

    #[test]
    fn every_documented_state_is_known() {
        let documented = "active building paused suspended stopped rescued resized soft-delete deleted deleting error scheduling \
            block_device_mapping networking spawning image_snapshot image_backup updating_password resize_prep resize_migrating \
            resize_migrated resize_finish resize_reverting resize_confirming migrating rebooting rebooting_hard pausing unpausing \
            suspending resuming stopping starting powering-off powering-on rescuing unrescuing rebuilding \
            rebuild_block_device_mapping rebuild_spawning recycling";
        for word in documented.split_whitespace() {
            assert!(!matches!(state(word), InstanceState::Unknown { .. }), "{word} is in the document");
        }
    }

    fn one(record: Value) -> Instance {
        instances(&json!({ "InstancesSet": record })).remove(0)
    }

    #[test]
    fn what_was_changed_says_how_it_is_finished() {
        let start = (InstanceState::Stopped, Some(Attention::StartToFinish), "StartInstances");
        let reboot = (InstanceState::Running, Some(Attention::RebootToFinish), "RebootInstances");
        for (word, (state, attention, operation)) in [
            ("resize_success_local", start.clone()),
            ("migrating_success_off_line", start.clone()),
            ("cross_finish", start),
            ("migrating_success", reboot),
        ] {
            let found = one(json!({ "InstanceState": { "Name": word } }));
            assert_eq!((found.state, found.attention), (state, attention), "{word}");
            let finishing = crate::kingsoft::SPEC.operation(operation).unwrap();
            assert!(finishing.allows_state(word, &json!({})), "{operation} of what is {word}");
        }
        let busy = one(json!({ "InstanceState": { "Name": "updating_hostname" } }));
        assert_eq!((busy.state, busy.attention), (InstanceState::Busy, None));
    }

    #[test]
    fn what_the_document_leaves_out_of_the_record_is_read() {
        let record = |mode: &str, end: &str| {
            one(json!({
                "ChargeType": mode, "ServiceEndTime": end, "Platform": "windows",
                "SystemDisk": { "DiskId": "d-1", "DiskType": "EHDD", "DiskSize": 50 },
            }))
        };
        let found = record("Monthly", "2026-12-01 23:59:59");
        assert_eq!(found.expires.map(|at| at.to_rfc3339()).as_deref(), Some("2026-12-01T23:59:59+08:00"));
        assert_eq!((found.os.as_deref(), found.disks[0].id.as_deref()), (Some("windows"), Some("d-1")));
        assert_eq!(record("Daily", "2026-12-01 23:59:59").expires, None, "what is paid afterwards does not expire");
    }
}
