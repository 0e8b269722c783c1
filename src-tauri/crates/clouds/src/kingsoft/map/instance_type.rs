//! Instance types.

use serde_json::Value;
use yundeck_catalogue::{Path, Text};
use yundeck_domain::{InstanceType, TypeDisks};

use super::{decimal, elements, optional, text, whole};

/// The types of a `DescribeInstanceTypeConfigs` reply.
pub fn instance_types(reply: &Value) -> Vec<InstanceType> {
    elements(reply, "InstanceTypeConfigSet").iter().map(instance_type).collect()
}

/// The list of types has no prices. Which zones are sold out the document's record does not say, and the cloud's may.
fn instance_type(item: &Value) -> InstanceType {
    InstanceType {
        id: text(item, "InstanceType"),
        family: text(item, "InstanceFamily"),
        family_title: optional(item, "InstanceFamilyName"),
        vcpus: whole(item, "CPU").unwrap_or(0),
        memory_mib: whole(item, "Memory").unwrap_or(0).saturating_mul(1024),
        gpus: decimal(item, "GPU"),
        zones: Path::new("AvailabilityZoneSet[].AzCode").texts(item),
        sold_out_zones: elements(item, "AvailabilityZoneSet").iter().filter_map(sold_out_zone).collect(),
        prices: Vec::new(),
        disks: disks(item),
        note: note(item),
    }
}

fn sold_out_zone(zone: &Value) -> Option<String> {
    text(zone, "IsSellOut").eq_ignore_ascii_case("true").then(|| text(zone, "AzCode"))
}

/// The kinds of disks that the record lists; one that lists none says nothing.
fn disks(item: &Value) -> Option<TypeDisks> {
    let system = Path::new("SystemDiskQuotaSet[].SystemDiskType").texts(item);
    let data = Path::new("DataDiskQuotaSet[].DataDiskType").texts(item);
    (!system.is_empty() || !data.is_empty()).then_some(TypeDisks { system, data })
}

/// Which disks the type takes.
fn note(item: &Value) -> Option<Text> {
    let system = Path::new("SystemDiskQuotaSet[].SystemDiskType").texts(item).join("、");
    let data: Vec<String> = elements(item, "DataDiskQuotaSet").iter().map(data_disks).collect();
    let mut zh = Vec::new();
    let mut en = Vec::new();
    if !system.is_empty() {
        zh.push(format!("系统盘 {system}"));
        en.push(format!("system disk {}", system.replace('、', ", ")));
    }
    if !data.is_empty() {
        zh.push(format!("数据盘 {}", data.join("、")));
        en.push(format!("data disks {}", data.join(", ")));
    }
    (!zh.is_empty()).then(|| Text::new(zh.join("；"), en.join("; ")))
}

/// `SSD3.0 10–16000 GiB × 8`. The samples spell the upper limit `DataDiskMaxsize`, the structure `DataDiskMaxSize`.
fn data_disks(quota: &Value) -> String {
    let mut words = text(quota, "DataDiskType");
    let most = whole(quota, "DataDiskMaxsize").or_else(|| whole(quota, "DataDiskMaxSize"));
    if let (Some(least), Some(most)) = (whole(quota, "DataDiskMinSize"), most) {
        words.push_str(&format!(" {least}–{most} GiB"));
    }
    if let Some(count) = whole(quota, "DataDiskCount") {
        words.push_str(&format!(" × {count}"));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_types_are_read_with_their_disks() {
        let found = instance_types(
            &serde_json::from_str(include_str!("../fixtures/describe_instance_type_configs.json")).unwrap(),
        );
        let first = &found[0];
        assert_eq!((first.id.as_str(), first.family.as_str()), ("S4.32B", "S4"));
        assert_eq!((first.vcpus, first.memory_mib, first.gpus), (32, 64 * 1024, 0.0));
        assert_eq!(first.zones, ["cn-shanghai-2b", "cn-beijing-6c", "cn-beijing-6a"]);
        let disks = first.disks.clone().unwrap();
        assert_eq!(
            (disks.system, disks.data),
            (vec!["EHDD".into(), "SSD3.0".into()], vec!["SSD3.0".into(), "EHDD".into()])
        );
        let note = first.note.clone().unwrap();
        assert_eq!(note.en, "system disk EHDD, SSD3.0; data disks SSD3.0 10–16000 GiB × 8, EHDD 10–16000 GiB × 8");
        assert_eq!(note.zh, "系统盘 EHDD、SSD3.0；数据盘 SSD3.0 10–16000 GiB × 8、EHDD 10–16000 GiB × 8");
    }
}
