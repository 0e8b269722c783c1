//! `DescribeZoneInstanceConfigInfos` -> instance types.
//!
//! This read is used and not `DescribeInstanceTypeConfigs` because one call says everything a choice needs: family with
//! its title, size, zones, and whether a zone has any left. It has a row for each zone and billing mode.

use indexmap::IndexMap;
use serde_json::Value;
use yundeck_domain::{InstanceType, Text};

use super::{items, number, text};

/// The instance types of a reply, one for all its rows: a zone is sold out when no billing mode sells there.
pub fn instance_types(result: &Value) -> Vec<InstanceType> {
    let mut types: IndexMap<String, InstanceType> = IndexMap::new();
    let mut selling: IndexMap<(String, String), bool> = IndexMap::new();
    for row in items(result, "InstanceTypeQuotaSet[]") {
        let id = text(row, "InstanceType").unwrap_or_default();
        types.entry(id.clone()).or_insert_with(|| instance_type(&id, row));
        if let Some(zone) = text(row, "Zone") {
            let sells = text(row, "Status").is_none_or(|status| status == "SELL");
            *selling.entry((id, zone)).or_insert(false) |= sells;
        }
    }
    for ((id, zone), sells) in selling {
        if let Some(kind) = types.get_mut(&id) {
            if !sells {
                kind.sold_out_zones.push(zone.clone());
            }
            kind.zones.push(zone);
        }
    }
    types.into_values().collect()
}

fn instance_type(id: &str, row: &Value) -> InstanceType {
    InstanceType {
        id: id.to_owned(),
        family: text(row, "InstanceFamily").unwrap_or_default(),
        family_title: text(row, "TypeName"),
        vcpus: number(row, "Cpu").unwrap_or(0),
        memory_mib: number(row, "Memory").and_then(|gib| gib.checked_mul(1024)).unwrap_or(0),
        // The document's structure has no GPUs; the present API has.
        gpus: number(row, "Gpu").or_else(|| number(row, "GpuCount")).unwrap_or(0),
        zones: Vec::new(),
        sold_out_zones: Vec::new(),
        note: note(row),
    }
}

/// Processor and network, as far as the reply has them.
fn note(row: &Value) -> Option<Text> {
    let mut parts: Vec<Text> = Vec::new();
    if let Some(processor) = text(row, "CpuType") {
        parts.push(Text::same(processor));
    }
    if let Some(gbps) = text(row, "InstanceBandwidth").filter(|gbps| gbps != "0" && gbps != "0.0") {
        parts.push(Text::new(format!("内网 {gbps} Gbps"), format!("{gbps} Gbps inside")));
    }
    if let Some(card) = number(row, "NetworkCard").filter(|card| *card > 0) {
        parts.push(Text::new(format!("{card}G 网卡"), format!("{card}G network card")));
    }
    if let Some(remark) = text(row, "Remark") {
        parts.push(Text::same(remark));
    }
    let join = |of: fn(&Text) -> &str| parts.iter().map(of).collect::<Vec<_>>();
    (!parts.is_empty()).then(|| Text::new(join(|part| &part.zh).join("，"), join(|part| &part.en).join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_documented_row_becomes_a_type() {
        let reply: Value =
            serde_json::from_str(include_str!("../fixtures/DescribeZoneInstanceConfigInfos.json")).unwrap();
        let found = instance_types(&reply["Response"]);
        let [kind] = found.as_slice() else { panic!("one type") };
        assert_eq!((kind.id.as_str(), kind.family.as_str()), ("S2.MEDIUM4", "S2"));
        assert_eq!(kind.family_title.as_deref(), Some("标准型S2"));
        assert_eq!((kind.vcpus, kind.memory_mib, kind.gpus), (2, 4096, 0));
        assert_eq!(kind.zones, ["ap-guangzhou-2"]);
        assert!(kind.sold_out_zones.is_empty());
    }

    #[test]
    fn a_zone_is_sold_out_when_no_billing_mode_sells_there() {
        let row = |zone: &str, mode: &str, status: &str| {
            json!({ "InstanceType": "GN8.LARGE56", "Cpu": 6, "Memory": 56, "Gpu": 1, "Zone": zone,
                    "InstanceChargeType": mode, "Status": status })
        };
        let found = instance_types(&json!({ "InstanceTypeQuotaSet": [
            row("z-1", "PREPAID", "SOLD_OUT"), row("z-1", "POSTPAID_BY_HOUR", "SELL"),
            row("z-2", "PREPAID", "SOLD_OUT"), row("z-2", "POSTPAID_BY_HOUR", "SOLD_OUT"),
        ] }));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].zones, ["z-1", "z-2"]);
        assert_eq!(found[0].sold_out_zones, ["z-2"]);
        assert_eq!(found[0].gpus, 1);
    }
}
