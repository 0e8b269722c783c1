//! `describeInstanceTypes` -> instance types.

use serde_json::Value;
use yundeck_catalogue::Text;
use yundeck_domain::InstanceType;

use super::{items, number, text, texts};

/// The instance types of the reply: those for everyone and those opened to this account only.
pub(in super::super) fn instance_types(result: &Value) -> Vec<InstanceType> {
    let mut found: Vec<InstanceType> = Vec::new();
    for list in ["instanceTypes[]", "specificInstanceTypes[]"] {
        for record in items(result, list) {
            let kind = instance_type(record);
            if !found.iter().any(|known| known.id == kind.id) {
                found.push(kind);
            }
        }
    }
    found
}

/// The list of types has no prices.
fn instance_type(record: &Value) -> InstanceType {
    let sold_out =
        items(record, "state[]").into_iter().filter(|state| text(state, "inStock").as_deref() == Some("false"));
    InstanceType {
        id: text(record, "instanceType").unwrap_or_default(),
        family: text(record, "family").unwrap_or_default(),
        family_title: None,
        vcpus: number(record, "cpu").unwrap_or_default(),
        memory_mib: number(record, "memoryMB").unwrap_or_default(),
        gpus: text(record, "gpu.number").and_then(|number| number.parse().ok()).unwrap_or(0.0),
        zones: texts(record, "state[].az"),
        sold_out_zones: sold_out.filter_map(|state| text(state, "az")).collect(),
        prices: Vec::new(),
        // How many cloud disks it takes is listed, not which kinds.
        disks: None,
        note: note(record),
    }
}

/// What limits it: disks (the system disk counts when it is a cloud disk), interfaces (with the primary one), GPU model.
fn note(record: &Value) -> Option<Text> {
    let mut zh = Vec::new();
    let mut en = Vec::new();
    if let Some(model) = text(record, "gpu.model") {
        zh.push(format!("GPU {model}"));
        en.push(format!("GPU {model}"));
    }
    if let Some(disks) = number(record, "cloudDiskCountLimit") {
        zh.push(format!("最多 {disks} 块云盘"));
        en.push(format!("up to {disks} cloud disks"));
    }
    if let Some(interfaces) = number(record, "nicLimit") {
        zh.push(format!("最多 {interfaces} 块网卡"));
        en.push(format!("up to {interfaces} network interfaces"));
    }
    if let Some(described) = text(record, "desc") {
        zh.push(described.clone());
        en.push(described);
    }
    (!zh.is_empty()).then(|| Text::new(zh.join("，"), en.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_types_keep_size_zones_and_stock() {
        let reply: Value = serde_json::from_str(include_str!("../fixtures/describeInstanceTypes.json")).unwrap();
        let found = instance_types(&reply["result"]);
        let general = &found[0];
        assert_eq!((general.id.as_str(), general.family.as_str()), ("g.n2.medium", "g.n"));
        assert_eq!((general.vcpus, general.memory_mib, general.gpus), (1, 4096, 0.0));
        assert_eq!(general.zones, ["cn-north-1c", "cn-north-1a", "cn-north-1b"]);
        assert!(general.sold_out_zones.is_empty());
        let gpu = &found[1];
        assert_eq!((gpu.id.as_str(), gpu.gpus), ("p.n1p4c.2xlarge", 1.0));
        assert_eq!(gpu.sold_out_zones, ["cn-north-1b"]);
        assert!(gpu.note.as_ref().is_some_and(|note| note.en.contains("up to 8 cloud disks")));
        assert_eq!(found.len(), 3, "types opened to this account are listed too, each once");
    }
}
