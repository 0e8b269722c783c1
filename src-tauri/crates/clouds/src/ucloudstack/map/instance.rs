//! `VMInstanceInfo` -> instance (document, 1.2).

use serde_json::Value;
use yundeck_domain::instance::{BillingMode, InstanceDisk};
use yundeck_domain::{Instance, InstanceState};

use super::{billing, infos, number, records, text, time};

/// The instances of a `DescribeVMInstance` reply.
pub fn instances(reply: &Value) -> Vec<Instance> {
    infos(reply).map(instance).collect()
}

fn instance(record: &Value) -> Instance {
    let vendor_state = text(record, "State").unwrap_or_default();
    let billing = billing(&text(record, "ChargeType").unwrap_or_default());
    let addresses = |kind: &str| {
        let of_kind = records(record, "IPInfos").filter(|ip| text(ip, "Type").as_deref() == Some(kind));
        of_kind.filter_map(|ip| text(ip, "IP")).collect()
    };
    Instance {
        id: text(record, "VMID").unwrap_or_default(),
        name: text(record, "Name").unwrap_or_default(),
        state: state(&vendor_state),
        vendor_state,
        attention: None,
        // `VMType` is the cluster it runs in, not a size.
        instance_type: None,
        vcpus: number(record, "CPU"),
        memory_mib: number(record, "Memory"),
        gpus: gpus(record),
        // Only older releases have zones.
        zone: text(record, "Zone"),
        image_id: text(record, "ImageID"),
        os: text(record, "OSName"),
        private_ips: addresses("Private"),
        public_ips: addresses("Public"),
        created: time(record, "CreateTime"),
        // By the hour it is the end of the running hour, which says nothing about an expiry.
        expires: time(record, "ExpireTime").filter(|_| billing == BillingMode::Prepaid),
        billing,
        vpc_id: text(record, "VPCID"),
        subnet_id: text(record, "SubnetID"),
        security_group_ids: security_groups(record),
        key_pair_ids: Vec::new(),
        disks: disks(record),
        tags: Vec::new(),
        raw: record.clone(),
    }
}

/// The state words of the document, and those of the vendor's SDK (an older release) that the document dropped.
fn state(word: &str) -> InstanceState {
    match word {
        "Initializing" => InstanceState::Creating,
        "Starting" => InstanceState::Starting,
        "Running" => InstanceState::Running,
        "Stopping" | "Poweroffing" => InstanceState::Stopping,
        "Stopped" => InstanceState::Stopped,
        "Restarting" => InstanceState::Rebooting,
        "Migrating" | "Reinstalling" | "WaitReinstall" | "Resizing" | "ChangeSGing" => InstanceState::Busy,
        "Terminating" => InstanceState::Terminating,
        "Deleted" | "Terminated" => InstanceState::Terminated,
        "Failed" => InstanceState::Failed,
        other => InstanceState::Unknown { word: other.to_owned() },
    }
}

/// How many GPUs it has (document of release 2.x; older ones do not say). Which part of a card a virtual one is, the record only
/// names (`MdevName`): it counts as one.
fn gpus(record: &Value) -> f64 {
    let number = text(record, "GPU").and_then(|number| number.parse::<f64>().ok()).filter(|number| *number > 0.0);
    let is_virtual = || text(record, "VGPUID").is_some() || text(record, "GPUType").as_deref() == Some("VGPU");
    number.unwrap_or_else(|| if is_virtual() { 1.0 } else { 0.0 })
}

/// Groups belong to interfaces, so that the same one can stand at several addresses.
fn security_groups(record: &Value) -> Vec<String> {
    let mut groups = Vec::new();
    for group in records(record, "IPInfos").filter_map(|ip| text(ip, "SGID")) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}

fn disks(record: &Value) -> Vec<InstanceDisk> {
    let mut disks: Vec<InstanceDisk> = records(record, "DiskInfos")
        .map(|disk| InstanceDisk {
            id: text(disk, "DiskID"),
            system: text(disk, "Type").as_deref() == Some("Boot"),
            disk_type: text(disk, "StorageSetType"),
            size_gib: number(disk, "Size"),
            // It is deleted without what is bound to it.
            with_instance: Some(text(disk, "Type").as_deref() == Some("Boot")),
        })
        .collect();
    disks.sort_by_key(|disk| !disk.system);
    disks
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn documented() -> Vec<Instance> {
        let reply: Value = serde_json::from_str(include_str!("../fixtures/describe_vm_instance.json")).unwrap();
        instances(&reply)
    }

    #[test]
    fn an_instance_is_read_with_everything_the_record_says() {
        let web = documented().remove(0);
        assert_eq!((web.id.as_str(), web.name.as_str()), ("vm-7Hq1kpYMR", "web-01"));
        assert_eq!((web.state, web.vendor_state.as_str()), (InstanceState::Running, "Running"));
        assert_eq!((web.vcpus, web.memory_mib, web.instance_type), (Some(2), Some(4096), None));
        assert_eq!(web.private_ips, ["10.0.0.4"]);
        assert_eq!(web.public_ips, ["106.75.1.4"]);
        assert_eq!(web.security_group_ids, ["sg-7Hq1kpYMR", "sg-9Kq2mpZNS"], "each once");
        assert_eq!(web.os.as_deref(), Some("CentOS 7.4 x86_64"));
        assert_eq!(web.billing, BillingMode::Prepaid);
        assert_eq!(web.created.unwrap().to_rfc3339(), "2026-10-01T02:00:00+00:00");
        assert_eq!(web.expires.unwrap().to_rfc3339(), "2026-12-01T02:00:00+00:00");
        let disks: Vec<_> = web.disks.iter().map(|disk| (disk.id.as_deref(), disk.system, disk.size_gib)).collect();
        assert_eq!(
            disks,
            [(Some("disk-boot01"), true, Some(40)), (Some("disk-data01"), false, Some(100))],
            "system disk first"
        );
        assert_eq!(web.raw["HostIP"], "172.16.0.11");
    }

    #[test]
    fn what_is_paid_by_the_hour_does_not_expire() {
        let hourly = documented().remove(1);
        assert_eq!(hourly.billing, BillingMode::Postpaid);
        assert_eq!(hourly.expires, None, "the end of the running hour is no expiry");
    }

    #[test]
    fn every_documented_state_is_known_and_a_new_one_survives() {
        let documented = [
            "Starting",
            "Restarting",
            "Running",
            "Stopping",
            "Stopped",
            "Deleted",
            "Terminating",
            "Terminated",
            "Migrating",
            "Reinstalling",
            "Poweroffing",
            "Failed",
        ];
        for word in documented {
            assert!(!matches!(state(word), InstanceState::Unknown { .. }), "{word}");
        }
        let odd = instances(&json!({ "Infos": [{ "VMID": "vm-1", "State": "Hibernating", "ChargeType": "Spot" }] }))
            .remove(0);
        assert_eq!(odd.state, InstanceState::Unknown { word: "Hibernating".into() });
        assert_eq!(odd.vendor_state, "Hibernating");
        assert_eq!(odd.billing, BillingMode::Other { word: "Spot".into() });
    }

    #[test]
    fn a_bare_record_is_kept() {
        let bare = instances(&json!({ "Infos": [{ "VMID": "vm-1" }] }));
        assert_eq!(bare.len(), 1);
        assert_eq!(bare[0].id, "vm-1");
        assert!(instances(&json!({ "TotalCount": 0 })).is_empty(), "an empty list has no Infos");
    }

    #[test]
    fn gpus_are_counted_whole_or_virtual() {
        let gpus = |record: Value| instances(&json!({ "Infos": [record] }))[0].gpus;
        assert_eq!(gpus(json!({ "GPU": 2, "GPUType": "GPU", "VGPUID": "", "MdevName": "" })), 2.0);
        assert_eq!(gpus(json!({ "GPU": 0, "GPUType": "VGPU", "VGPUID": "vgpu-1", "MdevName": "T4-4Q" })), 1.0);
        assert_eq!(gpus(json!({ "GPU": 0, "GPUType": "", "VGPUID": "" })), 0.0);
        assert_eq!(gpus(json!({})), 0.0, "older releases do not say");
    }
}
